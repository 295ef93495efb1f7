"""Limits that start with an event: 印发3个月内, 收到咨询后5个工作日内."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from gongkai.records.plan_records import RelativeDue
from gongkai.words.labels import START_UNSAID
from gongkai.words.numerals import SMALL_NUMBER, value
from gongkai.words.text import tidy

from .dates import Said, words_of

_Unit = Literal["working_days", "days", "months"]
_UNITS: dict[str, tuple[_Unit, float]] = {
    "个工作日": ("working_days", 1),
    "工作日": ("working_days", 1),
    "个自然日": ("days", 1),
    "自然日": ("days", 1),
    "日": ("days", 1),
    "天": ("days", 1),
    "周": ("days", 7),
    "个星期": ("days", 7),
    "星期": ("days", 7),
    "个月": ("months", 1),
    "个季度": ("months", 3),
    "年": ("months", 12),
    "小时": ("days", 1 / 24),
    "个小时": ("days", 1 / 24),
}
_LIMIT = re.compile(
    rf"(?<![0-9年月第])(?<![0-9年月第] )(?P<within>{SMALL_NUMBER}|[0-9]{{1,3}}|半)\s*(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\s*(?:\([^()]*\))?\s*(?:之?内|以内)"
)
_LONGEST, _LONGEST_EVENT = 9999, 2000  # that a record holds; a misprint may be longer
_HALVES: dict[str, tuple[_Unit, float]] = {"个月": ("days", 15), "年": ("months", 6)}
_CUT_AFTER = re.compile(
    r"(?:[,、]?\s*(?:必须|应当?|要|须|需|可|并|且|均|都|最迟|一般|原则上|在|于|的|之[日时后]|以?后|起|即|,|、|[当次]日|满))+$"
)
_CUT_BEFORE = re.compile(r"^(?:\s|[,，、]|并|且|在|于|自|从|对于?|凡|其中|同时|如|若|应当?|要|须)+")
# 由20个工作日压缩至5个工作日内 is about something else than a day to publish, as is how long a policy runs (5年内).
_SHORTENED = re.compile(r"(?:压缩|缩短|控制|减少|提速)[至到在为]?$")
# What is done for a person who asks is a time of service rather than a deadline of the task.
_SERVICE = re.compile(r"[^。;]{0,6}(?:答复|回复|答应|办结|办理|转办|反馈|受理|审批|响应|办好|送达|处置)")
_SINCE = re.compile(r"(?<![现正存所关对由基属])[在自于从](?=.{2})")


def read(text: str, folded: str, *, is_cell: bool) -> Iterator[Said]:
    """The relative limits of a text, from left to right; one that cannot be counted in days is only told."""
    for match in _LIMIT.finditer(folded):
        is_year = match["unit"] == "年" and match["within"] != "半"
        if _SHORTENED.search(folded[: match.start()]) or (is_year and len(match["within"]) > 1 and match["within"].isdecimal()):
            continue
        after, start = _event(text, folded, match.start())
        if is_year and not after and not is_cell:
            continue
        words = words_of(text, start, match.end())
        unit, amount = _HALVES.get(match["unit"], ("days", 0)) if match["within"] == "半" else _UNITS[match["unit"]]
        within = amount * (1 if match["within"] == "半" else value(match["within"]))
        due = (
            RelativeDue(within=int(within), unit=unit, after=after or START_UNSAID)
            if 1 <= within <= _LONGEST and within == int(within) and len(after) <= _LONGEST_EVENT
            else None
        )
        if _SERVICE.match(folded, match.end()):
            # 对群众留言5个工作日内回复 names who is answered, not from when.
            is_event = after and (start == match.start() or re.search(r"(?:后|之日起?|起)的?[在于,]?\s*$", folded[start : match.start()]))
            note = f"“{words}”像是办事、答复的时限，不一定是这项任务的期限，请核对。"
            yield Said(*match.span(), note=note, due=due if is_event else None)
        elif due:
            yield Said(*match.span(), words, "" if after else f"“{words}”没有写从何时起算，请补上起算的事件。", due=due)
        else:
            yield Said(*match.span(), words, f"“{words}”不能按天计算，没有填写相对时限。")


def _event(text: str, folded: str, end: int) -> tuple[str, int]:
    """The clause before a limit, which says what starts it, and where the limit's own words begin."""
    clause = _last_clause(folded[:end])
    since = [match.start() for match in _SINCE.finditer(clause) if clause[match.end() :].strip(" ,")]
    start = end - len(clause) + (since[-1] if since else 0)
    event = "会后" if folded[start:end].rstrip().endswith("会后") else _cut(text, folded, start, end)
    if event:
        return event, start
    before = end - len(clause)
    for stop in reversed([sign.start() for sign in re.finditer("[,、:]", folded[:before])]):
        # What happens is said further ahead in the sentence: 不能立即答复的，要登记，并在5个工作日内回复.
        earlier = _last_clause(folded[:stop])
        if re.search("[。;]", folded[stop:before]):
            break
        if re.search(r"(?:后|之日起|起|时|的)$", earlier) and (event := _cut(text, folded, stop - len(earlier), stop)):
            return event, end
    return "", end


def _cut(text: str, folded: str, start: int, end: int) -> str:
    """The event without what leads to it and from it; a single character is none."""
    stop = _CUT_AFTER.search(folded, start, end)
    event = tidy(_CUT_BEFORE.sub("", text[start : stop.start() if stop else end]))
    return event if len(event) > 1 else ""


def _last_clause(folded: str) -> str:
    return re.split(r"[。;,:!?\n]|(?<=\))", folded)[-1]
