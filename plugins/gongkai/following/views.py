"""What the pages of changes show: how much of each month, and the entries themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from gongkai.pages.pictures import MomentView
from gongkai.pages.views import Link, Neighbours, PlanSummary, View

# So many words of what turned are read at a glance.
_MOST_TURNS = 4


@dataclass(frozen=True)
class EnteredMonth:
    """What was entered in a month, told in one line: how much, how much of it turned a badge, and which into which."""

    link: Link
    count: int
    turned: int
    turns: tuple[tuple[str, str, int], ...]

    @classmethod
    def of(cls, link: Link, views: Sequence[MomentView]) -> EnteredMonth:
        turned = [view.turn for view in views if view.turn.is_any]
        words = Counter((turn.before.word, turn.after.word) for turn in turned if turn.before.word != turn.after.word)
        return cls(link, len(views), len(turned), tuple((*pair, number) for pair, number in words.most_common(_MOST_TURNS)))


class AlikeMoments(NamedTuple):
    """What was entered on one day of several tasks in the same words, as of one task if it is only one."""

    moments: tuple[MomentView, ...]

    @property
    def first(self) -> MomentView:
        return self.moments[0]


@dataclass(frozen=True)
class DayEntries:
    """What was entered on one day."""

    on: date
    entries: tuple[AlikeMoments, ...]

    @classmethod
    def of(cls, on: date, views: Iterable[MomentView]) -> DayEntries:
        alike: dict[tuple[str, ...], list[MomentView]] = {}
        for view in views:
            alike.setdefault((view.moment.label, view.moment.text, view.moment.url or "", view.registrar), []).append(view)
        return cls(on, tuple(AlikeMoments(tuple(same)) for same in alike.values()))


@dataclass(frozen=True)
class PlanEntries:
    """Entries of a plan by the day of entry, newest first."""

    plan: PlanSummary
    anchor: str
    days: tuple[DayEntries, ...]

    @classmethod
    def of(cls, plan: PlanSummary, anchor: str, views: Iterable[MomentView]) -> PlanEntries:
        days = groupby(views, key=lambda view: view.moment.entered_on)
        return cls(plan, anchor, tuple(DayEntries.of(day, of_day) for day, of_day in days))


@dataclass(frozen=True)
class ChangesView(View):
    """The months of a place or of a plan, newest first; `feed` is the address of the same as a feed, `feed_title` its name."""

    template = "changes"
    months: tuple[EnteredMonth, ...]
    feed: str
    feed_title: str


class PlaceChanges(NamedTuple):
    """Where the changes of a place are told, its newest month, if anything was entered, and its first day."""

    link: Link
    newest: EnteredMonth | None
    on: date | None


@dataclass(frozen=True)
class AllChangesView(View):
    """The places, each with its newest month; where they are too many for one page, the way to all."""

    template = "all_changes"
    places: tuple[PlaceChanges, ...]
    feed: str
    feed_title: str
    all_places: Link | None = None


@dataclass(frozen=True)
class MonthView(View):
    """A month, or one of its `pages` where they are several."""

    template = "month"
    place_name: str
    month: EnteredMonth
    plans: tuple[PlanEntries, ...]
    pages: tuple[Link, ...]
    neighbours: Neighbours
