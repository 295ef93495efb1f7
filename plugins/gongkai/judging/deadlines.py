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
    def revisions(self) -> tuple[Revision, ...]:
        return tuple(one for one in self.task.standing.revisions if one.before.number == self.measure.number)

    @property
    def earlier_dates(self) -> tuple[date, ...]:
        """The days on which it was due before documents moved it, the first one first."""
        every = dict.fromkeys(one.before.due_on for one in self.revisions)
        return tuple(day for day in every if day and day != self.due_on)


def deadlines(assessed: AssessedPlan) -> tuple[Deadline, ...]:
    """By date, on one day in the order of the document."""
    every = ((task, one) for task in assessed.tasks for one in task.measures)
    found = (Deadline(task, one, one.measure.due_on) for task, one in every if one.measure.due_on)
    return tuple(sorted(found, key=lambda one: one.due_on))
