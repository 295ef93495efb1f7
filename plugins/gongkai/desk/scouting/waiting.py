"""The proposals of a plan that wait for a person, the surest first; and what is said of them, as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongkai.desk.proposals import Desk, Proposal, State, text_of
from gongkai.records.fields import normal_address
from gongkai.scout import proposed
from gongkai.scout.proposed import Decision, ProposedCell, ProposedEntry
from gongkai.scout.proposing import is_done

_SURE, _RATHER = 0.75, 0.4


@dataclass(frozen=True)
class Waiting:
    """An entry of a column's list that may be evidence."""

    column: str
    entry: ProposedEntry

    @property
    def is_put_off(self) -> bool:
        return self.entry.decision is not None


def waiting(desk: Desk, state: State, year: int) -> tuple[Waiting, ...]:
    """All of a plan: what was put off comes last, an address in several columns once; raises UnreadableProposalsError."""
    plan = state.plan_of(year)
    entered = {normal_address(entry.url) for entry in plan.plan.ledger.evidence if entry.url} if plan else set()
    by_key: dict[str, Waiting] = {}
    for it in sorted(_all(desk, state, year), key=lambda it: (it.is_put_off, -it.entry.cells[0].sureness, it.column, it.entry.key)):
        if it.entry.key not in entered:
            by_key.setdefault(it.entry.key, it)
    return tuple(by_key.values())


def _all(desk: Desk, state: State, year: int) -> Iterator[Waiting]:
    """What nobody has decided, for what the plan still asks for."""
    for column in proposed.columns(desk.root / state.slug / str(year)):
        decided = {entry.key for entry in column.entries if not entry.is_waiting}
        for entry in column.entries:
            cells = tuple(cell for cell in entry.cells if _is_asked_for(state, year, cell))
            if cells and entry.key not in decided:
                yield Waiting(column.column, entry.model_copy(update={"cells": cells}))


def _is_asked_for(state: State, year: int, cell: ProposedCell) -> bool:
    """Whether it is still in the plan, and still open."""
    _, task = state.tasks.get((year, cell.task), (None, None))
    measures = task.measures if task else ()
    return any(it.measure.number == cell.measure and not is_done(it, cell.unit) for it in measures)


def sureness(cell: ProposedCell) -> str:
    """In words."""
    return "把握大" if cell.sureness >= _SURE else "把握中等" if cell.sureness >= _RATHER else "把握小"


def decided(desk: Desk, place: str, year: int, key: str, decision: Decision) -> Proposal:
    """What is said of an address, in every column that has it."""
    said = Proposal(place, {}, {})
    folder = Path(place, str(year))
    for path in sorted(proposed.folder(desk.root / folder).glob("*.yaml")):
        file = path.relative_to(desk.root)
        held = text_of(desk.root, file)
        column = proposed.column(desk.root / folder, path.stem)
        if any(entry.key == key for entry in column.entries):
            said = said.joined(Proposal(place, {file: column.decided(key, decision).text}, {file: held}))
    return said
