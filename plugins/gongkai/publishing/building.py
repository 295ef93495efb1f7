"""Builds the site beside the last good one and puts it in its place only when it is whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


class BuildError(Exception):
    """Pelican did not make a whole site; the message is what it printed."""


def build(root: Path, make: Callable[[Path], tuple[str, ...]]) -> tuple[str, ...]:
    """Let `make` write the site into a fresh folder, which then takes the place of the output folder; returns what `make` does.

    Raises BuildError and leaves the output folder as it was when anything goes wrong.
    """
    work = root / ".build"
    work.mkdir(exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="site-", dir=work))
    try:
        said = make(staging)
        _check(staging)
        _put_in_place(staging, root / "output")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return said


def _check(site: Path) -> None:
    home = site / "index.html"
    if not home.is_file() or 'data-page="home"' not in home.read_text(encoding="utf-8"):
        raise BuildError("生成的网站里没有首页。请检查 pelicanconf.py 里的 PLUGINS。")


def _put_in_place(staging: Path, output: Path) -> None:
    staging.chmod(0o755)
    (staging / ".gitkeep").touch()
    replaced = staging.with_name(f"{staging.name}-replaced")
    if output.exists():
        output.rename(replaced)
    staging.rename(output)
    shutil.rmtree(replaced, ignore_errors=True)
