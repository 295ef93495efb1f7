"""A notice looked through after it was imported: its source beside what stands in the data, row by row, each mended or ticked off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from werkzeug import Response
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect

from gongkai.desk.choices import Choice, Question
from gongkai.desk.entering import Mistake, Typed
from gongkai.desk.plans import changes, printed
from gongkai.desk.plans.printed import FIELDS, Cell
from gongkai.desk.plans.printed import Row as Source
from gongkai.desk.plans.rows import Fact, Look, Names, Row, added, facts, of, removed, rows_of, told
from gongkai.desk.plans.sent import waiting as waiting_register
from gongkai.desk.proposals import Proposal, RefusedError, State, outcome_of, write
from gongkai.pages import wording
from gongkai.pages.views import Link, View
from gongkai.records.portal import Jurisdiction, Plan
from gongkai.words.dates import chinese_date
from gongkai.words.labels import DUTY_KINDS

from .base.deciding import step_of
from .base.fields import fields_of, hidden, mistakes_of, typed_in
from .base.views import FieldView, Hidden, MistakeView
from .base.visits import Visit
from .turning import turning

REMOVE, ADD, MERGE = "remove", "add", "merge"


@dataclass(frozen=True)
class RowView:
    """A row: its source, what stands in the data, what no field has, and what is doubtful."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    left: tuple[str, ...]
    doubts: tuple[str, ...]
    # What kinds measures are of, where nobody has decided.
    kinds: tuple[FieldView, ...]
    is_seen: bool

    @property
    def anchor(self) -> str:
        return _anchor(self.id)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubts or self.left)


@dataclass(frozen=True)
class LeftOverView:
    """Words of the source that went into no row, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class ReviewView(View):
    """All rows of a plan that was imported: doubtful ones, others that wait, those that were looked at; and what went into no row."""

    template = "desk/review"
    caption: str
    action: str
    doubtful: tuple[RowView, ...]
    waiting: tuple[RowView, ...]
    seen: tuple[RowView, ...]
    legend: tuple[tuple[str, str], ...]
    left_over: tuple[LeftOverView, ...]
    document: tuple[Fact, ...]
    mend: Link
    turn: Link | None
    unreadable: str
    has_waiting: bool
    faults: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    plan: Link
    back: Link

    @property
    def remaining(self) -> int:
        return len(self.doubtful) + len(self.waiting)


@dataclass(frozen=True)
class ReviewRowView(View):
    """A row being mended: its source beside the form."""

    template = "desk/review_row"
    caption: str
    action: str
    row: RowView
    asked: tuple[FieldView, ...]
    folded: tuple[FieldView, ...]
    mistakes: tuple[MistakeView, ...]
    hidden: tuple[Hidden, ...]
    back: Link

    @property
    def is_open(self) -> bool:
        """Whether something is to be mended among what is folded."""
        return any(field.mistakes for field in self.folded)


def _anchor(task: str) -> str:
    return f"row-{task.replace('.', '-')}"


def _here(visit: Visit) -> str:
    return f"desk/{visit.state.slug}/{visit.named['year']}/review"


def _view(names: Names, row: Row, source: Mapping[str, Source]) -> RowView:
    cells = printed.cells(source[row.task.id], told(names, row.task)) if row.task.id in source else ()
    left = tuple(words for cell in cells for words in cell.left)
    name = f"{row.task.id} {wording.headline(row.task)}"
    return RowView(row.task.id, name, cells, facts(names, row.task), left, row.task.doubts, fields_of(_kinds(row), {}), not row.marked)


def _kinds(row: Row) -> Iterator[Question]:
    """A question for each measure whose kind nobody has decided; what is counted besides is asked on the row's own page."""
    for index, measure in enumerate(row.task.measures):
        if measure.kind is None:
            title = f"{of(measure)}任务类型（还没有人确定）"
            yield Question(f"kind.{row.task.id}.{index}", title, "choice", choices=_KINDS, is_required=True)


