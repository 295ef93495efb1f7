"""Loads the whole data folder into one `Portal`, checking every record against the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from gongkai.words.bodies import Vocabulary
from gongkai.words.daily import DailyWords
from gongkai.words.left_out import Location
from gongkai.words.record import Grouped, Record
from gongkai.words.source import Source

from .duties import DUTIES_FILE, Duty, load_duties
from .entries import Entries, as_numbers, beside, by_subsection, check_searches, check_single_entry, gathered, subsection_of, task_ids
from .fields import RESERVED_SLUGS, SITE_FOLDERS, SLUG, WORDS_FOLDER
from .folder import Folder, Understood, check_format
from .ledger_records import LedgerFile
from .plan_records import PlanRecord, Task, TasksFile
from .portal import Jurisdiction, Ledger, LeftOut, PlaceReading, Plan, Portal, Reading, Register
from .problems import DataError, Effect
from .references import DUTIES, Directory, LedgerName, check_ledger_name, check_references
from .register import directories, load_moves, load_place_moves, load_register, load_words, load_work_calendar
from .register_records import JurisdictionRecord, PlaceMove
from .validation import Doubts, repeats
from .workdays import WorkCalendar

_YEAR = r"20\d\d"
# 01 as `import` writes it, or 01-guihua.
_TASKS_NAME = r"\d{2}(-[a-z0-9]+)*"
# What the files of a plan may refer to: units, columns, duties in common.
Known = tuple[Directory, ...]


def load(root: Path) -> Portal:
    """The portal of a data folder; raises DataError with every problem in it."""
    reading = look(root)
    if reading.faults:
        raise DataError(reading.problems)
    return reading.portal


def look(root: Path) -> Reading:
    """All that can be read of a data folder; raises DataError for one of another format."""
    common = look_at_common(root)
    return joined(common, [look_at(path, common) for path in places(root)])


def places(root: Path) -> list[Path]:
    """The folders of places, whatever is in them."""
    return [path for path in _folders(root) if path.name != WORDS_FOLDER]


@dataclass(frozen=True)
class Common:
    """What all places share, as it was read."""

    folder: Folder
    work_calendar: WorkCalendar
    vocabulary: Vocabulary
    daily_words: DailyWords
    duties: tuple[Duty, ...]
    moves: Mapping[str, PlaceMove]

    def portal(self, places: Iterable[Jurisdiction]) -> Portal:
        """These places with it."""
        return Portal(tuple(places), self.work_calendar, self.vocabulary, self.daily_words, self.duties)


def look_at_common(root: Path) -> Common:
    """What stands in no place's folder; raises DataError for data of another format."""
    folder = Folder(root)
    if not check_format(folder):
        raise DataError(folder.problems)
    in_places = places(root)
    if not in_places:
        folder.blame(root, "数据文件夹里没有任何辖区。", "请新建辖区文件夹，见 docs/editing.zh-CN.md。")
    work_calendar, duties = load_work_calendar(folder, root), load_duties(folder, root)
    vocabulary, daily_words = load_words(folder, root)
    moves = load_place_moves(folder, root, [path.name for path in in_places])
    folder.refuse_unread(root, but=frozenset(in_places))
    return Common(folder, work_calendar, vocabulary, daily_words, duties, moves)


def look_at(path: Path, common: Common, known: Understood = MappingProxyType({})) -> PlaceReading:
    """The folder of one place, which rests on no other place's; files of what is `known` are not understood anew."""
    folder = common.folder.beside(known)
    place = _jurisdiction(folder, path, common.duties)
    if not path.is_symlink():
        folder.refuse_unread(path)
    return PlaceReading(path.name, place, tuple(folder.problems), tuple(folder.files), folder.understood)


def joined(common: Common, readings: Sequence[PlaceReading]) -> Reading:
    """What was read of the whole folder, place by place; a place with faults is left out of the portal."""
    faulty = {reading.slug: faults for reading in readings if (faults := reading.faults)}
    names = {reading.slug: reading.place.record.name for reading in readings if reading.place}
    left_out = tuple(LeftOut(slug, names.get(slug, slug), faults) for slug, faults in faulty.items())
    sound = [reading.place for reading in readings if reading.place and reading.slug not in faulty]
    portal = common.portal(sorted(sound, key=lambda place: (place.record.order, place.slug)))
    problems = (*common.folder.problems, *(problem for reading in readings for problem in reading.problems))
    return Reading(portal, problems, (*common.folder.files, *(file for reading in readings for file in reading.files)), left_out)


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


