"""Tables of several pages joined: a repeated head once, a row that a page break cut in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import Cell, Table

from .pages import Box, Grid, PageContent
from .rules import SNAP
from .words import NUMBERED, SENTENCE_ENDS, Line, continued, is_wrapped

HEAD_ROWS = 3
HEADING = 60
BARE_NUMBER = re.compile(r"\s*[0-9０-９]{1,3}[.．、]?\s*")


@dataclass(frozen=True)
class Part:
    """A cell of a table that may go over pages; rows counted over all of them."""

    box: Box
    page: int
    row: int
    rows: int

    @property
    def ends(self) -> int:
        return self.row + self.rows


def joined(pages: Sequence[PageContent], budget: limits.Budget) -> Iterator[Table | Line]:
    """Lines and tables of the whole document in order; a table that goes on over the page is one table."""
    parts = [part for page in pages for part in page.parts]
    pending: list[Part] = []
    for part in parts:
        if isinstance(part, Line):
            if pending:
                yield _table(pending, budget)
            pending = []
            yield part
        elif pending and _goes_on(pending, part):
            pending = _appended(pending, part)
        else:
            if pending:
                yield _table(pending, budget)
            pending = _parts(part)
    if pending:
        yield _table(pending, budget)


def _goes_on(pending: Sequence[Part], grid: Grid) -> bool:
    """On the next page, between the same outer edges."""
    left, right = min(part.box.x0 for part in pending), max(part.box.x1 for part in pending)
    is_next = grid.page == max(part.page for part in pending) + 1
    return is_next and abs(grid.sides[0] - left) < 2 * SNAP and abs(grid.sides[1] - right) < 2 * SNAP


def _parts(grid: Grid) -> list[Part]:
    """The cells of one page with the rows they reach over."""
    edges = _snapped(edge for box in grid.boxes for edge in (box.top, box.bottom))
    parts = []
    for box in sorted(grid.boxes, key=lambda one: (one.top, one.x0)):
        row = _nearest(edges, box.top)
        parts.append(Part(box, grid.page, row, max(1, _nearest(edges, box.bottom) - row)))
    return parts


def _appended(pending: list[Part], grid: Grid) -> list[Part]:
    """The table with the next page's rows: without the head that was printed again, the cut row put together."""
    following = _without_head(pending, _parts(grid))
    if not following:
        return pending
    end, first = max(part.ends for part in pending), min(part.row for part in following)
    top = [part for part in following if part.row == first]
    faces = {index: other for index, part in enumerate(pending) if part.ends == end and (other := _facing(part, top)) is not None}
    is_cut = _is_cut([(pending[index], other) for index, other in faces.items()])
    cut = {index: other for index, other in faces.items() if is_cut or _is_open(pending[index], other) or _is_merged(pending[index], other)}
    # When all of the first row goes on, that row is none of its own.
    shift = end - first - (1 if len(cut) == len(top) else 0)
    joined_up = [_with_rest(part, cut[index], shift) if index in cut else part for index, part in enumerate(pending)]
    used = {id(part) for part in cut.values()}
    return [*joined_up, *(replace(part, row=part.row + shift) for part in following if id(part) not in used)]


def _facing(part: Part, top: Sequence[Part]) -> Part | None:
    """The cell at the top of the next page between the same edges."""
    for other in top:
        if abs(other.box.x0 - part.box.x0) < SNAP and abs(other.box.x1 - part.box.x1) < SNAP:
            return other
    return None


def _is_open(part: Part, other: Part) -> bool:
    """No rule between the two: they are one cell."""
    return part.box.is_open_below or other.box.is_open_above


def _is_cut(faces: Sequence[tuple[Part, Part]]) -> bool:
    """Whether the page break cut the row, whatever the rules say: its number is not there again, or its longest cell breaks off."""
    if not faces:
        return False
    longest, rest = max(faces, key=lambda face: len(face[0].box.text))
    numbers = [other for part, other in faces if part.box.x0 < longest.box.x0 and part.rows == 1 and BARE_NUMBER.fullmatch(part.box.text)]
    if numbers:
        return not numbers[-1].box.text
    return _breaks_off(longest, rest)


def _breaks_off(part: Part, other: Part) -> bool:
    """A full line in the middle of a sentence."""
    last = part.box.last
    if last is None or not other.box.text or last.text[-1] in SENTENCE_ENDS or NUMBERED.match(other.box.text):
        return False
    return is_wrapped(last, other.box.text, last.right)


def _is_merged(part: Part, other: Part) -> bool:
    """A merged cell that goes on under the head of the next page: empty, or with the rest of its heading."""
    is_heading = NUMBERED.match(part.box.text) is not None and len(part.box.text) <= HEADING
    if not other.box.text:
        return bool(part.box.text) and (is_heading or max(part.rows, other.rows) > 1)
    return is_heading and _breaks_off(part, other)


def _with_rest(part: Part, rest: Part, shift: int) -> Part:
    text = _together(part.box, rest.box.text)
    box = replace(part.box, text=text, is_open_below=rest.box.is_open_below, last=rest.box.last or part.box.last)
    return replace(part, box=box, page=part.page, rows=max(part.rows, rest.ends + shift - part.row))


def _together(box: Box, after: str) -> str:
    if not box.text or not after or box.last is None:
        return box.text or after
    return continued(box.text, after) if is_wrapped(box.last, after, box.last.right) else f"{box.text}\n{after}"


def _without_head(pending: Sequence[Part], following: list[Part]) -> list[Part]:
    """Rows of the next page without the first ones that are word for word the table's own first ones."""
    for count in range(HEAD_ROWS, 0, -1):
        head = _words(pending, count)
        if any(head) and head == _words(following, count):
            return [part for part in following if part.row >= count]
    return following


def _words(parts: Sequence[Part], count: int) -> list[tuple[int, str]]:
    return sorted((part.row, "".join(part.box.text.split())) for part in parts if part.row < count)


def _table(parts: Sequence[Part], budget: limits.Budget) -> Table:
    edges = _snapped(edge for part in parts for edge in (part.box.x0, part.box.x1))
    rows: list[list[Cell]] = [[] for _ in range(max(part.ends for part in parts))]
    for part in parts:
        column = _nearest(edges, part.box.x0)
        columns = max(1, _nearest(edges, part.box.x1) - column)
        budget.cell(part.box.text, part.page, column)
        rows[part.row].append(Cell(part.box.text, part.page, column, columns, part.rows))
    return Table(tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows), parts[0].page)


def _snapped(edges: Iterator[float]) -> list[float]:
    """Edges from the smallest, those that stand as close as a rule is wide taken for one."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > SNAP:
            kept.append(edge)
    return kept


def _nearest(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - place))
