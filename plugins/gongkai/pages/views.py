"""A page of the site, links, tallies, and how any page names places and their plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import ClassVar, NamedTuple, TypeVar

from gongkai.judging.verdicts import BADGES, Badge, Verdict, states
from gongkai.records.fields import Opening

from . import addresses
from .sentences import Sentence

T = TypeVar("T")


@dataclass(frozen=True)
class Link:
    """A title and the address from the site root it leads to."""

    title: str
    address: str


HOME_LINK = Link("首页", addresses.HOME)
# The kind of a page that stands where another was, and leads on to it.
MOVED = "moved"


@dataclass(frozen=True)
class Head:
    """What a page says of itself: `kind` is its data-page, `trail` the way to it from the home page, `crumbs` the same in fewer words.

    `where` keeps equal titles apart in a browser's tabs.
    """

    address: str
    kind: str
    title: str
    description: str
    trail: tuple[Link, ...] = ()
    crumbs: tuple[Link, ...] = ()
    where: str = ""
    units_address: str = addresses.UNITS
    is_demonstration: bool = False

    @property
    def breadcrumb(self) -> tuple[Link, ...]:
        """What stands above the title: the home page only where nothing else does."""
        return self.crumbs or self.trail[1:] or self.trail

    @property
    def full_title(self) -> str:
        return f"{self.title} - {self.where}" if self.where else self.title


def below_home(address: str, kind: str, title: str, description: str) -> Head:
    """That of a page of no single place."""
    return Head(address, kind, title, description, (HOME_LINK,))


@dataclass(frozen=True)
class View:
    """All that a template of this name is given beside the shell."""

    template: ClassVar[str]


@dataclass(frozen=True)
class Page:
    """One file of the site."""

    head: Head
    view: View

    @property
    def save_as(self) -> str:
        """Its address from the site root."""
        return self.head.address

    @property
    def template(self) -> str:
        return self.view.template


class Neighbours(NamedTuple):
    """What stands before and after something, None at the ends."""

    previous: Link | None
    next: Link | None


def neighbours(entries: Sequence[T], position: int, link: Callable[[T], Link]) -> Neighbours:
    """Links to what stands before and after a position."""
    before = link(entries[position - 1]) if position > 0 else None
    after = link(entries[position + 1]) if position + 1 < len(entries) else None
    return Neighbours(before, after)


class BadgeCount(NamedTuple):
    """How many bear a badge, and how many of these are 待核对."""

    badge: Badge
    number: int
    unopened: int = 0

    @property
    def words(self) -> str:
        unopened = "都" if self.unopened == self.number else f"{self.unopened} 项"
        return f"{self.badge.word} {self.number}" + (f"（{unopened}待核对）" if self.unopened else "")


class BarPiece(NamedTuple):
    """A piece of a bar, from its left edge; hollow for what is 待核对."""

    badge: Badge
    left: float
    width: float
    is_unopened: bool


@dataclass(frozen=True)
class Tally:
    """How many tasks bear each badge, in the order of design §2, with words."""

    total: int
    counts: tuple[BadgeCount, ...]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Tally:
        return cls.counted(states(verdicts))

    @classmethod
    def counted(cls, counts: Counter[tuple[str, bool]]) -> Tally:
        """Of those of each badge that are 待核对 and those that are not."""
        by_badge = ((badge, counts[badge.id, False], counts[badge.id, True]) for badge in BADGES.values())
        counted = tuple(BadgeCount(badge, opened + unopened, unopened) for badge, opened, unopened in by_badge if opened + unopened)
        return cls(counts.total(), counted)

    @property
    def words(self) -> str:
        """部分公开 6（都待核对）、本站暂无记录 33."""
        return "、".join(count.words for count in self.counts)

    @property
    def bar(self) -> tuple[BarPiece, ...]:
        """The pieces of a bar of width 100."""
        parted = ((count.badge, ((count.number - count.unopened, False), (count.unopened, True))) for count in self.counts)
        pieces = [(badge, number, is_unopened) for badge, both in parted for number, is_unopened in both if number]
        edges = accumulate((number for _, number, _ in pieces), initial=0)
        return tuple(
            BarPiece(badge, round(100 * left / self.total, 2), round(100 * number / self.total, 2), is_unopened)
            for left, (badge, number, is_unopened) in zip(edges, pieces, strict=False)
        )


@dataclass(frozen=True)
class Progress:
    """A row of a picture of progress: what it is of, and how its tasks stand."""

    link: Link
    tally: Tally


@dataclass(frozen=True)
class Branch:
    """A page and what stands below it in a tree, with how the duties of both stand, and `of` what place and year, where that is told."""

    link: Link
    below: tuple[Branch, ...]
    tally: Tally | None = None
    of: str = ""


@dataclass(frozen=True)
class PlaceView:
    """A jurisdiction, its own addresses, and how to reach its government."""

    slug: str
    name: str
    short_name: str
    portal_url: str | None
    contact: str | None
    address: str
    units_address: str
    publication_paths_address: str
    kinds_address: str
    words_address: str
    calendar_address: str
    feed_address: str
    changes_address: str

    @property
    def link(self) -> Link:
        return Link(self.short_name, self.address)


@dataclass(frozen=True)
class PlanSummary:
    """A plan as other pages show it: its names, its figures, its addresses."""

    name: str
    title: str
    year: int
    # Since when this portal does not follow it any more, if it has stopped.
    concluded_on: date | None
    sentence: Sentence
    tally: Tally
    progress: tuple[Progress, ...]
    address: str
    deadlines_address: str
    changes_address: str
    calendar_address: str
    feed_address: str
    sheet_address: str
    csv_address: str
    json_address: str
    report: addresses.ReportFiles

    @property
    def link(self) -> Link:
        return Link(f"{self.year}年要点", self.address)


class PlaceSummary(NamedTuple):
    """A place with its plans, newest first."""

    place: PlaceView
    plans: tuple[PlanSummary, ...]


@dataclass(frozen=True)
class SearchablePlace:
    """A place with all that can be looked for without a script."""

    place: PlaceView
    plans: tuple[PlanSummary, ...]
    units: tuple[Link, ...]


@dataclass(frozen=True)
class Predecessor:
    """A unit that another took over, until when it was, and who else took it over."""

    link: Link
    valid_to: date | None
    others: tuple[Link, ...]


@dataclass(frozen=True)
class Succession:
    """Whom a unit took over, and who took it over."""

    predecessors: tuple[Predecessor, ...]
    successors: tuple[Link, ...]


@dataclass(frozen=True)
class NamedUnit:
    """A unit, and how many tasks name it."""

    link: Link
    count: int


class UnitKind(NamedTuple):
    """The units of one kind, in the order of the register."""

    label: str
    units: tuple[NamedUnit, ...]


@dataclass(frozen=True)
class MemberView:
    """A unit in a group's roster and the days between which it belongs to it."""

    unit: Link
    valid_from: date | None
    valid_to: date | None


class Roster(NamedTuple):
    """Who belongs to a group, and where that is from which is in no plan."""

    members: tuple[MemberView, ...]
    sources: tuple[RosterSource, ...]


@dataclass(frozen=True)
class RosterSource:
    """Where some of a group's members are from, when that was seen, and who opened it."""

    source: str | None
    seen_on: date | None
    opened: Opening | None
    count: int
