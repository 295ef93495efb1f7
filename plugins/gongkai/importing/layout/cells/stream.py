"""Tables of which only the cells are left, one after another: each on a line, between blank lines, or between spaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.importing.readers.base.notice import Cell, Paragraph, Table

from .closing import is_closing
from .columns import Columns, columns_of
from .fit import fit, is_dash, is_number, is_path, is_sentence, is_title, is_units
from .lines import Block
from .numbering import HAN, HAN_BRACKETED, PART, marker
from .roles import HEADING_ROLES, MATTER, NUMBER, TEXT, UNIT_ROLES, is_header, role_of
from .wording import clean, one_line

_FEWEST = 3
_SURE = 0.5
_SKIP, _SKIP_UNSEEN = 0.06, 0.3  # what it costs to pass over a column, with a blank line that may be its cell, and without
_UNFINISHED = "，、（(《“"


@dataclass(frozen=True)
class _Chunk:
    """A cell, or a paragraph of one; `opens` when a blank line stands before it."""

    text: str
    line: int
    opens: bool = False


@dataclass(frozen=True)
class _Head:
    """The header words found: the lines they take up, and whether they share one."""

    start: int
    stop: int
    words: tuple[str, ...]
    shares_line: bool


def with_streams(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with a run of cells under header words made a table; as they are where a table is already there."""
    if any(isinstance(block, Table) for block in blocks):
        return tuple(blocks)
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    head = _header(paragraphs)
    columns = columns_of(head.words) if head else None
    if head is None or columns is None:
        return tuple(blocks)
    end = _end(paragraphs, head.stop)
    chunks = [chunk for chunk in _chunks(paragraphs[head.stop : end], head) if one_line(chunk.text) not in head.words]
    rows = _Filler(columns).filled(chunks)
    line = paragraphs[head.start].line
    header = tuple(Cell(word, line, column) for column, word in enumerate(head.words))
    return (*paragraphs[: head.start], Table((header, *rows), line), *paragraphs[end:])


def _end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the signature under the table begins: the last lines that are a date, an issuer before it, or tell who may read it."""
    end = len(paragraphs)
    while end > start + 1 and is_closing(paragraphs[end - 1].text) and (end < len(paragraphs) or not is_units(paragraphs[end - 1].text)):
        end -= 1
    return end


def _header(paragraphs: Sequence[Paragraph]) -> _Head | None:
    """The header words, in one line or each in its own."""
    for index, paragraph in enumerate(paragraphs):
        words = _words_in_line(paragraph.text)
        if len(words) >= _FEWEST and _is_head(words):
            return _Head(index, index + 1, tuple(words), shares_line=True)
        end = index
        while end < len(paragraphs) and is_header(one_line(paragraphs[end].text)):
            end += 1
        words = [one_line(paragraph.text) for paragraph in paragraphs[index:end]]
        if len(words) > 1 and _is_head(words) and end < len(paragraphs):
            return _Head(index, end, tuple(words), shares_line=False)
    return None


def _words_in_line(text: str) -> list[str]:
    """Header words that share a line, between spaces."""
    tokens = text.split()
    return tokens if len(tokens) >= _FEWEST and all(map(is_header, tokens)) else []


def _is_head(words: Sequence[str]) -> bool:
    roles = {role_of(word) for word in words}
    return bool(roles & UNIT_ROLES) and len(roles) > 1 and len(set(words)) == len(words)


# --- cells one after another ----------------------------------------------------------------------------


def _chunks(paragraphs: Sequence[Paragraph], head: _Head) -> Iterator[_Chunk]:
    """The cells after the header: lines, what stands between blank lines, or the words of lines that hold several."""
    before = 0
    for paragraph in paragraphs:
        opens = paragraph.line > before + 1
        before = paragraph.line
        parts = map(clean, paragraph.text.split()) if head.shares_line else clean(paragraph.text).split("\n")
        for words in filter(None, parts):
            yield _Chunk(words, paragraph.line, opens)
            opens = False


class _Filler:
    """Puts cells into rows: a cell goes to the next column that it suits, or begins a row."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows: list[dict[int, list[_Chunk]]] = []
        self.last = -1

    def filled(self, chunks: Sequence[_Chunk]) -> list[tuple[Cell, ...]]:
        for chunk in chunks:
            self._put(chunk)
        return [
            tuple(Cell("\n".join(chunk.text for chunk in row[column]), row[column][0].line, column) for column in sorted(row))
            for row in self.rows
        ]

    def _put(self, chunk: _Chunk) -> None:
        if _is_numbered_title(chunk.text):
            self._begin(self._heading_column(), chunk)
        elif self._goes_on(chunk):
            self.rows[-1][self.last].append(chunk)
        elif (column := self._next(chunk)) is not None:
            self.rows[-1].setdefault(column, []).append(chunk)
            self.last = column
        else:
            self._begin(self._best(chunk, -1) or 0, chunk)

    def _heading_column(self) -> int:
        return next((column for column, role in enumerate(self.columns.roles) if role in HEADING_ROLES), 0)

    def _begin(self, column: int, chunk: _Chunk) -> None:
        self.rows.append({column: [chunk]})
        self.last = column

    def _goes_on(self, chunk: _Chunk) -> bool:
        """Whether words go on with the cell before: it stops in mid sentence, or has a further paragraph."""
        if not self.rows or self.last not in self.rows[-1]:
            return False
        role = self.columns.roles[self.last]
        if self.rows[-1][self.last][-1].text[-1] in _UNFINISHED:
            return True
        if role == TEXT:
            return self._is_more_text(chunk)
        return fit(chunk.text, role) >= _SURE and role not in (NUMBER, *HEADING_ROLES, MATTER) and self._next(chunk) is None

    def _is_more_text(self, chunk: _Chunk) -> bool:
        """Whether a paragraph is more of the text before it; with a column of numbers, all is until the next number or unit."""
        if self._next(chunk) is not None or is_dash(chunk.text):
            return False
        if NUMBER in self.columns.roles:
            return not is_number(chunk.text)
        return (
            not is_units(chunk.text)
            and not chunk.opens
            and (is_sentence(chunk.text) or is_path(chunk.text) or marker(chunk.text) is not None)
        )

    def _next(self, chunk: _Chunk) -> int | None:
        if not self.rows:
            return None
        row = self.rows[-1]
        only_headed = set(row) <= {self._heading_column()}
        return self._best(chunk, self.last if not only_headed or self.columns.roles[self.last] not in HEADING_ROLES else -1)

    def _best(self, chunk: _Chunk, after: int) -> int | None:
        """The column that suits best, of those after one; the nearer the better. Words that suit none may still be the text."""
        skip = _SKIP if chunk.opens or after < 0 else _SKIP_UNSEEN
        choices = [
            (fit(chunk.text, role) - skip * (column - after - 1), -column)
            for column, role in enumerate(self.columns.roles)
            if column > after
        ]
        worth, column = max(choices, default=(-1.0, 0))
        if worth >= _SURE - 0.3 * (after < 0):
            return -column
        is_due = after + 1 == self.columns.text and fit(chunk.text, TEXT) > 0
        return after + 1 if is_due and not is_number(chunk.text) else None


def _is_numbered_title(text: str) -> bool:
    opener = marker(text)
    return opener is not None and opener.kind in (PART, HAN, HAN_BRACKETED) and is_title(text) and not is_number(text)
