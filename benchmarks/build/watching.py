"""Runs a program and prints what it cost with all that it started, in a small process of its own: `python watching.py COMMAND …`.

A build may start processes that outlive it, or for which nobody waits. They become children of this process, which waits for them all, so
that no second of a processor is lost. While they run they are looked at ten times a second; this process itself is not counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from resource import struct_rusage
from tempfile import TemporaryFile
from threading import Event, Thread, Timer

_PROC = Path("/proc")
# Seconds between two looks; between two that share out what processes have in common, at least so many times as long as that takes a processor.
_PAUSE, _LONG_PAUSE, _TIMES_AS_LONG = 0.1, 1.0, 100
# Seconds that a process may outlive the program, and bytes that are told of what was said.
_PATIENCE, _ENDING = 5.0, 2_000
_KB = 1024
_PR_SET_CHILD_SUBREAPER = 36


class Look:
    """At the descendants of this process, again and again: how many there were, the most memory that each had and that all had at one time."""

    def __init__(self) -> None:
        self.peaks: dict[int, int] = {}
        self.together = self.processes = 0
        self._end = Event()
        self._thread = Thread(target=self._until_the_end, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._end.set()
        self._thread.join()

    def _until_the_end(self) -> None:
        due = 0.0
        while not self._end.wait(_PAUSE):
            alive = list(_descendants(os.getpid()))
            self.processes = max(self.processes, len(alive))
            for process in alive:
                self.peaks[process] = max(self.peaks.get(process, 0), _bytes(process, "status", "VmHWM:"))
            if time.monotonic() > due:
                worked = time.thread_time()
                # A page that three processes have is counted to each as a third.
                self.together = max(self.together, sum(_bytes(process, "smaps_rollup", "Pss:") for process in alive))
                due = time.monotonic() + max(_LONG_PAUSE, _TIMES_AS_LONG * (time.thread_time() - worked))


def _descendants(process: int) -> Iterator[int]:
    """Children and theirs; of a process that ends meanwhile none."""
    with suppress(OSError):
        for thread in (_PROC / f"{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text(encoding="ascii").split()):
                yield child
                yield from _descendants(child)


def _bytes(process: int, file: str, field: str) -> int:
    """None of a process that ends meanwhile."""
    with suppress(OSError):
        lines = (_PROC / f"{process}/{file}").read_text(encoding="utf-8", errors="replace").splitlines()
        return next((int(line.split()[1]) * _KB for line in lines if line.startswith(field)), 0)
    return 0


@dataclass(frozen=True)
class Ended:
    """A process that was waited for: its number, how it ended and when, and what it used with those that it waited for itself."""

    process: int
    status: int
    at: float
    used: struct_rusage


def watched(command: Sequence[str]) -> dict[str, float | str]:
    """How the program ended, the end of what it said, and what all cost; a process that outlives it too long is killed, and counted as left."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    left: list[int] = []
    with TemporaryFile() as said:
        start = time.monotonic()
        with subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as program:
            look = Look()
            every_end = {ended.process: ended for ended in _ends(program.pid, left)}
            program.returncode = every_end[program.pid].status
        look.end()
        said.seek(0)
        ending = said.read()[-_ENDING:].decode(errors="replace")
    # The last of a peak may have come after the last look.
    memory = max(chain(look.peaks.values(), (ended.used.ru_maxrss * _KB for ended in every_end.values())))
    return {
        "status": program.returncode,
        "said": ending,
        "left": len(left),
        "seconds": every_end[program.pid].at - start,
        "busy": sum(ended.used.ru_utime + ended.used.ru_stime for ended in every_end.values()),
        "memory": memory,
        "together": max(memory, look.together),
        "processes": look.processes,
    }


def _ends(program: int, left: list[int]) -> Iterator[Ended]:
    """Of the program and all that it leaves, each when it comes."""
    with suppress(ChildProcessError):
        while True:
            process, status, used = os.wait4(-1, 0)
            yield Ended(process, os.waitstatus_to_exitcode(status), time.monotonic(), used)
            if process == program:
                timer = Timer(_PATIENCE, _kill_all, [left])
                timer.daemon = True
                timer.start()


def _kill_all(left: list[int]) -> None:
    for process in _descendants(os.getpid()):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            left.append(process)


if __name__ == "__main__":
    print(json.dumps(watched(sys.argv[1:])))
