"""Writes an invented portal as a data folder, in a process of its own: `python -m benchmarks.build.written FOLDER TASKS [first|hugo]`."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path

import yaml
from gongkai.records.fields import Json
from gongkai.records.plan_records import Section, Task
from gongkai.records.portal import Jurisdiction, Plan
from gongkai.words.record import Record

from .. import ROOT
from ..invented import places

# Plans of several years for each place.
YEARS = 5
# What the first release cannot read yet, file by file.
_UNKNOWN_AT_FIRST = {
    "jurisdiction.yaml": {"hosts", "official", "place_code", "sources"},
    "units.yaml": {"former_names", "opened", "seen_on", "source", "sources", "successors"},
    "columns.yaml": {"former_names", "opened", "seen_on", "source"},
    "plan.yaml": {"concluded_on"},
    "tasks": {"title", "duties", "related"},
    "ledger": {"opened", "period", "searches"},
}


def write(folder: Path, tasks: int, *, for_first: bool = False) -> None:
    """The data folder of so many tasks; for the first release without what it cannot read."""
    for place in places(tasks, YEARS):
        for name, fields in _files(place):
            content = _without(fields, _unknown_at_first(name)) if for_first else fields
            if content:
                _write(folder / name, content)
    for name in ("holidays.yaml", *(() if for_first else ("format.yaml", "duties.yaml"))):
        shutil.copy(ROOT / "data" / name, folder)


def _unknown_at_first(name: str) -> set[str]:
    return next(unknown for kind, unknown in _UNKNOWN_AT_FIRST.items() if f"/{kind}" in name)


def _files(place: Jurisdiction) -> Iterator[tuple[str, dict[str, Json]]]:
    yield f"{place.slug}/jurisdiction.yaml", _fields(place.record)
    units: list[Json] = [_fields(unit) for unit in place.register.units.values()]
    yield f"{place.slug}/units.yaml", {"units": units}
    sites: list[Json] = [_fields(node.column) for node in place.register.nodes.values() if not node.parent]
    yield f"{place.slug}/columns.yaml", {"sites": sites}
    for plan in place.plans:
        yield from ((f"{place.slug}/{plan.year}/{name}", fields) for name, fields in _of_plan(plan))


def _of_plan(plan: Plan) -> Iterator[tuple[str, dict[str, Json]]]:
    yield "plan.yaml", _fields(plan.record)
    for section, tasks in groupby(plan.tasks, key=lambda task: task.section):
        yield f"tasks/{section:02}.yaml", {"section": section, "tasks": [_fields(task) for task in tasks]}
    ledgers: dict[str, dict[str, list[Json]]] = defaultdict(lambda: {"evidence": [], "searches": []})
    for kind, entries in (("evidence", plan.ledger.evidence), ("searches", plan.ledger.searches)):
        for entry in entries:
            ledgers[(entry.units or plan.tasks[0].owing_units)[0]][kind].append(_fields(entry))
    for unit, ledger in ledgers.items():
        yield f"ledger/{unit}.yaml", {kind: entries for kind, entries in ledger.items() if entries}


def _fields(record: Record) -> dict[str, Json]:
    return record.model_dump(mode="json", exclude_unset=True)


def _without(value: Json, unknown: Collection[str]) -> Json:
    if isinstance(value, dict):
        return {key: _without(field, unknown) for key, field in value.items() if key not in unknown}
    return [_without(element, unknown) for element in value] if isinstance(value, list) else value


def write_for_hugo(folder: Path, tasks: int) -> None:
    """As many tasks for the templates in `hugo/`: a file for each plan, with what it names of the register."""
    for place in places(tasks, YEARS):
        for plan in place.plans:
            _write(folder / "plans" / f"{place.slug}-{plan.year}.yaml", _for_hugo(place, plan))


def _for_hugo(place: Jurisdiction, plan: Plan) -> dict[str, Json]:
    seen = {evidence.task for evidence in plan.ledger.evidence}
    tasks = [_task_for_hugo(task, is_done=task.id in seen) for task in plan.tasks]
    columns = {slug for task in plan.tasks for measure in task.measures for slug in measure.publication_paths}
    named = {node for slug in columns for node in place.register.nodes[slug].trail}
    return {
        "id": f"{place.slug}-{plan.year}",
        "title": plan.record.title,
        "sections": [_section_for_hugo(section) for section in plan.record.sections],
        "units": [{"id": slug, "name": unit.name} for slug, unit in place.register.units.items() if slug in plan.unit_slugs],
        "columns": [
            {"id": node.slug, "name": node.name, "parent": node.parent.slug if node.parent else ""}
            for node in place.register.nodes.values()
            if node in named
        ],
        "tasks": tasks,
    }


def _section_for_hugo(section: Section) -> Json:
    subsections: list[Json] = [
        {"id": f"{section.number}-{subsection.number}", "title": subsection.title} for subsection in section.subsections
    ]
    return {"id": str(section.number), "title": section.title, "subsections": subsections}


def _task_for_hugo(task: Task, *, is_done: bool) -> Json:
    return {
        "id": task.id,
        "section": str(task.section),
        "subsection": f"{task.section}-{task.subsection}",
        "status": "done" if is_done else "todo",
        "due_on": next((measure.due_on.isoformat() for measure in task.measures if measure.due_on), ""),
        "lead": list(task.lead_units),
        "responsible": list(task.responsible_units),
        "columns": list(dict.fromkeys(slug for measure in task.measures for slug in measure.publication_paths)),
        "text": "\n".join(measure.text for measure in task.measures),
    }


class _Dumper(yaml.CSafeDumper):
    """Writes a text of several lines as people do."""


def _as_block(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _as_block)


def _write(path: Path, content: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    _folder, _tasks, *_kind = sys.argv[1:]
    if _kind == ["hugo"]:
        write_for_hugo(Path(_folder), int(_tasks))
    else:
        write(Path(_folder), int(_tasks), for_first=_kind == ["first"])
