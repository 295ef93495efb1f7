"""Open data of a plan: plan.json (the contract of design §3) and tasks.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from pydantic_core import to_json

from gongkai.judging.assessment import AssessedMeasure, AssessedPlan, AssessedTask
from gongkai.judging.badges import RULES_VERSION
from gongkai.pages import addresses, wording
from gongkai.records.fields import PLAN_JSON, Json
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Section, Task
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import KINDS
from gongkai.words.labels import DUTY_KINDS

# A spreadsheet would run a cell that begins so as a formula; the full-width signs too, where Chinese is typed.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TASK_COLUMNS = (
    "任务编号",
    "部分",
    "方面",
    "具体事项",
    "牵头单位",
    "责任单位",
    "任务状态",
    "举措序号",
    "举措内容",
    "任务类型",
    "完成时限",
    "时限原文",
    "公开路径",
    "其他渠道",
    "举措状态",
    "公开页面",
    "条例第二十条的类别",
)


def plan_json(assessed: AssessedPlan) -> str:
    """plan.json: every key present, absent values null; wording, dates and units as the changes in the ledger left them."""
    jurisdiction, plan = assessed.jurisdiction, assessed.plan
    register = jurisdiction.register
    order = {id(evidence): index for index, evidence in enumerate(assessed.ledger.evidence)}
    content: Json = {
        "schema": PLAN_JSON,
        "as_of": assessed.as_of.isoformat(),
        "rules_version": RULES_VERSION,
        "plan": _plan(assessed),
        "sections": [_section(assessed, section) for section in plan.record.sections],
        "units": [_unit(assessed, unit) | {"url": addresses.unit(jurisdiction, unit)} for unit in register.units.values()],
        "publication_paths": [node.open_data | {"url": addresses.publication_path(jurisdiction, node)} for node in register.nodes.values()],
        "tasks": [_task(assessed, task, order) for task in assessed.tasks],
        "evidence": [_evidence(evidence) for evidence in assessed.ledger.evidence],
    }
    # Says the same as json.dumps, which is slow where it indents.
    return to_json(content, indent=1).decode() + "\n"


def _plan(assessed: AssessedPlan) -> Json:
    record = assessed.plan.record
    return {
        "jurisdiction": assessed.jurisdiction.slug,
        "jurisdiction_name": assessed.jurisdiction.record.name,
        "year": record.year,
        "title": record.title,
        "document_number": record.document_number,
        "issuer": record.issuer,
        "issued_on": record.issued_on.isoformat() if record.issued_on else None,
        "source": record.source,
        "demonstration": record.demonstration,
    }


def _unit(assessed: AssessedPlan, unit: Unit) -> dict[str, Json]:
    """Under the name that it had in the plan; what its full name was then nobody has said."""
    name = unit.name_on(assessed.plan.roster_on)
    return unit.open_data | ({} if name == unit.name else {"name": name, "full_name": None})


def _section(assessed: AssessedPlan, section: Section) -> Json:
    subsections: list[Json] = [{"number": subsection.number, "title": subsection.title} for subsection in section.subsections]
    return {"number": section.number, "title": section.title, "url": addresses.section(assessed.plan, section), "subsections": subsections}


def _task(assessed: AssessedPlan, assessed_task: AssessedTask, order: Mapping[int, int]) -> Json:
    task = assessed_task.task
    return {
        "id": task.id,
        "short_title": task.title,
        "url": addresses.task(assessed.plan, task),
        "section": task.section,
        "subsection": task.subsection,
        "matter": task.matter,
        "lead_units": list(task.lead_units),
        "responsible_units": list(task.responsible_units),
        "badge": assessed_task.verdict.badge.id,
        "unopened": assessed_task.verdict.is_unopened,
        "measures": [_measure(task, position, measure, order) for position, measure in enumerate(assessed_task.measures)],
    }


def _measure(task: Task, position: int, assessed_measure: AssessedMeasure, order: Mapping[int, int]) -> Json:
    measure = assessed_measure.measure
    return {
        "number": measure.number,
        "short_title": measure.title,
        "text": official_text(task, position),
        "kind": measure.kind,
        "due_on": measure.due_on.isoformat() if measure.due_on else None,
        "due_text": measure.due_text,
        "recurrence": {"times": measure.recurrence.times, "per": measure.recurrence.per} if measure.recurrence else None,
        "publication_paths": list(measure.publication_paths),
        "channels": list(measure.channels),
        "badge": assessed_measure.verdict.badge.id,
        "unopened": assessed_measure.verdict.is_unopened,
        "cells": [
            {
                "unit": cell.unit.slug,
                "badge": cell.verdict.badge.id,
                "unopened": cell.verdict.is_unopened,
                "evidence": [order[id(exhibit.evidence)] for exhibit in cell.exhibits],
            }
            for cell in assessed_measure.cells
        ],
    }


def official_text(task: Task, position: int) -> str:
    """A measure's wording; the first carries the sentence that opens the cell, which has no place of its own in the contract."""
    text = task.measures[position].text
    return f"{task.opening}\n{text}" if task.opening and position == 0 else text


