"""Whole numbers in Chinese, written and read: 十二, 壹佰零伍, 二〇二一.

Insides of character classes, for regular expressions:
`COUNTING` the numerals of headings and items · `ZEROS` and `YEAR_DIGITS` what stands for a digit in a year.
`SMALL_NUMBER` is the pattern of a number of at most two places, in Arabic or Chinese.
"""

from __future__ import annotations

import unicodedata

DIGITS = "〇一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
COUNTING = f"{DIGITS[1:]}十"
# What comes in whole numbers.
COUNTED = "[月条个项家所处座户名件台套辆亩]|人(?!民币)"
LARGEST = 9999
# What is typed, and misread by machines, for 〇.
ZEROS = "〇零○0０OＯoО"
YEAR_DIGITS = f"{DIGITS[1:]}{ZEROS}"
SMALL_NUMBER = f"(?:[0-9]{{1,2}}|[{DIGITS[1:]}]?十[{DIGITS[1:]}]?|[{DIGITS[1:]}两])"
_POWERS = {"十": 10, "百": 100, "千": 1000}
_VALUES = dict.fromkeys(ZEROS, 0) | {digit: value for value, digit in enumerate(DIGITS)} | {"两": 2}


def chinese_number(number: int) -> str:
    """十二, 二十, 一百零五: a number up to `LARGEST` in words."""
    return _in_words(number, DIGITS, "十百千")


def formal_number(number: int) -> str:
    """壹拾贰, 壹佰零伍: as on bills."""
    return _in_words(number, FORMAL_DIGITS, "拾佰仟")


def digit_by_digit(number: int) -> str:
    """二〇二一."""
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _in_words(number: int, digits: str, powers: str) -> str:
    if number == 0:
        return digits[0]
    written, pending_zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += ("零" if pending_zero and written else "") + digits[digit] + (powers[power - 1] if power else "")
            pending_zero = False
        else:
            pending_zero = True
    # Ten is 十, not 一十; the formal writing keeps its 壹.
    return written[1:] if written.startswith("一十") else written


def value(numeral: str) -> int:
    """The value of a printed number: 12, １２, 十二, 一百零五, 二〇二一, ⑫."""
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return int(unicodedata.numeric(numeral))
    return _counted(numeral) if set(numeral) & set(_POWERS) else int("".join(str(_digit(sign)) for sign in numeral))


def _counted(numeral: str) -> int:
    total, digit = 0, 0
    for sign in numeral:
        if sign in _POWERS:
            total, digit = total + (digit or 1) * _POWERS[sign], 0
        else:
            digit = _digit(sign)
    return total + digit


def _digit(sign: str) -> int:
    return int(sign) if sign.isdecimal() else _VALUES[sign]
