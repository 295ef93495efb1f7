"""Measures building, checking, one edit and a slow telephone, and prints the tables: `python -m benchmarks.build 500 5000`."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Sequence
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from ..search.browser import chromium
from ..states import FIRST, present_name
from .live import edits
from .measuring import Tree, cost
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
    parser.add_argument("--times", type=int, default=3, help="how often each is built, by turns, default: 3")
    parser.add_argument("--edits", type=int, default=10, help="how often is saved under `serve`, default: 10; 0: never")
    arguments = parser.parse_args()
    versions = [f"first release {FIRST}", f"here {present_name()}", *(f"Hugo {package.version}" for package in distributions(name="hugo"))]
    with chromium() as browser:
        sizes = {size: _measured(browser, size, arguments.only, arguments.times, arguments.edits) for size in arguments.sizes}
        print(tables(sizes, arguments.times, [*versions, f"Chromium {browser.version}"]))


def _measured(browser: Browser, size: int, names: Sequence[str], times: int, saved: int) -> dict[str, Measured]:
    with TemporaryDirectory() as folder:
        subjects = {subject.name: subject for subject in all_of(names, Path(folder), size)}
        measured = {name: Measured() for name in subjects}
        for _ in range(times):
            for name, subject in subjects.items():
                _once(subject, measured[name])
        portals = {name: subject for name, subject in subjects.items() if name != HUGO}
        page = Edit.of(next(iter(portals.values())).folder / "data").page if portals else ""
        for name, times_waited in waited(browser, {name: subject.output for name, subject in portals.items()}, page).items():
            measured[name].waited = times_waited
        for name, subject in portals.items():
            edit = Edit.of(subject.folder / "data")
            measured[name].live = edits(subject, edit, min(saved, _FEW) if name == FIRST_RELEASE else saved, browser) if saved else ()
            print(f"{size} {name}: under serve {measured[name].live}", flush=True)
        return measured


def _once(subject: Subject, measured: Measured) -> None:
    """A full build and its copy; in a portal also a check, and the build after one edit."""
    subject.reset()
    measured.builds.append(cost(subject.build, subject.folder, subject.environment))
    before = Tree.of(subject.output)
    measured.pages, measured.files, measured.size = before.pages, len(before.sizes), before.size
    copy = subject.folder / "copy"
    measured.copies.append(cost(["cp", "-R", str(subject.output), str(copy)], subject.folder, os.environ))
    shutil.rmtree(copy)
    print(f"{subject.name}: full build {measured.builds[-1]}", flush=True)
    if subject.name == HUGO:
        return
    measured.checks.append(cost(subject.verb("check"), subject.folder, subject.environment))
    edit = Edit.of(subject.folder / "data")
    edit.save(0)
    measured.edits.append(cost(subject.build, subject.folder, subject.environment))
    measured.changed = before.changed(Tree.of(subject.output))
    edit.restore()
    print(f"{subject.name}: after one edit {measured.edits[-1]}, {measured.changed} files changed", flush=True)


if __name__ == "__main__":
    main()
