"""Everybody can use every page: axe in every display, the keyboard, the focus, targets, and what a screen reader is told (WCAG 2.2 AA)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product

import pytest
from helpers.browsers import ALL_RULES, AXE, AXE_RUN, COLOURS, DESKTOP, ENLARGED, NARROWEST, PHONE, STRUCTURE, OpenPage, settled
from helpers.documents import ROOT
from helpers.sites import GONE_THROUGH, PAGE_TYPES, USED_MOST, Site, each, representatives
from playwright.sync_api import Page, expect

TABLET = {"width": 768, "height": 1024}
WINDOWS = {"320": NARROWEST, "375": PHONE, "1280 at 200 %": ENLARGED, "768": TABLET, "1280": DESKTOP}
# What the controls in the page head set.
DISPLAYS = {
    "light": {"scheme": "light", "size": ""},
    "dark": {"scheme": "dark", "size": ""},
    "high contrast": {"scheme": "contrast", "size": ""},
    "大字版": {"scheme": "light", "size": "large"},
}
# Letters of either size in every window; other colours once, as they move nothing.
LOOKS = [*product(("light", "大字版"), WINDOWS), ("dark", "1280"), ("high contrast", "1280")]
# By which rules a look is judged: those of structure and targets where lines are shortest and letters largest, those of colours where
# colours are others. Light and ordinary they are judged by all rules, page by page and under a finger.
RULES = {("大字版", "320"): STRUCTURE, ("dark", "1280"): COLOURS, ("high contrast", "1280"): COLOURS}
SHOW = """({ scheme, size }) => {
    const root = document.documentElement;
    root.dataset.scheme = scheme;
    if (size) root.dataset.size = size; else delete root.dataset.size;
}"""


def audited(page: Page, rules: dict[str, object] = ALL_RULES) -> list[str]:
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return page.evaluate(AXE_RUN, rules)


def excess(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)")


# --- every page of the site ---------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What was wrong with a page: against the accessibility rules, and by how much it is wider than its window."""

    violations: list[str]
    excess: int


FAULTLESS = Seen([], 0)


@pytest.fixture
def auditing(open_page: OpenPage) -> Page:
    """A page with the rules loaded past the policy that lets pages run their own scripts only."""
    page = open_page(viewport=DESKTOP, bypass_csp=True)
    page.add_init_script(AXE)
    return page


def judged(page: Page, address: str, rules: dict[str, object] = ALL_RULES) -> Seen:
    """The rules in the widest window, the width in the narrowest."""
    page.set_viewport_size(DESKTOP)
    settled(page, address)
    violations = audited(page, rules)
    page.set_viewport_size(NARROWEST)
    return Seen(violations, excess(page))


SHARES = 4


@pytest.mark.sweep
@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_that_stands_on_any_page_breaks_a_rule(auditing: Page, at_root: str, site: Site, share: int) -> None:
    """As many pages as have every element in every place that one of its template has it in; the others have only other words in them."""
    found = {address: judged(auditing, at_root + address) for address in representatives(site)[share::SHARES]}
    assert found == dict.fromkeys(found, FAULTLESS)


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_of_the_site_breaks_a_rule(auditing: Page, at_root: str, site: Site, share: int) -> None:
    found = {address: judged(auditing, at_root + address, STRUCTURE) for address in list(site.sources)[share::SHARES]}
    assert found == dict.fromkeys(found, FAULTLESS)


# Put into a window that has the styles already: a tenth of what opening a page takes.
SHOWN_ONE_BY_ONE = """async (addresses) => {
    const base = document.head.appendChild(document.createElement("base")), wider = {}, root = document.documentElement;
    for (const address of addresses) {
        const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
        base.href = address;
        document.body.replaceWith(document.adoptNode(page.body));
        const excess = root.scrollWidth - root.clientWidth;
        if (excess > 0 || !document.querySelector("main")) wider[address] = excess;
    }
    return wider;
}"""


def wider_than_their_window(page: Page, addresses: list[str]) -> dict[str, int]:
    """By how many pixels each of these pages is, without its scripts, if it is at all."""
    settled(page, addresses[0])
    return page.evaluate(SHOWN_ONE_BY_ONE, addresses)


@pytest.mark.sweep
def test_no_page_of_the_site_is_wider_than_the_narrowest_window(open_page: OpenPage, at_root: str, site: Site) -> None:
    """Any word, name or address of the data may be the one that is too long."""
    page = open_page(viewport=NARROWEST, bypass_csp=True)
    assert wider_than_their_window(page, [at_root + address for address in site.sources]) == {}


