"""Loads the whole data folder into one `Portal`, checking every record against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .models import Entry, Evidence, JurisdictionRecord, LedgerFile, PlanRecord, Record, Task, TasksFile
from .portal import Jurisdiction, Ledger, Plan, Portal, Register
from .problems import DataError, Problem
from .register import Folder, load_register, unknown
from .source import Location, Source

_UNITS, _COLUMNS = "单位", "栏目"


def load(root: Path) -> Portal:
    """The portal of a data folder; raises DataError with every problem in it."""
    problems: list[Problem] = []
    folder = Folder(root, problems)
    jurisdictions = [_jurisdiction(folder, place) for place in _folders(root)]
    if not jurisdictions:
        problems.append(Problem(Path(root.name), 1, "", "数据文件夹里没有任何辖区。", "请新建辖区文件夹，见 docs/editing.zh-CN.md。"))
    folder.refuse_unread()
    if problems:
        raise DataError(problems)
    loaded = [jurisdiction for jurisdiction in jurisdictions if jurisdiction]
    return Portal(tuple(sorted(loaded, key=lambda one: (one.record.order, one.slug))))


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


def _jurisdiction(folder: Folder, place: Path) -> Jurisdiction | None:
    _, record = folder.load(place / "jurisdiction.yaml", JurisdictionRecord)
    register = load_register(folder, place)
    plans = [_plan(folder, year, register) for year in reversed(_folders(place))]
    if record is None:
        return None
    return Jurisdiction(place.name, record, register, tuple(plan for plan in plans if plan))


def _plan(folder: Folder, year: Path, register: Register) -> Plan | None:
    source, record = folder.load(year / "plan.yaml", PlanRecord)
    reading = _Reading(folder, year, register, record)
    if record:
        _check_plan(folder, source, record, year.name)
    tasks = reading.tasks(sorted((year / "tasks").glob("*.yaml")))
    entries = reading.ledger(sorted((year / "ledger").glob("*.yaml")), {task.id: task for task in tasks})
    return Plan(year.parent.name, record, tuple(tasks), entries) if record else None


def _check_plan(folder: Folder, source: Source, record: PlanRecord, year: str) -> None:
    if str(record.year) != year:
        folder.complain(source, PlanRecord, ("year",), f"“{record.year}”与文件夹名“{year}”不同。", "请改成一致。")
    for location, numbers in [
        (("sections",), [section.number for section in record.sections]),
        *(
            (("sections", index, "subsections"), [one.number for one in section.subsections])
            for index, section in enumerate(record.sections)
        ),
    ]:
        for position in _repeats(numbers):
            folder.complain(source, PlanRecord, (*location, position, "number"), f"序号“{numbers[position]}”重复。", "请改正。")


def _repeats(values: list[int]) -> Iterator[int]:
    for position, value in enumerate(values):
        if value in values[:position]:
            yield position


@dataclass(frozen=True)
class _Reading:
    """The tasks and entries of one plan, checked against its register and sections."""

    folder: Folder
    place: Path
    register: Register
    record: PlanRecord | None

    def tasks(self, files: Iterable[Path]) -> list[Task]:
        tasks: list[Task] = []
        first_seen: dict[str, str] = {}
        for file in files:
            source, record = self.folder.load(file, TasksFile)
            for index, task in enumerate(record.tasks if record else ()):
                location = ("tasks", index)
                place = f"{source.file.as_posix()}:{source.line_of((*location, 'id'))}"
                if task.id in first_seen:
                    self._complain(
                        source, TasksFile, (*location, "id"), f"编号“{task.id}”已在 {first_seen[task.id]} 用过。", "请换一个编号。"
                    )
                first_seen.setdefault(task.id, place)
                self._check_task(source, task, location, record.section if record else 0)
                tasks.append(task)
        return sorted(tasks, key=lambda task: [int(part) for part in task.id.split(".")])

    def _check_task(self, source: Source, task: Task, location: Location, section: int) -> None:
        if task.section != section:
            self._complain(
                source, TasksFile, (*location, "id"), f"编号“{task.id}”不属于本文件的第 {section} 部分。", "请改正编号，或移到对应文件。"
            )
        elif self.record and (task.section, task.subsection) not in self._subsections():
            self._complain(
                source,
                TasksFile,
                (*location, "id"),
                f"plan.yaml 里没有编号“{task.id}”所在的部分或方面。",
                "请改正编号，或在 plan.yaml 补上。",
            )
        for key, slugs in (("lead_units", task.lead_units), ("responsible_units", task.responsible_units)):
            self._check_known(source, TasksFile, (*location, key), slugs, _UNITS)
        numbers = [measure.number for measure in task.measures]
        for position, number in enumerate(numbers):
            here = (*location, "measures", position)
            if len(numbers) > 1 and number is None:
                self._complain(source, TasksFile, here, "有几条举措，这一条没有序号（number）。", "请补上序号。")
            elif number in numbers[:position]:
                self._complain(source, TasksFile, (*here, "number"), f"序号“{number}”重复。", "请改正。")
            for unit in task.measures[position].units:
                if unit not in task.owing_units:
                    fault = f"“{unit}”不是这个任务的牵头单位或责任单位。"
                    self._complain(source, TasksFile, (*here, "units"), fault, f"可填的单位：{'、'.join(task.owing_units)}。")
            self._check_known(source, TasksFile, (*here, "publication_paths"), task.measures[position].publication_paths, _COLUMNS)

    def ledger(self, files: Iterable[Path], tasks: Mapping[str, Task]) -> Ledger:
        entries: dict[str, list[Entry]] = {"evidence": [], "checks": [], "notes": []}
        for file in files:
            source, record = self.folder.load(file, LedgerFile)
            self._check_file_name(file, source)
            for kind, collected in entries.items():
                for index, written in enumerate(getattr(record, kind, ())):
                    entry = written if written.units else written.model_copy(update={"units": (file.stem,)})
                    self._check_entry(source, (kind, index), entry, tasks)
                    collected.append(entry)
        return Ledger(*(tuple(sorted(collected, key=_chronology)) for collected in entries.values()))  # type: ignore[arg-type]

    def _check_file_name(self, file: Path, source: Source) -> None:
        if file.stem not in self.register.units and not self.folder.may_define(self.place.parent / "units.yaml", file.stem):
            fault, remedy = unknown("单位", file.stem, self._unit_names())
            self.folder.problems.append(Problem(source.file, 1, "", fault, f"{remedy}台账文件要用单位的地址代码命名。"))

    def _check_entry(self, source: Source, location: Location, entry: Entry, tasks: Mapping[str, Task]) -> None:
        task = tasks.get(entry.task)
        if task is None:
            if self.folder.may_define(self.place / "tasks", entry.task):
                return
            near = "、".join(one for one in tasks if one.rsplit(".", 1)[0] == entry.task.rsplit(".", 1)[0])
            self._complain(
                source,
                LedgerFile,
                (*location, "task"),
                f"没有编号“{entry.task}”的任务。",
                f"同一方面的任务有：{near}。" if near else "请核对编号。",
            )
            return
        self._check_measures(source, location, entry, task)
        self._check_known(source, LedgerFile, (*location, "units"), entry.units, _UNITS)
        for unit in entry.units:
            if unit in self.register.units and not self._owes(unit, task):
                owing = "、".join(self.register.units[slug].name for slug in task.owing_units if slug in self.register.units)
                self._complain(
                    source,
                    LedgerFile,
                    (*location, "units"),
                    f"“{self.register.units[unit].name}”不承担任务 {task.id}。",
                    f"承担的单位：{owing}。",
                )
        for key in ("found_in", "column"):
            if slug := getattr(entry, key, None):
                self._check_known(source, LedgerFile, (*location, key), (slug,), _COLUMNS)
        if isinstance(entry, Evidence) and entry.published_on and entry.on < entry.published_on:
            self._complain(source, LedgerFile, (*location, "on"), "登记日期早于发布日期。", "请核对两个日期。")

    def _check_measures(self, source: Source, location: Location, entry: Entry, task: Task) -> None:
        known = [measure.number for measure in task.measures]
        listed = "、".join(str(number) for number in known if number)
        if not entry.measures and len(known) > 1:
            self._complain(
                source,
                LedgerFile,
                (*location, "measures"),
                f"任务 {task.id} 有几条举措，没有写明是哪一条。",
                f"请写 measures: [序号]，可用的序号：{listed}。",
            )
        for number in entry.measures:
            if number not in known:
                self._complain(
                    source,
                    LedgerFile,
                    (*location, "measures"),
                    f"任务 {task.id} 没有第 {number} 条举措。",
                    f"可用的序号：{listed}。" if listed else "这个任务只有一条举措，请删掉 measures。",
                )

    def _owes(self, unit: str, task: Task) -> bool:
        return unit in task.owing_units or any(group.slug in task.owing_units for group in self.register.groups_of(unit))

    def _check_known(self, source: Source, model: type[Record], location: Location, slugs: tuple[str, ...], what: str) -> None:
        file, known = ("units.yaml", self._unit_names()) if what == _UNITS else ("columns.yaml", self._column_names())
        for position, slug in enumerate(slugs):
            if slug not in known and not self.folder.may_define(self.place.parent / file, slug):
                self._complain(source, model, (*location, position), *unknown(what, slug, known))
        for slug, times in Counter(slugs).items():
            if times > 1:
                self._complain(source, model, location, f"“{slug}”写了 {times} 次。", "请只留一个。")

    def _complain(self, source: Source, model: type[Record], location: Location, fault: str, remedy: str) -> None:
        self.folder.complain(source, model, location, fault, remedy)

    def _unit_names(self) -> dict[str, str]:
        return {slug: unit.name for slug, unit in self.register.units.items()}

    def _column_names(self) -> dict[str, str]:
        return {slug: node.name for slug, node in self.register.nodes.items()}

    def _subsections(self) -> set[tuple[int, int]]:
        sections = self.record.sections if self.record else ()
        return {(section.number, subsection.number) for section in sections for subsection in section.subsections}


def _chronology(entry: Entry) -> tuple[list[int], str, str, str]:
    published = getattr(entry, "published_on", None) or entry.on
    return [int(part) for part in entry.task.split(".")], published.isoformat(), entry.on.isoformat(), entry.model_dump_json()
