"""The entries of a feed: RSS and Atom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from lxml import etree

from .entries import SHORTEST_TITLE, Listed
from .further import absolute

_IS_FEED = re.compile(r"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HERE = timezone(timedelta(hours=8))
_DAYS = ("pubDate", "date", "published", "updated")


def listed(text: str, address: str) -> tuple[Listed, ...]:
    """In the order of the feed; none where a page is no feed."""
    if not _IS_FEED.match(text):
        return ()
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    return tuple(_entries(root, address)) if root is not None else ()


def _entries(root: etree._Element, address: str) -> Iterator[Listed]:
    for item in root.iter("{*}item", "{*}entry"):
        link = item.find("{*}link")
        target = absolute(address, (link.text or link.get("href") or "").strip()) if link is not None else None
        title = _told(item, "title")
        if target and len(title) >= SHORTEST_TITLE:
            yield Listed(title, target, _day(item), _told(item, "author"))


def _told(item: etree._Element, name: str) -> str:
    element = item.find(f"{{*}}{name}")
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def _day(item: etree._Element) -> date | None:
    """As it is here, where a feed counts by another clock."""
    return next((day for name in _DAYS if (told := _told(item, name)) and (day := _read(told))), None)


def _read(told: str) -> date | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(told)
            return moment.astimezone(_HERE).date() if moment.tzinfo else moment.date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
