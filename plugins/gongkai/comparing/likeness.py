"""How alike the wordings of two places are: by rare pairs of characters, sentence by sentence and clause by clause.

Nobody's reading is looked at: what a task names as its duty plays no part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import exp, log, sqrt

from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Plan
from gongkai.words.bodies import Vocabulary
from gongkai.words.record import Grouped
from gongkai.words.text import HAN
from gongkai.words.tokens import index_tokens

# Where to publish is told in brackets, and alike everywhere.
_WHERE = re.compile("[（(〔][^（()）]*?公开路径.*?[）)〕]", re.DOTALL)
# A document that several things rest on says nothing of which is meant.
_DOCUMENT = re.compile("《[^》]*》")
_SENTENCES, _CLAUSES = re.compile("[。；;\n]"), re.compile("[^，。；;：:\n]+")
_SHORTEST = 6
# By whose rule, under whose guidance and with which exception something is to be done says nothing of what it is.
_ASIDE = re.compile("(?:严格|认真)?(?:按照|根据|依据|遵照|除|在)[^，。；]*(?:要求|规定|精神|外|指导下)")
# Words that stand alike for this long, between signs.
_WORDS, _STRETCH = re.compile(rf"[{HAN}0-9A-Za-z]+"), 4
# A clause of this weight says something of its own; lighter ones count less.
_WEIGHTY = 30.0
# What stands in another task of the place nearly as well tells less.
_ELSEWHERE = 0.5
# So much of the short titles stands in the other wordings that it is a reason.
_TITLED = 0.7
# What each sign counts, and the sum from which on two wordings are rather the same duty than not. Weighed on what is entered of the five
# plans and on the pairs that were judged by reading, so these are no unseen trial; docs/editing.zh-CN.md has figures across the two readings.
_CLAUSE, _COVERED, _NEAREST, _UNITS, _HEADING, _TITLE, _ENOUGH = 6.1, 1.25, 1.0, 1.1, 2.4, 4.5, 4.05
# Long texts meet by chance, and what is the same word for word in many stretches was counted with its clause.
_LONG, _STRETCHES = -0.64, -2.0

Terms = Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Wording:
    """A measure, or what stands before the measures of a task, in the wording of its plan."""

    place: str
    year: int
    task: Task
    measure: Measure | None
    text: str
    # By unit that owes it, all that such bodies are called.
    bodies: tuple[frozenset[str], ...]
    # What it stands under in its plan, and what a person calls it in short.
    heading: str = ""
    title: str = ""

    @property
    def key(self) -> tuple[str, int, str, int | None]:
        return self.place, self.year, self.task.id, self.measure.number if self.measure else None

    @cached_property
    def terms(self) -> Terms:
        return terms(self.text)

    @cached_property
    def sentences(self) -> tuple[Terms, ...]:
        """And the whole, where it has several."""
        parted = [sentence for sentence in _SENTENCES.split(self.text) if len(sentence) >= _SHORTEST]
        return tuple(map(terms, parted if len(parted) == 1 else [*parted, self.text]))

    @cached_property
    def heading_terms(self) -> Terms:
        return terms(self.heading)

    @cached_property
    def title_terms(self) -> Terms:
        return terms(self.title)

    @cached_property
    def stretches(self) -> frozenset[str]:
        """All that stands together for some characters, but for names of documents."""
        words = _WORDS.findall(_DOCUMENT.sub("。", self.text))
        return frozenset(word[at : at + _STRETCH] for word in words for at in range(len(word) - _STRETCH + 1))

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        return clauses(_DOCUMENT.sub("", self.text))


def without_where(text: str) -> str:
    """A wording without the brackets that say where to publish."""
    return _WHERE.sub("", text).strip() or text


def clauses(text: str) -> tuple[str, ...]:
    """What stands between signs; what is short goes with the next."""
    cut: list[str] = []
    waiting = ""
    for clause in _CLAUSES.findall(text):
        waiting += clause
        if len(waiting) >= _SHORTEST:
            cut.append(waiting.strip())
            waiting = ""
    return tuple(clause for clause in cut if not _ASIDE.fullmatch(clause)) or tuple(cut) or (text,)


@lru_cache(8192)
def terms(text: str) -> Terms:
    """How often each term stands there."""
    return Counter(terms_in(text))


def terms_in(text: str) -> Iterator[str]:
    """Pairs of characters, words and numbers, as the search cuts them; single characters tell nothing."""
    return (term for term in index_tokens(text, {}) if len(term) > 1)


def wordings(place: Jurisdiction, plan: Plan, called: Mapping[str, frozenset[str]]) -> Iterator[Wording]:
    """All that a plan asks for."""
    for task in plan.tasks:
        bodies = tuple(called[slug] for slug in task.owing_units if slug in called)
        heading = plan.record.section_of(task).subsection_of(task).title
        opening = ((None, task.opening),) if task.opening else ()
        for measure, text in (*opening, *((measure, measure.text) for measure in task.measures)):
            title = (measure and measure.title) or task.title or ""
            yield Wording(place.slug, plan.year, task, measure, without_where(text), bodies, heading, title)


def _called(place: Jurisdiction, vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """By unit that is no group, all that such bodies are called."""
    units = (unit for unit in place.register.units.values() if not unit.is_group)
    names = ((unit.slug, (*unit.names, *vocabulary.other_names(unit.names))) for unit in units)
    return {slug: frozenset(form for name in known for form in vocabulary.spellings(name)) for slug, known in names}


def _same_units(here: Sequence[frozenset[str]], there: Sequence[frozenset[str]]) -> float:
    """How many of the fewer are among the others; half where only groups owe one of them, which may be anybody."""
    few, many = sorted((here, there), key=len)
    return sum(any(names & others for others in many) for names in few) / len(few) if few else 0.5


@dataclass(frozen=True)
class Likeness:
    """How surely two wordings are the same duty, from 0 to 1, and the clause in which they meet."""

    here: Wording
    there: Wording
    sureness: float
    clause: str
    # Whether the same kind of unit owes both, and whether what each is called in short stands in the other.
    same_units: bool
    same_title: bool


class Library:
    """All wordings, and how rare each term is among them."""

    def __init__(self, places: Iterable[Jurisdiction], vocabulary: Vocabulary) -> None:
        called = ((place, _called(place, vocabulary)) for place in places)
        self.wordings = tuple(wording for place, names in called for plan in place.plans for wording in wordings(place, plan, names))
        self._of_place = Grouped.of((wording.place, wording) for wording in self.wordings)
        self._norms: dict[int, float] = {}
        self._nearest: dict[tuple[int, str], dict[int, int]] = {}

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        counts = Counter(term for wording in self.wordings for term in wording.terms)
        return {term: log(len(self.wordings) / count) for term, count in counts.items()}

    def likenesses(self, here: Iterable[Wording]) -> Iterable[Likeness]:
        """Each of these with all of other places that are rather the same duty than not, the surest first."""
        for wording in here:
            for place, others in self._of_place.items():
                if place != wording.place:
                    alike = (self.likeness(wording, other) for other in others)
                    yield from sorted((it for it in alike if it.sureness > 1 / 2), key=lambda it: (-it.sureness, it.there.key))

    def likeness(self, here: Wording, there: Wording) -> Likeness:
        """Of two of them, from different places."""
        clause, said = max(self._met(here, there), self._met(there, here))
        covered = max(self._share(here.terms, there.terms), self._share(there.terms, here.terms))
        heading = max(self._share(here.heading_terms, there.terms), self._share(there.heading_terms, here.terms))
        title = (self._share(here.title_terms, there.terms) + self._share(there.title_terms, here.terms)) / 2
        units = _same_units(here.bodies, there.bodies)
        known = _CLAUSE * clause + _COVERED * covered + _HEADING * heading + _TITLE * title + _UNITS * units
        known += _NEAREST / min(self._rank(here, there), self._rank(there, here))
        known += _LONG * min(len(here.text), len(there.text)) / 100 + _STRETCHES * self._stretches(here, there)
        return Likeness(here, there, 1 / (1 + exp(_ENOUGH - known)), said, units == 1, title >= _TITLED)

    def _stretches(self, here: Wording, there: Wording) -> float:
        """How much is the same word for word; of much more a little more."""
        return log(1 + sum(self._seldom[stretch] for stretch in here.stretches & there.stretches)) / 5

    @cached_property
    def _seldom(self) -> Mapping[str, float]:
        counts = Counter(stretch for wording in self.wordings for stretch in wording.stretches)
        return {stretch: log(len(self.wordings) / count) for stretch, count in counts.items()}

    def _weight(self, told: Terms) -> float:
        return sum(self._rarity.get(term, 0.0) for term in told)

    def _share(self, told: Terms, other: Terms) -> float:
        """How much of what is told stands in the other, rare terms counting more."""
        whole = self._weight(told)
        return sum(self._rarity.get(term, 0.0) for term in told if term in other) / whole if whole else 0.0

    def _met(self, here: Wording, there: Wording) -> tuple[float, str]:
        """The clause of one that stands in the other and in no other task of its place, and how much of it does."""
        met = []
        for clause, told, weight, shares in self._shares(here, there.place):
            beside = max((share for task, share in shares.items() if task != there.task.id), default=0.0)
            share = self._share(told, there.terms)
            if share >= beside:
                met.append(((share - _ELSEWHERE * beside) * min(1.0, weight / _WEIGHTY), clause))
        return max(met, default=(0.0, ""))

    def _shares(self, here: Wording, place: str) -> Sequence[tuple[str, Terms, float, Mapping[str, float]]]:
        """The clauses of a wording with their terms and their weight, and how much of each stands in each task of a place."""
        key = (id(here), place)
        if key not in self._clauses:
            self._clauses[key] = []
            for clause, told in ((clause, terms(clause)) for clause in here.clauses):
                shares: dict[str, float] = {}
                for other in self._of_place[place]:
                    shares[other.task.id] = max(shares.get(other.task.id, 0.0), self._share(told, other.terms))
                self._clauses[key].append((clause, told, self._weight(told), shares))
        return self._clauses[key]

    @cached_property
    def _clauses(self) -> dict[tuple[int, str], list[tuple[str, Terms, float, Mapping[str, float]]]]:
        return {}

    def _sentence(self, here: Wording, there: Wording) -> float:
        """How alike the sentences are that are most alike."""
        return max((self._cosine(one, other) for one in here.sentences for other in there.sentences), default=0.0)

    def _cosine(self, one: Terms, other: Terms) -> float:
        common = sum(count * other[term] * self._rarity.get(term, 0.0) ** 2 for term, count in one.items() if term in other)
        return common / (self._norm(one) * self._norm(other)) if common else 0.0

    def _norm(self, told: Terms) -> float:
        if id(told) not in self._norms:
            self._norms[id(told)] = sqrt(sum((count * self._rarity.get(term, 0.0)) ** 2 for term, count in told.items()))
        return self._norms[id(told)]

    def _rank(self, here: Wording, there: Wording) -> int:
        """Which of its place it is by the likeness of sentences, from 1 on."""
        key = (id(here), there.place)
        if key not in self._nearest:
            in_order = sorted(self._of_place[there.place], key=lambda other: -self._sentence(here, other))
            self._nearest[key] = {id(other): rank for rank, other in enumerate(in_order, start=1)}
        return self._nearest[key][id(there)]
