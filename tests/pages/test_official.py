"""The two profiles: a registered government site has the tags and marks that are required of it, any other site none of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from gongkai.publishing import page_tags
from gongkai.publishing.settings import LABELS
from gongkai.records import loading
from gongkai.records.plan_records import PlanRecord
from gongkai.records.portal import Portal
from helpers.builders import DUTIES, FORMAT, PLAN, DataFolder
from helpers.documents import DATA, Plan, all_plans, place_of
from helpers.hosts import publish
from helpers.projects import CONF, LAST_GOOD, REGISTERED, Project
from helpers.sites import AS_OF, PublishedSite, Site

ADDRESS = "https://www.example.gov.cn/zwgk"
CO_HOST = "示例县大数据中心"
PLACE = "dianjiang"
SITE_TAGS = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN_TAGS = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
CONTENT_TAGS = {"ArticleTitle", "PubDate", "ContentSource"}
OPTIONAL_TAGS = {"Keywords", "Description", "Url"}
ALL_TAGS = SITE_TAGS | COLUMN_TAGS | CONTENT_TAGS | OPTIONAL_TAGS
# Written out once more: which kind of page (its data-page) must have which tags.
LISTS = {
    "home",
    "jurisdiction",
    "section",
    "units",
    "unit",
    "paths",
    "path",
    "changes",
    "data",
    "search",
    "sitemap",
    "kinds",
    "kind",
    "compare",
    "duty",
    "disclosure",
    "words",
    "deadlines",
    "month",
    "report",
}
ITEMS = {"plan", "task"}
OTHERS = {"method", "about", "help", "not_found", "moved"}
# Shows made-up things and is never published.
# The second only where places are very many.
NEVER_PUBLISHED = {"components", "places"}
REQUIRED = {
    **dict.fromkeys(LISTS, SITE_TAGS | COLUMN_TAGS),
    **dict.fromkeys(ITEMS, SITE_TAGS | COLUMN_TAGS | CONTENT_TAGS | OPTIONAL_TAGS),
    **dict.fromkeys(OTHERS, SITE_TAGS),
}
COLUMN_TYPES = {
    *("首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "信息公开指南", "信息公开目录", "信息公开年报"),
    *("依申请公开", "数据发布", "数据开放", "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈"),
}
MARKS = ["主办单位", "承办单位", "联系方式：", "网站标识码", "ICP备", "公网安备", "党政机关网站标识", "政府网站找错", "beian."]
DISCLAIMER = "不是政府网站"


OFFICIAL = {"GONGKAI_OFFICIAL": True, "GONGKAI_OFFICIAL_SITE": {**REGISTERED, "co_host": CO_HOST}}


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The plan of one county, which states who issued it and when, as the site of its government would publish it."""
    folder = tmp_path_factory.mktemp("official")
    shutil.copytree(DATA / PLACE, folder / "data" / PLACE)
    for name in (FORMAT, DUTIES):
        shutil.copy(DATA / name, folder / "data")
    moved = "moved:\n  - {from: units/old.html, to: units/index.html, on: 2026-07-06, why: 为测试编写}\n"
    (folder / "data" / PLACE / "moved.yaml").write_text(moved, encoding="utf-8")
    return Site(publish(loading.load(folder / "data"), folder / "site", ADDRESS, AS_OF, **OFFICIAL))


def real_county(folder: Path) -> DataFolder:
    """The example county as if there were one."""
    county = DataFolder(folder)
    county.replace(PLAN, "demonstration: true", "demonstration: false")
    return county


@pytest.fixture(scope="module")
def plan() -> Plan:
    return next(plan for plan in all_plans() if plan.place == PLACE)


def tags(page: BeautifulSoup) -> list[tuple[str, str]]:
    """(name, content) of the page tags, in order."""
    return [(tag["name"], tag["content"]) for tag in page.find_all("meta", attrs={"name": True}) if tag["name"] in ALL_TAGS]


def contents(site: Site, name: str) -> Iterator[str]:
    return (content for page in site.pages.values() for one, content in tags(page) if one == name)


