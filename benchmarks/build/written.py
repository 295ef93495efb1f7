"""Writes an invented portal as data folders, in a process of its own: `python -m benchmarks.build.written TASKS here=FOLDER first=FOLDER hugo=FOLDER`."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
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


def write(tasks: int, folders: Mapping[str, Path]) -> None:
    """The data folders of so many tasks for `here`, for `first` without what the first release cannot read, for `hugo`: place by place."""
    for place in places(tasks, YEARS):
        for kind, folder in folders.items():
            for name, fields in _KINDS[kind](place):
                if fields:
                    _write(folder / name, fields)
    for kind, folder in folders.items():
        for name in _SHIPPED[kind]:
            shutil.copy(ROOT / "data" / name, folder)


def _for_first(place: Jurisdiction) -> Iterator[tuple[str, Json]]:
    return ((name, _without(fields, _unknown_at_first(name))) for name, fields in _files(place))


def _unknown_at_first(name: str) -> set[str]:
    return next(unknown for kind, unknown in _UNKNOWN_AT_FIRST.items() if f"/{kind}" in name)


def _files(place: Jurisdiction) -> Iterator[tuple[str, Json]]:
    yield f"{place.slug}/jurisdiction.yaml", _fields(place.record)
    units: list[Json] = [_fields(unit) for unit in place.register.units.values()]
    yield f"{place.slug}/units.yaml", {"units": units}
    sites: list[Json] = [_fields(node.column) for node in place.register.nodes.values() if not node.parent]
    yield f"{place.slug}/columns.yaml", {"sites": sites}
    for plan in place.plans:
        yield from ((f"{place.slug}/{plan.year}/{name}", fields) for name, fields in _of_plan(plan))


def _of_plan(plan: Plan) -> Iterator[tuple[str, Json]]:
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


def _for_hugo(place: Jurisdiction) -> Iterator[tuple[str, Json]]:
    """As many tasks for the templates in `hugo/`: a file for each plan, with what it names of the register."""
    return ((f"plans/{place.slug}-{plan.year}.yaml", _plan_for_hugo(place, plan)) for plan in place.plans)


def _plan_for_hugo(place: Jurisdiction, plan: Plan) -> dict[str, Json]:
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


_KINDS: Mapping[str, Callable[[Jurisdiction], Iterator[tuple[str, Json]]]] = {"here": _files, "first": _for_first, "hugo": _for_hugo}
# What all places share, as the real data has it.
_SHIPPED = {"here": ("holidays.yaml", "format.yaml", "duties.yaml"), "first": ("holidays.yaml",), "hugo": ()}


if __name__ == "__main__":
    _tasks, *_folders = sys.argv[1:]
    write(int(_tasks), {kind: Path(folder) for kind, _, folder in (words.partition("=") for words in _folders)})
