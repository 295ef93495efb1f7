"""What the title of an entry says: of which place, of whom, of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.records.portal import Jurisdiction
from gongkai.words.bodies import Vocabulary
from gongkai.words.daily import DailyWords, Meaning
from gongkai.words.text import normal

from .titles import TitleWords
from .wanted import Terms, terms

_YEAR = re.compile(r"(20[0-9]{2})(?![0-9])")
# Documents that a title is about are not what it is itself.
_DOCUMENT = re.compile("《[^》]*》")
_BRACKETED = re.compile("[（(]([^（()）]{2,30})[）)]$")
_SHORTEST_NAME = 3
# Where a title begins with a place: 永川区, 忠县; not 全区, 我县, 城区, 区级.
_PLACE = re.compile("(?![全本各我该])([\u4e00-\u9fff]{1,3}?(?:自治县|自治州|[市区县州旗]))(?![级域内直])")
_NO_PLACE = re.compile(".*(?:[在的和与及]|社区|小区|城市|园区|辖区|地区|学区|片区|景区|灾区|上市|都市|超市|门市).*|城区|市区")
# What stands before the place in titles of some kinds, and bodies of the whole country.
_BEFORE_PLACE = re.compile("(?:关于|《|【[^】]{1,6}】|(?:一图|图文|视频|动漫|短视频|[^，。｜|：:]{1,8})[｜|：:]|一图读懂|一图看懂|图解)+")
_OF_COUNTRY = re.compile(
    "(?:中共中央|国务院|中华人民共和国|国家|中国人民银行|人民银行|财政部|[\u4e00-\u9fff]{2,8}部等[\u4e00-\u9fff]{1,3}部门|住房城乡建设部|教育部|民政部|公安部)"
)
# The office that answers for documents as such is told by no matter.
_FOR_DOCUMENTS = "政府办公室"


@dataclass(frozen=True)
class Said:
    """A title without quoted documents, its matter without place, unit, years and empty words, and what that means."""

    title: str
    matter: str
    terms: Terms
    years: frozenset[int]
    # Whom it names, and what plans call what it speaks of.
    unit: str | None
    words: frozenset[str]
    # All that the body is called to which such matters belong.
    bodies: frozenset[str]


class Reader:
    """Reads titles of one place."""

    def __init__(self, place: Jurisdiction, vocabulary: Vocabulary, daily: DailyWords, words: TitleWords) -> None:
        self.place, self.vocabulary, self.daily, self.words = place, vocabulary, daily, words

    def read(self, title: str) -> Said:
        unit, name = self._unit(title)
        rest = self._without_place(_YEAR.sub(" ", title.replace(name, " ") if name else title))
        meant = sorted(self._meanings(rest), key=lambda it: -it[0])
        matter = rest
        for word in self.words.empty:
            matter = matter.replace(word, " ")
        plain = normal(title)
        genres = (word for genre in self.words.genres if genre.is_of(plain) for word in genre.plans)
        official = (word for _, meaning in meant for word in meaning.official)
        return Said(
            title=_DOCUMENT.sub("", plain),
            matter=normal(matter),
            terms=terms(matter),
            years=frozenset(map(int, _YEAR.findall(title))),
            unit=unit,
            words=frozenset((*genres, *official)),
            bodies=frozenset(self._bodies(meant)),
        )

    def is_of_elsewhere(self, title: str) -> bool:
        """Whether a title is of another place; its province or city alone is another one, too."""
        record = self.place.record
        if any(name in title for name in self.place.names):
            return False
        above = record.name.removesuffix(record.short_name)
        if len(above) > 1 and above in title:
            return True
        rest = title[before.end() :] if (before := _BEFORE_PLACE.match(title)) else title
        begun = _PLACE.match(rest)
        if _OF_COUNTRY.match(rest):
            return True
        return begun is not None and not _NO_PLACE.fullmatch(begun[1]) and len(begun[1]) > 1 and not self._is_within(begun[1])

    def _is_within(self, name: str) -> bool:
        return any(name in form for forms in self._names.values() for form in forms)

    def _without_place(self, title: str) -> str:
        for name in sorted(self.place.names, key=len, reverse=True):
            title = title.replace(name, " ")
        return title

    def _meanings(self, matter: str) -> Iterator[tuple[int, Meaning]]:
        """What is meant in the words of daily life, by the length of the longest of them that stands there."""
        for meaning in self.daily.meanings:
            if length := max((len(word) for word in (*meaning.words, *meaning.official) if word in matter), default=0):
                yield length, meaning

    def _bodies(self, meant: list[tuple[int, Meaning]]) -> Iterator[str]:
        """To whom a matter belongs, told by its longest word."""
        answering = [(length, meaning.offices[0]) for length, meaning in meant if meaning.offices and meaning.offices[0] != _FOR_DOCUMENTS]
        longest = {body for length, body in answering if length == answering[0][0]}
        return (form for body in longest for form in self.vocabulary.spellings(body))

    def _unit(self, title: str) -> tuple[str | None, str]:
        """The unit that a title names and how: that in brackets at its end, else the first, by the longest of its names."""
        bracketed = _BRACKETED.search(title)
        for text in (*((bracketed[1],) if bracketed else ()), title):
            named = ((text.find(name), -len(name), slug, name) for slug, names in self._names.items() for name in names if name in text)
            if first := min(named, default=None):
                return first[2:]
        return None, ""

    @cached_property
    def called(self) -> Mapping[str, frozenset[str]]:
        """By unit that is no group, all that such bodies are called."""
        register = self.place.register
        names = {slug: register.names_of(unit) for slug, unit in register.units.items() if not unit.is_group}
        known = {slug: (*own, *self.vocabulary.other_names(own)) for slug, own in names.items()}
        return {
            slug: frozenset(form for name in all_names for form in self.vocabulary.spellings(name)) for slug, all_names in known.items()
        }

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        """Those that are told apart from words."""
        return {slug: frozenset(form for form in forms if len(form) >= _SHORTEST_NAME) for slug, forms in self.called.items()}
