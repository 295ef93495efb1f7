"""The list of pages of the portal: where each is saved, and what it shows.

Pure: `pages` looks at nothing but its arguments. Templates show what is prepared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gongkai.judging.assessment import Assessment
from gongkai.judging.badges import RULES_VERSION
from gongkai.judging.verdicts import BADGES
from gongkai.pages import addresses, descriptions, place_pages, sentences
from gongkai.pages.lists import BadgeExample, ExplainedBadge, Unchecked
from gongkai.pages.places import themes
from gongkai.pages.plans import ShownPlace, ShownPlan, shown_places
from gongkai.pages.templates import DataView, DisclosureView, HomeView, MethodView, NotFoundView, SearchView, WordsView
from gongkai.pages.views import Head, Link, Page, below_home
from gongkai.records.portal import Portal

from .components import components_page
from .many_places import Few, places_pages
from .site_map import site_map


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


def _names(places: Iterable[ShownPlace]) -> list[str]:
    return [place.place.record.short_name for place in places]


def _of_the_site(shown: Sequence[ShownPlace], real: Sequence[ShownPlace]) -> Iterator[Page]:
    names, few = _names(real), Few.of(real)
    yield _home(real, few)
    yield Page(
        below_home(addresses.SEARCH, "search", "搜索", descriptions.search(names)),
        SearchView(() if few.all_places else tuple(place.searchable for place in real), tuple(BADGES.values()), few.all_places),
    )
    yield from places_pages(real, names)
    yield _method(shown)
    yield Page(below_home(addresses.DATA, "data", "数据下载", descriptions.data(names)), DataView(few.plans, few.all_places))
    yield Page(
        below_home(addresses.DISCLOSURE, "disclosure", "政府信息公开", descriptions.disclosure(names)),
        DisclosureView(tuple(place.place.platform for place in real)),
    )
    yield Page(below_home(addresses.NOT_FOUND, "not_found", "没有这个页面", descriptions.NOT_FOUND), NotFoundView())


def _words(real: Iterable[ShownPlace], portal: Portal) -> Page:
    """The words of daily life with the bodies that usually answer, and the ways to those of each place."""
    links = tuple(Link(shown.place.record.short_name, shown.place.view.words_address) for shown in real)
    return Page(below_home(addresses.WORDS, "words", "常用说法", descriptions.WORDS), WordsView(None, links, themes(portal)))


def _method(shown: Iterable[ShownPlace]) -> Page:
    examples = _examples(shown)
    badges = tuple(ExplainedBadge(badge, examples.get(badge.id)) for badge in BADGES.values())
    return Page(below_home(addresses.METHOD, "method", "状态说明", descriptions.METHOD), MethodView(RULES_VERSION, badges))


def _examples(shown: Iterable[ShownPlace]) -> dict[str, BadgeExample]:
    """For each badge the first cell of a made-up plan that bears it."""
    examples: dict[str, BadgeExample] = {}
    made_up = (plan for place in shown if place.place.is_demonstration for plan in place.plans)
    for task in (task for plan in made_up for task in plan.tasks.values()):
        for verdict in (task.row.verdict, *(cell.verdict for cell in task.assessed.cells)):
            examples.setdefault(verdict.badge.id, BadgeExample(task.link, verdict))
    return examples


def _home(real: Sequence[ShownPlace], few: Few) -> Page:
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
            places=few.plans,
            newest=place_pages.newest(view for place in real for view in place.evidence),
            due=tuple(due[: place_pages.FIRST]),
            unchecked=_unchecked(plan for plan in plans if not plan.summary.concluded_on),
            is_followed=any(not plan.summary.concluded_on for plan in plans),
            all_places=few.all_places,
        ),
    )


def _unchecked(plans: Iterable[ShownPlan]) -> Unchecked:
    rows = (row for plan in plans for row in plan.unsettled.unchecked)
    in_order = sorted(rows, key=lambda row: (row.due_on or date.min, row.address), reverse=True)
    return Unchecked(tuple(in_order[: place_pages.FIRST]), len(in_order))
