"""Tasks and duties as lists show them, and by what a long list can be narrowed without a reload."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from gongkai.judging.badges import Exhibit
from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import BADGES, Badge, Verdict
from gongkai.records.plan_records import Measure, Section, Subsection
from gongkai.records.portal import Node
from gongkai.words.article_20 import Kind
from gongkai.words.record import Grouped

from . import addresses, wording
from .views import Link, PlanSummary, Tally

# Up to here a list is looked through faster than boxes are filled in.
LOOKED_THROUGH = 30


class Facets(NamedTuple):
    """What an entry of a list is: its key, its badge, its year, its section and the units concerned, each as (value, label)."""

    key: str
    badge: Badge
    year: int
    section: tuple[str, str]
    units: tuple[tuple[str, str], ...]

    @property
    def section_value(self) -> str:
        return self.section[0]

    @property
    def unit_values(self) -> str:
        return " ".join(value for value, _ in self.units)


class Narrowing(NamedTuple):
    """One box: its name in the address, its label, and its choices as (value, label, how many entries)."""

    name: str
    label: str
    choices: tuple[tuple[str, str, int], ...]


def narrowings(entries: Iterable[Facets], units: Iterable[str], looked_through: int = LOOKED_THROUGH) -> tuple[Narrowing, ...]:
    """The boxes that part a list of more than thirty different entries, units in the order given; none for a shorter list."""
    different = tuple({entry.key: entry for entry in entries}.values())
    if len(different) <= looked_through:
        return ()
    boxes = (
        Narrowing("badge", "状态", _choices(((entry.badge.id, entry.badge.word) for entry in different), BADGES)),
        Narrowing("section", "部分", _choices(entry.section for entry in different)),
        Narrowing("unit", "单位", _choices(chain.from_iterable(entry.units for entry in different), units)),
        Narrowing("year", "年份", _choices((str(entry.year), f"{entry.year}年") for entry in different)),
    )
    return tuple(box for box in boxes if len(box.choices) > 1)


def _choices(values: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> tuple[tuple[str, str, int], ...]:
    """The (value, label) pairs of all entries, each once with how often it comes; first those that are known, in their order."""
    counts = Counter(values)
    place = {value: position for position, value in enumerate(dict.fromkeys((*known, *(value for value, _ in counts))))}
    return tuple((value, label, counts[value, label]) for value, label in sorted(counts, key=lambda pair: place[pair[0]]))


ROLES = LEADS_AND_OWES, LEADS, OWES, OWES_AS_MEMBER = ("牵头并负责", "牵头", "负责", "作为成员单位负责")


@dataclass(frozen=True)
class TimeWords:
    """What a list says of time: the first stated due date of some measures, and how often they are to be done."""

    due_on: date | None
    often: str

    @classmethod
    def of(cls, measures: Iterable[Measure]) -> TimeWords:
        listed = tuple(measures)
        due_on = min((measure.due_on for measure in listed if measure.due_on), default=None)
        often = dict.fromkeys(wording.recurrence(measure.recurrence) for measure in listed if measure.recurrence)
        return cls(due_on, "；".join(often))


@dataclass(frozen=True)
class TaskRow:
    """A task as any list shows it."""

    id: str
    title: str
    address: str
    verdict: Verdict
    lead_units: tuple[Link, ...]
    responsible_units: tuple[Link, ...]
    place_name: str
    time_words: TimeWords
    facets: Facets

    @cached_property
    def numbered(self) -> Link:
        """By its number and its title."""
        return Link(f"{self.id} {self.title}", self.address)

    @property
    def due_on(self) -> date | None:
        return self.time_words.due_on


@dataclass(frozen=True)
class Carried:
    """回头看: a task that last year left open, and the task that continues it, if any."""

    before: TaskRow
    after: TaskRow | None
    units: frozenset[str]


@dataclass(frozen=True)
class UnitTask:
    """A task on a unit's page: the badge is this unit's own share, `verdicts` and `exhibits` those of its cells; `group` when it owes it as a member."""

    role: str
    row: TaskRow
    verdict: Verdict
    verdicts: tuple[Verdict, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    group: Link | None = None
    time_words: TimeWords = TimeWords(None, "")

    @cached_property
    def facets(self) -> Facets:
        """The task's own, with this unit's badge; of units there is only one here."""
        return self.row.facets._replace(badge=self.verdict.badge, units=())


class RoleTasks(NamedTuple):
    """The tasks to which a unit is the same."""

    role: str
    tasks: tuple[UnitTask, ...]


@dataclass(frozen=True)
class Duties:
    """What one unit owes under one plan; so many of the tasks are `listed`, the others only counted."""

    plan: PlanSummary
    tasks: tuple[UnitTask, ...]
    publication_paths: tuple[tuple[Link, ...], ...]
    carried: tuple[Carried, ...]
    report: addresses.ReportFiles
    scorecard: Scorecard
    tally: Tally
    listed: int = 0

    @property
    def year(self) -> int:
        return self.plan.year

    @property
    def by_role(self) -> tuple[RoleTasks, ...]:
        """Each task that is listed once, under what the unit is to it."""
        first = sorted(self.tasks, key=lambda task: ROLES.index(task.role))[: self.listed]
        roles = (RoleTasks(role, tuple(task for task in first if task.role == role)) for role in ROLES)
        return tuple(shared for shared in roles if shared.tasks)


@dataclass(frozen=True)
class PublicationPathUse:
    """A measure that is to be published in a column, and who owes it."""

    node: Node
    row: TaskRow
    address: str
    title: str
    measure: Measure
    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    units: tuple[Link, ...]

    @property
    def key(self) -> tuple[str, int | None]:
        return self.row.address, self.measure.number

    @property
    def facets(self) -> Facets:
        """The task's own, with the badge of this measure and an entry for each measure and column."""
        return self.row.facets._replace(key=f"{self.row.address} {self.measure.number or 1} {self.node.slug}", badge=self.verdict.badge)


