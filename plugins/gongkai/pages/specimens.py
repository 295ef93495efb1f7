"""Every component of the theme in every state that the demonstration reaches: what components.html shows.

There are specimens only where there are made-up plans, so a published site has no such page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gongkai.judging.badges import BADGES, Verdict
from gongkai.judging.scorecard import Scorecard

from . import addresses, descriptions
from .narrowing import Narrowing, narrowings
from .places import PlacePages
from .plans import PlanPages
from .time_line import Months
from .views import Carried, EvidenceView, Link, Matrix, MomentView, Page, Progress, Tally, TaskRow, UnitTable, UnitTask, WhereToLook, page

T = TypeVar("T")
_OUTLINE = 5


@dataclass(frozen=True)
class Specimens:
    """What the templates' macros are called with, one tuple per component."""

    place: PlacePages
    verdicts: tuple[Verdict, ...]
    rows: tuple[TaskRow, ...]
    members: tuple[UnitTask, ...]
    tallies: tuple[Tally, ...]
    progress: tuple[Progress, ...]
    scorecards: tuple[Scorecard, ...]
    matrix: Matrix
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
    neighbours: tuple[tuple[Link | None, Link | None], ...]

    @property
    def dated_evidence(self) -> tuple[EvidenceView, ...]:
        """Those that may stand in a line each."""
        return tuple(view for view in self.evidence if view.evidence.published_on)


def components_page(places: Iterable[PlacePages]) -> Page | None:
    """The page of components; None where there is nothing made up to show them with."""
    place = next((one for one in places if one.jurisdiction.is_demonstration), None)
    if place is None:
        return None
    return page(
        addresses.COMPONENTS,
        "components",
        "页面的部件",
        description=descriptions.COMPONENTS,
        shown=_specimens(place),
        demonstration=True,
        badges=tuple(BADGES.values()),
    )


def _specimens(place: PlacePages) -> Specimens:
    plan = place.plans[0]
    rows = _one_of_each(place.rows, lambda row: (row.verdict.badge.id, len(row.lead_units), bool(row.due_on)))
    units_tasks = [one for unit in place.register.units.values() for one in plan.duties_of(unit).tasks]
    cards = [plan.scorecard, *(plan.duties_of(unit).scorecard for unit in place.register.units.values())]
    links = tuple(one.part for one in plan.progress[:3])
    return Specimens(
        place=place,
        verdicts=_one_of_each(_verdicts(place.plans), lambda verdict: (verdict.badge.id, verdict.timing, bool(verdict.detail))),
        rows=rows,
        members=_one_of_each(units_tasks, lambda one: (one.role, bool(one.group))),
        tallies=(plan.tally, *(section.tally for section in plan.sections)),
        progress=plan.progress,
        scorecards=_one_of_each(cards, lambda card: (bool(card.due), bool(card.late), bool(card.overdue), card.percent(0) is None)),
        matrix=Matrix(plan.matrix.units[:_OUTLINE], tuple((row, verdicts[:_OUTLINE]) for row, verdicts in plan.matrix.rows[:_OUTLINE])),
        unit_tables=_one_of_each(
            (table for task_id in plan.tasks if (table := plan.unit_table(task_id))), lambda table: (len(table.groups), len(table.alike))
        ),
        evidence=_one_of_each(place.evidence, _state_of_evidence),
        moments=_one_of_each((view for one in place.plans for view in one.history), lambda view: view.moment.label),
        carried=plan.carried,
        looks=_one_of_each(plan.looks, lambda look: (bool(look.trails), bool(look.last_seen), len(look.contacts) > 1)),
        trails=((), (place.link,), (place.link, plan.link, *links)),
        publication_paths=_one_of_each((place.trail_of(node) for node in place.register.nodes.values()), len),
        narrowings=narrowings((row.facets for row in place.rows), place.register.units),
        months=plan.months[:_OUTLINE],
        doubts=("原文此处有两个日期，不一致。",),
        neighbours=((None, links[-1]), (links[0], links[-1]), (links[0], None)),
    )


def _verdicts(plans: Sequence[PlanPages]) -> Iterable[Verdict]:
    for plan in plans:
        for one in plan.assessed.tasks:
            yield one.verdict
            yield from (cell.verdict for cell in one.cells)


def _state_of_evidence(view: EvidenceView) -> Hashable:
    one = view.evidence
    return one.strength, one.covers, one.is_unopened, view.is_elsewhere, bool(one.dead_on), bool(one.url)


def _one_of_each(every: Iterable[T], state: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first of every state, in the order in which they come."""
    found: dict[Hashable, T] = {}
    for one in every:
        found.setdefault(state(one), one)
    return tuple(found.values())
