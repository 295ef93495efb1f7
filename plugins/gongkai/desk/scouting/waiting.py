"""The proposals of a plan that wait for a person, the surest first; and what is said of them, as files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai.desk.proposals import Desk, Proposal, text_of
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages import wording
from gongkai.records.fields import normal_address
from gongkai.scout import proposed
from gongkai.scout.proposed import Decision, ProposedCell, ProposedColumn, ProposedEntry
from gongkai.scout.proposing import is_done

_SURE, _RATHER = 0.75, 0.4
_DIGITS = 12


@dataclass(frozen=True)
class Waiting:
    """An entry of a column's list that may be evidence."""

    column: str
    entry: ProposedEntry

    @property
    def is_put_off(self) -> bool:
        return self.entry.decision is not None

    @property
    def name(self) -> str:
        """What a page asks for it by."""
        return hashlib.sha256(self.entry.key.encode()).hexdigest()[:_DIGITS]


def waiting(root: Path, plan: AssessedPlan) -> tuple[Waiting, ...]:
    """All of a plan: what was put off comes last, an address in several columns once; raises UnreadableProposalsError."""
    columns = proposed.columns(_year(root, plan))
    settled = {normal_address(entry.url) for entry in plan.plan.ledger.evidence if entry.url}
    # What was settled in one column and is seen in another later is the same page.
    settled |= {entry.key for column in columns for entry in column.entries if not entry.is_waiting}
    by_key: dict[str, Waiting] = {}
    for it in sorted(_open(columns, plan), key=lambda it: (it.is_put_off, -it.entry.cells[0].sureness, it.column, it.entry.key)):
        if it.entry.key not in settled:
            by_key.setdefault(it.entry.key, it)
    return tuple(by_key.values())


def _open(columns: Iterable[ProposedColumn], plan: AssessedPlan) -> Iterator[Waiting]:
    """For what the plan still asks for."""
    for column in columns:
        for entry in column.entries:
            if cells := tuple(cell for cell in entry.cells if _is_asked_for(plan, cell)):
                yield Waiting(column.column, entry.model_copy(update={"cells": cells}))


def refused(root: Path, plan: AssessedPlan) -> tuple[Waiting, ...]:
    """What somebody has said no to, to think again; raises UnreadableProposalsError."""
    columns = proposed.columns(_year(root, plan))
    said = (Waiting(column.column, entry) for column in columns for entry in column.entries if entry.is_refused)
    return tuple({it.entry.key: it for it in said}.values())


def _year(root: Path, plan: AssessedPlan) -> Path:
    return root / plan.plan.jurisdiction / str(plan.plan.year)


def _is_asked_for(plan: AssessedPlan, cell: ProposedCell) -> bool:
    """Whether it is still in the plan, and still open."""
    task = plan.by_id.get(cell.task)
    return any(it.measure.number == cell.measure and not is_done(it, cell.unit) for it in (task.measures if task else ()))


def sureness(cell: ProposedCell) -> str:
    """In words."""
    return "把握大" if cell.sureness >= _SURE else "把握中等" if cell.sureness >= _RATHER else "把握小"


def named(plan: AssessedPlan, cell: ProposedCell) -> str:
    """What it would be evidence for, in words."""
    task, register = plan.by_id[cell.task].task, plan.jurisdiction.register
    measure = f"第 {cell.measure} 项" if cell.measure else ""
    unit = register.units[cell.unit].name if cell.unit in register.units else cell.unit
    return f"任务 {task.id} {wording.headline(task)}{f'（{measure}）' if measure else ''}，{unit}"


def decided(desk: Desk, plan: AssessedPlan, decisions: Mapping[str, Decision]) -> Proposal:
    """What is said of addresses, by their keys, in every column that has them."""
    place, year = plan.plan.jurisdiction, Path(plan.plan.jurisdiction, str(plan.plan.year))
    said = Proposal(place, {}, {})
    for path in sorted(proposed.folder(desk.root / year).glob("*.yaml")):
        file = path.relative_to(desk.root)
        held, column = text_of(desk.root, file), proposed.column(desk.root / year, path.stem)
        after = column
        for key, decision in decisions.items():
            after = after.decided(key, decision)
        if after != column:
            said = said.joined(Proposal(place, {file: after.text}, {file: held}))
    return said
