"""Only what lies in the data folder itself is read, and only what somebody typed."""

import pytest
from gongkai.records.loading import look
from gongkai.records.problems import Effect
from helpers.builders import LEDGER, PLAN, TASKS, UNITS, DataFolder


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


@pytest.mark.parametrize(
    "linked", ["shili", "shili/2025", "shili/2025/tasks", "shili/2025/ledger", PLAN, TASKS, LEDGER, UNITS, "format.yaml"]
)
def test_what_is_a_link_out_of_the_data_folder_is_refused(folder, tmp_path, linked):
    (folder.root / linked).rename(tmp_path / "elsewhere")
    (folder.root / linked).symlink_to(tmp_path / "elsewhere")

    problems = folder.problems()

    assert problems
    assert {("链接" in problem, problem.startswith(f"data/{linked}")) for problem in problems} == {(True, True)}


def test_link_within_the_data_folder_is_followed(folder):
    (folder.root / LEDGER).rename(folder.root / ".kept.yaml")
    (folder.root / LEDGER).symlink_to(folder.root / ".kept.yaml")

    assert folder.problems() == []


@pytest.mark.parametrize("name", ["._01-guihua.yaml", "~$01-guihua.yaml", ".#01-guihua.yaml", "#01-guihua.yaml"])
@pytest.mark.parametrize("inner", ["tasks", "ledger"])
def test_what_an_editor_left_beside_records_is_passed_over_and_told(folder, name, inner):
    folder.write(f"shili/2025/{inner}/{name}", b"\x00\xff")

    (remark,) = look(folder.root).problems
    assert (remark.effect, remark.file.as_posix()) == (Effect.WARNING, f"data/shili/2025/{inner}/{name}")
    assert "已经略过" in remark.fault
