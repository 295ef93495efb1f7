"""Every cell of every plan with its verdict, computed once per build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from gongkai.records.ledger_records import Entry, Evidence
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Ledger, Plan, Portal
from gongkai.records.register_records import Unit
from gongkai.words.record import Grouped

from .badges import Exhibit
from .changes import Standing
from .verdicts import Verdict, summary


class Cell(NamedTuple):
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
        together: dict[tuple[int, ...], Verdict] = {}
        return {slug: _summed([cell.verdict for cell in cells], together) for slug, cells in self._by_unit.items()}

    @cached_property
    def shares_of_named(self) -> Mapping[str, Verdict]:
        """The same, and the task's own verdict for a unit that leads and owes nothing itself."""
        return {**self.shares, **{slug: self.verdict for slug in self.task.owing_units if slug not in self.shares}}

    def cells_of(self, unit: Unit) -> tuple[Cell, ...]:
        return self._by_unit[unit.slug]

    def by_measure(self, unit: str) -> tuple[Cell | None, ...]:
        """The cell of a unit in each measure, None where it does not owe it."""
        return tuple([measure.cell_of(unit) for measure in self.measures])

    @cached_property
    def _by_unit(self) -> Grouped[str, Cell]:
        return Grouped.of((cell.unit.slug, cell) for cell in self.cells)

    def measures_of(self, entry: Entry) -> tuple[AssessedMeasure, ...]:
        """The measures that an entry speaks of."""
        return tuple(measure for measure in self.measures if not entry.measures or measure.measure.number in entry.measures)


def _summed(verdicts: list[Verdict], together: dict[tuple[int, ...], Verdict]) -> Verdict:
    """The verdict on all of them, worked out once for all units of which the same is known."""
    key = tuple(map(id, verdicts))
    if key not in together:
        together[key] = summary(verdicts)
    return together[key]


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
    def by_id(self) -> Mapping[str, AssessedTask]:
        return {task.task.id: task for task in self.tasks}

    @cached_property
    def shares(self) -> Mapping[str, Mapping[str, Verdict]]:
        """By unit, by task: the verdict on what it owes of the task; the task's own where it leads and owes nothing itself."""
        shares: dict[str, dict[str, Verdict]] = {}
        for task in self.tasks:
            for slug, verdict in task.shares_of_named.items():
                shares.setdefault(slug, {})[task.task.id] = verdict
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
