"""Cells with spans laid on a grid, and what tells a table of content from one that only arranges a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import limits
from .notice import Cell, Paragraph, Table


@dataclass
class Written:
    """A cell as a file has it: its content, its column where the file says it, how far it reaches; 0 rows: to the end of the table."""

    blocks: tuple[Paragraph | Table, ...]
    line: int
    columns: int = 1
    rows: int = 1
    column: int | None = None

    @property
    def own(self) -> str:
        """Its words but those of tables inside it."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def text(self) -> str:
        """Its words; a table inside it has a line per row."""
        texts = (block.text if isinstance(block, Paragraph) else _flattened(block) for block in self.blocks)
        return "\n".join(texts).strip("\n")


def laid_out(rows: Sequence[Sequence[Written]], line: int) -> Table:
    """A table as a browser lays it out: each cell in the first free place, no cell over another, none beyond the last row."""
    taken: dict[int, int] = {}  # column → first row in which it is free again
    table = []
    for index, row in enumerate(rows):
        cells, column = [], 0
        for written in row:
            while taken.get(column, 0) > index:
                column += 1
            column = column if written.column is None else written.column
            left = len(rows) - index
            height = min(written.rows or left, left)
            cell = Cell(written.text, written.line, column, min(written.columns, _free_columns(taken, column, index)), height)
            cells.append(cell)
            taken.update({column + step: index + cell.rows for step in range(cell.columns)})
            column += cell.columns
        table.append(tuple(cells))
    return Table(tuple(table), line)


def _free_columns(taken: dict[int, int], column: int, index: int) -> int:
    """How far a cell may reach before it meets one that comes down from above."""
    return next((step for step in range(1, limits.COLUMNS) if taken.get(column + step, 0) > index), limits.COLUMNS)


def _flattened(table: Table) -> str:
    rows = (" ".join(cell.text for cell in row if cell.text.strip()) for row in table.rows)
    return "\n".join(row for row in rows if row)


def arranges_page(rows: Sequence[Sequence[Written]]) -> bool:
    """Whether a table is there for the looks: one column, or most of its words stand in tables inside it."""
    cells = [cell for row in rows for cell in row]
    own, whole = (
        sum(len(text.replace("\n", "")) for text in texts) for texts in ([cell.own for cell in cells], [cell.text for cell in cells])
    )
    return whole >= 2 * own if whole > own else max(map(len, rows), default=0) <= 1
