"""Writes what somebody else reads: a file or a folder appears whole, with its modes set, or not at all.

It is made beside its place, flushed to the disk, and put there by one rename or exchange. Whatever goes wrong before
that leaves the place as it was and nothing beside it; what a killed program left there is removed by the next one.
"""

from __future__ import annotations

import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from .exchange import exchange
from .flushing import flush, flush_whole
from .locks import is_held, lock

# Everybody may read what is published, whatever the umask of who published it.
FILE_MODE, FOLDER_MODE = 0o644, 0o755
_MADE = "gongkai-"


def write(path: Path, content: bytes) -> None:
    """A file with this content, in the place of one that may have been there."""
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Files with these contents, put in their places in this order once all of them are on the disk."""
    with ExitStack() as cleaning:
        made: dict[Path, Path] = {}
        for path in map(Path.resolve, contents):
            made[path] = cleaning.enter_context(_beside(path))
        for beside, content in zip(made.values(), contents.values(), strict=True):
            _fill(beside, content)
        for path, beside in made.items():
            beside.replace(path)
            flush(path.parent)


def write_new(contents: Mapping[Path, bytes]) -> None:
    """New files, with the folders they need: all of them, or none when one of them is there already (FileExistsError)."""
    with ExitStack() as undoing, ExitStack() as cleaning:
        made: dict[Path, Path] = {}
        for path, content in contents.items():
            _make_folders(path.parent, undoing)
            made[path] = cleaning.enter_context(_beside(path))
            _fill(made[path], content)
        for path in contents:
            _put_new(made[path], path)
            undoing.callback(path.unlink)
        for parent in {path.parent for path in contents}:
            flush(parent)
        undoing.pop_all()


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A fresh folder to be filled, which takes the place of `path` when the block ends well and is gone when it does not."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    made = Path(tempfile.mkdtemp(prefix=_prefix(path), dir=path.parent))
    try:
        with lock(made):
            yield made
            _settle(made)
            exchange(made, path)
            flush(path.parent)
    finally:
        # The half-made folder, or the one whose place it took.
        shutil.rmtree(made, ignore_errors=True)


def put(path: Path, content: bytes) -> None:
    """A file of a folder that is still being filled."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def empty(parent: Path, keep: Collection[str] = ()) -> None:
    """Remove what a folder holds, but for files of these names, and what was left beside it."""
    _remove_leftovers(parent.resolve())
    for path in sorted(parent.iterdir()) if parent.is_dir() else ():
        if path.name not in keep:
            _remove(path)


def _prefix(path: Path) -> str:
    return f".{path.name}.{_MADE}"


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A new file in the folder of another; gone at the end, unless it has been moved."""
    _remove_leftovers(path)
    descriptor, name = tempfile.mkstemp(prefix=_prefix(path), dir=path.parent)
    os.close(descriptor)
    made = Path(name)
    try:
        with lock(made):
            yield made
    finally:
        with suppress(FileNotFoundError):
            made.unlink()


def _remove_leftovers(path: Path) -> None:
    """What nobody is writing any more, because whoever did was killed."""
    for left in path.parent.glob(f"{glob.escape(_prefix(path))}*"):
        if not is_held(left):
            _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _put_new(made: Path, path: Path) -> None:
    try:
        # Unlike a rename, a link never takes the place of anything.
        path.hardlink_to(made)
    except OSError:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        # Some file systems have no links.
        made.rename(path)


def _make_folders(parent: Path, undoing: ExitStack) -> None:
    if not parent.is_dir():
        _make_folders(parent.parent, undoing)
        parent.mkdir()
        undoing.callback(parent.rmdir)
        parent.chmod(FOLDER_MODE)


def _fill(made: Path, content: bytes) -> None:
    with made.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    made.chmod(FILE_MODE)


def _settle(made: Path) -> None:
    """Set the modes of a whole folder and bring it to the disk."""
    for parent, _, names in os.walk(made):
        Path(parent).chmod(FOLDER_MODE)
        for path in (Path(parent, name) for name in names):
            if not path.is_symlink():
                path.chmod(FILE_MODE)
    flush_whole(made)
