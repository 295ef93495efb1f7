"""A small portal with hostile text in every field that may hold text or an address, walked by the record classes themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import yaml
from gongkai.records.fields import FileInside, Line, ShortTitle, Text, WebAddress
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.plan_records import DutiesFile, PlanRecord, TasksFile
from gongkai.records.register_records import ColumnsFile, JurisdictionRecord, UnitsFile
from gongkai.words.record import Record
from helpers.builders import COLUMNS, DUTIES, JURISDICTION, LEDGER, MORE_TASKS, PLAN, TASKS, UNITS, DataFolder

FILES = {
    JURISDICTION: JurisdictionRecord,
    UNITS: UnitsFile,
    COLUMNS: ColumnsFile,
    PLAN: PlanRecord,
    TASKS: TasksFile,
    MORE_TASKS: TasksFile,
    LEDGER: LedgerFile,
    DUTIES: DutiesFile,
}
# A slug by another name; what hostile text there does is told by `check`.
REFERENCES = {
    "unit",
    "units",
    "lead_units",
    "responsible_units",
    "successors",
    "found_in",
    "column",
    "publication_paths",
    "new_units",
    "duties",
    "explains",
}
SHORTEST = 24

_COMMON = {"task": "1.1.1", "measures": ["1"], "units": ["fagaiju"], "on": "2025-07-11"}
# One record of each kind that the small county has none of.
_MORE: dict[str, dict[str, object]] = {
    JURISDICTION: {"disclosure": {}},
    DUTIES: {"duties": [{"id": "guihua", "title": "规划", "year": "2025", "document": {"issuer": "甲", "title": "乙"}}]},
    LEDGER: {
        "events": [{**_COMMON, "task": "2.1.2", "measures": [], "units": ["chengguan"], "happened_on": "2025-07-01", "text": "咨询"}],
        "waivers": [{**_COMMON, "task": "1.1.2", "measures": [], "units": ["caizhengju"], "reason": "无", "valid_until": "2025-12-31"}],
        "replies": [{**_COMMON, "author": "citizen", "text": "意见"}],
        "changes": [{**_COMMON, "units": [], "document": "通知", "text": "新的内容"}],
        "closures": [{**_COMMON}],
        "searches": [{**_COMMON, "by": "甲", "searched": "live", "extent": "首页", "result": "nothing"}],
        "answers": [{"problem": "甲", "reason": "乙", "by": "丙", "on": "2025-07-11"}],
    },
}

Fill = Callable[[str], str]


def _parts(hint: object) -> Iterator[object]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def _kind(hint: object) -> str:
    kinds = {"short": ShortTitle, "address": WebAddress, "text": Text, "line": Line, "file": FileInside}
    return next((name for name, kind in kinds.items() if any(part == kind for part in _parts(hint))), "")


def _filled(record: type[Record], fields: dict[str, object], fill: Fill) -> dict[str, object]:
    filled = dict(fields)
    for name, hint in get_type_hints(record, include_extras=True).items():
        if name.startswith("model_") or name in REFERENCES:
            continue
        inner = [part for part in _parts(hint) if isinstance(part, type) and issubclass(part, Record)]
        is_many = "tuple" in str(hint)
        if inner and name in fields:
            value = fields[name]
            if isinstance(value, list):
                filled[name] = [_filled(inner[0], one, fill) if isinstance(one, dict) else one for one in value]
            elif isinstance(value, dict):
                filled[name] = _filled(inner[0], value, fill)
        elif not inner and (kind := _kind(hint)):
            filled[name] = [fill(kind)] if is_many else fill(kind)
    return filled


def portal(folder: Path, fill: Fill, *, escaped: bool = False) -> DataFolder:
    """The county, real to all appearance, with whatever `fill` gives for a field of a kind: short, line, text, file or address."""
    county = DataFolder(folder)
    county.replace(PLAN, "demonstration: true", "demonstration: false")
    for name, record in FILES.items():
        known = yaml.load(county.read(name), yaml.BaseLoader) if (county.root / name).is_file() else {}
        content = _filled(record, {**known, **_MORE.get(name, {})}, fill)
        county.write(
            name,
            yaml.safe_dump(json.loads(json.dumps(content)), allow_unicode=not escaped, width=10**9, sort_keys=False, default_style='"'),
        )
    return county
