"""The file that the engine is installed from: all that it needs besides its packages, and the same bytes out of the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.documents import ROOT

MADE_FROM = (
    "plugins",
    "theme",
    "content",
    "data",
    "docs",
    "portal",
    "pyproject.toml",
    "requirements.txt",
    "hatch_build.py",
    "README.md",
    "LICENSE",
)
EQUIPMENT = "gongkai/equipment/"


def wheel(project: Path, to: Path, target: str = "wheel") -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(to)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (made,) = to.iterdir()
    return made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_it_carries_the_whole_program_and_all_that_a_portal_is_made_with(engine: Path) -> None:
    with zipfile.ZipFile(engine) as archive:
        carried = set(archive.namelist())
    program = {f"gongkai/{name.removeprefix('plugins/gongkai/')}" for name in files_of(ROOT / "plugins/gongkai")}
    folders = ("theme", "content/pages", "data/.schemas", "data/shilixian", "docs/servers", "portal")
    others = {name for folder in folders for name in files_of(ROOT / folder)} | {
        "data/format.yaml",
        "data/holidays.yaml",
        "requirements.txt",
    }
    handbook = {
        "docs/editing.zh-CN.md",
        "docs/fields.zh-CN.md",
        "docs/word-features.md",
        *(name for name in files_of(ROOT / "docs/pictures") if name.endswith(".png")),
    }
    lunr = {"lunr/lunr.js", "lunr/LICENSE"}

    inside = {name for name in carried if ".dist-info/" not in name}
    assert inside == program | {EQUIPMENT + name for name in others | handbook | lunr}


def test_lunr_comes_with_its_licence(engine: Path) -> None:
    with zipfile.ZipFile(engine) as archive:
        script, licence = (archive.read(f"{EQUIPMENT}lunr/{name}").decode() for name in ("lunr.js", "LICENSE"))

    assert "lunr - http://lunrjs.com" in script[:60]
    assert "Copyright (C) 2020 Oliver Nightingale\n@license MIT\n\nPermission is hereby granted" in licence


def test_the_same_is_the_same_byte_for_byte_wherever_and_whenever_it_is_made(engine: Path, tmp_path: Path) -> None:
    for name in MADE_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"), copy_function=shutil.copy)
        else:
            shutil.copy(ROOT / name, tmp_path)
    for path in (tmp_path / "theme").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    # What editors and systems drop.
    (tmp_path / "plugins/gongkai/__pycache__").mkdir()
    (tmp_path / "plugins/gongkai/__pycache__/program.cpython-311.pyc").write_bytes(b"")

    assert wheel(tmp_path, tmp_path / "made").read_bytes() == engine.read_bytes()


@pytest.mark.sweep
def test_the_archive_of_sources_makes_the_same(engine: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(wheel(ROOT, tmp_path / "sources", "sdist"), tmp_path / "unpacked")
    (project,) = (tmp_path / "unpacked").iterdir()

    assert wheel(project, tmp_path / "made").read_bytes() == engine.read_bytes()
