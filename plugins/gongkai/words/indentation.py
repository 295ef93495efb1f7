"""Where lines of YAML stand and how far quotes and brackets reach, so that a slip can be put as it was meant to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

import yaml

from .text import BLANK

UNTAGGED = "tag:yaml.org,2002:str"


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the one in C where there is one
    """Does not ask what type a text might have: here it is a text."""

    def resolve(self, *_: object) -> str:
        """The tag of what is written without one."""
        return UNTAGGED


STEP = 2
QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'"
_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.|\\$)*"(?P<rest>.*)'), "'": re.compile(r"(?:[^']|'')*'(?P<rest>.*)")}
_QUOTED_OR_COMMENT = re.compile(rf"{QUOTED}|(?:^|\s)#.*")
_ENTRY = re.compile(r"^(?P<margin>[ \t]*)(?P<dashes>(?:- +)*)(?P<key>[a-z_]+(?=[ \t]*[:：]))?")
_BEGINNING = re.compile(r"^ *(?:- +)*(?:[A-Za-z_]+: +)?")
_OPENING = re.compile(r"[:：][ \t]*(?:(?P<block>[|>][-+0-9]*)[ \t]*)?(?:#.*)?$")
# A text that is none but itself; one in quotes that ends with them; words in brackets.
_PLAIN = rf"[^\s:{BLANK}\[\]{{}}\"'@`%,&*!|>｜＞#-]"
_IN_BRACKETS = r"\[[^\[\]{}:：，\"'#\t]*\]|{[^\[\]{}：\"'#\t]*}"
_VALUE = rf"(?:{_PLAIN}[^:#\t]*(?::(?!\s|$)[^:#\t]*)*|'[^'\t]*'|\"[^\"\\\t]*\"|{_IN_BRACKETS})"
_KEY = r"(?:[a-z_][a-z0-9_]*|'[a-z]+')"
_SOUND = re.compile(rf" *(?:- +)*{_KEY}: +{_VALUE}| *{_KEY}:| *(?:- +)+{_PLAIN}[^:：#\t]*")


class Entry:
    """The beginning of a line: its margin, its dashes, its key, and whether more stands below it."""

    def __init__(self, line: str) -> None:
        match = _ENTRY.match(line)
        self.margin, self.dashes, key = match.group("margin", "dashes", "key") if match else ("", "", "")
        self.key = key or ""
        opening = _OPENING.search(line) if self.key else None
        self.opens = bool(opening)
        self.opens_fields = bool(opening and not opening["block"])

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

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._open: set[tuple[int, bool]] = set()
        self._shapes: dict[tuple[bool, str], set[int]] = {}
        self._next = 0
        self._has_opened = False
        self._is_in_item = False
        self._tab = 0
        self._had_tabs = False

    @cached_property
    def _filled(self) -> list[int]:
        """By line, the place of the next that is not empty, itself included; the last stands for none."""
        places = [len(self._lines) - 1] * len(self._lines)
        for index in range(len(self._lines) - 2, -1, -1):
            places[index] = index if self._lines[index].strip() else places[index + 1]
        return places

    def below(self, number: int) -> str:
        """The first line below so many that is not empty."""
        return self._lines[self._filled[number]]

    def note(self, line: str) -> None:
        """Go past a line that stands where it should."""
        entry = Entry(line)
        column = len(entry.margin)
        here = (column, bool(entry.dashes))
        self._open = {level for level in self._open if level[0] < column} | {here}
        if entry.inset:
            self._open.add((column + entry.inset, False))
        self._shapes.setdefault(entry.shape, set()).add(column)
        self._next = column + entry.inset + (STEP if entry.opens_fields else 0)
        self._has_opened = entry.opens_fields
        self._is_in_item = bool(entry.inset)
        # How wide a tab was meant is only known from the line above.
        self._tab, self._had_tabs = (self._tab if self._had_tabs else 0), False

    def column(self, line: str, below: str) -> int:
        """The column of a line with tabs, from what is open, the line below it, and where such lines stood before."""
        entry = Entry(line)
        # Below an opening line something must stand, and the first key of a list item is seldom its last.
        is_inside = self._has_opened or (self._is_in_item and not entry.dashes)
        column = self._next if is_inside else self._choice(entry, Entry(below))
        tabs = entry.margin.count("\t")
        self._tab, self._had_tabs = max(1, (column - len(entry.margin) + tabs) // tabs), True
        return column

    def _choice(self, entry: Entry, below: Entry) -> int:
        """The most telling of the columns where such a line can stand."""
        possible = {column for column, is_list in self._open if is_list == bool(entry.dashes)}
        before = possible & self._shapes.get(entry.shape, set())
        literal = len(entry.margin.replace("\t", " " * self._tab))
        choices = [_from_below(entry, below), literal if self._tab else None, *(before if len(before) == 1 else ()), self._next]
        likely = [choice for choice in choices if choice in possible]
        return likely[0] if likely else max(possible, default=self._next)


def _from_below(entry: Entry, below: Entry) -> int | None:
    if below.has_tabs:
        return None
    if entry.opens:
        return len(below.margin) - entry.inset - STEP
    if entry.inset and not below.dashes:
        return len(below.margin) - entry.inset
    return None


def depth(line: str) -> int:
    """The column of the key of a line."""
    return len(Entry(line).margin) + Entry(line).inset


def is_sound(line: str) -> bool:
    """Whether it is a field or an item of a list with its text, or a field above others, and cannot be read otherwise, as most lines are."""
    return _SOUND.fullmatch(line) is not None


def value_of(line: str) -> str:
    """What stands behind the dashes and the key of a line."""
    match = _BEGINNING.match(line)
    return line[match.end() :] if match else line


def is_above(line: str, below: str) -> bool:
    """Whether the next line belongs to what stands on a line."""
    under = Entry(below)
    return len(under.margin) + len(under.dashes[:STEP]) > depth(line)


def goes_on(line: str, below: str) -> bool:
    """Whether a list item has another field below its first."""
    here, under = Entry(line), Entry(below)
    return bool(under.key) and not under.dashes and len(under.margin) == len(here.margin) + len(here.dashes)


def lines_to_closing(lines: Sequence[str], begin: int, quote: str, column: int) -> int:
    """How many lines from a line on a text in quotes ends; none where another field begins before."""
    for index in range(begin, len(lines)):
        line, count = lines[index], index - begin + 1
        entry = Entry(line)
        if (entry.key or entry.dashes) and len(entry.margin) <= column:
            return 0
        if closing := _CLOSING[quote].match(line):
            return count if re.fullmatch(r"\s*(?:#.*)?", closing["rest"]) else 0
    return 0


def open_brackets(value: str, begun: int) -> tuple[int, int]:
    """How many brackets are open behind a value, and where the last of them was closed for the first time."""
    bare = _QUOTED_OR_COMMENT.sub(lambda match: " " * len(match[0]), value)
    for match in re.finditer(r"[\[\]{}]", bare):
        begun += 1 if match[0] in "[{" else -1
        if begun <= 0:
            return 0, match.end()
    return begun, len(value)


# Columns in columns take two levels each; nobody has twenty.
MOST_DEPTH = 100
# Every level of a block takes at least half a column.
_WIDE_MARGIN = re.compile(rf"^[ ?-]{{{MOST_DEPTH // 4}}}", re.MULTILINE)


def line_too_deep(text: str) -> int:
    """The line on which a text goes deeper than anything of ours does, 0 where it does not.

    The parser in C goes down with the process where it goes down too far. Events come one by one, without descending,
    so that brackets in quotes and comments are none; they are only asked for where there are brackets or margins enough.
    """
    if text.count("[") + text.count("{") < MOST_DEPTH // 2 and not _WIDE_MARGIN.search(text):
        return 0
    depth = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                return (event.start_mark.line if event.start_mark else 0) + 1
    return 0
