"""What each column of a table holds: told by its header, else by its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

_MOST = 0.6
_SAMPLE = 60
_MOST_COLUMNS = 15  # wider tables are taken as they stand
_TELLING = UNIT_ROLES | {DUE, PUBLICATION}  # without one of these a table tells nobody what to do
_LEAST_FIT = 0.2
_ROOM = re.compile("[科处股部]室")
_GOAL = re.compile("目标|成果|标准")
_LEVEL = re.compile("[一二三四]级")
_ANSWERS, _PERSON = re.compile("责任|负责|承办|落实|谁"), re.compile("联系|电话|手机|姓名|职务|领导|人$|备注|依据")
Header = tuple[tuple[str, str | None], ...]  # of each column: its words and its role


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


def columns(grid: Grid, headers: Sequence[Line], body: Sequence[Line], given: Columns | None, *, is_told: bool = False) -> Columns | None:
    """The columns of a table: under its own header, under that of the table before it, or guessed from the cells; None when it is no plan.

    `is_told` when the words above the table say who owes all of it, so that no column must.
    """
    if headers:
        words = _spread(header_of(headers, grid.width), body, any(spot.columns > 1 for line in headers for spot in line.spots))
        return _settled(tuple(role_of(word) if word else None for word in words), words, body, is_guessed=False, is_told=is_told)
    if given and abs(grid.width - len(given.roles)) <= 1 and _suits_given(given, body):
        return given
    return guessed(grid, body)


def _suits_given(given: Columns, body: Sequence[Line]) -> bool:
    """Whether the cells under no header of their own could stand under the one of the table before."""
    wanted = [column for column, role in enumerate(given.roles) if role == TEXT or role in UNIT_ROLES]
    fits = [fit(cell, given.roles[column]) for column in wanted for cell in _cells(body, column)]
    return bool(fits) and mean(fits) > _LEAST_FIT


def columns_of(words: tuple[str, ...]) -> Columns | None:
    """The columns that header words alone tell."""
    return _settled(tuple(role_of(word) for word in words), words, (), is_guessed=False)


def _cells(body: Sequence[Line], column: int) -> list[str]:
    texts = [spot.text for line in body for spot in line.filled if spot.column == column and not spot.covers and len(line.filled) > 1]
    return texts[:_SAMPLE]


def _spread(words: tuple[str, ...], body: Sequence[Line], is_exact: bool) -> tuple[str, ...]:
    """Fewer words than columns: the words moved to the columns whose cells suit them; a word may head several columns."""
    printed = [word for word in words if word]
    width = max((spot.column + 1 for line in body for spot in line.filled), default=len(words))
    width = max(width, len(words) if words and words[-1] else 0, len(printed))
    if is_exact or width > _MOST_COLUMNS or (len(printed) == width and all(words[:width])):
        return words
    cells = [_cells(body, column) for column in range(width)]
    if len(words) >= width and sum(bool(word) for word in words) >= len([cell for cell in cells if cell]):
        return words
    starts = max(combinations(range(1, width), len(printed) - 1), key=lambda cut: _distance(printed, (0, *cut), cells, words), default=())
    places = (0, *starts)
    return tuple(printed[sum(start <= column for start in places) - 1] for column in range(width))


def _distance(printed: list[str], starts: tuple[int, ...], cells: list[list[str]], words: tuple[str, ...]) -> float:
    total = 0.0
    for column, texts in enumerate(cells):
        position = sum(start <= column for start in starts) - 1
        role = role_of(printed[position])
        is_second = column not in starts
        wanted = SUBSECTION if is_second and role == HEADING else SECTION if role == HEADING else role or ""
        total += mean(fit(cell, wanted) for cell in texts) if texts else 0
        total -= 0.3 if is_second and role not in (HEADING, MATTER) else 0
        total += 0.1 if column < len(words) and words[column] == printed[position] else 0
    return total


def _settled(
    roles: tuple[str | None, ...], words: tuple[str, ...], body: Sequence[Line], *, is_guessed: bool, is_told: bool = False
) -> Columns | None:
    """The roles with exactly one column of texts, headings before it, and the unit columns told apart."""
    settled = _with_levels(_with_numbers([role or REMARK for role in roles], words, body), words)
    assumed = () if is_guessed else _assume(settled, words, body)
    text = _text_column(settled, words, body)
    if any(_ROOM.search(simplified(word)) for word in words):  # one office's own catalogue: its rooms owe, not the office in every row
        settled = [
            REMARK if _is_the_office(role, word, _cells(body, column)) else role
            for column, (role, word) in enumerate(zip(settled, words, strict=True))
        ]
    if text is None or not (is_told or _TELLING & set(settled) or _labelled(body, text)):
        return None
    for column, role in enumerate(settled):
        if role == TEXT and column != text:
            settled[column] = MATTER if column < text else REMARK
        if role in (HEADING, MATTER) and column > text:
            settled[column] = REMARK
    for column in range(text):
        if (
            roles[column] is None
            and words[column]
            and not _PERSON.search(simplified(words[column]))
            and MATTER not in settled
            and _suits(_cells(body, column), MATTER)
        ):
            settled[column], assumed = MATTER, (*assumed, words[column])
    settled[text] = TEXT
    roles_found = tuple(unit_columns(_heading_roles(settled, text)))
    return Columns(roles_found, words, is_guessed, assumed, _are_numbered(roles_found, body))


def _with_numbers(settled: list[str], words: tuple[str, ...], body: Sequence[Line]) -> list[str]:
    """A word over two columns of which one holds numbers alone heads the other."""
    for column, word in enumerate(words):
        cells = _cells(body, column)
        if word and words.count(word) > 1 and NUMBER not in settled and cells and all(map(is_number, cells)):
            settled[column] = NUMBER
    return settled


def _with_levels(settled: list[str], words: tuple[str, ...]) -> list[str]:
    """The upper levels of the columns of a site (一级栏目, 二级栏目) are headings; the lowest says where to publish."""
    levels = [column for column, word in enumerate(words) if settled[column] == PUBLICATION and _LEVEL.search(simplified(word))]
    return [HEADING if column in levels[:-1] else role for column, role in enumerate(settled)]


def _assume(settled: list[str], words: tuple[str, ...], body: Sequence[Line]) -> tuple[str, ...]:
    """Where no known word heads texts or units, the column whose cells are such; the words over it."""
    assumed = []
    kinds = {column: _cells(body, column) for column, role in enumerate(settled) if role == REMARK}
    if not UNIT_ROLES & set(settled):
        named = [column for column, cells in kinds.items() if _ANSWERS.search(simplified(words[column])) and _mostly_units(cells)]
        for column in named[:1]:
            settled[column] = RESPONSIBLE
            assumed.append(words[column])
    kinds = {column: cells for column, cells in kinds.items() if not _PERSON.search(simplified(words[column]))}
    if not {TEXT, MATTER, HEADING} & set(settled):
        fits = {column: mean(fit(cell, TEXT) for cell in cells) for column, cells in kinds.items() if cells and settled[column] == REMARK}
        texts = [column for column, suits in fits.items() if suits > 0]
        for column in sorted(texts, key=lambda column: -_length(body, column))[:1]:
            settled[column] = TEXT
            assumed.append(words[column])
    return tuple(assumed)


def _is_the_office(role: str, word: str, cells: Sequence[str]) -> bool:
    return role in UNIT_ROLES and "主体" in simplified(word) and len(set(map(one_line, cells))) == 1


def _suits(cells: Sequence[str], role: str) -> bool:
    return bool(cells) and mean(fit(cell, role) for cell in cells) > _LEAST_FIT


def _mostly_units(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(is_units, cells)) > _MOST * len(cells)


def _labelled(body: Sequence[Line], text: int) -> bool:
    """Whether the texts themselves name the units, in brackets at their ends."""
    cells = _cells(body, text)
    return sum(has_labels(clean(cell)) for cell in cells) > len(cells) / 2


def _are_numbered(roles: tuple[str, ...], body: Sequence[Line]) -> bool:
    """Whether most cells of a heading column open with a number."""
    heads = [_cells(body, column) for column, role in enumerate(roles) if role in (SECTION, SUBSECTION)]
    return any(sum(marker(cell) is not None for cell in cells) > len(cells) / 2 for cells in heads)


def _text_column(roles: list[str], words: tuple[str, ...], body: Sequence[Line]) -> int | None:
    """The column that says what to do: of those that may, the one with the longest cells, a goal after all others."""
    for wanted in ((TEXT,), (MATTER, HEADING)):
        places = [column for column, role in enumerate(roles) if role in wanted]
        if places:
            return max(places, key=lambda column: (not _GOAL.search(simplified(words[column])), _length(body, column), column))
    return None


def _length(body: Sequence[Line], column: int) -> float:
    cells = _cells(body, column)
    return mean(len(one_line(cell)) for cell in cells) if cells else 0.0


def _heading_roles(roles: list[str], text: int) -> list[str]:
    """Headings before the texts: first a section, then a subsection, then the matter."""
    settled = list(roles)
    headings = [column for column in range(text) if roles[column] == HEADING]
    matters = [column for column in range(text) if roles[column] == MATTER]
    while len(matters) > 1:
        headings.append(matters.pop(0))
    for index, column in enumerate(sorted(headings)):
        settled[column] = (SECTION, SUBSECTION, MATTER)[min(index, 2)]
    return settled


def unit_columns(roles: list[str]) -> list[str]:
    """One column of units names everybody, unless it is for leads; 责任单位 beside 配合单位 are leads."""
    places = [column for column, role in enumerate(roles) if role in UNIT_ROLES]
    leads = {column for column in places if roles[column] == LEAD}
    if not leads and any(roles[column] == SUPPORT for column in places):
        leads = {column for column in places if roles[column] != SUPPORT}
    elif not leads and any(roles[column] == RESPONSIBLE for column in places):
        leads = {column for column in places if roles[column] == UNITS}
    alone = len(places) == 1 and not leads
    return [
        (UNITS if alone else LEAD if column in leads else RESPONSIBLE) if column in places else role for column, role in enumerate(roles)
    ]


# --- without a header ----------------------------------------------------------------------------


def guessed(grid: Grid, body: Sequence[Line]) -> Columns | None:
    """The columns by what most of their cells are; None when no column holds texts or none holds units."""
    kinds: list[str | None] = [_kind(_cells(body, column)) for column in range(grid.width)]
    lengths = [_length(body, column) for column in range(grid.width)]
    texts = [column for column, kind in enumerate(kinds) if kind == TEXT]
    if not texts:
        titled = [column for column, kind in enumerate(kinds) if kind == HEADING]
        texts = titled[-1:]
    if not texts or UNITS not in kinds:
        return None
    text = max(texts, key=lambda column: lengths[column])
    roles: list[str | None] = list(kinds)
    for column, kind in enumerate(kinds):
        if kind in (HEADING, TEXT) and column != text:
            roles[column] = HEADING if column < text else REMARK
    roles[text] = TEXT
    units = [column for column, kind in enumerate(kinds) if kind == UNITS]
    if len(units) > 1:
        roles = [(LEAD if column == units[0] else RESPONSIBLE) if column in units else role for column, role in enumerate(roles)]
    elif units:
        roles[units[0]] = RESPONSIBLE
    return _settled(tuple(roles), ("",) * grid.width, body, is_guessed=True)


def _kind(cells: list[str]) -> str | None:
    """What most cells of a column are."""
    filled = [cell for cell in cells if not is_dash(cell)]
    if not filled:
        return None
    votes = [_vote(cell) for cell in filled]
    return max(set(votes), key=lambda vote: (votes.count(vote), vote))


def _vote(cell: str) -> str:
    tests = ((NUMBER, is_number), (UNITS, is_units), (PUBLICATION, is_path), (TEXT, is_sentence), (DUE, is_time))
    if marker(cell) and not is_number(cell):
        return TEXT if is_sentence(cell) else HEADING
    return next((role for role, test in tests if test(cell)), UNITS if is_group(cell) else HEADING)
