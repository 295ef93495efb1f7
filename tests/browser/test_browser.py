"""What a reader meets in a browser: while searching, by keyboard, on a phone, enlarged, in the dark, without scripts, on paper."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from helpers.browsers import DESKTOP, PHONE, OpenPage, context_options, settled
from helpers.desk import Desk
from helpers.sites import PAGE_TYPES, PublishedSite, each
from playwright.sync_api import Browser, Page, expect

# A plan that has room for its matrix.
WITH_MATRIX = "conghua/2021/index.html"

TASK = PAGE_TYPES["task"]


def hits(page: Page) -> list[tuple[str, str]]:
    """(kind, page) of every hit, in order."""
    every = page.eval_on_selector_all("li[data-kind]", "every => every.map((one) => [one.dataset.kind, one.dataset.ref])")
    return [tuple(one) for one in every]


def answered(page: Page, query: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-answered", query)


# --- searching ----------------------------------------------------------------------------------


@pytest.mark.sweep
def test_address_carries_the_query_and_survives_a_reload(guarded: Page, base: str) -> None:
    guarded.goto(f"{base}search.html")
    guarded.get_by_role("combobox").fill("教委")
    guarded.get_by_role("combobox").press("Enter")
    answered(guarded, "教委")
    before = hits(guarded)
    guarded.reload()
    answered(guarded, "教委")
    assert (guarded.url, guarded.get_by_role("combobox").input_value(), hits(guarded)) == (
        f"{base}search.html?q={quote('教委')}",
        "教委",
        before,
    )


@pytest.mark.sweep
def test_back_from_a_hit_leads_to_the_answer_again(guarded: Page, base: str) -> None:
    settled(guarded, f"{base}search.html?q={quote('教委')}")
    before = hits(guarded)
    guarded.locator("li[data-kind] a").first.click()
    guarded.wait_for_url("**/units/jiaowei.html")
    guarded.go_back()
    answered(guarded, "教委")
    assert (guarded.get_by_role("combobox").input_value(), hits(guarded)) == ("教委", before)


@pytest.mark.sweep
def test_back_from_the_answer_leads_to_the_page_one_came_from(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    guarded.get_by_role("combobox").fill("教委")
    guarded.get_by_role("combobox").press("Enter")
    answered(guarded, "教委")
    guarded.get_by_role("combobox").fill("财政局")
    guarded.get_by_role("combobox").press("Enter")
    answered(guarded, "财政局")
    guarded.go_back()
    expect(guarded).to_have_url(at_root + TASK)


@pytest.mark.sweep
@pytest.mark.parametrize("start", each(["index.html", TASK, "tongliang/units/index.html"], TASK))
def test_search_form_of_a_page_leads_to_the_answer(guarded: Page, base: str, start: str) -> None:
    guarded.goto(base + start)
    guarded.get_by_role("combobox").fill("卫健委")
    guarded.get_by_role("button", name="搜索").click()
    answered(guarded, "卫健委")
    assert (urlsplit(guarded.url).path, hits(guarded)[0]) == (
        f"{urlsplit(base).path}search.html",
        ("unit", "tongliang/units/weijianwei.html"),
    )


def test_typing_is_answered_without_enter(guarded: Page, base: str) -> None:
    guarded.goto(f"{base}search.html")
    guarded.get_by_role("combobox").press_sequentially("财政局")
    answered(guarded, "财政局")
    assert (hits(guarded)[0], guarded.url) == (("unit", "tongliang/units/caizhengju.html"), f"{base}search.html?q={quote('财政局')}")


@pytest.mark.sweep
def test_nothing_is_searched_while_a_word_is_being_composed(guarded: Page, at_root: str) -> None:
    guarded.clock.install()
    Desk(guarded, at_root).open()
    guarded.evaluate(
        """() => {
            window.answers = [];
            new MutationObserver(() => window.answers.push(document.documentElement.dataset.answered))
                .observe(document.documentElement, { attributeFilter: ["data-answered"] });
        }"""
    )
    guarded.get_by_role("combobox").focus()
    keyboard = guarded.context.new_cdp_session(guarded)
    for pinyin in ("j", "ji", "jiao wei"):
        keyboard.send("Input.imeSetComposition", {"text": pinyin, "selectionStart": len(pinyin), "selectionEnd": len(pinyin)})
        guarded.clock.run_for(1000)
    keyboard.send("Input.insertText", {"text": "教委"})
    answered(guarded, "教委")
    assert guarded.evaluate("() => window.answers") == ["教委"]


@pytest.mark.sweep
def test_answer_is_announced(guarded: Page, at_root: str) -> None:
    settled(guarded, f"{at_root}search.html?q={quote('地方政府债务')}")
    expect(guarded.locator("#search-status")).to_have_text(re.compile("^“地方政府债务”找到 [1-9][0-9]* 条。$"))
    expect(guarded.locator("#search-status")).to_have_role("status")


def test_every_hit_links_to_its_page(guarded: Page, base: str) -> None:
    settled(guarded, f"{base}search.html?q={quote('财政局')}")
    links = guarded.eval_on_selector_all("li[data-kind]", "every => every.map((one) => [one.dataset.ref, one.querySelector('a').href])")
    assert [[ref, link.partition("#")[0]] for ref, link in links] == [[ref, base + ref] for _, ref in hits(guarded)]


def test_emptied_box_leaves_the_lists_alone(guarded: Page, at_root: str) -> None:
    settled(guarded, f"{at_root}search.html?q={quote('财政局')}")
    guarded.get_by_role("combobox").fill("")
    answered(guarded, "")
    assert (hits(guarded), guarded.locator("#search-status").inner_text(), guarded.url) == ([], "", f"{at_root}search.html")


@pytest.mark.sweep
def test_many_hits_are_shown_step_by_step_up_to_a_hundred(guarded: Page, at_root: str) -> None:
    settled(guarded, f"{at_root}search.html?q={quote('公开')}")
    more = guarded.get_by_role("button", name=re.compile("^再显示"))
    while len(hits(guarded)) < 100:
        shown = len(hits(guarded))
        more.click()
        expect(guarded.locator("li[data-kind]")).to_have_count(shown + 10)
    assert len(set(hits(guarded))) == 100
    expect(guarded.get_by_text("这里只列出最相关的 100 条")).to_be_visible()


def test_impatient_reader_is_shown_no_hit_twice(guarded: Page, at_root: str) -> None:
    settled(guarded, f"{at_root}search.html?q={quote('公开')}")
    guarded.get_by_role("button", name=re.compile("^再显示")).dblclick()
    guarded.wait_for_timeout(500)
    assert len(set(hits(guarded))) == len(hits(guarded)) >= 20


def test_focus_moves_to_the_first_hit_that_was_added(guarded: Page, at_root: str) -> None:
    settled(guarded, f"{at_root}search.html?q={quote('公开')}")
    guarded.get_by_role("button", name=re.compile("^再显示")).press("Enter")
    expect(guarded.locator("li[data-kind]")).to_have_count(20)
    expect(guarded.locator("li[data-kind]").nth(10).get_by_role("link")).to_be_focused()


# --- by keyboard --------------------------------------------------------------------------------


def focused(page: Page) -> str:
    """What has the focus, as a reader would call it."""
    return page.evaluate("() => document.activeElement.innerText || document.activeElement.id || document.activeElement.tagName")


def tabbed(page: Page, times: int) -> list[str]:
    stops = []
    for _ in range(times):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    return stops


def test_tab_reaches_skip_link_name_search_and_navigation_in_this_order(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    assert tabbed(guarded, 8) == ["跳到正文", "政务公开任务", "header-search", "搜索", "大字版", "深色", "高对比", "找单位"]


def test_search_page_has_its_box_once_and_after_the_navigation(guarded: Page, at_root: str) -> None:
    guarded.goto(f"{at_root}search.html")
    stops = tabbed(guarded, 17)
    assert (stops[:3], stops[-3:]) == (["跳到正文", "政务公开任务", "大字版"], ["首页", "search-box", "搜索"])


def test_skip_link_leads_to_the_content(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    guarded.keyboard.press("Tab")
    guarded.keyboard.press("Enter")
    guarded.keyboard.press("Tab")
    assert guarded.evaluate("() => [document.activeElement.tagName, Boolean(document.activeElement.closest('main'))]") == ["A", True]


def test_skip_link_is_seen_when_it_has_the_focus(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    guarded.keyboard.press("Tab")
    expect(guarded.get_by_role("link", name="跳到正文")).to_be_in_viewport(ratio=1)


@pytest.mark.sweep
def test_a_reader_without_a_mouse_finds_a_unit(guarded: Page, base: str) -> None:
    guarded.goto(base + TASK)
    tabbed(guarded, 3)
    guarded.keyboard.type("规资局")
    guarded.keyboard.press("Enter")
    answered(guarded, "规资局")
    guarded.get_by_role("combobox").focus()
    guarded.keyboard.press("Escape")
    assert tabbed(guarded, 3) == ["搜索", "缩小范围", "区规划自然资源局"]
    guarded.keyboard.press("Enter")
    expect(guarded.get_by_role("heading", level=1)).to_have_text("区规划自然资源局")


# --- every kind of page -------------------------------------------------------------------------


def test_matrix_names_the_unit_beside_each_badge_on_a_phone(open_page: OpenPage, at_root: str) -> None:
    """There the heads of its columns are out of sight."""
    page = open_page(viewport=PHONE)
    settled(page, at_root + WITH_MATRIX)
    labels = page.locator("[aria-labelledby=matrix-caption] td:has([data-badge])").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content.slice(1, -1))"
    )
    heads = page.locator("[aria-labelledby=matrix-caption] thead th").evaluate_all(
        "heads => heads.slice(1).map(head => (head.querySelector('summary') || head).textContent)"
    )
    assert labels
    assert set(labels) == set(heads)
    expect(page.locator("[aria-labelledby=matrix-caption] thead")).to_be_hidden()


def test_caption_of_the_periods_stands_in_one_line_on_a_phone(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=PHONE)
    settled(page, at_root + "shilixian/2026/tasks/3.1.3.html")
    box = page.locator(".gk-matrix__caption").bounding_box()
    assert box["width"] > box["height"] * 4


def test_matrix_keeps_its_heads_in_sight_on_a_wide_screen(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=DESKTOP)
    settled(page, at_root + WITH_MATRIX)
    box = page.locator("[aria-labelledby=matrix-caption]")
    box.scroll_into_view_if_needed()
    box.evaluate("box => box.scrollTo(400, 600)")
    first = box.locator("thead th").first
    assert box.bounding_box() is not None
    assert first.evaluate(
        "head => { const box = head.closest('.gk-matrix').getBoundingClientRect(), own = head.getBoundingClientRect(); return [own.left - box.left, own.top - box.top]; }"
    ) == [1, 1]


# At the root of a host tests/browser/test_first_view.py opens them all, under a stricter policy.
@pytest.mark.sweep
@pytest.mark.parametrize("address", each(["under_portal", "on_disk"], "on_disk"))
def test_no_kind_of_page_complains_or_asks_another_host(
    guarded: Page, address: str, kinds: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """The page is watched: whatever it complains of fails this test at its end."""
    start = request.getfixturevalue(address)
    for target in kinds.values():
        settled(guarded, start + target)
        expect(guarded.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.sweep
def test_every_page_can_be_read_without_scripts(open_page: OpenPage, on_disk: str, kinds: dict[str, str]) -> None:
    with_scripts, without_scripts = open_page(), open_page(java_script_enabled=False)
    texts = {}
    for kind, address in kinds.items():
        for page in (with_scripts, without_scripts):
            page.goto(on_disk + address)
        # The boxes that narrow a list need a script, and are there only with one.
        with_scripts.evaluate("() => document.querySelectorAll('form[data-narrows]').forEach((form) => form.remove())")
        texts[kind] = without_scripts.locator("main").inner_text()
        if kind not in ("search", "answer"):
            assert texts[kind] == with_scripts.locator("main").inner_text()
    assert min(len(text) for text in texts.values()) > 30


def test_search_page_leads_to_every_unit_without_scripts(open_page: OpenPage, base: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{base}{PAGE_TYPES['answer']}")
    page.get_by_role("link", name="县教委").click()
    assert page.locator("h1").inner_text() == "县教委"


def test_badges_keep_their_border_when_the_reader_sets_the_colours(open_page: OpenPage, at_root: str) -> None:
    page = open_page(forced_colors="active")
    page.goto(f"{at_root}method.html")
    borders = page.eval_on_selector_all(
        ".gk-badge",
        "every => every.map((one) => { const style = getComputedStyle(one); return [style.borderTopStyle, style.borderTopWidth]; })",
    )
    assert borders == [["solid", "1px"]] * 13


def test_badges_of_different_families_differ_without_colour(guarded: Page, at_root: str) -> None:
    guarded.goto(f"{at_root}method.html")
    signs = guarded.eval_on_selector_all(
        ".gk-badge", "every => every.map((one) => [one.className.split('--')[1], getComputedStyle(one, '::before').content])"
    )
    by_family = dict(signs)
    assert (len({tuple(pair) for pair in signs}), len(set(by_family.values()))) == (5, 5)


# --- the page for wrong addresses ---------------------------------------------------------------


def shown_for(browser: Browser, home: str, wrong: str) -> tuple[int, str, str]:
    """(status, colour of the page head, where its link home leads) of the answer to a wrong address."""
    context = browser.new_context(**context_options())  # Not watched: the browser itself complains of the 404.
    page = context.new_page()
    response = page.goto(home + wrong)
    colour = page.evaluate("() => getComputedStyle(document.querySelector('.gk-header')).backgroundColor")
    page.get_by_role("link", name="回到首页").click()
    landed = page.url.removeprefix(home)
    context.close()
    return response.status, colour, landed


DEEP = "tongliang/2021/tasks/9.9.9.html"
WRONG = pytest.mark.parametrize("wrong", each(["nothing.html", DEEP, "tongliang/2021/tasks/"], DEEP))


@WRONG
def test_wrong_address_of_a_published_site_shows_a_whole_page(browser: Browser, published: PublishedSite, wrong: str) -> None:
    assert shown_for(browser, published.address, wrong) == (404, "rgb(11, 74, 143)", "index.html")


@WRONG
def test_wrong_address_on_ones_own_machine_shows_a_whole_page(browser: Browser, at_root: str, wrong: str) -> None:
    assert shown_for(browser, at_root, wrong) == (404, "rgb(11, 74, 143)", "index.html")
