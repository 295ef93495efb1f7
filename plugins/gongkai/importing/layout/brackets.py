"""Paragraphs, brackets and names of documents in the words of a notice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from gongkai.words.folding import fold
from gongkai.words.numerals import COUNTING
from gongkai.words.text import tidy, visible

_OPENING, _CLOSING = "([{〔【《“「『", ")]}〕】》”」』"
# A line that begins so is a paragraph of its own, not the rest of the one before.
_ITEM = re.compile(rf"\s*(?:[(（]?[0-9０-９{COUNTING}]{{1,3}}[)）.．、]|[①-⑳]|公开路径)")
_SENTENCE_END = re.compile(r"[。；;！？!?：:〕】]$")


def paragraphs(text: str) -> str:
    """Each paragraph tidy and on a line of its own; lines that a narrow cell broke are joined."""
    joined: list[str] = []
    for line in filter(None, map(tidy, visible(text).split("\n"))):
        if joined and not _SENTENCE_END.search(joined[-1]) and not _ITEM.match(line):
            joined[-1] = tidy(f"{joined[-1]} {line}")
        else:
            joined.append(line)
    return "\n".join(joined)


@lru_cache(64)
def depths(text: str) -> tuple[int, ...]:
    """How many brackets and quotation marks are open at each character of a folded text; a bracket counts as inside.

    What is never closed does not count: a stray bracket must not swallow the rest of a cell.
    """
    depth, pairs = [0] * len(text), []
    waiting: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if character in _OPENING:
            waiting.append((character, index))
        elif character in _CLOSING:
            opening = _OPENING[_CLOSING.index(character)]
            position = next((before for before in reversed(range(len(waiting))) if waiting[before][0] == opening), None)
            if position is not None:
                pairs.append((waiting[position][1], index))
                del waiting[position:]
    for first, last in pairs:
        for index in range(first, last + 1):
            depth[index] += 1
    return tuple(depth)


def without_titles(text: str) -> str:
    """A folded text with the names of documents blanked out, character for character: a date in a name is no date."""
    return re.sub("《[^《》]*(?:《[^《》]*》[^《》]*)*》|〔[0-9]{4}〕[0-9]*号?", lambda name: "□" * len(name.group()), text)


def signs(folded: str, pattern: str | re.Pattern[str]) -> list[re.Match[str]]:
    """Where a pattern stands in a folded text outside brackets."""
    depth = depths(folded)
    return [match for match in re.finditer(pattern, folded) if match.group() and not depth[match.start()]]


def split(text: str, pattern: str | re.Pattern[str]) -> list[str]:
    """What stands between the signs, less what is blank."""
    return without(text, [match.span() for match in signs(fold(text), pattern)])


def without(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The stretches between the spans of a text, less what is blank; a span may be empty."""
    bounds = [(0, 0), *sorted(spans), (len(text), len(text))]
    pieces = (text[end:start].strip() for (_, end), (start, _) in pairwise(bounds))
    return [piece for piece in pieces if piece]
