"""The made-up county shows every rule once, is marked as made up on all its pages, and is nowhere among the real plans."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from gongkai.judging.judgement import assess
from helpers.builders import DataFolder
from helpers.documents import BADGE_WORDS, Mapping, Place, Plan, owing_measure, places, plans
from helpers.indexed import written_of
from helpers.open_data import CELL_KEYS, MEASURE_KEYS, PLAN_KEYS, TASK_KEYS
from helpers.sites import PREFIX, PublishedSite, Site

COUNTY = "shilixian"
NAME = "示例县"
PLAN = f"{COUNTY}/2026/index.html"
BANNER = "示例：这一页的内容是编写的，不是真实的文件和证据。"
DUTY_KINDS = {"一次性公开", "按次数完成", "定期公开", "持续公开", "情形出现后限时办理", "内部工作要求"}

every_real_place = pytest.mark.parametrize("place", places(), ids=lambda place: place.slug)
every_real_plan = pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.name)
every_kind_of_page = pytest.mark.parametrize(
    "kind", ["jurisdiction", "plan", "section", "task", "units", "unit", "paths", "path", "changes"]
)


def task_page(site: Site, task: str, year: int = 2026) -> BeautifulSoup:
    return site.pages[f"{COUNTY}/{year}/tasks/{task}.html"]


def text(tag: Tag) -> str:
    """The words of a part of a page, without any blanks."""
    return re.sub(r"\s", "", tag.get_text())


def table(page: BeautifulSoup, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, below its head."""
    found = next(one for one in page.find_all("table") if one.caption and text(one.caption) == caption)
    return [[text(cell) for cell in row.find_all(["th", "td"])] for row in found.find_all("tr") if row.parent.name != "thead"]


def badges(page: BeautifulSoup) -> set[str]:
    return {tag["data-badge"] for tag in page.find_all(attrs={"data-badge": True})}


def links(address: str, references: Iterable[str]) -> Iterator[str]:
    """The addresses from the site root of whatever a page refers to inside the site."""
    for parts in map(urlsplit, references):
        if not parts.scheme and not parts.netloc and parts.path:
            # From the root of the host only the page for wrong addresses may link.
            path = parts.path.removeprefix(f"{PREFIX}/") if address == "404.html" else parts.path
            yield posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(path)))


# --- what it shows ------------------------------------------------------------------------------


@pytest.mark.sweep
def test_every_badge_is_seen_with_its_word(site: Site) -> None:
    pages = [page for address, page in site.pages.items() if address.startswith(f"{COUNTY}/2026/tasks/")]
    seen = {(tag["data-badge"], text(tag)) for page in pages for tag in page.find_all(attrs={"data-badge": True})}

    assert seen == set(BADGE_WORDS.items())


def test_every_kind_of_duty_is_seen(site: Site) -> None:
    pages = [page for address, page in site.pages.items() if address.startswith(f"{COUNTY}/2026/tasks/")]
    terms = [term for page in pages for term in page.find_all("dt") if text(term) == "类型"]

    assert {text(term.find_next_sibling("dd")) for term in terms} == DUTY_KINDS


def test_periods_of_a_quarterly_duty_stand_beside_its_badge(site: Site) -> None:
    assert table(task_page(site, "1.1.2"), "各期的情况") == [
        ["第1季度", "已公开（按期）"],
        ["第2季度", "已公开（逾期3天）"],
        ["第3季度", "到期待核查（0/1）"],
        ["第4季度", "未到期（0/1）"],
    ]


def test_periods_of_a_monthly_duty_stand_beside_its_badge(site: Site) -> None:
    assert table(task_page(site, "1.2.3"), "各期的情况") == [
        ["4月", "已公开（按期）"],
        ["5月", "已公开（逾期3天）"],
        ["6月", "逾期未见公开（0/1）"],
        ["7月", "已公开（按期）"],
        ["8月", "已公开（按期）"],
        ["9月", "已公开（按期）"],
        ["10月", "已公开（按期）"],
        ["11月", "未到期（0/1）"],
        ["12月", "未到期（0/1）"],
    ]


def test_periods_of_half_a_year_stand_beside_the_badge(site: Site) -> None:
    assert table(task_page(site, "3.2.1"), "各期的情况") == [["上半年", "到期待核查（1/2）"], ["下半年", "未到期（1/2）"]]


def test_periods_of_several_units_stand_unit_by_unit(site: Site) -> None:
    assert table(task_page(site, "3.1.3"), "各单位各期的情况") == [
        ["甲镇", "已公开（按期）", "未到期（0/1）"],
        ["乙镇", "到期待核查（0/1）", "未到期（0/1）"],
        ["丙镇", "已公开（逾期15天）", "未到期（0/1）"],
    ]


