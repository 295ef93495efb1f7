"""A number as Word writes it in a list: 一, 甲, ①, １, a, iv."""

from __future__ import annotations

from gongkai.words.numerals import LARGEST, chinese_number, digit_by_digit, formal_number

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
COUNTING = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "koreanCounting",
    "ideographDigital0",
}
LEGAL = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}
SERIES = {"ideographTraditional": STEMS, "ideographZodiac": BRANCHES}
# The first of each series that Unicode has as single characters, and how many there are.
FIRST_GLYPHS = {
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "decimalEnclosedParen": "⑴",
    "decimalEnclosedFullstop": "⒈",
    "ideographEnclosedCircle": "㊀",
}
GLYPHS = 20
FEWER_GLYPHS = {"ideographEnclosedCircle": 10}


def numeral(number: int, form: str) -> str:
    """The number in one of Word's forms; forms that Chinese documents do not use come as plain digits."""
    if not 0 <= number <= LARGEST:
        return str(number)
    if form in COUNTING:
        return chinese_number(number)
    if form in LEGAL:
        return formal_number(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return digit_by_digit(number)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    return _other(number, form)


def _other(number: int, form: str) -> str:
    if form in FIRST_GLYPHS and 1 <= number <= FEWER_GLYPHS.get(form, GLYPHS):
        return chr(ord(FIRST_GLYPHS[form]) - 1 + number)
    if form in SERIES and number:
        return SERIES[form][(number - 1) % len(SERIES[form])]
    if form.endswith("Letter") and number:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form.endswith("Roman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return {"none": "", "decimalZero": f"{number:02}"}.get(form, str(number))


def _roman(number: int) -> str:
    written = ""
    for worth, letters in ROMAN:
        written += letters * (number // worth)
        number %= worth
    return written
