"""Measures all engines at the sizes given, and writes the table: `python -m benchmarks.search [--pagefind] [TASKS ...]`."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from . import portal, table
from .browser import chromium, first_answers, later_answers
from .build import built, made_corpus
from .engines import ENGINES, GONGKAI, PAGEFIND, Engine
from .table import Measured

SIZES = (300, 3_000, 30_000)
# Plans of several years for each place; every county of the country comes with one.
YEARS = 5
ONE_YEAR_FROM = 280_000
QUERIES = tuple(Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").split("\n")[:-1])


def main() -> None:
    """Measure, print what is going on, and write the tables whenever there is more to tell."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="TASKS", help="how many tasks, default: 300 3000 30000")
    parser.add_argument("--pagefind", action="store_true", help=f"measure Pagefind above {PAGEFIND.most_tasks} tasks too")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name, chromium() as browser:
        work = Path(name)
        portal.build_portal(work / "portal")
        found: dict[int, dict[str, Measured]] = {}
        for size in arguments.sizes:
            found[size] = {}
            for engine, measured in _measured(browser, work, size, arguments.pagefind):
                found[size][engine] = measured
                table.write(found, len(QUERIES), browser.version)


def _measured(browser: Browser, work: Path, size: int, with_pagefind: bool) -> Iterator[tuple[str, Measured]]:
    """Every engine that this size is not too much for, on a corpus that is gone afterwards."""
    corpus = work / "corpus"
    corpus.mkdir()
    made = made_corpus(corpus, size, 1 if size >= ONE_YEAR_FROM else YEARS)
    if made is None:
        raise SystemExit("The corpus could not be made.")
    for engine in ENGINES:
        if size > engine.most_tasks and not (engine is PAGEFIND and with_pagefind):
            continue
        site = work / "site"
        extra = made.seconds if engine is GONGKAI else 0.0
        if measured := _engine(browser if size <= engine.most_opened else None, engine, work / "portal", corpus, site, extra):
            print(f"{size} {engine.name}: built in {measured.built.seconds:.1f} s, {len(measured.first)} first answers", flush=True)
            yield engine.name, measured
        shutil.rmtree(site)
    shutil.rmtree(corpus)


def _engine(browser: Browser | None, engine: Engine, real: Path, corpus: Path, site: Path, documents: float) -> Measured | None:
    portal.lay_out(real, site) if engine is GONGKAI else site.mkdir()
    took = built(engine, corpus, site)
    if took is None:
        return None
    if browser is None:
        return Measured(took, documents, (), ())
    return Measured(took, documents, first_answers(browser, engine, site, QUERIES), later_answers(browser, engine, site, QUERIES))


if __name__ == "__main__":
    main()
