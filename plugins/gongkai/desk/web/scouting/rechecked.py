"""The list of dead, changed and closed addresses of a plan, with the forms by which a person enters what she has seen herself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from werkzeug import Response

from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.plans.answers import of_person, person_of
from gongkai.desk.proposals import RefusedError
from gongkai.desk.scouting.looking import Doubtful, doubtful, looked_at
from gongkai.desk.web.base.deciding import BACK, Asked, decided, standing_in, step_of
from gongkai.desk.web.base.fields import fields_of, hidden, mistakes_of
from gongkai.desk.web.base.views import FieldView, Hidden, LineView, MistakeView
from gongkai.desk.web.base.visits import Visit
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages import addresses, wording
from gongkai.pages.views import Link, View
from gongkai.scout.rechecked import Looked, UnreadableRechecksError
from gongkai.scout.rechecking import WORDS
from gongkai.words.dates import chinese_date

from .review import Review, address_of, shown

_SEEN = "seen"


@dataclass(frozen=True)
class KnownPageView:
    """An address that is not as it was: what rests on it, since when, why, what has gone and come, and what can be done."""

    name: str
    title: str
    url: str
    tasks: tuple[Link, ...]
    when: str
    why: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    ways: tuple[Link, ...]
    is_ticked: bool

    @property
    def anchor(self) -> str:
        return f"page-{self.name}"


@dataclass(frozen=True)
class RecheckedView(View):
    """What a person should look at, what is alike together, what is surest first."""

    template = "desk/rechecked"
    caption: str
    action: str
    written: str
    is_current: bool
    is_noted: bool
    groups: tuple[tuple[str, tuple[KnownPageView, ...]], ...]
    asked: tuple[FieldView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]
    back: Link


def _here(plan: AssessedPlan) -> str:
    return f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/rechecked"


def waiting_pages(visit: Visit, plan: AssessedPlan) -> Iterator[tuple[LineView, int]]:
    """One line for all addresses of a plan that a person should look at, and how many they are."""
    name, way = f"{plan.plan.year} 年要点", Link("逐个看看", _here(plan))
    try:
        pages = doubtful(visit.desk.root, plan)
    except UnreadableRechecksError as error:
        yield LineView(name, shown(visit, error), "", way), 1
        return
    if pages:
        yield LineView(name, f"程序再打开台账里的网址，有 {len(pages)} 个失效、变了或打不开。", "", way), len(pages)


def rechecked(visit: Visit) -> Response:
    """The list; what somebody has looked at and finds right stays away until it changes again."""
    if not visit.state.is_sound:
        return visit.to_mend_first("看失效的网址")
    review = Review.of(visit)
    try:
        pages = doubtful(visit.desk.root, review.plan)
    except UnreadableRechecksError as error:
        raise RefusedError(shown(visit, error)) from None
    questions, ticked = of_person(visit.desk.today), visit.request.form.getlist(_SEEN)
    typed = standing_in(visit, questions)
    if step_of(visit) in ("", BACK):
        return _list(review, pages, typed, ticked)
    chosen = [it for it in pages if it.name in ticked]
    related, wrong = person_of(typed)
    told = [*([] if chosen else [Mistake("", "一个也没有勾。请先勾看过、登记不用改的。")]), *lacking(questions, typed), *wrong]
    if told or not related:
        return _list(review, pages, typed, ticked, told)
    lines = tuple(f"看过，登记不用改：{it.known.evidence[0].title}。" for it in chosen)
    asked = Asked("看失效的网址：请核对", visit.caption_of_place, _here(review.plan), told=lines, waits=False)
    written = looked_at(visit.desk, review.plan, chosen, Looked(by=related.by, on=related.on))
    return decided(visit, asked, written, {**typed, _SEEN: tuple(ticked)})


def _list(review: Review, pages: Sequence[Doubtful], typed: Typed, ticked: Sequence[str], told: Sequence[Mistake] = ()) -> Response:
    visit = review.visit
    fields = fields_of(of_person(visit.desk.today), typed, told)
    states = dict.fromkeys(it.page.state for it in pages)
    view = RecheckedView(
        caption=visit.caption_of_place,
        action=_here(review.plan),
        written=visit.written,
        is_current=visit.office.is_current(visit.state.slug),
        is_noted=review.is_noted,
        groups=tuple((WORDS[state], tuple(_view(review, it, ticked) for it in pages if it.page.state == state)) for state in states),
        asked=fields,
        mistakes=mistakes_of(fields, told),
        hidden=hidden({}, token=visit.office.token),
        back=Link("回到要做的事", visit.of_place),
    )
    title = f"{review.year} 年要点：失效、变了、打不开的网址"
    return visit.page(f"有错：{title}" if told else title, view, status=422 if told else 200)


def _view(review: Review, it: Doubtful, ticked: Sequence[str]) -> KnownPageView:
    page, plan = it.page, review.plan
    tasks = (plan.by_id[task].task for task in dict.fromkeys(entry.task for entry in it.known.evidence) if task in plan.by_id)
    since = f"从{chinese_date(page.since)}起，" if page.since != page.on else ""
    return KnownPageView(
        name=it.name,
        title=it.known.evidence[0].title,
        url=address_of(page.url),
        tasks=tuple(Link(f"{task.id} {wording.headline(task)}", addresses.task(plan.plan, task)) for task in tasks),
        when=f"{since}{chinese_date(page.on)}看的",
        why=page.why,
        gone=page.gone,
        new=page.new,
        ways=it.ways(plan),
        is_ticked=it.name in ticked,
    )
