"""The site of the real data: its search page and scripts are what a reader opens in the measurements."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .. import ROOT


def build_portal(folder: Path) -> None:
    """Build the site once, as `tasks.py build` does, but elsewhere."""
    command = [sys.executable, "-m", "pelican", "content", "--output", str(folder), "--settings", "pelicanconf.py", "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True)


def lay_out(portal: Path, site: Path) -> None:
    """The search page without what it asks for answers."""
    site.mkdir()
    shutil.copy(portal / "search.html", site)
    shutil.copytree(portal / "theme", site / "theme")
