"""网站地图: the pages of the site as a tree for people, each under the last step of its breadcrumb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from . import addresses, descriptions
from .views import Branch, Link, Page, page

# Too many for a map; the lists above them lead there.
_LEFT_OUT = {"task", "unit", "path", "kind", "not_found"}


def site_map(pages: Sequence[Page], places: Sequence[str]) -> Page:
    """The page that lists these pages but for single tasks, units, columns and kinds, and whatever is made up."""
    listed = [one for one in pages if one.kind not in _LEFT_OUT and not one.is_demonstration]
    below: dict[str, list[Page]] = {}
    for one in listed:
        below.setdefault(_above(one), []).append(one)
    return page(
        addresses.SITE_MAP,
        "sitemap",
        "网站地图",
        description=descriptions.site_map(places),
        parts=tuple(_branches((one for one in below[addresses.HOME] if one.save_as in below), below)),
        others=tuple(_branches((one for one in below[addresses.HOME] if one.save_as not in below), below)),
    )


def _above(one: Page) -> str:
    return one.trail[-1].address if one.trail else ""


def _branches(pages: Iterable[Page], below: Mapping[str, Sequence[Page]]) -> Iterable[Branch]:
    for one in pages:
        yield Branch(Link(one.title, one.save_as), tuple(_branches(below.get(one.save_as, ()), below)))
