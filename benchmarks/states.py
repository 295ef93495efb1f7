"""Other states of this project, each in a folder of its own, and how their verbs are run: in this environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from . import ROOT

# The last commit before modules moved into rooms: the first release.
FIRST = "fa2eddd"


def checked_out(state: str, folder: Path) -> Path:
    """A commit in a folder; a state that is a folder itself stays where it is."""
    if Path(state).is_dir():
        return Path(state)
    with tarfile.open(fileobj=BytesIO(_git("archive", state))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def present() -> str:
    """A commit of the files as they are now, changes that are not committed among them."""
    return _git("stash", "create").decode().strip() or "HEAD"


def present_name() -> str:
    """How the present state is called for short: its last commit, with a plus where something is not committed."""
    return _git("describe", "--always", "--dirty=+").decode().strip()


def verb(project: Path, *words: str) -> tuple[Sequence[str], Mapping[str, str]]:
    """The command and the environment of a verb's own process, which `tasks.py` hands over to."""
    has_program = (project / "plugins/gongkai/program.py").is_file()
    command = [sys.executable, "-m", "gongkai" if has_program else "invoke", *words]
    return command, {**os.environ, "PYTHONPATH": str(project / "plugins")} if has_program else os.environ


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout
