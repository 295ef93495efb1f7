"""Names are suggested under every search box as one types: by keyboard, mouse, finger and ear, and never in the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from gongkai.search.bundle import NEAR, joined
from gongkai.search.names import pinyin
from helpers.browsers import ALL_RULES, AXE, AXE_RUN, OpenPage
from helpers.documents import ROOT
from helpers.sites import PAGE_TYPES, Site, each
from playwright.sync_api import Browser, Locator, Page, expect

BOXES = [PAGE_TYPES[kind] for kind in ("home", "search", "task", "unit")]
TASK = PAGE_TYPES["task"]
SPELLINGS = ["发", "发改委", "发展改革", "fgw", "fagai", "ＦＧＷ", "發改委", "發展", "Fa Gai Wei", "区发展改革委"]
# Borne in one place, and in two.
ONE = "区发展改革局"
TWO = "区发展改革委"


def box(page: Page) -> Locator:
    return page.locator("input[type=search]")


def options(page: Page) -> list[str]:
    return page.locator("[role=option] .gk-suggest__name").all_inner_texts()


def typed(page: Page, text: str) -> Locator:
    """Type into the box of a page until something is suggested."""
    box(page).focus()
    page.keyboard.insert_text(text)
    expect(page.get_by_role("option").first).to_be_visible()
    return box(page)


def active(page: Page) -> str | None:
    """The name that a screen reader is told is active; it must be the one that is marked."""
    identifier = box(page).get_attribute("aria-activedescendant")
    marked = page.locator("[role=option][aria-selected=true]")
    assert marked.evaluate_all("every => every.map((one) => one.id)") == ([identifier] if identifier else [])
    return marked.locator(".gk-suggest__name").inner_text() if identifier else None


# --- what is suggested --------------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize("query", each(SPELLINGS, "发改委", "ＦＧＷ", "發展", "Fa Gai Wei"))
def test_unit_is_suggested_first_however_it_is_begun(guarded: Page, base: str, query: str) -> None:
    guarded.goto(base + TASK)
    typed(guarded, query)
    assert options(guarded)[0] == TWO


def test_option_tells_the_place_or_how_many_there_are(guarded: Page, on_disk: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "fgw")
    assert [one.split() for one in guarded.get_by_role("option").all_inner_texts()] == [
        [TWO, "2", "个地方"],
        [ONE, "莱芜区"],
        ["区发改局", "从化区"],
        ["县发展改革委", "垫江县"],
        ["区发展改革委网页", "铜梁区"],
        ["县发展改革委网页", "垫江县"],
    ]


def test_no_more_than_eight_names_are_suggested(guarded: Page, on_disk: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "区")
    assert len(options(guarded)) == 8


@pytest.mark.sweep
def test_browser_reads_every_spelling_as_python_does(guarded: Page, at_root: str, site: Site) -> None:
    guarded.goto(at_root + TASK)
    box(guarded).focus()
    guarded.wait_for_function("() => window.gongkaiSuggest")
    content = json.loads((site.folder / "search/names.js").read_text(encoding="utf-8").removeprefix("gongkaiNames(").removesuffix(");\n"))
    forms = [form for row in content["names"] for form in row[3]]
    read = "([content, forms]) => { const names = window.gongkaiSuggest.read(content); return forms.map((form) => names.sound(form)); }"
    assert guarded.evaluate(read, [content, forms]) == [pinyin(form)[0] for form in forms]


def test_a_box_is_made_ready_once_however_often_its_script_comes(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    box(guarded).focus()
    guarded.wait_for_function("() => window.gongkaiSuggest")
    guarded.evaluate(
        """() => new Promise((resolve) => {
            const script = document.createElement("script");
            script.src = document.querySelector("[data-script]").dataset.script;
            script.onload = resolve;
            document.head.append(script);
        })"""
    )
    assert guarded.locator(".gk-suggest__list").count() == 1


# --- when it is loaded --------------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize("address", each(BOXES, PAGE_TYPES["home"], PAGE_TYPES["search"]))
def test_nothing_is_loaded_before_the_box_has_the_focus_and_then_once(open_page: OpenPage, under_portal: str, address: str) -> None:
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(under_portal + address, wait_until="networkidle")
    before = sum("names.js" in url for url in asked)
    typed(page, "财")
    page.keyboard.insert_text("政")
    page.locator("h1").click()
    box(page).focus()
    assert (before, sum("names.js" in url for url in asked)) == (0, 1)


# --- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("ArrowDown", TWO),
        pytest.param("ArrowDown ArrowDown", ONE, marks=pytest.mark.sweep),
        pytest.param("ArrowUp", "县发展改革委网页", marks=pytest.mark.sweep),
        pytest.param("ArrowDown ArrowUp", "县发展改革委网页", marks=pytest.mark.sweep),
        ("ArrowUp ArrowDown", TWO),
        pytest.param("ArrowDown End", "县发展改革委网页", marks=pytest.mark.sweep),
        pytest.param("ArrowUp Home", TWO, marks=pytest.mark.sweep),
        pytest.param("Home", None, marks=pytest.mark.sweep),
        pytest.param("ArrowDown Escape", None, marks=pytest.mark.sweep),
        pytest.param("ArrowDown Tab", None, marks=pytest.mark.sweep),
        ("Escape ArrowDown", TWO),
        ("ArrowDown Backspace", None),
    ],
)
def test_key_leads_to_a_name(guarded: Page, on_disk: str, keys: str, name: str | None) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "fgw")
    for key in keys.split():
        guarded.keyboard.press(key)
    assert active(guarded) == name


def test_escape_closes_the_list_and_then_clears_the_box(guarded: Page, on_disk: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "fgw").press("Escape")
    closed = (options(guarded), box(guarded).input_value(), box(guarded).get_attribute("aria-expanded"))
    box(guarded).press("Escape")
    assert (closed, box(guarded).input_value()) == (([], "fgw", "false"), "")


def test_tab_leaves_with_what_was_typed(guarded: Page, on_disk: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "fgw").press("ArrowDown")
    guarded.keyboard.press("Tab")
    expect(guarded.get_by_role("button", name="搜索")).to_be_focused()
    assert (options(guarded), box(guarded).input_value()) == ([], "fgw")


# --- choosing -----------------------------------------------------------------------------------


def by_keyboard(page: Page, name: str) -> None:
    while active(page) != name:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def by_mouse(page: Page, name: str) -> None:
    page.get_by_role("option", name=name).first.click()


@pytest.mark.sweep
@pytest.mark.parametrize("choose", [by_keyboard, by_mouse])
@pytest.mark.parametrize("address", each([PAGE_TYPES["home"], TASK], TASK))
def test_name_of_one_place_leads_to_its_page(guarded: Page, base: str, address: str, choose: Callable[[Page, str], None]) -> None:
    guarded.goto(base + address)
    typed(guarded, "fgw")
    choose(guarded, ONE)
    guarded.wait_for_url(f"{base}laiwu/units/*.html")
    expect(guarded.locator("h1")).to_contain_text(ONE)


@pytest.mark.parametrize("choose", each([by_keyboard, by_mouse], by_keyboard))
def test_name_of_several_places_is_searched(guarded: Page, base: str, choose: Callable[[Page, str], None]) -> None:
    guarded.goto(base + TASK)
    typed(guarded, "fgw")
    choose(guarded, TWO)
    guarded.wait_for_url(f"{base}search.html?q={quote(TWO)}")


def test_finger_chooses_a_name(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True)
    page.goto(at_root + PAGE_TYPES["home"])
    typed(page, "fgw")
    page.get_by_role("option", name=ONE).tap()
    page.wait_for_url(f"{at_root}laiwu/units/*.html")


def test_enter_without_a_choice_searches_what_was_typed(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    typed(guarded, "fgw").press("Enter")
    guarded.wait_for_url(f"{at_root}search.html?q=fgw")


# --- input methods ------------------------------------------------------------------------------


def test_nothing_is_suggested_while_an_input_method_composes(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + TASK)
    typed(guarded, "f")
    keyboard = guarded.context.new_cdp_session(guarded)
    keyboard.send("Input.imeSetComposition", {"text": "fa'g", "selectionStart": 4, "selectionEnd": 4})
    composing = options(guarded)
    box(guarded).fill("")
    keyboard.send("Input.imeSetComposition", {"text": "fa'gai", "selectionStart": 6, "selectionEnd": 6})
    keyboard.send("Input.insertText", {"text": "发改"})
    expect(guarded.get_by_role("option").first).to_be_visible()
    assert (composing, box(guarded).input_value(), options(guarded)[0]) == ([], "发改", TWO)


def test_keys_of_an_input_method_do_not_choose(guarded: Page, on_disk: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "fgw")
    press = "one => one.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', isComposing: true, bubbles: true }))"
    assert (box(guarded).evaluate(press), active(guarded)) == (True, None)


# --- for the ear and the eye --------------------------------------------------------------------


def test_box_and_list_are_told_apart_as_the_pattern_asks(guarded: Page, on_disk: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "fgw").press("ArrowDown")
    listed = guarded.get_by_role("listbox", name="建议")
    told = {name: box(guarded).get_attribute(name) for name in ("role", "aria-autocomplete", "aria-expanded", "aria-controls")}
    assert told == {
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "true",
        "aria-controls": listed.get_attribute("id"),
    }


@pytest.mark.sweep
@pytest.mark.parametrize(("query", "words"), [("fgw", "6 条建议，按上下箭头选择"), ("fgwzz", "没有建议，可以直接搜索")])
def test_number_of_names_is_announced(guarded: Page, on_disk: str, query: str, words: str) -> None:
    guarded.goto(on_disk + TASK)
    typed(guarded, "f")
    box(guarded).fill(query)
    expect(guarded.locator(".gk-suggest [role=status]")).to_have_text(words)


@pytest.mark.sweep
@pytest.mark.parametrize(
    "appearance",
    each([{}, {"color_scheme": "dark"}, {"forced_colors": "active"}], {"color_scheme": "dark"}),
    ids=["plain", "dark", "forced colours"],
)
def test_open_list_breaks_no_rule_of_accessibility(open_page: OpenPage, at_root: str, appearance: dict[str, object]) -> None:
    page = open_page(bypass_csp=True, **appearance)
    page.add_init_script(AXE)
    page.goto(at_root + TASK)
    typed(page, "fgw").press("ArrowDown")
    assert page.evaluate(AXE_RUN, ALL_RULES) == []


def test_names_can_be_touched_and_fit_the_narrowest_window(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True)
    page.goto(at_root + PAGE_TYPES["home"])
    typed(page, "公")
    edges = page.get_by_role("option").evaluate_all("every => every.map((one) => one.getBoundingClientRect().toJSON())")
    assert [edge for edge in edges if edge["height"] < 44 or edge["left"] < 0 or edge["right"] > 320] == []


# --- names of any content, and none -------------------------------------------------------------

WIDGET = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>建议</title><form action="answer.html"><label for="box">查</label>
<input id="box" name="q" type="search" data-suggest="建议" data-suggest-count="{{n}} 条" data-suggest-none="没有" data-suggest-failed="出错" data-suggest-places="{{n}} 个地方"
 data-names="{names}" data-root=""></form><script src="suggest.js"></script>"""


