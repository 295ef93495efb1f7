"""The sheet that a unit fills in: what it holds, what people do to it, and what comes back."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from pathlib import Path

import openpyxl
import pytest
from gongkai import program
from gongkai.desk import sheet_reading
from gongkai.desk.choices import AtTask, measures_of, questions
from gongkai.desk.proposals import Desk, Outcome, Proposal, RefusedError, outcome_of, state_of, write
from gongkai.desk.recording import recorded
from gongkai.desk.sheet_reading import Filling, RowMistake
from gongkai.desk.sheet_rows import rows_of
from gongkai.desk.sheets import ACTS, DONE, FILLED, GIVEN, HELP, KEY, LISTS, ROWS, Act, Open, open_rows, unit_of, written
from gongkai.importing.readers.base import limits
from helpers.builders import TASKS, DataFolder
from helpers.clerks import PLACES, REAL, answers_to, state
from helpers.documents import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

AS_OF = date(2025, 11, 20)
# The rows of 县财政局: the headings are in row 2.
FIRST, SECOND, THIRD = 3, 4, 5
PAGE = {"做了什么": "网页公开", "标题": "县级预算", "网址": "https://www.example.org/yusuan.html"}
LEDGER = "shili/2025/ledger"
Fill = Mapping[int, Mapping[str, object]]


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def desk_of(data: DataFolder, on: date = AS_OF) -> Desk:
    return Desk(data.root, on, on)


def sheet_of(data: DataFolder, unit: str = "caizhengju") -> bytes:
    desk = desk_of(data)
    return written(desk, state_of(desk, "shili"), 2025, unit)


def columns(sheet: Worksheet) -> dict[str, int]:
    head = next(row for row in sheet.iter_rows() if any(cell.value == "做了什么" for cell in row))
    return {str(cell.value): cell.column for cell in head if cell.value}


def changed(content: bytes, *changes: Callable[[Worksheet], object]) -> bytes:
    """What people do to the sheet in a program of theirs."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for change in changes:
        change(book[ROWS])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def typing(rows: Fill) -> Callable[[Worksheet], None]:
    def type_(sheet: Worksheet) -> None:
        for row, texts in rows.items():
            for name, value in texts.items():
                cell = sheet.cell(row, columns(sheet)[name])
                cell.value = value
                if isinstance(value, str):
                    # Whatever it begins with.
                    cell.data_type = "s"

    return type_


def filled(data: DataFolder, rows: Fill, *changes: Callable[[Worksheet], object]) -> bytes:
    return changed(sheet_of(data), typing(rows), *changes)


def read(data: DataFolder, content: bytes, plan: str = "", unit: str = "", on: date = AS_OF) -> Filling:
    desk = desk_of(data, on)
    return sheet_reading.read(desk, state_of(desk, "shili"), rows_of(content, "a.xlsx"), plan, unit)


def told(filling: Filling) -> list[str]:
    return [*map(str, filling.mistakes), *filling.remarks]


def outcome(data: DataFolder, filling: Filling) -> Outcome:
    assert filling.proposal, told(filling)
    return outcome_of(desk_of(data), filling.proposal)


def texts(filling: Filling) -> list[str]:
    """The entries that would be written, without the name of the schema."""
    proposal = filling.proposal
    assert proposal, told(filling)
    return [(text or "").partition("\n")[2] for text in proposal.texts.values()]


BUDGET = (
    "evidence:\n  - task: 1.1.2\n    units: [caizhengju]\n    on: 2025-11-20\n    title: 县级预算\n"
    "    url: https://www.example.org/yusuan.html\n"
)

# --- what is handed out --------------------------------------------------------------------------


def test_a_unit_gets_a_row_for_each_measure_that_it_has_not_settled(data):
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_of(data, "财政局")))[ROWS]

    assert [[cell.value or "" for cell in row[: len(GIVEN)]] for row in sheet.iter_rows(min_row=FIRST)] == [
        [
            "1.1.1",
            "一、做好规划公开\n（一）公开规划",
            "公开示例县发展规划（公开路径：政府网站>政府信息公开>规划信息）。\n2025年6月底前完成：不得延误。",
            "政府网站 > 政府信息公开 > 规划信息\n文件写了“其他渠道”，没有写明是什么",
            "2025年6月30日前（含当日）",
            "到期待核查",
        ],
        [
            *("1.1.1", "一、做好规划公开\n（一）公开规划", "及时更新规划信息。"),
            *("政府网站 > 政府信息公开 > 规划信息", "及时", "本站暂无记录"),
        ],
        [
            *("1.1.2", "一、做好规划公开\n（一）公开规划", "公开财政预算和解读。"),
            *("政府网站 > 政府信息公开 > 财政信息\n政府网站 > 政策解读", "", "本站暂无记录"),
        ],
    ]


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("chengguan", "城关镇在 shili/2025 里没有要填的：它没有承担任务，或承担的都已了结。没有写表。"),
        ("县", "没有“县”这个单位。请照 units.yaml 里的名称写。"),
    ],
)
def test_for_whom_there_is_nothing_to_fill_in_there_is_no_sheet(data, unit, message):
    with pytest.raises(RefusedError, match=message):
        sheet_of(data, unit)


