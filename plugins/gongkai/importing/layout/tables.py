"""The plan in the tables of a notice: one table or many, with headings in the paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gongkai.importing.layout.cells.columns import Columns
from gongkai.importing.layout.cells.fit import is_title, is_units
from gongkai.importing.layout.cells.grid import Line
from gongkai.importing.layout.cells.labels import segments, unit_roles
from gongkai.importing.layout.cells.lines import Block
from gongkai.importing.layout.cells.numbering import marker
from gongkai.importing.layout.cells.roles import TEXT, UNIT_ROLES, UNITS, simplified
from gongkai.importing.layout.cells.wording import clean, letters, one_line
from gongkai.importing.readers.base.notice import Paragraph, Table

from .entries import WIDE, Body, Entry, Head, TableReading, Trouble, heads_in, labelled, read_table
from .head import TITLE_ENDS, is_attachment, is_title_line
from .reading import LeftOver, Piece

_FURNITURE = re.compile(r"[（(]?(?:续表|续|接上页|转下页|下页)[）)]?\d*|[第页共\d/／\-—–_ .·]+")
_UNIT_ABOVE = re.compile(
    r"(?:责任|承办|填报|编制|公开|实施)?(?:部门|单位|主体|机构)(?:[（(](?:部门|单位|盖章|公章)[）)])?(?:名称)?[:：]\s*"
    r"(?P<name>[^\s:：]{2,40}?)(?=\s|(?:责任|负责|联系|填表)人|日期|时间|$)"
)
_FEWEST_LETTERS = 3
_MOST_OPENING_HEADINGS = 2


def read_tables(blocks: Sequence[Block], named: Columns | None = None) -> Body | None:
    """The plan in the tables of a notice; None when no table is one. `named` are the columns as a person tells them."""
    above = _unit_above(blocks)
    tables = _read(blocks, named, is_told=above is not None)
    several = {index: made.columns for index, made in tables.items() if made.columns}
    if not several:
        return None
    plans = list(several)
    first, last = plans[0], plans[-1]
    columns = replace(several[first], has_merged_rows=any(columns.has_merged_rows for columns in several.values()))
    before, opening = _opening(blocks[:first], [block for block in blocks[first:last] if isinstance(block, Paragraph)])
    before += _as_paragraphs(tables[first].title_lines)
    titles = {letters(simplified(paragraph.text)) for paragraph in before}
    entries: list[Entry] = list(opening)
    left: list[LeftOver] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            entries += tables[index].entries if index in plans else ()
            left += tables[index].left_over if index in plans else _unread(block)
            left += _title_lines(tables[index]) if index in plans[1:] else ()
        elif first < index < last:
            head, remains = _between(block, titles)
            entries += [Entry(block.line, heads=head, is_paragraph=True)] if head else []
            left += remains
    after = tuple(block for block in blocks[last + 1 :] if isinstance(block, Paragraph))
    after = (*(paragraph for index in plans for paragraph in _as_paragraphs(tables[index].closing_lines)), *after)
    if not UNIT_ROLES & set(columns.roles):
        entries, labels = _with_labelled_units(entries)
        left += labels
        entries = [_with_unit_above(entry, above) for entry in entries] if above else entries
    return Body(before, tuple(entries), after, tuple(left), columns, tuple(_doubts(tables, plans, columns)))


def _as_paragraphs(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(one_line(spot.text), spot.line) for line in lines for spot in line.own)


def _read(blocks: Sequence[Block], named: Columns | None, *, is_told: bool) -> dict[int, TableReading]:
    tables: dict[int, TableReading] = {}
    given: Columns | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            tables[index] = read_table(block, given, named, is_told=is_told)
            given = tables[index].columns or given
    headed = [index for index, made in tables.items() if made.has_header and made.columns]
    if headed:  # A table whose columns were only guessed does not count before one that says what it is.
        tables = {index: replace(made, columns=None) if index < headed[0] else made for index, made in tables.items()}
    return tables


def _doubts(tables: dict[int, TableReading], plans: Sequence[int], columns: Columns) -> Iterator[Trouble]:
    """Tables under different headers may be different things; columns that no header names are a guess."""
    line = tables[plans[0]].line
    if columns.is_guessed:
        yield Trouble("tasks", line, "表格没有表头，各栏是什么按内容判断，请对照原文")
    for word in columns.assumed:
        yield Trouble("tasks", line, f"表头里的“{word}”不认识，这一栏是什么按内容判断，请对照原文")
    for made in (tables[index] for index in plans[1:]):
        if made.has_header and made.columns and set(made.columns.words) != set(columns.words):
            yield Trouble("tasks", made.line, "文件里有几张栏目不同的任务表，都读作这份要点的任务；不属于要点的请删去")


def _title_lines(made: TableReading) -> list[LeftOver]:
    return [LeftOver(one_line(spot.text), spot.line, "表头上方的文字") for line in made.title_lines for spot in line.own]


def _unread(table: Table) -> list[LeftOver]:
    cells = [cell for row in table.rows for cell in row if letters(cell.text)]
    return [LeftOver(clean(cell.text), cell.line, "这张表不像任务分工表，没有读取") for cell in cells]


def unread(blocks: Iterable[Block]) -> list[LeftOver]:
    """All words of all tables, of which none is part of the plan."""
    return [left_over for block in blocks if isinstance(block, Table) for left_over in _unread(block)]


# --- headings around tables ----------------------------------------------------------------------------


def _opening(blocks: Sequence[Block], between: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Entry, ...]]:
    """The paragraphs before the first table, and those right above it that head its rows: 一、加强用权公开."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    heads: list[Entry] = []
    while paragraphs and len(heads) < _MOST_OPENING_HEADINGS and _is_first_heading(paragraphs[-1]):
        paragraph = paragraphs.pop()
        heads.insert(0, Entry(paragraph.line, heads=tuple(heads_in(_words(paragraph), paragraph.line, WIDE))))
    if not heads and len(paragraphs) > 1 and _heads_like(between, paragraphs[-1]):
        paragraph = paragraphs.pop()
        heads.append(Entry(paragraph.line, heads=(Head(_words(paragraph), paragraph.line),)))
    return tuple(paragraphs), tuple(heads)


