"""The page that shows every component of the theme with what a made-up place fills it with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import BADGES, Badge, Verdict
from gongkai.pages import addresses, descriptions, sentences
from gongkai.pages.details import EvidenceView, Matrix, UnitTable, WhereToLook
from gongkai.pages.lists import Carried, Narrowing, TaskRow, UnitTask, narrowings
from gongkai.pages.pictures import Curve, MomentView, Months, Picture, picture, time_line
from gongkai.pages.plans import ShownPlace, ShownPlan
from gongkai.pages.sentences import Sentence
from gongkai.pages.tasks import where_to_look
from gongkai.pages.views import HOME_LINK, Head, Link, Neighbours, Page, PlaceView, Progress, Tally, View

T = TypeVar("T")
_OUTLINE = 5


@dataclass(frozen=True)
class ComponentsView(View):
    """What the templates' macros are called with, one tuple per component."""

    template = "components"
    place: PlaceView
    badges: tuple[Badge, ...]
    sentences: tuple[Sentence, ...]
    verdicts: tuple[Verdict, ...]
    rows: tuple[TaskRow, ...]
    members: tuple[UnitTask, ...]
    tallies: tuple[Tally, ...]
    progress: tuple[Progress, ...]
    scorecards: tuple[Scorecard, ...]
    matrix: Matrix
    picture: Picture
    curves: tuple[Curve, ...]
    unit_tables: tuple[UnitTable, ...]
    evidence: tuple[EvidenceView, ...]
    moments: tuple[MomentView, ...]
    carried: tuple[Carried, ...]
    looks: tuple[WhereToLook, ...]
    trails: tuple[tuple[Link, ...], ...]
    publication_paths: tuple[tuple[Link, ...], ...]
    narrowings: tuple[Narrowing, ...]
    months: tuple[Months, ...]
    doubts: tuple[str, ...]
    neighbours: tuple[Neighbours, ...]


def components_page(made_up: ShownPlace) -> Iterator[Page]:
    """The page of components, which a made-up place gives."""
    head = Head(addresses.COMPONENTS, "components", "页面的部件", descriptions.COMPONENTS, (HOME_LINK,), is_demonstration=True)
    yield Page(head, _specimens(made_up))


def _specimens(shown: ShownPlace) -> ComponentsView:
    place, plan = shown.place, shown.plans[0]
    duties = plan.duties.values()
    links = tuple(row.link for row in plan.summary.progress[:3])
    tables = (table for task in plan.tasks.values() if (table := task.unit_table))
    matrix = plan.matrix_of(plan.rows.values())
    looks = map(where_to_look, plan.tasks.values())
    return ComponentsView(
        place=place.view,
        badges=tuple(BADGES.values()),
        sentences=_first_of_each((sentences.of_task(task) for task in plan.assessed.tasks), lambda sentence: len(sentence.said)),
        verdicts=_first_of_each(
            _verdicts(shown.plans), lambda verdict: (verdict.badge.id, verdict.timing, bool(verdict.detail), verdict.is_unopened)
        ),
        rows=_first_of_each(shown.rows, lambda row: (row.verdict.badge.id, len(row.lead_units), bool(row.due_on))),
        members=_first_of_each((duty for owed in duties for duty in owed.tasks), lambda duty: (duty.role, bool(duty.group))),
        tallies=(plan.summary.tally, *(section.tally for section in plan.sections)),
        progress=plan.summary.progress,
        scorecards=_first_of_each((plan.scorecard_of(plan.rows.values()), *(owed.scorecard for owed in duties)), _state_of_scorecard),
        matrix=Matrix(matrix.columns[:_OUTLINE], tuple(row._replace(verdicts=row.verdicts[:_OUTLINE]) for row in matrix.rows[:_OUTLINE])),
        picture=picture(matrix),
        curves=tuple(curve for other in shown.plans if (curve := Curve.of(other.curves.whole, place.as_of))),
        unit_tables=_first_of_each(tables, lambda table: (len(table.groups), len(table.alike))),
        evidence=_first_of_each(shown.evidence, _state_of_evidence),
        moments=_first_of_each((view for plan in shown.plans for view in plan.history), lambda view: view.moment.label),
        carried=plan.carried,
        looks=_first_of_each(looks, lambda look: (bool(look.paths), look.is_nowhere, look.addresses, len(look.contacts) > 1)),
        trails=((place.link,), (*plan.crumbs, *links)),
        publication_paths=_first_of_each(map(place.publication_path, place.register.nodes.values()), len),
        narrowings=narrowings((row.facets for row in shown.rows), place.register.units),
        months=time_line(plan.due_days, place.as_of)[:_OUTLINE],
        doubts=("原文此处有两个日期，不一致。",),
        neighbours=(Neighbours(None, links[-1]), Neighbours(links[0], links[-1]), Neighbours(links[0], None)),
    )


def _verdicts(plans: Sequence[ShownPlan]) -> Iterable[Verdict]:
    for task in (task for plan in plans for task in plan.assessed.tasks):
        yield task.verdict
        yield from (cell.verdict for cell in task.cells)


def _state_of_scorecard(card: Scorecard) -> Hashable:
    return card.due and card.percent(0) is None, *map(bool, (card.late, card.overdue, card.due or card.ahead, card.due or card.undated))


def _state_of_evidence(view: EvidenceView) -> Hashable:
    evidence = view.evidence
    return evidence.strength, evidence.covers, evidence.is_unopened, view.is_elsewhere, bool(evidence.dead_on), bool(evidence.url)


def _first_of_each(specimens: Iterable[T], state: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first of every state, in the order in which they come."""
    by_state: dict[Hashable, T] = {}
    for specimen in specimens:
        by_state.setdefault(state(specimen), specimen)
    return tuple(by_state.values())
