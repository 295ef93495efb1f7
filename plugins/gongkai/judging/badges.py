"""The badge of a duty, from the ledger and one date. Pure; the rules are design §2.

`judge` answers for one cell (a measure and a unit that owes it); `verdicts.summary` for many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from gongkai.records.ledger_records import Change, Check, Event, Evidence, Note, Waiver
from gongkai.records.plan_records import Measure, Recurrence
from gongkai.records.workdays import Slot, WorkCalendar, due_after, slots

from .verdicts import PRESSING, Afterwards, Verdict, verdict_of

# Changes when a rule changes, with a line in CHANGELOG.md.
RULES_VERSION = "2"
FRESH_NOTE = timedelta(days=120)
_UNDECIDED = "这条举措属于哪一类任务，还没有人确定，本站不判断是否公开。"


@dataclass(frozen=True)
class Exhibit:
    """Evidence as it bears on one cell.

    `publication_path` is the required one it was found in, None when it was found elsewhere or
    nobody said where; `is_elsewhere` tells these two apart.
    """

    evidence: Evidence
    publication_path: str | None = None
    is_elsewhere: bool = False

    @property
    def is_full(self) -> bool:
        return self.is_primary and self.evidence.covers == "full"

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
    events: tuple[Event, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    withdrawal: Change | None = None
    earlier: tuple[Recurrence, ...] = ()

    @property
    def opened(self) -> Record:
        """Without pages that nobody has opened."""
        return replace(self, exhibits=tuple(exhibit for exhibit in self.exhibits if not exhibit.evidence.is_unopened))

    @property
    def in_place(self) -> Record:
        """Without pages found in another column than the document names."""
        return replace(self, exhibits=tuple(exhibit for exhibit in self.exhibits if not exhibit.is_elsewhere))

    @property
    def primary(self) -> tuple[Exhibit, ...]:
        """Evidence that can make a duty done; a self-report alone never does (rule 10)."""
        return tuple(exhibit for exhibit in self.exhibits if exhibit.is_primary)


@dataclass(frozen=True)
class Clock:
    """When the judging happens: the plan's year, the date, and the working days of the years known; it remembers what it was asked."""

    year: int
    as_of: date
    work_calendar: WorkCalendar = field(default_factory=WorkCalendar)
    _to_come: list[date] = field(default_factory=list, compare=False)

    def is_over(self, day: date) -> bool:
        """Whether a day has passed. Rules ask this and look at no date themselves, so that it is known when they would say something else."""
        if self.as_of <= day:
            self._to_come.append(day)
        return self.as_of > day

    @property
    def same_until(self) -> date:
        """The last day on which it would have answered all that it was asked as it did."""
        return min(self._to_come, default=date.max)


