"""A plan in running text: headings, items, and the units of each at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.importing.layout.cells.closing import date_in
from gongkai.importing.layout.cells.fit import LONGEST_TITLE, is_sentence, is_title
from gongkai.importing.layout.cells.labels import Segment, has_labels, segments, unit_roles
from gongkai.importing.layout.cells.numbering import ARABIC, ARABIC_BRACKETED, CIRCLED, HAN, HAN_BRACKETED, PART, Marker, marker
from gongkai.importing.layout.cells.roles import TEXT, UNIT_ROLES, simplified
from gongkai.importing.layout.cells.wording import ENDS, clean, letters
from gongkai.importing.readers.base.notice import Paragraph
from gongkai.words.text import width

from .entries import WIDE, Body, Entry, Head, Trouble
from .head import TITLE_ENDS, is_title_line
from .reading import LeftOver, Piece

_HEADINGS = (PART, HAN, HAN_BRACKETED)
_LONGEST_HEADING = 42
_NO_NUMBER = CIRCLED + 1  # a heading without number stands below all others
_FEWEST_ITEMS = 3
_RAGGED = 4  # a full line may end two characters before the margin
_PLAN_TITLE = re.compile(r"公开.*(?:要点|分工|任务|清单|方案|措施|安排|计划|台账|分解|工作)|(?:任务|分工).*(?:公开|清单|表)")


@dataclass
class _Item:
    """An item while its paragraphs are read."""

    text: list[str]
    line: int
    cells: dict[str, Piece] = field(default_factory=dict)


@dataclass
class _Reader:
    """What has been read so far; a heading waits until it is known to head something."""

    items_end_in_labels: bool
    has_titles: bool
    entries: list[Entry] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    item: _Item | None = None
    heading: _Item | None = None  # the last heading, until something stands under it
    shared: dict[str, Piece] = field(default_factory=dict)  # units of the heading, for its items that name none


def read_prose(paragraphs: Sequence[Paragraph]) -> Body | None:
    """The items of a text; None when it neither names units item by item nor calls itself such a plan."""
    lines = _whole(paragraphs)
    labelled = [index for index, line in enumerate(lines) if has_labels(line.text)]
    start, end = _bounds(lines, labelled)
    marked = [line for line in lines[start:end] if marker(line.text)]
    is_named = any(_PLAN_TITLE.search(simplified(line.text)) and len(line.text) <= LONGEST_TITLE * 2 for line in lines[: start + 1])
    if not labelled and not (is_named and len(marked) >= _FEWEST_ITEMS):
        return None
    reader = _Reader(_items_end_in_labels(lines[start:end]), _has_titles(lines[start:end]))
    for index in range(start, end):
        _take(reader, lines, index)
    _close_heading(reader)
    entries = with_unit_roles(reader.entries)
    if labelled:
        entries = [_doubted(entry) for entry in entries]
    return Body(tuple(lines[:start]), tuple(entries), tuple(lines[end:]), tuple(reader.left))


# --- lines ------------------------------------------------------------------------------------------


def _whole(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the lines of one that was broken to fit a width put together."""
    lines = [
        Paragraph(line, block.line, block.level)
        for block in paragraphs
        for line in clean(re.sub(r"^\s*#+\s", "", block.text)).split("\n")
        if letters(line)
    ]
    widths = sorted(width(line.text) for line in lines)
    margin = widths[int(len(widths) * 0.9)] if widths else 0
    whole: list[Paragraph] = []
    before = ""
    for line in lines:
        if whole and _goes_on(before, line.text, margin):
            whole[-1] = Paragraph(whole[-1].text + line.text, whole[-1].line, whole[-1].level)
        else:
            whole.append(line)
        before = line.text
    return whole


def _goes_on(before: str, line: str, margin: int) -> bool:
    if marker(line) or before[-1] in ENDS + "：:）)】":
        return bool(before) and before[-1] in ")）" and line[0] in "。；，"
    if before[-1] in "，、（(《“" or line[0] in "，、。；）)》”":
        return True
    reaches_margin = abs(width(before) - margin) <= _RAGGED and width(before) > LONGEST_TITLE // 2
    return reaches_margin and not (is_title_line(before) and TITLE_ENDS.search(before))


def _bounds(lines: Sequence[Paragraph], labelled: Sequence[int]) -> tuple[int, int]:
    """From the first item after the last title to the end of the last."""
    reach = labelled[0] if labelled else len(lines)
    titles = [
        index
        for index in range(min(reach, len(lines)))
        if is_title_line(lines[index].text) and TITLE_ENDS.search(simplified(lines[index].text))
    ]
    start = titles[-1] + 1 if titles else 0
    opening = next((index for index in range(start, len(lines)) if marker(lines[index].text) or has_labels(lines[index].text)), len(lines))
    end = len(lines)
    last = labelled[-1] + 1 if labelled else end
    if not any(marker(line.text) for line in lines[last:]):
        end = last
    while end > opening and _closes(lines[end - 1]):
        end -= 1
    return opening, end


