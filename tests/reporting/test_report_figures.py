"""Reports say the same as the downloads and the pages of their plans and units, on the page and in the Word file, told by lines of their own."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator

import docx
import pytest
from bs4 import BeautifulSoup
from helpers.built_pages import leads_to
from helpers.documents import BADGE_WORDS, Plan, all_plans, every_plan, place_of
from helpers.sites import Site, each

ASIDE = {"changed", "waived", "not_triggered", "not_judged"}
NEUTRAL = {"not_judged", "waived", "not_triggered", "changed", "not_due"}


def shown(page: BeautifulSoup) -> list[tuple[str, str, bool]]:
    """Of the rows of a report: task, badge, whether it is 待核对."""
    rows = page.select(".gk-report tbody tr")
    badges = [row.select_one("[data-badge]") for row in rows]
    return [
        (row.th.get_text().split(" ")[0], badge["data-badge"], badge.has_attr("data-unopened"))
        for row, badge in zip(rows, badges, strict=True)
    ]


def tables(site: Site, address: str) -> list[list[list[str]]]:
    document = docx.Document(str(site.folder / address))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def counts(page: BeautifulSoup) -> dict[str, int]:
    """Of the line of figures under the first heading: by word, how many."""
    words = page.select_one(".gk-tally__words").get_text()
    return {
        word: int(number) for word, number in re.findall(r"([一-鿿]+) (\d+)(?=[，（。])", re.sub(r"（(?:都|\d+ 项)待核对）", "", words))
    }


def of_units() -> Iterator[tuple[Plan, str]]:
    for plan in all_plans():
        for slug, unit in place_of(plan).units.items():
            if unit["kind"] != "group":
                yield plan, slug


@every_plan
def test_every_task_stands_once_under_the_badge_of_plan_json(site: Site, plan: Plan) -> None:
    told = json.loads(site.read(plan.file("plan.json")))["tasks"]
    expected = [(task["id"], task["badge"], task["unopened"]) for task in told]
    assert sorted(shown(site.pages[plan.file("report.html")])) == sorted(expected)


@every_plan
def test_the_figures_are_those_of_tasks_csv_and_of_the_page_of_the_plan(site: Site, plan: Plan) -> None:
    rows = csv.DictReader(io.StringIO(site.read(plan.file("tasks.csv")).removeprefix("\ufeff")))
    words = {row["任务编号"]: row["任务状态"].removesuffix("，待核对") for row in rows}
    page = site.pages[plan.file("report.html")]
    assert counts(page) == Counter(words.values())
    assert page.select_one(".gk-tally").get_text() == site.pages[plan.address].select_one(".gk-tally").get_text()


@every_plan
def test_the_sums_of_shares_are_those_of_plan_json(site: Site, plan: Plan) -> None:
    """As many shares as there are cells, parted without a rest; those that have no day nor record among the parts."""
    told = json.loads(site.read(plan.file("plan.json")))
    cells = [cell["badge"] for task in told["tasks"] for measure in task["measures"] for cell in measure["cells"]]
    text = site.pages[plan.file("report.html")].select_one("[aria-labelledby=whole]").get_text()
    whole, neutral, undated, due = map(int, re.search(r"全部 (\d+) 份＝不计 (\d+) ＋ 没有写日期 (\d+) ＋ 到期 (\d+)", text).groups())
    assert (whole, neutral + undated + due) == (len(cells), len(cells))
    assert neutral >= sum(badge in NEUTRAL for badge in cells)
    if due:
        parts = re.search(r"到期的里面：(.*?)。", text)[1]
        assert sum(map(int, re.findall(r"\d+", parts))) == due


@every_plan
def test_the_word_file_has_the_tasks_and_figures_of_the_page(site: Site, plan: Plan) -> None:
    figures, *lists = tables(site, plan.file("report.docx"))
    page = site.pages[plan.file("report.html")]
    *each, (_, total, _) = figures[1:]
    assert {word: int(number) for word, number, _ in each} == counts(page)
    assert int(total) == sum(counts(page).values()) == len(plan.tasks)
    assert [row[0].split(" ")[0] for table in lists for row in table[1:]] == [task for task, _, _ in shown(page)]
    assert [row[2].partition("（")[0].partition("，")[0] for table in lists for row in table[1:]] == [
        BADGE_WORDS[badge] for _, badge, _ in shown(page)
    ]


@pytest.mark.sweep
@pytest.mark.parametrize("plan", each(all_plans(), all_plans()[0]), ids=lambda plan: plan.name)
def test_a_units_report_has_its_own_shares(site: Site, plan: Plan) -> None:
    """The tasks that its page lists for the year, each with its own badge, on the page and in the Word file; a unit without any has none."""
    for slug in (slug for of, slug in of_units() if of is plan):
        report, page = plan.file(f"reports/{slug}.html"), site.pages[f"{plan.place}/units/{slug}.html"]
        year = page.select_one(f"section[aria-labelledby=year-{plan.year}]")
        if year is None:
            assert report not in site.pages or shown(site.pages[report]) == []
            continue
        listed = {
            (
                leads_to(f"{plan.place}/units/{slug}.html", row.a).rpartition("/")[2].removesuffix(".html"),
                row.select_one("[data-badge]")["data-badge"],
            )
            for row in year.select("[data-group] [data-entry]")
        }
        assert {(task, badge) for task, badge, _ in shown(site.pages[report])} == listed, report
        figures, *lists = tables(site, report.replace(".html", ".docx"))
        assert int(figures[-1][1]) == len(listed) == sum(len(table) - 1 for table in lists), report
        assert figures[-1][1] in re.search(r"共 \d+ 项", site.pages[report].select_one(".gk-tally__words").get_text())[0]


@every_plan
def test_the_pages_of_plan_and_unit_lead_to_reports_and_ledger(site: Site, plan: Plan) -> None:
    links = {leads_to(plan.address, link): link.get_text() for link in site.pages[plan.address].select("#document ~ * a, a")}
    named = {name: links.get(plan.file(name)) for name in ("report.docx", "ledger.xlsx")}
    assert named == {"report.docx": "要点落实情况（Word 文件）", "ledger.xlsx": "台账（Excel）"}
    assert plan.file("report.html") in links


@every_plan
def test_what_the_portal_does_not_know_is_left_to_fill_in_and_nobody_is_blamed(site: Site, plan: Plan) -> None:
    page = site.pages[plan.file("report.html")]
    open_ones = [
        task
        for task, badge, _ in shown(page)
        if badge in {"no_record", "unchecked", "stale", "overdue", "under_way", "not_due", "not_triggered"}
    ]
    blanks = [row.th.get_text().split(" ")[0] for row in page.select(".gk-report tbody tr") if "〔由填报人补充〕" in row.get_text()]
    main = page.select_one("main").get_text()
    assert blanks == open_ones
    assert [word for word in ("未落实", "未公开", "不作为", "未完成", "拖延") if word in main.replace("不作为公开的证明", "")] == []


def test_no_page_of_a_report_is_heavy(site: Site) -> None:
    heavy = {address: len(text.encode()) for address, text in site.sources.items() if "/report" in address and len(text.encode()) > 200_000}
    assert heavy == {}