def _jurisdiction(folder: Folder, place: Path, duties: Iterable[Duty]) -> Jurisdiction | None:
    if not re.fullmatch(SLUG, place.name) or place.name in SITE_FOLDERS | RESERVED_SLUGS:
        folder.blame(place, f"“{place.name}”不能用作辖区文件夹的名字。", "请改名，只用小写字母、数字和连字符，如 tongliang。")
    if not place.resolve().is_relative_to(folder.root.resolve()):
        folder.miss(place, "这个文件夹是通到数据文件夹外面的链接。", "请换成真正的文件夹。")
        return None
    _, record = folder.load(place / "jurisdiction.yaml", JurisdictionRecord)
    register = load_register(folder, place)
    common = Directory(DUTIES, folder.root / DUTIES_FILE, {duty.id: (duty.title,) for duty in duties})
    # A place may have come without what it shares with others.
    known = (*directories(register, place), *((common,) if common.file.is_file() else ()))
    moves = load_moves(folder, place / "moved.yaml")
    plans: list[Plan] = []
    years = _folders(place)
    for earlier, year in zip((None, *years), years, strict=False):
        if plan := _plan(folder, earlier, year, register, known, plans[-1] if plans else None):
            plans.append(plan)
    return Jurisdiction(place.name, record, register, tuple(reversed(plans)), moves) if record else None


def _plan(folder: Folder, earlier: Path | None, year: Path, register: Register, known: Known, before: Plan | None) -> Plan | None:
    source, record = folder.load(year / "plan.yaml", PlanRecord)
    if record:
        _check_plan(folder, source, record, year)
        _check_demonstration(folder, source, record, before)
    reading = _Reading(folder, year, register, known, record, earlier, before)
    tasks = reading.tasks(folder.files_in(year / "tasks"))
    entries = reading.ledger(folder.files_in(year / "ledger"), {task.id: task for task in tasks})
    return Plan(year.parent.name, record, tuple(tasks), entries) if record else None


def _check_plan(folder: Folder, source: Source, record: PlanRecord, year: Path) -> None:
    if str(record.year) != year.name:
        choices = [f"把年份改为 {year.name}"] if re.fullmatch(_YEAR, year.name) else []
        choices += [f"把文件夹改名为 {record.year}"] if not year.with_name(str(record.year)).exists() else []
        remedy = "，或".join(choices) or "改正文件夹的名字"
        folder.complain(source, PlanRecord, ("year",), f"“{record.year}”与文件夹名“{year.name}”不同。", f"请{remedy}。")
    for location, numbers in [
        (("sections",), [section.number for section in record.sections]),
        *(
            (("sections", index, "subsections"), [subsection.number for subsection in section.subsections])
            for index, section in enumerate(record.sections)
        ),
    ]:
        for position in repeats(numbers):
            folder.doubt(source, Doubts(is_open=True))
            folder.complain(source, PlanRecord, (*location, position, "number"), f"序号“{numbers[position]}”重复。", "请改正。")


def _check_demonstration(folder: Folder, source: Source, record: PlanRecord, before: Plan | None) -> None:
    """A place is real or made up as a whole: made-up tasks must not count among real ones."""
    if before and before.record.demonstration != record.demonstration:
        kinds = ("真实的文件", "编写的示例")
        fault = f"{before.year} 年的要点是{kinds[before.record.demonstration]}，这一份是{kinds[record.demonstration]}。"
        folder.complain(
            source,
            PlanRecord,
            ("demonstration",),
            fault,
            "编写的示例都要写 demonstration: true，真实的文件都不写；真实的和编写的不能放在同一个辖区文件夹。",
        )


