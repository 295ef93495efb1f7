"""Tables that a text holds only as signs: tabs and bars."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from gongkai.importing.readers.base.notice import Cell, Notice, Paragraph, Table

from .numbering import HAN, HAN_BRACKETED, PART, marker
from .roles import is_header
from .wording import clean, letters

_RULE = re.compile(r"[\s|+:=┃│║─━═┄┈—\-_┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╪╫┏┓┗┛┣┫┳┻╋]+")
_BARS = str.maketrans("┃│║｜", "||||")
_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 16
_PUT_TOGETHER = 0.6
_FAR, _LONGEST_HEADING = 12, 45

Block = Paragraph | Table
Line = tuple[str, int]


def with_tables(notice: Notice) -> tuple[Block, ...]:
    """The blocks of a notice, each run of lines that is a table made one."""
    blocks: list[Block] = []
    for is_text, run in groupby(notice.blocks, key=lambda block: isinstance(block, Paragraph)):
        if is_text:
            blocks += _blocks([block for block in run if isinstance(block, Paragraph)])
        else:
            blocks += run
    return tuple(blocks)


def _blocks(paragraphs: list[Paragraph]) -> list[Block]:
    readers: tuple[tuple[Callable[[Paragraph], bool], Callable[[list[Paragraph]], list[Block]]], ...] = (
        (_has_bars, _barred),
        (_has_tab, _tabbed),
    )
    for belongs, reader in readers:
        indexes = [index for index, paragraph in enumerate(paragraphs) if belongs(paragraph)]
        if len(indexes) >= _FEWEST_COLUMNS:
            return _around(paragraphs, _runs(paragraphs, indexes), reader)
    return [paragraph for paragraph in paragraphs if paragraph.text.strip()]


def _runs(paragraphs: list[Paragraph], indexes: list[int]) -> list[tuple[int, int]]:
    """The stretches from first to last sign; a new table begins after many lines without any, or after a heading between."""
    runs = [(indexes[0], indexes[0])]
    for index in indexes[1:]:
        start, end = runs[-1]
        between = [paragraph for paragraph in paragraphs[end + 1 : index] if paragraph.text.strip()]
        if len(between) > _FAR or any(paragraph.level or re.match(r"\s*#+\s", paragraph.text) for paragraph in between):
            runs.append((index, index))
        else:
            runs[-1] = (start, index)
    return runs


def _around(paragraphs: list[Paragraph], runs: list[tuple[int, int]], reader: Callable[[list[Paragraph]], list[Block]]) -> list[Block]:
    blocks: list[Block] = []
    done = 0
    for start, end in runs:
        blocks += [paragraph for paragraph in paragraphs[done:start] if paragraph.text.strip()]
        blocks += reader(paragraphs[start : end + 1])
        done = end + 1
    return blocks + [paragraph for paragraph in paragraphs[done:] if paragraph.text.strip()]


# --- bars ---------------------------------------------------------------------------------------


def _has_bars(paragraph: Paragraph) -> bool:
    text = paragraph.text.translate(_BARS)
    return text.count("|") >= _FEWEST_COLUMNS or (text.count("|") == 1 and "\t" not in text and is_header(text.split("|")[0].strip("- ")))


def _barred(paragraphs: list[Paragraph]) -> list[Block]:
    lines = [(paragraph.text.translate(_BARS), paragraph.line) for paragraph in paragraphs if paragraph.text.strip()]
    rows: list[tuple[list[str], int]] = []
    for text, line in lines:
        if _RULE.fullmatch(text):
            continue
        if "|" in text:
            rows.append((_split_at_bars(text), line))
        elif rows and not _is_heading(text):
            rows[-1][0][-1] += "\n" + text
        else:
            rows.append(([text], line))
    return [_table(rows)]


def _split_at_bars(text: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", text.strip())
    cells = cells[1:] if not cells[0].strip() else cells
    return [cell.strip() for cell in (cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells)]


# --- tabs ---------------------------------------------------------------------------------------


def _has_tab(paragraph: Paragraph) -> bool:
    return "\t" in paragraph.text


def _tabbed(paragraphs: list[Paragraph]) -> list[Block]:
    tabbed = [paragraph.text for paragraph in paragraphs if "\t" in paragraph.text]
    inner = sum("\t" in text.strip("\t ") for text in tabbed)
    if inner * 2 < sum(bool(text.strip()) for text in tabbed):
        return _cell_per_line(paragraphs)
    return _row_per_line(_unquoted(paragraphs))


def _unquoted(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Cells of several lines that a spreadsheet put between quotation marks, as one line with breaks in it."""
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        before = lines[-1] if lines else None
        if before and re.search(r'(?:^|\t)"', before.text) and before.text.count('"') % 2:
            lines[-1] = Paragraph(f"{before.text}\v{paragraph.text}", before.line, before.level)
        else:
            lines.append(paragraph)
    return lines


