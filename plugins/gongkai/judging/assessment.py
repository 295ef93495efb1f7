"""Every cell of every plan with its verdict, computed once per build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from gongkai.records.ledger_records import Entry, Evidence
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Ledger, Node, Plan, Portal, Register
from gongkai.records.register_records import Unit
from gongkai.records.workdays import WorkCalendar
from gongkai.words.record import Grouped

from .badges import Clock, Exhibit, Record, judge
from .changes import Standing, standing
from .verdicts import Verdict, summary


@dataclass(frozen=True)
class Cell:
    """The unit of accounting: a measure and a unit that owes it (design §1).

    `group` is the phrase of the document through which the unit owes it. A group's own cell stands
    for those of its members that nobody has named.
    """

    unit: Unit
    exhibits: tuple[Exhibit, ...]
    verdict: Verdict
    group: Unit | None = None


@dataclass(frozen=True)
class AssessedMeasure:
    """A measure, as changed, with its cells, one per unit that owes it."""

    measure: Measure
    cells: tuple[Cell, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return summary(cell.verdict for cell in self.cells)

    def cell_of(self, unit: str) -> Cell | None:
        return self._by_unit.get(unit)

    @cached_property
    def _by_unit(self) -> dict[str, Cell]:
        return {cell.unit.slug: cell for cell in self.cells}


@dataclass(frozen=True)
class AssessedTask:
    """A task as it stands, with its measures."""

    plan: Plan
    standing: Standing
    measures: tuple[AssessedMeasure, ...]

    @property
    def task(self) -> Task:
        return self.standing.task

    @cached_property
    def verdict(self) -> Verdict:
        return summary(cell.verdict for cell in self.cells)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for measure in self.measures for cell in measure.cells)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every unit that owes something here, in the order of the document and its rosters."""
        return tuple(first.unit for first, *_ in self._by_unit.values())

    @cached_property
    def shares(self) -> Mapping[str, Verdict]:
        """By unit that owes something here: the verdict on it."""
        return {slug: summary(cell.verdict for cell in cells) for slug, cells in self._by_unit.items()}

    def cells_of(self, unit: Unit) -> tuple[Cell, ...]:
        return self._by_unit[unit.slug]

    @cached_property
    def _by_unit(self) -> Grouped[str, Cell]:
        return Grouped.of((cell.unit.slug, cell) for cell in self.cells)

    def measures_of(self, entry: Entry) -> tuple[AssessedMeasure, ...]:
        """The measures that an entry speaks of."""
        return tuple(measure for measure in self.measures if not entry.measures or measure.measure.number in entry.measures)


