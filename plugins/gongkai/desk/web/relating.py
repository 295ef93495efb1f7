"""The pages on which somebody reads tasks beside those of other places, and says which duties in common they carry out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.choices import Question
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.plans.answers import OF, SAME, answers_of, of_person, person_of, questions_of
from gongkai.desk.plans.beside import CandidateView, ReadingView, candidate_view, reading_view
from gongkai.desk.plans.candidates import Relating, TaskReading, waiting
from gongkai.desk.plans.readings import confirmed, new_duty, proposal
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages.views import Link, View
from gongkai.pages.wording import headline
from gongkai.records.plan_records import Task

from .base.deciding import BACK, Asked, decided, standing_in, step_of
from .base.fields import fields_of, hidden, mistakes_of, typed_in
from .base.views import FieldView, Hidden, LineView, MistakeView
from .base.visits import Visit

SEEN = "seen"
# So many tasks are read on one page.
_MOST = 30


@dataclass(frozen=True)
class RelatingView(View):
    """The tasks of a plan that wait for a person, doubtful ones first, as many as one page holds, and those that do not."""

    template = "desk/relating"
    caption: str
    action: str
    written: str
    is_current: bool
    waiting: int
    doubtful: tuple[ReadingView, ...]
    others: tuple[ReadingView, ...]
    confirmed: tuple[ReadingView, ...]
    ticked: frozenset[str]
    asked: tuple[FieldView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]
    back: Link

    @property
    def shown(self) -> int:
        return len(self.doubtful) + len(self.others)

    def way(self, reading: ReadingView) -> str:
        """To the page on which a task is decided."""
        return f"{self.action.removesuffix('relate')}{reading.id}/relate"


@dataclass(frozen=True)
class RelatingTaskView(View):
    """A task beside each that it may be the same as."""

    template = "desk/relating_task"
    caption: str
    action: str
    written: str
    is_current: bool
    reading: ReadingView
    # Each with what is asked of it.
    candidates: tuple[tuple[CandidateView, tuple[FieldView, ...]], ...]
    asked: tuple[FieldView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]
    later: Link
    back: Link


def _relating(visit: Visit) -> Relating:
    """The plan that the address names, with the other places as the site shows them."""
    others = (place for shown in visit.office.kept.places.values() if (place := shown.checked.place))
    year = visit.named["year"]
    known = Relating.of(visit.state, int(year), others, visit.office.twins) if year.isascii() and year.isdecimal() else None
    if not known:
        raise NotFound("没有这一年的要点。")
    return known


def _here(visit: Visit) -> str:
    return f"desk/{visit.state.slug}/{visit.named['year']}/relate"


def _of_task(visit: Visit, task: Task) -> str:
    return f"desk/{visit.state.slug}/{visit.named['year']}/{task.id}/relate"


def waiting_readings(plan: AssessedPlan) -> Iterator[tuple[LineView, int]]:
    """One line for all readings of a plan that wait for a person, and how many they are."""
    unread = sum(bool(it.task.related and not it.task.related.is_confirmed) for it in plan.tasks)
    if unread:
        words = f"{unread} 项任务和别处是不是同一件事，工具判断过，还没有人核对。"
        way = Link("逐项核对", f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/relate")
        yield LineView(f"{plan.plan.year} 年要点", words, "", way), unread


# --- all tasks of a plan --------------------------------------------------------------------------


def relate(visit: Visit) -> Response:
    """What waits; ticked ones are confirmed as they stand, once it was shown what is written."""
    if not visit.state.is_sound:
        return visit.to_mend_first("核对共同任务")
    relating = _relating(visit)
    readings, questions = relating.readings(), of_person(visit.desk.as_of)
    typed, ticked = standing_in(visit, questions), visit.request.form.getlist(SEEN)
    if step_of(visit) in ("", BACK):
        return _list(visit, readings, typed, ticked)
    chosen = [it for it in readings if it.task.id in ticked and it.task.related]
    related, wrong = person_of(typed)
    told = [*([] if chosen else [Mistake("", "一项也没有勾。请先勾看过、判断得对的。")]), *lacking(questions, typed), *wrong]
    if told or not related:
        return _list(visit, readings, typed, ticked, told)
    decisions = [confirmed(it, related) for it in chosen]
    words = (f"确认 {len(decisions)} 项任务的判断：{'、'.join(it.task.id for it in decisions)}。",)
    asked = Asked("核对共同任务：请核对", visit.caption_of_place, _here(visit), told=words, waits=False)
    return decided(visit, asked, proposal(visit.desk, visit.state, relating.plan.year, decisions), {**typed, SEEN: tuple(ticked)})


def _list(visit: Visit, readings: Sequence[TaskReading], typed: Typed, ticked: Iterable[str], told: Sequence[Mistake] = ()) -> Response:
    in_order = waiting(readings)
    shown = in_order[:_MOST]
    fields = fields_of(of_person(visit.desk.as_of), typed, told)
    view = RelatingView(
        caption=visit.caption_of_place,
        action=_here(visit),
        written=visit.written,
        is_current=visit.office.is_current(visit.state.slug),
        waiting=len(in_order),
        doubtful=tuple(reading_view(it) for it in shown if it.doubts),
        others=tuple(reading_view(it) for it in shown if not it.doubts),
        confirmed=tuple(reading_view(it) for it in readings if it not in in_order),
        ticked=frozenset(ticked),
        asked=fields,
        mistakes=mistakes_of(fields, told),
        hidden=hidden({}, token=visit.office.token),
        back=Link("回到要做的事", visit.of_place),
    )
    title = f"{visit.named['year']} 年要点：别的地方也做的同一件事"
    return visit.page(f"有错：{title}" if told else title, view, status=422 if told else 200)


# --- one task -------------------------------------------------------------------------------------


def decide(visit: Visit) -> Response:
    """A task beside all that it may be; then what would come of the answers, then it is written."""
    if not visit.state.is_sound:
        return visit.to_mend_first("核对共同任务")
    relating = _relating(visit)
    readings = relating.readings()
    reading = next((it for it in readings if it.task.id == visit.named["task"]), None)
    if not reading:
        raise NotFound("没有这项任务。")
    questions = questions_of(relating, reading, visit.desk.as_of)
    if step_of(visit) in ("", BACK):
        return _task_page(visit, readings, reading, questions, standing_in(visit, questions))
    typed = typed_in(visit.request.form, questions)
    answers, (related, wrong) = answers_of(reading, typed), person_of(typed)
    told = [*answers.lacking(questions, typed), *wrong]
    if told or not related:
        return _task_page(visit, readings, reading, questions, typed, told)
    new = answers.new(relating, related)
    if new and (told := new_duty(visit.desk, new, relating.duties)):
        return _task_page(visit, readings, reading, questions, typed, told)
    leads_to = _next(visit, readings, reading).address
    asked = Asked("共同任务：请核对", visit.caption, leads_to, _crumbs(visit), told=answers.told(new), waits=False)
    decision = answers.decision(reading.task, related, new)
    return decided(visit, asked, proposal(visit.desk, visit.state, relating.plan.year, [decision], (new,) if new else ()), typed)


def _crumbs(visit: Visit) -> tuple[Link, ...]:
    return (Link("共同任务", _here(visit)),)


def _next(visit: Visit, readings: Sequence[TaskReading], reading: TaskReading) -> Link:
    """The one that waits behind this, in the order of the list; the list where none does."""
    in_order = waiting(readings)
    at = in_order.index(reading) + 1 if reading in in_order else 0
    behind = [it for it in in_order[at:] if it is not reading]
    return Link("以后再说，看下一项", _of_task(visit, behind[0].task)) if behind else Link("以后再说，回到清单", _here(visit))


def _task_page(
    visit: Visit,
    readings: Sequence[TaskReading],
    reading: TaskReading,
    questions: Sequence[Question],
    typed: Typed,
    told: Sequence[Mistake] = (),
) -> Response:
    fields = {field.key: field for field in fields_of(questions, typed, told)}
    of_candidates = tuple(
        (candidate_view(it), tuple(fields.pop(key) for key in (f"{SAME}{it.key}", f"{OF}{it.key}") if key in fields))
        for it in reading.candidates
    )
    asked = tuple(fields.values())
    view = RelatingTaskView(
        caption=f"{visit.caption_of_place} {visit.named['year']} 年",
        action=_of_task(visit, reading.task),
        written=visit.written,
        is_current=visit.office.is_current(visit.state.slug),
        reading=reading_view(reading),
        candidates=of_candidates,
        asked=asked,
        mistakes=mistakes_of((*(field for _, of_candidate in of_candidates for field in of_candidate), *asked), told),
        hidden=hidden({}, token=visit.office.token),
        later=_next(visit, readings, reading),
        back=Link("回到清单", _here(visit)),
    )
    title = f"是不是同一件事：{reading.task.id} {headline(reading.task)}"
    return visit.page(f"有错：{title}" if told else title, view, _crumbs(visit), 422 if told else 200)
