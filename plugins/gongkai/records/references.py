"""References between files: the slugs of units, columns and duties, wherever they stand in a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from gongkai.words.left_out import Location, Value
from gongkai.words.record import Record
from gongkai.words.source import Source

from .fields import TASK_ID
from .folder import WAITING, Folder

UNITS, COLUMNS, DUTIES = "单位", "栏目", "共同任务"
_LISTS = {
    "lead_units": UNITS,
    "responsible_units": UNITS,
    "units": UNITS,
    "members": UNITS,
    "new_units": UNITS,
    "successors": UNITS,
    "publication_paths": COLUMNS,
    "duties": DUTIES,
    "unlike": DUTIES,
}
_SINGLE = {"found_in": COLUMNS, "column": COLUMNS}
# The keys under which something else is named by its slug.
REFERRING = {*_LISTS, *_SINGLE, "unit"}


_STEPS = re.compile(r"[>＞》→/／\\]")
_BLANKS = " \u3000"
# Nothing is called by more characters.
_LONGEST = 100
# The file of the ledger that a program writes, by its name.
SEARCHES = "searches"
_OF_ONE_ENTRY = re.compile(rf"(?P<on>\d{{4}}-\d{{2}}-\d{{2}})-(?P<unit>[a-z0-9-]+)-(?P<task>{TASK_ID.strip('^$')})(?:-[a-z0-9-]+)?")


@dataclass(frozen=True)
class Directory:
    """What may be referred to: the slugs defined in one file, each with the names people use for it, the official one first."""

    what: str
    file: Path
    names: Mapping[str, tuple[str, ...]]
    # The slugs in the file that waits to be merged into this one.
    waiting: frozenset[str] = frozenset()

    @cached_property
    def _slugs(self) -> dict[str, str]:
        return {name: slug for slug, names in self.names.items() for name in (*names, slug)}

    def nearest(self, given: str) -> str:
        """The slug that a misspelt one or a name must mean; empty where none is near."""
        # Of 政府信息公开>依申请公开 the last step is meant.
        last = _STEPS.split(given.strip(_BLANKS))[-1].lower()[:_LONGEST]
        near = get_close_matches(last, self._slugs, n=1, cutoff=0.65)
        return self._slugs[near[0]] if near else ""

    def unknown(self, given: str) -> tuple[str, str]:
        """Fault and remedy for a slug that no record has."""
        fault = f"没有{self.what}“{given}”。"
        if given in self.waiting:
            name = self.file.name.replace(".yaml", WAITING)
            return fault, f"它写在 {name} 里，还没有并入 {self.file.name}。请核对 {name}，并入以后删掉那个文件。"
        if re.search(r"[，、；]|[a-z] +[a-z]", given):
            return fault, "几项之间请用半角逗号加空格“, ”分开。"
        slug = self.nearest(given)
        if not slug:
            return fault, "请先登记，或改正拼写。"
        return fault, f"是不是“{slug}”（{self.names[slug][0]}）？"


def check_references(folder: Folder, source: Source, model: type[Record], directories: Iterable[Directory]) -> None:
    """Complain of every unit, column and duty that is not registered or named twice in one list.

    Looks at the file as it was written, so that a reference in a faulty record is checked in the same run.
    """
    by_kind = {directory.what: directory for directory in directories}
    for location, what, slugs in references(source.as_written.value, ()):
        if directory := by_kind.get(what):
            _check(folder, source.as_written, model, location, slugs, directory)


def _check(
    folder: Folder, source: Source, model: type[Record], location: Location, slugs: Mapping[Location, str], directory: Directory
) -> None:
    for where, slug in slugs.items():
        if slug not in directory.names and not folder.may_define(directory.file, slug):
            folder.complain(source, model, where, *directory.unknown(slug))
    # Hardly any list has one twice.
    for slug, times in Counter(slugs.values()).items() if len({*slugs.values()}) < len(slugs) else ():
        if times > 1:
            folder.complain(source, model, location, f"“{slug}”写了 {times} 次。", "请删掉多出的，只留一个。")


@dataclass(frozen=True)
class LedgerName:
    """What the name of a ledger file says: the unit; of a file with one entry also its day and task."""

    unit: str
    on: str = ""
    task: str = ""

    @classmethod
    def of(cls, file: Path) -> LedgerName:
        match = _OF_ONE_ENTRY.fullmatch(file.stem)
        return cls(match["unit"], match["on"], match["task"]) if match else cls(file.stem)

    @property
    def is_of_searches(self) -> bool:
        """Whether it is no unit's: a program keeps there at which columns it looked."""
        return self == LedgerName(SEARCHES)


def check_ledger_name(folder: Folder, file: Path, unit: str, directories: Iterable[Directory]) -> None:
    """Complain of a file of the ledger that is named for no unit."""
    units = next(directory for directory in directories if directory.what == UNITS)
    if unit not in units.names and not folder.may_define(units.file, unit):
        fault, remedy = units.unknown(unit)
        if re.match(r"\d{4}", unit):
            remedy = "一条记录一个文件的，请写成 日期-单位-任务编号.yaml，如 2026-05-19-caizhengju-1.1.3.yaml。"
        else:
            blanks = "，不加空格" if re.search(r"\s", unit) else ""
            remedy += f"台账文件要用单位的地址代码命名，如 {units.nearest(unit) or 'caizhengju'}.yaml{blanks}。"
        folder.blame(file, f"文件名不对，{fault}", remedy)


def references(value: Value | None, location: Location) -> Iterator[tuple[Location, str, dict[Location, str]]]:
    """(where, 单位 or 栏目 or 共同任务, the slugs that stand there)."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            if not isinstance(inner, str):
                yield from references(inner, (*location, index))
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _LISTS and isinstance(inner, list):
                yield (*location, key), _LISTS[key], dict(_listed(inner, (*location, key)))
            elif key in _SINGLE and isinstance(inner, str) and inner:
                yield (*location, key), _SINGLE[key], {(*location, key): inner}
            if not isinstance(inner, str):
                yield from references(inner, (*location, key))


def _listed(values: list[Value], location: Location) -> Iterator[tuple[Location, str]]:
    """Slugs of a list; a member with dates of its own is a mapping that holds one."""
    for index, value in enumerate(values):
        slug = value.get("unit") if isinstance(value, dict) else value
        if isinstance(slug, str) and slug:
            yield (*location, index), slug
