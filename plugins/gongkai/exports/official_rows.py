"""A plan as the official table prints it: its columns, its rows with merged cells, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.pages import wording
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Measure, Section, Subsection, Task
from gongkai.records.portal import Node, Register
from gongkai.words.dates import chinese_date

SAYS_WHERE = "公开路径"
ELIDED = re.compile("[…；]+")


@dataclass(frozen=True)
class OfficialCell:
    """Words of a cell and how many columns and rows it is merged over."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class OfficialTable:
    """What stands on the paper. A row holds the cells that begin in it."""

    title: str
    document_number: str
    preamble: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[OfficialCell, ...], ...]
    signature: tuple[str, ...]


def official_table(assessed: AssessedPlan, *, with_ledger: bool) -> OfficialTable:
    """The plan as issued; with the ledger, as it stands on the day it was judged, with what has been done."""
    sheet = _Sheet.of(assessed, with_ledger=with_ledger)
    record = assessed.plan.record
    judged = (f"完成情况截至{chinese_date(assessed.as_of)}。",) if with_ledger else ()
    preamble = tuple(line for line in (record.preamble or "").split("\n") if line.strip())
    signature = (record.issuer or "", chinese_date(record.issued_on) if record.issued_on else "")
    return OfficialTable(
        record.title,
        record.document_number or "",
        (*preamble, *judged),
        sheet.columns,
        tuple(sheet.rows()),
        tuple(line for line in signature if line),
    )


@dataclass(frozen=True)
class _Sheet:
    """The table of one plan: which columns it needs, and what each task puts into them."""

    assessed: AssessedPlan
    tasks: tuple[Task, ...]
    with_ledger: bool
    has_matters: bool
    has_leads: bool
    has_paths: bool
    has_dues: bool

    @classmethod
    def of(cls, assessed: AssessedPlan, *, with_ledger: bool) -> _Sheet:
        tasks = tuple(task.task for task in assessed.tasks) if with_ledger else assessed.plan.tasks
        measures = [measure for task in tasks for measure in task.measures]
        return cls(
            assessed,
            tasks,
            with_ledger,
            has_matters=any(task.matter for task in tasks),
            # Where one column names everybody, who leads is said in its words.
            has_leads=any(task.lead_units and not task.units_text for task in tasks),
            has_paths=not _prints_paths(tasks) and 2 * sum(bool(measure.publication_paths) for measure in measures) > len(measures),
            has_dues=with_ledger or any(not _is_printed(measure) for measure in measures),
        )

    @property
    def columns(self) -> tuple[str, ...]:
        wanted = (
            ("工作任务", True),
            ("序号", True),
            ("具体事项", self.has_matters),
            ("贯彻举措", True),
            ("公开路径", self.has_paths),
            ("牵头单位", self.has_leads),
            ("责任单位", True),
            ("完成时限", self.has_dues),
            ("完成情况", self.with_ledger),
            ("证据", self.with_ledger),
        )
        return tuple(name for name, is_wanted in wanted if is_wanted)

    def rows(self) -> Iterator[tuple[OfficialCell, ...]]:
        """A full-width row per section; the first column merged over the tasks of a subsection."""
        numbers = {task.id: str(number) for number, task in enumerate(self.tasks, start=1)}
        for section in self.assessed.plan.record.sections:
            yield (OfficialCell(wording.section_title(section), columns=len(self.columns)),)
            for subsection in section.subsections:
                tasks = self._tasks_of(section, subsection)
                for position, task in enumerate(tasks):
                    first = (OfficialCell(f"{wording.subsection_title(subsection)}。", rows=len(tasks)),) if position == 0 else ()
                    yield (*first, *(OfficialCell(text) for text in self._texts(task, numbers[task.id])))

    def _tasks_of(self, section: Section, subsection: Subsection) -> list[Task]:
        return [task for task in self.tasks if (task.section, task.subsection) == (section.number, subsection.number)]

    def _names(self, slugs: Sequence[str]) -> str:
        """As the units were called when the plan was issued."""
        units = self.assessed.jurisdiction.register.units
        return "、".join(units[slug].name_on(self.assessed.plan.roster_on) for slug in slugs)

    def _texts(self, task: Task, number: str) -> Iterator[str]:
        register = self.assessed.jurisdiction.register
        yield number
        if self.has_matters:
            yield task.matter or ""
        yield _wording_of(task)
        if self.has_paths:
            yield _by_measure(task, [_places(measure, register) for measure in task.measures])
        if self.has_leads:
            yield self._names(task.lead_units)
        yield task.units_text or self._names(task.responsible_units)
        if self.has_dues:
            yield _by_measure(task, [measure.due_text or "" for measure in task.measures])
        if self.with_ledger:
            yield from self._done(self._assessed[task.id])

    def _done(self, assessed_task: AssessedTask) -> Iterator[str]:
        yield _by_measure(assessed_task.task, [measure.verdict.words for measure in assessed_task.measures])
        yield "\n".join(map(_shown, self.assessed.ledger.of_task(assessed_task.task.id).evidence))

    @cached_property
    def _assessed(self) -> Mapping[str, AssessedTask]:
        return {assessed.task.id: assessed for assessed in self.assessed.tasks}


def _prints_paths(tasks: Sequence[Task]) -> bool:
    return any(task.publication_text or any(SAYS_WHERE in measure.text for measure in task.measures) for task in tasks)


def _is_printed(measure: Measure) -> bool:
    """Whether the words about time stand in the measure itself."""
    return all(piece in measure.text for piece in ELIDED.split(measure.due_text or ""))


def _wording_of(task: Task) -> str:
    """The cell of the measures as it was printed: opening, numbered measures, the paths they share."""
    measures = (f"{measure.number}．{measure.text}" if measure.number else measure.text for measure in task.measures)
    return "\n".join(text for text in (task.opening, *measures, task.publication_text) if text)


def _by_measure(task: Task, texts: Sequence[str]) -> str:
    """One line for all when they say the same, else a line per measure under its number."""
    if len(set(texts)) == 1:
        return texts[0]
    numbers = (measure.number or position for position, measure in enumerate(task.measures, start=1))
    return "\n".join(f"{number}．{text}" for number, text in zip(numbers, texts, strict=True) if text)


def _places(measure: Measure, register: Register) -> str:
    paths = [_trail(register.nodes[slug]) for slug in measure.publication_paths]
    return "；".join((*paths, *measure.channels))


def _trail(node: Node) -> str:
    return ">".join(step.name for step in node.trail)


def _shown(evidence: Evidence) -> str:
    """《title》，2021年6月30日，address."""
    day = evidence.published_on or evidence.document_on
    parts = (evidence.title, chinese_date(day) if day else "", evidence.url or evidence.description or "")
    return "，".join(words for words in parts if words)
