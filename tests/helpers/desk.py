"""The search page as a reader uses it: a query goes into the box, an answer comes back; many in one page are quick."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from helpers.sites import Site
from playwright.sync_api import Page, expect

QUERIES = yaml.load((Path(__file__).parents[1] / "cases/queries.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
# Every answer sets the attribute anew, the same query too.
_ASK = """async (queries) => {
    const box = document.getElementById("search-box");
    const answers = [];
    for (const query of queries) {
        await new Promise((resolve) => {
            const seen = new MutationObserver(() => { seen.disconnect(); resolve(); });
            seen.observe(document.documentElement, { attributeFilter: ["data-answered"] });
            box.value = query;
            document.getElementById("search-form").requestSubmit();
        });
        answers.push([
            document.documentElement.dataset.answered,
            document.getElementById("search-status").textContent,
            Array.from(document.querySelectorAll("li[data-kind]"), (one) => `${one.dataset.kind} ${one.dataset.ref}`),
            document.querySelectorAll("#search-status *, main script, main img, main svg, #search-results b").length,
        ]);
    }
    return answers;
}"""


@dataclass(frozen=True)
class Answer:
    """What the page says to a query, its hits as `kind address`, and how many elements came out of the query itself."""

    query: str
    status: str
    hits: tuple[str, ...]
    intruders: int


@dataclass(frozen=True)
class Desk:
    """The search page of the site at `base`, open in a browser."""

    page: Page
    base: str

    def open(self, address: str = "") -> None:
        """Go to the page, with a question in the address or without, and wait until it can be asked."""
        self.page.goto(f"{self.base}search.html{address}")
        self.page.locator("#search-box").focus()
        expect(self.page.locator("html")).to_have_attribute("data-ready", "1")

    def ask_all(self, queries: Iterable[str]) -> dict[str, Answer]:
        """One query after the other in the open page."""
        every = list(queries)
        found = self.page.evaluate(_ASK, every)
        return {query: Answer(asked, status, tuple(hits), count) for query, (asked, status, hits, count) in zip(every, found, strict=True)}

    def ask(self, query: str) -> Answer:
        return self.ask_all([query])[query]

    def shown(self) -> list[str]:
        """The hits that stand on the page now."""
        return self.page.eval_on_selector_all("li[data-kind]", "every => every.map((one) => `${one.dataset.kind} ${one.dataset.ref}`)")


def told(site: Site, words: str, **values: object) -> str:
    """A sentence of the page, as its template has it, with its blanks filled."""
    text = site.pages["search.html"].select_one("#search-results")[f"data-{words}"]
    return re.sub(r"\{(\w)\}", lambda blank: str(values[blank[1]]), text)


def total(answer: Answer) -> int:
    """How many hits an answer says there are; none is said without a number."""
    numbers = re.sub("“.*”", "", answer.status)
    found = re.search(r"(\d+) 条", numbers)
    return int(found[1]) if found else 0
