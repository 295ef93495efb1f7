"""Placed entries become rows: numbered, blank cells filled from the row they are merged with, doubts under the task's number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gongkai.importing.layout.cells.columns import Columns
from gongkai.importing.layout.cells.fit import is_dash, is_ditto, is_units
from gongkai.importing.layout.cells.roles import DUE, LEAD, MATTER, NUMBER, PUBLICATION, RESPONSIBLE, TEXT, UNITS, simplified
from gongkai.importing.layout.cells.wording import letters

from .entries import Trouble
from .headings import Placed
from .reading import Doubt, LeftOver, Piece, Row, Section

_LABELS = {LEAD: "牵头单位", RESPONSIBLE: "责任单位", UNITS: "责任单位", MATTER: "具体事项"}
_FIELDS = {LEAD: "lead_units", RESPONSIBLE: "responsible_units", UNITS: "responsible_units", MATTER: "matter"}


def rows(placed: Sequence[Placed], columns: Columns | None) -> tuple[tuple[Row, ...], tuple[Doubt, ...], tuple[LeftOver, ...]]:
    """The rows with their doubts; entries without any text are left over."""
    told: list[Placed] = []
    left: list[LeftOver] = []
    for placed_entry in placed:
        entry = placed_entry.entry
        if entry.text_of(TEXT) or entry.text_of(MATTER):
            told.append(placed_entry)
        else:
            words = " ".join(piece.text for piece in entry.cells.values() if not piece.inherited)
            left.append(LeftOver(words, entry.line, "这一行没有写要做什么"))
    made: list[Row] = []
    doubts: list[Doubt] = []
    counts: Counter[tuple[int, int]] = Counter()
    for placed_entry in _filled(_without_dittos(told, left), columns):
        counts[placed_entry.where] += 1
        made.append(_row(placed_entry, counts[placed_entry.where]))
        doubts += [Doubt(made[-1].id, trouble.field, trouble.line, trouble.why) for trouble in placed_entry.entry.troubles]
    return tuple(made), tuple(doubts), tuple(left)


# 县财政局, 县财政局牵头工作（4项）, 县教育局承担的任务.
_OWED = re.compile(
    r"(?P<who>.+?)(?:(?P<leads>牵头|主办)|负责|承担|承办|落实)?的?(?:重点|主要)?(?:工作|任务|事项|项目)*(?:[（(][^（()）]*项[）)])?$"
)


def with_units_of_headings(made: Sequence[Row], sections: Sequence[Section]) -> tuple[tuple[Row, ...], tuple[Doubt, ...]]:
    """Each row with the unit that its heading puts in charge (（一）省审计厅牵头的工作) where it names no lead; where no row names a unit, with that of its heading (一、县财政局)."""
    titles = {(section.heading.number, 0): section.heading for section in sections}
    titles |= {(section.heading.number, heading.number): heading for section in sections for heading in section.subsections}
    owners = {where: _OWED.fullmatch(simplified(heading.title)) for where, heading in titles.items() if not heading.is_supplied}
    named = {where: owner for where, owner in owners.items() if owner and is_units(owner["who"])}
    places = [next((where for where in ((row.section, row.subsection), (row.section, 0)) if where in named), None) for row in made]
    is_unnamed = all(places) and not any(row.lead.text or row.responsible.text or row.units.text for row in made)
    told, doubts = list(made), []
    for position, (row, where) in enumerate(zip(made, places, strict=True)):
        leads = where is not None and named[where]["leads"]
        if where is None or row.lead.text or not (leads or is_unnamed):
            continue
        heading, role = titles[where], LEAD if leads else UNITS
        unit = Piece(heading.title[: named[where].end("who")], heading.line, inherited=True)
        others = row.responsible if row.responsible.text else row.units
        told[position] = replace(row, lead=unit, responsible=others, units=Piece()) if leads else replace(row, units=unit)
        doubts.append(
            Doubt(
                row.id, _FIELDS[role], row.text.line, f"这一行没有写{'牵头' if others.text else ''}单位，照上面的标题“{heading.title}”填写"
            )
        )
    return tuple(told), tuple(doubts)


def _row(placed_entry: Placed, number: int) -> Row:
    cells = placed_entry.entry.cells
    text, matter = cells.get(TEXT, Piece()), cells.get(MATTER, Piece())
    if not text.text:
        text, matter = matter, Piece()
    others = {role: cells[role] for role in (LEAD, RESPONSIBLE, UNITS, PUBLICATION, DUE) if role in cells}
    printed = cells[NUMBER].text if NUMBER in cells and not cells[NUMBER].inherited else ""
    section, subsection = placed_entry.where
    return Row(section, subsection, number, text, matter, printed_number=printed, **others)


# --- blank cells ---------------------------------------------------------------------------------------


def _without_dittos(placed: Sequence[Placed], left: list[LeftOver]) -> list[Placed]:
    """Cells that say 同上 with what stands above them; those of units are understood with their words."""
    made: list[Placed] = []
    for printed in placed:
        filled = printed
        for role, key in ((DUE, "due_on"), (PUBLICATION, "publication_paths"), (MATTER, "matter")):
            cell = printed.entry.cells.get(role)
            if cell and is_ditto(cell.text):
                left.append(LeftOver(cell.text, cell.line, "同上", is_furniture=True))
                if above := made[-1].entry.cells.get(role) if made else None:
                    filled = _with(filled, role, above, key, f"原文写“同上”，照上一行读作“{above.text}”")
        made.append(filled)
    return made


def _filled(placed: list[Placed], columns: Columns | None) -> list[Placed]:
    """Each entry with the units and the matter that a merged cell prints above (or, in the middle of its rows, below) it."""
    for role in (LEAD, RESPONSIBLE, UNITS, MATTER):
        if columns and role in columns.roles:
            placed = _filled_column(placed, role, marks_merges=columns.has_merged_rows)
    return placed


def _filled_column(placed: list[Placed], role: str, *, marks_merges: bool) -> list[Placed]:
    """One column filled. Where the file marks merged cells a blank one is blank: no unit may owe what it is not named for."""
    cells = [placed_entry.entry.cells[role] for placed_entry in placed if role in placed_entry.entry.cells]
    prints_dashes = any(cell.text and is_dash(cell.text) for cell in cells)
    merges = marks_merges or any(cell.inherited for cell in cells)
    made: list[Placed] = []
    for index, printed in enumerate(placed):
        filled = printed
        if not printed.entry.text_of(role):
            may_share = not merges and _is_merged(printed, role, prints_dashes, made)
            source = _source(placed, made, index, role) if may_share else None
            reading = f"应与别的行合并，读作“{letters(source.text)}”" if source else "读作没有写"
            if source or role != MATTER:
                filled = _with(printed, role, source, _FIELDS[role], f"{_LABELS[role]}一格空白，{reading}")
        made.append(filled)
    return made


def _is_merged(placed_entry: Placed, role: str, prints_dashes: bool, made: list[Placed]) -> bool:
    """Whether a blank cell is part of one printed elsewhere; beside a lead, a blank 责任单位 only where none is printed as a dash."""
    if role == MATTER:
        return bool(made) and made[-1].where == placed_entry.where
    if role == RESPONSIBLE and LEAD in placed_entry.entry.cells and not placed_entry.entry.cells[LEAD].inherited:
        return prints_dashes
    return True


def _source(placed: list[Placed], made: list[Placed], index: int, role: str) -> Piece | None:
    """The cell above; for the first row under a heading printed amid its rows, the next one below under that heading."""
    here = placed[index].where
    is_centred = any(trouble.field == "subsection" for placed_entry in placed for trouble in placed_entry.entry.troubles)
    if is_centred and role != MATTER and not any(other.where == here for other in made):
        below = (other.entry.cells[role] for other in placed[index:] if other.where == here and other.entry.text_of(role))
        if printed := next(below, None):
            return printed
    above = made[-1].entry.cells.get(role) if made else None
    return above if above and above.text and (role == MATTER or not is_dash(above.text)) else None


def _with(placed_entry: Placed, role: str, source: Piece | None, key: str, why: str) -> Placed:
    """The entry with a cell of another row, and the doubt about that."""
    entry = placed_entry.entry
    cells = {**entry.cells, role: replace(source, inherited=True)} if source else entry.cells
    return replace(placed_entry, entry=replace(entry, cells=cells, troubles=(*entry.troubles, Trouble(key, entry.line, why))))
