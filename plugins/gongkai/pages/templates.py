"""One frozen class for each template, in the order of design §3; those of components, kinds and machines stand with what fills them."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import Badge
from gongkai.records.ledger_records import Search
from gongkai.records.plan_records import PlanRecord, Task
from gongkai.records.portal import Node
from gongkai.records.register_records import JurisdictionRecord, Unit

from .descriptions import Letter
from .details import (
    Continued,
    EvidenceView,
    EvidenceViews,
    Follow,
    MeasureView,
    UnitTable,
    Unsettled,
    WhereToLook,
)
from .lists import Carried, Duties, ExplainedBadge, Narrowing, PublicationPathUse, SectionTasks, TaskRow, Unchecked
from .pictures import Curve, MomentView, Months, Overview, UnitChronicle
from .places import AlikePaths, AlikeSites, Platform, Theme, folded
from .sentences import Sentence
from .shell import DataSet
from .views import (
    Branch,
    Link,
    NamedUnit,
    Neighbours,
    PlaceSummary,
    PlaceView,
    PlanSummary,
    Roster,
    SearchablePlace,
    Succession,
    Tally,
    UnitKind,
    View,
)


@dataclass(frozen=True)
class HomeView(View):
    """What is due next and what nobody has checked; `is_followed` when there is a plan that is not concluded."""

    template = "home"
    sentence: Sentence
    places: tuple[PlaceSummary, ...]
    newest: tuple[EvidenceView, ...]
    due: tuple[TaskRow, ...]
    unchecked: Unchecked
    is_followed: bool
    # Where there are more places than stand here.
    all_places: Link | None = None


@dataclass(frozen=True)
class SearchView(View):
    """The page of the search, complete without it."""

    template = "search"
    places: tuple[SearchablePlace, ...]
    badges: tuple[Badge, ...]
    all_places: Link | None = None


@dataclass(frozen=True)
class MethodView(View):
    """What the badges mean and how they are come by."""

    template = "method"
    rules_version: str
    badges: tuple[ExplainedBadge, ...]


@dataclass(frozen=True)
class DataView(View):
    """The files to take along, plan by plan."""

    template = "data"
    places: tuple[PlaceSummary, ...]
    all_places: Link | None = None


@dataclass(frozen=True)
class NotFoundView(View):
    """Shows nothing but what is around every page."""

    template = "not_found"


@dataclass(frozen=True)
class ProseView(View):
    """A page of content/pages: `content` is HTML already; what is said beside it depends on the page."""

    template = "page"
    content: str
    disowns_government: bool
    demonstrations: tuple[Link, ...]


@dataclass(frozen=True)
class JurisdictionView(View):
    """A place with its plans and units."""

    template = "jurisdiction"
    place: PlaceView
    record: JurisdictionRecord
    sentence: Sentence
    plans: tuple[PlanSummary, ...]
    newest: tuple[EvidenceView, ...]
    unit_kinds: tuple[UnitKind, ...]


@dataclass(frozen=True)
class PlanView(View):
    """A plan; `facts` of its document, `unstated` what it does not say; `dataset` only where it is real, `unsettled` where it is concluded, `calendar` with any date."""

    template = "plan"
    place: PlaceView
    plan: PlanSummary
    record: PlanRecord
    facts: tuple[tuple[str, str], ...]
    unstated: tuple[str, ...]
    scorecard: Scorecard
    sections: tuple[SectionTasks, ...]
    carried: tuple[Carried, ...]
    overview: Overview
    curve: Curve | None
    units: tuple[Link, ...]
    narrowings: tuple[Narrowing, ...]
    dataset: DataSet | None
    unsettled: Unsettled | None
    calendar: str | None


@dataclass(frozen=True)
class SectionView(View):
    """A section with its tasks; of very many those of a `part`, and `ways` to the others. `overview` where that of the plan has no room."""

    template = "section"
    place: PlaceView
    plan: PlanSummary
    section: SectionTasks
    part: SectionTasks
    ways: tuple[Link, ...]
    overview: Overview | None
    sentence: Sentence
    evidence: EvidenceViews
    scorecard: Scorecard
    narrowings: tuple[Narrowing, ...]
    neighbours: Neighbours


@dataclass(frozen=True)
class TaskView(View):
    """Everything about one task; `kinds` is None while nobody has classified it, `nothing_seen` stands where there is no public page."""

    template = "task"
    place: PlaceView
    plan: PlanSummary
    record: PlanRecord
    task: Task
    row: TaskRow
    sentence: Sentence
    nothing_seen: str
    measures: tuple[MeasureView, ...]
    evidence: EvidenceViews
    units: UnitTable | None
    history: tuple[MomentView, ...]
    reassigned_to: tuple[Link, ...]
    where_to_look: WhereToLook
    letter: Letter | None
    in_charge: str
    continues: Continued | None
    kinds: tuple[Link, ...] | None
    # The duties in common that it carries out, the first other plans with each below it; none where the place is made up.
    duties: tuple[Branch, ...]
    neighbours: Neighbours


@dataclass(frozen=True)
class DeadlinesView(View):
    """`dated` of `measure_count` measures have a due date."""

    template = "deadlines"
    place: PlaceView
    plan: PlanSummary
    months: tuple[Months, ...]
    narrowings: tuple[Narrowing, ...]
    dated: int
    measure_count: int


@dataclass(frozen=True)
class UnitsView(View):
    """The units of a place; or the places, each with the number of its units or plans. `lead` says what the numbers are."""

    template = "units"
    lead: str
    unit_kinds: tuple[UnitKind, ...]


@dataclass(frozen=True)
class UnitView(View):
    """A unit with its duties under every plan, and by year how these fared."""

    template = "unit"
    place: PlaceView
    unit: Unit
    kind_label: str
    groups: tuple[Link, ...]
    roster: Roster
    succession: Succession
    sentence: Sentence
    duties: tuple[Duties, ...]
    curves: tuple[tuple[int, Curve], ...]
    narrowings: tuple[Narrowing, ...]
    evidence: EvidenceViews
    chronicle: UnitChronicle
    follow: Follow

    @property
    def task_count(self) -> int:
        return sum(duties.listed for duties in self.duties)

    @property
    def tally(self) -> Tally:
        return Tally.of(task.verdict for duties in self.duties for task in duties.tasks)

    @property
    def publication_paths(self) -> tuple[AlikePaths, ...]:
        """Those of all its plans of which tasks are listed, each once."""
        return folded(dict.fromkeys(trail for duties in self.duties if duties.listed for trail in duties.publication_paths))


@dataclass(frozen=True)
class PublicationPathsView(View):
    """The sites and columns of a place as a tree; `unseen` says how many addresses are not known."""

    template = "publication_paths"
    place: PlaceView
    unseen: str
    sites: tuple[AlikeSites, ...]


@dataclass(frozen=True)
class PublicationPathView(View):
    """A site or column: who is to publish what `here` and `below`, and what was seen."""

    template = "publication_path"
    place: PlaceView
    node: Node
    trail: tuple[Link, ...]
    children: tuple[Link, ...]
    sentence: Sentence
    here: tuple[PublicationPathUse, ...]
    below: tuple[PublicationPathUse, ...]
    # For what there is no room here: the plans where it stands, and how many measures of each.
    unlisted: tuple[tuple[Link, int], ...]
    narrowings: tuple[Narrowing, ...]
    tally: Tally
    scorecard: Scorecard
    evidence: tuple[EvidenceView, ...]
    searches: tuple[Search, ...]


@dataclass(frozen=True)
class DisclosureView(View):
    """The disclosure platforms of the governments; of many the ways to `provinces`, and from a page of one to its others."""

    template = "disclosure"
    platforms: tuple[Platform, ...]
    provinces: tuple[NamedUnit, ...] = ()
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True)
class WordsView(View):
    """常用说法: the words of daily life with the units of a place; those of the site name the usual bodies, and lead to the `places`."""

    template = "words"
    place: PlaceView | None
    places: tuple[Link, ...]
    themes: tuple[Theme, ...]
    all_places: Link | None = None


@dataclass(frozen=True)
class SiteMapView(View):
    """网站地图: what has pages below it, and what stands alone."""

    template = "sitemap"
    places: tuple[Branch, ...]
    others: tuple[Link, ...]
