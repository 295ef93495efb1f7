"""Entries that change nothing though they are meant to: of a duty taken back, before it is due, of a unit that is no more, told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from gongkai.judging.changes import standing
from gongkai.judging.judgement import owing_units
from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import KINDS, Change, Check, Closure, Entry, Event, Evidence, Note, Reply, Search
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Plan, Register
from gongkai.records.problems import Problem
from gongkai.records.references import LedgerName
from gongkai.records.register_records import Unit
from gongkai.words.left_out import Location

from .values import remark

Identity = tuple[object, ...]


@dataclass(frozen=True)
class Effects:
    """The entries of a sound plan's ledger, held against its tasks, its changes and the register."""

    plan: Plan
    register: Register

    def of(self, file: ReadFile) -> Iterator[Problem]:
        """What has no effect in one file of the ledger."""
        writer = LedgerName.of(file.path).unit
        for kind in KINDS:
            for index, entry in enumerate(getattr(file.record, kind)):
                here = _Here(file, (kind, index), entry.units or (writer,))
                task = self._tasks[entry.task]
                yield from self._withdrawn(here, entry, task)
                yield from self._ended(here, entry)
                if isinstance(entry, Check):
                    yield from self._check(here, entry, task)
                if isinstance(entry, Closure):
                    yield from self._closure(here, entry, task)
                if isinstance(entry, Evidence):
                    yield from self._period(here, entry, task)

    def of_tasks(self, file: ReadFile) -> Iterator[Problem]:
        """Units of the plan that were no more, or not yet, when it was written, in one file of tasks."""
        for index, task in enumerate(getattr(file.record, "tasks", ())):
            for key in ("lead_units", "responsible_units"):
                for position, slug in enumerate(getattr(task, key)):
                    yield from self._absent(file, ("tasks", index, key, position), slug, self.plan.roster_on)

    def _withdrawn(self, here: _Here, entry: Entry, task: Task) -> Iterator[Problem]:
        if isinstance(entry, Change | Reply):
            return
        withdrawn = standing(task, self.plan.ledger.of_task(task.id).changes, self.plan.year, entry.on).withdrawn
        spoken_of = [measure.number for measure in measures_of(task, entry)]
        if spoken_of and all(number in withdrawn for number in spoken_of):
            change = withdrawn[spoken_of[0]]
            fault = f"任务 {task.id} 已由 {change.on} 的调整撤销，这一条不起作用。"
            yield here.remark((), fault, "请核对任务编号和日期，或删去这一条。")

    def _ended(self, here: _Here, entry: Entry) -> Iterator[Problem]:
        if isinstance(entry, Change):
            for position, slug in enumerate(entry.new_units):
                yield from self._absent(here.file, (*here.location, "new_units", position), slug, entry.on)
        if isinstance(entry, Evidence | Note | Event):
            # A page without a date may have come out before anybody saw it.
            acted_on = (entry.published_on or entry.address_on) if isinstance(entry, Evidence) else getattr(entry, "happened_on", entry.on)
            if not acted_on:
                return
            writer = LedgerName.of(here.file.path).unit
            # Whoever took a unit over speaks for it.
            for slug in here.units if writer in here.units else (it for it in here.units if writer not in self.register.heirs_of(it)):
                yield from self._absent(here.file, (*here.location, "on"), slug, acted_on)

    def _absent(self, file: ReadFile, location: Location, slug: str, day: date) -> Iterator[Problem]:
        """A unit on a day when there is none of it."""
        unit = self.register.units[slug]
        if unit.valid_to and day > unit.valid_to:
            heirs = "、".join(f"{heir}（{self.register.units[heir].name}）" for heir in unit.successors)
            remedy = f"请改为继任单位 {heirs}，或核对日期。" if heirs else "请核对单位和日期；有继任单位的，在 units.yaml 补上 successors。"
            yield remark(file, location, f"“{unit.name}”到 {unit.valid_to} 为止，{day} 已经撤销，不再承担。", remedy)
        if unit.valid_from and day < unit.valid_from:
            yield remark(file, location, f"“{unit.name}”从 {unit.valid_from} 才设立，{day} 还没有。", "请核对单位和日期。")

    def _check(self, here: _Here, check: Check, task: Task) -> Iterator[Problem]:
        stands = standing(task, self.plan.ledger.of_task(task.id).changes, self.plan.year, check.on).task
        measures = measures_of(stands, check)
        due = [measure.due_on for measure in measures]
        if check.result == "not_found" and due and all(day and day >= check.on for day in due):
            last = max(day for day in due if day)
            fault = f"核查早于期限 {last}，没有查到也不算逾期，不起作用。"
            yield here.remark(("on",), fault, "请在期限以后再核查一次，或核对日期。")
        required = tuple(dict.fromkeys(slug for measure in measures for slug in measure.publication_paths))
        looked_in = self.register.nodes.get(check.column or "")
        if check.result == "not_found" and looked_in and required and not any(self._is_beside(looked_in.slug, slug) for slug in required):
            names = "、".join(f"{slug}（{self.register.nodes[slug].name}）" for slug in required)
            fault = f"“{looked_in.name}”不是任务 {task.id} 要求的公开路径。"
            yield here.remark(("column",), fault, f"请改为查过的栏目；文件要求的是 {names}。")

    def _is_beside(self, slug: str, required: str) -> bool:
        looked_in, wanted = self.register.nodes[slug], self.register.nodes[required]
        return looked_in.is_within(wanted) or wanted.is_within(looked_in)

    def _closure(self, here: _Here, closure: Closure, task: Task) -> Iterator[Problem]:
        """Struck off for units of which some have shown nothing."""
        spoken = [proof for proof in self.plan.ledger.of_task(task.id).proofs if proof.on <= closure.on]
        shown = {slug for proof in spoken for slug in proof.units}
        missing = [slug for slug in self._named(closure, task) if not shown & set(self.register.heirs_of(slug))]
        if shown and missing:
            names = "、".join(f"{slug}（{self.register.units[slug].name}）" for slug in missing)
            fault = f"{names} 在 {closure.on} 以前没有完整的证据，也没有查到的核查记录，销号对它们不起作用。"
            yield here.remark(("units",) if closure.units else (), fault, "请先登记证据或核查，或在 units 里只写已经完成的单位。")

    def _named(self, closure: Closure, task: Task) -> tuple[str, ...]:
        """The units that are struck off: those that it names, else all that owe what it speaks of."""
        owing = [unit.slug for measure in measures_of(task, closure) for unit in self._owing(task, measure)]
        named = {slug for unit in closure.units for slug in (unit, *(member.unit for member in self.register.units[unit].members))}
        return tuple(dict.fromkeys(slug for slug in owing if not closure.units or slug in named))

    def _owing(self, task: Task, measure: Measure) -> list[Unit]:
        return [unit for unit, _ in owing_units(task, measure, self.register, self.plan.roster_on)]

    def _period(self, here: _Here, evidence: Evidence, task: Task) -> Iterator[Problem]:
        """Evidence of a day for which its duty wants nothing."""
        day, recurrences = evidence.period_on, [it.recurrence for it in measures_of(task, evidence) if it.recurrence]
        if day and recurrences and not self.plan.ledger.of_task(task.id).changes:
            first = min(it.starts_on or date(self.plan.year, 1, 1) for it in recurrences)
            last = max(it.ends_on or date(self.plan.year, 12, 31) for it in recurrences)
            if not first <= day <= last:
                yield here.remark(("period_on",), f"{day} 不在这项任务的周期（{first} 至 {last}）之内。", "请核对日期。")

    @cached_property
    def _tasks(self) -> Mapping[str, Task]:
        return {task.id: task for task in self.plan.tasks}


