"""How what is told of many plans is cut into pages, and how a place is found among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gongkai.judging.verdicts import BADGES
from gongkai.pages.views import Link
from gongkai.words.labels import PROVINCES
from gongkai.words.record import Grouped

from .held import Held
from .views import Folded

# So many pages are all named on each of them.
LISTED = 12
# So many plans are named by their badges; where they are more, the first of each.
_NAMED, _FIRST = 1000, 60


def parted(plans: Iterable[Held], most: int, most_entries: int | None = None) -> Iterator[tuple[Held, ...]]:
    """Page by page, so many on each; those of a place stay together where they fit on one page."""

    def fit(together: Sequence[Held]) -> bool:
        return len(together) <= most and (most_entries is None or sum(it.entries for it in together) <= most_entries)

    page: list[Held] = []
    for _, of_place in groupby(plans, key=lambda it: it.slug):
        together = list(of_place)
        for more in [together] if fit(together) else [[it] for it in together]:
            if page and not fit([*page, *more]):
                yield tuple(page)
                page = []
            page += more
    if page:
        yield tuple(page)


def nearby(pages: Sequence[Link], number: int, to_all: Link) -> tuple[Link, ...]:
    """All of few pages; of many those before and after that of a number, and the way to all."""
    if len(pages) <= LISTED:
        return tuple(pages)
    beside = pages[max(number - 2, 0) : number + 1]
    return (*beside, *([to_all] if to_all.address not in {page.address for page in beside} else ()))


def by_province(placed: Iterable[tuple[Held, str]]) -> tuple[Folded, ...]:
    """The way to the first plan of each place, province by province."""
    first: dict[str, tuple[str, tuple[Link, ...]]] = {}
    for held, address in placed:
        first.setdefault(held.slug, (held.province, (Link(held.place_name, address),)))
    places = Grouped.of(first.values())
    return tuple(Folded(f"{name}：{len(places[name])} 个地方", places[name]) for name in PROVINCES if name in places)


def by_badge(placed: Sequence[tuple[Held, str]]) -> Iterator[Folded]:
    """The ways to all plans that bear a badge, the years of a place together; where plans are very many, to the first of each badge."""
    most = len(placed) if len(placed) <= _NAMED else _FIRST
    bearing = Grouped.of(((held.badge_id, held.word), (held, address)) for held, address in placed)
    in_order = list(BADGES)
    for badge, word in sorted(bearing, key=lambda both: (in_order.index(both[0]), both[1])):
        plans = bearing[badge, word]
        yield Folded(f"{word}：{len(plans)} 份要点", tuple(_of_places(plans[:most])), len(plans[most:]))


def _of_places(placed: Iterable[tuple[Held, str]]) -> Iterator[tuple[Link, ...]]:
    """A place's name stands before its first year."""
    for _, of_place in groupby(placed, key=lambda both: both[0].slug):
        yield tuple(Link(f"{held.year}年" if later else held.name, address) for later, (held, address) in enumerate(of_place))
