"""Text is cut alike in Python and in the browser, and what people type finds what they mean, over the network and from a disk."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from conftest import Site, watched
from documents import names, places, plans
from gongkai.tokens import index_tokens, tokens
from playwright.sync_api import Browser, Page, expect

CASES = Path(__file__).parent / "cases"
TOKENS = json.loads((CASES / "tokens.json").read_text(encoding="utf-8"))
QUERIES = yaml.safe_load((CASES / "queries.yaml").read_text(encoding="utf-8"))
FOUND = [case for case in QUERIES if "first" in case]
NOT_FOUND = [case["query"] for case in QUERIES if case.get("none")]
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "</p><b>铜梁</b>",
    "$& 规划",
    "$`规划",
    "\\u003cscript>",
    "&lt;b&gt;",
    "{n}规划{q}",
    "规划\x00",
]
KINDS = ["unit", "path", "task", "section"]
SHOWN = 20  # hits of one kind before the reader asks for more


# --- how text is cut ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", TOKENS.values(), ids=TOKENS)
def test_python_cuts_text_as_agreed(case: dict[str, object]) -> None:
    assert tokens(case["text"]) == case["tokens"]


def test_the_browser_cuts_text_as_agreed(guarded: Page, at_root: str) -> None:
    guarded.goto(f"{at_root}search.html")
    texts = [case["text"] for case in TOKENS.values()]
    cut = guarded.evaluate("texts => texts.map((text) => window.gongkaiTokens.tokens(text))", texts)
    assert dict(zip(TOKENS, cut, strict=True)) == {name: case["tokens"] for name, case in TOKENS.items()}


def test_the_browser_cuts_every_official_text_as_python_does(guarded: Page, at_root: str) -> None:
    guarded.goto(f"{at_root}search.html")
    texts = [measure["text"] for plan in plans() for task in plan.tasks for measure in task["measures"]]
    assert guarded.evaluate("texts => texts.map((text) => window.gongkaiTokens.tokens(text))", texts) == [tokens(text) for text in texts]


def test_the_last_character_of_a_run_can_be_searched_alone() -> None:
    assert index_tokens("发改委、水 3") == ["发改", "改委", "委", "水", "3"]


# --- the index ----------------------------------------------------------------------------------


def cards(site: Site) -> list[dict[str, object]]:
    script = site.read("search/index.js")
    return json.loads(script.removeprefix("window.gongkaiSearch=").removesuffix(";\n"))["cards"]


def test_every_unit_path_task_and_section_of_the_real_places_can_be_found_and_nothing_else(site: Site) -> None:
    found = sorted((card["kind"], card["address"]) for card in cards(site))
    real = tuple(f"{place.slug}/" for place in places())
    kinds = ((page.body["data-page"], address) for address, page in site.pages.items() if address.startswith(real))
    assert found == sorted((kind, address) for kind, address in kinds if kind in KINDS)


def test_tasks_are_found_with_the_badge_of_their_page(site: Site) -> None:
    found = {card["address"]: card["badge"] for card in cards(site) if card["kind"] == "task"}
    assert found == {address: site.pages[address].select_one(".gk-standing [data-badge]")["data-badge"] for address in found}


# --- what people type ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What the search page says to a query."""

    status: str
    hits: list[tuple[str, str]]


@dataclass(frozen=True)
class Desk:
    """The search page, asked one query after the other by its address."""

    page: Page
    base: str

    def ask(self, query: str) -> Answer:
        self.page.goto(f"{self.base}search.html?q={quote(query, safe='')}")
        expect(self.page.locator("html")).to_have_attribute("data-answered", query.strip())
        hits = self.page.eval_on_selector_all("li[data-kind]", "every => every.map((one) => [one.dataset.kind, one.dataset.ref])")
        return Answer(self.page.locator("#search-status").inner_text(), [tuple(hit) for hit in hits])


@pytest.fixture(scope="module")
def desk(browser: Browser, base: str) -> Iterator[Desk]:
    with watched(browser) as open_one:
        yield Desk(open_one(), base)


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["query"])
def test_query_finds_first_what_is_meant(desk: Desk, case: dict[str, str]) -> None:
    first, *_ = [*desk.ask(case["query"]).hits, ("nothing", "")]
    assert re.fullmatch(case["first"], " ".join(first))


@pytest.mark.parametrize("query", NOT_FOUND, ids=repr)
def test_query_without_an_answer_is_told_so(desk: Desk, query: str) -> None:
    assert desk.ask(query) == Answer(f"没有找到“{query}”。请换一个词，或用下面的清单查找。", [])


@pytest.mark.parametrize("query", PAYLOADS, ids=repr)
def test_query_is_shown_as_text_and_never_run(desk: Desk, query: str) -> None:
    answer = desk.ask(query)
    inside = desk.page.eval_on_selector_all("#search-status *, main script, #search-results b", "every => every.length")
    assert (f"“{query}”" in answer.status, inside) == (True, 0)


@pytest.mark.parametrize("address", ["?q=%", "?q=%E5%8F", "?q=+", "?q=", "?", "?q=a&q=b", "?other=1", "?q=规划#main"], ids=str)
def test_odd_address_is_answered_without_an_error(desk: Desk, address: str) -> None:
    """The desk's page has no errors: it is watched to the end."""
    desk.page.goto(f"{desk.base}search.html{address}")
    expect(desk.page.locator("html")).to_have_attribute("data-ready", "1")


def test_very_long_query_is_answered(desk: Desk) -> None:
    assert desk.ask("规划" * 500).hits[0][0] in KINDS


@pytest.mark.parametrize("query", ["规划", "政务公开", "财政", "十四五", "公开", "2021"])
def test_hits_are_pages_of_the_site_and_stand_by_kind_units_first(desk: Desk, site: Site, query: str) -> None:
    hits = desk.ask(query).hits
    assert [kind for kind, _ in hits] == [kind for kind in KINDS for one, _ in hits if one == kind]
    assert [site.pages[ref].body["data-page"] for _, ref in hits] == [kind for kind, _ in hits]


# --- every name of every unit -------------------------------------------------------------------


def plain(name: str) -> str:
    """Names that differ only in the width of their signs are one."""
    return unicodedata.normalize("NFKC", name).lower()


def bearers() -> dict[str, set[str]]:
    """The pages of the units that bear a name, full name or alias."""
    found: dict[str, set[str]] = {}
    for place in places():
        for slug, unit in place.units.items():
            for name in names(unit):
                found.setdefault(plain(name), set()).add(place.unit_address(slug))
    return found


def test_every_name_and_alias_of_a_unit_puts_those_who_bear_it_first(desk: Desk) -> None:
    desk.ask("")
    every = bearers()
    answers = desk.page.evaluate(
        """names => names.map((name) => {
            document.getElementById("search-box").value = name;
            document.getElementById("search-form").requestSubmit();
            return Array.from(document.querySelectorAll("li[data-kind]"), (one) => [one.dataset.kind, one.dataset.ref]);
        })""",
        list(every),
    )
    first = {name: hits[: len(every[name])] for name, hits in zip(every, answers, strict=True)}
    assert {name: {(kind, ref) for kind, ref in hits} for name, hits in first.items()} == {
        name: {("unit", address) for address in addresses} for name, addresses in every.items()
    }


def test_no_more_units_bear_one_name_than_are_shown() -> None:
    assert max(len(addresses) for addresses in bearers().values()) <= SHOWN
