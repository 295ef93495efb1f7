"""The way back: a plan as the official table in a Word file, A4 across, with its ledger if wanted."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

import docx as word
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.judgement import assess
from gongkai.records.portal import Portal

from . import archives
from .official_rows import OfficialCell, OfficialTable, official_table

# Shares of the page's width; what a column says is as long as that.
WIDTHS = {
    "工作任务": 12,
    "序号": 6,
    "具体事项": 10,
    "贯彻举措": 44,
    "公开路径": 20,
    "牵头单位": 12,
    "责任单位": 14,
    "完成时限": 9,
    "完成情况": 10,
    "证据": 24,
}
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Mm(297), Mm(210), Mm(20)
TWIPS_ACROSS = 14570
TITLE_FONT, BODY_FONT = "方正小标宋简体", "仿宋"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE = Pt(22), Pt(16), Pt(10.5)
INDENT = Pt(32)
CENTRED_COLUMNS = {"序号"}


def plan_of(portal: Portal, name: str, on: date) -> AssessedPlan:
    """The plan named like `tongliang/2021`, judged on a day; LookupError says which there are."""
    plans = {f"{assessed.jurisdiction.slug}/{assessed.plan.year}": assessed for assessed in assess(portal, on).plans}
    wanted = name.strip("/").removeprefix("data/")
    if wanted not in plans:
        raise LookupError(f"没有 {wanted} 这份要点。已有的是：{'、'.join(plans)}。")
    return plans[wanted]


def docx(assessed: AssessedPlan, *, with_ledger: bool) -> bytes:
    """The Word file; the same plan judged on the same day gives the same bytes."""
    return _bytes_of(_document(official_table(assessed, with_ledger=with_ledger)))


def _document(table: OfficialTable) -> Document:
    document = word.Document()
    _lay_across(document)
    _say_nothing_of_the_making(document, table.title)
    _paragraph(document, table.title, WD_ALIGN_PARAGRAPH.CENTER, TITLE_FONT, TITLE_SIZE)
    if table.document_number:
        _paragraph(document, table.document_number, WD_ALIGN_PARAGRAPH.CENTER)
    for line in table.preamble:
        _paragraph(document, line).paragraph_format.first_line_indent = INDENT
    document.element.body.insert(len(document.element.body) - 1, _table(table))
    # Word wants a paragraph between a table and the end of the file.
    for line in table.signature or ("",):
        _paragraph(document, line, WD_ALIGN_PARAGRAPH.RIGHT)
    return document


def _lay_across(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _say_nothing_of_the_making(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.last_modified_by = title[:255], "", "", ""
    properties.created = properties.modified = archives.MADE_ON


def _paragraph(
    document: Document, text: str, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY, font: str = BODY_FONT, size: Pt = BODY_SIZE
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _dress(paragraph.add_run(text), font, size)
    return paragraph


def _dress(run: Run, font: str, size: Pt) -> None:
    run.font.size, run.font.name = size, font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(table: OfficialTable) -> BaseOxmlElement:
    """Written cell by cell: the library's own merging looks through the whole table for each cell."""
    widths = _widths(table.columns)
    element = _element("w:tbl")
    properties = _within(element, "w:tblPr")
    _within(properties, "w:tblStyle", val="TableGrid")
    _within(properties, "w:tblW", w="5000", type="pct")
    _within(properties, "w:tblLayout", type="fixed")
    grid = _within(element, "w:tblGrid")
    for width in widths:
        _within(grid, "w:gridCol", w=str(width))
    element.append(_head(table.columns, widths))
    below: dict[int, int] = {}
    for row in table.rows:
        element.append(_row(row, table.columns, widths, below))
    return element


def _widths(columns: Sequence[str]) -> list[int]:
    shares = [WIDTHS[column] for column in columns]
    return [TWIPS_ACROSS * share // sum(shares) for share in shares]


def _head(columns: Sequence[str], widths: Sequence[int]) -> BaseOxmlElement:
    row = _element("w:tr")
    properties = _within(row, "w:trPr")
    _within(properties, "w:cantSplit")
    _within(properties, "w:tblHeader")
    for column, width in zip(columns, widths, strict=True):
        row.append(_cell([column], width, is_head=True))
    return row


def _row(cells: Sequence[OfficialCell], columns: Sequence[str], widths: Sequence[int], below: dict[int, int]) -> BaseOxmlElement:
    """A row, with the cells that Word wants where one comes down from above; `below` counts how far each still reaches."""
    row = _element("w:tr")
    column = 0
    waiting = list(cells)
    while column < len(columns):
        if below.get(column):
            row.append(_cell([""], widths[column], merge="continue"))
            below[column] -= 1
            column += 1
            continue
        cell = waiting.pop(0)
        below[column] = cell.rows - 1
        is_centred = columns[column] in CENTRED_COLUMNS and cell.columns == 1
        merge = "restart" if cell.rows > 1 else ""
        row.append(_cell(cell.text.split("\n"), sum(widths[column : column + cell.columns]), cell.columns, merge, is_head=is_centred))
        column += cell.columns
    return row


def _cell(lines: Iterable[str], width: int, columns: int = 1, merge: str = "", *, is_head: bool = False) -> BaseOxmlElement:
    cell = _element("w:tc")
    properties = _within(cell, "w:tcPr")
    _within(properties, "w:tcW", w=str(width), type="dxa")
    if columns > 1:
        _within(properties, "w:gridSpan", val=str(columns))
    if merge:
        _within(properties, "w:vMerge", val=merge)
    _within(properties, "w:vAlign", val="center")
    for line in lines:
        cell.append(_cell_paragraph(line, is_head=is_head))
    return cell


def _cell_paragraph(line: str, *, is_head: bool) -> BaseOxmlElement:
    element = _element("w:p")
    paragraph = Paragraph(element, None)  # type: ignore[arg-type]  # It needs no document to be written in.
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_head else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(0)
    if line:
        run = paragraph.add_run(line)
        _dress(run, "黑体" if is_head else BODY_FONT, TABLE_SIZE)
    return element


def _element(name: str) -> BaseOxmlElement:
    return cast(BaseOxmlElement, OxmlElement(name))


def _within(parent: BaseOxmlElement, name: str, **attributes: str) -> BaseOxmlElement:
    element = _element(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element


def _bytes_of(document: Document) -> bytes:
    saved = io.BytesIO()
    document.save(saved)
    return archives.steady(saved.getvalue())