class SubsectionTasks(NamedTuple):
    """A subsection with its tasks."""

    subsection: Subsection
    title: str
    anchor: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True)
class SectionTasks:
    """A section with its subsections."""

    section: Section
    title: str
    address: str
    subsections: tuple[SubsectionTasks, ...]

    @classmethod
    def of(cls, section: Section, address: str, rows: Grouped[tuple[int, int], TaskRow]) -> SectionTasks:
        """With its rows out of those of a plan, which are by the numbers of section and subsection."""
        subsections = (
            SubsectionTasks(
                subsection,
                wording.subsection_title(subsection),
                addresses.subsection_anchor(subsection.number),
                rows[section.number, subsection.number],
            )
            for subsection in section.subsections
        )
        return cls(section, wording.section_title(section), address, tuple(subsections))

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for subsection in self.subsections for row in subsection.rows)

    @property
    def tally(self) -> Tally:
        return Tally.of(row.verdict for row in self.rows)

    @cached_property
    def parts(self) -> tuple[SectionTasks, ...]:
        """Page by page, with the subsections of which any task stands there."""
        starts = range(0, len(self.rows), addresses.TASKS_ON_A_PAGE)
        return tuple(self._part(*page) for page in enumerate(starts, 1)) if starts[1:] else (self,)

    def _part(self, page: int, start: int) -> SectionTasks:
        ids = {row.id for row in self.rows[start : start + addresses.TASKS_ON_A_PAGE]}
        parted = (titled._replace(rows=tuple(row for row in titled.rows if row.id in ids)) for titled in self.subsections)
        return replace(self, address=addresses.further(self.address, page), subsections=tuple(titled for titled in parted if titled.rows))


class Unchecked(NamedTuple):
    """The beginning of a list of `total` tasks that fell due and that nobody has checked."""

    rows: tuple[TaskRow, ...]
    total: int


class PlanTasks(NamedTuple):
    """Some tasks of a plan."""

    plan: Link
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True)
class KindTasks:
    """One of the fifteen kinds of article 20 with the tasks that serve it, plan by plan; empty when none does."""

    kind: Kind
    link: Link
    plans: tuple[PlanTasks, ...]

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for plan in self.plans for row in plan.rows)

    @property
    def tally(self) -> Tally:
        return Tally.of(row.verdict for row in self.rows)


class BadgeExample(NamedTuple):
    """A task, or a cell of it, that bears a badge."""

    task: Link
    verdict: Verdict


class ExplainedBadge(NamedTuple):
    """A badge with a made-up example, where there is one."""

    badge: Badge
    example: BadgeExample | None
