"""Questions for an entry as fields of a form, and a form that was sent as what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from werkzeug.datastructures import MultiDict

from gongkai.desk.choices import Question
from gongkai.desk.entering import Mistake, Typed

from .views import ChoiceView, FieldView, Hidden, MistakeView

# Names of what is no field of an entry begin with this.
OWN = "-"
TOKEN, STEP, SEEN = "-token", "-step", "-seen"
# More choices than these are opened by a click.
_MOST_RADIOS = 5
_TYPES = {"day": "date", "address": "url"}
_YES_NO = {"true": "是", "false": "否"}


def typed_in(form: MultiDict[str, str], asked: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """What a form that was sent says on what was asked; of what else it says nothing is taken."""
    return {question.key: tuple(form.getlist(question.key)) for question in asked if question.key in form}


def prefilled(asked: Sequence[Question], address: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    """What stands in a form before anybody types, with what the address of the form has chosen already."""
    return {**{question.key: question.prefilled for question in asked if question.prefilled}, **typed_in(address, asked)}


def hidden(typed: Typed, **own: str) -> tuple[Hidden, ...]:
    """What was typed, to go along, with values of our own: token, step, seen."""
    kept = [Hidden(key, text) for key, texts in typed.items() for text in texts]
    return (*(Hidden(f"{OWN}{name}", value) for name, value in own.items()), *kept)


def fields_of(asked: Iterable[Question], typed: Typed, mistakes: Sequence[Mistake] = ()) -> tuple[FieldView, ...]:
    """The fields with what was typed."""
    return tuple(_field(question, typed, mistakes) for question in asked)


def _field(question: Question, typed: Typed, mistakes: Sequence[Mistake]) -> FieldView:
    texts = typed.get(question.key, ())
    widget = _widget(question)
    return FieldView(
        key=question.key,
        title=question.title,
        widget=widget,
        type=_TYPES.get(question.shape, "text"),
        hint=_hint(question),
        value="" if question.choices and not question.is_open else "\n".join(_others(question, texts)),
        choices=_choices(question, texts, widget),
        is_required=question.is_required,
        mistakes=tuple(mistake.words for mistake in mistakes if _is_of(mistake, question)),
    )


def _others(question: Question, texts: Sequence[str]) -> list[str]:
    offered = {choice.value for choice in question.choices}
    return [text for text in texts if text not in offered]


def _widget(question: Question) -> str:
    if question.shape in ("text", "rows"):
        return "area"
    if question.is_several and question.choices:
        return "checks"
    if question.shape == "yes_no" or 0 < len(question.choices) <= _MOST_RADIOS:
        return "radios"
    if question.choices:
        return "select"
    return "input"


def _hint(question: Question) -> str:
    """Where something is chosen, hints on how it is written in files would mislead."""
    if question.shape in ("choice", "yes_no"):
        return "可以选几个。" if question.is_several and len(question.choices) > 1 else ""
    example = f"例如：{question.example}" if question.example and question.shape != "day" else ""
    return "。".join(filter(None, (question.hint, example)))


def _choices(question: Question, texts: Sequence[str], widget: str) -> tuple[ChoiceView, ...]:
    offered = [(choice.value, choice.words) for choice in question.choices] or (list(_YES_NO.items()) if widget == "radios" else [])
    if widget in ("radios", "select") and not question.is_required and not question.default:
        offered = [("", "不填"), *offered] if widget == "radios" else [("", "请选择，不清楚的可以不选"), *offered]
    elif widget == "select":
        offered = [("", "请选择"), *offered]
    chosen = {*texts} or {""}
    name = f"f-{question.key.replace('.', '-')}"
    return tuple(ChoiceView(f"{name}-{number}", value, words, value in chosen) for number, (value, words) in enumerate(offered))


def _is_of(mistake: Mistake, question: Question) -> bool:
    """A mistake of a record within stands at the first of its fields."""
    return mistake.key == question.key or (bool(mistake.key) and question.key == f"{mistake.key}.by")


def mistakes_of(fields: Iterable[FieldView], mistakes: Sequence[Mistake]) -> tuple[MistakeView, ...]:
    """All that is wrong, in the order of the fields, those of the whole entry first."""
    at_fields = [MistakeView(field.first_id, f"{field.title}：{words}") for field in fields for words in field.mistakes]
    told = {words for field in fields for words in field.mistakes}
    return (*(MistakeView("", mistake.words) for mistake in mistakes if mistake.words not in told), *at_fields)


def with_emptied(typed: Mapping[str, tuple[str, ...]], asked: Iterable[Question]) -> dict[str, tuple[str, ...]]:
    """The same, with what was shown and is not there any more said to be empty."""
    return {**{question.key: ("",) for question in asked}, **typed}
