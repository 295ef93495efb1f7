"""Placed entries become rows: numbered, blank cells filled from the row they are merged with, doubts under the task's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.importing.layout.cells.columns import Columns
from gongkai.importing.layout.cells.fit import is_dash
from gongkai.importing.layout.cells.roles import DUE, LEAD, MATTER, NUMBER, PUBLICATION, RESPONSIBLE, TEXT, UNITS
from gongkai.importing.layout.cells.wording import letters

from .headings import Placed
from .reading import Doubt, LeftOver, Piece, Row

_LABELS = {LEAD: "牵头单位", RESPONSIBLE: "责任单位", UNITS: "责任单位", MATTER: "具体事项"}
_FIELDS = {LEAD: "lead_units", RESPONSIBLE: "responsible_units", UNITS: "responsible_units", MATTER: "matter"}
_BLANK = Piece()


def rows(placed: Sequence[Placed], columns: Columns | None) -> tuple[tuple[Row, ...], tuple[Doubt, ...], tuple[LeftOver, ...]]:
    """The rows with their doubts; entries without any text are left over."""
    told = [part for part in placed if _tells(part)]
    left = [_untold(part) for part in placed if not _tells(part)]
    filled, doubts = _filled(told, columns)
    made: list[Row] = []
    found: list[Doubt] = []
    counts: dict[tuple[int, int], int] = {}
    for part, troubles in zip(filled, doubts, strict=True):
        place = (part.section, part.subsection)
        counts[place] = counts.get(place, 0) + 1
        row = _row(part, counts[place])
        made.append(row)
        found += [Doubt(row.id, trouble.field, trouble.line, trouble.why) for trouble in part.entry.troubles]
        found += [Doubt(row.id, field, part.entry.line, why) for field, why in troubles]
    return tuple(made), tuple(found), tuple(left)


def _tells(part: Placed) -> bool:
    return bool(part.entry.text_of(TEXT) or part.entry.text_of(MATTER))


def _untold(part: Placed) -> LeftOver:
    words = " ".join(piece.text for piece in part.entry.cells.values() if not piece.inherited)
    return LeftOver(words, part.entry.line, "这一行没有写要做什么")


def _row(part: Placed, number: int) -> Row:
    cells = part.entry.cells
    text, matter = cells.get(TEXT, _BLANK), cells.get(MATTER, _BLANK)
    if not text.text:
        text, matter = matter, _BLANK
    number_cell = cells.get(NUMBER, _BLANK)
    return Row(
        part.section,
        part.subsection,
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
    made = list(placed)
    if columns is None:
        return made, doubts
    for role in (LEAD, RESPONSIBLE, UNITS, MATTER):
        if role in columns.roles:
            made = _filled_column(made, role, doubts, marks_merges=columns.has_merged_rows)
    return made, doubts


def _filled_column(placed: list[Placed], role: str, doubts: list[list[tuple[str, str]]], *, marks_merges: bool) -> list[Placed]:
    """One column filled. Where the file marks merged cells a blank one is blank: no unit may owe what it is not named for."""
    prints_dashes = any(is_dash(part.entry.text_of(role)) for part in placed if part.entry.text_of(role))
    merges = marks_merges or any(part.entry.cells[role].inherited for part in placed if role in part.entry.cells)
    centred = any(trouble.field == "subsection" for part in placed for trouble in part.entry.troubles)
    made: list[Placed] = []
    for place, part in enumerate(placed):
        if part.entry.text_of(role):
            made.append(part)
            continue
        if merges or not _is_merged(part, role, prints_dashes, made):
            if role != MATTER:
                doubts[place].append((_FIELDS[role], f"{_LABELS[role]}一格空白，读作没有写"))
            made.append(part)
            continue
        source = _source(placed, made, place, role, centred)
        made.append(_with(part, role, source))
        if source:
            doubts[place].append((_FIELDS[role], f"{_LABELS[role]}一格空白，应与别的行合并，读作“{letters(source.text)}”"))
        elif role != MATTER:
            doubts[place].append((_FIELDS[role], f"{_LABELS[role]}一格空白，读作没有写"))
    return made


def _is_merged(part: Placed, role: str, prints_dashes: bool, made: list[Placed]) -> bool:
    """Whether a blank cell is part of one printed elsewhere; beside a lead, a blank 责任单位 only where none is printed as a dash."""
    if role == MATTER:
        return bool(made) and (made[-1].section, made[-1].subsection) == (part.section, part.subsection)
    if role == RESPONSIBLE and LEAD in part.entry.cells and not part.entry.cells[LEAD].inherited:
        return prints_dashes
    return True


def _source(placed: list[Placed], made: list[Placed], place: int, role: str, centred: bool) -> Piece | None:
    """The cell above; for the first row under a heading printed amid its rows, the next one below under that heading."""
    part = placed[place]
    here = (part.section, part.subsection)
    if centred and role != MATTER and not any((other.section, other.subsection) == here for other in made):
        below = (
            other.entry.cells[role] for other in placed[place:] if (other.section, other.subsection) == here and other.entry.text_of(role)
        )
        if found := next(below, None):
            return found
    above = made[-1].entry.cells.get(role) if made else None
    return above if above and above.text and not (role != MATTER and is_dash(above.text)) else None


def _with(part: Placed, role: str, source: Piece | None) -> Placed:
    if source is None:
        return part
    cells = {**part.entry.cells, role: replace(source, inherited=True)}
    return replace(part, entry=replace(part.entry, cells=cells))
