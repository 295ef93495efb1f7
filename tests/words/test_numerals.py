"""Whole numbers in Chinese, written and read."""

import re

import pytest
from gongkai.words.numerals import COUNTING, SMALL_NUMBER, YEAR_DIGITS, chinese_number, digit_by_digit, formal_number, value


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "〇"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (2021, "二千零二十一"),
        (9999, "九千九百九十九"),
    ],
)
def test_number_in_words(number, written):
    assert chinese_number(number) == written


@pytest.mark.parametrize(("number", "written"), [(0, "零"), (12, "壹拾贰"), (105, "壹佰零伍"), (3000, "叁仟")])
def test_formal_number(number, written):
    assert formal_number(number) == written


def test_number_digit_by_digit():
    assert digit_by_digit(2021) == "二〇二一"


def test_what_is_written_is_read():
    numbers = list(range(10_000))

    assert [value(chinese_number(number)) for number in numbers] == numbers
    assert [value(digit_by_digit(number)) for number in numbers] == numbers


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("①", 1),
        ("⑳", 20),
        ("两", 2),
        ("零", 0),
        ("二十", 20),
        ("百", 100),
        ("二○二一", 2021),
        ("二零二一", 2021),
        ("二OО九", 2009),
        ("二Ｏo0", 2000),
    ],
)
def test_numeral_as_printed(numeral, number):
    assert value(numeral) == number


@pytest.mark.parametrize("numeral", ["5", "30", "五", "两", "十", "十二", "三十", "三十一"])
def test_small_number_is_noticed(numeral):
    assert re.fullmatch(SMALL_NUMBER, numeral)


@pytest.mark.parametrize("text", ["", "100", "百", "一二", "半", "〇"])
def test_other_words_are_no_small_number(text):
    assert not re.fullmatch(SMALL_NUMBER, text)


def test_signs_of_a_year_and_of_a_heading_have_a_value():
    assert [value(sign) for sign in YEAR_DIGITS] == [1, 2, 3, 4, 5, 6, 7, 8, 9, *[0] * 9]
    assert [value(sign) for sign in COUNTING] == list(range(1, 11))
