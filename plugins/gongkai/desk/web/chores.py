"""What of a plan is to be looked at, thing by thing, told from the plan as the site shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.judging.badges import FRESH_NOTE
from gongkai.judging.verdicts import Verdict
from gongkai.pages import wording
from gongkai.pages.views import Link
from gongkai.records.plan_records import Measure
from gongkai.words.dates import chinese_date

from .base.views import LineView
from .doubts import name_of as name_of_doubt
from .relating import waiting_readings

SOON = timedelta(days=30)
# What there is to do, the most pressing first, by what it is called.
KINDS = {
    "faults": "数据错误",
    "gates": "发布前必须处理",
    "due": "30 天内到期",
    "unchecked": "到期待核查",
    "stale": "更新待核",
    "notes": "说明已超过 120 天",
    "unopened": "待打开核对的网页",
    "scouted": "程序找到的标题",
    "rechecked": "失效、变了的网址",
    "doubts": "疑点",
    "related": "共同任务等人核对",
    "warnings": "检查的提醒",
}
_OF_CONCLUDED = ("unchecked", "unopened", "scouted", "rechecked", "doubts", "related")
# By badge: what is to be done about a cell, and what is recorded then.
_OF_BADGE = {
    "unchecked": ("checks", "已经到期，还没有人核查。请到栏目里看一看。", "登记核查"),
    "stale": ("evidence", "超过了文件要求的更新时间。请看有没有新的内容。", "登记证据"),
}


@dataclass(frozen=True)
class ToDo:
    """One thing to do, of a kind and so many at once, for a unit; an empty slug where it is nobody's in particular."""

    kind: str
    unit: str
    plan: AssessedPlan
    line: LineView
    number: int = 1


def of_plan(plan: AssessedPlan) -> tuple[ToDo, ...]:
    """All that is to do of a plan; of a concluded one only what stays to be settled."""
    things = [*_due(plan), *_cells(plan), *_notes(plan), *_unopened(plan), *_doubts(plan)]
    things += (ToDo("related", "", plan, *it) for it in waiting_readings(plan))
    return tuple(thing for thing in things if not plan.is_concluded or thing.kind in _OF_CONCLUDED)


def _due(plan: AssessedPlan) -> Iterator[ToDo]:
    """What is to be done by a stated day, by the end of a period, or within the limit of an event, in the order of these days."""
    ahead: list[tuple[date, ToDo]] = []
    for task in plan.tasks:
        for measure in task.measures:
            for cell in measure.cells:
                for label, verdict in cell.verdict.strip or (("", cell.verdict),):
                    if verdict.ends_on and plan.as_of <= verdict.ends_on <= plan.as_of + SOON and not _is_settled(verdict):
                        numbers, unit = [measure.measure.number], cell.unit.slug
                        words = f"{_period(measure.measure, label)}{chinese_date(verdict.ends_on)}到期，{_so_far(verdict)}。"
                        line = _line(plan, task, numbers, words, "登记证据", _form(plan, task, "evidence", numbers, unit))
                        ahead.append((verdict.ends_on, ToDo("due", unit, plan, line)))
    yield from (thing for _, thing in sorted(ahead, key=lambda pair: pair[0]))


def _period(measure: Measure, label: str) -> str:
    """What a verdict of several speaks of: an event by its day, a period by its name."""
    if not label:
        return ""
    return f"{chinese_date(date.fromisoformat(label))}出现的情形，" if measure.kind == "triggered" else f"{label}这一期，"


def _so_far(verdict: Verdict) -> str:
    if verdict.done and verdict.total:
        return f"已经登记 {verdict.done}/{verdict.total}"
    return "只登记了一部分" if verdict.badge.id == "partial" else "还没有登记公开"


def _is_settled(verdict: Verdict) -> bool:
    return verdict.badge.family == "done" or verdict.badge.id in ("waived", "changed", "not_judged")


def _cells(plan: AssessedPlan) -> Iterator[ToDo]:
    for task in plan.tasks:
        held: dict[tuple[str, str], list[int | None]] = {}
        for measure in task.measures:
            for cell in measure.cells:
                if cell.verdict.badge.id in _OF_BADGE:
                    held.setdefault((cell.unit.slug, cell.verdict.badge.id), []).append(measure.measure.number)
        for (unit, badge), numbers in held.items():
            kind, words, action = _OF_BADGE[badge]
            yield ToDo(badge, unit, plan, _line(plan, task, numbers, words, action, _form(plan, task, kind, numbers, unit)))


def _notes(plan: AssessedPlan) -> Iterator[ToDo]:
    tasks = {task.task.id: task for task in plan.tasks}
    newest = {(note.task, note.measures, unit): note for note in sorted(plan.ledger.notes, key=lambda it: it.on) for unit in note.units}
    for (task_id, measures, unit), note in newest.items():
        task = tasks[task_id]
        cells = [cell for measure in task.measures_of(note) for cell in measure.cells if cell.unit.slug == unit]
        if plan.as_of - note.on > FRESH_NOTE and not all(_is_settled(cell.verdict) for cell in cells):
            words = f"{chinese_date(note.on)}的说明（{note.text}）已超过 120 天。请问问进展。"
            yield ToDo(
                "notes", unit, plan, _line(plan, task, [*measures], words, "登记说明", _form(plan, task, "notes", [*measures], unit))
            )


def _unopened(plan: AssessedPlan) -> Iterator[ToDo]:
    tasks = {task.task.id: task for task in plan.tasks}
    for evidence in plan.ledger.evidence:
        if evidence.is_unopened and not evidence.dead_on and evidence.task in tasks:
            task = tasks[evidence.task]
            form = f"{_desk(plan, task)}confirm?url={quote(evidence.url or '', safe='')}"
            words = f"《{evidence.title}》还没有人打开看过。请打开核对。"
            unit = (*evidence.units, "")[0]
            yield ToDo("unopened", unit, plan, _line(plan, task, [*evidence.measures], words, "我已打开核对", form, evidence.url or ""))


def _doubts(plan: AssessedPlan) -> Iterator[ToDo]:
    here = f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/"
    for text in plan.plan.record.doubts:
        yield ToDo(
            "doubts", "", plan, LineView(f"{plan.plan.year} 年要点", text, "", Link(_SETTLE, f"{here}doubt?doubt={name_of_doubt(text)}"))
        )
    for task in plan.tasks:
        for text in task.task.all_doubts:
            yield ToDo("doubts", "", plan, _line(plan, task, [], text, _SETTLE, f"{_desk(plan, task)}doubt?doubt={name_of_doubt(text)}"))


_SETTLE = "答复疑点"


def _line(
    plan: AssessedPlan, task: AssessedTask, numbers: list[int | None], words: str, action: str, address: str, url: str = ""
) -> LineView:
    of_measures = "、".join(str(number) for number in numbers if number)
    name = f"{plan.plan.year} 年 {task.task.id} {wording.headline(task.task)}{f'（第 {of_measures} 项）' if of_measures else ''}"
    return LineView(name, words, url, Link(action, address))


def _desk(plan: AssessedPlan, task: AssessedTask) -> str:
    return f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/{task.task.id}/"


def _form(plan: AssessedPlan, task: AssessedTask, kind: str, numbers: list[int | None], unit: str) -> str:
    """A form in which what it is about is chosen already."""
    measures = "".join(f"&measures={number}" for number in numbers if number)
    return f"{_desk(plan, task)}record?kind={kind}{measures}&units={unit}"
