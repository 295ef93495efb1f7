"""The list of pages of the portal: where each is saved, its template, and what it shows.

Pure: `pages(assessment)` looks at nothing but its argument. Templates show what is prepared here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from . import addresses, wording
from .assessment import AssessedPlan, AssessedTask, Assessment, is_elsewhere
from .badges import BADGES, Badge, Verdict
from .models import Evidence, Measure, Section, Subsection, Unit
from .portal import Jurisdiction, Node

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One file of the site: `save_as` from the site root, the template's name, its variables."""

    save_as: str
    template: str
    variables: dict[str, object] = field(repr=False)


@dataclass(frozen=True)
class Link:
    """A title and the address from the site root it leads to."""

    title: str
    address: str


@dataclass(frozen=True)
class TaskRow:
    """A task as any list shows it."""

    id: str
    title: str
    address: str
    verdict: Verdict
    lead_units: tuple[Link, ...]
    responsible_units: tuple[Link, ...]
    due_on: date | None


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
class EvidenceView:
    """A piece of evidence with its links and the flags that stand beside it."""

    evidence: Evidence
    task: Link
    units: tuple[Link, ...]
    trail: tuple[Link, ...]
    is_elsewhere: bool


def pages(assessment: Assessment) -> Iterator[Page]:
    """Every page of the site except the prose of content/pages."""
    places = [_Place(jurisdiction, assessment) for jurisdiction in assessment.portal.jurisdictions]
    yield _home(places)
    yield _page(addresses.SEARCH, "search", "搜索", (), places=tuple(places))
    yield _page(addresses.METHOD, "method", "状态是怎样判定的", (), badges=tuple(BADGES.values()))
    yield _page(addresses.DATA, "data", "数据下载", (), places=tuple(places))
    yield _page(addresses.NOT_FOUND, "not_found", "没有这个页面")
    for place in places:
        yield from place.pages()


def _page(save_as: str, kind: str, title: str, trail: Sequence[Link] = (), **variables: object) -> Page:
    """A page with its breadcrumb; `kind` names its template and is its data-page. `where` keeps equal titles apart in a browser's tabs."""
    home = (Link("首页", addresses.HOME),) if save_as != addresses.HOME else ()
    common = {"kind": kind, "title": title, "trail": (*home, *trail), "href": addresses.relative_to(save_as), "address": save_as}
    return Page(save_as, kind, {"description": title, "where": "", "demonstration": False, **common, **variables})


def _home(places: Sequence[_Place]) -> Page:
    due = sorted(
        (row for place in places for row in place.rows if row.due_on and row.due_on >= place.as_of),
        key=lambda row: (row.due_on or date.max, row.address),
    )
    description = "政务公开工作要点里，每个部门承诺公开什么、在哪里公开、什么时候公开、公开了没有。"
    return _page(
        addresses.HOME,
        "home",
        "首页",
        description=description,
        places=tuple(places),
        newest=_newest(view for place in places for view in place.evidence),
        due=tuple(due[:6]),
        unchecked=sum(row.verdict.badge.id == "unchecked" for place in places for row in place.rows),
    )


def _newest(every: Iterable[EvidenceView]) -> tuple[EvidenceView, ...]:
    """The proofs published last, each page once whatever number of tasks it bears on."""
    dated = (view for view in every if view.evidence.strength == "primary" and view.evidence.published_on)
    in_order = sorted(dated, key=lambda view: (view.evidence.published_on or date.min, view.task.address))
    pages_found = {view.evidence.url or view.evidence.title: view for view in in_order}
    return tuple(reversed(pages_found.values()))[:6]


