"""Due dates for a calendar program: a file per plan and per place (RFC 5545), the same bytes for the same date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from icalendar import Calendar, Event

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.deadlines import Deadline, deadlines
from gongkai.pages import addresses, wording
from gongkai.pages.addresses import Site
from gongkai.records.portal import Jurisdiction
from gongkai.words.dates import chinese_date


def plan_calendar(assessed: AssessedPlan, site: Site) -> bytes:
    """One event per measure with a due date, none else."""
    return _calendar(f"{assessed.jurisdiction.record.short_name}{assessed.plan.year}年政务公开到期日期", (assessed,), site)


def place_calendar(jurisdiction: Jurisdiction, plans: Iterable[AssessedPlan], site: Site) -> bytes:
    """The events of all plans of a place."""
    return _calendar(f"{jurisdiction.record.short_name}政务公开到期日期", plans, site)


def _calendar(name: str, plans: Iterable[AssessedPlan], site: Site) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//gongkai//deadlines//ZH-CN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    # What programs read that do not know the name above.
    calendar.add("x-wr-calname", name)
    for assessed in plans:
        for deadline in deadlines(assessed):
            if not _is_past_the_end(assessed, deadline):
                calendar.add_component(_event(assessed, deadline, site))
    content: bytes = calendar.to_ical()
    return content


def _event(assessed: AssessedPlan, deadline: Deadline, site: Site) -> Event:
    event = Event()
    event.add("uid", _uid(deadline))
    # Required, and by the clock in other programs; here the day of the build.
    event.add("dtstamp", datetime.combine(assessed.as_of, time(), UTC))
    event.add("sequence", len(deadline.revisions))
    event.add("dtstart", deadline.due_on)
    event.add("summary", _summary(assessed, deadline))
    event.add("description", _description(assessed, deadline))
    event.add("transp", "TRANSPARENT")
    if _is_cancelled(deadline):
        event.add("status", "CANCELLED")
    if site.is_published:
        event.add("url", site.absolute(addresses.measure(assessed.plan, deadline.task.task, deadline.measure)))
    return event


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
    return [assessed.jurisdiction.register.units[slug].name for slug in deadline.units]
