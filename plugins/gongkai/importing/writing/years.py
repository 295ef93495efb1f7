"""Both years side by side: last year's plan as people left it and as it was printed, this year's draft, and what is left to settle."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from gongkai.importing.layout.reading import Piece, Row
from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Plan

from .pairing import Pairing, wording
from .wordings import Names, skeleton

CELLS = ("matter", "text", "lead", "responsible", "units", "publication", "due")


@dataclass(frozen=True)
class Before:
    """The plan of the year before, and its rows as they were printed, as far as its source still tells."""

    plan: Plan
    reading: Draft | None = None

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {task.id: task for task in self.plan.tasks}

    @cached_property
    def rows(self) -> dict[str, Row]:
        """By task, its printed row, where the task's words stand in it."""
        read = self.reading.tasks if self.reading else ()
        return {it.id: it.row for it in read if it.id in self.tasks and skeleton(wording(self.tasks[it.id])) == skeleton(wording(it))}


@dataclass(frozen=True)
class Decision:
    """What is left for a person to settle: of a task, or of the whole plan; `field` is a key of the data."""

    task: str
    field: str
    why: str


@dataclass(frozen=True)
class RowOf:
    """A row of one of the two years, and what is to be said of it: its title, how it begins, or a note on it."""

    id: str
    text: str


@dataclass(frozen=True)
class Years:
    """Gathers what is left for a person, and notes whose words are not those of last year: told, and nothing is left to settle."""

    before: Before
    pairing: Pairing
    names: Names
    decisions: list[Decision] = field(default_factory=list)
    left: list[RowOf] = field(default_factory=list)

    def decide(self, task: str, key: str, why: str) -> None:
        self.decisions.append(Decision(task, key, why))

    def task_before(self, task: str) -> Task | None:
        """The one that a task goes on."""
        return self.before.tasks.get(self.pairing.tasks.get(task, ""))

    def measure_before(self, task: str, position: int) -> tuple[Task, Measure] | None:
        """The one that a measure goes on, and whose it was."""
        if spot := self.pairing.measures.get((task, position)):
            whole = self.before.tasks[spot[0]]
            return whole, whole.measures[spot[1]]
        return None

    def is_same_row(self, new: DraftTask, old: Task) -> bool:
        return self.names.is_same(wording(new), wording(old))

    def are_printed_alike(self, new: DraftTask, old: Task, *cells: str) -> bool:
        """Whether cells say what they said; where last year's source no longer tells, nothing speaks against it."""
        row = self.before.rows.get(old.id)
        pairs: list[tuple[Piece, Piece]] = [(getattr(new.row, cell), getattr(row, cell)) for cell in cells] if row else []
        return all(mine.inherited == theirs.inherited and self.names.is_same(mine.text, theirs.text) for mine, theirs in pairs)
