"""Layout: whatever way a notice tells its plan, its rows are found, and no letter is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
import yaml
from gongkai.importing.layout import read
from gongkai.importing.layout.account import held, printed
from gongkai.importing.layout.cells.lines import with_tables
from gongkai.importing.layout.cells.numbering import marker
from gongkai.importing.layout.cells.roles import is_header, role_of
from gongkai.importing.layout.cells.wording import clean, letters, unwrapped
from gongkai.importing.layout.reading import Reading, Row
from gongkai.importing.readers.base.notice import Notice, Paragraph, RefusedError, Table
from helpers import made_up_notices
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
PLANS = ("conghua/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "tongliang/2021")
# What the kept text of a notice does not print; it was seen in the notice on the district's own site.
TOLD_ELSEWHERE = {"laiwu/2021": ("document_number", "issuer", "issued_on")}
NAMES = made_up_notices.names()
CELLS = ("text", "matter", "lead", "responsible", "units", "publication", "due")


# --- the five real notices ---------------------------------------------------------------------------------


@cache
def reading(plan: str) -> Reading:
    return read(notice(plan))


def notice(plan: str) -> Notice:
    return made_up_notices.of_text("source.txt", (ROOT / "data" / plan / "source.txt").read_text(encoding="utf-8"))


@cache
def tasks(plan: str) -> list[dict]:
    files = sorted((ROOT / "data" / plan / "tasks").glob("*.yaml"))
    return [task for file in files for task in yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)["tasks"]]


@cache
def words_of_units(plan: str) -> dict[str, list[str]]:
    """The letters of the name and of every alias of a unit."""
    units = yaml.load(((ROOT / "data" / plan).parent / "units.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)["units"]
    return {unit["slug"]: [letters(word) for word in (unit["name"], *unit.get("aliases", []))] for unit in units}


def wording(task: dict) -> Counter[str]:
    """The letters of a task's text, with the numbers of its measures."""
    measures = "".join(measure.get("number", "") + measure["text"] for measure in task["measures"])
    return Counter(letters(task.get("opening", "") + measures + task.get("publication_text", "")))


def names_all_units(plan: str, task: dict, row: Row) -> bool:
    """Whether the cells name each unit of the task, if only without the sign of its level, and nobody where it has none."""
    cells = letters(row.units.text + row.lead.text + row.responsible.text)
    slugs = [*task.get("lead_units", []), *task.get("responsible_units", [])]
    named = [any(word in cells or word[1:] in cells for word in words_of_units(plan)[slug]) for slug in slugs]
    return all(named) and bool(slugs) == bool(cells)


def is_read(plan: str, task: dict) -> bool:
    """Whether the row of a task's number has its words, its matter and its units."""
    row = next((row for row in reading(plan).rows if row.id == task["id"]), None)
    if row is None or Counter(letters(row.text.text + row.publication.text)) != wording(task):
        return False
    return letters(row.matter.text) == letters(task.get("matter", "")) and names_all_units(plan, task, row)


@pytest.mark.parametrize("plan", PLANS)
def test_a_real_notice_has_the_rows_that_people_found_in_it(plan: str) -> None:
    assert [row.id for row in reading(plan).rows] == [task["id"] for task in tasks(plan)]


