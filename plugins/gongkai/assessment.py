"""Every cell of every plan with its verdict, computed once per build."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .badges import Exhibit, Record, Verdict, judge, summary
from .models import Entry, Evidence, Measure, Task, Unit
from .portal import Jurisdiction, Node, Plan, Portal, Register


@dataclass(frozen=True)
class Cell:
    """The unit of accounting: a measure and a unit that owes it (design §1)."""

    unit: Unit
    exhibits: tuple[Exhibit, ...]
    verdict: Verdict


@dataclass(frozen=True)
class AssessedMeasure:
    """A measure with its cells, one per unit that owes it."""

    measure: Measure
    cells: tuple[Cell, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return summary(cell.verdict for cell in self.cells)


@dataclass(frozen=True)
class AssessedTask:
    """A task with its measures."""

    plan: Plan
    task: Task
    measures: tuple[AssessedMeasure, ...]

    @cached_property
    def verdict(self) -> Verdict:
        return summary(cell.verdict for measure in self.measures for cell in measure.cells)


@dataclass(frozen=True)
class AssessedPlan:
    """A plan with its tasks, in document order."""

    jurisdiction: Jurisdiction
    plan: Plan
    tasks: tuple[AssessedTask, ...]
    as_of: date

    def of_unit(self, task: Task, unit: Unit) -> Verdict:
        """What the portal knows of this one unit's share in a task, also when it owes it as a member of a group."""
        register = self.jurisdiction.register
        names = {unit.slug, *(group.slug for group in register.groups_of(unit.slug))}
        owed = [measure for measure in task.measures if names.intersection(task.units_owing(measure))]
        if not owed:
            return next(one.verdict for one in self.tasks if one.task.id == task.id)
        return summary(_cell(self.plan, task, measure, unit, register, self.as_of).verdict for measure in owed)


@dataclass(frozen=True)
class Assessment:
    """The whole portal as judged on one date."""

    portal: Portal
    as_of: date
    plans: tuple[AssessedPlan, ...]

    def plans_of(self, jurisdiction: Jurisdiction) -> tuple[AssessedPlan, ...]:
        return tuple(plan for plan in self.plans if plan.jurisdiction.slug == jurisdiction.slug)


def assess(portal: Portal, as_of: date) -> Assessment:
    """Judge every cell of every plan."""
    plans = (_assess_plan(jurisdiction, plan, as_of) for jurisdiction in portal.jurisdictions for plan in jurisdiction.plans)
    return Assessment(portal, as_of, tuple(plans))


def _assess_plan(jurisdiction: Jurisdiction, plan: Plan, as_of: date) -> AssessedPlan:
    register = jurisdiction.register

    def measure_of(task: Task, measure: Measure) -> AssessedMeasure:
        cells = (_cell(plan, task, measure, register.units[slug], register, as_of) for slug in task.units_owing(measure))
        return AssessedMeasure(measure, tuple(cells))

    tasks = (AssessedTask(plan, task, tuple(measure_of(task, one) for one in task.measures)) for task in plan.tasks)
    return AssessedPlan(jurisdiction, plan, tuple(tasks), as_of)


def _cell(plan: Plan, task: Task, measure: Measure, unit: Unit, register: Register, as_of: date) -> Cell:
    # A member that owes the measure by its own name is counted there, not again for the group.
    spoken_for = {unit.slug, *unit.members} - (set(task.units_owing(measure)) - {unit.slug})

    def speaks_of(entry: Entry) -> bool:
        is_of_measure = not entry.measures or measure.number in entry.measures
        return entry.task == task.id and is_of_measure and not spoken_for.isdisjoint(entry.units)

    exhibits = tuple(_exhibit(one, measure, unit, register) for one in plan.ledger.evidence if speaks_of(one))
    # That one member's part was not found does not show that the group's duty was not done.
    checks = tuple(one for one in plan.ledger.checks if speaks_of(one) and unit.slug in one.units)
    notes = tuple(one for one in plan.ledger.notes if speaks_of(one))
    record = Record(exhibits, checks, notes).known_on(as_of)
    return Cell(unit, record.exhibits, judge(measure, record, year=plan.year, as_of=as_of))


def _exhibit(evidence: Evidence, measure: Measure, unit: Unit, register: Register) -> Exhibit:
    place = required_place(evidence, measure, register)
    return Exhibit(evidence, place.slug if place else None, by_member=unit.slug not in evidence.units)


def required_place(evidence: Evidence, measure: Measure, register: Register) -> Node | None:
    """The required publication path in which, or below which, the evidence was found."""
    found = register.nodes.get(evidence.found_in or "")
    places = (register.nodes[slug] for slug in measure.publication_paths)
    return next((place for place in places if found and found.is_within(place)), None)


def is_elsewhere(evidence: Evidence, measures: Iterable[Measure], register: Register) -> bool:
    """公开位置与文件不一致: found in a known place that no measure it serves names (design §2, rule 9)."""
    wanted = [measure for measure in measures if measure.publication_paths]
    is_placed = evidence.strength == "primary" and bool(evidence.found_in or evidence.found_trail)
    return is_placed and bool(wanted) and not any(required_place(evidence, one, register) for one in wanted)
