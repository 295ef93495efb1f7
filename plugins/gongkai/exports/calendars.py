"""Due dates for a calendar program: a file per plan, per place and per unit (RFC 5545); the same records give the same bytes, whatever the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.deadlines import Deadline, deadlines
from gongkai.judging.verdicts import Verdict
from gongkai.pages import addresses, wording
from gongkai.pages.addresses import Site
from gongkai.records.ledger_records import KINDS
from gongkai.records.portal import Jurisdiction
from gongkai.records.register_records import Unit
from gongkai.words.record import Grouped

_WRITER = "-//gongkai//deadlines//ZH-CN"
_MOST_BYTES = 75


@dataclass(frozen=True)
class DueEvent:
    """What a calendar says of a due date."""

    uid: str
    sequence: int
    # The last day on which anything about it can have become different, as far as the records say.
    stamped_on: date
    due_on: date
    summary: str
    description: str
    is_cancelled: bool
    url: str


def plan_events(assessed: AssessedPlan, site: Site) -> tuple[DueEvent, ...]:
    """One event per measure with a due date, none else."""
    return tuple(_event(assessed, deadline, site) for deadline in deadlines(assessed) if deadline.is_reminded_of(assessed.as_of))


def unit_events(assessed: AssessedPlan, site: Site) -> Grouped[str, DueEvent | None]:
    """By unit, one event per measure with a due date that it owes, itself or in a group, with how its own share stands; None for one of which nobody is reminded."""
    return Grouped.of(
        (slug, _event(assessed, deadline, site, slug) if deadline.is_reminded_of(assessed.as_of) else None)
        for deadline in deadlines(assessed)
        for slug in deadline.owing
    )


def plan_calendar(assessed: AssessedPlan, site: Site) -> bytes:
    """The events of one plan."""
    return calendar(plan_title(assessed), plan_events(assessed, site))


def plan_title(assessed: AssessedPlan) -> str:
    """What the calendar of a plan is called."""
    return f"{assessed.jurisdiction.record.short_name}{assessed.plan.year}年政务公开到期日期"


def place_title(jurisdiction: Jurisdiction) -> str:
    """What the calendar of a place is called."""
    return f"{jurisdiction.record.short_name}政务公开到期日期"


def unit_title(jurisdiction: Jurisdiction, unit: Unit) -> str:
    """What the calendar of a unit is called."""
    return f"{wording.unit_of_place(jurisdiction.record.short_name, unit.name)}政务公开到期日期"


def calendar(name: str, events: Iterable[DueEvent]) -> bytes:
    """A calendar of this name, written line by line: the library that knows all of RFC 5545 takes ten times as long."""
    called = _escaped(name)
    # X-WR-CALNAME is what programs read that do not know NAME.
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_WRITER}", f"NAME:{called}", f"X-WR-CALNAME:{called}")
    lines = (*head, *chain.from_iterable(map(_lines, events)), "END:VCALENDAR")
    return b"".join(map(_folded, lines))


def _lines(due: DueEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_escaped(due.summary)}"
    yield f"DTSTART;VALUE=DATE:{due.due_on:%Y%m%d}"
    # Required, and by the clock in other programs.
    yield f"DTSTAMP:{due.stamped_on:%Y%m%d}T000000Z"
    yield f"UID:{_escaped(due.uid)}"
    yield f"SEQUENCE:{due.sequence}"
    yield f"DESCRIPTION:{_escaped(due.description)}"
    if due.is_cancelled:
        yield "STATUS:CANCELLED"
    yield "TRANSP:TRANSPARENT"
    if due.url:
        yield f"URL:{due.url}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """On one line, whatever line ends it has (RFC 5545, 3.3.11)."""
    return "\\n".join(text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines())


def _folded(line: str) -> bytes:
    """In lines of at most 75 bytes, each but the first begun with a blank (3.1), none broken within a character."""
    rest, pieces = line.encode(), []
    while len(rest) >= _MOST_BYTES:
        # Some readers join lines only when they have read what is escaped.
        piece = rest[: _MOST_BYTES - 1].decode(errors="ignore").removesuffix("\\").encode()
        pieces.append(piece)
        rest = rest[len(piece) :]
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"


def _event(assessed: AssessedPlan, deadline: Deadline, site: Site, unit: str = "") -> DueEvent:
    """Of all that owe it, or of a unit."""
    address = addresses.measure(assessed.plan, deadline.task.task, deadline.measure)
    cell = deadline.assessed.cell_of(unit)
    slugs, verdict = ((unit,) if unit else deadline.units), (cell.verdict if cell else deadline.assessed.verdict)
    names = [assessed.jurisdiction.register.units[slug].name_on(assessed.plan.roster_on) for slug in slugs]
    return DueEvent(
        uid=_uid(deadline, unit),
        sequence=len(deadline.revisions),
        stamped_on=_stamped_on(assessed, deadline),
        due_on=deadline.due_on,
        summary=_summary(assessed, deadline, names),
        description=_description(assessed, deadline, names, verdict),
        is_cancelled=_is_cancelled(deadline),
        url=site.absolute(address) if site.is_published else "",
    )


def _stamped_on(assessed: AssessedPlan, deadline: Deadline) -> date:
    """The plan's own day, that of the newest entry about the task, or the one after the due date, whichever is the last that has come."""
    record, held = assessed.plan.record, assessed.ledger.of_task(deadline.task.task.id)
    entered: list[date] = [entry.on for kind in KINDS for entry in getattr(held, kind)]
    passed = deadline.due_on + timedelta(days=1)
    return max([assessed.plan.roster_on, *entered, *([passed] if passed <= record.last_day(assessed.as_of) else [])])


def _uid(deadline: Deadline, unit: str) -> str:
    """Its name for good, wherever the site stands."""
    plan = deadline.task.plan
    of_all = f"{plan.jurisdiction}-{plan.year}-{deadline.task.task.id}-{deadline.measure.number or 1}"
    return f"{of_all}-{unit}" if unit else of_all


def _summary(assessed: AssessedPlan, deadline: Deadline, names: Sequence[str]) -> str:
    units = wording.some_of(names, "个单位")
    cancelled = "已取消：" if _is_cancelled(deadline) else ""
    what = wording.measure_title(deadline.task.task, deadline.measure)
    return wording.marked(f"{cancelled}{units}：{what} 截止", assessed.plan.record.demonstration)


def _description(assessed: AssessedPlan, deadline: Deadline, names: Sequence[str], verdict: Verdict) -> str:
    task, measure = deadline.task.task, deadline.measure
    number = f"，第 {measure.number} 项" if deadline.is_one_of_many else ""
    lines = [
        assessed.plan.record.title,
        f"任务 {task.id}{number}：{wording.headline(task)}",
        f"单位：{'、'.join(names)}",
        f"时限：{wording.time_limit(measure)}",
        f"时限原文：{measure.due_text}" if measure.due_text else "",
        f"状态：{verdict.words}",
    ]
    return "\n".join(line for line in lines if line)


def _is_cancelled(deadline: Deadline) -> bool:
    return deadline.assessed.verdict.badge.id == "changed"