@pytest.mark.parametrize("plan", PLANS)
def test_a_real_notice_has_the_sections_that_people_found_in_it(plan: str) -> None:
    told = yaml.load((ROOT / "data" / plan / "plan.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)["sections"]
    expected = [(part["title"], [sub["title"] for sub in part["subsections"]]) for part in told]
    assert [(part.heading.title, [sub.title for sub in part.subsections]) for part in reading(plan).sections] == expected


def test_the_rows_of_the_real_notices_have_the_words_and_units_of_the_data() -> None:
    """At least 99 of 100 rows; a row that differs has a doubt."""
    rows_told = [(plan, task) for plan in PLANS for task in tasks(plan)]
    wrong = [(plan, task["id"]) for plan, task in rows_told if not is_read(plan, task)]
    silent = [(plan, task) for plan, task in wrong if not any(doubt.task == task for doubt in reading(plan).doubts)]
    assert (len(wrong) <= len(rows_told) // 100, silent) == (True, []), wrong


@pytest.mark.parametrize("plan", PLANS)
def test_the_head_of_a_real_notice_is_the_one_in_the_data(plan: str) -> None:
    told = yaml.load((ROOT / "data" / plan / "plan.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    notice_read = reading(plan)
    printed = {key: value for key, value in told.items() if key not in TOLD_ELSEWHERE.get(plan, ())}
    expected = tuple(printed.get(key, "") for key in ("title", "document_number", "issuer", "issued_on"))
    assert (notice_read.title, notice_read.document_number, notice_read.issuer, notice_read.issued_on) == expected
    assert letters(notice_read.preamble) == letters(told.get("preamble", ""))


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_of_a_real_notice_is_left_over_but_furniture(plan: str) -> None:
    assert [left for left in reading(plan).left_over if not left.is_furniture] == []


@pytest.mark.parametrize("plan", PLANS)
def test_the_rows_of_a_real_notice_run_forward(plan: str) -> None:
    lines = [row.text.line for row in reading(plan).rows]
    assert lines == sorted(lines)


# --- made-up notices ------------------------------------------------------------------------------------------


def told_rows(reading: Reading) -> list[dict[str, str]]:
    return [told_row(row) for row in reading.rows]


def told_row(row: Row) -> dict[str, str]:
    cells = {cell: getattr(row, cell).text for cell in CELLS}
    return {key: words for key, words in {"id": row.id, "printed_number": row.printed_number, **cells}.items() if words}


def told_sections(reading: Reading) -> list[list]:
    """Numbers and titles as the cases tell them; supplied subsections are none."""
    return [
        [part.heading.number, part.heading.title, [sub.title for sub in part.subsections if not sub.is_supplied]]
        for part in reading.sections
    ]


def loose(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows with the lines of a unit cell joined: whether units stand on lines of their own is not layout's promise."""
    return [
        {key: re.sub(r"\n", "", words) if key in ("lead", "responsible", "units") else words for key, words in row.items()} for row in rows
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_made_up_notice_is_read_cell_for_cell(name: str) -> None:
    case = made_up_notices.case(name)
    notice_read = read(case.notice)
    assert loose(told_rows(notice_read)) == loose([{key: str(words) for key, words in row.items()} for row in case.expected["rows"]]), (
        case.tries
    )


@pytest.mark.parametrize("name", [name for name in NAMES if "sections" in made_up_notices.case(name).expected])
def test_a_made_up_notice_has_its_sections(name: str) -> None:
    case = made_up_notices.case(name)
    assert told_sections(read(case.notice)) == case.expected["sections"], case.tries


@pytest.mark.parametrize("name", NAMES)
def test_the_head_of_a_made_up_notice_is_read(name: str) -> None:
    case = made_up_notices.case(name)
    notice_read = read(case.notice)
    keys = [key for key in ("title", "document_number", "issuer", "issued_on", "basis") if key in case.expected]
    told = {key: list(notice_read.basis) if key == "basis" else getattr(notice_read, key) for key in keys}
    assert told == {key: case.expected[key] for key in keys}, case.tries


@pytest.mark.parametrize("name", NAMES)
def test_words_without_a_field_are_left_over_where_a_person_sees_them(name: str) -> None:
    case = made_up_notices.case(name)
    seen = [left.text for left in read(case.notice).left_over if not left.is_furniture]
    assert [words for words in case.expected.get("left", []) if not any(words in text for text in seen)] == []


def test_there_are_at_least_25_made_up_notices_that_say_what_they_try() -> None:
    assert len([name for name in NAMES if made_up_notices.case(name).tries]) >= 25


# --- no letter lost -------------------------------------------------------------------------------------------


def lost_letters(notice: Notice) -> Counter[str]:
    """The letters of a notice that its reading does not hold; none when it is refused."""
    try:
        notice_read = read(notice)
    except RefusedError:
        return Counter()
    return Counter(letters("".join(text for text, _ in printed(notice)))) - Counter(letters("".join(held(notice_read))))


def every_notice() -> dict[str, Notice]:
    made = {name: made_up_notices.case(name).notice for name in NAMES}
    real = {plan: notice(plan) for plan in PLANS}
    tables = {f"{plan} as a table": replace(real_notice, blocks=with_tables(real_notice.blocks)) for plan, real_notice in real.items()}
    return made | real | tables


NOTICES = every_notice()


@pytest.mark.sweep
@pytest.mark.parametrize("name", NOTICES)
def test_no_letter_of_a_notice_is_lost(name: str) -> None:
    assert lost_letters(NOTICES[name]) == Counter()


@pytest.mark.parametrize("mutation", made_up_notices.MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize(
    "seed", [pytest.param(0, marks=pytest.mark.sweep), *(pytest.param(seed, marks=pytest.mark.long) for seed in (1, 2))]
)
def test_no_letter_of_a_spoilt_notice_is_lost(mutation, seed: int) -> None:
    """Nor does any spoilt notice crash; it may be refused."""
    spoilt = {name: mutation(whole, Random(seed)) for name, whole in NOTICES.items()}
    assert {name: lost for name, whole in spoilt.items() if (lost := lost_letters(whole))} == {}


@pytest.mark.sweep
@pytest.mark.parametrize("mutation", [made_up_notices.traditional, made_up_notices.full_width], ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("name", NOTICES)
def test_other_characters_change_nothing_of_the_layout(name: str, mutation) -> None:
    """Traditional characters and wide digits are read into the same cells."""
    plain, changed = read(NOTICES[name]), read(mutation(NOTICES[name], Random(0)))
    change = mutation.__name__ == "traditional" and made_up_notices.TO_TRADITIONAL.convert
    expected = [{key: letters(change(words) if change else words) for key, words in row.items()} for row in told_rows(plain)]
    cells = [{key: letters(words) for key, words in row.items()} for row in told_rows(changed)]
    assert [{key: as_digits(words) for key, words in row.items()} for row in cells] == [
        {key: as_digits(words) for key, words in row.items()} for row in expected
    ]


def as_digits(text: str) -> str:
    return "".join(chr(ord(sign) - 0xFEE0) if "０" <= sign <= "９" else sign for sign in text)


@pytest.mark.sweep
@pytest.mark.parametrize("plan", PLANS)
def test_blank_lines_anywhere_leave_nearly_all_rows_whole(plan: str) -> None:
    """A row may be cut where a blank line stands inside a cell; the others stay."""
    texts = {letters(row.text.text) for row in reading(plan).rows}
    for seed in range(3):
        kept = {letters(row.text.text) for row in read(made_up_notices.blank_rows(notice(plan), Random(seed))).rows}
        assert len(texts & kept) >= 0.9 * len(texts)


WORDS = """
工作任务 贯彻举措 牵头单位 责任单位 完成时限 序号 一、深化公开 （一）加强解读。 1．公开预算。 2．公开决算（公开路径：政府网站>预决算）。 区财政局
区政府各部门、各镇街 2021年6月底前 长期 —— 无 | （责任单位：区司法局） 责任单位：区民政局；完成时限：年底前 <p>公开&nbsp;规划</p> 附件 3 ①公开
第一部分总则 关于印发2021年政务公开工作要点的通知 府办发〔2021〕3号 2021年5月25日 公开路径：1.政府网站 2.其他渠道 、 ︙ 𠮷 \u200b ａ１
"""
PIECES = st.sampled_from([*WORDS.split(), "", " ", "  ", "\t", "\n", "\u3000"])
CELL_TEXTS = st.lists(PIECES, max_size=3).map("".join)
LINES = st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=25).map("\n".join)
ROWS = st.lists(st.lists(CELL_TEXTS, min_size=1, max_size=7), min_size=1, max_size=12)


@settings(suppress_health_check=list(HealthCheck))
@given(LINES)
def test_any_lines_are_read_without_loss_or_refused(text: str) -> None:
    assert lost_letters(made_up_notices.of_text("x", text)) == Counter()


@pytest.mark.sweep
@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(CELL_TEXTS, ROWS), max_size=5))
def test_any_tables_are_read_without_loss_or_refused(blocks: list) -> None:
    made = made_up_notices._of_blocks("x", [block if isinstance(block, str) else {"table": block} for block in blocks])
    assert lost_letters(made) == Counter()


# --- what is no plan -------------------------------------------------------------------------------------------


NO_PLANS = {
    "an empty file": "",
    "a piece of news": "昨日，区政府召开常务会议。\n会议听取了政务公开工作情况汇报。\n会议强调，要进一步提高政治站位。",
    "a list of anything": "一、开幕\n二、致辞\n三、闭幕",
    "figures": "序号\t项目\t数量\n1\t主动公开\t120\n2\t依申请公开\t35",
    "persons": "姓名\t职务\t电话\n张某\t科长\t12345678\n李某\t主任\t87654321",
}


@pytest.mark.parametrize("name", NO_PLANS)
def test_what_is_no_plan_is_refused_in_words_that_help(name: str) -> None:
    with pytest.raises(RefusedError, match="没有找到任务分工表"):
        read(made_up_notices.of_text("x.txt", NO_PLANS[name]))


# --- the parts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、紧扣", (1, 1, "紧扣")),
        ("（十二）加强", (2, 12, "加强")),
        ("1．公开", (3, 1, "公开")),
        ("５．12345热线", (3, 5, "12345热线")),
        ("32.2021年底前", (3, 32, "2021年底前")),
        ("(3) 完善", (4, 3, "完善")),
        ("③完善", (5, 3, "完善")),
        ("第二部分 解读", (0, 2, "解读")),
    ],
)
def test_numbers_are_read_in_all_writings(text: str, expected: tuple[int, int, str]) -> None:
    opener = marker(text)
    assert opener is not None
    assert (opener.kind, opener.number, opener.rest) == expected


@pytest.mark.parametrize("text", ["2021年6月", "2.5亿元", "十四五规划", "3.15活动", "公开1.预算", "12345热线"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert marker(text) is None


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("贯    彻    举    措", "text"),
        ("牽頭單位", "lead"),
        ("责任单位（排在第一位的为牵头单位）", "units"),
        ("时限要求", "due"),
        ("公开渠道", "publication"),
        ("责任科室", "responsible"),
        ("序 号", "number"),
        ("备注", "remark"),
    ],
)
def test_header_words_tell_what_a_column_holds(words: str, role: str) -> None:
    assert (is_header(words), role_of(words)) == (True, role)


@pytest.mark.parametrize("words", ["规范性文件", "加强政务公开平台建设", "区财政局", "2021年底", "公开预算。"])
def test_words_of_cells_are_no_headers(words: str) -> None:
    assert not is_header(words)


def test_markup_and_meaningless_spaces_are_gone_and_path_separators_stay() -> None:
    assert clean("<p>1.公开 预算。</p> <p><b>公开路径:</b> 政府网站&gt;预算</p>") == "1.公开预算。\n公开路径:政府网站>预算"


def test_lines_broken_at_the_margin_are_joined_and_paragraphs_stay() -> None:
    assert (
        unwrapped("公开各类规划的文本和说\n明，做好历史规划的归集\n整理。\n公开预算。")
        == "公开各类规划的文本和说明，做好历史规划的归集整理。\n公开预算。"
    )


def test_two_plans_under_different_headers_are_doubted_as_a_whole() -> None:
    first = "工作任务\t具体要求\t责任单位\n一、规划\t公开规划。\t区发改局"
    second = "序号\t公开事项\t公开内容\t公开主体\n1\t预算\t部门预算报告。\t区财政局"
    notice_read = read(made_up_notices.of_text("x", f"区政务公开任务分工\n{first}\n## 附件二 事项清单\n{second}"))
    assert any(doubt.task == "" and "几张栏目不同的任务表" in doubt.why for doubt in notice_read.doubts)


def test_columns_that_no_header_names_are_doubted_as_a_whole() -> None:
    notice_read = read(made_up_notices.case("no-header-at-all").notice)
    assert any(doubt.task == "" and "没有表头" in doubt.why for doubt in notice_read.doubts)


def test_a_blank_responsible_cell_beside_a_lead_stays_blank_with_a_doubt() -> None:
    notice_read = reading("jiangjin/2020")
    row = next(row for row in notice_read.rows if row.id == "3.1.2")
    assert (row.responsible.text, [doubt.field for doubt in notice_read.doubts if doubt.task == row.id]) == ("", ["responsible_units"])


def test_a_cell_taken_from_above_says_so() -> None:
    row = next(row for row in reading("conghua/2021").rows if row.id == "1.3.2")
    assert (row.units.text, row.units.inherited) == ("区财政局牵头，区直各单位落实；各镇（街、园区）", True)


def test_a_notice_of_paragraphs_and_tables_keeps_their_order() -> None:
    blocks = with_tables(made_up_notices.of_text("x", "标题\n甲\t乙\n丙\t丁\n尾").blocks)
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
