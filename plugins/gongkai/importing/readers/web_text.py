"""The words of a web page in reading order: paragraphs, headings, tables with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from gongkai.importing.readers.base.notice import Paragraph, Table
from gongkai.importing.readers.base.spans import Written, arranges_page, laid_out
from gongkai.words.numerals import COUNTING
from gongkai.words.text import HAN, visible

from .list_numbers import numeral

BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html"),
    *("legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "ucapcontent", "ul"),
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
# Chinese with its punctuation.
WRITTEN_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—"
SOURCE_BREAK = re.compile(rf"(?<=[{WRITTEN_WIDE}])[ \t\r]*\n\s*(?=[{WRITTEN_WIDE}])")
BLANKS = re.compile(r"[ \t\r\n\f]+")
NUMBERED = re.compile(rf"[\s（(]*([\d{COUNTING}①-⑳]+)[、．.)）]")
ARTICLE_LINES = 15
ARTICLE_SHARE = 0.8


def flowed(text: str) -> str:
    """Words with a single blank where the source has blanks and line ends, none where a line of Chinese was wrapped."""
    return visible(BLANKS.sub(" ", SOURCE_BREAK.sub("", text))).replace("\xa0", " ").strip(" ")


def blocks_of(root: html.HtmlElement) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables inside an element; what no browser shows was taken out of it."""
    flow = _Flow()
    yield from flow.inside(root)
    yield from flow.ended()


@dataclass
class _Flow:
    """Gathers words until a block ends."""

    level: int = 0
    line: int = 0
    pieces: list[str] = field(default_factory=list)

    def inside(self, element: html.HtmlElement) -> Iterator[Paragraph | Table]:
        self._add(element.text, element)
        for child in element:
            yield from self._element(child)
            self._add(child.tail, child)

    def ended(self) -> Iterator[Paragraph]:
        text, line = flowed("".join(self.pieces)), self.line
        self.pieces, self.line = [], 0
        if text.strip():
            yield Paragraph(text, line, self.level)

    def _add(self, text: str | None, element: html.HtmlElement) -> None:
        if text:
            self.line = self.line or (_line(element) if text.strip() else 0)
            self.pieces.append(text)

    def _element(self, element: html.HtmlElement) -> Iterator[Paragraph | Table]:
        tag = str(element.tag).rpartition(":")[2]
        if tag not in BLOCKS:
            yield from self.inside(element)
            return
        yield from self.ended()
        before, self.level = self.level, HEADINGS.get(tag, self.level)
        if tag == "table":
            yield from self._table(element)
        else:
            self._add(_list_number(element) if tag == "li" else "", element)
            yield from self.inside(element)
        yield from self.ended()
        self.level = before

    def _table(self, table: html.HtmlElement) -> Iterator[Paragraph | Table]:
        """A table; what its cells hold, one after the other, when it only arranges the page. Its caption and stray words come first."""
        groups = [[*group] for group in _rows(table)]
        rows = [[self._written(cell) for cell in group] for group in groups]
        for cell in (cell for group in groups for cell in group):
            cell.clear(keep_tail=True)
        yield from self.inside(table)
        yield from self.ended()
        if arranges_page(rows) or _is_one_long_cell([cell.own for row in rows for cell in row], len(rows)):
            yield from (block for row in rows for cell in row for block in cell.blocks)
        else:
            yield laid_out(rows, _line(table))

    def _written(self, cell: html.HtmlElement) -> Written:
        blocks = tuple(blocks_of(cell))
        line = blocks[0].line if blocks else _line(cell)
        return Written(blocks, line, max(1, _whole(cell.get("colspan"), 1)), _whole(cell.get("rowspan"), 1))


def _rows(table: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """The cells of each row of a table, not of tables inside it; neighbours whose page forgot to open a row are one."""
    loose: list[html.HtmlElement] = []
    for child in table:
        if child.tag in ("td", "th"):
            loose.append(child)
            continue
        if loose:
            yield loose
            loose = []
        if child.tag == "tr":
            yield [cell for inner in child for cell in ([inner] if inner.tag != "form" else inner) if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot", "form", "div"):
            yield from _rows(child)
    if loose:
        yield loose


def _is_one_long_cell(texts: list[str], rows: int) -> bool:
    """One row with an article in it and little beside."""
    longest = max(texts, key=len, default="")
    return rows == 1 and longest.count("\n") >= ARTICLE_LINES and len(longest) >= ARTICLE_SHARE * sum(map(len, texts))


def _line(element: html.HtmlElement) -> int:
    return int(element.sourceline or 1)


def _list_number(element: html.HtmlElement) -> str:
    """The number a browser writes before an item, unless the item brings its own."""
    parent, words = element.getparent(), element.text_content().strip()
    if parent is None or parent.tag != "ol" or NUMBERED.match(words) or not words or "none" in (parent.get("style") or ""):
        return ""
    position = _whole(element.get("value"), _whole(parent.get("start"), 1) + parent.findall("li").index(element))
    return f"{numeral(position, LIST_FORMS.get(parent.get('type') or '', 'decimal'))}."


def _whole(text: str | None, default: int) -> int:
    match = re.match(r"\s*(\d{1,6})", text or "")
    return int(match[1]) if match else default
