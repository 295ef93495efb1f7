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
# In a folder of files that are to be put together: the files, and, once all of them are on the disk, where they belong.
NEW, _WHOLE = "new", "whole.json"


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


def tell_whole(made: Path, replaces: Mapping[str, bool]) -> None:
    """From now on whoever starts next puts what is still in `made` in its place: names, and whether they may replace another."""
    half = made / f"{_WHOLE}.half"
    half.write_text(json.dumps(replaces), encoding="utf-8")
    flush(half)
    half.rename(_whole(made))
    flush(made)


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
    if _whole(left).is_file():
        _finish(left)
    remove(left)


def _finish(left: Path) -> None:
    for name, replaces in json.loads(_whole(left).read_text(encoding="utf-8")).items():
        staged, path = left / NEW / name, left.parent / name
        is_within = ".." not in Path(name).parts and not Path(name).is_absolute()
        if is_within and staged.exists() and (replaces or not path.exists()):
            staged.rename(path)
            flush(path.parent)
    _whole(left).unlink()


def remove(path: Path) -> None:
    """Whatever it is; a link without what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _whole(made: Path) -> Path:
    return made / _WHOLE
