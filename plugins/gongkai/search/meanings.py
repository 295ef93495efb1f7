"""What people mean by the words of daily life, in each place: which words there are, and what stands behind each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.judging.competence import Competence
from gongkai.pages import addresses
from gongkai.records.portal import Jurisdiction, Portal
from gongkai.words.article_20 import KINDS
from gongkai.words.bodies import Vocabulary
from gongkai.words.daily import TOWNSHIPS, DailyWords, Meaning
from gongkai.words.text import normal

from .cards import Spoken
from .guides import CALLED
from .names import pinyin

TRIMMING, APART, STEM, EVERYDAY = 0, 1, 2, 3
# Of such a body one may say “…部门”; a shorter name would not be understood without its ending.
_OFFICE = "局委办"
_SHORTEST_OFFICE = 3


@dataclass(frozen=True)
class Meant:
    """What people may mean in a place: its names, all its units, its kinds by number, its towns by name, these without what they are, and the units that are a body, all by address."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    kinds: Mapping[int, str]
    towns: Mapping[str, str]
    stems: Mapping[str, str]
    answering: Mapping[str, tuple[str, ...]]


def meant(place: Jurisdiction, portal: Portal, as_of: date) -> Meant:
    """Of every body that the daily words speak of, which units of the place it is on that day."""
    competence = Competence.of(place.register, portal.vocabulary, as_of)
    units = place.register.units.values()
    towns = {unit.name: addresses.unit(place, unit) for unit in units if unit.kind == "township" and not unit.is_group}
    bodies = {body: competence.units(Meaning.model_validate({"words": [body], "bodies": [body]})) for body in _bodies(portal.daily_words)}
    return Meant(
        place.names,
        tuple(addresses.unit(place, unit) for unit in units),
        {number: addresses.kind(place, number) for number in KINDS},
        towns,
        _stems(towns, portal.vocabulary),
        {body: tuple(addresses.unit(place, unit) for unit in answering) for body, answering in bodies.items() if answering},
    )


def _bodies(words: DailyWords) -> Iterable[str]:
    return dict.fromkeys(body for meaning in words.meanings for body in meaning.bodies)


def _stems(towns: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Towns without what they are: 安居 of 安居镇."""
    named = (re.fullmatch(f"(.{{2,}}?)(?:{vocabulary.townships})", town) for town in towns)
    return {match.group(1): match.group() for match in named if match}


def said(meant: Iterable[Meant], words: DailyWords, numbers: Mapping[str, int]) -> Spoken:
    """The words with what they stand for in all places; `numbers` are those of the documents, by address. Where no place is, nothing answers."""
    places = [_Place.of(place, numbers) for place in meant]
    if not places:
        return Spoken({}, [])
    pages = {address: number for address, number in numbers.items() if address in CALLED}
    return Spoken(
        _terms(words, places, pages), [_meaning(meaning, places) for meaning in words.meanings], [place.numbers for place in places]
    )


def written(words: DailyWords) -> Iterator[str]:
    """Every word as it is typed."""
    for meaning in words.meanings:
        yield from meaning.words
    yield from (*words.trimmings, *words.apart)


@dataclass(frozen=True)
class _Place:
    """A place with the documents of its units and kinds: units by body, kinds by number, towns by name."""

    called: tuple[str, ...]
    units: tuple[int, ...]
    kinds: Mapping[int, int]
    towns: Mapping[str, int]
    stems: Mapping[str, str]
    _answering: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, place: Meant, numbers: Mapping[str, int]) -> _Place:
        return cls(
            place.names,
            tuple(numbers[address] for address in place.units),
            {number: numbers[address] for number, address in place.kinds.items() if address in numbers},
            {name: numbers[address] for name, address in place.towns.items()},
            place.stems,
            {body: tuple(numbers[address] for address in units) for body, units in place.answering.items()},
        )

    def answering(self, body: str) -> tuple[int, ...]:
        return self._answering.get(body, ())

    @property
    def numbers(self) -> list[int]:
        """Those of all its units and kinds."""
        return sorted((*self.units, *self.kinds.values()))

    def names(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What it is called, and its towns with the number of their unit."""
        yield from ((name, ()) for name in self.called)
        yield from ((name, (number,)) for name, number in self.towns.items())
        yield from ((name, (self.towns[town],)) for name, town in self.stems.items())


def _terms(words: DailyWords, places: Sequence[_Place], pages: Mapping[str, int]) -> dict[str, list[list[int]]]:
    """By word: the numbers of its meanings; those of the places that it names;
    whether it only asks, is no word of ours, or is one only where it begins or where nothing else is asked; and what it names itself: units and pages.
    """
    terms: dict[str, list[list[int]]] = {}

    def row(word: str) -> list[list[int]]:
        return terms.setdefault(_typed(word), [[], [], [], []])

    for number, meaning in enumerate(words.meanings):
        for word in meaning.words:
            for typed in (word, *pinyin(word)[:1]):
                row(typed)[0].append(number)
    for number, place in enumerate(places):
        for name, unit in place.names():
            row(name)[1].append(number)
            row(name)[3].extend(unit)
    for body in _bodies(words):
        units = {unit for place in places for unit in place.answering(body)}
        for name in (body, *pinyin(body)[:1]):
            row(name)[3].extend(units)
    for address, called in CALLED.items():
        for word in called:
            row(word)[3].extend([pages[address]] if address in pages else ())
    stems = [stem for place in places for stem in place.stems]
    for sort, listed in ((EVERYDAY, words.everyday), (STEM, stems), (TRIMMING, words.trimmings), (APART, words.apart)):
        for word in listed:
            row(word)[2] = [sort]
    return {word: [*map(_once, lists)] for word, lists in terms.items()}


def _typed(word: str) -> str:
    return "".join(normal(word).split())


def _once(numbers: Sequence[int]) -> list[int]:
    return sorted(set(numbers))


def _meaning(meaning: Meaning, places: Sequence[_Place]) -> tuple[object, ...]:
    """Its bodies as one may call them with their units, then its kinds, then what plans call it."""
    bodies = [(_called(body), [unit for place in places for unit in sorted(place.answering(body))]) for body in meaning.bodies]
    kinds = [[place.kinds[kind] for place in places if kind in place.kinds] for kind in meaning.kinds]
    return ([body for body in bodies if body[1]], kinds, meaning.official)


def _called(body: str) -> str:
    """民政部门 for 民政局."""
    is_office = body != TOWNSHIPS and body[-1] in _OFFICE and len(body) >= _SHORTEST_OFFICE
    return f"{body[:-1]}部门" if is_office else body
