"""What people in a county type, and whether the search page's answer begins with what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from helpers.portals import shipped

CASES = Path(__file__).parents[1] / "cases"
# How many hits a reader looks at before giving up.
SEEN = 3


@dataclass(frozen=True)
class Meant:
    """A query with what it may mean: (kind of target, its value), nothing where the portal has no answer; `place` is the only right place."""

    query: str
    expect: tuple[tuple[str, str], ...]
    place: str = ""
    not_before: tuple[tuple[str, str], ...] = ()

    def rank(self, hits: Iterable[str]) -> int | None:
        """The number of the first right hit, from 1; None when there is none, or when something stands before it that must not."""
        for number, hit in enumerate(hits, 1):
            if any(fits(target, hit, self.place) for target in self.expect):
                return number
            if any(fits(target, hit, "") for target in self.not_before):
                return None
        return None


def meant(name: Literal["daily", "towns"]) -> list[Meant]:
    """The cases of one file."""
    return [
        Meant(case["query"], _targets(case["expect"]), case.get("place", ""), _targets(case.get("not_before", [])))
        for case in yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    ]


def _targets(written: Iterable[dict[str, str | int]]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, str(value)) for target in written for kind, value in target.items())


def fits(target: tuple[str, str], hit: str, place: str) -> bool:
    """Is a hit, as `kind address`, what a target names?"""
    kind, value = target
    address = hit.partition(" ")[2]
    if place and not address.startswith(f"{place}/"):
        return False
    return bool(_pattern(kind, value).fullmatch(address)) or _is_unit(kind, value, address)


def _pattern(kind: str, value: str) -> re.Pattern[str]:
    place, _, rest = value.partition("/")
    year, _, number = rest.partition("/")
    patterns = {
        "task": rf"{place}/{year}/tasks/{re.escape(number)}\.html",
        "kind": rf"[^/]+/kinds/{value}\.html",
        "page": rf"(?:.+/)?{value}\.html",
    }
    return re.compile(patterns.get(kind, "(?!)"))


def _is_unit(kind: str, value: str, address: str) -> bool:
    name = unit_names().get(address, "")
    return bool(name) and ((kind == "unit" and bool(re.search(value, name))) or (kind == "town" and name == value))


@cache
def unit_names() -> dict[str, str]:
    """What the units are called, by their pages."""
    return dict(_unit_names())


def _unit_names() -> Iterator[tuple[str, str]]:
    for place in shipped().jurisdictions:
        for unit in place.register.units.values():
            yield f"{place.slug}/units/{unit.slug}.html", unit.name
