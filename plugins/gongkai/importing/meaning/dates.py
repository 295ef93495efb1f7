"""Explicit deadlines: 6月底前, 2021年10月30日前, 第二季度, 年底前, 2021.6 … (design §2: only what the text says)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from gongkai.importing.layout.brackets import without_titles
from gongkai.words.folding import fold
from gongkai.words.numerals import SMALL_NUMBER, YEAR_DIGITS, ZEROS, value

_YEAR = rf"(?P<year>20[0-9]{{2}}|(?<![0-9])2[0-9](?=年[0-9]{{1,2}}月)|二[{ZEROS}][{YEAR_DIGITS}]{{2}})\s*年(?:度)?|(?P<which>今年|本年度?|当年|明年|次年|下一?年度?|来年|翌年)(?:的)?"
_BY = r"(?P<by>之?前|以前|为?止|之内|以内|内)"
_FORMS = (
    rf"(?:(?:{_YEAR})\s*)?(?P<month>{SMALL_NUMBER})\s*月\s*(?P<day>{SMALL_NUMBER})\s*[日号]\s*{_BY}?",
    rf"(?:(?:{_YEAR})\s*)?(?P<month>{SMALL_NUMBER})\s*月\s*份?\s*(?P<portion>底|末|上旬|中旬|下旬|初)?\s*{_BY}?",
    rf"(?:(?:{_YEAR})\s*)?第?\s*(?P<quarter>[一二三四1-4])\s*季度\s*(?P<portion>末|底)?\s*{_BY}?",
    rf"(?:(?:{_YEAR})\s*)?(?P<half>上|下)半年\s*(?P<portion>末|底)?\s*{_BY}?",
    rf"(?:(?:{_YEAR})\s*)?(?:年\s*)?(?P<yearend>(?<=年)\s*[底末终]|年\s*[底末终])\s*{_BY}?",
    rf"(?:(?:{_YEAR})|(?P<plainyear>(?<![0-9一二两三四五六七八九十半])年))\s*(?P<within>之内|以内|内)",
    rf"(?P<year>20[0-9]{{2}})\s*[.\-/]\s*(?P<month>[0-9]{{1,2}})(?:\s*[.\-/]\s*(?P<day>[0-9]{{1,2}}))?(?:(?![0-9.])|(?=20[0-9]{{2}}[.\-/]))(?:\s+[0-9:]{{5,8}})?\s*日?\s*{_BY}?",
    rf"(?P<year>20[0-9]{{2}})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])\s*{_BY}?",
    r"(?:(?<=^)|(?<=[^0-9.\-/]))(?P<month>[0-9]{1,2})[.\-/](?P<day>[0-9]{1,2})(?![0-9.\-/%]|\s*[月个次])\s*" + f"{_BY}?",
    rf"(?P<year>20[0-9]{{2}})\s*年\s*{_BY}?",
)
_PATTERNS = tuple(re.compile(form) for form in _FORMS)
_ONLY_IN_CELLS = _FORMS[-3:]
# What stands before or after a date that makes it another thing than a deadline.
_NO_DEADLINE_BEFORE = re.compile(r"(?:每|自|从|截至|截止|截止到|经|以来|《[^》]*|第)\s*$")
# 每年6月底前 is a rhythm, and a day in the year of the plan.
_YEARLY = re.compile(r"每一?年度?的?\s*$")
_NO_DEADLINE_AFTER = re.compile(
    r"^(?:[,，]?\s*(?:已经?|曾|共)|以来|以后|起|度|的(?!工作日)|[^,。;]{0,10}?(?:制定|印发|出台|形成|产生|施行|实施|登记|签订|发布|召开|成立|公布)的)"
)
_FINISH = re.compile(
    r"^\s*(?:[,，])?\s*(?:前|全部|全面|基本|要|应|必须|须|务必|集中|统一)*\s*(?:完成|公开|实现|建成|公布|发布|出台|报送|印发|上报|编制|建立|梳理|更新|到位|达到|推开|铺开|推广|实施)"
)
_RANGE = re.compile(r"\s*(?:-{1,2}|—{1,2}|–|~|～|至|到)\s*")

# 9999年 and 0年, which no plan is of, are not without a year.
_OTHER_YEAR = re.compile(r"[0-9]年(?:度)?\s*$")
_CENTURY, _MONTHS = 2000, 12
# Which words name a day can be told without the year; 2月29日 may be one.
_LEAP_YEAR = 2024
# A whole year is no deadline, nor is a rhythm within it (每季度末); of a stretch of time its end counts (6—9月, 6月1日-30日).
_WHOLE_YEAR = re.compile(r"(?:20[0-9]{2}年)?(?<![0-9])1\s*月?\s*(?:-|—|–|~|至|到)\s*12\s*月|20[0-9]{2}年全年")
_RHYTHM = re.compile(r"每[月季周日][^,。;、]{0,4}[底末初](?:前)?|一(?:个)?季度\s*[一1]次")
_BEGINNING = re.compile(
    r"(?<![0-9.\-/])[0-9]{1,2}\s*(?:-|—|–|~|至|到)\s*(?=[0-9]{1,2}月)|(?<=月)[0-9]{1,2}\s*日?\s*(?:-|—|–|~|至|到)\s*(?=[0-9]{1,2}日)"
)


@dataclass(frozen=True)
class Deadline:
    """A deadline that words state: its day (none where the words name none that can be relied on), the words, and why to look."""

    due_on: date | None
    words: str
    start: int
    end: int
    note: str = ""


def in_sentence(text: str, year: int | None) -> list[Deadline]:
    """Deadlines of a text: dates with 前, 底 or 内; a date in the name of a document or in the past is none."""
    folded = without_titles(fold(text))
    matches = [match for match in _matches(folded, cells=False) if _is_deadline(folded, match)]
    return _all_understood(text, matches, year, in_cell=False)


def in_cell(text: str, year: int | None) -> list[Deadline]:
    """Deadlines of a cell that holds nothing but times: there 6月 and 2021.6 mean the end of the month."""
    folded = without_titles(fold(text))
    for blanked in (_WHOLE_YEAR, _RHYTHM):
        folded = blanked.sub(lambda match: "□" * len(match.group()), folded)
    folded = _BEGINNING.sub(lambda match: " " * len(match.group()), folded)
    matches = [
        match
        for match in _matches(folded, cells=True)
        if not re.search(r"(?:每|自|从|第)\s*$", folded[: _beginning(folded, match)])
        and not re.match(r"(?:日)?起|以来|以后", folded[match.end() :])
    ]
    starts = [
        match for match, after in zip_longest(matches, matches[1:]) if after and _RANGE.fullmatch(folded[match.end() : after.start()])
    ]
    ends = [match for match in matches if match not in starts]
    year = next((_year(match.groupdict(), year) for match in starts), year)
    return _all_understood(text, ends, year, in_cell=True)


def _matches(folded: str, *, cells: bool) -> Iterator[re.Match[str]]:
    """The dates of a text from left to right, none inside another."""
    patterns = [pattern for pattern, form in zip(_PATTERNS, _FORMS, strict=True) if cells or form not in _ONLY_IN_CELLS]
    position = 0
    while position < len(folded):
        candidates = [match for pattern in patterns if (match := pattern.search(folded, position)) and match.end() > match.start()]
        if not candidates:
            return
        best = min(candidates, key=lambda match: (match.start(), -match.end()))
        yield best
        position = best.end()


def _beginning(folded: str, match: re.Match[str]) -> int:
    """Where the words of a date begin, those that say 每年 with them; 每年底 has one 年 for both."""
    yearly = _YEARLY.search(folded, 0, match.start() + match.group().startswith("年"))
    return yearly.start() if yearly else match.start()


def _is_deadline(folded: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    before, after = folded[: _beginning(folded, match)], folded[match.end() :]
    if _NO_DEADLINE_BEFORE.search(before) or _NO_DEADLINE_AFTER.match(after):
        return False
    if groups.get("within"):
        return bool(_FINISH.match(after))
    if groups.get("by"):
        return bool(
            groups.get("day")
            or groups.get("portion")
            or groups.get("quarter")
            or groups.get("half")
            or groups.get("yearend")
            or groups.get("month")
        )
    ends = (
        groups.get("portion") in ("底", "末") or groups.get("yearend") or groups.get("day") or groups.get("quarter") or groups.get("half")
    )
    return bool(ends and _FINISH.match(after))


def _all_understood(text: str, matches: list[re.Match[str]], year: int | None, *, in_cell: bool) -> list[Deadline]:
    """The deadlines of a text; a date without a year belongs to the year printed before it (2023年1月底前…，3月底前)."""
    deadlines = []
    for match in matches:
        year = _year(match.groupdict(), year)
        deadlines.append(_understood(text, match, year, in_cell))
    return [deadline for deadline in deadlines if deadline]


def _understood(text: str, match: re.Match[str], year: int | None, in_cell: bool) -> Deadline | None:
    groups = match.groupdict()
    start = _beginning(match.string, match)
    printed = text[start : match.end()].strip()
    words = printed if re.search("[0-9]:[0-9]", match.group()) else re.sub(r"\s+", "", printed)
    due_on, note = _day(groups, year or _LEAP_YEAR, in_cell)
    if _OTHER_YEAR.search(match.string, 0, start):
        due_on, note = None, "“{words}”前面的年份不像要点的年份，没有填写完成时限，请核对。"
    if due_on and not year:
        due_on, note = None, "“{words}”没有写年份，原文也没有写明是哪一年的要点，没有填写完成时限。请补上年份，再填写完成时限。"
    if due_on is None and not note:
        return None
    if due_on and start < match.start():
        note = f"{note}“{{words}}”每年都有，完成时限暂记{due_on.year}年的这一天，请核对。"
    return Deadline(due_on, words, start, match.end(), note.format(words=words))


def _year(groups: dict[str, str | None], year: int | None) -> int | None:
    if printed := groups.get("year"):
        written = value(printed)
        return written + _CENTURY if written < _CENTURY else written
    which = groups.get("which") or ""
    return year + 1 if year and re.match("明|次|下|来|翌", which) else year


def _day(groups: dict[str, str | None], year: int, in_cell: bool) -> tuple[date | None, str]:
    """The day that a date means, and what a person should look at."""
    portion, by = groups.get("portion") or "", groups.get("by") or ""
    if month := _last_month(groups):
        return _end_of(year, month), _ambiguous(by, portion) or ("" if by or portion else "“{words}”没有写到哪一天，读作期末，请核对。")
    if groups.get("yearend") or groups.get("within"):
        return date(year, 12, 31), "" if groups.get("yearend") else "“{words}”读作当年12月31日前。"
    return _on_calendar(groups, year, portion, by, in_cell)


def _last_month(groups: dict[str, str | None]) -> int:
    """The month in which a quarter or half of the year ends."""
    if quarter := groups.get("quarter"):
        return value(quarter) * 3
    return {"上": 6, "下": 12}.get(groups.get("half") or "", 0)


def _on_calendar(groups: dict[str, str | None], year: int, portion: str, by: str, in_cell: bool) -> tuple[date | None, str]:
    if not groups.get("month"):
        return None, "“{words}”没有说到哪一天，没有填写完成时限。" if in_cell else ""
    month = value(groups["month"] or "")
    if not 1 <= month <= _MONTHS:
        return None, "“{words}”不是有效日期，没有填写完成时限。"
    if day := groups.get("day"):
        return _real(year, month, value(day))
    return _in_month(year, month, portion, by, in_cell)


def _ambiguous(by: str, portion: str) -> str:
    return "“{words}”读作到期末为止，请核对。" if by.endswith("前") and not portion else ""


def _real(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, "“{words}”不是有效日期，没有填写完成时限。"


def _in_month(year: int, month: int, portion: str, by: str, in_cell: bool) -> tuple[date | None, str]:
    days = {"上旬": 10, "中旬": 20}
    if portion in days:
        return date(year, month, days[portion]), f"“{{words}}”读作{days[portion]}日，请核对。"
    if portion == "初":
        return None, "“{words}”不是确切的日期，没有填写完成时限。"
    if portion or by.endswith("内") or (in_cell and not by):
        return _end_of(year, month), "“{words}”读作月底。" if not portion or portion == "下旬" else ""
    if by:
        return None, "“{words}”可能指月初以前，也可能指月底以前，没有填写完成时限。"
    return None, ""


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
