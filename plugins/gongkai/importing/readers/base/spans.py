"""Cells with spans laid on a grid, and what tells a table of content from one that only arranges a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import limits
from .notice import Cell, Table


@dataclass(frozen=True)
class Spanning:
    """A cell as written: its words and how far it says it reaches; 0 rows means to the end of the table."""

    text: str
    line: int
    columns: int = 1
    rows: int = 1


def laid_out(rows: Sequence[Sequence[Spanning]], line: int, budget: limits.Budget) -> Table:
    """A table as a browser lays it out: each cell in the first free place, no cell over another, none beyond the last row."""
    taken: dict[int, int] = {}  # column → first row in which it is free again
    table = []
    for index, row in enumerate(rows):
        cells, column = [], 0
        for spanning in row:
            while taken.get(column, 0) > index:
                column += 1
            cell = _placed(spanning, column, _free_columns(taken, column, index), len(rows) - index)
            budget.cell(cell.text, cell.line, column)
            cells.append(cell)
            taken.update({column + step: index + cell.rows for step in range(cell.columns)})
            column += cell.columns
        table.append(tuple(cells))
    return Table(tuple(table), line)


def _placed(spanning: Spanning, column: int, free: int, rows_left: int) -> Cell:
    columns = max(1, min(spanning.columns, free))
    rows = rows_left if spanning.rows == 0 else max(1, min(spanning.rows, rows_left))
    return Cell(spanning.text, spanning.line, column, columns, rows)


def _free_columns(taken: dict[int, int], column: int, index: int) -> int:
    """How far a cell may reach before it meets one that comes down from above."""
    return next((step for step in range(1, limits.COLUMNS) if taken.get(column + step, 0) > index), limits.COLUMNS)


def flattened(table: Table) -> str:
    """A table inside a cell as words: a line per row."""
    rows = (" ".join(cell.text for cell in row if cell.text.strip()) for row in table.rows)
    return "\n".join(row for row in rows if row)


def arranges_page(texts: Sequence[Sequence[str]], nested: Sequence[Sequence[str]]) -> bool:
    """Whether a table is there for the looks: one column, or most of its words stand in tables inside it.

    `texts` are the cells' own words, `nested` the words of tables inside them.
    """
    filled = [[text for text in row if text.strip()] for row in texts]
    own = sum(len(text.strip()) for row in filled for text in row)
    inside = sum(len(text.strip()) for row in nested for text in row)
    if inside:
        return inside >= own
    return max((len(row) for row in texts), default=0) <= 1
