"""What a person may be asked for an entry, out of the models, and what there is to choose: units, measures, columns by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args, get_origin

from pydantic import AfterValidator
from pydantic.fields import FieldInfo

from gongkai.judging.assessment import AssessedPlan, AssessedTask
from gongkai.pages import wording
from gongkai.records.fields import web_address
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.portal import Node, Register
from gongkai.records.register_records import Unit
from gongkai.records.validation import record_within
from gongkai.words.record import Choices, Record, steps

Shape = Literal["line", "text", "day", "number", "address", "yes_no", "choice", "rows"]
# The kinds of entries in the order in which they are offered; answers are to a problem, not of a task.
KINDS = ("evidence", "checks", "searches", "notes", "waivers", "events", "replies", "changes", "closures")
# What is asked at once besides what must be there; the rest is folded.
_ASKED = {"measures", "units", "url", "description", "published_on", "found_in", "covers", "opened.by", "column", "remark", "outcome"}
_ALL_ASKED = "changes"
# The program fills these in; the task is where the asking began.
_GIVEN = {"task"}
# Longer than this is more than a line.
_LINE = 2000


@dataclass(frozen=True)
class Choice:
    """A value as it is written in data, and the words by which a person chooses it."""

    value: str
    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A field of an entry as a person is asked for it; of a record within it each field, as opened.by."""

    key: str
    title: str
    shape: Shape
    hint: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    is_several: bool = False
    is_required: bool = False
    is_folded: bool = False
    # What is taken where nothing is said, and what stands in a form before anybody types.
    default: tuple[str, ...] = ()
    prefilled: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something else may be typed than is offered."""
        return self.key == "explains"

    def words_of(self, value: str) -> str:
        """A value by the words that it was chosen by."""
        return next((choice.words for choice in self.choices if choice.value == value), value)

    def value_of(self, words: str) -> str:
        """What somebody chose by its words, by a name that it goes by, or by the end of its trail; anything else as it is."""
        meant = self.meant_by(words)
        return meant[0].value if len(meant) == 1 else words

    def meant_by(self, words: str) -> tuple[Choice, ...]:
        """The choices that somebody may have meant."""
        wanted = _trail_of(words)
        exact = (choice for choice in self.choices if words in (choice.value, choice.words, *choice.names))
        return tuple(exact) or tuple(choice for choice in self.choices if _trail_of(choice.words)[-len(wanted) :] == wanted)


@dataclass(frozen=True)
class AtTask:
    """Where somebody records: a task of a judged plan, on a day."""

    plan: AssessedPlan
    task: AssessedTask
    on: date = field(kw_only=True)

    @property
    def register(self) -> Register:
        return self.plan.jurisdiction.register


def model_of(kind: str, whole: type[Record] = LedgerFile) -> type[Record]:
    """The model of the entries of a kind, or of what another record lists."""
    model = record_within(whole.model_fields[kind].annotation)
    if not model:
        raise KeyError(kind)
    return model


def word_of(kind: str) -> str:
    """证据, 核查, …."""
    return LedgerFile.model_fields[kind].title or kind


def kinds_of(at: AtTask) -> tuple[Choice, ...]:
    """The kinds of entries that there can be of a task; situations only where one starts a clock."""
    is_triggered = any(measure.measure.kind == "triggered" for measure in at.task.measures)
    return tuple(Choice(kind, word_of(kind)) for kind in KINDS if kind != "events" or is_triggered)


def measures_of(at: AtTask) -> tuple[Choice, ...]:
    """The measures by their short words; none where there is only one."""
    measures = [assessed.measure for assessed in at.task.measures if assessed.measure.number]
    named = (Choice(str(it.number), f"第 {it.number} 项：{wording.measure_title(at.task.task, it)}") for it in measures)
    return tuple(named) if len(at.task.measures) > 1 else ()


def units_of(at: AtTask) -> tuple[Choice, ...]:
    """The units that owe the task, members of groups by their own names, and whoever took over those that are no more."""
    offered = {slug: None for unit in at.task.units for slug in (unit.slug, at.register.answering_for(unit.slug, at.on))}
    return tuple(_unit(at, at.register.units[slug]) for slug in offered)


def _unit(at: AtTask, unit: Unit) -> Choice:
    return Choice(unit.slug, _named(unit, at.on), unit.names)


def _named(unit: Unit, on: date) -> str:
    if unit.is_group:
        return f"{unit.name}（没有列名的单位）"
    return unit.name if unit.is_valid_on(on) else f"{unit.name}（{on} 已不存在）"


def columns_of(at: AtTask) -> tuple[Choice, ...]:
    """The columns by their trails, those that the task names first."""
    nodes = at.register.nodes
    return tuple(Choice(slug, trail(nodes[slug])) for slug in dict.fromkeys((*_named_columns(at), *nodes)))


def _named_columns(at: AtTask) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for assessed in at.task.measures for slug in assessed.measure.publication_paths))


def _trail_of(words: str) -> list[str]:
    return [step.strip() for step in re.split("[>＞]", words)]


def trail(node: Node) -> str:
    """政策 > 规划."""
    return " > ".join(step.name for step in node.trail)


def questions(at: AtTask, kind: str) -> tuple[Question, ...]:
    """What is asked for an entry of a kind, what is asked at once before what is folded, each in the order of the model."""
    asked = [question for question in _questions(at, kind) if _applies(kind, question)]
    return tuple(sorted(asked, key=lambda question: question.is_folded))


def _applies(kind: str, question: Question) -> bool:
    """Whether there is anything to ask: a choice of something, units of what is not of all of them."""
    is_without_choice = question.key in _OFFERED and not question.choices
    return not is_without_choice and (kind, question.key) != ("changes", "units")


def _questions(at: AtTask, kind: str) -> Iterator[Question]:
    for key, info in model_of(kind).model_fields.items():
        inner = record_within(info.annotation)
        if key in _GIVEN:
            continue
        if inner and not is_several(info):
            for name, of_inner in inner.model_fields.items():
                yield _question(at, kind, f"{key}.{name}", of_inner, f"{info.title}：", is_required=False)
        else:
            yield _question(at, kind, key, info, "", is_required=info.is_required())


def _question(at: AtTask, kind: str, key: str, info: FieldInfo, before: str, *, is_required: bool) -> Question:
    is_asked = is_required or key in _ASKED or (kind == _ALL_ASKED and "." not in key)
    choices = _OFFERED[key](at) if key in _OFFERED else worded(info)
    default = _default(at, key, info, choices)
    return Question(
        key=key,
        title=f"{before}{info.title}",
        shape="choice" if choices else shape_of(info),
        hint=info.description or "",
        example=example_of(info),
        choices=choices,
        is_several=is_several(info),
        is_required=is_required
        or (key == "measures" and bool(choices))
        or (key == "units" and bool(choices))
        or ((kind, key) == ("checks", "column") and bool(_named_columns(at))),
        # What has its answer already need not be asked again.
        is_folded=not is_asked or (key in ("on", "units") and bool(default)),
        default=default,
        prefilled=default or _prefilled(at, kind, key),
    )


def _prefilled(at: AtTask, kind: str, key: str) -> tuple[str, ...]:
    """What is most likely, for a person to see and change."""
    if key == "seen_on":
        return (at.on.isoformat(),)
    if (kind, key) == ("checks", "column"):
        named = _named_columns(at)
        return named if len(named) == 1 else ()
    title = wording.headline(at.task.task) if (kind, key) == ("evidence", "title") else ""
    # What is cut is nobody's title.
    return (title,) if title and not title.endswith("…") else ()


def _default(at: AtTask, key: str, info: FieldInfo, choices: tuple[Choice, ...]) -> tuple[str, ...]:
    if key == "on":
        return (at.on.isoformat(),)
    if key == "units" and len(choices) == 1:
        return (choices[0].value,)
    return (info.default,) if choices and isinstance(info.default, str) else ()


def shape_of(info: FieldInfo) -> Shape:
    """What a person types into a field."""
    within = list(steps((info.annotation, *info.metadata)))
    if record_within(info.annotation):
        return "rows"
    for kind, shape in _OF_TYPE.items():
        if kind in within:
            return shape
    if any(isinstance(step, AfterValidator) and step.func is web_address for step in within):
        return "address"
    return "text" if any(getattr(step, "max_length", 0) > _LINE for step in within) else "line"


_OF_TYPE: dict[object, Shape] = {date: "day", bool: "yes_no", int: "number"}


def is_several(info: FieldInfo) -> bool:
    """Whether a field holds a list."""
    return any(get_origin(step) is tuple for step in (info.annotation, *get_args(info.annotation)))


def worded(info: FieldInfo) -> tuple[Choice, ...]:
    """The values of a field that has only some, in the words that stand beside them."""
    return tuple({value: Choice(value, words) for step in Choices.of(info) for value, words in step.words.items() if value}.values())


def example_of(info: FieldInfo) -> str:
    """How it may look; several as they are written on a line."""
    first = (info.examples or [""])[0]
    return "、".join(map(str, first)) if isinstance(first, list) else str(first)


def _addresses(at: AtTask) -> tuple[Choice, ...]:
    shown = at.plan.plan.ledger.of_task(at.task.task.id).evidence
    return tuple(Choice(address, title) for address, title in {it.url: it.title for it in shown if it.url}.items())


def _days(at: AtTask) -> tuple[Choice, ...]:
    events = at.plan.plan.ledger.of_task(at.task.task.id).events
    return tuple(Choice(it.happened_on.isoformat(), f"{it.happened_on} {it.text}") for it in events)


def _counters(at: AtTask) -> tuple[Choice, ...]:
    counts = [it.measure.recurrence.including for it in at.task.measures if it.measure.recurrence]
    longest = max(counts, key=len, default=())
    return tuple(Choice(str(number), count.what) for number, count in enumerate(longest, 1))


def _tasks(at: AtTask) -> tuple[Choice, ...]:
    others = (task for task in at.plan.plan.tasks if task.id != at.task.task.id)
    return tuple(Choice(task.id, f"{task.id} {wording.headline(task)}") for task in others)


def _all_units(at: AtTask) -> tuple[Choice, ...]:
    return tuple(Choice(unit.slug, unit.name, unit.names) for unit in at.register.units.values())


# By field, what there is to choose that depends on the place and the task.
_OFFERED = {
    "measures": measures_of,
    "units": units_of,
    "new_units": _all_units,
    "found_in": columns_of,
    "column": columns_of,
    "explains": _addresses,
    "event_on": _days,
    "counts_as": _counters,
    "replaced_by": _tasks,
}
