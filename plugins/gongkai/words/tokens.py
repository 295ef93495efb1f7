"""How text is cut for search: the same rules as theme/scripts/engine/tokens.js, held together by tests/cases/tokens.json.

Chinese has no blanks between words, and dictionaries cut 发改委 differently in every program.
Single characters and overlapping pairs need no dictionary and never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import add

from .text import HAN, normal

_RUN = re.compile(f"[{HAN}]+|[a-z0-9]+")
_IS_HAN = re.compile(f"[{HAN}]")
# 1.2.3, 6月, 2021年, 12号: numbers that mean something only with what stands beside them.
NUMBERED = r"[0-9]+(?:\.[0-9]+)+(?![a-z0-9])|[0-9]+[年月日号]"
_IS_NUMBERED = re.compile(NUMBERED)
_HAS_DIGIT = re.compile("[0-9]")
_ANY = re.compile(f"{NUMBERED}|{_RUN.pattern}")
_BRACKETED = re.compile(f"([{HAN}])\\(([{HAN}])\\)([{HAN}])")
SHORTEST_PHRASE = 4
# Documents repeat each other: every county copies its province.
_REMEMBERED = 16_384
# A whole name is one more term, so that 发改委 finds the body called so before all that only mention it.
WHOLE = "="

# Phrases by their first two characters.
Phrases = Mapping[str, tuple[str, ...]]


def runs(text: str) -> list[str]:
    """Unbroken stretches of Chinese, and words of letters and digits, in order."""
    return _RUN.findall(normal(text))


def han_runs(text: str) -> list[str]:
    """The Chinese ones of them."""
    return [run for run in runs(text) if _IS_HAN.match(run)]


def numbered(text: str) -> list[str]:
    """Numbers of tasks (1.2.3), and numbers with their 年, 月, 日 or 号, in order."""
    return _numbered(normal(text))


def _numbered(text: str) -> list[str]:
    # Most texts have no digit at all.
    return [term for term in _ANY.findall(text) if _IS_NUMBERED.fullmatch(term)] if _HAS_DIGIT.search(text) else []


@lru_cache(_REMEMBERED)
def whole(name: str) -> str:
    """The term of a whole name; what stands between its characters does not count."""
    return WHOLE + "".join(numbered(name) if _IS_NUMBERED.fullmatch(normal(name)) else runs(name))


def phrases(names: Iterable[str]) -> Phrases:
    """Names that become terms of their own wherever they stand; shorter ones are found as cheaply by their pairs."""
    by_pair: dict[str, dict[str, None]] = {}
    for name in names:
        for run in han_runs(name):
            if len(run) >= SHORTEST_PHRASE:
                by_pair.setdefault(run[:2], {})[run] = None
    return {pair: tuple(beginning_so) for pair, beginning_so in by_pair.items()}


def index_tokens(text: str, known: Phrases) -> list[str]:
    """Every term of a text: characters, pairs, known phrases, words, numbered things; as often as it stands there."""
    return cutter(known)(text)


def cutter(known: Phrases) -> Callable[[str], list[str]]:
    """Gives the terms of one text after another, as `index_tokens` does; what stands in many texts is cut once."""

    @lru_cache(_REMEMBERED)
    def cut(run: str) -> tuple[str, ...]:
        if not _IS_HAN.match(run):
            return (run,)
        pairs = tuple(map(add, run, run[1:]))
        return (*run, *pairs, *_phrases(run, pairs, known))

    def terms(text: str) -> list[str]:
        compared = normal(text)
        return [*chain.from_iterable(map(cut, _RUN.findall(compared))), *_bracketed(compared), *_numbered(compared)]

    return terms


def _phrases(run: str, pairs: Iterable[str], known: Phrases) -> Iterator[str]:
    for pair in known.keys() & set(pairs):
        for phrase in known[pair]:
            yield from (phrase,) * run.count(phrase)


def _bracketed(text: str) -> Iterator[str]:
    """村（居）务 is 村务 and 居务."""
    for before, inside, after in _BRACKETED.findall(text) if "(" in text else ():
        yield from (before + after, inside + after)