def judge(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """The verdict on one cell, of what the ledger holds by the clocks; 待核对 where only a page that nobody has opened makes it so."""
    verdict = _placed(measure, record, clock)
    if not any(exhibit.evidence.is_unopened for exhibit in record.exhibits):
        return verdict
    opened = _placed(measure, record.opened, clock)
    # Periods and events are the same with and without pages.
    strip = ((label, period.beside(other)) for (label, period), (_, other) in zip(verdict.strip, opened.strip, strict=True))
    return replace(verdict, strip=tuple(strip)).beside(opened)


def _placed(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """Judged, and marked where only a page in another column than the document names makes it so (rule 9)."""
    verdict = _judged(measure, record, clock)
    if not any(exhibit.is_elsewhere for exhibit in record.exhibits):
        return verdict
    in_place = _judged(measure, record.in_place, clock)
    strip = ((label, period.placed(other)) for (label, period), (_, other) in zip(verdict.strip, in_place.strip, strict=True))
    return replace(verdict, strip=tuple(strip)).placed(in_place)


def _judged(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """By the first rule of design §2 that fits."""
    if record.withdrawal:
        return verdict_of("changed")
    if any(waiver.on <= clock.as_of and not clock.is_over(waiver.valid_until) for waiver in record.waivers):
        return verdict_of("waived")
    if measure.kind is None:
        return replace(verdict_of("no_record"), remark=_UNDECIDED)
    return _RULES[measure.kind](measure, record, clock)


def _one_off(measure: Measure, record: Record, clock: Clock) -> Verdict:
    verdict = _once(measure, record, measure.due_on, clock)
    afterwards = None if measure.due_on else _afterwards(record, verdict, clock.year)
    return replace(verdict, afterwards=afterwards) if afterwards else verdict


def _afterwards(record: Record, verdict: Verdict, year: int) -> Afterwards | None:
    """When the first of what makes a duty done, or done in part, came out after the plan's year; None where a day is not known."""
    bearing = [exhibit.evidence for exhibit in record.primary if exhibit.is_full or verdict.badge.id == "partial"]
    if not bearing or not all(evidence.published_on or evidence.address_on for evidence in bearing):
        return None
    first = min(bearing, key=lambda evidence: evidence.public_on)
    came_in = first.public_on.year
    return Afterwards(came_in, came_in - year, first.published_on is None) if came_in > year else None


def _once(measure: Measure, record: Record, due_on: date | None, clock: Clock) -> Verdict:
    """Rule 4, for a duty with an explicit due date or none."""
    verdict = _once_by(measure, record, due_on, clock)
    return replace(verdict, is_dated=True, ends_on=due_on) if due_on else verdict


def _once_by(measure: Measure, record: Record, due_on: date | None, clock: Clock) -> Verdict:
    done, total = _parts(measure, record.primary)
    if done == total:
        return _published(record.primary, due_on)
    if not record.primary:
        return _nothing(measure, record, due_on, clock)
    is_due = due_on is not None and clock.is_over(due_on)
    missing = _missing(measure, record)
    misses = [check for check in _misses(record, due_on, missing) if not missing or check.column]
    badge = "overdue" if misses else "partial"
    verdict = verdict_of(badge, done, total, is_due=is_due) if done else verdict_of(badge, is_due=is_due)
    looked = (check for check in record.checks if due_on and check.on > due_on and check.result != "could_not_open")
    return replace(verdict, is_rest_checked=any(_is_in(check, missing) for check in looked))


def _parts(measure: Measure, primary: Sequence[Exhibit]) -> tuple[int, int]:
    """(k, n): required publication paths with full evidence, of all that are required (rule 9)."""
    full = [exhibit for exhibit in primary if exhibit.is_full]
    total = max(1, len(measure.publication_paths))
    if any(exhibit.publication_path is None for exhibit in full):
        return total, total
    return len({exhibit.publication_path for exhibit in full}), total


def _published(primary: Sequence[Exhibit], due_on: date | None) -> Verdict:
    if due_on is None:
        return verdict_of("published")
    days = [exhibit.evidence.published_on for exhibit in primary if exhibit.is_full and exhibit.evidence.published_on]
    published = verdict_of("published", is_due=True)
    if not days:
        return replace(published, timing="undated")
    late = (min(days) - due_on).days
    return replace(published, timing="late", days_late=late) if late > 0 else replace(published, timing="on_time")


def _nothing(measure: Measure, record: Record, due_on: date | None, clock: Clock) -> Verdict:
    if due_on and clock.is_over(due_on):
        return verdict_of("overdue" if _misses(record, due_on, measure.publication_paths) else "unchecked", is_due=True)
    # No day can be named after the last of all.
    if any(not clock.is_over(min(note.on, date.max - FRESH_NOTE) + FRESH_NOTE) for note in record.notes):
        return verdict_of("under_way")
    return verdict_of("not_due" if due_on else "no_record")


def _misses(record: Record, due_on: date | None, columns: Sequence[str]) -> list[Check]:
    """Checks of the columns in question, or of no named column, that found nothing after an explicit due date: what red needs."""
    if due_on is None:
        return []
    missed = [check for check in record.checks if check.result == "not_found" and check.on > due_on]
    return [check for check in missed if _is_in(check, columns)]


def _is_in(check: Check, columns: Sequence[str]) -> bool:
    return not columns or check.column is None or check.column in columns


def _missing(measure: Measure, record: Record) -> tuple[str, ...]:
    """The required publication paths without full evidence."""
    with_evidence = {exhibit.publication_path for exhibit in record.primary if exhibit.is_full}
    return tuple(slug for slug in measure.publication_paths if slug not in with_evidence)


def _standing(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """Rule 7: within the stated window, else within the plan's year."""
    if measure.window:
        return _within_window(measure, record, clock)
    in_year = [exhibit for exhibit in record.primary if exhibit.dated and exhibit.dated.year == clock.year]
    full = [exhibit.dated for exhibit in in_year if exhibit.is_full and exhibit.dated]
    if full:
        return replace(verdict_of("current"), newest_on=max(full))
    return verdict_of("partial") if in_year else replace(_nothing(measure, record, None, clock), remark=_outside(record, clock.year))


def _outside(record: Record, year: int) -> str:
    """Why evidence that is listed does not count for a standing duty."""
    dated = [exhibit.dated for exhibit in record.primary]
    if dated and all(day and day.year > year for day in dated):
        first = min(day.year for day in dated if day)
        return f"查到的页面最早是{first}年的，在计划年度之后第{first - year}年，不能说明{year}年是否公开。"
    return f"查到的页面没有日期，或不在{year}年内，不能说明{year}年是否公开。" if record.primary else ""


def _within_window(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """Rule 7 with a stated window: counted from the newest dated publication."""
    dated = [exhibit for exhibit in record.primary if exhibit.dated]
    days = [exhibit.dated for exhibit in dated if exhibit.is_full and exhibit.dated]
    if not days or not measure.window:
        return verdict_of("partial") if dated else _nothing(measure, record, None, clock)
    ends_on = due_after(max(days), measure.window.within, measure.window.unit, clock.work_calendar)
    if not clock.is_over(ends_on):
        return replace(verdict_of("current", is_due=True), newest_on=max(days), is_dated=True)
    return replace(verdict_of("overdue" if _misses(record, ends_on, measure.publication_paths) else "stale", is_due=True), is_dated=True)


def _recurring(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """Rules 5 and 6: each period on its own; the badge is that of the newest one that is over."""
    schedules = [recurrence for recurrence in (*record.earlier, measure.recurrence) if recurrence]
    periods = [(slot, schedule) for schedule in schedules for slot in slots(schedule, clock.year)]
    judged = [(slot, replace(_period(slot, schedule, measure, record, clock), ends_on=slot.ends_on)) for slot, schedule in periods]
    if not judged:
        return _nothing(measure, record, None, clock)
    over = [verdict for slot, verdict in judged if clock.is_over(slot.ends_on)]
    newest = replace(over[-1] if over else judged[0][1], is_dated=True)
    if len(judged) == 1:
        return newest
    return replace(newest, strip=tuple((slot.label, verdict) for slot, verdict in judged))


def _period(slot: Slot, recurrence: Recurrence, measure: Measure, record: Record, clock: Clock) -> Verdict:
    wanted = [(_acts(slot, record.primary), recurrence.times)]
    for number, sub_count in enumerate(recurrence.including, start=1):
        counted = [exhibit for exhibit in record.primary if number in exhibit.evidence.counts_as]
        wanted.append((_acts(slot, counted), sub_count.times))
    if all(len(acts) >= times for acts, times in wanted):
        return _published_in_period(wanted, slot)
    (done, total), *sub_counts = ((min(len(acts), times), times) for acts, times in wanted)
    if not clock.is_over(slot.ends_on):
        verdict = verdict_of("not_due", done, total)
    else:
        verdict = verdict_of(
            "overdue" if _misses(record, slot.ends_on, measure.publication_paths) else "unchecked", done, total, is_due=True
        )
    return replace(verdict, sub_counts=tuple(sub_counts))


def _acts(slot: Slot, primary: Iterable[Exhibit]) -> list[Exhibit]:
    """Distinct publications of a period: another address or another day is another act.

    Of two entries on one act, that which states when it was published speaks for it.
    """
    acts: dict[tuple[str, date], Exhibit] = {}
    for exhibit in sorted(primary, key=lambda exhibit: exhibit.evidence.published_on is None):
        evidence = exhibit.evidence
        day = evidence.period_on or exhibit.dated
        if day and exhibit.is_full and slot.starts_on <= day <= slot.ends_on:
            acts.setdefault((evidence.url or evidence.description or evidence.title, exhibit.dated or day), exhibit)
    return list(acts.values())


def _published_in_period(wanted: list[tuple[list[Exhibit], int]], slot: Slot) -> Verdict:
    """On time when enough of each count was out before the period was over; a page without a date is never late."""
    published = verdict_of("published", is_due=True)
    counted = [(sorted(act.evidence.published_on or date.min for act in acts), times) for acts, times in wanted]
    days_late = max((days[times - 1] - slot.ends_on).days for days, times in counted)
    if days_late > 0:
        return replace(published, timing="late", days_late=days_late)
    is_stated = all(sum(date.min < day <= slot.ends_on for day in days) >= times for days, times in counted)
    return replace(published, timing="on_time" if is_stated else "undated")


def _triggered(measure: Measure, record: Record, clock: Clock) -> Verdict:
    """Rule 8: each event is a duty of its own, due so many days after it; the badge speaks of those that are due or done."""
    events = sorted(record.events, key=lambda event: event.happened_on)
    judged = [_after_event(measure, record, event, len(events) == 1, clock) for event in events]
    if not judged:
        return verdict_of("not_triggered")
    labels = [event.happened_on.isoformat() for event in events]
    return replace(_of_events(judged), strip=tuple(zip(labels, judged, strict=True)), is_dated=any(verdict.is_dated for verdict in judged))


def _of_events(judged: list[Verdict]) -> Verdict:
    ripe = [verdict for verdict in judged if verdict.badge.id != "not_due"] or judged
    badges = {verdict.badge.id for verdict in ripe}
    if len(ripe) == 1:
        together = ripe[0]
    elif badges == {"published"}:
        together = _worst_timing(ripe)
    else:
        unmet = [verdict for verdict in ripe if verdict.badge.id != "published"]
        done = len(ripe) - len(unmet)
        badge = next(badge for badge in ("overdue", "unchecked", "partial", *PRESSING) if badge in badges or (badge == "partial" and done))
        together = verdict_of(badge, done, len(ripe), is_due=any(verdict.is_due for verdict in ripe))
        together = replace(together, is_rest_checked=all(verdict.is_rest_checked for verdict in unmet))
    return replace(together, remark="".join(dict.fromkeys(verdict.remark for verdict in judged)))


def _worst_timing(published: list[Verdict]) -> Verdict:
    order = {"late": 0, "undated": 1, "on_time": 2, None: 3}
    return min(published, key=lambda verdict: (order[verdict.timing], -verdict.days_late))


def _after_event(measure: Measure, record: Record, event: Event, is_only: bool, clock: Clock) -> Verdict:
    def speaks_of(exhibit: Exhibit) -> bool:
        day = exhibit.evidence.event_on
        return day == event.happened_on or (day is None and is_only and (exhibit.dated or event.happened_on) >= event.happened_on)

    own = replace(record, exhibits=tuple(exhibit for exhibit in record.exhibits if speaks_of(exhibit)), notes=())
    try:
        due_on = due_after(event.happened_on, measure.due.within, measure.due.unit, clock.work_calendar) if measure.due else None
    except LookupError as error:
        verdict = _once(measure, own, None, clock)
        return replace(verdict, remark=f"期限无法计算：缺少 {error.args[0]} 年的放假安排。")
    return _once(measure, own, due_on, clock)


def _unobservable(measure: Measure, record: Record, clock: Clock) -> Verdict:
    return verdict_of("not_judged")


_RULES: dict[str, Callable[[Measure, Record, Clock], Verdict]] = {
    "one_off": _one_off,
    "standing": _standing,
    "periodic": _recurring,
    "count": _recurring,
    "triggered": _triggered,
    "unobservable": _unobservable,
}
