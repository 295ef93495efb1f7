"""Explicit days: 6月底前, 2021年10月30日前, 第二季度, 年底前, 2021.6 … (design §2: only what the text says)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from gongkai.records.plan_records import Recurrence, RelativeDue, Window
from gongkai.words.numerals import SMALL_NUMBER, YEAR_DIGITS, ZEROS, value

_YEAR = rf"(?:(?P<year>20[0-9]{{2}}|(?<![0-9])2[0-9](?=年[0-9]{{1,2}}月)|二[{ZEROS}][{YEAR_DIGITS}]{{2}})\s*年度?|(?P<which>[今本当明次下来翌]一?年度?)的?)"
_BY = r"(?P<by>之?前|以前|为?止|之内|以内|内)"
_CALENDAR = (
    rf"{_YEAR}?\s*(?:(?:(?P<month>{SMALL_NUMBER})\s*月\s*(?:(?P<day>{SMALL_NUMBER})\s*[日号]|份?)|第?\s*(?P<quarter>[一二三四1-4])\s*季度|(?P<half>[上下])半年)"
    rf"\s*(?P<portion>[底末初]|[上中下]旬)?|年?\s*(?P<yearend>(?<=年)\s*[底末终]|年\s*[底末终]))\s*{_BY}?"
)
_WITHIN = rf"(?:{_YEAR.replace('P<', 'P<w_')}|(?<![0-9一二两三四五六七八九十半])年)\s*(?P<within>之内|以内|内)"
_DIGITS = rf"(?P<d_year>20[0-9]{{2}})\s*[.\-/]\s*(?P<d_month>[0-9]{{1,2}})(?:\s*[.\-/]\s*(?P<d_day>[0-9]{{1,2}}))?(?:(?![0-9.])|(?=20[0-9]{{2}}[.\-/]))(?:\s+[0-9:]{{5,8}})?\s*日?\s*{_BY.replace('P<', 'P<d_')}?"
# Only where a cell holds nothing but times: 20210630, 6.30, 2021年.
_BARE = rf"(?P<b_year>20[0-9]{{2}})(?:(?P<b_month>0[1-9]|1[0-2])(?P<b_day>[0-3][0-9])(?![0-9])|\s*年)|(?<![0-9.\-/])(?P<m_month>[0-9]{{1,2}})[.\-/](?P<m_day>[0-9]{{1,2}})(?![0-9.\-/%]|\s*[月个次])\s*{_BY.replace('P<', 'P<b_')}?"
_IN_SENTENCE = re.compile(f"{_DIGITS}|{_WITHIN}|{_CALENDAR}")
_IN_CELL = re.compile(f"{_DIGITS}|{_WITHIN}|{_CALENDAR}|{_BARE}")
# What stands before or after a date that makes it another thing than a deadline.
_NO_DEADLINE_BEFORE = re.compile(r"(?:每|自|从|截[至止]到?|经|以来|《[^》]*|第)\s*$")
_NO_DEADLINE_AFTER = re.compile(
    r"[,，]?\s*(?:已经?|曾|共)|以来|以后|起|度|的(?!工作日)|[^,。;]{0,10}?(?:制定|印发|出台|形成|产生|施行|实施|登记|签订|发布|召开|成立|公布)的"
)
_FINISH = re.compile(
    r"\s*[,，]?\s*(?:前|全部|全面|基本|要|应|必须|须|务必|集中|统一)*\s*(?:完成|公开|实现|建成|公布|发布|出台|报送|印发|上报|编制|建立|梳理|更新|到位|达到|推开|铺开|推广|实施)"
)
# 每年6月底前 is a rhythm, and a day in the year of the plan.
_YEARLY = re.compile(r"每一?年度?的?\s*$")
# 9999年 and 0年, which no plan is of, are not without a year.
_OTHER_YEAR = re.compile(r"[0-9]年(?:度)?\s*$")
# A whole year is no deadline, nor is a rhythm within it (每季度末); of a stretch of time its end counts (6—9月, 6月1日-30日).
_TO = r"\s*(?:-{1,2}|—{1,2}|–|~|～|至|到)\s*"
_NO_DAY = re.compile(
    rf"(?:20[0-9]{{2}}年)?(?<![0-9])1\s*月?{_TO}12\s*月|20[0-9]{{2}}年全年|每[月季周日][^,。;、]{{0,4}}[底末初](?:前)?|一(?:个)?季度\s*[一1]次"
)
_BEGINNING = re.compile(rf"(?<![0-9.\-/])[0-9]{{1,2}}{_TO}(?=[0-9]{{1,2}}月)|(?<=月)[0-9]{{1,2}}\s*日?{_TO}(?=[0-9]{{1,2}}日)")
_CENTURY, _MONTHS = 2000, 12
# Which words name a day can be told without the year; 2月29日 may be one.
_LEAP_YEAR = 2024
_DAYS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True)
class Said:
    """Where it stands, its own words, why a person should look, and what it comes to: a day, a limit after an event, a rhythm or count, an age."""

    start: int
    end: int
    words: str = ""
    note: str = ""
    due_on: date | None = None
    due: RelativeDue | None = None
    recurrence: Recurrence | None = None
    window: Window | None = None
    # So many times at least, or an activity that is held so often: counted rather than looked for in each period.
    is_count: bool = False


def words_of(text: str, start: int, end: int) -> str:
    """The words there without blanks."""
    return re.sub(r"\s+", "", text[start:end])


def read(text: str, folded: str, year: int | None, *, is_cell: bool) -> Iterator[Said]:
    """The deadlines of a text; in a cell that holds nothing but times 6月 and 2021.6 mean the end of the month.

    A date in the past or of another thing is none; one without a year belongs to the year printed before it (2023年1月底前…，3月底前).
    """
    if is_cell:
        folded = _BEGINNING.sub(lambda match: " " * len(match.group()), _NO_DAY.sub(lambda match: "□" * len(match.group()), folded))
    matches = [match for match in (_IN_CELL if is_cell else _IN_SENTENCE).finditer(folded) if _is_deadline(match, is_cell)]
    for match, after in zip_longest(matches, matches[1:]):
        year = _year(_groups(match), year)
        if is_cell and after and re.fullmatch(_TO, folded[match.end() : after.start()]):
            continue
        start = _beginning(match)
        words = text[start : match.end()].strip() if ":" in match.group() else words_of(text, start, match.end())
        due_on, note = _day(_groups(match), year or _LEAP_YEAR, is_cell)
        if _OTHER_YEAR.search(folded, 0, start):
            due_on, note = None, "“{}”前面的年份不像要点的年份，没有填写完成时限，请核对。"
        if due_on and not year:
            due_on, note = None, "“{}”没有写年份，原文也没有写明是哪一年的要点，没有填写完成时限。请补上年份，再填写完成时限。"
        if due_on and start < match.start():
            note = f"{note}“{{}}”每年都有，完成时限暂记{due_on.year}年的这一天，请核对。"
        if due_on or note:
            yield Said(start, match.end(), words, note.replace("{}", words), due_on=due_on)


def _groups(match: re.Match[str]) -> dict[str, str]:
    """What a date says, whichever form it has."""
    return {key.split("_")[-1]: words for key, words in match.groupdict().items() if words}


def _beginning(match: re.Match[str]) -> int:
    """Where the words of a date begin, those that say 每年 with them; 每年底 has one 年 for both."""
    yearly = _YEARLY.search(match.string, 0, match.start() + match.group().startswith("年"))
    return yearly.start() if yearly else match.start()


def _is_deadline(match: re.Match[str], is_cell: bool) -> bool:
    said, before, end = _groups(match), match.string[: _beginning(match)], match.end()
    if is_cell:
        return not re.search(r"[每自从第]\s*$", before) and not re.match("日?起|以来|以后", match.string[end:])
    if _NO_DEADLINE_BEFORE.search(before) or _NO_DEADLINE_AFTER.match(match.string, end):
        return False
    if "by" in said:
        return True
    is_end = said.keys() & {"yearend", "day", "quarter", "half", "within"} or said.get("portion") in ("底", "末")
    return bool(is_end and _FINISH.match(match.string, end))


def _year(said: dict[str, str], year: int | None) -> int | None:
    if printed := said.get("year"):
        return value(printed) + (_CENTURY if value(printed) < _CENTURY else 0)
    return year + 1 if year and said.get("which", "今")[0] in "明次下来翌" else year


def _day(said: dict[str, str], year: int, is_cell: bool) -> tuple[date | None, str]:
    """The day that a date means, and what a person should look at."""
    by, portion = said.get("by", ""), said.get("portion", "")
    if "yearend" in said or "within" in said:
        return date(year, 12, 31), "“{}”读作当年12月31日前。" if "within" in said else ""
    if of_year := {"上": 6, "下": 12}.get(said.get("half", ""), 0) or 3 * value(said.get("quarter", "0")):
        is_before = by.endswith("前") and not portion
        note = "“{}”读作到期末为止，请核对。" if is_before else "" if by or portion else "“{}”没有写到哪一天，读作期末，请核对。"
        return _end(year, of_year), note
    if "month" not in said:
        return None, "“{}”没有说到哪一天，没有填写完成时限。" if is_cell else ""
    month, day = value(said["month"]), value(said["day"]) if "day" in said else _DAYS.get(portion, 1)
    if not 1 <= month <= _MONTHS or not 1 <= day <= _end(year, month).day:
        return None, "“{}”不是有效日期，没有填写完成时限。"
    if "day" in said or portion in _DAYS:
        return date(year, month, day), f"“{{}}”读作{day}日，请核对。" if portion in _DAYS else ""
    return _in_month(_end(year, month), by, portion, is_cell)


def _in_month(end: date, by: str, portion: str, is_cell: bool) -> tuple[date | None, str]:
    if portion == "初":
        return None, "“{}”不是确切的日期，没有填写完成时限。"
    if portion or by.endswith("内") or (is_cell and not by):
        return end, "“{}”读作月底。" if portion in ("", "下旬") else ""
    return None, "“{}”可能指月初以前，也可能指月底以前，没有填写完成时限。" if by else ""


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
