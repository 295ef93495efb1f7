"""The due dates of a plan in the order of time, as the documents in the ledger left them.

Only dates that are written down: 及时, 定期 and the end of a period are none (design §2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.records.plan_records import Measure

from .assessment import AssessedMeasure, AssessedPlan, AssessedTask
from .changes import Revision


@dataclass(frozen=True)
class Deadline:
    """A measure that is due on a stated day."""

    task: AssessedTask
    assessed: AssessedMeasure
    due_on: date

    @property
    def measure(self) -> Measure:
        return self.assessed.measure

    @property
    def is_one_of_many(self) -> bool:
        return len(self.task.measures) > 1

    @property
    def units(self) -> tuple[str, ...]:
        """The slugs of those that owe it, groups by the phrase of the document."""
        return self.task.task.units_owing(self.measure)

    @property
    def owing(self) -> tuple[str, ...]:
        """The same, with each member of the groups."""
        return tuple(dict.fromkeys((*self.units, *(cell.unit.slug for cell in self.assessed.cells))))

    @property
    def revisions(self) -> tuple[Revision, ...]:
        return tuple(revision for revision in self.task.standing.revisions if revision.before.number == self.measure.number)

    @property
    def earlier_dates(self) -> tuple[date, ...]:
        """The days on which it was due before documents moved it, the first one first."""
        earlier = dict.fromkeys(revision.before.due_on for revision in self.revisions)
        return tuple(day for day in earlier if day and day != self.due_on)

    def is_reminded_of(self, as_of: date) -> bool:
        """Nobody is reminded of what falls due after this portal has stopped following the plan."""
        record = self.task.plan.record
        return record.concluded_on is None or not record.is_concluded_on(as_of) or self.due_on <= record.concluded_on


def deadlines(assessed: AssessedPlan) -> tuple[Deadline, ...]:
    """By date, on one day in the order of the document."""
    measures = ((task, measure) for task in assessed.tasks for measure in task.measures)
    dated = (Deadline(task, measure, measure.measure.due_on) for task, measure in measures if measure.measure.due_on)
    return tuple(sorted(dated, key=lambda deadline: deadline.due_on))


def reminded(assessed: AssessedPlan) -> frozenset[str]:
    """The units that owe anything by a date of which anybody is reminded."""
    reminding = (deadline for deadline in deadlines(assessed) if deadline.is_reminded_of(assessed.as_of))
    return frozenset(slug for deadline in reminding for slug in deadline.owing)
