"""台账: what stands in the office's ledger, a row for each cell and entry, and one for the units of a measure of which nothing is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from gongkai.judging.assessment import AssessedMeasure, AssessedPlan, AssessedTask, Cell
from gongkai.judging.history import Moment, moments
from gongkai.pages import wording
from gongkai.records.ledger_records import Entry, Evidence
from gongkai.words.record import Grouped

NOTHING, WITHOUT_CELL = "（没有登记）", "只列出，不改变状态"


class LedgerRow(NamedTuple):
    """What stands under `COLUMNS`."""

    task: str
    task_title: str
    measure: str
    text: str
    units: str
    state: str
    due_on: date | None
    due_text: str
    kind: str
    title: str
    url: str
    published_on: date | None
    seen_on: date | None
    opened_by: str
    opened_on: date | None
    found_in: str
    registrar: str
    entered_on: date | None
    remark: str
    doubts: str


COLUMNS = (
    *("任务编号", "任务", "举措序号", "举措内容", "单位", "现在的状态", "完成时限", "时限原文"),
    *(
        "登记的种类",
        "标题或内容",
        "网址",
        "发布日期",
        "查看日期",
        "由谁打开核对",
        "打开核对日期",
        "所在栏目",
        "登记人",
        "登记日期",
        "说明",
        "原文存疑",
    ),
)


def rows_of(assessed: AssessedPlan) -> tuple[LedgerRow, ...]:
    """All of a plan, in the order of its tasks, as far as it was known on the day it was judged."""
    by_task = Grouped.of((moment.entry.task, moment) for moment in moments(assessed.plan, assessed.as_of))
    # As the plan calls them.
    names = {slug: unit.name_on(assessed.plan.roster_on) for slug, unit in assessed.jurisdiction.register.units.items()}
    return tuple(row for task in assessed.tasks for row in _Ledger(assessed, names, task, by_task[task.task.id]).rows())


class _Ledger(NamedTuple):
    """That of a task."""

    assessed: AssessedPlan
    names: Mapping[str, str]
    task: AssessedTask
    moments: tuple[Moment, ...]

    def rows(self) -> Iterator[LedgerRow]:
        told: set[int] = set()
        for measure in self.task.measures:
            silent: dict[str, list[str]] = {}
            for cell in measure.cells:
                if speaking := [moment for moment in self.moments if self._speaks_of(moment.entry, measure, cell)]:
                    told.update(map(id, speaking))
                    yield from (self._row(measure, [cell.unit.slug], cell.verdict.words, moment) for moment in speaking)
                else:
                    silent.setdefault(cell.verdict.words, []).append(cell.unit.slug)
            yield from (self._row(measure, units, words) for words, units in silent.items())
        for moment in (moment for moment in self.moments if id(moment) not in told):
            measures = self.task.measures_of(moment.entry) or self.task.measures
            yield self._row(measures[0], moment.entry.units, WITHOUT_CELL, moment)

    def _speaks_of(self, entry: Entry, measure: AssessedMeasure, cell: Cell) -> bool:
        """Whether it names the cell, or a unit that this one took over and that does not owe the measure itself."""
        if entry.measures and measure.measure.number not in entry.measures:
            return False
        heirs_of = self.assessed.jurisdiction.register.heirs_of
        silent = (slug for slug in entry.units if not measure.cell_of(slug))
        return not entry.units or cell.unit.slug in entry.units or any(cell.unit.slug in heirs_of(slug) for slug in silent)

    def _row(self, measure: AssessedMeasure, units: Iterable[str], state: str, moment: Moment | None = None) -> LedgerRow:
        duty, entry = measure.measure, moment.entry if moment else None
        evidence = entry if isinstance(entry, Evidence) else None
        opened = evidence.opened if evidence else None
        return LedgerRow(
            task=self.task.task.id,
            task_title=wording.headline(self.task.task),
            measure=str(duty.number or ""),
            text=duty.text,
            units="；".join(self.names[slug] for slug in units),
            state=state,
            due_on=duty.due_on,
            due_text=duty.due_text or "",
            kind=moment.label if moment else NOTHING,
            title=evidence.title if evidence else moment.text if moment else "",
            url=moment.url or "" if moment else "",
            published_on=evidence.published_on if evidence else None,
            seen_on=evidence.seen_on if evidence else None,
            opened_by=opened.by if opened else "",
            opened_on=opened.on if opened else None,
            found_in=self._column(evidence) if evidence else "",
            registrar=entry.by or "" if entry else "",
            entered_on=entry.on if entry else None,
            remark=(evidence.remark or evidence.description or "") if evidence else "",
            doubts="；".join(self.task.task.all_doubts),
        )

    def _column(self, evidence: Evidence) -> str:
        node = self.assessed.jurisdiction.register.nodes.get(evidence.found_in or "")
        return " > ".join(step.name for step in node.trail) if node else evidence.found_trail or ""
