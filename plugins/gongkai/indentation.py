"""Where lines of YAML stand, so that a line indented with tabs can be put where it was meant to stand."""

from __future__ import annotations

import re

STEP = 2
_ENTRY = re.compile(r"^(?P<margin>[ \t]*)(?P<dashes>(?:- +)*)(?P<key>[a-z_]+(?=[ \t]*[:：]))?")
_OPENING = re.compile(r"[:：][ \t]*(?:[|>][-+0-9]*)?[ \t]*(?:#.*)?$")


class Entry:
    """The beginning of a line: its margin, its dashes, its key, and whether more stands below it."""

    def __init__(self, line: str) -> None:
        match = _ENTRY.match(line)
        self.margin, self.dashes, key = match.group("margin", "dashes", "key") if match else ("", "", "")
        self.key = key or ""
        self.opens = bool(self.key and _OPENING.search(line))

    @property
    def has_tabs(self) -> bool:
        return "\t" in self.margin

    @property
    def shape(self) -> tuple[bool, str]:
        return bool(self.dashes), self.key

    @property
    def inset(self) -> int:
        """How much deeper than the line its key stands."""
        return len(self.dashes) if self.key else 0


class Indentation:
    """What is open at a line of a file: lists by the column of their dashes, mappings by that of their keys."""

    def __init__(self) -> None:
        self._open: set[tuple[int, bool]] = set()
        self._shapes: dict[tuple[bool, str], set[int]] = {}
        self._next = 0
        self._must_go_deeper = False
        self._tab = STEP

    def note(self, line: str) -> None:
        """Go past a line that stands where it should."""
        entry = Entry(line)
        column = len(entry.margin)
        here = (column, bool(entry.dashes))
        self._open = {level for level in self._open if level[0] < column} | {here}
        if entry.inset:
            self._open.add((column + entry.inset, False))
        self._shapes.setdefault(entry.shape, set()).add(column)
        self._next = column + entry.inset + (STEP if entry.opens else 0)
        self._must_go_deeper = entry.opens

    def column(self, line: str, below: str) -> int:
        """The column of a line with tabs, from what is open, the line below it, and where such lines stood before."""
        entry = Entry(line)
        possible = {column for column, is_list in self._open if is_list == bool(entry.dashes)}
        column = self._next if self._must_go_deeper else self._choice(entry, Entry(below), possible)
        tabs = entry.margin.count("\t")
        blanks = len(entry.margin) - tabs
        self._tab = max(1, (column - blanks) // tabs)
        return column

    def _choice(self, entry: Entry, below: Entry, possible: set[int]) -> int:
        literal = len(entry.margin.replace("\t", " " * self._tab))
        before = possible & self._shapes.get(entry.shape, set())
        for choice in (_from_below(entry, below), *(before if len(before) == 1 else ()), literal, self._next):
            if choice in possible:
                return choice
        return min(possible, key=lambda column: (abs(column - literal), -column), default=self._next)


def _from_below(entry: Entry, below: Entry) -> int | None:
    if below.has_tabs:
        return None
    if entry.opens:
        return len(below.margin) - entry.inset - STEP
    if entry.inset and not below.dashes:
        return len(below.margin) - entry.inset
    return len(below.margin) if entry.dashes and below.dashes and not entry.key else None
