"""import-report.html: the source beside what was read from it, row by row, every doubt, and what was left over.

One file that opens from a disk: its only style stands in it, allowed by its hash, and nothing else is allowed at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from gongkai.importing.layout.reading import Piece
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.words.labels import DUTY_KINDS, UNIT_KINDS
from gongkai.words.text import tidy, visible

from .turn import Turn
from .words import Words

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Cell:
    """What is printed in a cell, what it was read as, and what makes that doubtful."""

    label: str
    piece: Piece
    meaning: str
    doubts: tuple[str, ...]


def html(draft: Draft, turn: Turn | None = None, *, file: str, counts: str) -> str:
    """The whole page; half a character, which a broken file may hold, becomes a question mark. `counts` is what the source's line numbers count."""
    style = "\n" + (_FOLDER / "report.css").read_text(encoding="utf-8")
    new = {row.id for row in turn.new} if turn else {task.id for task in draft.tasks}
    page = _template().render(
        draft=draft,
        title=tidy(draft.reading.title) or file,
        turn=turn,
        file=file,
        counts=counts,
        # Our own file, which the page allows by the hash beside it.
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        words=Words.of(draft),
        kinds=UNIT_KINDS,
        rules=draft.rules.told,
        # Of rows that go on a task, what there is to say is in `turn`.
        tasks=[(task, tuple(_cells(draft, task))) for task in draft.tasks if task.id in new],
    )
    return page.encode(errors="replace").decode()


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    return environment.get_template("report.html")


def _cells(draft: Draft, task: DraftTask) -> Iterator[Cell]:
    row, words, doubts = task.row, Words.of(draft), draft.doubts_of(task.id)
    if task.title:
        yield Cell("短标题", Piece(), task.title, ("草拟，请核对。",))
    lead, responsible = words.names(task.lead_units), words.names(task.responsible_units)
    everyone = "\n".join(f"{role}：{names}" for role, names in (("牵头", lead), ("责任", responsible)) if names)
    is_single = bool(row.units.text.strip())
    for label, piece, meaning, fields in (
        ("具体事项", row.matter, task.matter, "matter"),
        ("内容", row.text, task.opening + "\n" * bool(task.opening) + _each(task, words, _wording), "text measures kind number opening"),
        ("单位", row.units, everyone if is_single else "", "lead_units responsible_units units"),
        ("牵头单位", row.lead, "" if is_single else lead, "lead_units"),
        ("责任单位", row.responsible, "" if is_single else responsible, "responsible_units"),
        ("公开路径", row.publication, _each(task, words, _whereabouts), "publication_paths channels publication_text"),
        ("完成时限", row.due, _each(task, words, _times), "due_on due due_text recurrence"),
    ):
        if piece.text.strip() or meaning:
            whys = (doubt.why for doubt in doubts if doubt.field.split(".")[-1] in fields.split())
            yield Cell(label, piece, meaning, tuple(whys))


def _each(task: DraftTask, words: Words, said: Callable[[Words, DraftMeasure], Iterable[str]]) -> str:
    """What is said of each measure, behind its number."""
    numbered = ((f"{measure.number}．" if measure.number is not None else "", measure) for measure in task.measures)
    return "\n".join(f"{number}{text}" for number, measure in numbered for text in said(words, measure))


def _wording(words: Words, measure: DraftMeasure) -> Iterator[str]:
    kind = DUTY_KINDS[measure.kind] + (f"：{measure.why}" if measure.why else "")
    yield f"{measure.text}〔{kind}{f'；由{words.names(measure.units)}承担' if measure.units else ''}〕"


def _whereabouts(words: Words, measure: DraftMeasure) -> Iterator[str]:
    yield from map(words.trail, measure.publication_paths)
    yield from measure.channels


def _times(words: Words, measure: DraftMeasure) -> Iterator[str]:
    due, often = measure.due, measure.recurrence
    including = (f"其中{count.what}不少于 {count.times} 次" for count in often.including) if often else ()
    said = (
        words.said(measure, "due_on"),
        f"{due.after}起 {words.said(measure, 'due')}内" if due else "",
        "，".join((words.said(measure, "recurrence"), *including)),
        f"最多隔 {words.said(measure, 'window')}更新" if measure.window else "",
        f"“{measure.due_text}”" if measure.due_text else "",
    )
    yield from filter(None, ["；".join(filter(None, said))])
