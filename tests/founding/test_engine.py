"""Another engine in the place of a portal's, and how the one that runs is called and where it came from."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from gongkai import program
from gongkai.files import equipment
from gongkai.founding import engine as engines
from gongkai.founding.engine import Engine, NoEngineError
from helpers.projects import files

EQUIPMENT = "gongkai/equipment/"


def renewed(engine: Engine, **changes: bytes) -> Engine:
    """The engine of a later version, with other contents of what it brings along."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in {**engine.equipment, **changes}.items():
            archive.writestr(EQUIPMENT + name, content)
    return Engine("gongkai-9.0.0-py3-none-any.whl", into.getvalue())


def put(engine: Engine, folder: Path) -> Path:
    file = folder / engine.name
    file.write_bytes(engine.content)
    return file


@pytest.fixture
def later(engine: Engine, tmp_path: Path) -> Path:
    lock = engine.equipment["requirements.txt"].replace(b"pyyaml==6", b"pyyaml==7")
    changes = {
        "requirements.txt": lock,
        "docs/editing.zh-CN.md": "新的手册：python3 tasks.py check\n".encode(),
        "data/.schemas/plan.json": b"{}",
    }
    return put(renewed(engine, **changes), tmp_path)


def test_upgrade_changes_what_is_the_engines_and_nothing_else(founded: Path, engine: Engine, later: Path, capsys):
    (founded / "data/yixian").mkdir()
    (founded / "data/yixian/units.yaml").write_text("units: []\n", encoding="utf-8")
    before = files(founded)

    assert program.main(["upgrade", "--engine", str(later)]) == 0

    after = files(founded)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {engine.name, later.name, "requirements.txt", "docs/editing.zh-CN.md", "data/.schemas/plan.json"}
    assert (engine.name in after, after[later.name] == later.read_bytes()) == (False, True)
    assert f"./{later.name} \\\n    --hash=sha256:{hashlib.sha256(later.read_bytes()).hexdigest()}\n" in after["requirements.txt"].decode()
    assert b"\npyyaml==7" in after["requirements.txt"]
    assert after["docs/editing.zh-CN.md"].decode() == "新的手册：.venv/bin/gongkai check\n"
    assert capsys.readouterr().out.startswith(f"引擎由 {engine.name} 换成 {later.name}；")


def test_upgrade_to_no_engine_changes_nothing(founded: Path, later: Path, capsys):
    later.write_bytes(later.read_bytes()[:1000])
    before = files(founded)

    assert program.main(["upgrade", "--engine", str(later)]) == 1
    assert files(founded) == before
    assert "不完整" in capsys.readouterr().err


def test_only_a_portal_has_an_engine_to_change(later: Path, tmp_path: Path, monkeypatch, capsys):
    (tmp_path / "requirements.txt").write_text("gongkai==0.2.0\n", encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text('SITENAME = "门户"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert (program.main(["upgrade", "--engine", str(later)]), program.main(["bundle"])) == (1, 1)
    assert capsys.readouterr().err.count("这里不是用 new 建的门户") == 2


# --- the engine that runs ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "path", "is_checkout", "command"),
    [
        ("plugins/gongkai/__main__.py", "/usr/bin", True, "python3 tasks.py"),
        ("site-packages/gongkai/__main__.py", "/usr/bin", False, "gongkai"),
        (".venv/bin/gongkai", "/usr/bin", False, ".venv/bin/gongkai"),
        ("/srv/p/.venv/bin/gongkai", "/srv/p/.venv/bin:/usr/bin", False, "gongkai"),
        ("/srv/p/.venv/bin/gongkai", "/usr/bin", True, "/srv/p/.venv/bin/gongkai"),
    ],
)
def test_it_is_called_as_it_was_started(monkeypatch, typed, path, is_checkout, command):
    monkeypatch.setattr(sys, "argv", [typed, "check"])
    monkeypatch.setenv("PATH", path)
    monkeypatch.setattr(equipment, "is_checkout", lambda: is_checkout)

    assert equipment.command() == command


def installed(monkeypatch: pytest.MonkeyPatch, engine: Engine, address: str) -> None:
    """As pip notes where a package came from (https://packaging.python.org/en/latest/specifications/direct-url/) and what it has put where."""
    record = engine.files[f"gongkai-{equipment.version()}.dist-info/RECORD"].decode()
    notes = {"direct_url.json": json.dumps({"url": address, "archive_info": {}}), "RECORD": f"../../../bin/gongkai,sha256=x,1\n{record}"}
    monkeypatch.setattr(engines.metadata, "distribution", lambda _: SimpleNamespace(read_text=notes.get))


def test_the_engine_that_runs_is_the_file_that_pip_noted(monkeypatch, engine: Engine, engine_file: Path):
    installed(monkeypatch, engine, engine_file.as_uri())

    assert engines.installed() == engine


@pytest.mark.parametrize("happened", ["changed", "gone", "fetched"])
def test_what_may_be_another_is_not_taken_for_it(monkeypatch, engine: Engine, engine_file: Path, happened):
    installed(monkeypatch, engine, "https://example.org/gongkai.whl" if happened == "fetched" else engine_file.as_uri())
    if happened == "gone":
        engine_file.unlink()
    elif happened == "changed":
        with zipfile.ZipFile(engine_file, "a") as archive:
            archive.writestr("gongkai-0.2.1.dist-info/RECORD", "gongkai/program.py,sha256=x,1")

    with pytest.raises(NoEngineError, match="请用 --engine 写明"):
        engines.installed()
