"""The pages of all duties together: places by duties in one table, or in parts where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gongkai.pages import addresses, wording
from gongkai.pages.lists import LOOKED_THROUGH, Narrowing
from gongkai.pages.views import HOME_LINK, Head, Link, Page, Progress
from gongkai.records.duties import Duty

from .comparison import Comparison, link_to
from .duty_pages import LINK, TITLE, downloads
from .held import Held, badge_box, cautions, tally_of
from .parts import LISTED, by_province, nearby, parted
from .views import Cell, Column, CompareView, DutyLine

# So many plans by so many duties are one table.
_COLUMNS, _LINES = 5, 125
_Part = tuple[Sequence[Held], Sequence[Duty]]


def pages_of(comparison: Comparison) -> Iterator[Page]:
    """The table, or what leads to its parts, and these; none where nobody has related anything."""
    parts = tuple(_parts(comparison))
    ways = tuple(Link(_title(comparison, *part), addresses.table_of_duties(number)) for number, part in enumerate(parts, 1))
    head = Head(addresses.COMPARE, "compare", TITLE, _description(comparison), (HOME_LINK,))
    if len(parts) == 1:
        yield Page(head, _table(comparison, *parts[0], ()))
    elif parts:
        yield Page(head, _ways_view(comparison, parts, ways))
        to_all = Link(f"全部 {len(comparison.plans)} 份要点", addresses.COMPARE)
        for number, (way, part) in enumerate(zip(ways, parts, strict=True), 1):
            yield Page(_head(way), _table(comparison, *part, nearby(ways, number, to_all)))


def _parts(comparison: Comparison) -> Iterator[_Part]:
    """Some plans with so many duties that any of them has."""
    for top in range(0, len(comparison.duties), _LINES):
        duties = comparison.duties[top : top + _LINES]
        for plans in parted(comparison.plans, _COLUMNS):
            if any(duty.id in comparison.by_plan[plan.anchor] for plan in plans for duty in duties):
                yield plans, duties


def _title(comparison: Comparison, plans: Sequence[Held], duties: Sequence[Duty]) -> str:
    """By its plans; those of one place by the place and their years."""
    is_of_one = len({plan.slug for plan in plans}) == 1
    names = f"{plans[0].place_name}{_years(plans)}年" if is_of_one else "、".join(plan.name for plan in plans)
    return names if len(duties) == len(comparison.duties) else f"{names}（从“{duties[0].title}”起）"


def _years(plans: Sequence[Held]) -> str:
    """2021—2025, or each where they do not follow each other."""
    years = sorted(plan.year for plan in plans)
    is_row = len(years) > 1 and years == list(range(years[0], years[-1] + 1))
    return f"{years[0]}—{years[-1]}" if is_row else "、".join(map(str, years))


def _head(way: Link) -> Head:
    description = f"{way.title}：各地要点里都有的同一件事，每个地方的状态。"
    return Head(way.address, "compare", f"对照表：{way.title}", description, (HOME_LINK, LINK))


def _description(comparison: Comparison) -> str:
    names = wording.some_of([plan.name for plan in comparison.plans], "份要点")
    return f"各地政务公开工作要点里都写了的 {len(comparison.duties)} 件事，每个地方做得怎么样：{names}。"


def _ways_view(comparison: Comparison, parts: Sequence[_Part], ways: tuple[Link, ...]) -> CompareView:
    """How far the duties are, and the ways to the parts: of many by the places in them."""
    progress = tuple(Progress(link_to(duty), tally_of(comparison.held[duty.id])) for duty in comparison.duties[:_LINES])
    rest = tuple(map(link_to, comparison.duties[_LINES:]))
    placed = ((plan, way.address) for way, (plans, _) in zip(ways, parts, strict=True) for plan in plans)
    places, listed = (by_province(placed), rest) if len(ways) > LISTED else ((), (*ways, *rest))
    return CompareView(_sentences(comparison), places, progress, "每件事的情况", (), (), (), listed, downloads("index"))


def _table(comparison: Comparison, plans: Sequence[Held], duties: Sequence[Duty], parts: tuple[Link, ...]) -> CompareView:
    lines = tuple(line for duty in duties if (line := _line(comparison, duty, plans)))
    columns = tuple(Column(plan.anchor, plan.name) for plan in plans)
    held = [[cell.held for line in lines if (cell := line.cells[at])] for at, _ in enumerate(plans)]
    progress = tuple(Progress(Link(plan.name, ""), tally_of(of_plan)) for plan, of_plan in zip(plans, held, strict=True))
    return CompareView(
        _sentences(comparison) if not parts else (),
        (),
        progress,
        "每个地方的情况",
        columns,
        lines,
        _narrowings(lines, columns),
        parts,
        downloads("index") if not parts else (),
    )


def _line(comparison: Comparison, duty: Duty, plans: Sequence[Held]) -> DutyLine | None:
    of_plans = [comparison.by_plan[plan.anchor].get(duty.id) for plan in plans]
    held = [it for it in of_plans if it]
    cells = tuple(Cell(it, comparison.place_of(it)) if it else None for it in of_plans)
    badges = " ".join(dict.fromkeys(it.badge_id for it in held))
    return DutyLine(link_to(duty), duty.year, cells, badges, " ".join(it.anchor for it in held)) if held else None


def _narrowings(lines: Sequence[DutyLine], columns: Sequence[Column]) -> tuple[Narrowing, ...]:
    if len(lines) <= LOOKED_THROUGH:
        return ()
    badges = Counter(badge for line in lines for badge in line.badges.split())
    of_plans = Counter(plan for line in lines for plan in line.plans.split())
    years = Counter(line.year for line in lines)
    boxes = (
        badge_box(badges),
        Narrowing("unit", "地方", tuple((column.key, column.title, of_plans[column.key]) for column in columns)),
        Narrowing("year", "年份", tuple((str(year), f"{year}年", years[year]) for year in sorted(years))),
    )
    return tuple(box for box in boxes if len(box.choices) > 1)


def _sentences(comparison: Comparison) -> tuple[str, ...]:
    held = [it for duty in comparison.duties for it in comparison.held[duty.id]]
    of_plans = f"{len({it.slug for it in held})} 个地方的 {len(comparison.plans)} 份要点"
    return (
        f"{of_plans}，写到 {len(comparison.duties)} 件共同的事。点一件事，看各地怎么写、谁负责、本站查到了什么。",
        "各地按本站固定的顺序列出，不排名次，不打分。",
        *cautions(held),
    )
