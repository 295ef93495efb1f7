"""Work grows with what there is to be done: twice the tasks, plans, places, entries, units, columns or mistakes cost at most twice as much."""

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date

import pytest
import yaml
from gongkai.judging.doubts import sense
from gongkai.pages.addresses import Site
from gongkai.pages.place_pages import elsewhere_of
from gongkai.publishing.places import groups
from gongkai.records import loading
from gongkai.search.findable import findable_of
from helpers.documents import ROOT
from helpers.sites import each

PACKAGE = str(ROOT / "plugins/gongkai")
AS_OF = date(2026, 11, 20)
SITE = Site("公开", "https://www.example.org/", is_published=False)
# A list of a few that nobody goes through twice, and sums of sums.
SLACK = 1.15
FEW = 30


@dataclass(frozen=True)
class County:
    """How much there is in a data folder that does not speak of anything real."""

    places: int = 1
    plans: int = 1
    tasks: int = 6
    entries: int = 2
    units: int = 4
    columns: int = 4
    wrong: int = 0
    tabs: int = 0

    def write(self, root):
        _put(root / "format.yaml", {"format": "2"})
        for place in range(self.places):
            folder = root / f"shili-{place}"
            county = {"name": f"示例省示例第{place}县", "short_name": f"示例第{place}县", "portal_url": "https://www.example.org/"}
            _put(folder / "jurisdiction.yaml", county | {"order": str(place + 1)})
            _put(folder / "units.yaml", {"units": [*map(self._unit, range(self.units)), self._group]})
            _put(
                folder / "columns.yaml",
                {"sites": [{"slug": "wangzhan", "name": "网站", "columns": [*map(self._column, range(self.columns))]}]},
            )
            for year in range(2001, 2001 + self.plans):
                self._write_plan(folder / str(year), year)

    def _write_plan(self, folder, year):
        sections = [{"number": "1", "title": "第一部分", "subsections": [{"number": "1", "title": "第一方面"}]}]
        _put(
            folder / "plan.yaml",
            {"year": str(year), "title": f"{year}年要点", "source": "为测试编写。", "demonstration": "true", "sections": sections},
        )
        _put(folder / "tasks/01-shili.yaml", {"section": "1", "tasks": [self._task(number, year) for number in range(self.tasks)]})
        entries = [(number, act) for number in range(self.tasks) for act in range(self.entries)]
        for unit in range(self.units):
            of_unit = [entry for entry in entries if sum(entry) % self.units == unit]
            kinds = {
                "evidence": [self._evidence(number, act, unit) for number, act in of_unit],
                "notes": [self._entry(number, unit) | {"text": f"在办 {act}"} for number, act in of_unit],
                "searches": [
                    self._entry(number, unit) | {"column": self._slug(act), "searched": "live", "extent": f"第{act}页", "result": "nothing"}
                    for number, act in of_unit
                ],
            }
            if unit == 0:
                kinds["evidence"] += [self._evidence(5000 + number, number, unit) for number in range(self.wrong)]
            _put(folder / f"ledger/danwei-{unit}.yaml", {kind: held for kind, held in kinds.items() if held})
        if self.tabs:
            (folder / "ledger/ge-danwei.yaml").write_text("notes:\n" + "\t- task: 1.1.1\n\t  text: 在办\n" * self.tabs, encoding="utf-8")

    def _unit(self, number):
        return {"slug": f"danwei-{number}", "name": f"示例{self.units}之{number}局", "kind": "department"}

    @property
    def _group(self):
        members = [f"danwei-{number}" for number in range(self.units)]
        return {"slug": "ge-danwei", "name": "各单位", "kind": "group", "members": members, "members_complete": "true"}

    def _slug(self, number):
        return f"lanmu-{number % self.columns}"

    def _column(self, number):
        return {
            "slug": self._slug(number),
            "name": f"栏目{number}",
            "columns": [{"slug": f"{self._slug(number)}-xia", "name": f"下级{number}"}],
        }

    def _task(self, number, year):
        before = {"continues": f"1.1.{number + 1}"} if year > 2001 else {}
        measures = [
            {
                "text": f"公开第{number}项。",
                "kind": "one_off",
                "due_on": f"{year}-06-30",
                "publication_paths": [f"{self._slug(number)}-xia"],
            }
        ]
        return {"id": f"1.1.{number + 1}", "lead_units": ["danwei-0"], "responsible_units": ["ge-danwei"], "measures": measures, **before}

    def _entry(self, number, unit):
        return {"task": f"1.1.{number + 1}", "units": [f"danwei-{unit}"], "on": "2026-10-01", "by": "测试"}

    def _evidence(self, number, act, unit):
        address = {"title": f"第{number}项之{act}", "url": f"https://www.example.org/{number}/{act}.html", "published_on": "2026-09-01"}
        return self._entry(number, unit) | address | ({"found_in": self._slug(number)} if act % 2 else {})


