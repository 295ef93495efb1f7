"""A row of an imported plan changed by somebody who looks at its source: what is asked, and the files with what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gongkai.desk.canonical import Written, fields_of
from gongkai.desk.choices import Choice, Question, Shape
from gongkai.desk.edits import UnfitError, appended, put
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.desk.proposals import Desk, Proposal, State, text_of
from gongkai.importing.meaning import bodies, slugs
from gongkai.importing.meaning.outlets import PublicationPath
from gongkai.importing.meaning.registrar import Registrar
from gongkai.importing.writing import additions
from gongkai.records.plan_records import Measure, Task
from gongkai.records.portal import Jurisdiction
from gongkai.records.register_records import Unit
from gongkai.words.folding import bare
from gongkai.words.left_out import Location

from .rows import Names, Row, brought, folded_trail, of, without_doubts, without_units
from .spots import mistakes_in, proposed, unfit, unmarked, value_of

KEPT, NEW_UNITS, NEW_COLUMNS = "doubtful", "new_units", "new_columns"
_UNITS = {"lead_units": "牵头单位", "responsible_units": "责任单位"}
_OF_MEASURE = ("text", "publication_paths", "channels", "due_on", "due_text", "kind", "recurrence.times", "recurrence.per")
_FOLDED = {"matter", "opening", "channels", "recurrence.times", "recurrence.per"}
_LISTED = {*_UNITS, "publication_paths", "channels"}


def questions(names: Names, row: Row, typed: Typed) -> tuple[Question, ...]:
    """What is asked of a row, with what stands there; of measures by their place, as measures.0.text. Names that no register has are asked for."""
    asked = tuple(_questions(names, row))
    new = (
        Question(key, title, "choice", choices=tuple(Choice(name, name) for name in unknown), is_several=True)
        for key, title, unknown in (
            (NEW_UNITS, "新单位：确实是新的打勾，加进名册", _unknown(names, asked, typed, "units")),
            (NEW_COLUMNS, "新栏目：确实是新的打勾，加进名册", _unknown(names, asked, typed, "publication_paths")),
        )
        if unknown
    )
    return (*new, *asked)


def _questions(names: Names, row: Row) -> Iterator[Question]:
    if row.task.doubts:
        choices = tuple(Choice(doubt, doubt) for doubt in row.task.doubts)
        yield Question(KEPT, "还存疑的：要留着、在网页上显示的打勾", "choice", choices=choices, is_several=True)
    yield row.spot("title").question("title")
    for key, label in _UNITS.items():
        standing = "\n".join(map(names.unit, getattr(row.task, key)))
        yield Question(key, label, "text", "一行一个；从原文抄来的“甲局、乙局”也可以", prefilled=(standing,))
    for key in ("matter", "opening"):
        yield _folded(row.spot(key).question(key))
    for index, measure in enumerate(row.task.measures):
        for key in _OF_MEASURE:
            yield _folded(_of_measure(names, row, index, measure, key))


def _of_measure(names: Names, row: Row, index: int, measure: Measure, key: str) -> Question:
    asked, number = f"measures.{index}.{key}", of(measure)
    if key == "publication_paths":
        standing = "\n".join(map(names.column, measure.publication_paths))
        return Question(asked, f"{number}公开路径", "text", "一行一条，如：政府网站 > 政策文件", prefilled=(standing,))
    if key == "channels":
        return Question(asked, f"{number}其他渠道", "text", "网站以外的渠道，一行一个", prefilled=("\n".join(measure.channels),))
    question = row.spot("measures", index, *key.split(".")).question(asked)
    return replace(question, title=f"{number}{question.title}", is_required=question.is_required and key == "text")


def _folded(question: Question) -> Question:
    """Folded where it is seldom asked and nothing stands in it."""
    return replace(question, is_folded=_field(question.key) in _FOLDED and not any(question.prefilled))


def _field(key: str) -> str:
    return re.sub(r"^measures\.\d+\.", "", key)


def _said(typed: Typed, key: str) -> str:
    """What was typed, whatever line ends a browser has."""
    return re.sub("\r\n?", "\n", "\n".join(typed.get(key, ()))).strip()


# --- names ----------------------------------------------------------------------------------------


def _meant(known: Mapping[str, str], key: str, text: str) -> tuple[list[str], list[str]]:
    """The slugs of what stands in the lines of a text, and the names that are none of those known."""
    meant, unknown = [], []
    for line in filter(None, map(str.strip, text.split("\n"))):
        for name in [line] if _folded_name(key, line) in known else filter(None, map(str.strip, re.split("[、，,；;]", line))):
            slug = known.get(_folded_name(key, name))
            meant += [slug] if slug else []
            unknown += [] if slug else [name]
    return list(dict.fromkeys(meant)), list(dict.fromkeys(unknown))


def _folded_name(key: str, name: str) -> str:
    return folded_trail(re.split("[>＞]", name)) if _field(key) == "publication_paths" else bare(name)


def _known(names: Names, key: str) -> Mapping[str, str]:
    return names.columns if _field(key) == "publication_paths" else names.units


def _unknown(names: Names, asked: Sequence[Question], typed: Typed, ending: str) -> list[str]:
    keys = [question.key for question in asked if question.key.endswith(ending)]
    return list(dict.fromkeys(name for key in keys for name in _meant(_known(names, key), key, _said(typed, key))[1]))


# --- what comes of it -----------------------------------------------------------------------------


def mended(desk: Desk, state: State, place: Jurisdiction, row: Row, typed: Typed) -> tuple[Proposal | None, list[Mistake]]:
    """The files with what was typed, the row having been looked at; or what is wrong, field by field. Raises RefusedError."""
    names = Names(place.register)
    asked = questions(names, row, typed)
    if told := [*lacking(asked, typed), *_not_in_register(names, asked, typed)]:
        return None, told
    changed = [it for it in asked if it.key in typed and _said(typed, it.key) != _said({it.key: it.prefilled}, it.key)]
    named = {slug for key in _UNITS for slug in _meant(names.units, key, _said(typed, key))[0]}
    gone = brought(state, row, {*named, *(slug for measure in row.task.measures for slug in measure.units)})
    registered, units, columns = _registered(desk, place, typed, gone)
    text = text_of(desk.root, row.held.path) or ""
    new, spots = unmarked(text, row.held, row.marks), []
    try:
        for question in changed:
            if question.key in (KEPT, NEW_UNITS, NEW_COLUMNS):
                continue
            spot, value, order = _value(row, question, typed, units | columns)
            new = put(new, spot[:-1], str(spot[-1]), value, order)
            spots.append(spot)
    except UnfitError:
        raise unfit(row.spot("id").shown) from None
    new = without_doubts(new, row, typed.get(KEPT, ()))
    keys = {_field(it.key).partition(".")[0]: it.key for it in (*reversed(asked), *reversed(changed))}
    if mistakes := mistakes_in(row.held, text, new, keys):
        return None, mistakes
    proposal = proposed(desk, state, row.held, new, [*spots, (*row.record, "doubts")])
    return proposal.joined(registered) if registered.texts else proposal, []


def _not_in_register(names: Names, asked: Sequence[Question], typed: Typed) -> Iterator[Mistake]:
    for question in asked:
        if _field(question.key) in _LISTED - {"channels"}:
            is_unit = question.key in _UNITS
            for name in _meant(_known(names, question.key), question.key, _said(typed, question.key))[1]:
                if name not in typed.get(NEW_UNITS if is_unit else NEW_COLUMNS, ()):
                    what = "单位" if is_unit else "栏目"
                    yield Mistake(question.key, f"名册里没有“{name}”。写错了的请改；确实是新{what}的，请在“新{what}”里打勾。")


def _value(row: Row, question: Question, typed: Typed, known: Mapping[str, str]) -> tuple[Location, Written | None, list[str]]:
    """Where it is written, what, and in which order of fields."""
    steps = [int(step) if step.isdecimal() else step for step in question.key.split(".")]
    key, said = _field(question.key), _said(typed, question.key)
    order = list((Measure if len(steps) > 1 else Task).model_fields)
    if key.startswith("recurrence."):
        inner = {name: value_of(shape, _said(typed, f"{'.'.join(map(str, steps[:-1]))}.{name}")) for name, shape in _RECURRENCE}
        written = {name: value for name, value in inner.items() if value}
        return (*row.record, *steps[:-1]), written or None, order
    if key in _LISTED:
        lines = list(filter(None, map(str.strip, said.split("\n")))) if key == "channels" else _meant(known, question.key, said)[0]
        return (*row.record, *steps), lines or None, order
    return (*row.record, *steps), value_of(question.shape, said), order


_RECURRENCE: tuple[tuple[str, Shape], ...] = (("times", "number"), ("per", "choice"))


def _registered(desk: Desk, place: Jurisdiction, typed: Typed, gone: Sequence[str]) -> tuple[Proposal, dict[str, str], dict[str, str]]:
    """The register with what was said to be new and without units that go, and the slugs of all units and columns by their names."""
    names = Names(place.register)
    texts: dict[Path, str | None] = {}
    units, columns = dict(names.units), dict(names.columns)
    files = {key: Path(place.slug, f"{key}.yaml") for key in ("units", "columns")}
    taken = {*place.register.units} - {*gone}
    if gone:
        texts[files["units"]] = without_units(text_of(desk.root, files["units"]) or "", gone)
    for name in typed.get(NEW_UNITS, ()):
        slug = slugs.unit(name, taken, place.names)
        taken.add(slug)
        kind = bodies.kind(name)
        unit = Unit.model_validate({"slug": slug, "name": name, "kind": kind, "open": kind == "group" and bodies.is_open(name)})
        text = texts.get(files["units"]) or text_of(desk.root, files["units"]) or ""
        texts[files["units"]] = appended(text, ("units",), fields_of(unit))
        units[bare(name)] = slug
    registrar = Registrar(place.register, place.names)
    for words in typed.get(NEW_COLUMNS, ()):
        site, *below = [step.strip() for step in re.split("[>＞]", words)]
        above = [step.name for step in place.register.nodes[columns[bare(site)]].trail] if bare(site) in columns else [site]
        columns[_folded_name("publication_paths", words)] = registrar.column(PublicationPath(above[0], (*above[1:], *below))).slug
    if registrar.new_columns:
        texts[files["columns"]] = additions.columns(text_of(desk.root, files["columns"]) or "", [*registrar.new_columns.values()])
    return Proposal.of(desk.root, place.slug, texts), units, columns
