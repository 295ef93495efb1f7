"""What a program costs with all that it starts, and what it leaves in its folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ENDING = 2_000


@dataclass(frozen=True)
class Cost:
    """Seconds of processors and of the clock, and the bytes of the largest process."""

    busy: float
    seconds: float
    memory: int


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a program to its end; one that fails ends the run, with the end of what it said."""
    start = time.monotonic()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as started:
        said = started.stdout.read() if started.stdout else b""
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"{' '.join(command)}: {said.decode(errors='replace')[-_ENDING:]}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss * 1024)


@dataclass(frozen=True)
class Tree:
    """The files of a folder: their sizes and what tells their contents apart, by name."""

    sizes: Mapping[str, int]
    contents: Mapping[str, str]

    @classmethod
    def of(cls, folder: Path) -> Tree:
        """The folder as it is."""
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        return cls(
            {name: len(content) for name, content in files.items()},
            {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        )

    @property
    def size(self) -> int:
        return sum(self.sizes.values())

    @property
    def pages(self) -> int:
        return sum(name.endswith(".html") for name in self.sizes)

    def changed(self, other: Tree) -> int:
        """How many files are new, gone or of other content there."""
        return len(dict(self.contents.items() ^ other.contents.items()))
