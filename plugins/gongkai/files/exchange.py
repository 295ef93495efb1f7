"""Puts a folder in the place of another, by one step where the system has it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
# Behind the name of what takes its place, while that is done in two steps.
REPLACED = ".replaced"


def exchange(made: Path, path: Path) -> None:
    """Put `made` at `path`; what was there, if anything, stands at `made` afterwards. Both are on one file system."""
    if not path.exists():
        made.rename(path)
    elif not _exchanged(made, path):
        _renamed(made, path)


def _exchanged(made: Path, path: Path) -> bool:
    """One step of the kernel's: nobody ever sees the place empty."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    return rename is not None and rename(_AT_FDCWD, os.fsencode(made), _AT_FDCWD, os.fsencode(path), _RENAME_EXCHANGE) == 0


def _renamed(made: Path, path: Path) -> None:
    """Two steps, where the system or the file system has no such thing; the second's failure undoes the first."""
    replaced = made.with_name(f"{made.name}{REPLACED}")
    try:
        path.rename(replaced)
        made.rename(path)
    finally:
        if replaced.exists():
            replaced.rename(made if path.exists() else path)
