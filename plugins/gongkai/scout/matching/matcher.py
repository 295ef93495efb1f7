"""Which measures of a plan an entry of a list may be evidence for: by column, unit, wording and year. It proposes; a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import exp

from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Plan, Portal

from ..lists.entries import Listed
from . import titles
from .saying import Reader, Said
from .signs import Likeness, Rarity, sureness
from .titles import has
from .wanted import Wanted, all_wanted

MOST = 3
_MOST_UNITS = 5
# The surest has to be likelier than this; the next are shown with it, down to the other.
_ENOUGH, _BESIDE = 1 / (1 + exp(2)), 1 / (1 + exp(4))


@dataclass(frozen=True)
class Match:
    """A measure and a unit that owes it, how surely an entry is evidence for them, from 0 to 1, and what speaks for it."""

    task: Task
    measure: Measure
    unit: str
    sureness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A measure and a unit that an entry can be evidence for, with what speaks for them and against them."""

    alike: Likeness
    unit: str
    signs: dict[str, float]

    @cached_property
    def sureness(self) -> float:
        return sureness(self.signs)


class Matcher:
    """Made once for a plan."""

    def __init__(self, portal: Portal, place: Jurisdiction, plan: Plan) -> None:
        self.plan, self.register = plan, place.register
        self.words = titles.engine()
        self.reader = Reader(place, portal.vocabulary, portal.daily_words, self.words)
        self.wanted = tuple(all_wanted(portal, place, plan))
        self.rarity = Rarity(self.wanted)

    def matches(self, entry: Listed, column: str | None) -> tuple[Match, ...]:
        """The likeliest, at most three and the surest first; none where nothing is likely enough."""
        likeliest = sorted(self.candidates(entry, column), key=lambda it: -it.sureness)[:MOST]
        if not likeliest or likeliest[0].sureness < _ENOUGH:
            return ()
        return tuple(self._match(it) for it in likeliest if it.sureness >= _BESIDE)

    def candidates(self, entry: Listed, column: str | None) -> Iterator[Candidate]:
        """All that it can be evidence for, in the order of the plan."""
        said, node = self.reader.read(entry.title, entry.author), self.register.nodes.get(column or "")
        host = self.reader.unit_of(node.site.name) if node else None
        demands = tuple(self._demands(said))
        for wanted in self.wanted:
            if self._is_in_time(entry, said, wanted) and all(has(wanted.own, words) for words in demands):
                yield from self._candidates(Likeness(self.rarity, self.words, said, wanted, node), host)

    # --- what it cannot be ------------------------------------------------------------------------

    def _is_in_time(self, entry: Listed, said: Said, wanted: Wanted) -> bool:
        """A report is of a year that its task names, else of the plan's or, but for that on openness, the one before; all else is published in the plan's."""
        day, year = entry.published_on, self.plan.year
        if said.years and has(said.title, self.words.reports):
            about = wanted.years or ({year} if "信息公开" in said.title else {year, year - 1})
            return bool(said.years & about) and (day is None or year <= day.year <= year + 1)
        return day is None or day.year == year

    def _demands(self, said: Said) -> Iterator[tuple[str, ...]]:
        """Of what such a title is evidence for has to speak, one word of each: of drafts, news, things from above; nothing is where it is no evidence at all."""
        title, words = said.title, self.words
        if said.origin == "elsewhere" or words.is_call(title):
            yield ()
        if said.origin == "above":
            yield words.above
        if has(said.whole, words.drafts.titles):
            yield words.drafts.plans
        if words.is_news(title):
            yield words.acts_in(title)
        yield from (genre.plans for genre in words.genres if genre.only and genre.is_of(title))
        yield from (words.same(it) for it in words.others if it in title)

    # --- for whom ---------------------------------------------------------------------------------

    def _candidates(self, alike: Likeness, host: str | None) -> Iterator[Candidate]:
        said, wanted = alike.said, alike.wanted
        is_owed = said.unit is not None and wanted.is_owed_by(self.register.units[said.unit])
        named = [unit.slug for unit in wanted.named_units]
        unlisted = wanted.unlisted(self.register.units[said.unit]) if said.unit else ()
        for unit in (*self._units(said, wanted, [slug for slug in (said.unit if is_owed else None, host) if slug]), *unlisted):
            yield Candidate(
                alike,
                unit,
                {
                    **alike.signs,
                    "other_unit": float(said.unit is not None and not is_owed),
                    "author": float(unit == said.unit),
                    "not_author": float(is_owed and unit != said.unit and unit not in unlisted),
                    "unlisted": float(unit in unlisted),
                    "belongs": float(self._belongs(said, unit)),
                    "named": float(unit in named),
                    "host": float(unit == host and said.unit is None),
                },
            )

    def _units(self, said: Said, wanted: Wanted, authors: list[str]) -> tuple[str, ...]:
        """Who may be meant, the likeliest first: whom the title names, to whom the matter belongs, whom the plan names; of a group also the office."""
        named = [unit.slug for unit in wanted.named_units]
        called = self.reader.called
        belonging = [
            slug for bodies in (said.bodies, said.other_bodies) for slug in (*named, *called) if bodies & called.get(slug, frozenset())
        ]
        likely = (*authors, *belonging, *named, *self._offices)
        owing = (
            slug for slug in dict.fromkeys(likely) if slug in named or (wanted.groups and wanted.is_owed_by(self.register.units[slug]))
        )
        return tuple(owing)[:_MOST_UNITS]

    def _belongs(self, said: Said, unit: str) -> bool:
        return bool(said.bodies & self.reader.called.get(unit, frozenset()))

    @cached_property
    def _offices(self) -> tuple[str, ...]:
        return tuple(slug for slug, unit in self.register.units.items() if unit.kind == "office" and "政府办" in unit.name)

    # --- why --------------------------------------------------------------------------------------

    def _match(self, candidate: Candidate) -> Match:
        wanted = candidate.alike.wanted
        return Match(wanted.task, wanted.measure, candidate.unit, candidate.sureness, tuple(self._reasons(candidate)))

    def _reasons(self, candidate: Candidate) -> Iterator[str]:
        alike, said, unit = candidate.alike, candidate.alike.said, candidate.unit
        words = (*alike.kinds, *alike.concerns)
        if alike.stretch:
            yield f"标题和任务里都有“{alike.stretch}”"
        elif words:
            yield f"标题说的是任务里的“{words[0]}”"
        if alike.is_in_column:
            yield "就在任务要求的栏目里"
        if unit == said.unit:
            yield f"标题写明是{self.register.units[unit].name}"
        elif self._belongs(said, unit):
            yield f"这类事归{self.register.units[unit].name}管"
