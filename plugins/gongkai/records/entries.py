"""The entries of a ledger, gathered from its files, and their checks against the plan's tasks, the register, and one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gongkai.words.left_out import Location
from gongkai.words.record import Grouped
from gongkai.words.source import Source

from .fields import TASK_ID
from .folder import SNAPSHOTS, Folder
from .ledger_records import KINDS, Change, Closure, Entry, Event, Evidence, LedgerFile, Search
from .plan_records import Task
from .portal import Ledger, Register
from .problems import Effect
from .references import SEARCHES, LedgerName


@dataclass(frozen=True)
class Entries:
    """The entries of one plan's ledger, checked against its tasks and against each other."""

    folder: Folder
    place: Path
    register: Register
    tasks: Mapping[str, Task]
    ledger: Ledger

    def tasks_named(self, source: Source) -> None:
        """Check the tasks that entries name, as they were written."""
        for kind in (*KINDS, "searches"):
            for location, identifier in task_ids(source, kind, "task"):
                self._check_task(source, location, identifier)

    def _check_task(self, source: Source, location: Location, identifier: str) -> None:
        if identifier not in self.tasks and not self._may_be_a_task(identifier):
            remedy = beside(identifier, self._ids) or "请核对编号。"
            self._complain(source, location, f"没有编号“{identifier}”的任务。", remedy)

    def _may_be_a_task(self, identifier: str) -> bool:
        return self.folder.may_define(self.place / "tasks", identifier) or self.folder.has_unread(self.place)

    def file(self, source: Source, record: LedgerFile, unit: str) -> None:
        """Check the entries of the file of a unit as they were written."""
        for kind in KINDS:
            for index, entry in enumerate(getattr(record, kind)):
                self._check_entry(source, (kind, index), entry, unit)
        for index, search in enumerate(record.searches):
            task = self.tasks.get(search.task or "")
            if task and not self.folder.is_doubtful(task.id):
                self._check_numbers(source, ("searches", index), search.measures, task)

    def _check_entry(self, source: Source, location: Location, entry: Entry, unit: str) -> None:
        task = self.tasks.get(entry.task)
        if task and not self.folder.is_doubtful(task.id):
            self._check_measures(source, location, entry, task)
            self._check_owing(source, location, entry, task, unit)
            if isinstance(entry, Evidence):
                self._check_evidence(source, location, entry, task)
                self._check_event(source, location, entry, unit)
                self._check_links(source, location, entry)
            if isinstance(entry, Closure):
                self._check_closure(source, location, entry)
        if isinstance(entry, Change):
            self._check_change(source, location, entry)

    def _check_change(self, source: Source, location: Location, change: Change) -> None:
        if change.units:
            remedy = "请删掉这个字段；换承担单位请写 new_units。"
            self._complain(source, (*location, "units"), "调整对承担这条举措的全部单位有效，不能只对其中几个。", remedy)
        if change.replaced_by == change.task:
            self._complain(source, (*location, "replaced_by"), f"任务 {change.task} 不能由它自己代替。", "请改为代替它的那项任务的编号。")
        elif change.replaced_by:
            self._check_task(source, (*location, "replaced_by"), change.replaced_by)

    def _check_measures(self, source: Source, location: Location, entry: Entry, task: Task) -> None:
        if not entry.measures and len(task.measures) > 1 and (*location, "measures") not in source.lost:
            fault = f"任务 {task.id} 有几条举措，没有写明是哪一条。"
            self._complain(source, (*location, "measures"), fault, f"请写 measures: [序号]，可用的序号：{_listed(task)}。")
        self._check_numbers(source, location, entry.measures, task)

    def _check_numbers(self, source: Source, location: Location, numbers: tuple[int, ...], task: Task) -> None:
        known = {measure.number for measure in task.measures}
        for number in numbers:
            if number not in known:
                listed = _listed(task)
                remedy = f"可用的序号：{listed}。" if listed else "这个任务只有一条举措，请删掉 measures。"
                self._complain(source, (*location, "measures"), f"任务 {task.id} 没有第 {number} 条举措。", remedy)

    def _check_owing(self, source: Source, location: Location, entry: Entry, task: Task, writer: str) -> None:
        if isinstance(entry, Change) or (*location, "units") in source.lost:
            return
        units, owing = self.register.units, self._units_that_may_speak(task)
        # What is wrong with a unit that owes it is told already, and may be what this unit speaks for.
        if any(slug not in units or self.folder.is_doubtful(slug) for slug in owing):
            return
        for unit in (slug for slug in entry.units or (writer,) if slug in units):
            here = (*location, "units")
            if units[unit].members and units[unit].members_complete:
                fault, remedy = f"“{units[unit].name}”有完整的名册，不能笼统登记。", "请写明是其中哪个单位。"
                self._complain(source, here, fault, remedy)
            elif unit not in owing:
                remedy = f"承担的单位：{self._names(task.owing_units)}。"
                self._complain(source, here, f"“{units[unit].name}”不承担任务 {task.id}。", remedy)
            elif isinstance(entry, Evidence):
                self._check_owing_measures(source, here, entry, task, unit)

    def _check_owing_measures(self, source: Source, location: Location, evidence: Evidence, task: Task, unit: str) -> None:
        """Evidence counts for nobody where its unit owes none of its measures, though it owes the task."""
        known = {measure.number for measure in task.measures}
        numbers = tuple(number for number in evidence.measures if number in known)
        if unit not in self._units_that_may_speak(task, numbers):
            fault = f"“{self.register.units[unit].name}”不承担任务 {task.id} 的第 {'、'.join(map(str, numbers))} 条举措，这条证据只列在网页上，不改变状态。"
            owing = self._names(task.units_owing_any(numbers))
            remedy = f"请核对举措序号和单位；承担的单位：{owing}。没有写错的，照原样留着。"
            self.folder.complain(source, LedgerFile, location, fault, remedy, Effect.WARNING)

    def _names(self, slugs: Iterable[str]) -> str:
        return "、".join(self.register.units[slug].name for slug in slugs if slug in self.register.units)

    def _units_that_may_speak(self, task: Task, numbers: tuple[int, ...] = ()) -> set[str]:
        """The units that owe one of these measures, the members of groups among them, those put in charge later, and whoever took them over."""
        if (task.id, numbers) not in self._speakers:
            changes = self.ledger.of_task(task.id).changes
            changed = {unit for change in changes for unit in change.new_units if _share_a_number(change.measures, numbers)}
            owing = {*(task.units_owing_any(numbers) if numbers else task.named_units), *changed}
            units = self.register.units
            named = owing | {member.unit for slug in owing if slug in units for member in units[slug].members}
            self._speakers[task.id, numbers] = {
                heir for slug in named for heir in (self.register.heirs_of(slug) if slug in units else (slug,))
            }
        return self._speakers[task.id, numbers]

    def _check_evidence(self, source: Source, location: Location, evidence: Evidence, task: Task) -> None:
        counted = task.counters(evidence.measures)
        if any(number > counted for number in evidence.counts_as):
            remedy = f"可写 1 到 {counted}。" if counted else "请删掉这个字段。"
            self._complain(source, (*location, "counts_as"), f"任务 {task.id} 的“其中”没有这一项。", remedy)

    def _check_links(self, source: Source, location: Location, evidence: Evidence) -> None:
        """What evidence refers to: the evidence it explains, the kept copy of its page."""
        for index, url in enumerate(evidence.explains):
            if url not in self._addresses and not self.folder.may_define(self.place / "ledger", url):
                remedy = "请先登记被解读的那份文件，这里照它的 url 写。"
                self._complain(source, (*location, "explains", index), f"台账里没有网址是“{url}”的证据。", remedy)
        kept = evidence.snapshot.file if evidence.snapshot else None
        if kept and not (self.place / SNAPSHOTS / kept).is_file():
            remedy = f"请把文件放进 {self.folder.shown(self.place / SNAPSHOTS).as_posix()}/，或删掉这个字段。"
            self._complain(source, (*location, "snapshot", "file"), f"没有“{kept}”这个文件。", remedy)

    def _check_event(self, source: Source, location: Location, evidence: Evidence, writer: str) -> None:
        """Evidence of a duty that begins with an event says which, unless there was but one."""
        events = [event for event in self.ledger.of_task(evidence.task).events if _share_a_measure(event, evidence)]
        of_units = [event for event in events if set(event.units) & set(evidence.units or (writer,))]
        here = (*location, "event_on")
        if evidence.event_on and evidence.event_on not in {event.happened_on for event in events}:
            remedy = f"登记过的日期：{_days(events)}。" if events else "请先登记情形（events）。"
            self._complain(source, here, f"没有登记过 {evidence.event_on.isoformat()} 的情形。", remedy)
        elif len(of_units) > 1 and evidence.event_on is None and here not in source.lost:
            fault = f"任务 {evidence.task} 登记过 {len(of_units)} 次情形，没有写明这是哪一次的。"
            self._complain(source, here, fault, f"请写 event_on，登记过的日期：{_days(of_units)}。")

    def _check_closure(self, source: Source, location: Location, closure: Closure) -> None:
        proofs = self.ledger.of_task(closure.task).proofs
        if not any(_share_a_measure(proof, closure) and proof.on <= closure.on for proof in proofs):
            remedy = "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。"
            self._complain(source, (*location, "task"), "销号之前没有完整的证据，也没有查到的核查记录。", remedy)

    @cached_property
    def _ids(self) -> Grouped[str, str]:
        return by_subsection(self.tasks)

    @cached_property
    def _addresses(self) -> set[str | None]:
        return {evidence.url for evidence in self.ledger.evidence}

    @cached_property
    def _speakers(self) -> dict[tuple[str, tuple[int, ...]], set[str]]:
        """By task and measures, the units that may speak of it, as far as they were asked for."""
        return {}

    def _complain(self, source: Source, location: Location, fault: str, remedy: str) -> None:
        self.folder.complain(source, LedgerFile, location, fault, remedy)


