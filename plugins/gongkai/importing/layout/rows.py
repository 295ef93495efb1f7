"""Placed entries become rows: numbered, blank cells filled from the row they are merged with, doubts under the task's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.importing.layout.cells.columns import Columns
from gongkai.importing.layout.cells.fit import is_dash, is_ditto, is_units
from gongkai.importing.layout.cells.roles import DUE, LEAD, MATTER, NUMBER, PUBLICATION, RESPONSIBLE, TEXT, UNITS, simplified
from gongkai.importing.layout.cells.wording import letters

from .headings import Placed
from .reading import Doubt, LeftOver, Piece, Row, Section

_LABELS = {LEAD: "牵头单位", RESPONSIBLE: "责任单位", UNITS: "责任单位", MATTER: "具体事项"}
_FIELDS = {LEAD: "lead_units", RESPONSIBLE: "responsible_units", UNITS: "responsible_units", MATTER: "matter"}
_BLANK = Piece()


def rows(placed: Sequence[Placed], columns: Columns | None) -> tuple[tuple[Row, ...], tuple[Doubt, ...], tuple[LeftOver, ...]]:
    """The rows with their doubts; entries without any text are left over."""
    told = [placed_entry for placed_entry in placed if _tells(placed_entry)]
    left = [_untold(placed_entry) for placed_entry in placed if not _tells(placed_entry)]
    left += _dittos(told)
    filled, doubts = _filled(told, columns)
    made: list[Row] = []
    doubted: list[Doubt] = []
    counts: dict[tuple[int, int], int] = {}
    for placed_entry, troubles in zip(filled, doubts, strict=True):
        subsection = (placed_entry.section, placed_entry.subsection)
        counts[subsection] = counts.get(subsection, 0) + 1
        row = _row(placed_entry, counts[subsection])
        made.append(row)
        doubted += [Doubt(row.id, trouble.field, trouble.line, trouble.why) for trouble in placed_entry.entry.troubles]
        doubted += [Doubt(row.id, field, placed_entry.entry.line, why) for field, why in troubles]
    return tuple(made), tuple(doubted), tuple(left)


# 县财政局, 县财政局牵头工作（4项）, 县教育局承担的任务.
_OWED = re.compile(
    r"(?P<who>.+?)(?:(?P<leads>牵头|主办)|负责|承担|承办|落实)?的?(?:重点|主要)?(?:工作|任务|事项|项目)*(?:[（(][^（()）]*项[）)])?$"
)


def with_units_of_headings(made: Sequence[Row], sections: Sequence[Section]) -> tuple[tuple[Row, ...], tuple[Doubt, ...]]:
    """Where no row names a unit and the headings do (一、县财政局; 一、县财政局牵头工作（4项）), each row with that of its heading."""
    titles = {(section.heading.number, 0): section.heading for section in sections}
    titles |= {(section.heading.number, heading.number): heading for section in sections for heading in section.subsections}
    owners = {key: (heading, _OWED.fullmatch(simplified(heading.title))) for key, heading in titles.items() if not heading.is_supplied}
    named = {key: (heading, owner) for key, (heading, owner) in owners.items() if owner and is_units(owner["who"])}
    owed = [named.get((row.section, row.subsection)) or named.get((row.section, 0)) for row in made]
    if any(row.lead.text or row.responsible.text or row.units.text for row in made) or not all(owed):
        return tuple(made), ()
    why = "这一行没有写单位，照上面的标题“{}”填写"
    rows_told, doubts = [], []
    for row, (heading, owner) in ((row, owned) for row, owned in zip(made, owed, strict=True) if owned):
        unit = Piece(heading.title[: owner.end("who")], heading.line, inherited=True)
        rows_told.append(replace(row, lead=unit) if owner["leads"] else replace(row, units=unit))
        doubts.append(Doubt(row.id, _FIELDS[LEAD if owner["leads"] else UNITS], row.text.line, why.format(heading.title)))
    return tuple(rows_told), tuple(doubts)


def _tells(placed_entry: Placed) -> bool:
    return bool(placed_entry.entry.text_of(TEXT) or placed_entry.entry.text_of(MATTER))


def _untold(placed_entry: Placed) -> LeftOver:
    words = " ".join(piece.text for piece in placed_entry.entry.cells.values() if not piece.inherited)
    return LeftOver(words, placed_entry.entry.line, "这一行没有写要做什么")


def _row(placed_entry: Placed, number: int) -> Row:
    cells = placed_entry.entry.cells
    text, matter = cells.get(TEXT, _BLANK), cells.get(MATTER, _BLANK)
    if not text.text:
        text, matter = matter, _BLANK
    number_cell = cells.get(NUMBER, _BLANK)
    return Row(
        placed_entry.section,
        placed_entry.subsection,
        number,
        text,
        matter,
        lead=cells.get(LEAD, _BLANK),
        responsible=cells.get(RESPONSIBLE, _BLANK),
        units=cells.get(UNITS, _BLANK),
        publication=cells.get(PUBLICATION, _BLANK),
        due=cells.get(DUE, _BLANK),
        printed_number="" if number_cell.inherited else number_cell.text,
    )


# --- blank cells ---------------------------------------------------------------------------------------


def _filled(placed: Sequence[Placed], columns: Columns | None) -> tuple[list[Placed], list[list[tuple[str, str]]]]:
    """Each entry with the units and the matter that a merged cell prints above (or, in the middle of its rows, below) it."""
    doubts: list[list[tuple[str, str]]] = [[] for _ in placed]
    made = _without_dittos(placed, doubts)
    if columns is None:
        return made, doubts
    for role in (LEAD, RESPONSIBLE, UNITS, MATTER):
        if role in columns.roles:
            made = _filled_column(made, role, doubts, marks_merges=columns.has_merged_rows)
    return made, doubts


def _without_dittos(placed: Sequence[Placed], doubts: list[list[tuple[str, str]]]) -> list[Placed]:
    """Cells that say 同上 with what stands above them; those of units are understood with their words."""
    made: list[Placed] = []
    for printed, told in zip(placed, doubts, strict=True):
        filled = printed
        for role, field in ((DUE, "due_on"), (PUBLICATION, "publication_paths"), (MATTER, "matter")):
            above = made[-1].entry.cells.get(role) if made else None
            if above and is_ditto(printed.entry.text_of(role)):
                filled = _with(filled, role, above)
                told.append((field, f"原文写“同上”，照上一行读作“{above.text}”"))
        made.append(filled)
    return made


def _dittos(placed: Sequence[Placed]) -> list[LeftOver]:
    cells = [placed_entry.entry.cells.get(role) for placed_entry in placed for role in (DUE, PUBLICATION, MATTER)]
    return [LeftOver(cell.text, cell.line, "同上", is_furniture=True) for cell in cells if cell and is_ditto(cell.text)]


def _filled_column(placed: list[Placed], role: str, doubts: list[list[tuple[str, str]]], *, marks_merges: bool) -> list[Placed]:
    """One column filled. Where the file marks merged cells a blank one is blank: no unit may owe what it is not named for."""
    prints_dashes = any(is_dash(placed_entry.entry.text_of(role)) for placed_entry in placed if placed_entry.entry.text_of(role))
    merges = marks_merges or any(placed_entry.entry.cells[role].inherited for placed_entry in placed if role in placed_entry.entry.cells)
    centred = any(trouble.field == "subsection" for placed_entry in placed for trouble in placed_entry.entry.troubles)
    made: list[Placed] = []
    for index, placed_entry in enumerate(placed):
        if placed_entry.entry.text_of(role):
            made.append(placed_entry)
            continue
        if merges or not _is_merged(placed_entry, role, prints_dashes, made):
            if role != MATTER:
                doubts[index].append((_FIELDS[role], f"{_LABELS[role]}一格空白，读作没有写"))
            made.append(placed_entry)
            continue
        source = _source(placed, made, index, role, centred)
        made.append(_with(placed_entry, role, source))
        if source:
            doubts[index].append((_FIELDS[role], f"{_LABELS[role]}一格空白，应与别的行合并，读作“{letters(source.text)}”"))
        elif role != MATTER:
            doubts[index].append((_FIELDS[role], f"{_LABELS[role]}一格空白，读作没有写"))
    return made


def _is_merged(placed_entry: Placed, role: str, prints_dashes: bool, made: list[Placed]) -> bool:
    """Whether a blank cell is part of one printed elsewhere; beside a lead, a blank 责任单位 only where none is printed as a dash."""
    if role == MATTER:
        return bool(made) and (made[-1].section, made[-1].subsection) == (placed_entry.section, placed_entry.subsection)
    if role == RESPONSIBLE and LEAD in placed_entry.entry.cells and not placed_entry.entry.cells[LEAD].inherited:
        return prints_dashes
    return True


def _source(placed: list[Placed], made: list[Placed], index: int, role: str, centred: bool) -> Piece | None:
    """The cell above; for the first row under a heading printed amid its rows, the next one below under that heading."""
    placed_entry = placed[index]
    here = (placed_entry.section, placed_entry.subsection)
    if centred and role != MATTER and not any((other.section, other.subsection) == here for other in made):
        below = (
            other.entry.cells[role] for other in placed[index:] if (other.section, other.subsection) == here and other.entry.text_of(role)
        )
        if printed := next(below, None):
            return printed
    above = made[-1].entry.cells.get(role) if made else None
    return above if above and above.text and not (role != MATTER and is_dash(above.text)) else None


def _with(placed_entry: Placed, role: str, source: Piece | None) -> Placed:
    if source is None:
        return placed_entry
    cells = {**placed_entry.entry.cells, role: replace(source, inherited=True)}
    return replace(placed_entry, entry=replace(placed_entry.entry, cells=cells))
