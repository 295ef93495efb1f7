"""Days and months in words."""

from datetime import date

import pytest
from gongkai.words.dates import chinese_date, chinese_months, distance


def test_day():
    assert chinese_date(date(2021, 6, 3)) == "2021年6月3日"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 6, 1), date(2021, 6, 30), "2021年6月"),
        (date(2021, 6, 1), date(2021, 8, 1), "2021年6月至8月"),
        (date(2021, 6, 1), date(2022, 6, 1), "2021年6月至2022年6月"),
    ],
)
def test_months(first, last, words):
    assert chinese_months(first, last) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2021, 6, 29), "日期已过"), (date(2021, 6, 30), "就是判定日期"), (date(2021, 7, 2), "还有 2 天")],
)
def test_distance_from_the_date_of_the_build(day, words):
    assert distance(day, date(2021, 6, 30)) == words
