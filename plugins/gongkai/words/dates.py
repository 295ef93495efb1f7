"""Days and months in words."""

from __future__ import annotations

from datetime import date


def chinese_date(day: date) -> str:
    """2021年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_months(first: date, last: date) -> str:
    """2021年6月, 2021年6月至8月, 2021年6月至2022年1月."""
    begin = f"{first.year}年{first.month}月"
    if (first.year, first.month) == (last.year, last.month):
        return begin
    return f"{begin}至{last.month}月" if first.year == last.year else f"{begin}至{last.year}年{last.month}月"


def distance(day: date, as_of: date) -> str:
    """How far a day is from the date of the build, in words."""
    if day == as_of:
        return "就是判定日期"
    return f"还有 {(day - as_of).days} 天" if day > as_of else "日期已过"
