"""The page of a task on a phone: what was asked and what was found in the first screen, the rest folded, everything within reach."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import pytest
from helpers.browsers import OpenPage
from helpers.sites import Site, each
from playwright.sync_api import Page, expect

# The window of a phone in CSS pixels; at least so many of the tasks answer within it; no more for the middle one before anything unfolds.
SCREEN = {"width": 375, "height": 812}
SHARE = 0.95
MOST = 1800
# Where these end in the page, and how long it is.
ENDS = """() => {
    const end = (selector) => document.querySelector(selector)?.getBoundingClientRect().bottom ?? null;
    return { heading: end("h1"), badge: end(".gk-standing [data-badge]"), length: document.documentElement.scrollHeight,
        finding: end("section[aria-labelledby=evidence] > .gk-evidences .gk-evidence__title") };
}"""
# Numbers that a line's end parts from what they count, in the first sentences of a page.
PARTED = """() => [...document.querySelectorAll(".gk-answer")].flatMap((answer) => {
    const nodes = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT), parted = [];
    for (let node = nodes.nextNode(); node; node = nodes.nextNode())
        for (const match of node.data.matchAll(/[0-9]+ ?[\u4e00-\u9fff]|已结束/g)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            if (new Set([...range.getClientRects()].map((line) => line.bottom)).size > 1) parted.push(match[0]);
        }
    return parted;
})"""
SOME = [
    "tongliang/2021/tasks/1.1.1.html",
    "tongliang/2021/tasks/5.3.1.html",
    "dianjiang/2021/tasks/1.2.1.html",
    "shilixian/2026/tasks/1.2.3.html",
]


@dataclass(frozen=True)
class Ends:
    """Where what must be seen ends, in pixels from the top; None where a task has no finding."""

    heading: float
    badge: float
    finding: float | None
    length: int


def ends(page: Page, at_root: str, addresses: list[str]) -> list[Ends]:
    shown = []
    for address in addresses:
        page.goto(at_root + address)
        shown.append(Ends(**page.evaluate(ENDS)))
    return shown


def task_pages(site: Site, which: str) -> list[str]:
    return SOME if which == "some" else [address for address, page in site.pages.items() if page.body["data-page"] == "task"]


@pytest.mark.parametrize("which", each(["some", "all"], "some"))
def test_heading_badge_and_first_finding_are_in_the_first_screen(open_page: OpenPage, at_root: str, site: Site, which: str) -> None:
    every = ends(open_page(viewport=SCREEN), at_root, task_pages(site, which))
    found = [one for one in every if one.finding is not None]
    seen = [one for one in found if max(one.heading, one.badge, one.finding or 0) <= SCREEN["height"]]
    assert (len(found) >= 3, len(seen) >= SHARE * len(found)) == (True, True)


@pytest.mark.sweep
def test_page_of_a_task_is_short_before_anything_is_unfolded(open_page: OpenPage, at_root: str, site: Site) -> None:
    every = ends(open_page(viewport=SCREEN), at_root, task_pages(site, "all"))
    assert statistics.median(one.length for one in every) <= MOST


@pytest.mark.parametrize("which", each(["some", "all"], "some"))
def test_heading_and_badge_are_in_the_first_screen_of_the_large_display(open_page: OpenPage, at_root: str, site: Site, which: str) -> None:
    page = open_page(viewport=SCREEN)
    page.add_init_script("localStorage.setItem('gongkai-size', 'large')")
    every = ends(page, at_root, task_pages(site, which))
    seen = [one for one in every if max(one.heading, one.badge) <= SCREEN["height"]]
    assert len(seen) >= SHARE * len(every)


def test_everything_folded_is_within_reach_without_scripts(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=SCREEN, java_script_enabled=False)
    page.goto(at_root + SOME[0])
    page.get_by_text("详情", exact=False).first.click()
    expect(page.get_by_text("登记为只有部分内容").first).to_be_visible()
    page.get_by_text("份单位自述").click()
    expect(page.get_by_text("单位自己说已经做到")).to_be_visible()
    page.get_by_role("heading", name="经过").click()
    expect(page.locator("#history .gk-moment").first).to_be_visible()


# Counts that break elsewhere than before what is said of them in brackets: a sign alone has less than the room of two characters.
BROKEN = """() => [...document.querySelectorAll(".gk-count")].filter((count) => {
    const lines = [...count.getClientRects()].filter((line) => line.width > 0);
    return lines.length > (count.textContent.includes("（") ? 2 : 1) || lines.some((line) => line.width < 40);
}).map((count) => count.textContent)"""


def test_no_line_of_the_answer_ends_within_a_number_and_what_it_counts(open_page: OpenPage, at_root: str) -> None:
    """At all widths of a phone, so that some line would end there."""
    page, parted = open_page(viewport=SCREEN), {}
    for address in ["index.html", "tongliang/2021/index.html", *SOME]:
        page.goto(at_root + address)
        for width in range(320, 430, 10):
            page.set_viewport_size({**SCREEN, "width": width})
            parted[address, width] = page.evaluate(PARTED) + page.evaluate(BROKEN)
    assert {where: words for where, words in parted.items() if words} == {}