@dataclass(frozen=True)
class _Here:
    """An entry in its file, with the units that it speaks of."""

    file: ReadFile
    location: Location
    units: tuple[str, ...]

    def remark(self, field: Location, fault: str, remedy: str) -> Problem:
        return remark(self.file, (*self.location, *field), fault, remedy)


def measures_of(task: Task, entry: Entry) -> list[Measure]:
    """The measures that an entry speaks of."""
    return [measure for measure in task.measures if not entry.measures or measure.number in entry.measures]


def repeated_entries(files: Iterable[ReadFile]) -> Iterator[Problem]:
    """Entries of one plan's ledger that say the same as one before (design §1): counted twice, or one of the two meant for something else."""
    seen: dict[Identity, str] = {}
    for file in files:
        unit = LedgerName.of(file.path).unit
        for kind in (*KINDS, "searches"):
            for index, entry in enumerate(getattr(file.record, kind)):
                own = identities(kind, entry, unit)
                if first := next((seen[it] for it in own if it in seen), None):
                    yield remark(file, (kind, index), f"和 {first} 重复，是同一条。", remedy_for_repeated(entry))
                here = f"{file.source.file.as_posix()}:{file.source.line_of((kind, index))}"
                seen |= {it: here for it in own if it not in seen}


def remedy_for_repeated(entry: Entry | Search) -> str:
    """What to do about an entry that says the same as one before."""
    if isinstance(entry, Evidence):
        return "请只留一条；确是两次公开的，用 period（内容所属时期）写明各是哪一期。"
    if isinstance(entry, Search):
        return "请只留一条；确是两次的，请在 extent（查到哪里）写明各查了什么。"
    return "请只留一条；确是两次的，请核对日期。"


def identities(kind: str, entry: Entry | Search, writer: str) -> list[Identity]:
    """One for each unit and measure that the entry speaks of."""
    of_each = product(entry.units or (writer,), entry.measures or (None,))
    return [(kind, entry.task, unit, measure, *entry.distinction) for unit, measure in of_each]