@pytest.fixture(scope="module")
def unofficial_tags(site: Site) -> set[str]:
    """The names of all page tags of a site of no government."""
    return {name for page in site.pages.values() for name, _ in tags(page)}


@pytest.fixture(scope="module")
def unofficial_ends(site: Site) -> dict[str, str]:
    """Head and foot of every page there. The heading of a page stands in its head, too; what a document says is no mark."""
    return {address: str(page.head).replace(page.h1.get_text(), "") + str(page.footer) for address, page in site.pages.items()}


# --- which tags on which page -------------------------------------------------------------------


@pytest.mark.sweep
def test_every_kind_of_page_has_its_tags(official: Site) -> None:
    """A new kind of page belongs into page_tags.PAGE_TYPES, and above."""
    assert {page.body["data-page"] for page in official.pages.values()} == set(REQUIRED) == set(page_tags.PAGE_TYPES) - NEVER_PUBLISHED


@pytest.mark.sweep
@pytest.mark.parametrize("kind", sorted(REQUIRED))
def test_page_has_the_tags_of_its_kind_once_each_and_filled_in(official: Site, kind: str) -> None:
    pages = {address: tags(page) for address, page in official.pages.items() if page.body["data-page"] == kind}
    wrong = {
        address: found
        for address, found in pages.items()
        if sorted(name for name, _ in found) != sorted(REQUIRED[kind]) or not all(content.strip() for _, content in found)
    }
    assert (bool(pages), wrong) == (True, {})


def test_every_page_names_the_site(official: Site) -> None:
    named = {tuple(tags(page)[:3]) for page in official.pages.values()}
    code = REGISTERED["identification_code"]
    assert named == {(("SiteName", "政务公开任务"), ("SiteDomain", "www.example.gov.cn"), ("SiteIDCode", code))}


def test_list_names_itself_and_says_what_it_holds(official: Site) -> None:
    found = {address: dict(tags(page)) for address, page in official.pages.items() if page.body["data-page"] in LISTS}
    own = {
        address: (official.pages[address].title.string.split(" - ")[0], official.pages[address].find("meta", attrs={"name": "description"}))
        for address in found
    }
    assert {address: (one["ColumnName"], one["ColumnDescription"]) for address, one in found.items()} == {
        address: (title, description["content"]) for address, (title, description) in own.items()
    }


def test_item_names_the_list_it_stands_in(official: Site, plan: Plan) -> None:
    shown, expected = {}, {}
    for task in plan.tasks:
        found = dict(tags(official.pages[plan.task_address(task["id"])]))
        section = dict(tags(official.pages[plan.section_address(task["id"].split(".")[0])]))
        shown[task["id"]], expected[task["id"]] = ({name: one[name] for name in sorted(COLUMN_TAGS)} for one in (found, section))
    assert shown == expected


def test_plan_names_the_page_of_its_place(official: Site, plan: Plan) -> None:
    found = dict(tags(official.pages[plan.address]))
    assert (found["ColumnName"], found["ColumnType"]) == (f"{place_of(plan).record['name']}政务公开任务", "政策文件")


def test_item_says_what_it_is_who_issued_it_and_when(official: Site, plan: Plan) -> None:
    addresses = [plan.address, *(plan.task_address(task["id"]) for task in plan.tasks)]
    shown = {address: {name: content for name, content in tags(official.pages[address]) if name in CONTENT_TAGS} for address in addresses}
    assert shown == {
        address: {
            "ArticleTitle": plan.head["title"] if address == plan.address else official.pages[address].h1.get_text(),
            "PubDate": f"{plan.head['issued_on']} 00:00",
            "ContentSource": plan.head["issuer"],
        }
        for address in addresses
    }


def test_item_names_its_own_address(official: Site) -> None:
    named = {address: url for address, page in official.pages.items() if (url := dict(tags(page)).get("Url"))}
    items = [address for address, page in official.pages.items() if page.body["data-page"] in ITEMS]
    assert named == {address: f"{ADDRESS}/{address}" for address in items}


def test_every_page_is_described_once(official: Site) -> None:
    """Names of tags are the same in capitals and small letters."""
    counts = {
        len([tag for tag in page.find_all("meta", attrs={"name": True}) if tag["name"].lower() == "description"])
        for page in official.pages.values()
    }
    assert counts == {1}


