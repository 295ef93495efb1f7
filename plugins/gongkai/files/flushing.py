"""Brings what was written to the disk, so that a place never names what a power cut has taken."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_whole(folder: Path) -> None:
    """Wait until all that a folder holds is on the disk: at once where the system can, else file by file, which takes seconds."""
    if not _flushed_at_once(folder):
        flush_each(folder)


def flush_each(folder: Path) -> None:
    """The same for a folder of few files, without waiting for what others write to the disk."""
    for parent, _, names in os.walk(folder):
        for path in (Path(parent, name) for name in names):
            if not path.is_symlink():
                flush(path)
        flush(Path(parent))


def _flushed_at_once(folder: Path) -> bool:
    system = getattr(ctypes.CDLL(None), "syncfs", None) if os.name == "posix" else None
    if system is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        return bool(system(descriptor) == 0)
    finally:
        os.close(descriptor)
