"""Source + model → record, or the model's complaints as problems in the clerk's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Generic, Literal, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from gongkai.words.left_out import Location, Value
from gongkai.words.record import Choices, Record
from gongkai.words.source import Source

from .problems import Problem, message

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Doubts:
    """What a faulty file does not tell for certain.

    `identifiers`: slugs and ids of records that are lost or lost a part. `names`: those of records
    whose own slug cannot be read. `is_open`: a record is lost of which not even a name is left.
    """

    identifiers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    is_open: bool = False

    @classmethod
    def of(cls, doubts: Sequence[Doubts]) -> Doubts:
        """All of them together."""
        identifiers = frozenset().union(*(doubt.identifiers for doubt in doubts))
        return cls(identifiers, frozenset().union(*(doubt.names for doubt in doubts)), any(doubt.is_open for doubt in doubts))


@dataclass(frozen=True)
class Validated(Generic[R]):
    """What could be read of one file.

    With problems, `record` is what remains after leaving out the faulty parts: good enough to be
    checked against other files in the same run, never to be published. What other files say of its
    doubts is not to be reported as wrong.
    """

    source: Source
    record: R | None
    problems: tuple[Problem, ...] = ()
    doubts: Doubts = Doubts()


def validate(source: Source, model: type[R]) -> Validated[R]:
    """The record of one file and everything that is wrong with it."""
    if source.value is None:
        return Validated(source, None, tuple(_slips(source, model)), Doubts(is_open=True))
    problems = list(_slips(source, model))
    left = [_doubts(source, location) for location, _ in source.overwritten]
    left += [Doubts(frozenset(_identifiers({location[-1]: value}))) for location, value in source.overwritten]
    for attempt in range(_ATTEMPTS):
        try:
            return Validated(source, model.model_validate(source.value), tuple(problems), Doubts.of(left))
        except ValidationError as error:
            details = [_at_its_field(detail, source) for detail in error.errors(include_url=False)]
        if attempt == 0:
            problems += _problems(source, model, details)
        left += [_doubts(source, tuple(detail["loc"])) for detail in details]
        faulty = _faulty_parts(details, source)
        left += [Doubts(frozenset(_identifiers(source.at(location)))) for location in faulty]
        source = source.without(faulty)
    return Validated(source, None, tuple(problems), Doubts(is_open=True))


def _slips(source: Source, model: type[Record]) -> Iterator[Problem]:
    for slip in source.slips:
        field = label(model, source.field_at(slip.line)) if slip.in_value and source.value is not None else ""
        yield Problem(source.file, slip.line, field, slip.fault, slip.remedy)


# Leaving out a field may make its list item invalid, and that the item around it.
_ATTEMPTS = 6
_IDENTIFIERS = ("slug", "id")


def _faulty_parts(details: list[ErrorDetails], source: Source) -> set[Location]:
    """What to leave out."""
    faulty: set[Location] = set()
    for detail in details:
        location = tuple(detail["loc"])
        if detail["type"] == "missing" or not source.has(location):
            location = location[:-1]
            while location and not isinstance(location[-1], int):
                location = location[:-1]
        if location:
            faulty.add(location)
    return {location for location in faulty if not any(location[:length] in faulty for length in range(len(location)))}


def _at_its_field(detail: ErrorDetails, source: Source) -> ErrorDetails:
    """A fault between several fields of a record stands where the first of them is written."""
    record = tuple(detail["loc"])
    fields = [(*record, field) for field in detail.get("ctx", {}).get("fields", ())]
    # Of a dictionary's kind with everything else as it is.
    return {**detail, "loc": next(filter(source.has, fields), *fields[:1])} if fields else detail


def _identifiers(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _IDENTIFIERS and isinstance(inner, str):
                yield inner
            yield from _identifiers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _identifiers(inner)


def _doubts(source: Source, location: Location) -> Doubts:
    """What a fault at this place leaves uncertain: the record around it, by its slug or id where it has one."""
    if len(location) <= 1:
        return Doubts()
    for length in range(len(location) - 1, 0, -1):
        value = source.at(location[:length]) if source.has(location[:length]) else ""
        if not isinstance(value, dict):
            continue
        if length == len(location) - 1 and location[-1] in _IDENTIFIERS:
            names = frozenset(_names(value))
            return Doubts(names=names, is_open=not names)
        if identifiers := [str(value[key]) for key in _IDENTIFIERS if value.get(key)]:
            return Doubts(frozenset(identifiers))
    return Doubts(is_open=True)


def _names(record: dict[str, Value]) -> Iterator[str]:
    for key in ("slug", "name", "full_name", "aliases"):
        value = record.get(key, "")
        yield from (name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str) and name)


def label(model: type[Record], location: Location) -> str:
    """The Chinese label and the key of a field: 完成时限（due_on）."""
    title = key = ""
    current: type[Record] | None = model
    for step in location:
        if isinstance(step, int):
            continue
        key = step
        field = current.model_fields.get(step) if current else None
        title = field.title or "" if field else ""
        current = record_within(field.annotation) if field else None
    return f"{title}（{key}）" if title else key


def record_within(annotation: object) -> type[Record] | None:
    """The kind of record that a field holds, alone or in a list; None for a field without."""
    return next(_records(annotation), None)


def _records(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from _records(argument)


def _problems(source: Source, model: type[Record], details: list[ErrorDetails]) -> Iterator[Problem]:
    extra = [tuple(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"]
    misspelt = {(*location[:-1], _nearest_key(model, location)) for location in extra}
    misspelt |= {(*location[:-1], *lacking) for location in extra if len(lacking := _lacking(source, model, location)) == 1}
    guessed = {slip.line for slip in source.slips if slip.is_guess}
    twice = {location[:-1] for location, _ in source.overwritten}
    for detail in details:
        location = tuple(detail["loc"])
        # What was guessed, or stands there twice, is no ground to complain again.
        if source.line_of(location) in guessed or location in twice:
            continue
        is_misspelt = detail["type"] == "missing" and location in misspelt
        # pydantic does not count the faulty items of a list.
        has_items = detail["type"] == "too_short" and bool(source.at(location))
        if not is_misspelt and not has_items:
            yield _problem(source, model, detail)


def _problem(source: Source, model: type[Record], details: ErrorDetails) -> Problem:
    location = tuple(details["loc"])
    line = source.line_of(location)
    if details["type"] == "extra_forbidden":
        return Problem(source.file, line, "", f"没有“{location[-1]}”这个字段。", _meant_key(source, model, location))
    fault, remedy = message(details, _shape(model, location), _choices(model, location))
    return Problem(source.file, line, label(model, location), fault, remedy)


def _choices(model: type[Record], location: Location) -> Mapping[str, str]:
    """The words for the values that a field may have."""
    around = record_around(model, location) if location else None
    info = around.model_fields.get(str(location[-1])) if around else None
    return {value: word for choices in Choices.of(info) for value, word in choices.words.items() if value} if info else {}


def _shape(model: type[Record], location: Location) -> tuple[str, str]:
    """The fields that the record at a place must have, and such a record; empty where there is none."""
    inner = record_within(_annotation(model, location))
    return (_labelled(_needed(inner) or inner.model_fields), _example(inner)) if inner else ("", "")


def _needed(record: type[Record]) -> dict[str, FieldInfo]:
    return {key: field for key, field in record.model_fields.items() if field.is_required()}


def _labelled(fields: Mapping[str, FieldInfo]) -> str:
    return "、".join(f"{key}（{field.title}）" for key, field in fields.items())


def _example(record: type[Record]) -> str:
    needed = _needed(record) or dict(list(record.model_fields.items())[:1])
    return "{" + ", ".join(f"{key}: {_sample(field)}" for key, field in needed.items()) + "}"


def _sample(field: FieldInfo) -> str:
    least = next((str(limit.ge) for limit in field.metadata if hasattr(limit, "ge")), "1")
    kinds: tuple[tuple[object, str], ...] = ((int, least), (bool, "true"), (date, "2021-06-30"))
    inner = record_within(field.annotation)
    if inner is None and get_origin(field.annotation) is Literal:
        return str(get_args(field.annotation)[0])
    sample = _example(inner) if inner else next((made for kind, made in kinds if kind is field.annotation), field.title or "")
    return f"[{sample}]" if get_origin(field.annotation) is tuple else sample


def _meant_key(source: Source, model: type[Record], location: Location) -> str:
    """What an unknown key must mean: a label, a field of another record, a misspelling, or what is missing beside it."""
    fields = _fields(model, location)
    near = _nearest_key(model, location)
    holders = dict(_holders(model, str(location[-1])))
    is_certain = bool(get_close_matches(str(location[-1]).lower(), [*fields, *fields.values()], n=1, cutoff=0.85))
    if holders and not is_certain:
        return f"它是{'、'.join(holders)}的字段，请移到那里（检查缩进），或删掉。"
    if near:
        return f"是不是想写“{near}”？"
    lacking = _lacking(source, model, location)
    meant = f"是不是想写缺少的 {'、'.join(f'“{known}”（{fields[known]}）' for known in lacking)}？" if lacking else ""
    return f"{meant}可用的字段：{'、'.join(fields)}。"


def _lacking(source: Source, model: type[Record], location: Location) -> list[str]:
    """The fields that the record around an unknown key must have and has not."""
    record = record_around(model, location)
    return [key for key in _needed(record) if not source.has((*location[:-1], key))] if record else []


def _holders(model: type[Record], key: str, within: str = "") -> Iterator[tuple[str, type[Record]]]:
    """The fields of a file whose records have a field of this name, with their labels."""
    for name, field in model.model_fields.items():
        for inner in _records(field.annotation):
            if key in inner.model_fields:
                yield f"{field.title}（{name}）", inner
            if inner is not model and name != within:
                yield from _holders(inner, key, name)


def _nearest_key(model: type[Record], location: Location) -> str:
    """The key that a misspelt one must mean, also when its Chinese label was written instead; empty when none is near."""
    keys = {name: key for key, title in _fields(model, location).items() for name in (key, title)}
    near = get_close_matches(str(location[-1]).lower(), keys, n=1)
    return keys[near[0]] if near else ""


def _annotation(model: type[Record], location: Location) -> object:
    """What a place of a file may hold."""
    annotation: object = model
    for step in location:
        current = record_within(annotation) if isinstance(step, str) else None
        if current:
            annotation = current.model_fields[step].annotation if step in current.model_fields else None
    return annotation


def record_around(model: type[Record], location: Location) -> type[Record] | None:
    """The kind of record that holds a field of a file."""
    return record_within(_annotation(model, location[:-1]))


def _fields(model: type[Record], location: Location) -> dict[str, str]:
    """The keys of the record that holds a location, with their labels."""
    record = record_around(model, location)
    return {key: field.title or "" for key, field in record.model_fields.items()} if record else {}


def repeats(values: Sequence[int | str]) -> Iterator[int]:
    """Where values stand that have come before."""
    seen: set[int | str] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield position
        seen.add(value)
