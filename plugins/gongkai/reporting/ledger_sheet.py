"""ledger.xlsx: the office's ledger as a sheet to look through and to filter; days are days, everything else is a text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from xlsxwriter import Workbook

from gongkai.exports import archives
from gongkai.exports.task_sheet import NARROW, TEXT, cut
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages import wording

from .ledger_rows import COLUMNS, LedgerRow

DAY = "yyyy-mm-dd"
# In characters of the body font; what is not here holds a word or a day.
WIDTHS = {
    "任务": 28,
    "举措内容": 48,
    "单位": 24,
    "现在的状态": 20,
    "时限原文": 18,
    "标题或内容": 40,
    "网址": 40,
    "由谁打开核对": 16,
    "所在栏目": 32,
    "登记人": 20,
    "说明": 32,
    "原文存疑": 32,
}


def ledger_sheet(assessed: AssessedPlan, rows: Sequence[LedgerRow]) -> bytes:
    """The file; the same rows give the same bytes."""
    title = wording.marked("台账", assessed.plan.record.demonstration)
    saved = io.BytesIO()
    workbook = Workbook(saved, {"in_memory": True})
    workbook.set_properties({"title": f"{title} {assessed.plan.record.title}"[:255], "created": archives.MADE_ON})
    sheet = workbook.add_worksheet(title)
    look = {"valign": "top", "text_wrap": True}
    text, day = workbook.add_format({**look, "num_format": TEXT}), workbook.add_format({**look, "num_format": DAY})
    head = workbook.add_format({**look, "num_format": TEXT, "bold": True})
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS.get(name, NARROW))
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value:
                # Whatever it begins with, it is a text, neither formula nor address.
                sheet.write_string(number, column, cut(value), text)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    # On paper: across, as wide as the page, the head on each.
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return saved.getvalue()
