"""Which rows of a table head its columns, and the words over each."""

from __future__ import annotations

from collections.abc import Sequence

from .fit import is_number, is_sentence
from .grid import Line
from .numbering import marker
from .roles import LONGEST_HEADER, could_head, header_words, is_header, role_of
from .wording import one_line

_MOST_HEADERS_SHARE = 0.6
_LONG_CELL = 40
_TITLE_CELLS, _MOST_ROWS_ABOVE = 2, 2  # more rows of more cells above a header are rows of the plan


def parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line]]:
    """Rows above the header, the header of one to three rows, and the rows below it."""
    start = next((index for index, line in enumerate(lines) if is_header_line(line)), None)
    first = next((index for index, line in enumerate(lines) if len(line.filled) > 1), None)
    if start is None and first is not None and is_opening_header(lines[first]):
        start = first
    if start is None or sum(len(line.filled) > _TITLE_CELLS for line in lines[:start]) > _MOST_ROWS_ABOVE:
        return (), (), lines
    end = start + 1
    while end < min(len(lines), start + 3) and _is_subheader_line(lines[end], lines[start]):
        end += 1
    return lines[:start], lines[start:end], lines[end:]


def is_header_line(line: Line) -> bool:
    """Whether a row heads the columns: at least two different header words and little else."""
    words = [one_line(spot.text) for spot in line.filled]
    headers = [word for word in words if is_header(word)]
    return (
        len({role_of(word) for word in headers}) > 1
        and len(headers) >= _MOST_HEADERS_SHARE * len(words)
        and all(len(word) <= _LONG_CELL for word in words)
    )


def is_opening_header(line: Line) -> bool:
    """Whether the first row of several cells heads the columns, though some of its words are unknown."""
    words = [one_line(spot.text) for spot in line.filled]
    heads = [word for word in words if could_head(word)]
    return (
        any(map(is_header, words))
        and 2 * len(heads) >= len(words)
        and len({role_of(word) for word in heads}) > 1
        and not any(marker(word) or is_number(word) or is_sentence(word) or len(word) > LONGEST_HEADER for word in words)
    )


def _is_subheader_line(line: Line, above: Line) -> bool:
    """Whether a row is the second half of a header: 牵头单位 and 责任单位 under 责任分工, whatever stands beside a merged head."""
    own, words = line.own, [one_line(spot.text) for spot in line.own]
    merged = next((spot for spot in above.spots if spot.rows > 1), None)
    if merged and own and any(spot.covers and (spot.column, spot.text) == (merged.column, merged.text) for spot in line.spots):
        return all(len(word) <= LONGEST_HEADER and not is_number(word) for word in words)
    known = {header_words(spot.text) for spot in above.filled}
    return bool(own) and len(line.filled) > 1 and all(map(is_header, words)) and not set(map(header_words, words)) <= known


def header_of(lines: Sequence[Line], width: int) -> tuple[str, ...]:
    """The words over every column: those of a lower header row, after those above where they alone do not tell (栏目名称 一级)."""
    words = [""] * width
    for line in lines:
        spots = [spot for spot in line.spots if not spot.covers]
        for spot in spots:
            for column in range(spot.column, min(spot.column + spot.columns, width)):
                lower = one_line(spot.text)
                words[column] = lower if role_of(lower) or not words[column] else f"{words[column]}{lower}"
    return tuple(words)
