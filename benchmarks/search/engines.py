"""The three engines: what each builds from the corpus, and what it later sends for what.

The comparison engines are given the tasks only, with the text that our index has of them.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path

from gongkai.pages import addresses
from gongkai.publishing.bundle import minified
from gongkai.records.portal import Portal
from gongkai.search.bundle import code_files, whole_lunr
from gongkai.search.cards import FIELDS, K1
from gongkai.search.index import Index, index_files
from gongkai.search.phrases import phrases_in_text, sample
from gongkai.words.tokens import index_tokens, phrases, whole
from lunr import __TARGET_JS_VERSION__
from lunr.builder import Builder
from lunr.index import Index as LunrIndex

from .. import ROOT
from . import corpus

PAGES = Path(__file__).with_name("pages")
SCRIPTS = ROOT / "theme/scripts"
# lunr.py keeps everything in memory; a machine should live through the attempt.
LUNR_MEMORY = 15 << 30


@dataclass(frozen=True)
class Engine:
    """How an engine is built and asked; `parts` tell by its address what a file is for, the first that fits.

    `prepare` makes what a site has anyway, and is not measured; both are given the corpus and the folder of the site.
    """

    name: str
    prepare: Callable[[Path, Path], None]
    build: Callable[[Path, Path], None]
    page: str
    parts: Mapping[str, str]
    most_tasks: int
    # With `--long`.
    most_patiently: int
    # Where every query sends the same, a few first answers tell as much as all.
    most_first: int | None = None
    # Milliseconds after which a page that is not ready has failed.
    patience: int = 60_000
    # More than this no browser opens: only what is built is measured.
    most_opened: int = 1_000_000

    def part(self, address: str) -> str:
        """Index, cards, extracts, filters, page or code."""
        return next((part for part, pattern in self.parts.items() if re.search(pattern, address)), "code")


def prepare_gongkai(_: Path, site: Path) -> None:
    """The site of the real data is there already, without its search."""
    (site / addresses.SEARCH_FILES).mkdir(parents=True)


def build_gongkai(made: Path, site: Path) -> None:
    """The portal's own search, as its generator makes it of what the places have laid aside."""
    _, index = index_files(corpus.places_of(made), Portal(()), (), Index())
    for name, text in chain(code_files(SCRIPTS, minified).items(), index):
        file = site / addresses.SEARCH_FILES / name
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, text)


def prepare_lunr(_: Path, site: Path) -> None:
    """lunr.js and the portal's cutting of words, and a page that asks for all of them."""
    _write(site / "code.js", minified(whole_lunr() + (SCRIPTS / "tokens.js").read_text(encoding="utf-8")))
    shutil.copy(PAGES / "lunr.html", site)


def build_lunr(made: Path, site: Path) -> None:
    """One index of all tasks by lunr.py, as the site would have it without shards."""
    resource.setrlimit(resource.RLIMIT_AS, (LUNR_MEMORY, LUNR_MEMORY))
    findables = [place.load() for place in corpus.places_of(made)]
    sampled, total = sample(findables)
    known = phrases(phrases_in_text(findables, sampled.values(), total))
    builder = _builder()
    for number, document in enumerate(corpus.read(made, "task")):
        fields = {name: index_tokens(document.fields.get(name, ""), known) for name in FIELDS}
        fields["names"] += map(whole, (*document.names, *document.proper))
        builder.add({"ref": str(number), **fields})
    with (site / "index.js").open("w", encoding="utf-8", newline="") as file:
        file.writelines(chain(["const serialized="], _serialized(builder.build()), [";\n"]))


def _serialized(index: LunrIndex) -> Iterator[str]:
    """What `index.serialize()` gives, as JSON piece by piece: all at once would take the memory twice."""
    vectors = ([ref, vector.serialize()] for ref, vector in index.field_vectors.items())
    terms = ([term, index.inverted_index[term]] for term in sorted(index.inverted_index))
    yield _json({"version": __TARGET_JS_VERSION__, "fields": index.fields, "pipeline": []})[:-1]
    for name, every in (("fieldVectors", vectors), ("invertedIndex", terms)):
        yield f',"{name}":['
        for number, one in enumerate(every):
            yield ("," if number else "") + _json(one)
        yield "]"
    yield "}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _builder() -> Builder:
    builder = Builder()
    builder.pipeline.reset()
    builder.search_pipeline.reset()
    builder.b(0)
    builder.k1(K1)
    builder.ref("ref")
    for name, boost in FIELDS.items():
        builder.field(name, boost=boost)
    return builder


def prepare_pagefind(made: Path, site: Path) -> None:
    """A page for each task, for Pagefind to read."""
    for document in corpus.read(made, "task"):
        path = made / "pages" / document.card.address
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = "".join(f"<p>{escape(document.fields.get(name, ''))}</p>" for name in FIELDS if name != "title")
        _write(path, f'<!DOCTYPE html><html lang="zh-CN"><body><h1>{escape(document.fields["title"])}</h1>{texts}</body></html>\n')
    shutil.copy(PAGES / "pagefind.html", site)


def build_pagefind(made: Path, site: Path) -> None:
    """Pagefind's own index of these pages."""
    # Only who runs the benchmark has it.
    from pagefind.service import get_executable  # noqa: PLC0415

    # Not by its Python client: that ends the program before all files are whole, and a page without its code is never ready.
    pages, output = made / "pages", site / "pagefind"
    subprocess.run([get_executable(), "--site", pages, "--output-path", output, "--force-language", "zh", "--quiet"], check=True)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


GONGKAI = Engine(
    "gongkai",
    prepare_gongkai,
    build_gongkai,
    "search.html",
    {"index": r"/(s/.*|[vw]/.*|m|names)\.js$", "cards": "/c/", "extracts": "/x/", "filters": r"/[fu]\.js$", "page": r"\.(html|css|svg)$"},
    280_000,
    280_000,
)
PAGEFIND = Engine(
    "Pagefind",
    prepare_pagefind,
    build_pagefind,
    "pagefind.html",
    {"cards": "/fragment/", "index": "/index/|pf_meta|pagefind-entry", "page": r"\.html$"},
    30_000,
    100_000,
)
LUNR = Engine(
    "whole lunr index",
    prepare_lunr,
    build_lunr,
    "lunr.html",
    {"index": r"^index\.js$", "page": r"\.html$"},
    30_000,
    100_000,
    most_first=3,
    patience=600_000,
    most_opened=30_000,
)
ENGINES = (GONGKAI, PAGEFIND, LUNR)
