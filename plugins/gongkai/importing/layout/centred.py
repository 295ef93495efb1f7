"""Headings printed in the middle of the rows that they head, as PDF converters leave merged cells: where their rows begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log

from gongkai.importing.layout.cells.numbering import marker
from gongkai.importing.layout.cells.roles import MATTER, TEXT
from gongkai.importing.layout.cells.wording import letters

from .entries import Entry, Head, Trouble

_STAYS = 1.5  # a row follows the heading before it unless it is so much more like the one below
_WHY = "标题印在它所管各行的中间，这一行属于哪一方面是按内容判断的，请对照原文"
Level = Callable[[Head], int | None]


def boundaries(entries: Sequence[Entry], level: Level) -> list[Entry]:
    """The entries as they are, unless a section's heading is printed after its （一）: then each heading at the first of its rows."""
    made = list(entries)
    restarts = _restarts(entries, level)
    for first, named in restarts:
        heads = tuple(head for head in made[named].heads if level(head) == 0)
        made[named] = replace(made[named], heads=tuple(head for head in made[named].heads if head not in heads))
        made[first] = replace(made[first], heads=heads + made[first].heads)
    return _subsections_first(made, level) if restarts else made


def _restarts(entries: Sequence[Entry], level: Level) -> list[tuple[int, int]]:
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


def _subsections_first(made: list[Entry], level: Level) -> list[Entry]:
    """Between two headings the rows go with the one that they are more like; all rows below the boundary are doubtful."""
    words = [_pairs(entry) for entry in made]
    printed = Counter(pair for pairs in words for pair in pairs)
    anchors = [index for index, entry in enumerate(made) if any(level(head) == 1 for head in entry.heads)]

    def likeness(index: int, other: int) -> float:
        return sum(log(len(made) / printed[pair]) for pair in words[index] & words[other]) / len(words[index] | words[other])

    for before, anchor in pairwise(anchors):
        between = [index for index in range(before + 1, anchor) if MATTER in made[index].cells and not made[index].cells[MATTER].inherited]
        gains = {
            start: _STAYS * sum(likeness(index, before) for index in range(before + 1, start))
            + sum(likeness(index, anchor) for index in range(start, anchor))
            for start in (anchor, *reversed(between))
        }
        start = max(gains, key=gains.__getitem__)
        if start < anchor:
            heads = made[anchor].heads
            made[anchor] = replace(made[anchor], heads=())
            made[start] = replace(made[start], heads=heads + made[start].heads)
            for index in range(start, anchor):
                trouble = Trouble("subsection", made[index].line, _WHY)
                made[index] = replace(made[index], troubles=(*made[index].troubles, trouble))
    return made


def _pairs(entry: Entry) -> set[str]:
    """The pairs of characters of an entry."""
    words = [
        letters(words)
        for words in (entry.text_of(TEXT).partition("公开路径")[0], entry.text_of(MATTER), *(head.text for head in entry.heads))
    ]
    return {word[index : index + 2] for word in words for index in range(len(word) - 1)}
