"""要做的事: what there is to do of every plan, each line with the way to the form that does it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.desk.web.chores import KINDS, of_plan
from gongkai.judging.judgement import assess
from gongkai.records import loading
from helpers.builders import MORE_TASKS, DataFolder
from helpers.clerks import AS_OF, copied
from helpers.desk_server import Counter, kept, soup
from helpers.documents import DATA
from werkzeug.test import TestResponse

OPEN, CONCLUDED = "shilixian", "tongliang"


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    counter = Counter.of(tmp_path_factory.mktemp("desk"), OPEN, CONCLUDED)
    before = counter.files
    yield counter
    assert counter.files == before


def opened(counter: Counter, link: str) -> TestResponse:
    """Where a link of a page of a place leads to, past any redirect."""
    return counter.get(re.sub(r"^(\.\./)+", "/", link), follow_redirects=True)


def lines(page: BeautifulSoup, kind: str) -> list[str]:
    """The lines of a kind, each with the unit that it stands at."""
    found = [(section.h3.get_text().partition("（")[0], line) for section in page.select(".gk-desk__unit") for line in section.select("li")]
    return [f"{unit} {' '.join(line.get_text(' ', strip=True).split())}" for unit, line in found if line.strong.get_text() == KINDS[kind]]


def cells(counter: Counter, place: str, badge: str, *, concluded: bool) -> set[tuple[str, str]]:
    """(task, unit) of the cells with a badge."""
    plans = [plan for plan in counter.office.judged(place) if plan.is_concluded == concluded]
    return {
        (task.task.id, cell.unit.name) for plan in plans for task in plan.tasks for cell in task.cells if cell.verdict.badge.id == badge
    }


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("place", "kind", "concluded"),
    [(OPEN, "unchecked", False), (OPEN, "stale", False), (CONCLUDED, "unchecked", True), (OPEN, "unchecked", True)],
)
def test_every_cell_that_asks_for_a_look_stands_at_its_unit(counter: Counter, place: str, kind: str, concluded: bool) -> None:
    section = soup(counter.get(f"/desk/{place}/index.html")).select_one("details" if concluded else "section[aria-labelledby=units]")
    listed = {(line.split()[4], line.split()[0]) for line in lines(section, kind)}

    assert listed == cells(counter, place, kind, concluded=concluded) != set()


def test_counts_stand_first_and_are_those_of_the_lines(counter: Counter) -> None:
    page = soup(counter.get(f"/desk/{OPEN}/index.html"))
    counts = {line.get_text().rsplit(" ", 1)[0]: int(line.strong.get_text()) for line in page.select_one(".gk-desk__counts").select("li")}
    listed = page.select_one("section[aria-labelledby=units]")

    assert counts == {words: len(lines(listed, kind)) for kind, words in KINDS.items() if lines(listed, kind)}
    assert page.main.find(["ul", "section"])["class"] == ["gk-desk__counts"]


@pytest.mark.sweep
def test_every_line_leads_to_a_page(counter: Counter) -> None:
    for place in (OPEN, CONCLUDED):
        links = {link["href"] for link in soup(counter.get(f"/desk/{place}/index.html")).select("main a") if "/desk/" in link["href"]}
        assert {link for link in links if opened(counter, link).status_code != 200} == set() != links


def test_form_that_a_line_leads_to_has_its_unit_and_measure_chosen(counter: Counter) -> None:
    page = soup(counter.get(f"/desk/{CONCLUDED}/index.html"))
    link = next(link["href"] for link in page.select("main a") if "measures=" in link["href"])
    form = soup(opened(counter, link))
    chosen = {box["name"]: box["value"] for box in form.select("main [checked]") if box["name"] in ("measures", "units")}

    assert {f"{key}={value}" for key, value in chosen.items()} == {it for it in link.split("&") if it.startswith(("measures", "units"))}


def test_unopened_page_leads_to_its_own_confirmation(counter: Counter) -> None:
    page = soup(counter.get(f"/desk/{OPEN}/index.html"))
    link = next(link for link in page.select("main a") if link.get_text().startswith("我已打开核对"))
    title = re.search("《(.*)》", link.find_parent("li").get_text())[1]

    assert title in soup(opened(counter, link["href"])).select_one("main").get_text()


def test_warning_on_an_entry_leads_to_its_correction(counter: Counter) -> None:
    page = soup(counter.get(f"/desk/{CONCLUDED}/index.html"))
    links = {link["href"]: link.find_parent("li").get_text() for link in page.select("main a") if link.get_text().startswith("改正这一条")}

    assert links
    for link, words in links.items():
        form = soup(opened(counter, link))
        assert words.strip().partition("  ")[0].partition(":")[0] in form.select_one("main").get_text()


def test_what_falls_due_in_thirty_days_is_told_and_nothing_else() -> None:
    """On a day of the year of the plan, from the dates that stand in its tasks."""
    whole = loading.joined(common := loading.look_at_common(DATA), [loading.look_at(DATA / CONCLUDED, common)]).portal
    days = sorted(
        {it.due_on for place in whole.jurisdictions for plan in place.plans for task in plan.tasks for it in task.measures if it.due_on}
    )
    for day in (days[0], days[0] - timedelta(days=30), days[0] - timedelta(days=31), days[-1] + timedelta(days=1), date(2021, 6, 1)):
        (plan,) = assess(whole, day).plans
        owed = {
            (task.task.id, cell.unit.slug)
            for task in plan.tasks
            for it in task.measures
            for cell in it.cells
            if it.measure.due_on and 0 <= (it.measure.due_on - day).days <= 30 and cell.verdict.badge.family != "done"
        }
        told = {(thing.line.action.address.split("/")[3], thing.unit) for thing in of_plan(plan) if thing.kind == "due"}
        assert told == owed, day


SLOTS = """\
  - id: 2.1.3
    lead_units: [chengguan]
    measures:
      - text: 每季度公开一次。
        kind: periodic
        recurrence: {times: 1, per: quarter}
