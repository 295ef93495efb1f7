"""Reads in a child process with limits of its own, so that no file can crash, hang or fill the machine.

The kernel limits its computing time, its memory, the files it has open and what it writes. Python's audit hook refuses
sockets, programs and changes on disk, whoever asks for them in Python; the libraries written in C are only told not to.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import struct
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar, cast

from lxml import etree

from gongkai.importing.readers.base.notice import RefusedError

from .base import limits

T = TypeVar("T")

# After its own limit the reader says itself what took so long; this is for libraries that never come back.
GRACE_SECONDS = 0.5
# What a reader never does: only the file that was handed over is read, and nothing is written.
_REFUSED = {
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime"),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# How libraries answer a damaged file.
STUMBLES = (
    *(
        ArithmeticError,
        AssertionError,
        AttributeError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ),
    *(struct.error, zipfile.BadZipFile, zlib.error, etree.LxmlError),
)


def contained(work: Callable[[], T]) -> T:
    """What `work` returns; whatever it does instead is a RefusedError. Where a system cannot fork, the readers' own limits must do."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return _outcome(_attempt(work))
    receiving, sending = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_in_child, args=(work, sending), daemon=True)
    with warnings.catch_warnings():
        # The child neither waits for the parent's threads nor shares their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sending.close()
    try:
        return _outcome(cast(T | RefusedError, _answer(receiving, child)))
    finally:
        child.kill()
        child.join()
        receiving.close()


def _answer(receiving: Connection, child: BaseProcess) -> object:
    if not receiving.poll(limits.WAITING_SECONDS):
        return limits.no_answer()
    try:
        return receiving.recv()
    except EOFError:
        child.join()
        return limits.too_slow() if child.exitcode == -signal.SIGPROF else damaged()


def _outcome(answer: T | RefusedError) -> T:
    if isinstance(answer, RefusedError):
        raise answer
    return answer


def _in_child(work: Callable[[], T], sending: Connection) -> None:
    _limit()
    # What libraries print is for nobody. One that fails in its own way ends the child; the parent says so in Chinese.
    sys.stdout = sys.stderr = io.StringIO()
    sending.send(_attempt(work))
    sending.close()


def _attempt(work: Callable[[], T]) -> T | RefusedError:
    try:
        return work()
    except RefusedError as error:
        return error
    except MemoryError:
        return limits.too_large()
    except STUMBLES:
        return damaged()


def damaged() -> RefusedError:
    """The refusal for a file that no reader could make sense of."""
    return RefusedError(
        "文件已损坏或不完整，或者不是它的后缀所说的格式，读不下去。请用 Office、WPS 或浏览器打开原文件，"
        "另存为 .docx（表格存为 .xlsx）后再试；打不开的，请重新下载，或请对方重发。"
    )


def _limit() -> None:
    """From here on, for good; modules may still be read, but not compiled into files."""
    import resource  # noqa: PLC0415  # Not on every system.

    def lower(limit: int, most: int) -> None:
        allowed = resource.getrlimit(limit)[1]
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(limit, (most, most))

    signal.setitimer(signal.ITIMER_PROF, limits.SECONDS + GRACE_SECONDS)
    lower(resource.RLIMIT_FSIZE, 0)
    lower(resource.RLIMIT_NOFILE, max(int(opened.name) for opened in Path("/dev/fd").iterdir()) + limits.OPEN_FILES)
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        lower(resource.RLIMIT_AS, pages * resource.getpagesize() + limits.MEMORY_BYTES)
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event in _REFUSED or event.startswith("socket."):
        raise RefusedError("读这个文件时，程序想联网、写文件或启动别的程序，已经拒绝。请用 Word 或 WPS 打开后另存为 .docx，再导入。")