def test_events_stand_beside_the_badge_of_a_triggered_duty(site: Site) -> None:
    """The first limit runs over National Day and ends on a Saturday that is worked."""
    assert table(task_page(site, "2.1.3"), "各期的情况") == [["2026-09-28", "已公开（按期）"], ["2026-10-20", "已公开（逾期2天）"]]


def test_moved_deadline_shows_the_old_one_struck_out(site: Site) -> None:
    notice = task_page(site, "1.3.2").find(id="measure-2").find(class_="gk-notice")

    assert ([text(one) for one in notice.find_all("del")], [text(one) for one in notice.find_all("ins")]) == (
        ["2026年7月31日"],
        ["2026年10月31日"],
    )


def test_replaced_wording_shows_the_old_one_struck_out(site: Site) -> None:
    measure = task_page(site, "2.2.1").find(id="measure-1")

    assert (text(measure.find(class_="gk-official")), [text(one) for one in measure.find_all("del")]) == (
        "公开政策咨询电话和网上咨询入口，有变动及时更新。",
        ["公开政策咨询电话。"],
    )


def test_task_taken_up_by_another_leads_to_it(site: Site) -> None:
    address = f"{COUNTY}/2026/tasks/3.2.5.html"
    notice = site.pages[address].find("article").find(class_="gk-notice")

    assert f"{COUNTY}/2026/tasks/1.3.2.html" in links(address, (link["href"] for link in notice.select("a")))


def test_group_is_listed_member_by_member(site: Site) -> None:
    assert table(task_page(site, "3.1.1"), "承担这项任务的每个单位，每项举措的状态") == [
        ["各镇"],
        ["甲镇", "已公开（按期）"],
        ["乙镇", "到期待核查"],
        ["丙镇", "逾期未见公开"],
    ]


def test_roster_is_that_of_the_day_of_the_plan(site: Site) -> None:
    """The merged bureau of July is not in the roster of March; the two it was made of are."""
    shown = [row[0] for row in table(task_page(site, "1.1.1"), "承担这项任务的每个单位，每项举措的状态")]

    assert [name for name in shown if name in ("县文化局", "县旅游局", "县文化旅游局")] == ["县文化局", "县旅游局"]


def test_dead_link_keeps_the_badge_and_is_flagged(site: Site) -> None:
    page = task_page(site, "3.2.3")

    assert (text(page.find(class_="gk-standing").find(class_="gk-badge")), [text(flag) for flag in page.find_all(class_="gk-flag")]) == (
        "已公开（按期）",
        ["内容完整", "链接失效（2026年11月10日）"],
    )


def test_evidence_in_another_column_is_flagged(site: Site) -> None:
    flags = [text(flag) for flag in task_page(site, "1.2.2").find_all(class_="gk-flag")]

    assert flags.count("公开位置与文件不一致") == 2


def test_scorecard_of_the_worked_case_adds_up(site: Site) -> None:
    """Design §2: 20 cells = 9 neutral + 5 undated + 6 due; 3 on time, 1 late, 1 overdue, 1 unchecked."""
    card = site.pages[f"{COUNTY}/units/shangwuju.html"].find("section", attrs={"aria-labelledby": "year-2026"}).find(class_="gk-scorecard")

    assert [text(line) for line in card.find_all("p")] == [
        "状态是按文件原文、登记的证据和日期算出来的，没有查到只说本站还没有记录。下面按单位细分：一项举措由一个单位承担，算一份。",
        "全部20份＝不计9＋没有写日期5＋到期6。",
        "到期的6份里，至少4份已公开，至多5份。",
        "到期的里面：按期3，逾期公开1，日期不详0，部分公开0，逾期未见公开1，待核对0，还没有人核查1。有结论的5份，共6份。",
    ]


def test_page_of_the_worked_case_has_no_percentage(site: Site) -> None:
    assert re.findall("[%％]", site.pages[f"{COUNTY}/units/shangwuju.html"].main.get_text()) == []


def test_look_back_shows_what_last_year_left_open(site: Site) -> None:
    assert table(site.pages[PLAN], "上年没有完成的任务") == [
        [
            "1.1.2公开财政专项资金目录",
            "逾期未见公开",
            "1.1.3公开财政专项资金目录已公开（按期）",
        ],
        ["1.2.2公开各学校食堂管理办法", "到期待核查", "今年的要点没有写明接续"],
        [
            "2.1.2公开依申请公开常见问题解答",
            "逾期未见公开",
            "4.2.2公开依申请公开常见问题解答逾期未见公开",
        ],
    ]


