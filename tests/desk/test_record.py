"""`record` as a clerk uses it: by options, by questions at a terminal, and where there is nobody to ask."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from gongkai import program
from gongkai.desk.asking import BackError, Terminal, answer, answers
from gongkai.desk.choices import Choice, Question
from helpers.builders import DataFolder
from helpers.documents import ROOT

LEDGER = "shili/2025/ledger"
AS_OF = ("--as-of", "2025-11-20")
WHOLE = ("--kind", "证据", "--title", "县级预算", "--url", "https://www.example.org/yusuan.html", "-f", "所在栏目=财政信息")


@dataclass(frozen=True)
class Finished:
    """What a verb printed, and its exit status."""

    status: int
    said: str
    told: str


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The data of the example county, with the settings and the code of this project."""
    for name in ("pelicanconf.py", "plugins", "theme", "content", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return DataFolder(tmp_path)


@pytest.fixture
def record(project: DataFolder, capsys: pytest.CaptureFixture[str]) -> Callable[..., Finished]:
    """The verb with nobody at a terminal."""

    def run(*words: str) -> Finished:
        status = program.main(["record", *words, *AS_OF])
        return Finished(status, *capsys.readouterr())

    return run


def files(project: DataFolder) -> list[str]:
    return [path.name for path in sorted((project.root / LEDGER).iterdir())]


def test_an_entry_is_written_by_options_alone(project, record):
    finished = record("shili/2025", "1.1.2", *WHOLE, "--yes")

    (new,) = [name for name in files(project) if name != "fagaiju.yaml"]
    assert (finished.status, finished.told) == (0, "")
    assert "任务 1.1.2 公开财政预算和解读：本站暂无记录 → 部分公开（1/2），待核对\n" in finished.said
    assert finished.said.endswith(f"已写入 data/{LEDGER}/{new}。\n")
    assert project.read(f"{LEDGER}/{new}") == (
        "# yaml-language-server: $schema=../../../.schemas/ledger.json\n"
        "evidence:\n"
        "  - task: 1.1.2\n"
        "    units: [caizhengju]\n"
        "    on: 2025-11-20\n"
        "    title: 县级预算\n"
        "    url: https://www.example.org/yusuan.html\n"
        "    found_in: caizheng-xinxi\n"
    )
    assert project.problems() == []


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "还缺 要点：哪一份要点。"),
        (("shili/2024",), 2, "没有“shili/2024”这份要点。现有的要点：shili/2025。"),
        (("shili/2025", "9.9.9"), 2, "没有编号“9.9.9”的任务。现有的编号：1.1.1、1.1.2、1.2.1、2.1.1、2.1.2。"),
        (("shili/2025", "1.1.2"), 2, "还缺 --kind：登记什么。"),
        (("shili/2025", "1.1.2", "--kind", "情形"), 2, "这项任务不能登记“情形”。--kind 可写：证据、核查、"),
        (("shili/2025", "1.1.2", "--kind", "核查"), 2, "还缺：-f 核查结果=内容（查到、没有查到、打不开）；-f 核查栏目="),
        (("shili/2025", "1.1.2", *WHOLE, "-f", "日期=2025-01-01"), 2, "没有“日期”这一项。可用的："),
        (("shili/2025", "1.1.2", *WHOLE), 2, "没有写入任何文件。不在终端里的，确认要写请加 --yes。"),
        (("shili/2025", "1.1.2", *WHOLE, "-f", "发布日期=2025-6-3", "--yes"), 1, "发布日期：“2025-6-3”不是日期。请写成 2025-06-03。"),
        (("shili/2025", "1.1.2", "--kind", "销号", "--yes"), 1, f"data/{LEDGER}/"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_where_nobody_can_be_asked_what_is_lacking_or_wrong_is_told(project, record, words, status, message):
    finished = record(*words)

    assert (finished.status, finished.told[: len(message)], files(project)) == (status, message, ["fagaiju.yaml"])


def test_a_place_with_faults_is_told_first(project, record):
    project.replace(f"{LEDGER}/fagaiju.yaml", "2025-06-20", "2025-06-31")

    finished = record("shili/2025", "1.1.2", *WHOLE, "--yes")

    assert (finished.status, finished.told.splitlines()[-1]) == (1, "这个辖区的数据有错误，请先改正，再登记。")


# --- at a terminal -------------------------------------------------------------------------------


def at_terminal(project: DataFolder, typed: list[str]) -> tuple[str, int]:
    """What was said, and the exit status; each line is typed when something is asked."""
    child, terminal = pty.fork()
    if not child:
        os.chdir(project.root.parent)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
        os.execve(sys.executable, [sys.executable, "-m", "gongkai", "record", *AS_OF], environment)
    said, waiting = b"", list(typed)
    while select.select([terminal], [], [], 60)[0]:
        try:
            heard = os.read(terminal, 65536)
        except OSError:
            break
        if not heard:
            break
        said += heard
        if said.decode(errors="ignore").count("0 回上一题：") > len(typed) - len(waiting):
            os.write(terminal, waiting.pop(0).encode())
    os.close(terminal)
    return said.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_questions_are_asked_one_after_the_other(project):
    """Numbers, names and Enter; what nobody wants to give is passed over."""
    lines = ["1\n", "1.1.2\n", "核查\n", "2\n", "财政\n", "看到第 20 页\n", "3\n", "政务公开科\n", "\n"]

    said, status = at_terminal(project, lines)

    assert status == 0, said
    assert [line for line in said.splitlines() if re.match("写入吗|已写入|没有写入", line)][-1].startswith(
        "已写入 data/shili/2025/ledger/2025-11-20-"
    )
    (new,) = [name for name in files(project) if name != "fagaiju.yaml"]
    assert "    by: 政务公开科\n    result: not_found\n    column: caizheng-xinxi\n    remark: 看到第 20 页\n" in project.read(
        f"{LEDGER}/{new}"
    )


@pytest.mark.sweep
@pytest.mark.parametrize("last", ["2\n", "\x03", "\x04"], ids=["no", "Ctrl-C", "Ctrl-D"])
def test_who_does_not_want_it_written_has_nothing_written(project, last):
    lines = ["1\n", "1.1.2\n", "核查\n", "2\n", "财政\n", "\n", "\n", last]

    said, status = at_terminal(project, lines)

    assert (status, said.splitlines()[-1], files(project)) == (130, "没有写入任何文件。", ["fagaiju.yaml"])


# --- questions by themselves ---------------------------------------------------------------------

UNITS = Question(
    "units", "单位", "choice", choices=tuple(Choice(*it) for it in (("a", "甲局"), ("b", "乙局"), ("c", "乙镇"))), is_several=True
)
TITLE = Question("title", "标题", "line", is_required=True)
DAY = Question("on", "日期", "day", prefilled=("2025-11-20",))


def heard(*lines: str) -> tuple[Terminal, list[str]]:
    waiting, said = list(lines), []
    return Terminal(said.append, lambda _: waiting.pop(0)), said


@pytest.mark.parametrize(
    ("question", "lines", "value"),
    [
        (UNITS, ["1"], ("a",)),
        (UNITS, ["2，3"], ("b", "c")),
        (UNITS, ["甲局、镇"], ("a", "c")),
        (UNITS, ["乙", "2"], ("b",)),
        (UNITS, ["9", "丁", "3"], ("c",)),
        (UNITS, [""], ()),
        (TITLE, ["", " ", "规划"], ("规划",)),
        (DAY, [""], ("2025-11-20",)),
        (DAY, ["2025-01-02"], ("2025-01-02",)),
    ],
    ids=lambda value: getattr(value, "key", str(value)),
)
def test_an_answer_is_a_number_a_name_a_text_or_enter(question, lines, value):
    terminal, _ = heard(*lines)

    assert answer(terminal, question) == value


def test_nought_goes_back_to_the_question_before():
    terminal, said = heard("甲", "0", "乙", "2")

    assert answers(terminal, [TITLE, UNITS], {}) == {"title": ("乙",), "units": ("b",)}
    assert [line for line in said if line.startswith("标题")] == ["标题", "标题"]

    terminal, _ = heard("0")
    with pytest.raises(BackError):
        answers(terminal, [TITLE], {})


def test_choices_are_numbered_and_the_default_stands_in_brackets():
    prompts: list[str] = []
    said: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return ""

    answer(
        Terminal(said.append, ask),
        Question("covers", "覆盖范围", "choice", choices=(Choice("full", "全部"), Choice("part", "一部分")), default=("full",)),
    )

    assert (said, prompts) == (["覆盖范围（可以不填）", "  1  全部", "  2  一部分"], ["请写序号，回车就是 [1]，0 回上一题："])
