"""Loads the register of one jurisdiction: units.yaml and columns.yaml, with the checks between their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from .models import Column, ColumnsFile, Record, UnitsFile
from .portal import Node, Register
from .problems import Problem
from .source import Location, Source, read
from .validation import R, label, validate


class Folder:
    """Reads the files of one data folder and gathers their problems."""

    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root = root
        self.problems = problems
        self.left_out: frozenset[str] = frozenset()
        self.unreadable: set[Path] = set()
        self._read: set[Path] = set()

    def load(self, file: Path, model: type[R]) -> tuple[Source, R | None]:
        """Read and validate one file; a missing file is a problem too."""
        self._read.add(file)
        shown_as = self.shown(file)
        if not file.is_file():
            self.problems.append(Problem(shown_as, 1, "", "缺少这个文件。", "请照着其他辖区的同名文件新建。"))
            return Source(shown_as, None, {}, ()), None
        validated = validate(read(file, shown_as), model)
        self.problems.extend(validated.problems)
        self.left_out |= validated.left_out
        if validated.record is None:
            self.unreadable.add(file)
        return validated.source, validated.record

    def shown(self, file: Path) -> Path:
        """The path as the clerk knows it: from the data folder on."""
        return Path(self.root.name) / file.relative_to(self.root)

    def refuse_unread(self) -> None:
        """A misnamed file would be ignored in silence; say so instead."""
        for file in sorted(self.root.rglob("*")):
            if file.is_dir() or file in self._read or file.stem == "source" or file.name.startswith("."):
                continue
            self.problems.append(
                Problem(self.shown(file), 1, "", "这个文件的名字或位置不对，不会被读取。", "请对照 docs/editing.zh-CN.md 改名，或移走。")
            )

    def may_define(self, place: Path, identifier: str) -> bool:
        """True when a reference may be right, because the place that should define it is faulty itself."""
        return identifier in self.left_out or any(file.is_relative_to(place) for file in self.unreadable)

    def complain(self, source: Source, model: type[Record], location: Location, fault: str, remedy: str) -> None:
        self.problems.append(Problem(source.file, source.line_of(location), label(model, location), fault, remedy))


def load_register(folder: Folder, place: Path) -> Register:
    """The units and columns of one jurisdiction; incomplete where files are faulty."""
    units_source, units_file = folder.load(place / "units.yaml", UnitsFile)
    columns_source, columns_file = folder.load(place / "columns.yaml", ColumnsFile)
    if units_file:
        _check_units(folder, units_source, units_file)
    nodes = dict(_nodes(folder, columns_source, columns_file)) if columns_file else {}
    units = {unit.slug: unit for unit in units_file.units} if units_file else {}
    return Register(units, nodes)


def _check_units(folder: Folder, source: Source, file: UnitsFile) -> None:
    slugs: dict[str, str] = {}
    names: dict[str, str] = {}
    for index, unit in enumerate(file.units):
        if unit.slug in slugs:
            folder.complain(source, UnitsFile, ("units", index, "slug"), f"“{unit.slug}”已被“{slugs[unit.slug]}”使用。", "请换一个。")
        slugs.setdefault(unit.slug, unit.name)
        for key, name in _names(unit.name, unit.full_name, unit.aliases):
            owner = names.setdefault(name, unit.slug)
            if owner != unit.slug:
                folder.complain(
                    source,
                    UnitsFile,
                    ("units", index, *key),
                    f"“{name}”也是“{slugs[owner]}”的名称。",
                    "一个名称只能指一个单位，请删去其中一处。",
                )
    _check_members(folder, source, file, slugs)


def _names(name: str, full_name: str | None, aliases: tuple[str, ...]) -> Iterator[tuple[Location, str]]:
    yield ("name",), name
    if full_name:
        yield ("full_name",), full_name
    for index, alias in enumerate(aliases):
        yield ("aliases", index), alias


def _check_members(folder: Folder, source: Source, file: UnitsFile, slugs: Mapping[str, str]) -> None:
    groups = {unit.slug for unit in file.units if unit.is_group}
    for index, unit in enumerate(file.units):
        for position, member in enumerate(unit.members):
            location = ("units", index, "members", position)
            if member not in slugs and member not in folder.left_out:
                folder.complain(source, UnitsFile, location, *unknown("单位", member, slugs))
            elif member in groups:
                folder.complain(source, UnitsFile, location, f"“{member}”本身是集合单位。", "请直接列出其中的单位。")


def _nodes(folder: Folder, source: Source, file: ColumnsFile) -> Iterator[tuple[str, Node]]:
    seen: dict[str, str] = {}

    def walk(columns: tuple[Column, ...], parent: Node | None, location: Location) -> Iterator[tuple[str, Node]]:
        names: set[str] = set()
        for index, column in enumerate(columns):
            here = (*location, index)
            if column.slug in seen:
                folder.complain(source, ColumnsFile, (*here, "slug"), f"“{column.slug}”已被“{seen[column.slug]}”使用。", "请换一个。")
            if column.name in names:
                folder.complain(source, ColumnsFile, (*here, "name"), f"同一层已有“{column.name}”。", "请删去其中一处。")
            seen.setdefault(column.slug, column.name)
            names.add(column.name)
            node = Node(column, parent)
            yield column.slug, node
            yield from walk(column.columns, node, (*here, "columns"))

    yield from walk(file.sites, None, ("sites",))


def unknown(what: str, given: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Fault and remedy for a slug that no record has; `known` maps slugs to names."""
    by_name = next((slug for slug, name in known.items() if name == given), None)
    near = [by_name] if by_name else get_close_matches(given, known, n=1)
    if near:
        return f"没有{what}“{given}”。", f"是不是“{near[0]}”（{known[near[0]]}）？"
    return f"没有{what}“{given}”。", "请先登记，或改正拼写。"
