"""The page on which somebody says of what a program saw in columns whether it is evidence, several at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug import Response

from gongkai.desk.choices import Question, trail
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.plans.answers import of_person, person_of
from gongkai.desk.plans.rows import Fact
from gongkai.desk.proposals import Proposal
from gongkai.desk.scouting.confirming import Confirmed, Form, forms
from gongkai.desk.scouting.saying import WAY, WORDS, Said, entry_of, questions_of
from gongkai.desk.scouting.waiting import Waiting, sureness
from gongkai.desk.web.base.deciding import BACK, Asked, decided, standing_in, step_of
from gongkai.desk.web.base.fields import fields_of, hidden, mistakes_of
from gongkai.desk.web.base.views import FieldView, Hidden, MistakeView
from gongkai.desk.web.base.visits import Visit
from gongkai.pages import addresses, wording
from gongkai.pages.views import Link, View
from gongkai.words.dates import chinese_date

from .review import Review, address_of, crumbs, page_in, told_of

# So many are asked about on one page.
_MOST = 20


@dataclass(frozen=True)
class CellView:
    """What a title may be evidence for, and why."""

    sureness: str
    task: Link
    of: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ScoutedView:
    """A title that was seen in a column, with what is asked of it and the evidence that it would make."""

    name: str
    title: str
    url: str
    seen: tuple[Fact, ...]
    cells: tuple[CellView, ...]
    entry: tuple[Fact, ...]
    asked: tuple[FieldView, ...]
    way: Link

    @property
    def anchor(self) -> str:
        return f"scouted-{self.name}"


@dataclass(frozen=True)
class ScoutedListView(View):
    """What waits for a person, the surest first, as much as one page holds; and what somebody said no to."""

    template = "desk/scouted"
    caption: str
    action: str
    written: str
    is_current: bool
    is_noted: bool
    waiting: int
    shown: tuple[ScoutedView, ...]
    asked: tuple[FieldView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]
    refused: tuple[Link, ...]
    back: Link


def scouted(visit: Visit) -> Response:
    """What waits; what was answered is written together, once it was shown what that is."""
    if not visit.state.is_sound:
        return visit.to_mend_first("核对线索")
    review = Review.of(visit)
    all_waiting = review.waiting()
    of_each = {it: _asked(review, it) for it in _shown_or_answered(visit, all_waiting)}
    questions = [question for asked in of_each.values() for question in asked] + _person(visit)
    typed = standing_in(visit, questions)
    if step_of(visit) in ("", BACK):
        return _list(review, all_waiting, of_each, typed)
    said = [it for it in (Said.of(typed, it) for it in of_each) if it]
    related, wrong = person_of(typed)
    told = [*_mistakes(said), *lacking(_person(visit), typed), *wrong]
    if told or not related:
        return _list(review, all_waiting, of_each, typed, told)
    confirmed = [it.confirmed(related.by, visit.desk.today, related.on) for it in said if it.is_yes]
    if told := _entries(review, confirmed)[1]:
        return _list(review, all_waiting, of_each, typed, told)
    return _decided(review, said, confirmed, related.by, typed)


def _shown_or_answered(visit: Visit, all_waiting: Sequence[Waiting]) -> list[Waiting]:
    """Those of one page; what was answered on it stays there, whatever else was decided meanwhile."""
    form = visit.request.form
    return [it for number, it in enumerate(all_waiting) if number < _MOST or form.get(f"{WAY}{it.name}")]


def _asked(review: Review, it: Waiting) -> tuple[Question, ...]:
    return tuple(questions_of(review.visit.state, review.plan, it, review.visit.desk.today))


def _person(visit: Visit) -> list[Question]:
    return [*of_person(visit.desk.today)]


def _mistakes(said: Sequence[Said]) -> Iterator[Mistake]:
    if not said:
        yield Mistake("", "一条也没有答。请至少答一条：是、不是，或以后再说。")
    for it in said:
        yield from it.mistakes()


def _entries(review: Review, confirmed: Sequence[Confirmed]) -> tuple[list[Proposal], list[Mistake]]:
    """What the desk's form writes of each; or why it cannot, which its own page lets somebody mend."""
    entries, told = list[Proposal](), list[Mistake]()
    for it in confirmed:
        for form in forms(review.visit.state, review.year, it):
            draft = form.draft(review.visit.desk, review.visit.state, form.typed)
            entries += [draft.proposal] if draft.proposal else []
            told += (
                Mistake(f"{WAY}{it.waiting.name}", f"{_title(form, mistake)}{mistake.words}{'' if draft.is_repeated else _MEND}")
                for mistake in draft.mistakes
            )
    return entries, told


