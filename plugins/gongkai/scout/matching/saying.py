"""What the title of an entry says: of which place, of whom, of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from gongkai.records.portal import Jurisdiction
from gongkai.words.bodies import Vocabulary
from gongkai.words.daily import DailyWords, Meaning
from gongkai.words.text import HAN, normal

from .places import Origin, Places
from .titles import TitleWords
from .wanted import Terms, compared, terms

_YEAR = re.compile(r"(20[0-9]{2})(?![0-9])")
# Documents that a title is about are not what it is itself.
_DOCUMENT = re.compile("《[^》]*》")
_BRACKETED = re.compile("[（(]([^（()）]{2,30})[）)]$")
_SHORTEST_NAME = 3
# The office that answers for documents as such is told by no matter.
_FOR_DOCUMENTS = "政府办公室"


@dataclass(frozen=True)
class Said:
    """A title: of what kind its thing is, its matter without place, unit, years and empty words, and what that means."""

    whole: str
    # Without the documents that it is only about.
    title: str
    matter: str
    terms: Terms
    # The same with what plans say for it.
    meaning: Terms
    years: frozenset[int]
    origin: Origin
    # Whom it names; whether that is a body that no plan knows.
    unit: str | None
    is_strange: bool
    # What plans call its kind, and what it speaks of.
    kinds: frozenset[str]
    concerns: frozenset[str]
    # All that the body is called to which such matters belong.
    bodies: frozenset[str]
    # The same of bodies to which a part of it may belong.
    other_bodies: frozenset[str]


class Reader:
    """Reads titles of one place."""

    def __init__(self, place: Jurisdiction, vocabulary: Vocabulary, daily: DailyWords, words: TitleWords) -> None:
        self.place, self.vocabulary, self.daily, self.words = place, vocabulary, daily, words
        local = frozenset(form for forms in self._names.values() for form in forms)
        self.places = Places(place, local, words)

    def read(self, title: str, author: str = "") -> Said:
        """A title, and what its list tells of who published it, where the title names nobody."""
        origin = self.places.origin(title)
        unit, name = self._unit(title) if origin == "here" else (None, "")
        unit = unit or (self._publisher(author) if origin == "here" else None)
        rest = self._without_place(_YEAR.sub(" ", title.replace(name, " ") if name else title))
        genres = [genre for genre in self.words.genres if genre.is_of(compared(rest))]
        kinds = frozenset(word for genre in genres for word in genre.plans)
        meant = sorted(self._meanings(rest), key=lambda it: -it[0]) or [(0, it) for it in self.daily.meanings if kinds & {*it.official}]
        matter = self._matter(rest)
        concerns = frozenset(word for _, meaning in meant for word in meaning.official)
        whole = normal(title)
        outside = normal(_DOCUMENT.sub("", title))
        return Said(
            whole=whole,
            title=outside if any(genre.only and genre.is_of(outside) for genre in genres) else whole,
            matter=matter,
            terms=terms(matter),
            meaning=terms(" ".join((matter, *sorted(kinds | concerns)))),
            years=frozenset(map(int, _YEAR.findall(title))),
            origin=origin,
            unit=unit,
            is_strange=unit is None and self._stranger.search(title) is not None,
            kinds=kinds,
            concerns=concerns,
            bodies=frozenset(self._bodies(meant)),
            other_bodies=frozenset(form for _, it in meant for form in self._spellings(it.offices[:2])),
        )

    def _matter(self, rest: str) -> str:
        for word in self.words.empty:
            rest = rest.replace(word, " ")
        return compared(rest)

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
        return self._spellings(sorted({body for length, body in answering if length == answering[0][0]}))

    def _spellings(self, bodies: Iterable[str]) -> Iterator[str]:
        return (form for body in bodies if body != _FOR_DOCUMENTS for form in self.vocabulary.spellings(body))

    def _unit(self, title: str) -> tuple[str | None, str]:
        """The unit that a title names and how: that in brackets at its end, else the first, by the longest of its names."""
        bracketed = _BRACKETED.search(title)
        for text in (*((bracketed[1],) if bracketed else ()), title):
            named = ((text.find(name), -len(name), slug, name) for slug, names in self._names.items() for name in names if name in text)
            if first := min(named, default=None):
                return first[2:]
        return None, ""

    @cached_property
    def _stranger(self) -> re.Pattern[str]:
        """A body at the head of a title: 县气象局, 铜梁区烟草专卖局."""
        offices = "|".join(map(re.escape, sorted(self.vocabulary.tables.endings.offices, key=len, reverse=True)))
        names = "|".join(map(re.escape, sorted(self.place.names, key=len, reverse=True)))
        level = re.escape(self.place.record.short_name[-1])
        return re.compile(f"^(?:关于)?(?:{names}|{level})[{HAN}]{{2,8}}?(?:{offices})")

    def _publisher(self, author: str) -> str | None:
        """An office publishes what others have made."""
        unit = self.unit_of(author)
        return unit if unit and self.place.register.units[unit].kind != "office" else None

    def unit_of(self, site: str) -> str | None:
        """Whose a site is: 县财政局网页 is that of 县财政局."""
        return self._unit(site)[0]

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
        return {slug: frozenset(form for form in _written(forms) if len(form) >= _SHORTEST_NAME) for slug, forms in self.called.items()}


def _written(forms: Iterable[str]) -> Iterator[str]:
    """城郊街 is how 城郊街道 is written in the south."""
    return (way for form in forms for way in (form, *((form.removesuffix("道"),) if form.endswith("街道") else ())))
