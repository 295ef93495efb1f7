"""A plan in running text: headings, items, and the units of each at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.importing.layout.cells.fit import LONGEST_TITLE, is_title
from gongkai.importing.layout.cells.labels import Segment, has_labels, segments, unit_roles
from gongkai.importing.layout.cells.numbering import ARABIC, ARABIC_BRACKETED, CIRCLED, HAN, HAN_BRACKETED, PART, Marker, marker
from gongkai.importing.layout.cells.roles import BETWEEN, TEXT, UNIT_ROLES, simplified
from gongkai.importing.readers.base.notice import Paragraph

from .entries import WIDE, Body, Entry, Head, Trouble
from .paragraphs import HEADINGS, LONGEST_HEADING, bounds, has_titles, items_end_in_labels, title_and_rest, whole
from .reading import LeftOver, Piece

_NO_NUMBER = CIRCLED + 1  # no number: below all others
_FEWEST_ITEMS = 3
_PERSONS = re.compile("领导|人$|电话|同志|[长记]$")
_PLAN_TITLE = re.compile(r"公开.*(?:要点|分工|任务|清单|方案|措施|安排|计划|台账|分解|工作)|(?:任务|分工).*(?:公开|清单|表)")


@dataclass
class _Item:
    """An item while its paragraphs are read."""

    text: list[str]
    line: int
    cells: dict[str, Piece] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


@dataclass
class _Reader:
    """What has been read so far; a heading waits until it is known to head something."""

    ends_items: bool
    opens_with_titles: bool
    entries: list[Entry] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    item: _Item | None = None
    heading: _Item | None = None  # the last heading, until something stands under it
    shared: dict[str, Piece] = field(default_factory=dict)  # units of the heading, for its items that name none


def read_prose(paragraphs: Sequence[Paragraph]) -> Body | None:
    """The items of a text; None when it neither names units item by item nor calls itself such a plan."""
    lines = whole(paragraphs)
    labelled = [index for index, line in enumerate(lines) if has_labels(line.text)]
    start, end = bounds(lines, labelled)
    marked = [line for line in lines[start:end] if marker(line.text)]
    is_named = any(_PLAN_TITLE.search(simplified(line.text)) and len(line.text) <= LONGEST_TITLE * 2 for line in lines[: start + 1])
    if not labelled and not (is_named and len(marked) >= _FEWEST_ITEMS):
        return None
    reader = _Reader(items_end_in_labels(lines[start:end]), has_titles(lines[start:end]))
    for index in range(start, end):
        _take(reader, lines, index)
    _close_heading(reader)
    entries, idle = _with_tasks(with_unit_roles(reader.entries)) if labelled else (with_unit_roles(reader.entries), [])
    if labelled:
        entries = [_doubted(entry) for entry in entries]
    return Body(tuple(lines[:start]), tuple(entries), tuple(lines[end:]), (*reader.left, *idle))


# --- reading ----------------------------------------------------------------------------------------


def _take(reader: _Reader, lines: Sequence[Paragraph], index: int) -> None:
    line = lines[index]
    opener = marker(line.text)
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    if _heads_items(reader, line, after):
        _open_heading(reader, line.text, line.line, opener.kind if opener else _NO_NUMBER)
        return
    if opener and opener.kind in HEADINGS:
        title, rest = title_and_rest(line.text)
        if title and rest and opener.kind == HAN_BRACKETED and not reader.opens_with_titles:
            title = ""
        if title:
            _open_heading(reader, title, line.line, opener.kind)
            line = Paragraph(rest, line.line)
            opener = None
        else:
            _close_heading(reader)
            _open_item(reader, "", line.line)
    for segment in segments(line.text) if line.text else ():
        _add(reader, segment, line.line, opener)
        opener = None


def _heads_items(reader: _Reader, line: Paragraph, after: str) -> bool:
    """Whether a short line heads the items below it: 1.市场准入 before （1）, a line without number before items."""
    opener, below = marker(line.text), marker(after)
    if below is None or not is_title(line.text) or len(line.text) > LONGEST_HEADING // 2 or has_labels(line.text):
        return False
    if opener:
        return opener.kind == ARABIC and below.kind == ARABIC_BRACKETED and below.number == 1
    is_open = reader.item is not None and not reader.item.cells
    return below.kind == ARABIC and reader.ends_items and not is_open


def _open_heading(reader: _Reader, title: str, line: int, kind: int) -> None:
    previous = marker(reader.heading.text[0]) if reader.heading else None
    if reader.heading and previous and kind > previous.kind:
        _confirm_heading(reader)
    _close_heading(reader)
    reader.heading = _Item([title], line)
    reader.shared = {}


def _confirm_heading(reader: _Reader) -> None:
    """The waiting heading heads what comes next; its units serve the items that name none."""
    if reader.heading:
        reader.entries.append(_head(reader.heading))
        reader.shared = dict(reader.heading.cells)
        reader.heading = None


def _close_heading(reader: _Reader) -> None:
    """A heading with units and nothing below it is an item itself."""
    _close_item(reader)
    heading, reader.heading = reader.heading, None
    if heading and heading.cells:
        reader.entries.append(Entry(heading.line, {TEXT: Piece(heading.text[0], heading.line), **heading.cells}))
    elif heading:
        reader.entries.append(_head(heading))


def _head(heading: _Item) -> Entry:
    """A heading; one without number stands below the numbered ones."""
    words = heading.text[0]
    return Entry(heading.line, heads=(Head(words, heading.line, WIDE if marker(words) else 0),))


def _close_item(reader: _Reader) -> None:
    item, reader.item = reader.item, None
    if item and any(item.text):
        cells = dict(item.cells)
        if not UNIT_ROLES & set(cells) and reader.shared:
            cells |= reader.shared
            reader.shared = {role: Piece(piece.text, piece.line, inherited=True) for role, piece in reader.shared.items()}
        text = Piece("\n".join(filter(None, item.text)), item.line)
        reader.entries.append(Entry(item.line, {TEXT: text, **cells}, troubles=tuple(item.troubles)))


def _open_item(reader: _Reader, text: str, line: int) -> None:
    _close_item(reader)
    _confirm_heading(reader)
    reader.item = _Item([text] if text else [], line)


def _add(reader: _Reader, segment: Segment, line: int, opener: Marker | None) -> None:
    """Words begin an item or go on with the open one; labels close it."""
    if segment.text:
        item = reader.item
        begins = (
            item is None or bool(item.cells) or (opener is not None and opener.kind == ARABIC and reader.ends_items and bool(item.text))
        )
        if begins:
            _open_item(reader, segment.text, line)
        elif item:
            item.text.append(segment.text)
    target = reader.item or reader.heading
    if target and segment.cells:
        for role, words in segment.cells.items():
            before = target.cells.get(role)
            target.cells[role] = Piece(f"{before.text}\n{words}" if before else words, before.line if before else line)
    reader.left += [LeftOver(label, line, "栏目名", is_furniture=True) for label in segment.labels]
    reader.left += [LeftOver(words, line, "没有对应的字段") for words in segment.others]
    if reader.item:
        told = (words for words in segment.others if not _PERSONS.search(words.partition("：")[0]))
        reader.item.troubles += [Trouble("text", line, f"“{words}”没有对应的字段，请看要不要写进任务或时限") for words in told]


# --- units --------------------------------------------------------------------------------------------


def with_unit_roles(entries: Sequence[Entry]) -> list[Entry]:
    """As for columns: one label names everybody; 责任单位 beside 配合单位 are leads."""
    used = {role for entry in entries for role in entry.cells if role in UNIT_ROLES}
    names = unit_roles(used)
    return [_renamed(entry, names) for entry in entries]


def _renamed(entry: Entry, names: dict[str, str]) -> Entry:
    cells: dict[str, Piece] = {}
    for role, piece in entry.cells.items():
        name = names.get(role, role)
        between = BETWEEN.get(name, "\n")
        cells[name] = Piece(f"{cells[name].text}{between}{piece.text}", cells[name].line, piece.inherited) if name in cells else piece
    return Entry(entry.line, cells, entry.heads, troubles=entry.troubles)


def _with_tasks(entries: Sequence[Entry]) -> tuple[list[Entry], list[LeftOver]]:
    """The sections in which somebody owes something; 总体要求 and 保障措施, which name nobody, are left over."""
    sections: list[list[Entry]] = [[]]
    for entry in entries:
        opener = marker(entry.heads[0].text) if entry.heads else None
        if opener and opener.kind in (PART, HAN):
            sections.append([])
        sections[-1].append(entry)
    idle = [entry for section in sections if not any(UNIT_ROLES & set(entry.cells) for entry in section) for entry in section]
    words = [(head.text, head.line) for entry in idle for head in entry.heads]
    words += [(entry.text_of(TEXT), entry.line) for entry in idle if entry.cells]
    left = [LeftOver(text, line, "这一部分没有写责任单位，不像任务") for text, line in words]
    return [entry for entry in entries if entry not in idle], left


def _doubted(entry: Entry) -> Entry:
    if not entry.cells or UNIT_ROLES & set(entry.cells):
        return entry
    trouble = Trouble("responsible_units", entry.line, "这一条没有写责任单位")
    return Entry(entry.line, entry.cells, entry.heads, troubles=(*entry.troubles, trouble))
