"""What stands in a record, value by value, each with its place in the file and the kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from typing import NamedTuple, get_args

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


class Standing(NamedTuple):
    """A value and where it stands: under which field, of what kind."""

    location: Location
    key: str
    kind: Kind
    value: str | date


@dataclass
class Stated:
    """A file with every record and every value in it that somebody has written, taken out once for all that is asked of them."""

    file: ReadFile
    records: list[tuple[Location, Record]] = field(default_factory=list)
    values: list[Standing] = field(default_factory=list)


def stated(file: ReadFile) -> Stated:
    """The records and values of a file."""
    whole = Stated(file)
    _lay_out(whole, file.record, ())
    return whole


def _lay_out(whole: Stated, record: Record, location: Location) -> None:
    whole.records.append((location, record))
    of_fields = kinds(type(record))
    within: list[tuple[Location, Record]] = []
    # Most fields have nothing in them.
    for key, held in vars(record).items():
        for here, value in _held((*location, key), held) if held else ():
            if isinstance(value, str | date):
                whole.values.append(Standing(here, key, of_fields[key], value))
            elif isinstance(value, Record):
                within.append((here, value))
    for here, inner in within:
        _lay_out(whole, inner, here)


def _held(location: Location, held: object) -> Iterator[tuple[Location, object]]:
    """What a field holds, alone or in a list."""
    if isinstance(held, tuple):
        yield from (((*location, index), value) for index, value in enumerate(held))
    else:
        yield location, held


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
