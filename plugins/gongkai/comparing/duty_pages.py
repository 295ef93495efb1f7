"""The pages of one duty, place by place, cut where there are many places: made of the carriers of that duty alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from gongkai.pages import addresses, wording
from gongkai.pages.lists import LOOKED_THROUGH, Narrowing
from gongkai.pages.views import HOME_LINK, Head, Link, Neighbours, Page
from gongkai.records.duties import Duty

from .carriers import Carrier
from .differences import differences
from .held import Held, badge_box, cautions, held_of, places_of, tally_of
from .parts import by_badge, by_province, nearby, parted
from .views import DutyView, ShownCarrier, Summary

TITLE = "同一件事，各地怎么做"
LINK = Link(TITLE, addresses.COMPARE)
# So many plans stand on one page, or fewer where they have more tasks and pages than this; so many stand in one table.
_PLANS, _ENTRIES, _TOGETHER = 12, 100, 60
# Their copies of a document may be quoted.
_OFFICIAL = (".gov.cn",)


def heads_of(duty: Duty, held: Sequence[Held]) -> Iterator[Head]:
    """Those of all pages of a duty, without making the pages."""
    names = wording.some_of(places_of(held), "个地方")
    description = f"“{duty.title}”这件事，{names}的要点各怎么写、谁负责、在哪里公开、什么时候以前、做得怎么样。"
    for number, _ in enumerate(_cut(held), 1):
        where = "各地对照" if number == 1 else f"各地对照第 {number} 页"
        yield Head(addresses.duty(duty.id, number), "duty", duty.title, description, (HOME_LINK, LINK), where=where)


def places_in(duty: Duty, held: Sequence[Held]) -> Iterator[str]:
    """Where each is shown in full."""
    for number, plans in enumerate(_cut(held), 1):
        yield from (addresses.duty(duty.id, number, f"#{it.anchor}") for it in plans)


def pages_of_duty(duty: Duty, around: Neighbours, carriers: Sequence[Carrier]) -> Iterator[Page]:
    """All pages of a duty, of all its carriers in the order of places; around are the duties before and after it."""
    held = tuple(map(held_of, carriers))
    cut, heads = tuple(_cut(held)), tuple(heads_of(duty, held))
    ways = tuple(Link("、".join(places_of(plans)), head.address) for plans, head in zip(cut, heads, strict=True)) if len(cut) > 1 else ()
    to_all = Link(f"全部 {len(places_of(held))} 个地方", heads[0].address)
    shown = iter(_shown(carriers))
    common = DutyView(duty, tally_of(held), around, _is_quotable(duty))
    for number, (plans, head) in enumerate(zip(cut, heads, strict=True), 1):
        view = replace(common, shown=tuple(islice(shown, len(plans))), parts=nearby(ways, number, to_all))
        yield Page(head, _opening(view, held, carriers) if number == 1 else view)


def _cut(held: Sequence[Held]) -> Iterator[tuple[Held, ...]]:
    return parted(held, _PLANS, _ENTRIES)


def _shown(carriers: Sequence[Carrier]) -> Iterator[ShownCarrier]:
    is_seldom = 2 * sum(it.is_dated for it in carriers) <= len(carriers)
    times = (it.stated_times if is_seldom and it.is_dated else "" for it in carriers)
    return map(ShownCarrier, carriers, differences([it.text for it in carriers]), times)


def _opening(view: DutyView, held: Sequence[Held], carriers: Sequence[Carrier]) -> DutyView:
    """The first page, with what is told of all: one table, or of many plans who bears which badge and the ways to all places."""
    opened = replace(view, is_first=True, sentences=tuple(_said(view.duty, held)), downloads=downloads(view.duty.id))
    places = tuple(places_in(view.duty, held))
    if len(held) <= _TOGETHER:
        return replace(opened, summaries=tuple(map(Summary, carriers, places)), narrowings=_narrowings(held))
    placed = tuple(zip(held, places, strict=True))
    return replace(opened, badges=tuple(by_badge(placed)), places=by_province(placed))


def _said(duty: Duty, held: Sequence[Held]) -> Iterator[str]:
    places = places_of(held)
    yield f"{wording.some_of(places, '个地方', most=8)}{'都' if len(places) > 1 else ''}写了这件事。" + (
        "" if len(places) > 1 else "别的地方没有写。"
    )
    dated = [it.name for it in held if it.is_dated]
    if dated and len(dated) < len(held):
        yield f"写明了期限或次数的：{wording.some_of(dated, '份要点', most=8)}；其余没有写。"
    else:
        together = "各地都" if len(places) > 1 else ""
        yield f"{together}写明了期限或次数。" if dated else f"{together}没有写明期限或次数。"
    if duty.note:
        yield duty.note
    yield from cautions(held)


def _narrowings(held: Sequence[Held]) -> tuple[Narrowing, ...]:
    if len(held) <= LOOKED_THROUGH:
        return ()
    box = badge_box(Counter(it.badge_id for it in held))
    return (box,) if len(box.choices) > 1 else ()


def downloads(name: str) -> tuple[Link, ...]:
    """The files of a duty, or of all."""
    return (Link("表格（CSV）", addresses.duty_file(name, "csv")), Link("程序读取的数据（JSON）", addresses.duty_file(name, "json")))


def _is_quotable(duty: Duty) -> bool:
    url = duty.document.url if duty.document else None
    return bool(url and (urlsplit(url).hostname or "").endswith(_OFFICIAL))