@pytest.fixture
def widget(tmp_path: Path) -> Callable[..., str]:
    """Writes a page with a search box and its names; answers its address."""

    def write(*names: list[object], simplified: str = "") -> str:
        content = {"names": names, "places": [], "readings": "", "exceptions": [], "simplified": simplified}
        (tmp_path / "names.js").write_text(f"gongkaiNames({json.dumps(content)});", encoding="utf-8")
        (tmp_path / "suggest.js").write_text(joined(ROOT / "theme/scripts", NEAR), encoding="utf-8")
        (tmp_path / "answer.html").write_text("<!DOCTYPE html><title>答</title>", encoding="utf-8")
        page = tmp_path / "page.html"
        page.write_text(WIDGET.format(names="names.js" if names else "missing.js"), encoding="utf-8")
        return page.as_uri()

    return write


HOSTILE = ["<img src=x onerror=alert(1)>甲", "甲</li><script>alert(1)</script>", "甲{n}$&", "甲\n乙", '甲" onfocus="alert(1)']


def test_names_are_shown_as_text_and_never_run(guarded: Page, widget: Callable[..., str]) -> None:
    guarded.goto(widget(*([0, name, 1, [], f"{name}县", ""] for name in HOSTILE)))
    typed(guarded, "甲")
    texts = guarded.locator("[role=option]").evaluate_all("every => every.map((one) => one.textContent)")
    inside = guarded.locator("[role=option] > :not(.gk-suggest__name, .gk-suggest__place), [role=option] span *").count()
    assert (sorted(texts), inside) == (sorted(f"{name} {name}县" for name in HOSTILE), 0)


