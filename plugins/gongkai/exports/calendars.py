"""Due dates for a calendar program: a file per plan and per place (RFC 5545), the same bytes for the same date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.deadlines import Deadline, deadlines
from gongkai.pages import addresses, wording
from gongkai.pages.addresses import Site
from gongkai.records.portal import Jurisdiction
from gongkai.words.dates import chinese_date


@dataclass(frozen=True)
class DueEvent:
    """What a calendar says of a due date."""

    uid: str
    sequence: int
    due_on: date
    summary: str
    description: str
    is_cancelled: bool
    url: str


def plan_events(assessed: AssessedPlan, site: Site) -> tuple[DueEvent, ...]:
    """One event per measure with a due date, none else."""
    return tuple(_event(assessed, deadline, site) for deadline in deadlines(assessed) if not _is_past_the_end(assessed, deadline))


def plan_calendar(assessed: AssessedPlan, site: Site) -> bytes:
    """The events of one plan."""
    return calendar(plan_title(assessed), plan_events(assessed, site), assessed.as_of)


def plan_title(assessed: AssessedPlan) -> str:
    """What the calendar of a plan is called."""
    return f"{assessed.jurisdiction.record.short_name}{assessed.plan.year}年政务公开到期日期"


def place_title(jurisdiction: Jurisdiction) -> str:
    """What the calendar of a place is called."""
    return f"{jurisdiction.record.short_name}政务公开到期日期"


def calendar(name: str, events: Iterable[DueEvent], as_of: date) -> bytes:
    """A calendar of this name."""
    # Only who makes calendars waits for it.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//gongkai//deadlines//ZH-CN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    # What programs read that do not know the name above.
    calendar.add("x-wr-calname", name)
    for due in events:
        event = Event()
        event.add("uid", due.uid)
        # Required, and by the clock in other programs; here the day of the build.
        event.add("dtstamp", datetime.combine(as_of, time(), UTC))
        event.add("sequence", due.sequence)
        event.add("dtstart", due.due_on)
        event.add("summary", due.summary)
        event.add("description", due.description)
        event.add("transp", "TRANSPARENT")
        if due.is_cancelled:
            event.add("status", "CANCELLED")
        if due.url:
            event.add("url", due.url)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(assessed: AssessedPlan, deadline: Deadline, site: Site) -> DueEvent:
    address = addresses.measure(assessed.plan, deadline.task.task, deadline.measure)
    return DueEvent(
        uid=_uid(deadline),
        sequence=len(deadline.revisions),
        due_on=deadline.due_on,
        summary=_summary(assessed, deadline),
        description=_description(assessed, deadline),
        is_cancelled=_is_cancelled(deadline),
        url=site.absolute(address) if site.is_published else "",
    )


def _is_past_the_end(assessed: AssessedPlan, deadline: Deadline) -> bool:
    """Nobody is reminded of what falls due after this portal has stopped following the plan."""
    record = assessed.plan.record
    return record.concluded_on is not None and record.is_concluded_on(assessed.as_of) and deadline.due_on > record.concluded_on


def _uid(deadline: Deadline) -> str:
    """Its name for good, wherever the site stands."""
    plan = deadline.task.plan
    return f"{plan.jurisdiction}-{plan.year}-{deadline.task.task.id}-{deadline.measure.number or 1}"


def _summary(assessed: AssessedPlan, deadline: Deadline) -> str:
    units = wording.some_of(_names(assessed, deadline), "个单位")
    cancelled = "已取消：" if _is_cancelled(deadline) else ""
    what = wording.measure_title(deadline.task.task, deadline.measure)
    return wording.marked(f"{cancelled}{units}：{what} 截止", assessed.plan.record.demonstration)


def _description(assessed: AssessedPlan, deadline: Deadline) -> str:
    task, measure = deadline.task.task, deadline.measure
    number = f"，第 {measure.number} 项" if deadline.is_one_of_many else ""
    lines = [
        assessed.plan.record.title,
        f"任务 {task.id}{number}：{wording.headline(task)}",
        f"单位：{'、'.join(_names(assessed, deadline))}",
        f"时限：{wording.time_limit(measure)}",
        f"时限原文：{measure.due_text}" if measure.due_text else "",
        f"状态：{deadline.assessed.verdict.words}（判定日期：{chinese_date(assessed.as_of)}）",
    ]
    return "\n".join(line for line in lines if line)


def _is_cancelled(deadline: Deadline) -> bool:
    return deadline.assessed.verdict.badge.id == "changed"


def _names(assessed: AssessedPlan, deadline: Deadline) -> list[str]:
    return [assessed.jurisdiction.register.units[slug].name_on(assessed.plan.roster_on) for slug in deadline.units]
