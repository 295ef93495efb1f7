"""Data of format 1 becomes data of format 2: what must change does, and everything else stays to the byte."""

import pytest
from gongkai.records.upgrade import ledger_to_2, units_to_2, upgraded
from helpers.builders import COLUMNS, FORMAT, LEDGER, PLAN, TASKS, UNITS, DataFolder

STATED = "# yaml-language-server: $schema=.schemas/format.json\n# 数据格式的版本，由程序填写，不要手改。\nformat: 2\n"
SAYS_FORMAT = "data/format.yaml：写明数据是第 2 版的格式。"
LATEST = "数据已经是第 2 版的格式，不用升级。"
UNOPENED = "{} 条证据的 opened: false 已删去：不写 opened，就是还没有人打开核对。"
WRITTEN = "{} 条证据照登记人和登记日期写上了由谁在哪天打开核对（opened）。"
UNKNOWN = "{} 条证据没有记下是谁在哪天打开的，升级后算作还没有人打开；打开核对过的，请补上 opened: {{by: 打开的人, on: 日期}}。"

UNITS_1 = """\
units:
  - slug: wenhuaju  # 2026年并入文旅局
    name: '县文化局'
    successor: "wenlvju"   # 三定方案
    kind: department
  # 也是
  - {slug: lvyouju, name: 县旅游局, successor: wenlvju, kind: department}
  - slug: wenlvju
    name: 县文旅局
    successor:
    kind: department
"""
UNITS_2 = UNITS_1.replace('successor: "wenlvju"', 'successors: ["wenlvju"]').replace("successor: wenlvju", "successors: [wenlvju]")
UNITS_2 = UNITS_2.replace("successor:\n", "successors:\n")

LEDGER_1 = """\
# 台账
evidence:
  - task: 1.1.1   # 第一条
    by: 档案科
    on: 2025-05-01
    url: 'https://www.example.org/1.html'
    opened: false
    title: "一: 规划"
  - opened: false
    task: 1.1.2
    url: https://www.example.org/2.html
  - task: 1.1.3
    url: https://www.example.org/3.html
    opened: false   # 打不开
  - opened: No  # 还没有
    task: 1.1.4
    url: https://www.example.org/4.html
  - {task: 1.1.5, opened: false, url: 'https://www.example.org/5.html'}
  - {task: 1.1.6, url: 'https://www.example.org/6.html', opened: false}
  - task: 1.1.7
    opened: false
    # 页面改版以后的网址
    url: https://www.example.org/7.html
checks:
  - {task: 1.1.1, on: 2025-05-01, result: found}
"""
LEDGER_2 = """\
# 台账
evidence:
  - task: 1.1.1   # 第一条
    by: 档案科
    on: 2025-05-01
    url: 'https://www.example.org/1.html'
    title: "一: 规划"
  - task: 1.1.2
    url: https://www.example.org/2.html
  - task: 1.1.3
    url: https://www.example.org/3.html
    # 打不开
  - # 还没有
    task: 1.1.4
    url: https://www.example.org/4.html
  - {task: 1.1.5, url: 'https://www.example.org/5.html'}
  - {task: 1.1.6, url: 'https://www.example.org/6.html'}
  - task: 1.1.7
    # 页面改版以后的网址
    url: https://www.example.org/7.html
checks:
  - {task: 1.1.1, on: 2025-05-01, result: found}
"""

MADE_UP_1 = """\
evidence:
  - task: 1.1.1
    on: 2025-05-01
    by: 档案科（示例）
    url: https://www.example.org/1.html
    seen_on: 2025-05-02  # 第二天
    remark: 说明
  - {task: 1.1.2, by: '甲, 乙', on: 2025-05-01, url: 'https://www.example.org/2.html'}
  - task: 1.1.3
    by: 甲，乙[丙]
    on: 2025-05-03
    opened: true  # 看过
    url: https://www.example.org/3.html
  - task: 1.1.4
    on: 2025-05-04
    url: https://www.example.org/4.html
  - task: 1.1.5
    by: 档案科
    on: 2025-05-05
    description: 公示栏
    opened: true
  - {task: 1.1.6, by: 档案科, on: 2025-05-06, url: 'https://www.example.org/6.html', opened: {by: 甲, on: 2025-05-07}}
  - task: 1.1.7
    by: 档案科
    url: https://www.example.org/7.html
    on: 2025-05-07"""