def test_who_took_a_unit_over_fills_in_what_that_one_owed(data):
    data.replace(
        "shili/units.yaml", "    aliases: [财政局]\n", "    aliases: [财政局]\n    valid_to: 2025-09-01\n    successors: [caijinju]\n"
    )
    data.replace(
        "shili/units.yaml", "  - slug: chengguan\n", "  - slug: caijinju\n    name: 县财金局\n    kind: department\n  - slug: chengguan\n"
    )

    filling = read(data, changed(sheet_of(data, "县财金局"), typing({THIRD: PAGE})), "shili/2025", "caijinju")

    assert texts(filling) == [BUDGET]


def test_the_same_sheet_has_the_same_bytes_whenever_it_is_written(data):
    """Office programs keep seconds: two sheets of one second would be the same anyhow."""
    content = sheet_of(data)
    made = openpyxl.load_workbook(io.BytesIO(content)).properties
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        dates = {entry.date_time for entry in archive.infolist()}

    assert content == sheet_of(data)
    assert (made.created, made.modified, dates) == (datetime(2000, 1, 1), datetime(2000, 1, 1), {(1980, 1, 1, 0, 0, 0)})


def test_only_what_the_unit_fills_in_can_be_changed(data):
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(data)))
    sheet = book[ROWS]
    free = {name for name, column in columns(sheet).items() if not sheet.cell(FIRST, column).protection.locked}

    assert [book[name].protection.sheet for name in (HELP, ROWS, LISTS)] == [True, True, True]
    assert free == set(FILLED)
    assert all(sheet.cell(2, column).protection.locked for column in columns(sheet).values())


def test_the_instructions_come_first_and_lists_and_keys_are_hidden(data):
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(data)))
    sheet = book[ROWS]
    key = sheet.cell(2, columns(sheet)[KEY])

    assert (book.sheetnames, book[LISTS].sheet_state) == ([HELP, ROWS, LISTS], "hidden")
    assert sheet.column_dimensions[key.column_letter].hidden
    assert all(any(act.words in str(cell.value) for (cell,) in book[HELP].iter_rows()) for act in ACTS)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B3", "$1:$2")


