"""What people come for, from the first page to the answer, in Chromium and in Firefox."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from helpers.browsers import DESKTOP, PHONE, Guard, context_options
from helpers.sites import each
from playwright.sync_api import Browser, BrowserContext, Page, expect

OFFICE = "https://www.cqstl.gov.cn/"


# Browser, window, how the site is read. Each two of these meet once; what needs all three would be no fault of pages.
WAYS = {
    "chromium, phone, served": ("browser", PHONE, "at_root"),
    "chromium, desktop, disk": ("browser", DESKTOP, "on_disk"),
    "firefox, phone, disk": ("firefox", PHONE, "on_disk"),
    "firefox, desktop, served": ("firefox", DESKTOP, "at_root"),
}


@pytest.fixture(params=each(WAYS, "chromium, phone, served"))
def way(request: pytest.FixtureRequest) -> tuple[str, dict[str, int], str]:
    return WAYS[request.param]


@pytest.fixture
def context(way: tuple[str, dict[str, int], str], request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    engine: Browser = request.getfixturevalue(way[0])
    opened = engine.new_context(**context_options(viewport=way[1]))
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not complain."""
    guard, opened = Guard(), context.new_page()
    guard.watch(opened)
    yield opened
    # Firefox calls so what a reader no longer waits for who has gone on to another page.
    assert [complaint for complaint in guard.complaints if "NS_BINDING_ABORTED" not in complaint] == []


@pytest.fixture
def home(way: tuple[str, dict[str, int], str], request: pytest.FixtureRequest) -> str:
    return f"{request.getfixturevalue(way[2])}index.html"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def open_menu(page: Page) -> None:
    """Where the window is narrow the navigation and the displays are behind a link."""
    menu = page.get_by_role("link", name="菜单")
    if menu.is_visible():
        menu.click()


@pytest.mark.sweep
def test_duties_of_a_unit_are_two_clicks_away(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("link", name="铜梁区的单位").click()
    page.get_by_role("link", name="区教委").click()
    heading(page, "区教委")
    expect(page.locator("li.gk-task").first).to_be_visible()


def test_units_of_a_place_are_one_click_from_any_of_its_pages(page: Page, home: str) -> None:
    page.goto(home.replace("index.html", "tongliang/2021/tasks/1.3.1.html"))
    open_menu(page)
    page.get_by_role("link", name="找单位").click()
    heading(page, "铜梁区的单位")


def test_name_of_a_unit_is_suggested_and_leads_there(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("combobox").press_sequentially("教委")
    page.get_by_role("option", name=re.compile("区教委.*铜梁")).click()
    heading(page, "区教委")


@pytest.mark.sweep
def test_one_search_says_whether_a_report_was_published(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("combobox").fill("2020年度法治政府建设年度报告")
    page.get_by_role("combobox").press("Enter")
    hit = page.locator("li[data-ref='tongliang/2021/tasks/3.1.3.html']")
    expect(hit).to_be_visible()
    # Another place was to publish one, too; nothing else stands before it.
    every = page.locator("li[data-kind]").evaluate_all("every => every.map((one) => one.dataset.ref)")
    assert every.index("tongliang/2021/tasks/3.1.3.html") <= 1
    hit.get_by_role("link").first.click()
    expect(page.locator("#measure-3")).to_contain_text("2020年度法治政府建设年度报告")
    expect(page.locator("#measure-3 [data-badge]").first).to_have_text("部分公开")
    expect(page.get_by_role("link", name="重庆市铜梁区2020年法治政府建设工作报告").first).to_be_visible()


@pytest.mark.sweep
def test_three_clicks_say_it_too(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("link", name="铜梁区的单位").click()
    page.get_by_role("link", name="区司法局").click()
    page.locator("li.gk-task").get_by_role("link", name=re.compile("^3.1.3")).click()
    expect(page.get_by_role("link", name="重庆市铜梁区2020年法治政府建设工作报告").first).to_be_visible()


def test_evidence_opens_the_page_of_the_office(context: BrowserContext, home: str) -> None:
    context.route(f"{OFFICE}**", lambda route: route.fulfill(body="<title>原文</title>", content_type="text/html"))
    page = context.new_page()
    page.goto(home.replace("index.html", "tongliang/2021/tasks/1.3.1.html"))
    page.locator("#evidence ~ ul").get_by_role("link", name="重庆市铜梁区2020年预算执行情况及2021年预算草案的报告").click()
    page.wait_for_url(f"{OFFICE}**")


def test_matrix_is_narrowed_to_one_unit(page: Page, home: str) -> None:
    """Of a section of a plan that has no room for it."""
    page.goto(home.replace("index.html", "tongliang/2021/index.html"))
    page.get_by_text("哪个单位怎么样").click()
    page.get_by_text("用表来看").click()
    page.locator("#matrix").get_by_role("link", name="三、").click()
    box = page.get_by_role("form", name="筛选").get_by_label("单位")
    box.select_option(value="sifaju")
    expect(page.get_by_role("status")).to_have_text("显示 5 项，共 9 项。")
    labels = page.locator("table[data-columns] td:visible").evaluate_all("every => every.map((one) => one.dataset.label)")
    assert set(labels) == {"区司法局"}


def test_rules_for_paper_are_understood(page: Page, at_root: str) -> None:
    """Firefox driven from outside shows no paper, so its reading of the rules is asked; tests/browser/test_print.py reads Chromium's sheets."""
    page.goto(f"{at_root}tongliang/units/sifaju.html")
    rules = page.evaluate("""() => [...document.styleSheets[0].cssRules].filter((rule) => rule.media?.mediaText === "print")
        .flatMap((rule) => [...rule.cssRules].map((one) => one.cssText))""")
    text = " ".join(rules)
    assert [wanted for wanted in ("table-header-group", ".gk-printed-url::after", "break-inside: avoid") if wanted not in text] == []


def test_large_type_is_kept_from_page_to_page(page: Page, home: str) -> None:
    page.goto(home)
    open_menu(page)
    page.get_by_role("button", name="大字版").click()
    page.get_by_role("link", name="铜梁区的单位").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
