"""An .xlsx: a table per sheet, merged cells and all."""

from __future__ import annotations

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.importing.readers.base.notice import Cell, LeftOver, Notice, Paragraph, Table

from .base.package import Package

NAMED_BY_PROGRAM = re.compile(r"(sheet|工作表|表)\s*\d*", re.IGNORECASE)


def read(content: bytes, name: str) -> Notice:
    """Every visible sheet. A line is a row of its sheet."""
    Package.of(content)
    shown, formulas = _book(content, with_results=True), _book(content, with_results=False)
    filled = [sheet for sheet in shown.worksheets if sheet._cells]
    sheets = [sheet for sheet in filled if sheet.sheet_state == "visible"]
    remarks = [LeftOver(f"工作表“{sheet.title}”", 0, "是隐藏的，没有读入") for sheet in filled if sheet not in sheets]
    blocks: list[Paragraph | Table] = []
    for sheet in sheets:
        if not NAMED_BY_PROGRAM.fullmatch(sheet.title.strip()) and len(sheets) > 1:
            blocks.append(Paragraph(sheet.title, 1, 1))
        cells = list(_cells(sheet, formulas[sheet.title], remarks))
        blocks.append(_table(cells))
        if hidden := [row for row in dict.fromkeys(cell.line for cell in cells) if sheet.row_dimensions[row].hidden]:
            listed = f"{'、'.join(map(str, hidden[:20]))}{'……' * (len(hidden) > 20)}"  # noqa: PLR2004
            remarks.append(LeftOver(f"工作表“{sheet.title}”的第 {listed} 行", hidden[0], "是隐藏的，也读入了，不要的请删去"))
    return Notice(name, tuple(blocks), "行", tuple(remarks))


def _book(content: bytes, *, with_results: bool) -> Workbook:
    with warnings.catch_warnings():
        # It warns of what it does not keep, in English; nothing is written back.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(content), data_only=with_results, keep_links=False)


def _cells(sheet: Worksheet, formulas: Worksheet, remarks: list[LeftOver]) -> Iterator[Cell]:
    """What is written or merged, from the top; of a formula without a result, the formula."""
    merged = {(span.min_row, span.min_col): span.size for span in sheet.merged_cells.ranges}
    for (row, column), cell in sorted(sheet._cells.items()):
        if not isinstance(cell, SheetCell):
            continue  # Covered by a merged cell.
        text = _text(cell)
        if not text and (formula := formulas.cell(row, column).value) is not None:
            text = str(formula)
            remarks.append(LeftOver(text, row, "是公式，文件里没有存它的结果，照公式读入"))
        if text or (row, column) in merged:
            reach = merged.get((row, column), {"columns": 1, "rows": 1})
            yield Cell(text, row, column - 1, **reach)


def _table(cells: list[Cell]) -> Table:
    """From the first written column; one empty row for a gap of any height."""
    filled = [cell.column for cell in cells if cell.text] or [0]
    first, last = min(filled), max(filled)
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.line > max(rows, default=cell.line) + 1:
            rows[cell.line - 1] = []
        if first <= cell.column <= last:
            rows[cell.line].append(Cell(cell.text, cell.line, cell.column - first, cell.columns, cell.rows))
    return Table(tuple(map(tuple, rows.values())), min(rows, default=1))


def _text(cell: SheetCell) -> str:
    """What the sheet shows; days without the midnight that spreadsheets add to them."""
    match cell.value:
        case None:
            text = ""
        case bool() as truth:
            text = "是" if truth else "否"
        case datetime() as moment:
            text = moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ", "minutes")
        case date() | time() as moment:
            text = moment.isoformat()
        case int() | float() as number:
            text = _number(number, cell.number_format)
        case other:
            text = unescape(str(other)).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return text


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:.10g}%"
    if decimals := re.fullmatch(r"0\.(0+)(_\s?)?", form):
        return f"{value:.{len(decimals[1])}f}"
    return f"{value:.15g}"
