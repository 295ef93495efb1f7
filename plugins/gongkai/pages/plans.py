"""The pages of one plan: the plan, its sections, its tasks, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from gongkai.judging.assessment import AssessedMeasure, AssessedPlan, AssessedTask, is_elsewhere
from gongkai.judging.badges import summary
from gongkai.judging.history import moments
from gongkai.judging.scorecard import Scorecard
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Section, Task
from gongkai.records.portal import Node
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import KINDS, Kind
from gongkai.words.labels import DUTY_KINDS, VALIDITIES

from . import addresses, descriptions, wording
from .narrowing import Facets, narrowings
from .place import Place
from .time_line import DueDay, Months, due_days, time_line
from .views import (
    LEADS,
    LEADS_AND_OWES,
    OWES,
    OWES_AS_MEMBER,
    AlikeUnits,
    Carried,
    Duties,
    EvidenceView,
    Found,
    Link,
    Matrix,
    MeasureView,
    MomentView,
    Page,
    PathUse,
    Periods,
    Progress,
    SectionView,
    SubsectionView,
    Tally,
    TaskRow,
    TimeWords,
    UnitCells,
    UnitTable,
    UnitTask,
    WhereToLook,
    neighbours,
    page,
)

# Of these nothing remains to be done, so next year's plan need not look back on them.
_SETTLED = {"changed", "waived", "not_judged", "not_triggered"}
# So many units with the same verdicts are one line of a task's table, unless something was found or missed.
_MANY = 6
_UNTOLD = {"neutral", "attention"}
_TO_FILL_IN = "〔填写具体单位名称〕"


@dataclass(frozen=True)
class _Line:
    """A unit's line in the table of a task, with the phrase through which it owes it; a phrase's own speaks of unnamed units."""

    group: Link | None
    cells: UnitCells
    is_unnamed: bool

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(verdict.words if verdict else "" for verdict in self.cells.verdicts)

    @property
    def is_untold(self) -> bool:
        return all(verdict is None or verdict.badge.family in _UNTOLD for verdict in self.cells.verdicts)


def _by_group(lines: Iterable[_Line]) -> tuple[tuple[Link | None, tuple[_Line, ...]], ...]:
    """In the order in which the groups come; a group's unnamed members last."""
    groups: dict[Link | None, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return tuple((group, tuple(sorted(every, key=lambda line: line.is_unnamed))) for group, every in groups.items())


def _alike(lines: Sequence[_Line], prefix: str) -> AlikeUnits:
    named = sum(not line.is_unnamed for line in lines)
    rest = "和文件没有列名的单位" if named < len(lines) else ""
    units = tuple((group, tuple(line.cells.unit for line in every)) for group, every in _by_group(lines))
    return AlikeUnits(f"{prefix} {named} 个单位{rest}", units, lines[0].cells.verdicts)


class PlanPages:
    """The pages of one plan."""

    def __init__(self, place: Place, assessed: AssessedPlan, before: PlanPages | None) -> None:
        self.place = place
        self.before = before
        self.assessed = assessed
        self.plan = assessed.plan
        self.record = assessed.plan.record
        self.address = addresses.plan(self.plan)
        self.json_address = addresses.plan_json(self.plan)
        self.csv_address = addresses.tasks_csv(self.plan)
        self.sheet_address = addresses.tasks_sheet(self.plan)
        self.changes_address = addresses.plan_changes(self.plan)
        self.deadlines_address = addresses.deadlines(self.plan)
        self.calendar_address = addresses.plan_calendar(self.plan)
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
    def description(self) -> str:
        return descriptions.plan(self.place.record, self.plan.year, self.tally)

    @property
    def validity_label(self) -> str:
        return VALIDITIES[self.record.validity] if self.record.validity else ""

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        return tuple(self._section_view(section) for section in self.record.sections)

    @property
    def progress(self) -> tuple[Progress, ...]:
        """Section by section."""
        return tuple(Progress(Link(section.title, section.address), section.tally) for section in self.sections)

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(self.evidence_view(one) for one in self.plan.ledger.evidence if one.on <= self.place.as_of)

    def pages(self) -> Iterator[Page]:
        yield self._index()
        yield self._changes()
        yield self._deadlines()
        sections = self.sections
        for position, section in enumerate(sections):
            yield self._section(section, neighbours(sections, position, lambda one: Link(one.title, one.address)))
        rows = tuple(self.rows.values())
        for position, one in enumerate(self.assessed.tasks):
            yield self._task(one, neighbours(rows, position, lambda row: Link(row.title, row.address)))

    def _row(self, one: AssessedTask) -> TaskRow:
        task = one.task
        return TaskRow(
            id=task.id,
            title=wording.headline(task),
            address=addresses.task(self.plan, task),
            verdict=one.verdict,
            lead_units=tuple(self.place.unit_link(slug) for slug in task.lead_units),
            responsible_units=tuple(self.place.unit_link(slug) for slug in task.responsible_units),
            place=self.place.record.short_name,
            time_words=TimeWords.of(task.measures),
            facets=self._facets(one),
        )

    def _facets(self, one: AssessedTask) -> Facets:
        task, units = one.task, self.place.register.units
        section = self.record.section_of(task)
        # Sections of one number have other titles another year.
        return Facets(
            key=addresses.task(self.plan, task),
            badge=one.verdict.badge,
            year=self.plan.year,
            section=(f"{self.plan.year}-{section.number}", wording.section_title(section)),
            units=tuple((slug, units[slug].name) for slug in dict.fromkeys((*task.lead_units, *(unit.slug for unit in one.units)))),
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
        return page(
            self.address,
            "plan",
            self.record.title,
            [self.place.link],
            description=self.description,
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            units=tuple(self.place.unit_link(slug) for slug in self.place.register.units if slug in named),
            narrowings=narrowings((row.facets for row in self.rows.values()), self.place.register.units),
        )

    def _section(self, section: SectionView, neighbours: tuple[Link | None, Link | None]) -> Page:
        return page(
            section.address,
            "section",
            section.title,
            [self.place.link, self.link],
            where=self.name,
            description=descriptions.section(self.name, section),
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            section=section,
            narrowings=narrowings((row.facets for row in section.rows), self.place.register.units),
            previous=neighbours[0],
            next=neighbours[1],
        )

    def _task(self, one: AssessedTask, neighbours: tuple[Link | None, Link | None]) -> Page:
        task = one.task
        row = self.rows[task.id]
        section = self.record.section_of(task)
        subsection = section.subsection_of(task)
        section_address = addresses.section(self.plan, section)
        return page(
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
            description=descriptions.task(self.name, row),
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            task=task,
            row=row,
            measures=tuple(self._measure_view(one, position) for position in range(len(one.measures))),
            found=Found.of(view for view in self.evidence if view.evidence.task == task.id),
            units=self.unit_table(one.task.id),
            history=tuple(view for view in self.history if view.moment.entry.task == task.id),
            reassigned_to=self.place.unit_links(one.standing.reassigned_to),
            where_to_look=self._where_to_look(one),
            continues=self._continued(task.continues),
            kinds=self._kinds(task),
            unit_links=self.place.unit_links,
            trail_links=self.place.links_of,
            previous=neighbours[0],
            next=neighbours[1],
        )

    def unit_table(self, task_id: str) -> UnitTable | None:
        """One line per unit that owes the task, those that are alike in one; None where a single unit does."""
        one = self.tasks[task_id]
        lines = self._unit_lines(one)
        if len(lines) == 1:
            return None
        by_verdicts: dict[tuple[str, ...], list[_Line]] = {}
        for line in lines:
            by_verdicts.setdefault(line.words, []).append(line)
        alike = [every for every in by_verdicts.values() if len(every) >= _MANY and every[0].is_untold]
        single = [line for line in lines if not any(line in every for every in alike)]
        prefix = "全部" if len(alike) == 1 and not single else "其余" if len(alike) == 1 else "另有"
        return UnitTable(
            heads=wording.heads(one.task.measures),
            groups=tuple((group, tuple(line.cells for line in every)) for group, every in _by_group(single)),
            alike=tuple(_alike(every, prefix) for every in alike),
        )

    def _unit_lines(self, one: AssessedTask) -> list[_Line]:
        """Under the phrase of the document through which a unit owes the task; last, the members that nobody has named."""
        through = {unit.slug: next((cell.group for cell in one.cells_of(unit) if cell.group), None) for unit in one.units}
        expanded = {group.slug for group in through.values() if group}
        lines = []
        for unit in one.units:
            group = unit if unit.slug in expanded else through[unit.slug]
            link = self.place.unit_link(unit.slug)
            shown = Link(f"{link.title}里文件没有列名的单位", link.address) if unit.slug in expanded else link
            cells = tuple(measure.cell_of(unit.slug) for measure in one.measures)
            verdicts = tuple(cell.verdict if cell else None for cell in cells)
            lines.append(_Line(self.place.unit_link(group.slug) if group else None, UnitCells(shown, verdicts), unit.is_group))
        return lines

    def _where_to_look(self, one: AssessedTask) -> WhereToLook:
        task, register = one.task, self.place.register
        slugs = dict.fromkeys(slug for measure in task.measures for slug in measure.publication_paths)
        seen = [view for view in self.evidence if view.evidence.task == task.id and view.evidence.strength == "primary"]
        contacts = tuple(register.units[slug] for slug in self._contacts(one))
        return WhereToLook(
            trails=tuple(register.nodes[slug].trail for slug in slugs),
            last_seen=max(seen, key=lambda view: (view.seen_on, view.evidence.title), default=None),
            contacts=contacts,
            request=self._request(one, contacts),
        )

    def _request(self, one: AssessedTask, contacts: tuple[Unit, ...]) -> str:
        """The words of an application for disclosure; empty where the wording asks for nothing that could be disclosed."""
        if all(assessed.measure.kind == "unobservable" for assessed in one.measures):
            return ""
        names = dict.fromkeys(_TO_FILL_IN if unit.is_group else unit.full_name or unit.name for unit in contacts)
        wanted = f"《{self.record.title}》任务 {one.task.id}“{wording.headline(one.task)}”"
        return f"{'、'.join(names)}：依照《中华人民共和国政府信息公开条例》，申请公开{wanted}所要求公开的内容。"

    @property
    def looks(self) -> tuple[WhereToLook, ...]:
        """The card of every task, in order."""
        return tuple(self._where_to_look(one) for one in self.assessed.tasks)

    def _contacts(self, one: AssessedTask) -> tuple[str, ...]:
        """Whom to ask: the leads, or whoever a change put in charge; of a unit that is no more, its successor."""
        issued = {} if one.standing.is_reassigned else dict.fromkeys(one.task.lead_units or one.task.responsible_units)
        asked = (*issued, *one.standing.reassigned_to)
        return tuple(dict.fromkeys(self.place.register.answering_for(slug, self.place.as_of) for slug in asked))

    def _kinds(self, task: Task) -> tuple[Link, ...] | None:
        """Links to the kinds of article 20 that a task serves; None while nobody has classified it."""
        return None if task.article_20 is None else tuple(self.place.kind_link(KINDS[number]) for number in sorted(task.article_20))

    def rows_serving(self, kind: Kind) -> Iterator[TaskRow]:
        """The tasks of which the information is of this kind."""
        yield from (self.rows[one.task.id] for one in self.assessed.tasks if kind.number in (one.task.article_20 or ()))

    def _continued(self, task_id: str | None) -> tuple[Link, TaskRow] | None:
        return (self.before.link, self.before.rows[task_id]) if self.before and task_id in self.before.rows else None

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
        before = self.before
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

    @cached_property
    def matrix(self) -> Matrix:
        units = {unit.slug: unit for one in self.assessed.tasks for unit in one.units}
        ordered = [unit for slug, unit in self.place.register.units.items() if slug in units]
        rows = []
        for one in self.assessed.tasks:
            by_unit = {unit.slug: summary(cell.verdict for cell in one.cells_of(unit)) for unit in one.units}
            rows.append((self.rows[one.task.id], tuple(by_unit.get(unit.slug) for unit in ordered)))
        return Matrix(tuple((unit.slug, self.place.unit_link(unit.slug)) for unit in ordered), tuple(rows))

    def _changes(self) -> Page:
        return page(
            self.changes_address,
            "changes",
            "更新记录",
            [self.place.link, self.link],
            where=self.name,
            description=descriptions.plan_changes(self.name),
            demonstration=self.record.demonstration,
            plans=(self,),
            feed=self.place.feed_address,
        )

    @cached_property
    def due_days(self) -> tuple[DueDay, ...]:
        return due_days(self.assessed, self.rows, self.place)

    @property
    def months(self) -> tuple[Months, ...]:
        """The time line of due dates."""
        return time_line(self.due_days, self.place.as_of)

    def _deadlines(self) -> Page:
        dated = sum(len(day.measures) for day in self.due_days)
        return page(
            self.deadlines_address,
            "deadlines",
            "到期日历",
            [self.place.link, self.link],
            where=self.name,
            description=descriptions.deadlines(self.name, dated),
            demonstration=self.record.demonstration,
            place=self.place,
            plan=self,
            months=self.months,
            narrowings=narrowings((one.facets for day in self.due_days for one in day.measures), self.place.register.units),
            dated=dated,
            measures=sum(len(one.measures) for one in self.assessed.tasks),
        )

    def _measure_view(self, one: AssessedTask, position: int) -> MeasureView:
        assessed = one.measures[position]
        measure = assessed.measure
        return MeasureView(
            measure=measure,
            verdict=assessed.verdict,
            kind_label=DUTY_KINDS[measure.kind],
            time_limit=wording.time_limit(measure),
            paths=tuple(self.place.trail_of(self.place.register.nodes[slug]) for slug in measure.publication_paths),
            revisions=tuple(revision for revision in one.standing.revisions if revision.before.number == measure.number),
            periods=self._periods(assessed),
            time_words=wording.own_time_words(measure),
            channels=wording.channels(measure, self._meaning_of_other_channels),
        )

    @cached_property
    def _meaning_of_other_channels(self) -> str:
        return wording.meaning_of_other_channels(measure for task in self.plan.tasks for measure in task.measures)

    def _periods(self, assessed: AssessedMeasure) -> Periods | None:
        """Period by period and unit by unit, unless one strip speaks for all."""
        strips = {cell.unit.slug: dict(cell.verdict.strip) for cell in assessed.cells if cell.verdict.strip}
        if not strips or assessed.verdict.strip:
            return None
        labels = tuple(dict.fromkeys(label for strip in strips.values() for label in strip))
        # Periods are the same for all; events, labelled by their dates, are not.
        labels = tuple(sorted(labels)) if assessed.measure.kind == "triggered" else labels
        rows = (UnitCells(self.place.unit_link(slug), tuple(map(strip.get, labels))) for slug, strip in strips.items())
        return Periods(labels, tuple(rows))

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
        return Duties(self.plan.year, self.address, tasks, paths, tuple(one for one in self.carried if unit.slug in one.units))

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
        role = LEADS_AND_OWES if leads and owes else LEADS if leads else OWES if owes else OWES_AS_MEMBER
        group = next((cell.group for cell in cells if cell.group), None)
        own = [measure.measure for measure in assessed.measures if measure.cell_of(unit.slug)] if cells else task.measures
        return UnitTask(role, row, verdict, cells, self.place.unit_link(group.slug) if group else None, TimeWords.of(own))

    def uses_of(self, node: Node) -> Iterator[PathUse]:
        """Measures to be published in this very column."""
        yield from (use for use in self.uses if use.node.slug == node.slug)

    def uses_below(self, node: Node) -> Iterator[PathUse]:
        """Measures to be published in a column below it."""
        yield from (use for use in self.uses if use.node.slug != node.slug and use.node.is_within(node))

    @cached_property
    def uses(self) -> tuple[PathUse, ...]:
        return tuple(
            PathUse(
                node=self.place.register.nodes[slug],
                row=self.rows[one.task.id],
                address=addresses.measure(self.plan, one.task, assessed.measure),
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
        for use in self.uses:
            if use.row.id == evidence.task and (not evidence.measures or use.measure.number in evidence.measures):
                yield use
