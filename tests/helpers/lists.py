"""The judged lists of tests/cases/lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "cases" / "lists"
FAMILIES = tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
# Where a family needs no day of reading, any will do.
_SOME_DAY = date(2026, 11, 30)

Right = tuple[str, int, str]


@dataclass(frozen=True)
class JudgedEntry:
    """What stands in a list, and the cells that it would rightly be evidence for."""

    title: str
    address: str
    published_on: date
    right: frozenset[Right]
    arguable: frozenset[Right]


@dataclass(frozen=True)
class JudgedList:
    """A list with its pages in order, by address."""

    family: str
    place: str
    year: int
    column: str | None
    seen_on: date
    pages: tuple[tuple[str, bytes], ...]
    entries: tuple[JudgedEntry, ...]


def judged(family: str) -> JudgedList:
    folder = FOLDER / family
    told = yaml.safe_load((folder / "judged.yaml").read_text(encoding="utf-8"))
    pages = tuple((page["address"], (folder / page["file"]).read_bytes()) for page in told["pages"])
    seen_on = told.get("seen_on") or _SOME_DAY
    return JudgedList(family, told["place"], told["year"], told["column"], seen_on, pages, tuple(map(_entry, told["entries"])))


def all_judged() -> Iterator[JudgedList]:
    return map(judged, FAMILIES)


def _entry(told: dict[str, object]) -> JudgedEntry:
    return JudgedEntry(told["title"], told["address"], told["date"], _cells(told["right"]), _cells(told.get("arguable") or ()))  # type: ignore[arg-type]


def _cells(told: object) -> frozenset[Right]:
    return frozenset((str(cell["task"]), cell["measure"], cell["unit"]) for cell in told)  # type: ignore[attr-defined]