_MEND = "请点这一条下面的“换一项任务，或改登记的内容”。"


def _title(form: Form, mistake: Mistake) -> str:
    return next((f"{question.title}：" for question in form.asked if question.key == mistake.key), "")


def _decided(review: Review, said: Sequence[Said], confirmed: Sequence[Confirmed], by: str, typed: Typed) -> Response:
    """Pages are opened now that nothing is wrong any more; one that does not open keeps nobody from writing."""
    visit, copies = review.visit, review.copies([it.entry.url for it in confirmed])
    with_copies = [replace(it, page=page_in(copies[it.entry.url])) for it in confirmed]
    entries, _ = _entries(review, with_copies)
    decisions = {it.waiting.entry.key: it.decision(by, visit.desk.today) for it in said}
    told = (*(it.told(review.plan) for it in said), *(told_of(it.entry.title, copies[it.entry.url]) for it in confirmed))
    asked = Asked("核对线索：请核对", visit.caption_of_place, review.here, crumbs(review), told=told, waits=bool(confirmed))
    return decided(visit, asked, review.proposal(entries, decisions, copies), typed)


def _list(
    review: Review,
    all_waiting: Sequence[Waiting],
    of_each: Mapping[Waiting, Sequence[Question]],
    typed: Typed,
    told: Sequence[Mistake] = (),
) -> Response:
    visit = review.visit
    shown = tuple(_view(review, it, fields_of(asked, typed, told)) for it, asked in of_each.items())
    person = fields_of(_person(visit), typed, told)
    view = ScoutedListView(
        caption=visit.caption_of_place,
        action=review.here,
        written=visit.written,
        is_current=visit.office.is_current(visit.state.slug),
        is_noted=review.is_noted,
        waiting=len(all_waiting),
        shown=shown,
        asked=person,
        mistakes=mistakes_of([*(field for it in shown for field in it.asked), *person], told),
        hidden=hidden({}, token=visit.office.token),
        refused=tuple(Link(it.entry.title, review.way(it)) for it in review.refused()),
        back=Link("回到要做的事", visit.of_place),
    )
    title = f"{review.year} 年要点：程序找到的标题"
    return visit.page(f"有错：{title}" if told else title, view, status=422 if told else 200)


def _view(review: Review, it: Waiting, asked: tuple[FieldView, ...]) -> ScoutedView:
    entry = review.visit.state, review.plan, it, review.visit.desk.today
    return ScoutedView(
        name=it.name,
        title=it.entry.title,
        url=address_of(it.entry.url),
        seen=tuple(_seen(review, it)),
        cells=tuple(_cells(review, it)),
        entry=tuple(Fact(title, words) for title, words in entry_of(*entry)),
        asked=asked,
        way=Link("换一项任务，或改登记的内容", review.way(it)),
    )


def _seen(review: Review, it: Waiting) -> Iterator[Fact]:
    node, published = review.plan.jurisdiction.register.nodes.get(it.column), it.entry.published_on
    yield Fact("网址", it.entry.url)
    yield Fact("列表上的日期", chinese_date(published) if published else "没有写")
    yield Fact("在哪个栏目", trail(node) if node else it.column)
    if it.is_put_off:
        yield Fact("上次", f"{WORDS['later']}")


def _cells(review: Review, it: Waiting) -> Iterator[CellView]:
    register = review.plan.jurisdiction.register
    for cell in it.entry.cells:
        task = review.plan.by_id[cell.task].task
        unit = register.units[cell.unit].name if cell.unit in register.units else cell.unit
        link = Link(f"{task.id} {wording.headline(task)}", addresses.task(review.plan.plan, task))
        yield CellView(sureness(cell), link, f"{f'第 {cell.measure} 项，' if cell.measure else ''}{unit}", cell.reasons)
