"""The pages of one place: its own, those of its units, publication paths and plans, and those that lead on to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from gongkai.judging.deadlines import reminded
from gongkai.records.duties import Duty
from gongkai.records.portal import CarryingPlan, Plan, Portal
from gongkai.records.register_records import PlaceMove, Unit, endings
from gongkai.words.labels import UNIT_KINDS
from gongkai.words.record import Grouped

from . import addresses, column_pages, descriptions, plan_pages, sentences, wording
from .details import EvidenceView, EvidenceViews, Follow
from .lists import Duties, narrowings
from .pictures import Curve, UnitChronicle
from .places import Place, themes
from .plans import ShownPlace, ShownPlan
from .templates import JurisdictionView, UnitsView, UnitView, WordsView
from .views import (
    HOME_LINK,
    MOVED,
    Branch,
    Head,
    Link,
    MemberView,
    NamedUnit,
    Page,
    Predecessor,
    Roster,
    RosterSource,
    Succession,
    UnitKind,
    View,
)

# How many entries a list of what is newest has before it leads on to the whole.
FIRST = 6
# So many other plans stand beside a task; all stand on the first page of a duty.
_PLANS_NAMED = 4


def pages_of(
    shown: ShownPlace, portal: Portal, further: Iterable[Page] = (), elsewhere: Mapping[str, Elsewhere] | None = None
) -> Iterator[Page]:
    """All of them, its own first, then those that other rooms have of it, which may have moved like any.

    `elsewhere` tells which plans carry out a duty in common; where it is not given, it is asked of the portal.
    """
    if elsewhere is None:
        elsewhere = elsewhere_of(place.carrying for place in portal.jurisdictions)
    heads: dict[str, Head] = {}
    for page in chain(_pages_with_content(shown, portal, elsewhere), further):
        heads[page.save_as] = page.head
        yield page
    yield from _moved(shown.place, heads)


def _pages_with_content(shown: ShownPlace, portal: Portal, elsewhere: Mapping[str, Elsewhere]) -> Iterator[Page]:
    yield _index(shown)
    yield from _unit_pages(shown)
    yield from column_pages.pages_of(shown)
    yield from plan_pages.pages_of_kinds(shown)
    yield _words(shown.place, portal)
    common = () if shown.place.is_demonstration else portal.duties
    for plan in shown.plans:
        yield from plan_pages.pages_of(plan, {duty.id: _elsewhere(duty, elsewhere.get(duty.id), plan.plan) for duty in common})


class Elsewhere(NamedTuple):
    """The first plans that carry out a duty in common, in the order of places, and how many do."""

    first: tuple[CarryingPlan, ...]
    total: int


def elsewhere_of(places: Iterable[Iterable[tuple[str, CarryingPlan]]]) -> dict[str, Elsewhere]:
    """By duty in common; of each place is told what its plans carry out."""
    plans = Grouped.of(carrying for place in places for carrying in place)
    return {slug: Elsewhere(carrying[: _PLANS_NAMED + 1], len(carrying)) for slug, carrying in plans.items()}


def _elsewhere(duty: Duty, known: Elsewhere | None, own: Plan) -> Branch:
    """A duty in common, with the first other plans that carry it out, and how many these are where there are more."""
    first, total = known or Elsewhere((), 0)
    below = []
    for plan in first:
        if (plan.place, plan.year) != (own.jurisdiction, own.year):
            name = f"{plan.stem}{f'{plan.year}年' if plan.year != own.year else ''}"
            below.append(Branch(Link(name, addresses.duty(duty.id, anchor=f"#{plan.place}-{plan.year}")), ()))
    of_all = f"{total - 1} 份要点" if total > _PLANS_NAMED + 1 else ""
    return Branch(Link(duty.title, addresses.duty(duty.id)), tuple(below[:_PLANS_NAMED]), of=of_all)


@dataclass(frozen=True)
class MovedView(View):
    """Where a page has gone, since when, and why."""

    template = "moved"
    targets: tuple[Link, ...]
    on: date
    why: str
    # Of places that went on nowhere; what leads on is where a reader may look then.
    is_dropped: bool = False


def _moved(place: Place, heads: Mapping[str, Head]) -> Iterator[Page]:
    """A page at each address that was published and is nobody's now; it leads on to pages with these heads."""
    moves = {move.gone: move for move in place.jurisdiction.moves}
    ends = endings(moves)
    for move in moves.values():
        address = addresses.of_move(place.jurisdiction, move.gone)
        if address not in heads:
            targets = [heads[addresses.of_move(place.jurisdiction, end)] for end in ends[move.gone]]
            description = descriptions.moved(place.record, move.gone, [head.title for head in targets])
            where = f"{place.record.short_name} {move.gone}"
            yield Page(
                place.head(address, MOVED, "这个页面换了地方", description, [place.link], where=where),
                MovedView(tuple(Link(head.full_title, head.address) for head in targets), move.on, move.why),
            )


