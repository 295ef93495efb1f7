"""The programs that build as many tasks: two states of this project and Hugo, and the copying of what was built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import yaml

from .. import ROOT
from ..states import FIRST, checked_out, present, verb

AS_OF = date(2026, 12, 31)
FIRST_RELEASE, HERE, HUGO = "first release", "here", "Hugo"


@dataclass(frozen=True)
class Subject:
    """A program in a folder of its own with data of its own; what is built goes to `output` there."""

    name: str
    folder: Path
    build: Sequence[str]
    environment: Mapping[str, str]

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def reset(self) -> None:
        """As before the first build."""
        for kept in (self.output, self.folder / ".build", self.folder / "resources"):
            shutil.rmtree(kept, ignore_errors=True)
        self.output.mkdir()

    def verb(self, *words: str) -> Sequence[str]:
        """The command of another verb of this project."""
        return verb(self.folder, *words)[0]


def portal(name: str, state: str, folder: Path, tasks: int) -> Subject:
    """A state of this project with an invented portal in place of its data."""
    checked_out(state, folder)
    shutil.rmtree(folder / "data")
    _write(folder / "data", str(tasks), *(["first"] if state == FIRST else []))
    # Code is compiled once, when it is installed.
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder / "plugins"], check=True)
    command, environment = verb(folder, "build", "--as-of", AS_OF.isoformat())
    return Subject(name, folder, command, environment)


def hugo(folder: Path, tasks: int) -> Subject | None:
    """Hugo with the templates beside this module; nothing where it is not installed."""
    try:
        # Its Python package starts this program and does nothing else.
        program = distribution("hugo").locate_file("hugo/binaries/hugo")
    except PackageNotFoundError:
        return None
    shutil.copytree(Path(__file__).with_name("hugo"), folder)
    _write(folder / "data", str(tasks), "hugo")
    return Subject(HUGO, folder, [str(program), "--quiet", "--destination", "output"], os.environ)


def all_of(names: Sequence[str], folder: Path, tasks: int) -> list[Subject]:
    """The subjects of these names, as far as they are there."""
    laid_out: dict[str, Callable[[], Subject | None]] = {
        FIRST_RELEASE: partial(portal, FIRST_RELEASE, FIRST, folder / "first", tasks),
        HERE: partial(portal, HERE, present(), folder / "here", tasks),
        HUGO: partial(hugo, folder / "hugo", tasks),
    }
    return [subject for name, lay_out in laid_out.items() if name in names and (subject := lay_out())]


def _write(data: Path, *words: str) -> None:
    # In a process of its own: the memory of this one is counted to those that it starts.
    subprocess.run([sys.executable, "-m", "benchmarks.build.written", data, *words], cwd=ROOT, check=True)


@dataclass(frozen=True)
class Edit:
    """One word more in the title of one piece of evidence, of one unit for one measure at most."""

    file: Path
    text: str
    title: str
    # The page of its task, from the root of the site.
    page: str

    @classmethod
    def of(cls, data: Path) -> Edit:
        """In the first file of the data that has such evidence, whose title stands there once."""
        return next(edit for file in sorted(data.glob("*/*/ledger/*.yaml")) for edit in cls._in(file))

    @classmethod
    def _in(cls, file: Path) -> list[Edit]:
        text = file.read_text(encoding="utf-8")
        place, year = file.parts[-4:-2]
        return [
            cls(file, text, entry["title"], f"{place}/{year}/tasks/{entry['task']}.html")
            for entry in yaml.load(text, yaml.CSafeLoader).get("evidence", ())
            if len(entry["units"]) == 1 >= len(entry.get("measures", ())) and text.count(f"title: {entry['title']}\n") == 1
        ]

    def word(self, turn: int) -> str:
        return f"第{turn}次更正"

    def save(self, turn: int) -> None:
        """As an editor does."""
        self.file.write_text(self.text.replace(f"title: {self.title}\n", f"title: {self.title}{self.word(turn)}\n"), encoding="utf-8")

    def restore(self) -> None:
        """As it was before."""
        self.file.write_text(self.text, encoding="utf-8")
