"""The rows of a table as entries: each cell under the role of its column, wherever it slipped to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from gongkai.importing.layout.cells.closing import is_closing
from gongkai.importing.layout.cells.columns import Columns, columns
from gongkai.importing.layout.cells.fit import LONGEST_TITLE, fit, is_path, is_sentence, is_title, is_units
from gongkai.importing.layout.cells.grid import Grid, Line, Spot, grid
from gongkai.importing.layout.cells.headers import is_header_line, parted
from gongkai.importing.layout.cells.labels import Segment, segments, unit_roles
from gongkai.importing.layout.cells.numbering import HAN, HAN_BRACKETED, PART, marker
from gongkai.importing.layout.cells.roles import (
    BETWEEN,
    LABEL,
    MATTER,
    NUMBER,
    PUBLICATION,
    REMARK,
    SECTION,
    SUBSECTION,
    TEXT,
    header_words,
)
from gongkai.importing.layout.cells.wording import clean, letters, one_line, unwrapped
from gongkai.importing.readers.base.notice import Paragraph, Table

from .reading import LeftOver, Piece

WIDE = -1
_SHIFT, _JUMP = 0.2, 0.3  # what it costs to stand beside one's column, and to slip otherwise than the cell before
_WORTH_MOVING = 1.5
_MOST_COLUMNS = 20  # cells of wider tables are taken where they stand
_SUMS = frozenset({"合计", "总计", "小计", "总分"})
_UNNUMBERED = -0.4  # a heading without number where the others have one


@dataclass(frozen=True)
class Head:
    """Words that may head what follows: a full-width row, a paragraph, or a cell of a heading column (`depth`)."""

    text: str
    line: int
    depth: int = WIDE
    level: int = 0


@dataclass(frozen=True)
class Trouble:
    """A doubt before its task has a number."""

    field: str
    line: int
    why: str


@dataclass(frozen=True)
class Entry:
    """A row on its way to become a task: headings printed in it, cells by role, and what was odd about it."""

    line: int
    cells: dict[str, Piece] = field(default_factory=dict)
    heads: tuple[Head, ...] = ()
    is_after_break: bool = False
    joins_above: bool = False  # its text cell began in a row above
    troubles: tuple[Trouble, ...] = ()
    is_exact: bool = False
    is_paragraph: bool = False  # a heading outside all tables

    def text_of(self, role: str) -> str:
        return self.cells[role].text if role in self.cells else ""


@dataclass(frozen=True)
class TableReading:
    """What one table gives: its columns if it is part of a plan, entries, and the words that are no cell of it."""

    columns: Columns | None
    entries: tuple[Entry, ...]
    left_over: tuple[LeftOver, ...]
    title_lines: Sequence[Line] = ()
    has_header: bool = False
    line: int = 0
    closing_lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Body:
    """The part of a notice that is the plan, the paragraphs around it, and doubts about the whole."""

    before: tuple[Paragraph, ...]
    entries: tuple[Entry, ...]
    after: tuple[Paragraph, ...]
    left_over: tuple[LeftOver, ...]
    columns: Columns | None = None
    troubles: tuple[Trouble, ...] = ()


def read_table(table: Table, given: Columns | None, named: Columns | None = None, *, is_told: bool = False) -> TableReading:
    """The entries of a table under its own header, else under the columns of the table before it; `named` are those that a person tells."""
    made = grid(table)
    titles, headers, rows = parted(made.lines)
    body, signature = _without_signature(rows)
    fitting = named if named and made.width == len(named.roles) else None
    settled = fitting if named else columns(made, headers, body, given, is_told=is_told)
    left = [_furniture(line, "表头") for line in headers]
    if settled is None:
        return TableReading(None, (), tuple(left), titles, line=table.line)
    settled = replace(settled, has_merged_rows=made.has_merged_rows)
    known = {header_words(spot.text) for header in headers for spot in header.own}
    entries: list[Entry] = []
    broken = False
    for line in body:
        if is_header_line(line) and (not known or any(header_words(spot.text) in known for spot in line.own)):
            left.append(_furniture(line, "换页后重印的表头"))
            broken = True
            continue
        entry, remains = _entry(line, settled, made)
        left += remains
        if entry:
            entries.append(replace(entry, is_after_break=broken or entry.is_after_break))
            broken = False
    return TableReading(settled, tuple(entries), tuple(left), titles, bool(headers), table.line, signature)


def _without_signature(rows: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The rows, and those at the end of a sheet that are only a date, the issuer above it, or who may read the notice."""
    end = len(rows)
    while end > 1 and len(rows[end - 1].filled) == 1 and is_closing(rows[end - 1].filled[0].text):
        end -= 1
    return rows[:end], rows[end:]


def _furniture(line: Line, why: str) -> LeftOver:
    return LeftOver(" ".join(one_line(spot.text) for spot in line.own), line.line, why, is_furniture=True)


