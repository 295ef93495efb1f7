"""What the pages of comparison show: one frozen class for each template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gongkai.pages.lists import Narrowing
from gongkai.pages.views import Link, Neighbours, Progress, Tally, View
from gongkai.records.duties import Duty

from .carriers import Carrier
from .differences import Difference
from .held import Held


class Column(NamedTuple):
    """A plan in the table of duties."""

    key: str
    title: str


class Folded(NamedTuple):
    """Some of many places, each with the ways to its plans, folded away under what they have in common; so many `more` plans are not told."""

    title: str
    places: tuple[tuple[Link, ...], ...]
    more: int = 0


class Cell(NamedTuple):
    """How a plan stands with a duty; `address` is where that is shown in full."""

    held: Held
    address: str


@dataclass(frozen=True)
class DutyLine:
    """A duty in a table: one cell for each plan, None where a plan does not have it, and all that it can be narrowed by."""

    link: Link
    year: int
    cells: tuple[Cell | None, ...]
    badges: str
    plans: str


@dataclass(frozen=True)
class CompareView(View):
    """Places by duties; of many places the parts of the table are pages of their own, and here stand the ways to them and how many are how far."""

    template = "compare"
    sentences: tuple[str, ...]
    places: tuple[Folded, ...]
    progress: tuple[Progress, ...]
    progress_title: str
    columns: tuple[Column, ...]
    lines: tuple[DutyLine, ...]
    narrowings: tuple[Narrowing, ...]
    parts: tuple[Link, ...]
    downloads: tuple[Link, ...]


class ShownCarrier(NamedTuple):
    """A plan's share of a duty, and in what its wording differs; `time` is what it says of time where most of the others say nothing."""

    carrier: Carrier
    difference: Difference
    time: str


class Summary(NamedTuple):
    """A line on a plan in the summary of a duty."""

    carrier: Carrier
    address: str


@dataclass(frozen=True)
class DutyView(View):
    """One duty place by place; what is told of all places stands on its first page.

    That is a summary of each plan; of very many it is who bears which badge, and the ways to all places.
    """

    template = "duty"
    duty: Duty
    tally: Tally
    neighbours: Neighbours
    is_quotable: bool
    is_first: bool = False
    sentences: tuple[str, ...] = ()
    badges: tuple[Folded, ...] = ()
    places: tuple[Folded, ...] = ()
    summaries: tuple[Summary, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    shown: tuple[ShownCarrier, ...] = ()
    parts: tuple[Link, ...] = ()
    downloads: tuple[Link, ...] = ()
