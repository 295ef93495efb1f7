"""The draft in the shape of plan.json (design §3), without addresses and badges, and with its doubts."""

from __future__ import annotations

import json
from datetime import date

from gongkai.importing.layout.reading import LeftOver
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.records.fields import PLAN_JSON, Json
from gongkai.words.text import visible

from .as_yaml import sections
from .turn import Turn


def text(draft: Draft, turn: Turn | None = None, *, jurisdiction: str, name: str, source: str) -> str:
    """JSON with every key of the contract; absent values are null. `turn` is what differs from the plan before."""
    plan = {
        "jurisdiction": jurisdiction or None,
        "jurisdiction_name": name or None,
        **_said(draft.reading, "title", "document_number", "issuer"),
        **_said(draft, "year", "issued_on"),
        "source": source,
        "demonstration": draft.demonstration,
    }
    content: Json = {
        "schema": PLAN_JSON,
        "as_of": None,
        "plan": plan,
        "sections": [section.model_dump(mode="json") for section in sections(draft)],
        "units": [unit.open_data for unit in draft.units.values()],
        "publication_paths": [node.open_data for node in draft.nodes.values()],
        "tasks": [_task(task) for task in draft.tasks],
        "evidence": [],
        "doubts": [_said(doubt, "task", "field", "line", "why") for doubt in draft.doubts],
        "left_over": [_left_over(left) for left in draft.reading.left_over],
        "turn": turn.open_data if turn else None,
    }
    # Half a character, which a broken file may hold, cannot be written.
    return json.dumps(content, ensure_ascii=False, indent=1).encode(errors="replace").decode() + "\n"


def _said(held: object, *keys: str) -> dict[str, Json]:
    values = {key: getattr(held, key) for key in keys}
    return {key: value.isoformat() if isinstance(value, date) else None if value == "" else value for key, value in values.items()}


def _task(task: DraftTask) -> Json:
    return {
        **_said(task, "id", "matter", "lead_units", "responsible_units", "article_20", "continues", "duties"),
        **_said(task.row, "section", "subsection"),
        "short_title": task.title or None,
        "measures": [_measure(task, position, measure) for position, measure in enumerate(task.measures)],
    }


def _measure(task: DraftTask, position: int, measure: DraftMeasure) -> Json:
    owing = measure.units or tuple(dict.fromkeys((*task.lead_units, *task.responsible_units)))
    return {
        **_said(measure, "number", "kind", "due_on", "due_text", "publication_paths", "channels"),
        # As in plan.json: the sentence that opens the cell has no place of its own there.
        "text": f"{task.opening}\n{measure.text}" if task.opening and position == 0 else measure.text,
        "recurrence": measure.recurrence.model_dump(include={"times", "per"}) if measure.recurrence else None,
        "cells": [{"unit": unit, "evidence": []} for unit in owing],
    }


def _left_over(left: LeftOver) -> Json:
    return {**_said(left, "line", "why", "is_furniture"), "text": visible(left.text)}
