"""What each column of a table holds: told by its header, else by its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from .fit import fit, is_dash, is_group, is_number, is_path, is_sentence, is_time, is_units
from .grid import Grid, Line
from .headers import header_of
from .labels import has_labels
from .numbering import marker
from .roles import (
    DUE,
    HEADING,
    LEAD,
    MATTER,
    NUMBER,
    PUBLICATION,
    REMARK,
    RESPONSIBLE,
    SECTION,
    SUBSECTION,
    SUPPORT,
    TEXT,
    UNIT_ROLES,
    UNITS,
    role_of,
    simplified,
)
from .wording import clean, one_line

_MOST, _HALF = 0.6, 0.5
_SAMPLE = 60
_MOST_COLUMNS = 15  # wider tables are taken as they stand
_TELLING = UNIT_ROLES | {DUE, PUBLICATION}  # without one of these a table tells nobody what to do
_LEAST_FIT = 0.2
_ROOM = re.compile("[科处股部]室")
_GOAL = re.compile("目标|成果|标准")
_LEVEL = re.compile("[一二三四]级")
_ANSWERS, _PERSON = re.compile("责任|负责|承办|落实|谁"), re.compile("联系|电话|手机|姓名|职务|领导|人$|备注|依据")


@dataclass(frozen=True)
class Columns:
    """The role of every column and the words that head it; `is_guessed` when no header says so."""

    roles: tuple[str, ...]
    words: tuple[str, ...]
    is_guessed: bool = False
    assumed: tuple[str, ...] = ()  # words of the header that are not known; their cells tell
    has_numbered_heads: bool = False
    has_merged_rows: bool = False  # merged cells are marked, so a blank one is blank

    @property
    def text(self) -> int:
        return self.roles.index(TEXT)


@dataclass
class _Column:
    """A column on its way to a role: the words over it and its first cells."""

    word: str
    role: str
    cells: list[str]

    @property
    def length(self) -> float:
        return mean(len(one_line(cell)) for cell in self.cells) if self.cells else 0.0

    def is_named(self, words: re.Pattern[str]) -> bool:
        return bool(words.search(simplified(self.word)))

    def are_mostly(self, test: Callable[[str], object], share: float = _MOST) -> bool:
        return bool(self.cells) and sum(bool(test(cell)) for cell in self.cells) > share * len(self.cells)


def columns(grid: Grid, headers: Sequence[Line], body: Sequence[Line], given: Columns | None, *, is_told: bool = False) -> Columns | None:
    """The columns of a table: under its own header, under that of the table before it, or guessed from the cells; None when it is no plan.

    `is_told` when the words above the table say who owes all of it, so that no column must.
    """
    if headers:
        words = header_of(headers, grid.width)
        is_exact = any(spot.columns > 1 for line in headers for spot in line.spots)
        return columns_of(words if is_exact else _spread(words, body), body, is_told=is_told)
    if given and abs(grid.width - len(given.roles)) <= 1 and _suits_given(given, body):
        return given
    return _guessed(grid, body)


def columns_of(words: Sequence[str], body: Sequence[Line] = (), *, is_told: bool = False) -> Columns | None:
    """The columns that header words tell, and the cells below them."""
    return _settled([_Column(word, role_of(word) or REMARK, _cells(body, column)) for column, word in enumerate(words)], is_told=is_told)


def _suits_given(given: Columns, body: Sequence[Line]) -> bool:
    """Whether the cells under no header of their own could stand under the one of the table before."""
    wanted = [column for column, role in enumerate(given.roles) if role == TEXT or role in UNIT_ROLES]
    fits = [fit(cell, given.roles[column]) for column in wanted for cell in _cells(body, column)]
    return bool(fits) and mean(fits) > _LEAST_FIT


def _cells(body: Sequence[Line], column: int) -> list[str]:
    texts = [spot.text for line in body for spot in line.filled if spot.column == column and not spot.covers and len(line.filled) > 1]
    return texts[:_SAMPLE]


def _spread(words: tuple[str, ...], body: Sequence[Line]) -> tuple[str, ...]:
    """Fewer words than columns: the words moved to the columns whose cells suit them; a word may head several columns."""
    printed = [word for word in words if word]
    width = max((spot.column + 1 for line in body for spot in line.filled), default=len(words))
    width = max(width, len(words) if words and words[-1] else 0, len(printed))
    cells = [_cells(body, column) for column in range(width)]
    if width > _MOST_COLUMNS or (len(words) >= width and len(printed) >= sum(map(bool, cells))):
        return words
    above = (*words, *[""] * width)

    def headed(starts: tuple[int, ...]) -> list[str]:
        return [printed[sum(start <= column for start in starts)] for column in range(width)]

    def worth(starts: tuple[int, ...]) -> float:
        total = 0.0
        for column, word in enumerate(headed(starts)):
            role, goes_on = role_of(word) or "", column > 0 and column not in starts
            wanted = role if role != HEADING else SUBSECTION if goes_on else SECTION
            total += mean(fit(cell, wanted) for cell in cells[column]) if cells[column] else 0
            total += 0.1 * (word == above[column]) - 0.3 * (goes_on and role not in (HEADING, MATTER))
        return total

    return tuple(headed(max(combinations(range(1, width), len(printed) - 1), key=worth)))


# --- roles ---------------------------------------------------------------------------------------


def _settled(table: list[_Column], *, is_guessed: bool = False, is_told: bool = False) -> Columns | None:
    """The roles with exactly one column of texts, headings before it, and the unit columns told apart."""
    _tell_numbers_and_levels(table)
    assumed = () if is_guessed else tuple(_assume(table))
    text = _text_column(table)
    if any(column.is_named(_ROOM) for column in table):  # one office's own catalogue: its rooms owe, not the office in every row
        for column in table:
            if column.role in UNIT_ROLES and "主体" in simplified(column.word) and len(set(map(one_line, column.cells))) == 1:
                column.role = REMARK
    if text is None or not (is_told or _TELLING & {column.role for column in table} or text.are_mostly(_names_units, _HALF)):
        return None
    place = next(index for index, column in enumerate(table) if column is text)
    before, after = table[:place], table[place + 1 :]
    for column in before:
        column.role = MATTER if column.role == TEXT else column.role
    for column in after:
        column.role = REMARK if column.role in (TEXT, HEADING, MATTER) else column.role
    text.role = TEXT
    matters = [column for column in before if column.role == MATTER]
    headings = [column for column in before if column.role == HEADING or column in matters[:-1]]
    for index, column in enumerate(headings):
        column.role = (SECTION, SUBSECTION, MATTER)[min(index, 2)]
    numbered = any(column.are_mostly(marker, _HALF) for column in headings[:2])
    return Columns(unit_columns([column.role for column in table]), tuple(column.word for column in table), is_guessed, assumed, numbered)


def _names_units(cell: str) -> bool:
    return has_labels(clean(cell))


def _tell_numbers_and_levels(table: list[_Column]) -> None:
    """A word over two columns of which one holds numbers alone heads the other; of 一级栏目, 二级栏目 the lowest says where to publish."""
    words = [column.word for column in table]
    for column in table:
        if words.count(column.word) > 1 and column.word and column.cells and all(map(is_number, column.cells)):
            column.role = NUMBER
    for column in [column for column in table if column.role == PUBLICATION and column.is_named(_LEVEL)][:-1]:
        column.role = HEADING


def _assume(table: list[_Column]) -> list[str]:
    """Where no known word heads texts or units, the column whose cells are such; the words over it."""
    told, unknown = {column.role for column in table}, [column for column in table if column.role == REMARK]
    assumed = []
    if not UNIT_ROLES & told:
        for column in [column for column in unknown if column.is_named(_ANSWERS) and column.are_mostly(is_units)][:1]:
            column.role = RESPONSIBLE
            assumed.append(column.word)
    if not {TEXT, MATTER, HEADING} & told:
        left = [column for column in unknown if column.role == REMARK and column.cells and not column.is_named(_PERSON)]
        texts = [column for column in left if mean(fit(cell, TEXT) for cell in column.cells) > 0]
        for column in sorted(texts, key=lambda column: -column.length)[:1]:
            column.role = TEXT
            assumed.append(column.word)
    return assumed


def _text_column(table: list[_Column]) -> _Column | None:
    """The column that says what to do: of those that may, the one with the longest cells, a goal after all others."""
    texts = [column for column in table if column.role == TEXT] or [column for column in table if column.role in (MATTER, HEADING)]
    return max(reversed(texts), key=lambda column: (not column.is_named(_GOAL), column.length), default=None)


def unit_columns(roles: Sequence[str]) -> tuple[str, ...]:
    """One column of units names everybody, unless it is for leads; 责任单位 beside 配合单位 are leads."""
    units = [role for role in roles if role in UNIT_ROLES]
    leading = {LEAD} if LEAD in units else {RESPONSIBLE, UNITS} if SUPPORT in units else {UNITS} if RESPONSIBLE in units else set()
    if len(units) == 1 and not leading & set(units):
        return tuple(UNITS if role in UNIT_ROLES else role for role in roles)
    return tuple((LEAD if role in leading else RESPONSIBLE) if role in UNIT_ROLES else role for role in roles)


# --- without a header ----------------------------------------------------------------------------


def _guessed(grid: Grid, body: Sequence[Line]) -> Columns | None:
    """The columns by what most of their cells are; None when no column holds texts or none holds units."""
    table = [_Column("", _kind(cells), cells) for cells in (_cells(body, column) for column in range(grid.width))]
    titled = [column for column in table if column.role == HEADING]
    texts = [column for column in table if column.role == TEXT] or titled[-1:]
    units = [column for column in table if column.role == UNITS]
    if not texts or not units:
        return None
    for column in texts:
        column.role = HEADING
    max(texts, key=lambda column: column.length).role = TEXT
    if len(units) > 1:
        units[0].role = LEAD
    return _settled(table, is_guessed=True)


def _kind(cells: list[str]) -> str:
    """What most cells of a column are."""
    votes = [_vote(cell) for cell in cells if not is_dash(cell)]
    return max(set(votes), key=lambda vote: (votes.count(vote), vote), default=REMARK)


def _vote(cell: str) -> str:
    if marker(cell) and not is_number(cell):
        return TEXT if is_sentence(cell) else HEADING
    tests = ((NUMBER, is_number), (UNITS, is_units), (PUBLICATION, is_path), (TEXT, is_sentence), (DUE, is_time), (UNITS, is_group))
    return next((role for role, test in tests if test(cell)), HEADING)
