"""What the templates show: pages, links, rows and cards, frozen and with nothing left to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from typing import TypeVar, cast

from gongkai.judging.assessment import Cell
from gongkai.judging.badges import BADGES, Badge, Verdict
from gongkai.judging.changes import Revision
from gongkai.judging.history import Moment
from gongkai.judging.scorecard import Scorecard
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Measure, Section, Subsection
from gongkai.records.portal import Node
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import Kind
from gongkai.words.labels import FORMATS, VALIDITIES

from . import addresses, wording
from .narrowing import Facets

T = TypeVar("T")
ROLES = LEADS_AND_OWES, LEADS, OWES, OWES_AS_MEMBER = ("牵头并负责", "牵头", "负责", "作为成员单位负责")


@dataclass(frozen=True)
class Page:
    """One file of the site: `save_as` from the site root, the template's name, its variables."""

    save_as: str
    template: str
    variables: dict[str, object] = field(repr=False)

    @property
    def kind(self) -> str:
        """Its data-page."""
        return str(self.variables["kind"])

    @property
    def title(self) -> str:
        return str(self.variables["title"])

    @property
    def description(self) -> str:
        return str(self.variables["description"])

    @property
    def trail(self) -> tuple[Link, ...]:
        """The breadcrumb without the page itself; empty on the home page."""
        return cast(tuple[Link, ...], self.variables["trail"])

    @property
    def is_demonstration(self) -> bool:
        return bool(self.variables["demonstration"])


@dataclass(frozen=True)
class Link:
    """A title and the address from the site root it leads to."""

    title: str
    address: str


HOME_LINK = Link("首页", addresses.HOME)


@dataclass(frozen=True)
class TimeWords:
    """What a list says of time: the first stated due date of some measures, and how often they are to be done."""

    due_on: date | None
    often: str

    @classmethod
    def of(cls, measures: Iterable[Measure]) -> TimeWords:
        every = tuple(measures)
        due_on = min((one.due_on for one in every if one.due_on), default=None)
        often = dict.fromkeys(wording.recurrence(one.recurrence) for one in every if one.recurrence)
        return cls(due_on, "；".join(often))


@dataclass(frozen=True)
class TaskRow:
    """A task as any list shows it."""

    id: str
    title: str
    address: str
    verdict: Verdict
    lead_units: tuple[Link, ...]
    responsible_units: tuple[Link, ...]
    place: str
    time_words: TimeWords
    facets: Facets

    @property
    def due_on(self) -> date | None:
        return self.time_words.due_on


@dataclass(frozen=True)
class Tally:
    """How many tasks bear each badge, in the order of design §2, with words."""

    total: int
    counts: tuple[tuple[Badge, int], ...]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Tally:
        counts = Counter(verdict.badge.id for verdict in verdicts)
        return cls(counts.total(), tuple((badge, counts[badge.id]) for badge in BADGES.values() if counts[badge.id]))

    @property
    def bar(self) -> tuple[tuple[Badge, float, float], ...]:
        """(badge, left edge, width) of each piece of a bar of width 100."""
        edges = accumulate((count for _, count in self.counts), initial=0)
        return tuple(
            (badge, round(100 * left / self.total, 2), round(100 * count / self.total, 2))
            for left, (badge, count) in zip(edges, self.counts, strict=False)
        )


@dataclass(frozen=True)
class Progress:
    """A row of a picture of progress: what it is of, and how its tasks stand."""

    part: Link
    tally: Tally


@dataclass(frozen=True)
class Branch:
    """A page and what stands below it in a tree, with how the duties of both stand where that is told."""

    link: Link
    below: tuple[Branch, ...]
    tally: Tally | None = None


@dataclass(frozen=True)
class MemberView:
    """A unit in a group's roster and the days between which it belongs to it."""

    unit: Link
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class MomentView:
    """A moment of the chronicle with the task and the units it speaks of."""

    moment: Moment
    task: Link
    units: tuple[Link, ...]

    @property
    def registrar(self) -> str:
        return wording.registrar(self.moment.entry.by or "")


@dataclass(frozen=True)
class Carried:
    """回头看: a task that last year left open, and the task that continues it, if any."""

    before: TaskRow
    plan_before: Link
    after: TaskRow | None
    units: frozenset[str]


@dataclass(frozen=True)
class Matrix:
    """Tasks by units, each with its slug: for each task one verdict per unit, None where the unit owes nothing of it."""

    units: tuple[tuple[str, Link], ...]
    rows: tuple[tuple[TaskRow, tuple[Verdict | None, ...]], ...]


@dataclass(frozen=True)
class UnitCells:
    """One unit's verdicts on the measures of a task, None where it does not owe one."""

    unit: Link
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class AlikeUnits:
    """Units of which nothing is known and every verdict is the same, with the phrase through which they owe the task."""

    title: str
    units: tuple[tuple[Link | None, tuple[Link, ...]], ...]
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class UnitTable:
    """How every unit stands that owes a task: line by line under its phrase, and last, in one line, those that are alike."""

    heads: tuple[str, ...]
    groups: tuple[tuple[Link | None, tuple[UnitCells, ...]], ...]
    alike: tuple[AlikeUnits, ...]


@dataclass(frozen=True)
class Periods:
    """The single periods or events of a measure that several units owe: per unit one verdict each, None where it had none."""

    labels: tuple[str, ...]
    rows: tuple[UnitCells, ...]


