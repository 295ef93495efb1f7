"""Which section and subsection each entry is in: headings in any place and writing, printed again, or in the middle of their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongkai.importing.layout.cells.numbering import ARABIC, HAN, HAN_BRACKETED, PART, Marker, marker
from gongkai.importing.layout.cells.roles import MATTER, TEXT
from gongkai.importing.layout.cells.wording import letters

from .centred import boundaries
from .entries import WIDE, Entry, Head, Trouble
from .reading import Heading, LeftOver, Piece, Section

_NO_NUMBER = 9
_MOST, _FEWEST_MATTERS = 0.9, 4
_NUMBERED = (PART, HAN, HAN_BRACKETED, ARABIC)
_STOPS = "。：:；"
_MATTER_LEVEL = 2


@dataclass(frozen=True)
class Placed:
    """An entry in its section and subsection, by their numbers."""

    entry: Entry
    where: tuple[int, int]


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
    made = _Outline(title, levels)
    placed = []
    for entry in boundaries(entries, lambda head: levels.get(_signature(head))):
        troubles = [trouble for head in sorted(entry.heads, key=made.rank) for trouble in made.opened(head)]
        if entry.cells:
            placed.append(made.placed(replace(entry, troubles=(*entry.troubles, *troubles))))
    made.close_matter()
    sections = tuple(Section(heading, tuple(subsections)) for heading, subsections in made.sections)
    return Outline(tuple(placed), sections, tuple(made.left))


def _with_matters(entries: Sequence[Entry]) -> Sequence[Entry]:
    """A column of titles without numbers, another in each row, names the matter of each row and heads nothing."""
    told = [entry for entry in entries if TEXT in entry.cells]
    if any(MATTER in entry.cells for entry in told):
        return entries
    heads = [head for entry in told for head in entry.heads]
    for depth in sorted({head.depth for head in heads} - {WIDE}, reverse=True):
        here = [head for head in heads if head.depth == depth]
        others = any(head.depth != depth for entry in entries for head in entry.heads)
        # Where the file marks merged cells, a row without a title of its own shares that above it.
        fewest = len(told) * (1 if all(entry.is_exact for entry in told) else _MOST)
        is_list = len(here) >= fewest and len({letters(head.text) for head in here}) == len(here)
        if is_list and not any(marker(head.text) for head in here) and len(told) >= (2 if others else _FEWEST_MATTERS):
            return [_titled(entry, depth) for entry in entries]
    return entries


def _titled(entry: Entry, depth: int) -> Entry:
    title = next((head for head in entry.heads if head.depth == depth), None)
    if title is None or TEXT not in entry.cells:
        return entry
    heads = tuple(head for head in entry.heads if head.depth != depth)
    return replace(entry, heads=heads, cells={**entry.cells, MATTER: Piece(title.text, title.line)})


# --- levels ------------------------------------------------------------------------------------------


def _number(head: Head) -> Marker | None:
    opener = marker(head.text)
    return opener if opener and opener.kind in _NUMBERED else None


def _signature(head: Head) -> tuple[int, int]:
    """What tells the level of a heading: the writing of its number, or the place where it stands."""
    opener = _number(head)
    return (0, opener.kind) if opener else (head.depth + 1, _NO_NUMBER)


def _levels(entries: Sequence[Entry]) -> dict[tuple[int, int], int]:
    """The level of each kind of heading, 0 for sections: by where it stands first, then by the writing of its number.

    The few without numbers in a column whose headings are numbered have none: they are rests of titles.
    """
    heads = [head for entry in entries for head in entry.heads]
    numbered = Counter(head.depth for head in heads if _number(head))
    bare = Counter(head.depth for head in heads if not _number(head))
    depths: dict[tuple[int, int], int] = {}
    for head in heads:
        if _number(head) or numbered[head.depth] <= bare[head.depth]:
            sign = _signature(head)
            depths[sign] = min(depths.get(sign, head.depth), head.depth)
    ranked = sorted(depths, key=lambda sign: (depths[sign], sign[1]))
    return {sign: level for level, sign in enumerate(ranked)}


# --- reading in order ---------------------------------------------------------------------------------


@dataclass
class _Outline:
    """The headings so far; filled while the entries are read in order."""

    title: str
    levels: dict[tuple[int, int], int]
    sections: list[tuple[Heading, list[Heading]]] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    matter: Piece | None = None

    def rank(self, head: Head) -> int:
        return self.levels.get(_signature(head), len(self.levels))

    def opened(self, head: Head) -> list[Trouble]:
        """Whatever a heading opens, and what is odd about it."""
        level = self.rank(head)
        if level == len(self.levels):
            return self._rest_of_title(head)
        if level >= _MATTER_LEVEL:
            self.close_matter()
            self.matter = Piece(head.text, head.line)
            return []
        opener = _number(head)
        if level == 1 and not self.sections:
            self._supply_section(head.line)
        above = self.sections[-1][1] if level else [heading for heading, _ in self.sections]
        words = opener.rest if opener else head.text
        is_again = bool(above) and letters(above[-1].title) == letters(words)
        if level == 0 or not is_again:
            self.close_matter()
        if is_again:
            self.left.append(LeftOver(head.text, head.line, "换页后重印的标题", is_furniture=True))
            return []
        if opener:
            self.left.append(LeftOver(opener.printed, head.line, "标题的序号", is_furniture=True))
        counted = max((heading.number for heading in above), default=0) + 1
        number = max(counted, opener.number) if opener else counted
        heading = Heading(number, words.rstrip(_STOPS), head.line)
        if level:
            self.sections[-1][1].append(heading)
        else:
            self.sections.append((heading, []))
        return []

    def close_matter(self) -> None:
        """A heading of the third level is the matter of the rows below it, until the next heading."""
        if self.matter and not self.matter.inherited:
            self.left.append(LeftOver(self.matter.text, self.matter.line, "标题下没有任务"))
        self.matter = None

    def placed(self, entry: Entry) -> Placed:
        """An entry under the headings so far; the words of the matter count as the source's once."""
        if not self.sections:
            self._supply_section(entry.line)
        heading, subsections = self.sections[-1]
        if not subsections:
            subsections.append(Heading(1, heading.title, heading.line, is_supplied=True))
        if self.matter and MATTER not in entry.cells and TEXT in entry.cells:
            entry = replace(entry, cells={**entry.cells, MATTER: self.matter})
            self.matter = replace(self.matter, inherited=True)
        return Placed(entry, (heading.number, subsections[-1].number))

    def _supply_section(self, line: int) -> None:
        self.sections.append((Heading(1, self.title, line, is_supplied=True), []))

    def _rest_of_title(self, head: Head) -> list[Trouble]:
        """A heading without number where all have one is the rest of the title that the page break cut."""
        if not self.sections:
            self.left.append(LeftOver(head.text, head.line, "标题栏里没有序号的文字，不知属于哪个标题"))
            return []
        heading, subsections = self.sections[-1]
        words = head.text.rstrip(_STOPS)
        if head.depth > 0 and subsections:
            subsections[-1] = replace(subsections[-1], title=subsections[-1].title + words)
        else:
            self.sections[-1] = (replace(heading, title=heading.title + words), subsections)
        return [Trouble("section", head.line, f"标题被换页截断，“{head.text}”接在上面的标题后面")]
