"""Cells that the table of a web page left behind in a text: one after another, a bar at the end of each or on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongkai.importing.readers.base.notice import Notice, Paragraph, Table

_BAR = re.compile(r"[|｜¦│]")
_LAST_BAR = re.compile(r"\s*[|｜¦│]\s*$")
# Fewer are no table; where bars also stand between words, they divide the cells of a line.
_FEWEST, _LEAST_SHARE = 6, 0.25


def with_bars_undone(notice: Notice) -> Notice:
    """The notice with each such cell as a paragraph; as it is where there are none."""
    paragraphs = [block for block in notice.blocks if isinstance(block, Paragraph)]
    words = [paragraph.text for paragraph in paragraphs if not _is_bar(paragraph.text)]
    bars = len(paragraphs) - len(words) + sum(bool(_LAST_BAR.search(text)) for text in words)
    dividing = sum(bool(_BAR.search(_LAST_BAR.sub("", text))) for text in words)
    if bars < max(_FEWEST, _LEAST_SHARE * len(paragraphs)) or dividing > bars / 4:
        return notice
    return replace(notice, blocks=tuple(_undone(notice.blocks)))


def _is_bar(text: str) -> bool:
    return bool(_BAR.search(text)) and not _BAR.sub("", text).strip()


def _undone(blocks: Sequence[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """Lines without a bar between them belong to one cell, but not those before the first bar: they may be a title above the table."""
    first = next(index for index, block in enumerate(blocks) if isinstance(block, Paragraph) and _BAR.search(block.text))
    cell: list[Paragraph] = []
    for index, block in enumerate(blocks):
        ends = isinstance(block, Table) or _is_bar(block.text) or index <= first
        if ends and cell:
            yield replace(cell[0], text="\n".join(piece.text for piece in cell))
            cell = []
        if isinstance(block, Table):
            yield block
        elif not _is_bar(block.text):
            cell.append(replace(block, text=_LAST_BAR.sub("", block.text)))
            if _LAST_BAR.search(block.text):
                yield replace(cell[0], text="\n".join(piece.text for piece in cell))
                cell = []
    if cell:
        yield replace(cell[0], text="\n".join(piece.text for piece in cell))
