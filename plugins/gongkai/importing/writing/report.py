"""import-report.html: the source beside what was read from it, row by row, every doubt, and what was left over.

One file that opens from a disk: its only style stands in it, allowed by its hash, and nothing else is allowed at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from gongkai.importing.layout.reading import Doubt, LeftOver, Piece
from gongkai.importing.layout.rules import rules
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.words.labels import DUTY_KINDS, UNIT_KINDS
from gongkai.words.text import tidy, visible

from .turn import Turn

_FOLDER = Path(__file__).parent
_SURE, _INHERITED, _DOUBTFUL = "清楚", "承接上文", "存疑"
_UNITS = {"working_days": "个工作日", "days": "天", "months": "个月"}
_PERIODS = {"year": "每年", "half_year": "每半年", "quarter": "每季度", "month": "每月", "week": "每周"}


@dataclass(frozen=True)
class Fact:
    """A field of the whole notice; without text where none was read."""

    label: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """A unit or a column that the register lacks: `kind` is that of a unit, or what a column stands under."""

    name: str
    slug: str
    kind: str


@dataclass(frozen=True)
class CellReport:
    """What is printed in a cell and what it was read as, with what makes that doubtful."""

    label: str
    printed: str
    meaning: str
    certainty: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class TaskReport:
    """The cells of a task, and the line where it begins."""

    id: str
    line: int
    cells: tuple[CellReport, ...]


@dataclass(frozen=True)
class Report:
    """All that the template shows. `file` is the source's name, `counts` what its line numbers count; where a plan is gone on with, only what differs."""

    title: str
    file: str
    counts: str
    style: Markup
    style_hash: str
    sections: int
    measures: int
    doubts: tuple[Doubt, ...]
    facts: tuple[Fact, ...]
    proposals: tuple[Proposal, ...]
    count: int
    tasks: tuple[TaskReport, ...]
    unplaced: tuple[LeftOver, ...]
    furniture: tuple[LeftOver, ...]
    turn: Turn | None


def html(draft: Draft, turn: Turn | None = None, *, file: str, counts: str) -> str:
    """The whole page; half a character, which a broken file may hold, becomes a question mark."""
    return _template().render(report=report_of(draft, turn, file=file, counts=counts)).encode(errors="replace").decode()


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
    return environment.get_template("report.html")


def report_of(draft: Draft, turn: Turn | None, *, file: str, counts: str) -> Report:
    """What there is to say on a draft; of rows that go on a task, that is in `turn`."""
    new = {row.id for row in turn.new} if turn else {task.id for task in draft.tasks}
    style = "\n" + (_FOLDER / "report.css").read_text(encoding="utf-8")
    left_over = [LeftOver(visible(left.text), left.line, left.why, left.is_furniture) for left in draft.reading.left_over]
    return Report(
        title=tidy(draft.reading.title) or file,
        file=file,
        counts=counts,
        style=Markup(style),  # Our own file, which the page allows by the hash beside it.
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        sections=len(draft.sections),
        measures=sum(len(task.measures) for task in draft.tasks),
        doubts=draft.doubts,
        facts=tuple(_facts(draft)),
        proposals=(*_new_units(draft), *_new_columns(draft)),
        count=len(draft.tasks),
        tasks=tuple(TaskReport(task.id, task.row.text.line, tuple(_cells(draft, task))) for task in draft.tasks if task.id in new),
        unplaced=tuple(left for left in left_over if not left.is_furniture),
        furniture=tuple(left for left in left_over if left.is_furniture),
        turn=turn,
    )


def _facts(draft: Draft) -> Iterator[Fact]:
    reading = draft.reading
    yield Fact("标题", visible(reading.title))
    yield Fact("年份", str(draft.year or ""))
    yield Fact("发文字号", visible(reading.document_number))
    yield Fact("发布机构", visible(reading.issuer))
    yield Fact("成文日期", draft.issued_on.isoformat() if draft.issued_on else "")
    yield Fact("读表的规定", "\n".join(f"“{words}”：没有写明牵头的，第一个单位读作牵头" for words in rules(reading).words))
    yield Fact("依据文件", visible("\n".join(reading.basis)))
    yield Fact("正文", visible(reading.preamble))


