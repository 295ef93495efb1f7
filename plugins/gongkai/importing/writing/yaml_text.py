"""YAML as a person would type it into data/: plain words where they can stand plain, |- for wording, flow lists for slugs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from gongkai.records.yaml_edits import PROPOSED
from gongkai.words.record import Record
from gongkai.words.source import parse
from gongkai.words.text import visible

# What stands in a field; None is yet to be filled in.
Written = str | int | date | Record | Sequence["Written"] | Mapping[str, "Written"] | None
_LONGEST_FLOW = 106
_WORDING, _SENTENCES = {"source", "preamble", "opening", "text", "publication_text"}, {"basis", "doubts"}


def fields_of(model: type[Record], held: object, **others: Written) -> dict[str, Written]:
    """What a record, or what is to become one, holds in the fields of its model, in their order."""
    values = {key: others.get(key, getattr(held, key, None)) for key in model.model_fields}
    return {key: value for key, value in values.items() if value not in (None, model.model_fields[key].default)}


def lines(fields: Mapping[str, Written], column: int = 0, proposed: Collection[str] = ()) -> list[str]:
    """Fields that hold anything, in a column of a file; beside those that are proposed it stands that they are."""
    text: list[str] = []
    for key, value in fields.items():
        first, *others = _field(key, value) or [""]
        if first:
            text += [f"{first}  {PROPOSED}" if key in proposed else first, *others]
    return [" " * column + line for line in text]


def entry(fields: Mapping[str, Written], column: int, proposed: Collection[str] = ()) -> list[str]:
    """A record of a list whose dashes stand in this column."""
    first, *others = lines(fields, column + 2, proposed)
    return [f"{' ' * column}- {first.strip()}", *others]


def comment(text: str) -> str:
    """A line that the program does not read."""
    return f"# {_line(text)}"


def flow(value: Written) -> str:
    """A value inside braces or brackets."""
    if isinstance(value, Record):
        return flow(fields_of(type(value), value))
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {flow(held)}' for key, held in value.items())}}}"
    if isinstance(value, str):
        # A quotation mark would pair with that of another value.
        return _quoted(value) if re.search("[\"']", value) else _typed(_line(value), "a: [b, {}]")
    return f"[{', '.join(map(flow, value))}]" if isinstance(value, Sequence) else str(value)


def _field(key: str, value: Written) -> list[str]:
    if isinstance(value, str) and key in _WORDING:
        paragraphs = [f"  {_line(line)}" for line in visible(value).split("\n") if _line(line)]
        return [f"{key}: |-", *paragraphs] if paragraphs else []
    if isinstance(value, str):
        return [f"{key}: {_typed(_line(value), 'a: {}')}"] if _line(value) else []
    if isinstance(value, bool):
        return [f"{key}: true"] if value else []
    if isinstance(value, tuple):
        listed = [held for held in value if not isinstance(held, str) or _line(held)]
        records = [line for held in listed if isinstance(held, Mapping) for line in entry(held, 2)]
        line = f"{key}: {flow(listed)}"
        if not records and (key in _SENTENCES or len(line) > _LONGEST_FLOW):
            records = [f"  - {_typed(_line(held), '- {}')}" for held in listed if isinstance(held, str)]
        return [f"{key}:", *records] if records else [line] if listed else []
    return [f"{key}:" if value is None else f"{key}: {flow(value)}"]


def _typed(text: str, around: str) -> str:
    """A text on one line, in quotes only where `check` would read something else in this place, or have something to say."""
    plain, quoted = (parse(around.format(words), Path()) for words in (text, _quoted(text)))
    return text if not plain.slips and plain.value == quoted.value else _quoted(text)


def _quoted(text: str) -> str:
    return "'" + _line(text).replace("'", "''") + "'"


def _line(text: str) -> str:
    return " ".join(visible(text).split())