@pytest.mark.parametrize(("unit", "tasks"), [("caizhengju", ["1.1.2"]), ("jiaoyuju", ["1.2.2"]), ("sifaju", ["2.1.2"])])
def test_unit_sees_its_own_part_of_the_look_back(site: Site, unit: str, tasks: list[str]) -> None:
    rows = table(site.pages[f"{COUNTY}/units/{unit}.html"], "上年没有完成的任务")

    assert [row[0][:5] for row in rows] == tasks


def test_unit_that_left_nothing_open_has_no_look_back(site: Site) -> None:
    assert "上年没有完成的任务" not in text(site.pages[f"{COUNTY}/units/shangwuju.html"])


def test_method_gives_a_live_example_of_every_badge(site: Site) -> None:
    """Each leads to a task of the county that bears the badge."""
    terms = site.pages["method.html"].find("dl", class_="gk-badges").find_all("dt")
    examples = {term.strong["data-badge"]: term.find_next_sibling("dd").a["href"] for term in terms}
    good = {badge: address for badge, address in examples.items() if address.startswith(f"{COUNTY}/2026/tasks/")}

    assert {badge for badge, address in good.items() if badge in badges(site.pages[address])} == set(BADGE_WORDS)


# --- that it is made up --------------------------------------------------------------------------


def has_banner(page: BeautifulSoup) -> bool:
    banner = page.find(class_="gk-notice--demonstration")
    return banner is not None and text(banner) == BANNER


@pytest.mark.sweep
def test_every_page_of_the_county_and_no_other_has_the_banner(site: Site) -> None:
    marked = {address for address, page in site.pages.items() if has_banner(page)}

    assert marked == {address for address in site.pages if address.startswith((f"{COUNTY}/", "components.html"))}


@every_kind_of_page
def test_page_of_every_kind_has_the_banner(site: Site, kind: str) -> None:
    pages = [page for address, page in site.pages.items() if address.startswith(f"{COUNTY}/") and page.body["data-page"] == kind]

    assert {has_banner(page) for page in pages} == {True}


def test_its_data_says_that_it_is_made_up(site: Site) -> None:
    years = {year: json.loads(site.read(f"{COUNTY}/{year}/plan.json"))["plan"]["demonstration"] for year in (2025, 2026)}

    assert years == {2025: True, 2026: True}


@every_real_plan
def test_data_of_a_real_plan_says_that_it_is_not(site: Site, plan: Plan) -> None:
    assert json.loads(site.read(plan.file("plan.json")))["plan"]["demonstration"] is False


# --- that it is not among the real plans ---------------------------------------------------------


@pytest.mark.parametrize("address", ["index.html", "search.html", "data.html", "changes.html", "404.html", "about.html"])
def test_lists_of_the_whole_site_leave_it_out(site: Site, address: str) -> None:
    content = site.read(address)

    assert [word for word in (COUNTY, NAME) if word in content] == []


def test_search_leaves_it_out(site: Site) -> None:
    files = {str(file): file.read_text(encoding="utf-8") for file in site.folder.glob("search/**/*.js")}

    assert (len(files) > 100, [name for name, content in files.items() for word in (COUNTY, NAME) if word in content]) == (True, [])


@pytest.mark.sweep
def test_only_help_and_method_lead_into_the_county(site: Site) -> None:
    outside = [address for address in site.pages if not address.startswith((f"{COUNTY}/", "components.html"))]
    leading = {address for address in outside if any(one.startswith(f"{COUNTY}/") for one in links(address, site.references[address]))}

    assert leading == {"help.html", "method.html"}


def test_no_header_names_it(site: Site) -> None:
    """Not even on its own pages."""
    navigations = {text(page.find("nav", class_="gk-nav")) for page in site.pages.values()}

    assert navigations == {"".join(["找单位", "政府信息公开", "状态说明", "使用帮助", *(place.record["short_name"] for place in places())])}


def test_home_page_counts_the_tasks_of_the_real_plans(site: Site) -> None:
    cards = [text(card) for card in site.pages["index.html"].find_all(class_="gk-card")]

    assert [int(re.search(r"(\d+)项任务", card)[1]) for card in cards] == [len(plan.tasks) for plan in plans()]


def test_data_page_lists_the_real_plans(site: Site) -> None:
    rows = site.pages["data.html"].find("table").tbody.find_all("tr")

    assert [int(row.td.string) for row in rows] == [len(plan.tasks) for plan in plans()]


def test_change_record_lists_the_places_of_real_plans(site: Site) -> None:
    rows = site.pages["changes.html"].find("table").tbody.find_all("tr")

    assert [row.th.a["href"] for row in rows] == list(dict.fromkeys(f"{plan.place}/changes/index.html" for plan in plans()))