def subsection_of(identifier: str) -> str:
    """The id of a task without its last number."""
    return identifier.rpartition(".")[0]


def by_subsection(ids: Iterable[str]) -> Grouped[str, str]:
    """The ids of tasks by section and subsection."""
    return Grouped.of((subsection_of(known), known) for known in ids)


def beside(identifier: str, ids: Grouped[str, str]) -> str:
    """The tasks of the same subsection, for whoever mistook the last number."""
    near = ids[subsection_of(identifier)]
    return f"同一方面的任务有：{'、'.join(near)}。" if near else ""


def _listed(task: Task) -> str:
    return "、".join(str(measure.number) for measure in task.measures if measure.number)


def _share_a_measure(entry: Entry, other: Entry) -> bool:
    """Whether two entries of a task speak of a measure in common."""
    return _share_a_number(entry.measures, other.measures)


def _share_a_number(numbers: tuple[int, ...], others: tuple[int, ...]) -> bool:
    return not numbers or not others or bool(set(numbers) & set(others))


def _days(events: Iterable[Event]) -> str:
    return "、".join(day.isoformat() for day in sorted({event.happened_on for event in events}))


def task_ids(source: Source, records: str, key: str) -> Iterator[tuple[Location, str]]:
    """The ids of tasks under one key of a list of records, as they were written."""
    value = source.value.get(records) if isinstance(source.value, dict) else None
    for index, record in enumerate(value if isinstance(value, list) else ()):
        text = record.get(key) if isinstance(record, dict) else None
        if isinstance(text, str) and re.fullmatch(TASK_ID, text):
            yield (records, index, key), text


