"""Debian's browsers, opened so that pages cannot complain unheard, and the rules of accessibility to hold pages against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import axe_playwright_python
import pytest
from gongkai import workshop
from gongkai.publishing import preview
from playwright.sync_api import Browser, Page, Playwright, expect

# Patience for a busy machine; no test measures time.
expect.set_options(timeout=30_000)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
# WCAG 2.2, 1.4.10: a window of 1280 at 400 % is 320 wide; at 200 % it is 640.
NARROWEST = {"width": 320, "height": 800}
ENLARGED = {"width": 640, "height": 450}
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# To measure colours takes two thirds of the time that all rules take.
OF_COLOURS = ("color-contrast", "link-in-text-block")
# Target size (WCAG 2.5.8) is a rule that axe leaves out unless it is asked for.
ALL_RULES: dict[str, object] = {"runOnly": STANDARDS, "rules": {"target-size": {"enabled": True}}}
STRUCTURE: dict[str, object] = {
    "runOnly": STANDARDS,
    "rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in OF_COLOURS}},
}
COLOURS: dict[str, object] = {"runOnly": list(OF_COLOURS)}
AXE_RUN = """(rules) => axe.run(document, { ...rules, resultTypes: ["violations"] }).then(
    (found) => found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}`)))"""


@contextmanager
def chromium(playwright: Playwright, *options: str) -> Iterator[Browser]:
    """Debian's chromium. A test that cannot have it fails: a skipped browser test is a false pass."""
    executable = workshop.chromium()
    if not workshop.has_chinese_browser():
        pytest.fail(f"没有浏览器或中文字体。请运行 {workshop.INSTALLING}，或用环境变量 CHROMIUM 写明浏览器的路径。", pytrace=False)
    opened = playwright.chromium.launch(executable_path=executable, args=options)
    yield opened
    opened.close()


@dataclass
class Guard:
    """Collects what pages complain of: console messages, script errors, failed requests, requests to other hosts."""

    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self.complaints.append(f"console {message.type}: {message.text} ({page.url})"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error} ({page.url})"))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url} ({request.failure})"))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.context.route(_FOREIGN, lambda route: (self.complaints.append(f"foreign: {route.request.url}"), route.abort()))


_FOREIGN = re.compile(rf"^(?!http://{re.escape(preview.LOOPBACK)}:|file:///)")

OpenPage = Callable[..., Page]


def context_options(**options: object) -> dict[str, object]:
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce", "service_workers": "block", **options}


@contextmanager
def watched(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages, each in a context of its own with the options given; at the end none may have complained."""
    guard, contexts = Guard(), []

    def open_one(**options: object) -> Page:
        context = browser.new_context(**context_options(**options))
        contexts.append(context)
        page = context.new_page()
        guard.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert guard.complaints == [], guard.complaints


def settled(page: Page, address: str) -> None:
    """Open a page; where it answers a query, wait for the answer."""
    page.goto(address)
    if "?q=" in address:
        expect(page.locator("html")).to_have_attribute("data-answered", unquote(address.split("?q=")[1]))
