"""Judging: from the records, one day and what was known on another, the verdict on every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from gongkai.records.ledger_records import Change, Entry, Evidence
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Ledger, Node, Plan, Portal, Register
from gongkai.records.register_records import Unit
from gongkai.records.workdays import WorkCalendar

from .assessment import AssessedMeasure, AssessedPlan, AssessedTask, Assessment, Cell
from .badges import Clock, Exhibit, Record, judge
from .changes import Standing, standing
from .verdicts import Verdict

# What no rule looks at, and what tells apart the acts that some rules count.
_UNREAD = {
    "by",
    "document_number",
    "index_number",
    "snapshot",
    "dead_on",
    "format",
    "validity",
    "explains",
    "period",
    "remark",
    "text",
    "reason",
}
_ACT, _COUNTING = {"title", "url", "description"}, ("count", "periodic")


def assess(portal: Portal, as_of: date, known_on: date | None = None) -> Assessment:
    """Judge every cell of every plan: how it stood on one day, as far as the portal knew on another, which is the same unless it is given."""

    def judged(plan: Plan, jurisdiction: Jurisdiction) -> AssessedPlan:
        # A concluded plan keeps the badges of its last day; what is learnt later of the days before still counts.
        day = plan.record.last_day(as_of)
        judging, ledger = _Judging(plan, jurisdiction.register), plan.ledger.by(day, known_on or as_of)
        clock = Clock(plan.year, day, portal.work_calendar)
        tasks = tuple(judging.task(task, ledger.of_task(task.id), clock) for task in plan.tasks)
        return AssessedPlan(jurisdiction, plan, tasks, as_of, ledger)

    return Assessment(portal, as_of, tuple(judged(plan, place) for place in portal.jurisdictions for plan in place.plans))


def over_time(
    assessed: AssessedPlan, days: Iterable[date], known_on: date, work_calendar: WorkCalendar
) -> Iterator[tuple[date, tuple[AssessedTask, ...]]]:
    """The tasks of a plan on some days, in their order, as far as the portal knew on another: judged anew where anything can have become different, else the same objects."""
    plan, judging = assessed.plan, _Judging(assessed.plan, assessed.jurisdiction.register)
    same_until: dict[str, date] = {}
    judged: dict[str, AssessedTask] = {}
    for day in days:
        clock_on = plan.record.last_day(day)
        for task in plan.tasks:
            if same_until.get(task.id, date.min) < clock_on:
                ledger, clock = plan.ledger.of_task(task.id), Clock(plan.year, clock_on, work_calendar)
                judged[task.id] = judging.task(task, ledger.by(clock_on, known_on), clock)
                same_until[task.id] = min(clock.same_until, ledger.same_until(clock_on, known_on))
        yield day, tuple(judged.values())


@dataclass(frozen=True)
class Turn:
    """The badge of what an entry speaks of, as this portal told it on the day of the entry: before it was made and after."""

    before: Verdict
    after: Verdict

    @property
    def words(self) -> str:
        return f"{self.before.words} → {self.after.words}" if self.is_any else f"仍是{self.after.words}"

    @property
    def is_any(self) -> bool:
        """Whether anything turned."""
        return self.before.words != self.after.words


def turns_of(assessed: AssessedPlan, entries: Iterable[Entry], work_calendar: WorkCalendar) -> Iterator[Turn]:
    """What each entry of a plan's ledger changed, as far as its badge tells, where they were made in this order."""
    plan, judging = assessed.plan, _Judging(assessed.plan, assessed.jurisdiction.register)
    tasks = {task.id: task for task in plan.tasks}
    made: dict[str, Ledger] = {}
    said: set[str] = set()
    for entry in entries:
        before = made.get(entry.task, Ledger())
        is_new = (bearing := _bearing(entry, tasks[entry.task])) not in said or isinstance(entry, Change)
        made[entry.task] = before.with_also(entry) if is_new else before
        said.add(bearing)

        def verdict(ledger: Ledger, entry: Entry = entry) -> Verdict:
            day = plan.record.last_day(entry.on)
            known, clock = ledger.by(day, entry.on), Clock(plan.year, day, work_calendar)
            # Of the cells that it names, else of the task.
            named = judging.task(tasks[entry.task], known, clock, entry)
            return named.verdict if named.cells else judging.task(tasks[entry.task], known, clock).verdict

        yield Turn(verdict(before), verdict(made[entry.task]))