def check_single_entry(folder: Folder, file: Path, name: LedgerName, source: Source, record: LedgerFile) -> None:
    """A file named for one entry holds that entry and no other."""
    written = source.as_written.value
    counts = {kind: len(held) if isinstance(held, list) else 1 for kind, held in written.items()} if isinstance(written, dict) else {}
    if sum(counts.get(kind, 0) for kind in LedgerFile.model_fields) != 1 or "answers" in counts:
        folder.blame(file, "这样命名的文件应当只有一条记录。", "请每条记录一个文件；几条写在一起的，文件名用单位的地址代码。")
        return
    entries = [(kind, entry) for kind in (*KINDS, "searches") for entry in getattr(record, kind)]
    for kind, entry in entries:
        _check_same(folder, source, (kind, 0, "on"), entry.on.isoformat(), name.on)
        _check_same(folder, source, (kind, 0, "task"), entry.task, name.task)


def _check_same(folder: Folder, source: Source, location: Location, written: str | None, named: str) -> None:
    if written != named:
        folder.complain(source, LedgerFile, location, f"“{written or ''}”与文件名里的“{named}”不同。", "请改成一致。")


def check_searches(folder: Folder, source: Source, record: LedgerFile) -> None:
    """The file of what a program looked at holds searches of columns and nothing else, for it is no unit's."""
    for kind, title in ((kind, LedgerFile.model_fields[kind].title) for kind in LedgerFile.model_fields if kind != "searches"):
        if getattr(record, kind):
            fault = f"{SEARCHES}.yaml 里只能有对栏目的查找（searches），不能有{title}（{kind}）。"
            folder.complain(source, LedgerFile, (kind,), fault, "请移到承担单位的文件里，如 fagaiju.yaml。")
    for index, search in enumerate(record.searches):
        if search.task:
            fault = f"{SEARCHES}.yaml 里只能有对栏目的查找，这一条是对任务的。"
            folder.complain(source, LedgerFile, ("searches", index, "task"), fault, "请移到承担单位的文件里，如 fagaiju.yaml。")


