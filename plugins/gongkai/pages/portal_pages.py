"""The list of pages of the portal: where each is saved, and what it shows.

Pure: `pages` looks at nothing but its arguments. Templates show what is prepared here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gongkai.judging.assessment import Assessment
from gongkai.judging.badges import RULES_VERSION
from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import BADGES, Badge, Verdict
from gongkai.records.portal import Portal

from . import addresses, descriptions, place_pages, sentences
from .addresses import Site
from .details import EvidenceView, Matrix, UnitTable, WhereToLook
from .lists import BadgeExample, Carried, ExplainedBadge, Narrowing, TaskRow, Unchecked, UnitTask, narrowings
from .pictures import Curve, MomentView, Months, Picture, picture, time_line
from .places import themes
from .plans import ShownPlace, ShownPlan, shown_places
from .sentences import Sentence
from .tasks import where_to_look
from .templates import (
    DataView,
    DisclosureView,
    HomeView,
    MethodView,
    NotFoundView,
    SearchView,
    SiteMapView,
    UnitsView,
    WordsView,
)
from .views import HOME_LINK, MOVED, Branch, Head, Link, NamedUnit, Neighbours, Page, PlaceView, Progress, Tally, UnitKind, View


def pages(assessment: Assessment, prose: Sequence[Link] = ()) -> tuple[Page, ...]:
    """All pages of the site except the prose of content/pages, which the site map lists too."""
    shown = shown_places(assessment)
    of_places = [page for place in shown for page in place_pages.pages_of(place, assessment.portal)]
    return (*of_places, *pages_of_site(shown, assessment.portal, [page.head for page in of_places], prose))


def pages_of_site(shown: Sequence[ShownPlace], portal: Portal, below: Iterable[Head], prose: Sequence[Link]) -> tuple[Page, ...]:
    """The pages that are of no single place; `below` are the heads of those that are."""
    # Made-up places have their pages, but no share in lists and totals.
    real = tuple(place for place in shown if not place.place.is_demonstration)
    listed = (*_of_the_site(shown, real), _words(real, portal), *components_page(shown))
    heads = (*(page.head for page in listed), *below)
    gone = place_pages.pages_of_gone_places(portal, {head.address: head for head in heads})
    return (*listed, site_map(heads, _names(real), prose), *gone)


def _head(address: str, kind: str, title: str, description: str) -> Head:
    return Head(address, kind, title, description, (HOME_LINK,))


def _names(places: Iterable[ShownPlace]) -> list[str]:
    return [place.place.record.short_name for place in places]


def _of_the_site(shown: Sequence[ShownPlace], real: Sequence[ShownPlace]) -> Iterator[Page]:
    names, summaries = _names(real), tuple(place.summary for place in real)
    yield _home(real)
    yield Page(
        _head(addresses.SEARCH, "search", "搜索", descriptions.search(names)),
        SearchView(tuple(place.searchable for place in real), tuple(BADGES.values())),
    )
    yield _units(real, descriptions.all_units(names))
    yield _method(shown)
    yield Page(_head(addresses.DATA, "data", "数据下载", descriptions.data(names)), DataView(summaries))
    yield Page(
        _head(addresses.DISCLOSURE, "disclosure", "政府信息公开", descriptions.disclosure(names)),
        DisclosureView(tuple(place.place.platform for place in real)),
    )
    yield Page(_head(addresses.NOT_FOUND, "not_found", "没有这个页面", descriptions.NOT_FOUND), NotFoundView())


def _units(real: Iterable[ShownPlace], description: str) -> Page:
    """The way to the units of any place, from pages that belong to none."""
    named = (
        NamedUnit(Link(f"{shown.place.record.short_name}的单位", shown.place.view.units_address), len(shown.unit_links)) for shown in real
    )
    lead = "先选地方，再选单位；也可以直接搜索单位的简称。括号里是单位的数量。"
    return Page(_head(addresses.UNITS, "units", "找单位", description), UnitsView(lead, (UnitKind("地方", tuple(named)),)))


def _words(real: Iterable[ShownPlace], portal: Portal) -> Page:
    """The words of daily life with the bodies that usually answer, and the ways to those of each place."""
    links = tuple(Link(shown.place.record.short_name, shown.place.view.words_address) for shown in real)
    return Page(_head(addresses.WORDS, "words", "常用说法", descriptions.WORDS), WordsView(None, links, themes(portal)))


def _method(shown: Iterable[ShownPlace]) -> Page:
    examples = _examples(shown)
    badges = tuple(ExplainedBadge(badge, examples.get(badge.id)) for badge in BADGES.values())
    return Page(_head(addresses.METHOD, "method", "状态说明", descriptions.METHOD), MethodView(RULES_VERSION, badges))


def _examples(shown: Iterable[ShownPlace]) -> dict[str, BadgeExample]:
    """For each badge the first cell of a made-up plan that bears it."""
    examples: dict[str, BadgeExample] = {}
    made_up = (plan for place in shown if place.place.is_demonstration for plan in place.plans)
    for task in (task for plan in made_up for task in plan.tasks.values()):
        for verdict in (task.row.verdict, *(cell.verdict for cell in task.assessed.cells)):
            examples.setdefault(verdict.badge.id, BadgeExample(task.link, verdict))
    return examples


def _home(real: Sequence[ShownPlace]) -> Page:
    plans = [plan for place in real for plan in place.plans]
    due = sorted(
        (
            row
            for plan in plans
            if not plan.summary.concluded_on
            for row in plan.rows.values()
            if row.due_on and row.due_on >= plan.place.as_of
        ),
        key=lambda row: (row.due_on or date.max, row.address),
    )
    where = f"{len(real)} 个地方的" if len(real) > 1 else ""
    sentence = sentences.of_plans([plan.assessed for plan in plans], where)
    return Page(
        Head(addresses.HOME, "home", "首页", descriptions.described("政务公开任务，做了没有", sentence)),
        HomeView(
            sentence=sentence,
            places=tuple(place.summary for place in real),
            newest=place_pages.newest(view for place in real for view in place.evidence),
            due=tuple(due[: place_pages.FIRST]),
            unchecked=_unchecked(plan for plan in plans if not plan.summary.concluded_on),
            is_followed=any(not plan.summary.concluded_on for plan in plans),
        ),
    )


def _unchecked(plans: Iterable[ShownPlan]) -> Unchecked:
    rows = (row for plan in plans for row in plan.unsettled.unchecked)
    in_order = sorted(rows, key=lambda row: (row.due_on or date.min, row.address), reverse=True)
    return Unchecked(tuple(in_order[: place_pages.FIRST]), len(in_order))


# Too many for a map; the lists above them lead there.
_LEFT_OUT = {"month", "task", "unit", "path", "kind", "duty", "not_found", MOVED}


def site_map(heads: Iterable[Head], places: Sequence[str], prose: Sequence[Link]) -> Page:
    """The page that lists these pages but for single tasks, units, columns and kinds, and whatever is made up; last, the prose."""
    below: dict[str, list[Head]] = {}
    for head in heads:
        if head.kind not in _LEFT_OUT and not head.is_demonstration:
            below.setdefault(head.trail[-1].address if head.trail else "", []).append(head)
    top = below[addresses.HOME]
    alone = tuple(_link_to(head) for head in top if head.address not in below)
    return Page(
        Head(addresses.SITE_MAP, "sitemap", "网站地图", descriptions.site_map(places), (HOME_LINK,)),
        SiteMapView(tuple(_branches((head for head in top if head.address in below), below)), (HOME_LINK, *alone, *prose)),
    )


def _link_to(head: Head) -> Link:
    return Link(head.title, head.address)


def _branches(heads: Iterable[Head], below: Mapping[str, Sequence[Head]]) -> Iterator[Branch]:
    for head in heads:
        yield Branch(_link_to(head), tuple(_branches(below.get(head.address, ()), below)), of=head.where)


@dataclass(frozen=True)
class MachineSiteMapView(View):
    """The address of every page, for machines."""

    template = "sitemap.xml"
    site: Site
    listed: tuple[str, ...]


@dataclass(frozen=True)
class RobotsView(View):
    """What crawlers may read: everything."""

    template = "robots.txt"
    site: Site


T = TypeVar("T")
_OUTLINE = 5


@dataclass(frozen=True)
class ComponentsView(View):
    """What the templates' macros are called with, one tuple per component."""

    template = "components"
    place: PlaceView
    badges: tuple[Badge, ...]
    sentences: tuple[Sentence, ...]
    verdicts: tuple[Verdict, ...]
    rows: tuple[TaskRow, ...]
    members: tuple[UnitTask, ...]
    tallies: tuple[Tally, ...]
    progress: tuple[Progress, ...]
    scorecards: tuple[Scorecard, ...]
    matrix: Matrix
    picture: Picture
    curves: tuple[Curve, ...]
    unit_tables: tuple[UnitTable, ...]
    evidence: tuple[EvidenceView, ...]
    moments: tuple[MomentView, ...]
    carried: tuple[Carried, ...]
    looks: tuple[WhereToLook, ...]
    trails: tuple[tuple[Link, ...], ...]
    publication_paths: tuple[tuple[Link, ...], ...]
    narrowings: tuple[Narrowing, ...]
    months: tuple[Months, ...]
    doubts: tuple[str, ...]
    neighbours: tuple[Neighbours, ...]


