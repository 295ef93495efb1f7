"""Portals made by hand, without files: a county that does not exist, one plan of 2026, and what its ledger holds.

Every builder makes a valid record; a test writes down only what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

import yaml
from gongkai.judging.assessment import AssessedMeasure, AssessedPlan, Cell
from gongkai.judging.judgement import assess
from gongkai.records import loading
from gongkai.records.ledger_records import Change, Check, Closure, Entry, Event, Evidence, Note, Reply, Waiver
from gongkai.records.plan_records import Measure, PlanRecord, Task
from gongkai.records.portal import Jurisdiction, Ledger, Node, Plan, Portal, Register
from gongkai.records.register_records import Column, JurisdictionRecord, Unit
from gongkai.records.workdays import HolidaysFile, WorkCalendar
from helpers.documents import DATA

YEAR = 2026
TASK = "1.1.1"
ISSUED_ON = date(2026, 3, 1)
AS_OF = date(2026, 11, 20)

_HOLIDAYS = DATA / "holidays.yaml"
WORK_CALENDAR = WorkCalendar(HolidaysFile.model_validate(yaml.load(_HOLIDAYS.read_text(encoding="utf-8"), yaml.CBaseLoader)).years)


@cache
def shipped() -> Portal:
    """The portal of this project's own data, read once in a process: nothing changes it."""
    return loading.load(DATA)


def unit(slug: str = "fagaiju", **fields: object) -> Unit:
    return Unit.model_validate({"slug": slug, "name": slug, "kind": "department", **fields})


def group(slug: str = "ge-bumen", *members: object, **fields: object) -> Unit:
    """A collective phrase; its roster is complete unless told otherwise."""
    return unit(slug, **{"kind": "group", "members": members, "members_complete": bool(members), **fields})


def member(slug: str, valid_from: object = None, valid_to: object = None) -> dict[str, object]:
    return {"unit": slug, "valid_from": valid_from, "valid_to": valid_to}


UNITS = (unit("fagaiju"), unit("caizhengju"), unit("jiaoyuju"))

SITE = Column.model_validate(
    {
        "slug": "wangzhan",
        "name": "政府网站",
        "columns": [
            {"slug": "guihua", "name": "规划信息", "columns": [{"slug": "zhuanxiang", "name": "专项规划"}]},
            {"slug": "caizheng", "name": "财政信息"},
            {"slug": "jiedu", "name": "政策解读"},
        ],
    }
)


def measure(**fields: object) -> Measure:
    return Measure.model_validate({"text": "公开规划。", "kind": "one_off", **fields})


def task(*measures: Measure, **fields: object) -> Task:
    """A task of one simple measure, unless measures are given; owed by the first unit, unless units are given."""
    owing = {} if "responsible_units" in fields else {"lead_units": ("fagaiju",)}
    return Task.model_validate({"id": TASK, "measures": measures or (measure(),), **owing, **fields})


def evidence(**fields: object) -> Evidence:
    opened = {"by": "测试", "on": fields.get("on", "2026-06-01")}
    address = {} if "description" in fields else {"url": "https://www.example.org/guihua.html", "opened": opened}
    return Evidence.model_validate({**_entry("2026-06-01"), "title": "规划", **address, **fields})


def check(**fields: object) -> Check:
    return Check.model_validate({**_entry("2026-07-10"), "result": "not_found", **fields})


def note(**fields: object) -> Note:
    return Note.model_validate({**_entry("2026-05-01"), "text": "正在整理。", **fields})


def event(**fields: object) -> Event:
    happened_on = fields.get("happened_on", "2026-05-06")
    return Event.model_validate({**_entry(happened_on), "happened_on": happened_on, "text": "文件印发。", **fields})


def waiver(**fields: object) -> Waiver:
    return Waiver.model_validate({**_entry("2026-05-01"), "reason": "没有这类事项。", "valid_until": "2026-12-31", **fields})


def reply(**fields: object) -> Reply:
    return Reply.model_validate({**_entry("2026-08-01"), "author": "unit", "text": "已经公开。", **fields})


def change(**fields: object) -> Change:
    return Change.model_validate({**_entry("2026-05-15"), "document": "调整通知", **fields})


def closure(**fields: object) -> Closure:
    return Closure.model_validate({**_entry("2026-08-01"), **fields})


def _entry(on: object) -> dict[str, object]:
    return {"task": TASK, "units": ("fagaiju",), "on": on}


_KINDS: dict[type[Entry], str] = {
    Evidence: "evidence",
    Check: "checks",
    Note: "notes",
    Event: "events",
    Waiver: "waivers",
    Reply: "replies",
    Change: "changes",
    Closure: "closures",
}


def ledger(*entries: Entry) -> Ledger:
    """The entries by kind, in the order given."""
    return Ledger(**{name: tuple(one for one in entries if type(one) is kind) for kind, name in _KINDS.items()})


def entries_of(one_ledger: Ledger) -> tuple[Entry, ...]:
    return tuple(entry for name in _KINDS.values() for entry in getattr(one_ledger, name))


def plan(*tasks: Task, entries: Sequence[Entry] = (), issued_on: date | None = ISSUED_ON) -> Plan:
    record = PlanRecord.model_validate(
        {
            "year": YEAR,
            "title": "示例县2026年政务公开工作要点",
            "issued_on": issued_on,
            "source": "为测试编写，不是真实的文件。",
            "demonstration": True,
            "sections": [{"number": 1, "title": "做好规划公开", "subsections": [{"number": 1, "title": "公开规划"}]}],
        }
    )
    return Plan("shili", record, tasks or (task(),), ledger(*entries))


def register(*units: Unit) -> Register:
    return Register({one.slug: one for one in units or UNITS}, dict(_nodes(SITE, None)))


def _nodes(column: Column, parent: Node | None) -> Iterator[tuple[str, Node]]:
    node = Node(column, parent)
    yield column.slug, node
    for below in column.columns:
        yield from _nodes(below, node)


def portal(one_plan: Plan, units: Sequence[Unit] = UNITS, work_calendar: WorkCalendar = WORK_CALENDAR) -> Portal:
    record = JurisdictionRecord(name="示例省示例县", short_name="示例县", order=1)
    return Portal((Jurisdiction("shili", record, register(*units), (one_plan,)),), work_calendar)


def assessed(one_portal: Portal, as_of: date = AS_OF, known_on: date | None = None) -> AssessedPlan:
    """The only plan of a portal as judged on a date, by what was known on the same or another."""
    (one_plan,) = assess(one_portal, as_of, known_on).plans
    return one_plan


def cells(*tasks: Task, entries: Sequence[Entry] = (), units: Sequence[Unit] = UNITS, as_of: date = AS_OF) -> tuple[Cell, ...]:
    """The cells of a plan of these tasks."""
    return assessed(portal(plan(*tasks, entries=entries), units), as_of).cells


def measures_of(one_plan: AssessedPlan) -> Iterator[AssessedMeasure]:
    for one in one_plan.tasks:
        yield from one.measures