# --- six mistakes seen on a real page -----------------------------------------------------------


def test_identification_code_is_never_empty(official: Site) -> None:
    assert set(contents(official, "SiteIDCode")) == {REGISTERED["identification_code"]}


def test_column_type_is_never_the_name_of_a_department(official: Site, plan: Plan) -> None:
    found = set(contents(official, "ColumnType"))
    assert (found <= COLUMN_TYPES, found & {unit["name"] for unit in place_of(plan).units.values()}) == (True, set())


def test_content_source_is_never_empty(official: Site) -> None:
    assert "" not in {content.strip() for content in contents(official, "ContentSource")}


def test_site_domain_has_neither_scheme_nor_path(official: Site) -> None:
    assert [content for content in contents(official, "SiteDomain") if "/" in content or ":" in content] == []


def test_publication_date_has_no_seconds(official: Site) -> None:
    assert [one for one in contents(official, "PubDate") if not re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", one)] == []


def test_viewport_lets_the_reader_zoom(official: Site) -> None:
    viewports = {page.find("meta", attrs={"name": "viewport"})["content"] for page in official.pages.values()}
    assert [one for one in viewports if "user-scalable" in one or "maximum-scale" in one] == []


# --- the foot of a registered site --------------------------------------------------------------


def foot(page: BeautifulSoup) -> list[tuple[str, str | None]]:
    """(words, where they lead) of each line about the registration."""
    lines: list[Tag] = page.footer.select(".gk-footer__registration li")
    return [(line.get_text(), line.a["href"] if line.a else None) for line in lines]


def test_foot_of_every_page_states_what_is_registered(official: Site) -> None:
    expected = [
        (f"主办单位：{REGISTERED['host']}", None),
        (f"承办单位：{CO_HOST}", None),
        (f"联系方式：{REGISTERED['contact']}", None),
        (f"网站标识码：{REGISTERED['identification_code']}", None),
        (REGISTERED["icp_number"], "https://beian.miit.gov.cn/"),
        (REGISTERED["police_number"], f"https://beian.mps.gov.cn/#/query/webSearch?code={REGISTERED['police_code']}"),
        ("党政机关网站标识", REGISTERED["mark_url"]),
    ]
    assert [address for address, page in official.pages.items() if foot(page) != expected] == []


def ways_to_report(page: BeautifulSoup) -> list[tuple[str, str | None]]:
    lines = (line for line in page.footer.select(".gk-footer__links li") if "错" in line.get_text())
    return [(line.get_text(), line.a["href"] if line.a else None) for line in lines]


def test_every_page_leads_to_the_official_report_of_mistakes_once(official: Site) -> None:
    expected = [("政府网站找错", REGISTERED["report_url"])]
    assert [address for address, page in official.pages.items() if ways_to_report(page) != expected] == []


def test_official_site_does_not_say_that_it_is_none(official: Site) -> None:
    assert [address for address, source in official.sources.items() if DISCLAIMER in source] == []


# --- any other site -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(ALL_TAGS))
def test_unofficial_site_has_no_tag_of_a_government_site(unofficial_tags: set[str], name: str) -> None:
    assert name not in unofficial_tags


@pytest.mark.sweep
@pytest.mark.parametrize("mark", MARKS)
def test_unofficial_site_has_no_mark_of_a_government_site(unofficial_ends: dict[str, str], mark: str) -> None:
    assert [address for address, ends in unofficial_ends.items() if mark in ends] == []


@pytest.mark.sweep
def test_published_unofficial_site_has_none_either(published: PublishedSite) -> None:
    feet = {address: page.footer.get_text() for address, page in published.site.frames.items()}
    assert [address for address, text in feet.items() if DISCLAIMER not in text or any(mark in text for mark in MARKS)] == []
    assert [address for address, page in published.site.frames.items() if tags(page)] == []


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        pytest.param({}, [], id="nobody"),
        pytest.param({"GONGKAI_CONTACT": "某编辑"}, [("指出错误：某编辑", None)], id="a person", marks=pytest.mark.sweep),
        pytest.param(
            {"GONGKAI_CONTACT_URL": "mailto:a@example.org"},
            [("指出错误：mailto:a@example.org", "mailto:a@example.org")],
            id="an address",
            marks=pytest.mark.sweep,
        ),
        pytest.param(
            {"GONGKAI_CONTACT": "某编辑", "GONGKAI_CONTACT_URL": "https://example.org/?a=1&b=2"},
            [("指出错误：某编辑", "https://example.org/?a=1&b=2")],
            id="both",
        ),
    ],
)
def test_unofficial_site_has_at_most_one_way_to_report_a_mistake(tmp_path: Path, contact: dict[str, str], expected: list[object]) -> None:
    pages = Site(publish(real_county(tmp_path).load(), tmp_path / "site", "https://www.example.org/", AS_OF, **contact)).pages
    assert [address for address, page in pages.items() if ways_to_report(page) != expected] == []


