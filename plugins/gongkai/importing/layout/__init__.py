"""A notice becomes a reading: whatever its layout, rows of cells under sections and subsections, and nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.importing.readers.base.notice import Notice, Paragraph, RefusedError, Table

from .account import lost
from .breaks import joined
from .cells.lines import Block, with_tables
from .cells.roles import TEXT
from .cells.wording import clean
from .entries import Body
from .gate import Guess, guess, is_own_sheet, named, objection
from .head import closing, front, is_contact
from .headings import outline
from .prose import read_prose
from .reading import Doubt, LeftOver, Reading
from .rows import rows, with_units_of_headings
from .rules import owned
from .tables import read_tables, unread

_REFUSED = (
    "没有找到任务分工表，也没有找到写明责任单位的条目，所以没有读出任何任务。请确认文件里有任务分工（如“工作任务、贯彻举措、牵头单位、责任单位”各栏的表格，"
    "或每条末尾的“（责任单位：……）”）；如果表格是图片，请换用可以选中文字的 Word、网页或表格文件。"
)

_OWN_SHEET = "这是本站导出的任务表（tasks.xlsx、tasks.csv），不是文件原文，所以没有读取。要改数据请直接改 data 里的文件。"
_CONTACTS = "联系人和电话，不是任务的内容，没有读进去；要公开的，请写在单位的电话里"
_NO_SUCH_TABLE = "文件里没有 {} 栏的表。请数一数表格有几栏，--columns 从左到右每栏写一个词，不用的栏写“略”。"


def read(notice: Notice, columns: Sequence[str] = (), *, follows_rules: bool = True) -> Reading:
    """The notice row by row; RefusedError when there is nothing like a plan in it.

    `columns` are the columns of its table as a person names them (`roles.NAMED`); what they say is not judged.
    Without `follows_rules` a catalogue is not taken for that of the bureau in its title.
    """
    unboxed = _unboxed(notice.blocks)
    contacts = tuple(
        LeftOver(block.text, block.line, _CONTACTS) for block in unboxed if isinstance(block, Paragraph) and is_contact(block.text)
    )
    blocks = with_tables([block for block in unboxed if not (isinstance(block, Paragraph) and is_contact(block.text))])
    body = read_tables(blocks, named(columns)) if columns else read_tables(blocks) or _from_prose(blocks)
    if body is None or not any(TEXT in entry.cells for entry in body.entries):
        raise RefusedError(_NO_SUCH_TABLE.format(len(columns)) if columns else _with_guess(_REFUSED, blocks))
    if is_own_sheet(body.columns):
        raise RefusedError(_OWN_SHEET)
    reading = _read(notice, replace(body, left_over=(*contacts, *body.left_over)))
    reading = owned(reading) if follows_rules else reading
    if not columns and (why := objection(reading, body.columns)):
        raise RefusedError(_with_guess(f"读出来的不像任务分工：{why}", blocks))
    return reading


def guessed(notice: Notice) -> Guess | None:
    """What the columns of the largest table of a notice were taken for."""
    return guess(with_tables(_unboxed(notice.blocks)))


def _with_guess(why: str, blocks: Sequence[Block]) -> str:
    taken = guess(blocks)
    return f"{why}{taken.told() if taken else ''}"


def _read(notice: Notice, body: Body) -> Reading:
    head = front(body.before, body.after, notice.name)
    whole, repeated = joined(body.entries)
    structure = outline(whole, head.title)
    made, doubts, empty = rows(structure.placed, body.columns)
    made, supplied = with_units_of_headings(made, structure.sections)
    left = (*head.left_over, *body.left_over, *repeated, *structure.left_over, *empty, *closing(body.after))
    reading = Reading(
        title=head.title,
        rows=made,
        sections=structure.sections,
        document_number=head.document_number,
        issuer=head.issuer,
        issued_on=head.issued_on,
        basis=head.basis,
        preamble=head.preamble,
        left_over=tuple(sorted(left, key=lambda left_over: left_over.line)),
        doubts=(*(Doubt("", trouble.field, trouble.line, trouble.why) for trouble in body.troubles), *doubts, *supplied),
    )
    remarks = (replace(remark, is_outside=True) for remark in notice.remarks)
    return replace(reading, left_over=(*reading.left_over, *lost(notice, reading), *remarks))


def _unboxed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with tables of a single column, which only frame a text, as paragraphs."""
    unboxed: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and all(len(row) <= 1 for row in block.rows):
            cells = [cell for row in block.rows for cell in row]
            unboxed += [Paragraph(line, cell.line) for cell in cells for line in clean(cell.text).split("\n") if line]
        else:
            unboxed.append(block)
    return tuple(unboxed)


def _from_prose(blocks: Sequence[Block]) -> Body | None:
    prose = read_prose([block for block in blocks if isinstance(block, Paragraph)])
    return replace(prose, left_over=(*unread(blocks), *prose.left_over)) if prose else None
