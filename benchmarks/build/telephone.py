"""What a reader on a slow telephone waits for: the first content of a task's page, and the first answer of the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser

from ..search.server import serving

TURNS = 5
QUERY = "财政局"
# Milliseconds there and back, bytes a second (-1: as fast as it goes), and how many times slower the processor is.
PAGE, SEARCH = (400, 50_000, 4), (200, -1, 1)
_WAITING = 60_000
_NOTE_ANSWER = """new MutationObserver((_, observer) => {
    if (document.documentElement?.dataset.answered) {
        observer.disconnect();
        window.answeredAfter = performance.now();
    }
}).observe(document, { attributes: true, subtree: true });"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_ANSWERED = "() => window.answeredAfter"


@dataclass(frozen=True)
class Waited:
    """Milliseconds, time by time."""

    content: Sequence[float]
    answer: Sequence[float]


def waited(browser: Browser, sites: Mapping[str, Path], page: str) -> dict[str, Waited]:
    """The sites by turns, each time as if nothing had been seen of them."""
    search = f"search.html?q={quote(QUERY)}"
    turns = [
        {
            name: (_until(browser, site, page, _PAINTED, PAGE), _until(browser, site, search, _ANSWERED, SEARCH))
            for name, site in sites.items()
        }
        for _ in range(TURNS)
    ]
    return {name: Waited([turn[name][0] for turn in turns], [turn[name][1] for turn in turns]) for name in sites}


def _until(browser: Browser, site: Path, address: str, event: str, link: tuple[int, int, int]) -> float:
    delay, speed, slowness = link
    with serving(site) as server, browser.new_context(viewport={"width": 375, "height": 700}, bypass_csp=True) as context:
        page = context.new_page()
        page.add_init_script(_NOTE_ANSWER)
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        conditions = {"offline": False, "latency": delay, "downloadThroughput": speed, "uploadThroughput": speed}
        tools.send("Network.emulateNetworkConditions", conditions)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": slowness})
        page.goto(server.address + address, timeout=_WAITING)
        return float(page.wait_for_function(event, timeout=_WAITING).json_value())
