"""What a plan shows: its tasks by section, unit and publication path, its evidence, its chronicle, its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from gongkai.judging.assessment import AssessedPlan, Assessment
from gongkai.judging.history import moments
from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import summary
from gongkai.records.ledger_records import Evidence, Search
from gongkai.records.plan_records import PlanRecord, Section
from gongkai.records.portal import Jurisdiction, Node, Plan
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import Kind

from . import addresses, sentences, wording
from .details import Continued, EvidenceView, Matrix, MatrixColumn, MatrixRow, MomentView, Unsettled
from .lists import Carried, Duties, PublicationPathUse, SectionTasks, SubsectionTasks, TaskRow
from .pictures import DayEntries, DueDay, due_days
from .places import Place
from .sentences import Sentence
from .tasks import ShownTask
from .views import Link, PlaceSummary, PlanSummary, Progress, SearchablePlace, Tally

# Of these nothing remains to be done, so next year's plan need not look back on them.
_SETTLED = {"changed", "waived", "not_judged", "not_triggered"}


@dataclass(frozen=True)
class ShownPlan:
    """A judged plan at its place; `before` is the plan that it follows."""

    place: Place
    assessed: AssessedPlan
    before: ShownPlan | None = None

    @property
    def plan(self) -> Plan:
        return self.assessed.plan

    @property
    def record(self) -> PlanRecord:
        return self.plan.record

    @property
    def name(self) -> str:
        return f"{self.place.record.short_name} {self.plan.year}年"

    @property
    def link(self) -> Link:
        return self.summary.link

    @property
    def crumbs(self) -> tuple[Link, ...]:
        """The way to its pages in one step: 铜梁区2021年要点."""
        return (Link(f"{self.place.record.short_name}{self.link.title}", self.link.address),)

    @cached_property
    def summary(self) -> PlanSummary:
        return PlanSummary(
            name=self.name,
            title=self.record.title,
            year=self.plan.year,
            concluded_on=self.record.concluded_on if self.record.is_concluded_on(self.place.as_of) else None,
            sentence=sentences.of_plans([self.assessed]),
            tally=Tally.of(row.verdict for row in self.rows.values()),
            progress=tuple(Progress(Link(section.title, section.address), section.tally) for section in self.sections),
            address=addresses.plan(self.plan),
            deadlines_address=addresses.deadlines(self.plan),
            changes_address=addresses.plan_changes(self.plan),
            calendar_address=addresses.plan_calendar(self.plan),
            sheet_address=addresses.tasks_sheet(self.plan),
            csv_address=addresses.tasks_csv(self.plan),
            json_address=addresses.plan_json(self.plan),
        )

    @cached_property
    def tasks(self) -> dict[str, ShownTask]:
        return {assessed.task.id: ShownTask(self.place, assessed) for assessed in self.assessed.tasks}

    @cached_property
    def rows(self) -> dict[str, TaskRow]:
        return {task_id: task.row for task_id, task in self.tasks.items()}

    @cached_property
    def sections(self) -> tuple[SectionTasks, ...]:
        return tuple(self._section(section) for section in self.record.sections)

    def _section(self, section: Section) -> SectionTasks:
        rows: dict[int, list[TaskRow]] = {subsection.number: [] for subsection in section.subsections}
        for task in self.tasks.values():
            if task.task.section == section.number:
                rows[task.task.subsection].append(task.row)
        return SectionTasks(
            section=section,
            title=wording.section_title(section),
            address=addresses.section(self.plan, section),
            subsections=tuple(
                SubsectionTasks(
                    subsection,
                    wording.subsection_title(subsection),
                    addresses.subsection_anchor(subsection.number),
                    tuple(rows[subsection.number]),
                )
                for subsection in section.subsections
            ),
        )

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(self.tasks[evidence.task].evidence_view(evidence) for evidence in self.assessed.ledger.evidence)

    def evidence_of(self, task: ShownTask) -> tuple[EvidenceView, ...]:
        return tuple(view for view in self.evidence if view.evidence.task == task.task.id)

    def evidence_for(self, rows: Iterable[TaskRow]) -> Iterator[EvidenceView]:
        """That of some of its tasks."""
        ids = {row.id for row in rows}
        return (view for view in self.evidence if view.evidence.task in ids)

    def searches_for(self, task: ShownTask) -> tuple[Search, ...]:
        """Where somebody or a program looked for one of its tasks, the last first."""
        known = (search for search in self.plan.ledger.searches if search.task == task.task.id and search.on <= self.place.as_of)
        return tuple(sorted(known, key=lambda search: search.on, reverse=True))

    def searches_in(self, node: Node) -> tuple[Search, ...]:
        """Where somebody or a program looked in a column, whatever for."""
        known = (search for search in self.plan.ledger.searches if search.column == node.slug and search.on <= self.place.as_of)
        return tuple(sorted(known, key=lambda search: search.on, reverse=True))

    @property
    def unsettled(self) -> Unsettled:
        """What nobody has looked into yet: it stays listed when the plan is concluded."""
        return Unsettled(
            unopened=tuple(view for view in self.evidence if view.evidence.is_unopened),
            unchecked=tuple(row for row in self.rows.values() if row.verdict.badge.id == "unchecked"),
            doubtful=tuple(task.row for task in self.tasks.values() if task.task.all_doubts),
        )

    def rows_serving(self, kind: Kind) -> tuple[TaskRow, ...]:
        """The tasks of which the information is of this kind."""
        return tuple(task.row for task in self.tasks.values() if kind.number in (task.task.article_20 or ()))

    def continued(self, task: ShownTask) -> Continued | None:
        """The task of the plan before that a task continues."""
        task_id = task.task.continues
        return Continued(self.before.link, self.before.rows[task_id]) if self.before and task_id in self.before.rows else None

    @cached_property
    def history(self) -> tuple[MomentView, ...]:
        """The chronicle, oldest first."""
        return tuple(
            MomentView(moment, self.tasks[moment.entry.task].link, self.place.unit_links(moment.entry.units))
            for moment in moments(self.plan, self.place.as_of)
        )

    @property
    def newest_entries(self) -> tuple[DayEntries, ...]:
        """The chronicle by the day of entry, newest first."""
        entries = sorted(self.history, key=lambda view: (view.moment.entered_on, view.task.address), reverse=True)
        return tuple(DayEntries.of(day, views) for day, views in groupby(entries, key=lambda view: view.moment.entered_on))

    @property
    def changed_on(self) -> date | None:
        """The day of the newest entry, else the document's own."""
        entered = [view.moment.entered_on for view in self.history]
        issued = [day for day in (self.record.issued_on, self.record.published_on) if day]
        return max([*entered, *issued], default=None)

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """What last year's plan left open, with what became of it."""
        if self.before is None:
            return ()
        continued = {task.task.continues: task.row for task in self.tasks.values() if task.task.continues}
        left = (task for task in self.before.tasks.values() if _is_open(task))
        return tuple(Carried(task.row, continued.get(task.task.id), frozenset(unit.slug for unit in task.assessed.units)) for task in left)

    @property
    def scorecard(self) -> Scorecard:
        return Scorecard.of(cell.verdict for cell in self.assessed.cells)

    def scorecard_of(self, rows: Iterable[TaskRow]) -> Scorecard:
        return Scorecard.of(cell.verdict for row in rows for cell in self.tasks[row.id].assessed.cells)

    @cached_property
    def matrix(self) -> Matrix:
        tasks = self.tasks.values()
        owing = {unit.slug for task in tasks for unit in task.assessed.units}
        units = [unit for slug, unit in self.place.register.units.items() if slug in owing]
        rows = []
        for task in tasks:
            by_unit = {unit.slug: summary(cell.verdict for cell in task.assessed.cells_of(unit)) for unit in task.assessed.units}
            rows.append(MatrixRow(task.row, tuple(by_unit.get(unit.slug) for unit in units)))
        return Matrix(tuple(MatrixColumn(unit.slug, self.place.unit_link(unit.slug)) for unit in units), tuple(rows))

    @cached_property
    def due_days(self) -> tuple[DueDay, ...]:
        return due_days(self.assessed, self.rows, self.place)

    @cached_property
    def meaning_of_other_channels(self) -> str:
        return wording.meaning_of_other_channels(measure for task in self.plan.tasks for measure in task.measures)

    def duties_of(self, unit: Unit) -> Duties:
        """All tasks that a unit leads or is responsible for, itself or as a member of a group."""
        shown = tuple((task, duty) for task in self.tasks.values() if (duty := task.duty_of(unit)))
        owed = {slug for task, _ in shown for measure in task.task.measures for slug in measure.publication_paths}
        publication_paths = tuple(self.place.publication_path(node) for slug, node in self.place.register.nodes.items() if slug in owed)
        carried = tuple(left for left in self.carried if unit.slug in left.units)
        return Duties(self.summary, tuple(duty for _, duty in shown), publication_paths, carried)

    @cached_property
    def uses(self) -> tuple[PublicationPathUse, ...]:
        return tuple(use for task in self.tasks.values() for use in task.uses())

    def uses_of(self, node: Node) -> Iterator[PublicationPathUse]:
        """Measures to be published in this very column."""
        yield from (use for use in self.uses if use.node.slug == node.slug)

    def uses_below(self, node: Node) -> Iterator[PublicationPathUse]:
        """Measures to be published in a column below it."""
        yield from (use for use in self.uses if use.node.slug != node.slug and use.node.is_within(node))

    def evidence_in(self, node: Node) -> Iterator[EvidenceView]:
        """Evidence seen in this column or below, or seen elsewhere for a duty promised here."""
        for view in self.evidence:
            column = self.place.register.nodes.get(view.evidence.found_in or "")
            serves = not column and any(use.node.slug == node.slug for use in self._uses_served(view.evidence))
            if serves or (column and column.is_within(node)):
                yield view

    def _uses_served(self, evidence: Evidence) -> Iterator[PublicationPathUse]:
        for use in self.uses:
            if use.row.id == evidence.task and (not evidence.measures or use.measure.number in evidence.measures):
                yield use