def _closes(line: Paragraph) -> bool:
    """Whether a line at the end is none of the plan: a date, an issuer, 附件, a note."""
    text = line.text
    if marker(text) or has_labels(text):
        return False
    return (
        bool(date_in(text, whole=True))
        or bool(re.match(r"附件|抄送|[（(]此件|注[：:]|联系", text))
        or (is_title_line(text) and len(text) <= LONGEST_TITLE // 2)
    )


def _items_end_in_labels(lines: Sequence[Paragraph]) -> bool:
    """Whether each 1． 2． names its units, so that each is a task; else they are parts of what closes with units once."""
    groups: list[list[bool]] = [[]]
    for index, line in enumerate(lines):
        opener = marker(line.text)
        if opener and opener.kind in _HEADINGS:
            groups.append([])
        elif opener and opener.kind == ARABIC:
            groups[-1].append(has_labels(line.text) or (index + 1 < len(lines) and _is_label_line(lines[index + 1].text)))
    several = [group for group in groups if len(group) > 1]
    closed_once = sum(group[-1] and not any(group[:-1]) for group in several)
    return 2 * closed_once < len(several) or not several


def _is_label_line(text: str) -> bool:
    told = segments(text)
    return bool(told[0].cells or told[0].labels) and not letters(told[0].text)


def _has_titles(lines: Sequence[Paragraph]) -> bool:
    """Whether （一） mostly opens with a title; else the few whose first sentence is short are items like the others."""
    several = [line.text for line in lines if (opener := marker(line.text)) and opener.kind == HAN_BRACKETED and is_sentence(opener.rest)]
    return 2 * sum(all(_title_and_rest(text)) for text in several) >= len(several)


# --- reading ----------------------------------------------------------------------------------------


def _take(reader: _Reader, lines: Sequence[Paragraph], index: int) -> None:
    line = lines[index]
    opener = marker(line.text)
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    if _heads_items(reader, line, after):
        _open_heading(reader, line.text, line.line, opener.kind if opener else _NO_NUMBER)
        return
    if opener and opener.kind in _HEADINGS:
        title, rest = _title_and_rest(line.text)
        if title and rest and opener.kind == HAN_BRACKETED and not reader.has_titles:
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
    if below is None or not is_title(line.text) or len(line.text) > _LONGEST_HEADING // 2 or has_labels(line.text):
        return False
    if opener:
        return opener.kind == ARABIC and below.kind == ARABIC_BRACKETED and below.number == 1
    is_open = reader.item is not None and not reader.item.cells
    return below.kind == ARABIC and reader.items_end_in_labels and not is_open


def _title_and_rest(text: str) -> tuple[str, str]:
    """The heading that a numbered paragraph begins with, and the rest; no heading when the first sentence is too long."""
    first = segments(text)[0]
    words = first.text
    if is_title(words) and len(words) <= _LONGEST_HEADING:
        return words, text[text.index(words) + len(words) :] if words else text
    title, stop, rest = words.partition("。")
    if rest and is_title(title) and len(title) <= _LONGEST_HEADING:
        return title + stop, text[text.index(title + stop) + len(title + stop) :]
    title, stop, rest = words.partition("：")
    if rest and is_title(title) and len(title) <= _LONGEST_HEADING // 2:
        return title, text[text.index(title + stop) + len(title + stop) :]
    return "", text


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
        reader.entries.append(Entry(item.line, {TEXT: Piece("\n".join(filter(None, item.text)), item.line), **cells}))


def _open_item(reader: _Reader, text: str, line: int) -> None:
    _close_item(reader)
    _confirm_heading(reader)
    reader.item = _Item([text] if text else [], line)


def _add(reader: _Reader, segment: Segment, line: int, opener: Marker | None) -> None:
    """Words begin an item or go on with the open one; labels close it."""
    if segment.text:
        item = reader.item
        begins = (
            item is None
            or bool(item.cells)
            or (opener is not None and opener.kind == ARABIC and reader.items_end_in_labels and bool(item.text))
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
        cells[name] = Piece(f"{cells[name].text}\n{piece.text}", cells[name].line, piece.inherited) if name in cells else piece
    return Entry(entry.line, cells, entry.heads, troubles=entry.troubles)


def _doubted(entry: Entry) -> Entry:
    if not entry.cells or UNIT_ROLES & set(entry.cells):
        return entry
    trouble = Trouble("responsible_units", entry.line, "这一条没有写责任单位")
    return Entry(entry.line, entry.cells, entry.heads, troubles=(*entry.troubles, trouble))
