"""How what is told of many plans is cut into pages, and how a place is found among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gongkai.pages.views import Link
from gongkai.words.labels import PROVINCES
from gongkai.words.record import Grouped

from .held import Held
from .views import Folded

# So many pages are all named on each of them.
LISTED = 12


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


def by_province(plans: Iterable[tuple[Held, str]]) -> tuple[Folded, ...]:
    """The way to the first plan of each place, province by province."""
    first: dict[str, tuple[str, Link]] = {}
    for held, address in plans:
        first.setdefault(held.slug, (held.province, Link(held.place_name, address)))
    places = Grouped.of(first.values())
    return tuple(Folded(f"{name}：{len(places[name])} 个地方", places[name]) for name in PROVINCES if name in places)
