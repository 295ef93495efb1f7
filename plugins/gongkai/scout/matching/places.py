"""Of which place a title is: names of divisions (`words/divisions.yaml`), bodies of the country, and those above the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel

from gongkai import words
from gongkai.records.portal import Jurisdiction

from .titles import TitleWords

Origin = Literal["here", "above", "elsewhere"]
_FILE = Path(words.__file__).with_name("divisions.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LAST = frozenset("省市区县旗盟州")
# What may stand before a title's own first word.
_OPENING = "(?:【[^】]{1,8}】|[^，。｜|：:]{1,8}[｜|：:]|关于|转发|新修改的|[《（(]|%s)*"
# Who comes from a place, or goes there, is spoken of; the place does not speak.
_GOING = "来返赴往抵到在"
_SHORTEST = 3


class Divisions(BaseModel, frozen=True, extra="forbid"):
    """The names of all divisions down to the county, by province."""

    at_head: frozenset[str]
    never: frozenset[str]
    divisions: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for province, names in self.divisions.items() for name in (province, *names))


@cache
def engine() -> Divisions:
    """The names that come with the engine."""
    return Divisions.model_validate(yaml.load(_FILE.read_text(encoding="utf-8"), _LOADER))


@cache
def _names() -> tuple[frozenset[str], int]:
    names = engine().names
    return names, max(map(len, names))


class Places:
    """Tells of which place a title is, seen from one place."""

    def __init__(self, place: Jurisdiction, local: frozenset[str], titles: TitleWords) -> None:
        self.place, self.titles = place, titles
        # Parts of the place have units of their own: all that these are called.
        self.local = local
        explaining = (re.escape(word) for genre in titles.genres if genre.only for word in sorted(genre.titles, key=len, reverse=True))
        self._opening = re.compile(_OPENING % "|".join(explaining))
        self.above = place.record.name.removesuffix(place.record.short_name)

    def origin(self, title: str) -> Origin:
        """Of here unless something else is said; its province or city alone is above it."""
        if any(name in title for name in self.place.names):
            return "here"
        head = self._opening.match(title)
        start = head.end() if head else 0
        others = set(self._others(title, start))
        if others - self._above:
            return "elsewhere"
        is_above = others or (len(self.above) > 1 and self.above in title) or title[start:].startswith(self.titles.country)
        return "above" if is_above or self._is_by_upper_body(title[start:]) else "here"

    @cached_property
    def _above(self) -> frozenset[str]:
        return frozenset(name for name in _names()[0] if name in self.above)

    def _others(self, title: str, start: int) -> Iterator[str]:
        """The divisions that a title names, the longest where several end."""
        names, longest = _names()
        for end in (end for end in range(2, len(title) + 1) if title[end - 1] in _LAST):
            name = next((it for at in range(max(0, end - longest), end - 1) if (it := title[at:end]) in names), None)
            if name and self._counts(name, end - len(name) == start, title[end - len(name) - 1 : end - len(name)] + title[end : end + 1]):
                yield name

    def _counts(self, name: str, is_at_head: bool, around: str) -> bool:
        if any(name in form for form in self.local) or any(sign in around for sign in _GOING):
            return False
        words = engine()
        is_word = name in words.at_head or len(name) < _SHORTEST
        return name not in words.never and (is_at_head or not is_word)

    def _is_by_upper_body(self, head: str) -> bool:
        """市财政局 is above a district, whose own is 区财政局."""
        level = self.place.record.short_name[-1]
        return head[:1] in "市省" and head[0] != level and any(head[1:].startswith(form) for form in self.local)
