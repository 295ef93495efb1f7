"""What somebody typed into fields → a record, or what is wrong with it field by field; and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.records.ledger_records import Entry, LedgerFile, Search
from gongkai.records.validation import record_within, validate
from gongkai.words.left_out import Location, Value
from gongkai.words.record import Record
from gongkai.words.source import Source, parse

from .canonical import Written, fields_of, file_text
from .choices import Question, is_several, model_of, shape_of

# What was typed or chosen, field by field as `choices.questions` names them; fields of a record within as opened.by.
Typed = Mapping[str, Sequence[str]]
Recorded = Entry | Search
# What stands between several numbers or names.
_BETWEEN = r"[\s,，、;；]+"
_WORDS_OF_BOOL = {"是": "true", "on": "true", "否": "false"}


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a field, and what to do; of several fields together the first is named."""

    key: str
    words: str


@dataclass(frozen=True)
class Entered:
    """An entry of a kind that is good by itself, or what is wrong with it."""

    kind: str
    entry: Recorded | None
    mistakes: tuple[Mistake, ...] = ()

    def text(self, head: str = "") -> str:
        """A file with nothing but it."""
        return file_text(self.kind, fields_of(self.entry), head) if self.entry else ""


def chosen(asked: Sequence[Question], typed: Typed) -> dict[str, Sequence[str]]:
    """What was typed, with words of choices as their values, and what holds where nothing was said."""
    questions = {question.key: question for question in asked}
    values = {key: [it for text in texts for it in _values(questions.get(key), text)] for key, texts in typed.items()}
    return {**{question.key: question.default for question in asked if question.default}, **values}


def _values(question: Question | None, text: str) -> list[str]:
    if question and question.shape == "yes_no":
        return [_WORDS_OF_BOOL.get(text.strip(), text)]
    if not question or not question.choices:
        return [text]
    # 甲局、乙局 in one cell, unless one of them is called so.
    is_listed = question.is_several and not question.meant_by(text.strip())
    return [question.value_of(piece) for piece in (re.split(_BETWEEN, text.strip()) if is_listed else [text.strip()])]


def lacking(asked: Iterable[Question], typed: Typed) -> list[Mistake]:
    """What must be said and is not, and what was chosen of what is not offered."""
    told = []
    for question in asked:
        said = {text.strip() for text in typed.get(question.key, ())} - {""}
        if question.is_required and not said:
            told.append(Mistake(question.key, "没有填写。"))
        if question.choices and not said <= {choice.value for choice in question.choices}:
            told.append(Mistake(question.key, "请从给出的里面选。文件可能刚刚变了。"))
    return told


def entered(kind: str, typed: Typed, file: Path) -> Entered:
    """The entry that was typed, of a file as clerks know it."""
    entry, mistakes = record_of(LedgerFile, kind, typed, file)
    if not isinstance(entry, Recorded):
        return Entered(kind, None, mistakes)
    return _as_it_is_read(Entered(kind, entry), file)


def record_of(whole: type[Record], kind: str, typed: Typed, file: Path) -> tuple[Record | None, tuple[Mistake, ...]]:
    """A record that was typed, of the kind that a field of the whole lists; or what is wrong with it."""
    numbered = Source(file, {kind: [_fields(model_of(kind, whole), typed)]}, {(): 1}, ())
    numbered.lines.update({location: line for line, location in enumerate(_locations(numbered.value, ()), 2)})
    validated = validate(numbered, whole)
    if validated.problems or not validated.record:
        where = {line: location for location, line in numbered.lines.items()}
        mistakes = (Mistake(_key(where.get(it.line, ()), it.field), f"{it.fault}{it.remedy}") for it in validated.problems)
        return None, tuple(mistakes)
    record: Record = getattr(validated.record, kind)[0]
    return record, ()


def _as_it_is_read(done: Entered, file: Path) -> Entered:
    """The same, unless the file would be read otherwise: signs that nobody sees, or that our reader takes for a slip."""
    source = parse(done.text(), file)
    slips = [Mistake(_key(source.field_at(slip.line)), f"{slip.fault}{slip.remedy}") for slip in source.slips]
    read = validate(source, LedgerFile).record
    if not slips and (read is None or getattr(read, done.kind) != (done.entry,)):
        slips = [Mistake("", "里面有程序写不好的符号。请删去不常用的符号再试。")]
    return Entered(done.kind, None, tuple(slips)) if slips else done


def typed_of(entry: Record) -> dict[str, tuple[str, ...]]:
    """What somebody would have typed for it."""
    return dict(_typed(fields_of(entry)))


def _typed(fields: Mapping[str, Written]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in fields.items():
        if isinstance(value, Mapping):
            yield from ((f"{key}.{name}", texts) for name, texts in _typed(value))
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield key, tuple(_text(inner) for inner in value)
        else:
            yield key, (_text(value),)


def _text(value: Written) -> str:
    if isinstance(value, Mapping):
        return " ".join(_text(inner) for inner in value.values())
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fields(model: type[Record], typed: Typed) -> dict[str, Value]:
    """The fields as a YAML file would hold them, in the order of the model."""
    given = {key: texts for key, values in typed.items() if (texts := [text for it in values if (text := _clean(it))])}
    fields: dict[str, Value] = {}
    for key in (*model.model_fields, *(key for key in given if key.partition(".")[0] not in model.model_fields)):
        inner = {name.partition(".")[2]: texts for name, texts in given.items() if name.startswith(f"{key}.")}
        if inner:
            held = record_within(model.model_fields[key].annotation) if key in model.model_fields else None
            fields[key] = _fields(held, inner) if held else _first(inner)
        elif key in given:
            fields[key] = _field(model, key, given[key])
    return fields


def _first(inner: Mapping[str, Sequence[str]]) -> str:
    return next(iter(inner.values()))[0]


def _field(model: type[Record], key: str, texts: Sequence[str]) -> Value:
    info = model.model_fields.get(key)
    if not info or not is_several(info):
        return texts[0]
    if rows := record_within(info.annotation):
        lines = [line.split(None, len(rows.model_fields) - 1) for text in texts for line in text.split("\n")]
        return [dict(zip(rows.model_fields, line, strict=False)) for line in lines]
    between = r"\s+" if shape_of(info) == "address" else _BETWEEN
    several = [piece for text in texts for piece in re.split(between, text) if piece]
    return list(dict.fromkeys(several))


def _clean(text: str) -> str:
    """Without blanks at the ends of lines and of the whole; a table's cell may hold tabs."""
    return re.sub(r"[^\S\n]+(?=\n|$)", "", re.sub("\r\n?", "\n", text).replace("\t", " ")).strip()


def _locations(value: Value | None, location: Location) -> Iterator[Location]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*location, step)
        yield from _locations(inner, (*location, step))


def _key(location: Location, label: str = "") -> str:
    """The field of a form for a place of a file with one entry; of what is not there only the label has the name."""
    steps = [step for step in location[2:] if isinstance(step, str)]
    name = re.search(r"(\w+)）?$", label)
    return ".".join([*steps, name[1]] if name and name[1] not in steps[-1:] else steps)
