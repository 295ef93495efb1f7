"""What a browser lacks that is as old as the floor of docs/standards.md allows, and any script that does not come, leaves an answer or the lists with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from helpers.browsers import PHONE, context_options
from helpers.documents import ROOT
from helpers.sites import PAGE_TYPES, Site, each
from helpers.styles import as_old_browsers_read
from playwright.sync_api import Browser, Page, Route, expect

# Made by docs/newer.py.
NEWER = json.loads((ROOT / "tests/cases/newer.json").read_text(encoding="utf-8"))["scripts"]
# Playwright's own scripts in a page need these; test_floor.py tells that ours do not.
NEWER["alone"] = [name for name in NEWER["alone"] if name not in ("BigInt64Array", "BigUint64Array", "globalThis")]
# A name that must be corrected, one as people say it, and a word of daily life.
QUERIES = ["卫建委", "发改委", "低保"]
SCRIPTS = {"theme/gongkai": "gongkai", **{f"search/{name}": name for name in ("m", "code", "loose", "near", "names", "narrow")}}
FILES = {**SCRIPTS, **{rf"search/\w+/{letter}/[^/]+": letter for letter in "scxvw"}}

# Takes away what came after the floor, and refuses patterns that browsers of the floor do not understand.
OLD = """({ alone, members }) => {
  const without = (holder, name) => {
    try {
      delete holder[name];
    } catch (error) {}
  };
  Object.keys(members).forEach((owner) => {
    const interface = window[owner];
    const holders = interface === undefined ? [] : [interface, interface.prototype, owner === "Window" ? window : undefined].filter(Boolean);
    holders.forEach((holder) => members[owner].forEach((name) => without(holder, name)));
  });
  alone.forEach((name) => without(window, name));
  const isNewer = (pattern, flags) => /\\\\p\\{|\\(\\?<|[^\\\\]\\(\\?[a-z-]/.test(pattern) || /[sdv]/.test(flags);
  window.RegExp = new Proxy(RegExp, {
    construct(made, [pattern, flags = ""]) {
      if (isNewer(String(pattern), flags)) throw new SyntaxError(`${pattern} ${flags}`);
      return Reflect.construct(made, [pattern, flags]);
    },
  });
}"""
# Nobody waits eight seconds for a file in a test.
IMPATIENT = "const wait = window.setTimeout; window.setTimeout = (act, time, ...given) => wait(act, Math.min(time, 400), ...given);"
# A sentence that can be seen, and below it hits, or the lists without a gap.
SOMETHING = """() => {
  if (document.getElementById("lists") === null) return false;
  const told = [...document.querySelectorAll("#search-status, #search-unscripted")].filter((one) => one.offsetHeight > 0).map((one) => one.textContent).join("");
  const results = document.getElementById("search-results");
  const before = results.lastElementChild || document.getElementById("search-status");
  const gap = document.getElementById("lists").getBoundingClientRect().top - before.getBoundingClientRect().bottom;
  const areLists = document.getElementById("search-lists").open && gap < 100;
  return /[一-鿿]{2}.*。/.test(told) && (document.querySelector("li[data-kind]") !== null || areLists);
}"""


# Links beside each other in a row of boxes, with nothing between.
TOUCHING = """() => [...document.querySelectorAll(".gk-footer__links > li, .gk-nav__list > li, .gk-card__links > *, .gk-jump > *")].filter((one) => {
  const next = one.nextElementSibling;
  const [here, there] = [one, next].map((box) => box && box.getBoundingClientRect());
  return there && here.width > 0 && here.top === there.top && there.left - here.right < 4;
}).length"""


# Requests that wait for the end of a test.
HANGING: list[Route] = []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A telephone, which may complain on its console of what it does not get."""
    context = browser.new_context(**context_options(viewport=PHONE))
    opened = context.new_page()
    yield opened
    while HANGING:
        HANGING.pop().abort()
    # What is let go of may be asked for once more, and would hang again: that is not waited for.
    opened.unroute_all(behavior="ignoreErrors")
    HANGING.clear()
    context.close()


@pytest.fixture
def old_page(page: Page) -> Page:
    page.add_init_script(f"({OLD})({json.dumps(NEWER)});")
    return page


def answer(page: Page, root: str, query: str) -> tuple[str, list[str]]:
    """What is said of a question, and where the hits lead."""
    page.goto(f"{root}search.html?q={query}")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    hits = page.locator("li[data-kind]").evaluate_all("(every) => every.map((one) => one.dataset.ref)")
    return page.locator("#search-status").inner_text(), hits


# --- features that are missing ------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize("query", each(QUERIES, "卫建委"))
def test_browser_of_the_floor_answers_as_any_other(browser: Browser, old_page: Page, at_root: str, query: str) -> None:
    newest = browser.new_page()
    asked = answer(newest, at_root, query)
    newest.close()
    assert (answer(old_page, at_root, query), asked[1] != []) == (asked, True)


def test_browser_of_the_floor_lacks_what_is_newer(old_page: Page, at_root: str) -> None:
    """Otherwise the others of these tests say nothing."""
    old_page.goto(f"{at_root}search.html")
    lacking = ["Array.prototype.flatMap", "String.prototype.matchAll", "Object.fromEntries", "Element.prototype.replaceChildren"]
    lacking += [
        "Element.prototype.toggleAttribute",
        "HTMLFormElement.prototype.requestSubmit",
        "window.structuredClone",
        "window.ResizeObserver",
    ]
    assert old_page.evaluate(f"() => [{','.join(lacking)}].map((one) => typeof one)") == ["undefined"] * len(lacking)
    with pytest.raises(Exception, match="SyntaxError"):
        old_page.evaluate("() => new RegExp('\\\\p{L}', 'u')")


@pytest.mark.sweep
def test_browser_of_the_floor_suggests_and_sends(old_page: Page, at_root: str) -> None:
    """A column, a unit or a place leads to its page; a name that many bear is asked for."""
    old_page.goto(at_root + PAGE_TYPES["home"])
    box = old_page.locator("input[type=search]").first
    if not box.is_visible():
        old_page.goto(f"{at_root}search.html")
        box = old_page.locator("#search-box")
    box.fill("发展改革委")
    expect(old_page.get_by_role("option").first).to_be_visible()
    old_page.keyboard.press("ArrowDown")
    old_page.keyboard.press("Enter")
    expect(old_page.locator("li[data-kind]").first).to_be_visible()


@pytest.mark.sweep
def test_browser_of_the_floor_narrows(old_page: Page, at_root: str) -> None:
    answer(old_page, at_root, "预算")
    old_page.locator("#search-narrow summary").click()
    kind = old_page.locator("#narrow-kind")
    expect(kind.locator("option[value=unit], option[value=task]").first).to_be_attached()
    kind.select_option("task")
    expect(old_page.locator("html")).to_have_attribute("data-answered", "预算")
    expect(old_page.locator("li[data-kind]:not([data-kind=task])")).to_have_count(0)
    assert old_page.locator("li[data-kind=task]").count() > 0


def test_browser_of_the_floor_narrows_a_plan_where_it_stands(old_page: Page, at_root: str) -> None:
    old_page.goto(at_root + PAGE_TYPES["plan"])
    form = old_page.locator("form[data-narrows]")
    entries = old_page.locator("[data-entry]:not([hidden])")
    every = entries.count()
    old_page.evaluate("() => document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    select = form.locator("select").first
    select.select_option(index=1)
    expect(form.get_by_role("status")).not_to_be_empty()
    assert 0 < entries.count() < every


@pytest.mark.sweep
def test_page_of_the_floor_fits_a_telephone_and_keeps_words_apart(old_page: Page, at_root: str, site: Site, kinds: dict[str, str]) -> None:
    """Without newer styles, too."""
    css = as_old_browsers_read((site.folder / "theme/gongkai.css").read_text(encoding="utf-8"))
    old_page.route("**/theme/gongkai.css", lambda route: route.fulfill(body=css, content_type="text/css"))
    wide, touching = {}, {}
    for kind, address in kinds.items():
        old_page.goto(at_root + address)
        wide[kind] = old_page.evaluate("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")
        touching[kind] = old_page.evaluate(TOUCHING)
    assert (wide, touching) == (dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0))


# --- scripts that are missing -------------------------------------------------------------------


def missing(route: Route) -> None:
    route.fulfill(status=404, body="<!DOCTYPE html><p>404</p>", content_type="text/html")


def unreadable(route: Route) -> None:
    """A sign that no browser reads: as newer writing is to an older one."""
    route.fulfill(body="@", content_type="text/javascript")


def hanging(route: Route) -> None:
    """Neither comes nor fails, until the test is over."""
    HANGING.append(route)


ENDINGS = {"missing": missing, "unreadable": unreadable, "hanging": hanging}


# The question that must be corrected asks for most files; to others each file is missing.
ASKED = [*((QUERIES[0], ending) for ending in ENDINGS), *((query, "missing") for query in QUERIES[1:])]


@pytest.mark.parametrize(
    ("query", "ending"), [pytest.param(*pair, marks=pytest.mark.sweep if pair[0] != QUERIES[0] else ()) for pair in ASKED]
)
@pytest.mark.parametrize("file", each(FILES, "search/code", "search/near"), ids=FILES.get)
def test_script_that_does_not_come_leaves_an_answer_or_the_lists(page: Page, at_root: str, file: str, ending: str, query: str) -> None:
    """But a page script that hangs: it is there before a page is drawn, as the style is, and a page waits for both."""
    if (file, ending) == ("theme/gongkai", "hanging"):
        return
    page.add_init_script(IMPATIENT)
    page.route(re.compile(rf"/{file}\.js$"), ENDINGS[ending])
    page.goto(f"{at_root}search.html?q={query}", wait_until="commit")
    page.wait_for_function(SOMETHING)
    assert "undefined" not in page.locator("main").inner_text()


def test_no_script_that_parses_leaves_the_lists_and_a_sentence(page: Page, at_root: str) -> None:
    """In a browser below the floor."""
    page.route(re.compile(r"\.js$"), unreadable)
    page.goto(f"{at_root}search.html?q=低保")
    page.wait_for_function(SOMETHING)
    assert page.locator("#search-unscripted").is_visible()


def test_question_that_hangs_after_an_answer_is_told_too(page: Page, at_root: str) -> None:
    page.add_init_script(IMPATIENT)
    answer(page, at_root, "发改委")
    page.route(re.compile(r"/search/.*\.js$"), hanging)
    page.locator("#search-box").fill("低保")
    expect(page.locator("#search-status")).to_contain_text("还没有全部取到")
    expect(page.locator("#search-lists")).to_have_attribute("open", "")
