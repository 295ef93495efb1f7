"""The checks of a ledger's entries against the plan's tasks, the register, and one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .fields import TASK_ID
from .folder import Folder
from .ledger_records import Change, Closure, Entry, Event, Evidence, LedgerFile
from .plan_records import Task
from .portal import Ledger, Register
from .source import Location, Source


@dataclass(frozen=True)
class Entries:
    """The entries of one plan's ledger, checked against its tasks and against each other."""

    folder: Folder
    place: Path
    register: Register
    tasks: Mapping[str, Task]
    ledger: Ledger

    def tasks_of_entries(self, source: Source, kind: str) -> None:
        """Check the tasks that the entries of one kind name, as they were written."""
        for location, identifier in task_ids(source, kind, "task"):
            self._check_task(source, location, identifier)

    def _check_task(self, source: Source, location: Location, identifier: str) -> None:
        if identifier not in self.tasks and not self._may_be_a_task(identifier):
            near = "、".join(one for one in self.tasks if one.rsplit(".", 1)[0] == identifier.rsplit(".", 1)[0])
            remedy = f"同一方面的任务有：{near}。" if near else "请核对编号。"
            self._complain(source, location, f"没有编号“{identifier}”的任务。", remedy)

    def _may_be_a_task(self, identifier: str) -> bool:
        return self.folder.may_define(self.place / "tasks", identifier) or self.folder.has_unread(self.place)

    def entry(self, source: Source, location: Location, entry: Entry, unit: str) -> None:
        """Check one entry as it was written in the file of a unit."""
        task = self.tasks.get(entry.task)
        if task and not self.folder.is_doubtful(task.id):
            self._check_measures(source, location, entry, task)
            self._check_owing(source, location, entry, task, unit)
            if isinstance(entry, Evidence):
                self._check_evidence(source, location, entry, task)
                self._check_event(source, location, entry, unit)
            if isinstance(entry, Closure):
                self._check_closure(source, location, entry)
        if isinstance(entry, Evidence) and entry.published_on and entry.on < entry.published_on:
            self._complain(source, (*location, "on"), "登记日期早于发布日期。", "请核对两个日期。")
        if isinstance(entry, Change):
            self._check_change(source, location, entry)

    def _check_change(self, source: Source, location: Location, change: Change) -> None:
        if change.units:
            remedy = "请删掉这个字段；换承担单位请写 new_units。"
            self._complain(source, (*location, "units"), "调整对承担这条举措的全部单位有效，不能只对其中几个。", remedy)
        if change.replaced_by == change.task:
            self._complain(source, (*location, "replaced_by"), f"任务 {change.task} 不能由它自己代替。", "请写代替它的那项任务的编号。")
        elif change.replaced_by:
            self._check_task(source, (*location, "replaced_by"), change.replaced_by)

    def _check_measures(self, source: Source, location: Location, entry: Entry, task: Task) -> None:
        known = [measure.number for measure in task.measures]
        listed = "、".join(str(number) for number in known if number)
        here = (*location, "measures")
        if not entry.measures and len(known) > 1:
            fault = f"任务 {task.id} 有几条举措，没有写明是哪一条。"
            self._complain(source, here, fault, f"请写 measures: [序号]，可用的序号：{listed}。")
        for number in entry.measures:
            if number not in known:
                remedy = f"可用的序号：{listed}。" if listed else "这个任务只有一条举措，请删掉 measures。"
                self._complain(source, here, f"任务 {task.id} 没有第 {number} 条举措。", remedy)

    def _check_owing(self, source: Source, location: Location, entry: Entry, task: Task, writer: str) -> None:
        if isinstance(entry, Change) or any(self.folder.is_doubtful(slug) for slug in task.owing_units):
            return
        units, owing = self.register.units, self._units_that_may_speak(task)
        for unit in (slug for slug in entry.units or (writer,) if slug in units):
            here = (*location, "units")
            if units[unit].members and units[unit].members_complete:
                fault, remedy = f"“{units[unit].name}”有完整的名册，不能笼统登记。", "请写明是其中哪个单位。"
                self._complain(source, here, fault, remedy)
            elif unit not in owing:
                names = "、".join(units[slug].name for slug in task.owing_units if slug in units)
                self._complain(source, here, f"“{units[unit].name}”不承担任务 {task.id}。", f"承担的单位：{names}。")

    def _units_that_may_speak(self, task: Task) -> set[str]:
        """The units of the row, the members of its groups, those put in charge later, and whoever took them over."""
        changed = {unit for change in self.ledger.changes if change.task == task.id for unit in change.new_units}
        owing = {slug for slug in (*task.named_units, *changed) if slug in self.register.units}
        members = {member.unit for slug in owing for member in self.register.units[slug].members}
        named = owing | {slug for slug in members if slug in self.register.units}
        return {heir for slug in named for heir in self.register.heirs_of(slug)}

    def _check_evidence(self, source: Source, location: Location, entry: Evidence, task: Task) -> None:
        measures = [one for one in task.measures if not entry.measures or one.number in entry.measures]
        parts = max((len(one.recurrence.including) for one in measures if one.recurrence), default=0)
        if any(number > parts for number in entry.counts_as):
            remedy = f"可写 1 到 {parts}。" if parts else "请删掉这个字段。"
            self._complain(source, (*location, "counts_as"), f"任务 {task.id} 的“其中”没有这一项。", remedy)

    def _check_event(self, source: Source, location: Location, evidence: Evidence, writer: str) -> None:
        """Evidence of a duty that begins with an event says which, unless there was but one."""
        events = [event for event in self.ledger.events if _share_a_measure(event, evidence)]
        of_units = [event for event in events if set(event.units) & set(evidence.units or (writer,))]
        here = (*location, "event_on")
        if evidence.event_on and evidence.event_on not in {event.happened_on for event in events}:
            remedy = f"登记过的日期：{_days(events)}。" if events else "请先登记情形（events）。"
            self._complain(source, here, f"没有登记过 {evidence.event_on.isoformat()} 的情形。", remedy)
        elif len(of_units) > 1 and evidence.event_on is None:
            fault = f"任务 {evidence.task} 登记过 {len(of_units)} 次情形，没有写明这是哪一次的。"
            self._complain(source, here, fault, f"请写 event_on，登记过的日期：{_days(of_units)}。")

    def _check_closure(self, source: Source, location: Location, closure: Closure) -> None:
        proofs = (one for one in self.ledger.evidence if one.covers == "full" and one.strength == "primary")
        found = (one for one in self.ledger.checks if one.result == "found")
        if not any(_share_a_measure(one, closure) and one.on <= closure.on for one in (*proofs, *found)):
            remedy = "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。"
            self._complain(source, (*location, "task"), "销号之前没有完整的证据，也没有查到的核查记录。", remedy)

    def _complain(self, source: Source, location: Location, fault: str, remedy: str) -> None:
        self.folder.complain(source, LedgerFile, location, fault, remedy)


def _share_a_measure(one: Entry, other: Entry) -> bool:
    """Whether both speak of the same task, and of a measure in common."""
    have_one = not one.measures or not other.measures or bool(set(one.measures) & set(other.measures))
    return one.task == other.task and have_one


def _days(events: Iterable[Event]) -> str:
    return "、".join(day.isoformat() for day in sorted({event.happened_on for event in events}))


def task_ids(source: Source, records: str, key: str) -> Iterator[tuple[Location, str]]:
    """The ids of tasks under one key of a list of records, as they were written."""
    value = source.value.get(records) if isinstance(source.value, dict) else None
    for index, record in enumerate(value if isinstance(value, list) else ()):
        text = record.get(key) if isinstance(record, dict) else None
        if isinstance(text, str) and re.fullmatch(TASK_ID, text):
            yield (records, index, key), text
