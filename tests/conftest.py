"""Fixtures of all rooms: the real data built once, served and opened in a real browser."""

from __future__ import annotations

import compileall
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from gongkai.publishing import preview
from helpers.browsers import OpenPage, chromium, watched
from helpers.documents import ROOT
from helpers.sites import GONE_THROUGH, PAGE_TYPES, PREFIX, PUBLIC_HOST, PublishedSite, Site, UnderPrefix, build, each, made_once, served
from hypothesis import settings
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

# The same cases on every machine, whatever failed there before and however slow it is.
settings.register_profile("short", derandomize=True, deadline=None, max_examples=10, database=None)
settings.register_profile("thorough", settings.get_profile("short"), max_examples=100)


def pytest_configure(config: pytest.Config) -> None:
    """Fewer made-up cases where the sweep is left out; programs that tests start listen to Ctrl-C though these were started in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # From where `tasks.py test` was called is not from where its programs under test are.
    os.environ.pop("GONGKAI_CALLED_FROM", None)
    # Each program under test would compile the whole package for itself where nothing compiled is kept.
    compileall.compile_dir(ROOT / "plugins", quiet=1)
    settings.load_profile("short" if "not sweep" in config.option.markexpr else "thorough")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, the same in all processes that share the tests."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def site(shared: Path) -> Site:
    """The five real plans and the demonstrations as judged on 2026-11-20."""
    return Site(made_once(shared / "site", lambda folder: build(folder, "pelicanconf.py")))


@pytest.fixture(scope="session")
def published(shared: Path) -> PublishedSite:
    """The same for a public address, which the browsers of tests know."""
    address = f"http://{PUBLIC_HOST}{PREFIX}"
    folder = made_once(shared / "published", lambda folder: build(folder, "publishconf.py", GONGKAI_SITE_URL=address))
    return PublishedSite(Site(folder))


@pytest.fixture(scope="session")
def at_root(site: Site) -> Iterator[str]:
    """The address of the site served at the root of a host."""
    with served(site.folder, preview.Handler) as address:
        yield f"{address}/"


@pytest.fixture(scope="session")
def under_portal(site: Site) -> Iterator[str]:
    """The address of the site served under a path."""
    with served(site.folder, UnderPrefix) as address:
        yield f"{address}{PREFIX}/"


@pytest.fixture(scope="session")
def on_disk(site: Site) -> str:
    """The address of the site opened from a folder."""
    return f"{site.folder.as_uri()}/"


@pytest.fixture(scope="session", params=each(["under_portal", "on_disk"], "on_disk"))
def base(request: pytest.FixtureRequest) -> str:
    """The site as read over the network and from a disk."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=each(["used most", "others"], "used most"))
def kinds(request: pytest.FixtureRequest) -> dict[str, str]:
    """Kinds of page and where one of each stands: those used most in every run, the others in the sweep."""
    return {kind: address for kind, address in PAGE_TYPES.items() if (kind in GONE_THROUGH) == (request.param == "used most")}


@pytest.fixture(scope="session")
def public_port(shared: Path) -> Iterator[str]:
    """Where the published site is served, once it is built."""
    with served(shared / "published", UnderPrefix) as address:
        yield address.rpartition(":")[2]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers: a thread can have only one."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, public_port: str) -> Iterator[Browser]:
    with chromium(playwright, f"--host-resolver-rules=MAP {PUBLIC_HOST}:80 {preview.LOOPBACK}:{public_port}") as opened:
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


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    with watched(browser) as open_one:
        yield open_one


@pytest.fixture
def guarded(open_page: OpenPage) -> Page:
    """An ordinary page on a desktop, watched to the end."""
    return open_page(viewport={"width": 1280, "height": 900})
