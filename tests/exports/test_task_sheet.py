"""tasks.xlsx says what tasks.csv says, in cells that are texts and nothing else, so that none needs the mark which keeps a CSV from running."""

from __future__ import annotations

import io
import zipfile

import pytest
from gongkai.exports.tables import TASK_COLUMNS, neutral_cell
from gongkai.exports.task_sheet import WIDTHS, tasks_sheet
from helpers.built_pages import rows
from helpers.documents import Plan, every_plan
from helpers.portals import assessed, measure, plan, portal, task
from helpers.sites import Site
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet


def sheet(site: Site, plan: Plan) -> Worksheet:
    (only,) = load_workbook(site.folder / plan.file("tasks.xlsx")).worksheets
    return only


@every_plan
def test_sheet_says_what_the_csv_says(site: Site, plan: Plan) -> None:
    shown = [[neutral_cell(cell or "") for cell in row] for row in sheet(site, plan).iter_rows(values_only=True)]
    assert shown == rows(site, plan)


@every_plan
def test_every_cell_is_a_text_that_wraps(site: Site, plan: Plan) -> None:
    written = [cell for row in sheet(site, plan).iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format, cell.alignment.wrap_text) for cell in written} == {("s", "@", True)}


@every_plan
def test_no_part_of_the_file_holds_a_formula_or_a_link(site: Site, plan: Plan) -> None:
    with zipfile.ZipFile(site.folder / plan.file("tasks.xlsx")) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert [mark for mark in (b"<f>", b"<f ", b"<hyperlink") if mark in content] == []


@every_plan
def test_head_stays_in_sight_and_every_row_can_be_filtered(site: Site, plan: Plan) -> None:
    one = sheet(site, plan)
    assert (one.freeze_panes, one.auto_filter.ref) == ("A2", f"A1:{get_column_letter(len(TASK_COLUMNS))}{len(rows(site, plan))}")


def test_widths_are_those_of_columns_that_there_are() -> None:
    assert set(WIDTHS) <= set(TASK_COLUMNS)


@every_plan
def test_sheet_of_a_demonstration_is_called_an_example_and_no_other_is(site: Site, plan: Plan) -> None:
    assert sheet(site, plan).title == ("【示例】任务表" if plan.is_demonstration else "任务表")


@every_plan
def test_file_does_not_say_when_it_was_made(site: Site, plan: Plan) -> None:
    with zipfile.ZipFile(site.folder / plan.file("tasks.xlsx")) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("text", ["=1+1", "+8623", "-1", "@SUM(A1)", "＝1", "#N/A", "#DIV/0!", "TRUE", "1.2.1", "007"], ids=repr)
def test_text_that_a_spreadsheet_would_run_or_convert_stays_text(text: str) -> None:
    content = tasks_sheet(assessed(portal(plan(task(measure(text=text))))))
    found = load_workbook(io.BytesIO(content)).worksheets[0]["I2"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert (found.data_type, found.value, b"<f>" in archive.read("xl/worksheets/sheet1.xml")) == ("s", text, False)


def test_text_longer_than_a_cell_holds_is_cut_where_one_sees_it() -> None:
    content = tasks_sheet(assessed(portal(plan(task(measure(text="公" * 40_000))))))
    shown = load_workbook(io.BytesIO(content)).worksheets[0]["I2"].value
    assert (len(shown), set(shown[:-1]), shown[-1]) == (32_767, {"公"}, "…")
