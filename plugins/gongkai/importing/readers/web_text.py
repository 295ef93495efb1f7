"""The words of a web page in reading order: paragraphs, headings, tables with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.importing.readers.base.notice import Paragraph, Table
from gongkai.importing.readers.base.spans import Written, arranges_page, laid_out
from gongkai.words.numerals import COUNTING
from gongkai.words.text import HAN, visible

from .list_numbers import numeral

BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "nav"),
    *(
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "legend",
        "option",
        "select",
        "br",
        "ucapcontent",
    ),
}
UNSEEN = {
    "script",
    "style",
    "head",
    "noscript",
    "template",
    "svg",
    "math",
    "object",
    "iframe",
    "button",
    "select",
    "textarea",
    "audio",
    "video",
    "canvas",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
# Chinese with its punctuation.
WRITTEN_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—"
SOURCE_BREAK = re.compile(rf"(?<=[{WRITTEN_WIDE}])[ \t\r]*\n\s*(?=[{WRITTEN_WIDE}])")
BLANKS = re.compile(r"[ \t\r\n\f]+")
NUMBERED = re.compile(rf"[\s（(]*([\d{COUNTING}①-⑳]+)[、．.)）]")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def flowed(text: str) -> str:
    """Words with a single blank where the source has blanks and line ends, none where a line of Chinese was wrapped."""
    return visible(BLANKS.sub(" ", SOURCE_BREAK.sub("", text))).replace("\xa0", " ").strip(" ")


def tag_of(element: etree._Element) -> str:
    """The tag without prefix, empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser shows nothing of it."""
    return not tag_of(element) or tag_of(element) in UNSEEN or bool(HIDDEN.search(element.get("style") or ""))


@dataclass
class _Flow:
    """Words gathered until a block ends."""

    level: int = 0
    line: int = 0
    pieces: list[str] = field(default_factory=list)

    def add(self, text: str | None, line: int) -> None:
        if text:
            if not self.line and text.strip():
                self.line = line
            self.pieces.append(text)

    def taken(self) -> Iterator[Paragraph]:
        text, line = flowed("".join(self.pieces)), self.line
        self.pieces, self.line = [], 0
        if text.strip():
            yield Paragraph(text, line, self.level)


def blocks_of(root: etree._Element) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables inside an element."""
    flow = _Flow()
    yield from _inside(root, flow)
    yield from flow.taken()


def _inside(element: etree._Element, flow: _Flow) -> Iterator[Paragraph | Table]:
    line = _line(element)
    flow.add(element.text, line)
    for child in element:
        yield from _element(child, flow)
        flow.add(child.tail, _line(child))


def _element(element: etree._Element, flow: _Flow) -> Iterator[Paragraph | Table]:
    if is_unseen(element):
        return
    tag = tag_of(element)
    if tag == "table":
        yield from flow.taken()
        yield from _table(element)
    elif tag in BLOCKS:
        yield from flow.taken()
        before, flow.level = flow.level, HEADINGS.get(tag, flow.level)
        if tag == "li":
            flow.add(_list_number(element), _line(element))
        yield from _inside(element, flow)
        yield from flow.taken()
        flow.level = before
    else:
        yield from _inside(element, flow)


def _line(element: etree._Element) -> int:
    return int(element.sourceline or 1)


def _list_number(element: etree._Element) -> str:
    """The number a browser writes before an item, unless the item brings its own."""
    parent = element.getparent()
    words = "".join(element.itertext()).strip()
    if parent is None or tag_of(parent) != "ol" or NUMBERED.match(words) or not words or "none" in (parent.get("style") or ""):
        return ""
    items = [child for child in parent if tag_of(child) == "li"]
    start = _whole(parent.get("start"), 1)
    position = _whole(element.get("value"), start + items.index(element))
    return f"{numeral(position, LIST_FORMS.get(parent.get('type') or '', 'decimal'))}."


def _whole(text: str | None, default: int) -> int:
    match = re.match(r"\s*(\d{1,6})", text or "")
    return int(match[1]) if match else default


def _written(cell: etree._Element) -> Written:
    blocks = tuple(blocks_of(cell))
    line = blocks[0].line if blocks else _line(cell)
    return Written(blocks, line, max(1, _whole(cell.get("colspan"), 1)), _whole(cell.get("rowspan"), 1))


def _table(element: etree._Element) -> Iterator[Paragraph | Table]:
    """A table; what its cells hold, one after the other, when it only arranges the page. Its caption and stray words come first."""
    flow = _Flow()
    rows: list[list[Written]] = []
    for piece in _parts(element):
        if isinstance(piece, str):
            flow.add(piece, _line(element))
        elif tag_of(piece) == "caption":
            yield from flow.taken()
            yield from blocks_of(piece)
        else:
            rows.append([_written(cell) for cell in _cells(piece, flow)])
    yield from flow.taken()
    texts = [[cell.own for cell in row] for row in rows]
    if arranges_page(rows) or _is_one_long_cell(texts):
        yield from (block for row in rows for cell in row for block in cell.blocks)
    else:
        yield laid_out(rows, _line(element))


ARTICLE_LINES = 15
ARTICLE_SHARE = 0.8


def _is_one_long_cell(texts: list[list[str]]) -> bool:
    """One row with an article in it and little beside."""
    if len(texts) != 1:
        return False
    longest = max(texts[0], key=len, default="")
    return longest.count("\n") >= ARTICLE_LINES and len(longest) >= ARTICLE_SHARE * sum(map(len, texts[0]))


def _parts(table: etree._Element) -> Iterator[etree._Element | str]:
    """Rows, captions and stray words of a table, not those of tables inside it."""
    yield table.text or ""
    loose: list[etree._Element] = []
    for child in table:
        tag = tag_of(child)
        if tag in ("td", "th"):
            loose.append(child)
            yield child.tail or ""
            continue
        if loose:
            yield _row_of(loose)
            loose = []
        if is_unseen(child):
            pass
        elif tag in ("thead", "tbody", "tfoot", "form", "div"):
            yield from _parts(child)
        elif tag in ("tr", "caption"):
            yield child
        else:
            yield "".join(child.itertext())
        yield child.tail or ""
    if loose:
        yield _row_of(loose)


def _row_of(cells: list[etree._Element]) -> etree._Element:
    """A row for cells whose page forgot to open one."""
    row = etree.Element("tr")
    for cell in cells:
        cell.tail = None
    row.extend(cells)
    return row


def _cells(row: etree._Element, flow: _Flow) -> Iterator[etree._Element]:
    flow.add(row.text, _line(row))
    for child in row:
        if tag_of(child) in ("td", "th"):
            if not is_unseen(child):
                yield child
        elif tag_of(child) == "form":
            yield from _cells(child, flow)
        elif not is_unseen(child):
            flow.add("".join(child.itertext()), _line(child))
        flow.add(child.tail, _line(child))
