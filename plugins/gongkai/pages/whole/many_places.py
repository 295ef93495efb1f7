"""The ways to all places: few enough to stand on every list, or by province on a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from gongkai.pages import addresses, descriptions
from gongkai.pages.templates import UnitsView
from gongkai.pages.views import Link, NamedUnit, Page, PlaceSummary, UnitKind, below_home
from gongkai.words.labels import PROVINCES, province
from gongkai.words.record import Grouped

from .contribution import Contribution


class Few(NamedTuple):
    """The plans that a page of the whole site has room for, and the way to the others where there are any."""

    plans: tuple[PlaceSummary, ...]
    all_places: Link | None

    @classmethod
    def of(cls, real: Sequence[Contribution]) -> Few:
        """All plans under their places; or the newest ones, each by itself."""
        plans = [(plan, place) for place in real for plan in place.plans]
        if not has_page_of_places(real):
            return cls(tuple(PlaceSummary(place.view, place.summaries) for place in real), None)
        in_order = sorted(plans, key=lambda it: (it[0].year, it[0].issued_on or date.min), reverse=True)
        newest = in_order[: addresses.PLANS_OF_THE_SITE]
        title = f"全部 {len(real)} 个地方的 {len(plans)} 份要点"
        return cls(tuple(PlaceSummary(place.view, (plan.summary,)) for plan, place in newest), Link(title, addresses.PLACES))


def has_page_of_places(real: Sequence[Contribution]) -> bool:
    """Whether there are more places or plans than the lists of the whole site have room for."""
    return len(real) > addresses.PLACES_IN_NAVIGATION or sum(len(place.plans) for place in real) > addresses.PLANS_OF_THE_SITE


def places_pages(real: Sequence[Contribution], names: Sequence[str]) -> Iterator[Page]:
    """The way to the units of any place, from pages that belong to none; where places are many, that to each of them."""
    lead = "先选地方，再选单位；也可以直接搜索单位的简称。括号里是单位的数量。"
    units = _by_province(real, lambda place: NamedUnit(Link(f"{place.name}的单位", place.view.units_address), len(place.units)))
    yield Page(below_home(addresses.UNITS, "units", "找单位", descriptions.all_units(names)), UnitsView(lead, units))
    if has_page_of_places(real):
        lead = "按省份列出；也可以直接搜索地方的名称。括号里是要点的份数。"
        kinds = _by_province(real, lambda place: NamedUnit(place.link, len(place.plans)))
        yield Page(below_home(addresses.PLACES, "places", "全部地方", descriptions.all_places(names)), UnitsView(lead, kinds))


def _by_province(real: Sequence[Contribution], named: Callable[[Contribution], NamedUnit]) -> tuple[UnitKind, ...]:
    """In the order of their codes, those that have none at the end; few places are one group."""
    if len(real) <= addresses.PLACES_IN_NAVIGATION:
        return (UnitKind("地方", tuple(map(named, real))),)
    of_province = Grouped.of((province(place.record.place_code), named(place)) for place in real)
    return tuple(UnitKind(label, of_province[label]) for label in PROVINCES if label in of_province)
