"""What a place gives to the pages of the whole site: little enough that those of very many places are held together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from gongkai.judging.assessment import AssessedPlan
from gongkai.pages import sentences
from gongkai.pages.details import EvidenceView
from gongkai.pages.lists import BadgeExample, TaskRow, Unchecked
from gongkai.pages.place_pages import FIRST, newest
from gongkai.pages.places import Platform
from gongkai.pages.plans import ShownPlace
from gongkai.pages.sentences import Documents, Pages, Sentence
from gongkai.pages.views import Link, PlaceView, PlanSummary, SearchablePlace
from gongkai.records.register_records import JurisdictionRecord


class Counted(NamedTuple):
    """What a sentence on many tasks is made of: how many have each badge, the pages that were seen, the plans."""

    badges: Mapping[str, int]
    seen: Mapping[str, bool]
    documents: Documents

    @classmethod
    def of(cls, plans: Iterable[AssessedPlan]) -> Counted:
        """All tasks of some plans."""
        held = list(plans)
        badges = Counter(sentences.badge_of(task.verdict, plan.is_concluded) for plan in held for task in plan.tasks)
        tasks = {id(plan): {task.task.id for task in plan.tasks} for plan in held}
        evidence = (it for plan in held for it in plan.ledger.evidence if it.task in tasks[id(plan)])
        return cls(badges, sentences.seen_at(evidence), Documents.of([plan for plan in held if plan.tasks]))

    @staticmethod
    def said(of_places: Iterable[Counted], where: str) -> Sentence:
        """Of all tasks of these places together."""
        counted = list(of_places)
        badges = sum((Counter(it.badges) for it in counted), Counter())
        seen = {url: is_unopened for it in counted for url, is_unopened in it.seen.items()}
        documents = Documents(
            tuple(chain.from_iterable(it.documents.years for it in counted)), sum(it.documents.concluded for it in counted)
        )
        return sentences.of_tasks(badges.elements(), Pages(len(seen), sum(seen.values())), documents, where)


class PlanOfSite(NamedTuple):
    """A plan as the lists of the whole site have it."""

    year: int
    issued_on: date | None
    summary: PlanSummary


@dataclass(frozen=True)
class Contribution:
    """A place as the pages of the whole site need it; of what is newest or next only so much as such a page has room for."""

    record: JurisdictionRecord
    is_demonstration: bool
    view: PlaceView
    link: Link
    platform: Platform
    units: tuple[Link, ...]
    plans: tuple[PlanOfSite, ...]
    counted: Counted
    # The newest last, as `newest` takes them.
    evidence: tuple[EvidenceView, ...]
    due: tuple[TaskRow, ...]
    unchecked: Unchecked
    # For each badge the first cell that bears it, where the place is made up.
    examples: Mapping[str, BadgeExample]

    @classmethod
    def of(cls, shown: ShownPlace) -> Contribution:
        place, going_on = shown.place, [plan for plan in shown.plans if not plan.summary.concluded_on]
        rows = (row for plan in going_on for row in plan.rows.values() if row.due_on and row.due_on >= place.as_of)
        return cls(
            record=place.record,
            is_demonstration=place.is_demonstration,
            view=place.view,
            link=place.link,
            platform=place.platform,
            units=shown.unit_links,
            plans=tuple(PlanOfSite(plan.plan.year, plan.record.issued_on, plan.summary) for plan in shown.plans),
            counted=Counted.of(shown.assessed),
            evidence=newest(shown.evidence)[::-1],
            due=next_due(rows),
            unchecked=_unchecked([row for plan in going_on for row in plan.unsettled.unchecked]),
            examples=_examples(shown) if place.is_demonstration else {},
        )

    @property
    def name(self) -> str:
        return self.record.short_name

    @property
    def summaries(self) -> tuple[PlanSummary, ...]:
        return tuple(plan.summary for plan in self.plans)

    @property
    def searchable(self) -> SearchablePlace:
        return SearchablePlace(self.view, self.summaries, self.units)

    @property
    def is_followed(self) -> bool:
        return any(not summary.concluded_on for summary in self.summaries)


def next_due(rows: Iterable[TaskRow]) -> tuple[TaskRow, ...]:
    """The first to fall due."""
    return tuple(sorted(rows, key=lambda row: (row.due_on or date.max, row.address))[:FIRST])


def all_unchecked(of_places: Iterable[Unchecked]) -> Unchecked:
    """Those of some places together."""
    listed = list(of_places)
    return Unchecked(_last_due(row for it in listed for row in it.rows), sum(it.total for it in listed))


def _unchecked(rows: list[TaskRow]) -> Unchecked:
    return Unchecked(_last_due(rows), len(rows))


def _last_due(rows: Iterable[TaskRow]) -> tuple[TaskRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.due_on or date.min, row.address), reverse=True)[:FIRST])


def _examples(shown: ShownPlace) -> dict[str, BadgeExample]:
    examples: dict[str, BadgeExample] = {}
    for task in (task for plan in shown.plans for task in plan.tasks.values()):
        for verdict in (task.row.verdict, *(cell.verdict for cell in task.assessed.cells)):
            examples.setdefault(verdict.badge.id, BadgeExample(task.link, verdict))
    return examples