def test_search_of_made_up_plans_alone_is_empty(tmp_path: Path) -> None:
    """And can be built, and asked."""
    made_up = assess(DataFolder(tmp_path).load(), date(2025, 11, 20))
    written = written_of(made_up)
    manifest = json.loads(written["m.js"].removeprefix('gongkaiPart("m",').removesuffix(");\n"))

    assert (set(manifest["kinds"]), manifest["shards"], {name for name in written if name.count("/") > 1}) == ({0}, "", set())


# --- that it is not published --------------------------------------------------------------------


def test_published_site_has_no_page_of_the_county(published: PublishedSite) -> None:
    assert [file for file in published.site.folder.rglob("*") if COUNTY in file.as_posix()] == []


def test_no_published_file_names_the_county(published: PublishedSite) -> None:
    """Neither by its name nor by its address."""
    files = [file for file in published.site.folder.rglob("*") if file.is_file()]
    content = {file.relative_to(published.site.folder).as_posix(): file.read_bytes() for file in files}

    assert [name for name, read in content.items() for word in (COUNTY, NAME) if word.encode() in read] == []


def test_no_published_page_has_the_banner(published: PublishedSite) -> None:
    assert [address for address, source in published.site.sources.items() if "gk-notice--demonstration" in source] == []


@pytest.mark.sweep
def test_no_published_page_has_a_dead_link(published: PublishedSite) -> None:
    site = published.site
    dead = [
        (address, one) for address in site.pages for one in links(address, site.references[address]) if not (site.folder / one).is_file()
    ]

    assert dead == []


def test_published_method_explains_every_badge_without_examples(published: PublishedSite) -> None:
    page = published.site.pages["method.html"]

    assert (badges(page), "例子（编写的）" in text(page)) == (set(BADGE_WORDS), False)


def test_published_site_has_all_pages_of_the_real_plans(site: Site, published: PublishedSite) -> None:
    assert set(published.site.pages) == {address for address in site.pages if not address.startswith((f"{COUNTY}/", "components.html"))}


# --- the real plans beside it --------------------------------------------------------------------


def test_there_are_five_real_plans_beside_it() -> None:
    assert len(plans()) == 5


def pages_of(site: Site, place: Place) -> Iterator[BeautifulSoup]:
    return (page for address, page in site.pages.items() if address.startswith(f"{place.slug}/"))


@pytest.mark.sweep
@every_real_place
def test_no_real_plan_is_said_to_be_overdue(site: Site, place: Place) -> None:
    """Nobody has looked yet, and red needs somebody who looked."""
    assert "overdue" not in {badge for page in pages_of(site, place) for badge in badges(page)}


@pytest.mark.sweep
@every_real_place
def test_every_real_place_has_duties_without_any_record(site: Site, place: Place) -> None:
    words = {text(tag) for page in pages_of(site, place) for tag in page.find_all(attrs={"data-badge": "no_record"})}

    assert words == {"本站暂无记录"}


RECORD_KEYS = {
    "sections": ["number", "title", "url", "subsections"],
    "units": ["slug", "name", "full_name", "aliases", "kind", "open", "members", "url"],
    "publication_paths": ["slug", "site", "columns", "url"],
    "tasks": TASK_KEYS,
}


def contents(site: Site, plan: Plan) -> Mapping:
    return json.loads(site.read(plan.file("plan.json")))


@every_real_plan
def test_plan_json_keeps_exactly_the_keys_of_the_contract(site: Site, plan: Plan) -> None:
    content = contents(site, plan)
    measures = [measure for task in content["tasks"] for measure in task["measures"]]
    expected = {
        "file": ["schema", "as_of", "rules_version", "plan", "sections", "units", "publication_paths", "tasks", "evidence"],
        "plan": PLAN_KEYS,
        **{kind: keys for kind, keys in RECORD_KEYS.items() if content[kind]},
        "subsections": ["number", "title"],
        "measures": MEASURE_KEYS,
        "cells": CELL_KEYS,
    }
    records = {
        "file": [content],
        "plan": [content["plan"]],
        **{kind: content[kind] for kind in RECORD_KEYS if content[kind]},
        "subsections": [one for section in content["sections"] for one in section["subsections"]],
        "measures": measures,
        "cells": [cell for measure in measures for cell in measure["cells"]],
    }

    assert {kind: {tuple(one) for one in every} for kind, every in records.items()} == {
        kind: {tuple(keys)} for kind, keys in expected.items()
    }


@every_real_plan
def test_plan_json_has_one_cell_per_unit_and_roster_member(site: Site, plan: Plan) -> None:
    cells = {
        (task["id"], measure["number"]): [cell["unit"] for cell in measure["cells"]]
        for task in contents(site, plan)["tasks"]
        for measure in task["measures"]
    }

    assert cells == {
        (task["id"], int(measure["number"]) if "number" in measure else None): list(owing_measure(plan, task, measure))
        for task in plan.tasks
        for measure in task["measures"]
    }
