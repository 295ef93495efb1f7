"""The list of pages of the portal: where each is saved, its template, and what it shows.

Pure: `pages(assessment)` looks at nothing but its argument. Templates show what is prepared here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate, groupby
from typing import TypeVar

from . import addresses, wording
from .assessment import AssessedPlan, AssessedTask, Assessment, Cell, is_elsewhere
from .badges import BADGES, Badge, Verdict, summary
from .changes import Revision
from .history import Moment, moments
from .models import Evidence, Measure, Section, Subsection, Unit
from .portal import Jurisdiction, Node
from .scorecard import Scorecard

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


@dataclass(frozen=True)
class Carried:
    """回头看: a task that last year left open, and the task that continues it, if any."""

    before: TaskRow
    plan_before: Link
    after: TaskRow | None
    units: frozenset[str]


@dataclass(frozen=True)
class Matrix:
    """Tasks by units: for each task one verdict per unit, None where the unit owes nothing of it."""

    units: tuple[Link, ...]
    rows: tuple[tuple[TaskRow, tuple[Verdict | None, ...]], ...]


@dataclass(frozen=True)
class UnitCells:
    """One unit's verdicts on the measures of a task, None where it does not owe one."""

    unit: Link
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class WhereToLook:
    """The citizen's card: where to click, what was last seen there, whom to ask."""

    trails: tuple[tuple[Node, ...], ...]
    last_seen: EvidenceView | None
    contacts: tuple[Unit, ...]
    request: str


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence with its links and the flags that stand beside it."""

    evidence: Evidence
    task: Link
    units: tuple[Link, ...]
    trail: tuple[Link, ...]
    is_elsewhere: bool

    @property
    def format_label(self) -> str:
        return wording.FORMATS[self.evidence.format] if self.evidence.format else ""

    @property
    def validity_label(self) -> str:
        return wording.VALIDITIES[self.evidence.validity] if self.evidence.validity else ""


def pages(assessment: Assessment) -> Iterator[Page]:
    """Every page of the site except the prose of content/pages."""
    every = [_Place(jurisdiction, assessment) for jurisdiction in assessment.portal.jurisdictions]
    # Made-up plans have their pages, but no part in lists and totals.
    places = tuple(place for place in every if not place.jurisdiction.is_demonstration)
    real_plans = tuple(plan for place in places for plan in place.plans if not plan.record.demonstration)
    yield _home(places)
    yield _page(addresses.SEARCH, "search", "搜索", (), places=places)
    yield _page(addresses.METHOD, "method", "状态是怎样判定的", (), badges=tuple(BADGES.values()), examples=_examples(every))
    yield _page(addresses.DATA, "data", "数据下载", (), places=places)
    yield _page(addresses.CHANGES, "changes", "更新记录", (), plans=real_plans)
    yield _page(addresses.NOT_FOUND, "not_found", "没有这个页面")
    for place in every:
        yield from place.pages()


def _page(save_as: str, kind: str, title: str, trail: Sequence[Link] = (), **variables: object) -> Page:
    """A page with its breadcrumb; `kind` names its template and is its data-page. `where` keeps equal titles apart in a browser's tabs."""
    home = (Link("首页", addresses.HOME),) if save_as != addresses.HOME else ()
    common = {"kind": kind, "title": title, "trail": (*home, *trail), "href": addresses.relative_to(save_as), "address": save_as}
    return Page(save_as, kind, {"description": title, "where": "", "demonstration": False, **common, **variables})


