"""What a killed program left beside the places that it was writing to: finished where all of it was on the disk, else removed."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from .exchange import REPLACED
from .flushing import flush
from .locks import is_held, lock

_MADE = "gongkai-"
_LEFT = re.compile(rf"\.(?P<name>.*\.)?{_MADE}[a-z0-9_]{{8}}(?P<replaced>{re.escape(REPLACED)})?")
# In a folder of files that are to be put together: the files, what they replace, and, once all of them are on the disk, where they belong.
NEW, OLD, _WHOLE = "new", "old", "whole.json"
# The same list, once it is known that all of it must be taken back.
_UNDONE = "undone.json"
# Whether what comes to a place may replace another; nothing of what only goes.
Ways = Mapping[str, bool | None]


@contextmanager
def made_beside(parent: Path, name: str = "") -> Iterator[Path]:
    """A fresh folder in `parent`, for what is to stand there as `name` or in several places; gone at the end."""
    made = Path(tempfile.mkdtemp(prefix=f".{name}.{_MADE}" if name else f".{_MADE}", dir=parent))
    try:
        with lock(made):
            yield made
    finally:
        _whole(made).unlink(missing_ok=True)
        shutil.rmtree(made, ignore_errors=True)


def tell_whole(made: Path, ways: Ways) -> None:
    """From now on whoever starts next puts what is still in `made` in its place, by its name there."""
    half = made / f"{_WHOLE}.half"
    half.write_text(json.dumps(ways), encoding="utf-8")
    flush(half)
    half.rename(_whole(made))
    flush(made)


def take_back(made: Path) -> None:
    """Put everything as it was before; from now on whoever starts next does so too."""
    _whole(made).rename(made / _UNDONE)
    flush(made)
    _undo(made)


def recover(parent: Path) -> None:
    """Finish or remove what was left in a folder, unless a living program is at it or it is not ours to change."""
    with suppress(OSError):
        for left in sorted(parent.iterdir()):
            if match := _LEFT.fullmatch(left.name):
                with suppress(OSError):
                    _recover(left, parent / (match["name"] or "").removesuffix("."), is_replaced=bool(match["replaced"]))


def recover_all(root: Path) -> None:
    """The same in a folder and all that are in it."""
    for parent, _, _ in os.walk(root):
        recover(Path(parent))


def _recover(left: Path, place: Path, *, is_replaced: bool) -> None:
    made = left.with_name(left.name.removesuffix(REPLACED))
    if made.exists() and is_held(made):
        return
    if is_replaced and not place.exists():
        # Killed between two renames: the last one stands again.
        left.rename(place)
        return
    if (left / _UNDONE).is_file():
        _undo(left)
    elif _whole(left).is_file():
        _finish(left)
    remove(left)


def _finish(left: Path) -> None:
    for name, replaces in _listed(_whole(left)):
        staged, kept, path = left / NEW / name, left / OLD / name, left.parent / name
        # What somebody has changed since stays as it is.
        is_ours = not kept.exists() or (path.is_file() and path.read_bytes() == kept.read_bytes())
        if staged.exists() and (is_ours if replaces else not path.exists()):
            staged.rename(path)
            flush(path.parent)
        elif replaces is None and kept.exists() and is_ours:
            path.unlink()
            flush(path.parent)
    _whole(left).unlink()


def _undo(left: Path) -> None:
    for name, replaces in _listed(left / _UNDONE):
        staged, kept, path = left / NEW / name, left / OLD / name, left.parent / name
        if replaces is False and path.exists():
            if not staged.exists():
                path.rename(staged)
            elif path.samefile(staged):
                path.unlink()
        elif kept.exists():
            kept.rename(path)
        flush(path.parent)
    (left / _UNDONE).unlink()


def _listed(journal: Path) -> Iterator[tuple[str, bool | None]]:
    """Names within the folder that it lies in, and what may happen there."""
    for name, replaces in json.loads(journal.read_text(encoding="utf-8")).items():
        if ".." not in Path(name).parts and not Path(name).is_absolute():
            yield name, replaces


def remove(path: Path) -> None:
    """Whatever it is; a link without what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _whole(made: Path) -> Path:
    return made / _WHOLE
