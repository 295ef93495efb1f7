"""Writes what somebody else reads: a file or a folder appears whole, with its modes set, or not at all.

It is made beside its place, flushed to the disk, and put there by one rename or exchange. Whatever goes wrong before
that leaves the place as it was and nothing beside it; what a killed program left there is finished or removed by the next one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from .exchange import exchange
from .flushing import flush, flush_each, flush_whole
from .leftovers import NEW, OLD, made_beside, recover, remove, take_back, tell_whole

# Everybody may read what is published, whatever the umask of who published it.
FILE_MODE, FOLDER_MODE = 0o644, 0o755
PRIVATE_MODE = 0o700


def write(path: Path, content: bytes) -> None:
    """A file with this content, in the place of one that may have been there."""
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Files with these contents, put in their places in this order once all of them are on the disk."""
    resolved: dict[Path, bytes | None] = {path.resolve(): content for path, content in contents.items()}
    _bring(resolved, dict.fromkeys(resolved, True))


def write_new(contents: Mapping[Path, bytes]) -> None:
    """New files, with the folders they need: all of them, or none when one of them is there already (FileExistsError)."""
    absolute: dict[Path, bytes | None] = {path.absolute(): content for path, content in contents.items()}
    _bring(absolute, dict.fromkeys(absolute, False))


class ChangedError(Exception):
    """A file no longer holds what it held when it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def change(contents: Mapping[Path, bytes | None], held: Mapping[Path, bytes | None]) -> None:
    """New contents of files, new files, and files that go (None): all of it or, whatever happens meanwhile, nothing.

    `held` is what each of them held when it was read, None where there was none; raises ChangedError or FileExistsError where this has changed.
    """
    ways = {path: None if content is None else held[path] is not None for path, content in contents.items()}
    _bring(contents, ways, {path: content for path, content in held.items() if content is not None})


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A fresh folder to be filled, which takes the place of `path` when the block ends well and is gone when it does not."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    recover(path.parent)
    # Afterwards it is the one whose place was taken.
    with made_beside(path.parent, path.name) as made:
        yield made
        _set_modes(made)
        flush_whole(made)
        exchange(made, path)
        flush(path.parent)


@contextmanager
def files(path: Path) -> Iterator[Path]:
    """A fresh folder to be filled, whose files take their places in `path` one by one when the block ends well; they are not brought to the disk."""
    with made_beside(path.parent, path.name) as made:
        yield made
        _set_modes(made)
        for parent, _, names in os.walk(made):
            folder = path / Path(parent).relative_to(made)
            folder.mkdir(exist_ok=True)
            for name in names:
                Path(parent, name).replace(folder / name)


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A fresh folder for what is wanted only meanwhile."""
    parent.mkdir(parents=True, exist_ok=True)
    recover(parent)
    with made_beside(parent) as made:
        yield made


def put(path: Path, content: bytes) -> None:
    """A file of a folder that is still being filled."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def put_same(path: Path, old: Path) -> None:
    """The same for a file that stands elsewhere already, by a link to it where the disk has such."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(old)
    except OSError:
        path.write_bytes(old.read_bytes())


def keep(path: Path, content: Iterable[bytes]) -> None:
    """A file that only saves time: whole, for nobody else to read or write, but not brought to the disk."""
    path.parent.mkdir(mode=PRIVATE_MODE, parents=True, exist_ok=True)
    path.parent.chmod(PRIVATE_MODE)
    with made_beside(path.parent) as made:
        with (made / path.name).open("wb") as file:
            file.writelines(content)
        (made / path.name).chmod(FILE_MODE)
        (made / path.name).replace(path)


@contextmanager
def aside(root: Path, names: Iterable[Path], changed: Mapping[Path, bytes | None]) -> Iterator[Path]:
    """A private folder called like `root`, with some of what it holds and some of that changed or left out (None); gone at the end."""
    with made_beside(root.parent) as made:
        copy = made / root.name
        for path in (file for name in names for file in _files(root / name)):
            if path.relative_to(root) not in changed:
                put_same(copy / path.relative_to(root), path)
        for name, content in changed.items():
            if content is not None:
                put(copy / name, content)
        yield copy


def _files(path: Path) -> Iterator[Path]:
    """A file, or the files of a folder that are no leftovers."""
    if path.is_file():
        yield path
    for parent, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names)


def empty(parent: Path, keep: Collection[str] = ()) -> None:
    """Remove what a folder holds, but for files of these names, and what was left beside it."""
    recover(parent.resolve().parent)
    for path in sorted(parent.iterdir()) if parent.is_dir() else ():
        if path.name not in keep:
            remove(path)


def _bring(
    contents: Mapping[Path, bytes | None], ways: Mapping[Path, bool | None], held: Mapping[Path, bytes] = MappingProxyType({})
) -> None:
    """Make all files in one folder, then put them in their places, new folders as a whole; who is killed meanwhile is finished by the next."""
    if not contents:
        return
    pieces = {_piece(path, may_replace=way is not False): way for path, way in ways.items()}
    base = Path(os.path.commonpath([piece.parent for piece in pieces]))
    recover(base)
    with made_beside(base) as made:
        for path, content in contents.items():
            if content is not None:
                put(made / NEW / path.relative_to(base), content)
        _set_modes(made / NEW)
        _keep(made / OLD, base, held)
        flush_each(made)
        places = {piece.relative_to(base).as_posix(): piece for piece in pieces}
        tell_whole(made, {name: pieces[place] for name, place in places.items()})
        with ExitStack() as undoing:
            undoing.callback(take_back, made)
            for name, place in places.items():
                _put(made / NEW / name, place, pieces[place])
                flush(place.parent)
            undoing.pop_all()


def _keep(old: Path, base: Path, held: Mapping[Path, bytes]) -> None:
    """What is to be replaced, in case it must be put back; it must still be what was read."""
    for path, content in held.items():
        kept = old / path.relative_to(base)
        if path.is_file():
            put_same(kept, path)
        if not kept.is_file() or kept.read_bytes() != content:
            raise ChangedError(path)


def _piece(path: Path, *, may_replace: bool) -> Path:
    """What is put at one step: a file, or the highest of the folders that are not there yet."""
    if not may_replace and (path.exists() or path.is_symlink()):
        raise _there_already(path)
    return path if path.parent.is_dir() or may_replace else _piece(path.parent, may_replace=False)


def _there_already(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _put(made: Path, path: Path, replaces: bool | None) -> None:
    if replaces is None:
        path.unlink()
    elif replaces:
        made.replace(path)
    else:
        _put_new(made, path)


def _put_new(made: Path, path: Path) -> None:
    """Unlike a rename, a link never takes the place of anything; folders and some file systems have none."""
    try:
        path.hardlink_to(made)
    except OSError:
        if path.exists():
            raise _there_already(path) from None
        made.rename(path)


def _set_modes(made: Path) -> None:
    for parent, _, names in os.walk(made):
        Path(parent).chmod(FOLDER_MODE)
        for path in (Path(parent, name) for name in names):
            if not path.is_symlink():
                path.chmod(FILE_MODE)
