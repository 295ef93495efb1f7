"""The page on which somebody says of a doubtful spot of the source what is right, or that it is as printed; by whom and when stands in its task."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.canonical import Written
from gongkai.desk.choices import Choice, Question, Shape
from gongkai.desk.edits import UnfitError, appended, less, put
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.plans.spots import Held, Spot, mistakes_in, official, proposed, unfit, value_of, with_values
from gongkai.desk.proposals import text_of
from gongkai.records.plan_records import Measure, PlanRecord, Task, TasksFile
from gongkai.records.portal import Plan
from gongkai.words.labels import DUTY_KINDS
from gongkai.words.left_out import Location

from .base.deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from .base.fields import typed_in
from .base.visits import Visit

_DIGITS = 16
_PRINTED, _CLEARED = "printed", "cleared"
_ANSWERS = (Choice(_PRINTED, "原文就是这样，照录不改"), Choice(_CLEARED, "弄清了，写在下面"))
# What is asked besides where nobody has decided of which kind a duty is.
_COUNTED: dict[str, Shape] = {"times": "number", "per": "choice"}


def name_of(doubt: str) -> str:
    """What a doubt is asked for by."""
    return hashlib.sha256(doubt.encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Doubt:
    """A doubt in the record of a plan or a task; of a measure whose kind nobody has decided it is not written down."""

    text: str
    held: Held
    record: Location
    model: type[PlanRecord] | type[Task]
    # Among those that are written down.
    index: int | None
    measure: Location = ()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The fields of the task that hold one value."""
        if self.model is PlanRecord:
            spots = [Spot(self.held, (key,)) for key in PlanRecord.model_fields]
        else:
            measures = self.held.source.at((*self.record, "measures"))
            of_measures = [(*self.record, "measures", index, key) for index in range(len(measures)) for key in Measure.model_fields]
            # What starts a limit, or ends a period, where one is written.
            within = [
                (*location, key)
                for location in of_measures
                if self.held.source.has(location) and isinstance(written := self.held.source.at(location), dict)
                for key in written
            ]
            spots = [Spot(self.held, it) for it in (*((*self.record, key) for key in Task.model_fields), *of_measures, *within)]
        return tuple(spot for spot in spots if spot.is_single and spot.key not in _NOT_OFFERED)


# What names a thing for good, and what has a form of its own.
_NOT_OFFERED = {"year", "id", "number", "kind", "continues", "demonstration", "concluded_on"}


def _doubts(visit: Visit) -> Iterator[Doubt]:
    """Those of the task, or of the plan where no task is named."""
    year, task = visit.named["year"], visit.named.get("task")
    for read in visit.state.files:
        if read.path.parts[1] != year:
            continue
        if not task and isinstance(read.record, PlanRecord):
            yield from (Doubt(text, Held.of(read), (), PlanRecord, index) for index, text in enumerate(read.record.doubts))
        if isinstance(read.record, TasksFile):
            for index, known in enumerate(read.record.tasks):
                if known.id == task:
                    yield from _of_task(Held.of(read), ("tasks", index), known)


def _of_task(held: Held, record: Location, task: Task) -> Iterator[Doubt]:
    yield from (Doubt(text, held, record, Task, index) for index, text in enumerate(task.doubts))
    undecided = [index for index, measure in enumerate(task.measures) if measure.kind is None]
    for text, index in zip(task.all_doubts[len(task.doubts) :], undecided, strict=True):
        yield Doubt(text, held, record, Task, None, (*record, "measures", index))


def doubt(visit: Visit) -> Response:
    """What is doubtful, then what is to hold, then what would come of it, then it is written."""
    if not visit.state.is_sound:
        raise NotFound("这个辖区的数据有错误，请先改正。")
    wanted = visit.request.args.get("doubt", "")
    known = next((it for it in _doubts(visit) if name_of(it.text) == wanted), None)
    if not known:
        raise NotFound("这个疑点已经核对过，或者没有了。")
    questions = (*(_of_kind(known) if known.measure else _of_spot(known)), *_of_person(visit.desk.as_of))
    plan = _plan(visit)
    asked = Asked("答复疑点", visit.caption, visit.of_place, source=(plan.record.source_url or "") if plan else "")
    line = known.held.source.line_of(known.measure or (*known.record, "doubts", known.index or 0))
    where = f"{known.held.source.file.as_posix()}:{line}"
    source = (f"来源：{plan.record.source}",) if plan else ()
    facts = (f"疑点：{known.text}", f"写在：{where}", *official(known.held, known.measure or known.record), *source)
    if step_of(visit) in ("", BACK):
        return asked_for(visit, asked, questions, standing_in(visit, questions), facts=facts, lead=_LEAD)
    typed = typed_in(visit.request.form, questions)
    if told := _lacking(questions, typed):
        return asked_for(visit, asked, questions, typed, told, facts, _LEAD)
    text = text_of(visit.desk.root, known.held.path) or ""
    try:
        new, changed = _settled(known, text, typed)
    except UnfitError:
        raise unfit(where) from None
    keys = {**{question.key: question.key for question in questions}, **{spot.key: "value" for spot in known.spots}}
    if mistakes := mistakes_in(known.held, text, new, {**keys, "recurrence": "kind", "answer": "words"}):
        return asked_for(visit, asked, questions, typed, mistakes, facts, _LEAD)
    return decided(visit, asked.to_be_checked, proposed(visit.desk, visit.state, known.held, new, changed), typed)


