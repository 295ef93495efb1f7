"""tasks.xlsx: the rows of tasks.csv as a sheet to look through and to filter."""

from __future__ import annotations

import io

from xlsxwriter import Workbook

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
# A cell holds no more characters (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3).
MOST = 32_767


def tasks_sheet(assessed: AssessedPlan) -> bytes:
    """The file; the same plan judged on the same day gives the same bytes."""
    title, rows = _title(assessed), [exports.TASK_COLUMNS, *exports.task_rows(assessed)]
    saved = io.BytesIO()
    workbook = Workbook(saved, {"in_memory": True})
    workbook.set_properties({"title": f"{title} {assessed.plan.record.title}", "created": archives.MADE_ON})
    sheet = workbook.add_worksheet(title)
    text = {"num_format": TEXT, "valign": "top", "text_wrap": True}
    cell, head = workbook.add_format(text), workbook.add_format({**text, "bold": True})
    for column, name in enumerate(exports.TASK_COLUMNS):
        sheet.set_column(column, column, WIDTHS.get(name, NARROW))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value:
                # Whatever it begins with, it is a text, neither formula nor address.
                sheet.write_string(number, column, cut(value), cell if number else head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows) - 1, len(exports.TASK_COLUMNS) - 1)
    # On paper: across, as wide as the page, the head on each.
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return saved.getvalue()


def _title(assessed: AssessedPlan) -> str:
    return wording.marked("任务表", assessed.plan.record.demonstration)


def cut(text: str) -> str:
    """As much of a text as a cell holds."""
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"
