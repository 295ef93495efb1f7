"""What speaks for and against a title being evidence for a measure, sign by sign, each about from 0 to 1; and what each sign weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from math import exp, log

from gongkai.records.portal import Node

from .saying import Said
from .titles import TitleWords, has
from .wanted import Terms, Wanted

# Fitted on the judged lists of tests/cases by `python3 -m benchmarks.lists --fit`, which also tries each family by the weights of the others.
ALONE = -9.26
WEIGHTS = {
    # How it is worded: so much of the title stands in what is said of the measure; the title and one clause are alike; it is what the measure is called.
    "covered": 8.01,
    "alike": 2.46,
    "called": 3.83,
    # What kind of thing it is, and what it speaks of, in the words of plans.
    "kind": 3.49,
    "second_kind": 2.01,
    "concern": 1.04,
    # The measure is called after another kind of thing; it is a draft for comment.
    "unasked": -3.11,
    "draft": -4.42,
    # The list is a column in which the measure is to be published, or is none of those.
    "in_column": 1.67,
    "other_column": -1.69,
    # The title names a body that no plan knows, or a unit that does not owe the measure.
    "strange": -2.80,
    "other_unit": -2.76,
    # The unit: it published; another that owes it did; such matters belong to it; the plan names it; the site of the column is its own;
    # it is a group that lists nobody, of which the author may be.
    "author": 3.70,
    "not_author": -3.52,
    "belongs": 1.37,
    "named": 2.10,
    "host": 2.10,
    "unlisted": 0.72,
}
# The longest stretch that is looked for in both, and the shortest.
_LONGEST, _SHORTEST = 16, 4


def sureness(signs: dict[str, float]) -> float:
    """How likely it is that it is rather than that it is nothing, from 0 to 1."""
    return 1 / (1 + exp(-ALONE - sum(WEIGHTS[name] * value for name, value in signs.items())))


class Rarity:
    """How much terms and words tell among the measures of a plan."""

    def __init__(self, measures: tuple[Wanted, ...]) -> None:
        self.measures = measures
        counts = Counter(term for wanted in measures for term in wanted.terms)
        self.unknown = log(len(measures) + 1)
        self._weights = {term: self._told_by(count) for term, count in counts.items()}
        self._spreads: dict[str, float] = {}

    def _told_by(self, count: int) -> float:
        return self.unknown - log(count + 0.5)

    def weight(self, term: str) -> float:
        return self._weights.get(term, self.unknown)

    def share(self, told: Terms, other: Terms) -> float:
        """How much of what is told stands in the other, rare terms counting more."""
        whole = sum(map(self.weight, told))
        return sum(self.weight(term) for term in told if term in other) / whole if whole else 0.0

    def spread(self, word: str) -> float:
        """1 for a word of one measure, less the more have it."""
        if word not in self._spreads:
            self._spreads[word] = self._told_by(sum(word in wanted.own for wanted in self.measures)) / self.unknown
        return self._spreads[word]


class Likeness:
    """A title held against a measure, for a list that stands for a column or for none."""

    def __init__(self, rarity: Rarity, words: TitleWords, said: Said, wanted: Wanted, column: Node | None) -> None:
        self.rarity, self.words, self.said, self.wanted, self.column = rarity, words, said, wanted, column

    @cached_property
    def is_in_column(self) -> bool:
        return self.column is not None and self.wanted.is_in(self.column.slug)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What plans call its kind, as far as the measure asks for that, the most telling first."""
        return self._standing(self.said.kinds)

    @cached_property
    def concerns(self) -> tuple[str, ...]:
        """The same of what it speaks of."""
        return self._standing(self.said.concerns - self.said.kinds)

    def _standing(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted((word for word in words if word in self.wanted.own), key=lambda word: (-self.rarity.spread(word), word)))

    @cached_property
    def signs(self) -> dict[str, float]:
        """Those that are the same for all units."""
        said, wanted, words = self.said, self.wanted, self.words
        share = self.rarity.share
        kind, second, *_ = (*map(self.rarity.spread, self.kinds), 0.0, 0.0)
        return {
            "covered": share(said.terms, wanted.terms),
            "alike": max((share(said.terms, clause) * share(clause, said.terms)) ** 0.5 for clause in wanted.clauses),
            "called": share(wanted.called, said.meaning),
            "kind": kind,
            "second_kind": second,
            "concern": next(map(self.rarity.spread, self.concerns), 0.0),
            "unasked": float(words.is_unasked(said.title, wanted.short)),
            "draft": float(has(said.whole, words.drafts.titles)),
            "in_column": float(self.is_in_column),
            "other_column": float(self.column is not None and bool(wanted.columns) and not self.is_in_column),
            "strange": float(said.is_strange),
        }

    @property
    def stretch(self) -> str:
        """The most telling words in a row that stand in both."""
        told = (
            (sum(map(self.rarity.weight, map("".join, pairwise(it)))), it)
            for run in self.said.matter.split()
            for it in self._stretches(run)
        )
        return max(told, default=(0.0, ""))[1]

    def _stretches(self, run: str) -> Iterator[str]:
        """From each character on the longest that stands in the measure."""
        for start in range(len(run)):
            ends = range(min(len(run), start + _LONGEST), start + _SHORTEST - 1, -1)
            yield from next(([run[start:end]] for end in ends if run[start:end] in self.wanted.own), ())
