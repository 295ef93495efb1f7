"""Rows that a page break cut in two, put together again; two rows that one cell swallowed, taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongkai.importing.layout.cells.fit import is_units
from gongkai.importing.layout.cells.numbering import ARABIC, ARABIC_BRACKETED, CIRCLED, HAN_BRACKETED, marker, parts
from gongkai.importing.layout.cells.roles import DUE, LEAD, MATTER, NUMBER, PUBLICATION, RESPONSIBLE, TEXT, UNITS, simplified
from gongkai.importing.layout.cells.wording import ENDS, letters

from .entries import Entry, Trouble
from .reading import LeftOver, Piece

_PATHS = "公开路径"
_PATH_BLOCK = re.compile(r"^公开路径[:：]?", re.MULTILINE)
_ITEMS = (ARABIC, ARABIC_BRACKETED, HAN_BRACKETED, CIRCLED)
_CLOSERS = ENDS + "）)〕】”’>…"
_UNIT_CELLS = (LEAD, RESPONSIBLE, UNITS)
_MOST = 0.7
_FRAGMENT = 2  # so few characters are no name of a unit


@dataclass(frozen=True)
class Habits:
    """How the rows of a document are written, which decides what a row after a page break is."""

    ends_sentences: bool  # most texts end with a full stop
    numbers_run_on: bool  # 1． 2． 3． number the rows, not the parts of a row


def joined(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[LeftOver, ...]]:
    """The entries with broken rows whole again, and the cells that were printed twice for it."""
    habits = _habits(entries)
    whole: list[Entry] = []
    left: list[LeftOver] = []
    known: set[str] = set()
    for entry in _taken_apart(entries):
        printed = {letters(head.text) for head in entry.heads}
        reprints = bool(printed) and printed <= known
        known |= printed
        if whole and _belongs(whole[-1], entry, habits, reprints):
            whole[-1], repeated = _together(whole[-1], entry)
            left += repeated
        else:
            whole.append(entry)
    return tuple(whole), tuple(left)


def _habits(entries: Sequence[Entry]) -> Habits:
    texts = [entry.text_of(TEXT) for entry in entries if entry.text_of(TEXT)]
    folded = [text for text in texts if _PATHS not in simplified(text)]
    ended = sum(text[-1] in _CLOSERS for text in folded)
    later = [before for before, text in pairwise(texts) if _runs_on(before, text)]
    return Habits(ended >= _MOST * len(folded), len(later) >= max(2, len(texts) // 10))


def _runs_on(before: str, text: str) -> bool:
    """Whether a row holds one number only, the one after the only number of the row before."""
    first, second = parts(before, ARABIC), parts(text, ARABIC)
    return len(first) == len(second) == 1 and second[0] == first[0] + 1


# --- what belongs together ------------------------------------------------------------------------


def _belongs(before: Entry, entry: Entry, habits: Habits, reprints: bool) -> bool:
    """Whether an entry is the rest of the one before it; `reprints` when all its headings are already in force."""
    if not before.cells or not entry.cells or entry.joins_above:
        return entry.joins_above and bool(before.cells)
    if entry.is_exact and not reprints and not entry.is_after_break:
        return _stops_short(before, entry)
    return _agree(before, entry) and _completes(before, entry, habits, breaks=entry.is_after_break or reprints)


def _own(entry: Entry) -> set[str]:
    return {role for role, piece in entry.cells.items() if not piece.inherited}


def _stops_short(before: Entry, entry: Entry) -> bool:
    """Inside a page of a table with sure columns only the rest of a sentence without any other cell goes on."""
    text = before.text_of(TEXT)
    return bool(text) and _own(entry) == {TEXT} and not entry.heads and text[-1] in "，、（(《“"


def _completes(before: Entry, entry: Entry, habits: Habits, *, breaks: bool) -> bool:
    text, rest = before.text_of(TEXT), entry.text_of(TEXT)
    is_bare = _own(entry) == {TEXT} and not entry.heads
    if not rest:
        return False
    if not text:
        return breaks and is_bare
    return _goes_on(text, rest, habits, breaks=breaks, is_bare=is_bare)


def _agree(before: Entry, entry: Entry) -> bool:
    """Whether no cell of one contradicts the other: each is blank on one side, the same on both, or in two halves."""
    for role in (*_UNIT_CELLS, DUE, NUMBER):
        first, second = before.text_of(role), entry.text_of(role)
        if first and second and letters(first) != letters(second) and not (role in _UNIT_CELLS and _is_half(first, second)):
            return False
    return not (entry.text_of(NUMBER) and not before.text_of(NUMBER))


def _is_half(first: str, second: str) -> bool:
    """县政府办 + 公室, 区财政局、 + 区农业农村局: one cell in two halves."""
    return (
        first.rstrip()[-1:] in "、，（("
        or (len(letters(second)) <= _FRAGMENT and is_units(first + second))
        or first.count("（") > first.count("）")
    )


def _goes_on(text: str, rest: str, habits: Habits, *, breaks: bool, is_bare: bool) -> bool:
    follows = _follows(text, rest)
    folded = simplified(text)
    if _PATHS in folded and ("。" not in folded[folded.rindex(_PATHS) :] or text[-1] in "：:"):
        return follows and breaks
    if text[-1] in "，、（(《“：:" or text.count("（") > text.count("）"):
        return breaks or is_bare
    if text[-1] not in _CLOSERS and habits.ends_sentences and marker(rest) is None:
        return breaks or is_bare
    return breaks and follows and not (habits.numbers_run_on and _runs_on(text, rest))


def _follows(text: str, rest: str) -> bool:
    """Whether the first number of the rest is the next after the last of its kind in the text."""
    opener = marker(rest)
    if opener is None or opener.kind not in _ITEMS:
        return False
    numbers = parts(text, opener.kind)
    if opener.number == 1:
        return text[-1] in "：:"
    return bool(numbers) and numbers[-1] + 1 == opener.number


# --- putting together --------------------------------------------------------------------------------


def _together(before: Entry, entry: Entry) -> tuple[Entry, list[LeftOver]]:
    cells = dict(before.cells)
    left: list[LeftOver] = []
    for role, piece in entry.cells.items():
        held = cells.get(role)
        if piece.inherited or held is None or (held.inherited and not piece.inherited):
            cells[role] = piece if held is None or (held.inherited and not piece.inherited) else held
        elif letters(held.text) == letters(piece.text) and role != TEXT:
            left.append(LeftOver(piece.text, piece.line, "一行分印两页，这一格重印", is_furniture=True))
        else:
            cells[role] = replace(held, text=_joint(role, held.text, piece.text))
    heads = before.heads + tuple(head for head in entry.heads)
    troubles = before.troubles + entry.troubles
    if not entry.joins_above and entry.text_of(TEXT):
        troubles += (Trouble("text", entry.line, "原文这一行分印在两处（换页或断行），已合为一行，请对照原文"),)
    return replace(before, cells=cells, heads=heads, troubles=troubles), left


def _joint(role: str, first: str, second: str) -> str:
    """Two halves of a cell: in one line where a word or a sentence was cut, else one under the other."""
    if role in (MATTER, NUMBER):
        return first + second
    if role in _UNIT_CELLS:
        return (
            first
            + ("" if len(letters(second)) <= _FRAGMENT or first[-1:] in "（(" or first.count("（") > first.count("）") else "\n")
            + second
        )
    if role == PUBLICATION and first[-1:] not in "、，（>":
        return f"{first}\n{second}"
    is_cut = first[-1:] not in ENDS + "：:" and marker(second) is None and not (role == TEXT and ">" in second.split("\n", maxsplit=1)[0])
    return first + ("" if is_cut else "\n") + second


# --- taking apart -----------------------------------------------------------------------------------


def _taken_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Each entry, one that holds two rows as two; the second takes the units of a row that has nothing else."""
    apart: list[Entry] = []
    waiting: Piece | None = None
    for entry in entries:
        own = {role for role, piece in entry.cells.items() if not piece.inherited}
        if waiting:
            if own and own <= set(_UNIT_CELLS) and not entry.heads:
                apart.append(replace(entry, cells={**entry.cells, TEXT: waiting}, troubles=(*entry.troubles, _split_trouble(entry.line))))
                waiting = None
                continue
            apart.append(Entry(waiting.line, {TEXT: waiting}, troubles=(_split_trouble(waiting.line),)))
        first, waiting = _two_blocks(entry)
        apart.append(first)
    if waiting:
        apart.append(Entry(waiting.line, {TEXT: waiting}, troubles=(_split_trouble(waiting.line),)))
    return apart


def _split_trouble(line: int) -> Trouble:
    return Trouble("text", line, "原文把两行印在同一格，按“公开路径”分开，请对照原文")


def _two_blocks(entry: Entry) -> tuple[Entry, Piece | None]:
    """An entry up to the end of its first 公开路径, and what follows when that has a 公开路径 of its own."""
    piece = entry.cells.get(TEXT)
    if piece is None or len(_PATH_BLOCK.findall(simplified(piece.text))) <= 1:
        return entry, None
    lines = piece.text.split("\n")
    folded = simplified(piece.text).split("\n")
    start = next(index for index, line in enumerate(folded) if line.startswith(_PATHS))
    for index in range(start + 1, len(lines)):
        line = folded[index]
        if marker(line) is None and ">" not in line and not line.startswith(_PATHS) and "渠道" not in line[:6]:
            later = "\n".join(lines[index:])
            if _PATH_BLOCK.search(simplified(later)):
                kept = replace(entry, cells={**entry.cells, TEXT: replace(piece, text="\n".join(lines[:index]))})
                return kept, Piece(later, piece.line)
            break
    return entry, None
