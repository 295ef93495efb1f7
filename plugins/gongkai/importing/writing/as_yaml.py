"""The draft as the files of a plan, in the style of data/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongkai.importing.layout.reading import Doubt
from gongkai.importing.meaning import slugs
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.records.plan_records import Measure, Section, Subsection, Task
from gongkai.records.register_records import Unit
from gongkai.words.labels import UNIT_UNSAID
from gongkai.words.text import tidy

from .yaml_text import Written, comment, entry, fields_of, lines

# The words that say when before what they mean.
_OF_MEASURE = sorted(Measure.model_fields, key=["due", "recurrence", "window", "publication_paths", "channels"].__contains__)
_UNNAMED = Unit.model_validate({"slug": "weixieming-danwei", "name": UNIT_UNSAID, "kind": "group", "open": True})
_READ_IT = "请逐条与原文核对。"


def files(draft: Draft, *, source: str) -> dict[str, str]:
    """plan.yaml and tasks/*.yaml by their names within the year's folder."""
    draft = with_unnamed(draft)
    contents = {"plan.yaml": _plan(draft, source)}
    names: set[str] = set()
    for section in sections(draft):
        if tasks := [task for task in draft.tasks if task.row.section == section.number]:
            slug = slugs.free(slugs.section(section.title), names)
            names.add(slug)
            contents[f"tasks/{section.number:02}-{slug}.yaml"] = _tasks(draft, section, tasks)
    return contents


def with_unnamed(draft: Draft) -> Draft:
    """The draft with a unit that stands for nobody where a row names none: the data cannot say so without it."""
    if all(task.lead_units or task.responsible_units for task in draft.tasks):
        return draft
    tasks = tuple(
        task if task.lead_units or task.responsible_units else replace(task, responsible_units=(_UNNAMED.slug,)) for task in draft.tasks
    )
    new = () if _UNNAMED.slug in draft.units else (_UNNAMED.slug,)
    return replace(draft, tasks=tasks, units={_UNNAMED.slug: _UNNAMED, **draft.units}, new_units=(*draft.new_units, *new))


def text_of(about: str, *written: Iterable[str]) -> str:
    """A file with a line on top that says what it is."""
    return "\n".join((comment(about), *(line for some in written for line in some))) + "\n"


def sections(draft: Draft) -> tuple[Section, ...]:
    """The sections as the data has them."""
    return tuple(
        Section.model_construct(
            number=section.heading.number,
            title=tidy(section.heading.title) or "（无标题）",
            subsections=tuple(
                Subsection.model_construct(number=subsection.number, title=tidy(subsection.title) or tidy(section.heading.title))
                for subsection in section.subsections
            ),
        )
        for section in draft.sections
    )


def _plan(draft: Draft, source: str) -> str:
    reading = draft.reading
    fields: dict[str, Written] = {
        "year": draft.year,
        "title": tidy(reading.title) or None,
        "document_number": reading.document_number,
        "issuer": reading.issuer,
        "issued_on": draft.issued_on or "",
        "source": source,
        "basis": reading.basis,
        "preamble": reading.preamble,
        "doubts": (*draft.kept_doubts, *_worth_keeping(draft.doubts_of(""))),
        "demonstration": draft.demonstration,
        "sections": tuple(section.model_dump() for section in sections(draft)),
    }
    return text_of(f"{reading.title}：由 import 从文件读入的草稿，{_READ_IT}", lines(fields))


def _tasks(draft: Draft, section: Section, tasks: Iterable[DraftTask]) -> str:
    """tasks/NN-name.yaml of one section."""
    text = text_of(
        f"第{section.number}部分：{section.title}（草稿，{_READ_IT}）",
        lines({"section": section.number, "tasks": None}),
        *((*_task(draft, task), "") for task in tasks),
    )
    return text.removesuffix("\n")


def _task(draft: Draft, task: DraftTask) -> list[str]:
    fields = fields_of(
        Task,
        task,
        # All kinds were looked at and none fits, where the list is empty.
        article_20=None if task.article_20 is None else list(task.article_20),
        measures=tuple(map(_measure, task.measures)),
        doubts=(*task.doubts, *_worth_keeping(draft.doubts_of(task.id))),
    )
    # What goes on a settled task is looked at beside that; any other row is to be seen by a person.
    return entry(fields, 2, task.proposed if task.continues else task.proposed | {"id"})


def _measure(measure: DraftMeasure) -> dict[str, Written]:
    fields = fields_of(Measure, measure)
    return {key: fields[key] for key in _OF_MEASURE if key in fields}


def _worth_keeping(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """Doubts as the data keeps them, each once; that kinds and short titles are proposed stands in the report."""
    return tuple(dict.fromkeys(doubt.why for doubt in doubts if doubt.field not in ("kind", "short_title")))


def source(draft: Draft, file: str) -> str:
    """Where the plan is from, for its own record."""
    title, number = tidy(draft.reading.title), draft.reading.document_number
    from_document = f"录自《{title}》{f'（{number}）' if number else ''}，" if title else ""
    return f"{from_document}由 import 从文件 {file} 读入，还没有逐条核对。"
