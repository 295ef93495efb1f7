"""A field of a file of a place by where it stands: what is asked for it, another value in it, and that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.desk.canonical import Written
from gongkai.desk.choices import Question, Shape, example_of, is_several, shape_of, worded
from gongkai.desk.edits import is_only, put
from gongkai.desk.entering import Mistake
from gongkai.desk.proposals import Desk, Proposal, RefusedError, State, text_of
from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.plan_records import PlanRecord, TasksFile
from gongkai.records.problems import Problem
from gongkai.records.register_records import ColumnsFile, JurisdictionRecord, MovedFile, UnitsFile
from gongkai.records.validation import record_around, record_within, validate
from gongkai.records.yaml_edits import PROPOSED
from gongkai.words.left_out import Location, Value
from gongkai.words.record import Record
from gongkai.words.source import Source, parse

VALUE = "value"
_OF_ENTRIES = {*LedgerFile.model_fields} - {"answers"}


@dataclass(frozen=True)
class Held:
    """A file of a place by its name in the data folder, what stands in it, and what it is read into, whether that can be or not."""

    path: Path
    source: Source
    model: type[Record]

    @classmethod
    def of(cls, read: ReadFile) -> Held:
        return cls(read.path, read.source.as_written, type(read.record))


# What each file of a place is read into, where it cannot be told from its record.
_MODELS: dict[str, type[Record]] = {
    "jurisdiction.yaml": JurisdictionRecord,
    "units.yaml": UnitsFile,
    "columns.yaml": ColumnsFile,
    "moved.yaml": MovedFile,
    "plan.yaml": PlanRecord,
}


@dataclass(frozen=True, eq=False)
class Spot:
    """A field of a file, whether it is written there or not."""

    held: Held
    location: Location

    @property
    def record(self) -> Location:
        return self.location[:-1]

    @property
    def key(self) -> str:
        return str(self.location[-1])

    @property
    def model(self) -> type[Record] | None:
        """The kind of record that it is a field of."""
        return record_around(self.held.model, self.location)

    @property
    def is_single(self) -> bool:
        """Whether it is known, and holds one value."""
        info = self.model.model_fields.get(self.key) if self.model else None
        return info is not None and not is_several(info) and not record_within(info.annotation) and isinstance(self._written, str)

    @property
    def _written(self) -> Value:
        return self.held.source.at(self.location) if self.held.source.has(self.location) else ""

    @property
    def value(self) -> str:
        """What is written there."""
        return str(self._written)

    @property
    def shown(self) -> str:
        """Where it stands, as clerks know it: data/tongliang/units.yaml:12."""
        return f"{self.held.source.file.as_posix()}:{self.held.source.line_of(self.location)}"

    def question(self, key: str = VALUE) -> Question:
        """What is asked for it."""
        if not self.model:
            raise KeyError(self.key)
        info = self.model.model_fields[self.key]
        choices = worded(info)
        return Question(
            key=key,
            title=info.title or self.key,
            shape="choice" if choices else shape_of(info),
            hint=info.description or "",
            example=example_of(info),
            choices=choices,
            is_required=info.is_required(),
            prefilled=(self.value,) if self.value else (),
        )


def spot_of(desk: Desk, state: State, problem: Problem) -> Spot | None:
    """The single field that a problem names, if it is one that a form can mend; entries of the ledger have forms of their own."""
    held, key = _held(desk, state, problem.file), key_of(problem.field)
    if not held or not key:
        return None
    here = [location for location, line in held.source.lines.items() if line == problem.line]
    written = (location for location in here if location[-1:] == (key,))
    lacking = ((*location, key) for location in sorted(here, key=len, reverse=True))
    spots = (Spot(held, location) for location in (*written, *lacking))
    spot = next((spot for spot in spots if spot.is_single), None)
    is_of_entry = spot and held.model is LedgerFile and spot.location[0] in _OF_ENTRIES
    return None if is_of_entry else spot


def _held(desk: Desk, state: State, file: Path) -> Held | None:
    """A file of the place that problems call so, as far as there is anything to be read in it."""
    known = next((read for read in state.files if read.source.file == file), None)
    path = Path(*file.parts[1:])
    if known or file.name not in _MODELS or path.parts[0] != state.slug:
        return Held.of(known) if known else None
    source = parse((text_of(desk.root, path) or "").removeprefix("\ufeff"), file)
    return Held(path, source, _MODELS[file.name]) if isinstance(source.value, dict) else None


def value_of(shape: Shape, typed: str) -> Written | None:
    """What is written for what was typed; what cannot be understood is written as it is, and told."""
    text = re.sub(r"[^\S\n]+(?=\n|$)", "", re.sub("\r\n?", "\n", typed)).strip()
    if shape == "day":
        with suppress(ValueError):
            return date.fromisoformat(text)
    if shape == "number" and text.isascii() and text.isdecimal():
        return int(text)
    return text == "true" if shape == "yes_no" and text else text or None


def with_values(text: str, values: Mapping[Spot, Written | None]) -> str:
    """The text of a file with these values in its fields; raises UnfitError."""
    for spot, value in values.items():
        text = put(text, spot.record, spot.key, value, list(spot.model.model_fields) if spot.model else [])
    return text


def proposed(desk: Desk, state: State, held: Held, new: str, changed: Iterable[Location]) -> Proposal:
    """Another text of a file in which nothing but these places is another; raises RefusedError."""
    text = text_of(desk.root, held.path)
    if not is_only(text or "", new, [*changed]):
        raise unfit(held.source.file.as_posix())
    return Proposal(state.slug, {held.path: new}, {held.path: text})


def unfit(shown: str) -> RefusedError:
    """What to do where the way in which a file is written does not let a program change it."""
    return RefusedError(f"{shown}  这里的写法，程序不能只改它而不动别处。请打开这个文件直接改。")


def mistakes_in(held: Held, text: str, new: str, fields: Mapping[str, str]) -> list[Mistake]:
    """What is wrong with a new text by itself and was not with the one before, at the fields of a form by the keys in the file.

    A key of one of several measures has its position behind it: `kind.1`.
    """
    before, after = (parse(it.removeprefix("\ufeff"), held.source.file) for it in (text, new))
    known = {(problem.field, problem.fault) for problem in validate(before, held.model).problems}
    mistakes = []
    for problem in validate(after, held.model).problems:
        if (problem.field, problem.fault) not in known:
            positions = [step for step in after.field_at(problem.line) if isinstance(step, int)]
            key = key_of(problem.field)
            at = next((fields[name] for name in (f"{key}.{positions[-1] if positions else ''}", key) if name in fields), "")
            mistakes.append(Mistake(at, f"{problem.fault}{problem.remedy}"))
    return mistakes


def key_of(label: str) -> str:
    """The key in a label: 完成时限（due_on）."""
    named = re.search(r"（(\w+)）$", label)
    return named[1] if named else ""


def marks(held: Held, record: Location, lines: Sequence[str], keys: Iterable[str]) -> frozenset[str]:
    """Those of some fields of a record beside which it stands that they are proposed."""
    spots = ((key, (*record, key)) for key in keys)
    return frozenset(
        key for key, spot in spots if held.source.has(spot) and lines[held.source.line_of(spot) - 1].rstrip().endswith(PROPOSED)
    )


def unmarked(text: str, held: Held, spots: Iterable[Location]) -> str:
    """The text of a file, as it was read, without the marks beside these fields."""
    lines = text.split("\n")
    for spot in spots:
        at = held.source.line_of(spot) - 1
        lines[at] = re.sub(rf" *{PROPOSED}(?=\r?$)", "", lines[at])
    return "\n".join(lines)


def official(held: Held, location: Location) -> Iterator[str]:
    """Of which task a place in a file of tasks is, and how the document words that, or the measure; nothing of other files."""
    task, steps = held.source.at(location[:2]) if held.model is TasksFile and len(location) > 1 else None, location[2:4]
    if isinstance(task, dict):
        told = (("任务编号", "id"), ("具体事项", "matter"), ("导语", "opening"))
        yield from (f"{label}：{task[key]}" for label, key in told if isinstance(task.get(key), str))
        measures = task.get("measures")
        chosen = [held.source.at((*location[:2], *steps))] if steps[:1] == ("measures",) and len(steps) > 1 else measures
        for measure in chosen if isinstance(chosen, list) else ():
            if isinstance(measure, dict) and isinstance(measure.get("text"), str):
                number = f"（第 {measure['number']} 条举措）" if measure.get("number") else ""
                yield f"原文{number}：{measure['text']}"
