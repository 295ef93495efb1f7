"""Who does the jobs: this process, others of this machine, or whoever stands behind an executor that the settings name."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Protocol, TypeVar

from gongkai.files.private import LostError
from gongkai.publishing.building import BuildError
from gongkai.publishing.settings import Settings

J = TypeVar("J")
R = TypeVar("R")
# Below so many bytes of data it takes longer to start a process than to do without it.
_LITTLE = 4_000_000
# Every process starts from one that has read the program, where the system can do that.
_METHOD = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
_PROGRAM = "gongkai.publishing.places.making"


class Run(Protocol):
    """Does jobs, and gives what came of each in their order. What a job raises is raised here."""

    def __call__(self, function: Callable[[J], R], jobs: Iterable[J], /) -> Iterator[R]: ...


@contextmanager
def runner(settings: Settings, data: Path) -> Iterator[Run]:
    """What does the jobs of a site of these settings: `map` where the site is small, else an executor's; raises BuildError where that breaks down."""
    if not str(settings["GONGKAI_EXECUTOR"]) and _processes(settings, data) == 1:
        yield map
        return
    lazily = _Lazily(lambda: _executor(settings, data))
    try:
        yield lazily.run
    finally:
        lazily.end()


def is_small(data: Path) -> bool:
    """Whether a data folder is so small that all of it can be held and made here."""
    size = 0
    for parent, _, names in os.walk(data):
        size += sum(os.lstat(os.path.join(parent, name)).st_size for name in names if name.endswith(".yaml"))  # noqa: PTH118
        if size > _LITTLE:
            return False
    return True


def _processes(settings: Settings, data: Path) -> int:
    number = settings["GONGKAI_PROCESSES"]
    if isinstance(number, int) and number:
        return number
    return 1 if is_small(data) else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _executor(settings: Settings, data: Path) -> Executor:
    if named := str(settings["GONGKAI_EXECUTOR"]):
        module, _, function = named.partition(":")
        executor: Executor = getattr(import_module(module), function)()
        return executor
    context = get_context(_METHOD)
    if _METHOD == "forkserver":
        context.set_forkserver_preload([_PROGRAM])
    return ProcessPoolExecutor(_processes(settings, data), context, _leave_stopping_to_the_first)


def _leave_stopping_to_the_first() -> None:
    """Ctrl-C reaches all processes of a terminal; who started the others tells them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Lazily:
    """An executor that is started when there is something to do."""

    def __init__(self, start: Callable[[], Executor]) -> None:
        self._start = start
        self._executor: Executor | None = None

    def run(self, function: Callable[[J], R], jobs: Iterable[J], /) -> Iterator[R]:
        """One job alone is done at once, here."""
        listed = list(jobs)
        if len(listed) <= 1:
            yield from map(function, listed)
            return
        try:
            self._executor = self._executor or self._start()
            yield from self._executor.map(function, listed)
        except (OSError, BuildError, LostError):
            raise
        # Each kind of executor has its own words for a process that died, and the module that gives one may not be there.
        except Exception as error:
            remedy = "请关掉别的程序再试，或把 GONGKAI_PROCESSES 设为 1；写了 GONGKAI_EXECUTOR 的，请核对它。"
            raise BuildError(f"做网页的进程停了，多半是内存不够（{type(error).__name__}: {error}）。{remedy}") from None

    def end(self) -> None:
        """`map` has called off what had not begun; not every kind of executor can be asked for that once more."""
        if self._executor:
            self._executor.shutdown()
