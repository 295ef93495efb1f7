"""Days and months in words."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta

from .numerals import SMALL_NUMBER, YEAR_DIGITS, value

_DAY = re.compile(
    rf"(?<![0-9])(?P<year>[0-9oO]{{4}}|[{YEAR_DIGITS}]{{4}}|[0-9]{{2}})\s*[-/.,年—–_−]\s*"
    rf"(?P<month>[0-9oO]{{1,2}}|{SMALL_NUMBER})\s*[-/.,月—–_−]\s*(?P<day>[0-9oO]{{1,2}}|{SMALL_NUMBER})(?![0-9])"
)
_COMPACT = re.compile(r"(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH = re.compile(r"(?P<year>20[0-9]{2})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*月?")
_WITHOUT_YEAR = re.compile(rf"(?:[0-9]{{1,2}}|{SMALL_NUMBER})\s*[月./-]\s*(?:[0-9]{{1,2}}|{SMALL_NUMBER})[日号]?.*")
# Days as spreadsheets count them, of the years that plans are of.
_SERIAL = re.compile("[3-6][0-9]{4}")
_FIRST = date(1899, 12, 30)
# A day that a spreadsheet shows with its hour.
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$")


def chinese_date(day: date) -> str:
    """2021年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_months(first: date, last: date) -> str:
    """2021年6月, 2021年6月至8月, 2021年6月至2022年1月."""
    begin = f"{first.year}年{first.month}月"
    if (first.year, first.month) == (last.year, last.month):
        return begin
    return f"{begin}至{last.month}月" if first.year == last.year else f"{begin}至{last.year}年{last.month}月"


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def distance(day: date, as_of: date) -> str:
    """How far a day is from the date of the build, in words."""
    if day == as_of:
        return "就是判定日期"
    return f"还有 {(day - as_of).days} 天" if day > as_of else "日期已过"


def day_of(text: str) -> date | None:
    """The day that somebody means, in any form with a year that people or spreadsheets write; None where there is none."""
    plain = _TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    if _SERIAL.fullmatch(plain):
        return _FIRST + timedelta(int(plain))
    match = (_COMPACT if plain.isdecimal() else _DAY).fullmatch(re.sub(r"\s*[日号]$", "", plain))
    if not match:
        return None
    year, month, day = (_number(match[key]) for key in ("year", "month", "day"))
    try:
        return date(year + 2000 if year in range(100) else year, month, day)
    except ValueError:
        return None


def remedy_for_day(text: str) -> str:
    """How a day that is written otherwise than 2021-06-30 should be written, as far as it can be guessed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(plain):
        counted = _FIRST + timedelta(int(plain))
        return f"像是电子表格里的日期序号，请核对后写成 {counted.isoformat()}。"
    days = [day for match in (_COMPACT.finditer(plain) if plain.isdecimal() else _DAY.finditer(plain)) if (day := _meant(match))]
    if len(set(days)) > 1:
        return f"只能写一天，如 {days[0]}。"
    if days:
        return f"请写成 {days[0]}。"
    if month := _MONTH.fullmatch(plain):
        return f"还缺哪一天，请写成 {month['year']}-{int(month['month']):02}-15 的样子。"
    if _WITHOUT_YEAR.fullmatch(plain):
        return "还缺年份，请写成年-月-日，如 2021-06-30。"
    return "请写成年-月-日，如 2021-06-30；没有确切日期的，不写这个字段。"


def _meant(match: re.Match[str]) -> str:
    year, month, day = (_number(match[key]) for key in ("year", "month", "day"))
    if not year or month not in range(1, 13) or day not in range(1, 32):
        return ""
    year += 2000 if year in range(100) else 0
    return date(year, month, min(day, calendar.monthrange(year, month)[1])).isoformat()


def _number(numeral: str) -> int:
    digits = numeral.replace("o", "0").replace("O", "0")
    return int(digits) if digits.isdecimal() else value(numeral)
