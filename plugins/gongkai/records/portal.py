"""The frozen object that everything is decided from: jurisdictions, their registers, plans and ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from gongkai.words import bodies, daily
from gongkai.words.bodies import Vocabulary
from gongkai.words.daily import DailyWords
from gongkai.words.record import Grouped

from .duties import Duty
from .fields import Json
from .folder import ReadFile, Understood
from .ledger_records import KIND_OF, KINDS, Answer, Change, Check, Closure, Entry, Event, Evidence, Note, Reply, Search, Waiver
from .plan_records import PlanRecord, Task
from .problems import Problem, faults_of
from .register_records import Column, JurisdictionRecord, Move, Unit
from .workdays import WorkCalendar

Entered = TypeVar("Entered", bound=Entry | Search | Answer)


@dataclass(frozen=True)
class Node:
    """A column (or site) with its place in the tree."""

    column: Column
    parent: Node | None = None

    @property
    def slug(self) -> str:
        return self.column.slug

    @property
    def name(self) -> str:
        return self.column.name

    @cached_property
    def trail(self) -> tuple[Node, ...]:
        """From the site down to this node, both included."""
        return (*self.parent.trail, self) if self.parent else (self,)

    @property
    def site(self) -> Node:
        return self.trail[0]

    @property
    def open_data(self) -> dict[str, Json]:
        """What plan.json says of a publication path, but for its address."""
        return {"slug": self.slug, "site": self.site.name, "columns": [step.name for step in self.trail[1:]]}

    def is_within(self, other: Node) -> bool:
        return any(step.slug == other.slug for step in self.trail)


@dataclass(frozen=True)
class Register:
    """Who and where: the units and columns of one jurisdiction, in the order of the documents."""

    units: Mapping[str, Unit]
    nodes: Mapping[str, Node]

    def groups_of(self, unit: str) -> tuple[Unit, ...]:
        """The groups whose roster names this unit, on whatever days."""
        return self._groups[unit]

    @cached_property
    def _groups(self) -> Grouped[str, Unit]:
        return Grouped.of((slug, group) for group in self.units.values() for slug in {member.unit: None for member in group.members})

    def heirs_of(self, unit: str) -> tuple[str, ...]:
        """The unit and those that took it over, wholly or in part, one after the other."""
        heirs = [unit]
        # Grows while it is gone through: heirs have heirs.
        for heir in heirs:
            heirs += [slug for slug in dict.fromkeys(self.units[heir].successors) if slug in self.units and slug not in heirs]
        return tuple(heirs)

    def predecessors_of(self, unit: str) -> tuple[Unit, ...]:
        """The units that it took over, wholly or in part."""
        return self._predecessors[unit]

    @cached_property
    def _predecessors(self) -> Grouped[str, Unit]:
        return Grouped.of((slug, before) for before in self.units.values() for slug in dict.fromkeys(before.successors))

    def names_of(self, unit: Unit) -> tuple[str, ...]:
        """All that a unit and those it took over are and were called: who looks for these means it."""
        bearers = (unit, *self._former[unit.slug])
        former = (it.name for bearer in bearers for it in bearer.former_names)
        return tuple(dict.fromkeys((*(name for bearer in bearers for name in bearer.names), *former)))

    @cached_property
    def _former(self) -> Grouped[str, Unit]:
        """By unit, those that it took over, one after the other."""
        return Grouped.of((heir, unit) for unit in self.units.values() for heir in self.heirs_of(unit.slug) if heir != unit.slug)

    def answering_for(self, unit: str, on: date) -> str:
        """The unit itself while it exists, else the first of those that took it over which does."""
        heirs = self.heirs_of(unit)
        return next((heir for heir in heirs if self.units[heir].is_valid_on(on)), heirs[-1])

    def members_on(self, group: Unit, on: date) -> tuple[str, ...]:
        """The roster of a group on one day: each member while it exists, after that whoever took it over."""
        answering = (self.answering_for(slug, on) for slug in group.members_on(on))
        return tuple(dict.fromkeys(slug for slug in answering if self.units[slug].is_valid_on(on)))

    def children(self, node: Node) -> tuple[Node, ...]:
        return tuple(self.nodes[column.slug] for column in node.column.columns)


@dataclass(frozen=True)
class Ledger:
    """What happened, in the order of tasks and dates, whatever the order of the files."""

    evidence: tuple[Evidence, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[Note, ...] = ()
    events: tuple[Event, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    replies: tuple[Reply, ...] = ()
    changes: tuple[Change, ...] = ()
    closures: tuple[Closure, ...] = ()
    searches: tuple[Search, ...] = ()
    answers: tuple[Answer, ...] = ()

    def by(self, as_of: date, known_on: date) -> Ledger:
        """What had happened by one day, as far as it was entered by another (design §2, two clocks).

        What is public is so from its own day on, though it was entered later; an act of whoever keeps the ledger has no other day.
        """
        last = min(as_of, known_on)
        known = {
            kind: tuple(entry for entry in getattr(self, kind) if entry.on <= known_on and entry.counts_from <= as_of) for kind in KINDS
        }
        known["evidence"] = tuple(evidence.as_known_on(known_on) for evidence in known["evidence"])
        return Ledger(**known, searches=_until(last, self.searches), answers=_until(last, self.answers))

    def same_until(self, as_of: date, known_on: date) -> date:
        """The last day on which nothing else of it has happened than by another, as far as it was entered by a third."""
        entries = (entry for kind in KINDS for entry in getattr(self, kind))
        days = (entry.counts_from for entry in entries if entry.on <= known_on)
        return min((day for day in days if day > as_of), default=date.max) - timedelta(days=1)

    def of_task(self, task: str) -> Ledger:
        """What it holds on one task, in the same order."""
        return self._of_tasks.get(task) or Ledger()

    @cached_property
    def _of_tasks(self) -> dict[str, Ledger]:
        by_task = {kind: Grouped.of((entry.task, entry) for entry in getattr(self, kind)) for kind in (*KINDS, "searches")}
        tasks = {task for entries in by_task.values() for task in entries}
        return {task: Ledger(**{kind: entries[task] for kind, entries in by_task.items()}) for task in tasks}

    @property
    def proofs(self) -> tuple[Evidence | Check, ...]:
        """Full evidence and successful checks: one of them must stand before a closure."""
        full = (evidence for evidence in self.evidence if evidence.covers == "full" and evidence.strength == "primary")
        return (*full, *(check for check in self.checks if check.result == "found"))

    def with_also(self, entry: Entry) -> Ledger:
        """All that it holds, and this entry after the others of its kind."""
        kind = KIND_OF[type(entry)]
        return replace(self, **{kind: (*getattr(self, kind), entry)})


def _until(last: date, entries: tuple[Entered, ...]) -> tuple[Entered, ...]:
    return tuple(entry for entry in entries if entry.on <= last)


@dataclass(frozen=True)
class Plan:
    """One year's plan of a jurisdiction with its tasks in document order and its ledger."""

    jurisdiction: str
    record: PlanRecord
    tasks: tuple[Task, ...]
    ledger: Ledger = Ledger()

    @property
    def year(self) -> int:
        return self.record.year

    @property
    def roster_on(self) -> date:
        """The day whose rosters say who belongs to a group: the plan's own, else the first of its year (design §2, roll-up)."""
        return self.record.issued_on or date(self.year, 1, 1)

    @cached_property
    def unit_slugs(self) -> frozenset[str]:
        return frozenset(slug for task in self.tasks for slug in task.owing_units)


