"""要做的事: what of the plans is to be looked at, told from the site as it was made last, place by place and unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from werkzeug import Response
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect

from gongkai.desk.plans.spots import spot_of
from gongkai.desk.proposals import State
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages.views import Link
from gongkai.publishing.places.reading import CheckedPlace
from gongkai.records.problems import Effect, Problem, in_order

from .base.views import CountView, PlaceLineView, PlaceToDoView, ProblemView, ToDoView, UnitToDoView
from .base.visits import MOST_JUDGED, TO_DO, Visit, name_of
from .chores import KINDS, ToDo, of_plan
from .mending import entry_on
from .reviewing import waiting
from .scouting.rechecked import waiting_pages
from .scouting.review import waiting_proposals

_OF_EFFECT = {Effect.FAULT: "faults", Effect.GATE: "gates", Effect.WARNING: "warnings"}


@dataclass(frozen=True)
class _Place:
    """A place of the site, or one that it does without, with all that is to do."""

    slug: str
    name: str
    problems: tuple[Problem, ...]
    things: tuple[ToDo, ...]

    def counts(self, *, is_concluded: bool) -> tuple[CountView, ...]:
        """How many of each kind, those of which there are any."""
        counted = Counter(it.kind for it in self.things if it.plan.is_concluded == is_concluded for _ in range(it.number))
        if not is_concluded:
            counted.update(_OF_EFFECT[problem.effect] for problem in self.problems)
        return tuple(CountView(words, counted[kind]) for kind, words in KINDS.items() if counted[kind])


def _slugs(visit: Visit) -> list[str]:
    """The places that the preview shows, then those that it does without; none whose folder has gone since."""
    shown, standing = visit.office.kept.places, visit.office.places()
    return [*(slug for slug in shown if slug in standing), *(slug for slug in standing if slug not in shown)]


def _place(visit: Visit, slug: str) -> _Place:
    shown = visit.office.kept.places.get(slug)
    if not shown:
        state = visit.office.readable(slug)
        return _Place(slug, name_of(visit.desk, state) if state else slug, _problems(visit, slug, visit.office.kept.apart.get(slug)), ())
    things = tuple(thing for plan in visit.office.judged(slug) for thing in (*of_plan(plan), *_scouted(visit, plan)))
    return _Place(slug, _named(visit, slug), _problems(visit, slug, shown.checked), things)


def _named(visit: Visit, slug: str) -> str:
    checked = visit.office.kept.checked.get(slug)
    return f"{checked.name}（示例）" if checked and checked.outline and checked.outline.is_demonstration else visit.office.name_of(slug)


def _scouted(visit: Visit, plan: AssessedPlan) -> Iterator[ToDo]:
    """What a program saw, told from its files: a site knows nothing of them."""
    yield from (ToDo("scouted", "", plan, *it) for it in waiting_proposals(visit, plan))
    yield from (ToDo("rechecked", "", plan, *it) for it in waiting_pages(visit, plan))


def _problems(visit: Visit, slug: str, checked: CheckedPlace | None) -> tuple[Problem, ...]:
    """What is wrong with the files as they stand: what was wrong with them before leads nowhere."""
    state = None if checked and visit.office.is_current(slug) else visit.office.readable(slug)
    if state:
        told = [problem for problem in state.problems if problem.file.parts[1:2] == (slug,)]
    else:
        told = in_order(checked.problems) if checked else []
    return tuple(sorted(told, key=lambda problem: problem.effect))


def door(_: Visit) -> Response:
    """Whoever types the folder means its first page."""
    return redirect(f"/{TO_DO.address}", 303)


def portal(visit: Visit) -> Response:
    """How much there is to do in each place."""
    slugs = _slugs(visit)
    lines = map(partial(_line if len(slugs) <= MOST_JUDGED else _way, visit), slugs)
    common = tuple(ProblemView(str(problem), where=_where(problem)) for problem in visit.office.common_problems())
    return visit.page(TO_DO.title, ToDoView(tuple(lines), common, _standstill(visit)), is_first=True)


def _line(visit: Visit, slug: str) -> PlaceLineView:
    place = _place(visit, slug)
    return PlaceLineView(_link(place.name, slug), place.counts(is_concluded=False), place.counts(is_concluded=True))


def _way(visit: Visit, slug: str) -> PlaceLineView:
    """To a place among so many that nobody waits for what there is to do in all of them."""
    return PlaceLineView(_link(_named(visit, slug), slug), None, ())


def _link(name: str, slug: str) -> Link:
    return Link(name, f"desk/{slug}/index.html")


def place(visit: Visit) -> Response:
    """What is to do in a place, unit by unit."""
    if visit.named["place"] not in _slugs(visit):
        raise NotFound("没有这个辖区。")
    known = _place(visit, visit.named["place"])
    state = visit.office.readable(known.slug)
    view = PlaceToDoView(
        counts=known.counts(is_concluded=False),
        problems=tuple(_problem(visit, known.slug, state, problem) for problem in known.problems),
        units=_by_unit(visit, known.slug, (it for it in known.things if not it.plan.is_concluded)),
        concluded_counts=known.counts(is_concluded=True),
        concluded=_by_unit(visit, known.slug, (it for it in known.things if it.plan.is_concluded)),
        standstill=_standstill(visit),
        written=visit.written,
        is_current=visit.office.is_current(known.slug),
        ways=tuple(_ways(visit, known.slug, state)),
    )
    return visit.page(f"{known.name}：{TO_DO.title}", view)


def _standstill(visit: Visit) -> tuple[str, ...]:
    """What keeps the site from being made anew, line by line."""
    return tuple(visit.office.news.problems.split("\n")) if visit.office.news and visit.office.news.problems else ()


def _problem(visit: Visit, slug: str, state: State | None, problem: Problem) -> ProblemView:
    at = quote(f"{problem.file.as_posix()}:{problem.line}")
    if spot := state and _still_holds(state, problem) and spot_of(visit.desk, state, problem):
        return ProblemView(str(problem), Link("改正这个字段", f"desk/{slug}/field?at={at}&field={spot.key}"))
    if state and "ledger" in problem.file.parts and entry_on(visit, state, problem.file.as_posix(), str(problem.line)):
        return ProblemView(str(problem), Link("改正这一条", f"desk/{slug}/at?at={at}"))
    return ProblemView(str(problem), where=_where(problem))


def _still_holds(state: State, problem: Problem) -> bool:
    """A day that was of the future when the site was made may be none now."""
    return any((it.file, it.line, it.field) == (problem.file, problem.line, problem.field) for it in state.problems)


def _ways(visit: Visit, slug: str, state: State | None) -> Iterator[Link]:
    """What can be done besides: with drafts that wait for a look, and where the newest plan differs from last year's, first."""
    yield from waiting(visit, state) if state else ()
    plans = state.place.plans if state and state.place and state.is_sound else ()
    yield from (Link(f"{plan.year} 年与上年相比", f"desk/{slug}/{plan.year}/turn") for plan in plans[: len(plans) > 1])
    yield from (
        *(Link(f"{plan.year} 年的共同任务", f"desk/{slug}/{plan.year}/relate") for plan in plans[:1]),
        Link("填报表", f"desk/{slug}/sheet"),
        Link("单位改革", f"desk/{slug}/reform"),
        Link("录入要点", f"desk/import?place={slug}"),
    )


def _where(problem: Problem) -> str:
    """What to do about a problem that no form mends."""
    return f"请打开 {problem.file.as_posix()}，看第 {problem.line} 行。"


def _by_unit(visit: Visit, slug: str, things: Iterable[ToDo]) -> tuple[UnitToDoView, ...]:
    """In the order of the register; what is nobody's in particular at the end."""
    held: dict[str, list[ToDo]] = {}
    for thing in things:
        held.setdefault(thing.unit, []).append(thing)
    units = next((plan.jurisdiction.register.units for plan in visit.office.judged(slug)), {})
    in_order_of_register = [unit for unit in (*units, "") if unit in held]
    order = [*KINDS]
    return tuple(
        UnitToDoView(
            units[unit].name if unit else "整份要点",
            tuple(
                (KINDS[thing.kind], thing.line) for thing in sorted(held[unit], key=lambda it: (order.index(it.kind), -it.plan.plan.year))
            ),
        )
        for unit in in_order_of_register
    )