def _entry(line: Line, columns: Columns, made: Grid) -> tuple[Entry | None, list[LeftOver]]:
    own = line.own
    if not any(letters(spot.text) for spot in own):
        return None, []
    if one_line(own[0].text).replace(" ", "") in _SUMS:
        return None, [LeftOver(" ".join(clean(spot.text) for spot in own), own[0].line, "合计的一行，不是任务")]
    if len(own) == 1 and _is_wide(own[0], line, columns, made):
        return _wide_entry(own[0], line)
    if _is_counted_heading(own, columns):
        number = one_line(own[0].text)
        stop = "" if number[-1:] in "、.．）)" else "、"
        head = Head(f"{number}{stop}{one_line(own[1].text)}", own[0].line)
        return Entry(own[0].line, heads=(head,), is_after_break=line.ends_page), []
    return _cells_entry(line, columns, made)


def _heads_upper(text: str) -> bool:
    """Whether a number of the upper levels opens the words: 第一部分 一、 （一）."""
    opener = marker(text)
    return opener is not None and opener.kind in (PART, HAN, HAN_BRACKETED)


def _is_counted_heading(own: tuple[Spot, ...], columns: Columns) -> bool:
    """Whether 一 or （一） in the column of numbers and a title beside it, and nothing else, head the rows below."""
    if len(own) != 2 or columns.roles[min(own[0].column, len(columns.roles) - 1)] != NUMBER:  # noqa: PLR2004 -- number and title
        return False
    return _heads_upper(one_line(own[0].text) + "、标题") and is_title(own[1].text) and not is_units(own[1].text)


