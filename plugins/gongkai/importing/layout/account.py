"""No letter gets lost: between file and row what is in no cell is left over, between cell and fields what no field holds is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from gongkai.importing.layout.cells.numbering import marker
from gongkai.importing.layout.cells.wording import clean, letters
from gongkai.importing.readers.base.notice import Notice, Paragraph
from gongkai.words.folding import fold

from .reading import LeftOver, Piece, Reading

LOST = "没有归入任何字段的文字"


def unexplained(cell: str, explained: Iterable[str]) -> tuple[str, ...]:
    """The stretches of a cell that none of its fields holds, without signs and blanks."""
    rest = letters(fold(cell))
    for words in sorted({letters(fold(text)) for text in explained}, key=len, reverse=True):
        rest = rest.replace(words, "\n") if words else rest
    return tuple(filter(None, rest.split("\n")))


def held(reading: Reading) -> Iterator[str]:
    """All words of a reading that it took from the source, each once."""
    yield reading.title
    yield reading.preamble
    for section in reading.sections:
        for heading in (section.heading, *section.subsections):
            if not heading.is_supplied:
                yield heading.title
    for row in reading.rows:
        yield row.printed_number
        for field in fields(row):
            piece = getattr(row, field.name)
            if isinstance(piece, Piece) and not piece.inherited:
                yield piece.text
    for left in reading.left_over:
        yield left.text


def printed(notice: Notice) -> Iterator[tuple[str, int]]:
    """All words of a notice with their lines."""
    for block in notice.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.line
        else:
            yield from ((cell.text, cell.line) for row in block.rows for cell in row)


def lost(notice: Notice, reading: Reading) -> tuple[LeftOver, ...]:
    """The words of the notice that the reading holds less often than the notice does."""
    missing = Counter(letters("".join(text for text, _ in printed(notice)))) - Counter(letters("".join(held(reading))))
    return tuple(_traced(notice, "\n".join(map(letters, held(reading))), missing)) if missing else ()


def _traced(notice: Notice, known: str, missing: Counter[str]) -> Iterator[LeftOver]:
    """Line by line what is nowhere in the reading; then lines that are there less often; then whatever still is missing."""
    lines = [(paragraph, line) for text, line in printed(notice) for paragraph in clean(text).split("\n")]
    for is_again in (False, True):
        for paragraph, line in lines:
            opener = marker(paragraph)
            words = letters(opener.rest if opener else paragraph)
            if words and missing and (Counter(words) <= missing if is_again else words not in known):
                yield LeftOver(paragraph, line, LOST)
                missing -= Counter(letters(paragraph))
    if missing:
        yield LeftOver("".join(sorted(missing.elements())), 0, "有些字没有归入任何字段，找不到原来的位置")
