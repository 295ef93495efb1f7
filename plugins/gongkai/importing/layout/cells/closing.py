"""Lines that close a notice: its issuer, its date, and who may read it."""

from __future__ import annotations

import re

from gongkai.words.numerals import COUNTING, YEAR_DIGITS, value
from gongkai.words.text import HAN

from .numbering import half_width
from .roles import simplified
from .wording import one_line

DATE = re.compile(r"((?:19|20)\d{2})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")
_HAN_DATE = re.compile(rf"([二一][{YEAR_DIGITS}]{{3}})年([{COUNTING}]{{1,2}})月([{COUNTING}]{{1,3}})日")
PUBLICITY = re.compile(
    r"[（(]?此件.{0,12}(?:公开|发布|发至).{0,8}[）)]?|[（(]?公开属性.*|主动公开|抄送.*|.*(?<!关于)印发$|校对.*|打印.*|责任编辑.*"
)
ISSUER = re.compile(
    rf"[{HAN}A-Z×Ｘ（）()]{{3,30}}(?:政府|办公室|委员会|局|厅|部|委|领导小组|中心|院|公室|党委|处|会|镇|街道|乡|学院|大学|医院)"
)


def is_closing(text: str) -> bool:
    """Whether a line is a signature, a date or a note of who may read the notice."""
    words = simplified(one_line(text))
    return bool(PUBLICITY.fullmatch(words)) or bool(date_in(words, whole=True)) or bool(ISSUER.fullmatch(words))


def date_in(text: str, *, whole: bool = False) -> str:
    """The day that words name, as 2021-05-25; only if they name nothing else where `whole`."""
    folded = simplified(half_width(text)).strip()
    match = DATE.fullmatch(folded) if whole else DATE.search(folded)
    if match:
        numbers = [int(match[1]), int(match[2]), int(match[3])]
    elif han := _HAN_DATE.fullmatch(folded) if whole else _HAN_DATE.search(folded):
        numbers = [value(number) for number in han.groups()]
    else:
        return ""
    year_number, month, day = numbers
    return f"{year_number}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""  # noqa: PLR2004 -- months and days
