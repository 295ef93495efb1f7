"""How alike two wordings are, and what differs: years and other numbers change lawfully from plan to plan, words do not."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeVar

from gongkai.words.numerals import DIGITS, digit_by_digit
from gongkai.words.numerals import value as value_of
from gongkai.words.text import letters, normal, tidy
from gongkai.words.tokens import cutter

# Below this two texts are two matters; above the other, all that a text says stands in a longer one.
NEAR, WITHIN = 0.5, 0.8
YEAR = re.compile("20[0-9]{2}")
_NUMBER = re.compile(rf"[0-9]+|[{DIGITS}十百两]+(?=次|年|个?月|日|季度|期|场|件|篇)")
_SHORTEST_SAME = 2

Mine = TypeVar("Mine")
Theirs = TypeVar("Theirs")
Score = tuple[float, ...] | None


def frame(text: str) -> str:
    """A text in its normal form, each number as a nought, without blanks: equal where only numbers differ."""
    return "".join(_NUMBER.sub("0", normal(text)).split())


def skeleton(text: str) -> str:
    """The letters of a text in its normal form, each number as a nought: equal where only numbers and signs differ."""
    return letters(frame(text))


def numbers(text: str) -> list[str]:
    """The numbers of a text in order."""
    return _NUMBER.findall(normal(text))


def renumbered(value: str, before: str, now: str) -> str | None:
    """What people wrote about a wording of last year, with the numbers of this year's; None where these do not tell them."""
    was, changed = numbers(before), numbers(now)
    if len(was) != len(changed):
        return None if numbers(value) else value
    became: dict[str, set[str]] = {}
    for old, new in zip(was, changed, strict=True):
        became.setdefault(old, set()).add(new)
    own = {number: _became(number, became) for number in numbers(value)}
    return None if None in own.values() else _NUMBER.sub(lambda match: own.get(match.group()) or match.group(), value)


def _became(number: str, became: Mapping[str, set[str]]) -> str | None:
    """A number as it is this year; a year may be written in digits where the wording has it in words."""
    in_words = digit_by_digit(int(number)) if YEAR.fullmatch(number) else number
    known = became.get(number) or {number if new == in_words else str(value_of(new)) for new in became.get(in_words, ())}
    if not known:
        return None if YEAR.fullmatch(number) else number
    return next(iter(known)) if len(known) == 1 else None


def rests_on_unchanged(value: str, before: str, now: str) -> bool:
    """True when the letters that a value took from a wording still stand in it side by side, whatever came between others."""
    kept, was, is_now = skeleton(value), skeleton(before), skeleton(now)
    lost = set(pairwise(kept)) & set(pairwise(was)) - set(pairwise(is_now))
    return not any(is_now.count(letter) < was.count(letter) for pair in lost for letter in pair)


class Likeness:
    """Compares texts by their tokens; what stands in many of them says little."""

    def __init__(self, texts: Collection[str]) -> None:
        terms = cutter({})
        self._terms = {text: Counter(terms(_NUMBER.sub("0", normal(text)))) for text in texts}
        often = Counter(term for text in texts for term in self._terms[text])
        self._weights = {term: math.log(1 + len(texts) / times) for term, times in often.items()}

    def ratio(self, left: str, right: str) -> float:
        """From 0 to 1, as difflib has it: twice what both say, of all that they say."""
        whole = self._shared(left, left) + self._shared(right, right)
        return 2 * self._shared(left, right) / whole if whole else 1.0

    def within(self, short: str, long: str) -> float:
        """How much of a text stands in another one."""
        return self._shared(short, long) / (self._shared(short, short) or 1)

    def _shared(self, left: str, right: str) -> float:
        both = self._terms[left] & self._terms[right]
        return sum(times * self._weights[term] for term, times in both.items())


def best_pairs(left: Iterable[Mine], right: Collection[Theirs], score: Callable[[Mine, Theirs], Score]) -> dict[Mine, Theirs]:
    """One-to-one, the best pair of all first; a pair without a score is none."""
    scored = [(value, mine, theirs) for mine in left for theirs in right if (value := score(mine, theirs))]
    pairs: dict[Mine, Theirs] = {}
    for _, mine, theirs in sorted(scored, key=lambda pair: pair[0], reverse=True):
        if mine not in pairs and theirs not in pairs.values():
            pairs[mine] = theirs
    return pairs


@dataclass(frozen=True)
class Stretch:
    """Words of two wordings laid over each other: in both, or only of last year's, or only of this year's."""

    text: str
    mark: str = ""


GONE, NEW = "gone", "new"


def laid_over(before: str, now: str) -> tuple[Stretch, ...]:
    """Both wordings in one, with what each has alone; a letter that both have by chance between two changes counts as changed."""
    old, new = tidy(before), tidy(now)
    stretches: list[tuple[str, str, bool]] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_same = kind == "equal" and (end - start >= _SHORTEST_SAME or start == 0 or end == len(old))
        if stretches and not is_same and not stretches[-1][2]:
            stretches[-1] = (stretches[-1][0] + old[start:end], stretches[-1][1] + new[begin:stop], False)
        else:
            stretches.append((old[start:end], new[begin:stop], is_same))
    marked = ((Stretch(gone),) if is_same else (Stretch(gone, GONE), Stretch(come, NEW)) for gone, come, is_same in stretches)
    return tuple(stretch for both in marked for stretch in both if stretch.text)


@dataclass(frozen=True)
class Names:
    """New names of units, and what they were; both years' words compared as if nobody had been renamed."""

    before: Mapping[str, str]

    def as_before(self, text: str) -> str:
        """A text with the names that units had."""
        return _replaced(text, self.before)

    def as_now(self, text: str) -> str:
        """A text with the names that units have."""
        return _replaced(text, {old: new for new, old in self.before.items()})

    def is_same(self, now: str, before: str) -> bool:
        """Whether words are those of last year, but for numbers and new names."""
        return skeleton(self.as_before(now)) == skeleton(before)

    def fitting(self, written: str | None, before: str, now: str) -> str | None:
        """What people wrote about a wording, with this year's numbers and names; None where its words are gone."""
        current = self.as_before(now)
        fits = renumbered(written, before, current) if written and rests_on_unchanged(written, before, current) else None
        return self.as_now(fits) if fits else None


def _replaced(text: str, names: Mapping[str, str]) -> str:
    """A text with other names, the longest first."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, names[name])
    return text
