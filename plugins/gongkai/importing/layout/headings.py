"""Which section and subsection each entry is in: headings in any place and writing, printed again, or in the middle of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongkai.importing.layout.cells.numbering import ARABIC, HAN, HAN_BRACKETED, PART, Marker, marker
from gongkai.importing.layout.cells.roles import MATTER, TEXT
from gongkai.importing.layout.cells.wording import letters

from .centred import Centred, boundaries
from .entries import WIDE, Entry, Head, Trouble
from .reading import Heading, LeftOver, Piece, Section

_NO_NUMBER = 9
_MOST, _FEWEST_MATTERS = 0.9, 4
_NUMBERED = (PART, HAN, HAN_BRACKETED, ARABIC)
_STOPS = "。：:；"


@dataclass(frozen=True)
class Placed:
    """An entry in its section and subsection, by their numbers."""

    entry: Entry
    section: int
    subsection: int


@dataclass
class _Outline:
    """The headings so far; filled while the entries are read in order."""

    title: str
    sections: list[tuple[Heading, list[Heading]]] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    matter: Piece | None = None
    is_matter_told: bool = True

    def open_matter(self, head: Head | None) -> None:
        """A heading of the third level is the matter of the rows below it, until the next heading."""
        if self.matter and not self.is_matter_told:
            self.left.append(LeftOver(self.matter.text, self.matter.line, "标题下没有任务"))
        self.matter = Piece(head.text, head.line) if head else None
        self.is_matter_told = False

    def told_matter(self) -> Piece | None:
        """The matter for a row that has none of its own; the words count as the source's once."""
        if self.matter is None:
            return None
        told = replace(self.matter, inherited=self.is_matter_told)
        self.is_matter_told = True
        return told

    def open_section(self, head: Head, opener: Marker | None, is_reprint: bool) -> None:
        if is_reprint:
            self.left.append(LeftOver(head.text, head.line, "换页后重印的标题", is_furniture=True))
            return
        numbers = [heading.number for heading, _ in self.sections]
        self.sections.append((self._heading(head, opener, numbers), []))

    def open_subsection(self, head: Head, opener: Marker | None) -> None:
        if not self.sections:
            self.supply_section(head.line)
        subsections = self.sections[-1][1]
        subsections.append(self._heading(head, opener, [heading.number for heading in subsections]))

    def supply_section(self, line: int) -> None:
        self.sections.append((Heading(1, self.title, line, is_supplied=True), []))

    def supply_subsection(self) -> None:
        heading, subsections = self.sections[-1]
        subsections.append(Heading(1, heading.title, heading.line, is_supplied=True))

    def _heading(self, head: Head, opener: Marker | None, used: list[int]) -> Heading:
        if opener:
            self.left.append(LeftOver(opener.printed, head.line, "标题的序号", is_furniture=True))
        words = opener.rest if opener else head.text
        counted = max(used, default=0) + 1
        number = opener.number if opener and opener.number >= counted else counted
        return Heading(number, words.rstrip(_STOPS), head.line)


@dataclass(frozen=True)
class Outline:
    """Entries under their headings, the headings, and what was printed twice."""

    placed: tuple[Placed, ...]
    sections: tuple[Section, ...]
    left_over: tuple[LeftOver, ...]


def outline(entries: Sequence[Entry], title: str) -> Outline:
    """Every entry with words of its own under its headings; headings that the notice does not name are supplied."""
    entries = _with_matters(entries)
    levels = _levels(entries)
    moved = boundaries(entries, lambda head: _level(head, levels))
    made = _Outline(title)
    placed: list[Placed] = []
    for index, entry in enumerate(moved.entries):
        headed = _under_headings(made, entry, levels, moved, index)
        if headed.cells:
            placed.append(_placed(made, headed))
    made.open_matter(None)
    sections = tuple(Section(heading, tuple(subsections)) for heading, subsections in made.sections)
    return Outline(tuple(placed), sections, tuple(made.left))


def _with_matters(entries: Sequence[Entry]) -> Sequence[Entry]:
    """A column of titles without numbers, another in each row, names the matter of each row and heads nothing."""
    told = [entry for entry in entries if TEXT in entry.cells]
    for depth in sorted({head.depth for entry in told for head in entry.heads if head.depth > WIDE}, reverse=True):
        here = [head for entry in told for head in entry.heads if head.depth == depth]
        others = any(head.depth != depth for entry in entries for head in entry.heads)
        # Where the file marks merged cells, a row without a title of its own shares that above it.
        fewest = len(told) if all(entry.is_exact for entry in told) else _MOST * len(told)
        is_list = len(here) >= fewest and len({letters(head.text) for head in here}) == len(here)
        if is_list and not any(marker(head.text) for head in here) and len(told) >= (2 if others else _FEWEST_MATTERS):
            return (
                _with_matters([_titled(entry, depth) for entry in entries]) if not any(MATTER in entry.cells for entry in told) else entries
            )
    return entries


