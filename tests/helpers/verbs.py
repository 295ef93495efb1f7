"""Verbs as `tasks.py` runs them in the environment, each in a process of its own."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from helpers.documents import ROOT

PROGRAM = ROOT / "plugins"


def started(program: Path, root: Path, *verb: str) -> subprocess.CompletedProcess[str]:
    """Start Python for a verb of the project at `root`, with the program in a folder; what it printed, and its exit status."""
    variables = {**os.environ, "PYTHONPATH": str(program)}
    command = [sys.executable, "-m", "gongkai", *verb]
    return subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True, encoding="utf-8", check=False)


def run(root: Path, *verb: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same with our own program, out of a process in which it has been imported: that takes longer than most verbs."""
    ready, (output, errors) = _ready()
    asked = {"root": str(root), "words": verb, "environment": {**os.environ, **environment}, "output": str(output), "errors": str(errors)}
    assert ready.stdin
    assert ready.stdout
    print(json.dumps(asked), file=ready.stdin, flush=True)
    status = int(ready.stdout.readline())
    return subprocess.CompletedProcess(verb, status, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8"))


@cache
def _ready() -> tuple[subprocess.Popen[str], tuple[Path, Path]]:
    """The process, and the files to which those that it forks write."""
    folder = tempfile.TemporaryDirectory()
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (PROGRAM, ROOT / "tests"))), "PYDANTIC_DISABLE_PLUGINS": "__all__"}
    command = [sys.executable, "-m", "helpers.forking"]
    ready = subprocess.Popen(command, cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def end() -> None:
        ready.communicate()
        folder.cleanup()

    atexit.register(end)
    return ready, (Path(folder.name) / "output", Path(folder.name) / "errors")
