"""A task beside the one of last year that it goes on: field by field what is another, but for the years that go on with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic.fields import FieldInfo

from gongkai.desk.choices import trail, worded
from gongkai.importing.writing.wordings import YEAR, frame, numbers
from gongkai.pages import wording
from gongkai.records.plan_records import Measure, Recurrence, RelativeDue, Task, Window
from gongkai.records.portal import Register
from gongkai.words.dates import chinese_date
from gongkai.words.labels import LIMIT_UNITS
from gongkai.words.numerals import value as value_of
from gongkai.words.record import Record

# What people add to the official row, and what tells a row from any other.
_OURS = {"id", "title", "article_20", "continues", "duties", "related", "doubts", "settled", "measures"}
_TRAILS, _UNITS = "publication_paths", ("lead_units", "responsible_units", "units")


@dataclass(frozen=True)
class Difference:
    """A field that says something else than last year, in words; `is_wording` where it is a text of the official row."""

    label: str
    before: str
    now: str
    is_wording: bool

    def __str__(self) -> str:
        return f"{self.label}：上年 {self.before or '没有'} → 今年 {self.now or '没有'}"


@dataclass(frozen=True)
class Comparison:
    """Two years' rows of a place, so many years apart."""

    register: Register
    apart: int

    def differences(self, before: Task, now: Task) -> tuple[Difference, ...]:
        """All in which the rows differ, apart from what people made of them."""
        return tuple(self._differences(before, now))

    def _differences(self, before: Task, now: Task) -> Iterator[Difference]:
        yield from self._of_records("", before, now)
        if len(before.measures) != len(now.measures):
            yield Difference("举措", f"{len(before.measures)} 条", f"{len(now.measures)} 条", is_wording=True)
            return
        for was, measure in zip(before.measures, now.measures, strict=True):
            yield from self._of_records(f"第 {measure.number} 条举措的" if measure.number else "", was, measure)

    def _of_records(self, of: str, before: Task | Measure, now: Task | Measure) -> Iterator[Difference]:
        for key, info in type(now).model_fields.items():
            was, held = getattr(before, key), getattr(now, key)
            if key not in _OURS and not self._is_same(key, was, held):
                is_wording = key in ("matter", "opening", "text")
                yield Difference(f"{of}{info.title}", self._words(key, info, was), self._words(key, info, held), is_wording)

    def _is_same(self, key: str, before: object, now: object) -> bool:
        if isinstance(before, str) and isinstance(now, str):
            return frame(before) == frame(now) and len(numbers(before)) == len(numbers(now)) and self._go_on(numbers(before), numbers(now))
        if isinstance(before, date) and isinstance(now, date):
            return before == now or self._is_year_on(before, now)
        if isinstance(before, Record) and type(before) is type(now):
            return all(self._is_same(name, getattr(before, name), getattr(now, name)) for name in type(before).model_fields)
        if isinstance(before, tuple) and isinstance(now, tuple):
            if key == _TRAILS or key in _UNITS:
                return set(before) == set(now)
            return len(before) == len(now) and all(self._is_same("", was, held) for was, held in zip(before, now, strict=True))
        return before == now

    def _go_on(self, before: Sequence[str], now: Sequence[str]) -> bool:
        """Whether numbers are the same, but for years that are the plan's own, before and now."""
        pairs = zip(before, now, strict=True)
        return all(was == number or (_is_year(was) and value_of(number) - value_of(was) == self.apart) for was, number in pairs)

    def _is_year_on(self, before: date, now: date) -> bool:
        """The same day of another year; the last of February is the same day in each."""
        last = [(day + timedelta(days=1)).day == 1 for day in (before, now)]
        is_same_day = (before.month, before.day) == (now.month, now.day) or (before.month == now.month and all(last))
        return is_same_day and now.year - before.year == self.apart

    def _words(self, key: str, info: FieldInfo, held: object) -> str:
        if isinstance(held, tuple):
            named = self.register.units if key in _UNITS else {}
            if key == _TRAILS:
                return "；".join(trail(self.register.nodes[slug]) if slug in self.register.nodes else slug for slug in held)
            return "、".join(named[slug].name if slug in named else str(slug) for slug in held)
        told = next((words(held) for kind, words in _WORDS.items() if isinstance(held, kind)), "" if held is None else str(held))
        return next((choice.words for choice in worded(info) if choice.value == told), told)


def _is_year(number: str) -> bool:
    """2021 or 二〇二一."""
    return len(number) == len("2021") and YEAR.fullmatch(str(value_of(number))) is not None


def _of_limit(limit: RelativeDue | Window) -> str:
    return f"{limit.within} {LIMIT_UNITS[limit.unit]}"


def _of_recurrence(often: Recurrence) -> str:
    days = (f"{label} {chinese_date(day)}" for label, day in (("首期开始", often.starts_on), ("末期结束", often.ends_on)) if day)
    return "，".join((wording.recurrence(often), *days))


_WORDS: dict[type, Callable[..., str]] = {
    date: chinese_date,
    RelativeDue: lambda due: f"{due.after}起 {_of_limit(due)}",
    Window: _of_limit,
    Recurrence: _of_recurrence,
}
