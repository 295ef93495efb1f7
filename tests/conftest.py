"""The real data built once, served and opened in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from gongkai.publishing import preview
from helpers.documents import ROOT
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

AS_OF = "2026-11-20"
PREFIX = "/portal"
# Patience for a busy machine; no test measures time.
expect.set_options(timeout=30_000)
# One page of each kind; the task has several measures, doubts and evidence.
PAGE_TYPES = {
    "home": "index.html",
    "search": "search.html",
    "answer": "search.html?q=%E5%8F%91%E6%94%B9%E5%A7%94",
    "jurisdiction": "tongliang/index.html",
    "plan": "tongliang/2021/index.html",
    "section": "tongliang/2021/section-1.html",
    "task": "tongliang/2021/tasks/1.3.1.html",
    "units": "tongliang/units/index.html",
    "unit": "tongliang/units/fagaiwei.html",
    "paths": "tongliang/paths/index.html",
    "path": "tongliang/paths/guihua-xinxi.html",
    "kinds": "tongliang/kinds/index.html",
    "kind": "tongliang/kinds/3.html",
    "disclosure": "disclosure.html",
    "changes": "tongliang/2021/changes.html",
    "deadlines": "tongliang/2021/deadlines.html",
    "demonstration_deadlines": "shilixian/2026/deadlines.html",
    "demonstration_plan": "shilixian/2026/index.html",
    "demonstration_task": "shilixian/2026/tasks/1.2.3.html",
    "method": "method.html",
    "data": "data.html",
    "about": "about.html",
    "help": "help.html",
    "sitemap": "sitemap.html",
    "not_found": "404.html",
    "components": "components.html",
}
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
# WCAG 2.2, 1.4.10: a window of 1280 at 400 % is 320 wide; at 200 % it is 640.
NARROWEST = {"width": 320, "height": 800}
ENLARGED = {"width": 640, "height": 450}


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and every page parsed once, by address from the site root."""

    folder: Path

    @cached_property
    def sources(self) -> dict[str, str]:
        files = sorted(self.folder.rglob("*.html"))
        return {file.relative_to(self.folder).as_posix(): file.read_text(encoding="utf-8") for file in files}

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        return {address: BeautifulSoup(source, "lxml") for address, source in self.sources.items()}

    def read(self, address: str) -> str:
        return (self.folder / address).read_text(encoding="utf-8")


def build(folder: Path, settings: str, *overrides: str, **environment: str) -> None:
    """Build the project's data into a folder; output/ stays as it is. An override is NAME=VALUE, as Pelican takes it."""
    command = [sys.executable, "-m", "pelican", "content", "-s", settings, "-o", str(folder), "--fatal", "errors"]
    command += ["-e", f'GONGKAI_AS_OF="{AS_OF}"', *overrides]
    finished = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if finished.returncode:
        pytest.fail(f"网站生成失败：\n{finished.stdout}{finished.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The five real plans and the demonstrations as judged on 2026-11-20."""
    folder = tmp_path_factory.mktemp("site")
    build(folder, "pelicanconf.py")
    return Site(folder)


class _UnderPrefix(preview.Handler):
    """The preview server as a site behind a proxy has it: everything under /portal, nothing outside."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(f"{PREFIX}/"):
            return str(Path(self.directory) / "outside-the-prefix")
        return super().translate_path(path.removeprefix(PREFIX))


@contextmanager
def served(folder: Path, handler: type[preview.Handler]) -> Iterator[str]:
    """Serve a folder on loopback at a free port; yields the address of the server."""
    with ThreadingHTTPServer((preview.LOOPBACK, 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{preview.LOOPBACK}:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def at_root(site: Site) -> Iterator[str]:
    """The address of the site served at the root of a host."""
    with served(site.folder, preview.Handler) as address:
        yield f"{address}/"


@pytest.fixture(scope="session")
def under_portal(site: Site) -> Iterator[str]:
    """The address of the site served under a path."""
    with served(site.folder, _UnderPrefix) as address:
        yield f"{address}{PREFIX}/"


@pytest.fixture(scope="session")
def on_disk(site: Site) -> str:
    """The address of the site opened from a folder."""
    return f"{site.folder.as_uri()}/"


@pytest.fixture(scope="session", params=["under_portal", "on_disk"])
def base(request: pytest.FixtureRequest) -> str:
    """The site as read over the network and from a disk."""
    return request.getfixturevalue(request.param)


@dataclass(frozen=True)
class PublishedSite:
    """A site built for a public address, and served there."""

    site: Site
    address: str


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedSite]:
    folder = tmp_path_factory.mktemp("published")
    with served(folder, _UnderPrefix) as address:
        build(folder, "publishconf.py", GONGKAI_SITE_URL=f"{address}{PREFIX}")
        yield PublishedSite(Site(folder), f"{address}{PREFIX}/")


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's chromium. A test that cannot have it fails: a skipped browser test is a false pass."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(executable).is_file():
        pytest.fail(f"没有浏览器 {executable}。请运行 apt-get install -y chromium，或用环境变量 CHROMIUM 写明它的路径。", pytrace=False)
    if not _has_chinese_font():
        pytest.fail("没有中文字体，汉字会显示成方框。请运行 apt-get install -y fonts-noto-cjk。", pytrace=False)
    opened = playwright.chromium.launch(executable_path=executable)
    yield opened
    opened.close()


@contextmanager
def launched() -> Iterator[Browser]:
    """A chromium for a thread of its own."""
    with sync_playwright() as playwright, chromium(playwright) as opened:
        yield opened


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers: a thread can have only one."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as opened:
        yield opened


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Installed by `tasks.py test` where it may; elsewhere, or where it is too old to be driven, these tests say that they were left out."""
    executable = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or "/usr/bin/firefox-esr"
    if not Path(executable).is_file():
        pytest.skip(f"没有浏览器 {executable}。请运行 apt-get install -y firefox-esr，或用环境变量 FIREFOX 写明它的路径。")
    # Without the channel Playwright wants a build of its own.
    try:
        opened = playwright.firefox.launch(channel="moz-firefox", executable_path=executable)
    except Error as error:
        pytest.skip(f"这个版本的 Firefox 不能由 Playwright 打开：{error.message.splitlines()[0]}")
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
    assert guard.complaints == []


def settled(page: Page, address: str) -> None:
    """Open a page; where it answers a query, wait for the answer."""
    page.goto(address)
    if "?q=" in address:
        expect(page.locator("html")).to_have_attribute("data-answered", unquote(address.split("?q=")[1]))


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    with watched(browser) as open_one:
        yield open_one


@pytest.fixture
def guarded(open_page: OpenPage) -> Page:
    """An ordinary page on a desktop, watched to the end."""
    return open_page(viewport={"width": 1280, "height": 900})
