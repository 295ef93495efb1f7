"""A published site under other hosts and schemes than it was settled for: www or not, https or not, a staging machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers.browsers import context_options
from helpers.builders import PLAN, DataFolder
from helpers.hosts import publish, server
from helpers.sites import each
from playwright.sync_api import Browser, Page, expect

HEAD_COLOUR = "rgb(11, 74, 143)"
AS_OF = "2025-11-20"
HOSTS = ["http://www.portal.test", "https://portal.test", "http://staging.internal:8080"]
DEEP = "a/b/c/d/e/f?q=1#g"
WRONG = each(["nothing.html", "shili/2025/tasks/9.9.9.html", "shili/2025/tasks/", DEEP], DEEP)


@pytest.fixture(scope="module", params=["/", "/portal/"])
def prefix(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, prefix: str) -> Path:
    folder = tmp_path_factory.mktemp("hosts")
    county = DataFolder(folder)
    # Made-up plans are not searched.
    county.replace(PLAN, "demonstration: true", "demonstration: false")
    return publish(county.load(), folder / "site", f"https://www.portal.test{prefix}", AS_OF)


@pytest.fixture(scope="module")
def visited(browser: Browser, small: Path, prefix: str) -> Iterator[tuple[Page, list[str]]]:
    """A page that reads the site from every host, and what it complained of."""
    context = browser.new_context(**context_options())
    context.route("**/*", server(small, prefix))
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    yield page, complaints
    context.close()


@pytest.mark.sweep
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_address_shows_a_whole_page_whatever_the_host(visited: tuple[Page, list[str]], prefix: str, host: str, wrong: str) -> None:
    page, complaints = visited
    complaints.clear()
    response = page.goto(host + prefix + wrong)
    colour = page.evaluate("() => getComputedStyle(document.querySelector('.gk-header')).backgroundColor")
    # The browser itself says that the page itself was not there, and nothing else.
    assert (response.status, colour, [text for text in complaints if "404" not in text], len(complaints)) == (404, HEAD_COLOUR, [], 1)


@pytest.mark.sweep
def test_every_link_of_the_page_for_wrong_addresses_leads_to_a_page_of_the_same_host(visited: tuple[Page, list[str]], prefix: str) -> None:
    page, _ = visited
    home = f"{HOSTS[1]}{prefix}"
    page.goto(f"{home}a/b/c.html")
    targets = page.eval_on_selector_all(
        "a[href], link[rel=icon], link[rel=stylesheet]", "every => every.map((one) => one.href.split('#')[0])"
    )
    own = sorted({target for target in targets if target.startswith(home)} - {f"{home}a/b/c.html"})
    answers = {target: page.evaluate("async (target) => (await fetch(target)).status", target) for target in own}
    assert (len(own) > 8, answers) == (True, dict.fromkeys(own, 200))


@pytest.mark.sweep
def test_search_from_the_page_for_wrong_addresses_is_answered(visited: tuple[Page, list[str]], prefix: str) -> None:
    page, _ = visited
    page.goto(f"{HOSTS[2]}{prefix}a/b/c.html")
    page.locator("#header-search").fill("发改局")
    page.locator("#header-search").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-answered", "发改局")
    assert page.url.startswith(f"{HOSTS[2]}{prefix}search.html?q=")
    expect(page.locator("li[data-kind]").first).to_be_visible()


@pytest.mark.sweep
def test_published_pages_let_nothing_set_their_base(small: Path) -> None:
    pages = [BeautifulSoup(file.read_text(encoding="utf-8"), "lxml") for file in small.rglob("*.html")]
    policies = {page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"].rpartition("; ")[2] for page in pages}
    assert (len(pages) > 8, policies, [page for page in pages if page.find("base")]) == (True, {"base-uri 'none'"}, [])
