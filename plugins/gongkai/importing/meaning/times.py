"""What a text or a cell says about time, as the fields of a measure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import Recurrence, RelativeDue, Window
from gongkai.words.folding import fold
from gongkai.words.text import tidy

from . import counts, dates, terms

# Words for the manner of time: they never become dates (design §2).
_MANNERS = re.compile(
    "保持动态更新|动态更新|动态调整|动态管理|(?:根据|按照|视)[^,。;，；]{2,8}动态更新|第一时间|常态化(?!疫情)(?!防控)|不定期|定期|及时|实时|即时|随时|适时|持续推进|长期坚持|全年|按时"
)
_BEFORE_EVENT = re.compile(
    r"(?:在|于)?(?P<event>[^,。;，；、]{2,14}(?:提交审议|审议|决策|出台|印发|发布|实施|公布|施行|开学|上会))(?:之?前)(?=[,，])"
)
_STANDING_CELL = re.compile(
    "1月?.{1,3}12月|即日起|立即|每日|每天|即知即改|立行立改|时限内|期限内|规定时限|长期|持续|全年|常年|日常|动态|及时|实时|适时|常态|不断|随时|即时|坚持"
)


@dataclass(frozen=True)
class Time:
    """When and how often. `words` is the document's own wording, `notes` what a person should look at."""

    due_on: date | None = None
    due: RelativeDue | None = None
    recurrence: Recurrence | None = None
    window: Window | None = None
    words: str = ""
    is_least: bool = False
    is_activity: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.due_on or self.due or self.recurrence or self.window or self.words)


NONE = Time()


def in_text(text: str, year: int | None) -> Time:
    """What the sentences of a measure say."""
    # 5年内 in a sentence is how long a policy runs, not when a task is due, unless an event starts it.
    relative = [
        limit for limit in terms.read(text) if not (limit.due and limit.due.after == terms.UNSAID and re.search("年之?内$", limit.words))
    ]
    spans = [(limit.start, limit.end) for limit in relative]
    fixed = [limit for limit in dates.in_sentence(text, year) if not any(start < limit.end and limit.start < end for start, end in spans)]
    often = counts.read(text, year)
    words = _apart([*(limit.words for limit in fixed), *(limit.words for limit in relative), *([often.words] if often.words else [])])
    return Time(
        due_on=_last(fixed),
        due=next((limit.due for limit in relative if limit.due), None),
        recurrence=often.recurrence,
        window=often.window,
        words="；".join(words) or _manner(text),
        is_least=often.is_least,
        is_activity=often.is_activity,
        notes=_notes(fixed, relative, often),
    )


def _apart(words: Iterable[str]) -> list[str]:
    """Words each once, without those that others say as well: 每年6月底前 and 每年."""
    distinct = list(dict.fromkeys(words))
    return [said for said in distinct if not any(said in other for other in distinct if other != said)]


def in_cell(text: str, year: int | None) -> Time:
    """What a cell of its own (完成时限) says; its wording is kept whole."""
    words = tidy(text)
    if not re.search(r"[^\s\-—–―/\\无空.。、*]", fold(words)):
        return NONE
    relative = terms.read(text)
    spans = [(limit.start, limit.end) for limit in relative]
    fixed = [limit for limit in dates.in_cell(text, year) if not any(start < limit.end and limit.start < end for start, end in spans)]
    often = counts.read(text, year)
    notes = _notes(fixed, relative, often)
    if not (fixed or relative or often.recurrence or often.window or _STANDING_CELL.search(fold(words)) or _MANNERS.search(fold(words))):
        notes = (*notes, f"完成时限“{words}”没有读懂，照录在时限原文里。")
    due = next((limit.due for limit in relative if limit.due), None)
    return Time(
        due_on=_last(fixed),
        due=due,
        recurrence=often.recurrence,
        window=often.window,
        words=words,
        is_least=often.is_least,
        is_activity=often.is_activity,
        notes=notes,
    )


def joined(cell: Time, text: Time) -> Time:
    """A measure's time from the row's cell and from its own words: the cell says the deadline, the words how often."""
    if cell.is_empty:
        return text
    notes = [*cell.notes, *(text.notes if not cell.due_on else ())]
    if cell.due_on and text.due_on and cell.due_on != text.due_on:
        notes.append(f"完成时限一栏写“{cell.words}”，内容里写“{text.words}”，暂照完成时限一栏。")
    return Time(
        due_on=cell.due_on or text.due_on,
        due=cell.due or text.due,
        recurrence=cell.recurrence or text.recurrence,
        window=cell.window or text.window,
        words=cell.words or text.words,
        is_least=cell.is_least or (not cell.recurrence and text.is_least),
        is_activity=cell.is_activity or (not cell.recurrence and text.is_activity),
        notes=tuple(notes),
    )


def _last(fixed: list[dates.Deadline]) -> date | None:
    """The deadline of the whole: the last, where there are several steps."""
    return max((deadline.due_on for deadline in fixed if deadline.due_on), default=None)


def _notes(fixed: list[dates.Deadline], relative: list[terms.Limit], often: counts.Often) -> tuple[str, ...]:
    notes = [note for note in (*(limit.note for limit in fixed), *(limit.note for limit in relative), often.note) if note]
    days = list(dict.fromkeys(limit.due_on for limit in fixed if limit.due_on))
    if len(days) > 1:
        notes.append("有几个时限（" + "、".join(limit.words for limit in fixed) + "），暂记最后一个。")
    if len({(limit.due.within, limit.due.unit) for limit in relative if limit.due}) > 1:
        notes.append("有几个相对时限（" + "；".join(limit.words for limit in relative) + "），暂记第一个。")
    return tuple(notes)


def _manner(text: str) -> str:
    folded = without_titles(fold(text))
    before = _BEFORE_EVENT.search(folded)
    if before:
        return re.sub(r"\s+", "", text[before.start() : before.end()])
    match = _MANNERS.search(folded)
    return text[match.start() : match.end()] if match else ""