def _put(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.dump(content, allow_unicode=True, sort_keys=False, Dumper=yaml.CSafeDumper), encoding="utf-8")


def make(root):
    """All that is made of a data folder but for drawing the pages."""
    reading = loading.look(root)
    list(sense.remarks(reading, AS_OF))
    elsewhere = elsewhere_of(place.carrying for place in reading.portal.jurisdictions)
    places = [groups.built(place, reading.portal, AS_OF, elsewhere) for place in reading.portal.jurisdictions]
    for file in (file for place in places for file in groups.files_of_place(place, SITE, AS_OF)):
        file.make()
    for place in places:
        findable_of(place.jurisdiction, place.plans, reading.portal, AS_OF)


def steps(root):
    """How many lines each of our functions goes through, that of a loop each time that it goes on."""
    counts = Counter()

    def count(frame, event, _):
        counts[frame.f_code] += 1
        return count

    before = sys.gettrace()
    sys.settrace(lambda frame, *_: count if frame.f_code.co_filename.startswith(PACKAGE) else None)
    try:
        make(root)
    finally:
        sys.settrace(before)
    return counts


GROWING = {
    "tasks in one plan": lambda much: County(tasks=6 * much),
    "plans of one place": lambda much: County(plans=2 * much, tasks=3, units=3),
    "places": lambda much: County(places=2 * much, tasks=2, units=3, columns=3),
    "entries of each task": lambda much: County(entries=4 * much, tasks=4),
    "units": lambda much: County(units=12 * much),
    "columns": lambda much: County(columns=6 * much),
    "entries of tasks that do not exist": lambda much: County(wrong=20 * much),
    "lines with tabs": lambda much: County(tabs=20 * much),
}


@pytest.fixture(scope="module", autouse=True)
def _what_is_made_once_for_all(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    County(wrong=1, tabs=1).write(folder)
    make(folder)
    County().write(folder)
    make(folder)


@pytest.mark.sweep
@pytest.mark.parametrize(
    "county",
    each(GROWING.values(), *(GROWING[name] for name in ("tasks in one plan", "entries of each task", "units", "lines with tabs"))),
    ids=GROWING,
)
def test_work_grows_no_faster_than_what_there_is(tmp_path, county):
    """From once to twice and from twice to four times as much: what is the same each time is in neither."""
    for much in (1, 2, 4):
        county(much).write(tmp_path / str(much))
        # What is found out about names is remembered, by whichever test it was asked first.
        make(tmp_path / str(much))
    once, twice, four_times = (steps(tmp_path / str(much)) for much in (1, 2, 4))
    faster = {
        f"{code.co_filename.removeprefix(PACKAGE)}:{code.co_firstlineno} {code.co_name}": (once[code], twice[code], four_times[code])
        for code in four_times
        if four_times[code] - twice[code] > 2 * SLACK * max(twice[code] - once[code], 0) + FEW
    }

    assert faster == {}
