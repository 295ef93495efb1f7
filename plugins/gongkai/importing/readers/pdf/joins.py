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
class Fragment:
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
    pieces = [piece for page in pages for piece in page.pieces]
    pending: list[Fragment] = []
    for piece in pieces:
        if isinstance(piece, Line):
            if pending:
                yield _table(pending, budget)
            pending = []
            yield piece
        elif pending and _goes_on(pending, piece):
            pending = _appended(pending, piece)
        else:
            if pending:
                yield _table(pending, budget)
            pending = _fragments(piece)
    if pending:
        yield _table(pending, budget)


def _goes_on(pending: Sequence[Fragment], grid: Grid) -> bool:
    """On the next page, between the same outer edges."""
    left, right = min(fragment.box.x0 for fragment in pending), max(fragment.box.x1 for fragment in pending)
    is_next = grid.page == max(fragment.page for fragment in pending) + 1
    return is_next and abs(grid.sides[0] - left) < 2 * SNAP and abs(grid.sides[1] - right) < 2 * SNAP


def _fragments(grid: Grid) -> list[Fragment]:
    """The cells of one page with the rows they reach over."""
    edges = _snapped(edge for box in grid.boxes for edge in (box.top, box.bottom))
    fragments = []
    for box in sorted(grid.boxes, key=lambda placed: (placed.top, placed.x0)):
        row = _nearest(edges, box.top)
        fragments.append(Fragment(box, grid.page, row, max(1, _nearest(edges, box.bottom) - row)))
    return fragments


def _appended(pending: list[Fragment], grid: Grid) -> list[Fragment]:
    """The table with the next page's rows: without the head that was printed again, the cut row put together."""
    following = _without_head(pending, _fragments(grid))
    if not following:
        return pending
    end, first = max(fragment.ends for fragment in pending), min(fragment.row for fragment in following)
    top = [fragment for fragment in following if fragment.row == first]
    faces = {
        index: other for index, fragment in enumerate(pending) if fragment.ends == end and (other := _facing(fragment, top)) is not None
    }
    is_cut = _is_cut([(pending[index], other) for index, other in faces.items()])
    cut = {index: other for index, other in faces.items() if is_cut or _is_open(pending[index], other) or _is_merged(pending[index], other)}
    # When all of the first row goes on, that row is none of its own.
    shift = end - first - (1 if len(cut) == len(top) else 0)
    joined_up = [_with_rest(fragment, cut[index], shift) if index in cut else fragment for index, fragment in enumerate(pending)]
    used = {id(fragment) for fragment in cut.values()}
    return [*joined_up, *(replace(fragment, row=fragment.row + shift) for fragment in following if id(fragment) not in used)]


def _facing(fragment: Fragment, top: Sequence[Fragment]) -> Fragment | None:
    """The cell at the top of the next page between the same edges."""
    for other in top:
        if abs(other.box.x0 - fragment.box.x0) < SNAP and abs(other.box.x1 - fragment.box.x1) < SNAP:
            return other
    return None


def _is_open(fragment: Fragment, other: Fragment) -> bool:
    """No rule between the two: they are one cell."""
    return fragment.box.is_open_below or other.box.is_open_above


def _is_cut(faces: Sequence[tuple[Fragment, Fragment]]) -> bool:
    """Whether the page break cut the row, whatever the rules say: its number is not there again, or its longest cell breaks off."""
    if not faces:
        return False
    longest, rest = max(faces, key=lambda face: len(face[0].box.text))
    numbers = [
        other
        for fragment, other in faces
        if fragment.box.x0 < longest.box.x0 and fragment.rows == 1 and BARE_NUMBER.fullmatch(fragment.box.text)
    ]
    if numbers:
        return not numbers[-1].box.text
    return _breaks_off(longest, rest)


def _breaks_off(fragment: Fragment, other: Fragment) -> bool:
    """A full line in the middle of a sentence."""
    last = fragment.box.last
    if last is None or not other.box.text or last.text[-1] in SENTENCE_ENDS or NUMBERED.match(other.box.text):
        return False
    return is_wrapped(last, other.box.text, last.right)


def _is_merged(fragment: Fragment, other: Fragment) -> bool:
    """A merged cell that goes on under the head of the next page: empty, or with the rest of its heading."""
    is_heading = NUMBERED.match(fragment.box.text) is not None and len(fragment.box.text) <= HEADING
    if not other.box.text:
        return bool(fragment.box.text) and (is_heading or max(fragment.rows, other.rows) > 1)
    return is_heading and _breaks_off(fragment, other)


def _with_rest(fragment: Fragment, rest: Fragment, shift: int) -> Fragment:
    text = _together(fragment.box, rest.box.text)
    box = replace(fragment.box, text=text, is_open_below=rest.box.is_open_below, last=rest.box.last or fragment.box.last)
    return replace(fragment, box=box, page=fragment.page, rows=max(fragment.rows, rest.ends + shift - fragment.row))


def _together(box: Box, after: str) -> str:
    if not box.text or not after or box.last is None:
        return box.text or after
    return continued(box.text, after) if is_wrapped(box.last, after, box.last.right) else f"{box.text}\n{after}"


def _without_head(pending: Sequence[Fragment], following: list[Fragment]) -> list[Fragment]:
    """Rows of the next page without the first ones that are word for word the table's own first ones."""
    for count in range(HEAD_ROWS, 0, -1):
        head = _words(pending, count)
        if any(head) and head == _words(following, count):
            return [fragment for fragment in following if fragment.row >= count]
    return following


def _words(fragments: Sequence[Fragment], count: int) -> list[tuple[int, str]]:
    return sorted((fragment.row, "".join(fragment.box.text.split())) for fragment in fragments if fragment.row < count)


def _table(fragments: Sequence[Fragment], budget: limits.Budget) -> Table:
    edges = _snapped(edge for fragment in fragments for edge in (fragment.box.x0, fragment.box.x1))
    rows: list[list[Cell]] = [[] for _ in range(max(fragment.ends for fragment in fragments))]
    for fragment in fragments:
        column = _nearest(edges, fragment.box.x0)
        columns = max(1, _nearest(edges, fragment.box.x1) - column)
        budget.cell(fragment.box.text, fragment.page, column)
        rows[fragment.row].append(Cell(fragment.box.text, fragment.page, column, columns, fragment.rows))
    return Table(tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows), fragments[0].page)


def _snapped(edges: Iterator[float]) -> list[float]:
    """Edges from the smallest, those that stand as close as a rule is wide taken for one."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > SNAP:
            kept.append(edge)
    return kept


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))
