"""Tables of which a text kept only the cells: each way to tell cells apart gives a candidate, and that whose cells suit their columns best is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from gongkai.importing.readers.base.notice import Cell, Paragraph, Table

from .closing import is_closing
from .columns import columns as columns_told
from .columns import columns_of
from .fit import fit, is_number, is_title, is_units
from .grid import grid
from .headers import is_header_line, is_opening_header
from .numbering import marker
from .roles import HEADING_ROLES, MATTER, NUMBER, UNIT_ROLES, is_header, role_of
from .wording import clean, one_line

_RULE = re.compile(r"[\s|+:=┃│║─━═┄┈—\-_┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╪╫┏┓┗┛┣┫┳┻╋]*")
_BARS = str.maketrans("┃│║｜", "||||")
_FEWEST_COLUMNS, _MOST_COLUMNS, _FEWEST_WORDS = 2, 16, 3
_FAR = 12
_GUESSED = 0.5
_NO_PLAN = 0.01  # a table, if none of a plan: better than none
_SKIP, _UNTIL_NEXT, _AGAIN = 0.2, 0.19, 0.1  # what it costs to leave out a column, one between two rows, and to go on in the same
_UNFINISHED = tuple("，、（(《“")

Block = Paragraph | Table
Piece = tuple[str, int]
Candidate = list[Block]


def with_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each run of paragraphs that is a table made one."""
    made: list[Block] = []
    for _, run in groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
        several = list(run)
        paragraphs = [block for block in several if isinstance(block, Paragraph)]
        made += max(_candidates(paragraphs), key=_worth) if paragraphs else several
    return tuple(made)


