"""What no place, year, task, unit or file is called, typed for one: a line in Chinese says so, and nothing is written."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gongkai import program
from helpers.builders import DataFolder
from helpers.documents import ROOT
from helpers.projects import files
from helpers.sites import each

NAMES = (
    *("../shili", "shili/../../etc", "/etc", "/etc/passwd", "..", ".schemas", "words/2025", "shili/ledger", "%2e%2e", "~", "~nobody/x"),
    *("x" * 5000, "甲" * 3000, f"shili/{'9' * 6000}", "--to", "-f", "--yes"),
    *("shi\0li", "shili\n2025", "\u202eilihs", "shi\u200bli", "\ud800"),
    # Cyrillic, and as wide as Chinese.
    *("ѕhili/2025", "ｓｈｉｌｉ/2025", "shili/２０２５", "shili/2025/1.1.1", "shili/-1", "shili/0"),
)
ENTRY = ("--kind", "证据", "--title", "甲", "--url", "https://www.example.org/a.html", "--yes")
REFORM = ("--to", "甲局", "--on", "2025-07-01", "--document", "某文", "--yes")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One that nothing is written at."""
    for name in ("pelicanconf.py", "theme", "content"):
        (tmp_path / name).symlink_to(ROOT / name)
    DataFolder(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    before = files(tmp_path)
    yield tmp_path
    assert files(tmp_path) == before


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> None:
    status, (said, told) = program.main(words), capsys.readouterr()

    assert (status in (1, 2), said) == (True, ""), words[:3]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told), words[:3]
    assert "Error" not in told
    assert "Traceback" not in told


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", each(NAMES, *NAMES[::4]), ids=lambda name: ascii(name[:12]))
def test_what_is_no_place_is_refused(capsys: pytest.CaptureFixture[str], name: str) -> None:
    refused(capsys, "record", name, "1.1.2", *ENTRY)
    refused(capsys, "reform", name, "更名", "县财政局", *REFORM)
    refused(capsys, "sheet", name, "caizhengju", "--to", "a.xlsx")
    refused(capsys, "sheet", "--read", name)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", each(NAMES, *NAMES[::4]), ids=lambda name: ascii(name[:12]))
def test_what_is_no_task_no_unit_and_no_field_is_refused(capsys: pytest.CaptureFixture[str], name: str) -> None:
    refused(capsys, "record", "shili/2025", name, *ENTRY)
    refused(capsys, "record", "shili/2025", "1.1.2", "--kind", name, "--title", "甲", "--yes")
    refused(capsys, "record", "shili/2025", "1.1.2", "--unit", name, *ENTRY)
    refused(capsys, "record", "shili/2025", "1.1.2", "--measure", name, *ENTRY)
    refused(capsys, "record", "shili/2025", "1.1.2", "-f", f"所在栏目={name}", *ENTRY)
    refused(capsys, "record", "shili/2025", "1.1.2", "-f", f"{name}=甲", *ENTRY)
    refused(capsys, "reform", "shili", name, "县财政局", *REFORM)
    refused(capsys, "reform", "shili", "更名", name, *REFORM)
    refused(capsys, "reform", "shili", "更名", "县财政局", "--slug", name, *REFORM)
    refused(capsys, "sheet", "shili/2025", name, "--to", "a.xlsx")
    refused(capsys, "sheet", "shili/2025", "caizhengju", "--to", name)