def _evidence(evidence: Evidence) -> Json:
    """The fields of an entry; `opened` says whether somebody opened the address, or none is to be opened, who and when stand beside it."""
    content: dict[str, Json] = evidence.model_dump(mode="json")
    content["opened"] = not evidence.is_unopened
    content["opened_by"] = evidence.opened.by if evidence.opened else None
    content["opened_on"] = evidence.opened.on.isoformat() if evidence.opened else None
    return content


def tasks_csv(assessed: AssessedPlan) -> str:
    """One row per measure, for a spreadsheet; starts with a byte order mark so that Excel reads UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TASK_COLUMNS)
    writer.writerows([neutral_cell(cell) for cell in row] for row in task_rows(assessed))
    return "\ufeff" + out.getvalue()


def neutral_cell(text: str) -> str:
    """The text as a spreadsheet shows it, never as a formula it runs; only for CSV, whose cells have no type."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def task_rows(assessed: AssessedPlan) -> Iterator[tuple[str, ...]]:
    """What stands under `TASK_COLUMNS`, a row per measure, word for word."""
    for task in assessed.tasks:
        yield from _task_rows(assessed, task)


def _task_rows(assessed: AssessedPlan, assessed_task: AssessedTask) -> Iterator[tuple[str, ...]]:
    task, register = assessed_task.task, assessed.jurisdiction.register
    section = assessed.plan.record.section_of(task)
    for position, assessed_measure in enumerate(assessed_task.measures):
        measure = assessed_measure.measure
        shown = (exhibit.evidence.url for cell in assessed_measure.cells for exhibit in cell.exhibits)
        pages = dict.fromkeys(url for url in shown if url)
        yield (
            task.id,
            wording.section_title(section),
            wording.subsection_title(section.subsection_of(task)),
            task.matter or "",
            "、".join(register.units[slug].name_on(assessed.plan.roster_on) for slug in task.lead_units),
            "、".join(register.units[slug].name_on(assessed.plan.roster_on) for slug in task.responsible_units),
            assessed_task.verdict.word,
            str(measure.number or ""),
            official_text(task, position),
            DUTY_KINDS[measure.kind],
            measure.due_on.isoformat() if measure.due_on else "",
            measure.due_text or "",
            "；".join(" > ".join(step.name for step in register.nodes[slug].trail) for slug in measure.publication_paths),
            "；".join(measure.channels),
            assessed_measure.verdict.word,
            " ".join(pages),
            _kinds(task),
        )


def _kinds(task: Task) -> str:
    """The kinds of article 20; empty while nobody has classified the task."""
    if task.article_20 == ():
        return "不属于十五类"
    return "；".join(KINDS[number].title for number in sorted(task.article_20 or ()))
