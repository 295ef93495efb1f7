"""The judged lists of tests/cases, and how well they are matched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import yaml
from gongkai.scout.lists.entries import Listed
from gongkai.scout.lists.reader import read
from gongkai.scout.matching.matcher import Matcher

SETS = ("lists", "unseen-lists", "fresh-lists", "later-lists", "blind-lists")
CASES = Path(__file__).parents[1] / "cases"


def families(folder: str) -> tuple[str, ...]:
    """The names of the judged lists of a folder of tests/cases."""
    return tuple(sorted(path.name for path in (CASES / folder).iterdir() if path.is_dir()))


FAMILIES = families("lists")
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

    @cached_property
    def authors(self) -> dict[str, str]:
        """What the pages tell of who published an entry, by its address."""
        told, form = {}, ""
        for address, body in self.pages:
            page = read(body, "", address, self.seen_on, form)
            form = page.form or form
            told.update({entry.address: entry.author for entry in page.entries})
        return told


@dataclass(frozen=True)
class Score:
    """Right cells and those of them that are proposed; entries for which something is proposed and those of them whose first is right."""

    right: int = 0
    met: int = 0
    proposed: int = 0
    first_right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def recall(self) -> float:
        return self.met / self.right if self.right else 1.0

    @property
    def precision(self) -> float:
        return self.first_right / self.proposed if self.proposed else 1.0


def score(matcher: Matcher, lists: JudgedList) -> Score:
    """What is arguable counts neither for nor against."""
    return sum((_score_of(matcher, lists, entry) for entry in lists.entries), Score())


def listed(lists: JudgedList, entry: JudgedEntry) -> Listed:
    """As the reader reads it."""
    return Listed(entry.title, entry.address, entry.published_on, lists.authors.get(entry.address, ""))


def _score_of(matcher: Matcher, lists: JudgedList, entry: JudgedEntry) -> Score:
    matches = matcher.matches(listed(lists, entry), lists.column)
    cells = [(it.task.id, it.measure.number or 1, it.unit) for it in matches]
    cells = [cell for cell in cells if cell not in entry.arguable]
    return Score(len(entry.right), len(entry.right & set(cells)), bool(cells), bool(cells) and cells[0] in entry.right)


def judged(family: str, among: str = "lists") -> JudgedList:
    folder = CASES / among / family
    told = yaml.safe_load((folder / "judged.yaml").read_text(encoding="utf-8"))
    pages = tuple((page["address"], (folder / page["file"]).read_bytes()) for page in told["pages"])
    seen_on = told.get("seen_on") or _SOME_DAY
    return JudgedList(family, told["place"], told["year"], told["column"], seen_on, pages, tuple(map(_entry, told["entries"])))


def all_judged(among: str = "lists") -> Iterator[JudgedList]:
    return (judged(family, among) for family in families(among))


def _entry(told: dict[str, object]) -> JudgedEntry:
    return JudgedEntry(told["title"], told["address"], told["date"], _cells(told["right"]), _cells(told.get("arguable") or ()))  # type: ignore[arg-type]


def _cells(told: object) -> frozenset[Right]:
    return frozenset((str(cell["task"]), cell["measure"], cell["unit"]) for cell in told)  # type: ignore[attr-defined]