def _new_units(draft: Draft) -> Iterator[Proposal]:
    for slug in draft.new_units:
        unit = draft.units[slug]
        also = f"（又作 {'、'.join(unit.aliases)}）" if unit.aliases else ""
        yield Proposal(unit.name + also, slug, f"{UNIT_KINDS[unit.kind]}{'，文件未列名' if unit.open else ''}")


def _new_columns(draft: Draft) -> Iterator[Proposal]:
    for column in draft.new_columns:
        trail = " > ".join(node.name for node in draft.nodes[column.slug].trail[:-1])
        yield Proposal(column.name, column.slug, trail or "网站")


# --- rows ---------------------------------------------------------------------------------------


def _cells(draft: Draft, task: DraftTask) -> Iterator[CellReport]:
    if task.title:
        yield CellReport("短标题", "", task.title, _DOUBTFUL, ("草拟，请核对。",))
    doubts = draft.doubts_of(task.id)
    for label, piece, meaning, fields in _pieces(draft, task):
        if piece.text.strip() or meaning:
            whys = tuple(doubt.why for doubt in doubts if doubt.field.split(".")[-1] in fields)
            certainty = _DOUBTFUL if whys else _INHERITED if piece.inherited else _SURE
            yield CellReport(label, visible(piece.text), meaning, certainty, whys)


def _pieces(draft: Draft, task: DraftTask) -> Iterator[tuple[str, Piece, str, tuple[str, ...]]]:
    """Each cell: its label, what is printed there, what it was read as, and the fields that doubts about it name."""
    row = task.row
    lead, responsible = _names(draft, task.lead_units), _names(draft, task.responsible_units)
    everyone = "\n".join(f"{role}：{names}" for role, names in (("牵头", lead), ("责任", responsible)) if names)
    yield "具体事项", row.matter, task.matter, ("matter",)
    yield "内容", row.text, _wording(draft, task), ("text", "measures", "kind", "number", "opening")
    if row.units.text.strip():
        yield "单位", row.units, everyone, ("lead_units", "responsible_units", "units")
    else:
        yield "牵头单位", row.lead, lead, ("lead_units",)
        yield "责任单位", row.responsible, responsible, ("responsible_units",)
    yield "公开路径", row.publication, _whereabouts(draft, task), ("publication_paths", "channels", "publication_text")
    yield "完成时限", row.due, _times(task), ("due_on", "due", "due_text", "recurrence")


def _names(draft: Draft, slugs: Iterable[str]) -> str:
    return "、".join(draft.units[slug].name for slug in slugs)


def _numbered(measure: DraftMeasure) -> str:
    return f"{measure.number}．" if measure.number is not None else ""


def _wording(draft: Draft, task: DraftTask) -> str:
    opening = f"{task.opening}\n" if task.opening else ""
    return opening + "\n".join(
        f"{_numbered(measure)}{measure.text}〔{_kind(measure)}{_only(draft, measure)}〕" for measure in task.measures
    )


def _kind(measure: DraftMeasure) -> str:
    return DUTY_KINDS[measure.kind] + (f"：{measure.why}" if measure.why else "")


def _only(draft: Draft, measure: DraftMeasure) -> str:
    return f"；由{_names(draft, measure.units)}承担" if measure.units else ""


def _whereabouts(draft: Draft, task: DraftTask) -> str:
    lines = []
    for measure in task.measures:
        trails = [">".join(node.name for node in draft.nodes[slug].trail) for slug in measure.publication_paths]
        lines += [f"{_numbered(measure)}{whereabouts}" for whereabouts in (*trails, *measure.channels)]
    return "\n".join(lines)


def _times(task: DraftTask) -> str:
    return "\n".join(f"{_numbered(measure)}{'；'.join(said)}" for measure in task.measures if (said := _time(measure)))


def _time(measure: DraftMeasure) -> list[str]:
    said = [str(measure.due_on)] if measure.due_on else []
    if measure.due:
        said.append(f"{measure.due.after}起 {measure.due.within} {_UNITS[measure.due.unit]}内")
    if measure.recurrence:
        including = "".join(f"，其中{count.what}不少于 {count.times} 次" for count in measure.recurrence.including)
        said.append(f"{_PERIODS[measure.recurrence.per]} {measure.recurrence.times} 次{including}")
    if measure.window:
        said.append(f"最多隔 {measure.window.within} {_UNITS[measure.window.unit]}更新")
    return [*said, f"“{measure.due_text}”"] if measure.due_text else said
