"""The pages of one plan: the plan, what changed, what is due, its sections and its tasks; and those of the kinds of information that tasks serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongkai.judging.assessment import AssessedMeasure
from gongkai.judging.changes import Revision
from gongkai.judging.deadlines import reminded
from gongkai.words.article_20 import KINDS, Kind
from gongkai.words.labels import DUTY_KINDS
from gongkai.words.numerals import chinese_number

from . import addresses, descriptions, sentences, wording
from .details import EvidenceViews, MeasureView, RevisionView
from .lists import LOOKED_THROUGH, KindTasks, Narrowing, PlanTasks, SectionTasks, narrowings
from .pictures import Curve, Overview, time_line
from .places import folded
from .plans import ShownPlace, ShownPlan
from .sentences import Sentence
from .shell import DataSet
from .tasks import ShownTask, letter, where_to_look
from .templates import DeadlinesView, PlanView, SectionView, TaskView
from .views import Branch, Link, Neighbours, Page, PlaceView, View, neighbours


def pages_of(plan: ShownPlan, duties: Mapping[str, Branch]) -> Iterator[Page]:
    """All of them, the plan itself first; by their ids, the duties in common that have a page, and other plans with them."""
    overview = _overview(plan)
    yield _index(plan, overview)
    yield _deadlines(plan)
    for position, section in enumerate(plan.sections):
        around = neighbours(plan.sections, position, lambda other: Link(other.title, other.address))
        yield from (_section(plan, section, part, around, overview) for part in section.parts)
    standing = {row.id: part.address for section in plan.sections for part in section.parts for row in part.rows}
    shown = tuple(plan.tasks.values())
    for position, task in enumerate(shown):
        trail = _trail(plan, task, standing[task.task.id])
        yield _task(plan, task, trail, duties, neighbours(shown, position, lambda other: other.link))


def _overview(plan: ShownPlan) -> Overview:
    unsettled = (plan.unsettled.unopened, plan.unsettled.unchecked, plan.unsettled.doubtful) if plan.summary.concluded_on else ()
    lines = sum(min(len(listed), addresses.PAGES_IN_A_LIST) for listed in (*unsettled, plan.carried))
    return Overview.of(plan.matrix_of(plan.rows.values()), lines)


def _index(plan: ShownPlan, overview: Overview) -> Page:
    place, record = plan.place, plan.record
    description = descriptions.described(f"{place.record.name}{record.year}年政务公开任务", plan.summary.sentence)
    facts, dataset = descriptions.facts(record), DataSet(plan.summary, description, record.issuer, plan.changed_on)
    return Page(
        place.head(plan.summary.address, "plan", wording.plan_title(place.record.short_name, record.year), description, [place.link]),
        PlanView(
            place=place.view,
            plan=plan.summary,
            record=record,
            facts=tuple((label, words) for label, words in facts.items() if words),
            unstated=tuple(label for label, words in facts.items() if not words),
            scorecard=plan.scorecard_of(plan.rows.values()),
            sections=plan.sections,
            carried=plan.carried,
            overview=overview,
            curve=Curve.of(plan.curves.whole, place.as_of),
            units=place.unit_links(slug for slug in place.register.units if slug in plan.plan.unit_slugs),
            narrowings=narrowings((row.facets for row in plan.rows.values()), place.register.units) if overview.has_tasks else (),
            dataset=None if record.demonstration else dataset,
            unsettled=plan.unsettled if plan.summary.concluded_on and plan.unsettled.is_any else None,
            calendar=plan.summary.calendar_address if reminded(plan.assessed) else None,
        ),
    )


def _deadlines(plan: ShownPlan) -> Page:
    place = plan.place
    dated = [due for day in plan.due_days for due in day.measures]
    description = descriptions.deadlines(plan.name, len(dated))
    return Page(
        place.head(plan.summary.deadlines_address, "deadlines", "到期日历", description, [place.link, plan.link], plan.crumbs, plan.name),
        DeadlinesView(
            place=place.view,
            plan=plan.summary,
            months=time_line(plan.due_days, None if plan.summary.concluded_on else place.as_of),
            narrowings=narrowings((due.facets for due in dated), place.register.units),
            dated=len(dated),
            measure_count=sum(len(task.assessed.measures) for task in plan.tasks.values()),
        ),
    )


def _section(plan: ShownPlan, section: SectionTasks, part: SectionTasks, around: Neighbours, of_plan: Overview) -> Page:
    place, sentence = plan.place, sentences.of_plans([plan.assessed], wanted=lambda task: task.section == section.section.number)
    description = descriptions.described(
        f"{plan.name}政务公开任务第{chinese_number(section.section.number)}部分（{section.section.title}）", sentence
    )
    number = section.parts.index(part) + 1
    where = plan.name if number == 1 else f"{plan.name} 第 {number} 页"
    overview = None if of_plan.matrix else Overview.of(plan.matrix_of(part.rows), addresses.PAGES_IN_A_LIST)
    overview = overview and overview._replace(picture=None if of_plan.picture else overview.picture)
    is_wide = overview is not None and overview.matrix is not None
    return Page(
        place.head(part.address, "section", section.title, description, [place.link, plan.link], plan.crumbs, where),
        SectionView(
            place=place.view,
            plan=plan.summary,
            section=section,
            part=part,
            ways=tuple(Link(f"{other.rows[0].id} 到 {other.rows[-1].id}", other.address) for other in section.parts if section.parts[1:]),
            overview=overview,
            sentence=sentence,
            evidence=EvidenceViews.of(plan.evidence_for(section.rows)),
            scorecard=plan.scorecard_of(section.rows),
            narrowings=narrowings((row.facets for row in part.rows), place.register.units, 1 if is_wide else LOOKED_THROUGH),
            neighbours=around,
        ),
    )


def _task(plan: ShownPlan, task: ShownTask, trail: tuple[Link, ...], duties: Mapping[str, Branch], around: Neighbours) -> Page:
    """With everything that the plan tells of the task."""
    place, row = plan.place, task.row
    sentence = sentences.of_task(
        task.assessed, (view.evidence for view in plan.evidence_of[row.id]), sentences.Documents.of([plan.assessed])
    )
    return Page(
        place.head(
            row.address,
            "task",
            row.title,
            descriptions.described(f"{plan.name}政务公开任务 {row.id} {row.title}", sentence),
            trail,
            (*plan.crumbs, _heading(task, trail)),
            where=f"{plan.name}任务 {row.id}",
        ),
        TaskView(
            place=place.view,
            plan=plan.summary,
            record=plan.record,
            task=task.task,
            row=row,
            sentence=sentence,
            nothing_seen=sentences.nothing_seen(task.assessed),
            measures=tuple(_measure(plan, task, assessed) for assessed in task.assessed.measures),
            evidence=EvidenceViews.of(plan.evidence_of[row.id], plan.searches_for[row.id]),
            units=task.unit_table,
            history=plan.history_of[row.id],
            reassigned_to=place.unit_links(task.assessed.standing.reassigned_to),
            where_to_look=where_to_look(task),
            letter=letter(task, plan.evidence_of[row.id]),
            in_charge=task.in_charge,
            continues=plan.continued(task),
            kinds=task.kinds,
            duties=tuple(duties[slug] for slug in task.task.all_duties if slug in duties),
            neighbours=around,
        ),
    )


def _trail(plan: ShownPlan, task: ShownTask, address: str) -> tuple[Link, ...]:
    """The way to it; the address is that on which its section has it."""
    section = plan.record.section_of(task.task)
    subsection = section.subsection_of(task.task)
    anchor = addresses.subsection_anchor(subsection.number)
    return (
        plan.place.link,
        plan.link,
        Link(wording.section_title(section), address),
        Link(wording.subsection_title(subsection), f"{address}#{anchor}"),
    )


def _heading(task: ShownTask, trail: tuple[Link, ...]) -> Link:
    """The heading that it stands under, by its numbers: 一（二）."""
    numbers = f"{chinese_number(task.task.section)}（{chinese_number(task.task.subsection)}）"
    return Link(numbers, trail[-1].address)


def _measure(plan: ShownPlan, task: ShownTask, assessed: AssessedMeasure) -> MeasureView:
    measure, nodes = assessed.measure, plan.place.register.nodes
    revisions = (revision for revision in task.assessed.standing.revisions if revision.before.number == measure.number)
    return MeasureView(
        measure=measure,
        verdict=assessed.verdict,
        kind_label=DUTY_KINDS[measure.kind],
        time_limit=wording.time_limit(measure),
        time_words=wording.own_time_words(measure),
        channels=wording.channels(measure, plan.meaning_of_other_channels),
        publication_paths=folded(plan.place.publication_path(nodes[slug]) for slug in measure.publication_paths),
        revisions=tuple(_revision(plan, revision) for revision in revisions),
        periods=task.periods(assessed),
    )


def _revision(plan: ShownPlan, revision: Revision) -> RevisionView:
    replaced_by = revision.change.replaced_by
    return RevisionView(revision, plan.place.unit_links(revision.after.units), plan.rows[replaced_by] if replaced_by else None)


@dataclass(frozen=True)
class KindsView(View):
    """The fifteen kinds of article 20, and how many tasks were classified."""

    template = "kinds"
    kinds: tuple[KindTasks, ...]
    total: int
    of_none: int
    unclassified: int

    @property
    def classified(self) -> int:
        return self.total - self.of_none - self.unclassified


@dataclass(frozen=True)
class KindView(View):
    """One kind with the tasks that serve it."""

    template = "kind"
    place: PlaceView
    kind: KindTasks
    sentence: Sentence
    narrowings: tuple[Narrowing, ...]
    neighbours: Neighbours


def pages_of_kinds(shown: ShownPlace) -> Iterator[Page]:
    """The list, then each kind that a task serves."""
    kinds = tuple(_serving(shown, kind) for kind in KINDS.values())
    served = [kind for kind in kinds if kind.rows]
    yield _kinds_index(shown, kinds)
    for position, kind in enumerate(served):
        yield _kind(shown, kind, neighbours(served, position, lambda other: other.link))


def _serving(shown: ShownPlace, kind: Kind) -> KindTasks:
    by_plan = (PlanTasks(plan.link, plan.rows_serving(kind)) for plan in shown.plans)
    return KindTasks(kind, shown.place.kind_link(kind), tuple(serving for serving in by_plan if serving.rows))


def _kinds_index(shown: ShownPlace, kinds: tuple[KindTasks, ...]) -> Page:
    place = shown.place
    classified = [task.task.article_20 for plan in shown.plans for task in plan.tasks.values()]
    title = f"{place.record.short_name}的十五类信息"
    return Page(
        place.head(place.view.kinds_address, "kinds", title, descriptions.kinds(place.record), [place.link]),
        KindsView(kinds, total=len(classified), of_none=classified.count(()), unclassified=classified.count(None)),
    )


def _kind(shown: ShownPlace, kind: KindTasks, around: Neighbours) -> Page:
    place = shown.place
    sentence = sentences.of_plans(shown.assessed, wanted=lambda task: task.serves(kind.kind.number))
    about = f"{place.record.short_name}，《政府信息公开条例》第二十条第{chinese_number(kind.kind.number)}项（{kind.kind.wording}）"
    return Page(
        place.head(
            kind.link.address,
            "kind",
            kind.link.title,
            descriptions.described(about, sentence),
            [place.link, Link("十五类信息", place.view.kinds_address)],
            where=f"{place.record.short_name}的十五类信息",
        ),
        KindView(
            place=place.view,
            kind=kind,
            sentence=sentence,
            narrowings=narrowings((row.facets for row in kind.rows), place.register.units),
            neighbours=around,
        ),
    )
