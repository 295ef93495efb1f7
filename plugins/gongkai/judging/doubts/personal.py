"""Numbers that are somebody's own: identity, mobile telephone, bank card. No text is published with them unless somebody answers for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from gongkai.records.problems import Effect, Problem

from .values import Kind, Stated, remark

# Numbers of documents are long and mean nobody.
_NO_TEXT = {"index_number", "document_number", "snapshot", "problem"}
_ADDRESS = re.compile(r"https?://[!-~]+")
_GAP = r"[ \-‐-―·]?"
# As many digits as the shortest of these numbers has; few texts have them.
_LONG = re.compile(f"[0-9](?:{_GAP}[0-9]){{10}}")
_BEFORE, _AFTER = "(?<![0-9A-Za-z])", "(?![0-9A-Za-z])"
# Looked for from every place on, for two may stand side by side.
_IDENTITY = re.compile(rf"{_BEFORE}(?=([1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]){_AFTER})")
_BORN_ON = re.compile("[0-9]{6}((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_MOBILE = re.compile(rf"{_BEFORE}(?:(?:\+|00)?86{_GAP})?(1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}){_AFTER}")
_AMOUNT = re.compile(r"\s*[万亿]?(元|平方米|公里|吨|美元)|\.[0-9]")
_CARD = re.compile(rf"{_BEFORE}([0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?:{_GAP}[0-9]{{1,3}})?){_AFTER}")
# The banks' cards of today begin with 62, older ones with 9558, those of credit with 4 and 5.
_ISSUED = re.compile("62([0-9]{14}|[0-9]{15}|[0-9]{17})|9558[0-9]{15}|[45][0-9]{15}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def personal_numbers(stated: Stated) -> Iterator[tuple[str, str, Problem]]:
    """What kind of number, the number, and the gate that it is, for each that stands in a text of the file."""
    for standing in stated.values:
        if standing.kind is Kind.TEXT and standing.key not in _NO_TEXT:
            for kind, number in _numbers(str(standing.value)):
                shown = f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"
                fault = f"里面有{kind}（{shown}），是个人信息。"
                yield kind, number, remark(stated.file, standing.location, fault, "请删去，或把中间几位遮成 *。", Effect.GATE)


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    narrow = unicodedata.normalize("NFKC", text)
    if not _LONG.search(narrow):
        return
    narrow = _ADDRESS.sub(" ", narrow)
    for match in _IDENTITY.finditer(narrow):
        if is_identity(_bare(match[1])):
            yield "公民身份号码（身份证号）", _bare(match[1])
    for match in _MOBILE.finditer(narrow):
        if not _AMOUNT.match(narrow, match.end()):
            yield "手机号码", _bare(match[1])
    for match in _CARD.finditer(narrow):
        if _ISSUED.fullmatch(_bare(match[1])) and _has_check_digit(_bare(match[1])):
            yield "银行卡号", _bare(match[1])


def _bare(number: str) -> str:
    return re.sub("[^0-9X]", "", number.upper())


def is_identity(number: str) -> bool:
    """Whether it is a citizen's identity number with its check digit (GB 11643)."""
    match = _BORN_ON.match(number)
    if not match:
        return False
    try:
        date(*map(int, match.groups()))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1]


def _has_check_digit(number: str) -> bool:
    """The check digit of cards (ISO/IEC 7812)."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004 - digits add up