_KINDS = tuple(Choice(kind, words) for kind, words in DUTY_KINDS.items() if kind and kind not in ("count", "periodic"))


def _source(visit: Visit) -> tuple[Mapping[str, Source], tuple[LeftOverView, ...], str]:
    """What the source prints by the ids of the rows, what went into none, and why it cannot be read, where it cannot."""
    try:
        reading = printed.printed(visit.desk, Path(visit.state.slug, visit.named["year"]))
    except RefusedError as error:
        return {}, (), str(error).split("\n")[0]
    left_over = tuple(LeftOverView(left.text, left.why) for left in reading.left_over if not left.is_furniture)
    return {row.id: row for row in reading.rows}, left_over, ""


def waiting(visit: Visit, state: State) -> Iterator[Link]:
    """The ways to the plans of a place that were imported and not yet looked through."""
    for plan in state.place.plans if state.place else ():
        if rows := sum(bool(row.marked) for row in rows_of(visit.desk, state, str(plan.year))):
            yield Link(f"核对 {plan.year} 年的导入（还有 {rows} 行）", f"desk/{state.slug}/{plan.year}/review")


def review(visit: Visit) -> Response:
    """Source beside reading; what was ticked is written at once, whichever button sent it."""
    if not (place_at := visit.state.place):
        return visit.to_mend_first("核对")
    names, rows = Names(place_at.register), rows_of(visit.desk, visit.state, visit.named["year"])
    if not rows:
        raise NotFound("没有这一年的任务。")
    if visit.request.method == "POST":
        return _ticked(visit, rows)
    source, left_over, unreadable = _source(visit)
    views = [_view(names, row, source) for row in rows]
    unseen = [view for view in views if not view.is_seen]
    place, year = visit.state.slug, visit.named["year"]
    view = ReviewView(
        caption=visit.caption_of_place,
        action=_here(visit),
        doubtful=tuple(view for view in unseen if view.is_doubtful),
        waiting=tuple(view for view in unseen if not view.is_doubtful),
        seen=tuple(view for view in views if view.is_seen),
        legend=tuple(FIELDS.items()),
        left_over=left_over,
        document=_document(place_at.plans, year),
        mend=Link("改文件信息", f"desk/{place}/{year}/document"),
        turn=Link("与上年的要点相比", f"desk/{place}/{year}/turn") if turning(visit.state, year) else None,
        unreadable=unreadable,
        has_waiting=waiting_register(visit.desk, place) is not None,
        faults=tuple(str(problem) for problem in visit.state.problems if not problem.effect),
        hidden=hidden({}, token=visit.office.token),
        plan=Link("看这份要点的网页", f"{place}/{year}/index.html"),
        back=Link("回到要做的事", visit.of_place),
    )
    return visit.page(f"核对 {year} 年要点：原文和读出来的", view)


def _document(plans: Sequence[Plan], year: str) -> tuple[Fact, ...]:
    """What the data says of the document itself."""
    record = next((plan.record for plan in plans if str(plan.year) == year), None)
    if not record:
        return ()
    issued = chinese_date(record.issued_on) if record.issued_on else ""
    told = (("标题", record.title), ("发文字号", record.document_number), ("发布机构", record.issuer), ("成文日期", issued))
    return tuple(Fact(label, text or "没有读到") for label, text in told)


