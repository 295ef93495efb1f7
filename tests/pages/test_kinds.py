"""The fifteen kinds of article 20: what a clerk may write, and what the pages make of it; the disclosure platform beside them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.words.article_20 import KINDS
from helpers.builders import JURISDICTION, PLAN, TASKS, DataFolder
from helpers.built_pages import facts, is_outside, leads_to
from helpers.documents import ROOT, Mapping, Place, Plan, all_places, all_plans, every_place, every_plan, in_order, places, plans
from helpers.sites import Site, build

# 《政府信息公开条例》（国令第711号）第二十条, written out once more: whoever changes a word must change it here too.
ARTICLE_20 = """\
（一）行政法规、规章和规范性文件；
（二）机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名；
（三）国民经济和社会发展规划、专项规划、区域规划及相关政策；
（四）国民经济和社会发展统计信息；
（五）办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果；
（六）实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定；
（七）财政预算、决算信息；
（八）行政事业性收费项目及其依据、标准；
（九）政府集中采购项目的目录、标准及实施情况；
（十）重大建设项目的批准和实施情况；
（十一）扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况；
（十二）突发公共事件的应急预案、预警信息及应对情况；
（十三）环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况；
（十四）公务员招考的职位、名额、报考条件等事项以及录用结果；
（十五）法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息。
"""
ITEMS = dict(enumerate(re.findall("^(（.+?）)(.+)[；。]$", ARTICLE_20, flags=re.MULTILINE), start=1))
PLATFORM = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
FIELD = "条例第二十条的类别（article_20）"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


# --- what a clerk writes ------------------------------------------------------------------------


def written(folder: DataFolder, field: str) -> None:
    """Put a field into task 1.1.2, on line 25 of its file."""
    folder.replace(TASKS, "lead_units: [caizhengju]\n", f"lead_units: [caizhengju]\n    {field}\n")


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("article_20: [7]", (7,)),
        ("article_20: [15, 3]", (15, 3)),
        ("article_20:\n      - 1\n      - 2", (1, 2)),
        ("article_20: []", ()),
        ("article_20:", None),
        ("# nothing", None),
    ],
    ids=["one", "two", "one a line", "explicitly none", "left empty", "left out"],
)
def test_field_says_which_kinds_or_none_or_nothing_yet(folder: DataFolder, field: str, kinds: tuple[int, ...] | None) -> None:
    written(folder, field)
    ((plan,),) = (place.plans for place in folder.load().jurisdictions)
    assert {task.id: task.article_20 for task in plan.tasks}["1.1.2"] == kinds


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("article_20: [0]", f"25  {FIELD}：“0”太小。请填写不小于 1 的数。"),
        ("article_20: [3, 16]", f"25  {FIELD}：“16”太大。请填写不大于 15 的数。"),
        ("article_20:\n      - 3\n      - 16", f"27  {FIELD}：“16”太大。请填写不大于 15 的数。"),
        ("article_20: [7, 3, 7]", f"25  {FIELD}：“7”写了两次。请删掉其中一个。"),
        ("article_20: [规划]", f"25  {FIELD}：“规划”不是整数。请写成整数，用阿拉伯数字，如 3。"),
        ("article_20: 7", f"25  {FIELD}：这里应是列表。请写成 [甲, 乙]，或每项一行、以“- ”开头。"),
        ("article_2: [7]", "25  没有“article_2”这个字段。是不是想写“article_20”？"),
    ],
    ids=["below one", "above fifteen", "above fifteen on its own line", "twice", "a name", "no list", "misspelt"],
)
def test_fault_is_reported_with_its_line_and_remedy(folder: DataFolder, field: str, message: str) -> None:
    written(folder, field)
    assert folder.problems() == [f"data/{TASKS}:{message}"]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (
            "guide_url: 指南",
            "政府信息公开指南（guide_url）：“指南”不是以 http:// 或 https:// 开头的网址。请照浏览器地址栏写全，如 https://www.example.gov.cn/。",
        ),
        ("guide: https://www.example.org/", "没有“guide”这个字段。是不是想写“guide_url”？"),
    ],
    ids=["no address", "misspelt"],
)
def test_fault_in_an_address_of_the_platform_is_reported(folder: DataFolder, field: str, message: str) -> None:
    folder.append(JURISDICTION, f"disclosure:\n  {field}\n")
    assert folder.problems() == [f"data/{JURISDICTION}:7  {message}"]


def test_platform_left_empty_is_as_if_it_were_not_there(folder: DataFolder) -> None:
    folder.append(JURISDICTION, "disclosure:\n")
    (place,) = folder.load().jurisdictions
    assert set(place.record.disclosure.model_dump().values()) == {None}


def test_every_task_that_was_issued_is_classified() -> None:
    assert [(plan.name, task["id"]) for plan in plans() for task in plan.tasks if "article_20" not in task] == []


def test_the_clerks_guide_names_the_fifteen_kinds() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/fields.zh-CN.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(str(number), KINDS[number].name, wording) for number, (_, wording) in ITEMS.items()]


# --- the pages of the kinds ---------------------------------------------------------------------


def serving(place: Place, number: int) -> list[tuple[str, list[str]]]:
    """(page of the plan, pages of its tasks of a kind), the newest plan first."""
    found = [
        (plan.address, [plan.task_address(task["id"]) for task in in_order(plan.tasks) if str(number) in task.get("article_20", [])])
        for plan in place.plans
    ]
    return [(plan, tasks) for plan, tasks in found if tasks]


def pages_of(place: Place) -> dict[int, str]:
    """The page of every kind that has one."""
    return {number: f"{place.slug}/kinds/{number}.html" for number in ITEMS if serving(place, number)}


@every_place
def test_index_lists_the_fifteen_kinds_in_order_with_the_wording_of_the_regulations(site: Site, place: Place) -> None:
    entries = site.pages[f"{place.slug}/kinds/index.html"].select(".gk-kind")
    shown = [(entry.h2.get_text(), entry.select_one(".gk-kind__wording").get_text()) for entry in entries]
    assert shown == [(f"{number}{KINDS[item].name}", f"条例原文：{wording}") for item, (number, wording) in ITEMS.items()]


@every_place
def test_index_counts_the_tasks_of_a_kind_or_says_that_there_are_none(site: Site, place: Place) -> None:
    address = f"{place.slug}/kinds/index.html"
    kinds = [task.get("article_20") for plan in place.plans for task in plan.tasks]
    none = f"已归类的任务里没有，还有 {kinds.count(None)} 项没有归类" if None in kinds else "本站收录的要点没有点明这一类"
    shown = [
        ([leads_to(address, link) for link in entry.select("a")], entry.select_one(".gk-kind__count").get_text())
        for entry in site.pages[address].select(".gk-kind")
    ]
    assert shown == [
        ([pages_of(place)[number]], f"{sum(len(tasks) for _, tasks in serving(place, number))} 项任务")
        if number in pages_of(place)
        else ([], none)
        for number in ITEMS
    ]


@every_place
def test_index_counts_the_tasks_of_no_kind_and_those_that_nobody_classified(site: Site, place: Place) -> None:
    values = facts(site.pages[f"{place.slug}/kinds/index.html"].main)
    kinds = [task.get("article_20") for plan in place.plans for task in plan.tasks]
    counts = [sum(bool(one) for one in kinds), kinds.count([]), kinds.count(None), len(kinds)]
    assert {label: int(value.get_text().split()[0]) for label, value in values.items()} == dict(
        zip(["归入十五类", "不属于十五类", "还没有归类", "全部任务"], counts, strict=True)
    )


@every_place
def test_page_of_a_kind_lists_exactly_the_tasks_that_are_said_to_serve_it(site: Site, place: Place) -> None:
    shown = {
        number: [
            (leads_to(address, section.h2.a), [leads_to(address, link) for link in section.select(".gk-task__title a")])
            for section in site.pages[address].select("main section")
        ]
        for number, address in pages_of(place).items()
    }
    assert shown == {number: serving(place, number) for number in shown}


@every_place
def test_page_of_a_kind_quotes_the_regulations_and_says_who_classified(site: Site, place: Place) -> None:
    for number, address in pages_of(place).items():
        main = site.pages[address].main
        assert main.blockquote.get_text(strip=True) == ITEMS[number][1]
        assert "由本站按原文的措辞判断" in main.get_text()


@every_place
def test_page_of_a_kind_adds_up_its_badges(site: Site, place: Place) -> None:
    shown = {
        number: (
            int(re.search(r"共 (\d+) 项", page.select_one(".gk-tally").get_text())[1]),
            Counter(badge.get_text() for badge in page.select("li.gk-task [data-badge]")).total(),
        )
        for number, address in pages_of(place).items()
        if (page := site.pages[address])
    }
    assert shown == {number: (count, count) for number in shown if (count := sum(len(tasks) for _, tasks in serving(place, number)))}


@every_place
def test_pages_of_kinds_lead_to_the_kinds_before_and_after(site: Site, place: Place) -> None:
    shown = {
        address: [leads_to(address, link) for link in site.pages[address].select(".gk-neighbours a")]
        for address in pages_of(place).values()
    }
    in_row = list(pages_of(place).values())
    assert shown == {
        one: [*in_row[max(0, position - 1) : position], *in_row[position + 1 : position + 2]] for position, one in enumerate(in_row)
    }


@every_place
def test_jurisdiction_leads_to_its_kinds(site: Site, place: Place) -> None:
    address = f"{place.slug}/index.html"
    assert f"{place.slug}/kinds/index.html" in [leads_to(address, link) for link in site.pages[address].select("main h2 a")]


# --- task pages and exports ---------------------------------------------------------------------


def said_of(site: Site, plan: Plan, task: Mapping) -> tuple[list[str], str] | None:
    """(pages linked, words around them) in the fact of a task page that names its kinds."""
    address = plan.task_address(task["id"])
    fact = facts(site.pages[address].find("section", attrs={"aria-labelledby": "what"})).get("信息类别")
    if fact is None:
        return None
    linked = [leads_to(address, link) for link in fact.select("a")]
    return linked, fact.get_text()


def to_be_said(plan: Plan, task: Mapping) -> tuple[list[str], str] | None:
    if "article_20" not in task:
        return None
    if not task["article_20"]:
        return [f"{plan.place}/kinds/index.html"], "不属于条例第二十条列出的十五类（本站归类）"
    numbers = sorted(int(number) for number in task["article_20"])
    titles = "、".join(ITEMS[number][0] + KINDS[number].name for number in numbers)
    return [f"{plan.place}/kinds/{number}.html" for number in numbers], f"{titles}（本站按《政府信息公开条例》第二十条归类）"


@pytest.mark.sweep
@every_plan
def test_task_page_links_its_kinds_and_says_who_classified(site: Site, plan: Plan) -> None:
    """The pages of the kinds link back: they list these very tasks."""
    shown = {task["id"]: said_of(site, plan, task) for task in plan.tasks}
    assert shown == {task["id"]: to_be_said(plan, task) for task in plan.tasks}


def test_demonstration_has_a_task_of_each_sort() -> None:
    tasks = [task for plan in all_plans() if plan.is_demonstration for task in plan.tasks]
    assert {"left out" if "article_20" not in task else "kinds" if task["article_20"] else "none" for task in tasks} == {
        "left out",
        "kinds",
        "none",
    }


@every_plan
def test_csv_names_the_kinds_of_every_task_in_its_last_column(site: Site, plan: Plan) -> None:
    rows = list(csv.reader(io.StringIO(site.read(plan.file("tasks.csv")), newline="")))[1:]
    tasks = {task["id"]: task for task in plan.tasks}
    expected = {}
    for name, task in tasks.items():
        numbers = sorted(int(number) for number in task.get("article_20", []))
        titles = "；".join(ITEMS[number][0] + KINDS[number].name for number in numbers)
        expected[name] = "不属于十五类" if task.get("article_20") == [] else titles
    assert {row[0]: row[-1] for row in rows} == expected


# --- the disclosure platform --------------------------------------------------------------------


@pytest.mark.sweep
def test_navigation_of_every_page_has_one_link_with_the_fixed_name(site: Site) -> None:
    shown = {
        address: [leads_to(address, link) for link in page.select(".gk-nav a") if link.get_text() == "政府信息公开"]
        for address, page in site.pages.items()
    }
    assert shown == {address: ["disclosure.html"] for address in site.pages}


def platforms(page: BeautifulSoup) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """(place, its parts with their links) in the order of the page."""
    return [
        (
            section.h2.get_text(),
            [
                (label, [link["href"] if is_outside(link["href"]) else leads_to("disclosure.html", link) for link in value.select("a")])
                for label, value in facts(section).items()
            ],
        )
        for section in page.select("main section")
    ]


def test_platform_has_what_is_known_of_its_parts_in_their_order_for_every_real_place(site: Site) -> None:
    keys = ["guide_url", "rules_url", "content_url", "annual_reports_url", "request_url"]
    assert platforms(site.pages["disclosure.html"]) == [
        (
            place.record["name"],
            [
                (label, links)
                for label, key in zip(PLATFORM, keys, strict=True)
                if (
                    links := [
                        *([url] if (url := place.record.get("disclosure", {}).get(key)) else []),
                        *([f"{place.slug}/kinds/index.html"] if key == "content_url" else []),
                    ]
                )
            ],
        )
        for place in places()
    ]


def test_place_with_a_part_that_is_not_known_leads_to_its_website_once(site: Site) -> None:
    shown = [[link["href"] for link in section.select("section > p a")] for section in site.pages["disclosure.html"].select("main section")]
    assert shown == [[] if len(place.record.get("disclosure", {})) == len(PLATFORM) else [place.record["portal_url"]] for place in places()]


def test_made_up_places_have_no_platform(site: Site) -> None:
    made_up = {place.record["name"] for place in all_places() if place not in places()}
    assert made_up & {name for name, _ in platforms(site.pages["disclosure.html"])} == set()


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One real place without a website, of whose platform a single address is known."""
    parent = tmp_path_factory.mktemp("small")
    folder = DataFolder(parent)
    folder.replace(PLAN, "demonstration: true\n", "")
    folder.replace(JURISDICTION, "portal_url: https://www.example.org/\n", "disclosure:\n  guide_url: https://www.example.org/zhinan/\n")
    build(parent / "site", "pelicanconf.py", f'GONGKAI_DATA="{folder.root}"')
    return Site(parent / "site")


