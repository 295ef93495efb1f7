"""A draft against the plan that is already there, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gongkai.importing.layout.reading import Section as ReadSection
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.records.plan_records import Measure, Section, Task
from gongkai.records.portal import Node, Plan, Register
from gongkai.words.labels import DUTY_KINDS
from gongkai.words.text import tidy

_LONGEST = 120


def lines(draft: Draft, plan: Plan, register: Register) -> list[str]:
    """Each difference on a line: where, which field, what stands there, what was read."""
    return [*_head(draft, plan), *_sections(draft.sections, plan.record.sections), *_tasks(draft, plan, register)]


def _head(draft: Draft, plan: Plan) -> Iterator[str]:
    record, reading = plan.record, draft.reading
    pairs = (
        ("标题", record.title, tidy(reading.title)),
        ("发文字号", record.document_number or "", reading.document_number),
        ("发布机构", record.issuer or "", reading.issuer),
        ("成文日期", record.issued_on.isoformat() if record.issued_on else "", draft.issued_on.isoformat() if draft.issued_on else ""),
    )
    yield from _differing("要点", pairs)


def _sections(read: Iterable[ReadSection], known: Iterable[Section]) -> Iterator[str]:
    mine = {(section.heading.number, 0): section.heading.title for section in read} | {
        (section.heading.number, sub.number): sub.title for section in read for sub in section.subsections
    }
    theirs = {(section.number, 0): section.title for section in known} | {
        (section.number, sub.number): sub.title for section in known for sub in section.subsections
    }
    for number in sorted({*mine, *theirs}):
        where = f"第{number[0]}部分" + (f"第{number[1]}方面" if number[1] else "")
        yield from _differing(where, (("标题", theirs.get(number, ""), mine.get(number, "")),))


def _tasks(draft: Draft, plan: Plan, register: Register) -> Iterator[str]:
    read = {task.id: task for task in draft.tasks}
    known = {task.id: task for task in plan.tasks}
    for task in plan.tasks:
        if task.id in read:
            yield from _task(draft, read[task.id], task, register)
        else:
            yield f"{task.id}：现有这项任务，文件里没有读到。"
    for task_id in read:
        if task_id not in known:
            yield f"{task_id}：文件里读到这项任务，现有要点里没有（{_short(read[task_id].measures[0].text)}）。"


def _task(draft: Draft, read: DraftTask, known: Task, register: Register) -> Iterator[str]:
    def named(slugs: Iterable[str]) -> str:
        return "、".join(draft.units[slug].name for slug in slugs)

    yield from _differing(
        known.id,
        (
            ("具体事项", known.matter or "", read.matter),
            ("牵头单位", named(known.lead_units), named(read.lead_units)),
            ("责任单位", named(known.responsible_units), named(read.responsible_units)),
            ("导语", known.opening or "", read.opening),
            ("举措序号", _numbers(known.measures), _numbers(read.measures)),
        ),
    )
    if len(known.measures) == len(read.measures):
        for mine, theirs in zip(read.measures, known.measures, strict=True):
            where = f"{known.id}（{theirs.number}）" if theirs.number else known.id
            yield from _differing(where, _measure(draft, mine, theirs, register))


def _numbers(measures: Iterable[Measure | DraftMeasure]) -> str:
    return "、".join(str(measure.number or "无") for measure in measures)


def _measure(draft: Draft, read: DraftMeasure, known: Measure, register: Register) -> tuple[tuple[str, str, str], ...]:
    return (
        ("内容", known.text, read.text),
        ("任务类型", DUTY_KINDS[known.kind], DUTY_KINDS[read.kind]),
        ("完成时限", str(known.due_on or ""), str(read.due_on or "")),
        ("相对时限", _due(known), _due(read)),
        ("次数要求", _often(known), _often(read)),
        ("公开路径", _trails(known.publication_paths, register.nodes), _trails(read.publication_paths, draft.nodes)),
        ("其他渠道", "；".join(known.channels), "；".join(read.channels)),
    )


def _due(measure: Measure | DraftMeasure) -> str:
    return f"{measure.due.within} {measure.due.unit}" if measure.due else ""


def _often(measure: Measure | DraftMeasure) -> str:
    return f"{measure.recurrence.times} / {measure.recurrence.per}" if measure.recurrence else ""


def _trails(slugs: Iterable[str], nodes: Mapping[str, Node]) -> str:
    return "；".join(sorted(_trail(nodes[slug]) for slug in slugs))


def _trail(node: Node) -> str:
    return ">".join(step.name for step in node.trail)


def _differing(where: str, pairs: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for label, known, read in pairs:
        if tidy(known) != tidy(read):
            yield f"{where}　{label}：现有“{_short(known)}”，读到“{_short(read)}”。"


def _short(text: str) -> str:
    line = tidy(text)
    return line if len(line) <= _LONGEST else f"{line[:80]}……{line[-30:]}"
