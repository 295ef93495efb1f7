"""Chinese words for things that the data names in English, and short titles for long official sentences."""

from __future__ import annotations

import re
from datetime import date
from itertools import accumulate

from .models import Measure, Recurrence, Section, Subsection, Task

DUTY_KINDS = {
    "one_off": "一次性公开",
    "count": "按次数完成",
    "periodic": "定期公开",
    "standing": "持续公开",
    "triggered": "情形出现后限时办理",
    "unobservable": "内部工作要求",
}
UNIT_KINDS = {
    "department": "政府部门",
    "office": "政府办公机构",
    "party": "党委机构",
    "institution": "事业单位",
    "township": "镇街",
    "group": "集合单位",
}
CHECK_RESULTS = {"found": "查到", "not_found": "没有查到", "could_not_open": "打不开"}
FORMATS = {"text": "文字", "picture": "图片", "video": "视频"}
VALIDITIES = {"in_force": "现行有效", "lapsed": "失效", "repealed": "废止"}
_PERIODS = {"year": "每年", "half_year": "每半年", "quarter": "每季度", "month": "每月", "week": "每周"}
_LIMIT_UNITS = {"working_days": "个工作日", "days": "天", "months": "个月"}
_DIGITS = "〇一二三四五六七八九"
HEADLINE_LENGTH = 38
# 按照市教委统一要求，… and 2020年10月30日前，…: what is to be done comes after it.
_SAYS_NOTHING_ALONE = re.compile(
    "(.*要)?(并|严格)?(按照|根据|对照|依据|结合)(?!.*及时).*"
    "|(重点|紧紧|有效)?(围绕|聚焦|依托).*"
    "|.*([前起]|[日月]内|指导下)"
    "|在.*中"
    "|[^要]*(部门|机关)"
)
# 严格落实《…》要求，…: the same, where enough comes after it.
_NAMES_ITS_GROUND = re.compile("(.*要)?(严格|认真|全面)落实《.*》([（(].*[）)])?等?(文件)?(精神|要求)")
_ENOUGH = 12
# 对于涉及铜梁的政务舆情 and 通过网上调研等方式: of no use at the end, though a sentence may begin so.
_LEADS_ON = re.compile("(对|凡是).*(舆情|信息|决策|单位)|通过.*方式|.*的|其中")
# 加快形成以国务院政策问答平台为龙头 and 要把…的主要情况: begun, but what is to be done comes after it.
_IS_BEGUN = re.compile("(.*要)?把.*情况|.*以.*为龙头")


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; for the numbering of sections (below 100)."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """2021年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_months(first: date, last: date) -> str:
    """2021年6月, 2021年6月至8月, 2021年6月至2022年1月."""
    begin = f"{first.year}年{first.month}月"
    if (first.year, first.month) == (last.year, last.month):
        return begin
    return f"{begin}至{last.month}月" if first.year == last.year else f"{begin}至{last.year}年{last.month}月"


def distance(day: date, as_of: date) -> str:
    """How far a day is from the date of the build, in words."""
    if day == as_of:
        return "就是判定日期"
    return f"还有 {(day - as_of).days} 天" if day > as_of else "日期已过"


def section_title(section: Section) -> str:
    """一、紧扣…, as the document prints it."""
    return f"{chinese_number(section.number)}、{section.title}"


def subsection_title(subsection: Subsection) -> str:
    """（一）做好…."""
    return f"（{chinese_number(subsection.number)}）{subsection.title}"


def headline(task: Task) -> str:
    """A short title for a task: its matter, else the first clause of its wording. Not official wording."""
    if task.matter:
        return task.matter
    title = first_clause(task.opening or task.measures[0].text)
    return f"{title}等 {len(task.measures)} 项" if len(task.measures) > 1 else title


def first_clause(text: str) -> str:
    """The beginning of an official sentence that says what is to be done, cut where it may be cut."""
    sentence = re.split(r"[。；：\n]|[（(〔](?:公开路径|包括)", text, maxsplit=1)[0]
    if len(sentence) <= HEADLINE_LENGTH:
        return sentence
    title = "，".join(_fitting(_telling(sentence.split("，"))))
    return title if len(title) <= HEADLINE_LENGTH else title[: HEADLINE_LENGTH - 1] + "…"


def _telling(clauses: list[str]) -> list[str]:
    """Without those at the beginning after which it only comes what is to be done."""
    rest = clauses[1:]
    if not rest:
        return clauses
    if _IS_BEGUN.fullmatch(clauses[0]):
        return [re.sub("^.*要(?=把)", "", clauses[0]) + "，" + rest[0]]
    has_enough = len("，".join(rest)) >= _ENOUGH
    if _SAYS_NOTHING_ALONE.fullmatch(clauses[0]) or (has_enough and _NAMES_ITS_GROUND.fullmatch(clauses[0])):
        return _telling([rest[0].removeprefix("要"), *rest[1:]])
    return clauses


def _fitting(clauses: list[str]) -> list[str]:
    """As many as a title has room for, without a last one that only leads on to the next."""
    ends = accumulate(len("，" + clause) for clause in clauses)
    fitting = clauses[: max(1, sum(end - 1 <= HEADLINE_LENGTH for end in ends))]
    while len(fitting) > 1 and (_SAYS_NOTHING_ALONE.fullmatch(fitting[-1]) or _LEADS_ON.fullmatch(fitting[-1])):
        fitting.pop()
    return fitting


def recurrence(one: Recurrence) -> str:
    """每年至少 4 次，其中…."""
    words = f"{_PERIODS[one.per]}至少 {one.times} 次"
    parts = "，".join(f"{part.what}至少 {part.times} 次" for part in one.including)
    return f"{words}，其中{parts}" if parts else words


def time_limit(measure: Measure) -> str:
    """What the document says about time, in words; empty when it says nothing."""
    limits = (
        f"{chinese_date(measure.due_on)}前（含当日）" if measure.due_on else "",
        f"{measure.due.after}后 {measure.due.within} {_LIMIT_UNITS[measure.due.unit]}内" if measure.due else "",
        recurrence(measure.recurrence) if measure.recurrence else "",
    )
    return "；".join(limit for limit in limits if limit)
