"""Builds the same site in one process, in two and on a Dask cluster, and compares all bytes: `python -m benchmarks.executors`."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .build.measuring import Cost, Tree, cost
from .build.subjects import lay_out, ours, portal, write
from .states import present

WAYS = {
    ours(1): ("GONGKAI_PROCESSES=1",),
    ours(2): ("GONGKAI_PROCESSES=2",),
    "here, two workers of Dask": ("GONGKAI_EXECUTOR=benchmarks.cluster:executor",),
}
# The larger is too large to be held as a whole, so its places are laid aside.
_SIZES = (1_000, 3_000)
_HEAD = ("", "CPU s", "from beginning to end, s", "processes", "largest, MB", "together, MB", "files", "others than in one process")


def main() -> None:
    """Build and print; ends with status 1 where a file is another one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.executors", description=__doc__)
    parser.add_argument(
        "--tasks", type=int, nargs="*", default=_SIZES, help="of the sites beside that of the real plans, default: 1000 3000"
    )
    sizes = parser.parse_args().tasks
    with TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(present(), folder)
        differ = list(_print("the real plans", folder))
        for tasks in sizes:
            shutil.rmtree(folder / "data")
            write({"here": folder / "data"}, tasks)
            differ += _print(f"{tasks:,} invented tasks", folder)
    sys.exit(any(differ))


def _print(site: str, folder: Path) -> Iterator[bool]:
    """For each way whether any file is another one."""
    print(f"\n| {' | '.join((site, *_HEAD[1:]))} |\n|{'--|' * len(_HEAD)}", flush=True)
    first: Tree | None = None
    for way, settings in WAYS.items():
        subject = portal(way, folder, *settings)
        subject.reset()
        spent = cost(subject.build, folder, subject.environment)
        built = Tree.of(subject.output)
        first = first or built
        print(f"| {' | '.join((way, *_cells(spent, built, first.changed(built))))} |", flush=True)
        yield built != first


def _cells(spent: Cost, built: Tree, others: Sequence[str]) -> Iterator[str]:
    yield from (f"{spent.busy:.2f}", f"{spent.seconds:.2f}", f"{spent.processes}")
    yield from (f"{spent.memory / 1e6:,.0f}", f"{spent.together / 1e6:,.0f}", f"{len(built.files):,}")
    yield "none" if not others else f"{len(others):,}: {'; '.join(others[:3])}"


if __name__ == "__main__":
    main()