def test_a_page_that_is_too_wide_would_be_noticed(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=NARROWEST, bypass_csp=True)
    page.route("**/about.html", lambda route: route.fulfill(body="<body><main><div style='width:330px'>x</div></main>"))
    assert wider_than_their_window(page, [f"{at_root}index.html", f"{at_root}about.html"]) == {f"{at_root}about.html": 10}


# --- every kind of page, in every display and window ----------------------------------------------


def test_no_kind_of_page_breaks_a_rule_or_is_wider_than_the_narrowest_window(auditing: Page, at_root: str) -> None:
    """Those that people use most, and contrast, most of the time, where lists are short; the sweep has all kinds in all displays, and all pages."""
    rules = {kind: STRUCTURE if kind in ("plan", "unit") else ALL_RULES for kind in GONE_THROUGH}
    found = {kind: judged(auditing, at_root + PAGE_TYPES[kind], rules[kind]) for kind in GONE_THROUGH}
    assert found == dict.fromkeys(GONE_THROUGH, FAULTLESS)


@pytest.mark.sweep
@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_no_kind_of_page_breaks_a_rule_or_its_window_in_any_display(auditing: Page, at_root: str, kind: str) -> None:
    settled(auditing, at_root + PAGE_TYPES[kind])
    found = {}
    for display, window in LOOKS:
        auditing.evaluate(SHOW, DISPLAYS[display])
        auditing.set_viewport_size(WINDOWS[window])
        rules = RULES.get((display, window))
        found[display, window] = Seen(audited(auditing, rules) if rules else [], excess(auditing))
    assert found == dict.fromkeys(LOOKS, FAULTLESS)


@pytest.mark.sweep
def test_no_kind_of_page_breaks_a_rule_under_a_finger(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=PHONE, is_mobile=True, has_touch=True, bypass_csp=True)
    page.add_init_script(AXE)
    found = {}
    for kind, address in PAGE_TYPES.items():
        settled(page, at_root + address)
        # Colours are those of a wide window: the ones of the pages used most, and of an answer, are measured here, too.
        found[kind] = audited(page, ALL_RULES if kind in (*USED_MOST, "answer") else STRUCTURE)
    assert {kind: broken for kind, broken in found.items() if broken} == {}


@pytest.mark.sweep
def test_a_broken_page_would_be_noticed(open_page: OpenPage, at_root: str) -> None:
    """The rules above find what they must find."""
    page = open_page(viewport=DESKTOP, bypass_csp=True)
    page.add_init_script(AXE)
    page.goto(f"{at_root}index.html")
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
        '<button style="width:10px;height:10px;padding:0"></button><button style="width:10px;height:10px;padding:0">x</button>'
        + '<p style="color:#999;background:#fff">pale words</p><div style="width:3000px">x</div>')""")
    rules = {one.split(":")[0] for one in audited(page)}
    assert (rules >= {"button-name", "target-size", "color-contrast"}, excess(page) > 0) == (True, True)


@pytest.mark.sweep
def test_text_may_be_spaced_out_without_being_cut_off(open_page: OpenPage, at_root: str, kinds: dict[str, str]) -> None:
    """WCAG 2.2, 1.4.12, with the spaces it names, in the narrowest window."""
    page = open_page(viewport=NARROWEST, bypass_csp=True)
    too_wide = {}
    for kind, address in kinds.items():
        settled(page, at_root + address)
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
        )
        too_wide[kind] = excess(page)
    assert too_wide == dict.fromkeys(kinds, 0)


@pytest.mark.sweep
def test_controls_of_the_large_display_are_large(open_page: OpenPage, at_root: str, kinds: dict[str, str]) -> None:
    """The design rules for the elderly ask for 44 and more; in running text a link is as high as its line."""
    page = open_page(viewport=PHONE)
    page.add_init_script("localStorage.setItem('gongkai-size', 'large')")
    small = {}
    for kind, address in kinds.items():
        settled(page, at_root + address)
        small[kind] = page.eval_on_selector_all(
            "button, select, input, .gk-nav a, .gk-header a",
            "every => every.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 90))",
        )
    assert small == {kind: [] for kind in kinds}


# --- by keyboard --------------------------------------------------------------------------------

STOPS = """() => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
        .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
    stops.forEach((one, place) => { one.dataset.stop = place; });
    return stops.length;
}"""
# Which stop has the focus, whether it shows, and whether anything of it can be seen (WCAG 2.4.7 and 2.4.11).
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const isSeen = [...one.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((part) => {
        const upper = Math.max(box.top, 0), lower = Math.min(box.bottom, innerHeight);
        const top = document.elementFromPoint(box.left + box.width * part, (upper + lower) / 2);
        return top && (top === one || one.contains(top));
    }));
    return [Number(one.dataset.stop ?? -1), style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3, isSeen, one.outerHTML.slice(0, 90)];
}"""