@dataclass(frozen=True)
class AssessedPlan:
    """A plan with its tasks, in document order."""

    jurisdiction: Jurisdiction
    plan: Plan
    tasks: tuple[AssessedTask, ...]
    as_of: date
    # What it was judged by.
    ledger: Ledger

    @property
    def is_concluded(self) -> bool:
        return self.plan.record.is_concluded_on(self.as_of)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for task in self.tasks for cell in task.cells)

    @cached_property
    def shares(self) -> Mapping[str, Mapping[str, Verdict]]:
        """By unit, by task: the verdict on what it owes of the task; the task's own where it leads and owes nothing itself."""
        shares: dict[str, dict[str, Verdict]] = {}
        for task in self.tasks:
            for slug in dict.fromkeys((*task.shares, *task.task.owing_units)):
                shares.setdefault(slug, {})[task.task.id] = task.shares.get(slug, task.verdict)
        return shares

    @cached_property
    def evidence_naming(self) -> Grouped[str, Evidence]:
        """By unit."""
        return Grouped.of((slug, evidence) for evidence in self.ledger.evidence for slug in dict.fromkeys(evidence.units))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns that its measures name themselves."""
        return frozenset(slug for task in self.tasks for measure in task.measures for slug in measure.measure.publication_paths)

    @cached_property
    def asked_in(self) -> Mapping[str, Mapping[str, Verdict]]:
        """By column, by task: the verdict on what of the task is to be published in the column or below it."""
        asked: dict[str, dict[str, dict[int | None, tuple[Cell, ...]]]] = {}
        nodes = self.jurisdiction.register.nodes
        for task, measure in ((assessed, measure) for assessed in self.tasks for measure in assessed.measures):
            for slug in measure.measure.publication_paths:
                for step in nodes[slug].trail:
                    asked.setdefault(step.slug, {}).setdefault(task.task.id, {})[measure.measure.number] = measure.cells
        return {
            slug: {task_id: summary(cell.verdict for cells in measures.values() for cell in cells) for task_id, measures in tasks.items()}
            for slug, tasks in asked.items()
        }


@dataclass(frozen=True)
class Assessment:
    """The whole portal as judged on one date."""

    portal: Portal
    as_of: date
    plans: tuple[AssessedPlan, ...]

    def plans_of(self, jurisdiction: Jurisdiction) -> tuple[AssessedPlan, ...]:
        return self._by_place[jurisdiction.slug]

    @cached_property
    def _by_place(self) -> Grouped[str, AssessedPlan]:
        return Grouped.of((plan.jurisdiction.slug, plan) for plan in self.plans)

    def without_demonstrations(self) -> Assessment:
        """The same without places that are made up."""
        plans = tuple(plan for plan in self.plans if not plan.jurisdiction.is_demonstration)
        return Assessment(self.portal.without_demonstrations(), self.as_of, plans)


def assess(portal: Portal, as_of: date, known_on: date | None = None) -> Assessment:
    """Judge every cell of every plan: how it stood on one day, as far as the portal knew on another, which is the same unless it is given."""

    def judged(plan: Plan, jurisdiction: Jurisdiction) -> AssessedPlan:
        # A concluded plan keeps the badges of its last day; what is learnt later of the days before still counts.
        day = plan.record.last_day(as_of)
        judging = _Judging(plan, jurisdiction.register, plan.ledger.by(day, known_on or as_of), day, portal.work_calendar)
        return replace(judging.plan_of(jurisdiction), as_of=as_of)

    return Assessment(portal, as_of, tuple(judged(plan, place) for place in portal.jurisdictions for plan in place.plans))


@dataclass(frozen=True)
class Turn:
    """The badge of what an entry speaks of, on the day of the entry: without it and with it."""

    before: Verdict
    after: Verdict

    @property
    def words(self) -> str:
        return f"{self.before.words} → {self.after.words}" if self.before.words != self.after.words else f"仍是{self.after.words}"


def turn_of(assessed: AssessedPlan, entry: Entry, work_calendar: WorkCalendar) -> Turn:
    """What an entry of a plan's ledger changed, as far as its badge tells."""
    plan = assessed.plan
    task, of_task = next(task for task in plan.tasks if task.id == entry.task), plan.ledger.of_task(entry.task)

    def verdict(ledger: Ledger) -> Verdict:
        judging = _Judging(plan, assessed.jurisdiction.register, ledger.by(entry.on, entry.on), entry.on, work_calendar)
        # Of the cells that it names, else of the task.
        named = judging.task(task, entry)
        return named.verdict if named.cells else judging.task(task).verdict

    return Turn(verdict(of_task.without(entry)), verdict(of_task))


