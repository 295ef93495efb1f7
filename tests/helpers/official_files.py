"""The official table as a web page and as a spreadsheet: what offices also issue, for the way there and back."""

from __future__ import annotations

import io
from html import escape

import openpyxl
from gongkai.exports.official_rows import OfficialCell, OfficialTable


def html(table: OfficialTable) -> str:
    head = "".join(f"<th>{column}</th>" for column in table.columns)
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in table.rows)
    before = "".join(f"<p>{escape(line)}</p>" for line in (table.document_number, *table.preamble) if line)
    after = "".join(f"<p>{escape(line)}</p>" for line in table.signature)
    body = f"<h1>{escape(table.title)}</h1>{before}<table><tr>{head}</tr>{rows}</table>{after}"
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(table.title)}</title></head><body>{body}</body></html>'


def _html_cell(cell: OfficialCell) -> str:
    text = escape(cell.text).replace("\n", "<br>")
    return f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{text}</td>'


def xlsx(table: OfficialTable) -> bytes:
    """One sheet: the words before the table merged over its width, as offices write them."""
    book = openpyxl.Workbook()
    sheet = book.active
    width = len(table.columns)
    lines = [line for line in (table.title, table.document_number, *table.preamble) if line]
    rows = [
        *((OfficialCell(line, columns=width),) for line in lines),
        tuple(OfficialCell(column) for column in table.columns),
        *table.rows,
        *((OfficialCell(line, columns=width),) for line in table.signature),
    ]
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, start=1):
        column = 1
        for cell in row:
            while (number, column) in covered:
                column += 1
            _fill(sheet, number, column, cell, covered)
            column += cell.columns
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _fill(sheet, row, column, cell, covered):
    sheet.cell(row, column).value = cell.text
    sheet.cell(row, column).data_type = "s"
    covered |= {(row + down, column + across) for down in range(cell.rows) for across in range(cell.columns)}
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + cell.rows - 1, end_column=column + cell.columns - 1)
