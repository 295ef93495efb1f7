"""What the pages of single things are made of: evidence, tables of verdicts, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gongkai.judging.changes import Revision
from gongkai.judging.verdicts import Verdict
from gongkai.records.ledger_records import Evidence, Search
from gongkai.records.plan_records import Measure
from gongkai.words.dates import chinese_date
from gongkai.words.labels import FORMATS, VALIDITIES
from gongkai.words.record import Grouped

from . import places, wording
from .lists import TaskRow
from .views import Link

# A remark of so many characters stands in the line of what was found.
_SHORT = 30


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence with its links and the flags that stand beside it."""

    evidence: Evidence
    task: Link
    units: tuple[Link, ...]
    trail: tuple[Link, ...]
    is_elsewhere: bool
    is_official: bool

    @property
    def address_marks(self) -> tuple[str, ...]:
        """What is to be known of its address before it is opened."""
        if not self.evidence.url:
            return ()
        is_plain = self.evidence.url.startswith("http://")
        return (*(["没有加密的网址"] if is_plain else []), *([] if self.is_official else ["不是登记的官方网站"]))

    @property
    def dated(self) -> str:
        """When it came out, or what else is known of that: the day of the document, or of the address."""
        evidence = self.evidence
        if evidence.published_on:
            return f"{chinese_date(evidence.published_on)}发布"
        if evidence.document_on:
            return f"{chinese_date(evidence.document_on)}成文"
        return f"网址中的日期是{chinese_date(evidence.address_on)}" if evidence.address_on else ""

    @property
    def scope(self) -> str:
        """How much of what was asked it shows: the clerk's own words where they are short."""
        if self.evidence.remark and len(self.evidence.remark) <= _SHORT:
            return self.evidence.remark
        return "只有部分内容" if self.evidence.covers == "part" and self.evidence.strength == "primary" else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be known of it before anything else."""
        told = {"待核对": self.evidence.is_unopened, "公开位置与文件不一致": self.is_elsewhere}
        return tuple(words for words, is_so in told.items() if is_so)

    @property
    def period(self) -> str:
        """The time that the page is about, where it is stated."""
        return wording.months(self.evidence.period) if self.evidence.period else ""

    @property
    def registrar(self) -> str:
        return wording.registrar(self.evidence.by or "")

    @property
    def address_on(self) -> date | None:
        """The date in the address, where it is not just that of publication."""
        return self.evidence.address_on if self.evidence.address_on != self.evidence.published_on else None

    @property
    def format_label(self) -> str:
        return FORMATS[self.evidence.format] if self.evidence.format else ""

    @property
    def validity_label(self) -> str:
        return VALIDITIES[self.evidence.validity] if self.evidence.validity else ""


@dataclass(frozen=True)
class EvidenceViews:
    """What was seen: public pages, and what units say of themselves, which proves nothing; and where else was looked."""

    pages: tuple[EvidenceView, ...]
    self_reports: tuple[EvidenceView, ...]
    searches: tuple[Search, ...]

    @classmethod
    def of(cls, views: Iterable[EvidenceView], searches: tuple[Search, ...] = ()) -> EvidenceViews:
        seen = tuple(views)
        return cls(
            tuple(view for view in seen if view.evidence.strength == "primary"),
            tuple(view for view in seen if view.evidence.strength == "self_report"),
            searches,
        )


class MatrixColumn(NamedTuple):
    """Units of which the same is known of every task, most often one."""

    slugs: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def title(self) -> str:
        return wording.some_of([link.title for link in self.links], "个单位", most=1)


class MatrixRow(NamedTuple):
    """A task of the matrix with one verdict per column, None where its units owe nothing of it."""

    task: TaskRow
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Tasks by units."""

    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]

    @classmethod
    def of(cls, units: Mapping[str, Link], rows: Sequence[tuple[TaskRow, Mapping[str, Verdict]]]) -> Matrix:
        """Of units in their order, and of tasks with the verdict on each unit that owes them."""
        alike = Grouped.of((tuple(shares[slug].words if slug in shares else "" for _, shares in rows), slug) for slug in units)
        columns = tuple(MatrixColumn(slugs, tuple(units[slug] for slug in slugs)) for slugs in alike.values())
        return cls(columns, tuple(MatrixRow(row, tuple(shares.get(column.slugs[0]) for column in columns)) for row, shares in rows))

    @property
    def marks(self) -> int:
        """How many of its cells are not empty."""
        return sum(verdict is not None for row in self.rows for verdict in row.verdicts)