def gathered(records: Sequence[tuple[str, LedgerFile]], tasks: Mapping[str, Task]) -> Ledger:
    """The entries of all files, each with the units it speaks of, in the order of tasks and dates."""
    of_kind: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for unit, record in records:
        for kind, entries in of_kind.items():
            entries.extend(_with_units(entry, unit, tasks) for entry in getattr(record, kind))
    searches = [_of_unit(search, unit) for unit, record in records for search in record.searches]
    answers = [answer for _, record in records for answer in record.answers]
    return Ledger(
        **{kind: tuple(sorted(entries, key=_chronology)) for kind, entries in of_kind.items()},  # type: ignore[arg-type]
        searches=tuple(sorted(searches, key=lambda search: (search.on, search.model_dump_json()))),
        answers=tuple(sorted(answers, key=lambda answer: (answer.on, answer.model_dump_json()))),
    )


def _with_units(entry: Entry, unit: str, tasks: Mapping[str, Task]) -> Entry:
    """An entry that names no unit speaks of the one that names the file; a change, of all who owe what it changes."""
    task = tasks.get(entry.task)
    units = task.units_owing_any(entry.measures) if task and isinstance(entry, Change) else entry.units or (unit,)
    return entry.model_copy(update={"units": units})


def _of_unit(search: Search, unit: str) -> Search:
    """A search for a task is of the unit that names the file; one of a column is of no unit in particular."""
    return search if search.units or not search.task else search.model_copy(update={"units": (unit,)})


def _chronology(entry: Entry) -> tuple[tuple[int, ...], str, str, str]:
    published = getattr(entry, "published_on", None) or entry.on
    return as_numbers(entry.task), published.isoformat(), entry.on.isoformat(), entry.model_dump_json()


def as_numbers(task: str) -> tuple[int, ...]:
    """The id of a task as it sorts: 1.2.10 after 1.2.9."""
    return tuple(map(int, task.split(".")))