def _is_wide(spot: Spot, line: Line, columns: Columns, made: Grid) -> bool:
    """Whether the only cell of a row goes across the table."""
    if spot.columns > max(1, len(columns.roles) // 2):
        return True
    if any(other.covers for other in line.filled):
        return False
    if _heads_upper(one_line(spot.text)) and is_title(spot.text):
        return spot.column != columns.text or len(one_line(spot.text)) <= LONGEST_TITLE // 2
    return spot.column == 0 and columns.text != 0 and columns.roles[0] != NUMBER and not made.has_merged_rows


def _wide_entry(spot: Spot, line: Line) -> tuple[Entry | None, list[LeftOver]]:
    told = segments(clean(spot.text))
    if len(told) == 1 and told[0].cells and is_title(told[0].text):
        # 一、市场准入（牵头单位：…）: the units of all rows below that name none.
        shared, left = labelled(told[0], unit_roles(set(told[0].cells)), spot.line)
        return Entry(spot.line, shared, (Head(told[0].text, spot.line, WIDE),), line.ends_page), left
    if heads := tuple(heads_in(spot.text, spot.line, WIDE)):
        return Entry(spot.line, heads=heads, is_after_break=line.ends_page), []
    return None, [LeftOver(clean(spot.text), spot.line, "表格里通栏的一行，不像标题，也不像任务")]


def labelled(told: Segment, names: dict[str, str], line: int) -> tuple[dict[str, Piece], list[LeftOver]]:
    """The cells that labels name, under the roles that the labels of the whole stand for, and the labels."""
    cells = {names.get(role, role): Piece(words, line) for role, words in told.cells.items()}
    return cells, [LeftOver(label, line, "栏目名", is_furniture=True) for label in told.labels]


def heads_in(text: str, line: int, depth: int) -> Iterator[Head]:
    """The headings in a cell: mostly one, broken over lines; two where （一） follows 一、 on a line of its own. None for sentences."""
    if LABEL.search(text) or one_line(text).startswith(("注：", "注:", "说明：", "备注：")):
        return
    joined: list[str] = []
    for paragraph in clean(text).split("\n"):
        if joined and not _heads_upper(paragraph):
            joined[-1] += paragraph
        else:
            joined.append(paragraph)
    if all(map(is_title, joined)):
        yield from (Head(paragraph, line, depth) for paragraph in joined if paragraph)


# --- cells to columns --------------------------------------------------------------------------------


def _cells_entry(line: Line, columns: Columns, made: Grid) -> tuple[Entry, list[LeftOver]]:
    placed, moved = _with_columns(line, columns, made)
    cells: dict[str, Piece] = {}
    heads: list[Head] = []
    left: list[LeftOver] = []
    joins = False
    has_goal = any(columns.roles[column] == MATTER and not spot.covers for spot, column in placed)
    for spot, column in placed:
        role, word = columns.roles[column], columns.words[column]
        if spot.covers:
            # Each goal with the measures that it shares is a row; without a goal of its own the row goes on.
            joins |= role == TEXT and not has_goal
            if role not in (SECTION, SUBSECTION, REMARK) and (role != TEXT or has_goal):
                cells.setdefault(role, Piece(_worded(role, spot.text), spot.line, inherited=True))
        elif role in (SECTION, SUBSECTION):
            heads += _column_heads(spot, column, cells)
            # A heading that reaches into the column of places is the place itself.
            if PUBLICATION in columns.roles[spot.column : spot.column + spot.columns]:
                cells[PUBLICATION] = Piece(clean(spot.text), spot.line, inherited=True)
        elif role == REMARK:
            left.append(LeftOver(clean(spot.text), spot.line, f"“{word}”一栏，没有对应的字段" if word else "没有表头的一栏，看不出是什么"))
        else:
            cells[role] = _added(cells.get(role), Piece(_worded(role, spot.text), spot.line), BETWEEN.get(role, "\n"))
    why = "这一行的单元格与表头没有对齐，按内容归栏，请对照原文"
    troubles = (Trouble("text", line.line, why),) if moved else ()
    return Entry(line.line, cells, tuple(heads), line.ends_page, joins, troubles, made.is_exact), left


def _column_heads(spot: Spot, column: int, cells: dict[str, Piece]) -> list[Head]:
    """The headings of a cell in a heading column; a sentence after the title opens the text of the row."""
    if heads := list(heads_in(spot.text, spot.line, column)):
        return heads
    title, stop, rest = one_line(spot.text).partition("。")
    if not (rest and is_title(title)):
        return [Head(one_line(spot.text), spot.line, column)]
    cells[TEXT] = _added(cells.get(TEXT), Piece(unwrapped(rest), spot.line))
    return [Head(title + stop, spot.line, column)]


def _added(before: Piece | None, piece: Piece, between: str = "\n") -> Piece:
    if before is None or before.inherited:
        return piece
    return Piece(f"{before.text}{between}{piece.text}", before.line, before.inherited)


def _worded(role: str, text: str) -> str:
    if role == TEXT:
        return unwrapped(text)
    return one_line(text) if role in (MATTER, NUMBER) else clean(text)


def _with_columns(line: Line, columns: Columns, made: Grid) -> tuple[list[tuple[Spot, int]], bool]:
    """Each filled cell with its column, and whether cells had to be moved against their position."""
    spots = line.filled
    printed = [(spot, min(_best_column(spot, columns), len(columns.roles) - 1)) for spot in spots]
    if len({column for _, column in printed}) == len(printed) and (made.is_exact and _worth(printed, columns) >= 0):
        return printed, False
    own = tuple(spot for spot in spots if not spot.covers)
    if max(len(own), len(columns.roles)) > _MOST_COLUMNS:
        return printed, False
    width = max((spot.column + spot.columns for spot in line.spots), default=0)
    aligned = _aligned(own, columns, width)
    if made.is_exact and _worth(aligned, columns) < _worth(printed, columns) + _WORTH_MOVING:
        return printed, False
    taken = {column for _, column in aligned}
    covering = [(spot, column) for spot, column in printed if spot.covers and column not in taken]
    shifts = {column - spot.column for spot, column in aligned if columns.roles[column] != TEXT or not is_path(spot.text)}
    return sorted([*aligned, *covering], key=lambda pair: pair[1]), made.is_exact or bool(shifts - {0})


def _best_column(spot: Spot, columns: Columns) -> int:
    """The column of a cell; of several that it spans, the one it suits best."""
    reach = range(spot.column, min(spot.column + spot.columns, len(columns.roles)))
    return max(reach, key=lambda column: (fit(spot.text, columns.roles[column]), -column), default=spot.column)


def _worth(placed: Sequence[tuple[Spot, int]], columns: Columns) -> float:
    return sum(fit(spot.text, columns.roles[column]) for spot, column in placed if not spot.covers)


def _aligned(spots: tuple[Spot, ...], columns: Columns, width: int) -> list[tuple[Spot, int]]:
    """The cells in order on columns in order, so that words and positions suit best; a path may share the column of texts."""
    roles = columns.roles
    total = len(roles)

    def cost(spot: Spot, column: int, shift: int) -> float:
        from_left = abs(column - spot.column)
        from_right = abs((total - column) - (width - spot.column))
        suits = min(fit(spot.text, roles[column]), _UNNUMBERED if _lacks_number(spot, roles[column], columns) else 1)
        return 2 * suits - _SHIFT * min(from_left, from_right) - _JUMP * abs(column - spot.column - shift)

    @cache
    def best(index: int, column: int, shift: int) -> tuple[float, tuple[int, ...]]:
        if index == len(spots):
            return 0.0, ()
        spot = spots[index]
        choices = [(cost(spot, target, shift), target, target - spot.column) for target in range(column + 1, total)]
        if index and roles[column] == TEXT and (is_path(spot.text) or (is_sentence(spot.text) and not is_units(spot.text))):
            choices.append((fit(spot.text, TEXT) + 0.2, column, shift))
        ended = []
        for worth, target, moved in choices or [(-3.0, max(column, 0), shift)]:
            rest, chosen = best(index + 1, target, moved)
            ended.append((worth + rest, (target, *chosen)))
        return max(ended, key=lambda choice: (choice[0], tuple(-target for target in choice[1])))

    return list(zip(spots, best(0, -1, 0)[1], strict=True))


def _lacks_number(spot: Spot, role: str, columns: Columns) -> bool:
    return columns.has_numbered_heads and role in (SECTION, SUBSECTION) and marker(one_line(spot.text)) is None