@pytest.mark.sweep
def test_known_address_is_linked_and_unknown_ones_are_said_once(small_site: Site) -> None:
    values = facts(small_site.pages["disclosure.html"].main)
    texts = {label: value.get_text("|", strip=True) for label, value in values.items()}
    assert texts == {
        "政府信息公开指南": "https://www.example.org/zhinan/",
        "法定主动公开内容": "本站按十五类信息整理的任务",
    }
    assert values["政府信息公开指南"].a["href"] == "https://www.example.org/zhinan/"
    said = [text.get_text() for text in small_site.pages["disclosure.html"].select("main section > p")]
    assert said == ["政府信息公开制度、法定主动公开内容、政府信息公开年报、依申请公开：网址未查到。"]


def test_place_of_which_nothing_is_classified_has_only_the_list(small_site: Site) -> None:
    assert [address for address in small_site.pages if "/kinds/" in address] == ["shili/kinds/index.html"]


@every_place
def test_page_of_a_kind_answers_before_it_explains_and_says_of_which_years(site: Site, place: Place) -> None:
    for number, address in pages_of(place).items():
        answer = site.pages[address].h1.find_next_sibling()
        assert answer["class"] == ["gk-answer"]
        years = {plan.split("/")[1] for plan, _ in serving(place, number)}
        assert set(re.findall(r"(\d{4})年", answer.select_one(".gk-answer__quiet").get_text())) == years
