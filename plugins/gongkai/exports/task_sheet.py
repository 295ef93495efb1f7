"""tasks.xlsx: the rows of tasks.csv as a sheet to look through and to filter."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from gongkai.judging.assessment import AssessedPlan
from gongkai.pages import wording

from . import archives
from . import tables as exports

# In characters of the body font, by column; what is not here holds a word or two.
WIDTHS = {
    "部分": 24,
    "方面": 24,
    "具体事项": 16,
    "牵头单位": 18,
    "责任单位": 28,
    "举措内容": 64,
    "任务类型": 16,
    "时限原文": 18,
    "公开路径": 40,
    "其他渠道": 16,
    "任务状态": 16,
    "举措状态": 16,
    "公开页面": 40,
    "条例第二十条的类别": 24,
}
NARROW = 12
TEXT = "@"


def tasks_sheet(assessed: AssessedPlan) -> bytes:
    """The file; the same plan judged on the same day gives the same bytes."""
    workbook = Workbook()
    workbook.properties = _properties(assessed)
    sheet = workbook.worksheets[0]
    sheet.title = _title(assessed)
    _fill(sheet, assessed)
    _dress(sheet)
    return _bytes_of(workbook)


def _title(assessed: AssessedPlan) -> str:
    return wording.marked("任务表", assessed.plan.record.demonstration)


def _properties(assessed: AssessedPlan) -> DocumentProperties:
    title = f"{_title(assessed)} {assessed.plan.record.title}"
    return DocumentProperties(title=title, creator="", created=archives.MADE_ON, modified=archives.MADE_ON)


def _fill(sheet: Worksheet, assessed: AssessedPlan) -> None:
    for number, row in enumerate([exports.TASK_COLUMNS, *exports.task_rows(assessed)], start=1):
        for column, text in enumerate(row, start=1):
            if text:
                _write(sheet.cell(number, column), text)


def _write(cell: Cell | MergedCell, text: str) -> None:
    cell.value = text
    # Whatever it begins with, it is a text: openpyxl takes some for formulas or errors.
    cell.data_type, cell.number_format = "s", TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _dress(sheet: Worksheet) -> None:
    for number, column in enumerate(exports.TASK_COLUMNS, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column, NARROW)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    # On paper: across, as wide as the page, the head on each.
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _bytes_of(workbook: Workbook) -> bytes:
    saved = io.BytesIO()
    # Not `workbook.save`, which would write the time of day into the file.
    ExcelWriter(workbook, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED)).save()
    return archives.steady(saved.getvalue())
