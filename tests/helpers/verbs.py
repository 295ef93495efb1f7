"""A verb as `tasks.py` runs it in the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(root: Path, *verb: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a verb of the project at `root`; what it printed, and its exit status."""
    command = [sys.executable, "-m", "gongkai", *verb]
    variables = {**os.environ, "PYTHONPATH": str(root / "plugins"), **environment}
    return subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True, encoding="utf-8", check=False)
