"""Builds the site beside the last good one and puts it in its place only when it is whole."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from gongkai.files import faults, leftovers, reader, writer

from . import contents

T = TypeVar("T")
# Keeps the folder in git while it holds nothing.
KEEPER = ".gitkeep"
_MOUNTS = Path("/proc/self/mountinfo")


class BuildError(Exception):
    """Pelican did not make a whole site; the message is what it printed."""


class PlaceError(Exception):
    """The site may not be put where it was to be, or cannot: the message says why and what helps."""


def build(output: Path, make: Callable[[Path], T], kept: str = "") -> T:
    """Let `make` write the site into a fresh folder, which then takes the place of the output folder; returns what `make` does.

    Raises BuildError or PlaceError and leaves the output folder as it was when anything goes wrong. `kept` names an empty
    file that stays.
    """
    with told(output), writer.folder(output) as fresh:
        made = make(fresh)
        if kept:
            writer.put(fresh / kept, b"")
    return made


def mend(output: Path, make: Callable[[Path], T | None], gone: Callable[[T], Iterable[str]]) -> T | None:
    """Let `make` write what is new into a fresh folder, whose files then take their places one by one; what is `gone` is taken away.

    For a site that only its own program reads: whoever finds it half mended must make it anew. Where `make` makes nothing it stays as it is.
    """
    with told(output), writer.files(output) as fresh:
        made = make(fresh)
    for address in gone(made) if made else ():
        leftovers.remove(output / address)
    return made


@contextmanager
def told(output: Path) -> Iterator[None]:
    """What keeps a folder from being written; raises PlaceError."""
    try:
        yield
    except OSError as error:
        raise PlaceError(f"写不了 {output.name}/：{faults.told(error)}") from None


def tried(parent: Path, make: Callable[[Path], T]) -> T:
    """The same without a place: what was made is gone afterwards."""
    try:
        with writer.scratch(parent) as fresh:
            return make(fresh)
    except OSError as error:
        raise PlaceError(f"写不了 {parent.name}/：{faults.told(error)}") from None


def put_file(path: Path, content: bytes) -> None:
    """A site in one file. Raises PlaceError."""
    try:
        writer.write(path, content)
    except OSError as error:
        raise PlaceError(f"写不了 {path.name}：{faults.told(error)}") from None


def refuse_place(output: Path, kind: str, *, is_own: bool) -> None:
    """Raises PlaceError where a site of this kind may not take the place of what lies there; `is_own` says that the folder is for nothing else."""
    if fault := _fault(output, kind, is_own=is_own and not output.is_symlink()):
        raise PlaceError(fault)


def _fault(output: Path, kind: str, *, is_own: bool) -> str:
    target, stated = output.resolve(), contents.read(output)
    if output.is_symlink() and not output.exists():
        return f"{output.name} 是一个链接，它指向的文件夹不在了。请先建好那个文件夹，或删去这个链接。"
    if target.exists() and not target.is_dir():
        return f"{output.name} 不是文件夹。请把它移走，或用 --to 写到别的文件夹。"
    if _is_mounted(target):
        return (
            f"{output.name}/ 是单独挂载的磁盘，网站不能整个换进去，换到一半会让读者看到残缺的网站。"
            f"请用 --to 写到它里面的一个文件夹（如 --to {output.name}/site），或挂载它的上一级文件夹。"
        )
    if not is_own and not _is_free(target):
        return f"{output.name}/ 里有别的文件，不是本程序生成的网站，所以没有动它。请换一个空文件夹或新名字。"
    if stated.get("kind") == contents.PUBLICATION and kind != contents.PUBLICATION:
        return (
            f"{output.name}/ 里是对外发布的网站（{stated.get('address')}，判定日期 {stated.get('as_of')}），不能换成只在本机看的。"
            f"请运行 serve 预览，或用 publish 更新它；要写到别处用 --to，不要它了先运行 clean。"
        )
    return ""


def _is_free(target: Path) -> bool:
    """Nothing there, or a site of ours, the first release's too."""
    names = {path.name for path in target.iterdir()} - {KEEPER} if target.is_dir() else set()
    return not names or bool(contents.read(target)) or _is_home(target / "index.html")


def _is_home(home: Path) -> bool:
    try:
        return home.is_file() and b'data-page="home"' in reader.read(home)
    except reader.UnreadableError:
        return False


def _is_mounted(target: Path) -> bool:
    """The standard library does not see a folder that is mounted from the same disk."""
    if target.is_dir() and os.path.ismount(target):
        return True
    lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines() if _MOUNTS.is_file() else []
    return str(target) in {re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), line.split()[4]) for line in lines}