def _candidates(paragraphs: list[Paragraph]) -> Iterator[Candidate]:
    yield [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    paragraphs = _unquoted(paragraphs)
    is_signed = False
    for sign, way in (("\t", _tabbed), ("|", _barred)):
        runs = _runs(paragraphs, sign)
        is_signed |= bool(runs)
        if runs:
            yield _around(paragraphs, runs, [_rows(way(paragraphs[start:end])) for start, end in runs])
        if runs and sign == "\t":
            groups = [_groups(paragraphs[start:end]) for start, end in runs]
            for width in sorted({len(group) for told in groups for group in told if _FEWEST_COLUMNS <= len(group) <= _MOST_COLUMNS}):
                yield _around(paragraphs, runs, [_joined(told, width) for told in groups])
    if not is_signed:
        yield from _streamed(paragraphs)


def _worth(candidate: Iterable[Block]) -> float:
    return sum(_suits(block) for block in candidate if isinstance(block, Table))


def _suits(table: Table) -> float:
    """How well all cells of a table suit the columns that its header, or what they are, tells."""
    made = grid(table)
    start = next((index for index, line in enumerate(made.lines) if is_header_line(line) or is_opening_header(line)), -1)
    body = made.lines[start + 1 :]
    told = columns_told(made, made.lines[start : start + 1] if start >= 0 else (), body, None, is_told=True)
    if told is None:
        return _NO_PLAN if 2 * sum(len(row) == made.width for row in table.rows) > len(table.rows) else -1
    placed = [(spot.text, spot.column) for line in body for spot in line.filled]
    return (_GUESSED if told.is_guessed else 1) * sum(
        fit(text, told.roles[column]) if column < len(told.roles) else -1 for text, column in placed
    )


def _around(paragraphs: list[Paragraph], runs: list[tuple[int, int]], tables: list[list[list[Piece]]]) -> Candidate:
    """The paragraphs with each run as the table that is told."""
    made: Candidate = []
    done = 0
    for (start, end), rows in zip(runs, tables, strict=True):
        made += [paragraph for paragraph in paragraphs[done:start] if paragraph.text.strip()]
        cells = [tuple(Cell(text, line, column) for column, (text, line) in enumerate(row)) for row in rows]
        made.append(Table(tuple(cells), paragraphs[start].line))
        done = end
    return made + [paragraph for paragraph in paragraphs[done:] if paragraph.text.strip()]


def _runs(paragraphs: list[Paragraph], sign: str) -> list[tuple[int, int]]:
    """The stretches from the first sign to the last; a new one begins after many lines without any, or after a heading between."""
    indexes = [index for index, paragraph in enumerate(paragraphs) if sign in paragraph.text.translate(_BARS)]
    runs = [(index, index + 1) for index in indexes[:1]] if len(indexes) >= _FEWEST_COLUMNS else []
    for before, index in pairwise(indexes) if runs else ():
        between = [paragraph for paragraph in paragraphs[before + 1 : index] if paragraph.text.strip()]
        if len(between) > _FAR or any(re.match(r"\s*#+\s", paragraph.text) for paragraph in between):
            runs.append((index, index + 1))
        else:
            runs[-1] = (runs[-1][0], index + 1)
    return runs


# --- a row in each line ---------------------------------------------------------------------------------


def _tabbed(paragraphs: list[Paragraph]) -> Iterator[tuple[list[str], int]]:
    for paragraph in paragraphs:
        cells = (cell.replace("\v", "\n").strip(" ") for cell in paragraph.text.split("\t"))
        yield [cell[1:-1].replace('""', '"') if re.fullmatch('".+"', cell, re.DOTALL) else cell for cell in cells], paragraph.line


def _unquoted(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Cells of several lines that a spreadsheet put between quotation marks, as one line with breaks in it."""
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        before = lines[-1] if lines else None
        if before and re.search(r'(?:^|\t)"', before.text) and before.text.count('"') % 2:
            lines[-1] = Paragraph(f"{before.text}\v{paragraph.text}", before.line, before.level)
        else:
            lines.append(paragraph)
    return lines


def _barred(paragraphs: list[Paragraph]) -> Iterator[tuple[list[str], int]]:
    for paragraph in paragraphs:
        text = paragraph.text.translate(_BARS).strip()
        if not _RULE.fullmatch(text):
            yield [cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")], paragraph.line


def _rows(lines: Iterator[tuple[list[str], int]]) -> list[list[Piece]]:
    """Each line of several cells a row; another goes on with the last cell above; a blank one, the end of a page, is an empty row."""
    rows: list[list[Piece]] = []
    for cells, line in lines:
        text = "".join(cells)
        filled = [index for index, (words, _) in enumerate(rows[-1]) if words.strip()] if rows else []
        if len(cells) > 1 or (text.strip() and (not filled or _is_heading(text))):
            rows.append([(cell, line) for cell in cells])
        elif text.strip():
            words, first = rows[-1][filled[-1]]
            rows[-1][filled[-1]] = (f"{words}\n{text}", first)
        else:
            rows.append([])
    return rows


def _is_heading(text: str) -> bool:
    opener = marker(text)
    return opener is not None and opener.heads and is_title(text)


# --- a cell after each tab ------------------------------------------------------------------------------


def _groups(paragraphs: list[Paragraph]) -> list[list[Piece]]:
    """The cells between blank lines; lines without a tab belong to the cell above them."""
    groups: list[list[Piece]] = [[]]
    blank = False
    for paragraph in paragraphs:
        text = paragraph.text
        if "\t" in text:
            if blank and groups[-1]:
                groups.append([])
            groups[-1] += [(cell, paragraph.line) for cell in text.lstrip(" ").removeprefix("\t").split("\t")]
        elif text.strip() and groups[-1]:
            before, line = groups[-1][-1]
            groups[-1][-1] = (f"{before}\n{text}", line)
        blank = not text.strip() and "\t" not in text
    return groups


def _joined(groups: list[list[Piece]], width: int) -> list[list[Piece]]:
    """Rows of at most the width: a blank line within one is no end of it."""
    rows: list[list[Piece]] = []
    for group in groups:
        if rows and len(rows[-1]) + len(group) <= width and _is_head(rows[-1]) == _is_head(group):
            rows[-1] = rows[-1] + group
        else:
            rows.append(group)
    return rows


def _is_head(row: list[Piece]) -> bool:
    return all(is_header(clean(text)) for text, _ in row)


# --- cells one after another ----------------------------------------------------------------------------


def _streamed(paragraphs: list[Paragraph]) -> Iterator[Candidate]:
    """Cells one after another under header words: each on a line, between blank lines, or between spaces."""
    lines = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    for index, paragraph in enumerate(lines):
        words = paragraph.text.split()
        start = index + 1
        shares_line = len(words) >= _FEWEST_WORDS and all(map(is_header, words))
        if not shares_line:
            while start < len(lines) and is_header(one_line(lines[start].text)):
                start += 1
            words = [one_line(line.text) for line in lines[index:start]]
        roles = set(map(role_of, words))
        if not (all(map(is_header, words)) and roles & UNIT_ROLES and len(roles) > 1 and len(words) == len(set(words))):
            continue
        told = columns_of(tuple(words))
        end = _end(lines, start)
        if told and end > start:
            parts = [(part, line.line) for line in lines[start:end] for part in (line.text.split() if shares_line else (line.text,))]
            chunks = [(text, line) for part, line in parts for text in clean(part).split("\n") if text and text not in words]
            header = tuple(Cell(word, paragraph.line, column) for column, word in enumerate(words))
            yield [*lines[:index], Table((header, *_filled(chunks, told.roles)), paragraph.line), *lines[end:]]
        return


def _end(lines: Sequence[Paragraph], start: int) -> int:
    """Where the signature under the table begins: the last lines that are a date, an issuer before it, or tell who may read it."""
    end = len(lines)
    while end > start + 1 and is_closing(lines[end - 1].text) and (end < len(lines) or not is_units(lines[end - 1].text)):
        end -= 1
    return end


class _Way(NamedTuple):
    """The column of a cell, and the way of the cells before it."""

    column: int
    before: _Way | None


def _filled(chunks: Sequence[Piece], roles: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Rows of cells, each in its column: a cell goes on with the one before, to a later column, or begins a row, so that all suit best."""
    ways: dict[int, tuple[float, _Way | None]] = {len(roles) - 1: (0.0, None)}
    heading = next((column for column, role in enumerate(roles) if role in HEADING_ROLES), 0)
    before = ""
    for text, _ in chunks:
        opens = _opens(text, roles)
        reached: dict[int, tuple[float, _Way | None]] = {}
        for column, role in enumerate(roles):
            worth = 1 if opens and column == heading else fit(text, role)
            steps = ((told + worth - _cost(last, column, roles, before, opens=opens), way) for last, (told, way) in ways.items())
            best, way = max(steps, key=itemgetter(0))
            reached[column] = (best, _Way(column, way))
        ways, before = reached, text
    way = max(ways.values(), key=itemgetter(0))[1]
    columns: list[int] = []
    while way:
        columns.append(way.column)
        way = way.before
    rows: list[dict[int, list[Piece]]] = []
    last = len(roles)
    for chunk, column in zip(chunks, reversed(columns), strict=True):
        if column < last or (column == last and (roles[column] in _ONCE or _opens(chunk[0], roles))):
            rows.append({})
        rows[-1].setdefault(column, []).append(chunk)
        last = column
    return [tuple(Cell("\n".join(text for text, _ in row[column]), row[column][0][1], column) for column in sorted(row)) for row in rows]


_ONCE = frozenset({NUMBER, MATTER, *HEADING_ROLES})  # columns whose cells are of one line


def _cost(last: int, column: int, roles: Sequence[str], before: str, *, opens: bool) -> float:
    if column <= last and (opens or roles[last] in HEADING_ROLES):
        return 0
    if column == last and roles[column] not in _ONCE:
        return -1 if before.endswith(_UNFINISHED) else _AGAIN
    return _SKIP * (column - last - 1) if column > last else _UNTIL_NEXT * (len(roles) - 1 - last + column)


def _opens(text: str, roles: Sequence[str]) -> bool:
    """Whether words begin a row wherever they stand: a numbered title, a number where no column is for numbers."""
    return NUMBER not in roles if is_number(text) else _is_heading(text)
