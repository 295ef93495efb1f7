"""Values as YAML, the one way in which this program writes them: short lists on one line, quoted only where YAML needs it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from gongkai.words.record import Record

# What stands in a field; a mapping's keys are in the order in which they are written.
Written = str | int | bool | date | Sequence["Written"] | Mapping[str, "Written"]
_UNBOUNDED = 1_000_000
_YEAR = re.compile("20[0-9]{2}")


def fields_of(record: Record) -> dict[str, Written]:
    """What a record says, in the order of its model, without what holds anyway."""
    held = ((key, getattr(record, key), field.default) for key, field in type(record).model_fields.items())
    return {key: _plain(value) for key, value, default in held if value != default and value not in (None, ())}


def _plain(value: object) -> Written:
    if isinstance(value, Record):
        return fields_of(value)
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str | int | bool | date):
        return value
    raise TypeError(f"{value!r} is nothing that a record holds")


def file_text(key: str, fields: Mapping[str, Written], head: str = "") -> str:
    """A file with one record in a list under this key; `head` are its first lines."""
    return f"{head}{key}:\n  - {record_text(fields, len('  - '))}\n"


def record_text(fields: Mapping[str, Written], column: int = 0, *, is_flow: bool = False) -> str:
    """A record without a line end behind it, to stand in a column of a file, or in braces."""
    return _dump(_node(fields)).rstrip("\n") if is_flow else _indented(_dumped(fields), column)


def field_text(key: str, value: Written, column: int = 0, *, is_flow: bool = False) -> str:
    """A field, without a line end behind it, to stand in a column of a file, or inside braces."""
    if is_flow:
        return record_text({key: value}, is_flow=True)[1:-1]
    return _indented(_dumped({key: value}), column)


def _indented(text: str, column: int) -> str:
    """Lines without anything on them stay so."""
    return re.sub(r"\n(?=[^\n])", f"\n{' ' * column}", text.rstrip("\n"))


def _dumped(fields: Mapping[str, Written]) -> str:
    return _dump(CommentedMap((key, _node(value)) for key, value in fields.items()))


def _dump(node: object) -> str:
    written = StringIO()
    yaml = YAML()
    yaml.width = _UNBOUNDED
    yaml.dump(node, written)
    return written.getvalue()


def _node(value: Written, *, is_within: bool = False) -> object:
    if isinstance(value, str):
        # A year stands bare, as people type it.
        if _YEAR.fullmatch(value):
            return int(value)
        if "\n" in value:
            return DoubleQuotedScalarString(value) if is_within else LiteralScalarString(value)
        return value
    if isinstance(value, Mapping):
        mapping = CommentedMap((key, _node(inner, is_within=True)) for key, inner in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, Sequence):
        sequence = CommentedSeq(_node(inner, is_within=True) for inner in value)
        sequence.fa.set_flow_style()
        return sequence
    return value
