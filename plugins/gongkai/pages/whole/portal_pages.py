"""The list of pages of the portal: where each is saved, and what it shows.

Pure: `pages` looks at nothing but its arguments. Templates show what is prepared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from gongkai.judging.assessment import Assessment
from gongkai.judging.badges import RULES_VERSION
from gongkai.judging.verdicts import BADGES
from gongkai.pages import addresses, descriptions, place_pages
from gongkai.pages.lists import BadgeExample, ExplainedBadge
from gongkai.pages.places import themes
from gongkai.pages.plans import shown_places
from gongkai.pages.templates import DataView, HomeView, MethodView, NotFoundView, SearchView, WordsView
from gongkai.pages.views import Head, Link, Page, below_home
from gongkai.records.portal import Portal
from gongkai.records.register_records import PlaceMove

from .components import components_page
from .contribution import Contribution, Counted, all_unchecked, next_due
from .many_places import Few, disclosure_pages, has_page_of_places, places_pages
from .site_map import site_map


def pages(assessment: Assessment, prose: Sequence[Link] = ()) -> tuple[Page, ...]:
    """All pages of the site except the prose of content/pages, which the site map lists too."""
    shown = shown_places(assessment)
    of_places = [page for place in shown for page in place_pages.pages_of(place, assessment.portal)]
    made_up = next((place for place in shown if place.place.is_demonstration), None)
    of_places += components_page(made_up) if made_up else ()
    return (*of_places, *pages_of_site([*map(Contribution.of, shown)], assessment.portal, [page.head for page in of_places], prose))


def pages_of_site(
    places: Sequence[Contribution],
    portal: Portal,
    below: Iterable[Head],
    prose: Sequence[Link],
    gone: Iterable[tuple[str, PlaceMove]] = (),
) -> tuple[Page, ...]:
    """The pages that are of no single place; `below` are the heads of those that are, `gone` the addresses of places that are no more."""
    # Made-up places have their pages, but no share in lists and totals.
    real = tuple(place for place in places if not place.is_demonstration)
    listed = (*_of_the_site(places, real), _words(real, portal))
    heads = (*(page.head for page in listed), *below)
    moved = place_pages.pages_of_gone_places(gone, {head.address: head for head in heads})
    return (*listed, site_map(heads, _names(real), prose), *moved)


def _names(places: Iterable[Contribution]) -> list[str]:
    return [place.name for place in places]


def _of_the_site(places: Sequence[Contribution], real: Sequence[Contribution]) -> Iterator[Page]:
    names, few = _names(real), Few.of(real)
    yield _home(real, few)
    yield Page(
        below_home(addresses.SEARCH, "search", "搜索", descriptions.search(names)),
        SearchView(() if few.all_places else tuple(place.searchable for place in real), tuple(BADGES.values()), few.all_places),
    )
    yield from places_pages(real, names)
    yield _method(places)
    yield Page(below_home(addresses.DATA, "data", "数据下载", descriptions.data(names)), DataView(few.plans, few.all_places))
    yield from disclosure_pages(real, names)
    yield Page(below_home(addresses.NOT_FOUND, "not_found", "没有这个页面", descriptions.NOT_FOUND), NotFoundView())


def _words(real: Sequence[Contribution], portal: Portal) -> Page:
    """The words of daily life with the bodies that usually answer, and the ways to those of each place."""
    all_places = Link(f"全部 {len(real)} 个地方", addresses.PLACES) if has_page_of_places(real) else None
    links = () if all_places else tuple(Link(place.name, place.view.words_address) for place in real)
    return Page(below_home(addresses.WORDS, "words", "常用说法", descriptions.WORDS), WordsView(None, links, themes(portal), all_places))


def _method(places: Iterable[Contribution]) -> Page:
    examples: dict[str, BadgeExample] = {}
    for badge_id, example in chain.from_iterable(place.examples.items() for place in places):
        examples.setdefault(badge_id, example)
    badges = tuple(ExplainedBadge(badge, examples.get(badge.id)) for badge in BADGES.values())
    return Page(below_home(addresses.METHOD, "method", "状态说明", descriptions.METHOD), MethodView(RULES_VERSION, badges))


def _home(real: Sequence[Contribution], few: Few) -> Page:
    where = f"{len(real)} 个地方的" if len(real) > 1 else ""
    sentence = Counted.said((place.counted for place in real), where)
    return Page(
        Head(addresses.HOME, "home", "首页", descriptions.described("政务公开任务，做了没有", sentence)),
        HomeView(
            sentence=sentence,
            places=few.plans,
            newest=place_pages.newest(view for place in real for view in place.evidence),
            due=next_due(row for place in real for row in place.due),
            unchecked=all_unchecked(place.unchecked for place in real),
            is_followed=any(place.is_followed for place in real),
            all_places=few.all_places,
        ),
    )
