"""大字版 and the schemes of colours: chosen in the page head, kept, and there before the page is drawn; without scripts by the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.browsers import PHONE, OpenPage
from helpers.sites import PAGE_TYPES, each
from playwright.sync_api import Page, expect

TASK = PAGE_TYPES["task"]
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)", "contrast": "rgb(0, 0, 0)"}
ORDINARY, LARGE = 18, 18 * 1.33


def paper(page: Page) -> str:
    return page.evaluate("() => getComputedStyle(document.body).backgroundColor")


def type_size(page: Page) -> float:
    return page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def pressed(page: Page) -> list[str]:
    return page.locator("[data-display][aria-pressed=true]").all_inner_texts()


@pytest.mark.sweep
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_menu_of_a_phone_opens_and_closes(open_page: OpenPage, base: str, scripts: bool) -> None:
    """With and without scripts; back from it is where one was."""
    page = open_page(viewport=PHONE, java_script_enabled=scripts)
    page.goto(base + TASK)
    navigation = page.get_by_role("navigation", name="主导航")
    expect(navigation).to_be_hidden()
    page.get_by_role("link", name="菜单").click()
    expect(navigation).to_be_visible()
    expect(page.get_by_role("button", name="大字版")).to_be_visible(visible=scripts)
    page.get_by_role("link", name="收起").click()
    expect(navigation).to_be_hidden()
    page.get_by_role("link", name="菜单").click()
    navigation.get_by_role("link", name="找单位").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("铜梁区的单位")


def test_menu_of_a_phone_is_reached_by_keyboard(open_page: OpenPage, at_root: str) -> None:
    """After it is opened, what it holds comes next."""
    page = open_page(viewport=PHONE)
    page.goto(at_root + TASK)
    stops = []
    for key in ["Tab"] * 4 + ["Enter"] + ["Tab"] * 4:
        page.keyboard.press(key)
        stops.append(page.evaluate("() => document.activeElement.innerText"))
    assert stops[:4] + stops[-4:] == ["跳到正文", "政务公开任务", "搜索", "菜单", "政务公开任务", "搜索", "收起", "大字版"]


def test_large_type_is_a_third_larger_and_kept_on_other_pages(guarded: Page, base: str) -> None:
    guarded.goto(base + TASK)
    before = type_size(guarded)
    press(guarded, "大字版")
    during = type_size(guarded)
    guarded.goto(f"{base}index.html")
    assert (before, during, type_size(guarded)) == (ORDINARY, pytest.approx(LARGE), pytest.approx(LARGE))
    assert pressed(guarded) == ["大字版"]


def test_large_type_is_put_back_by_the_same_button(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    press(guarded, "大字版")
    press(guarded, "大字版")
    guarded.reload()
    assert type_size(guarded) == ORDINARY
    assert pressed(guarded) == []


def test_large_type_stands_in_one_column(guarded: Page, at_root: str) -> None:
    guarded.goto(f"{at_root}index.html")
    press(guarded, "大字版")
    lefts = guarded.eval_on_selector_all(".gk-card", "every => every.map((one) => Math.round(one.getBoundingClientRect().left))")
    assert len(set(lefts)) == 1


@pytest.mark.parametrize(
    ("system", "button", "wanted", "shown_pressed"),
    [
        ("light", "深色", "dark", ["深色"]),
        pytest.param("light", "高对比", "contrast", ["高对比"], marks=pytest.mark.sweep),
        pytest.param("dark", "深色", "light", [], marks=pytest.mark.sweep),
        ("dark", "高对比", "contrast", ["高对比"]),
    ],
)
def test_scheme_is_kept_whatever_the_system_prefers(
    open_page: OpenPage, base: str, system: str, button: str, wanted: str, shown_pressed: list[str]
) -> None:
    page = open_page(color_scheme=system)
    page.goto(base + TASK)
    press(page, button)
    page.goto(f"{base}method.html")
    assert (paper(page), pressed(page)) == (PAPER[wanted], shown_pressed)


def test_pressed_buttons_say_what_the_system_asks_for(open_page: OpenPage, at_root: str) -> None:
    page = open_page(color_scheme="dark")
    page.goto(at_root + TASK)
    assert pressed(page) == ["深色"]


@pytest.mark.parametrize(
    ("preference", "wanted"), [({"color_scheme": "dark"}, "dark"), ({"contrast": "more"}, "contrast"), ({"color_scheme": "light"}, "light")]
)
@pytest.mark.parametrize("scripts", each([True, False], True), ids=["with scripts", "without scripts"])
def test_system_is_followed_until_a_reader_chooses(open_page: OpenPage, at_root: str, preference: dict, wanted: str, scripts: bool) -> None:
    page = open_page(java_script_enabled=True, **preference)
    if not scripts:
        page.context.route("**/*.js", lambda route: route.fulfill(body=""))
    page.goto(at_root + TASK)
    assert paper(page) == PAPER[wanted]


def test_putting_a_choice_back_follows_the_system_again(open_page: OpenPage, at_root: str) -> None:
    page = open_page(color_scheme="dark")
    page.goto(at_root + TASK)
    press(page, "深色")
    press(page, "深色")
    page.emulate_media(color_scheme="light")
    page.reload()
    assert paper(page) == PAPER["light"]


def test_nothing_jumps_when_a_choice_is_applied(guarded: Page, at_root: str) -> None:
    """The first frame is drawn with it already: no element moves after."""
    guarded.goto(at_root + TASK)
    press(guarded, "大字版")
    press(guarded, "深色")
    guarded.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.shifts += one.value; }))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    guarded.goto(f"{at_root}{PAGE_TYPES['plan']}")
    guarded.wait_for_timeout(300)
    assert (guarded.evaluate("() => window.shifts"), paper(guarded)) == (0, PAPER["dark"])


_AT_FIRST = """new MutationObserver(() => {
    window.atFirst ||= document.body && [document.documentElement.dataset.size, document.documentElement.dataset.scheme];
}).observe(document, { childList: true, subtree: true });"""


def test_choice_stands_before_there_is_anything_to_draw(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    press(guarded, "大字版")
    press(guarded, "深色")
    guarded.add_init_script(_AT_FIRST)
    guarded.goto(f"{at_root}{PAGE_TYPES['plan']}")
    assert guarded.evaluate("() => window.atFirst") == ["large", "dark"]


def test_what_another_program_left_behind_does_no_harm(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    guarded.evaluate("() => { localStorage.setItem('gongkai-scheme', 'purple'); localStorage.setItem('gongkai-size', '\"><script>'); }")
    guarded.reload()
    assert (paper(guarded), type_size(guarded), pressed(guarded)) == (PAPER["light"], ORDINARY, [])


def test_where_nothing_may_be_kept_the_choice_holds_for_the_page(guarded: Page, at_root: str) -> None:
    guarded.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });")
    guarded.goto(at_root + TASK)
    press(guarded, "大字版")
    assert type_size(guarded) == pytest.approx(LARGE)


def test_without_scripts_a_link_explains_the_browsers_own_settings(open_page: OpenPage, base: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(base + TASK)
    expect(page.get_by_role("button", name="大字版")).to_be_hidden()
    page.get_by_role("link", name="放大文字、改变颜色").click()
    expect(page.get_by_role("heading", name="看不清怎么办")).to_be_in_viewport()


def test_paper_is_white_and_type_ordinary_whatever_was_chosen(guarded: Page, at_root: str, tmp_path: Path) -> None:
    guarded.goto(at_root + TASK)
    press(guarded, "大字版")
    press(guarded, "高对比")
    guarded.emulate_media(media="print")
    assert (paper(guarded), round(type_size(guarded), 1)) == (PAPER["light"], 14)


@pytest.mark.parametrize("scheme", each(["light", "dark"], "dark"))
def test_what_explains_a_bar_has_its_colours_where_the_reader_forces_colours(open_page: OpenPage, at_root: str, scheme: str) -> None:
    """Pictures keep their colours there; an empty piece is as white as the paper, and so is its sign, with an edge."""
    page = open_page(forced_colors="active", color_scheme=scheme)
    page.goto(at_root + PAGE_TYPES["plan"])
    colours = page.locator(".gk-tally").evaluate_all("""every => every.map((tally) => [
        [...tally.querySelectorAll(".gk-fill")].map((one) => getComputedStyle(one).fill),
        [...tally.querySelectorAll(".gk-count")].map((one) => getComputedStyle(one, "::before").borderTopColor),
    ].map((found) => [...new Set(found)].sort()))""")
    assert colours != []
    assert [of_bar for of_bar, _ in colours] == [of_words for _, of_words in colours]
    assert len(colours[0][0]) > 2


@pytest.mark.parametrize("scheme", each(["light", "dark"], "dark"))
def test_piece_of_a_bar_that_nobody_has_opened_has_an_edge_where_the_reader_forces_colours(
    open_page: OpenPage, at_root: str, scheme: str
) -> None:
    page = open_page(forced_colors="active", color_scheme=scheme)
    page.goto(at_root + "tongliang/2021/index.html")
    ink = page.evaluate("() => getComputedStyle(document.body).color")
    edges = page.locator(".gk-fill--unopened").evaluate_all("every => every.map((one) => getComputedStyle(one).stroke)")
    assert edges == [ink] * len(edges)
    assert edges != []
