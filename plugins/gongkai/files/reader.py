"""Reads files that somebody else wrote: only real files, and never more than fits."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

# Some five hundred times the longest file of our data.
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class UnreadableError(Exception):
    """A file that is not read: what is wrong with it, and what would help."""

    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.fault}{self.remedy}"


def read(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """The content of a file; raises UnreadableError for what is no file, too large, or not ours to open."""
    try:
        # Not to wait for somebody to write into a pipe.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        raise UnreadableError("文件打不开。", "请检查文件名和权限。") from None
    try:
        # The standard library would refuse a folder in words of its own.
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableError("这不是一个普通文件。", "请换成普通文件，或移走。")
        content = _read(descriptor, most_bytes + 1)
    except OSError:
        raise UnreadableError("文件读不出来。", "请检查磁盘和权限。") from None
    finally:
        os.close(descriptor)
    if len(content) > most_bytes:
        raise UnreadableError(f"文件太大，超过 {_size(most_bytes)}。", "请拆成几个文件，或检查是否放错了文件。")
    return content


def _read(descriptor: int, most_bytes: int) -> bytes:
    blocks = []
    while most_bytes > 0 and (block := os.read(descriptor, most_bytes)):
        blocks.append(block)
        most_bytes -= len(block)
    return b"".join(blocks)


def _size(count: int) -> str:
    return f"{count // 1024 // 1024} MB" if count >= 1024 * 1024 else f"{count} 字节"


def read_text(path: Path) -> str:
    """The text of a file of our own."""
    return read(path).decode("utf-8-sig")
