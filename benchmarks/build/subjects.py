"""The programs that build as many tasks: two states of this project and Hugo, and the copying of what was built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import yaml

from .. import ROOT
from ..states import FIRST, checked_out, present, verb

AS_OF = date(2026, 12, 31)
FIRST_RELEASE, HERE, HUGO = "first release", "here", "Hugo"
_FOLDERS = {FIRST_RELEASE: "first", HERE: "here", HUGO: "hugo"}


@dataclass(frozen=True)
class Subject:
    """A program in a folder of its own with data of its own; what is built goes to `output` there."""

    name: str
    folder: Path
    build: Sequence[str]
    environment: Mapping[str, str]
    # For this call only, as `-e NAME=CONTENT`.
    settings: Sequence[str] = ()

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
        return verb(self.folder, *words, *self.settings)[0]


def all_of(names: Sequence[str], folder: Path, tasks: int, processes: Sequence[int]) -> list[Subject]:
    """The subjects of these names, as far as they are there; ours once for each number of processes, on the same data."""
    folders = {name: folder / kind for name, kind in _FOLDERS.items() if name in names and (name != HUGO or _hugo_program())}
    for name, of_subject in folders.items():
        _lay_out(name, of_subject)
    write({_FOLDERS[name]: of_subject / "data" for name, of_subject in folders.items()}, tasks)
    return [subject for name, of_subject in folders.items() for subject in _subjects(name, of_subject, processes)]


def _lay_out(name: str, folder: Path) -> None:
    if name == HUGO:
        shutil.copytree(Path(__file__).with_name("hugo"), folder)
    else:
        lay_out(FIRST if name == FIRST_RELEASE else present(), folder)
        shutil.rmtree(folder / "data")


def lay_out(state: str, folder: Path) -> None:
    """A state of this project with its data; code is compiled once, when it is installed."""
    checked_out(state, folder)
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder / "plugins"], check=True)


def write(folders: Mapping[str, Path], tasks: int) -> None:
    """The invented data of so many tasks, for each kind of program in a folder; the process that invents it is another."""
    words = (f"{kind}={folder}" for kind, folder in folders.items())
    subprocess.run([sys.executable, "-m", "benchmarks.build.written", str(tasks), *words], cwd=ROOT, check=True)


def _subjects(name: str, folder: Path, processes: Sequence[int]) -> Iterator[Subject]:
    if name == HUGO:
        yield Subject(HUGO, folder, [_hugo_program(), "--quiet", "--destination", "output"], os.environ)
    elif name == FIRST_RELEASE or not processes:
        yield portal(name, folder)
    else:
        yield from (portal(ours(number), folder, f"GONGKAI_PROCESSES={number}") for number in processes)


def ours(processes: int) -> str:
    """How this state is called when it may use so many processes."""
    return f"{HERE}, {processes} process{'es' if processes > 1 else ''}"


def portal(name: str, folder: Path, *settings: str) -> Subject:
    """A state of this project that is laid out there, with settings for its calls."""
    for_calls = [word for setting in settings for word in ("-e", setting)]
    command, environment = verb(folder, "build", "--as-of", AS_OF.isoformat(), *for_calls)
    return Subject(name, folder, command, environment, for_calls)


def _hugo_program() -> str:
    """Nothing where it is not installed."""
    with suppress(PackageNotFoundError):
        # Its Python package starts this program and does nothing else.
        return str(distribution("hugo").locate_file("hugo/binaries/hugo"))
    return ""


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
