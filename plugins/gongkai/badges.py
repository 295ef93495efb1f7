"""The badge of a duty, from the ledger and one date. Pure; the rules are design §2.

`judge` answers for one cell (a measure and a unit that owes it); `summary` for many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .models import Check, Evidence, Measure, Note

Family = Literal["done", "in_hand", "neutral", "attention", "overdue"]
Timing = Literal["on_time", "late", "undated"]

FRESH_NOTE = timedelta(days=120)
# How many of each a year has.
_PERIODS = {"year": 1, "half_year": 2, "quarter": 4, "month": 12, "week": 52}


@dataclass(frozen=True)
class Badge:
    """One of the words of design §2."""

    id: str
    word: str
    family: Family
    meaning: str


BADGES = {
    badge.id: badge
    for badge in (
        Badge("published", "已公开", "done", "文件要求公开的内容，本站都查到了公开的页面或记录。"),
        Badge("current", "持续公开", "done", "要求持续更新的内容，在计划年度或以后有公开记录。"),
        Badge("partial", "部分公开", "in_hand", "查到了一部分：有的内容、有的栏目或有的单位还没有记录。"),
        Badge("under_way", "推进中", "in_hand", "单位在 120 天内说明过进展，还没有公开的内容，也没有过期。"),
        Badge("not_due", "未到期", "neutral", "还没有到文件规定的时间。"),
        Badge("not_triggered", "未触发", "neutral", "文件规定的情形出现后才需要办理，本站没有这种情形的记录。"),
        Badge("waived", "本期无需公开", "neutral", "单位说明了理由，本期没有需要公开的内容。"),
        Badge("stale", "更新待核", "attention", "超过了规定的更新时间，还没有人去核查。"),
        Badge("unchecked", "到期待核查", "attention", "规定的时间已过，本站没有记录，也还没有人去核查。"),
        Badge("overdue", "逾期未见公开", "overdue", "规定的时间已过，之后有人到规定的地方查过，没有查到。"),
        Badge("no_record", "本站暂无记录", "neutral", "本站还没有查到公开的页面或记录。不代表单位没有公开。"),
        Badge("not_judged", "不作判定", "neutral", "要求的是态度、协调或内部管理，没有可以公开查到的结果。"),
        Badge("changed", "已调整", "neutral", "这项要求已被撤销或由其他要求代替。"),
    )
}


@dataclass(frozen=True)
class Verdict:
    """A badge with what stands beside its word: k of n, on time or late."""

    badge: Badge
    done: int | None = None
    total: int | None = None
    timing: Timing | None = None
    days_late: int = 0

    @property
    def detail(self) -> str:
        """The words in brackets after the badge's word; empty when there are none."""
        if self.total is not None:
            return f"{self.done}/{self.total}"
        return {None: "", "on_time": "按期", "late": f"逾期 {self.days_late} 天", "undated": "日期不详"}[self.timing]

    @property
    def words(self) -> str:
        """The whole badge in words: 部分公开（1/3）."""
        return f"{self.badge.word}（{self.detail}）" if self.detail else self.badge.word


@dataclass(frozen=True)
class Exhibit:
    """Evidence as it bears on one cell.

    `place` is the required publication path it was found in, None when it was found elsewhere or
    nobody said where. `by_member` means that it shows one member of the group that owes the duty.
    """

    evidence: Evidence
    place: str | None = None
    by_member: bool = False

    @property
    def is_full(self) -> bool:
        return self.is_primary and self.evidence.covers == "full" and not self.by_member

    @property
    def is_primary(self) -> bool:
        return self.evidence.strength == "primary"

    @property
    def dated(self) -> date | None:
        evidence = self.evidence
        return evidence.published_on or evidence.document_on or evidence.address_on