def walked(page: Page) -> tuple[list[int], list[str], list[str]]:
    """A walk with Tab from the top to the end: the stops in the order met, those whose focus does not show, those that are hidden."""
    met, plain, hidden = [], [], []
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
        stop, shows, is_seen, name = page.evaluate(FOCUSED)
        met.append(stop)
        plain += [] if shows else [name]
        hidden += [] if is_seen else [name]
    return met, plain, hidden


# As the first use of the box does, but with the focus still at the top.
FETCH_CODE = """() => document.head.append(Object.assign(
    document.createElement("script"), { src: document.getElementById("search-box").dataset.code }))"""


# In the narrowest windows lists stand in the same order; what is fixed to the window may hide more.
WALKS = [*((kind, "1280") for kind in PAGE_TYPES), *((kind, "375") for kind in GONE_THROUGH)]
IN_EVERY_RUN = (("home", "1280"), ("task", "1280"))


@pytest.mark.parametrize(
    ("kind", "window"), [pytest.param(*walk, marks=() if walk in IN_EVERY_RUN else pytest.mark.sweep) for walk in WALKS]
)
def test_tab_reaches_everything_in_the_order_of_the_page_and_the_focus_is_seen(
    open_page: OpenPage, at_root: str, kind: str, window: str
) -> None:
    page = open_page(viewport=WINDOWS[window])
    settled(page, at_root + PAGE_TYPES[kind])
    if kind == "search":
        # The boxes that narrow an answer come with the first use of the search.
        page.evaluate(FETCH_CODE)
        expect(page.locator("html")).to_have_attribute("data-ready", "1")
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    met, plain, hidden = walked(page)
    assert (met, plain, hidden) == (list(range(len(met))), [], [])


@pytest.mark.sweep
@pytest.mark.parametrize("display", each(DISPLAYS, "high contrast"))
def test_focus_is_seen_in_every_display(open_page: OpenPage, at_root: str, display: str) -> None:
    page = open_page(viewport=DESKTOP)
    settled(page, at_root + PAGE_TYPES["task"])
    page.evaluate(SHOW, DISPLAYS[display])
    _, plain, hidden = walked(page)
    assert (plain, hidden) == ([], [])


@pytest.mark.sweep
def test_focus_behind_something_would_be_noticed(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=DESKTOP, bypass_csp=True)
    page.goto(f"{at_root}index.html")
    page.add_style_tag(content="body::after { content: ''; position: fixed; inset: 0; background: #fff; z-index: 9 }")
    assert len(walked(page)[2]) > 10


# --- what a screen reader is told ---------------------------------------------------------------

SNAPSHOTS = ROOT / "tests/snapshots"
# Of the demonstration, so that new records of real places change none of them.
TOLD = {
    "home": "index.html",
    "plan": "shilixian/2026/index.html",
    "unit": "shilixian/units/caizhengju.html",
    "task": "shilixian/2026/tasks/1.1.1.html",
    "search": "search.html?q=%E7%A4%BA%E4%BE%8B%E5%8E%BF",
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", TOLD)
def test_accessibility_tree_is_the_one_that_was_read_and_found_good(open_page: OpenPage, at_root: str, name: str) -> None:
    """Read the difference; if it is right, run the tests once with UPDATE_SNAPSHOTS=1 and commit the file."""
    page = open_page(viewport=DESKTOP)
    settled(page, at_root + TOLD[name])
    told = page.locator("body").aria_snapshot() + "\n"
    file = SNAPSHOTS / f"{name}.yaml"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


@pytest.mark.sweep
def test_bars_are_not_read_out_as_their_words_are(open_page: OpenPage, at_root: str) -> None:
    page = open_page()
    for address in TOLD.values():
        settled(page, at_root + address)
        assert page.locator("svg:not([aria-hidden=true]):not([role=img][aria-label])").count() == 0


@pytest.mark.sweep
def test_page_has_its_landmarks_once(open_page: OpenPage, at_root: str, kinds: dict[str, str]) -> None:
    page = open_page()
    for address in kinds.values():
        settled(page, at_root + address)
        for landmark in ("banner", "main", "contentinfo"):
            expect(page.get_by_role(landmark)).to_have_count(1)