def test_whole_names_come_first_then_beginnings_then_parts_and_units_before_columns(guarded: Page, widget: Callable[..., str]) -> None:
    names = [
        (0, "县财政局"),
        (0, "财政局"),
        (0, "财务科"),
        (1, "财"),
        (0, "县财办"),
        (1, "财政信息"),
        (0, "乙局"),
        (1, "县财政"),
        (0, "财"),
    ]
    guarded.goto(widget(*([kind, name, 1, ["丙", "财"] if name == "乙局" else [], "甲县", ""] for kind, name in names)))
    typed(guarded, "财")
    assert options(guarded) == ["乙局", "财", "财", "财政局", "财务科", "财政信息", "县财政局", "县财办"]


def test_name_of_more_places_comes_before_its_equals(guarded: Page, widget: Callable[..., str]) -> None:
    guarded.goto(widget([0, "甲局", 1, [], "乙县", ""], [0, "甲办", 3, [], "", ""]))
    typed(guarded, "甲")
    assert options(guarded) == ["甲办", "甲局"]


def test_one_traditional_character_stands_for_the_simplified_on_either_side(guarded: Page, widget: Callable[..., str]) -> None:
    guarded.goto(widget([0, "衛生局", 1, [], "甲县", ""], [0, "卫健局", 1, [], "甲县", ""], simplified="衛卫"))
    typed(guarded, "卫")
    assert options(guarded) == ["衛生局", "卫健局"]


def test_box_without_names_is_an_ordinary_box(browser: Browser, widget: Callable[..., str]) -> None:
    """Not watched: the browser itself reports the missing file."""
    page, errors = browser.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(widget())
    with page.expect_event("requestfailed", lambda request: request.url.endswith("missing.js")):
        box(page).focus()
    page.keyboard.type("fgw")
    page.keyboard.press("ArrowDown")
    shown = page.locator("[role=option]").count()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"answer\.html\?q=fgw$"))
    page.close()
    assert (shown, errors) == (0, [])