@dataclass(frozen=True)
class WhereToLook:
    """The citizen's card: where to click, what was last seen there, whom to ask, and the words of an application if there is one."""

    trails: tuple[tuple[Node, ...], ...]
    last_seen: EvidenceView | None
    contacts: tuple[Unit, ...]
    request: str

    @property
    def collective_names(self) -> tuple[str, ...]:
        """The phrases among whom to ask to which nobody can write."""
        return tuple(unit.name for unit in self.contacts if unit.is_group)

    @property
    def has_every_telephone(self) -> bool:
        return all(unit.telephone for unit in self.contacts)


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence with its links and the flags that stand beside it."""

    evidence: Evidence
    task: Link
    units: tuple[Link, ...]
    trail: tuple[Link, ...]
    is_elsewhere: bool

    @property
    def registrar(self) -> str:
        return wording.registrar(self.evidence.by or "")

    @property
    def seen_on(self) -> date:
        return self.evidence.seen_on or self.evidence.on

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
class Found:
    """What was found: public pages, and what units say of themselves, which proves nothing."""

    pages: tuple[EvidenceView, ...]
    self_reports: tuple[EvidenceView, ...]

    @classmethod
    def of(cls, views: Iterable[EvidenceView]) -> Found:
        every = tuple(views)
        return cls(
            tuple(view for view in every if view.evidence.strength == "primary"),
            tuple(view for view in every if view.evidence.strength == "self_report"),
        )

    @property
    def words(self) -> str:
        return wording.count_found(len(self.pages), len(self.self_reports))


def page(save_as: str, kind: str, title: str, trail: Sequence[Link] = (), **variables: object) -> Page:
    """A page with its breadcrumb; `kind` names its template and is its data-page. `where` keeps equal titles apart in a browser's tabs."""
    home = (HOME_LINK,) if save_as != addresses.HOME else ()
    common = {"kind": kind, "title": title, "trail": (*home, *trail), "href": addresses.relative_to(save_as), "address": save_as}
    return Page(save_as, kind, {"description": title, "where": "", "demonstration": False, **common, **variables})


@dataclass(frozen=True)
class UnitTask:
    """A task on a unit's page: the badge is this unit's own share; `group` when it owes it as a member."""

    role: str
    row: TaskRow
    verdict: Verdict
    cells: tuple[Cell, ...] = ()
    group: Link | None = None
    time_words: TimeWords = TimeWords(None, "")

    @property
    def facets(self) -> Facets:
        """The task's own, with this unit's badge; of units there is only one here."""
        return replace(self.row.facets, badge=self.verdict.badge, units=())


@dataclass(frozen=True)
class Duties:
    """What one unit owes under one plan."""

    year: int
    address: str
    tasks: tuple[UnitTask, ...]
    paths: tuple[tuple[Link, ...], ...]
    carried: tuple[Carried, ...] = ()

    @property
    def scorecard(self) -> Scorecard:
        return Scorecard.of(cell.verdict for one in self.tasks for cell in one.cells)

    @property
    def by_role(self) -> tuple[tuple[str, tuple[UnitTask, ...]], ...]:
        """Each task once, under what the unit is to it."""
        roles = ((role, tuple(one for one in self.tasks if one.role == role)) for role in ROLES)
        return tuple((role, tasks) for role, tasks in roles if tasks)

    @property
    def tally(self) -> Tally:
        return Tally.of(one.verdict for one in self.tasks)


@dataclass(frozen=True)
class PathUse:
    """A measure that is to be published in a column, and who owes it."""

    node: Node
    row: TaskRow
    address: str
    title: str
    measure: Measure
    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    units: tuple[Link, ...]

    @property
    def key(self) -> tuple[str, int | None]:
        return self.row.address, self.measure.number

    @property
    def facets(self) -> Facets:
        """The task's own, with the badge of this measure and an entry for each measure and column."""
        return replace(self.row.facets, key=f"{self.row.address} {self.measure.number or 1} {self.node.slug}", badge=self.verdict.badge)


@dataclass(frozen=True)
class MeasureView:
    """A measure as its task's page shows it."""

    measure: Measure
    verdict: Verdict
    kind_label: str
    time_limit: str
    time_words: str
    channels: str
    paths: tuple[tuple[Link, ...], ...]
    revisions: tuple[Revision, ...]
    periods: Periods | None


@dataclass(frozen=True)
class SubsectionView:
    """A subsection with its tasks."""

    subsection: Subsection
    title: str
    anchor: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True)
class SectionView:
    """A section with its subsections."""

    section: Section
    title: str
    address: str
    subsections: tuple[SubsectionView, ...]

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for subsection in self.subsections for row in subsection.rows)

    @property
    def tally(self) -> Tally:
        return Tally.of(row.verdict for row in self.rows)


@dataclass(frozen=True)
class KindView:
    """One of the fifteen kinds of article 20 with the tasks that serve it, plan by plan; empty when none does."""

    kind: Kind
    link: Link
    plans: tuple[tuple[Link, tuple[TaskRow, ...]], ...]

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for _, rows in self.plans for row in rows)

    @property
    def tally(self) -> Tally:
        return Tally.of(row.verdict for row in self.rows)


@dataclass(frozen=True)
class PlatformPart:
    """A part of a government's own disclosure platform: its address where it is known, and what this portal has of it."""

    name: str
    url: str | None
    here: Link | None = None


def neighbours(every: Sequence[T], position: int, link: Callable[[T], Link]) -> tuple[Link | None, Link | None]:
    """Links to what stands before and after a position, None at the ends."""
    before = link(every[position - 1]) if position > 0 else None
    after = link(every[position + 1]) if position + 1 < len(every) else None
    return before, after