def _words(paragraph: Paragraph) -> str:
    return one_line(re.sub(r"^\s*#+\s*", "", paragraph.text))


def _is_first_heading(paragraph: Paragraph) -> bool:
    opener = marker(_words(paragraph))
    return opener is not None and opener.number == 1 and is_title(_words(paragraph)) and any(heads_in(_words(paragraph), 0, WIDE))


def _heads_like(between: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether the tables have headings without numbers above them, and this is one: no title, no note."""
    unnumbered = [line for line in between if is_title_line(_words(line)) and not _FURNITURE.fullmatch(simplified(_words(line)))]
    words = _words(paragraph)
    return (
        bool(unnumbered)
        and is_title_line(words)
        and not TITLE_ENDS.search(simplified(words))
        and (not any(p.level for p in unnumbered) or bool(paragraph.level))
    )


def _between(paragraph: Paragraph, titles: set[str]) -> tuple[tuple[Head, ...], list[LeftOver]]:
    """A paragraph between two tables of the plan: a heading, furniture, or left over."""
    words = _words(paragraph)
    if not letters(words):
        return (), []
    if _FURNITURE.fullmatch(simplified(words)) or is_attachment(words) or letters(simplified(words)).removesuffix("续") in titles:
        return (), [LeftOver(words, paragraph.line, "页码、附件标记或重印的表题", is_furniture=True)]
    may_head = is_title(words) and (marker(words) or paragraph.level or is_title_line(words)) and len(letters(words)) >= _FEWEST_LETTERS
    heads = tuple(heads_in(words, paragraph.line, WIDE)) if may_head else ()
    return heads, [] if heads else [LeftOver(clean(paragraph.text), paragraph.line, "两张表之间的文字")]


# --- units above the tables, and inside the texts ------------------------------------------------------------------------------


def _unit_above(blocks: Sequence[Block]) -> Piece | None:
    """The unit that a line above the tables names for all of them: 部门（单位）：区水务局."""
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    lines += [Paragraph(cell.text, cell.line) for block in blocks if isinstance(block, Table) for row in block.rows[:3] for cell in row]
    for line in lines:
        match = _UNIT_ABOVE.match(simplified(clean(line.text)))
        if match and is_units(match["name"]):
            return Piece(match["name"], line.line, inherited=True)
    return None


def _with_unit_above(entry: Entry, above: Piece) -> Entry:
    if TEXT not in entry.cells or UNIT_ROLES & set(entry.cells):
        return entry
    trouble = Trouble("responsible_units", entry.line, f"表里没有写单位，照表格上方的“{above.text}”填写，请核对")
    return replace(entry, cells={**entry.cells, UNITS: above}, troubles=(*entry.troubles, trouble))


def _with_labelled_units(entries: Sequence[Entry]) -> tuple[list[Entry], list[LeftOver]]:
    """Where no column names units, the texts do: …（责任单位：…）."""
    told = [segments(entry.text_of(TEXT)) if TEXT in entry.cells else [] for entry in entries]
    names = unit_roles({role for pieces in told for segment in pieces for role in segment.cells})
    made, left = list(entries), []
    for index, (entry, pieces) in enumerate(zip(entries, told, strict=True)):
        if len([segment for segment in pieces if segment.cells]) == 1 and (pieces[-1].cells or not pieces[-1].text):
            text, labels = entry.cells[TEXT], labelled(pieces[0], names, entry.cells[TEXT].line)
            made[index] = replace(entry, cells={**entry.cells, TEXT: replace(text, text=pieces[0].text), **labels[0]})
            left += [*labels[1], *(LeftOver(words, text.line, "没有对应的字段") for words in pieces[0].others)]
    return made, left
