"""By what a long list can be narrowed without a reload: badge, section, unit and year, each with how many entries it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.judging.badges import BADGES, Badge

# Up to here a list is looked through faster than boxes are filled in.
LOOKED_THROUGH = 30


@dataclass(frozen=True)
class Facets:
    """What an entry of a list is: its key, its badge, its year, its section and the units concerned, each as (value, label)."""

    key: str
    badge: Badge
    year: int
    section: tuple[str, str]
    units: tuple[tuple[str, str], ...]

    def values(self, name: str) -> tuple[tuple[str, str], ...]:
        """The (value, label) pairs under one of the names of `NAMES`."""
        return {
            "badge": ((self.badge.id, self.badge.word),),
            "section": (self.section,),
            "unit": self.units,
            "year": ((str(self.year), f"{self.year}年"),),
        }[name]


@dataclass(frozen=True)
class Narrowing:
    """One box: its name in the address, its label, and its choices as (value, label, how many entries)."""

    name: str
    label: str
    choices: tuple[tuple[str, str, int], ...]


NAMES = {"badge": "状态", "section": "部分", "unit": "单位", "year": "年份"}


def narrowings(entries: Iterable[Facets], units: Iterable[str]) -> tuple[Narrowing, ...]:
    """The boxes that part a list of more than thirty different entries, units in the order given; none for a shorter list."""
    different = tuple({entry.key: entry for entry in entries}.values())
    if len(different) <= LOOKED_THROUGH:
        return ()
    boxes = (Narrowing(name, label, _choices(name, different, units)) for name, label in NAMES.items())
    return tuple(box for box in boxes if len(box.choices) > 1)


def _choices(name: str, entries: Sequence[Facets], units: Iterable[str]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(pair for entry in entries for pair in entry.values(name))
    known = {"badge": BADGES, "unit": units}.get(name, ())
    place = {value: position for position, value in enumerate(dict.fromkeys((*known, *(value for value, _ in counts))))}
    return tuple((value, label, counts[value, label]) for value, label in sorted(counts, key=lambda pair: place[pair[0]]))
