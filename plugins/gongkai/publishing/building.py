"""Builds the site beside the last good one and puts it in its place only when it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.files import reader, writer

# Keeps the folder in git while it holds nothing.
KEEPER = ".gitkeep"


class BuildError(Exception):
    """Pelican did not make a whole site; the message is what it printed."""


def build(output: Path, make: Callable[[Path], tuple[str, ...]]) -> tuple[str, ...]:
    """Let `make` write the site into a fresh folder, which then takes the place of the output folder; returns what `make` does.

    Raises BuildError and leaves the output folder as it was when anything goes wrong.
    """
    try:
        with writer.folder(output) as fresh:
            said = make(fresh)
            _check(fresh / "index.html")
            writer.put(fresh / KEEPER, b"")
    except OSError as error:
        raise BuildError(f"写不了 {output.name}/（{error.strerror}）。请检查磁盘空间和权限。") from None
    return said


def _check(home: Path) -> None:
    if not home.is_file() or b'data-page="home"' not in reader.read(home):
        raise BuildError("生成的网站里没有首页。请检查 pelicanconf.py 里的 PLUGINS。")
