"""Days and months in words."""

from datetime import date

import pytest
from gongkai.words.dates import chinese_date, chinese_months, day_of, distance


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


@pytest.mark.parametrize(
    "text", ["2024-02-29", "2024年2月29日", "2024.2.29", "24/2/29", "20240229", "45351", "二〇二四年二月二十九日", "2024-02-29 08:30"]
)
def test_a_day_is_read_however_it_is_written(text):
    assert day_of(text) == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2023-02-29", "2月29日", "2024年2月", "2024-02-29前", "2024-02-28、2024-02-29", "20240230", ""])
def test_what_is_no_whole_day_is_no_day(text):
    assert day_of(text) is None