def offered(content: bytes) -> dict[str, list[str] | str]:
    """What may be chosen in the columns of the first row, or what else is checked there."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[ROWS]
    rules: dict[str, list[str] | str] = {}
    for name, column in columns(sheet).items():
        for rule in sheet.data_validations.dataValidation:
            if sheet.cell(FIRST, column).coordinate in rule.sqref and sheet.cell(THIRD, column).coordinate in rule.sqref:
                cells = rule.formula1.rpartition("!")[2].replace("$", "")
                rules[name] = [str(cell.value) for (cell,) in book[LISTS][cells]] if rule.type == "list" else rule.type
    return rules


OFFERED = {
    "做了什么": ["网页公开", "线下公开", "说明进展", "本期无需公开", "不填"],
    "发布日期": "date",
    "所在栏目": [
        "政府网站",
        "政府网站 > 政府信息公开",
        "政府网站 > 政府信息公开 > 规划信息",
        "政府网站 > 政府信息公开 > 财政信息",
        "政府网站 > 政策解读",
    ],
    "完整还是部分": ["全部", "一部分"],
    "有效至": "date",
}


def test_choices_drop_down_and_days_are_checked(data):
    assert offered(sheet_of(data)) == OFFERED


def test_what_looks_like_a_formula_is_a_text(data):
    data.replace(TASKS, "公开财政预算和解读。", "=1+1，@公开财政预算。")
    cell = openpyxl.load_workbook(io.BytesIO(sheet_of(data)))[ROWS].cell(THIRD, 3)

    assert (cell.value, cell.data_type) == ("=1+1，@公开财政预算。", "s")


# --- what comes back -----------------------------------------------------------------------------


def test_all_rows_are_one_proposal(data):
    page = {**PAGE, "发布日期": "2025-03-05", "所在栏目": "财政信息", "完整还是部分": "一部分", "说明": "只有总表。", "登记人": "预算科"}
    offline = {"做了什么": "线下公开", "标题": "规划展板", "说明": "公示栏，可以去看。", "发布日期": "2025-07-02"}
    content = filled(data, {FIRST: offline, SECOND: {"做了什么": "说明进展", "说明": "正在整理。"}, THIRD: page})

    filling = read(data, content)

    assert texts(filling) == [
        "evidence:\n  - task: 1.1.1\n    measures: [1]\n    units: [caizhengju]\n    on: 2025-11-20\n"
        "    title: 规划展板\n    description: 公示栏，可以去看。\n    published_on: 2025-07-02\n",
        "notes:\n  - task: 1.1.1\n    measures: [2]\n    units: [caizhengju]\n    on: 2025-11-20\n    text: 正在整理。\n",
        "evidence:\n  - task: 1.1.2\n    units: [caizhengju]\n    on: 2025-11-20\n    by: 预算科\n    title: 县级预算\n"
        "    url: https://www.example.org/yusuan.html\n    published_on: 2025-03-05\n    found_in: caizheng-xinxi\n"
        "    covers: part\n    remark: 只有总表。\n",
    ]
    turns = {(turn.task.id, cell.measure.number): cell.words for turn in outcome(data, filling).tasks for cell in turn.cells}
    assert turns == {
        ("1.1.1", 1): "到期待核查 → 已公开（逾期 2 天）",
        ("1.1.1", 2): "本站暂无记录 → 推进中",
        ("1.1.2", None): "本站暂无记录 → 部分公开，待核对",
    }
    write(desk_of(data), outcome(data, filling))
    assert data.problems() == []


def test_no_need_to_publish_is_said_until_a_day(data):
    filling = read(data, filled(data, {THIRD: {"做了什么": "本期无需公开", "说明": "没有预算。", "有效至": datetime(2025, 12, 31)}}))

    assert texts(filling) == [
        "waivers:\n  - task: 1.1.2\n    units: [caizhengju]\n    on: 2025-11-20\n    reason: 没有预算。\n    valid_until: 2025-12-31\n"
    ]


def test_rows_left_empty_or_not_to_be_entered_are_passed_over(data):
    content = filled(data, {FIRST: {"登记人": "预算科"}, SECOND: {"做了什么": "不填", "说明": "以后再说"}, THIRD: {"说明": "  "}})

    filling = read(data, content)

    assert (filling.proposal, told(filling)) == (None, [])


def test_every_mistake_is_told_at_once_by_row_and_column(data):
    wrong = {
        FIRST: {"做了什么": "说明进展", "标题": "规划", "网址": "https://www.example.org/"},
        SECOND: {"做了什么": "公开了", "说明": "在网上"},
        THIRD: {**PAGE, "标题": None, "网址": "www.example.org", "发布日期": "2025年2月30日", "所在栏目": "预算", "完整还是部分": "差不多"},
    }

    filling = read(data, filled(data, wrong))

    assert filling.proposal is None
    assert [line.split("。")[0] for line in told(filling)] == [
        "第 3 行“标题”：选了“说明进展”，这一栏不填",
        "第 3 行“网址”：选了“说明进展”，这一栏不填",
        "第 3 行“说明”：选了“说明进展”，这一栏要填",
        "第 4 行“做了什么”：“公开了”不在可选的里面",
        "第 5 行“标题”：选了“网页公开”，这一栏要填",
        "第 5 行“所在栏目”：“预算”不在可选的里面",
        "第 5 行“完整还是部分”：“差不多”不在可选的里面",
    ]


def test_fields_that_the_models_refuse_are_told_by_their_columns(data):
    wrong = {THIRD: {**PAGE, "网址": "www.example.org", "发布日期": "2025年2月30日"}}

    lines = told(read(data, filled(data, wrong)))

    assert [line.partition("：")[0] for line in lines] == ["第 5 行“网址”", "第 5 行“发布日期”"]
    assert "2025-02-28" in lines[1]


def test_what_check_would_say_is_told_by_row_and_column(data):
    filling = read(data, filled(data, {THIRD: {**PAGE, "发布日期": "2025-12-31"}}))
    told_ = filling.told(desk_of(data), outcome(data, filling))

    assert [line.partition("：")[0] for line in told_] == ["第 5 行“发布日期”"], told_


@pytest.mark.sweep
@pytest.mark.parametrize(
    "value",
    [
        *("2025-03-05", "2025年3月5日", "2025年03月05日", "2025.3.5", "2025/3/5", "20250305", "２０２５年３月５日", "2025-03-05 00:00:00"),
        *("二〇二五年三月五日", " 2025-3-5 ", "45721", 45721, date(2025, 3, 5), datetime(2025, 3, 5, 9, 30)),
    ],
    ids=repr,
)
def test_a_day_may_be_written_in_any_usual_way(data, value):
    assert "    published_on: 2025-03-05\n" in texts(read(data, filled(data, {THIRD: {**PAGE, "发布日期": value}})))[0]


@pytest.mark.sweep
@pytest.mark.parametrize("value", ["3月5日", "2025年3月", "去年", "2025-3-5、2025-3-6", "2025-13-01", 20250305], ids=repr)
def test_what_is_no_day_is_told(data, value):
    """A number that is too large for a day is none, however it looks."""
    (line,) = told(read(data, filled(data, {THIRD: {**PAGE, "发布日期": value}})))

    assert line.startswith(f"第 5 行“发布日期”：“{value if isinstance(value, str) else '#VALUE!'}”不是")


# --- what people do to sheets --------------------------------------------------------------------


def copy_row(sheet: Worksheet, of: int, to: int) -> None:
    for cell in sheet[of]:
        sheet.cell(to, cell.column, cell.value)


def swap_rows(sheet: Worksheet, one: int, other: int, most: int = 99) -> None:
    for column in range(1, min(sheet.max_column, most) + 1):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def retitled(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1, "请于 11 月底前报来")


@pytest.mark.sweep
@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.delete_rows(FIRST, 2),
        lambda sheet: swap_rows(sheet, FIRST, THIRD),
        lambda sheet: sheet.insert_cols(5, 2),
        lambda sheet: sheet.cell(2, sheet.max_column + 2, "备注"),
        retitled,
        lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True),
        lambda sheet: setattr(sheet.row_dimensions[THIRD], "hidden", True),
        lambda sheet: setattr(sheet.parent[ROWS], "title", "Sheet1"),
        lambda sheet: sheet.parent.remove(sheet.parent[HELP]),
        lambda sheet: sheet.parent.create_sheet("别的").append(["甲", "乙"]),
        lambda sheet: sheet.cell(THIRD, 3, "公开财政预算和解读。\r\n "),
    ],
    ids=["deleted", "sorted", "columns", "one more", "titled", "hidden column", "hidden row", "renamed", "alone", "beside", "blanks"],
)
def test_the_order_and_the_looks_of_the_sheet_do_not_matter(data, change):
    assert texts(read(data, filled(data, {THIRD: PAGE}, change))) == [BUDGET]


def test_a_sheet_whose_formats_are_lost_says_the_same(data):
    rows = openpyxl.load_workbook(io.BytesIO(filled(data, {THIRD: {**PAGE, "发布日期": date(2025, 3, 5)}})))[ROWS]
    bare = openpyxl.Workbook()
    assert bare.active is not None
    for row in rows.iter_rows(values_only=True):
        bare.active.append([45721 if isinstance(value, datetime) else value for value in row])
    saved = io.BytesIO()
    bare.save(saved)

    assert texts(read(data, saved.getvalue())) == [f"{BUDGET}    published_on: 2025-03-05\n"]


def test_a_row_copied_below_is_an_entry_more(data):
    second = {**PAGE, "网址": "https://www.example.org/juesuan.html"}
    content = filled(data, {THIRD: PAGE}, lambda sheet: copy_row(sheet, THIRD, 6), typing({6: second}))

    assert texts(read(data, content)) == [BUDGET, BUDGET.replace("yusuan.html", "juesuan.html")]


def test_a_row_that_is_there_twice_is_told(data):
    content = filled(data, {THIRD: PAGE}, lambda sheet: copy_row(sheet, THIRD, 6))

    assert told(read(data, content)) == ["第 6 行：和第 5 行说的是同一条。请只留一行；确是两次公开的，写两个不同的网址或说明。"]


def test_what_is_merged_over_rows_holds_for_each(data):
    rows = {FIRST: {**PAGE, "登记人": "预算科"}, SECOND: PAGE}

    def merge(sheet: Worksheet) -> None:
        letter = sheet.cell(2, columns(sheet)["登记人"]).column_letter
        sheet.merge_cells(f"{letter}{FIRST}:{letter}{SECOND}")

    assert [text.count("    by: 预算科\n") for text in texts(read(data, filled(data, rows, merge)))] == [1, 1]


def test_sheets_gathered_in_one_file_are_told_apart(data):
    def gather(sheet: Worksheet) -> None:
        other = sheet.parent.copy_worksheet(sheet)
        other.title = "预算科"
        typing({THIRD: {"网址": "example"}})(other)

    (line,) = told(read(data, filled(data, {THIRD: PAGE}, gather)))

    assert line.startswith("“预算科”第 5 行“网址”：")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda sheet: sheet.delete_cols(columns(sheet)["网址"]), "第 2 行的表头少了“网址”这一栏。请照原来的表头改回来。"),
        (lambda sheet: sheet.cell(2, columns(sheet)["网址"], "标题"), "第 2 行的表头有几栏都叫“标题”，少了“网址”这一栏。"),
        (lambda sheet: sheet.cell(2, columns(sheet)[KEY], "别的"), "a.xlsx：没有找到填报表："),
        (typing({THIRD: {KEY: "gongkai 2 x"}}), "这张表是另一个版本的程序写的，读不了。"),
    ],
    ids=["lost", "double", "foreign", "newer"],
)
def test_a_sheet_that_cannot_be_understood_is_refused(data, change, message):
    with pytest.raises(RefusedError, match=f"^{message}"):
        read(data, filled(data, {THIRD: PAGE}, change))


def mixed_rows(sheet: Worksheet) -> None:
    """Sorted by the columns that are seen, without the hidden one."""
    swap_rows(sheet, FIRST, THIRD, columns(sheet)[KEY] - 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (typing({6: PAGE}), "第 6 行：没有这张表的编号，可能是自己加的行。"),
        (lambda sheet: sheet.cell(THIRD, 3, "公开财政预算。"), "第 5 行：没有底色的内容和编号对不上："),
        (mixed_rows, "第 3 行：没有底色的内容和编号对不上："),
        (
            lambda sheet: typing({THIRD: {KEY: str(sheet.cell(THIRD, columns(sheet)[KEY]).value).replace("shili", "tongliang")}})(sheet),
            "第 5 行：这一行是 tongliang/2025 的，不是 shili 的。",
        ),
    ],
    ids=["own row", "changed", "sorted in part", "foreign"],
)
def test_a_row_that_is_not_what_was_handed_out_is_refused(data, change, message):
    filling = read(data, filled(data, {THIRD: PAGE}, change))

    assert (filling.proposal, [line[: len(message)] for line in told(filling)]) == (None, [message])


@pytest.mark.parametrize(
    ("plan", "unit", "message"),
    [
        ("shili/2026", "", "第 5 行：这一行是 shili/2025 的，不是 shili/2026 的。"),
        ("shili/2025", "fagaiju", "第 5 行：这一行是县财政局的，不是要读的那个单位的。"),
    ],
)
def test_a_sheet_of_another_year_or_unit_than_was_named_is_refused(data, plan, unit, message):
    assert told(read(data, filled(data, {THIRD: PAGE}), plan, unit)) == [message]


def test_a_sheet_of_another_place_is_refused(data):
    content = filled(data, {THIRD: PAGE})

    filling = sheet_reading.read(REAL, state("tongliang"), rows_of(content, "a.xlsx"))

    assert told(filling) == ["第 5 行：这一行是 shili/2025 的，不是 tongliang 的。"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (TASKS, "公开财政预算和解读。", "公开财政预算、决算。", "第 5 行：写出这张表以后，这一项的内容、公开到哪里或时限改过。"),
        (TASKS, "lead_units: [caizhengju]", "lead_units: [fagaiju]", "第 5 行：这一项已不在要点里，或已不由这个单位承担。"),
    ],
    ids=["reworded", "given to another"],
)
def test_a_row_that_changed_since_it_was_handed_out_keeps_all_from_being_written(data, file, old, new, message):
    content = filled(data, {SECOND: PAGE, THIRD: PAGE})
    data.replace(file, old, new)

    filling = read(data, content)

    assert (filling.proposal, [line[: len(message)] for line in told(filling)]) == (None, [message])


def test_a_sheet_read_twice_writes_once(data):
    note = {"做了什么": "说明进展", "说明": "正在整理。"}
    content = filled(data, {SECOND: note, THIRD: PAGE})
    write(desk_of(data), outcome(data, read(data, content)))

    again, next_day = read(data, content), read(data, content, on=date(2025, 11, 21))

    assert (again.proposal, next_day.proposal, next_day.mistakes) == (None, None, ())
    assert [line.partition("，")[0] for line in again.remarks] == ["第 4 行：已经登记过", "第 5 行：已经登记过"]
    assert next_day.remarks[0] == "第 4 行：同样的内容 2025-11-20 已经登记过，不再登记。"


def test_what_came_meanwhile_is_told_and_does_not_hinder(data):
    content = filled(data, {THIRD: PAGE})
    write(desk_of(data), outcome(data, read(data, filled(data, {THIRD: {"做了什么": "说明进展", "说明": "正在整理。"}}))))

    filling = read(data, content)

    assert (texts(filling), filling.remarks) == ([BUDGET], ("第 5 行：写出这张表时是“本站暂无记录”，现在已是“推进中”。",))


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = {
    "xls": (OLD + "Workbook".encode("utf-16-le"), "a.xlsx：这是旧格式的 .xls 表格。请用"),
    "locked": (OLD + "EncryptedPackage".encode("utf-16-le"), "a.xlsx：文件设有密码。请用"),
    "doc": (OLD, "a.xlsx：这是别的格式的文件（如 .ods、.doc、.rtf），不是 .xlsx 表格。请用"),
    "csv": ("任务编号,做了什么\n1.1.1,网页公开\n".encode(), "a.xlsx：这是文字或别的文件（如 .csv），不是 .xlsx 表格。请用"),
    "page": (b"<html><table><tr><td>x</table></html>", "a.xlsx：这是网页，不是 .xlsx 表格。请用"),
    "torn": (b"PK\x03\x04", "a.xlsx：文件不完整或已损坏，打不开。请重新"),
    "nothing in it": (b"PK\x05\x06" + bytes(18), "a.xlsx：这是一个压缩包，不是 Word 或表格文件。请先"),
}


@pytest.mark.parametrize(("content", "message"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_xlsx_is_refused_with_what_to_do(content, message):
    with pytest.raises(RefusedError) as refused:
        rows_of(content, "a.xlsx")
    assert str(refused.value).startswith(message)


def without(content: bytes, *names: str, **others: bytes) -> bytes:
    """An .xlsx that lacks some of its parts, or has others in their places."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as spoilt:
        for name in whole.namelist():
            if name not in names:
                spoilt.writestr(name, others.get(name.rpartition("/")[2].partition(".")[0], whole.read(name)))
    return saved.getvalue()


