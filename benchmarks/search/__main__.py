"""Measures all engines at the sizes given, and writes the table: `python -m benchmarks.search [--long] [TASKS ...]`."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from . import portal, table
from .browser import chromium, first_answers, later_answers
from .build import built, made_corpus
from .engines import ENGINES, GONGKAI, Engine
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
    parser.add_argument("--long", action="store_true", help="measure the others at sizes that take them long, too")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name, chromium() as browser:
        work = Path(name)
        portal.build_portal(work / "portal")
        corpora = {size: _corpus(work / f"corpus-{size}", size) for size in arguments.sizes}
        found: dict[int, dict[str, Measured]] = {size: {} for size in corpora}
        # Ours before the others, which take so long at some sizes that the machine may not stay quiet.
        for engine in ENGINES:
            for size, made in corpora.items():
                if measured := _measured(browser, engine, work, size, made, arguments.long):
                    found[size][engine.name] = measured
                    table.write({size: engines for size, engines in found.items() if engines}, len(QUERIES), browser.version)


@dataclass(frozen=True)
class _Corpus:
    """Where the documents of a size are, and the seconds that making them of records took."""

    folder: Path
    seconds: float


def _corpus(folder: Path, size: int) -> _Corpus:
    folder.mkdir()
    made = made_corpus(folder, size, 1 if size >= ONE_YEAR_FROM else YEARS)
    if made is None:
        raise SystemExit("The corpus could not be made.")
    return _Corpus(folder, made.seconds)


def _measured(browser: Browser, engine: Engine, work: Path, size: int, made: _Corpus, is_long: bool) -> Measured | None:
    """The engine on a corpus that is not too much for it."""
    if size > (engine.most_patiently if is_long else engine.most_tasks):
        return None
    site = work / "site"
    documents = made.seconds if engine is GONGKAI else 0.0
    measured = _engine(browser if size <= engine.most_opened else None, engine, work / "portal", made.folder, site, documents)
    if measured:
        print(f"{size} {engine.name}: built in {measured.built.seconds:.1f} s, {len(measured.first)} first answers", flush=True)
    shutil.rmtree(site)
    return measured


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
