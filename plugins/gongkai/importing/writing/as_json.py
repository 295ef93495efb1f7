"""The draft in the shape of plan.json (design §3), without addresses and badges, and with its doubts."""

from __future__ import annotations

import json

from gongkai.importing.layout.reading import Doubt, LeftOver, Section
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.records.fields import PLAN_JSON, Json
from gongkai.words.text import visible

from .turn import Turn


def text(draft: Draft, turn: Turn | None = None, *, jurisdiction: str, name: str, source: str) -> str:
    """JSON with every key of the contract; absent values are null. `turn` is what differs from the plan before."""
    content: Json = {
        "schema": PLAN_JSON,
        "as_of": None,
        "plan": _plan(draft, jurisdiction, name, source),
        "sections": [_section(section) for section in draft.sections],
        "units": [unit.open_data for unit in draft.units.values()],
        "publication_paths": [node.open_data for node in draft.nodes.values()],
        "tasks": [_task(task) for task in draft.tasks],
        "evidence": [],
        "doubts": [_doubt(doubt) for doubt in draft.doubts],
        "left_over": [_left_over(left) for left in draft.reading.left_over],
        "turn": turn.open_data if turn else None,
    }
    # Half a character, which a broken file may hold, cannot be written.
    return json.dumps(content, ensure_ascii=False, indent=1).encode(errors="replace").decode() + "\n"


def _plan(draft: Draft, jurisdiction: str, name: str, source: str) -> Json:
    reading = draft.reading
    return {
        "jurisdiction": jurisdiction or None,
        "jurisdiction_name": name or None,
        "year": draft.year,
        "title": reading.title,
        "document_number": reading.document_number or None,
        "issuer": reading.issuer or None,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else None,
        "source": source,
        "demonstration": draft.demonstration,
    }


def _section(section: Section) -> Json:
    subsections: list[Json] = [{"number": subsection.number, "title": subsection.title} for subsection in section.subsections]
    return {"number": section.heading.number, "title": section.heading.title, "subsections": subsections}


def _task(task: DraftTask) -> Json:
    return {
        "id": task.id,
        "section": task.row.section,
        "subsection": task.row.subsection,
        "short_title": task.title or None,
        "matter": task.matter or None,
        "lead_units": list(task.lead_units),
        "responsible_units": list(task.responsible_units),
        "article_20": None if task.article_20 is None else list(task.article_20),
        "continues": task.continues or None,
        "duties": list(task.duties),
        "measures": [_measure(task, position, measure) for position, measure in enumerate(task.measures)],
    }


def _measure(task: DraftTask, position: int, measure: DraftMeasure) -> Json:
    owing = measure.units or tuple(dict.fromkeys((*task.lead_units, *task.responsible_units)))
    return {
        "number": measure.number,
        # As in plan.json: the sentence that opens the cell has no place of its own there.
        "text": f"{task.opening}\n{measure.text}" if task.opening and position == 0 else measure.text,
        "kind": measure.kind,
        "due_on": measure.due_on.isoformat() if measure.due_on else None,
        "due_text": measure.due_text or None,
        "recurrence": {"times": measure.recurrence.times, "per": measure.recurrence.per} if measure.recurrence else None,
        "publication_paths": list(measure.publication_paths),
        "channels": list(measure.channels),
        "cells": [{"unit": unit, "evidence": []} for unit in owing],
    }


def _left_over(left: LeftOver) -> Json:
    return {"text": visible(left.text), "line": left.line, "why": left.why, "is_furniture": left.is_furniture}


def _doubt(doubt: Doubt) -> Json:
    return {"task": doubt.task or None, "field": doubt.field, "line": doubt.line, "why": doubt.why}
