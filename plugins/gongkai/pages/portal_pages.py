"""The list of pages of the portal: where each is saved, its template, and what it shows.

Pure: `pages(assessment)` looks at nothing but its argument. Templates show what is prepared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gongkai.judging.assessment import Assessment
from gongkai.judging.badges import BADGES, Verdict

from . import addresses, descriptions
from .places import PlacePages
from .site_map import site_map
from .specimens import components_page
from .views import EvidenceView, Link, Page, TaskRow, page


def pages(assessment: Assessment) -> tuple[Page, ...]:
    """Every page of the site except the prose of content/pages."""
    listed = tuple(_listed(assessment))
    return (*listed, site_map(listed, _names(assessment)))


def _names(assessment: Assessment) -> tuple[str, ...]:
    """What the places are called that exist."""
    return tuple(place.record.short_name for place in assessment.portal.jurisdictions if not place.is_demonstration)


def _listed(assessment: Assessment) -> Iterator[Page]:
    names = _names(assessment)
    every = [PlacePages(jurisdiction, assessment) for jurisdiction in assessment.portal.jurisdictions]
    # Made-up places have their pages, but no part in lists and totals.
    places = tuple(place for place in every if not place.jurisdiction.is_demonstration)
    plans = tuple(plan for place in places for plan in place.plans)
    yield _home(places)
    yield page(addresses.SEARCH, "search", "搜索", (), description=descriptions.search(names), places=places, badges=tuple(BADGES.values()))
    yield page(
        addresses.METHOD,
        "method",
        "状态说明",
        description=descriptions.METHOD,
        badges=tuple(BADGES.values()),
        examples=_examples(every),
    )
    yield page(addresses.DATA, "data", "数据下载", description=descriptions.data(names), places=places)
    yield page(addresses.CHANGES, "changes", "更新记录", description=descriptions.changes(names), plans=plans, feed=addresses.FEED)
    yield _disclosure(places)
    yield page(addresses.NOT_FOUND, "not_found", "没有这个页面", description=descriptions.NOT_FOUND)
    if components := components_page(every):
        yield components
    for place in every:
        yield from place.pages()


def _disclosure(places: Sequence[PlacePages]) -> Page:
    names = [place.record.short_name for place in places]
    return page(addresses.DISCLOSURE, "disclosure", "政府信息公开", description=descriptions.disclosure(names), places=places)


def _examples(places: Iterable[PlacePages]) -> dict[str, tuple[Link, Verdict]]:
    """For each badge the first cell of a made-up plan that bears it: the task, and the verdict."""
    found: dict[str, tuple[Link, Verdict]] = {}
    for plan in (plan for place in places if place.jurisdiction.is_demonstration for plan in place.plans):
        for one in plan.assessed.tasks:
            row = plan.rows[one.task.id]
            for verdict in (row.verdict, *(cell.verdict for cell in one.cells)):
                found.setdefault(verdict.badge.id, (Link(row.title, row.address), verdict))
    return found


def _home(places: Sequence[PlacePages]) -> Page:
    due = sorted(
        (row for place in places for row in place.rows if row.due_on and row.due_on >= place.as_of),
        key=lambda row: (row.due_on or date.max, row.address),
    )
    return page(
        addresses.HOME,
        "home",
        "首页",
        description=descriptions.HOME,
        places=tuple(places),
        newest=_newest(view for place in places for view in place.evidence),
        due=tuple(due[:6]),
        unchecked=tuple(sorted(_unchecked(places), key=lambda row: (row.due_on or date.min, row.address), reverse=True)),
    )


def _unchecked(places: Iterable[PlacePages]) -> Iterator[TaskRow]:
    yield from (row for place in places for row in place.rows if row.verdict.badge.id == "unchecked")


def _newest(every: Iterable[EvidenceView]) -> tuple[EvidenceView, ...]:
    """The proofs published last, each page once whatever number of tasks it bears on."""
    dated = (view for view in every if view.evidence.strength == "primary" and view.evidence.published_on)
    in_order = sorted(dated, key=lambda view: (view.evidence.published_on or date.min, view.task.address))
    pages_found = {view.evidence.url or view.evidence.title: view for view in in_order}
    return tuple(reversed(pages_found.values()))[:6]
