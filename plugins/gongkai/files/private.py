"""Reads what only saves time and what nobody else could have written: anything doubtful about it, and it is as if it were not there."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, TypeVar

T = TypeVar("T")
_DIGEST_BYTES = 32


class Part(NamedTuple):
    """Some bytes of a file, each part sealed by itself."""

    start: int
    length: int


WHOLE = Part(0, -1)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def read(path: Path, key: str, part: Part = WHOLE) -> bytes | None:
    """What was kept under this key; None where it is not there, not whole, of another key, or where anybody else could have put it."""
    with _opened(path) as file:
        if file:
            file.seek(part.start)
        content = file.read(part.length) if file else b""
    return content[_DIGEST_BYTES:] if content[:_DIGEST_BYTES] == _digest(content[_DIGEST_BYTES:], key) else None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO | None]:
    """The file, where nobody else could have put it."""
    try:
        folder = os.lstat(path.parent)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        yield None
        return
    try:
        is_ours = _is_ours(folder, stat.S_ISDIR(folder.st_mode)) and _is_ours(opened := os.fstat(descriptor), stat.S_ISREG(opened.st_mode))
        with os.fdopen(descriptor, "rb", closefd=False) if is_ours else nullcontext() as file:
            yield file
    finally:
        os.close(descriptor)


def sealed(content: bytes, key: str) -> bytes:
    """The content as `read` expects it."""
    return _digest(content, key) + content


def _digest(content: bytes, key: str) -> bytes:
    """Finds damage and what was made by another program; against other users there are the modes."""
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES, key=hashlib.sha256(key.encode()).digest()).digest()


def _is_ours(status: os.stat_result, is_right_kind: bool) -> bool:
    return is_right_kind and status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


class LostError(Exception):
    """What was laid aside is not there any more, or not whole."""


class Stored(Generic[T]):
    """A value that lies in a private file and is read each time that it is asked for; whoever laid it aside may hold it as well."""

    def __init__(self, path: Path, key: str, part: Part, held: T | None = None) -> None:
        self.path, self._key, self._part, self._held = path, key, part, held

    @property
    def value(self) -> T:
        """Raises LostError."""
        if self._held is not None:
            return self._held
        content = read(self.path, self._key, self._part)
        if content is None:
            raise LostError(self.path)
        value: T = pickle.loads(content)
        return value

    @property
    def is_there(self) -> bool:
        """Whether there is a file of ours that is long enough; what it holds is not looked at."""
        with _opened(self.path) as file:
            return file is not None and os.fstat(file.fileno()).st_size >= sum(self._part)

    def let_go(self) -> None:
        """Leave it to the file."""
        self._held = None

    def __getstate__(self) -> tuple[Path, str, Part]:
        return self.path, self._key, self._part

    def __setstate__(self, state: tuple[Path, str, Part]) -> None:
        self.path, self._key, self._part = state
        self._held = None


def laid_aside(path: Path, key: str, values: Iterable[T]) -> tuple[Iterator[bytes], list[Stored[T]]]:
    """The content of a private file with these values one after the other, packed as it is written; by then each is held and to be read by itself."""
    stored: list[Stored[T]] = []

    def packed() -> Iterator[bytes]:
        start = 0
        for value in values:
            content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            yield from (_digest(content, key), content)
            stored.append(Stored(path, key, Part(start, _DIGEST_BYTES + len(content)), value))
            start += _DIGEST_BYTES + len(content)

    return packed(), stored
