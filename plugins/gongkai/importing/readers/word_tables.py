"""Tables of a Word file: merged cells, tables inside cells, rows and cells that were deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import Cell, LeftOver, Paragraph, Table
from gongkai.importing.readers.base.package import too_deep
from gongkai.importing.readers.base.spans import arranges_page, flattened

from .word_numbering import child, local, number, value
from .word_text import Words, children

WRAPPERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}


@dataclass(frozen=True)
class Written:
    """A cell as the file has it. `merge` is that of rows: `restart` begins one, `continue` goes on."""

    blocks: tuple[Paragraph | Table, ...]
    line: int
    column: int
    columns: int
    merge: str
    goes_on_from_left: bool = False

    @property
    def own(self) -> str:
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def nested(self) -> str:
        return "\n".join(flattened(block) for block in self.blocks if isinstance(block, Table))

    @property
    def text(self) -> str:
        texts = (block.text if isinstance(block, Paragraph) else flattened(block) for block in self.blocks)
        return "\n".join(texts).strip("\n")


def table_blocks(element: etree._Element, words: Words) -> Iterator[Paragraph | Table]:
    """A table; or what its cells hold, one after the other, when it only arranges the page."""
    words.depth += 1
    if words.depth > limits.NESTED_TABLES:
        raise too_deep()
    first = words.line + 1
    rows = [list(_cells(row, words)) for row in _through(element, "tr") if not _is_deleted(row, "trPr", ("del",))]
    words.depth -= 1
    if arranges_page([[cell.own for cell in row] for row in rows], [[cell.nested for cell in row] for row in rows]):
        yield from (block for row in rows for cell in row for block in cell.blocks)
    else:
        yield Table(tuple(_merged(rows, words)), first)


def _cells(row: etree._Element, words: Words) -> Iterator[Written]:
    column = number(child(child(row, "trPr"), "gridBefore"))
    for element in _through(row, "tc"):
        properties = child(element, "tcPr")
        columns = min(max(1, number(child(properties, "gridSpan"), default=1)), limits.COLUMNS)
        line = words.line + 1
        blocks = tuple(_content(element, words))
        if not _is_deleted(element, "tcPr", ("cellDel",)):
            yield Written(blocks, line, column, columns, _merge(properties, "vMerge"), _merge(properties, "hMerge") == "continue")
        column += columns


def _content(cell: etree._Element, words: Words) -> Iterator[Paragraph | Table]:
    for element in children(cell):
        kind = local(element)
        if kind == "p":
            text, line, level = words.paragraph(element, in_cell=True)
            if text.strip():
                yield Paragraph(text, line, level)
            for box in words.boxes(element):
                yield from _content(box, words)
        elif kind == "tbl":
            yield from table_blocks(element, words)
        elif kind in WRAPPERS:
            yield from _content(element, words)


def _merge(properties: etree._Element | None, direction: str) -> str:
    merge = child(properties, direction)
    return "" if merge is None else value(merge) or "continue"


def _merged(rows: list[list[Written]], words: Words) -> list[tuple[Cell, ...]]:
    """Rows with each merged cell once, where it begins."""
    table: list[list[Cell]] = [[] for _ in rows]
    open_cells: dict[int, tuple[int, int]] = {}  # column → (row, place) of the merged cell that may go on below
    for index, row in enumerate(rows):
        still_open: dict[int, tuple[int, int]] = {}
        for written in _joined_sideways(row):
            origin = open_cells.get(written.column) if written.merge == "continue" else None
            if origin is None:
                words.budget.cell(written.text, written.line, written.column)
                origin = index, len(table[index])
                table[index].append(Cell(written.text, written.line, written.column, written.columns))
            else:
                _reach_down(table, origin, index, written, words)
            if written.merge:
                still_open[written.column] = origin
        open_cells = still_open
    return [tuple(row) for row in table]


def _reach_down(table: list[list[Cell]], origin: tuple[int, int], index: int, written: Written, words: Words) -> None:
    row, position = origin
    table[row][position] = replace(table[row][position], rows=index - row + 1)
    if written.text.strip():
        words.remarks.append(LeftOver(written.text.strip(), written.line, "藏在合并单元格里看不见的文字，没有读入"))


def _joined_sideways(row: list[Written]) -> list[Written]:
    """Cells merged the old way, by naming each cell that goes on from its left."""
    joined: list[Written] = []
    for written in row:
        if written.goes_on_from_left and joined and not written.text.strip():
            joined[-1] = replace(joined[-1], columns=written.column + written.columns - joined[-1].column)
        else:
            joined.append(written)
    return joined


def _through(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for inner in children(element):
        if local(inner) == wanted:
            yield inner
        elif local(inner) in WRAPPERS:
            yield from _through(inner, wanted)


def _is_deleted(element: etree._Element, properties: str, marks: tuple[str, ...]) -> bool:
    return any(child(child(element, properties), mark) is not None for mark in marks)