def _ticked(visit: Visit, rows: Sequence[Row]) -> Response:
    """Rows that somebody has looked at, and doubts that are none any more; then on to the row that is to be mended, if one is."""
    form = visit.request.form
    known = {row.task.id: row for row in rows}
    if gone := known.get(form.get(REMOVE, "")):
        _write(visit, removed(visit.desk, visit.state, gone))
    if before := known.get(form.get(ADD, "")):
        proposal, new = added(visit.desk, visit.state, rows, before)
        _write(visit, proposal)
        return redirect(f"/desk/{visit.state.slug}/{visit.named['year']}/{new}/review", 303)
    if MERGE in form and (register := waiting_register(visit.desk, visit.state.slug)):
        _write(visit, register)
    if {REMOVE, MERGE} & {*form}:
        return redirect(f"/{_here(visit)}", 303)
    asked = [question for row in rows for question in _kinds(row)]
    chosen = {question.key: form.get(question.key, "") for question in asked}
    kinds = {
        (task, int(index)): kind
        for key, kind in chosen.items()
        if kind in {choice.value for choice in _KINDS}
        for task, _, index in [key.removeprefix("kind.").rpartition(".")]
    }
    look = Look(form.getlist("seen"), form.getlist("doubtful"), kinds)
    if proposals := look.proposals(visit.desk, visit.state, rows):
        _write(visit, reduce(Proposal.joined, proposals))
    mend = form.get("mend", "")
    return redirect(f"/desk/{visit.state.slug}/{visit.named['year']}/{mend}/review" if mend in known else f"/{_here(visit)}", 303)


def _write(visit: Visit, proposal: Proposal) -> None:
    """At once, and without waiting for the site: nobody reads a draft but who looks it through."""
    write(visit.desk, outcome_of(visit.desk, proposal, visit.state))


def row(visit: Visit) -> Response:
    """All fields of a row beside its source; what is changed is written, and the row has been looked at."""
    if not (place := visit.state.place):
        return visit.to_mend_first("核对")
    rows = rows_of(visit.desk, visit.state, visit.named["year"])
    known = next((it for it in rows if it.task.id == visit.named["task"]), None)
    if not known:
        raise NotFound("没有这一行。")
    if visit.request.method != "POST":
        return _form(visit, place, known)
    form = {key: texts for key, texts in visit.form.items() if not key.startswith("-")}
    typed = typed_in(visit.request.form, changes.questions(Names(place.register), known, form))
    try:
        if step_of(visit) == REMOVE:
            proposal, mistakes = removed(visit.desk, visit.state, known), list[Mistake]()
        else:
            made, mistakes = changes.mended(visit.desk, visit.state, place, known, typed)
            proposal = made or Proposal(place.slug, {}, {})
        if not mistakes:
            _write(visit, proposal)
    except RefusedError as error:
        mistakes = [Mistake("", str(error))]
    return _form(visit, place, known, typed, mistakes) if mistakes else redirect(f"/{_here(visit)}#{_next(rows, known)}", 303)


def _next(rows: Sequence[Row], known: Row) -> str:
    """The row that waits behind one, doubtful ones before the others, to go on with."""
    unseen = sorted((row for row in rows if row.marked), key=lambda row: not row.task.doubts)
    behind = unseen[unseen.index(known) + 1 :] if known in unseen else []
    return _anchor(behind[0].task.id) if behind else "rows"


def _form(visit: Visit, place: Jurisdiction, known: Row, typed: Typed | None = None, mistakes: Sequence[Mistake] = ()) -> Response:
    names = Names(place.register)
    source, _, _ = _source(visit)
    asked = changes.questions(names, known, typed or {})
    standing = {question.key: question.prefilled for question in asked}
    fields = fields_of(asked, standing if typed is None else typed, mistakes)
    folded = {question.key for question in asked if question.is_folded}
    view = ReviewRowView(
        caption=visit.caption_of_place,
        action=visit.request.path.removeprefix("/"),
        row=_view(names, known, source),
        asked=tuple(field for field in fields if field.key not in folded),
        folded=tuple(field for field in fields if field.key in folded),
        mistakes=mistakes_of(fields, mistakes),
        hidden=hidden({}, token=visit.office.token),
        back=Link("不改了，回去", _here(visit)),
    )
    title = f"改这一行：{known.task.id}"
    crumbs = (Link("核对导入", _here(visit)),)
    return visit.page(f"有错：{title}" if mistakes else title, view, crumbs, 422 if mistakes else 200)
