"""How often: 每年不少于4次，其中…不少于2次, 每季度, 按月, 至少每3个月更新一次."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from gongkai.importing.layout.brackets import without_titles
from gongkai.records.plan_records import Period, Recurrence, SubCount, Window
from gongkai.words.folding import fold
from gongkai.words.numerals import SMALL_NUMBER, value

_PERIODS: tuple[tuple[str, Period], ...] = (
    ("半年", "half_year"),
    ("季", "quarter"),
    ("月", "month"),
    ("周|星期|礼拜", "week"),
    ("年", "year"),
)
_EVERY = re.compile(
    r"每(?:个|一|1)?(?P<each>半年度?|季度?|月份?|周|星期|自然年|年度?)(?![代级])|(?P<within>年内|全年|年均|年度内|本年度|一年|当年|今年)|(?<![两半双二三四五六0-9])(?P<once>半年|季度|月|周|年)(?=\s*[一1]次)|(?:按|逐)(?P<by>半年度?|季度?|月度?|周|年度?)(?=[^份底末]|$)"
)
_LEAST = r"至少|不少于|不得少于|不低于|应不少于|最少|不小于|≥|>="
_TIMES = re.compile(
    rf"(?:(?P<least>{_LEAST})(?P<between>[^,。;]{{0,14}}?))?(?P<times>{SMALL_NUMBER}|[0-9]{{1,3}})\s*(?P<what>次|场次?|期|回|轮|批次?|[个件项条篇部家])(?P<more>\s*\(?(?:以上|及以上|或以上))?"
)
_OF_THESE = re.compile(
    rf"其中[,:]?(?:(?P<what>[^,。;、]{{2,40}}?)(?:应当?|要)?(?:{_LEAST})(?P<times>{SMALL_NUMBER})\s*[次场期]|(?:应当?|要)?(?:{_LEAST})(?P<first>{SMALL_NUMBER})\s*[次场期](?:由|为|是)?(?P<rest>[^,。;]{{2,40}}))"
)
_WINDOW = re.compile(
    rf"(?:至少|最少|最长)?每(?:隔)?\s*(?P<within>{SMALL_NUMBER}|[0-9]{{1,3}})\s*(?P<unit>个月|天|日)(?P<rest>[^,。;]{{0,12}}(?:更新|公开|公布|发布|维护|调整))"
)
_MONTHS: dict[int, Period] = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}
_EVERY_MONTHS = re.compile(r"每(?:隔)?\s*(?P<months>1|3|6|12|一|三|六|十二)\s*个月")
_FROM = re.compile(rf"(?:自|从)(?:(?P<year>20[0-9]{{2}})年)?(?P<month>{SMALL_NUMBER})月(?:份)?(?:(?P<day>{SMALL_NUMBER})日)?(?:份)?起")
_ACTIVITY = re.compile("开展|召开|举办|组织|举行|听取|邀请|研究|培训|参加|会议|接访|走访|检查|演练|评估|评议|督查|督导|通报|座谈|巡查|抽查")
_REACH, _NEAR, _MONTHS_A_YEAR = 60, 3, 12


@dataclass(frozen=True)
class Often:
    """What is said on how often: a count or a rhythm, whether a least number is asked for, or an age that must not be passed."""

    recurrence: Recurrence | None = None
    is_least: bool = False
    is_activity: bool = False
    window: Window | None = None
    words: str = ""
    note: str = ""


NEVER = Often()


def read(text: str, year: int | None) -> Often:
    """The first count of a text, else its first rhythm."""
    folded = without_titles(fold(text))
    if match := _WINDOW.search(folded):
        unit = "months" if match["unit"] == "个月" else "days"
        window = Window.model_validate({"within": value(match["within"]), "unit": unit})
        return Often(window=window, words=_words(text, match.start(), match.end()))
    if match := _EVERY_MONTHS.search(folded):
        return Often(
            Recurrence.model_validate({"times": 1, "per": _MONTHS[value(match["months"])]}),
            words=_words(text, match.start(), match.end()),
        )
    periods = [period for period in _EVERY.finditer(folded) if not re.match("[前后]", folded[period.end() :])]
    counted = [(period, times) for period in periods if (times := _times(folded, period))]
    if counted:
        # 每季度1次，全年不少于4次: the least number asked for counts.
        return _count(text, folded, *next((period for period in counted if period[1]["least"] or period[1]["more"]), counted[0]), year)
    rhythm = next((period for period in periods if period["each"] or period["by"] or period["once"]), None)
    if rhythm:
        return Often(
            _recurrence(1, _period(rhythm), folded, rhythm, year),
            words=_words(text, rhythm.start(), rhythm.end()),
            note=_without_year(folded, rhythm, year),
        )
    return _without_period(text, folded)


def _times(folded: str, period: re.Match[str]) -> re.Match[str] | None:
    """The number that belongs to a period: the nearest in its sentence."""
    end = re.search("[。;]", folded[period.end() :])
    reach = period.end() + min(end.start() if end else len(folded), _REACH)
    other = _EVERY.search(folded, period.end(), reach)
    numbers = _TIMES.finditer(folded, period.end(), other.start() if other else reach)
    # 3个 is a count only where so many at least are asked for.
    return next((number for number in numbers if number["what"][0] in "次场期回轮批" or number["least"] or number["more"]), None)


def _count(text: str, folded: str, period: re.Match[str], times: re.Match[str], year: int | None) -> Often:
    between = folded[period.start() : times.end()]
    is_least = bool(
        times["least"]
        or times["more"]
        or re.search(_LEAST, folded[max(0, period.start() - 6) : period.start()])
        or re.search(_LEAST, between)
    )
    number = value(times["times"])
    tail = folded[times.end() : times.end() + 12]
    recurrence = _recurrence(number, _period(period), folded, period, year, _including(text, folded, times.end()))
    is_activity = bool(_ACTIVITY.search(between + tail)) and not (
        number == 1 and not is_least and re.match("(?:地)?(?:公开|公布|发布|公示|更新|报送)", tail)
    )
    end = times.end()
    if recurrence.including and (of_these := _OF_THESE.search(folded, times.end())):
        end = of_these.end()
    return Often(recurrence, is_least, is_activity, words=_words(text, period.start(), end), note=_without_year(folded, period, year))


def _period(period: re.Match[str]) -> Period:
    word = period["each"] or period["by"] or period["once"] or "年"
    return next(period for pattern, period in _PERIODS if re.search(pattern, word))


def _including(text: str, folded: str, start: int) -> tuple[SubCount, ...]:
    match = _OF_THESE.match(folded, start) or _OF_THESE.match(re.sub("^.", " ", folded), start)
    end = re.search("[。;]", folded[start:])
    match = match or _OF_THESE.search(folded, start, start + (end.start() if end else len(folded)))
    if not match:
        return ()
    times, group = (match["times"], "what") if match["times"] else (match["first"], "rest")
    return (SubCount(times=value(times), what=text[match.start(group) : match.end(group)].strip("，, ")),)


def _recurrence(
    times: int, per: Period, folded: str, period: re.Match[str], year: int | None, including: tuple[SubCount, ...] = ()
) -> Recurrence:
    begins = _beginning(folded, period)
    starts_on = ends_on = None
    own = int(begins["year"] or year or 0) if begins else 0
    if begins and own and 1 <= value(begins["month"]) <= _MONTHS_A_YEAR:
        month = value(begins["month"])
        day = min(value(begins["day"]), monthrange(own, month)[1]) if begins["day"] else 1
        starts_on, ends_on = date(own, month, max(day, 1)), date(max(own, year or own), 12, 31)
    return Recurrence(times=max(times, 1), per=per, including=including, starts_on=starts_on, ends_on=ends_on)


def _beginning(folded: str, period: re.Match[str]) -> re.Match[str] | None:
    return next((match for match in _FROM.finditer(folded) if 0 <= period.start() - match.end() <= _NEAR), None)


def _without_year(folded: str, period: re.Match[str], year: int | None) -> str:
    """What to ask where nothing says in which year a rhythm begins."""
    begins = _beginning(folded, period)
    if year or not begins or begins["year"]:
        return ""
    return f"“{begins.group()}”没有写年份，原文也没有写明是哪一年的要点，没有填写起止日期。请补上年份，再填写起止日期。"


def _without_period(text: str, folded: str) -> Often:
    """不少于2次 without a period means the year of the plan, but a person should look."""
    match = next(
        (
            match
            for match in _TIMES.finditer(folded)
            if match["what"][0] in "次场期回轮批"
            and (match["least"] or match["more"])
            and not re.search("其中[^,。;]*$", folded[: match.start()])
        ),
        None,
    )
    if not match:
        return NEVER
    times = max(value(match["times"]), 1)
    recurrence = Recurrence(times=times, per="year", including=_including(text, folded, match.end()), starts_on=None, ends_on=None)
    words = _words(text, match.start(), match.end())
    return Often(recurrence, True, True, words=words, note=f"“{words}”没有写多长时间内，暂按全年计。")


def _words(text: str, start: int, end: int) -> str:
    return re.sub(r"\s+", "", text[start:end])
