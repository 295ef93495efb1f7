"""Notices of next year, made of the real ones: the years go on by one, and what a test says is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from gongkai.exports import official_table
from gongkai.exports.official_rows import official_table as table_of
from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.judgement import assess
from gongkai.records.plan_records import Task
from gongkai.records.portal import Ledger, Portal
from helpers import official_files

Tasks = Sequence[Task]


def year_on(text: str) -> str:
    return re.sub("20[0-9]{2}", lambda year: str(int(year.group()) + 1), text)


def renumbered(tasks: Tasks) -> Tasks:
    """Rows numbered anew below their headings, as a notice does."""
    counts: Counter[tuple[int, int]] = Counter()
    rows = []
    for task in tasks:
        counts[task.section, task.subsection] += 1
        number = counts[task.section, task.subsection]
        rows.append(task.model_copy(update={"id": f"{task.section}.{task.subsection}.{number}"}))
    return rows


def plan_on(portal: Portal, slug: str, change: Callable[[Tasks], Tasks] = tuple, names: Mapping[str, str] | None = None) -> AssessedPlan:
    """A place's plan a year on, with other rows and other names of units."""
    place = next(place for place in portal.jurisdictions if place.slug == slug)
    plan = place.plans[0]

    def words(value: object) -> object:
        if isinstance(value, str):
            return _named(year_on(value), names or {})
        if isinstance(value, dict):
            return {key: held if key in ("url", "publication_paths", "continues") else words(held) for key, held in value.items()}
        return [words(held) for held in value] if isinstance(value, list | tuple) else value

    tasks = renumbered(change([Task.model_validate(words(task.model_dump(mode="json", exclude_defaults=True))) for task in plan.tasks]))
    record = plan.record.model_copy(update={"year": plan.year + 1, "title": year_on(plan.record.title), "concluded_on": None})
    units = {unit.slug: unit.model_copy(update={"name": _named(unit.name, names or {})}) for unit in place.register.units.values()}
    moved = replace(plan, record=record, tasks=tuple(tasks), ledger=Ledger())
    whole = replace(place, register=replace(place.register, units=units), plans=(moved,))
    return assess(replace(portal, jurisdictions=(whole,)), date(2026, 11, 20)).plans[0]


def _named(text: str, names: Mapping[str, str]) -> str:
    for before, now in names.items():
        text = text.replace(before, now)
    return text


def written(plan: AssessedPlan, folder: Path, suffix: str = "html") -> Path:
    """The notice as a file."""
    file = folder / f"notice.{suffix}"
    table = official_table.docx(plan, with_ledger=False) if suffix == "docx" else None
    file.write_bytes(table or official_files.html(table_of(plan, with_ledger=False)).encode())
    return file