"""
QUARTER = """\
evidence:
  - {task: 2.1.3, on: 2025-08-01, title: 第三季度, url: "https://www.example.org/3.html", published_on: 2025-08-01, opened: {by: 测试, on: 2025-08-01}}
events:
  - {task: 2.1.2, on: 2025-09-22, happened_on: 2025-09-22, text: 收到咨询}
"""
HOLIDAYS_OF_2025 = "years:\n  - {year: 2025, document: 测试, days_off: [2025-10-01]}\n"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2025, 6, 15), {"1.1.1 2025年6月30日到期", "2.1.3 第 2 季度这一期，2025年6月30日到期"}),
        (date(2025, 9, 15), set()),
        (date(2025, 9, 23), {"2.1.2 2025年9月22日出现的情形，2025年9月29日到期"}),
        (date(2025, 9, 30), set()),
        (date(2025, 12, 1), {"2.1.1 2025年12月31日到期", "2.1.3 第 4 季度这一期，2025年12月31日到期"}),
    ],
)
def test_ends_of_periods_and_limits_of_events_fall_due_like_stated_days(tmp_path: Path, day: date, told: set[str]) -> None:
    """The end of a quarter with a page, of one without, of a count, and five working days after a Monday."""
    data = DataFolder(tmp_path)
    data.append(MORE_TASKS, SLOTS)
    data.write("holidays.yaml", HOLIDAYS_OF_2025)
    data.write("shili/2025/ledger/chengguan.yaml", QUARTER)
    (plan,) = assess(data.load(), day).plans

    due = {thing.line for thing in of_plan(plan) if thing.kind == "due"}
    assert {f"{line.name.split()[2]} {line.words.rpartition('，')[0]}" for line in due} == told


def test_nothing_but_what_stays_to_be_settled_is_asked_of_a_concluded_plan(counter: Counter) -> None:
    plans = [plan for slug in counter.office.kept.places for plan in counter.office.judged(slug)]
    kinds = {
        is_concluded: {thing.kind for plan in plans if plan.is_concluded == is_concluded for thing in of_plan(plan)}
        for is_concluded in (True, False)
    }

    assert kinds[True] == {"unchecked", "unopened", "doubts", "related"}
    assert kinds[False] - kinds[True] == {"due", "stale", "notes"}


def test_places_are_listed_with_their_counts_and_lead_to_their_pages(counter: Counter) -> None:
    page = soup(counter.get("/desk/index.html"))
    links = [link["href"] for link in page.select("main h2 a")]

    assert [link.partition("desk/")[2] for link in links] == [f"{CONCLUDED}/index.html", f"{OPEN}/index.html"]
    assert all(opened(counter, link).status_code == 200 for link in links)


@pytest.mark.sweep
def test_place_that_the_site_does_without_is_there_with_its_faults(tmp_path: Path) -> None:
    counter = Counter.of(tmp_path, CONCLUDED)
    units = counter.data / CONCLUDED / "units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("name:", "naem:", 1), encoding="utf-8")
    office = counter.office
    office.show(kept(counter.data), office.settings)

    assert "数据错误" in counter.get("/desk/index.html").text
    assert f"data/{CONCLUDED}/units.yaml:" in counter.get(f"/desk/{CONCLUDED}/index.html").text


@pytest.mark.sweep
@pytest.mark.parametrize("is_begun_with_it", [False, True])
def test_faults_of_a_place_have_their_forms_whether_the_site_knew_it_before_or_not(tmp_path: Path, *, is_begun_with_it: bool) -> None:
    """A day in an entry, a field of the register: each line leads to its form, and the place has its name."""
    counter = Counter.of(tmp_path, CONCLUDED)
    ledger, units = counter.data / CONCLUDED / "2021/ledger/fagaiwei.yaml", counter.data / CONCLUDED / "units.yaml"
    ledger.write_text(re.sub(r"on: 2\S+", "on: 昨天", ledger.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    units.write_text(units.read_text(encoding="utf-8").replace("kind: department", "kind: bumen", 1), encoding="utf-8")
    if is_begun_with_it:
        counter.office.show(kept(counter.data), counter.office.settings)

    page = soup(counter.get(f"/desk/{CONCLUDED}/index.html"))
    told = {line.a["href"]: line.get_text() for line in page.select("[aria-labelledby=problems] li") if line.a}
    forms = {link: opened(counter, link) for link in told}

    assert [words for words in ("昨天", "bumen") if not any(words in text for text in told.values())] == []
    assert [link for link, form in forms.items() if form.status_code != 200] == []
    assert "铜梁区" in page.h1.get_text()
    assert "铜梁区" in soup(counter.get("/desk/index.html")).select_one("main h2").get_text()


@pytest.mark.sweep
def test_place_whose_own_record_has_a_fault_is_called_by_its_name(tmp_path: Path) -> None:
    counter = Counter.of(tmp_path, CONCLUDED)
    file = counter.data / CONCLUDED / "jurisdiction.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("order: ", "order: 第一 # ", 1), encoding="utf-8")
    counter.office.show(kept(counter.data), counter.office.settings)

    assert "铜梁区" in soup(counter.get("/desk/index.html")).select_one("main h2").get_text()


def test_place_whose_folder_has_gone_is_not_listed_any_more(tmp_path: Path) -> None:
    counter = Counter.of(tmp_path, OPEN, CONCLUDED)
    assert f"desk/{OPEN}/index.html" in counter.get("/desk/index.html").text
    shutil.rmtree(counter.data / OPEN)

    page = counter.get("/desk/index.html").text
    assert (f"desk/{OPEN}/index.html" in page, f"desk/{CONCLUDED}/index.html" in page) == (False, True)
    assert counter.get(f"/desk/{OPEN}/index.html").status_code == 404


def test_day_that_was_of_the_future_when_the_site_was_made_leads_to_no_form(tmp_path: Path) -> None:
    """The site was made on the day before; a day that is of the future still has its form."""
    data = copied(tmp_path, CONCLUDED).root
    for day, name in ((AS_OF + timedelta(1), "01"), (date(2099, 1, 1), "02")):
        file = next(data.glob(f"{CONCLUDED}/2021/tasks/{name}-*.yaml"))
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(related: {by: \w+, on: )[\d-]+", rf"\g<1>{day}", text, count=1), encoding="utf-8")
    counter = Counter.over(data)
    told = soup(counter.get(f"/desk/{CONCLUDED}/index.html")).select("section[aria-labelledby=problems] li")
    links = [opened(counter, line.a["href"]).status_code if line.a else None for line in told if "是将来的日期" in line.get_text()]

    assert links == [None, 200]


def test_problems_of_files_of_all_places_are_told_with_the_line_to_open(tmp_path: Path) -> None:
    counter = Counter.of(tmp_path, CONCLUDED)
    assert not soup(counter.get("/desk/index.html")).select_one("#common")
    for name, field in (("duties.yaml", "title"), ("holidays.yaml", "year"), ("words/bodies.yaml", "words")):
        file = counter.data / name
        file.parent.mkdir(exist_ok=True)
        held = file.read_text(encoding="utf-8") if file.exists() else f"{field}: 1\n"
        file.write_text(held.replace(f"{field}:", f"x{field}:", 1), encoding="utf-8")

    told = [line.get_text() for line in soup(counter.get("/desk/index.html")).select("[aria-labelledby=common] li")]

    for name in ("duties.yaml", "holidays.yaml", "words/bodies.yaml"):
        assert [line for line in told if re.match(rf"data/{name}:(\d+) .*请打开 data/{name}，看第 \1 行。$", line)], (name, told)


def test_data_of_another_format_is_told(tmp_path: Path) -> None:
    counter = Counter.of(tmp_path, CONCLUDED)
    (counter.data / "format.yaml").write_text("format: 99\n", encoding="utf-8")

    assert "data/format.yaml:" in counter.get("/desk/index.html").text
