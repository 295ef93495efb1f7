"""A .docx: paragraphs, tables, text boxes, headers and notes of its XML, in reading order.

It is read below the objects of python-docx, which know neither numbers that Word counts nor notes, text boxes,
controls, revisions and the strict form of the format, and which no damaged or odd package gets as far as.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import LeftOver, Notice, Paragraph, RefusedError, Table
from gongkai.importing.readers.base.package import Package, too_deep
from gongkai.importing.readers.base.spans import Written, arranges_page, laid_out
from gongkai.words.text import HAN

from .word_numbering import Numbering, is_on, number, value
from .word_text import DELETED, INSERTED, LEFT_OUT, NOT_TEXT, Words, all_words

CONTAINERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"}
# Rows and cells that are left out, by the mark in their properties.
GONE = {"trPr/del": DELETED, "tcPr/cellDel": DELETED, "trPr/hidden": "设为“隐藏”的一行，没有读入"}
SIDES = {"header": 0, "footer": 1, "footnotes": 1, "endnotes": 1}


def read(content: bytes, name: str) -> Notice:
    """The whole document. A line is a paragraph, those in cells and empty ones counted too."""
    package = Package.of(content)
    main = package.main_part or "word/document.xml"
    body = _tree(package, main).find("body")
    if body is None:
        raise RefusedError("Word 文件里找不到正文（word/document.xml）。请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
    related = [*package.related(main).values()]
    parts = dict(related)
    numbering = Numbering.of(*(_tree(package, parts.get(kind, "")) for kind in ("numbering", "styles")))
    comments = {comment.get("id") or "": all_words(comment) for comment in _tree(package, parts.get("comments", ""))}
    walk = Walk(Words(numbering, comments))
    blocks = walk.inside(body)
    around = _around(walk, blocks, ((SIDES[kind], _tree(package, member)) for kind, member in related if kind in SIDES))
    if numbering.bullets:
        walk.words.tell(f"{numbering.bullets} 个项目符号", "不是文字，没有读入", is_furniture=True)
    return Notice(name, (*around[0], *blocks, *around[1]), "段", tuple(walk.words.remarks))


def _tree(package: Package, part: str) -> etree._Element:
    """A part with names alone, empty where there is none: the strict and the usual form of the format differ in namespaces only."""
    root = package.tree_of(part)
    for element in root.iter("{*}*") if root is not None else ():
        element.tag = str(element.tag).rpartition("}")[2]
        for key, said in element.items():
            element.set(key.rpartition("}")[2], said)
    return etree.Element("none") if root is None else root


def _around(
    walk: Walk, blocks: list[Paragraph | Table], parts: Iterable[tuple[int, etree._Element]]
) -> tuple[list[Paragraph | Table], list[Paragraph | Table]]:
    """Words of headers, and of footers and notes, that the body does not have; page numbers are no words."""
    known = {block.text.strip() for block in blocks if isinstance(block, Paragraph)}
    around: tuple[list[Paragraph | Table], list[Paragraph | Table]] = ([], [])
    for side, tree in parts:
        notes = [note for note in tree.iterchildren("footnote", "endnote") if "eparator" not in (note.get("type") or "")]
        for block in [block for container in notes or [tree] for block in walk.inside(container)]:
            words = block.text.strip() if isinstance(block, Paragraph) else ""
            if isinstance(block, Table) or (words not in known and re.search(f"[{HAN}]", re.sub("[第共页]", "", words))):
                known.add(words)
                around[side].append(block)
    return around


@dataclass
class Walk:
    """Goes through paragraphs and tables, and what is inside them, one after the other."""

    words: Words
    _depth: int = -1
    _carried: str = ""

    def inside(self, container: etree._Element, *, in_cell: bool = False) -> list[Paragraph | Table]:
        """The blocks of a body, a cell, a text box or a note."""
        self._depth += 1
        if self._depth > limits.NESTED_TABLES:
            raise too_deep()
        blocks = [*self._blocks(container, in_cell), *self._carried_over()]
        self._depth -= 1
        return blocks

    def _blocks(self, container: etree._Element, in_cell: bool) -> Iterator[Paragraph | Table]:
        for element in container:
            kind = element.tag
            if kind == "p":
                yield from self._paragraph(element, in_cell)
            elif kind == "tbl":
                yield from self._carried_over()
                yield from self._table(element)
            elif kind in NOT_TEXT or kind in LEFT_OUT:
                yield from (Paragraph(words, self.words.line) for words in self.words.of([element]))
            elif kind in CONTAINERS and not self.words.is_placeholder(element):
                yield from self._blocks(element, in_cell)

    def _paragraph(self, element: etree._Element, in_cell: bool) -> Iterator[Paragraph | Table]:
        """Where its end was deleted, or it is a letter that reaches down, its words come before those of the next."""
        self.words.line += 1
        line, self.words.boxes = self.words.line, []
        text = self._carried + "".join(self.words.of(element)).strip("\n")
        boxes = self.words.boxes
        properties, numbering = element.find("pPr"), self.words.numbering
        counted = numbering.number_of(properties)
        text = counted + text if text.strip() or in_cell else text
        goes_on = any(
            properties is not None and properties.find(mark) is not None for mark in ("rPr/del", "rPr/moveFrom", "framePr[@dropCap]")
        )
        self._carried = text if goes_on else ""
        if numbering.is_contents(properties):
            self.words.tell(text, "目录，只重复正文的标题", is_furniture=True)
        elif text.strip() and not goes_on:
            yield Paragraph(text, line, numbering.level_of(properties))
        for box in boxes:
            yield from self.inside(box, in_cell=in_cell)

    def _carried_over(self) -> Iterator[Paragraph]:
        text, self._carried = self._carried, ""
        if text.strip():
            yield Paragraph(text, self.words.line)

    def _table(self, element: etree._Element) -> Iterator[Paragraph | Table]:
        """A table; or what its cells hold, one after the other, when it only arranges the page."""
        first = self.words.line + 1
        rows: list[list[Written]] = []
        above: dict[int, Written] = {}
        for row in self._through(element, "tr"):
            if is_on(row, "trPr/ins"):
                self.words.tell(all_words(row), INSERTED, is_furniture=True)
            begun, above = self._row(row, above)
            rows.append(begun)
        if arranges_page(rows):
            yield from (block for row in rows for cell in row for block in cell.blocks)
            return
        tables = [block for row in rows for cell in row for block in cell.blocks if isinstance(block, Table)]
        self.words.remarks += [LeftOver("单元格里的表格", table.line, "每行读作一行字，请对照原文") for table in tables]
        yield laid_out(rows, first)

    def _row(self, row: etree._Element, above: dict[int, Written]) -> tuple[list[Written], dict[int, Written]]:
        """The cells that begin in a row, and by column those that may go on below it."""
        begun: list[Written] = []
        going_on: dict[int, Written] = {}
        column, left = number(value(row, "trPr/gridBefore")), None
        for element in self._through(row, "tc"):
            line = self.words.line + 1
            cell = Written(tuple(self.inside(element, in_cell=True)), line, max(1, number(value(element, "tcPr/gridSpan"), 1)), 1, column)
            down, across = (
                (value(mark, ".") or "continue") if (mark := element.find(f"tcPr/{way}Merge")) is not None else "" for way in "vh"
            )
            column += min(cell.columns, limits.COLUMNS)
            if across == "continue" and left and not cell.text.strip():
                left.columns = max(left.columns, column - (left.column or 0))
                continue
            left = above.get(cell.column or 0) if down == "continue" else None
            if left:
                left.rows += 1
                self.words.tell(cell.text, "藏在合并单元格里看不见的文字，没有读入")
            else:
                begun.append(left := cell)
            if down:
                going_on[cell.column or 0] = left
        return begun, going_on

    def _through(self, element: etree._Element, wanted: str) -> Iterator[etree._Element]:
        for inner in element:
            if inner.tag == wanted:
                why = next((why for mark, why in GONE.items() if is_on(inner, mark)), "")
                if why:
                    self.words.tell(all_words(inner), why)
                else:
                    yield inner
            elif inner.tag in CONTAINERS:
                yield from self._through(inner, wanted)
