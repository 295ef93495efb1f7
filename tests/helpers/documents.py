"""The data read anew: straight from YAML, not through the package. The built site is compared with this.

`places` and `plans` are the real ones; `all_places` and `all_plans` the demonstrations too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from bs4 import Tag

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Mapping: TypeAlias = dict[str, "str | list | dict"]
# The day that sites of tests are judged on; what was entered later is not on them.
AS_OF = "2026-11-29"
_ENTRIES = ("evidence", "checks", "notes", "events", "waivers", "replies", "changes", "closures")

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
    url: str | None = None

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
    ledger: dict[str, list[Mapping]]

    @property
    def evidence(self) -> list[Mapping]:
        return self.ledger["evidence"]

    @property
    def entries(self) -> list[Mapping]:
        """The whole ledger, whatever the kind."""
        return [entry for kind in self.ledger.values() for entry in kind]

    @property
    def is_demonstration(self) -> bool:
        return self.head.get("demonstration") == "true"

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
    # What it says of pages that have moved, by where they stood from the root of the site.
    moved: dict[str, Mapping]

    def unit_address(self, unit: str) -> str:
        return f"{self.slug}/units/{unit}.html"

    def path_address(self, column: str) -> str:
        return f"{self.slug}/paths/{column}.html"

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The groups that name a unit as a member on whatever days, by unit."""
        return {slug: [group for group, one in self.units.items() if slug in members(one)] for slug in self.units}

    @property
    def kinds(self) -> set[str]:
        """The items of article 20 that the tasks of its plans are said to serve."""
        return {number for plan in self.plans for task in plan.tasks for number in task.get("article_20", [])}

    @property
    def is_demonstration(self) -> bool:
        return all(plan.is_demonstration for plan in self.plans)


@cache
def all_places() -> tuple[Place, ...]:
    """Every jurisdiction in the order of the site."""
    found = [_place(folder) for folder in sorted(DATA.iterdir()) if (folder / "jurisdiction.yaml").is_file()]
    return tuple(sorted(found, key=lambda place: int(place.record["order"])))


@cache
def places() -> tuple[Place, ...]:
    """Those that exist."""
    return tuple(place for place in all_places() if not place.is_demonstration)


@cache
def common_duties() -> tuple[Mapping, ...]:
    """Those that several places have in common."""
    return tuple(yaml.load((DATA / "duties.yaml").read_text(encoding="utf-8"), _LOADER)["duties"])


@cache
def all_plans() -> tuple[Plan, ...]:
    return tuple(plan for place in all_places() for plan in place.plans)


@cache
def plans() -> tuple[Plan, ...]:
    """Those that were issued."""
    return tuple(plan for plan in all_plans() if not plan.is_demonstration)


def place_of(plan: Plan) -> Place:
    return next(place for place in all_places() if place.slug == plan.place)


def members(group: Mapping) -> list[str]:
    """All that a roster names, each once, whatever the days."""
    return list(dict.fromkeys(one["unit"] if isinstance(one, dict) else one for one in group.get("members", [])))


def members_on(group: Mapping, day: str) -> list[str]:
    """The roster of one day; days written year first compare as texts."""
    dated = [one if isinstance(one, dict) else {"unit": one} for one in group.get("members", [])]
    valid = [one["unit"] for one in dated if one.get("valid_from", "") <= day <= one.get("valid_to", "9999")]
    return list(dict.fromkeys(valid))


def owing(task: Mapping) -> list[str]:
    """The units that owe a task, leads first, each once."""
    return list(dict.fromkeys([*task.get("lead_units", []), *task.get("responsible_units", [])]))


def owing_measure(plan: Plan, task: Mapping, measure: Mapping) -> dict[str, str | None]:
    """The units that owe a measure with the group through which they owe it (design §2, roll-up).

    All of the task, unless the measure names who is meant; a group stands for its roster of the day
    the plan was issued, and beside it for whoever that roster does not name.
    """
    units = place_of(plan).units
    phrases = measure.get("units") or owing(task)
    found: dict[str, str | None] = {slug: None for slug in phrases if units[slug]["kind"] != "group"}
    for slug in phrases:
        if units[slug]["kind"] == "group":
            roster = members_on(units[slug], plan.head.get("issued_on", f"{plan.year}-01-01"))
            rest = [] if roster and units[slug].get("members_complete") == "true" else [slug]
            found |= {one: None if one == slug else slug for one in [*roster, *rest] if one not in found}
    return found


