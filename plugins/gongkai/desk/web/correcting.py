"""A single field of a file that is no ledger, mended by a form that knows it from its model: what a line of `check` leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from werkzeug import Response
from werkzeug.exceptions import NotFound

from gongkai.desk.canonical import Written
from gongkai.desk.choices import Question, Shape, example_of, is_several, shape_of, worded
from gongkai.desk.edits import UnfitError, is_only, put
from gongkai.desk.entering import Mistake
from gongkai.desk.proposals import Desk, Proposal, RefusedError, State, text_of
from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.plan_records import PlanRecord, TasksFile
from gongkai.records.problems import Problem
from gongkai.records.register_records import ColumnsFile, JurisdictionRecord, MovedFile, UnitsFile
from gongkai.records.validation import record_around, record_within, validate
from gongkai.words.left_out import Location, Value
from gongkai.words.record import Record
from gongkai.words.source import Source, parse

from .deciding import BACK, Asked, asked_for, decided, standing_in, step_of
from .fields import typed_in
from .visits import Visit

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
    held, key = _held(desk, state, problem.file), _key(problem.field)
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
    """What is wrong with a new text by itself and was not with the one before, at the fields of a form by the keys in the file."""
    before, after = (validate(parse(it.removeprefix("\ufeff"), held.source.file), held.model).problems for it in (text, new))
    known = {(problem.field, problem.fault) for problem in before}
    told = (problem for problem in after if (problem.field, problem.fault) not in known)
    return [Mistake(fields.get(_key(problem.field), ""), f"{problem.fault}{problem.remedy}") for problem in told]


def _key(label: str) -> str:
    """The key in a label: 完成时限（due_on）."""
    named = re.search(r"（(\w+)）$", label)
    return named[1] if named else ""


def _official(spot: Spot) -> Iterator[str]:
    """Of which task it is, and how the document words that, or the measure."""
    for steps, keys in ((2, ("id", "matter", "opening")), (4, ("number", "text"))):
        record = spot.location[:steps]
        held = spot.held.source.at(record) if spot.held.model is TasksFile and len(spot.location) > steps else None
        if isinstance(held, dict):
            yield from (f"{_TOLD[key]}：{held[key]}" for key in keys if isinstance(held.get(key), str))
            measures = held.get("measures") if len(spot.location) == steps + 1 else None
            yield from (
                (f"原文：{it.get('text', '')}" for it in measures or () if isinstance(it, dict)) if isinstance(measures, list) else ()
            )


_TOLD = {"id": "任务编号", "matter": "具体事项", "opening": "导语", "number": "举措序号", "text": "原文"}


def field(visit: Visit) -> Response:
    """The field that a line of `check` names: what is wrong with it, what stands there, and what is to stand there."""
    at, key = visit.request.args.get("at", ""), visit.request.args.get("field", "")
    told = [problem for problem in visit.state.problems if f"{problem.file.as_posix()}:{problem.line}" == at and _key(problem.field) == key]
    spot = spot_of(visit.desk, visit.state, told[0]) if told else None
    if not spot:
        raise NotFound("那里没有要改的字段，或者已经改过了。")
    question = spot.question()
    asked = Asked(f"改正：{question.title}", visit.caption, visit.of_place)
    told_of = [f"{problem.fault}{problem.remedy}" for problem in told]
    facts = (
        f"文件：{spot.shown}",
        f"字段：{question.title}（{spot.key}）",
        f"现在写的：{spot.value or '没有写'}",
        *(f"问题：{words}" for words in told_of),
        *_official(spot),
    )
    if step_of(visit) in ("", BACK):
        return asked_for(visit, asked, (question,), standing_in(visit, (question,)), facts=facts)
    typed = typed_in(visit.request.form, (question,))
    text = text_of(visit.desk.root, spot.held.path) or ""
    try:
        new = with_values(text, {spot: value_of(question.shape, (*typed.get(VALUE, ()), "")[0])})
    except UnfitError:
        raise unfit(spot.shown) from None
    value = value_of("text", (*typed.get(VALUE, ()), "")[0]) or ""
    told_now = "没有填写。" if question.is_required and not value else "和现在写的一样，没有改动。" if value == spot.value else ""
    lacking = [Mistake(VALUE, told_now)] if told_now else []
    if mistakes := lacking or mistakes_in(spot.held, text, new, {spot.key: VALUE}):
        return asked_for(visit, asked, (question,), typed, mistakes, facts)
    proposal = proposed(visit.desk, visit.state, spot.held, new, [spot.location])
    return decided(visit, asked.to_be_checked, proposal, typed)
