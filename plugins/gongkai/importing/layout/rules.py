"""What a notice says about how all of its rows are to be read: of which year they are, who leads where nobody is said to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.words.folding import fold
from gongkai.words.numerals import YEAR_DIGITS, ZEROS, value

from .reading import Reading

_FIRST_LEADS = re.compile(
    r"(?:(?:排|列|位)(?:名|在|于)?(?:第一|首)位?(?:的|者)?(?:责任)?(?:单位|部门|者)?,?的?|第一(?:个|责任|家)?(?:单位|部门)?|首个?(?:位|家)?(?:责任)?(?:单位|部门)?)"
    r"的?(?:即?为|是|系|即|作为)(?:该项(?:工作)?|本项(?:工作)?)?的?(?:总?牵头|主办|主责)"
)
_SEVERAL = re.compile("(?:两|二|2|多)个(?:及|或)?以上|多个(?:责任)?(?:单位|部门)|两家以上")


_YEAR = rf"(?P<year>20[0-9]{{2}}|二[{ZEROS}][{YEAR_DIGITS}]{{2}})"


@dataclass(frozen=True)
class Rules:
    """`first_leads` is of how many units at least the first leads, 0 where nothing says so; `words` are the sentences that say it."""

    first_leads: int = 0
    words: tuple[str, ...] = ()


def year_of(reading: Reading) -> int | None:
    """The year of a plan: in its title (2025年, 二〇二五年, 2025政务公开), else in its document number, else that of its date."""
    for text, pattern in (
        (reading.title, rf"{_YEAR}年"),
        (reading.title, rf"^(?:{_YEAR})(?![0-9])|(?<![0-9〔(.\-/]){_YEAR.replace('year', 'inside')}(?![0-9.\-/〕)号])"),
        (reading.document_number, rf"〔{_YEAR}〕"),
        (reading.issued_on, rf"^{_YEAR}-"),
    ):
        if match := re.search(pattern, _flat(text)):
            return value(next(filter(None, match.groups())))
    return None


def rules(reading: Reading) -> Rules:
    """The rules of a notice, wherever it states them: before the rows, behind them, in a bracket of a row."""
    said = [(text, match) for text in map(_flat, _texts(reading)) if (match := _FIRST_LEADS.search(text))]
    if not said:
        return Rules()
    sentences = tuple(dict.fromkeys(_sentence(text, match) for text, match in said))
    return Rules(2 if any(_SEVERAL.search(sentence) for sentence in sentences) else 1, sentences)


def _texts(reading: Reading) -> Iterator[str]:
    yield from (reading.title, reading.preamble, *(left.text for left in reading.left_over))
    for row in reading.rows:
        yield from (piece.text for piece in (row.units, row.lead, row.responsible) if "第一" in piece.text or "首" in piece.text)


def _flat(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence around a rule, or the bracket that holds it."""
    start = max(text.rfind(sign, 0, match.start()) for sign in "。;(")
    ends = [end for sign in "。;)" if (end := text.find(sign, match.end())) >= 0]
    return text[start + 1 : min(ends, default=len(text))]
