"""What a plan shows: its tasks by section, unit and publication path, its evidence, its chronicle, its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from gongkai.judging.assessment import AssessedPlan, Assessment
from gongkai.judging.chronicle import Chronicle
from gongkai.judging.curves import Curves
from gongkai.judging.scorecard import Scorecard
from gongkai.records.ledger_records import Evidence, Search
from gongkai.records.plan_records import PlanRecord
from gongkai.records.portal import Jurisdiction, Plan
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import Kind
from gongkai.words.record import Grouped

from . import addresses, sentences, wording
from .details import Continued, EvidenceView, Matrix, Unsettled
from .lists import Carried, Duties, PublicationPathUse, SectionTasks, TaskRow
from .pictures import DueDay, MomentView, due_days
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
    curves: Curves
    chronicle: Chronicle
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
            feed_address=addresses.plan_feed(self.plan),
            sheet_address=addresses.tasks_sheet(self.plan),
            csv_address=addresses.tasks_csv(self.plan),
            json_address=addresses.plan_json(self.plan),
            report=addresses.plan_report(self.plan),
        )

    @cached_property
    def tasks(self) -> dict[str, ShownTask]:
        return {assessed.task.id: ShownTask(self.place, assessed) for assessed in self.assessed.tasks}

    @cached_property
    def rows(self) -> dict[str, TaskRow]:
        return {task_id: task.row for task_id, task in self.tasks.items()}

    @cached_property
    def sections(self) -> tuple[SectionTasks, ...]:
        rows = Grouped.of(((task.task.section, task.task.subsection), task.row) for task in self.tasks.values())
        return tuple(SectionTasks.of(section, addresses.section(self.plan, section), rows) for section in self.record.sections)

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(self.tasks[evidence.task].evidence_view(evidence) for evidence in self.assessed.ledger.evidence)

    @cached_property
    def evidence_of(self) -> Grouped[str, EvidenceView]:
        """By task."""
        return Grouped.of((view.evidence.task, view) for view in self.evidence)

    @cached_property
    def evidence_naming(self) -> Grouped[str, EvidenceView]:
        """By unit."""
        return Grouped.of((slug, view) for view in self.evidence for slug in dict.fromkeys(view.evidence.units))

    def evidence_for(self, rows: Iterable[TaskRow]) -> Iterator[EvidenceView]:
        """That of some of its tasks."""
        return (view for row in rows for view in self.evidence_of[row.id])

    @cached_property
    def searches_for(self) -> Grouped[str, Search]:
        """By task, where somebody or a program looked for it, the last first."""
        return Grouped.of((search.task, search) for search in self._searches if search.task)

    @cached_property
    def searches_in(self) -> Grouped[str, Search]:
        """By column, what was looked for in it, the last first."""
        return Grouped.of((search.column, search) for search in self._searches if search.column)

    @cached_property
    def _searches(self) -> list[Search]:
        return sorted((it for it in self.plan.ledger.searches if it.on <= self.place.as_of), key=lambda search: search.on, reverse=True)

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
        """What happened, oldest first."""
        return tuple(sorted(self.newest_entries, key=lambda view: view.moment.in_time))

    @cached_property
    def newest_entries(self) -> tuple[MomentView, ...]:
        """The same by the day of entry, newest first, on one day by task."""
        views = (
            MomentView(moment, self.tasks[moment.entry.task].link, self.place.unit_links(moment.entry.units), turn)
            for moment, turn in self.chronicle.entries
        )
        return tuple(sorted(views, key=lambda view: (view.moment.entered_on, view.task.address), reverse=True))

    @cached_property
    def history_of(self) -> Grouped[str, MomentView]:
        """By task, its own chronicle."""
        return Grouped.of((view.moment.entry.task, view) for view in self.history)

    @cached_property
    def entries_naming(self) -> Grouped[str, MomentView]:
        """By unit, newest first."""
        return Grouped.of((slug, view) for view in self.newest_entries for slug in dict.fromkeys(view.moment.entry.units))

    @property
    def changed_on(self) -> date | None:
        """The day of the newest entry, else the document's own."""
        entered = [view.moment.entered_on for view in self.newest_entries[:1]]
        return max([*entered, *filter(None, (self.record.issued_on, self.record.published_on))], default=None)

    @cached_property
    def carried(self) -> tuple[Carried, ...]:
        """What last year's plan left open, with what became of it."""
        if self.before is None:
            return ()
        continued = {task.task.continues: task.row for task in self.tasks.values() if task.task.continues}
        left = (task for task in self.before.tasks.values() if _is_open(task))
        return tuple(Carried(task.row, continued.get(task.task.id), frozenset(unit.slug for unit in task.assessed.units)) for task in left)

    def scorecard_of(self, rows: Iterable[TaskRow]) -> Scorecard:
        return Scorecard.of(cell.verdict for row in rows for cell in self.tasks[row.id].assessed.cells)

    def matrix_of(self, rows: Iterable[TaskRow]) -> Matrix:
        """Some of its tasks by the units that owe any of them."""
        shares = [(row, self.tasks[row.id].assessed.shares) for row in rows]
        owing = {slug for _, of_task in shares for slug in of_task}
        return Matrix.of({slug: self.place.unit_link(slug) for slug in self.place.register.units if slug in owing}, shares)

    @cached_property
    def due_days(self) -> tuple[DueDay, ...]:
        return due_days(self.assessed, self.rows, self.place)

    @cached_property
    def meaning_of_other_channels(self) -> str:
        return wording.meaning_of_other_channels(measure for task in self.plan.tasks for measure in task.measures)

    @cached_property
    def duties(self) -> Mapping[str, Duties]:
        """By unit, all tasks that it leads or is responsible for, itself or as a member of a group."""
        tasks = Grouped.of((slug, task) for task in self.tasks.values() for slug in task.duties)
        return {slug: self._owed_by(unit, tasks[slug]) for slug, unit in self.place.register.units.items()}

    def _owed_by(self, unit: Unit, tasks: Iterable[ShownTask]) -> Duties:
        owed = {slug for task in tasks for measure in task.task.measures for slug in measure.publication_paths}
        duties, paths = tuple(task.duties[unit.slug] for task in tasks), self.place.publication_paths(owed)
        card, tally = Scorecard.of(verdict for duty in duties for verdict in duty.verdicts), Tally.of(duty.verdict for duty in duties)
        return Duties(self.summary, duties, paths, self._carried_by[unit.slug], addresses.unit_report(self.plan, unit), card, tally)

    @cached_property
    def _carried_by(self) -> Grouped[str, Carried]:
        """By unit."""
        return Grouped.of((slug, left) for left in self.carried for slug in left.units)

    @cached_property
    def uses(self) -> tuple[PublicationPathUse, ...]:
        return tuple(use for task in self.tasks.values() for use in task.uses())

    @cached_property
    def uses_of(self) -> Grouped[str, PublicationPathUse]:
        """By column, the measures to be published in this very one."""
        return Grouped.of((use.node.slug, use) for use in self.uses)

    @cached_property
    def uses_below(self) -> Grouped[str, PublicationPathUse]:
        """By column, the measures to be published in another below it."""
        return Grouped.of((step.slug, use) for use in self.uses for step in use.node.trail[:-1])

    @cached_property
    def evidence_in(self) -> Grouped[str, EvidenceView]:
        """By column, the evidence seen in it or below, or seen elsewhere for a duty promised in it."""
        return Grouped.of((slug, view) for view in self.evidence for slug in self._columns_of(view.evidence))

    def _columns_of(self, evidence: Evidence) -> Iterable[str]:
        if column := self.place.register.nodes.get(evidence.found_in or ""):
            return (step.slug for step in column.trail)
        measures = self.tasks[evidence.task].assessed.measures_of(evidence)
        return dict.fromkeys(slug for measure in measures for slug in measure.measure.publication_paths)


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
    place, days = Place(jurisdiction, assessment.as_of), assessment.portal.work_calendar
    plans: list[ShownPlan] = []
    for assessed in reversed(assessment.plans_of(jurisdiction)):
        named = replace(place, named_on=assessed.plan.roster_on)
        plans.append(ShownPlan(named, assessed, Curves(assessed, days), Chronicle(assessed, days), plans[-1] if plans else None))
    return ShownPlace(place, tuple(reversed(plans)))
