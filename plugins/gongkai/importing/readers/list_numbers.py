"""A number as Word writes it in a list: 一, 甲, ①, １, a, iv."""

from __future__ import annotations

import re

from gongkai.words.numerals import LARGEST, chinese_number, digit_by_digit, formal_number

SERIES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
# The first of each series that Unicode has as single characters, and how many there are.
GLYPHS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"), ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")


def numeral(number: int, form: str) -> str:
    """The number in one of Word's forms; forms that Chinese documents do not use come as plain digits."""
    if not 0 < number <= LARGEST:
        return str(number)
    first, last = GLYPHS.get(form, ("", 0))
    if number <= last:
        return chr(ord(first) - 1 + number)
    if form in SERIES:
        return SERIES[form][(number - 1) % len(SERIES[form])]
    if re.search("Counting|ideographDigital0", form):
        return chinese_number(number)
    if re.search("[lL]egal", form):
        return formal_number(number)
    return _in_digits_or_letters(number, form)


def _in_digits_or_letters(number: int, form: str) -> str:
    if re.search("[dD]igital", form):
        return digit_by_digit(number)
    written = str(number)
    if form.startswith("decimalFullWidth"):
        written = "".join(chr(ord("０") + int(digit)) for digit in written)
    elif form.endswith("Letter"):
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman") and number < 100:  # noqa: PLR2004
        written = ROMAN[1][number // 10] + ROMAN[0][number % 10]
    return {"none": "", "decimalZero": f"{number:02}"}.get(form, written.upper() if form.startswith("upper") else written)
