"""The ways to all places: few enough to stand on every list, or by province on a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from gongkai.pages import addresses, descriptions
from gongkai.pages.templates import DisclosureView, UnitsView
from gongkai.pages.views import Head, Link, NamedUnit, Page, PlaceSummary, UnitKind, below_home
from gongkai.words import labels
from gongkai.words.record import Grouped

from .contribution import Contribution

# As many as a page has room for: one place in a line, and one with all that its platform has.
_PLACES_OF_A_LIST, _PLATFORMS_OF_A_PAGE = 1000, 100


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


class Province(NamedTuple):
    """Some places that have the first two digits of their codes in common."""

    number: int
    label: str
    places: tuple[Contribution, ...]

    def address(self, address: str) -> str:
        """Of what a page of all places says, that on the places of this province."""
        return addresses.further(address, self.number)


def provinces(real: Sequence[Contribution]) -> tuple[Province, ...]:
    """In the order of their codes, places that have none at the end."""
    held = Grouped.of((labels.province(place.record.place_code), place) for place in real)
    return tuple(Province(_number(label, held[label][0]), label, held[label]) for label in labels.PROVINCES if label in held)


def _number(label: str, first: Contribution) -> int:
    return 0 if label == labels.PROVINCES[-1] else int(str(first.record.place_code)[:2])


def places_pages(real: Sequence[Contribution], names: Sequence[str]) -> Iterator[Page]:
    """The way to the units of any place, from pages that belong to none; where places are many, that to each of them."""
    lead = "先选地方，再选单位；也可以直接搜索单位的简称。括号里是单位的数量。"
    head = below_home(addresses.UNITS, "units", "找单位", descriptions.all_units(names))
    yield from _listed(head, lead, real, lambda place: NamedUnit(Link(f"{place.name}的单位", place.view.units_address), len(place.units)))
    if has_page_of_places(real):
        lead = "按省份列出；也可以直接搜索地方的名称。括号里是要点的份数。"
        head = below_home(addresses.PLACES, "places", "全部地方", descriptions.all_places(names))
        yield from _listed(head, lead, real, lambda place: NamedUnit(place.link, len(place.plans)))


def _listed(head: Head, lead: str, real: Sequence[Contribution], named: Callable[[Contribution], NamedUnit]) -> Iterator[Page]:
    """Few places are one group, many stand by province, very many on the pages of their provinces."""
    if len(real) <= addresses.PLACES_IN_NAVIGATION:
        yield Page(head, UnitsView(lead, (UnitKind("地方", tuple(map(named, real))),)))
        return
    held = provinces(real)
    groups = [UnitKind(province.label, tuple(map(named, province.places))) for province in held]
    if len(real) <= _PLACES_OF_A_LIST:
        yield Page(head, UnitsView(lead, tuple(groups)))
        return
    yield Page(head, UnitsView("先选省份。括号里是地方的数量。", (UnitKind("省份", _ways(head, held)),)))
    for province, group in zip(held, groups, strict=True):
        yield Page(_head_of(province, head), UnitsView(lead, (group,)))


def _ways(whole: Head, held: Iterable[Province]) -> tuple[NamedUnit, ...]:
    """From the page with this head, which has no room for their places, each with how many these are."""
    return tuple(NamedUnit(Link(province.label, province.address(whole.address)), len(province.places)) for province in held)


def _head_of(province: Province, whole: Head, page: int = 1) -> Head:
    """Of a page that says of the places of a province what that with the other head says of all."""
    where = f"{province.label} 第 {page} 页" if page > 1 else province.label
    description = descriptions.of_province(whole.description, where)
    address = addresses.further(province.address(whole.address), page)
    return Head(
        address, whole.kind, f"{whole.title}：{province.label}", description, (*whole.trail, Link(whole.title, whole.address)), where=where
    )


def disclosure_pages(real: Sequence[Contribution], names: Sequence[str]) -> Iterator[Page]:
    """The ways to the disclosure platforms of the governments; of many those of each province on pages of its own."""
    head = below_home(addresses.DISCLOSURE, "disclosure", "政府信息公开", descriptions.disclosure(names))
    if not has_page_of_places(real):
        yield Page(head, DisclosureView(tuple(place.platform for place in real)))
        return
    held, most = provinces(real), _PLATFORMS_OF_A_PAGE
    yield Page(head, DisclosureView((), _ways(head, held)))
    for province in held:
        parts = [province.places[start : start + most] for start in range(0, len(province.places), most)]
        heads = [_head_of(province, head, page) for page in range(1, len(parts) + 1)]
        ways = tuple(Link(f"第 {page} 页", part.address) for page, part in enumerate(heads, 1)) if heads[1:] else ()
        for part_head, part in zip(heads, parts, strict=True):
            yield Page(part_head, DisclosureView(tuple(place.platform for place in part), ways=ways))
