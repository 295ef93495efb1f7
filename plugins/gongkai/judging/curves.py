"""How plans and units fared: their tasks at the ends of months, judged by what is known now (design §2, two clocks)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from gongkai.records.portal import Plan
from gongkai.records.workdays import WorkCalendar
from gongkai.words.dates import chinese_date, chinese_months, end_of_month

from .assessment import AssessedPlan, AssessedTask
from .judgement import over_time

# Nobody looks further, and a day of judgement may be a misprint.
_DECEMBER, _YEARS = 12, 20
# By badge, and whether they are 待核对: how many tasks.
Counts = Counter[tuple[str, bool]]
# No unit is called that.
_WHOLE = ""


class Point(NamedTuple):
    """How many tasks stood how at the end of a day."""

    on: date
    counts: Counts


@dataclass(frozen=True)
class Curves:
    """How a judged plan fared until then, and each unit that it concerns; what is known is that of the day of judgement."""

    assessed: AssessedPlan
    work_calendar: WorkCalendar

    @property
    def whole(self) -> tuple[Point, ...]:
        """By the plan's tasks."""
        return self._points.get(_WHOLE, ())

    def of_unit(self, slug: str) -> tuple[Point, ...]:
        """By the unit's shares in its tasks, on the same days from the first on which it had one."""
        return self._points.get(slug, ())

    @cached_property
    def _points(self) -> Mapping[str, tuple[Point, ...]]:
        counts: dict[str, Counts] = defaultdict(Counter)
        points: dict[str, list[Point]] = {}
        before: Iterable[AssessedTask | None] = (None for _ in self.assessed.tasks)
        plan, known_on = self.assessed.plan, self.assessed.as_of
        for day, tasks in over_time(self.assessed, days(plan, known_on), known_on, self.work_calendar):
            turned: set[str] = set()
            for then, now in zip(before, tasks, strict=True):
                if then is not now:
                    turned.update(_turn(counts, then, now))
            for bearer, of_bearer in counts.items():
                told = points.setdefault(bearer, [])
                told.append(Point(day, +of_bearer if bearer in turned else told[-1].counts))
            before = tasks
        return {bearer: tuple(of_bearer) for bearer, of_bearer in points.items()}


def _turn(counts: Mapping[str, Counts], then: AssessedTask | None, now: AssessedTask) -> Iterator[str]:
    """Count a task as it stands now and no more as it stood, for each whom it concerns; gives those to whom it has become another."""
    before, after = _states(then), _states(now)
    for bearer in dict.fromkeys((*before, *after)):
        stood, stands = before.get(bearer), after.get(bearer)
        if stood != stands:
            if stood:
                counts[bearer][stood] -= 1
            if stands:
                counts[bearer][stands] += 1
            yield bearer


def _states(task: AssessedTask | None) -> Mapping[str, tuple[str, bool]]:
    if task is None:
        return {}
    return {_WHOLE: task.verdict.state, **{bearer: verdict.state for bearer, verdict in task.shares_of_named.items()}}


def days(plan: Plan, as_of: date) -> tuple[date, ...]:
    """The ends of months from that of the plan's issue to the end of the year after its own, then of twenty years; the last is the day of judgement, or of the plan's conclusion."""
    last = plan.record.last_day(as_of)
    first = max(plan.record.issued_on or date(plan.year, 1, 1), date(plan.year, 1, 1))
    ends = (end for end in _month_ends(first, last) if end.year <= plan.year + (_YEARS if end.month == _DECEMBER else 1))
    return (*ends, last) if last >= first else ()


def _month_ends(first: date, last: date) -> Iterator[date]:
    """Before the last day."""
    end = end_of_month(first)
    while end < last:
        yield end
        end = end_of_month(end + timedelta(days=1))


class Stage(NamedTuple):
    """Ends of months on end at which tasks stood alike: how many are before them, how many they are."""

    first: date
    last: date
    left: int
    width: int
    counts: Counts
    is_now: bool

    @property
    def label(self) -> str:
        """2021年4月底到6月底, 2025年12月底到现在."""
        if self.width == 1:
            return self.end
        of_year = "" if self.is_now or self.first.year != self.last.year else f"{self.first.year}年"
        return f"{self.begin}到{self.end.removeprefix(of_year)}"

    @property
    def begin(self) -> str:
        return self.end if self.width == 1 else _named(self.first)

    @property
    def end(self) -> str:
        return "现在" if self.is_now else _named(self.last)


def stages(points: Iterable[Point], known_on: date) -> Iterator[Stage]:
    """The points one after the other, alike ones together."""
    for counts, numbered in groupby(enumerate(points), key=lambda it: it[1].counts):
        alike = tuple(numbered)
        (left, first), (_, last) = alike[0], alike[-1]
        yield Stage(first.on, last.on, left, len(alike), counts, last.on == known_on)


def _named(day: date) -> str:
    """2021年6月底, 2021年6月29日."""
    return f"{chinese_months(day, day)}底" if day == end_of_month(day) else chinese_date(day)