@dataclass(frozen=True)
class Record:
    """All that the ledger holds on one cell."""

    exhibits: tuple[Exhibit, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[Note, ...] = ()

    def known_on(self, as_of: date) -> Record:
        """Without entries made after the date of the build."""
        return Record(
            tuple(one for one in self.exhibits if one.evidence.on <= as_of),
            tuple(one for one in self.checks if one.on <= as_of),
            tuple(one for one in self.notes if one.on <= as_of),
        )

    @property
    def primary(self) -> tuple[Exhibit, ...]:
        """Evidence that can make a duty done; a self-report alone never does (rule 10)."""
        return tuple(exhibit for exhibit in self.exhibits if exhibit.is_primary)


def judge(measure: Measure, record: Record, *, year: int, as_of: date) -> Verdict:
    """The verdict on one cell of a plan of that year (design §2, rules 3 to 10)."""
    return _RULES[measure.kind](measure, record.known_on(as_of), year, as_of)


def _verdict(badge: str, done: int | None = None, total: int | None = None) -> Verdict:
    return Verdict(BADGES[badge], done, total)


def _one_off(measure: Measure, record: Record, year: int, as_of: date) -> Verdict:
    done, total = _parts(measure, record.primary)
    if done == total:
        return _published(measure, record.primary)
    if record.primary:
        missing = set(measure.publication_paths) - {one.place for one in record.primary if one.is_full}
        late = [check for check in _misses(measure, record) if check.column in missing]
        badge = "overdue" if late else "partial"
        return _verdict(badge, done, total) if done else _verdict(badge)
    return _nothing(measure, record, as_of)


def _parts(measure: Measure, primary: Sequence[Exhibit]) -> tuple[int, int]:
    """(k, n): required places with full evidence, of all required places (rule 9)."""
    full = [exhibit for exhibit in primary if exhibit.is_full]
    total = max(1, len(measure.publication_paths))
    if any(exhibit.place is None for exhibit in full):
        return total, total
    return len({exhibit.place for exhibit in full}), total


def _published(measure: Measure, primary: Sequence[Exhibit]) -> Verdict:
    if measure.due_on is None:
        return _verdict("published")
    days = [exhibit.evidence.published_on for exhibit in primary if exhibit.is_full and exhibit.evidence.published_on]
    if not days:
        return Verdict(BADGES["published"], timing="undated")
    late = (min(days) - measure.due_on).days
    if late > 0:
        return Verdict(BADGES["published"], timing="late", days_late=late)
    return Verdict(BADGES["published"], timing="on_time")


def _nothing(measure: Measure, record: Record, as_of: date) -> Verdict:
    if measure.due_on and as_of > measure.due_on:
        return _verdict("overdue" if _misses(measure, record) else "unchecked")
    if any(as_of - note.on <= FRESH_NOTE for note in record.notes):
        return _verdict("under_way")
    return _verdict("not_due" if measure.due_on else "no_record")


def _misses(measure: Measure, record: Record) -> list[Check]:
    """Checks that found nothing, dated after an explicit due date: what red needs."""
    if measure.due_on is None:
        return []
    return [check for check in record.checks if check.result == "not_found" and check.on > measure.due_on]


def _standing(measure: Measure, record: Record, year: int, as_of: date) -> Verdict:
    in_time = [one for one in record.primary if one.dated and one.dated.year >= year]
    if any(exhibit.is_full for exhibit in in_time):
        return _verdict("current")
    return _verdict("partial" if in_time else "no_record")


def _count(measure: Measure, record: Record, year: int, as_of: date) -> Verdict:
    recurrence = measure.recurrence
    times, per = (recurrence.times, recurrence.per) if recurrence else (1, "year")
    done, total = _acts(record, year, times, per), times * _PERIODS[per]
    if done == total and recurrence and not recurrence.including:
        return _verdict("published")
    if as_of <= date(year, 12, 31):
        return _verdict("not_due", done, total)
    checked = any(check.result == "not_found" and check.on > date(year, 12, 31) for check in record.checks)
    return _verdict("overdue" if checked else "unchecked", done, total)


def _acts(record: Record, year: int, times: int, per: str) -> int:
    """Distinct acts in the year, of each period no more than it asks for."""
    own = [one for one in record.primary if one.dated and one.dated.year == year and not one.by_member]
    acts = {(one.evidence.url or one.evidence.description, one.dated) for one in own}
    periods = Counter(_period(day, per) for _, day in acts if day)
    return sum(min(number, times) for number in periods.values())


def _period(day: date, per: str) -> int:
    # The last day or two of a year belong to its last full week.
    return min((day.timetuple().tm_yday - 1) // 7, 51) if per == "week" else (day.month - 1) * _PERIODS[per] // 12


def _triggered(measure: Measure, record: Record, year: int, as_of: date) -> Verdict:
    return _verdict("not_triggered")


def _unobservable(measure: Measure, record: Record, year: int, as_of: date) -> Verdict:
    return _verdict("not_judged")


_RULES: dict[str, Callable[[Measure, Record, int, date], Verdict]] = {
    "one_off": _one_off,
    "standing": _standing,
    # Without recorded slots a periodic duty can only be said to have records in its year, as a standing one.
    "periodic": _standing,
    "count": _count,
    "triggered": _triggered,
    "unobservable": _unobservable,
}

# Nothing is owed here, so these do not keep a sum from being done.
_SET_ASIDE = ("changed", "waived", "not_triggered", "not_judged")
# What a sum without any evidence says, the most pressing first.
_PRESSING = ("overdue", "unchecked", "stale", "under_way", "not_due", "no_record", "not_triggered", "waived", "changed", "not_judged")


def summary(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on several cells together: "x/N" until all that is owed is done (design §2, roll-up).

    A cell without any record counts in N, although its badge is neutral: a task is not called
    done while the portal knows nothing of one of the units that owe it.
    """
    every = list(verdicts)
    if all(verdict == every[0] for verdict in every):
        return every[0]
    owed = [verdict for verdict in every if verdict.badge.id not in _SET_ASIDE]
    badges = {verdict.badge.id for verdict in (owed or every)}
    done = [verdict for verdict in owed if verdict.badge.family == "done"]
    if owed and len(done) == len(owed):
        return _verdict("published" if "published" in badges else "current")
    if done or "partial" in badges:
        return _verdict("partial", len(done), len(owed)) if done else _verdict("partial")
    return _verdict(next(badge for badge in _PRESSING if badge in badges))