def _examples(places: Iterable[_Place]) -> dict[str, tuple[Link, Verdict]]:
    """For each badge the first cell of a made-up plan that bears it: the task, and the verdict."""
    found: dict[str, tuple[Link, Verdict]] = {}
    for plan in (plan for place in places for plan in place.plans if plan.record.demonstration):
        for one in plan.assessed.tasks:
            row = plan.rows[one.task.id]
            for verdict in (row.verdict, *(cell.verdict for cell in one.cells)):
                found.setdefault(verdict.badge.id, (Link(row.title, row.address), verdict))
    return found


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

    def plan_before(self, year: int) -> _PlanPages | None:
        """The plan that a year's plan looks back on: the newest older one."""
        return next((plan for plan in self.plans if plan.plan.year < year), None)

    def unit_link(self, slug: str) -> Link:
        unit = self.register.units[slug]
        return Link(unit.name, addresses.unit(self.jurisdiction, unit))

    def path_link(self, node: Node) -> Link:
        return Link(node.name, addresses.path(self.jurisdiction, node))

    def unit_links(self, slugs: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.unit_link(slug) for slug in slugs)

    def trail_of(self, node: Node) -> tuple[Link, ...]:
        return self.links_of(node.trail)

    def links_of(self, trail: Iterable[Node]) -> tuple[Link, ...]:
        return tuple(self.path_link(step) for step in trail)

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

    def _page(self, save_as: str, kind: str, title: str, trail: Sequence[Link] = (), **variables: object) -> Page:
        return _page(save_as, kind, title, trail, place=self, demonstration=self.jurisdiction.is_demonstration, **variables)

    def _index(self) -> Page:
        title = f"{self.record.name}政务公开工作要点"
        return self._page(self.address, "jurisdiction", title)

    @property
    def unit_groups(self) -> tuple[tuple[str, tuple[Unit, ...]], ...]:
        """Units by kind, in the order of the register."""
        kinds = (
            (label, tuple(unit for unit in self.register.units.values() if unit.kind == kind)) for kind, label in wording.UNIT_KINDS.items()
        )
        return tuple((label, units) for label, units in kinds if units)

    def _units_index(self) -> Page:
        owed = Counter(slug for plan in self.plans for one in plan.assessed.tasks for slug in one.task.named_units)
        return self._page(self.units_address, "units", f"{self.record.short_name}的单位", [self.link], owed=owed)

    def _paths_index(self) -> Page:
        sites = tuple(node for node in self.register.nodes.values() if node.parent is None)
        return self._page(self.paths_address, "paths", f"{self.record.short_name}的公开路径", [self.link], sites=sites)

    def _unit(self, unit: Unit) -> Page:
        duties = tuple(duties for plan in self.plans if (duties := plan.duties_of(unit)).tasks)
        return self._page(
            addresses.unit(self.jurisdiction, unit),
            "unit",
            unit.name,
            [self.link, Link("单位", self.units_address)],
            where=self.record.short_name,
            description=f"{self.record.short_name}{unit.name}在政务公开工作要点里牵头和负责的任务、公开的位置和证据。",
            unit=unit,
            kind_label=wording.UNIT_KINDS[unit.kind],
            groups=tuple(self.unit_link(group.slug) for group in self.register.groups_of(unit.slug)),
            members=tuple(MemberView(self.unit_link(one.unit), one.valid_from, one.valid_to) for one in unit.members),
            successor=self.unit_link(unit.successor) if unit.successor else None,
            duties=duties,
            evidence=tuple(view for view in self.evidence if unit.slug in view.evidence.units),
        )

    def _path(self, node: Node) -> Page:
        here = tuple(use for plan in self.plans for use in plan.uses_of(node))
        below = tuple(use for plan in self.plans for use in plan.uses_below(node))
        return self._page(
            addresses.path(self.jurisdiction, node),
            "path",
            node.name,
            [self.link, Link("公开路径", self.paths_address), *self.trail_of(node)[:-1]],
            where=" > ".join([self.record.short_name, *(step.name for step in node.trail[:-1])]),
            description=f"{self.record.short_name}：按要点应在“{' > '.join(step.name for step in node.trail)}”公开的内容，以及本站查到的公开页面。",
            node=node,
            trail_links=self.trail_of(node),
            children=tuple(self.path_link(child) for child in self.register.children(node)),
            here=here,
            below=below,
            # A measure promised in two columns below is one duty here.
            card=Scorecard.of(verdict for use in {use.key: use for use in (*here, *below)}.values() for verdict in use.verdicts),
            found=tuple(view for plan in self.plans for view in plan.found_in(node)),
        )


