"""Runs `check` of an earlier state and of this one by turns and compares their CPU: `python -m benchmarks.check [--against REV] [--times N]`."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .. import ROOT
from ..build.measuring import cost
from ..states import FIRST, checked_out, verb


def main() -> None:
    """Measure and print; ends with status 1 when the ratio is above what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check", description=__doc__)
    parser.add_argument("--against", default=FIRST, metavar="REV", help=f"a commit, or a folder where it is checked out; default: {FIRST}")
    parser.add_argument("--times", type=int, default=7, help="how often each is run, default: 7")
    parser.add_argument("--at-most", type=float, default=1.0, metavar="RATIO", help="the ratio that is still right")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        earlier = checked_out(arguments.against, Path(name))
        before, now = _measured([earlier, ROOT], arguments.times)
    ratio = now / before
    print(f"{arguments.against}: {before:.3f} s; here: {now:.3f} s of CPU, user and system, median of {arguments.times}; ratio {ratio:.3f}")
    sys.exit(ratio > arguments.at_most)


def _measured(projects: Sequence[Path], times: int) -> list[float]:
    """The median of each, taken by turns so that a busy machine is as unfair to one as to the other; first once for nothing."""
    runs = [[_cpu_of_check(project) for project in projects] for _ in range(times + 1)]
    return [statistics.median(costs) for costs in zip(*runs[1:], strict=True)]


def _cpu_of_check(project: Path) -> float:
    """The seconds of CPU of a check, in this environment: the verb's own process, which `tasks.py` hands over to, and what that starts."""
    command, environment = verb(project, "check")
    return cost(command, project, environment).busy


if __name__ == "__main__":
    main()
