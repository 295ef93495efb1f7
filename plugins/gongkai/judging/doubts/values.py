"""What stands in a record, value by value, each with its place in the file and the kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import get_args

from pydantic import AfterValidator

from gongkai.records.fields import web_address
from gongkai.records.folder import ReadFile
from gongkai.records.problems import Effect, Problem
from gongkai.records.references import REFERRING
from gongkai.records.validation import label
from gongkai.words.left_out import Location
from gongkai.words.record import Record


class Kind(Enum):
    """What a value is, as far as sense is asked of it."""

    DAY = "day"
    ADDRESS = "address"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True)
class Standing:
    """A value and where it stands."""

    location: Location
    kind: Kind
    value: object

    @property
    def key(self) -> str:
        return next(step for step in reversed(self.location) if isinstance(step, str))


def records(record: Record, location: Location = ()) -> Iterator[tuple[Location, Record]]:
    """A record and all that it holds, each with its place."""
    yield location, record
    for key in type(record).model_fields:
        held = getattr(record, key)
        for index, inner in enumerate(held if isinstance(held, tuple) else ()):
            if isinstance(inner, Record):
                yield from records(inner, (*location, key, index))
        if isinstance(held, Record):
            yield from records(held, (*location, key))


@dataclass(frozen=True)
class Stated:
    """A file and every value in it that somebody has written, taken out once for all that is asked of them."""

    file: ReadFile
    values: tuple[Standing, ...]


def stated(file: ReadFile) -> Stated:
    """The values of a file."""
    return Stated(file, tuple(_values(file.record)))


def _values(record: Record) -> Iterator[Standing]:
    for location, inner in records(record):
        for key, kind in kinds(type(inner)).items():
            held = getattr(inner, key)
            if isinstance(held, tuple):
                yield from (Standing((*location, key, index), kind, value) for index, value in enumerate(held) if _is_plain(value))
            elif _is_plain(held):
                yield Standing((*location, key), kind, held)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | date)


@cache
def kinds(model: type[Record]) -> dict[str, Kind]:
    """The kind of each field of a record."""
    return {key: _kind(key, (field.annotation, *field.metadata)) for key, field in model.model_fields.items()}


def _kind(key: str, annotations: tuple[object, ...]) -> Kind:
    within = [step for annotation in annotations for step in _steps(annotation)]
    if date in within:
        return Kind.DAY
    if any(isinstance(step, AfterValidator) and step.func is web_address for step in within):
        return Kind.ADDRESS
    # What has a form of its own, or names something else, is no text.
    has_form = any(getattr(step, "pattern", None) for step in within) or not any(step is str for step in within)
    return Kind.OTHER if has_form or key in REFERRING else Kind.TEXT


def _steps(annotation: object) -> Iterator[object]:
    yield annotation
    yield from getattr(annotation, "metadata", ())
    for inner in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _steps(inner)


def remark(file: ReadFile, location: Location, fault: str, remedy: str, effect: Effect = Effect.WARNING) -> Problem:
    """A warning or gate at a place of a file."""
    return Problem(file.source.file, file.source.line_of(location), label(type(file.record), location), fault, remedy, effect)
