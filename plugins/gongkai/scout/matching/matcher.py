"""Which measures of a plan an entry of a list may be evidence for: by column, unit, wording and year. It proposes; a person decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Plan, Portal

from ..lists.entries import Listed
from . import titles
from .saying import Reader, Said
from .wanted import Terms, Wanted, all_wanted

MOST = 3
# The longest stretch that is looked for in both, and the shortest that tells anything.
_LONGEST, _SHORTEST = 16, 4
# A stretch with so many pairs of characters that no other measure has tells all that a stretch can.
_TELLING = 6
_CALLS = re.compile("关于.*(?:通知|启事|函)$")
# What each sign counts: weighed on the judged lists of fifteen families, tried on each family by what the others gave.
_ALONE = -5.57
_COVERED, _CLAUSE, _STRETCH, _MOST_COVERED = 1.14, 1.25, 0.91, 2.94
_WORD, _SECOND_WORD = 3.56, 1.47
_IN_COLUMN, _OTHER_COLUMN = 0.48, -0.39
_OWES, _OF_GROUP, _OTHER_UNIT, _ITS_MATTER, _SECOND_UNIT = 1.21, 0.35, -0.89, 0.65, -3.66
# The surest has to be likelier than this; the next are shown with it, down to the other.
_ENOUGH, _BESIDE = 1 / (1 + exp(2.3)), 1 / (1 + exp(5))


@dataclass(frozen=True)
class Match:
    """A measure and a unit that owes it, how surely an entry is evidence for them, from 0 to 1, and what speaks for it."""

    task: Task
    measure: Measure
    unit: str
    sureness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Likeness:
    """How a title meets a measure."""

    wanted: Wanted
    covered: float
    clause: float
    clause_text: str
    stretch: str
    told_by_stretch: float
    words: tuple[str, ...]


class Matcher:
    """Made once for a plan."""

    def __init__(self, portal: Portal, place: Jurisdiction, plan: Plan) -> None:
        self.plan, self.register = plan, place.register
        self.words = titles.engine()
        self.reader = Reader(place, portal.vocabulary, portal.daily_words, self.words)
        self.wanted = tuple(all_wanted(place, plan))
        counts = Counter(term for wanted in self.wanted for term in wanted.terms)
        self._unknown = log(len(self.wanted) + 1)
        self._rarity = {term: self._unknown - log(count + 0.5) for term, count in counts.items()}
        self._spreads: dict[str, float] = {}

    def matches(self, entry: Listed, column: str | None) -> tuple[Match, ...]:
        """The likeliest, at most three and the surest first; none where nothing is likely enough, or the entry is of another place."""
        if self.reader.is_of_elsewhere(entry.title):
            return ()
        said = self.reader.read(entry.title)
        possible = [wanted for wanted in self.wanted if self._is_in_time(entry, said, wanted) and self._is_the_thing(said, wanted)]
        alike = [self._likeness(said, wanted) for wanted in possible]
        most = max((it.covered for it in alike), default=0.0) or 1.0
        matches = sorted((match for it in alike for match in self._matches(said, it, column, most)), key=lambda it: -it.sureness)
        return tuple(it for it in matches if it.sureness >= _BESIDE)[:MOST] if matches and matches[0].sureness >= _ENOUGH else ()

    # --- what it cannot be ------------------------------------------------------------------------

    def _is_in_time(self, entry: Listed, said: Said, wanted: Wanted) -> bool:
        """A report is of a year that its task names, else of the plan's or, but for that on openness, the one before; all else is published in the plan's."""
        day, year = entry.published_on, self.plan.year
        if said.years and any(word in said.title for word in self.words.reports):
            about = wanted.years or ({year} if "信息公开" in said.title else {year, year - 1})
            return bool(said.years & about) and (day is None or year <= day.year <= year + 1)
        return day is None or day.year == year

    def _is_the_thing(self, said: Said, wanted: Wanted) -> bool:
        """Whether it can be what the measure asks for, and no report, draft or call on the way to it."""
        title, text, words = said.title, wanted.text, self.words
        if any(it in title for it in words.asks) and _CALLS.search(title):
            return False
        if any(genre.only and genre.is_of(title) and not any(it in text for it in genre.plans) for genre in words.genres):
            return False
        if any(it in title and not any(same in text for same in words.same(it)) for it in (*words.drafts, *words.others)):
            return False
        return not any(it in title for it in words.news) or any(it in title and it in text for it in words.acts)

    # --- how alike --------------------------------------------------------------------------------

    def _likeness(self, said: Said, wanted: Wanted) -> _Likeness:
        clauses = zip(wanted.clause_terms, wanted.clauses, strict=True)
        clause, text = max(((self._share(terms, said.terms) * self._share(said.terms, terms)) ** 0.5, text) for terms, text in clauses)
        stretch = self._stretch(said.matter, wanted.text)
        told = sum(self._weight(pair) for pair in map("".join, pairwise(stretch)))
        words = tuple(sorted((word for word in said.words if word in wanted.text), key=lambda word: (-self._spread(word), word)))
        telling = min(1.0, told / (_TELLING * self._unknown))
        return _Likeness(wanted, self._share(said.terms, wanted.terms), clause, text, stretch, telling, words)

    def _stretch(self, matter: str, text: str) -> str:
        """The longest that stands in both."""
        for length in range(min(len(matter), _LONGEST), _SHORTEST - 1, -1):
            for start in range(len(matter) - length + 1):
                stretch = matter[start : start + length]
                if " " not in stretch and stretch in text:
                    return stretch
        return ""

    def _share(self, told: Terms, other: Terms) -> float:
        """How much of what is told stands in the other, rare terms counting more."""
        whole = sum(map(self._weight, told))
        return sum(self._weight(term) for term in told if term in other) / whole if whole else 0.0

    def _weight(self, term: str) -> float:
        return self._rarity.get(term, self._unknown)

    def _spread(self, word: str) -> float:
        """1 for a word of one measure, less the more have it."""
        if word not in self._spreads:
            count = sum(word in wanted.text for wanted in self.wanted)
            self._spreads[word] = (self._unknown - log(count + 0.5)) / self._unknown
        return self._spreads[word]

    # --- for whom ---------------------------------------------------------------------------------

    def _matches(self, said: Said, alike: _Likeness, column: str | None, most: float) -> Iterator[Match]:
        wanted = alike.wanted
        word, second = (*map(self._spread, alike.words), 0.0, 0.0)[:2]
        known = _ALONE + _COVERED * alike.covered + _CLAUSE * alike.clause + _STRETCH * alike.told_by_stretch
        known += _MOST_COVERED * alike.covered / most + _WORD * word + _SECOND_WORD * second
        if column is not None:
            known += _IN_COLUMN if wanted.is_in(column) else _OTHER_COLUMN
        known += self._said_of_unit(said, wanted) + _ITS_MATTER * any(self._belongs(said, unit.slug) for unit in wanted.named_units)
        for position, unit in enumerate(self._units(said, wanted)):
            sureness = 1 / (1 + exp(-known - _SECOND_UNIT * position))
            yield Match(wanted.task, wanted.measure, unit, sureness, tuple(self._reasons(said, alike, column, unit)))

    def _said_of_unit(self, said: Said, wanted: Wanted) -> float:
        if said.unit is None:
            return 0.0
        if any(unit.slug == said.unit for unit in wanted.units):
            return _OWES
        return _OF_GROUP if wanted.has_group else _OTHER_UNIT

    def _belongs(self, said: Said, unit: str) -> bool:
        return bool(said.bodies & self.reader.called.get(unit, frozenset()))

    def _units(self, said: Said, wanted: Wanted) -> tuple[str, ...]:
        """Who is meant, the two likeliest: whom the title names, to whom the matter belongs, whom the plan names."""
        named = [unit.slug for unit in wanted.named_units]
        author = [said.unit] if said.unit and (said.unit in named or wanted.has_group) else []
        answering = self._answering(said) if wanted.has_group else []
        likely = (*author, *(slug for slug in named if self._belongs(said, slug)), *answering, *named)
        return tuple(dict.fromkeys(likely))[:2] or (wanted.units[0].slug,)

    def _answering(self, said: Said) -> list[str]:
        return [slug for slug in self.reader.called if self._belongs(said, slug)] if said.bodies else []

    def _reasons(self, said: Said, alike: _Likeness, column: str | None, unit: str) -> Iterator[str]:
        if alike.stretch:
            yield f"标题和任务里都有“{alike.stretch}”"
        elif alike.words:
            yield f"标题说的是任务里的“{alike.words[0]}”"
        if column is not None and alike.wanted.is_in(column):
            yield "就在任务要求的栏目里"
        if unit == said.unit:
            yield f"标题写明是{self.register.units[unit].name}"
        elif self._belongs(said, unit):
            yield f"这类事归{self.register.units[unit].name}管"
