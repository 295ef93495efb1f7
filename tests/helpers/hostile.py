"""A small portal with hostile text in every field that may hold text or an address, walked by the record classes themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import yaml
from gongkai.records.duties import DutiesFile
from gongkai.records.fields import Day, FileInside, Line, Number, Sha256, ShortTitle, Text, WebAddress
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.plan_records import PlanRecord, TasksFile
from gongkai.records.register_records import ColumnsFile, JurisdictionRecord, MovedFile, MovedPlacesFile, UnitsFile
from gongkai.records.workdays import HolidaysFile
from gongkai.words.daily import DailyWords
from gongkai.words.record import Record
from gongkai.words.vocabulary import Bodies, Level, Word
from helpers.builders import COLUMNS, DUTIES, HOLIDAYS, JURISDICTION, LEDGER, MORE_TASKS, MOVED, PLAN, TASKS, UNITS, DataFolder

WORDS = "words/bodies.yaml"
DAILY_WORDS = "words/daily.yaml"
MOVED_PLACES = "moved-places.yaml"
FILES: dict[str, type[Record]] = {
    JURISDICTION: JurisdictionRecord,
    UNITS: UnitsFile,
    COLUMNS: ColumnsFile,
    MOVED: MovedFile,
    MOVED_PLACES: MovedPlacesFile,
    PLAN: PlanRecord,
    TASKS: TasksFile,
    MORE_TASKS: TasksFile,
    LEDGER: LedgerFile,
    DUTIES: DutiesFile,
    HOLIDAYS: HolidaysFile,
    WORDS: Bodies,
    DAILY_WORDS: DailyWords,
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
    "unlike",
    "explains",
}
# What a record that the county lacks has where neither a text nor an address is wanted.
SAMPLES = {Number: "1", Day: "2025-07-11", Sha256: "a" * 64}

_COMMON = {"task": "1.1.1", "measures": ["1"], "units": ["fagaiju"], "on": "2025-07-11"}
# One record of each kind that the small county has none of.
_MORE: dict[str, dict[str, object]] = {
    # Where they are from is told too.
    JURISDICTION: {"place_code": "500199", "hosts": ["www.example.org"]},
    MOVED: {"moved": [{"from": "units/gone.html", "to": ["units/fagaiju.html"], "on": "2025-07-11"}]},
    MOVED_PLACES: {"moved": [{"from": "gone", "to": "shili", "on": "2025-07-11"}]},
    HOLIDAYS: {"years": [{"year": "2025", "days_off": ["2025-01-01"]}]},
    WORDS: {"reforms": [{"year": "2018"}]},
    DUTIES: {
        "duties": [{"id": "guihua", "title": "规划", "year": "2025", "document": {"issuer": "甲", "title": "乙", "seen_on": "2025-07-11"}}]
    },
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
    kinds = {"short": ShortTitle, "address": WebAddress, "text": Text, "line": Line, "file": FileInside, "word": Word}
    return next((name for name, kind in kinds.items() if any(part == kind for part in _parts(hint))), "line" if hint is str else "")


def _inner(hint: object) -> list[type[Record]]:
    return [part for part in _parts(hint) if isinstance(part, type) and issubclass(part, Record)]


def _hints(record: type[Record]) -> dict[str, object]:
    hints = get_type_hints(record, include_extras=True)
    return {name: hints[name] for name in record.model_fields}


def reachable(record: type[Record]) -> set[type[Record]]:
    """The record and all that may stand in it, at any depth."""
    known, waiting = set(), [record]
    while waiting:
        known.add(waiting[-1])
        waiting += [inner for hint in _hints(waiting.pop()).values() for inner in _inner(hint) if inner not in known]
    return known


def _sample(hint: object) -> str:
    chosen = next((get_args(part)[0] for part in _parts(hint) if get_origin(part) is Literal), "")
    return next((sample for kind, sample in SAMPLES.items() if any(part == kind for part in _parts(hint))), chosen)


class _Walk:
    """Goes through records by their classes, fills what may be filled, and makes the records that the county lacks."""

    def __init__(self, fill: Fill) -> None:
        self.fill = fill
        self.met: set[type[Record]] = set()

    def filled(self, record: type[Record], fields: object, above: tuple[type[Record], ...] = ()) -> dict[str, object]:
        self.met.add(record)
        # The short form of a record is its first field that must be there.
        first = next((name for name, field in record.model_fields.items() if field.is_required()), "")
        filled = dict(fields) if isinstance(fields, dict) else {first: fields}
        is_made = not filled
        for name, hint in _hints(record).items():
            if inner := _inner(hint):
                self._nest(filled, name, inner[0], (*above, record), is_many="tuple" in str(hint))
            elif (kind := _kind(hint)) and name not in REFERENCES:
                text = self.fill(kind)
                if issubclass(record, Level) and "tuple" in str(hint) and kind == "word":
                    # These begin with the level.
                    text = f"{filled['name']}{text}"
                filled[name] = [text] if "tuple" in str(hint) else text
            elif is_made and record.model_fields[name].is_required():
                filled[name] = _sample(hint)
        return filled

    def _nest(self, filled: dict[str, object], name: str, inner: type[Record], above: tuple[type[Record], ...], *, is_many: bool) -> None:
        # Only some bodies have members; a column has columns without end.
        if name not in filled and (name == "members" or inner in above):
            return
        inside = filled.get(name, [{}] if is_many else {})
        filled[name] = [self.filled(inner, one, above) for one in inside] if isinstance(inside, list) else self.filled(inner, inside, above)


def portal(folder: Path, fill: Fill, *, escaped: bool = False) -> DataFolder:
    """The county, real to all appearance, with whatever `fill` gives for a field of a kind: short, line, text, file, word or address."""
    county = DataFolder(folder)

    def put(kind: str) -> str:
        """What a text names is there, where it may be a file."""
        text = fill(kind)
        if kind == "file" and text.startswith("./"):
            county.write(f"shili/2025/snapshots/{text}", "")
        return text

    walk = _Walk(put)
    county.replace(PLAN, "demonstration: true", "demonstration: false")
    for name, record in FILES.items():
        known = yaml.load(county.read(name), yaml.BaseLoader) if (county.root / name).is_file() else {}
        content = walk.filled(record, {**known, **_MORE.get(name, {})})
        county.write(name, _yaml(content, escaped=escaped))
    assert set().union(*map(reachable, FILES.values())) - walk.met == set(), "records that nothing was planted in"
    return county


def _yaml(content: object, *, escaped: bool) -> str:
    plain = json.loads(json.dumps(content))
    return yaml.safe_dump(plain, allow_unicode=not escaped, width=10**9, sort_keys=False, default_style='"')


def planted(county: DataFolder, text: str, *, escaped: bool) -> set[tuple[str, int]]:
    """Where a text stands in the files of the county, also after another: file and line."""
    written = _yaml(text, escaped=escaped).strip()
    return {
        (f"{county.root.name}/{name}", number)
        for name in FILES
        for number, line in enumerate(county.read(name).split("\n"), start=1)
        if line.endswith(written[1:])
    }
