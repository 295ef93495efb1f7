"""Working days from the published holiday notices, and the periods of recurring duties (design §2, rules 6 and 8)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.record import Record

from .fields import Day, Line, Year
from .plan_records import Period, Recurrence

_SATURDAY = 5


class HolidayYear(Record):
    """One year's notice of holidays: days off, and weekend days worked instead."""

    year: Year = Field(title="年份")
    document: Line = Field(title="依据文件", description="放假通知的文号", examples=["国办发明电〔2020〕27号"])
    days_off: tuple[Day, ...] = Field(title="放假日", description="每一个放假的日子")
    working_days: tuple[Day, ...] = Field((), title="调休上班日", description="周末上班的日子")

    @model_validator(mode="after")
    def _is_of_its_year(self) -> HolidayYear:
        if any(day.year != self.year for day in (*self.days_off, *self.working_days)):
            raise PydanticCustomError("day_of_other_year", "日期不在这一年")
        return self


class HolidaysFile(Record, title="放假安排"):
    """`holidays.yaml`: the notices by which working days are counted."""

    years: tuple[HolidayYear, ...] = Field(title="年份", description="每年一项；缺哪一年，那一年的工作日期限就算不出来，页面会照实写明")


@dataclass(frozen=True)
class WorkCalendar:
    """Days off and make-up working days of the years whose notice is in the data."""

    years: tuple[HolidayYear, ...] = ()

    def is_working_day(self, day: date) -> bool:
        """Raises LookupError when the notice of that year is not in the data."""
        notice = next((notice for notice in self.years if notice.year == day.year), None)
        if notice is None:
            raise LookupError(day.year)
        return day in notice.working_days or (day.weekday() < _SATURDAY and day not in notice.days_off)


def due_after(start: date, within: int, unit: Literal["working_days", "days", "months"], work_calendar: WorkCalendar) -> date:
    """The last day of a limit that starts with an event; the day of the event itself is not counted.

    Raises LookupError when a working-day limit reaches into a year without a holiday notice.
    """
    if unit == "days":
        return start + timedelta(days=within)
    if unit == "months":
        return _months_later(start, within)
    working_days = (day for day in _following(start) if work_calendar.is_working_day(day))
    return next(day for count, day in enumerate(working_days, start=1) if count == within)


def _following(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


@dataclass(frozen=True)
class Slot:
    """One period of a recurring duty, both days included."""

    label: str
    starts_on: date
    ends_on: date


_MONTHS: dict[Period, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
_LABELS: dict[Period, str] = {
    "year": "全年",
    "half_year": "{half}半年",
    "quarter": "第 {number} 季度",
    "month": "{number}月",
    "week": "第 {number} 周",
}


def slots(recurrence: Recurrence, year: int) -> tuple[Slot, ...]:
    """The periods of a recurring duty: calendar months, quarters … of the plan's year, or weeks from its first day.

    A first or last day given in the plan cuts the first and last period short.
    """
    first = recurrence.starts_on or date(year, 1, 1)
    last = recurrence.ends_on or date(year, 12, 31)
    return tuple(_slots(recurrence.per, first, last))


def _slots(per: Period, first: date, last: date) -> Iterator[Slot]:
    start = first
    while start <= last:
        if per == "week":
            number, end = (start - first).days // 7 + 1, start + timedelta(days=6)
        else:
            number = (start.month - 1) // _MONTHS[per] + 1
            end = _months_later(date(start.year, (number - 1) * _MONTHS[per] + 1, 1), _MONTHS[per]) - timedelta(days=1)
        yield Slot(_LABELS[per].format(number=number, half="下" if number > 1 else "上"), start, min(end, last))
        start = end + timedelta(days=1)
