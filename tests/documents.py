"""The data read anew: straight from YAML, not through the package. The built site is compared with this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeAlias

import yaml

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Mapping: TypeAlias = dict[str, "str | list | dict"]

# Design §2, written out once more: whoever changes a word must change it here too.
BADGE_WORDS = {
    "published": "已公开",
    "current": "持续公开",
    "partial": "部分公开",
    "under_way": "推进中",
    "not_due": "未到期",
    "not_triggered": "未触发",
    "waived": "本期无需公开",
    "stale": "更新待核",
    "unchecked": "到期待核查",
    "overdue": "逾期未见公开",
    "no_record": "本站暂无记录",
    "not_judged": "不作判定",
    "changed": "已调整",
}


@dataclass(frozen=True)
class Column:
    """A node of the publication-path tree."""

    slug: str
    name: str
    parent: Column | None

    @property
    def trail(self) -> list[Column]:
        return [*self.parent.trail, self] if self.parent else [self]


@dataclass(frozen=True)
class Plan:
    """One year's plan: head, rows of its tables, ledger entries."""

    place: str
    year: str
    head: Mapping
    tasks: list[Mapping]
    evidence: list[Mapping]

    @property
    def address(self) -> str:
        return f"{self.place}/{self.year}/index.html"

    @property
    def name(self) -> str:
        return f"{self.place} {self.year}"

    def section_address(self, number: str) -> str:
        return f"{self.place}/{self.year}/section-{number}.html"

    def task_address(self, task: str) -> str:
        return f"{self.place}/{self.year}/tasks/{task}.html"

    def file(self, name: str) -> str:
        return f"{self.place}/{self.year}/{name}"


@dataclass(frozen=True)
class Place:
    """A jurisdiction: its units and columns by slug, its plans."""

    slug: str
    record: Mapping
    units: dict[str, Mapping]
    columns: dict[str, Column]
    plans: list[Plan]

    def unit_address(self, unit: str) -> str:
        return f"{self.slug}/units/{unit}.html"

    def path_address(self, column: str) -> str:
        return f"{self.slug}/paths/{column}.html"

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The groups that name a unit as a member, by unit."""
        return {slug: [group for group, one in self.units.items() if slug in one.get("members", [])] for slug in self.units}


@cache
def places() -> tuple[Place, ...]:
    """Every jurisdiction in the order of the site."""
    found = [_place(folder) for folder in sorted(DATA.iterdir()) if folder.is_dir()]
    return tuple(sorted(found, key=lambda place: int(place.record["order"])))


@cache
def plans() -> tuple[Plan, ...]:
    return tuple(plan for place in places() for plan in place.plans)


def place_of(plan: Plan) -> Place:
    return next(place for place in places() if place.slug == plan.place)


def owing(task: Mapping) -> list[str]:
    """The units that owe a task, leads first, each once."""
    return list(dict.fromkeys([*task.get("lead_units", []), *task.get("responsible_units", [])]))


def owing_measure(task: Mapping, measure: Mapping) -> list[str]:
    """Those of them that owe a measure: all, unless the measure names who is meant."""
    return measure.get("units") or owing(task)


def in_order(tasks: list[Mapping]) -> list[Mapping]:
    """Tasks as the document numbers them."""
    return sorted(tasks, key=lambda task: [int(part) for part in task["id"].split(".")])


def lines(text: str) -> list[str]:
    """The lines of a text as printed, without blank ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def names(unit: Mapping) -> list[str]:
    """All that a unit is called: name, full name, aliases."""
    return [name for name in (unit["name"], unit.get("full_name"), *unit.get("aliases", [])) if name]


def chinese_date(day: str) -> str:
    """2021-06-30 as 2021年6月30日."""
    year, month, date = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{date}日"


def _read(file: Path) -> Mapping:
    return yaml.load(file.read_text(encoding="utf-8"), _LOADER)


def _place(folder: Path) -> Place:
    units = {unit["slug"]: unit for unit in _read(folder / "units.yaml")["units"]}
    columns = {column.slug: column for column in _columns(_read(folder / "columns.yaml")["sites"], None)}
    years = sorted((year for year in folder.iterdir() if year.is_dir()), reverse=True)
    return Place(folder.name, _read(folder / "jurisdiction.yaml"), units, columns, [_plan(year) for year in years])


def _columns(found: list[Mapping], parent: Column | None) -> Iterator[Column]:
    for one in found:
        column = Column(one["slug"], one["name"], parent)
        yield column
        yield from _columns(one.get("columns", []), column)


def _plan(folder: Path) -> Plan:
    tasks = [task for file in sorted((folder / "tasks").glob("*.yaml")) for task in _read(file)["tasks"]]
    evidence = [one for file in sorted((folder / "ledger").glob("*.yaml")) for one in _read(file).get("evidence", [])]
    return Plan(folder.parent.name, folder.name, _read(folder / "plan.yaml"), tasks, evidence)
