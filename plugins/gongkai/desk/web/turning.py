"""The year's turn: what of a new plan differs from last year's and waits for a person, told from both plans and the marks of `import`, decided by form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from pathlib import Path

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.canonical import Written
from gongkai.desk.choices import Choice, Question
from gongkai.desk.edits import UnfitError, put
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.plans.comparing import Comparison, Difference
from gongkai.desk.plans.spots import Held, Spot, marks, mistakes_in, proposed, unfit, unmarked
from gongkai.desk.proposals import Proposal, State, text_of
from gongkai.pages import addresses, wording
from gongkai.pages.views import Link
from gongkai.records.folder import NOT_DATA
from gongkai.records.plan_records import Measure, Task, TasksFile
from gongkai.records.portal import Plan
from gongkai.words.article_20 import KINDS
from gongkai.words.left_out import Location

from .base.deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from .base.fields import typed_in
from .base.views import TurnRowView, TurnView
from .base.visits import Visit

# What `import` proposes until a person has looked.
_MARKED = ("title", "article_20", "continues", "duties")
_NONE = "none"


@dataclass(frozen=True)
class Row:
    """A task of the new plan, the one that it goes on, and which of its fields are proposed and wait."""

    held: Held
    index: int
    task: Task
    before: Task | None
    marked: frozenset[str]
    differences: tuple[Difference, ...]

    @property
    def record(self) -> Location:
        return ("tasks", self.index)

    @property
    def marks(self) -> Iterator[Location]:
        yield from ((*self.record, key) for key in sorted(self.marked))

    @property
    def is_new(self) -> bool:
        return self.task.continues is None

    @property
    def is_reworded(self) -> bool:
        """Another wording; `import` marks what rests on words where these have changed."""
        return not self.is_new and (bool(self.marked - {"continues"}) or any(it.is_wording for it in self.differences))

    @property
    def is_alike(self) -> bool:
        """Whether nothing waits but that it goes on, and nothing but years is another in it."""
        return self.before is not None and self.marked == {"continues"} and not self.differences

    @property
    def is_open(self) -> bool:
        return bool(self.marked) or (self.is_new and (not self.task.title or self.task.article_20 is None))

    @property
    def words(self) -> str:
        if self.is_new or self.is_reworded:
            return "今年新增" if self.is_new else "措辞有改动"
        return "措辞没有改，别处与上年不同" if self.differences else "与上年只差年份，请确认接续"

    @property
    def told(self) -> tuple[str, ...]:
        """What is another in it; both wordings are shown whole where they differ."""
        return tuple(str(it) for it in self.differences if not it.is_wording)


def turning(place: State, year: str) -> tuple[Plan, Plan] | None:
    """The plan of a year and the one before it, where there are both."""
    plans = place.place.plans if place.place else ()
    return next((pair for pair in pairwise(plans) if str(pair[0].year) == year), None)


def _plans(visit: Visit) -> tuple[Plan, Plan]:
    pair = turning(visit.state, visit.named["year"]) if visit.state.is_sound else None
    if not pair:
        raise NotFound("没有这一年的要点，或者没有上一年的可以比，或者数据有错误。")
    return pair


def _rows(visit: Visit, plan: Plan, before: Plan) -> Iterator[Row]:
    """The tasks of the new plan that wait for a person."""
    known = {task.id: task for task in before.tasks}
    comparison = Comparison(visit.state.portal.jurisdictions[0].register, plan.year - before.year)
    for read in visit.state.files:
        if isinstance(read.record, TasksFile) and read.path.parts[1] == visit.named["year"]:
            lines = (text_of(visit.desk.root, read.path) or "").split("\n")
            for index, task in enumerate(read.record.tasks):
                was, proposed_in = known.get(task.continues or ""), marks(Held.of(read), ("tasks", index), lines, _MARKED)
                row = Row(Held.of(read), index, task, was, proposed_in, comparison.differences(was, task) if was else ())
                if row.is_open:
                    yield row


def turn(visit: Visit) -> Response:
    """What waits, row by row, and what of last year's is not gone on with."""
    plan, before = _plans(visit)
    here = f"desk/{visit.state.slug}/{plan.year}/"
    gone_on = {task.continues for task in plan.tasks}
    rows = tuple(_rows(visit, plan, before))
    report = f"{visit.state.slug}/{plan.year}/{NOT_DATA[1]}.html"
    view = TurnView(
        rows=tuple(_view(row, f"{here}{row.task.id}/turn") for row in rows if not row.is_alike),
        alike=tuple(_view(row, f"{here}{row.task.id}/turn") for row in rows if row.is_alike),
        confirm=Link("一次确认", f"{here}continues"),
        settled=len(plan.tasks) - len(rows),
        gone=tuple(Link(_named(task), addresses.task(before, task)) for task in before.tasks if task.id not in gone_on),
        report=visit.desk.shown(Path(report)) if (visit.desk.root / report).is_file() else "",
        written=visit.written,
        is_current=visit.office.is_current(visit.state.slug),
        back=Link("回到要做的事", visit.of_place),
    )
    return visit.page(f"{plan.year} 年要点与 {before.year} 年相比", view)