LACKING = ("a.xlsx：文件已损坏或不完整，", "打不开的，请重新下载，或请对方重发。")
SPOILT: dict[str, Callable[[bytes], tuple[bytes, tuple[str, str]]]] = {
    "no workbook": lambda content: (without(content, "xl/workbook.xml"), LACKING),
    "no types": lambda content: (without(content, "[Content_Types].xml"), LACKING),
    "no references": lambda content: (without(content, "xl/_rels/workbook.xml.rels"), LACKING),
    "no styles": lambda content: (without(content, "xl/styles.xml"), LACKING),
    "an empty workbook": lambda content: (without(content, workbook=b""), LACKING),
    "half": lambda content: (content[: len(content) // 2], ("a.xlsx：文件不完整或已损坏，", "确认 Office 或 WPS 能打开后再试。")),
    "a torn part": lambda content: (without(content, sheet2=b"<worksheet>"), LACKING),
    "a part of blanks": lambda content: (without(content, sheet2=b" " * (20 << 20)), LACKING),
}


@pytest.mark.sweep
@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_half_an_xlsx_is_refused_in_words(data, spoil):
    content, (begin, end) = SPOILT[spoil](sheet_of(data))
    with pytest.raises(RefusedError) as refused:
        rows_of(content, "a.xlsx")
    told_ = str(refused.value)

    assert (told_[: len(begin)], told_[-len(end) :]) == (begin, end)
    assert "Error" not in told_


def merged_down(name: str, last: int) -> Callable[[Worksheet], object]:
    """From a row that is filled in on, as somebody marks a column."""

    def merge(sheet: Worksheet) -> None:
        letter = sheet.cell(THIRD, columns(sheet)[name]).column_letter
        # Without the library's cells, which take their time.
        sheet.merged_cells.add(f"{letter}{THIRD}:{letter}{last}")

    return merge


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["登记人", "做了什么", KEY])
def test_rows_that_have_nothing_of_their_own_are_no_rows(data, name):
    content = filled(data, {THIRD: {**PAGE, "登记人": "预算科"}}, merged_down(name, 600))

    assert [row.where for row in rows_of(content, "a.xlsx")] == ["第 3 行", "第 4 行", "第 5 行"]
    assert texts(read(data, content)) == [BUDGET.replace("    title", "    by: 预算科\n    title")]


@pytest.mark.sweep
def test_a_column_that_is_merged_to_its_end_is_refused(data, monkeypatch):
    """The library takes longer for all of its cells than a reader has; here it has less."""
    monkeypatch.setattr(limits, "SECONDS", 1.0)

    with pytest.raises(RefusedError, match="取消整列的合并"):
        rows_of(filled(data, {THIRD: PAGE}, merged_down("登记人", 1_048_576)), "a.xlsx")


def test_the_last_cell_of_all_is_refused(data):
    with pytest.raises(RefusedError, match="表格的列超过 200"):
        rows_of(filled(data, {}, lambda sheet: sheet.cell(1_048_576, 16_384, "x")), "a.xlsx")


def test_more_rows_than_anybody_fills_in_are_refused_before_they_are_read(data):
    def fill_down(sheet: Worksheet) -> None:
        for row in range(THIRD + 1, THIRD + 2001):
            sheet.cell(row, columns_[DONE], "网页公开")

    columns_ = columns(openpyxl.load_workbook(io.BytesIO(sheet_of(data)))[ROWS])
    with pytest.raises(RefusedError, match="填了 2001 行，一次最多读 2000 行"):
        rows_of(filled(data, {THIRD: PAGE}, fill_down), "a.xlsx")


# --- any sheet -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A row that is filled in."""

    row: Open
    act: Act
    values: Mapping[str, str]

    @property
    def at(self) -> AtTask:
        return AtTask(self.row.assessed, self.row.task, on=REAL.as_of)

    @property
    def texts(self) -> dict[str, object]:
        """As a person types it: choices by their words."""
        asked = {question.key: question for question in questions(self.at, self.act.kind)}
        words = {self.act.fields[key]: asked[key].words_of(value) for key, value in self.values.items()}
        return {"做了什么": self.act.words, **words}

    @property
    def proposal(self) -> Proposal:
        """What the desk's form and `record` make of the same values."""
        measures = {"measures": (str(self.row.measure.number),)} if measures_of(self.at) else {}
        typed = {key: (value,) for key, value in self.values.items()}
        draft = recorded(REAL, self.row_state, self.at, self.act.kind, {**typed, **measures, "units": (self.row.cell.unit.slug,)})
        assert draft.proposal, draft.mistakes
        return draft.proposal

    @property
    def row_state(self):
        return state(self.row.assessed.plan.jurisdiction)


@st.composite
def fillings(draw: st.DrawFn, most: int) -> tuple[str, str, dict[int, Typed]]:
    """A place, a unit, and what is typed into some rows of its sheet."""
    place = draw(st.sampled_from(sorted(PLACES)))
    assessed = state(place).plan_of(PLACES[place])
    assert assessed
    owing = sorted({cell.unit.slug for cell in assessed.cells})
    unit = draw(st.sampled_from([slug for slug in owing if list(open_rows(assessed, unit_of(assessed, slug), REAL.as_of))]))
    rows = list(open_rows(assessed, unit_of(assessed, unit), REAL.as_of))
    chosen = draw(st.lists(st.sampled_from(range(len(rows))), min_size=min(most, len(rows)), max_size=most, unique=True))
    return place, unit, {number + 3: draw(_typed(rows[number])) for number in sorted(chosen)}


@st.composite
def _typed(draw: st.DrawFn, row: Open) -> Typed:
    act = draw(st.sampled_from(ACTS))
    asked = {question.key: question for question in questions(AtTask(row.assessed, row.task, on=REAL.as_of), act.kind)}
    values = {
        key: draw(answers_to(asked[key], is_multiline=False))[0]
        for key, name in act.fields.items()
        if key in asked and (name in act.needed or draw(st.booleans()))
    }
    return Typed(row, act, values)


def assert_same_as_by_form(filling: tuple[str, str, dict[int, Typed]]) -> None:
    place, unit, rows = filling
    content = changed(written(REAL, state(place), PLACES[place], unit), typing({number: typed.texts for number, typed in rows.items()}))

    came_back = sheet_reading.read(REAL, state(place), rows_of(content, "a.xlsx"), f"{place}/{PLACES[place]}", unit)

    assert told(came_back) == []
    assert came_back.proposal == reduce(Proposal.joined, (typed.proposal for typed in rows.values()))


@pytest.mark.sweep
@settings(max_examples=5)
@given(fillings(2))
def test_a_sheet_writes_what_a_form_writes(filling):
    assert_same_as_by_form(filling)


@pytest.mark.long
@settings(max_examples=60)
@given(fillings(5))
def test_300_rows_write_what_a_form_writes(filling):
    assert_same_as_by_form(filling)


# --- the verb ------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """The data of the example county, with the settings and the code of this project, and nobody at a terminal."""
    for name in ("pelicanconf.py", "plugins", "theme", "content", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return DataFolder(tmp_path)


def sheet(*words: str) -> int:
    return program.main(["sheet", *words, "--as-of", AS_OF.isoformat()])


def files(project: DataFolder) -> int:
    return len(list((project.root / LEDGER).iterdir()))


def test_the_verb_writes_a_sheet_and_reads_it_back(project, tmp_path, capsys):
    file = tmp_path / "caizheng.xlsx"
    assert sheet("shili/2025", "财政局", "--to", str(file)) == 0
    assert file.read_bytes() == sheet_of(project)
    file.write_bytes(changed(file.read_bytes(), typing({THIRD: {**PAGE, "所在栏目": "财政信息"}})))
    capsys.readouterr()

    assert (sheet("--read", str(file)), files(project)) == (2, 1)
    said = capsys.readouterr()
    assert said.out.startswith(f"第 5 行：任务 1.1.2 网页公开，要写入 data/{LEDGER}/2025-11-20-caizhengju-1.1.2-evidence-")
    assert "任务 1.1.2 公开财政预算和解读：本站暂无记录 → 部分公开（1/2），待核对\n" in said.out
    assert said.err == "没有写入任何文件。不在终端里的，确认要写请加 --yes。\n"

    assert (sheet("shili/2025", "财政局", "--read", str(file), "--yes"), files(project)) == (0, 2)
    assert project.problems() == []
    capsys.readouterr()

    assert (sheet("--read", str(file), "--yes"), files(project)) == (0, 2)
    assert capsys.readouterr().out.endswith("没有要写入的：没有填新的内容。\n")


def test_the_verb_tells_mistakes_by_row_and_writes_nothing(project, tmp_path, capsys):
    file = tmp_path / "caizheng.xlsx"
    file.write_bytes(filled(project, {SECOND: PAGE, THIRD: {**PAGE, "网址": "www"}}))

    assert (sheet("--read", str(file), "--yes"), files(project)) == (1, 1)
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith("第 5 行“网址”：")
    assert last == "共 1 处，一行也没有写入。请改正后再读。"


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "请写 --to 或 --read，只写一个："),
        (("--to", "a.xlsx"), 2, "请写明要点和单位，如 "),
        (("shili/2025", "财政局", "--to", "a.xls"), 2, "--to 写成了“a.xls”，不是 .xlsx 文件名。"),
        (("shili/2024", "财政局", "--to", "a.xlsx"), 2, "没有“shili/2024”这份要点。"),
        (("shili/2025", "丁局", "--to", "a.xlsx"), 1, "没有“丁局”这个单位。"),
        (("shili/2025", "财政局", "--to", "nowhere/a.xlsx"), 2, "--to 请写已有文件夹里的一个 .xlsx 文件名；现在写的是：nowhere/a.xlsx"),
        (("--read", "nowhere.xlsx"), 1, "nowhere.xlsx：找不到这个文件。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_the_verb_lacks_is_told(project, capsys, words, status, message):
    assert sheet(*words) == status
    assert capsys.readouterr().err.startswith(message)


# --- other programs ------------------------------------------------------------------------------


def resaved(content: bytes, folder: Path, *forms: str) -> bytes:
    """Opened and saved by LibreOffice, once for each form."""
    program_ = shutil.which("soffice")
    if not program_:
        pytest.fail("没有 LibreOffice。请运行 apt-get install -y libreoffice-calc-nogui。", pytrace=False)
    file = folder / "sheet.xlsx"
    file.write_bytes(content)
    for form in forms:
        to = folder / form
        options = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form, "--outdir", str(to)]
        subprocess.run([program_, *options, str(file)], check=True, capture_output=True, timeout=300)
        file = to / f"sheet.{form}"
    return file.read_bytes()


@pytest.mark.sweep
def test_libreoffice_keeps_what_is_locked_checked_and_filled_in(data, tmp_path):
    """By way of its own format and back."""
    page = {**PAGE, "发布日期": date(2025, 3, 5), "所在栏目": "政府网站 > 政府信息公开 > 财政信息", "说明": "=1+1"}
    came = resaved(filled(data, {THIRD: page}), tmp_path, "ods", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(came))
    kept = book[ROWS]

    assert texts(read(data, came)) == [f"{BUDGET}    published_on: 2025-03-05\n    found_in: caizheng-xinxi\n    remark: =1+1\n"]
    assert offered(came) == OFFERED
    assert {name for name, column in columns(kept).items() if not kept.cell(FIRST, column).protection.locked} == set(FILLED)
    assert (kept.protection.sheet, book[LISTS].sheet_state, kept.print_title_rows) == (True, "hidden", "$1:$2")


def test_very_many_mistakes_are_counted_and_the_first_told() -> None:
    filling = Filling((), tuple(RowMistake(f"第 {row} 行", "标题", "没有填。") for row in range(2, 150_002)), ())
    assert filling.faults[0] == "第 2 行“标题”：没有填。"
    assert len(filling.faults) == 201
    assert filling.faults[-1] == "另有 149800 处，没有一一列出。"
