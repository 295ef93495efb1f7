"""A table as a grid: in every row the cells that begin there and, where cells are merged, those that reach into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.importing.readers.base.notice import Cell, Table

from .wording import letters


@dataclass(frozen=True)
class Spot:
    """A cell as one row sees it. `covers` when the cell began in a row above; `column` and `columns` are its place in the grid."""

    text: str
    line: int
    column: int
    columns: int = 1
    covers: bool = False
    rows: int = 1

    @property
    def is_blank(self) -> bool:
        return not letters(self.text) and not self.text.strip()


@dataclass(frozen=True)
class Line:
    """A row of the grid. `ends_page` when a blank row or the end of a table came before it."""

    spots: tuple[Spot, ...]
    line: int
    ends_page: bool = False

    @property
    def filled(self) -> tuple[Spot, ...]:
        return tuple(spot for spot in self.spots if not spot.is_blank)

    @property
    def own(self) -> tuple[Spot, ...]:
        """The filled cells that begin in this row."""
        return tuple(spot for spot in self.filled if not spot.covers)


@dataclass(frozen=True)
class Grid:
    """The rows of a table that have words of their own."""

    lines: tuple[Line, ...]
    width: int
    is_exact: bool  # columns can be trusted: the file had merged cells or all rows are alike
    has_merged_rows: bool


def grid(table: Table) -> Grid:
    """The table row by row; blank rows only leave a trace in the row after them."""
    lines = tuple(_lines(table))
    width = max((spot.column + spot.columns for line in lines for spot in line.spots), default=0)
    merged = any(cell.rows > 1 for row in table.rows for cell in row)
    spans = any(cell.rows > 1 or cell.columns > 1 for row in table.rows for cell in row)
    return Grid(lines, width, spans or _is_regular(table, width), merged)


def _is_regular(table: Table, width: int) -> bool:
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    full = sum(len(row) == width for row in rows)
    return bool(rows) and full >= 0.98 * len(rows)


def _lines(table: Table) -> Iterator[Line]:
    reaching: list[tuple[int, Cell]] = []  # (rows still covered, cell)
    ends_page = False
    for row in table.rows:
        covering = [Spot(cell.text, cell.line, cell.column, cell.columns, covers=True) for _, cell in reaching]
        reaching = [(left - 1, cell) for left, cell in reaching if left > 1]
        reaching += [(cell.rows - 1, cell) for cell in row if cell.rows > 1]
        own = [Spot(cell.text, cell.line, cell.column, cell.columns, rows=cell.rows) for cell in row]
        spots = tuple(sorted([*covering, *own], key=lambda spot: (spot.column, spot.covers)))
        if any(not spot.is_blank for spot in own):
            yield Line(spots, own[0].line, ends_page)
            ends_page = False
        elif not covering or not own:
            ends_page = True