def _view(row: Row, action: str) -> TurnRowView:
    was = _text(row.before) if row.before and row.is_reworded else ""
    return TurnRowView(_named(row.task), row.words, was, _text(row.task) if was or row.is_new else "", row.told, Link("决定", action))


def _named(task: Task) -> str:
    return f"{task.id} {wording.headline(task)}"


def _text(task: Task) -> str:
    return "\n".join(filter(None, (task.matter, task.opening, *(measure.text for measure in task.measures))))


# --- rows that differ in years alone --------------------------------------------------------------


def confirm(visit: Visit) -> Response:
    """Of all rows that differ from last year's in years alone that they go on, in one act."""
    plan, before = _plans(visit)
    rows = {row.task.id: row for row in _rows(visit, plan, before) if row.is_alike}
    choices = tuple(Choice(name, f"{_named(row.task)}（上年 {row.task.continues}）") for name, row in rows.items())
    if not choices:
        raise NotFound("没有要确认的了。")
    question = Question("rows", "接续上年的任务", "choice", choices=choices, is_several=True, is_required=True, prefilled=(*rows,))
    asked = Asked("确认接续", visit.caption, f"desk/{visit.state.slug}/{plan.year}/turn")
    lead = "这些任务与上年只差年份。接续得不对的，去掉前面的勾，再到它那一行里决定。"
    typed = standing_in(visit, (question,))
    chosen = [rows[name] for name in typed.get("rows", ()) if name in rows]
    if step_of(visit) in ("", BACK) or not chosen:
        mistakes = [] if chosen else [Mistake("rows", "没有选。请至少选一项。")]
        return asked_for(visit, asked, (question,), typed, mistakes, lead=lead)
    proposals = []
    for held in {row.held.path: row.held for row in chosen}.values():
        text = text_of(visit.desk.root, held.path) or ""
        proposals.append(
            proposed(
                visit.desk,
                visit.state,
                held,
                unmarked(text, held, [spot for row in chosen if row.held.path == held.path for spot in row.marks]),
                [],
            )
        )
    return decided(visit, asked.to_be_checked, reduce(Proposal.joined, proposals), typed)


# --- one row --------------------------------------------------------------------------------------


