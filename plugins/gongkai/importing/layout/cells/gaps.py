"""Tables that stand in a text as columns set apart by blanks, as from a PDF with its layout kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.importing.readers.base.notice import Cell, Paragraph, Table
from gongkai.words.text import width

from .fit import is_number, is_title
from .numbering import HAN, HAN_BRACKETED, PART, marker
from .roles import NUMBER, UNIT_ROLES, is_header, role_of
from .wording import ENDS, one_line

_GAP = re.compile(r"[ \u3000]{2,}")
_FEWEST = 3
_MOST_TEXT_LINES = 3  # so many lines in a row without any blanks to align them are no table
Extent = tuple[int, int]


@dataclass(frozen=True)
class _Stretch:
    """Words between two gaps and the places on the line that they take up, wide characters counting two."""

    text: str
    start: int
    stop: int


def with_gaps(paragraphs: Sequence[Paragraph]) -> list[Paragraph | Table] | None:
    """The paragraphs with the table under a header of words set apart made one; None when there is no such header."""
    start = next((index for index, paragraph in enumerate(paragraphs) if _is_header(paragraph.text)), None)
    if start is None:
        return None
    stop = _end(paragraphs, start)
    lines = [(list(_stretches(paragraph.text)), paragraph) for paragraph in paragraphs[start:stop]]
    columns = _columns([stretches for stretches, _ in lines if len(stretches) > 1])
    if len(columns) < _FEWEST or stop - start < _FEWEST:
        return None
    return [*paragraphs[:start], _table(lines, columns), *paragraphs[stop:]]


def _is_header(text: str) -> bool:
    words = [stretch.text for stretch in _stretches(text)]
    return (
        "\t" not in text and len(words) >= _FEWEST and all(map(is_header, words)) and bool(UNIT_ROLES & {role_of(word) for word in words})
    )


def _stretches(text: str) -> Iterator[_Stretch]:
    start = 0
    for match in re.finditer(r"[ \u3000]*(\S+(?:[ \u3000]\S+)*)", text):
        before, words = text[: match.start(1)], match[1]
        start = width(before)
        yield _Stretch(words, start, start + width(words))


def _end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the table ends: after its last line with gaps, or indented as a cell is."""
    stop, unaligned = start + 1, 0
    for index in range(start + 1, len(paragraphs)):
        text = paragraphs[index].text
        if _GAP.search(text.strip()) or (text.startswith("  ") and text.strip()):
            stop, unaligned = index + 1, 0
        elif text.strip():
            unaligned += 1
        if unaligned > _MOST_TEXT_LINES:
            break
    return stop


def _columns(lines: Sequence[Sequence[_Stretch]]) -> list[Extent]:
    """The stretches of the line that any words take up, as all lines together leave blanks between them."""
    inked: list[Extent] = []
    for stretch in sorted((stretch for stretches in lines for stretch in stretches), key=lambda stretch: stretch.start):
        if inked and stretch.start <= inked[-1][1]:
            inked[-1] = (inked[-1][0], max(inked[-1][1], stretch.stop))
        else:
            inked.append((stretch.start, stretch.stop))
    return inked


def _table(lines: Sequence[tuple[list[_Stretch], Paragraph]], columns: Sequence[Extent]) -> Table:
    header = {_column(stretch, columns): stretch.text for stretch in lines[0][0]}
    number = next((column for column, word in header.items() if role_of(word) == NUMBER), None)
    rows: list[dict[int, list[str]]] = []
    starts: list[int] = []
    is_new = True
    for stretches, paragraph in lines:
        if not stretches:
            is_new = number is None
            continue
        cells = {_column(stretch, columns): stretch.text for stretch in stretches}
        if is_new or len(rows) < 2 or _opens(cells, rows[-1], number, stretches):  # noqa: PLR2004 -- header and first row
            rows.append({})
            starts.append(paragraph.line)
        for column, text in cells.items():
            rows[-1].setdefault(column, []).append(text)
        is_new = False
    made = [tuple(Cell("\n".join(row[column]), line, column) for column in sorted(row)) for row, line in zip(rows, starts, strict=True)]
    return Table(tuple(made), starts[0] if starts else 0)


def _column(stretch: _Stretch, columns: Sequence[Extent]) -> int:
    return max(range(len(columns)), key=lambda column: min(stretch.stop, columns[column][1]) - max(stretch.start, columns[column][0]))


def _opens(cells: dict[int, str], row: dict[int, list[str]], number: int | None, stretches: Sequence[_Stretch]) -> bool:
    """Whether a line begins a row: it is numbered, a heading, or follows a row whose every cell has come to an end."""
    if number is not None and number in cells and is_number(cells[number]):
        return True
    opener = marker(one_line(stretches[0].text))
    if len(stretches) == 1 and opener and opener.kind in (PART, HAN, HAN_BRACKETED) and is_title(stretches[0].text):
        return True
    if _is_heading(row):
        return True
    return (
        number is None
        and len(cells) > 1
        and all(texts[-1][-1] not in "、，（(" for texts in row.values())
        and any(texts[-1][-1] in ENDS for texts in row.values())
    )


def _is_heading(row: dict[int, list[str]]) -> bool:
    if len(row) > 1:
        return False
    opener = marker(next(iter(row.values()))[0])
    return opener is not None and opener.kind in (PART, HAN, HAN_BRACKETED)
