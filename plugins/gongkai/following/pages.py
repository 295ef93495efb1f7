"""The pages of changes: the site's, a place's and a plan's in front, and one or several of each month of a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from gongkai.pages import addresses, descriptions
from gongkai.pages.pictures import MomentView
from gongkai.pages.plans import ShownPlace, ShownPlan
from gongkai.pages.views import Link, Neighbours, Page, below_home
from gongkai.records.portal import Jurisdiction
from gongkai.words.dates import chinese_months

from .views import AllChangesView, ChangesView, EnteredMonth, MonthView, PlaceChanges, PlanEntries

# So many places have room on the page of the whole site.
_MOST_PLACES = 200
# An entry with the plan that it is of.
Entry = tuple[ShownPlan, MomentView]


def of_site(told: Sequence[PlaceChanges], names: Sequence[str], site_name: str) -> Page:
    """The way to the changes of each place that is real, and what these are called; of very many those of which anything was entered last."""
    head = below_home(addresses.CHANGES, "changes", "更新记录", descriptions.changes(names))
    listed = sorted(told, key=lambda place: place.on or date.min, reverse=True)[:_MOST_PLACES] if told[_MOST_PLACES:] else told
    all_places = Link(f"全部 {len(told)} 个地方", addresses.PLACES) if told[_MOST_PLACES:] else None
    return Page(head, AllChangesView(tuple(listed), addresses.FEED, site_name, all_places))


def of_place(shown: ShownPlace) -> PlaceChanges:
    """What the page of the whole site says of a place."""
    for month, entries in _months(shown):
        return PlaceChanges(_link(shown), month, entries[0][1].moment.entered_on.replace(day=1))
    return PlaceChanges(_link(shown), None, None)


def pages_of(shown: ShownPlace) -> Iterator[Page]:
    """Those of a place: its own, those of its plans, those of its months."""
    place, months = shown.place, tuple(_months(shown))
    description = descriptions.place_changes(place.record)
    yield Page(
        place.head(_link(shown).address, "changes", _link(shown).title, description, [place.link]),
        ChangesView(tuple(month for month, _ in months), place.view.feed_address, place.view.name),
    )
    by_plan = _by_plan(months)
    for plan in shown.plans:
        yield _plan(plan, by_plan.get(plan.summary.changes_address, ()))
    for position, (month, entries) in enumerate(months):
        around = Neighbours(*(months[at][0].link if 0 <= at < len(months) else None for at in (position + 1, position - 1)))
        yield from _month(shown, month, entries, around)


def _link(shown: ShownPlace) -> Link:
    return Link(f"{shown.place.record.short_name}的更新记录", addresses.place_changes(shown.place.jurisdiction))


def _months(shown: ShownPlace) -> Iterator[tuple[EnteredMonth, list[Entry]]]:
    """Newest first; in each the plans, newest first, and of each its entries, newest first."""
    entries = [(plan, view) for plan in shown.plans for view in plan.newest_entries]
    for month, of_month in groupby(sorted(entries, key=_month_of, reverse=True), key=_month_of):
        listed = list(of_month)
        link = Link(chinese_months(month, month), addresses.month_of_changes(shown.place.jurisdiction, month))
        yield EnteredMonth.of(link, [view for _, view in listed]), listed


def _month_of(entry: Entry) -> date:
    return entry[1].moment.entered_on.replace(day=1)


def _by_plan(months: Iterable[tuple[EnteredMonth, list[Entry]]]) -> Mapping[str, list[EnteredMonth]]:
    """By address of a plan's changes, the months in which anything of it was entered; each link leads to where it begins there."""
    of_plans: dict[str, list[EnteredMonth]] = {}
    for month, entries in months:
        firsts: dict[str, tuple[int, ShownPlan, list[MomentView]]] = {}
        for position, (plan, view) in enumerate(entries):
            firsts.setdefault(plan.summary.changes_address, (position, plan, []))[2].append(view)
        for key, (first, plan, own) in firsts.items():
            address = _page_address(plan.place.jurisdiction, own[0], first // addresses.ENTRIES_OF_A_PAGE + 1)
            of_plans.setdefault(key, []).append(EnteredMonth.of(Link(month.link.title, f"{address}#{_anchor(plan)}"), own))
    return of_plans


def _plan(plan: ShownPlan, of_plan: Sequence[EnteredMonth]) -> Page:
    description = descriptions.plan_changes(plan.name)
    return Page(
        plan.place.head(
            plan.summary.changes_address, "changes", "更新记录", description, [plan.place.link, plan.link], plan.crumbs, plan.name
        ),
        ChangesView(tuple(of_plan), plan.summary.feed_address, plan.name),
    )


def _page_address(place: Jurisdiction, view: MomentView, page: int) -> str:
    return addresses.month_of_changes(place, view.moment.entered_on, page)


def _anchor(plan: ShownPlan) -> str:
    return f"plan-{plan.plan.year}"


def _month(shown: ShownPlace, month: EnteredMonth, entries: Sequence[Entry], around: Neighbours) -> Iterator[Page]:
    place, most = shown.place, addresses.ENTRIES_OF_A_PAGE
    parts = [entries[start : start + most] for start in range(0, len(entries), most)]
    links = tuple(
        Link(f"第 {number} 页", _page_address(place.jurisdiction, part[0][1], number)) for number, part in enumerate(parts, start=1)
    )
    for link, part in zip(links, parts, strict=True):
        title = month.link.title + (f"（{link.title}）" if len(parts) > 1 else "")
        by_plan = groupby(part, key=lambda entry: entry[0].plan.year)
        plans = tuple(
            PlanEntries.of(own[0][0].summary, _anchor(own[0][0]), (view for _, view in own)) for own in (list(of) for _, of in by_plan)
        )
        description = descriptions.month_of_changes(place.record, title, month.count)
        yield Page(
            place.head(link.address, "month", f"{title}的更新记录", description, [place.link, _link(shown)], where=place.record.short_name),
            MonthView(place.view.name, month, plans, links if len(links) > 1 else (), around),
        )
