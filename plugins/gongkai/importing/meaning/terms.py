"""Limits that start with an event: 印发3个月内, 收到咨询后5个工作日内."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import RelativeDue
from gongkai.words.folding import fold
from gongkai.words.labels import START_UNSAID
from gongkai.words.numerals import SMALL_NUMBER, value
from gongkai.words.text import tidy

UNSAID = START_UNSAID
_IS_SERVICE = "“{}”像是办事、答复的时限，不一定是这项任务的期限，请核对。"
_UNITS: dict[str, tuple[Literal["working_days", "days", "months"], int]] = {
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
    "小时": ("days", 0),
    "个小时": ("days", 0),
}
_LIMIT = re.compile(
    rf"(?P<lead>在|于)?(?:(?P<within>{SMALL_NUMBER}|[0-9]{{1,3}}|半)\s*(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})|(?P<half>半个月|半年))\s*(?:\([^()]*\))?\s*(?P<in>之?内|以内)"
)
_NOT_BEFORE = re.compile(r"[0-9年月第]\s*$")
_CUT_AFTER = re.compile(
    r"(?:[,，]?\s*(?:必须|应当?|要|须|需|可|并|且|均|都|最迟|一般|原则上|在|于|的|之日|之时|之后|以后|后|起|即|,|，|、|当日|次日|满))+$"
)
_CUT_BEFORE = re.compile(r"^(?:\s|[,，、]|并|且|在|于|自|从|对于?|凡|其中|同时|如|若|应当?|要|须)+")
# 由20个工作日压缩至5个工作日内 is about something else than a day to publish.
_SHORTENED = re.compile(r"(?:压缩|缩短|控制|减少|提速)(?:至|到|在|为)?$")
# What is done for a person who asks is a time of service rather than a deadline of the task.
_SERVICE = re.compile(r"[^。;]{0,6}(?:答复|回复|答应|办结|办理|转办|反馈|受理|审批|响应|办好|送达|处置)")
_SINCE = re.compile(r"(?<![现正存所关对由基属])(?:在|自|于|从)(?=.{2})")
_HOURS_A_DAY = 24


@dataclass(frozen=True)
class Limit:
    """A relative limit, its words, and where it stands; `due` is None where it cannot be counted in days."""

    due: RelativeDue | None
    words: str
    start: int
    end: int
    note: str = ""


def read(text: str) -> list[Limit]:
    """The relative limits of a text, from left to right."""
    folded = without_titles(fold(text))
    limits = (
        match
        for match in _LIMIT.finditer(folded)
        if (not _NOT_BEFORE.search(folded[: match.start()]) or match["half"]) and not _SHORTENED.search(folded[: match.start()])
    )
    return [_limit(text, folded, match) for match in limits if not _is_month_name(match)]


def _is_month_name(match: re.Match[str]) -> bool:
    return match["unit"] == "年" and match["within"] is not None and match["within"].isdecimal() and len(match["within"]) > 1


def _limit(text: str, folded: str, match: re.Match[str]) -> Limit:
    after, start = _event(text, folded, match.start())
    words = re.sub(r"\s+", "", text[start : match.end()] if start >= 0 else text[match.start() : match.end()])
    amount, unit = _amount(match)
    if not amount:
        return Limit(None, words, match.start(), match.end(), f"“{words}”不能按天计算，没有填写相对时限。")
    if _SERVICE.match(folded, match.end()):
        return Limit(
            RelativeDue(within=amount, unit=unit, after=after or UNSAID), words, match.start(), match.end(), _IS_SERVICE.format(words)
        )
    note = "" if after else f"“{words}”没有写从何时起算，请补上起算的事件。"
    return Limit(RelativeDue(within=amount, unit=unit, after=after or UNSAID), words, match.start(), match.end(), note)


def _amount(match: re.Match[str]) -> tuple[int, Literal["working_days", "days", "months"]]:
    if match["half"]:
        return (15, "days") if match["half"] == "半个月" else (6, "months")
    unit, factor = _UNITS[match["unit"]]
    number = match["within"]
    if number == "半":
        return (6, "months") if match["unit"] == "年" else (0, unit)
    if not factor:
        return value(number) // _HOURS_A_DAY if value(number) % _HOURS_A_DAY == 0 else 0, unit
    return value(number) * factor, unit


def _event(text: str, folded: str, end: int) -> tuple[str, int]:
    """The clause before a limit, which says what starts it, and where the limit's own words begin."""
    clause = _last_clause(folded[:end])
    since = [match.start() for match in _SINCE.finditer(clause) if clause[match.end() :].strip(" ,")]
    clause = clause[since[-1] :] if since else clause
    event = _CUT_AFTER.sub("", text[end - len(clause) : end])
    if clause.rstrip().endswith("会后"):
        event = "会后"
    if len(tidy(event)) > 1:
        begins = bool(re.search(r"后的?$|之日起?$|起$|[^,，。;；]$", folded[end - len(clause) : end]))
        return tidy(_CUT_BEFORE.sub("", event)), end - len(clause) if begins else -1
    before = re.sub(r"[,，、\s]+$", "", folded[: end - len(clause)])
    earlier = _last_clause(before)
    event = re.sub(r"的$", "", _CUT_AFTER.sub("", text[len(before) - len(earlier) : len(before)]))
    starts = re.search(r"(?:后|之日起|起|时|的)$", earlier)
    return (tidy(_CUT_BEFORE.sub("", event)), -1) if starts and len(tidy(event)) > 1 else ("", -1)


def _last_clause(folded: str) -> str:
    return re.split(r"[。;,:!?\n]|(?<=\))", folded)[-1]