class _Place:
    """The pages of one jurisdiction."""

    def __init__(self, jurisdiction: Jurisdiction, assessment: Assessment) -> None:
        self.jurisdiction = jurisdiction
        self.record = jurisdiction.record
        self.register = jurisdiction.register
        self.as_of = assessment.as_of
        self.address = addresses.jurisdiction(jurisdiction)
        self.units_address = addresses.units(jurisdiction)
        self.paths_address = addresses.paths(jurisdiction)
        self.plans = tuple(_PlanPages(self, plan) for plan in assessment.plans_of(jurisdiction))

    @cached_property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for plan in self.plans for row in plan.rows.values())

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(view for plan in self.plans for view in plan.evidence)

    @property
    def link(self) -> Link:
        return Link(self.record.short_name, self.address)

    def unit_link(self, slug: str) -> Link:
        unit = self.register.units[slug]
        return Link(unit.name, addresses.unit(self.jurisdiction, unit))

    def path_link(self, node: Node) -> Link:
        return Link(node.name, addresses.path(self.jurisdiction, node))

    def trail_of(self, node: Node) -> tuple[Link, ...]:
        return tuple(self.path_link(step) for step in node.trail)

    def pages(self) -> Iterator[Page]:
        yield self._index()
        yield self._units_index()
        yield self._paths_index()
        for unit in self.register.units.values():
            yield self._unit(unit)
        for node in self.register.nodes.values():
            yield self._path(node)
        for plan in self.plans:
            yield from plan.pages()

    def _index(self) -> Page:
        title = f"{self.record.name}政务公开工作要点"
        return _page(self.address, "jurisdiction", title, place=self)

    @property
    def unit_groups(self) -> tuple[tuple[str, tuple[Unit, ...]], ...]:
        """Units by kind, in the order of the register."""
        kinds = (
            (label, tuple(unit for unit in self.register.units.values() if unit.kind == kind)) for kind, label in wording.UNIT_KINDS.items()
        )
        return tuple((label, units) for label, units in kinds if units)

    def _units_index(self) -> Page:
        owed = Counter(slug for plan in self.plans for one in plan.assessed.tasks for slug in one.task.owing_units)
        return _page(self.units_address, "units", f"{self.record.short_name}的单位", [self.link], place=self, owed=owed)

    def _paths_index(self) -> Page:
        sites = tuple(node for node in self.register.nodes.values() if node.parent is None)
        return _page(self.paths_address, "paths", f"{self.record.short_name}的公开路径", [self.link], place=self, sites=sites)

    def _unit(self, unit: Unit) -> Page:
        duties = tuple(duties for plan in self.plans if (duties := plan.duties_of(unit)).tasks)
        return _page(
            addresses.unit(self.jurisdiction, unit),
            "unit",
            unit.name,
            [self.link, Link("单位", self.units_address)],
            where=self.record.short_name,
            description=f"{self.record.short_name}{unit.name}在政务公开工作要点里牵头和负责的任务、公开的位置和证据。",
            place=self,
            unit=unit,
            kind_label=wording.UNIT_KINDS[unit.kind],
            groups=tuple(self.unit_link(group.slug) for group in self.register.groups_of(unit.slug)),
            members=tuple(self.unit_link(slug) for slug in unit.members),
            duties=duties,
            evidence=tuple(view for view in self.evidence if unit.slug in view.evidence.units),
        )

    def _path(self, node: Node) -> Page:
        here = tuple(use for plan in self.plans for use in plan.uses_of(node))
        below = tuple(use for plan in self.plans for use in plan.uses_below(node))
        return _page(
            addresses.path(self.jurisdiction, node),
            "path",
            node.name,
            [self.link, Link("公开路径", self.paths_address), *self.trail_of(node)[:-1]],
            where=" > ".join([self.record.short_name, *(step.name for step in node.trail[:-1])]),
            description=f"{self.record.short_name}：按要点应在“{' > '.join(step.name for step in node.trail)}”公开的内容，以及本站查到的公开页面。",
            place=self,
            node=node,
            trail_links=self.trail_of(node),
            children=tuple(self.path_link(child) for child in self.register.children(node)),
            here=here,
            below=below,
            found=tuple(view for plan in self.plans for view in plan.found_in(node)),
        )


_ROLES = _LEADS_AND_OWES, _LEADS, _OWES, _OWES_AS_MEMBER = ("牵头并负责", "牵头", "负责", "作为成员单位负责")


@dataclass(frozen=True)
class UnitTask:
    """A task on a unit's page: the badge is this unit's own share; `group` when it owes it as a member."""

    role: str
    row: TaskRow
    verdict: Verdict
    group: Link | None = None


@dataclass(frozen=True)
class Duties:
    """What one unit owes under one plan."""

    plan: _PlanPages
    tasks: tuple[UnitTask, ...]
    paths: tuple[tuple[Link, ...], ...]

    @property
    def by_role(self) -> tuple[tuple[str, tuple[UnitTask, ...]], ...]:
        """Each task once, under what the unit is to it."""
        roles = ((role, tuple(one for one in self.tasks if one.role == role)) for role in _ROLES)
        return tuple((role, tasks) for role, tasks in roles if tasks)

    @property
    def tally(self) -> Tally:
        return Tally.of(one.verdict for one in self.tasks)


@dataclass(frozen=True)
class PathUse:
    """A measure that is to be published in a column, and who owes it."""

    node: Node
    row: TaskRow
    title: str
    measure: Measure
    verdict: Verdict
    units: tuple[Link, ...]