def _titled(entry: Entry, depth: int) -> Entry:
    titles = [head for head in entry.heads if head.depth == depth]
    if not titles or TEXT not in entry.cells:
        return entry
    heads = tuple(head for head in entry.heads if head.depth != depth)
    return replace(entry, heads=heads, cells={**entry.cells, MATTER: Piece(titles[0].text, titles[0].line)})


# --- levels ------------------------------------------------------------------------------------------


def signature(head: Head) -> tuple[int, int]:
    """What tells the level of a heading: the writing of its number, or the place where it stands."""
    opener = marker(head.text)
    return (0, opener.kind) if opener and opener.kind in _NUMBERED else (head.depth + 1, _NO_NUMBER)


def _levels(entries: Sequence[Entry]) -> dict[tuple[int, int], int]:
    """The level of each kind of heading, 0 for sections: by where it stands first, then by the writing of its number."""
    depths: dict[tuple[int, int], int] = {}
    for entry in entries:
        for head in entry.heads:
            sign = signature(head)
            depths[sign] = min(depths.get(sign, head.depth), head.depth)
    if any(sign[1] != _NO_NUMBER for sign in depths):
        depths = _without_fragments(depths, entries)
    ranked = sorted(depths, key=lambda sign: (depths[sign], sign[1]))
    return {sign: level for level, sign in enumerate(ranked)}


def _without_fragments(depths: dict[tuple[int, int], int], entries: Sequence[Entry]) -> dict[tuple[int, int], int]:
    """The kinds of heading without the few unnumbered ones in columns whose headings are numbered: rests of titles."""
    numbered: dict[int, int] = {}
    unnumbered: dict[int, int] = {}
    for head in (head for entry in entries for head in entry.heads):
        counted = numbered if signature(head)[1] != _NO_NUMBER else unnumbered
        counted[head.depth] = counted.get(head.depth, 0) + 1
    rests = {depth for depth, count in unnumbered.items() if numbered.get(depth, 0) > count}
    kept = {sign: depth for sign, depth in depths.items() if sign[1] != _NO_NUMBER or sign[0] - 1 not in rests}
    return kept or depths


def _level(head: Head, levels: dict[tuple[int, int], int]) -> int | None:
    return levels.get(signature(head))


# --- reading in order ---------------------------------------------------------------------------------


def _under_headings(made: _Outline, entry: Entry, levels: dict[tuple[int, int], int], moved: Centred, index: int) -> Entry:
    troubles = list(entry.troubles)
    for head in sorted(entry.heads, key=lambda head: _order(head, levels)):
        level = _level(head, levels)
        opener = marker(head.text) if signature(head)[1] != _NO_NUMBER else None
        if level is None:
            troubles += _rest_of_title(made, head)
        elif level == 0:
            _section(made, head, opener)
        elif level == 1:
            _subsection(made, head, opener)
        else:
            made.open_matter(head)
    if index in moved.moved:
        troubles.append(Trouble("subsection", entry.line, moved.moved[index]))
    return replace(entry, troubles=tuple(troubles))


def _order(head: Head, levels: dict[tuple[int, int], int]) -> int:
    level = _level(head, levels)
    return 99 if level is None else level


def _section(made: _Outline, head: Head, opener: Marker | None) -> None:
    title = letters(opener.rest if opener else head.text)
    same = bool(made.sections) and letters(made.sections[-1][0].title) == title
    made.open_matter(None)
    made.open_section(head, opener, same)


def _subsection(made: _Outline, head: Head, opener: Marker | None) -> None:
    title = letters(opener.rest if opener else head.text)
    subsections = made.sections[-1][1] if made.sections else []
    if subsections and letters(subsections[-1].title) == title:
        made.left.append(LeftOver(head.text, head.line, "换页后重印的标题", is_furniture=True))
        return
    made.open_matter(None)
    made.open_subsection(head, opener)


def _rest_of_title(made: _Outline, head: Head) -> list[Trouble]:
    """A heading without number where all have one is the rest of the title that the page break cut."""
    why = f"标题被换页截断，“{head.text}”接在上面的标题后面"
    words = head.text.rstrip(_STOPS)
    if not made.sections:
        made.left.append(LeftOver(head.text, head.line, "标题栏里没有序号的文字，不知属于哪个标题"))
        return []
    heading, subsections = made.sections[-1]
    if head.depth > 0 and subsections:
        subsections[-1] = replace(subsections[-1], title=subsections[-1].title + words)
    else:
        made.sections[-1] = (replace(heading, title=heading.title + words), subsections)
    return [Trouble("section", head.line, why)]


def _placed(made: _Outline, entry: Entry) -> Placed:
    if not made.sections:
        made.supply_section(entry.line)
    if not made.sections[-1][1]:
        made.supply_subsection()
    if MATTER not in entry.cells and TEXT in entry.cells and (matter := made.told_matter()):
        entry = replace(entry, cells={**entry.cells, MATTER: matter})
    heading, subsections = made.sections[-1]
    return Placed(entry, heading.number, subsections[-1].number)