def _bearing(entry: Entry, task: Task) -> str:
    """All that rules can tell of an entry: of those that are alike in it only the first can turn anything, however many there are."""
    counts_acts = any(measure.kind in _COUNTING for measure in task.measures)
    bearing = entry.model_dump_json(exclude=_UNREAD if counts_acts else _UNREAD | _ACT)
    return f"{type(entry).__name__} {getattr(entry, 'url', None) is None} {bearing}"


class Owed(NamedTuple):
    """A unit that owes a measure, the group through which it does, and the units whose entries speak for it."""

    unit: Unit
    group: Unit | None
    spoken_for_by: frozenset[str]


@dataclass(frozen=True)
class _Judging:
    """The judging of one plan."""

    plan: Plan
    register: Register
    # By what a measure says of who owes it: rosters are of one day, whatever day is judged.
    owed: dict[tuple[str, ...], tuple[Owed, ...]] = field(default_factory=dict)

    def task(self, task: Task, ledger: Ledger, clock: Clock, entry: Entry | None = None) -> AssessedTask:
        """A task by what is known of it; of one that an entry speaks of only what it names."""
        stands = standing(task, ledger.changes, self.plan.year, clock.as_of)
        measures = (measure for measure in stands.task.measures if not (entry and entry.measures) or measure.number in entry.measures)
        units = set(entry.units) if entry else None
        return AssessedTask(self.plan, stands, tuple(self._measure(ledger, stands, measure, units, clock) for measure in measures))

    def _measure(self, ledger: Ledger, stands: Standing, measure: Measure, units: set[str] | None, clock: Clock) -> AssessedMeasure:
        # Most cells have no entry: they are judged once for all.
        unsaid = Record(withdrawal=stands.withdrawn.get(measure.number), earlier=stands.earlier.get(measure.number, ()))
        without = judge(measure, unsaid, clock)
        entries = chain(ledger.evidence, ledger.checks, ledger.notes, ledger.events, ledger.waivers)
        said_of = {unit for entry in entries for unit in entry.units}

        def cell_with_entries(owed: Owed) -> Cell:
            record = self._record(ledger, measure, owed.spoken_for_by, unsaid)
            return Cell(owed.unit, record.exhibits, judge(measure, record, clock), owed.group)

        owing = [owed for owed in self._owing(stands.task, measure) if units is None or owed.unit.slug in units]
        cells = (
            Cell(unit, (), without, group) if by.isdisjoint(said_of) else cell_with_entries(Owed(unit, group, by))
            for unit, group, by in owing
        )
        return AssessedMeasure(measure, tuple(cells))

    def _owing(self, task: Task, measure: Measure) -> tuple[Owed, ...]:
        phrases = task.units_owing(measure)
        if phrases not in self.owed:
            owing = owing_units(task, measure, self.register, self.plan.roster_on)
            named = {unit.slug for unit, _ in owing}
            # A unit speaks for those it took over, unless it owes the measure itself and is counted there.
            spoken = (frozenset({unit.slug, *(set(self.register.heirs_of(unit.slug)) - named)}) for unit, _ in owing)
            self.owed[phrases] = tuple(Owed(unit, group, by) for (unit, group), by in zip(owing, spoken, strict=True))
        return self.owed[phrases]

    def _record(self, ledger: Ledger, measure: Measure, spoken_by: frozenset[str], unsaid: Record) -> Record:
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


def reporting_units(place: Jurisdiction, plan: Plan) -> tuple[Unit, ...]:
    """Those that a plan or a change of it names, themselves or through the roster of a phrase; a phrase itself reports nothing."""
    units = place.register.units
    named = {slug for task in plan.tasks for slug in task.named_units}
    named |= {slug for change in plan.ledger.changes for slug in change.new_units}
    members = {slug for group in named if units[group].is_group for slug in place.register.members_on(units[group], plan.roster_on)}
    return tuple(unit for slug, unit in units.items() if slug in named | members and not unit.is_group)


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
