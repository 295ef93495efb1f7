"""What the year's turn knows: last year's plan as people left it and as it was printed, and what is left to settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.importing.layout.reading import Piece, Row
from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.plan_records import Task
from gongkai.records.portal import Plan

from .pairing import Pairing, wording
from .wordings import Names, skeleton


@dataclass(frozen=True)
class Before:
    """The plan of the year before, and its rows as they were printed, as far as its source still tells."""

    plan: Plan
    reading: Draft | None = None

    @property
    def rows(self) -> Mapping[str, Row]:
        """By task, its printed row, where the task's words stand in it."""
        read = {task.id: task for task in self.reading.tasks} if self.reading else {}
        same = (task for task in self.plan.tasks if task.id in read and skeleton(wording(task)) == skeleton(wording(read[task.id])))
        return {task.id: read[task.id].row for task in same}


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


class Settling:
    """Both years side by side; gathers what is left for a person."""

    def __init__(self, before: Before, pairing: Pairing, names: Names) -> None:
        self.before, self.pairing, self.names = before, pairing, names
        self.rows = before.rows
        self.old = {task.id: task for task in before.plan.tasks}
        self.decisions: list[Decision] = []
        # Notes whose words are not those of last year: told, and nothing is left to settle.
        self.left: list[RowOf] = []

    def decide(self, task: str, field: str, why: str) -> None:
        self.decisions.append(Decision(task, field, why))

    def is_same_row(self, new: DraftTask, old: Task) -> bool:
        return self.names.is_same(wording(new), wording(old))

    def is_printed_alike(self, new: DraftTask, old: Task, cell: str) -> bool:
        """Whether a cell says what it said; where last year's source no longer tells, nothing speaks against it."""
        row = self.rows.get(old.id)
        if row is None:
            return True
        mine, theirs = _piece(new.row, cell), _piece(row, cell)
        return mine.inherited == theirs.inherited and self.names.is_same(mine.text, theirs.text)


def _piece(row: Row, cell: str) -> Piece:
    pieces = {"matter": row.matter, "text": row.text, "lead": row.lead, "responsible": row.responsible, "units": row.units}
    return {**pieces, "publication": row.publication, "due": row.due}[cell]
