"""Measures building, checking, one edit and a slow telephone, and prints the tables: `python -m benchmarks.build 500 5000`."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from ..search.browser import chromium
from ..states import FIRST, present_name
from .live import edits
from .measuring import Cost, Tree, cost
from .subjects import FIRST_RELEASE, HERE, HUGO, Edit, Subject, all_of
from .table import Measured, tables
from .telephone import waited

NAMES = (FIRST_RELEASE, HERE, HUGO)
# The first release makes everything anew each time.
_FEW = 1


def main() -> None:
    """Measure size by size, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=(500, 5_000), metavar="TASKS", help="how many tasks, default: 500 5000")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="what is built, default: all")
    parser.add_argument(
        "--processes", nargs="+", type=int, default=(), help="how many processes ours may use, several by turns; default: as it is set"
    )
    parser.add_argument("--times", type=int, default=3, help="how often each is built, by turns, default: 3")
    parser.add_argument("--edits", type=int, default=10, help="how often is saved under `serve`, default: 10; 0: never")
    arguments = parser.parse_args()
    versions = [f"first release {FIRST}", f"here {present_name()}", *(f"Hugo {package.version}" for package in distributions(name="hugo"))]
    with chromium() as browser:
        sizes = {size: _measured(browser, size, arguments) for size in arguments.sizes}
        print(tables(sizes, arguments.times, [*versions, f"Chromium {browser.version}"]))


def _measured(browser: Browser, size: int, asked: argparse.Namespace) -> dict[str, Measured]:
    with TemporaryDirectory() as folder:
        subjects = all_of(asked.only, Path(folder), size, asked.processes)
        measured = {subject.name: Measured() for subject in subjects}
        for _ in range(asked.times):
            for subject in subjects:
                print(f"{size:,} tasks, {subject.name}:", flush=True)
                _once(subject, measured[subject.name])
        # Those of ours are built in one folder, so the last is what stands there.
        standing = {subject.folder: subject for subject in subjects}.values()
        for subject in standing:
            measured[subject.name].copies.append(_copied(subject))
        _wait(browser, [subject for subject in standing if subject.name != HUGO], measured, asked.edits)
        return measured


def _once(subject: Subject, measured: Measured) -> None:
    """A full build; in a portal also a check, and the build after one edit."""
    subject.reset()
    measured.builds.append(cost(subject.build, subject.folder, subject.environment))
    measured.built = Tree.of(subject.output)
    print(f"  full build: {measured.builds[-1]}; {measured.built.size / 1e6:,.1f} MB written", flush=True)
    if subject.name == HUGO:
        return
    measured.checks.append(cost(subject.verb("check"), subject.folder, subject.environment))
    print(f"  check: {measured.checks[-1]}", flush=True)
    edit = Edit.of(subject.folder / "data")
    edit.save(0)
    measured.edits.append(cost(subject.build, subject.folder, subject.environment))
    measured.changed = len(measured.built.changed(Tree.of(subject.output)))
    edit.restore()
    print(f"  after one edit: {measured.edits[-1]}; {measured.changed} files changed", flush=True)


def _copied(subject: Subject) -> Cost:
    copy = subject.folder / "copy"
    spent = cost(["cp", "-R", str(subject.output), str(copy)], subject.folder, os.environ)
    shutil.rmtree(copy)
    return spent


def _wait(browser: Browser, portals: Sequence[Subject], measured: Mapping[str, Measured], saved: int) -> None:
    """As a reader with a slow telephone waits, and a clerk who has saved."""
    page = Edit.of(portals[0].folder / "data").page if portals else ""
    for name, times_waited in waited(browser, {subject.name: subject.output for subject in portals}, page).items():
        measured[name].waited = times_waited
    for subject in portals:
        times = min(saved, _FEW) if subject.name == FIRST_RELEASE else saved
        measured[subject.name].live = edits(subject, Edit.of(subject.folder / "data"), times, browser) if times else ()
        print(f"{subject.name}: under serve {measured[subject.name].live}", flush=True)


if __name__ == "__main__":
    main()