# --- refused ------------------------------------------------------------------------------------


def loaded(tmp_path: Path, *left_out: str) -> Portal:
    """The example county, whose plan lacks some lines."""
    data = DataFolder(tmp_path)
    for line in left_out:
        data.replace(PLAN, line, "")
    return data.load()


def plans_of(portal: Portal) -> list[tuple[str, PlanRecord]]:
    return [(plan.jurisdiction, plan.record) for plan in portal.plans]


def test_plan_that_says_who_issued_it_and_when_is_right(tmp_path: Path) -> None:
    assert page_tags.unfilled(plans_of(loaded(tmp_path)), Path("data")) == []


def test_plan_that_does_not_is_named_with_its_fields(tmp_path: Path) -> None:
    portal = loaded(tmp_path, "issuer: 示例县人民政府办公室\n", "issued_on: 2025-03-01\n")
    fault = "政府网站的每份文件都要写明这一项。请照文件补上；文件没有写的，不能按政府网站生成。"
    assert [str(problem) for problem in page_tags.unfilled(plans_of(portal), Path("data"))] == [
        f"data/{PLAN}:1  发布机构（issuer）：{fault}",
        f"data/{PLAN}:1  成文日期（issued_on）：{fault}",
    ]


def refusal(tmp_path: Path, **changed: object) -> list[str]:
    """What a clerk reads who builds the example county with these settings; its plan has no date."""
    project = Project(tmp_path)
    project.data.replace(PLAN, "issued_on: 2025-03-01\n", "")
    project.append(CONF, "".join(f"\n{name} = {value!r}\n" for name, value in changed.items()))
    finished = project.run("build")
    assert (finished.returncode, finished.stdout, project.site()) == (1, "", LAST_GOOD)
    *problems, _ = finished.stderr.splitlines()
    return problems


@pytest.mark.sweep
def test_official_build_refuses_a_plan_without_a_date(tmp_path: Path) -> None:
    fault = "政府网站的每份文件都要写明这一项。请照文件补上；文件没有写的，不能按政府网站生成。"
    assert refusal(tmp_path, **OFFICIAL) == [f"data/{PLAN}:1  成文日期（issued_on）：{fault}"]


def test_official_build_refuses_a_site_without_registration(tmp_path: Path) -> None:
    remedy = "请照登记的内容填写；没有登记的，不能按政府网站生成。"
    assert sorted(refusal(tmp_path, GONGKAI_OFFICIAL=True)) == sorted(
        f"pelicanconf.py:1  {label}（GONGKAI_OFFICIAL_SITE 的 {name}）：没有填写{label}。{remedy}"
        for name, label in LABELS.items()
        if name != "co_host"
    )


@pytest.mark.sweep
def test_document_published_later_than_it_was_written_bears_the_later_date(tmp_path: Path) -> None:
    county = real_county(tmp_path)
    county.replace(PLAN, "issued_on: 2025-03-01\n", "issued_on: 2025-03-01\npublished_on: 2025-03-05\n")
    folder = publish(county.load(), tmp_path / "site", ADDRESS, AS_OF, **OFFICIAL)
    assert set(contents(Site(folder), "PubDate")) == {"2025-03-05 00:00"}
