"""A small published site, made in a moment, and read in a browser from any host and scheme that a test names."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gongkai import generator
from gongkai.publishing.places.aside import HELD
from gongkai.publishing.places.reading import CheckedPlace, Outline
from gongkai.publishing.site.checking import Checked
from gongkai.records import loading
from gongkai.records.portal import PlaceReading, Portal
from helpers.documents import ROOT
from playwright.sync_api import Route


def publish(portal: Portal, folder: Path, url: str, as_of: str, **settings: object) -> Path:
    """The portal as `publish` makes it for an address; the folder."""
    stated = {"GONGKAI_SITE_URL": url, "GONGKAI_AS_OF": as_of, **settings}
    generator.make(ROOT / "publishconf.py", stated, _checked(portal), folder)
    return folder


def _checked(portal: Portal) -> Checked:
    """As it would have been read."""
    outlines = tuple(map(Outline.of, portal.jurisdictions))
    places = {}
    for place, outline in zip(portal.jurisdictions, outlines, strict=True):
        (read,) = HELD.put("", PlaceReading(place.slug, place, (), ()))
        places[place.slug] = CheckedPlace("", place.slug, place.record.name, (), outline, read)
    return Checked(loading.look_at_common(ROOT / "data"), outlines, places)


def server(folder: Path, prefix: str) -> Callable[[Route], None]:
    """Answers like a common server with the site below a path: its files, and its page 404.html, as it is, to all other addresses."""

    def answer(route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        file = folder / path.removeprefix(prefix)
        is_there = path.startswith(prefix) and file.is_file()
        shown = file if is_there else folder / "404.html"
        kind = mimetypes.guess_type(shown.name)[0] or "application/octet-stream"
        route.fulfill(status=200 if is_there else 404, body=shown.read_bytes(), content_type=f"{kind}; charset=utf-8")

    return answer
