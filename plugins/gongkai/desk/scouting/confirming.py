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
    on: date
    page: Page | None = None

    @property
    def entry(self) -> ProposedEntry:
        return self.waiting.entry

    def typed(self) -> dict[str, tuple[str, ...]]:
        """What stands in the form whatever the task."""
        day, published = self.on.isoformat(), self.entry.published_on
        snapshot = self.page.record if self.page else None
        told = {
            "on": day,
            "by": self.by,
            "title": self.entry.title,
            "url": self.entry.url,
            "published_on": published.isoformat() if published else "",
            "found_in": self.waiting.column,
            "covers": self.covers,
            "seen_on": day,
            "opened.by": self.by,
            "opened.on": day,
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
        at = AtTask(*state.tasks[year, task], on=confirmed.on)
        asked = questions(at, KIND)
        offered = {question.key: {choice.value for choice in question.choices} for question in asked}
        chosen = {"measures": tuple(map(str, measures)), "units": units}
        # A unit that is not in the task must be chosen by who confirms it.
        of_task = {key: texts for key, texts in chosen.items() if texts and set(texts) <= offered.get(key, set())}
        typed = {key: texts for key, texts in {**of_task, **confirmed.typed()}.items() if key in offered}
        yield Form(at, asked, typed)


def _together(cells: Iterable[ProposedCell]) -> Mapping[tuple[str, tuple[int, ...]], tuple[str, ...]]:
    """By task and measures, the units: no entry says more than was chosen."""
    measures: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        measures.setdefault((cell.task, cell.unit), []).extend([cell.measure] if cell.measure else [])
    units: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for (task, unit), numbers in measures.items():
        units.setdefault((task, tuple(sorted(set(numbers)))), []).append(unit)
    return {key: tuple(slugs) for key, slugs in units.items()}


def proposal(desk: Desk, state: State, year: int, confirmed: Confirmed, entries: Iterable[Proposal]) -> Proposal:
    """All that is written at once: the entries, the copy of the page, and that it was confirmed; raises RefusedError."""
    decision = Decision(said="yes", by=confirmed.by, on=confirmed.on)
    parts = [*entries, decided(desk, state.slug, year, confirmed.entry.key, decision)]
    if copy := _copy(desk, state.slug, year, confirmed.page):
        parts.append(copy)
    return reduce(Proposal.joined, parts)


def _copy(desk: Desk, place: str, year: int, page: Page | None) -> Proposal | None:
    """The text of the page; nothing where it is kept already."""
    if not page or not page.record.file:
        return None
    file, text = Path(place, str(year), SNAPSHOTS, page.record.file), page.content.decode()
    kept = Proposal.of(desk.root, place, {file: text})
    return None if kept.held[file] == text else kept
