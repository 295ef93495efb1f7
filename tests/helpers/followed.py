"""What RFC 4287 asks of a feed and RFC 5545 of a calendar, line by line, and what other programs read in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import feedparser
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339, as the schema of Atom has it.
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
# An IRI with a scheme: RFC 4287, 4.2.6, asks for one that is not relative.
WHOLE = r"[a-z][a-z0-9+.-]*:\S+"
_PROPERTY = re.compile(rb"[A-Z][A-Z0-9-]*(;[A-Z-]+=[^;:]+)*:", re.ASCII)


def atom_faults(content: bytes) -> Iterator[str]:
    """What a feed has against the rules of RFC 4287, 4.1.1 and 4.1.2."""
    feed = ElementTree.fromstring(content)
    if feed.tag != f"{ATOM}feed":
        yield f"the root is {feed.tag}"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        yield from _faults_of_element(element)
    if feed.find(f"{ATOM}author/{ATOM}name") is None:
        yield "nobody is named as author, neither of the feed nor of its entries"
    if [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] in ([], [None]):
        yield "no link says where the feed is"
    names = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    if len(set(names)) < len(names):
        yield "two entries are called the same"


def _faults_of_element(element: ElementTree.Element) -> Iterator[str]:
    for part, form in (("id", WHOLE), ("title", "(?s).*\\S.*"), ("updated", MOMENT)):
        texts = [found.text or "" for found in element.findall(ATOM + part)]
        if len(texts) != 1 or not re.fullmatch(form, texts[0]):
            yield f"{part} is {texts}"
    links = [(link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")]
    alternates = [link for link in links if link[0] == "alternate"]
    if not alternates or len(set(alternates)) < len(alternates):
        yield f"its links are {links}"
    if any(not re.fullmatch(WHOLE, link.get("href", "")) for link in element.findall(f"{ATOM}link")):
        yield "a link is not whole"


def calendar_faults(content: bytes) -> Iterator[str]:
    """What a calendar has against RFC 5545: lines (3.1), what must be in it and in each event (3.6, 3.6.1), once each."""
    if not content.endswith(b"\r\n") or b"\n" in content.replace(b"\r\n", b""):
        yield "a line does not end with CRLF"
    for line in content.split(b"\r\n"):
        if len(line) > 75:
            yield f"a line of {len(line)} octets"
    lines = content.replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    yield from (f"no property: {line!r}" for line in lines if not _PROPERTY.match(line))
    names = [re.split(rb"[;:]", line, maxsplit=1)[0].decode() for line in lines]
    if (lines[0], lines[-1]) != (b"BEGIN:VCALENDAR", b"END:VCALENDAR") or [names.count(name) for name in ("VERSION", "PRODID")] != [1, 1]:
        yield "the calendar is not whole"
    for event in content.replace(b"\r\n ", b"").split(b"BEGIN:VEVENT\r\n")[1:]:
        told = [re.split(rb"[;:]", line, maxsplit=1)[0].decode() for line in event.partition(b"END:VEVENT\r\n")[0].split(b"\r\n")[:-1]]
        if any(told.count(name) != 1 for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY")) or len(set(told)) < len(told):
            yield f"an event has {told}"


def read_feed(content: bytes) -> feedparser.FeedParserDict:
    """As a feed reader takes it; what it complains of is in `bozo`."""
    return feedparser.parse(content)


def read_calendar(content: bytes) -> Calendar:
    """As a calendar program takes it, which refuses what is not in order."""
    return IcsCalendarStream.calendar_from_ics(content.decode())
