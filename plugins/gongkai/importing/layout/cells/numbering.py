"""Numbers that open a heading or an item, in all their writings: 第一部分 一、 （一） 1． （1） ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.words.numerals import COUNTED, COUNTING, value

PART, HAN, HAN_BRACKETED, ARABIC, ARABIC_BRACKETED, CIRCLED = range(6)

_HAN = f"{COUNTING}百〇零"
_WRITINGS = (
    (PART, re.compile(rf"第([{_HAN}\d]{{1,4}})(?:部分|章|篇|板块|节|方面|大类|类)[、：:.．，\s]*")),
    (HAN, re.compile(rf"([{_HAN}]{{1,4}})\s*(?:、|[.．,，](?!\d))\s*")),
    (HAN_BRACKETED, re.compile(rf"[（(〔]\s*([{_HAN}]{{1,4}})\s*[）)〕][、.．]?\s*")),
    # 5.9月底前 and 6.14条道路 count an item and name a month, a number of things; 5.9万 and 6.5% are numbers.
    (
        ARABIC,
        re.compile(
            rf"(\d{{1,3}})\s*(?:、(?!\d{{1,2}}月)|[.．](?=\d{{1,2}}(?:{COUNTED}))|[.．](?!\d{{1,2}}(?!\d))(?!\d+(?:%|％|亿|万)))\s*"
        ),
    ),
    (ARABIC_BRACKETED, re.compile(r"[（(]?(\d{1,3})[）)][、.．]?\s*")),
    (CIRCLED, re.compile(r"([①-⑳])[、.．]?\s*")),
)


@dataclass(frozen=True)
class Marker:
    """A number at the beginning of words: how it is written, its value, as printed, and the words after it."""

    kind: int
    number: int
    printed: str
    rest: str

    @property
    def heads(self) -> bool:
        """Whether such numbers open headings: 第一部分 一、 （一）."""
        return self.kind <= HAN_BRACKETED


def marker(text: str) -> Marker | None:
    """The number that opens the words, if one does."""
    text = text.strip()
    folded = half_width(text[:12]) + text[12:]
    for kind, writing in _WRITINGS:
        match = writing.match(folded)
        if match:
            return Marker(kind, value(match[1]), text[: match.end()].strip(), text[match.end() :].strip())
    return None


def half_width(text: str) -> str:
    """Full-width digits as plain ones, character for character."""
    return "".join(chr(ord(character) - 0xFEE0) if "０" <= character <= "９" else character for character in text)


def parts(text: str, kind: int) -> list[int]:
    """The numbers of one writing that open lines of a text, in order."""
    markers = (marker(line) for line in text.split("\n"))
    return [opener.number for opener in markers if opener and opener.kind == kind]
