"""The maps of the site: the page for people, the files for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.pages import addresses, descriptions
from gongkai.pages.addresses import Site
from gongkai.pages.templates import SiteMapView
from gongkai.pages.views import HOME_LINK, MOVED, Branch, Head, Link, Page, View, below_home
from gongkai.words.record import Grouped

# What one file may list: https://www.sitemaps.org/protocol.html.
MOST_ADDRESSES = 50_000
_MAP = "sitemap.xml"
# Too many for a map; the lists above them lead there.
_LEFT_OUT = {"month", "task", "unit", "path", "kind", "duty", "not_found", MOVED}


def site_map(heads: Iterable[Head], places: Sequence[str], prose: Sequence[Link]) -> Page:
    """The page that lists these pages but for single tasks, units, columns and kinds, and whatever is made up; last, the prose.

    Where places have a page of their own, they are found there.
    """
    below: dict[str, list[Head]] = {}
    for head in heads:
        if head.kind not in _LEFT_OUT and not head.is_demonstration:
            below.setdefault(head.trail[-1].address if head.trail else "", []).append(head)
    has_places = any(head.address == addresses.PLACES for head in below[addresses.HOME])
    top = [head for head in below[addresses.HOME] if not (has_places and head.kind == "jurisdiction")]
    alone = tuple(_link_to(head) for head in top if head.address not in below)
    return Page(
        below_home(addresses.SITE_MAP, "sitemap", "网站地图", descriptions.site_map(places)),
        SiteMapView(tuple(_branches((head for head in top if head.address in below), below)), (HOME_LINK, *alone, *prose)),
    )


def _link_to(head: Head) -> Link:
    return Link(head.title, head.address)


def _branches(heads: Iterable[Head], below: Mapping[str, Sequence[Head]]) -> Iterator[Branch]:
    for head in heads:
        yield Branch(_link_to(head), tuple(_branches(below.get(head.address, ()), below)), of=head.where)


@dataclass(frozen=True)
class MachineSiteMapView(View):
    """The address of every page, for machines."""

    template = "sitemap.xml"
    site: Site
    listed: tuple[str, ...]


@dataclass(frozen=True)
class SiteMapIndexView(View):
    """The addresses of such maps."""

    template = "sitemap_index.xml"
    site: Site
    listed: tuple[str, ...]


def machine_maps(site: Site, listed: Sequence[str]) -> Iterator[tuple[str, MachineSiteMapView | SiteMapIndexView]]:
    """Where each map stands, and the map: one of all pages while the protocol allows it, else some of each folder of the site, and their list."""
    if len(listed) <= MOST_ADDRESSES:
        yield _MAP, MachineSiteMapView(site, tuple(listed))
        return
    folders = Grouped.of((address.rpartition("/")[0].partition("/")[0], address) for address in listed)
    maps = {
        _named(folder, number): MachineSiteMapView(site, of_folder[first : first + MOST_ADDRESSES])
        for folder, of_folder in folders.items()
        for number, first in enumerate(range(0, len(of_folder), MOST_ADDRESSES), 1)
    }
    yield from maps.items()
    yield _MAP, SiteMapIndexView(site, tuple(maps))


def _named(folder: str, number: int) -> str:
    """A map may only name what stands beside or below it."""
    return f"{folder}/sitemap-{number}.xml".removeprefix("/")


@dataclass(frozen=True)
class RobotsView(View):
    """What crawlers may read: everything."""

    template = "robots.txt"
    site: Site