MADE_UP_2 = """\
evidence:
  - task: 1.1.1
    on: 2025-05-01
    by: 档案科（示例）
    url: https://www.example.org/1.html
    seen_on: 2025-05-02  # 第二天
    opened: {by: 档案科（示例）, on: 2025-05-01}
    remark: 说明
  - {task: 1.1.2, by: '甲, 乙', on: 2025-05-01, opened: {by: '甲, 乙', on: 2025-05-01}, url: 'https://www.example.org/2.html'}
  - task: 1.1.3
    by: 甲，乙[丙]
    on: 2025-05-03
    opened: {by: "甲，乙[丙]", on: 2025-05-03}  # 看过
    url: https://www.example.org/3.html
  - task: 1.1.4
    on: 2025-05-04
    url: https://www.example.org/4.html
  - task: 1.1.5
    by: 档案科
    on: 2025-05-05
    description: 公示栏
  - {task: 1.1.6, by: 档案科, on: 2025-05-06, url: 'https://www.example.org/6.html', opened: {by: 甲, on: 2025-05-07}}
  - task: 1.1.7
    by: 档案科
    url: https://www.example.org/7.html
    on: 2025-05-07
    opened: {by: 档案科, on: 2025-05-07}"""


def with_windows_line_ends(text):
    return text.replace("\n", "\r\n")


LINE_ENDS = pytest.mark.parametrize("typed", [str, with_windows_line_ends, "\ufeff{}".format], ids=["LF", "CRLF", "byte order mark"])


@LINE_ENDS
def test_the_successor_of_a_unit_becomes_a_list_as_it_was_typed(typed):
    new = units_to_2(typed(UNITS_1))

    assert new.text == typed(UNITS_2)
    assert new.changes == ("3 个单位的继任单位由 successor 改成 successors，可以写几个。",)


@LINE_ENDS
def test_what_nobody_has_opened_says_nothing_of_it_any_more_and_comments_stay(typed):
    new = ledger_to_2(typed(LEDGER_1), is_demonstration=False)

    assert new.text == typed(LEDGER_2)
    assert new.changes == (UNOPENED.format(7),)


@LINE_ENDS
def test_in_a_made_up_place_who_entered_evidence_opened_it_that_day(typed):
    new = ledger_to_2(typed(MADE_UP_1), is_demonstration=True)

    assert new.text == typed(MADE_UP_2)
    assert new.changes == (WRITTEN.format(4), UNKNOWN.format(1))


def test_in_a_real_place_nobody_is_said_to_have_opened_what_was_taken_for_opened():
    new = ledger_to_2(MADE_UP_1, is_demonstration=False)

    assert new.text == MADE_UP_1.replace("    opened: true  # 看过", "    # 看过").replace("    opened: true\n", "")
    assert new.changes == (UNKNOWN.format(5),)


@pytest.mark.parametrize("text", [LEDGER_2, "evidence: []\n", "notes:\n  - {task: 1.1.1, on: 2025-05-01, text: '无'}\n", "甲\n"])
def test_a_ledger_without_openings_to_change_stays_as_it_is(text):
    assert ledger_to_2(text, is_demonstration=False).text == text


def test_units_without_successors_stay_as_they_are():
    assert units_to_2(UNITS_2).text == UNITS_2
    assert units_to_2(UNITS_2).changes == ()


# --- a whole folder ------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """The example county as it was written before: it does not say its format, and is a real place."""
    old = DataFolder(tmp_path)
    (old.root / FORMAT).unlink()
    old.replace(PLAN, "demonstration: true\n", "")
    old.replace(UNITS, "name: 县财政局\n", "name: 县财政局\n    successor: fagaiju  # 见通知\n")
    old.replace(LEDGER, "    strength: primary\n", "    strength: primary\n    opened: false\n")
    return old