def pages_of_gone_places(gone: Iterable[tuple[str, PlaceMove]], heads: Mapping[str, Head]) -> Iterator[Page]:
    """A page at each address of a place whose folder is gone; it leads on to the same page of the one that it went on in, if there is one."""
    for address, move in gone:
        below = address.partition("/")[2]
        ways = (f"{move.to}/{below}", f"{move.to}/{addresses.HOME}", addresses.HOME)
        target = next(heads[way] for way in ways if way in heads)
        description = descriptions.moved_place(address, target.title, is_dropped=not move.to)
        yield Page(
            Head(address, MOVED, "这个页面换了地方" if move.to else "这个地方不再收录", description, (HOME_LINK,), where=address),
            MovedView((Link(target.full_title, target.address),), move.on, move.why, is_dropped=not move.to),
        )


def _index(shown: ShownPlace) -> Page:
    place = shown.place
    description = descriptions.described(f"{place.record.name}历年的政务公开任务", shown.sentence)
    return Page(
        place.head(place.view.address, "jurisdiction", f"{place.record.name}政务公开任务", description, ()),
        JurisdictionView(place.view, place.record, shown.sentence, shown.summary.plans, newest(shown.evidence), _unit_kinds(shown)),
    )


def newest(views: Iterable[EvidenceView]) -> tuple[EvidenceView, ...]:
    """The proofs published last, each page once whatever number of tasks it bears on."""
    dated = (view for view in views if view.evidence.strength == "primary" and view.evidence.published_on)
    in_order = sorted(dated, key=lambda view: (view.evidence.published_on or date.min, view.task.address))
    by_page = {view.evidence.url or view.evidence.title: view for view in in_order}
    return tuple(reversed(by_page.values()))[:FIRST]


def _unit_pages(shown: ShownPlace) -> Iterator[Page]:
    """The list, then each unit."""
    yield _units_index(shown)
    reminded_by = Grouped.of((slug, plan) for plan in shown.plans for slug in reminded(plan.assessed))
    for unit in shown.place.register.units.values():
        yield _unit(shown, unit, _follow(shown.place, unit, reminded_by[unit.slug]))


def _unit_kinds(shown: ShownPlace) -> tuple[UnitKind, ...]:
    """Units by kind, in the order of the register, each with how many tasks of all plans name it."""
    named = Counter(slug for plan in shown.plans for task in plan.tasks.values() for slug in task.task.named_units)
    units = shown.place.register.units.values()
    by_kind = (
        (label, tuple(NamedUnit(shown.place.unit_link(unit.slug), named[unit.slug]) for unit in units if unit.kind == kind))
        for kind, label in UNIT_KINDS.items()
    )
    return tuple(UnitKind(label, of_kind) for label, of_kind in by_kind if of_kind)


