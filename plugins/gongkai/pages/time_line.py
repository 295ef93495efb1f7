"""What pages show day by day: what was entered, and what is due, above that a row for each month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.deadlines import Deadline, deadlines
from gongkai.judging.verdicts import Verdict
from gongkai.words.dates import chinese_months, distance

from . import addresses, wording
from .details import MomentView
from .lists import Facets, TaskRow
from .places import Place
from .views import Link, PlanSummary, Tally


class AlikeMoments(NamedTuple):
    """What was entered on one day of several tasks in the same words, as of one task if it is only one."""

    moments: tuple[MomentView, ...]

    @property
    def first(self) -> MomentView:
        return self.moments[0]


@dataclass(frozen=True)
class DayEntries:
    """What was entered on one day."""

    on: date
    entries: tuple[AlikeMoments, ...]

    @classmethod
    def of(cls, on: date, views: Iterable[MomentView]) -> DayEntries:
        alike: dict[tuple[str, ...], list[MomentView]] = {}
        for view in views:
            alike.setdefault((view.moment.label, view.moment.text, view.moment.url or "", view.registrar), []).append(view)
        return cls(on, tuple(AlikeMoments(tuple(same)) for same in alike.values()))


@dataclass(frozen=True)
class PlanEntries:
    """The chronicle of a plan by the day of entry, newest first."""

    plan: PlanSummary
    days: tuple[DayEntries, ...]


@dataclass(frozen=True)
class DueMeasure:
    """A deadline with its links."""

    deadline: Deadline
    row: TaskRow
    address: str
    units: tuple[Link, ...]

    @property
    def title(self) -> str:
        return wording.measure_title(self.deadline.task.task, self.deadline.measure)

    @property
    def verdict(self) -> Verdict:
        return self.deadline.assessed.verdict

    @property
    def facets(self) -> Facets:
        """The task's own, with an entry and the badge of this measure."""
        return replace(self.row.facets, key=self.address, badge=self.verdict.badge)


@dataclass(frozen=True)
class DueDay:
    """What is due on one day, and how far that day is from the date of the build, unless the plan is concluded."""

    on: date
    distance: str
    measures: tuple[DueMeasure, ...]


@dataclass(frozen=True)
class Months:
    """A row of the time line: a month, or several on end in which nothing is due; `most` is the longest bar."""

    first: date
    last: date
    days: tuple[DueDay, ...]
    has_as_of: bool
    most: int

    @property
    def label(self) -> str:
        return chinese_months(self.first, self.last)

    @property
    def anchor(self) -> str:
        return addresses.month_anchor(self.first)

    @property
    def tally(self) -> Tally:
        return Tally.of(due.verdict for day in self.days for due in day.measures)

    @property
    def width(self) -> float:
        """How wide a picture is of which the bar of width 100 takes its share."""
        return round(100 * self.most / self.tally.total, 2)


def due_days(assessed: AssessedPlan, rows: Mapping[str, TaskRow], place: Place) -> tuple[DueDay, ...]:
    """The deadlines of a plan day by day."""

    def due_measure(deadline: Deadline) -> DueMeasure:
        task = deadline.task.task
        address = addresses.measure(assessed.plan, task, deadline.measure)
        return DueMeasure(deadline, rows[task.id], address, place.unit_links(deadline.units))

    by_day = groupby(deadlines(assessed), key=lambda deadline: deadline.due_on)
    is_followed = not assessed.plan.record.is_concluded_on(assessed.as_of)
    return tuple(DueDay(day, distance(day, assessed.as_of) if is_followed else "", tuple(map(due_measure, due))) for day, due in by_day)


def time_line(days: Sequence[DueDay], as_of: date | None) -> tuple[Months, ...]:
    """From the first month to the last, that of `as_of` among them if there is such a day; empty months on end are one row."""
    by_month = {month: tuple(due) for month, due in groupby(days, key=lambda day: day.on.replace(day=1))}
    if not by_month:
        return ()
    now = as_of.replace(day=1) if as_of else min(by_month)
    most = max(sum(len(day.measures) for day in due) for due in by_month.values())
    rows: list[Months] = []
    for month in sorted({*by_month, now}):
        if rows and (between := _month_after(rows[-1].last)) < month:
            rows.append(Months(between, _month_before(month), (), has_as_of=False, most=most))
        rows.append(Months(month, month, by_month.get(month, ()), as_of is not None and month == now, most))
    return tuple(rows)


def _month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
