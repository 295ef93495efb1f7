"""A table of bars that prints each merged cell once: its header is narrower than its rows, its rows lack what is merged above.

Web pages become text so: 工作任务 | 具体要求 | 责任单位 | 时限要求 | || over 一、… | （一）… | 1 | … | … | … | and 2 | … | … | … | ||.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from gongkai.importing.readers.base.notice import Cell, Table

from .fit import fit, is_number, is_title
from .numbering import HAN, HAN_BRACKETED, PART, marker
from .roles import HEADING_ROLES, MATTER, TEXT, is_header, role_of

_FEWEST, _MOST = 3, 12
_NUMBERS = "序号"

Rows = Sequence[tuple[list[str], int]]


def unmerged(rows: Rows) -> Table | None:
    """The table with every cell in its column, or None where the rows are not wider than their header."""
    index = next((index for index, (cells, _) in enumerate(rows) if _is_narrow_header(cells)), None)
    if index is None:
        return None
    words = rows[index][0][: _width(rows[index][0])]
    below = [(cells[: _width(cells)], line) for cells, line in rows[index + 1 :]]
    full = max((len(cells) for cells, _ in below), default=0)
    samples = [cells for cells, _ in below if len(cells) == full and all(cells)]
    if not len(words) < full <= _MOST or not samples:
        return None
    spans = max(_divisions(len(words), full), key=lambda division: sum(_suits(words, division, cells) for cells in samples))
    header = tuple(_header(words, spans, samples, rows[index][1]))
    above = [tuple(Cell(text, line, column) for column, text in enumerate(cells) if text) for cells, line in rows[:index]]
    placed = [tuple(Cell(text, line, full - len(cells) + at) for at, text in enumerate(cells) if text) for cells, line in below]
    return Table((*above, header, *placed), rows[0][1])


def _is_narrow_header(cells: Sequence[str]) -> bool:
    words = cells[: _width(cells)]
    return len(words) >= _FEWEST and all(map(is_header, words))


def _width(cells: Sequence[str]) -> int:
    return max((index + 1 for index, text in enumerate(cells) if text), default=0)


def _divisions(words: int, columns: int) -> Iterator[tuple[int, ...]]:
    """Every way to give each header word one or more of the columns."""
    for cuts in combinations(range(1, columns), words - 1):
        yield tuple(stop - start for start, stop in zip((0, *cuts), (*cuts, columns), strict=True))


def _suits(words: Sequence[str], spans: Sequence[int], cells: Sequence[str]) -> float:
    """How well the cells of a whole row suit the headers that they would stand under."""
    total, at = 0.0, 0
    for word, span in zip(words, spans, strict=True):
        role = role_of(word) or MATTER
        total += sum(_suit(role, text, is_last=index == span - 1) for index, text in enumerate(cells[at : at + span]))
        at += span
    return total


def _suit(role: str, text: str, *, is_last: bool) -> float:
    """Under a heading stand headings; a number may stand before what it counts."""
    if is_number(text) and not is_last:
        return 1.0 if role in (TEXT, MATTER) else 0.5
    if role in HEADING_ROLES or role == MATTER:
        opener = marker(text)
        is_heading = is_title(text) or (opener is not None and opener.kind in (PART, HAN, HAN_BRACKETED))
        return 1.0 if is_heading and not is_number(text) else -1.0
    return fit(text, role)


def _header(words: Sequence[str], spans: Sequence[int], samples: Sequence[Sequence[str]], line: int) -> Iterator[Cell]:
    column = 0
    for word, span in zip(words, spans, strict=True):
        numbers = 1 if span > 1 and all(is_number(cells[column]) for cells in samples) else 0
        if numbers:
            yield Cell(_NUMBERS, line, column)
        yield Cell(word, line, column + numbers, columns=span - numbers)
        column += span