@dataclass(frozen=True)
class _Reading:
    """The tasks and entries of one plan, checked against its register and sections."""

    folder: Folder
    place: Path
    register: Register
    known: Known
    record: PlanRecord | None
    # The folder of the year before, and its plan or that of another before it, as far as they can be read.
    earlier: Path | None
    before: Plan | None

    def tasks(self, files: list[Path]) -> list[Task]:
        if not files:
            self.folder.miss(self.place / "tasks", "没有任务文件。", "请为每个部分建一个，如 tasks/01-guihua.yaml。")
        tasks: list[Task] = []
        first_seen: dict[str, str] = {}
        for file in files:
            if not re.fullmatch(_TASKS_NAME, file.stem):
                remedy = "请以两位数字开头，再写小写字母，如 01-guihua.yaml；数字是部分的序号。"
                self.folder.blame(file, f"任务文件的名字“{file.name}”不合规则，已照常读取。", remedy, Effect.WARNING)
            source, record = self.folder.load(file, TasksFile)
            check_references(self.folder, source, TasksFile, self.known)
            self._check_ids(source.as_written, first_seen)
            for index, task in enumerate(record.tasks if record else ()):
                self._check_task(source, task, ("tasks", index), record.section if record else 0)
                tasks.append(task)
        return sorted(tasks, key=lambda task: as_numbers(task.id))

    def _check_ids(self, source: Source, first_seen: dict[str, str]) -> None:
        for location, identifier in task_ids(source, "tasks", "id"):
            if identifier in first_seen:
                self.folder.doubt(source, Doubts(frozenset([identifier])))
                fault = f"编号“{identifier}”重复，已在 {first_seen[identifier]} 用过。"
                self._complain(source, TasksFile, location, fault, "请换一个编号。")
            first_seen.setdefault(identifier, f"{source.file.as_posix()}:{source.line_of(location)}")

    def _check_task(self, source: Source, task: Task, location: Location, section: int) -> None:
        where = (*location, "id")
        if task.section != section:
            fault = f"编号“{task.id}”不属于本文件的第 {section} 部分。"
            self._complain(source, TasksFile, where, fault, "请改正编号，或移到对应文件。")
        elif (task.section, task.subsection) not in self._subsections and not self.folder.may_define(self.place / "plan.yaml", task.id):
            fault = f"plan.yaml 里没有编号“{task.id}”所在的部分或方面。"
            self._complain(source, TasksFile, where, fault, "请改正编号，或在 plan.yaml 补上。")
        if task.continues:
            self._check_continues(source, task.continues, (*location, "continues"))
        # A task that lost its units or measures to another fault would be blamed for them twice.
        if not self.folder.is_doubtful(task.id):
            self._check_numbers(source, task, (*location, "measures"))
            self._check_units_of_measures(source, task, (*location, "measures"))

    def _check_continues(self, source: Source, identifier: str, location: Location) -> None:
        if not self.earlier:
            fault, remedy = "没有更早年份的要点可以接续。", "请删掉这个字段，或先登记上年的要点。"
            self._complain(source, TasksFile, location, fault, remedy)
        # What is said of a plan that could not be read is enough.
        elif (
            self.before
            and str(self.before.year) == self.earlier.name
            and identifier not in self._ids_before[subsection_of(identifier)]
            and not self.folder.may_define(self.earlier, identifier)
        ):
            fault, remedy = f"{self.before.year} 年的要点没有编号“{identifier}”的任务。", "请核对上年的编号。"
            self._complain(source, TasksFile, location, fault, f"{beside(identifier, self._ids_before)}{remedy}")

    @cached_property
    def _ids_before(self) -> Grouped[str, str]:
        return by_subsection(task.id for task in self.before.tasks) if self.before else Grouped()

    def _check_numbers(self, source: Source, task: Task, location: Location) -> None:
        numbers = [measure.number for measure in task.measures]
        repeated = set(repeats([number or 0 for number in numbers]))
        for position, number in enumerate(numbers):
            here = (*location, position)
            if len(numbers) > 1 and number is None:
                self._complain(source, TasksFile, here, "有几条举措，这一条没有序号（number）。", "请补上序号。")
            elif position in repeated:
                self._complain(source, TasksFile, (*here, "number"), f"序号“{number}”重复。", "请改正。")
            else:
                continue
            self.folder.doubt(source, Doubts(frozenset([task.id])))

    def _check_units_of_measures(self, source: Source, task: Task, location: Location) -> None:
        for position, measure in enumerate(task.measures):
            for index, unit in enumerate(measure.units):
                if unit in self.register.units and unit not in task.owing_units:
                    fault = f"“{unit}”不是这个任务的牵头单位或责任单位。"
                    remedy = f"可填的单位：{'、'.join(task.owing_units)}。"
                    self._complain(source, TasksFile, (*location, position, "units", index), fault, remedy)

    def ledger(self, files: Iterable[Path], tasks: Mapping[str, Task]) -> Ledger:
        read = [(file, LedgerName.of(file), *self.folder.load(file, LedgerFile)) for file in files]
        records = [(name.unit, record) for _, name, _, record in read if record]
        whole = gathered(records, tasks)
        checking = Entries(self.folder, self.place, self.register, tasks, whole)
        for file, name, source, record in read:
            if not name.is_of_searches:
                check_ledger_name(self.folder, file, name.unit, self.known)
            elif record:
                check_searches(self.folder, source, record)
            check_references(self.folder, source, LedgerFile, self.known)
            checking.tasks_named(source.as_written)
            if record:
                checking.file(source, record, name.unit)
            if record and name.task:
                check_single_entry(self.folder, file, name, source, record)
        return whole

    def _complain(self, source: Source, model: type[Record], location: Location, fault: str, remedy: str) -> None:
        self.folder.complain(source, model, location, fault, remedy)

    @cached_property
    def _subsections(self) -> set[tuple[int, int]]:
        sections = self.record.sections if self.record else ()
        return {(section.number, subsection.number) for section in sections for subsection in section.subsections}
