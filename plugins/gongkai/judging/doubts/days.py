"""Days that can hardly be meant: of the future, far from the plan, against one another, left empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import Evidence, Waiver
from gongkai.records.plan_records import PlanRecord
from gongkai.records.problems import Problem
from gongkai.records.validation import label
from gongkai.words.left_out import Location
from gongkai.words.record import Record

from .values import Kind, Stated, kinds, remark

# Days that may lie ahead; all others tell what has happened.
_AHEAD = {"due_on", "valid_until", "valid_from", "valid_to", "starts_on", "ends_on", "period_on", "days", "holidays", "workdays"}
# By field, how many years before and after that of its plan are still believed.
_YEARS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("on", "seen_on", "dead_on", "happened_on", "event_on"), (0, 100)),
    **dict.fromkeys(("published_on", "address_on", "period_on"), (2, 100)),
    "document_on": (20, 100),
    **dict.fromkeys(("due_on", "starts_on", "ends_on"), (0, 5)),
    "valid_until": (0, 5),
}
_OF_PLAN = {"issued_on": (1, 1), "published_on": (1, 1), "concluded_on": (0, 100)}
# Of units and columns: since there are such units, and as far ahead as anybody plans.
_FIRST_YEAR, _YEARS_AHEAD = 1949, 5
_CHECK = "请核对年月日。"


def doubtful_days(stated: Stated, year: int | None, today: date) -> Iterator[Problem]:
    """What is doubtful of the days in one file; `year` is that of its plan."""
    file = stated.file
    doubtful: set[Location] = set()
    for standing in stated.values:
        if isinstance(standing.value, date):
            of_plan = isinstance(file.record, PlanRecord) and len(standing.location) == 1
            years = (_OF_PLAN if of_plan else _YEARS).get(standing.key)
            if fault := _fault(standing.key, standing.value, year, years, today):
                doubtful.add(standing.location)
                yield remark(file, standing.location, fault, _CHECK)
    # A day that is wrong by itself disagrees with others, too.
    records_of_doubt = {location[:length] for location in doubtful for length in range(len(location))}
    for location, record in stated.records:
        yield from _empty(file, location, record)
        if location not in records_of_doubt:
            yield from (remark(file, (*location, clash.key), clash.fault, clash.remedy) for clash in _clashes(record))


def _fault(key: str, day: date, year: int | None, years: tuple[int, int] | None, today: date) -> str:
    if key not in _AHEAD and day > today:
        return f"{day} 是将来的日期，晚于今天（{today}）。"
    if day.year < _FIRST_YEAR:
        return f"{day} 早得不像真的。"
    if year and years:
        before, after = years
        if day.year < year - before:
            return f"{day} 比 {year} 年的要点早得太远。"
        return f"{day} 比 {year} 年的要点晚得太远。" if day.year > year + after else ""
    return f"{day} 远在今天（{today}）以后。" if day.year > today.year + _YEARS_AHEAD else ""


def _empty(file: ReadFile, location: Location, record: Record) -> Iterator[Problem]:
    """A day left for later and forgotten."""
    written = file.source.at(location) if file.source.has(location) else ""
    if isinstance(written, dict) and "" in written.values():
        for key in (key for key, kind in kinds(type(record)).items() if kind is Kind.DAY and written.get(key) == ""):
            yield remark(file, (*location, key), "日期是空的，等于没有填。", "请补上日期；不知道的，删掉这一行。")


@dataclass(frozen=True)
class _Clash:
    key: str
    fault: str
    remedy: str = "请核对这两个日期。"


def _clashes(record: Record) -> Iterator[_Clash]:
    """Days of which one must be wrong, whatever the other is."""
    if isinstance(record, Waiver) and record.valid_until < record.on:
        fault = f"{record.valid_until} 早于登记日期 {record.on}，登记时已经过期，不起作用。"
        yield _Clash("valid_until", fault)
    if isinstance(record, Evidence):
        yield from _of_evidence(record)


def _of_evidence(evidence: Evidence) -> Iterator[_Clash]:
    if evidence.document_on and evidence.published_on and evidence.published_on < evidence.document_on:
        yield _Clash("published_on", f"{evidence.published_on} 早于成文日期 {evidence.document_on}。")
    looked = [("on", evidence.on), ("seen_on", evidence.seen_on), ("opened", evidence.opened.on if evidence.opened else None)]
    before = [(key, day) for key, day in looked if day and evidence.published_on and day < evidence.published_on]
    if before:
        named = "、".join(f"{label(Evidence, (key,))} {day}" for key, day in before)
        yield _Clash("published_on", f"{evidence.published_on} 晚于{named}：还没有发布就看到了。")
    after = [(key, day) for key, day in looked[1:] if day and evidence.dead_on and evidence.dead_on < day]
    if after:
        named = "、".join(f"{label(Evidence, (key,))} {day}" for key, day in after)
        yield _Clash("dead_on", f"{evidence.dead_on} 早于{named}：失效以后又看到了。")


def early_due(stated: Stated, issued_on: date) -> Iterator[Problem]:
    """Deadlines of its year that had passed when the plan was written."""
    for standing in stated.values:
        if (
            standing.key == "due_on"
            and isinstance(standing.value, date)
            and issued_on.replace(month=1, day=1) <= standing.value < issued_on
        ):
            yield remark(stated.file, standing.location, f"{standing.value} 早于要点的成文日期 {issued_on}。", _CHECK)
