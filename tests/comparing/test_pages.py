"""The pages of comparison say what the plans' downloads say."""

import csv
import io
import json

import pytest
import yaml
from gongkai.comparing.differences import differences
from helpers.built_pages import leads_to
from helpers.compared import PLANS, together
from helpers.documents import DATA

# Those with the outline of the fourteenth plan besides 铜梁, in the order of places.
OTHERS = (("垫江", "dianjiang"), ("莱芜", "laiwu"), ("从化", "conghua"))


@pytest.fixture(scope="module")
def expected(site):
    """By duty and plan, the badge that the plan's download gives, for the tasks and measures that name the duty in its files."""
    cells = {}
    for plan in PLANS:
        exported = {task["id"]: task for task in json.loads(site.read(f"{plan}/plan.json"))["tasks"]}
        files = sorted((DATA / plan / "tasks").glob("*.yaml"))
        for task in (task for file in files for task in yaml.safe_load(file.read_text(encoding="utf-8"))["tasks"]):
            of_measures = zip(task["measures"], exported[task["id"]]["measures"], strict=True)
            for measure, judged in of_measures:
                for slug in (*task.get("duties", ()), *measure.get("duties", ())):
                    cells.setdefault((slug, plan.replace("/", "-")), []).extend(cell["badge"] for cell in judged["cells"])
    return {key: together(badges) for key, badges in cells.items()}


def test_every_state_is_the_one_of_the_plans_downloads(site, expected):
    shown = {}
    for slug in {slug for slug, _ in expected}:
        for section in site.pages[f"compare/{slug}.html"].select("section:has(> .gk-standing)"):
            shown[slug, section.h2["id"]] = section.select_one(".gk-standing [data-badge]")["data-badge"]

    assert shown == expected


def test_the_table_the_spreadsheet_and_the_data_say_the_same(site, expected):
    page = site.pages["compare/index.html"]
    columns = [head["data-unit"] for head in page.select("thead [data-unit]")]
    table = {}
    for row in page.select("tbody tr"):
        for column, cell in zip(columns, row.select("td"), strict=True):
            if badge := cell.select_one("[data-badge]"):
                table[row["data-entry"].removeprefix("compare/").removesuffix(".html"), column] = badge["data-badge"]
    told = json.loads(site.read("compare/index.json"))
    rows = list(csv.reader(io.StringIO(site.read("compare/index.csv").removeprefix("\ufeff"))))

    assert table == expected
    assert {(duty["id"], plan): badge for duty in told["duties"] for plan, badge in duty["badges"].items()} == expected
    assert sum(bool(cell) for row in rows[1:] for cell in row[3:]) == len(expected)


def test_from_a_task_the_same_duty_of_every_other_place_is_one_click_away(site):
    address = "tongliang/2021/tasks/1.1.1.html"
    told = site.pages[address].select_one("[aria-labelledby=elsewhere]")
    lines = {line.a.get_text(): [(link.get_text(), leads_to(address, link)) for link in line.select("a")[1:]] for line in told.select("li")}
    compared = "compare/guihua-gangyao.html"

    assert lines["公开“十四五”规划纲要"] == [(name, f"{compared}#{slug}-2021") for name, slug in OTHERS]
    assert {f"{slug}-2021" for _, slug in OTHERS} <= {
        section.h2["id"] for section in site.pages[compared].select("section:has(> .gk-standing)")
    }
    assert "未核对" in told.get_text()


def test_of_a_place_with_another_year_the_year_is_told(site):
    """The duty stands in plans of 2020 and 2021."""
    address = "conghua/2021/tasks/3.2.2.html"
    names = [link.get_text() for link in site.pages[address].select("[aria-labelledby=elsewhere] a")]

    assert "江津2020年" in names


def test_a_task_that_stands_alone_says_so_with_the_reason(site):
    told = site.pages["laiwu/2021/tasks/1.1.1.html"].select_one("#elsewhere").get_text()

    assert "别的地方没有同样的任务" in told
    assert "莱芜自己的十大竞赛活动和城市建设成果。" in told
    assert "还没有人核对" in told


def test_what_is_made_up_is_compared_with_nothing(site):
    assert "shilixian" not in site.read("compare/index.html").partition("<main")[2]


def test_a_clause_that_nobody_else_has_is_told_and_one_that_most_have():
    usual = "公开年度预算。公开部门决算报表。"
    of_first, of_second, _ = differences((usual, "公开年度预算。", f"{usual}每月公布专项债券余额明细。"))

    assert (of_first.added, of_first.left_out) == ((), ())
    assert (of_second.added, of_second.left_out) == ((), ("公开部门决算报表",))
    assert differences((usual, usual, f"{usual}每月公布专项债券余额明细。"))[2].added == ("每月公布专项债券余额明细",)


def test_one_wording_differs_from_nothing():
    assert [it.added for it in differences(("公开年度预算。",))] == [()]


def test_what_others_have_a_quarter_of_is_not_told_as_if_nobody_had_it():
    """Of eight pairs each of three others has two: two eighths; thirds added up as fractions come to less or not, as the version of Python has it."""
    assert differences(("甲乙丙丁戊己庚辛壬", "甲乙丙子丑寅卯", "丙丁戊子丑寅卯", "戊己庚子丑寅卯"))[0].added == ()
    assert differences(("甲乙丙丁戊己庚辛壬", "甲乙丙子丑寅卯", "丙丁戊子丑寅卯", "戊己未子丑寅卯"))[0].added == ("甲乙丙丁戊己庚辛壬",)
