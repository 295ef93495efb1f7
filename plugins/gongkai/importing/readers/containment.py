"""Reads in a child process with limits of its own, so that no file can crash, hang or fill the machine.

The kernel limits its computing time, its memory and what it writes. Python's audit hook refuses sockets, programs and
changes on disk, whoever asks for them in Python; the libraries written in C are only told not to.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar, cast

from gongkai.importing.readers.base.notice import RefusedError

from .base import limits

T = TypeVar("T")

# What a reader never does: only the file that was handed over is read, and nothing is written.
_REFUSED = {
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.utime"),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ANEW = "请用 Word 或 WPS 打开后另存为 .docx（表格取消整列的合并，另存为 .xlsx），再导入"
TOO_SLOW = f"文件读了太久还没有读完，可能已损坏或过于复杂。{ANEW}；文件很长时，请只保留要点部分。"
TOO_LARGE = f"读这个文件需要的内存太多，可能已损坏或过于复杂。{ANEW}。"
NO_ANSWER = f"等了 {{:.0f}} 秒，文件还没有读完。机器太忙时请稍后再试；不忙时，文件可能已损坏，{ANEW}。"
DAMAGED = (
    "文件已损坏或不完整，或者不是它的后缀所说的格式，读不下去。请用 Office、WPS 或浏览器打开原文件，"
    "另存为 .docx（表格存为 .xlsx）后再试；打不开的，请重新下载，或请对方重发。"
)
FORBIDDEN = f"读这个文件时，程序想联网、写文件或启动别的程序，已经拒绝。{ANEW}。"


def contained(work: Callable[[], T]) -> T:
    """What `work` returns; whatever it does instead is a RefusedError. Where a system cannot fork, nothing stops it."""
    answer = _from_child(work) if "fork" in multiprocessing.get_all_start_methods() else _attempt(work)
    if isinstance(answer, RefusedError):
        raise answer
    return answer


def _from_child(work: Callable[[], T]) -> T | RefusedError:
    receiving, sending = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_in_child, args=(work, sending), daemon=True)
    with warnings.catch_warnings():
        # The child neither waits for the parent's threads nor shares their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sending.close()
    try:
        if not receiving.poll(limits.WAITING_SECONDS):
            return RefusedError(NO_ANSWER.format(limits.WAITING_SECONDS))
        return cast(T | RefusedError, receiving.recv())
    except EOFError:
        child.join()
        return RefusedError(TOO_SLOW if child.exitcode == -signal.SIGPROF else DAMAGED)
    finally:
        child.kill()
        child.join()
        receiving.close()


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
        return RefusedError(TOO_LARGE)
    except Exception:
        return RefusedError(DAMAGED)


def _limit() -> None:
    """From here on, for good; modules may still be read, but not compiled into files."""
    import resource  # noqa: PLC0415  # Not on every system.

    signal.setitimer(signal.ITIMER_PROF, limits.SECONDS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most, allowed = pages * resource.getpagesize() + limits.MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event in _REFUSED or event.startswith("socket."):
        raise RefusedError(FORBIDDEN)
