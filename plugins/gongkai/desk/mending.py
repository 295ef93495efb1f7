"""An entry of the ledger where it stands: corrected, confirmed by who opened it, or marked dead; everything around it stays to the byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.references import LedgerName
from gongkai.words.left_out import Location, Value

from .canonical import Written, fields_of
from .choices import KINDS, AtTask, model_of, questions
from .edits import UnfitError, is_only, put
from .entering import Mistake, Recorded, Typed, chosen, entered
from .proposals import Desk, Proposal, RefusedError, State, text_of
from .recording import Draft, file_name, miscounted, repeated


@dataclass(frozen=True)
class Standing:
    """An entry where it stands, as it was written, whether it is good or not."""

    read: ReadFile
    kind: str
    # Among those of its kind in the file, as they were written.
    index: int

    @property
    def file(self) -> Path:
        """As it lies in the data folder."""
        return self.read.path

    @property
    def year(self) -> int:
        return int(self.read.path.parts[1])

    @property
    def location(self) -> Location:
        return (self.kind, self.index)

    @property
    def line(self) -> int:
        return self.read.source.as_written.line_of(self.location)

    @property
    def shown(self) -> str:
        """Where it stands, as clerks know it: data/tongliang/2021/ledger/fagaiwei.yaml:12."""
        return f"{self.read.source.file.as_posix()}:{self.line}"

    @cached_property
    def entry(self) -> Recorded | None:
        """The entry as far as it was understood; None where that is nothing."""
        held: tuple[Recorded, ...] = getattr(self.read.record, self.kind)
        lines = {self.read.source.line_of((self.kind, index)): entry for index, entry in enumerate(held)}
        return lines.get(self.line)

    @cached_property
    def typed(self) -> dict[str, tuple[str, ...]]:
        """What stands in its fields, as somebody would type it."""
        value = self.read.source.as_written.at(self.location)
        return dict(_typed(value, "")) if isinstance(value, dict) else {}


def _typed(fields: Mapping[str, Value], before: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in fields.items():
        if isinstance(value, dict):
            yield from _typed(value, f"{before}{key}.")
        elif isinstance(value, list):
            if value:
                yield f"{before}{key}", tuple(" ".join(map(str, it.values())) if isinstance(it, dict) else str(it) for it in value)
        else:
            yield f"{before}{key}", (value,)


def entries_of(state: State) -> tuple[Standing, ...]:
    """All entries of a place, file by file in the order in which they stand."""
    return tuple(entry for file in state.files if isinstance(file.record, LedgerFile) for entry in _entries(file))


def _entries(file: ReadFile) -> list[Standing]:
    value = file.source.as_written.value
    listed = {kind: value.get(kind) for kind in KINDS} if isinstance(value, dict) else {}
    entries = [Standing(file, kind, index) for kind, held in listed.items() if isinstance(held, list) for index in range(len(held))]
    return sorted(entries, key=lambda entry: entry.line)


def entry_at(state: State, file: Path, line: int) -> Standing | None:
    """The entry that stands on a line of a file of the data folder."""
    above = [entry for entry in entries_of(state) if entry.file == file and entry.line <= line]
    return above[-1] if above else None


def mended(desk: Desk, state: State, standing: Standing, typed: Typed) -> Draft:
    """The entry with other contents in some fields, none in those that were emptied, as a proposal; raises RefusedError where that cannot be."""
    task = state.tasks.get((standing.year, (typed.get("task") or standing.typed.get("task") or ("",))[0]))
    asked = questions(AtTask(*task, on=desk.as_of), standing.kind) if task else ()
    # What is not said stays as it is.
    values = {key: texts for key, texts in chosen(asked, typed).items() if key in typed}
    done = entered(standing.kind, {**standing.typed, **values}, standing.read.source.file)
    if not done.entry:
        return Draft(mistakes=done.mistakes)
    if task and (mistakes := [*miscounted(task[1].task, done.entry)]) and not values.keys().isdisjoint(("counts_as", "measures", "task")):
        return Draft(mistakes=tuple(mistakes))
    writer = LedgerName.of(standing.file).unit
    if told := repeated(state, standing.year, done.kind, done.entry, writer, standing.shown):
        return Draft(mistakes=(Mistake("", told),))
    held = text_of(desk.root, standing.file)
    text = _rewritten(held or "", standing, fields_of(done.entry), {key.partition(".")[0] for key in values})
    return Draft(_placed(state, standing, done.entry, held, text), done.entry)


def confirmed(desk: Desk, state: State, standing: Standing, by: str, on: str = "") -> Draft:
    """Somebody opened its address on a day, today unless another is given."""
    return mended(desk, state, standing, {"opened.by": (by,), "opened.on": (on or desk.as_of.isoformat(),)})


def marked_dead(desk: Desk, state: State, standing: Standing, on: str = "") -> Draft:
    """Its address opens no more, seen on a day, today unless another is given."""
    return mended(desk, state, standing, {"dead_on": (on or desk.as_of.isoformat(),)})


def _rewritten(text: str, standing: Standing, fields: Mapping[str, Written], touched: set[str]) -> str:
    """The text of its file with these contents in the fields that were touched."""
    order = list(model_of(standing.kind).model_fields)
    before = entered(standing.kind, standing.typed, standing.read.source.file).entry
    known = fields_of(before) if before else {}
    new = text
    try:
        for key in order:
            if key in touched and (not before or fields.get(key) != known.get(key)):
                new = put(new, standing.location, key, fields.get(key), order)
    except UnfitError:
        raise _unfit(standing) from None
    if not is_only(text, new, [(*standing.location, key) for key in touched]):
        raise _unfit(standing)
    return new


def _unfit(standing: Standing) -> RefusedError:
    return RefusedError(f"{standing.shown}  这一条的写法，程序不能只改它而不动别处。请打开这个文件，直接改这一条。")


def _placed(state: State, standing: Standing, entry: Recorded, held: str | None, text: str) -> Proposal:
    """In its file; one that is named for its entry is renamed where its day or task is another now."""
    name = LedgerName.of(standing.file)
    if not name.task or (name.on, name.task) == (entry.on.isoformat(), entry.task):
        return Proposal(state.slug, {standing.file: text}, {standing.file: held})
    file = standing.file.with_name(file_name(state.slug, standing.year, standing.kind, entry, name.unit))
    return Proposal(state.slug, {file: text, standing.file: None}, {file: None, standing.file: held})