def decide(visit: Visit) -> Response:
    """What `import` proposed of a row, confirmed or set otherwise; then what would come of it, then it is written."""
    plan, before = _plans(visit)
    row = next((row for row in _rows(visit, plan, before) if row.task.id == visit.named["task"]), None)
    if not row:
        raise NotFound("这一行没有要决定的，或者已经决定过了。")
    questions = tuple(_questions(visit, row, before))
    asked = Asked("决定这一行", f"{plan.year} 年 {_named(row.task)}", f"desk/{visit.state.slug}/{plan.year}/turn")
    was = (f"上年 {row.before.id}：{_text(row.before)}",) if row.before else ()
    facts = (f"{row.words}。", *row.told, *was, f"今年：{_text(row.task)}")
    if step_of(visit) in ("", BACK):
        return asked_for(visit, asked, questions, standing_in(visit, questions), facts=facts)
    typed = typed_in(visit.request.form, questions)
    told = lacking(questions, typed)
    if {*typed.get("article_20", ())} > {_NONE}:
        told.append(Mistake("article_20", "选了“都不属于”，就不要再选别的。"))
    if told:
        return asked_for(visit, asked, questions, typed, told, facts)
    text = text_of(visit.desk.root, row.held.path) or ""
    try:
        new, changed = _decided(row, text, typed)
    except UnfitError:
        raise unfit(Spot(row.held, (*row.record, "id")).shown) from None
    keys = {question.key: question.key for question in questions}
    # What a kind needs besides is asked for nowhere on the page.
    needed = {key.replace("kind", "recurrence"): key for key in keys if key.startswith("kind")}
    if mistakes := mistakes_in(row.held, text, new, {**keys, **needed}):
        return asked_for(visit, asked, questions, typed, mistakes, facts)
    return decided(visit, asked.to_be_checked, proposed(visit.desk, visit.state, row.held, new, changed), typed)


def _questions(visit: Visit, row: Row, before: Plan) -> Iterator[Question]:
    task, is_whole = row.task, row.is_new or row.is_reworded
    if row.is_new or "continues" in row.marked:
        choices = (Choice(_NONE, "不接续上年的任务"), *(Choice(it.id, _named(it)) for it in before.tasks))
        now = (task.continues or _NONE,)
        yield Question("continues", "接续上年任务", "choice", choices=choices, is_required=True, prefilled=now)
    if not is_whole:
        return
    title = Spot(row.held, (*row.record, "title")).question("title")
    yield Question("title", title.title, "line", title.hint, is_required=True, prefilled=title.prefilled)
    if task.article_20 is None or "article_20" in row.marked:
        choices = (Choice(_NONE, "都不属于"), *(Choice(str(kind.number), kind.title) for kind in KINDS.values()))
        prefilled = tuple(map(str, task.article_20 or (_NONE,))) if task.article_20 is not None else ()
        yield Question(
            "article_20", "条例第二十条的类别", "choice", choices=choices, is_several=True, is_required=True, prefilled=prefilled
        )
    if "duties" in row.marked:
        titles = {duty.id: duty.title for duty in visit.state.portal.duties}
        choices = tuple(Choice(duty, titles[duty]) for duty in task.duties)
        yield Question("duties", "共同任务", "choice", choices=choices, is_several=True, prefilled=task.duties)
    for index, measure in enumerate(task.measures):
        kind = Spot(row.held, (*row.record, "measures", index, "kind")).question(f"kind.{index}")
        of = f"第 {measure.number} 条举措的" if measure.number else ""
        yield Question(kind.key, f"{of}{kind.title}", "choice", choices=kind.choices, is_required=True, prefilled=kind.prefilled)


def _decided(row: Row, text: str, typed: Typed) -> tuple[str, list[Location]]:
    """The text with what was decided and without the marks beside it, and what may be another in it."""
    new, changed = unmarked(text, row.held, row.marks), []
    for key, texts in {"duties": (), **typed}.items() if "duties" in row.marked else typed.items():
        name, _, index = key.partition(".")
        record: Location = (*row.record, "measures", int(index)) if index else row.record
        value, model = _value(name, texts), Measure if index else Task
        changed.append((*record, name))
        if _held(row, record, name) != value:
            new = put(new, record, name, value, list(model.model_fields))
    return new, changed


def _value(key: str, texts: Sequence[str]) -> Written | None:
    said = [text.strip() for text in texts if text.strip() and text.strip() != _NONE]
    if key == "article_20":
        return [int(text) for text in said]
    if key == "duties":
        return said or None
    return said[0] if said else None


def _held(row: Row, record: Location, key: str) -> object:
    """What a field holds now, as it would be written."""
    holder = row.task.measures[int(record[-1])] if record != row.record else row.task
    value = getattr(holder, key)
    return (list(value) or (None if key == "duties" else [])) if isinstance(value, tuple) else value
