"""`bundle`: what lies in the archive, and what its start script says where it cannot start."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tomllib
from pathlib import Path

import pytest
from gongkai.founding import bundles
from helpers.documents import ROOT
from helpers.projects import files

MACHINE = bundles.Machine(("3", "11"), "linux-x86_64")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    file = tmp_path / "yiban-1.0-py3-none-any.whl"
    file.write_bytes(b"\0")
    return file


def archive(portal: Path, wheel: Path) -> bytes:
    strays = {portal / name for name in bundles.strays(portal, ())}
    return bundles.archive(portal, {wheel.name: wheel}, MACHINE, strays)


def unpacked(content: bytes, to: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(content)) as packed:
        packed.extractall(to, filter="data")
    (folder,) = to.iterdir()
    return folder


def test_it_holds_the_portal_without_what_is_made_installed_or_its_history(founded: Path, wheel: Path, tmp_path: Path):
    before = files(founded)
    for name in (
        ".venv/bin/gongkai",
        ".build/cache/x",
        ".git/HEAD",
        "output/index.html",
        "__pycache__/a.pyc",
        "p.tar.gz",
        "通知.docx",
        "来文/名单.xlsx",
    ):
        (founded / name).parent.mkdir(parents=True, exist_ok=True)
        (founded / name).write_bytes(b"x")

    folder = unpacked(archive(founded, wheel), tmp_path / "there")

    assert folder.name == "p"
    assert files(folder / "portal") == before
    assert {name for name in files(folder) if not name.startswith("portal/")} == {"start.sh", "说明.txt", f"wheels/{wheel.name}"}
    assert os.access(folder / "start.sh", os.X_OK)


def test_it_holds_what_scout_needs_and_what_waits_for_a_person(founded: Path, wheel: Path, tmp_path: Path):
    """The packages of its extra, locked; proposals, copies of pages and what became of known addresses."""
    names = [f"data/xian/2026/{name}" for name in ("proposals/guihua.yaml", "snapshots/0123456789abcdef.txt", "snapshots/rechecked.yaml")]
    for name in names:
        (founded / name).parent.mkdir(parents=True, exist_ok=True)
        (founded / name).write_bytes(b"x")
    portal = unpacked(archive(founded, wheel), tmp_path / "there") / "portal"
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]["scout"]
    locked = {line.partition("==")[0] for line in (portal / "requirements.txt").read_text(encoding="utf-8").splitlines()}

    assert [name for name in names if not (portal / name).is_file()] == []
    assert {name.replace(".", "-") for name in extra} <= locked


def test_what_settings_lead_to_is_of_the_portal_and_the_rest_is_told(founded: Path):
    for name in ("本地/templates/base.html", "看板/a.html", "通知.docx"):
        (founded / name).parent.mkdir(parents=True, exist_ok=True)
        (founded / name).write_bytes(b"x")
    settings = {
        "PATH": "content",
        "PLUGIN_PATHS": ["看板", "."],
        "GONGKAI_CONTACT": "长" * 400,
        "THEME_TEMPLATES_OVERRIDES": [str(founded / "本地/templates")],
    }

    named = bundles.named_by(settings, founded)

    assert (named, bundles.strays(founded, named)) == ({"content", "看板", "本地"}, ["通知.docx"])


def test_the_same_is_the_same_byte_for_byte(founded: Path, wheel: Path):
    first = archive(founded, wheel)
    for path in founded.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    (founded / "pelicanconf.py").chmod(0o600)

    assert archive(founded, wheel) == first


def started(folder: Path, python: str, tmp_path: Path) -> str:
    """What the start script says with this as Python."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    program.chmod(0o755)
    finished = subprocess.run(
        ["sh", str(folder / "start.sh")],
        env={"PATH": os.environ["PATH"], "PYTHON": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 1
    return finished.stderr.splitlines()[-1]


def test_on_another_machine_it_says_so(founded: Path, wheel: Path, tmp_path: Path):
    folder = unpacked(archive(founded, wheel), tmp_path / "there")

    said = started(folder, "echo 'Python 3.12，linux-x86_64'", tmp_path)
    assert (
        said
        == "这一包是给 Python 3.11，linux-x86_64 的，这台机器是 Python 3.12，linux-x86_64。请在同样的机器上重新打包（gongkai bundle）。"
    )
    assert not (folder / "portal/.venv").exists()


def test_without_venv_it_says_what_to_install(founded: Path, wheel: Path, tmp_path: Path):
    folder = unpacked(archive(founded, wheel), tmp_path / "there")

    said = started(folder, f"""[ "$1" = -c ] && echo '{MACHINE.told}'""", tmp_path)
    assert said == "建立不了 Python 环境。Debian 请先安装：python3-venv"


def test_folders_that_lie_elsewhere_are_told_instead_of_left_out(founded: Path, wheel: Path, tmp_path: Path):
    (founded / "data").rename(tmp_path / "elsewhere")
    (founded / "data").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(bundles.NoBundleError, match="data 是指到别处的链接"):
        archive(founded, wheel)
    for data in ("data", "../elsewhere", str(tmp_path / "elsewhere")):
        with pytest.raises(bundles.NoBundleError, match="设置里的 GONGKAI_DATA 是"):
            bundles.whole({"GONGKAI_DATA": data, "PATH": "content"}, founded)
    bundles.whole({"GONGKAI_DATA": "content/data", "PATH": "content"}, founded)
