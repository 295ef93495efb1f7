"""Headings printed in the middle of the rows that they head, as PDF converters leave merged cells: where their rows begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log, sqrt

from gongkai.importing.layout.cells.numbering import marker
from gongkai.importing.layout.cells.roles import MATTER, TEXT
from gongkai.importing.layout.cells.wording import letters

from .entries import Entry, Head

_STAYS = 1.5  # a row follows the heading before it unless it is so much more like the one below
Vector = dict[str, float]


@dataclass(frozen=True)
class Centred:
    """The entries with each heading at the first of its rows, and the doubts of entries that a heading was moved over."""

    entries: tuple[Entry, ...]
    moved: dict[int, str] = field(default_factory=dict)


def boundaries(entries: Sequence[Entry], level: Callable[[Head], int | None]) -> Centred:
    """The entries as they are, unless a section's heading is printed after its （一）: then headings stand in the middle."""
    sections = _restarts(entries, level)
    if not sections:
        return Centred(tuple(entries))
    entries = _sections_first(entries, level, sections)
    return _subsections_first(entries, level)


def _heads(entry: Entry, level: Callable[[Head], int | None], wanted: int) -> list[Head]:
    return [head for head in entry.heads if level(head) == wanted]


def _restarts(entries: Sequence[Entry], level: Callable[[Head], int | None]) -> list[tuple[int, int]]:
    """Where the subsections begin again with （一） before the section is named: (that entry, the entry that names it)."""
    restarts = []
    waiting: int | None = None
    is_named = False  # a section since the last （一）
    printed: set[str] = set()
    for index, entry in enumerate(entries):
        new = [head for head in entry.heads if letters(head.text) not in printed]
        printed |= {letters(head.text) for head in new}
        named = any(marker(head.text) for head in new if level(head) == 0)
        first = any((opener := marker(head.text)) and opener.number == 1 for head in new if level(head) == 1)
        if named and not first and waiting is not None:
            restarts.append((waiting, index))
            waiting = None
        elif first:
            waiting = None if named or is_named else index
            is_named = False
        else:
            is_named |= named
    return restarts


def _sections_first(entries: Sequence[Entry], level: Callable[[Head], int | None], restarts: list[tuple[int, int]]) -> list[Entry]:
    made = list(entries)
    for first, named in restarts:
        heads = _heads(made[named], level, 0)
        made[named] = replace(made[named], heads=tuple(head for head in made[named].heads if head not in heads))
        made[first] = replace(made[first], heads=(*heads, *made[first].heads))
    return made


def _subsections_first(entries: list[Entry], level: Callable[[Head], int | None]) -> Centred:
    """Between two headings the rows go with the one that they are more like; all rows below the boundary are doubtful."""
    vectors = _vectors(entries)
    anchors = [index for index, entry in enumerate(entries) if _heads(entry, level, 1)]
    made, moved = list(entries), {}
    for before, anchor in pairwise(anchors):
        start = _boundary(entries, vectors, before, anchor)
        if start == anchor:
            continue
        heads = made[anchor].heads
        made[anchor] = replace(made[anchor], heads=())
        made[start] = replace(made[start], heads=heads + made[start].heads)
        why = "标题印在它所管各行的中间，这一行属于哪一方面是按内容判断的，请对照原文"
        moved.update(dict.fromkeys(range(start, anchor), why))
    return Centred(tuple(made), moved)


def _boundary(entries: list[Entry], vectors: list[Vector], before: int, anchor: int) -> int:
    """The first entry of the lower heading: that which makes all rows between most like their own heading."""
    candidates = [
        index for index in range(before + 1, anchor) if entries[index].text_of(MATTER) and not entries[index].cells[MATTER].inherited
    ]

    def worth(start: int) -> float:
        upper = sum(_likeness(vectors[index], vectors[before]) for index in range(before + 1, start))
        return upper * _STAYS + sum(_likeness(vectors[index], vectors[anchor]) for index in range(start, anchor))

    return max([anchor, *reversed(candidates)], key=worth)


def _vectors(entries: Sequence[Entry]) -> list[Vector]:
    """The pairs of characters of each entry, rare ones counting more."""
    counts = [Counter(_pairs(entry)) for entry in entries]
    frequency = Counter(pair for count in counts for pair in count)
    total = len(entries)
    return [{pair: (1 + log(times)) * log(total / frequency[pair]) for pair, times in count.items()} for count in counts]


def _pairs(entry: Entry) -> list[str]:
    """Pairs of the matter and of headings count twice beside those of the text."""
    heads = [letters(opener.rest if (opener := marker(head.text)) else head.text) for head in entry.heads]
    words = [letters(entry.text_of(TEXT).partition("公开路径")[0]), *[letters(entry.text_of(MATTER))] * 2, *heads * 2]
    return [word[index : index + 2] for word in words for index in range(len(word) - 1)]


def _likeness(vector: Vector, other: Vector) -> float:
    shared = sum(weight * other[pair] for pair, weight in vector.items() if pair in other)
    return shared / (sqrt(sum(w * w for w in vector.values()) * sum(w * w for w in other.values())) or 1)