@dataclass(frozen=True)
class _Judging:
    """The judging of one plan on one date."""

    plan: Plan
    register: Register
    ledger: Ledger
    as_of: date
    work_calendar: WorkCalendar

    def plan_of(self, jurisdiction: Jurisdiction) -> AssessedPlan:
        return AssessedPlan(jurisdiction, self.plan, tuple(self.task(task) for task in self.plan.tasks), self.as_of, self.ledger)

    def task(self, task: Task, entry: Entry | None = None) -> AssessedTask:
        """A task; of one that an entry speaks of only what it names."""
        ledger = self.ledger.of_task(task.id)
        stands = standing(task, ledger.changes, self.plan.year, self.as_of)
        measures = (measure for measure in stands.task.measures if not (entry and entry.measures) or measure.number in entry.measures)
        units = set(entry.units) if entry else None
        return AssessedTask(self.plan, stands, tuple(self._measure(ledger, stands, measure, units) for measure in measures))

    def _measure(self, ledger: Ledger, stands: Standing, measure: Measure, units: set[str] | None) -> AssessedMeasure:
        owing = owing_units(stands.task, measure, self.register, self.plan.roster_on)
        named = {unit.slug for unit, _ in owing}
        # Most cells have no entry: they are judged once for all.
        unsaid = Record(withdrawal=stands.withdrawn.get(measure.number), earlier=stands.earlier.get(measure.number, ()))
        without = self._judged(measure, unsaid)
        entries = chain(ledger.evidence, ledger.checks, ledger.notes, ledger.events, ledger.waivers)
        said_of = {unit for entry in entries for unit in entry.units}

        def cell(unit: Unit, group: Unit | None) -> Cell:
            # A unit speaks for those it took over, unless it owes the measure itself and is counted there.
            spoken_by = {unit.slug, *(set(self.register.heirs_of(unit.slug)) - named)}
            if spoken_by.isdisjoint(said_of):
                return Cell(unit, (), without, group)
            record = self._record(ledger, measure, spoken_by, unsaid)
            return Cell(unit, record.exhibits, self._judged(measure, record), group)

        return AssessedMeasure(measure, tuple(cell(*pair) for pair in owing if units is None or pair[0].slug in units))

    def _judged(self, measure: Measure, record: Record) -> Verdict:
        return judge(measure, record, Clock(self.plan.year, self.as_of, self.work_calendar))

    def _record(self, ledger: Ledger, measure: Measure, spoken_by: set[str], unsaid: Record) -> Record:
        def speaks_of(entry: Entry) -> bool:
            return (not entry.measures or measure.number in entry.measures) and not spoken_by.isdisjoint(entry.units)

        return replace(
            unsaid,
            exhibits=tuple(_exhibit(evidence, measure, self.register) for evidence in ledger.evidence if speaks_of(evidence)),
            checks=tuple(check for check in ledger.checks if speaks_of(check)),
            notes=tuple(note for note in ledger.notes if speaks_of(note)),
            events=tuple(event for event in ledger.events if speaks_of(event)),
            waivers=tuple(waiver for waiver in ledger.waivers if speaks_of(waiver)),
        )


def owing_units(task: Task, measure: Measure, register: Register, on: date) -> tuple[tuple[Unit, Unit | None], ...]:
    """The units that owe a measure, each once, with the group through which they owe it (design §2, roll-up).

    A group is expanded through its roster of that day. It keeps a cell of its own for members nobody has named:
    when its roster is incomplete or empty, or the document leaves it open.
    """
    phrases = [register.units[slug] for slug in task.units_owing(measure)]
    owing: dict[str, tuple[Unit, Unit | None]] = {unit.slug: (unit, None) for unit in phrases if not unit.is_group}
    for group in (unit for unit in phrases if unit.is_group):
        members = register.members_on(group, on)
        for slug in members:
            owing.setdefault(slug, (register.units[slug], group))
        if not members or not group.members_complete:
            owing.setdefault(group.slug, (group, None))
    return tuple(owing.values())


def _exhibit(evidence: Evidence, measure: Measure, register: Register) -> Exhibit:
    node = required_node(evidence, measure, register)
    return Exhibit(evidence, node.slug if node else None, is_elsewhere(evidence, (measure,), register))


def required_node(evidence: Evidence, measure: Measure, register: Register) -> Node | None:
    """The required publication path in which, or below which, the evidence was found; of two, one below the other, the lower."""
    column = register.nodes.get(evidence.found_in or "")
    required = [register.nodes[slug] for slug in measure.publication_paths]
    return max((node for node in required if column and column.is_within(node)), key=lambda node: len(node.trail), default=None)


def is_elsewhere(evidence: Evidence, measures: Iterable[Measure], register: Register) -> bool:
    """公开位置与文件不一致: found in a known column that no measure it serves names (design §2, rule 9)."""
    wanted = [measure for measure in measures if measure.publication_paths]
    is_placed = evidence.strength == "primary" and bool(evidence.found_in or evidence.found_trail)
    return is_placed and bool(wanted) and not any(required_node(evidence, measure, register) for measure in wanted)
