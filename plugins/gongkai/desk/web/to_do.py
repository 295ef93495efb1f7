"""要做的事: what of the plans is to be looked at, told from the site as it was made last, place by place and unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.plans.spots import spot_of
from gongkai.desk.proposals import State
from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.judging.badges import FRESH_NOTE
from gongkai.judging.verdicts import Verdict
from gongkai.pages import wording
from gongkai.pages.views import Link
from gongkai.publishing.checking import CheckedPlace
from gongkai.records.plan_records import Measure
from gongkai.records.problems import Effect, Problem, in_order
from gongkai.words.dates import chinese_date

from .base.views import CountView, LineView, PlaceLineView, PlaceToDoView, ProblemView, ToDoView, UnitToDoView
from .base.visits import TO_DO, Visit, name_of
from .doubts import name_of as name_of_doubt
from .mending import entry_on
from .relating import waiting_readings
from .reviewing import waiting

SOON = timedelta(days=30)
# What there is to do, the most pressing first, by what it is called.
KINDS = {
    "faults": "数据错误",
    "gates": "发布前必须处理",
    "due": "30 天内到期",
    "unchecked": "到期待核查",
    "stale": "更新待核",
    "notes": "说明已超过 120 天",
    "unopened": "待打开核对的网页",
    "doubts": "疑点",
    "related": "共同任务等人核对",
    "warnings": "检查的提醒",
}
_OF_EFFECT = {Effect.FAULT: "faults", Effect.GATE: "gates", Effect.WARNING: "warnings"}
_OF_CONCLUDED = ("unchecked", "unopened", "doubts", "related")
# By badge: what is to be done about a cell, and what is recorded then.
_OF_BADGE = {
    "unchecked": ("checks", "已经到期，还没有人核查。请到栏目里看一看。", "登记核查"),
    "stale": ("evidence", "超过了文件要求的更新时间。请看有没有新的内容。", "登记证据"),
}


@dataclass(frozen=True)
class ToDo:
    """One thing to do, of a kind and so many at once, for a unit; an empty slug where it is nobody's in particular."""

    kind: str
    unit: str
    plan: AssessedPlan
    line: LineView
    number: int = 1


def of_plan(plan: AssessedPlan) -> tuple[ToDo, ...]:
    """All that is to do of a plan; of a concluded one only what stays to be settled."""
    things = [*_due(plan), *_cells(plan), *_notes(plan), *_unopened(plan), *_doubts(plan)]
    things += (ToDo("related", "", plan, *it) for it in waiting_readings(plan))
    return tuple(thing for thing in things if not plan.is_concluded or thing.kind in _OF_CONCLUDED)


def _due(plan: AssessedPlan) -> Iterator[ToDo]:
    """What is to be done by a stated day, by the end of a period, or within the limit of an event, in the order of these days."""
    ahead: list[tuple[date, ToDo]] = []
    for task in plan.tasks:
        for measure in task.measures:
            for cell in measure.cells:
                for label, verdict in cell.verdict.strip or (("", cell.verdict),):
                    if verdict.ends_on and plan.as_of <= verdict.ends_on <= plan.as_of + SOON and not _is_settled(verdict):
                        numbers, unit = [measure.measure.number], cell.unit.slug
                        words = f"{_period(measure.measure, label)}{chinese_date(verdict.ends_on)}到期，{_so_far(verdict)}。"
                        line = _line(plan, task, numbers, words, "登记证据", _form(plan, task, "evidence", numbers, unit))
                        ahead.append((verdict.ends_on, ToDo("due", unit, plan, line)))
    yield from (thing for _, thing in sorted(ahead, key=lambda pair: pair[0]))


def _period(measure: Measure, label: str) -> str:
    """What a verdict of several speaks of: an event by its day, a period by its name."""
    if not label:
        return ""
    return f"{chinese_date(date.fromisoformat(label))}出现的情形，" if measure.kind == "triggered" else f"{label}这一期，"


def _so_far(verdict: Verdict) -> str:
    if verdict.done and verdict.total:
        return f"已经登记 {verdict.done}/{verdict.total}"
    return "只登记了一部分" if verdict.badge.id == "partial" else "还没有登记公开"


def _is_settled(verdict: Verdict) -> bool:
    return verdict.badge.family == "done" or verdict.badge.id in ("waived", "changed", "not_judged")


def _cells(plan: AssessedPlan) -> Iterator[ToDo]:
    for task in plan.tasks:
        held: dict[tuple[str, str], list[int | None]] = {}
        for measure in task.measures:
            for cell in measure.cells:
                if cell.verdict.badge.id in _OF_BADGE:
                    held.setdefault((cell.unit.slug, cell.verdict.badge.id), []).append(measure.measure.number)
        for (unit, badge), numbers in held.items():
            kind, words, action = _OF_BADGE[badge]
            yield ToDo(badge, unit, plan, _line(plan, task, numbers, words, action, _form(plan, task, kind, numbers, unit)))


