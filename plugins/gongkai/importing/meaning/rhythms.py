"""How often: 每年不少于4次，其中…不少于2次, 每季度, 按月, 至少每3个月更新一次."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from gongkai.records.plan_records import Period, Recurrence, SubCount, Window
from gongkai.words.numerals import SMALL_NUMBER, value

from .dates import Said, words_of

_PERIODS: tuple[tuple[str, Period], ...] = (
    ("半年", "half_year"),
    ("季", "quarter"),
    ("月", "month"),
    ("周|星期", "week"),
    ("", "year"),
)
_EVERY = re.compile(
    r"每[个一1]?(?P<each>半年度?|季度?|月份?|周|星期|自然年|年度?)(?![代级前后])|(?<![两半双二三四五六0-9])(?P<once>半年|季度|月|周|年)(?=\s*[一1]次)|"
    r"[按逐](?P<by>半年度?|季度?|月度?|周|年度?)(?=[^份底末]|$)|(?:年内|全年|年均|年度内|本年度|一年|当年|今年)(?![前后])"
)
_LEAST = r"(?:至少|最少|不少于|不得少于|不低于|不小于|≥|>=)"
_NUMBER = rf"(?P<times>{SMALL_NUMBER}|[0-9]{{1,3}})"
_TIMES = re.compile(
    rf"(?:(?P<least>{_LEAST})[^,。;]{{0,14}}?)?{_NUMBER}\s*(?:(?P<act>次|场次?|期|回|轮|批次?)|[个件项条篇部家])(?P<more>\s*\(?[或及]?以上)?"
)
_OF_THESE = re.compile(
    rf"其中[,:]?(?:(?P<what>[^,。;、]{{2,40}}?)(?:应当?|要)?{_LEAST}{_NUMBER}\s*[次场期]|(?:应当?|要)?{_LEAST}(?P<first>{SMALL_NUMBER})\s*[次场期][由为是]?(?P<rest>[^,。;]{{2,40}}))"
)
_WINDOW = re.compile(rf"每隔?\s*{_NUMBER}\s*(?P<unit>个月|[天日])[^,。;]{{0,12}}(?:更新|公开|公布|发布|维护|调整)")
_EVERY_MONTHS = re.compile(r"每隔?\s*(?P<months>1|3|6|12|一|三|六|十二)\s*个月")
_MONTHS: dict[int, Period] = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}
_FROM = re.compile(rf"[自从](?:(?P<year>20[0-9]{{2}})年)?(?P<month>{SMALL_NUMBER})月份?(?:(?P<day>{SMALL_NUMBER})日)?起.{{0,3}}$")
# What is held so often is counted, even once; that it is published once in a period is a rhythm.
_ACTIVITY = re.compile("开展|召开|举办|组织|举行|听取|邀请|研究|培训|参加|会议|接访|走访|检查|演练|评估|评议|督查|督导|通报|座谈|巡查|抽查")
_PUBLISHED = re.compile("地?(?:公开|公布|发布|公示|更新|报送)")
_REACH, _NEAR, _MONTHS_A_YEAR = 60, 12, 12


def read(text: str, folded: str, year: int | None) -> Said | None:
    """The first count of a text, else its first rhythm."""
    if match := _WINDOW.search(folded):
        window = Window.model_validate({"within": value(match["times"]), "unit": "months" if match["unit"] == "个月" else "days"})
        return Said(*match.span(), words_of(text, *match.span()), window=window)
    if match := _EVERY_MONTHS.search(folded):
        return Said(*match.span(), words_of(text, *match.span()), recurrence=_recurrence(1, _MONTHS[value(match["months"])]))
    counted = [(period, times) for period in _EVERY.finditer(folded) if (times := _times(folded, period))]
    if counted:
        # 每季度1次，全年不少于4次: the least number asked for counts.
        return _count(text, *next((both for both in counted if both[1]["least"] or both[1]["more"]), counted[0]), year)
    rhythm = next((period for period in _EVERY.finditer(folded) if period.lastgroup), None)
    return _rhythm(text, rhythm, 1, year) if rhythm else _without_period(text, folded)


def _times(folded: str, period: re.Match[str]) -> re.Match[str] | None:
    """The number that belongs to a period: the nearest in its sentence. 全年 belongs to sums of goals as well (全年新开工40个)."""
    others = (sign.start() for sign in re.finditer(f"[。;]|{_EVERY.pattern}", folded[period.end() :]))
    numbers = _TIMES.finditer(folded, period.end(), period.end() + min(next(others, _REACH), _REACH))
    return next((number for number in numbers if number["act"] or (period.lastgroup and (number["least"] or number["more"]))), None)


def _count(text: str, period: re.Match[str], times: re.Match[str], year: int | None) -> Said:
    folded, number, end = period.string, value(times["times"]), times.end()
    is_least = times["least"] or times["more"] or re.search(_LEAST, folded[max(0, period.start() - 6) : end])
    is_activity = _ACTIVITY.search(folded[period.start() : end + 12]) and not (number == 1 and _PUBLISHED.match(folded, end))
    return _rhythm(text, period, number, year, _including(text, folded, end), is_count=bool(is_least or is_activity or number > 1))


def _rhythm(
    text: str, period: re.Match[str], times: int, year: int | None, including: tuple[SubCount, ...] = (), *, is_count: bool = False
) -> Said:
    """每季度, 全年4次; its own words are those for the rhythm: how many times is no time."""
    per = next(per for sign, per in _PERIODS if re.search(sign, period[period.lastgroup or 0]))
    starts_on = ends_on = None
    note, begins = "", _FROM.search(period.string[: period.start()])
    own = int(begins["year"] or year or 0) if begins else 0
    if begins and not own:
        words = begins.group().rstrip("，, ")
        note = f"“{words}”没有写年份，原文也没有写明是哪一年的要点，没有填写起止日期。请补上年份，再填写起止日期。"
    elif begins and 1 <= (month := value(begins["month"])) <= _MONTHS_A_YEAR:
        day = min(max(value(begins["day"] or "1"), 1), monthrange(own, month)[1])
        starts_on, ends_on = date(own, month, day), date(max(own, year or own), 12, 31)
    words = words_of(text, *period.span()) if period.lastgroup else ""
    return Said(*period.span(), words, note, recurrence=_recurrence(times, per, including, starts_on, ends_on), is_count=is_count)


def _recurrence(
    times: int, per: Period, including: tuple[SubCount, ...] = (), starts_on: date | None = None, ends_on: date | None = None
) -> Recurrence:
    return Recurrence(times=max(times, 1), per=per, including=including, starts_on=starts_on, ends_on=ends_on)


def _including(text: str, folded: str, start: int) -> tuple[SubCount, ...]:
    """其中…不少于2次, in the same sentence."""
    match = _OF_THESE.search(re.split("[。;]", folded[start:])[0])
    if not match:
        return ()
    key, group = ("times", "what") if match["times"] else ("first", "rest")
    return (SubCount(times=value(match[key]), what=text[start + match.start(group) : start + match.end(group)].strip("，, ")),)


def _without_period(text: str, folded: str) -> Said | None:
    """不少于2次 without a period means the year of the plan, but a person should look."""
    for match in _TIMES.finditer(folded):
        if match["act"] and (match["least"] or match["more"]) and not re.search("其中[^,。;]*$", folded[: match.start()]):
            recurrence = _recurrence(value(match["times"]), "year", _including(text, folded, match.end()))
            note = f"“{words_of(text, *match.span())}”没有写多长时间内，暂按全年计。"
            return Said(*match.span(), note=note, recurrence=recurrence, is_count=True)
    return None