@dataclass(frozen=True)
class MeasureView:
    """A measure as its task's page shows it."""

    measure: Measure
    verdict: Verdict
    kind_label: str
    time_limit: str
    paths: tuple[tuple[Link, ...], ...]
    cells: tuple[tuple[Link, Verdict], ...]


class _PlanPages:
    """The pages of one plan."""

    def __init__(self, place: _Place, assessed: AssessedPlan) -> None:
        self.place = place
        self.assessed = assessed
        self.plan = assessed.plan
        self.record = assessed.plan.record
        self.address = addresses.plan(self.plan)
        self.json_address = addresses.plan_json(self.plan)
        self.csv_address = addresses.tasks_csv(self.plan)
        self.tasks = {one.task.id: one for one in assessed.tasks}
        self.rows = {one.task.id: self._row(one) for one in assessed.tasks}
        self.tally = Tally.of(row.verdict for row in self.rows.values())

    @property
    def link(self) -> Link:
        return Link(f"{self.plan.year}年要点", self.address)

    @property
    def name(self) -> str:
        return f"{self.place.record.short_name} {self.plan.year}年"

    @property
    def sections(self) -> tuple[SectionView, ...]:
        return tuple(self._section_view(section) for section in self.record.sections)

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(self.evidence_view(one) for one in self.plan.ledger.evidence if one.on <= self.place.as_of)

    def pages(self) -> Iterator[Page]:
        yield self._index()
        sections = self.sections
        for position, section in enumerate(sections):
            yield self._section(section, _neighbours(sections, position, lambda one: Link(one.title, one.address)))
        rows = tuple(self.rows.values())
        for position, one in enumerate(self.assessed.tasks):
            yield self._task(one, _neighbours(rows, position, lambda row: Link(row.title, row.address)))

    def _row(self, one: AssessedTask) -> TaskRow:
        task = one.task
        return TaskRow(
            id=task.id,
            title=wording.headline(task),
            address=addresses.task(self.plan, task),
            verdict=one.verdict,
            lead_units=tuple(self.place.unit_link(slug) for slug in task.lead_units),
            responsible_units=tuple(self.place.unit_link(slug) for slug in task.responsible_units),
            due_on=min((measure.due_on for measure in task.measures if measure.due_on), default=None),
        )

    def _section_view(self, section: Section) -> SectionView:
        rows = {
            subsection.number: tuple(
                self.rows[one.task.id]
                for one in self.assessed.tasks
                if (one.task.section, one.task.subsection) == (section.number, subsection.number)
            )
            for subsection in section.subsections
        }
        return SectionView(
            section=section,
            title=wording.section_title(section),
            address=addresses.section(self.plan, section),
            subsections=tuple(
                SubsectionView(one, wording.subsection_title(one), addresses.subsection_anchor(one.number), rows[one.number])
                for one in section.subsections
            ),
        )

    def _index(self) -> Page:
        named = self.plan.unit_slugs
        return _page(
            self.address,
            "plan",
            self.record.title,
            [self.place.link],
            description=f"{self.place.record.name}{self.plan.year}年政务公开工作要点的 {len(self.rows)} 项任务：谁负责、在哪里公开、公开了没有。",
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            units=tuple(self.place.unit_link(slug) for slug in self.place.register.units if slug in named),
        )

    def _section(self, section: SectionView, neighbours: tuple[Link | None, Link | None]) -> Page:
        return _page(
            section.address,
            "section",
            section.title,
            [self.place.link, self.link],
            where=self.name,
            description=f"{self.name}要点“{section.section.title}”部分的任务、责任单位和公开情况。",
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            section=section,
            previous=neighbours[0],
            next=neighbours[1],
        )

    def _task(self, one: AssessedTask, neighbours: tuple[Link | None, Link | None]) -> Page:
        task = one.task
        row = self.rows[task.id]
        section = next(part for part in self.record.sections if part.number == task.section)
        subsection = next(part for part in section.subsections if part.number == task.subsection)
        section_address = addresses.section(self.plan, section)
        return _page(
            row.address,
            "task",
            row.title,
            [
                self.place.link,
                self.link,
                Link(wording.section_title(section), section_address),
                Link(wording.subsection_title(subsection), f"{section_address}#{addresses.subsection_anchor(subsection.number)}"),
            ],
            where=f"{self.name}任务 {task.id}",
            description=f"{self.name}要点任务 {task.id}：{row.title}。{row.verdict.badge.word}。",
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            task=task,
            row=row,
            measures=tuple(self._measure_view(one, position) for position in range(len(one.measures))),
            evidence=tuple(view for view in self.evidence if view.evidence.task == task.id),
            notes=tuple(note for note in self.plan.ledger.notes if note.task == task.id and note.on <= self.place.as_of),
            checks=tuple(check for check in self.plan.ledger.checks if check.task == task.id and check.on <= self.place.as_of),
            check_results=wording.CHECK_RESULTS,
            previous=neighbours[0],
            next=neighbours[1],
        )

    def _measure_view(self, one: AssessedTask, position: int) -> MeasureView:
        assessed = one.measures[position]
        measure = assessed.measure
        return MeasureView(
            measure=measure,
            verdict=assessed.verdict,
            kind_label=wording.DUTY_KINDS[measure.kind],
            time_limit=wording.time_limit(measure),
            paths=tuple(self.place.trail_of(self.place.register.nodes[slug]) for slug in measure.publication_paths),
            cells=tuple((self.place.unit_link(cell.unit.slug), cell.verdict) for cell in assessed.cells),
        )

    def evidence_view(self, evidence: Evidence) -> EvidenceView:
        one = self.tasks[evidence.task]
        row = self.rows[evidence.task]
        measures = [measure for measure in one.task.measures if not evidence.measures or measure.number in evidence.measures]
        node = self.place.register.nodes.get(evidence.found_in or "")
        return EvidenceView(
            evidence=evidence,
            task=Link(row.title, row.address),
            units=tuple(self.place.unit_link(slug) for slug in evidence.units),
            trail=self.place.trail_of(node) if node else (),
            is_elsewhere=is_elsewhere(evidence, measures, self.place.register),
        )

    def duties_of(self, unit: Unit) -> Duties:
        """All tasks that a unit leads or is responsible for, itself or as a member of a group."""
        nodes = self.place.register.nodes
        tasks = tuple(one for assessed in self.assessed.tasks if (one := self._unit_task(assessed, unit)))
        owed = {slug for one in tasks for measure in self.tasks[one.row.id].task.measures for slug in measure.publication_paths}
        return Duties(self, tasks, tuple(self.place.trail_of(node) for slug, node in nodes.items() if slug in owed))

    def _unit_task(self, assessed: AssessedTask, unit: Unit) -> UnitTask | None:
        task, row = assessed.task, self.rows[assessed.task.id]
        group = next((group for group in self.place.register.groups_of(unit.slug) if group.slug in task.owing_units), None)
        if unit.slug in task.owing_units:
            leads, owes = unit.slug in task.lead_units, unit.slug in task.responsible_units
            role = _LEADS_AND_OWES if leads and owes else _LEADS if leads else _OWES
            return UnitTask(role, row, self.assessed.of_unit(task, unit))
        if group:
            return UnitTask(_OWES_AS_MEMBER, row, self.assessed.of_unit(task, unit), self.place.unit_link(group.slug))
        return None

    def uses_of(self, node: Node) -> Iterator[PathUse]:
        """Measures to be published in this very column."""
        yield from (use for use in self._uses if use.node.slug == node.slug)

    def uses_below(self, node: Node) -> Iterator[PathUse]:
        """Measures to be published in a column below it."""
        yield from (use for use in self._uses if use.node.slug != node.slug and use.node.is_within(node))

    @cached_property
    def _uses(self) -> tuple[PathUse, ...]:
        return tuple(
            PathUse(
                node=self.place.register.nodes[slug],
                row=self.rows[one.task.id],
                title=wording.first_clause(assessed.measure.text),
                measure=assessed.measure,
                verdict=assessed.verdict,
                units=tuple(self.place.unit_link(cell.unit.slug) for cell in assessed.cells),
            )
            for one in self.assessed.tasks
            for assessed in one.measures
            for slug in assessed.measure.publication_paths
        )

    def found_in(self, node: Node) -> Iterator[EvidenceView]:
        """Evidence found in this column or below, or found elsewhere for a duty promised here."""
        for view in self.evidence:
            found = self.place.register.nodes.get(view.evidence.found_in or "")
            served = not found and any(use.node.slug == node.slug for use in self._uses_served(view.evidence))
            if served or (found and found.is_within(node)):
                yield view

    def _uses_served(self, evidence: Evidence) -> Iterator[PathUse]:
        for use in self._uses:
            if use.row.id == evidence.task and (not evidence.measures or use.measure.number in evidence.measures):
                yield use


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


def _neighbours(every: Sequence[T], position: int, link: Callable[[T], Link]) -> tuple[Link | None, Link | None]:
    before = link(every[position - 1]) if position > 0 else None
    after = link(every[position + 1]) if position + 1 < len(every) else None
    return before, after