def _notes(plan: AssessedPlan) -> Iterator[ToDo]:
    tasks = {task.task.id: task for task in plan.tasks}
    newest = {(note.task, note.measures, unit): note for note in sorted(plan.ledger.notes, key=lambda it: it.on) for unit in note.units}
    for (task_id, measures, unit), note in newest.items():
        task = tasks[task_id]
        cells = [cell for measure in task.measures_of(note) for cell in measure.cells if cell.unit.slug == unit]
        if plan.as_of - note.on > FRESH_NOTE and not all(_is_settled(cell.verdict) for cell in cells):
            words = f"{chinese_date(note.on)}的说明（{note.text}）已超过 120 天。请问问进展。"
            yield ToDo(
                "notes", unit, plan, _line(plan, task, [*measures], words, "登记说明", _form(plan, task, "notes", [*measures], unit))
            )


def _unopened(plan: AssessedPlan) -> Iterator[ToDo]:
    tasks = {task.task.id: task for task in plan.tasks}
    for evidence in plan.ledger.evidence:
        if evidence.is_unopened and not evidence.dead_on and evidence.task in tasks:
            task = tasks[evidence.task]
            form = f"{_desk(plan, task)}confirm?url={quote(evidence.url or '', safe='')}"
            words = f"《{evidence.title}》还没有人打开看过。请打开核对。"
            unit = (*evidence.units, "")[0]
            yield ToDo("unopened", unit, plan, _line(plan, task, [*evidence.measures], words, "我已打开核对", form, evidence.url or ""))


def _doubts(plan: AssessedPlan) -> Iterator[ToDo]:
    here = f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/"
    for text in plan.plan.record.doubts:
        yield ToDo(
            "doubts", "", plan, LineView(f"{plan.plan.year} 年要点", text, "", Link(_SETTLE, f"{here}doubt?doubt={name_of_doubt(text)}"))
        )
    for task in plan.tasks:
        for text in task.task.all_doubts:
            yield ToDo("doubts", "", plan, _line(plan, task, [], text, _SETTLE, f"{_desk(plan, task)}doubt?doubt={name_of_doubt(text)}"))


_SETTLE = "答复疑点"


def _line(
    plan: AssessedPlan, task: AssessedTask, numbers: list[int | None], words: str, action: str, address: str, url: str = ""
) -> LineView:
    of_measures = "、".join(str(number) for number in numbers if number)
    name = f"{plan.plan.year} 年 {task.task.id} {wording.headline(task.task)}{f'（第 {of_measures} 项）' if of_measures else ''}"
    return LineView(name, words, url, Link(action, address))


def _desk(plan: AssessedPlan, task: AssessedTask) -> str:
    return f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/{task.task.id}/"


def _form(plan: AssessedPlan, task: AssessedTask, kind: str, numbers: list[int | None], unit: str) -> str:
    """A form in which what it is about is chosen already."""
    measures = "".join(f"&measures={number}" for number in numbers if number)
    return f"{_desk(plan, task)}record?kind={kind}{measures}&units={unit}"


# --- pages ----------------------------------------------------------------------------------------


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


def _places(visit: Visit) -> Iterator[_Place]:
    """Those that the preview shows, then those that it does without; none whose folder has gone since."""
    kept, standing = visit.office.kept, visit.office.places()
    for slug, shown in kept.places.items():
        if slug not in standing:
            continue
        name = shown.built.jurisdiction.record.name
        mark = "（示例）" if shown.built.jurisdiction.is_demonstration else ""
        things = tuple(thing for plan in shown.built.plans for thing in of_plan(plan))
        yield _Place(slug, name + mark, _problems(visit, slug, shown.checked), things)
    for slug in standing:
        if slug not in kept.places:
            state = visit.office.readable(slug)
            name = name_of(visit.desk, state) if state else slug
            yield _Place(slug, name, _problems(visit, slug, kept.apart.get(slug)), ())


def _problems(visit: Visit, slug: str, checked: CheckedPlace | None) -> tuple[Problem, ...]:
    """What is wrong with the files as they stand: what was wrong with them before leads nowhere."""
    state = None if checked and visit.office.is_current(slug) else visit.office.readable(slug)
    if state:
        told = [problem for problem in state.problems if problem.file.parts[1:2] == (slug,)]
    else:
        told = in_order((*checked.reading.problems, *checked.remarks)) if checked else []
    return tuple(sorted(told, key=lambda problem: problem.effect))


def portal(visit: Visit) -> Response:
    """How much there is to do in each place."""
    lines = (
        PlaceLineView(Link(place.name, f"desk/{place.slug}/index.html"), place.counts(is_concluded=False), place.counts(is_concluded=True))
        for place in _places(visit)
    )
    common = tuple(ProblemView(str(problem), where=_where(problem)) for problem in visit.office.common_problems())
    return visit.page(TO_DO.title, ToDoView(tuple(lines), common, _standstill(visit)), is_first=True)


def place(visit: Visit) -> Response:
    """What is to do in a place, unit by unit."""
    known = next((it for it in _places(visit) if it.slug == visit.named["place"]), None)
    if not known:
        raise NotFound("没有这个辖区。")
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
    if spot := state and spot_of(visit.desk, state, problem):
        return ProblemView(str(problem), Link("改正这个字段", f"desk/{slug}/field?at={at}&field={spot.key}"))
    if state and "ledger" in problem.file.parts and entry_on(visit, state, problem.file.as_posix(), str(problem.line)):
        return ProblemView(str(problem), Link("改正这一条", f"desk/{slug}/at?at={at}"))
    return ProblemView(str(problem), where=_where(problem))


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
    shown = visit.office.kept.places.get(slug)
    units = shown.built.jurisdiction.register.units if shown else {}
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