class UnitCells(NamedTuple):
    """One unit's verdicts on the measures of a task, None where it does not owe one."""

    unit: Link
    verdicts: tuple[Verdict | None, ...]


class GroupUnits(NamedTuple):
    """Units under the phrase through which they owe a task, None where they are named themselves."""

    group: Link | None
    units: tuple[Link, ...]


class GroupCells(NamedTuple):
    """The lines of such units."""

    group: Link | None
    lines: tuple[UnitCells, ...]


@dataclass(frozen=True)
class AlikeUnits:
    """Units of which nothing is known and every verdict is the same."""

    title: str
    groups: tuple[GroupUnits, ...]
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class UnitTable:
    """How every unit stands that owes a task: line by line under its phrase, and last, in one line, those that are alike; `more` have no line."""

    heads: tuple[str, ...]
    groups: tuple[GroupCells, ...]
    alike: tuple[AlikeUnits, ...]
    more: tuple[Link, ...]


@dataclass(frozen=True)
class Periods:
    """The single periods or events of a measure that several units owe: per unit one verdict each, None where it had none."""

    labels: tuple[str, ...]
    rows: tuple[UnitCells, ...]
    left_out: int


@dataclass(frozen=True)
class RevisionView:
    """A change of a measure with the units it puts in charge, and the task that takes its place."""

    revision: Revision
    units: tuple[Link, ...]
    replaced_by: TaskRow | None


@dataclass(frozen=True)
class MeasureView:
    """A measure as its task's page shows it."""

    measure: Measure
    verdict: Verdict
    kind_label: str
    time_limit: str
    time_words: str
    channels: str
    publication_paths: tuple[places.AlikePaths, ...]
    revisions: tuple[RevisionView, ...]
    periods: Periods | None


class Reached(NamedTuple):
    """A telephone number or an address by which a unit is reached, and whether nobody has checked it."""

    text: str
    is_unopened: bool


@dataclass(frozen=True)
class Contact:
    """A unit that may be asked."""

    link: Link
    telephone: Reached | None
    url: Reached | None
    is_group: bool


@dataclass(frozen=True)
class WhereToLook:
    """Where to click and whom to ask: `first_column` of how many in words, `addresses` whether some are known and some not.

    `is_nowhere` what asks for nothing that could be seen.
    """

    paths: tuple[places.AlikePaths, ...]
    first_column: str
    addresses: frozenset[bool]
    is_nowhere: bool
    contacts: tuple[Contact, ...]

    @property
    def unreached(self) -> tuple[Contact, ...]:
        """Those of whom nobody has seen a telephone number."""
        return tuple(contact for contact in self.contacts if not contact.telephone)


@dataclass(frozen=True)
class Continued:
    """回头看: the task of last year's plan that a task continues."""

    plan: Link
    row: TaskRow


class Follow(NamedTuple):
    """The files in which a unit can be followed: its feed, called so, and its calendar, if anything is in it; `is_over` if every plan with these dates is concluded."""

    name: str
    feed: str
    calendar: str | None
    is_over: bool


@dataclass(frozen=True)
class Unsettled:
    """What of a plan nobody has looked into: pages not opened, tasks that fell due unchecked, doubtful wordings."""

    unopened: tuple[EvidenceView, ...]
    unchecked: tuple[TaskRow, ...]
    doubtful: tuple[TaskRow, ...]

    @property
    def is_any(self) -> bool:
        return any((self.unopened, self.unchecked, self.doubtful))
