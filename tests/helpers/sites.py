"""The project's data built into a folder and served on loopback."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import ThreadingHTTPServer
from itertools import groupby
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from gongkai.publishing import preview
from helpers.documents import AS_OF, ROOT
from lxml.html import HtmlElement, document_fromstring

PREFIX = "/portal"
# A name that browsers of tests are led to this machine by; a published site has it on every page.
PUBLIC_HOST = "www.portal.test"
# One page of each kind; the task has several measures, doubts and evidence.
PAGE_TYPES = {
    "home": "index.html",
    "search": "search.html",
    "answer": "search.html?q=%E5%8F%91%E6%94%B9%E5%A7%94",
    "jurisdiction": "tongliang/index.html",
    "plan": "tongliang/2021/index.html",
    "section": "tongliang/2021/section-1.html",
    "task": "tongliang/2021/tasks/1.3.1.html",
    "moved": "shilixian/units/wenlv.html",
    "units": "tongliang/units/index.html",
    "unit": "tongliang/units/fagaiwei.html",
    "paths": "tongliang/paths/index.html",
    "path": "tongliang/paths/guihua-xinxi.html",
    "kinds": "tongliang/kinds/index.html",
    "kind": "tongliang/kinds/3.html",
    "disclosure": "disclosure.html",
    "compare": "compare/index.html",
    "duty": "compare/guihua-gangyao.html",
    "words": "words.html",
    "place_words": "tongliang/words.html",
    "changes": "tongliang/2021/changes.html",
    "all_changes": "changes.html",
    "place_changes": "tongliang/changes/index.html",
    "month": "tongliang/changes/2026-11.html",
    "deadlines": "tongliang/2021/deadlines.html",
    "report": "tongliang/2021/report.html",
    "unit_report": "tongliang/2021/reports/fagaiwei.html",
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
# The kinds that people use most. The short run tries these where the sweep tries all.
USED_MOST = ("home", "search", "unit", "task")
# Where many are gone through in one page, the fold and the matrix of a plan are among them.
GONE_THROUGH = (*USED_MOST, "plan")


def each(values: Iterable[object], *first: object) -> list[object]:
    """The values of a parameter: the first of them in every run, the others in the sweep."""
    return [value if value in first else pytest.param(value, marks=pytest.mark.sweep) for value in values]


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Millions of things that stay to the end of the run: to look among them for some to throw away takes longer than to make them."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Pages(Mapping[str, BeautifulSoup]):
    """Pages by address from the site root, each parsed once: the first time that it, or all of them, are looked at."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources
        self._parsed: dict[str, BeautifulSoup] = {}

    def __getitem__(self, address: str) -> BeautifulSoup:
        if address not in self._parsed:
            self._parsed[address] = BeautifulSoup(self._sources[address], "lxml")
        return self._parsed[address]

    def __contains__(self, address: object) -> bool:
        return address in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def items(self) -> ItemsView[str, BeautifulSoup]:
        self._parse_all()
        return super().items()

    def values(self) -> ValuesView[BeautifulSoup]:
        self._parse_all()
        return super().values()

    def _parse_all(self) -> None:
        if len(self._parsed) < len(self._sources):
            with _kept_for_good():
                for address in self._sources:
                    self[address]


# An element: what it stands in and itself, by name and classes, and what else it has.
Shape = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _shapes(page: HtmlElement) -> Iterator[Shape]:
    """Each element of a page with what it stands in, its classes and the names of what else it has."""
    for tag in page.iter("*"):
        if (around := tag.getparent()) is not None:
            yield _name(around), _name(tag), tuple(sorted(set(tag.attrib) - {"id", "href", "class"}))


def _name(tag: HtmlElement) -> tuple[str, ...]:
    return tag.tag, *sorted(tag.get("class", "").split())


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and its pages, by address from the site root."""

    folder: Path

    @cached_property
    def sources(self) -> dict[str, str]:
        files = sorted(self.folder.rglob("*.html"))
        return {file.relative_to(self.folder).as_posix(): file.read_text(encoding="utf-8") for file in files}

    @cached_property
    def pages(self) -> Pages:
        return Pages(self.sources)

    @cached_property
    def frames(self) -> Pages:
        """The pages without what is in their `main`: heads and feet, parsed in a moment."""
        return Pages({address: re.sub("(?s)<main.*</main>", "", source) for address, source in self.sources.items()})

    @cached_property
    def references(self) -> dict[str, list[str]]:
        """Whatever each page links to, loads or sends a form to."""
        attributes = ("href", "src", "action")
        return {
            address: [tag.attrib[name] for tag in page.iter("*") for name in attributes if name in tag.attrib]
            for address, page in self._trees.items()
        }

    @cached_property
    def anchors(self) -> dict[str, Counter[str]]:
        """How often each name of a spot stands on each page."""
        return {address: Counter(tag.attrib["id"] for tag in page.iter("*") if "id" in tag.attrib) for address, page in self._trees.items()}

    @cached_property
    def _trees(self) -> dict[str, HtmlElement]:
        """Ten times as fast as all that one may ask of pages."""
        return {address: document_fromstring(source) for address, source in self.sources.items()}

    @cached_property
    def shapes(self) -> dict[str, frozenset[Shape]]:
        """Of each page every element in the place it stands in, without its words."""
        return {address: frozenset(_shapes(tree)) for address, tree in self._trees.items()}

    def kind(self, address: str) -> str:
        """Which kind of page stands there; asked without parsing it."""
        (kind,) = re.findall('<body[^>]* data-page="([^"]*)"', self.sources[address])
        return kind

    def read(self, address: str) -> str:
        return (self.folder / address).read_text(encoding="utf-8")


def representatives(site: Site) -> list[str]:
    """A few pages of each template that together have every shape that any page of that template has."""
    chosen: list[str] = []
    by_kind = sorted(site.sources, key=site.kind)
    for _, of_kind in groupby(by_kind, key=site.kind):
        addresses = list(of_kind)
        open_shapes = frozenset().union(*(site.shapes[address] for address in addresses))
        while open_shapes:
            fullest = max(addresses, key=lambda address: len(site.shapes[address] & open_shapes))
            chosen.append(fullest)
            open_shapes -= site.shapes[fullest]
    return chosen


def build(folder: Path, settings: str, *overrides: str, **environment: str) -> None:
    """Build the project's data into a folder; output/ stays as it is. An override is NAME=VALUE, as Pelican takes it."""
    command = [sys.executable, "-m", "pelican", "content", "-s", settings, "-o", str(folder), "--fatal", "errors"]
    command += ["-e", f'GONGKAI_AS_OF="{AS_OF}"', "GONGKAI_DEMONSTRATIONS=true", *overrides]
    finished = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if finished.returncode:
        pytest.fail(f"网站生成失败：\n{finished.stdout}{finished.stderr}", pytrace=False)


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, made by whoever is the first to want it; the other processes of this run wait until it is whole."""
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            half_made = folder.with_name(f"{folder.name}.making")
            make(half_made)
            half_made.rename(folder)
    return folder


@dataclass(frozen=True)
class PublishedSite:
    """A site built for a public address."""

    site: Site

    @property
    def address(self) -> str:
        return f"http://{PUBLIC_HOST}{PREFIX}/"


class UnderPrefix(preview.Handler):
    """The preview server as a site behind a proxy has it: everything under /portal, nothing outside."""

    hosts = preview.Handler.hosts | {PUBLIC_HOST}

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
