"""A task as it stands on a date: the issued wording with the documents that changed it since.

The plan itself is never edited; both what was and what is remain visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.records.ledger_records import Change
from gongkai.records.plan_records import Measure, Recurrence, Task
from gongkai.records.workdays import slots


@dataclass(frozen=True)
class Revision:
    """A measure before and after one change."""

    change: Change
    before: Measure
    after: Measure


@dataclass(frozen=True)
class Standing:
    """A task after its changes, what changed, and by which change each withdrawn measure was taken back."""

    task: Task
    revisions: tuple[Revision, ...]
    withdrawn: Mapping[int | None, Change]
    earlier: Mapping[int | None, tuple[Recurrence, ...]]

    @property
    def reassigned_to(self) -> tuple[str, ...]:
        """The units that changes put in charge and that still are."""
        numbers = {revision.before.number for revision in self.revisions if revision.change.new_units}
        return tuple(dict.fromkeys(slug for measure in self.task.measures if measure.number in numbers for slug in measure.units))

    @property
    def is_reassigned(self) -> bool:
        """Whether nothing is left to the units that the plan named."""
        numbers = {revision.before.number for revision in self.revisions if revision.change.new_units}
        return all(measure.number in numbers for measure in self.task.measures)


def standing(task: Task, changes: Iterable[Change], year: int, as_of: date) -> Standing:
    """Apply the changes of a task of a year's plan in the order of their dates, up to and including the date."""
    measures = list(task.measures)
    revisions: list[Revision] = []
    withdrawn: dict[int | None, Change] = {}
    earlier: dict[int | None, list[Recurrence]] = {}
    known = (change for change in changes if change.task == task.id and change.on <= as_of)
    for change in sorted(known, key=lambda change: (change.on, change.model_dump_json())):
        for position, measure in enumerate(measures):
            if change.measures and measure.number not in change.measures:
                continue
            measures[position] = _changed(measure, change)
            if change.recurrence and measure.recurrence:
                kept, follows = _rescheduled(measure.recurrence, change.recurrence, year, change.on)
                earlier.setdefault(measure.number, []).append(kept)
                measures[position] = measures[position].model_copy(update={"recurrence": follows})
            revisions.append(Revision(change, measure, measures[position]))
            if change.withdrawn or change.replaced_by:
                withdrawn[measure.number] = change
    schedules = {number: tuple(recurrences) for number, recurrences in earlier.items()}
    return Standing(task.model_copy(update={"measures": tuple(measures)}), tuple(revisions), withdrawn, schedules)


def _changed(measure: Measure, change: Change) -> Measure:
    new = {"due_on": change.due_on, "text": change.text, "recurrence": change.recurrence, "units": change.new_units}
    return measure.model_copy(update={key: value for key, value in new.items() if value})


def _rescheduled(old: Recurrence, new: Recurrence, year: int, on: date) -> tuple[Recurrence, Recurrence]:
    """The old schedule up to the end of the period that is running on that day, and the new one after it: past periods stand.

    A change made before the old schedule begins leaves its first day, unless it states another.
    """
    begun = [slot for slot in slots(old, year) if slot.starts_on <= on]
    last = begun[-1].ends_on if begun else on - timedelta(days=1)
    starts_on = max(on, last + timedelta(days=1), new.starts_on or old.starts_on or date(year, 1, 1))
    return old.model_copy(update={"ends_on": last}), new.model_copy(update={"starts_on": starts_on})
