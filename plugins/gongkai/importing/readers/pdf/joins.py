"""Tables of several pages joined: a repeated head once, a row that a page break cut in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pdfplumber.utils.clustering import make_cluster_dict

from gongkai.importing.readers.base.notice import Cell, Paragraph, Table

from .pages import SNAP, Box, Grid
from .words import NUMBERED, SENTENCE_ENDS, Line, is_wrapped, paragraphs

HEAD_ROWS = 3
HEADING = 60
BARE_NUMBER = re.compile(r"\s*[0-9０-９]{1,3}[.．、]?\s*")


def joined(pieces: Iterable[Grid | Line]) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables of the whole document in order; a table that goes on over the page is one table."""
    lines: list[Line] = []
    grid: Grid = ()
    for piece in pieces:
        if isinstance(piece, Line):
            yield from _table(grid)
            grid = ()
            lines.append(piece)
        elif grid and _goes_on(grid, piece):
            grid = _appended(grid, piece)
        else:
            yield from _table(grid)
            yield from paragraphs(lines)
            lines, grid = [], piece
    yield from _table(grid)
    yield from paragraphs(lines)


def _goes_on(grid: Grid, following: Grid) -> bool:
    """On the next page, between the same outer edges."""
    (left, right), (other_left, other_right) = ((min(box.x0 for box in boxes), max(box.x1 for box in boxes)) for boxes in (grid, following))
    is_next = following[0].page == grid[-1].page + 1
    return is_next and abs(other_left - left) < 2 * SNAP and abs(other_right - right) < 2 * SNAP


def _appended(grid: Grid, following: Grid) -> Grid:
    """The table with the next page's rows below it: without the head that was printed again, a cut cell put together."""
    rest = _without_head(grid, following)
    if not rest:
        return grid
    end, top = max(box.bottom for box in grid), min(box.top for box in rest)
    moved = [replace(box, top=box.top + end - top, bottom=box.bottom + end - top) for box in rest]
    faces = [(box, other) for box in grid if end - box.bottom < SNAP for other in moved if other.top - end < SNAP and _is_below(box, other)]
    is_cut = _is_cut(faces)
    cut = {box: other for box, other in faces if is_cut or _is_merged(box, other, (*grid, *moved))}
    kept = [replace(box, bottom=cut[box].bottom, lines=box.lines + cut[box].lines) if box in cut else box for box in grid]
    return (*kept, *(box for box in moved if box not in cut.values()))


def _is_below(box: Box, other: Box) -> bool:
    return abs(other.x0 - box.x0) < SNAP and abs(other.x1 - box.x1) < SNAP


def _is_cut(faces: Sequence[tuple[Box, Box]]) -> bool:
    """Whether the page break cut the row, whatever the rules say: its number is not there again, or its longest cell breaks off."""
    if not faces:
        return False
    longest, rest = max(faces, key=lambda face: len(face[0].text))
    numbers = [other for box, other in faces if box.x0 < longest.x0 and BARE_NUMBER.fullmatch(box.text)]
    return not numbers[-1].text if numbers else _breaks_off(longest, rest)


def _breaks_off(box: Box, other: Box) -> bool:
    """A full line in the middle of a sentence."""
    return bool(box.lines and other.lines) and box.text[-1] not in SENTENCE_ENDS and is_wrapped(box.lines[-1], other.lines[0].text)


def _is_merged(box: Box, other: Box, boxes: Sequence[Box]) -> bool:
    """A merged cell that goes on under the head of the next page: empty, or with the rest of its heading."""
    if other.lines:
        return NUMBERED.match(box.text) is not None and len(box.text) <= HEADING and _breaks_off(box, other)
    return bool(box.lines) and any(whole.top + SNAP < part.top < whole.bottom - SNAP for whole in (box, other) for part in boxes)


def _without_head(grid: Grid, following: Grid) -> Grid:
    """Cells of the next page without its first rows that are word for word the table's own first ones."""
    own, rows = ([[cell.text.split() for cell in row] for row in table.rows] for boxes in (grid, following) for table in _table(boxes))
    for count in range(HEAD_ROWS, 0, -1):
        if any(map(any, own[:count])) and own[:count] == rows[:count]:
            return tuple(sorted(following, key=lambda box: box.top)[sum(map(len, rows[:count])) :])
    return following


def _table(grid: Grid) -> Iterator[Table]:
    """The cells on the grid of their edges, of which those that stand as close as a rule is wide are one."""
    if not grid:
        return
    down = make_cluster_dict((edge for box in grid for edge in (box.top, box.bottom)), SNAP)
    across = make_cluster_dict((edge for box in grid for edge in (box.x0, box.x1)), SNAP)
    rows: list[list[Cell]] = [[] for _ in range(max(down.values()))]
    for box in sorted(grid, key=lambda box: box.x0):
        row, column = down[box.top], across[box.x0]
        rows[row].append(Cell(box.text, box.page, column, across[box.x1] - column, down[box.bottom] - row))
    yield Table(tuple(map(tuple, rows)), grid[0].page)