def components_page(places: Iterable[ShownPlace]) -> Iterator[Page]:
    """The page of components; none where there is nothing made up to show them with."""
    made_up = next((place for place in places if place.place.is_demonstration), None)
    if made_up:
        head = Head(addresses.COMPONENTS, "components", "页面的部件", descriptions.COMPONENTS, (HOME_LINK,), is_demonstration=True)
        yield Page(head, _specimens(made_up))


def _specimens(shown: ShownPlace) -> ComponentsView:
    place, plan = shown.place, shown.plans[0]
    duties = [plan.duties_of(unit) for unit in place.register.units.values()]
    links = tuple(row.link for row in plan.summary.progress[:3])
    tables = (table for task in plan.tasks.values() if (table := task.unit_table))
    matrix = plan.matrix_of(plan.rows.values())
    looks = map(where_to_look, plan.tasks.values())
    return ComponentsView(
        place=place.view,
        badges=tuple(BADGES.values()),
        sentences=_first_of_each((sentences.of_task(task) for task in plan.assessed.tasks), lambda sentence: len(sentence.said)),
        verdicts=_first_of_each(
            _verdicts(shown.plans), lambda verdict: (verdict.badge.id, verdict.timing, bool(verdict.detail), verdict.is_unopened)
        ),
        rows=_first_of_each(shown.rows, lambda row: (row.verdict.badge.id, len(row.lead_units), bool(row.due_on))),
        members=_first_of_each((duty for owed in duties for duty in owed.tasks), lambda duty: (duty.role, bool(duty.group))),
        tallies=(plan.summary.tally, *(section.tally for section in plan.sections)),
        progress=plan.summary.progress,
        scorecards=_first_of_each((plan.scorecard_of(plan.rows.values()), *(owed.scorecard for owed in duties)), _state_of_scorecard),
        matrix=Matrix(matrix.columns[:_OUTLINE], tuple(row._replace(verdicts=row.verdicts[:_OUTLINE]) for row in matrix.rows[:_OUTLINE])),
        picture=picture(matrix),
        curves=tuple(curve for other in shown.plans if (curve := Curve.of(other.curves.whole, place.as_of))),
        unit_tables=_first_of_each(tables, lambda table: (len(table.groups), len(table.alike))),
        evidence=_first_of_each(shown.evidence, _state_of_evidence),
        moments=_first_of_each((view for plan in shown.plans for view in plan.history), lambda view: view.moment.label),
        carried=plan.carried,
        looks=_first_of_each(looks, lambda look: (bool(look.paths), look.is_nowhere, look.addresses, len(look.contacts) > 1)),
        trails=((place.link,), (*plan.crumbs, *links)),
        publication_paths=_first_of_each(map(place.publication_path, place.register.nodes.values()), len),
        narrowings=narrowings((row.facets for row in shown.rows), place.register.units),
        months=time_line(plan.due_days, place.as_of)[:_OUTLINE],
        doubts=("原文此处有两个日期，不一致。",),
        neighbours=(Neighbours(None, links[-1]), Neighbours(links[0], links[-1]), Neighbours(links[0], None)),
    )


def _verdicts(plans: Sequence[ShownPlan]) -> Iterable[Verdict]:
    for task in (task for plan in plans for task in plan.assessed.tasks):
        yield task.verdict
        yield from (cell.verdict for cell in task.cells)


def _state_of_scorecard(card: Scorecard) -> Hashable:
    return card.due and card.percent(0) is None, *map(bool, (card.late, card.overdue, card.due or card.ahead, card.due or card.undated))


def _state_of_evidence(view: EvidenceView) -> Hashable:
    evidence = view.evidence
    return evidence.strength, evidence.covers, evidence.is_unopened, view.is_elsewhere, bool(evidence.dead_on), bool(evidence.url)


def _first_of_each(specimens: Iterable[T], state: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first of every state, in the order in which they come."""
    by_state: dict[Hashable, T] = {}
    for specimen in specimens:
        by_state.setdefault(state(specimen), specimen)
    return tuple(by_state.values())
