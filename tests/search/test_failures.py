"""Whatever goes wrong while the search page answers ends in a Chinese sentence, with the lists of the page in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from helpers.browsers import context_options
from helpers.builders import PLAN, DataFolder
from helpers.hosts import publish, server
from helpers.sites import each
from playwright.sync_api import Browser, BrowserContext, Page, expect

ADDRESS = "https://www.portal.test/search.html"
# What may come in the place of a file: the page of a proxy, an error in its midst, an answer that is none, nothing.
NONSENSE = ["<!DOCTYPE html><p>请登录</p>", "throw new Error('甲');", "gongkaiPart('m', {}); gongkaiNames({});", "gongkaiPart('m', 7);", ""]
FAILED = re.compile("搜索出了错.*清单")


@pytest.fixture(scope="module")
def context(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A small published site; its county is not made up, because made-up plans are not searched."""
    folder = tmp_path_factory.mktemp("failures")
    county = DataFolder(folder)
    county.replace(PLAN, "demonstration: true", "demonstration: false")
    opened = browser.new_context(**context_options())
    opened.route("**/*", server(publish(county.load(), folder / "site", "https://www.portal.test", "2025-11-20"), "/"))
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """It may complain on its console of what is wrong with its files."""
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.mark.sweep
@pytest.mark.parametrize("content", each(NONSENSE, NONSENSE[0]))
@pytest.mark.parametrize("file", each(["code", "m", "loose", "names", "near", "s/.*", r"c/\d+", r"x/\d+"], "m", "names", "s/.*"))
def test_nonsense_in_the_place_of_a_file_ends_in_a_sentence(page: Page, file: str, content: str) -> None:
    """For a query that is answered, and one that must be corrected."""
    page.route(re.compile(rf"/search/(.*/)?{file}\.js$"), lambda route: route.fulfill(body=content, content_type="text/javascript"))
    for query in ("规划", "发盖局"):
        page.goto(f"{ADDRESS}?q={query}")
        expect(page.locator("#search-status")).to_have_text(re.compile("[一-鿿]{2}.*。"))
        assert "undefined" not in page.locator("main").inner_text()


def test_missing_code_is_told_and_the_lists_are_in_sight(page: Page) -> None:
    page.route(re.compile("/code.js$"), lambda route: route.abort())
    page.goto(f"{ADDRESS}?q=规划")
    expect(page.locator("#search-status")).to_have_text(FAILED)
    expect(page.get_by_role("heading", name="全部清单")).to_be_in_viewport()


BREAKAGES = {
    "scoring": "window.lunr.Index.prototype.query = () => { throw new Error('甲'); }",
    # Of the answer, and of the names under the box.
    "the list": "const make = document.createElement.bind(document);"
    "document.createElement = (name) => { if (name === 'li') throw new Error('甲'); return make(name); }",
    "cards": "window.gongkaiSearch.card = () => Promise.reject(new Error('甲'))",
}


@pytest.mark.sweep
@pytest.mark.parametrize("breakage", BREAKAGES)
def test_exception_while_answering_is_told(page: Page, breakage: str) -> None:
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{ADDRESS}?q=规划")
    expect(page.locator("li[data-kind]").first).to_be_visible()
    # The names under the box have come, too.
    page.locator("#search-box").fill("发改")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-answered", "发改")
    page.evaluate(f"() => {{ {BREAKAGES[breakage]} }}")
    page.locator("#search-box").fill("发展改革")
    expect(page.locator("html")).to_have_attribute("data-answered", "发展改革")
    assert (FAILED.match(page.locator("#search-status").inner_text()) is not None, page.locator("li[data-kind]").count(), errors) == (
        True,
        0,
        [],
    )


def test_question_of_nothing_but_ways_to_reach_somebody_is_answered_at_once(page: Page) -> None:
    """A pattern of such words would try every way of cutting them: 电话号码 is 电话 and 号码, too."""
    page.goto(f"{ADDRESS}?q={'电话号码' * 37}甲")
    expect(page.locator("#search-status")).to_have_text(re.compile("没有找到"))
