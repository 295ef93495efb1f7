"""What a notice says about how all of its rows are to be read: of which year they are, who leads where nobody is said to, by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gongkai.words.folding import fold
from gongkai.words.numerals import YEAR_DIGITS, ZEROS, value

from .reading import Doubt, Piece, Reading

_FIRST_LEADS = re.compile(
    r"(?:(?:排|列|位)(?:名|在|于)?(?:第一|首)位?(?:的|者)?(?:责任)?(?:单位|部门|者)?,?的?|第一(?:个|责任|家)?(?:单位|部门)?|首个?(?:位|家)?(?:责任)?(?:单位|部门)?)"
    r"的?(?:即?为|是|系|即|作为)(?:该项(?:工作)?|本项(?:工作)?)?的?(?:总?牵头|主办|主责)"
)
_SEVERAL = re.compile("(?:两|二|2|多)个(?:及|或)?以上|多个(?:责任)?(?:单位|部门)|两家以上")


_YEAR = rf"(20[0-9]{{2}}|二[{ZEROS}][{YEAR_DIGITS}]{{2}})"


_DUE = re.compile(
    r"(?:各项|所有|全部|[上前]述|以上)(?:重点|工作|目标)*(?:任务|工作|事项|措施)[^。;]{0,16}[前底内][^。;]{0,8}(?:完成|落实|办结)|"
    r"[前底内][^。;]{0,8}(?:完成|落实)(?:各项|所有|全部|[上前]述|以上)(?:重点|工作|目标)*任务"
)
_OWN_CATALOGUE = re.compile(
    r"(?P<owner>.{2,24}?(?:局|委|委员会|办公室|政府|办事处|管委会|中心))(?=[0-9(]|政务|政府信息|信息|主动|公开|事项).*(?:目录|清单|事项表)"
)


@dataclass(frozen=True)
class Rules:
    """`first_leads` is of how many units at least the first leads, 0 where nothing says so; `due` is the sentence with a deadline of all tasks.

    `told` says of each rule in Chinese what it was taken for.
    """

    first_leads: int = 0
    due: str = ""
    told: tuple[str, ...] = ()


def owned(reading: Reading) -> Reading:
    """A bureau's own catalogue, which names no unit, with the bureau as the unit of all rows."""
    own = _OWN_CATALOGUE.match(_flat(reading.title))
    if not own or any(piece.text.strip() for row in reading.rows for piece in (row.units, row.lead, row.responsible)):
        return reading
    why = f"目录里没有写单位，照标题填写发布目录的“{own['owner']}”，请核对。"
    rows = tuple(replace(row, units=Piece(own["owner"], row.text.line)) for row in reading.rows)
    return replace(reading, rows=rows, doubts=(*reading.doubts, *(Doubt(row.id, "responsible_units", row.text.line, why) for row in rows)))


def year_of(reading: Reading) -> int | None:
    """The year of a plan: in its title (2025年, 二〇二五年, 2025政务公开), else in its document number, else that of its date."""
    for text, pattern in (
        (reading.title, rf"{_YEAR}年"),
        (reading.title, rf"^{_YEAR}(?![0-9])"),
        (reading.title, rf"(?<![0-9〔(.\-/]){_YEAR}(?![0-9.\-/〕)号])"),
        (reading.document_number, rf"〔{_YEAR}〕"),
        (reading.issued_on, rf"^{_YEAR}-"),
    ):
        if match := re.search(pattern, _flat(text)):
            return value(match[1])
    return None


def rules(reading: Reading) -> Rules:
    """The rules of a notice, wherever it states them: before the rows, behind them, in a bracket of a row."""
    firsts = dict.fromkeys(_sentences(_texts(reading), _FIRST_LEADS))
    dues = [*_sentences((reading.preamble, *_beside(reading)), _DUE)][:1]
    return Rules(
        (2 if any(map(_SEVERAL.search, firsts)) else 1) if firsts else 0,
        "".join(dues),
        (
            *(f"“{words}”：没有写明牵头的，第一个单位读作牵头" for words in firsts),
            *(f"“{words}”：没有写时限的任务照此填写" for words in dues),
        ),
    )


def _sentences(texts: Iterable[str], rule: re.Pattern[str]) -> Iterator[str]:
    """The sentences around a rule, or the brackets that hold it."""
    for text in map(_flat, texts):
        if match := rule.search(text):
            start = max(text.rfind(sign, 0, match.start()) for sign in "。;(")
            ends = [end for sign in "。;)" if (end := text.find(sign, match.end())) >= 0]
            yield text[start + 1 : min(ends, default=len(text))]


def _texts(reading: Reading) -> Iterator[str]:
    yield from (reading.title, reading.preamble, *_beside(reading))
    for row in reading.rows:
        yield from (piece.text for piece in (row.units, row.lead, row.responsible) if "第一" in piece.text or "首" in piece.text)


def _beside(reading: Reading) -> Iterator[str]:
    """What is in no field and stands in the document for all to see."""
    return (left.text for left in reading.left_over if not left.is_outside)


def _flat(text: str) -> str:
    return re.sub(r"\s", "", fold(text))