def owing_task(plan: Plan, task: Mapping) -> dict[str, str | None]:
    """The units that owe any measure of a task as it stands, with the first group through which they do."""
    found: dict[str, str | None] = {}
    for measure in as_changed(plan, task)["measures"]:
        for slug, group in owing_measure(plan, task, measure).items():
            found[slug] = found.get(slug) or group
    return found


def named_in_line(row: Tag) -> list[Tag]:
    """Links to the units of a line of a task's table: one, or all that it unfolds into."""
    return list(row.select("th li a") or row.select("th a"))


def changes_of(plan: Plan, task: Mapping, measure: Mapping) -> list[Mapping]:
    """The documents that changed a measure, the oldest first."""
    named = (one for one in plan.ledger["changes"] if one["task"] == task["id"])
    found = [one for one in named if not one.get("measures") or measure.get("number") in one["measures"]]
    return sorted(found, key=lambda change: change["on"])


def as_changed(plan: Plan, task: Mapping) -> Mapping:
    """A task as the documents in the ledger left it; the issued one where there are none."""
    new = {"due_on": "due_on", "text": "text", "recurrence": "recurrence", "new_units": "units"}
    changed = [
        measure | {new[key]: change[key] for change in changes_of(plan, task, measure) for key in new if key in change}
        for measure in task["measures"]
    ]
    return task | {"measures": changed}


def due_measures(plan: Plan) -> list[tuple[Mapping, Mapping]]:
    """(task, measure) of all that has a stated date, as the documents in the ledger left it, by date and in the order of the document."""
    found = [(task, one) for task in (as_changed(plan, one) for one in in_order(plan.tasks)) for one in task["measures"] if "due_on" in one]
    return sorted(found, key=lambda one: one[1]["due_on"])


def put_in_charge(plan: Plan, task: Mapping) -> list[str]:
    """The units to which the documents in the ledger gave measures of a task; of each measure, the last."""
    last = (found[-1] for measure in task["measures"] if (found := [one for one in changes_of(plan, task, measure) if "new_units" in one]))
    return list(dict.fromkeys(slug for change in last for slug in change["new_units"]))


def to_be_asked(plan: Plan, task: Mapping, day: str) -> list[str]:
    """The leads of a task, or whom a document put in charge of all of it; for a unit that is no more, the one that took it over."""
    is_all_given = all(any("new_units" in one for one in changes_of(plan, task, measure)) for measure in task["measures"])
    issued = [] if is_all_given else task.get("lead_units") or task["responsible_units"]
    return list(dict.fromkeys(_successor_on(plan, slug, day) for slug in [*issued, *put_in_charge(plan, task)]))


def _successor_on(plan: Plan, slug: str, day: str) -> str:
    unit = place_of(plan).units[slug]
    return _successor_on(plan, unit["successors"][0], day) if "successors" in unit and unit.get("valid_to", day) < day else slug


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
    moves = _read(folder / "moved.yaml")["moved"] if (folder / "moved.yaml").is_file() else []
    moved = {f"{folder.name}/{move['from']}": move for move in moves}
    return Place(folder.name, _read(folder / "jurisdiction.yaml"), units, columns, [_plan(year) for year in years], moved)


def _columns(found: list[Mapping], parent: Column | None) -> Iterator[Column]:
    for one in found:
        column = Column(one["slug"], one["name"], parent, one.get("url"))
        yield column
        yield from _columns(one.get("columns", []), column)


def _plan(folder: Path) -> Plan:
    tasks = [task for file in sorted((folder / "tasks").glob("*.yaml")) for task in _read(file)["tasks"]]
    ledger: dict[str, list[Mapping]] = {kind: [] for kind in _ENTRIES}
    for file in sorted((folder / "ledger").glob("*.yaml")):
        written = _read(file)
        for kind, entries in ledger.items():
            # An entry that names no unit is of the one that names the file. Searches move nothing and are not among them.
            entries += [{"units": [file.stem]} | entry for entry in written.get(kind, []) if entry["on"] <= AS_OF]
    return Plan(folder.parent.name, folder.name, _read(folder / "plan.yaml"), tasks, ledger)


every_plan = pytest.mark.parametrize("plan", all_plans(), ids=lambda plan: plan.name)
every_place = pytest.mark.parametrize("place", all_places(), ids=lambda place: place.slug)