def _plan(visit: Visit) -> Plan | None:
    plans = visit.state.place.plans if visit.state.place else ()
    return next((plan for plan in plans if str(plan.year) == visit.named["year"]), None)


_LEAD = "请对照官方文件的原文。只答复、不改下面的字段的，网页上的时间和状态照旧。牵头单位、责任单位、公开路径有好几个值，要改的请打开下面的文件。"


def _of_person(on: date) -> tuple[Question, ...]:
    by = Question("by", "谁核对的", "line", hint="写岗位或来源，例如：政务公开科", is_required=True)
    return by, Question("on", "哪天核对的", "day", is_required=True, prefilled=(on.isoformat(),))


def _of_spot(known: Doubt) -> tuple[Question, ...]:
    spots = tuple(Choice(_key(spot), _words(known, spot)) for spot in known.spots)
    return (
        Question("answer", "核对的结果", "choice", choices=_ANSWERS, is_required=True),
        Question("words", "应当怎样读", "line", hint="一句话；弄清了的必须写，照录不改的可以不写", is_required=True),
        Question("spot", "要改的字段", "choice", hint="任务里有一处写错了，才选", choices=spots, is_folded=True),
        Question("value", "这个字段改成", "text", hint="写全部的新内容", is_folded=True),
    )


def _of_kind(known: Doubt) -> tuple[Question, ...]:
    kind = Spot(known.held, (*known.measure, "kind")).question("kind")
    counted = (Spot(known.held, (*known.measure, "recurrence", key)).question(key) for key in _COUNTED)
    hint = "按次数完成、定期公开的才填"
    folded = (Question(it.key, it.title, it.shape, hint, choices=it.choices, is_folded=True) for it in counted)
    return (Question("kind", kind.title, "choice", choices=kind.choices, is_required=True), *folded)


def _key(spot: Spot) -> str:
    return ".".join(map(str, spot.location))


def _words(known: Doubt, spot: Spot) -> str:
    steps = spot.location[len(known.record) :]
    measure = f"第 {int(steps[1]) + 1} 条举措的" if steps[0] == "measures" else ""
    written = f"{spot.value[:_SHOWN]}{'……' if len(spot.value) > _SHOWN else ''}" if spot.value else "没有写"
    return f"{measure}{spot.question().title}（现在：{written}）"


# As much of a value as tells which it is.
_SHOWN = 20


def _lacking(questions: Sequence[Question], typed: Typed) -> list[Mistake]:
    """What must be said and is not."""
    said = {key: "".join(texts).strip() for key, texts in typed.items()}
    told = lacking((question for question in questions if question.key != "words"), typed)
    if said.get("answer") == _CLEARED and not said.get("words"):
        told.append(Mistake("words", "没有填写。请写清应当怎样读。"))
    if bool(said.get("value")) != bool(said.get("spot")):
        told.append(Mistake("spot", "要改的字段和新内容，请两样都填，或都不填。"))
    return told


def _settled(known: Doubt, text: str, typed: Typed) -> tuple[str, list[Location]]:
    """The text with the doubt answered, and what is another in it."""
    said = {key: "".join(texts).strip() for key, texts in typed.items()}
    order, values = list(known.model.model_fields), _values(known, said)
    new = with_values(text, values)
    if recurrence := _recurrence(said):
        new = put(new, known.measure, "recurrence", recurrence, list(Measure.model_fields))
    if known.index is not None:
        is_last = len(known.held.source.at((*known.record, "doubts"))) == 1
        new = put(new, known.record, "doubts", None, order) if is_last else less(new, (*known.record, "doubts"), known.index)
    answer = {"doubt": known.text, "answer": _answer(said), "by": said["by"], "on": value_of("day", said["on"]) or ""}
    place: Location = (*known.record, "settled")
    is_first = not known.held.source.has(place)
    new = put(new, known.record, "settled", [answer], order) if is_first else appended(new, place, answer)
    changed = [
        (*known.record, "doubts"),
        place,
        *(spot.location for spot in values),
        *([(*known.measure, "recurrence")] if known.measure else []),
    ]
    return new, changed


def _values(known: Doubt, said: Mapping[str, str]) -> dict[Spot, Written | None]:
    if known.measure:
        return {Spot(known.held, (*known.measure, "kind")): said["kind"]}
    spot = next((spot for spot in known.spots if _key(spot) == said.get("spot")), None)
    return {spot: value_of(spot.question().shape, said.get("value", ""))} if spot else {}


def _recurrence(said: Mapping[str, str]) -> dict[str, Written]:
    """How often; nothing where nobody said."""
    return {key: value for key, shape in _COUNTED.items() if (value := value_of(shape, said.get(key, "")))}


def _answer(said: Mapping[str, str]) -> str:
    if "kind" in said:
        return f"属于“{DUTY_KINDS.get(said['kind'], said['kind'])}”。"
    return "".join(filter(None, ("原文就是这样。" if said["answer"] == _PRINTED else "", said.get("words", ""))))
