"""What people mean by the words of daily life, in each place: which words there are, and what stands behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.judging.assessment import Assessment
from gongkai.judging.competence import Competence
from gongkai.pages import addresses
from gongkai.records.portal import Jurisdiction
from gongkai.words.daily import TOWNSHIPS, DailyWords, Meaning
from gongkai.words.text import normal

from .cards import Spoken
from .guides import CALLED
from .names import pinyin

TRIMMING, APART, STEM, EVERYDAY = 0, 1, 2, 3
# Of such a body one may say “…部门”; a shorter name would not be understood without its ending.
_OFFICE = "局委办"
_SHORTEST_OFFICE = 3


def said(assessment: Assessment, numbers: Mapping[str, int]) -> Spoken:
    """The words with what they stand for; `numbers` are those of the documents, by address. Where no place is, nothing answers."""
    if not assessment.portal.jurisdictions:
        return Spoken({}, [])
    words = assessment.portal.daily_words
    places = tuple(_Place.of(place, assessment, numbers) for place in assessment.portal.jurisdictions)
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
    """A place, who answers for what in it, and the documents of its units and kinds, by slug and number."""

    place: Jurisdiction
    competence: Competence
    units: Mapping[str, int]
    kinds: Mapping[int, int]
    _answering: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, place: Jurisdiction, assessment: Assessment, numbers: Mapping[str, int]) -> _Place:
        kinds = {number: numbers[address] for number in range(1, 16) if (address := addresses.kind(place, number)) in numbers}
        units = {unit.slug: numbers[addresses.unit(place, unit)] for unit in place.register.units.values()}
        return cls(place, Competence.of(place.register, assessment.portal.vocabulary, assessment.as_of), units, kinds)

    def answering(self, body: str) -> tuple[int, ...]:
        """Its units that are this body; many meanings ask for the same."""
        if body not in self._answering:
            asked = Meaning.model_validate({"words": [body], "bodies": [body]})
            self._answering[body] = tuple(self.units[unit.slug] for unit in self.competence.units(asked))
        return self._answering[body]

    @property
    def numbers(self) -> list[int]:
        """Those of all its units and kinds."""
        return sorted((*self.units.values(), *self.kinds.values()))

    def names(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What it is called, and its towns with the number of their unit."""
        yield from ((name, ()) for name in self.place.names)
        yield from ((name, (number,)) for name, number in self.towns.items())
        yield from ((name, (self.towns[town],)) for name, town in self.stems.items())

    @cached_property
    def towns(self) -> dict[str, int]:
        units = self.place.register.units.values()
        return {unit.name: self.units[unit.slug] for unit in units if unit.kind == "township" and not unit.is_group}

    @cached_property
    def stems(self) -> dict[str, str]:
        """Towns without what they are: 安居 of 安居镇."""
        named = (re.fullmatch(f"(.{{2,}}?)(?:{self.competence.vocabulary.townships})", town) for town in self.towns)
        return {match.group(1): match.group() for match in named if match}


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
    for body in dict.fromkeys(body for meaning in words.meanings for body in meaning.bodies):
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
