"""The engine as a file, and a portal begun with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from gongkai.founding import engine as engines
from gongkai.founding import portal
from gongkai.founding.engine import Engine
from helpers.documents import ROOT


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("engine")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return engines.read(next(folder.iterdir()))


@pytest.fixture
def engine_file(engine: Engine, tmp_path: Path) -> Path:
    """Beside the portal."""
    file = tmp_path / "engine" / engine.name
    file.parent.mkdir()
    file.write_bytes(engine.content)
    return file


@pytest.fixture
def founded(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new portal, where verbs are typed."""
    for name, content in portal.files(engine).items():
        file = tmp_path / "p" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    monkeypatch.chdir(tmp_path / "p")
    return tmp_path / "p"
