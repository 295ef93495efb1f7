"""The draft as the files of a plan, in the style of data/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.importing.layout.reading import Doubt, Section
from gongkai.importing.meaning import slugs
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.importing.meaning.registrar import NewColumn
from gongkai.records.plan_records import Recurrence, RelativeDue
from gongkai.records.register_records import Unit
from gongkai.records.yaml_edits import PROPOSED
from gongkai.words.labels import UNIT_UNSAID
from gongkai.words.text import tidy

from .yaml_text import block, comment, flow, listed, pair, texts

UNNAMED = Unit.model_validate({"slug": "weixieming-danwei", "name": UNIT_UNSAID, "kind": "group", "open": True})
_READ_IT = "请逐条与原文核对。"


def files(draft: Draft, *, source: str) -> dict[str, str]:
    """plan.yaml and tasks/*.yaml by their names within the year's folder."""
    contents = {"plan.yaml": plan(draft, source)}
    names: set[str] = set()
    for section in draft.sections:
        tasks = [task for task in draft.tasks if task.row.section == section.heading.number]
        if tasks:
            slug = slugs.free(slugs.section(section.heading.title), names)
            names.add(slug)
            contents[f"tasks/{section.heading.number:02}-{slug}.yaml"] = tasks_file(draft, section, tasks)
    return contents


def needs_unnamed(draft: Draft) -> bool:
    """True when a row names nobody: the data cannot say so without a unit that stands for it."""
    return any(not (task.lead_units or task.responsible_units) for task in draft.tasks)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


# --- plan.yaml ----------------------------------------------------------------------------------


def plan(draft: Draft, source: str) -> str:
    """plan.yaml."""
    reading = draft.reading
    lines = [
        comment(f"{reading.title}：由 import 从文件读入的草稿，{_READ_IT}"),
        f"year: {draft.year or ''}",
        *_required("title", tidy(reading.title), 0),
        *pair("document_number", reading.document_number, 0),
        *pair("issuer", reading.issuer, 0),
        *([f"issued_on: {draft.issued_on.isoformat()}"] if draft.issued_on else []),
        *block("source", source, 0),
        *texts("basis", reading.basis, 0),
        *block("preamble", reading.preamble, 0),
        *texts("doubts", (*draft.kept_doubts, *_worth_keeping(doubt for doubt in draft.doubts if not doubt.task)), 0),
        *(["demonstration: true"] if draft.demonstration else []),
        "sections:",
    ]
    for section in draft.sections:
        lines += _section(section)
    return _text(lines)


def _section(section: Section) -> Iterator[str]:
    yield f"  - number: {section.heading.number}"
    yield from pair("title", tidy(section.heading.title) or "（无标题）", 4)
    yield "    subsections:"
    for subsection in section.subsections:
        yield f"      - number: {subsection.number}"
        yield from _required("title", tidy(subsection.title) or tidy(section.heading.title), 8)


def jurisdiction(name: str, short_name: str, order: int) -> str:
    """jurisdiction.yaml for a place that has none."""
    lines = [comment("辖区：由 import 拟的草稿，请核对名称，并补上政府门户网站的网址（portal_url）。")]
    return _text([*lines, *_required("name", name, 0), *_required("short_name", short_name or name, 0), f"order: {order}"])


def _required(key: str, text: str, indent: int) -> list[str]:
    """The field, empty where nothing is known: `check` asks for it, and no site is built without it."""
    return pair(key, text, indent) or [f"{' ' * indent}{key}:"]


# --- tasks --------------------------------------------------------------------------------------


def tasks_file(draft: Draft, section: Section, tasks: list[DraftTask]) -> str:
    """tasks/NN-name.yaml of one section."""
    lines = [
        comment(f"第{section.heading.number}部分：{section.heading.title}（草稿，{_READ_IT}）"),
        f"section: {section.heading.number}",
        "tasks:",
    ]
    for task in tasks:
        lines += [*_task(task, draft.doubts_of(task.id)), ""]
    return _text(lines[:-1])


def _task(task: DraftTask, doubts: tuple[Doubt, ...]) -> Iterator[str]:
    yield f"  - id: {task.id}"
    yield from _marked(task, "title", pair("title", task.title, 4))
    yield from pair("matter", task.matter, 4)
    yield from flow("lead_units", task.lead_units, 4)
    responsible = task.responsible_units if task.lead_units or task.responsible_units else (UNNAMED.slug,)
    yield from flow("responsible_units", responsible, 4)
    yield from pair("units_text", task.units_text, 4)
    if task.article_20 is not None:
        yield from _marked(task, "article_20", [f"    article_20: [{', '.join(map(str, task.article_20))}]"])
    yield from block("opening", task.opening, 4)
    yield "    measures:"
    for measure in task.measures:
        yield from _measure(measure)
    yield from _marked(task, "continues", pair("continues", task.continues, 4))
    yield from _marked(task, "duties", flow("duties", task.duties, 4))
    yield from block("publication_text", task.publication_text, 4)
    yield from texts("doubts", (*task.doubts, *_worth_keeping(doubts)), 4)


def _marked(task: DraftTask, key: str, lines: list[str]) -> list[str]:
    """A field, and beside it that it is proposed, which goes when a person has confirmed it."""
    return [f"{lines[0]}  {PROPOSED}", *lines[1:]] if lines and key in task.proposed else lines


def _worth_keeping(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """Doubts as the data keeps them, each once; that kinds and short titles are proposed stands in the report."""
    return tuple(dict.fromkeys(doubt.why for doubt in doubts if doubt.field not in ("kind", "short_title")))


def _measure(measure: DraftMeasure) -> list[str]:
    lines = [
        *([f"number: {measure.number}"] if measure.number is not None else []),
        *pair("title", measure.title, 0),
        *block("text", measure.text, 0),
        *([f"kind: {measure.kind}"] if measure.kind else []),
        *flow("units", measure.units, 0),
        *([f"due_on: {measure.due_on.isoformat()}"] if measure.due_on else []),
        *pair("due_text", measure.due_text, 0),
        *([_due(measure.due)] if measure.due else []),
        *([_recurrence(measure.recurrence)] if measure.recurrence else []),
        *([f"window: {{within: {measure.window.within}, unit: {measure.window.unit}}}"] if measure.window else []),
        *flow("publication_paths", measure.publication_paths, 0),
        *flow("channels", measure.channels, 0),
    ]
    return [f"      {'- ' if index == 0 else '  '}{line}" for index, line in enumerate(lines)]


def _due(due: RelativeDue) -> str:
    return f"due: {{within: {due.within}, unit: {due.unit}, after: {listed(due.after)}}}"


def _recurrence(recurrence: Recurrence) -> str:
    including = ", ".join(f"{{times: {count.times}, what: {listed(count.what)}}}" for count in recurrence.including)
    parts = [f"times: {recurrence.times}", f"per: {recurrence.per}", *([f"including: [{including}]"] if including else [])]
    parts += [f"{key}: {day.isoformat()}" for key, day in (("starts_on", recurrence.starts_on), ("ends_on", recurrence.ends_on)) if day]
    return f"recurrence: {{{', '.join(parts)}}}"


# --- units.yaml and columns.yaml ----------------------------------------------------------------


def units(new: Iterable[Unit]) -> list[str]:
    """The lines of new units, as they stand in the list of units.yaml."""
    return [line for unit in new for line in _unit(unit)]


def _unit(unit: Unit) -> Iterator[str]:
    yield f"  - slug: {unit.slug}"
    yield from pair("name", unit.name, 4)
    yield f"    kind: {unit.kind}"
    yield from flow("aliases", unit.aliases, 4)
    if unit.open:
        yield "    open: true"
    yield from pair("note", unit.note or "", 4)


def columns(new: Iterable[NewColumn], above: str, indent: int) -> list[str]:
    """The lines of new columns below one that is known, with all that is below them."""
    proposed = list(new)
    lines: list[str] = []
    for column in proposed:
        if column.above == above:
            lines += [f"{' ' * indent}- slug: {column.slug}", *pair("name", column.name, indent + 2)]
            below = columns(proposed, column.slug, indent + 4)
            lines += [f"{' ' * (indent + 2)}columns:", *below] if below else []
    return lines


def source(draft: Draft, file: str) -> str:
    """Where the plan is from, for its own record."""
    title = tidy(draft.reading.title)
    number = f"（{draft.reading.document_number}）" if draft.reading.document_number else ""
    return (
        f"录自《{title}》{number}，由 import 从文件 {file} 读入，还没有逐条核对。"
        if title
        else f"由 import 从文件 {file} 读入，还没有逐条核对。"
    )
