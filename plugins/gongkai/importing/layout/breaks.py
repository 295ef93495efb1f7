"""Rows that a page break cut in two, put together again; two rows that one cell swallowed, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.importing.layout.cells.numbering import ARABIC, marker, parts
from gongkai.importing.layout.cells.roles import DUE, LEAD, MATTER, NUMBER, RESPONSIBLE, TEXT, UNITS, simplified
from gongkai.importing.layout.cells.wording import ENDS, letters

from .entries import Entry, Trouble
from .reading import LeftOver, Piece

_PATHS = "公开路径"
_PATH_BLOCK = re.compile(rf"^{_PATHS}[:：]?", re.MULTILINE)
_CLOSERS = ENDS + "）)〕】”’>…"
_OPEN = tuple("，、（(《“")
_UNIT_CELLS = (LEAD, RESPONSIBLE, UNITS)
_MOST = 0.7
_FRAGMENT = 2  # so few characters are no name of a unit
_CUT = "原文这一行分印在两处（换页或断行），已合为一行，请对照原文"
_SPLIT = "原文把两行印在同一格，按“公开路径”分开，请对照原文"


def joined(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[LeftOver, ...]]:
    """The entries with broken rows whole again, and the cells that were printed twice for it."""
    texts = [entry.text_of(TEXT) for entry in entries if entry.text_of(TEXT)]
    ends = [text[-1] in _CLOSERS for text in texts if _PATHS not in simplified(text)]
    ends_sentences = sum(ends) >= _MOST * len(ends)
    numbers_run_on = 10 * sum(_runs_on(before, text) for before, text in pairwise(texts)) >= len(texts)
    whole: list[Entry] = []
    left: list[LeftOver] = []
    known: set[str] = set()
    for entry in (block for whole_entry in entries for block in _two_blocks(whole_entry)):
        printed = {letters(head.text) for head in entry.heads}
        breaks = entry.is_after_break or (bool(printed) and printed <= known)
        known |= printed
        if whole and _belongs(whole[-1], entry, breaks=breaks, ends_sentences=ends_sentences, numbers_run_on=numbers_run_on):
            whole[-1], repeated = _together(whole[-1], entry)
            left += repeated
        else:
            whole.append(entry)
    return tuple(whole), tuple(left)


def _runs_on(before: str, text: str) -> bool:
    """Whether a row holds one number only, the one after the only number of the row before: 1． 2． number the rows, not parts of one."""
    first, second = parts(before, ARABIC), parts(text, ARABIC)
    return len(first) == len(second) == 1 and second[0] == first[0] + 1


def _belongs(before: Entry, entry: Entry, *, breaks: bool, ends_sentences: bool, numbers_run_on: bool) -> bool:
    """Whether an entry is the rest of the one before it; `breaks` when a page ends between or all its headings are already in force."""
    text, rest = before.text_of(TEXT), entry.text_of(TEXT)
    own = {role for role, piece in entry.cells.items() if not piece.inherited}
    if entry.joins_above:
        return bool(before.cells)
    if own and own <= set(_UNIT_CELLS) and not entry.heads:
        return bool(text) and not set(_UNIT_CELLS) & set(before.cells)
    if not breaks:
        return own == {TEXT} and not entry.heads and text.endswith(_OPEN)
    return (
        bool(text and rest) and _agree(before, entry) and _goes_on(text, rest, ends_sentences=ends_sentences, numbers_run_on=numbers_run_on)
    )


def _goes_on(text: str, rest: str, *, ends_sentences: bool, numbers_run_on: bool) -> bool:
    paths = simplified(text).rpartition(_PATHS)
    if not (paths[1] and "。" not in paths[2]):
        is_open = text.endswith(_OPEN) or text.count("（") > text.count("）")
        if is_open or (text[-1] not in _CLOSERS and ends_sentences and marker(rest) is None):
            return True
    return _follows(text, rest) and not (numbers_run_on and _runs_on(text, rest))


def _agree(before: Entry, entry: Entry) -> bool:
    """Whether no cell of one contradicts the other: each is blank on one side, the same on both, or a name in two halves (县政府办, 公室)."""
    told = [(letters(before.text_of(role)), letters(entry.text_of(role))) for role in (*_UNIT_CELLS, DUE, NUMBER)]
    return all(not first or not second or first == second or len(second) <= _FRAGMENT for first, second in told)


def _follows(text: str, rest: str) -> bool:
    """Whether the first number of the rest is the next after the last of its kind in the text, or the first after a colon."""
    opener = marker(rest)
    if opener is None or opener.number == 1:
        return opener is not None and text[-1] in "：:"
    numbers = parts(text, opener.kind)
    return bool(numbers) and numbers[-1] + 1 == opener.number


# --- putting together --------------------------------------------------------------------------------


def _together(before: Entry, entry: Entry) -> tuple[Entry, list[LeftOver]]:
    cells = dict(before.cells)
    left: list[LeftOver] = []
    for role, piece in entry.cells.items():
        held = cells.get(role)
        if held is None or (held.inherited and not piece.inherited):
            cells[role] = piece
        elif not piece.inherited and letters(held.text) == letters(piece.text) and role != TEXT:
            left.append(LeftOver(piece.text, piece.line, "一行分印两页，这一格重印", is_furniture=True))
        elif not piece.inherited:
            cells[role] = replace(held, text=_joint(role, held.text, piece.text))
    is_cut = not entry.joins_above and entry.text_of(TEXT)
    troubles = before.troubles + entry.troubles + ((Trouble("text", entry.line, _CUT),) if is_cut else ())
    return replace(before, cells=cells, heads=before.heads + entry.heads, troubles=troubles), left


def _joint(role: str, first: str, second: str) -> str:
    """Two halves of a cell: in one line where a word or a sentence was cut, else one under the other."""
    is_cut = (
        role in (MATTER, NUMBER)
        or (role in _UNIT_CELLS and len(letters(second)) <= _FRAGMENT)
        or (role == TEXT and first[-1:] not in ENDS + "：:" and marker(second) is None)
    )
    return first + ("" if is_cut else "\n") + second


# --- taking apart -----------------------------------------------------------------------------------


def _two_blocks(entry: Entry) -> Iterator[Entry]:
    """An entry up to the end of its first 公开路径, and what follows as another when that has a 公开路径 of its own."""
    lines = entry.text_of(TEXT).split("\n")
    folded = [simplified(line) for line in lines]
    start = next((index for index, line in enumerate(folded) if line.startswith(_PATHS)), len(lines))
    told = (
        index
        for index in range(start + 1, len(lines))
        if marker(folded[index]) is None
        and ">" not in folded[index]
        and not folded[index].startswith(_PATHS)
        and "渠道" not in folded[index][:6]
    )
    end = next(told, len(lines))
    if _PATH_BLOCK.search("\n".join(folded[end:])):
        piece = entry.cells[TEXT]
        yield replace(entry, cells={**entry.cells, TEXT: replace(piece, text="\n".join(lines[:end]))})
        yield Entry(piece.line, {TEXT: Piece("\n".join(lines[end:]), piece.line)}, troubles=(Trouble("text", piece.line, _SPLIT),))
    else:
        yield entry
