"""A report as a Word file, written tag by tag: the library that does it for the official table would take ten times as long for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from gongkai.exports import archives
from gongkai.pages.views import Tally
from gongkai.words.text import without_invisible

from . import word_parts
from .report import BLANK, Group, Part, Report, Row, Told

# A row of so few lines is not torn in two at the end of a sheet; a longer one would leave half a sheet empty.
_SHORT = 3
# By cell, its lines.
_Cells = tuple[tuple[str, ...], ...]
_HEADS = ("任务", "", "状态", "本站知道的情况")
_WIDTHS, _COUNT_WIDTHS = (1900, 1300, 1344, 4300), (4444, 2200, 2200)

# What is the same in all of them is packed once.
_PACKED = archives.packed(word_parts.PARTS)


def docx(report: Report, rows: dict[int, str] | None = None) -> bytes:
    """The file; the same report gives the same bytes. What is written of rows is kept, for other reports with the same."""
    title = without_invisible(report.title)
    made_on = f"{archives.MADE_ON.isoformat()}Z"
    text = ("word/document.xml", word_parts.document("".join(_body(report, {} if rows is None else rows))))
    return archives.packed((("docProps/core.xml", word_parts.core(title, made_on)), text), before=_PACKED)


def _body(report: Report, rows: dict[int, str]) -> Iterator[str]:
    yield _paragraph(report.title, "Title")
    yield _paragraph("一、总体情况", "Heading1")
    yield from map(_paragraph, report.said)
    if report.tally.total:
        counts = (_row(cells, _COUNT_WIDTHS) for cells in _counts(report.tally))
        yield _table("各种状态的任务数", ("状态", "任务（项）", "其中待核对（项）"), _COUNT_WIDTHS, counts)
    yield _paragraph("二、各项任务", "Heading1")
    for part in report.parts:
        yield from _part(part, report.answering, rows)
    yield _paragraph("三、需要填报人补充的", "Heading1")
    yield from map(_paragraph, report.to_fill)


def _counts(tally: Tally) -> Iterator[_Cells]:
    for count in tally.counts:
        yield (count.badge.word,), (str(count.number),), (str(count.unopened),)
    yield ("合计",), (str(tally.total),), (str(sum(count.unopened for count in tally.counts)),)


def _part(part: Part, answering: str, rows: dict[int, str]) -> Iterator[str]:
    yield _paragraph(part.title, "Heading2")
    yield _paragraph(part.said)
    heads = (_HEADS[0], answering, *_HEADS[2:])
    for group in part.groups:
        yield _paragraph(_titled(group))
        for row in group.rows:
            if id(row) not in rows:
                rows[id(row)] = _row(_cells(row), _WIDTHS)
        yield _table(f"{part.title}：{group.title}", heads, _WIDTHS, [rows[id(row)] for row in group.rows])


def _titled(group: Group) -> str:
    return f"{group.title}，{len(group.rows)} 项："


def _cells(row: Row) -> _Cells:
    return (row.task.title,), (row.answering,), (row.verdict.words,), (*map(_line, row.known), *((BLANK,) if row.is_to_fill else ()))


def _line(told: Told) -> str:
    mark, url = f"【{told.mark}】" if told.mark else "", f" {told.url}" if told.url else ""
    return f"{mark}{told.words}{url}"


def _paragraph(text: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{_safe(text)}</w:t></w:r></w:p>'


def _safe(text: str) -> str:
    """What a file of XML may hold, on one line."""
    return escape(without_invisible(text.replace("\n", " ")))


def _table(title: str, heads: Sequence[str], widths: tuple[int, ...], rows: Iterable[str]) -> str:
    """With a head that is marked as such and stands on every sheet."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(_cell([name], width, "CellHead") for name, width in zip(heads, widths, strict=True))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(_safe_value(title))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{''.join(rows)}</w:tbl>"
    )


def _row(cells: _Cells, widths: tuple[int, ...]) -> str:
    written = "".join(_cell(lines, width) for lines, width in zip(cells, widths, strict=True))
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if max(map(len, cells)) <= _SHORT else ""
    return f"<w:tr>{whole}{written}</w:tr>"


def _safe_value(text: str) -> str:
    return without_invisible(text.replace("\n", " "))


def _cell(lines: Sequence[str], width: int, style: str = "Cell") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(_paragraph(line, style) for line in lines)}</w:tc>'
