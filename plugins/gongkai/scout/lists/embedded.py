"""Lists that a page carries for its own script: JSON, arrays filled one by one, HTML inside of XML."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import chain

from gongkai.words.text import squeezed, tidy

from .days import day_in, day_in_address
from .entries import SHORTEST_TITLE, Listed
from .further import absolute

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.DOTALL | re.IGNORECASE)
# urls[i]='./202103/t1.html'; headers[i]="…"; — and {'title':'…','url':'…'}, which is no JSON.
_GIVEN = re.compile(r"""(\w{1,40})['"]?\s*(?:\[\s*\w{1,10}\s*\]\s*=|:)\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(\d{1,16}))""")
_BEGINS_JSON = re.compile(r"[\[{]\s*[\"\[{]")
_TAG = re.compile(r"<[^<>]{1,500}>")
# What systems call these, by the likeliest first; parts of names, in small letters.
_TITLES = ("title", "header", "headline", "subject", "bt", "name")
_ADDRESSES = ("url", "link", "href", "path", "address")
_DAYS = ("first_publish", "publish", "pubdate", "pub", "display_date", "released", "date", "time", "created", "day")
_CHINA = timezone(timedelta(hours=8))
_MOST_TRIES, _DEEPEST = 400, 6
# Seconds and milliseconds of the years that plans are of.
_SECONDS, _MILLISECONDS = range(10**9, 4 * 10**9), range(10**12, 4 * 10**12)

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def fragments(text: str) -> Iterator[str]:
    """HTML that stands inside of XML, or of JSON."""
    inside = [match[1] for match in _CDATA.finditer(text)] if "<![CDATA[" in text else []
    if is_json(text):
        inside = [piece for value in _values(text) for piece in _texts(value)]
    whole = "".join(piece for piece in inside if "<a" in piece.lower())
    if whole:
        yield f"<div>{whole}</div>"


def is_json(text: str) -> bool:
    """Whether a page is for programs."""
    return text.lstrip()[:1] in ("{", "[")


def _texts(value: Json, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth <= _DEEPEST and isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner, depth + 1)


def listed(text: str, address: str, seen_on: date) -> tuple[Listed, ...]:
    """The longest list of objects with a title and an address that stands in a page or is the page."""
    candidates = [_entries(records, address, seen_on) for records in _lists(text)]
    candidates.append(_entries(tuple(_given(text)), address, seen_on))
    return max(candidates, key=len, default=())


def _lists(text: str) -> Iterator[Sequence[Json]]:
    sources = [text] if is_json(text) else _SCRIPT.findall(text)
    for source in sources:
        for value in _values(source):
            yield from _arrays(value)


def _values(source: str) -> Iterator[Json]:
    """Every value of JSON in a script, not those inside of others."""
    decoder, at = json.JSONDecoder(), 0
    for _ in range(_MOST_TRIES):
        match = _BEGINS_JSON.search(source, at)
        if not match:
            return
        try:
            value, at = decoder.raw_decode(source, match.start())
            yield value
        except (ValueError, RecursionError):
            at = match.start() + 1


def _arrays(value: Json, depth: int = 0) -> Iterator[Sequence[Json]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _arrays(inner, depth + 1)
    elif isinstance(value, list):
        yield value
        for inner in value[:50]:
            yield from _arrays(inner, depth + 1)


def _given(text: str) -> Iterator[Mapping[str, Json]]:
    """What scripts give names to, one after the other, as records: one begins where a name comes again."""
    record: dict[str, Json] = {}
    for name, single, double, number in chain.from_iterable(map(_GIVEN.findall, _SCRIPT.findall(text))):
        if name.lower() in record:
            yield record
            record = {}
        record[name.lower()] = entities.unescape(single or double) or (int(number) if number else "")
    yield record


def _entries(records: Sequence[Json], address: str, seen_on: date) -> tuple[Listed, ...]:
    read = (_entry(record, address, seen_on) for record in records if isinstance(record, Mapping))
    return tuple({entry.address: entry for entry in read if entry}.values())


def _entry(record: Mapping[str, Json], address: str, seen_on: date) -> Listed | None:
    fields = {key.lower(): value for key, value in record.items()}
    title = tidy(_TAG.sub("", entities.unescape(_text_of(fields, _TITLES))))
    target = _text_of(fields, _ADDRESSES)
    if len(squeezed(title)) < SHORTEST_TITLE or not target:
        return None
    whole = absolute(address, target)
    return Listed(title, whole, _day_of(fields, seen_on, whole)) if whole else None


def _text_of(fields: Mapping[str, Json], names: Sequence[str]) -> str:
    for name in names:
        for key, value in fields.items():
            if (key == name or key.endswith(name) or key == f"{name}s") and isinstance(value, str) and value.strip():
                return value.strip()
    return ""


def _day_of(fields: Mapping[str, Json], seen_on: date, address: str) -> date | None:
    if all(isinstance(fields.get(key), str) for key in ("year", "month", "day")):
        return day_in("-".join(str(fields[key]) for key in ("year", "month", "day")), seen_on)
    for name in _DAYS:
        for key, value in fields.items():
            if name in key and (day := _one_day(value, seen_on)):
                return day
    return day_in_address(address)


def _one_day(value: Json, seen_on: date) -> date | None:
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) in (10, 13) else value
    if isinstance(number, int) and not isinstance(number, bool):
        seconds = number if number in _SECONDS else number // 1000 if number in _MILLISECONDS else None
        return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date() if seconds else None
    return day_in(value, seen_on) if isinstance(value, str) else None
