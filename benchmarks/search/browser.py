"""A reader in headless Chromium: what the first answer costs, and how fast the next ones are."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from .engines import GONGKAI, Engine
from .server import AT_ONCE, Server, serving, telephone

REPEATS = 5
# Longer than this nobody waits; the rest of its repeats are left out.
PATIENCE = 30_000
_ASK = """([query, patience]) => new Promise((resolve) => {
    const root = document.documentElement;
    const start = performance.now();
    new MutationObserver((_, observer) => {
        if (root.dataset.answered === query) {
            observer.disconnect();
            resolve(performance.now() - start);
        }
    }).observe(root, { attributes: true });
    setTimeout(() => resolve(patience), patience);
    document.getElementById("search-box").value = query;
    document.getElementById("search-form").requestSubmit();
})"""
_ASK_AGAIN = """async ([query, repeats, patience]) => {
    const late = () => new Promise((resolve) => setTimeout(resolve, patience));
    const times = [];
    for (let turn = 0; turn <= repeats && !(times[turn - 1] >= patience / 10); turn += 1) {
        const start = performance.now();
        await Promise.race([window.gongkaiSearch.find(query), late()]);
        times.push(performance.now() - start);
    }
    return times;
}"""
_OPENED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


@dataclass(frozen=True)
class FirstAnswer:
    """What a query costs in a browser that has seen nothing: milliseconds, bytes and requests by what they were for, and errors."""

    query: str
    opened: float
    answered: float
    sizes: Mapping[str, int]
    requests: Mapping[str, int]
    errors: int

    def size(self, *parts: str) -> int:
        return sum(self.sizes.get(part, 0) for part in parts)

    def count(self, *parts: str) -> int:
        return sum(self.requests.get(part, 0) for part in parts)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def first_answers(browser: Browser, engine: Engine, site: Path, queries: Sequence[str]) -> list[FirstAnswer]:
    """Each query in a browser of its own, over a telephone's link, its code already there."""
    with serving(site, telephone()) as server:
        return [_first_answer(browser, engine, server, query) for query in queries[: engine.most_first]]


def _first_answer(browser: Browser, engine: Engine, server: Server, query: str) -> FirstAnswer:
    errors: list[str] = []
    opened = answered = float(PATIENCE)
    with browser.new_context() as context, _noted(engine, errors):
        page = _opened(context.new_page(), engine, server, errors)
        opened = page.evaluate(_OPENED)
        server.settle()
        answered = page.evaluate(_ASK, [query, PATIENCE])
        server.settle()
    sent = server.taken()
    sizes: Counter[str] = Counter()
    for one in sent:
        sizes[engine.part(one.address)] += one.size
    return FirstAnswer(query, opened, answered, sizes, Counter(engine.part(one.address) for one in sent), len(errors))


def later_answers(browser: Browser, engine: Engine, site: Path, queries: Sequence[str]) -> list[float]:
    """Milliseconds of every repeat, when all that the query needs is there."""
    times: list[float] = []
    with serving(site, AT_ONCE) as server, browser.new_context() as context, _noted(engine, []) as errors:
        page = _opened(context.new_page(), engine, server, errors)
        for query in queries:
            times += _repeated(page, query)
    return times or [PATIENCE]


def _repeated(page: Page, query: str) -> list[float]:
    """The repeats; where the first try took too long for any, that one."""
    first, *repeats = page.evaluate(_ASK_AGAIN, [query, REPEATS, PATIENCE])
    return repeats or [first]


def _opened(page: Page, engine: Engine, server: Server, errors: list[str]) -> Page:
    """The engine's page, ready to be asked."""
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda response: errors.extend([] if response.ok else [f"no {response.url}"]))
    page.goto(server.address + engine.page, timeout=engine.patience)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=engine.patience)
    return page


@contextmanager
def _noted(engine: Engine, errors: list[str]) -> Iterator[list[str]]:
    """What goes wrong while the block runs: of our page it ends the run, of others it is counted."""
    try:
        yield errors
    except Error as error:
        errors.append(str(error))
    if errors and engine is GONGKAI:
        raise SystemExit("; ".join(errors))
