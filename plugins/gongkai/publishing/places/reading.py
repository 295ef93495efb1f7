"""The folder of one place read and checked, by whatever process; what was read is laid aside, and what all must know of it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gongkai.files.private import LostError, Stored
from gongkai.judging.doubts import sense
from gongkai.judging.doubts.values import remark
from gongkai.pages import addresses
from gongkai.publishing import contents
from gongkai.records import loading
from gongkai.records.fields import WORDS_FOLDER
from gongkai.records.folder import ReadFile, Understood
from gongkai.records.plan_records import PlanRecord
from gongkai.records.portal import CarryingPlan, Jurisdiction, PlaceReading
from gongkai.records.problems import Effect, Problem, faults_of
from gongkai.records.register_records import JurisdictionRecord, MovedFile

from .aside import Aside, digest


class PlanOutline(NamedTuple):
    """A plan, and how much there is of it."""

    jurisdiction: str
    record: PlanRecord
    tasks: int
    evidence: int

    @property
    def year(self) -> int:
        return self.record.year


@dataclass(frozen=True)
class Outline:
    """What must be known of all places before any is made."""

    slug: str
    record: JurisdictionRecord
    plans: tuple[PlanOutline, ...]
    is_demonstration: bool
    # The duties in common that its plans carry out.
    carrying: tuple[tuple[str, CarryingPlan], ...]
    # The addresses of its pages, those at which one only tells where another is now among them.
    pages: frozenset[str]

    @classmethod
    def of(cls, place: Jurisdiction) -> Outline:
        plans = (PlanOutline(plan.jurisdiction, plan.record, len(plan.tasks), len(plan.ledger.evidence)) for plan in place.plans)
        pages = frozenset((*addresses.pages_of(place), *addresses.moved_of(place)))
        return cls(place.slug, place.record, tuple(plans), place.is_demonstration, place.carrying, pages)

    @property
    def tasks(self) -> int:
        return sum(plan.tasks for plan in self.plans)


@dataclass(frozen=True)
class CheckedPlace:
    """The folder of a place as it was read, and all that is to be said of it, for as long as its files stay in this state."""

    state: str
    slug: str
    name: str
    problems: tuple[Problem, ...]
    # None where it cannot be read.
    outline: Outline | None
    # Each file for as long as it holds the same stands in it too; None where nobody will ask.
    read: Stored[PlaceReading] | None

    @property
    def faults(self) -> tuple[Problem, ...]:
        return faults_of(self.problems)

    @property
    def place(self) -> Jurisdiction | None:
        """As it was read; raises LostError."""
        return self.read.value.place if self.read else None


@dataclass(frozen=True)
class ReadingJob:
    """A folder to be read: what it shares with others and in which state that is, the last day on which anything can have happened,
    what is known of it, and where it is laid aside."""

    path: Path
    common: str
    today: date
    known: CheckedPlace | None = None
    aside: Aside | None = None


def state_of_common(root: Path) -> str:
    """What tells one state of what all places share from another; empty where that cannot be told."""
    if not root.is_dir() or ((root / WORDS_FOLDER).exists() and not contents.state(root / WORDS_FOLDER, "")):
        return ""
    names = [f"{path.name} {'' if path.is_dir() else contents.state_of(path)}" for path in sorted(root.iterdir())]
    return digest("\n".join((*names, contents.state(root / WORDS_FOLDER, ""))).encode(errors="surrogateescape"))


def common(root: Path, state: str) -> loading.Common:
    """What all places of a data folder share, read once by each process while it is in this state; raises DataError."""
    return _common(root, state) if state else loading.look_at_common(root)


@lru_cache(maxsize=1)
def _common(root: Path, state: str) -> loading.Common:  # noqa: ARG001  # In another state it is another.
    return loading.look_at_common(root)


def is_same(path: Path, known: CheckedPlace) -> bool:
    """Whether the files of a place are as they were when it was read."""
    return bool(known.state) and known.state == contents.state(path)


def read(job: ReadingJob) -> CheckedPlace:
    """A place as its files are; files of what is known that hold the same are not understood anew."""
    state, understood = contents.state(job.path), _understood(job.known) if job.known else {}
    reading = loading.look_at(job.path, common(job.path.parent, job.common), understood)
    told = remarks_on(reading, job.today)
    # What was typed meanwhile is read again the next time, and where everything stands in the files is not asked again.
    state = state if state == contents.state(job.path) else ""
    reading = replace(reading, problems=(*reading.problems, *told), files=())
    outline = Outline.of(reading.place) if reading.place and not reading.faults else None
    name = reading.place.record.name if reading.place else reading.slug
    stored = job.aside.put(f"{reading.slug} {state}", reading)[0] if job.aside else None
    return CheckedPlace(state, reading.slug, name, reading.problems, outline, stored)


def _understood(known: CheckedPlace) -> Understood:
    try:
        return known.read.value.understood if known.read else {}
    except LostError:
        return {}


def remarks_on(reading: PlaceReading, today: date) -> tuple[Problem, ...]:
    """All that is to be said of a place as it was read besides what keeps its files from being understood."""
    sound = reading.place if not reading.faults else None
    return (*sense.of_place(reading.slug, reading.files, sound, today), *(_of_moves(sound, reading.files) if sound else ()))


def _of_moves(place: Jurisdiction, files: Iterable[ReadFile]) -> Iterator[Problem]:
    """Pages that would lead nowhere, and those that are still there: that can be told only where all pages of the place are known."""
    # Few places have any.
    pages, moved = set(addresses.pages_of(place) if place.moves else ()), {move.gone for move in place.moves}
    for file in files:
        for index, move in enumerate(file.record.moved if isinstance(file.record, MovedFile) else ()):
            for target in move.to:
                if target not in moved and addresses.of_move(place, target) not in pages:
                    fault, remedy = f"没有“{target}”这个页面。", "请写现在有的页面，从辖区的文件夹以后写起。"
                    yield remark(file, ("moved", index, "to"), fault, remedy, Effect.FAULT)
            if addresses.of_move(place, move.gone) in pages:
                fault = f"“{move.gone}”这个页面现在还在，这一条不起作用。"
                yield remark(file, ("moved", index, "from"), fault, "请删去这一条，或核对网址。")


def in_order(places: Mapping[str, CheckedPlace]) -> list[Outline]:
    """Those that can be shown, as sites list them."""
    sound = (place.outline for place in places.values() if place.outline)
    return sorted(sound, key=lambda outline: (outline.record.order, outline.slug))