class CarryingPlan(NamedTuple):
    """A plan that carries out a duty in common, and what people call its place."""

    place: str
    stem: str
    year: int


@dataclass(frozen=True)
class Jurisdiction:
    """辖区: a place, its register and its plans, newest first."""

    slug: str
    record: JurisdictionRecord
    register: Register
    plans: tuple[Plan, ...] = field(default=())
    moves: tuple[Move, ...] = ()

    @property
    def is_demonstration(self) -> bool:
        """True when its plans are made up; a place does not have plans of both kinds."""
        return any(plan.record.demonstration for plan in self.plans)

    @property
    def names(self) -> tuple[str, ...]:
        """What people call the place: 重庆市铜梁区, 铜梁区, 铜梁."""
        return (self.record.name, self.record.short_name, bodies.engine().stem(self.record.short_name))

    @property
    def carrying(self) -> tuple[tuple[str, CarryingPlan], ...]:
        """The duties in common that each of its plans carries out; none of a place that is made up."""
        plans = () if self.is_demonstration else self.plans
        carrying = ((plan, slug) for plan in plans for slug in dict.fromkeys(slug for task in plan.tasks for slug in task.all_duties))
        return tuple((slug, CarryingPlan(self.slug, self.names[-1], plan.year)) for plan, slug in carrying)


@dataclass(frozen=True)
class LeftOut:
    """A place whose data has faults: its folder, its name where that can be read, and what is wrong."""

    slug: str
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Portal:
    """Everything, loaded once and never changed."""

    jurisdictions: tuple[Jurisdiction, ...]
    work_calendar: WorkCalendar = field(default_factory=WorkCalendar)
    vocabulary: Vocabulary = field(default_factory=bodies.engine)
    daily_words: DailyWords = field(default_factory=daily.engine)
    duties: tuple[Duty, ...] = ()

    @property
    def plans(self) -> tuple[Plan, ...]:
        return tuple(plan for jurisdiction in self.jurisdictions for plan in jurisdiction.plans)

    def without_demonstrations(self) -> Portal:
        """The portal as it may be published: without places that are made up."""
        return replace(self, jurisdictions=tuple(place for place in self.jurisdictions if not place.is_demonstration))


@dataclass(frozen=True)
class PlaceReading:
    """The folder of a place as it was read: the place where it can be told, everything that is wrong in it, and what stands in its files."""

    slug: str
    place: Jurisdiction | None
    problems: tuple[Problem, ...]
    files: tuple[ReadFile, ...]
    understood: Understood = field(default_factory=dict)

    @property
    def faults(self) -> tuple[Problem, ...]:
        return faults_of(self.problems)


@dataclass(frozen=True)
class Reading:
    """A data folder as it was read: the portal of its sound places, everything that is wrong, and what stands in its files."""

    portal: Portal
    problems: tuple[Problem, ...]
    files: tuple[ReadFile, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def faults(self) -> tuple[Problem, ...]:
        return faults_of(self.problems)
