"""The way back: a plan as the official table in a Word file, cell for cell what it says."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from gongkai.exports import official_table
from gongkai.exports.official_rows import OfficialTable
from gongkai.exports.official_rows import official_table as rows_of
from gongkai.importing import readers
from gongkai.importing.readers.base.notice import Notice, Paragraph, Table
from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.judgement import assess
from helpers import official_files, verbs
from helpers.portals import shipped
from helpers.sites import each

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 20)
PLANS = ("tongliang/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "conghua/2021", "shilixian/2026")


@pytest.fixture(scope="module")
def portal():
    return shipped()


def assessed(portal, name: str) -> AssessedPlan:
    return official_table.plan_of(portal, name, DAY)


def grid(table: Table) -> list[list[tuple[str, int, int]]]:
    """Cells with their spans, a full-width row above and the head among them."""
    return [[(cell.text, cell.columns, cell.rows) for cell in row] for row in table.rows]


def wanted(table: OfficialTable) -> list[list[tuple[str, int, int]]]:
    head = [[(column, 1, 1) for column in table.columns]]
    return head + [[(cell.text, cell.columns, cell.rows) for cell in row] for row in table.rows]


def words(notice: Notice) -> list[str]:
    return [block.text for block in notice.blocks if isinstance(block, Paragraph)]


def read(path: Path, content: bytes) -> Notice:
    path.write_bytes(content)
    return readers.read(path)


@pytest.mark.sweep
@pytest.mark.parametrize("with_ledger", [False, True], ids=["plan", "ledger"])
@pytest.mark.parametrize("name", each(PLANS, PLANS[0], PLANS[-1]))
def test_the_word_file_says_cell_for_cell_what_the_plan_says(portal, tmp_path, name, with_ledger):
    plan = assessed(portal, name)
    table = rows_of(plan, with_ledger=with_ledger)

    notice = read(tmp_path / "a.docx", official_table.docx(plan, with_ledger=with_ledger))

    (found,) = (block for block in notice.blocks if isinstance(block, Table))
    assert grid(found) == wanted(table)
    assert words(notice) == [line for line in (table.title, table.document_number, *table.preamble, *table.signature) if line]


@pytest.mark.sweep
@pytest.mark.parametrize("name", each(PLANS, PLANS[0], PLANS[-1]))
def test_a_web_page_and_a_sheet_of_the_table_say_the_same(portal, tmp_path, name):
    table = rows_of(assessed(portal, name), with_ledger=False)

    (found,) = (block for block in read(tmp_path / "a.html", official_files.html(table).encode()).blocks if isinstance(block, Table))
    (sheet,) = read(tmp_path / "a.xlsx", official_files.xlsx(table)).blocks

    assert grid(found) == wanted(table)
    # A sheet has no cell where nothing is written.
    rows = [[one for one in row if one[0]] for row in wanted(table)]
    begin = grid(sheet).index(rows[0])
    assert grid(sheet)[begin : begin + len(rows)] == rows


def test_every_task_is_a_row_with_its_units_under_its_subsection(portal):
    table = rows_of(assessed(portal, "tongliang/2021"), with_ledger=False)

    assert table.columns == ("工作任务", "序号", "贯彻举措", "牵头单位", "责任单位")
    assert [cell.text for cell in table.rows[0]] == ["一、紧扣“十四五”开好局起好步深化政务公开"]
    assert (table.rows[1][0].text, table.rows[1][0].rows) == ("（一）做好各类规划主动公开。", 3)
    assert [cell.text for cell in table.rows[2]][-2:] == ["区规划自然资源局", "区规划自然资源局"]
    assert sum(len(row) > 1 for row in table.rows) == 46


def test_one_column_names_everybody_where_the_original_has_one(portal):
    table = rows_of(assessed(portal, "conghua/2021"), with_ledger=False)

    assert "牵头单位" not in table.columns
    assert table.rows[2][-1].text == "区政务公开办牵头，区有关单位落实；各镇（街、园区）"


def test_paths_and_times_have_columns_where_the_wording_does_not_say_them(portal):
    table = rows_of(assessed(portal, "shilixian/2026"), with_ledger=False)

    assert {"公开路径", "完成时限"} <= set(table.columns)


def test_the_ledger_adds_badges_and_evidence(portal):
    table = rows_of(assessed(portal, "tongliang/2021"), with_ledger=True)
    first = [cell.text for cell in table.rows[1]]

    assert table.columns[-3:] == ("完成时限", "完成情况", "证据")
    assert "完成情况截至2026年11月20日。" in table.preamble
    assert "部分公开" in first[-2]
    assert "，2021年4月9日，https://" in first[-1]


def test_the_page_is_a4_across_and_the_head_is_repeated(portal):
    document = docx.Document(io.BytesIO(official_table.docx(assessed(portal, "conghua/2021"), with_ledger=False)))
    section, first_row = document.sections[0], document.tables[0].rows[0]._tr

    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert first_row.trPr.find(qn("w:tblHeader")) is not None
    assert [row._tr.trPr for row in document.tables[0].rows[1:] if row._tr.trPr is not None] == []


def test_the_same_plan_gives_the_same_bytes_without_a_date_of_making(portal):
    plan = assessed(portal, "laiwu/2021")
    content = official_table.docx(plan, with_ledger=True)

    assert content == official_table.docx(plan, with_ledger=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_changed_plan_is_exported_as_issued_and_its_ledger_as_it_stands(portal):
    changed = [
        one
        for plan in assess(portal, DAY).plans
        for one in plan.tasks
        if one.task != next(t for t in plan.plan.tasks if t.id == one.task.id)
    ]
    (plan,) = {one.plan.jurisdiction + "/" + str(one.plan.year) for one in changed}
    issued, standing = (rows_of(assessed(portal, plan), with_ledger=with_ledger) for with_ledger in (False, True))

    assert len(changed) > 0
    assert [row[-5].text for row in issued.rows if len(row) > 1] != [row[-7].text for row in standing.rows if len(row) > 1]


def test_an_unknown_plan_names_those_there_are(portal):
    with pytest.raises(LookupError, match="已有的是：tongliang/2021"):
        official_table.plan_of(portal, "tongliang/1999", DAY)


@pytest.mark.sweep
def test_the_verb_writes_the_file_and_refuses_other_names(tmp_path):
    written = verbs.run(
        ROOT, "export-notice", "data/conghua/2021", "--to", str(tmp_path / "a.docx"), "--with-ledger", "--as-of", "2026-11-20"
    )
    refused = verbs.run(ROOT, "export-notice", "conghua/2021", "--to", str(tmp_path / "a.pdf"))

    assert (written.returncode, refused.returncode) == (0, 2)
    assert "46 项任务" in written.stdout
    assert ".docx" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]
