"""The second engine: search and suggestions work in Debian's Firefox as in Chromium. It says nothing on its console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.desk import Desk
from helpers.sites import PAGE_TYPES, each
from playwright.sync_api import Browser, Page, expect

TASK = PAGE_TYPES["task"]


@pytest.fixture
def page(firefox: Browser) -> Iterator[Page]:
    """A page that must not complain."""
    context = firefox.new_context(locale="zh-CN")
    opened, complaints = context.new_page(), []
    opened.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture(params=each(["at_root", "under_portal", "on_disk"], "on_disk"))
def host(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


FIRST = {
    "发改委": "unit tongliang/units/fagaiwei.html",
    "铜梁 预算": "path tongliang/paths/yusuan.html",
    "fgw 垫江": "unit dianjiang/units/fagaiwei.html",
    "卫建委": "unit tongliang/units/weijianwei.html",
    "發改委": "unit tongliang/units/fagaiwei.html",
    "2021年6月底": "task tongliang/2021/tasks/3.1.1.html",
    "qwxyz": "",
}


@pytest.mark.sweep
def test_page_that_complains_would_be_heard(firefox: Browser) -> None:
    """The guard below hears what it must not hear."""
    opened, heard = firefox.new_page(), []
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.evaluate("() => { console.warn('one'); setTimeout(() => { throw new Error('two'); }); }")
    opened.wait_for_timeout(500)
    opened.close()
    assert (heard[0], "two" in heard[1]) == ("one", True)


@pytest.mark.sweep
def test_queries_are_answered(page: Page, host: str) -> None:
    desk = Desk(page, host)
    desk.open()
    assert {query: (*answer.hits, "")[0] for query, answer in desk.ask_all(FIRST).items()} == FIRST


@pytest.mark.sweep
def test_query_in_the_address_is_answered_and_narrowed(page: Page, host: str) -> None:
    desk = Desk(page, host)
    desk.open("?q=%E5%85%AC%E5%BC%80&kind=path")
    expect(page.locator("#narrow-kind option:checked")).to_contain_text("公开路径（")
    assert {hit.split(" ")[0] for hit in desk.shown()} == {"path"}


@pytest.mark.sweep
def test_suggestions_are_reached_by_keyboard(page: Page, host: str) -> None:
    page.goto(host + TASK)
    box = page.get_by_role("combobox")
    box.press_sequentially("fgw")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert chosen.locator(".gk-suggest__name").inner_text() == "区发展改革局"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("区发展改革局")


@pytest.mark.sweep
def test_escape_closes_the_suggestions(page: Page, host: str) -> None:
    page.goto(host + TASK)
    page.get_by_role("combobox").press_sequentially("财政")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    assert (page.get_by_role("option").count(), page.get_by_role("combobox").input_value()) == (0, "财政")
