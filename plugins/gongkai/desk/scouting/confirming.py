"""A proposal that somebody found to be right → entries of the ledger as the desk's form writes them, with the copy of the page and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path

from gongkai.desk.choices import AtTask, Question, questions
from gongkai.desk.entering import Typed
from gongkai.desk.proposals import Desk, Proposal, State
from gongkai.desk.recording import Draft, recorded
from gongkai.judging.assessment import AssessedPlan
from gongkai.records.folder import SNAPSHOTS
from gongkai.scout.proposed import Decision, ProposedCell, ProposedEntry
from gongkai.scout.snapshots import Page

from .waiting import Waiting, decided

KIND = "evidence"


@dataclass(frozen=True)
class Confirmed:
    """What somebody says who has opened the page: for which cells it is evidence, wholly or in part; and the copy of it, where one was taken."""

    waiting: Waiting
    cells: tuple[ProposedCell, ...]
    covers: str
    by: str
    # The day of the entry, and that on which the page was opened.
    on: date
    seen_on: date
    page: Page | None = None

    @property
    def entry(self) -> ProposedEntry:
        return self.waiting.entry

    def typed(self) -> dict[str, tuple[str, ...]]:
        """What stands in the form whatever the task."""
        opened_on, published = self.seen_on.isoformat(), self.entry.published_on
        snapshot = self.page.record if self.page else None
        told = {
            "on": self.on.isoformat(),
            "by": self.by,
            "title": self.entry.title,
            "url": self.entry.url,
            "published_on": published.isoformat() if published else "",
            "found_in": self.waiting.column,
            "covers": self.covers,
            "seen_on": opened_on,
            "opened.by": self.by,
            "opened.on": opened_on,
            "snapshot.hash": snapshot.hash if snapshot else "",
            "snapshot.on": snapshot.on.isoformat() if snapshot else "",
            "snapshot.file": (snapshot.file or "") if snapshot else "",
        }
        return {key: (text,) for key, text in told.items() if text}


@dataclass(frozen=True)
class Form:
    """The form of an entry on a task, as it is filled in."""

    at: AtTask
    asked: tuple[Question, ...]
    typed: Typed

    def draft(self, desk: Desk, state: State, typed: Typed) -> Draft:
        return recorded(desk, state, self.at, KIND, typed)


def forms(state: State, year: int, confirmed: Confirmed) -> Iterator[Form]:
    """One for each task, and for units that owe different measures of it one each."""
    for (task, measures), units in _together(confirmed.cells).items():
        yield _form(state, year, confirmed, task, {"measures": tuple(map(str, measures)), "units": units})


def form_of(state: State, year: int, confirmed: Confirmed, task: str) -> Form:
    """The one on a task, whether it was proposed for that or not."""
    cells = [cell for cell in confirmed.cells if cell.task == task]
    measures = dict.fromkeys(str(cell.measure) for cell in cells if cell.measure)
    return _form(state, year, confirmed, task, {"measures": tuple(measures), "units": tuple(dict.fromkeys(cell.unit for cell in cells))})


def _form(state: State, year: int, confirmed: Confirmed, task: str, chosen: Typed) -> Form:
    at = AtTask(*state.tasks[year, task], on=confirmed.on)
    asked = questions(at, KIND)
    offered = {question.key: {choice.value for choice in question.choices} for question in asked}
    # A unit that is not in the task must be chosen by who confirms it.
    of_task = {key: texts for key, texts in chosen.items() if texts and {*texts} <= offered.get(key, set())}
    typed = {key: texts for key, texts in {**of_task, **confirmed.typed()}.items() if key in offered}
    return Form(at, asked, typed)


def _together(cells: Iterable[ProposedCell]) -> Mapping[tuple[str, tuple[int, ...]], tuple[str, ...]]:
    """By task and measures, the units: no entry says more than was chosen."""
    measures: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        measures.setdefault((cell.task, cell.unit), []).extend([cell.measure] if cell.measure else [])
    units: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for (task, unit), numbers in measures.items():
        units.setdefault((task, tuple(sorted(set(numbers)))), []).append(unit)
    return {key: tuple(slugs) for key, slugs in units.items()}


def proposal(
    desk: Desk, plan: AssessedPlan, entries: Iterable[Proposal], decisions: Mapping[str, Decision], pages: Iterable[Page]
) -> Proposal:
    """All that is written at once: the entries, what was decided, and the copies of the pages; raises RefusedError."""
    return reduce(Proposal.joined, [*entries, decided(desk, plan, decisions), *_copies(desk, plan, pages)])


def _copies(desk: Desk, plan: AssessedPlan, pages: Iterable[Page]) -> Iterator[Proposal]:
    """The texts of the pages, without those that are kept already."""
    folder = Path(plan.plan.jurisdiction, str(plan.plan.year), SNAPSHOTS)
    for file, text in {folder / page.record.file: page.content.decode() for page in pages if page.record.file}.items():
        kept = Proposal.of(desk.root, plan.plan.jurisdiction, {file: text})
        if kept.held[file] != text:
            yield kept
