"""Reads in a child process with limits of its own, so that no file can crash, hang or fill the machine."""

from __future__ import annotations

import io
import multiprocessing
import struct
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from lxml import etree

from gongkai.importing.readers.base.notice import RefusedError

from .base import limits

T = TypeVar("T")

# After its own limit the reader says itself what took so long; this is for libraries that never come back.
GRACE_SECONDS = 0.5
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
        return _outcome(cast(T | RefusedError, _answer(receiving)))
    finally:
        child.kill()
        child.join()
        receiving.close()


def _answer(receiving: Connection) -> object:
    if not receiving.poll(limits.SECONDS + GRACE_SECONDS):
        return limits.too_slow()
    try:
        return receiving.recv()
    except EOFError:
        return damaged()


def _outcome(answer: T | RefusedError) -> T:
    if isinstance(answer, RefusedError):
        raise answer
    return answer


def _in_child(work: Callable[[], T], sending: Connection) -> None:
    _limit_memory()
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
    except STUMBLES as error:
        return damaged(error)


def damaged(error: Exception | None = None) -> RefusedError:
    """The refusal for a file that no reader could make sense of; the cause is for whoever mends the reader."""
    cause = f"（{type(error).__name__}）" if error else ""
    return RefusedError(
        f"文件已损坏，或者不是它的后缀所说的格式，读不下去{cause}。请用 Word、WPS 或浏览器打开原文件，另存为 .docx 后再导入。"
    )


def _limit_memory() -> None:
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  # Not on every system.

    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        used = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + limits.MEMORY_BYTES, used + limits.MEMORY_BYTES))
