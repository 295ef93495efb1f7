"""The pages of comparison: all duties with all places, and each duty place by place, cut where there are many places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from gongkai.judging.verdicts import BADGES
from gongkai.pages import addresses, wording
from gongkai.pages.lists import LOOKED_THROUGH, Narrowing
from gongkai.pages.views import HOME_LINK, Head, Link, Page, Progress, Tally, neighbours
from gongkai.records.duties import Duty
from gongkai.words.record import Grouped

from .carriers import Carrier
from .differences import differences
from .views import Cell, Column, CompareView, DutyLine, DutyView, ShownCarrier, Summary

TITLE = "同一件事，各地怎么做"
_LINK = Link(TITLE, addresses.COMPARE)
# So many plans by so many duties are one table; so many plans stand on one page of a duty.
_COLUMNS, _LINES, _PLANS = 5, 125, 12
# Their copies of a document may be quoted.
_OFFICIAL = (".gov.cn",)
_UNSEEN = "“本站暂无记录”，是说本站没有查到，不是说当地没有公开。"


@dataclass(frozen=True)
class Comparison:
    """The duties in common that some plan carries out, in their order, and the carriers of each, in the order of places."""

    duties: tuple[Duty, ...]
    carriers: Grouped[str, Carrier]
    # All plans that carry out any, in the order of places.
    plans: tuple[Column, ...]

    @classmethod
    def of(cls, duties: Iterable[Duty], of_places: Iterable[Carrier]) -> Comparison:
        carriers = tuple(of_places)
        by_duty = Grouped.of((carrier.duty, carrier) for carrier in carriers)
        named = {carrier.anchor: carrier.name for carrier in carriers}
        return cls(tuple(duty for duty in duties if duty.id in by_duty), by_duty, tuple(Column(*both) for both in named.items()))

    def place_of(self, carrier: Carrier) -> str:
        """Where a carrier is shown in full."""
        position = self.carriers[carrier.duty].index(carrier)
        return addresses.duty(carrier.duty, position // _PLANS + 1, f"#{carrier.anchor}")


def pages_of(comparison: Comparison) -> Iterator[Page]:
    """None where nobody has related anything."""
    if comparison.duties:
        yield from _tables(comparison)
        for position, duty in enumerate(comparison.duties):
            yield from _duty(comparison, duty, position)


# --- all duties -----------------------------------------------------------------------------------


def _tables(comparison: Comparison) -> Iterator[Page]:
    """The table, or what leads to its parts, and these."""
    parts = [
        (comparison.plans[left : left + _COLUMNS], comparison.duties[top : top + _LINES])
        for top in range(0, len(comparison.duties), _LINES)
        for left in range(0, len(comparison.plans), _COLUMNS)
    ]
    ways = tuple(
        Link(_part_title(plans, duties, comparison), addresses.table_of_duties(number)) for number, (plans, duties) in enumerate(parts, 1)
    )
    head = Head(addresses.COMPARE, "compare", TITLE, _description(comparison), (HOME_LINK,))
    if len(parts) == 1:
        yield Page(head, _table(comparison, *parts[0], ()))
        return
    progress = tuple(Progress(_link(duty), _tally(comparison, duty)) for duty in comparison.duties[:_LINES])
    rest = tuple(map(_link, comparison.duties[_LINES:]))
    yield Page(head, CompareView(_sentences(comparison), progress, "每件事的情况", (), (), (), (*ways, *rest), _downloads("index")))
    for way, part in zip(ways, parts, strict=True):
        description = f"{way.title}：各地要点里都有的同一件事，每个地方的状态。"
        yield Page(Head(way.address, "compare", f"对照表：{way.title}", description, (HOME_LINK, _LINK)), _table(comparison, *part, ways))


def _part_title(plans: Sequence[Column], duties: Sequence[Duty], comparison: Comparison) -> str:
    names = "、".join(plan.title for plan in plans)
    return names if len(duties) == len(comparison.duties) else f"{names}（从“{duties[0].title}”起）"


def _table(comparison: Comparison, plans: Sequence[Column], duties: Sequence[Duty], ways: tuple[Link, ...]) -> CompareView:
    lines = tuple(line for duty in duties if (line := _line(comparison, duty, plans)))
    held = {plan.key: [cell for line in lines if (cell := line.cells[at])] for at, plan in enumerate(plans)}
    progress = tuple(Progress(Link(plan.title, ""), Tally.of(cell.verdict for cell in held[plan.key])) for plan in plans)
    return CompareView(
        _sentences(comparison) if not ways else (),
        progress,
        "每个地方的情况",
        tuple(plans),
        lines,
        _narrowings(lines, plans),
        ways,
        _downloads("index") if not ways else (),
    )


def _line(comparison: Comparison, duty: Duty, plans: Sequence[Column]) -> DutyLine | None:
    held = {it.anchor: it for it in comparison.carriers[duty.id]}
    shown = [held.get(plan.key) for plan in plans]
    carriers = [it for it in shown if it]
    cells = tuple(Cell(it.verdict, comparison.place_of(it)) if it else None for it in shown)
    badges = " ".join(dict.fromkeys(it.verdict.badge.id for it in carriers))
    return DutyLine(_link(duty), duty.year, cells, badges, " ".join(it.anchor for it in carriers)) if carriers else None


def _narrowings(lines: Sequence[DutyLine], plans: Sequence[Column]) -> tuple[Narrowing, ...]:
    if len(lines) <= LOOKED_THROUGH:
        return ()
    badges = Counter(badge for line in lines for badge in line.badges.split())
    of_plans = Counter(plan for line in lines for plan in line.plans.split())
    years = Counter(line.year for line in lines)
    boxes = (
        _badge_box(badges),
        Narrowing("unit", "地方", tuple((plan.key, plan.title, of_plans[plan.key]) for plan in plans)),
        Narrowing("year", "年份", tuple((str(year), f"{year}年", years[year]) for year in sorted(years))),
    )
    return tuple(box for box in boxes if len(box.choices) > 1)


def _badge_box(badges: Counter[str]) -> Narrowing:
    return Narrowing("badge", "状态", tuple((badge.id, badge.word, badges[badge.id]) for badge in BADGES.values() if badges[badge.id]))


def _sentences(comparison: Comparison) -> tuple[str, ...]:
    carriers = [it for duty in comparison.duties for it in comparison.carriers[duty.id]]
    of_plans = f"{len({it.slug for it in carriers})} 个地方的 {len(comparison.plans)} 份要点"
    return (
        f"{of_plans}，写到 {len(comparison.duties)} 件共同的事。点一件事，看各地怎么写、谁负责、本站查到了什么。",
        "各地按本站固定的顺序列出，不排名次，不打分。",
        *_cautions(carriers),
    )


def _cautions(carriers: Sequence[Carrier]) -> Iterator[str]:
    """What nobody should take for more than it is."""
    if not all(it.page_count for it in carriers):
        yield _UNSEEN
    unconfirmed = sum(not it.is_confirmed for it in carriers)
    if unconfirmed:
        which = "" if unconfirmed == len(carriers) else "有的"
        yield f"是不是同一件事，{which}由程序读原文判断，还没有人核对。"


def _description(comparison: Comparison) -> str:
    names = wording.some_of(list(dict.fromkeys(plan.title for plan in comparison.plans)), "份要点")
    return f"各地政务公开工作要点里都写了的 {len(comparison.duties)} 件事，每个地方做得怎么样：{names}。"


# --- one duty -------------------------------------------------------------------------------------


def _link(duty: Duty) -> Link:
    return Link(duty.title, addresses.duty(duty.id))


def _tally(comparison: Comparison, duty: Duty) -> Tally:
    return Tally.of(it.verdict for it in comparison.carriers[duty.id])


def _duty(comparison: Comparison, duty: Duty, position: int) -> Iterator[Page]:
    carriers = comparison.carriers[duty.id]
    differing = differences(tuple(it.text for it in carriers))
    is_seldom = 2 * sum(it.is_dated for it in carriers) <= len(carriers)
    times = (it.stated_times if is_seldom and it.is_dated else "" for it in carriers)
    shown = tuple(map(ShownCarrier, carriers, differing, times))
    cut = [shown[start : start + _PLANS] for start in range(0, len(shown), _PLANS)]
    parts = tuple(Link(_names(part), addresses.duty(duty.id, number)) for number, part in enumerate(cut, 1)) if len(cut) > 1 else ()
    url = duty.document.url if duty.document else None
    for number, part in enumerate(cut, 1):
        is_first = number == 1
        yield Page(
            _head(duty, carriers, number),
            DutyView(
                duty=duty,
                sentences=tuple(_said(duty, carriers)) if is_first else (),
                tally=_tally(comparison, duty),
                summaries=tuple(Summary(it, comparison.place_of(it)) for it in carriers) if is_first else (),
                narrowings=_narrowings_of(carriers) if is_first else (),
                shown=part,
                parts=parts,
                downloads=_downloads(duty.id) if is_first else (),
                neighbours=neighbours(comparison.duties, position, _link),
                is_first=is_first,
                is_quotable=bool(url and (urlsplit(url).hostname or "").endswith(_OFFICIAL)),
            ),
        )


def _names(part: Sequence[ShownCarrier]) -> str:
    return "、".join(it.carrier.name for it in part)


def _head(duty: Duty, carriers: Sequence[Carrier], number: int) -> Head:
    names = wording.some_of(list(dict.fromkeys(it.place_name for it in carriers)), "个地方")
    description = f"“{duty.title}”这件事，{names}的要点各怎么写、谁负责、在哪里公开、什么时候以前、做得怎么样。"
    where = "各地对照" if number == 1 else f"各地对照第 {number} 页"
    return Head(addresses.duty(duty.id, number), "duty", duty.title, description, (HOME_LINK, _LINK), where=where)


def _said(duty: Duty, carriers: Sequence[Carrier]) -> Iterator[str]:
    places = list(dict.fromkeys(it.place_name for it in carriers))
    yield f"{wording.some_of(places, '个地方', most=8)}{'都' if len(places) > 1 else ''}写了这件事。" + (
        "" if len(places) > 1 else "别的地方没有写。"
    )
    dated = [it.name for it in carriers if it.is_dated]
    if dated and len(dated) < len(carriers):
        yield f"写明了期限或次数的：{wording.some_of(dated, '份要点', most=8)}；其余没有写。"
    else:
        together = "各地都" if len(places) > 1 else ""
        yield f"{together}写明了期限或次数。" if dated else f"{together}没有写明期限或次数。"
    if duty.note:
        yield duty.note
    yield from _cautions(carriers)


def _narrowings_of(carriers: Sequence[Carrier]) -> tuple[Narrowing, ...]:
    if len(carriers) <= LOOKED_THROUGH:
        return ()
    box = _badge_box(Counter(it.verdict.badge.id for it in carriers))
    return (box,) if len(box.choices) > 1 else ()


def _downloads(name: str) -> tuple[Link, ...]:
    return (Link("表格（CSV）", addresses.duty_file(name, "csv")), Link("程序读取的数据（JSON）", addresses.duty_file(name, "json")))