def _units_index(shown: ShownPlace) -> Page:
    place = shown.place
    description = descriptions.units(place.record, len(place.register.units))
    title = f"{place.record.short_name}的单位"
    lead = "括号里是文件直接点名的任务数。集合单位是文件里的统称，如“各部门”。"
    return Page(place.head(place.view.units_address, "units", title, description, [place.link]), UnitsView(lead, _unit_kinds(shown)))


def _unit(shown: ShownPlace, unit: Unit, follow: Follow) -> Page:
    place = shown.place
    duties = tuple(_listed(duties for plan in shown.plans if (duties := plan.duties[unit.slug]).tasks))
    curves = ((plan.plan.year, Curve.of(plan.curves.of_unit(unit.slug), place.as_of)) for plan in shown.plans[: addresses.CURVES_OF_A_UNIT])
    sentence = sentences.of_unit(shown.assessed, unit.slug)
    name = unit.full_name or unit.name
    return Page(
        place.head(
            addresses.unit(place.jurisdiction, unit),
            "unit",
            unit.name,
            descriptions.described(name if place.record.short_name in name else f"{place.record.name}的{name}", sentence),
            [place.link, Link("单位", place.view.units_address)],
            where=place.record.short_name,
        ),
        UnitView(
            place=place.view,
            unit=unit,
            kind_label=UNIT_KINDS[unit.kind],
            groups=place.unit_links(group.slug for group in place.register.groups_of(unit.slug)),
            roster=_roster(place, unit),
            succession=_succession(place, unit),
            sentence=sentence,
            duties=duties,
            curves=tuple((year, curve) for year, curve in curves if curve),
            narrowings=narrowings((duty.facets for owed in duties for _, tasks in owed.by_role for duty in tasks), ()),
            evidence=EvidenceViews.of(view for plan in shown.plans for view in plan.evidence_naming[unit.slug]),
            chronicle=UnitChronicle.of(
                (view for plan in shown.plans for view in plan.entries_naming[unit.slug]), addresses.place_changes(place.jurisdiction)
            ),
            follow=follow,
        ),
    )


def _follow(place: Place, unit: Unit, reminding: Sequence[ShownPlan]) -> Follow:
    name, feed = wording.unit_of_place(place.record.short_name, unit.name), addresses.unit_feed(place.jurisdiction, unit)
    calendar = addresses.unit_calendar(place.jurisdiction, unit) if reminding else None
    return Follow(name, feed, calendar, all(plan.summary.concluded_on for plan in reminding))


def _listed(of_plans: Iterable[Duties]) -> Iterator[Duties]:
    """Newest first, with as many of their tasks as there is room for."""
    room = addresses.TASKS_OF_A_UNIT
    for duties in of_plans:
        yield replace(duties, listed=min(len(duties.tasks), room))
        room = max(0, room - len(duties.tasks))


def _roster(place: Place, unit: Unit) -> Roster:
    """The members, and each source of those that are in no plan once."""
    sources = Counter((member.source, member.seen_on, member.opened) for member in unit.members if member.source or member.seen_on)
    members = (MemberView(place.unit_link(member.unit), member.valid_from, member.valid_to) for member in unit.members)
    return Roster(tuple(members), tuple(RosterSource(*seen, count) for seen, count in sources.items()))


def _succession(place: Place, unit: Unit) -> Succession:
    return Succession(
        tuple(_predecessor(place, before, unit) for before in place.register.predecessors_of(unit.slug)), place.unit_links(unit.successors)
    )


def _predecessor(place: Place, before: Unit, heir: Unit) -> Predecessor:
    others = place.unit_links(slug for slug in before.successors if slug != heir.slug)
    return Predecessor(place.unit_link(before.slug), before.valid_to, others)


def _words(place: Place, portal: Portal) -> Page:
    """The words of daily life with the units of the place."""
    title = f"{place.record.short_name}常用说法：归谁管"
    head = place.head(place.view.words_address, "words", title, descriptions.words(place.record), [place.link])
    return Page(head, WordsView(place.view, (), themes(portal, place)))
