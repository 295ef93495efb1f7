"""A draft against the plan that is already there, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.plan_records import PlanRecord, Section, Task
from gongkai.records.portal import Plan
from gongkai.words.text import tidy

from .as_yaml import sections
from .words import Words

_LONGEST = 120
_OF_TASK = ("matter", "lead_units", "responsible_units", "opening")
_OF_MEASURE = ("text", "kind", "due_on", "due", "recurrence", "publication_paths", "channels")


def lines(draft: Draft, plan: Plan) -> list[str]:
    """Each difference on a line: where, which field, what stands there, what was read."""
    return [*_head(draft, plan.record), *_tasks(draft, plan)]


def headings(known: Iterable[Section]) -> dict[tuple[int, int], str]:
    """The titles of sections and subsections by their numbers, those of sections with a nought behind."""
    return {
        (section.number, number): title
        for section in known
        for number, title in ((0, section.title), *((sub.number, sub.title) for sub in section.subsections))
    }


def _head(draft: Draft, record: PlanRecord) -> Iterator[str]:
    words = Words.of(draft)
    of_reading = words.both(record, draft.reading, ("title", "document_number", "issuer"))
    yield from _told("要点", (*of_reading, *words.both(record, draft, ("issued_on",))))
    read, known = headings(sections(draft)), headings(record.sections)
    for number in sorted({*read, *known}):
        where = f"第{number[0]}部分" + (f"第{number[1]}方面" if number[1] else "")
        yield from _told(where, [("标题", known.get(number, ""), read.get(number, ""))])


def _tasks(draft: Draft, plan: Plan) -> Iterator[str]:
    read = {task.id: task for task in draft.tasks}
    for task in plan.tasks:
        if new := read.pop(task.id, None):
            yield from _task(Words.of(draft), new, task)
        else:
            yield f"{task.id}：现有这项任务，文件里没有读到。"
    for more in read.values():
        yield f"{more.id}：文件里读到这项任务，现有要点里没有（{_short(more.measures[0].text)}）。"


def _task(words: Words, read: DraftTask, known: Task) -> Iterator[str]:
    was, now = ("、".join(str(measure.number or "无") for measure in task.measures) for task in (known, read))
    yield from _told(known.id, (*words.both(known, read, _OF_TASK), ("举措序号", was, now)))
    if len(known.measures) == len(read.measures):
        for mine, theirs in zip(read.measures, known.measures, strict=True):
            where = f"{known.id}（{theirs.number}）" if theirs.number else known.id
            yield from _told(where, words.both(theirs, mine, _OF_MEASURE))


def _told(where: str, fields: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for label, known, read in fields:
        if tidy(known) != tidy(read):
            yield f"{where}　{label}：现有“{_short(known)}”，读到“{_short(read)}”。"


def _short(text: str) -> str:
    line = tidy(text)
    return line if len(line) <= _LONGEST else f"{line[:80]}……{line[-30:]}"
