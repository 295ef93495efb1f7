"""What a program costs with all that it starts, and what it leaves in its folder."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds of processors and of the clock; how many processes at one time, the bytes of the largest, and of all at one time without counting twice."""

    busy: float
    seconds: float
    processes: int
    memory: int
    together: int

    def __str__(self) -> str:
        return (
            f"{self.busy:.2f} s of processors, {self.seconds:.2f} s, {self.processes} processes, "
            f"the largest {self.memory / 1e6:,.0f} MB, all together {self.together / 1e6:,.0f} MB"
        )


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a program to its end; one that fails, or leaves processes behind, ends the run, with the end of what it said."""
    # In a process of its own: memory and threads of this one would be counted to what it starts.
    watching = [sys.executable, str(Path(__file__).with_name("watching.py")), *command]
    told = json.loads(subprocess.run(watching, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    if told.pop("status") or told.pop("left"):
        raise SystemExit(f"{' '.join(command)} has failed, or left processes behind: {told['said']}")
    del told["said"]
    return Cost(**told)


@dataclass(frozen=True)
class File:
    """A file's size, and what tells its content apart."""

    size: int
    digest: str


@dataclass(frozen=True)
class Tree:
    """The files of a folder by name, and the most addresses that a map of the site for machines has."""

    files: Mapping[str, File]
    most_addresses: int

    @classmethod
    def of(cls, folder: Path) -> Tree:
        """The folder as it is, read file by file."""
        files, most = {}, 0
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                files[path.relative_to(folder).as_posix()] = File(len(content), hashlib.sha256(content).hexdigest())
                if path.match("sitemap*.xml"):
                    most = max(most, content.count(b"<loc>"))
        return cls(files, most)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files.values())

    @property
    def pages(self) -> Mapping[str, int]:
        """The sizes of the pages."""
        return {name: file.size for name, file in self.files.items() if name.endswith(".html")}

    def changed(self, other: Tree) -> list[str]:
        """The files that are new, gone or of other content there."""
        return sorted(dict(self.files.items() ^ other.files.items()))
