"""What a text or a cell says about time, as the fields of a measure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import Recurrence, RelativeDue, Window
from gongkai.words.folding import fold
from gongkai.words.text import tidy

from . import dates, limits, rhythms, wordlists
from .dates import Said

# 汛期前, 秋季学期, and 持续推进 in the end: no day, but the words of the document for the time.
_SEASON = re.compile("[^,。;、:]{1,4}[期节假]前|[春秋]季学期|(?:持续|长期)(?:推进|坚持)(?=。?$)")
_ANY_YEAR = 2024


@dataclass(frozen=True)
class Time:
    """When and how often. `words` is the document's own wording, `notes` what a person should look at, `is_count` as in `Said`."""

    due_on: date | None = None
    due: RelativeDue | None = None
    recurrence: Recurrence | None = None
    window: Window | None = None
    words: str = ""
    is_count: bool = False
    notes: tuple[str, ...] = ()


NONE = Time()


def in_text(text: str, year: int | None) -> Time:
    """What the sentences of a measure say."""
    time = _read(text, year, is_cell=False)
    season = _SEASON.search(without_titles(fold(text)))
    if time.words or not season:
        return time
    words = text[season.start() : season.end()]
    return replace(time, words=words, notes=(*time.notes, f"“{words}”没有写日期，照录在时限原文里。"))


def in_cell(text: str, year: int | None) -> Time:
    """What a cell of its own (完成时限) says; its wording is kept whole."""
    words = tidy(text)
    if not re.search(r"[^\s\-—–―/\\无空.。、*]", fold(words)):
        return NONE
    time = replace(_read(text, year, is_cell=True), words=words)
    is_read = time.notes or time.due_on or time.due or time.recurrence or time.window or wordlists.pattern("manners").search(fold(words))
    return time if is_read else replace(time, notes=(f"完成时限“{words}”没有读懂，照录在时限原文里。",))


def is_time(words: str) -> bool:
    """True for words that state a day, as in a cell of times."""
    return bool(in_cell(words, _ANY_YEAR).due_on)


def _read(text: str, year: int | None, *, is_cell: bool) -> Time:
    folded = without_titles(fold(text))
    relative = list(limits.read(text, folded, is_cell=is_cell))
    days = [
        day
        for day in dates.read(text, folded, year, is_cell=is_cell)
        if not any(limit.start < day.end and day.start < limit.end for limit in relative)
    ]
    often = rhythms.read(text, folded, year) or Said(0, 0)
    said = [*days, *relative, often]
    notes = [told.note for told in said if told.note]
    if len({day.due_on for day in days if day.due_on}) > 1:
        notes.append("有几个时限（" + "、".join(day.words for day in days) + "），暂记最后一个。")
    if not is_cell and relative and not notes and re.search("[。;].", folded):
        notes.append(f"“{relative[0].words}”写在一句话里，不一定是整条任务的期限，请核对。")
    if len({(limit.due.within, limit.due.unit) for limit in relative if limit.due}) > 1:
        notes.append("有几个相对时限（" + "；".join(limit.words for limit in relative) + "），暂记第一个。")
    return Time(
        # The deadline of the whole is the last, where there are several steps.
        max((day.due_on for day in days if day.due_on), default=None),
        next((limit.due for limit in relative if limit.due), None),
        often.recurrence,
        often.window,
        "；".join(_apart(said)),
        often.is_count,
        tuple(notes),
    )


def _apart(said: Iterable[Said]) -> list[str]:
    """Words each once, without those that others say as well: 每年6月底前 and 每年."""
    distinct = list(dict.fromkeys(told.words for told in said if told.words))
    return [words for words in distinct if not any(words in other for other in distinct if other != words)]


def joined(cell: Time, text: Time) -> Time:
    """A measure's time from the row's cell and from its own words: the cell says the deadline, the words how often."""
    if cell == NONE:
        return text
    notes = [*cell.notes, *(text.notes if not cell.due_on else ())]
    if cell.due_on and text.due_on and cell.due_on != text.due_on:
        notes.append(f"完成时限一栏写“{cell.words}”，内容里写“{text.words}”，暂照完成时限一栏。")
    return Time(
        cell.due_on or text.due_on,
        cell.due or text.due,
        cell.recurrence or text.recurrence,
        cell.window or text.window,
        cell.words,
        cell.is_count if cell.recurrence else text.is_count,
        tuple(notes),
    )
