"""Days as lists of sites print them: in full, without a year, in two pieces, by how long ago, in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.words.text import HAN, squeezed

_AFTER = r"(?![0-9])"
_FULL = re.compile(rf"(?<![0-9])(20[0-9]{{2}})\s*[-/.年]\s*([01]?[0-9])\s*[-/.月]\s*([0-3]?[0-9]){_AFTER}\s*日?")
_COMPACT = re.compile(rf"(?<![0-9])(20[0-9]{{2}})([01][0-9])([0-3][0-9]){_AFTER}")
# A large day with its month and year below or above it: 15 2021-03, 2021-03 15.
_DAY_FIRST = re.compile(rf"(?<![0-9])([0-3]?[0-9])\s*[日/]?\s+(20[0-9]{{2}})\s*[-/.年]\s*([01]?[0-9]){_AFTER}\s*月?")
_DAY_LAST = re.compile(rf"(?<![0-9])(20[0-9]{{2}})\s*[-/.年]\s*([01]?[0-9])\s*月?\s+([0-3]?[0-9]){_AFTER}\s*日?")
_WITHOUT_YEAR = re.compile(rf"(?<![-0-9./年])([01]?[0-9])\s*[-/月.]\s*([0-3]?[0-9]){_AFTER}\s*日?(?![-0-9./])")
_MONTH = re.compile(r"(20[0-9]{2})\s*[-/.年]\s*([01]?[0-9])\s*月?份?")
_NUMBER = re.compile(r"([0-3]?[0-9])\s*日")
_AGO = re.compile(r"([0-9]{1,3})\s*(分钟|小时|天|日|周|个月)前|(今天|昨天|前天|刚刚)")
_STEPS = {"分钟": 0, "小时": 0, "天": 1, "日": 1, "周": 7, "个月": 30}
_NAMED = {"今天": 0, "刚刚": 0, "昨天": 1, "前天": 2}
# 2020年3月15日疫情情况 is a title.
_OF_ITSELF = rf"(?!\s*20[0-9]{{2}}年[0-9]{{1,2}}月[0-9]{{1,2}}日[{HAN}])"
_AT_ENDS = tuple(
    re.compile(rf"^{_OF_ITSELF}\s*{opening}\s*(?:{pattern.pattern})\s*{closing}|{opening}\s*(?:{pattern.pattern})\s*{closing}\s*$")
    for pattern, opening, closing in (
        *((pattern, r"[\[(（【]?", r"[\])）】]?") for pattern in (_FULL, _COMPACT, _DAY_FIRST, _DAY_LAST)),
        (_WITHOUT_YEAR, r"(?:\[|(?<=\s)|^)", r"(?:\]|(?=\s)|$)"),
    )
)
# In addresses: /202103/t20210315_123.html, /2021/03/15/, /2021/0315/.
_IN_ADDRESS = (
    re.compile(r"[/t_-](20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])"),
    re.compile(r"/(20[0-9]{2})[-/_]([01]?[0-9])[-/_]([0-3]?[0-9])(?![0-9])"),
    re.compile(r"/(20[0-9]{2})/([01][0-9])([0-3][0-9])(?![0-9])"),
)
_MONTH_IN_ADDRESS = re.compile(r"/(20[0-9]{2})[-/_]?(?:[01][0-9])?(?:[-/_]|$)")


def day_in(text: str, seen_on: date, address: str = "") -> date | None:
    """The last day that a text tells with certainty; where it has no year, the address of the entry tells it, else the day of reading.

    The last, because lists that print two say when a thing was written before they say when it was published.
    """
    told = tuple(_days(text, seen_on, address))
    return told[-1] if told else None


def is_a_month(text: str) -> bool:
    """Whether a text is a year with a month and nothing else: 2021年3月."""
    return _MONTH.fullmatch(text.strip()) is not None


def day_of(month: str, text: str) -> date | None:
    """The day of a month where a text is its number and nothing else: 15日."""
    told, number = _MONTH.fullmatch(month.strip()), _NUMBER.fullmatch(text.strip())
    return _day(int(told[1]), int(told[2]), int(number[1])) if told and number else None


def has_day(text: str) -> bool:
    """Whether anything like a day stands there."""
    return any(pattern.search(text) for pattern in (_FULL, _COMPACT, _DAY_FIRST, _DAY_LAST, _WITHOUT_YEAR, _AGO))


def without_days(text: str) -> str:
    """A text less the days at its ends, with the brackets around them; a day without its year in round ones is of the text itself,
    and so is one that the text begins with and goes on from.
    """
    for ending in _AT_ENDS:
        text = ending.sub("", text)
    return text.strip()


def day_in_address(address: str) -> date | None:
    """The day that many systems put into the address of a page."""
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(address):
            if day := _day(*map(int, match.groups())):
                return day
    return None


def _days(text: str, seen_on: date, address: str) -> Iterator[date]:
    for pattern, order in ((_FULL, (0, 1, 2)), (_COMPACT, (0, 1, 2)), (_DAY_FIRST, (1, 2, 0)), (_DAY_LAST, (0, 1, 2))):
        days = [day for match in pattern.finditer(text) if (day := _day(*(int(match.groups()[at]) for at in order)))]
        if days:
            yield from days
            return
    if match := _AGO.search(text):
        count, step, named = match.groups()
        yield seen_on - timedelta(days=int(count) * _STEPS[step] if step else _NAMED[named])
        return
    for match in _WITHOUT_YEAR.finditer(text):
        if day := _with_year(int(match[1]), int(match[2]), seen_on, address):
            yield day


def _with_year(month: int, day: int, seen_on: date, address: str) -> date | None:
    """In the year of the address, else the last one in which that day had come."""
    if told := day_in_address(address):
        return _day(told.year, month, day)
    if match := _MONTH_IN_ADDRESS.search(address):
        return _day(int(match[1]), month, day)
    this_year = _day(seen_on.year, month, day)
    return this_year if this_year and this_year <= seen_on else _day(seen_on.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_only_a_day(text: str) -> bool:
    """Whether a text is a day and nothing else, as a link's own words never are."""
    return has_day(text) and len(squeezed(without_days(text))) <= 1
