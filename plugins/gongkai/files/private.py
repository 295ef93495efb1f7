"""Reads what only saves time and what nobody else could have written: anything doubtful about it, and it is as if it were not there."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
from contextlib import nullcontext
from copy import copy
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
_DIGEST_BYTES = 32
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def read(path: Path, key: str) -> bytes | None:
    """What was kept under this key; None where it is not there, not whole, of another key, or where anybody else could have put it."""
    try:
        folder = os.lstat(path.parent)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        is_ours = _is_ours(folder, stat.S_ISDIR(folder.st_mode)) and _is_ours(opened := os.fstat(descriptor), stat.S_ISREG(opened.st_mode))
        with os.fdopen(descriptor, "rb", closefd=False) if is_ours else nullcontext() as file:
            content = file.read() if file else b""
    finally:
        os.close(descriptor)
    return content[_DIGEST_BYTES:] if content[:_DIGEST_BYTES] == _digest(content[_DIGEST_BYTES:], key) else None


def sealed(content: bytes, key: str) -> bytes:
    """The content as `read` expects it."""
    return _digest(content, key) + content


def _digest(content: bytes, key: str) -> bytes:
    """Finds damage and what was made by another program; against other users there are the modes."""
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES, key=hashlib.sha256(key.encode()).digest()).digest()


def _is_ours(status: os.stat_result, is_right_kind: bool) -> bool:
    return is_right_kind and status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


class Pickled(Generic[T]):
    """A value that is unpacked only where it is asked for, and packed only where it is kept."""

    def __init__(self, value: T) -> None:
        self._value: T | None = value
        self._pickled = b""

    @property
    def value(self) -> T:
        if self._value is None:
            self._value = pickle.loads(self._pickled)
        return self._value

    def packed(self) -> Pickled[T]:
        """The same, packed at once, where it is seldom asked for."""
        return copy(self)

    def __getstate__(self) -> bytes:
        return self._pickled or pickle.dumps(self._value, pickle.HIGHEST_PROTOCOL)

    def __setstate__(self, pickled: bytes) -> None:
        self._value, self._pickled = None, pickled
