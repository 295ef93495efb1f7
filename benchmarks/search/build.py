"""Builds in a process of its own, so that its time and memory are its own: `python -m benchmarks.search.build ENGINE CORPUS SITE`."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import ROOT
from . import corpus
from .engines import ENGINES, Engine
from .server import compressed

NOT_ENOUGH_MEMORY = 3


@dataclass(frozen=True)
class Built:
    """What a build took, and the bytes it left on disk; `sent` is these compressed as for sending.

    `seconds` went by, `busy` are those of them (or more, with several processors) in which it was at work.
    """

    seconds: float
    busy: float
    memory: int
    files: int = 0
    size: int = 0
    sent: int = 0


def made_corpus(folder: Path, tasks: int, years: int) -> Built | None:
    """The corpus on disk; the seconds are those that making documents of records took."""
    return _measured("corpus", str(folder), str(tasks), str(years))


def built(engine: Engine, made: Path, site: Path) -> Built | None:
    """The engine's site on disk; None where memory did not suffice."""
    took = _measured(engine.name, str(made), str(site))
    if took is None:
        return None
    paths = [path for path in site.rglob("*") if path.is_file() and engine.part(path.relative_to(site).as_posix()) != "page"]
    sent = sum(len(compressed(path)[0]) for path in paths)
    return Built(took.seconds, took.busy, took.memory, len(paths), sum(path.stat().st_size for path in paths), sent)


def _measured(*arguments: str) -> Built | None:
    done = subprocess.run([sys.executable, "-m", "benchmarks.search.build", *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode == NOT_ENOUGH_MEMORY:
        return None
    done.check_returncode()
    return Built(**json.loads(done.stdout))


def main(arguments: Sequence[str]) -> None:
    """Do one step and print what it took."""
    try:
        seconds, busy = _timed(*arguments)
    except MemoryError:
        sys.exit(NOT_ENOUGH_MEMORY)
    print(json.dumps({"seconds": seconds, "busy": busy, "memory": max(usage.ru_maxrss for usage in _usages()) * 1024}))


def _timed(name: str, folder: str, *rest: str) -> tuple[float, float]:
    if name == "corpus":
        seconds = corpus.write(Path(folder), *map(int, rest))
        return seconds, seconds
    engine = next(engine for engine in ENGINES if engine.name == name)
    made, site = Path(folder), Path(*rest)
    engine.prepare(made, site)
    start, idle = time.perf_counter(), _busy()
    engine.build(made, site)
    return time.perf_counter() - start, _busy() - idle


def _busy() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _usages() -> list[resource.struct_rusage]:
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


if __name__ == "__main__":
    main(sys.argv[1:])
