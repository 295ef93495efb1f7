"""An .xlsx: a table per sheet, merged cells and all."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date, datetime, time

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.importing.readers.base.notice import Cell, LeftOver, Notice, Paragraph, RefusedError, Table

from .base import limits
from .base.package import Package

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
NAMED_BY_PROGRAM = re.compile(r"(sheet|工作表|表)\s*\d*", re.IGNORECASE)
REACH = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Three whole rows, merged to their ends by mistake; the library takes its time for each cell.
CELLS_OF_MERGES = 50_000


def read(content: bytes, name: str, budget: limits.Budget) -> Notice:
    """Every visible sheet. A line is a row of its sheet."""
    has_formulas = _check(Package.of(content), budget)
    with warnings.catch_warnings():
        # It warns of what it does not keep, in English; nothing is written back.
        warnings.simplefilter("ignore", UserWarning)
        shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(content), keep_links=False) if has_formulas else None
    sheets = [sheet for sheet in shown.worksheets if sheet.sheet_state == "visible"]
    remarks = [
        LeftOver(f"工作表“{sheet.title}”", 0, "是隐藏的，没有读入") for sheet in shown.worksheets if sheet not in sheets and sheet._cells
    ]
    blocks: list[Paragraph | Table] = []
    for sheet in sheets:
        if not sheet._cells:
            continue
        if not NAMED_BY_PROGRAM.fullmatch(sheet.title.strip()) and len(sheets) > 1:
            blocks.append(Paragraph(sheet.title, 1, 1))
        blocks.append(_table(sheet, formulas[sheet.title] if formulas else None, budget, remarks))
    return Notice(name, tuple(blocks), "行", tuple(remarks))


def _check(package: Package, budget: limits.Budget) -> bool:
    """Whether there are formulas. Refuses sheets that are larger than any plan before a library fills them into memory."""
    has_formulas = False
    cells = merged = 0
    for member in sorted(package.names):
        if not SHEET.fullmatch(member):
            continue
        tree = package.tree_of(member)
        for element in tree.iter() if tree is not None else ():
            kind = etree.QName(element).localname
            if kind == "c":
                cells += 1
                _refuse_many(cells, limits.CELLS * 3)
            elif kind == "f":
                has_formulas = True
            elif kind == "mergeCell":
                merged += _size(element)
                _refuse_many(merged, CELLS_OF_MERGES)
        budget.time()
    return has_formulas


def _refuse_many(count: int, limit: int) -> None:
    if count > limit:
        raise RefusedError(
            f"表格里有内容、格式或合并的单元格超过 {limit} 个，不像是人填的。请删去用不着的行和列，取消整列的合并，另存后再试。"
        )


def _size(element: etree._Element) -> int:
    match = REACH.fullmatch(element.get("ref") or "")
    if match is None or match[3] is None:
        return 1
    columns = abs(_column(match[3]) - _column(match[1])) + 1
    return columns * (abs(int(match[4]) - int(match[2])) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _table(sheet: Worksheet, formulas: Worksheet | None, budget: limits.Budget, remarks: list[LeftOver]) -> Table:
    reaches = {
        (merged.min_row, merged.min_col): (merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1)
        for merged in sheet.merged_cells.ranges
    }
    rows: dict[int, list[Cell]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if not isinstance(cell, SheetCell):
            continue  # Covered by a merged cell.
        text = _text(cell) or _uncounted(formulas, row, column, remarks)
        if not text and (row, column) not in reaches:
            continue
        budget.cell(text, row, 0)
        down, across = reaches.get((row, column), (1, 1))
        rows.setdefault(row, []).append(Cell(text, row, column - 1, across, down))
    hidden = [row for row in rows if sheet.row_dimensions[row].hidden]
    if hidden:
        remarks.append(LeftOver(f"工作表“{sheet.title}”的第 {_listed(hidden)} 行", hidden[0], "是隐藏的，也读入了，不要的请删去"))
    return _trimmed(rows, budget)


def _trimmed(rows: dict[int, list[Cell]], budget: limits.Budget) -> Table:
    """From the first written column; one empty row for a gap of any height."""
    filled = [cell for row in rows.values() for cell in row if cell.text]
    first = min((cell.column for cell in filled), default=0)
    last = max((cell.column for cell in filled), default=0)
    table: list[tuple[Cell, ...]] = []
    previous = min(rows, default=1) - 1
    for line, row in sorted(rows.items()):
        if line > previous + 1:
            table.append(())
        table.append(
            tuple(Cell(cell.text, cell.line, cell.column - first, cell.columns, cell.rows) for cell in row if first <= cell.column <= last)
        )
        previous = line
    if last - first > limits.COLUMNS:
        budget.cell("", previous, last - first)
    return Table(tuple(table), min(rows, default=1))


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
            text = _plain(str(other))
    return text


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:.10g}%"
    if decimals := re.fullmatch(r"0\.(0+)(_\s?)?", form):
        return f"{value:.{len(decimals[1])}f}"
    return f"{value:.15g}"


def _plain(text: str) -> str:
    """A text without what spreadsheets use for control characters."""
    unescaped = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return unescaped.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _uncounted(formulas: Worksheet | None, row: int, column: int, remarks: list[LeftOver]) -> str:
    """A formula whose result the file does not hold, as it stands."""
    cell = None if formulas is None else formulas._cells.get((row, column))
    if cell is None or cell.value is None:
        return ""
    remarks.append(LeftOver(str(cell.value), row, "是公式，文件里没有存它的结果，照公式读入"))
    return str(cell.value)


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:20])) + ("……" if len(numbers) > 20 else "")  # noqa: PLR2004
