"""What a clerk is about to do to the files of one place: what would come of it, and the writing, all of it or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from gongkai.files import faults, leftovers, reader, writer
from gongkai.judging.assessment import AssessedPlan, AssessedTask, Cell
from gongkai.judging.judgement import Turn, assess
from gongkai.judging.verdicts import Verdict
from gongkai.pages import sentences, wording
from gongkai.publishing.places.reading import remarks_on
from gongkai.publishing.settings import Settings, as_of, latest_day
from gongkai.records import loading
from gongkai.records.duties import DUTIES_FILE
from gongkai.records.folder import ReadFile
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction, Ledger, Portal
from gongkai.records.problems import Effect, Problem, in_order
from gongkai.records.register_records import Unit
from gongkai.words.source import as_it_is

from .reasons import Judged, unmoved


class RefusedError(Exception):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True)
class Desk:
    """A data folder, the day that badges are judged on, and the latest that anything can have happened on."""

    root: Path
    as_of: date
    today: date

    @classmethod
    def of(cls, chosen: Settings, project: Path, environment: Mapping[str, str]) -> Desk:
        """That of a project with these settings."""
        return cls(project / str(chosen["GONGKAI_DATA"]), as_of(chosen, environment), latest_day(chosen))

    def shown(self, file: Path) -> str:
        """A file of the folder as clerks know it: data/tongliang/units.yaml."""
        return (Path(self.root.name) / file).as_posix()


@dataclass(frozen=True)
class Proposal:
    """New texts of files of one place, None for those that go, and what each held when it was read, None where there was none.

    Files are named as they lie in the data folder: tongliang/2021/ledger/fagaiwei.yaml; a new duty in common stands in duties.yaml.
    """

    place: str
    texts: Mapping[Path, str | None]
    held: Mapping[Path, str | None]
    # What no badge and no problem tells.
    remarks: tuple[str, ...] = ()
    # By slugs that go, those that the same units have afterwards.
    slugs: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        others = (file for file in self.texts if file != Path(DUTIES_FILE))
        if any(file.is_absolute() or file.parts[:1] != (self.place,) or ".." in file.parts for file in others):
            raise ValueError(f"a file is not in {self.place}")

    @classmethod
    def of(cls, root: Path, place: str, texts: Mapping[Path, str | None]) -> Proposal:
        """A proposal on top of what stands in the files now; raises RefusedError for a file that cannot be read."""
        return cls(place, texts, {file: text_of(root, file) for file in texts})

    def joined(self, other: Proposal) -> Proposal:
        """Both at once, made of files that they do not have in common."""
        if self.place != other.place or not self.texts.keys().isdisjoint(other.texts):
            raise ValueError(f"{self.place} and {other.place} change the same files, or those of two places")
        return Proposal(self.place, {**self.texts, **other.texts}, {**self.held, **other.held}, (*self.remarks, *other.remarks))


def text_of(root: Path, file: Path) -> str | None:
    """The text of a file of a data folder, with the line ends and the mark that it has; None where there is none."""
    if not (root / file).is_file():
        return None
    try:
        return as_it_is(root / file)
    except (reader.UnreadableError, UnicodeDecodeError):
        name = f"{root.name}/{file.as_posix()}"
        raise RefusedError(f"{name}:1  这个文件读不出来，或不是 UTF-8 编码，不能替您改。请先运行 check，照它说的改好。") from None


@dataclass(frozen=True)
class State:
    """A place as it stands: what could be read, all that is to be said of it, and its plans as judged, none where it has faults."""

    slug: str
    place: Jurisdiction | None
    plans: tuple[AssessedPlan, ...]
    files: tuple[ReadFile, ...]
    problems: tuple[Problem, ...]
    portal: Portal

    @property
    def is_sound(self) -> bool:
        return not any(problem.effect is Effect.FAULT for problem in self.problems)

    def plan_of(self, year: int) -> AssessedPlan | None:
        return next((plan for plan in self.plans if plan.plan.year == year), None)

    @cached_property
    def tasks(self) -> Mapping[tuple[int, str], Judged]:
        """By year and id."""
        return {(plan.plan.year, task.task.id): (plan, task) for plan in self.plans for task in plan.tasks}


def state_of(desk: Desk, slug: str) -> State:
    """How a place stands now; raises DataError for data of another format, RefusedError where there is no such place."""
    if slug not in (path.name for path in loading.places(desk.root)):
        raise RefusedError(f"没有“{slug}”这个辖区。请核对地址代码。")
    return _read(desk.root, slug, desk)


def _read(root: Path, slug: str, desk: Desk) -> State:
    common = loading.look_at_common(root)
    reading = loading.look_at(root / slug, common)
    whole = loading.joined(common, [reading])
    plans = assess(whole.portal, desk.as_of).plans
    problems = in_order([*whole.problems, *remarks_on(reading, desk.today)])
    return State(slug, reading.place, plans, reading.files, tuple(problems), whole.portal)


@dataclass(frozen=True)
class CellTurn:
    """The badge of a measure for one unit, before and after; None where nobody owed it, or owes it any more."""

    measure: Measure
    unit: Unit
    before: Verdict | None
    after: Verdict | None

    @property
    def words(self) -> str:
        return _turned(self.before, self.after)

    @property
    def reason(self) -> str:
        return f"{self.after.badge.meaning}{self.after.remark}" if self.after else ""


@dataclass(frozen=True)
class TaskTurn:
    """The badge of a task of which something was said, before and after, with the answer in words and the cells that change."""

    year: int
    task: Task
    before: Verdict | None
    after: Verdict | None
    reason: str
    cells: tuple[CellTurn, ...]
    # Why its badge is what it was, where it is.
    unmoved: str = ""

    @property
    def title(self) -> str:
        return wording.headline(self.task)

    @property
    def words(self) -> str:
        return _turned(self.before, self.after)


@dataclass(frozen=True)
class Outcome:
    """What would come of a proposal: badges of the tasks that it touches, problems that were not there before, and those that go."""

    proposal: Proposal
    before: State
    after: State

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What was not there before, the gravest first."""
        return _more(self.after.problems, self.before.problems)

    @cached_property
    def mended(self) -> tuple[Problem, ...]:
        return _more(self.before.problems, self.after.problems)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What keeps it from being written: new faults, unless others go with it that may have hidden them."""
        new, gone = (tuple(it for it in problems if it.effect is Effect.FAULT) for problems in (self.problems, self.mended))
        return () if gone and not self.before.is_sound else new

    @property
    def is_judged(self) -> bool:
        """Whether badges can be told at all; of a place with faults there are none."""
        return self.before.is_sound and self.after.is_sound

    @cached_property
    def tasks(self) -> tuple[TaskTurn, ...]:
        before, after = self.before.tasks, self.after.tasks
        keys = list(dict.fromkeys((*after, *before))) if self.is_judged else []
        turns = (_task_turn(before.get(key), after.get(key), self.proposal.slugs, self.after.portal) for key in keys)
        return tuple(turn for turn in turns if turn)


def outcome_of(desk: Desk, proposal: Proposal, before: State | None = None) -> Outcome:
    """What would come of it, told by reading a private copy of the place with the proposal applied; `before` where it is known.

    Raises RefusedError where no copy can be made.
    """
    of_places = {path.name for path in loading.places(desk.root)} - {proposal.place}
    names = [Path(path.name) for path in sorted(desk.root.iterdir()) if path.name not in of_places and not path.name.startswith(".")]
    changed = {file: None if text is None else text.encode() for file, text in proposal.texts.items()}
    try:
        with writer.aside(desk.root, names, changed) as copy:
            after = _read(copy, proposal.place, desk)
    except OSError as error:
        raise RefusedError(f"数据文件夹旁边写不了，看不出会有什么变化，所以什么也没有写：{faults.told(error)}") from None
    return Outcome(proposal, before or state_of(desk, proposal.place), after)


def write(desk: Desk, outcome: Outcome) -> None:
    """Write all files of a proposal or none; raises RefusedError where there is a fault, or a file is no longer what it was."""
    if outcome.faults:
        lines = "\n".join(map(str, outcome.faults))
        raise RefusedError(f"{lines}\n写进去会有错误，所以什么也没有写。请改正后再试。")
    proposal = outcome.proposal
    leftovers.recover_all(desk.root)
    contents = {desk.root / file: None if text is None else text.encode() for file, text in proposal.texts.items()}
    held = {desk.root / file: None if text is None else text.encode() for file, text in proposal.held.items()}
    try:
        writer.change(contents, held)
    except writer.ChangedError as error:
        name = desk.shown(error.path.relative_to(desk.root))
        raise RefusedError(f"{name} 在您查看以后被改过，所以什么也没有写。请重新打开这一页，核对以后再写。") from None
    except FileExistsError as error:
        name = desk.shown(Path(str(error.filename)).relative_to(desk.root))
        raise RefusedError(f"{name} 刚刚有了，所以什么也没有写。请看看是不是别人已经登记过；不是同一条的，请再试一次。") from None
    except OSError as error:
        raise RefusedError(f"写不了 {error.filename or desk.root.name}，所以什么也没有写：{faults.told(error)}") from None


def _turned(before: Verdict | None, after: Verdict | None) -> str:
    if before and after:
        return Turn(before, after).words
    return f"新增：{after.words}" if after else f"{before.words} → 不再承担" if before else ""


def _task_turn(before: Judged | None, after: Judged | None, slugs: Mapping[str, str], portal: Portal) -> TaskTurn | None:
    """None where nothing is said of the task that was not said before."""
    was, now = (pair[1] if pair else None for pair in (before, after))
    cells = tuple(_cell_turns(was, now, slugs))
    is_same_ledger = bool(slugs) or (before and after and _ledger_of(*before) == _ledger_of(*after))
    plan, task = after or before or (None, None)
    if not plan or not task or (is_same_ledger and not cells):
        return None
    reason = sentences.of_task(now, _ledger_of(plan, now).evidence, sentences.Documents.of([plan])).words if now else ""
    verdicts = (was.verdict if was else None, now.verdict if now else None)
    return TaskTurn(plan.plan.year, task.task, *verdicts, reason, cells, unmoved(portal, before, after))


def _ledger_of(plan: AssessedPlan, task: AssessedTask) -> Ledger:
    return plan.plan.ledger.of_task(task.task.id)


def _cell_turns(before: AssessedTask | None, after: AssessedTask | None, slugs: Mapping[str, str]) -> Iterator[CellTurn]:
    was, now = _cells(before, slugs), _cells(after, {})
    for key in dict.fromkeys((*now, *was)):
        old, new = was.get(key), now.get(key)
        before_it, after_it = old and old[1].verdict, new and new[1].verdict
        if (shown := new or old) and before_it != after_it:
            yield CellTurn(shown[0], shown[1].unit, before_it, after_it)


def _cells(task: AssessedTask | None, slugs: Mapping[str, str]) -> dict[tuple[int | None, str], tuple[Measure, Cell]]:
    measures = task.measures if task else ()
    return {(it.measure.number, slugs.get(cell.unit.slug, cell.unit.slug)): (it.measure, cell) for it in measures for cell in it.cells}


def _more(problems: Iterable[Problem], others: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those of which there are more than there are of the others; lines may have moved."""
    known = Counter(map(_sense, others))
    more: list[Problem] = []
    for problem in problems:
        if known[_sense(problem)]:
            known[_sense(problem)] -= 1
        else:
            more.append(problem)
    return tuple(sorted(more, key=lambda problem: problem.effect))


def _sense(problem: Problem) -> tuple[Path, str, str, Effect]:
    return problem.file, problem.field, re.sub(r"(\.yaml):\d+", r"\1", problem.fault), problem.effect
