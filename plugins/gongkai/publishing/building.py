"""Builds the site beside the last good one and puts it in its place only when it is whole."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


class BuildError(Exception):
    """Pelican did not make a whole site; the message is what it printed."""


def build(root: Path, settings: str, *, as_of: str = "") -> Path:
    """Build with a settings file of the project; returns the output folder.

    Raises BuildError and leaves the output folder as it was when anything goes wrong.
    """
    work = root / ".build"
    work.mkdir(exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="site-", dir=work))
    try:
        _run_pelican(root, settings, staging, as_of)
        _put_in_place(staging, root / "output")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return root / "output"


def _run_pelican(root: Path, settings: str, staging: Path, as_of: str) -> None:
    # --fatal errors: otherwise Pelican builds an empty site, and succeeds, when the plugin is missing or fails to register.
    command = [sys.executable, "-m", "pelican", "content", "-s", settings, "-o", str(staging), "--fatal", "errors"]
    command += ["-e", f"GONGKAI_AS_OF={json.dumps(as_of)}"] if as_of else []
    finished = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    if finished.returncode:
        raise BuildError(finished.stdout + finished.stderr)
    home = staging / "index.html"
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