def _is_open(task: ShownTask) -> bool:
    badge = task.row.verdict.badge
    return badge.family != "done" and badge.id not in _SETTLED


@dataclass(frozen=True)
class ShownPlace:
    """A place and its plans, newest first."""

    place: Place
    plans: tuple[ShownPlan, ...]

    @property
    def assessed(self) -> tuple[AssessedPlan, ...]:
        return tuple(plan.assessed for plan in self.plans)

    @cached_property
    def sentence(self) -> Sentence:
        return sentences.of_plans(self.assessed)

    @property
    def summary(self) -> PlaceSummary:
        return PlaceSummary(self.place.view, tuple(plan.summary for plan in self.plans))

    @property
    def searchable(self) -> SearchablePlace:
        return SearchablePlace(self.place.view, self.summary.plans, self.unit_links)

    @property
    def unit_links(self) -> tuple[Link, ...]:
        return self.place.unit_links(self.place.register.units)

    @cached_property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for plan in self.plans for row in plan.rows.values())

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(view for plan in self.plans for view in plan.evidence)


def shown_places(assessment: Assessment) -> tuple[ShownPlace, ...]:
    """All places, those that are made up too."""
    return tuple(_shown(jurisdiction, assessment) for jurisdiction in assessment.portal.jurisdictions)


def _shown(jurisdiction: Jurisdiction, assessment: Assessment) -> ShownPlace:
    place = Place(jurisdiction, assessment.as_of)
    plans: list[ShownPlan] = []
    for assessed in reversed(assessment.plans_of(jurisdiction)):
        plans.append(ShownPlan(replace(place, named_on=assessed.plan.roster_on), assessed, plans[-1] if plans else None))
    return ShownPlace(place, tuple(reversed(plans)))
