"""The first view of any page: three requests, few bytes, nothing that jumps, readable without style, at home under the strictest policy."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from gongkai.publishing import preview
from helpers.browsers import DESKTOP, PHONE, OpenPage, settled
from helpers.documents import plans
from helpers.sites import PAGE_TYPES, Site, each, served
from playwright.sync_api import Page, expect

MOST_BYTES = 60_000
UNASKED = {kind: address for kind, address in PAGE_TYPES.items() if kind != "answer"}
# The picture beside the title in a browser's tab is fetched by the browser for itself, once for the whole site.
ICON = "theme/icon.svg"
SHARED = ("theme/gongkai.js", "theme/gongkai.css")
# Whoever opens the page that answers is about to ask.
ANSWERING = ("search/code.js", "search/m.js")
SHIFTS = (
    "window.shifts = []; new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(one.value)))"
    ".observe({ type: 'layout-shift', buffered: true });"
)

# What moved in a frame is told to who observes it a moment after.
TWO_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50))))"


def compressed(site: Site, address: str) -> int:
    return len(gzip.compress((site.folder / address).read_bytes(), 9))


@pytest.mark.sweep
def test_no_page_with_all_it_asks_for_is_heavier_than_sixty_kilobytes(site: Site) -> None:
    shared = sum(compressed(site, address) for address in (*SHARED, ICON))
    weights = {address: shared + compressed(site, address) for address in site.pages}
    assert {address: weight for address, weight in weights.items() if weight > MOST_BYTES} == {}


@pytest.mark.parametrize("kind", each(UNASKED, "search", "task"))
def test_page_asks_for_itself_one_script_and_one_sheet(open_page: OpenPage, at_root: str, kind: str) -> None:
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path.lstrip("/")))
    page.goto(at_root + UNASKED[kind], wait_until="networkidle")
    assert sorted(one for one in asked if one != ICON) == sorted([UNASKED[kind], *SHARED, *(ANSWERING if kind == "search" else ())])


@pytest.mark.sweep
@pytest.mark.parametrize("viewport", each([PHONE, DESKTOP], PHONE), ids=["phone", "desktop"])
def test_nothing_jumps_while_a_page_is_opened(open_page: OpenPage, at_root: str, kinds: dict[str, str], viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    page.add_init_script(SHIFTS)
    found = {}
    for kind, address in kinds.items():
        settled(page, at_root + address)
        # All it asks for is there; whatever that moves is moved in the frames that follow.
        page.evaluate(TWO_FRAMES)
        found[kind] = sum(page.evaluate("() => window.shifts"))
    # The words around what was asked come into the list of answers after it: less than one may see (good is below 0.1).
    assert (found.pop("answer", 0) < 0.01, found) == (True, dict.fromkeys(kinds.keys() & UNASKED.keys(), 0))


def test_a_page_that_jumps_would_be_noticed(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=PHONE, bypass_csp=True)
    page.add_init_script(SHIFTS)
    page.goto(f"{at_root}index.html")
    page.wait_for_timeout(300)
    page.evaluate("() => { const pusher = document.createElement('p'); pusher.style.height = '300px'; document.body.prepend(pusher); }")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate("() => window.shifts.length") > 0


LONGEST_PLAN = 6000


@pytest.mark.sweep
def test_no_plan_is_long_on_a_phone_before_anything_is_unfolded(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=PHONE)
    lengths = {}
    for plan in plans():
        page.goto(at_root + plan.address)
        lengths[plan.name] = page.evaluate("() => document.documentElement.scrollHeight")
    assert {name: length for name, length in lengths.items() if length > LONGEST_PLAN} == {}


# --- without style ------------------------------------------------------------------------------


@pytest.fixture
def without_style(open_page: OpenPage) -> Page:
    page = open_page(viewport=PHONE)
    page.context.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    return page


@pytest.mark.parametrize("kind", each(PAGE_TYPES, "unit", "task"))
def test_page_is_readable_without_style(without_style: Page, at_root: str, site: Site, kind: str) -> None:
    """Everything is there in its order, what is folded unfolds, words stand apart, and no picture fills the window."""
    settled(without_style, at_root + PAGE_TYPES[kind])
    expect(without_style.get_by_role("heading", level=1)).to_be_visible()
    words = without_style.locator("main").inner_text()
    without_style.eval_on_selector_all("details", "every => every.forEach((one) => { one.open = true; })")
    hidden = without_style.eval_on_selector_all("main [data-badge]", "every => every.filter((one) => !one.checkVisibility()).length")
    tall = without_style.eval_on_selector_all("svg", "every => every.filter((one) => one.getBoundingClientRect().height > 20).length")
    assert (len(words) > 30, hidden, tall) == (True, 0, 0)


# --- under the strictest policy -----------------------------------------------------------------


class _Strict(preview.Handler):
    """The preview server as a careful host runs it."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


@pytest.fixture(scope="module")
def under_strict_policy(site: Site) -> Iterator[str]:
    with served(site.folder, _Strict) as address:
        yield f"{address}/"


@pytest.mark.sweep
def test_every_kind_of_page_works_where_only_its_own_files_may_be_loaded(
    guarded: Page, under_strict_policy: str, kinds: dict[str, str]
) -> None:
    """The page is watched: a complaint about the policy fails this test at its end."""
    policies = set()
    guarded.on("response", lambda response: policies.add(response.headers.get("content-security-policy")))
    for address in kinds.values():
        settled(guarded, under_strict_policy + address)
        expect(guarded.get_by_role("heading", level=1)).to_be_visible()
    assert policies == {"default-src 'self'"}


@pytest.mark.sweep
def test_display_lists_and_suggestions_work_under_it(guarded: Page, under_strict_policy: str) -> None:
    guarded.goto(f"{under_strict_policy}{PAGE_TYPES['plan']}?unit=sifaju")
    guarded.get_by_role("button", name="大字版").click()
    expect(guarded.locator("html")).to_have_attribute("data-size", "large")
    expect(guarded.locator(".gk-filter__count")).to_have_text("显示 17 项，共 46 项。")
    guarded.locator("#header-search").press_sequentially("司法")
    expect(guarded.get_by_role("option").first).to_be_visible()