# Of these nothing remains to be done, so next year's plan need not look back on them.
_SETTLED = {"changed", "waived", "not_judged", "not_triggered"}
_ROLES = _LEADS_AND_OWES, _LEADS, _OWES, _OWES_AS_MEMBER = ("牵头并负责", "牵头", "负责", "作为成员单位负责")


@dataclass(frozen=True)
class UnitTask:
    """A task on a unit's page: the badge is this unit's own share; `group` when it owes it as a member."""

    role: str
    row: TaskRow
    verdict: Verdict
    cells: tuple[Cell, ...] = ()
    group: Link | None = None


@dataclass(frozen=True)
class Duties:
    """What one unit owes under one plan."""

    plan: _PlanPages
    tasks: tuple[UnitTask, ...]
    paths: tuple[tuple[Link, ...], ...]
    carried: tuple[Carried, ...] = ()

    @property
    def scorecard(self) -> Scorecard:
        return Scorecard.of(cell.verdict for one in self.tasks for cell in one.cells)

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
    verdicts: tuple[Verdict, ...]
    units: tuple[Link, ...]

    @property
    def key(self) -> tuple[str, int | None]:
        return self.row.address, self.measure.number


@dataclass(frozen=True)
class MeasureView:
    """A measure as its task's page shows it."""

    measure: Measure
    verdict: Verdict
    kind_label: str
    time_limit: str
    paths: tuple[tuple[Link, ...], ...]
    revisions: tuple[Revision, ...]


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
        self.changes_address = addresses.plan_changes(self.plan)
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
        yield self._changes()
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
            cells=self._cells_by_group(one),
            history=tuple(view for view in self.history if view.moment.entry.task == task.id),
            where_to_look=self._where_to_look(one),
            continues=self._continued(task.continues),
            unit_links=self.place.unit_links,
            trail_links=self.place.links_of,
            previous=neighbours[0],
            next=neighbours[1],
        )

    def _cells_by_group(self, one: AssessedTask) -> tuple[tuple[Link | None, tuple[UnitCells, ...]], ...]:
        """One line per unit that owes the task, under the phrase of the document through which it owes it."""
        lines: dict[str, list[UnitCells]] = {}
        for unit in one.units:
            cells = tuple(measure.cell_of(unit.slug) for measure in one.measures)
            group = next((cell.group.slug for cell in cells if cell and cell.group), "")
            lines.setdefault(group, []).append(
                UnitCells(self.place.unit_link(unit.slug), tuple(cell.verdict if cell else None for cell in cells))
            )
        return tuple((self.place.unit_link(group) if group else None, tuple(every)) for group, every in lines.items())

    def _where_to_look(self, one: AssessedTask) -> WhereToLook:
        task, register = one.task, self.place.register
        slugs = dict.fromkeys(slug for measure in task.measures for slug in measure.publication_paths)
        seen = [view for view in self.evidence if view.evidence.task == task.id and view.evidence.strength == "primary"]
        contacts = tuple(register.units[slug] for slug in task.lead_units or task.responsible_units)
        names = "、".join(unit.full_name or unit.name for unit in contacts)
        wanted = f"《{self.record.title}》任务 {task.id}“{wording.headline(task)}”"
        return WhereToLook(
            trails=tuple(register.nodes[slug].trail for slug in slugs),
            last_seen=max(seen, key=lambda view: (view.evidence.seen_on or view.evidence.on, view.evidence.title), default=None),
            contacts=contacts,
            request=f"{names}：依照《中华人民共和国政府信息公开条例》，申请公开{wanted}所要求公开的内容。",
        )

    def _continued(self, task_id: str | None) -> tuple[Link, TaskRow] | None:
        before = self.place.plan_before(self.plan.year)
        return (before.link, before.rows[task_id]) if before and task_id in before.rows else None

    @cached_property
    def history(self) -> tuple[MomentView, ...]:
        """The chronicle of the plan, oldest first."""
        return tuple(
            MomentView(
                moment,
                Link(self.rows[moment.entry.task].title, self.rows[moment.entry.task].address),
                tuple(self.place.unit_link(slug) for slug in moment.entry.units),
            )
            for moment in moments(self.plan, self.place.as_of)
        )

    @property
    def newest_entries(self) -> tuple[tuple[date, tuple[MomentView, ...]], ...]:
        """The chronicle by the day of entry, newest first."""
        entries = sorted(self.history, key=lambda view: (view.moment.entered_on, view.task.address), reverse=True)
        return tuple((day, tuple(views)) for day, views in groupby(entries, key=lambda view: view.moment.entered_on))

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """What last year's plan left open, with what became of it."""
        before = self.place.plan_before(self.plan.year)
        if before is None:
            return ()
        continued = {one.task.continues: self.rows[one.task.id] for one in self.assessed.tasks if one.task.continues}
        open_tasks = (one for one in before.assessed.tasks if one.verdict.badge.family != "done" and one.verdict.badge.id not in _SETTLED)
        return tuple(
            Carried(before.rows[one.task.id], before.link, continued.get(one.task.id), frozenset(unit.slug for unit in one.units))
            for one in open_tasks
        )

    @property
    def scorecard(self) -> Scorecard:
        return Scorecard.of(cell.verdict for cell in self.assessed.cells)

    def scorecard_of(self, rows: Iterable[TaskRow]) -> Scorecard:
        return Scorecard.of(cell.verdict for row in rows for cell in self.tasks[row.id].cells)

    @property
    def matrix(self) -> Matrix:
        units = {unit.slug: unit for one in self.assessed.tasks for unit in one.units}
        ordered = [unit for slug, unit in self.place.register.units.items() if slug in units]
        rows = []
        for one in self.assessed.tasks:
            by_unit = {unit.slug: summary(cell.verdict for cell in one.cells_of(unit)) for unit in one.units}
            rows.append((self.rows[one.task.id], tuple(by_unit.get(unit.slug) for unit in ordered)))
        return Matrix(tuple(self.place.unit_link(unit.slug) for unit in ordered), tuple(rows))

    def _changes(self) -> Page:
        return _page(
            self.changes_address,
            "changes",
            "更新记录",
            [self.place.link, self.link],
            where=self.name,
            demonstration=self.record.demonstration,
            plans=(self,),
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
            revisions=tuple(revision for revision in one.standing.revisions if revision.before.number == measure.number),
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
        paths = tuple(self.place.trail_of(node) for slug, node in nodes.items() if slug in owed)
        return Duties(self, tasks, paths, tuple(one for one in self.carried if unit.slug in one.units))

    def _unit_task(self, assessed: AssessedTask, unit: Unit) -> UnitTask | None:
        task, row = assessed.task, self.rows[assessed.task.id]
        cells = assessed.cells_of(unit)
        leads, owes = unit.slug in task.lead_units, unit.slug in task.responsible_units
        if not (leads or owes or cells):
            return None
        # A unit may stand in the row and owe none of its measures by the wording: then the task's own badge is shown.
        verdict = summary(cell.verdict for cell in cells) if cells else row.verdict
        # A measure may name the unit, or a change may have put it in charge, without its standing in the row.
        owes = owes or (not leads and any(cell.group is None for cell in cells))
        role = _LEADS_AND_OWES if leads and owes else _LEADS if leads else _OWES if owes else _OWES_AS_MEMBER
        group = next((cell.group for cell in cells if cell.group), None)
        return UnitTask(role, row, verdict, cells, self.place.unit_link(group.slug) if group else None)

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
                verdicts=tuple(cell.verdict for cell in assessed.cells),
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
