"""The frozen object that everything is decided from: jurisdictions, their registers, plans and ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from .models import Check, Column, Evidence, JurisdictionRecord, Note, PlanRecord, Task, Unit


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

    def is_within(self, other: Node) -> bool:
        return other in self.trail


@dataclass(frozen=True)
class Register:
    """Who and where: the units and columns of one jurisdiction, in the order of the documents."""

    units: Mapping[str, Unit]
    nodes: Mapping[str, Node]

    def groups_of(self, unit: str) -> tuple[Unit, ...]:
        """The groups whose roster names this unit."""
        return tuple(group for group in self.units.values() if unit in group.members)

    def children(self, node: Node) -> tuple[Node, ...]:
        return tuple(self.nodes[column.slug] for column in node.column.columns)


@dataclass(frozen=True)
class Ledger:
    """What happened, in the order of tasks and dates, whatever the order of the files."""

    evidence: tuple[Evidence, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[Note, ...] = ()


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

    @cached_property
    def unit_slugs(self) -> frozenset[str]:
        return frozenset(slug for task in self.tasks for slug in task.owing_units)

    @cached_property
    def column_slugs(self) -> frozenset[str]:
        return frozenset(slug for task in self.tasks for measure in task.measures for slug in measure.publication_paths)


@dataclass(frozen=True)
class Jurisdiction:
    """辖区: a place, its register and its plans, newest first."""

    slug: str
    record: JurisdictionRecord
    register: Register
    plans: tuple[Plan, ...] = field(default=())


@dataclass(frozen=True)
class Portal:
    """Everything, loaded once and never changed."""

    jurisdictions: tuple[Jurisdiction, ...]

    @property
    def plans(self) -> tuple[Plan, ...]:
        return tuple(plan for jurisdiction in self.jurisdictions for plan in jurisdiction.plans)

    def without_demonstrations(self) -> Portal:
        """The portal as it may be published: without made-up plans, and places that have no others."""
        kept = (
            replace(jurisdiction, plans=tuple(plan for plan in jurisdiction.plans if not plan.record.demonstration))
            for jurisdiction in self.jurisdictions
        )
        return Portal(tuple(jurisdiction for jurisdiction in kept if jurisdiction.plans))
