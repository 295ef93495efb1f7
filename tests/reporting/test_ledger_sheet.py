"""The office's ledger as a sheet: every entry and every duty is in it, in cells that are texts or days and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

import pytest
from gongkai.reporting.ledger_rows import COLUMNS, LedgerRow, rows_of
from gongkai.reporting.ledger_sheet import WIDTHS, ledger_sheet
from helpers import portals
from helpers.built_pages import LABELS
from helpers.documents import BADGE_WORDS, Plan, every_plan
from helpers.portals import assessed, measure, plan, portal, task
from helpers.sites import Site
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

DAYS = {"完成时限", "发布日期", "查看日期", "打开核对日期", "登记日期"}
NOTHING = "（没有登记）"


def sheet(site: Site, plan: Plan) -> Worksheet:
    (only,) = load_workbook(site.folder / plan.file("ledger.xlsx")).worksheets
    return only


def rows(site: Site, plan: Plan) -> list[dict[str, object]]:
    head, *rest = sheet(site, plan).iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def state(words: str) -> tuple[str, bool]:
    """The badge's word, and whether it is 待核对."""
    bare = words.removesuffix("，待核对")
    return bare.partition("（")[0], bare != words


@every_plan
def test_every_duty_stands_in_it_with_the_word_of_plan_json(site: Site, plan: Plan) -> None:
    """A measure and a unit that owes it: in a row of its own where something was entered, else with the others that stand alike."""
    told = json.loads(site.read(plan.file("plan.json")))
    names = {unit["slug"]: unit["name"] for unit in told["units"]}
    expected = {
        (task["id"], str(each["number"] or ""), names[cell["unit"]], BADGE_WORDS[cell["badge"]], cell["unopened"])
        for task in told["tasks"]
        for each in task["measures"]
        for cell in each["cells"]
    }
    listed = {
        (row["任务编号"], row["举措序号"] or "", name, *state(row["现在的状态"]))
        for row in rows(site, plan)
        if row["现在的状态"] != "只列出，不改变状态"
        for name in (row["单位"] or "").split("；")
    }
    assert listed == expected


@every_plan
def test_every_entry_of_the_files_stands_in_it(site: Site, plan: Plan) -> None:
    """By task, kind and day of entry; what was entered after the day of judgement is not known yet."""
    kinds = {"evidence": {"公开", "单位自述"}, "replies": {"单位回应", "读者意见"}, **{kind: {label} for kind, label in LABELS.items()}}
    entered = {
        (entry["task"], kind, entry["on"]) for kind, entries in plan.ledger.items() for entry in entries if entry["on"] <= "2026-11-29"
    }
    kind_of = {label: kind for kind, labels in kinds.items() for label in labels}
    listed = {
        (row["任务编号"], kind_of[row["登记的种类"]], row["登记日期"].date().isoformat())
        for row in rows(site, plan)
        if row["登记的种类"] != NOTHING
    }
    assert listed == entered
    pages = {entry.get("url") for entry in plan.evidence if entry["on"] <= "2026-11-29"} - {None}
    assert pages <= {row["网址"] for row in rows(site, plan)}


@every_plan
def test_days_are_days_and_all_else_is_text(site: Site, plan: Plan) -> None:
    one = sheet(site, plan)
    head = [cell.value for cell in one[1]]
    kinds = {(head[cell.column - 1] in DAYS, cell.data_type) for row in one.iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert kinds <= {(True, "d"), (False, "s")}
    assert all(isinstance(row["登记日期"], datetime) for row in rows(site, plan) if row["登记的种类"] != NOTHING)


@every_plan
def test_head_stays_in_sight_and_rows_can_be_filtered(site: Site, plan: Plan) -> None:
    one = sheet(site, plan)
    assert (one.freeze_panes, one.auto_filter.ref) == ("C2", f"A1:{get_column_letter(len(COLUMNS))}{len(rows(site, plan)) + 1}")
    assert one.print_title_rows == "$1:$1"
    assert one.title == ("【示例】台账" if plan.is_demonstration else "台账")


@every_plan
def test_file_holds_no_formula_no_link_and_no_clock(site: Site, plan: Plan) -> None:
    with zipfile.ZipFile(site.folder / plan.file("ledger.xlsx")) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2
    assert [mark for mark in (b"<f>", b"<f ", b"<hyperlink") if mark in content] == []


def test_columns_are_as_many_as_a_row_has_and_widths_are_theirs() -> None:
    assert len(COLUMNS) == len(LedgerRow._fields)
    assert set(WIDTHS) <= set(COLUMNS)


def told(*entries: object, units: tuple[object, ...] = portals.UNITS) -> list[tuple[str, str, str, str]]:
    """Of a made-up plan of one measure: units, state, kind, title."""
    one = assessed(portal(plan(task(responsible_units=["ge-bumen"]), entries=entries), units))
    return [(row.units, row.state, row.kind, row.title) for row in rows_of(one)]


UNITS = (*portals.UNITS, portals.group("ge-bumen", portals.member("fagaiju"), portals.member("caizhengju"), portals.member("jiaoyuju")))


def test_units_of_which_nothing_is_entered_stand_together() -> None:
    assert told(units=UNITS) == [("fagaiju；caizhengju；jiaoyuju", "本站暂无记录", NOTHING, "")]


def test_a_unit_has_a_row_for_each_entry_and_the_others_stand_together() -> None:
    page, said = portals.evidence(title="年报"), portals.note(text="正在整理。")
    assert told(page, said, units=UNITS) == [
        ("fagaiju", "已公开", "单位说明", "正在整理。"),
        ("fagaiju", "已公开", "公开", "年报"),
        ("caizhengju；jiaoyuju", "本站暂无记录", NOTHING, ""),
    ]


def test_an_entry_of_a_unit_that_owes_nothing_here_is_listed_and_moves_nothing() -> None:
    other = portals.evidence(title="另一个", units=("jiaoyuju",))
    one = assessed(portal(plan(task(lead_units=["fagaiju"]), entries=[other])))
    assert [(row.units, row.state, row.title) for row in rows_of(one)] == [
        ("fagaiju", "本站暂无记录", ""),
        ("jiaoyuju", "只列出，不改变状态", "另一个"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+8623", "-1", "@SUM(A1)", "＝1", "#N/A", "TRUE", "007"], ids=repr)
def test_text_that_a_spreadsheet_would_run_or_convert_stays_text(text: str) -> None:
    one = assessed(portal(plan(task(measure(text=text)), entries=[portals.evidence(title=text)])))
    content = ledger_sheet(one, rows_of(one))
    (found,) = load_workbook(io.BytesIO(content)).worksheets
    assert [(found[spot].data_type, found[spot].value) for spot in ("D2", "J2")] == [("s", text)] * 2


def test_a_plan_without_entries_or_with_very_long_texts_makes_a_file() -> None:
    one = assessed(portal(plan(task(measure(text="公" * 40_000)))))
    (found,) = load_workbook(io.BytesIO(ledger_sheet(one, rows_of(one)))).worksheets
    assert (len(found["D2"].value), found["D2"].value[-1]) == (32_767, "…")
    assert load_workbook(io.BytesIO(ledger_sheet(one, ()))).worksheets[0].max_row == 1


def test_the_same_rows_give_the_same_bytes() -> None:
    one = assessed(portal(plan(task(), entries=[portals.evidence()])))
    assert ledger_sheet(one, rows_of(one)) == ledger_sheet(one, rows_of(one))