def content_of(folder):
    return {path.relative_to(folder.root).as_posix(): path.read_bytes().decode() for path in folder.root.rglob("*") if path.is_file()}


def put(folder):
    """Upgrade as the verb does, and say what it says."""
    done = upgraded(folder.root)
    for file, content in done.files.items():
        file.write_bytes(content)
    return done


def test_an_upgrade_changes_what_must_change_and_says_so_file_by_file(folder):
    before = content_of(folder)
    done = put(folder)

    assert (done.problems, done.told) == (
        (),
        (
            "data/shili/units.yaml：1 个单位的继任单位由 successor 改成 successors，可以写几个。",
            f"data/{LEDGER}：{UNOPENED.format(1)}",
            SAYS_FORMAT,
        ),
    )
    assert content_of(folder) == before | {
        UNITS: before[UNITS].replace("successor: fagaiju", "successors: [fagaiju]"),
        LEDGER: before[LEDGER].replace("    opened: false\n", ""),
        FORMAT: STATED,
    }
    assert folder.problems() == []


def test_the_format_is_written_last(folder):
    """What is interrupted before is begun again."""
    assert [file.name for file in upgraded(folder.root).files][-1] == FORMAT


def test_an_upgrade_that_was_interrupted_ends_the_same(folder):
    whole = dict(upgraded(folder.root).files)
    first = next(iter(whole))
    first.write_bytes(whole[first])
    put(folder)

    assert {file: file.read_bytes() for file in whole} == whole


def test_a_second_upgrade_changes_nothing(folder):
    put(folder)
    again = upgraded(folder.root)

    assert (dict(again.files), again.told, again.problems) == ({}, (LATEST,), ())


def test_a_place_is_made_up_when_one_of_its_plans_is(folder):
    folder.append(PLAN, "demonstration: yes\n")
    folder.replace(LEDGER, "    opened: false\n", "")
    put(folder)

    assert "    url: https://www.example.org/guihua/1.html\n" in folder.read(LEDGER)
    assert "    opened: {by: 测试, on: 2025-07-10}\n" in folder.read(LEDGER)


def test_a_folder_that_states_the_old_format_keeps_what_else_stands_there(folder):
    folder.write(FORMAT, "# 我们的数据\nformat: '1'   # 旧\n")
    put(folder)

    assert folder.read(FORMAT) == "# 我们的数据\nformat: 2   # 旧\n"


@pytest.mark.parametrize("file", [UNITS, LEDGER, PLAN])
def test_where_a_file_cannot_be_read_no_file_is_written(folder, file):
    folder.append(file, "note: '没有闭合\n")
    done = upgraded(folder.root)
    line = folder.line_of(file, "没有闭合")

    assert (dict(done.files), done.told) == ({}, ())
    assert [str(problem) for problem in done.problems] == [
        f"data/{file}:{line}  引号没有闭合。请在这一行的末尾补上 '，或去掉开头的引号。改好以后再升级。"
    ]


@pytest.mark.parametrize("file", [TASKS, COLUMNS])
def test_files_that_do_not_change_are_not_looked_at(folder, file):
    folder.append(file, "note: '没有闭合\n")

    assert upgraded(folder.root).problems == ()


def test_data_of_a_later_format_is_not_touched(folder):
    folder.write(FORMAT, "format: 3\n")
    done = upgraded(folder.root)

    assert dict(done.files) == {}
    assert [str(problem) for problem in done.problems] == [
        "data/format.yaml:1  数据是第 3 版的格式，这个程序只认得到第 2 版。请更新程序，不要改这个数字。"
    ]


def test_a_folder_whose_format_cannot_be_read_is_not_touched(folder):
    folder.write(FORMAT, "format: 新\n")

    assert dict(upgraded(folder.root).files) == {}