def _row_per_line(paragraphs: list[Paragraph]) -> list[Block]:
    """Each line a row; a blank line is the end of a page, kept as an empty row; a line without tab goes on with the last cell."""
    rows: list[tuple[list[str], int]] = []
    for paragraph in paragraphs:
        text = paragraph.text
        if "\t" in text:
            rows.append(([_unquote(cell) for cell in text.rstrip("\n").split("\t")], paragraph.line))
        elif text.strip() and rows and rows[-1][0] and not _is_heading(text):
            rows[-1][0][_last_filled(rows[-1][0])] += "\n" + text
        else:
            rows.append(([text] if text.strip() else [], paragraph.line))
    return [_table(rows)]


def _unquote(cell: str) -> str:
    cell = cell.replace("\v", "\n").strip(" ")
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _last_filled(cells: list[str]) -> int:
    return max((index for index, cell in enumerate(cells) if cell.strip()), default=0)


def _is_heading(text: str) -> bool:
    opener = marker(text)
    return opener is not None and opener.kind in (PART, HAN, HAN_BRACKETED) and len(letters(text)) <= _LONGEST_HEADING


def _cell_per_line(paragraphs: list[Paragraph]) -> list[Block]:
    """Each tab opens a cell; a blank line before it ends the row, if the row has its cells by then."""
    groups = _groups(paragraphs)
    joined = _joined(groups, _usual_width(groups))
    return [_table([([text for text, _ in group], group[0][1] if group else 0, [line for _, line in group]) for group, _ in joined])]


def _joined(groups: list[list[Line]], width: int) -> list[tuple[list[Line], int]]:
    """Rows of at most the width, each with the number of groups it was put together from."""
    rows: list[tuple[list[Line], int]] = []
    for group in groups:
        if rows and len(rows[-1][0]) < width and _completes(rows[-1][0], group, width):
            rows[-1] = (rows[-1][0] + group, rows[-1][1] + 1)
        else:
            rows.append((group, 1))
    return rows


def _completes(row: list[Line], group: list[Line], width: int) -> bool:
    """Whether a group is the rest of a row that a blank line cut; headings across the table and header rows stay alone."""
    is_wide_heading = len(row) == 1 and _is_heading(row[0][0]) and len(group) >= width - 1
    is_head = all(is_header(clean(text)) for text, _ in row) != all(is_header(clean(text)) for text, _ in group)
    return len(row) + len(group) <= width and not is_wide_heading and not is_head


def _groups(paragraphs: list[Paragraph]) -> list[list[Line]]:
    """The cells between blank lines; lines without a tab belong to the cell above them."""
    groups: list[list[Line]] = [[]]
    blank = False
    for paragraph in paragraphs:
        text = paragraph.text
        if not text.strip(" \u3000") and "\t" not in text:
            blank = True
            continue
        if text.startswith("\t") or "\t" in text:
            if blank and groups[-1]:
                groups.append([])
            groups[-1] += [(cell, paragraph.line) for cell in text.lstrip(" ").removeprefix("\t").split("\t")]
        elif groups[-1]:
            before, line = groups[-1][-1]
            groups[-1][-1] = (f"{before}\n{text}", line)
        else:
            groups[-1].append((text, paragraph.line))
        blank = False
    return [group for group in groups if group]


def _usual_width(groups: list[list[Line]]) -> int:
    """The number of cells that leaves most cells in full rows, put together from as few groups as possible."""
    widths = range(_FEWEST_COLUMNS, _MOST_COLUMNS)
    return max(
        widths,
        key=lambda width: sum(width * (1 if parts == 1 else _PUT_TOGETHER) for row, parts in _joined(groups, width) if len(row) == width),
    )


# --- tables -------------------------------------------------------------------------------------


def _table(rows: Sequence[tuple[list[str], int] | tuple[list[str], int, list[int]]]) -> Table:
    made = []
    for row in rows:
        cells, line = row[0], row[1]
        lines = row[2] if len(row) > _FEWEST_COLUMNS else [line] * len(cells)  # type: ignore[misc]
        made.append(tuple(Cell(text, lines[column], column) for column, text in enumerate(cells)))
    return Table(tuple(made), rows[0][1] if rows else 0)
