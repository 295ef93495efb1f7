"""Source + model → record, or the model's complaints as problems in the clerk's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gongkai.words.left_out import Location, Value
from gongkai.words.record import Record
from gongkai.words.source import Source

from .fields import HOST, MONTHS, PLACE_CODE, SHA256, SLUG, TASK_ID
from .problems import Problem

R = TypeVar("R", bound=Record)

# Error type of pydantic or of the records → (what is wrong, what to do). Values are filled in by name.
_MESSAGES = {
    "missing": ("没有填写。", "请补上这个字段。"),
    "date_form": ("“{value}”不是日期。", "{remedy}"),
    "date_impossible": ("“{value}”不是有效日期，没有这一天。", "请核对后改正。{remedy}"),
    "date_type": ("这里应是一个日期。", "请写成 2021-06-30 的样子。"),
    "int_parsing_size": ("“{input}”太大。", "请核对数字。"),
    "int_parsing": ("“{input}”不是整数。", "请写成阿拉伯数字，如 3。"),
    "greater_than_equal": ("“{input}”太小。", "请填写不小于 {ge} 的数。"),
    "less_than_equal": ("“{input}”太大。", "请填写不大于 {le} 的数。"),
    "bool_type": ("这里应是“是或否”。", "请写 true（是）或 false（否）。"),
    "bool_parsing": ("“{input}”不是“是或否”。", "请写 true（是）或 false（否）。"),
    "literal_error": ("“{input}”不是可用的取值。", "可用的取值：{expected}。"),
    "string_type": ("这里应是一段文字。", "请把内容写在冒号后面，不要写成列表或下级字段。"),
    "int_type": ("这里应是一个整数。", "请写成阿拉伯数字，如 3。"),
    "tuple_type": ("这里应是列表。", "请写成 [甲, 乙]，或每项一行、以“- ”开头。"),
    "model_type": ("这里应是一组字段。", "请在下面缩进写“字段: 内容”。"),
    "model_attributes_type": ("这里应是一组字段。", "请在下面缩进写“字段: 内容”。"),
    "too_short": ("内容是空的。", "至少要有一项。"),
    "string_too_short": ("内容是空的。", "请填写内容。"),
    "string_too_long": ("“{input}”太长。", "请不要超过 {max_length} 个字符。"),
    "number_twice": ("“{number}”写了两次。", "请删掉其中一个。"),
    "slug_reserved": ("“{slug}”是网站或 Windows 系统保留的名字，不能用。", "请换一个地址代码。"),
    "single_line": ("内容分成了几行。", "请写在一行里。"),
    "web_address": ("“{value}”不是可用的网址。", "网址要以 http:// 或 https:// 开头，中间没有空格。"),
    "members_of_single_unit": (
        "只有集合单位（kind: group）才能有成员（members、members_complete、open）。",
        "请删掉这些字段，或改正单位类别。",
    ),
    "members_of_open_group": ("文件未列名的集合单位（open: true）不能有成员。", "请删掉 members，或删掉 open。"),
    "recurrence_missing": ("任务类型是次数或周期，却没有次数要求（recurrence）。", "请补上，如 recurrence: {{times: 4, per: year}}。"),
    "units_missing": ("没有牵头单位（lead_units），也没有责任单位（responsible_units）。", "请至少填写一个。"),
    "evidence_empty": ("证据既没有网址（url），也没有线下公开情况（description）。", "请至少填写一个，让读者能查到。"),
    "ends_before_it_begins": ("终止日期早于起始日期。", "请核对两个日期。"),
    "change_empty": ("没有写调整了什么。", "请写明 due_on、text、recurrence、new_units、withdrawn 或 replaced_by。"),
    "not_a_word": ("“{value}”不是一个词。", "请只写汉字、字母和数字，中间不要有空格和标点。"),
    "word_of_other_level": ("“{word}”不以“{name}”开头。", "请移到对应的条目，或删掉。"),
    "sphere_empty": ("没有写任何叫法。", "请写明 also、short、called、spoken 或 former，或删掉这一条。"),
    "former_empty": ("没有写旧称。", "请写明 words 或 names，或删掉这一条。"),
    "word_twice": ("“{word}”写了两次。", "请删掉其中一处。"),
    "day_of_other_year": ("有日期不在这一年。", "请移到对应的年份。"),
    "published_before_written": ("发布日期早于成文日期。", "请核对两个日期。"),
    "concluded_before_begun": ("结束跟踪日期（concluded_on）早于要点的日期。", "请核对两个日期。"),
    "successor_of_itself": ("继任单位（successors）里有它自己。", "请写接手的那些单位的地址代码。"),
    "opened_form": ("没有写谁在哪天打开。", "有人打开核对过的，写成 {{by: 打开的人, on: 2021-06-30}}；还没有人打开的，不写这个字段。"),
    "opened_offline": ("线下公开没有网址可以打开（opened）。", "请删掉 opened；谁在哪天看到的，写 by 和 seen_on。"),
    "explains_itself": ("解读的证据（explains）是它自己。", "请写被解读的那份文件的网址。"),
    "period_order": ("“{period}”先后颠倒。", "请把早的月份写在前面；只有一个月的写成 2021-03。"),
    "period_day_outside": ("所属时段（period_on）不在内容所属时期（period）里。", "请核对两个字段。"),
    "file_outside": ("“{path}”不在留存文件夹里。", "请写 snapshots/ 下面的文件名，不以斜杠开头，不用“..”。"),
    "search_of_nothing": ("既没有任务编号（task），也没有查找栏目（column）。", "请至少填写一个。"),
    "measures_without_task": ("写了举措序号（measures），没有写任务编号（task）。", "请补上任务编号，或删掉举措序号。"),
}
_PATTERNS = {
    SLUG: ("“{input}”不能用作地址代码。", "只能用小写字母、数字和连字符，如 fagaiwei。"),
    TASK_ID: ("“{input}”不是任务编号。", "请写成 部分.方面.序号，如 1.2.3。"),
    PLACE_CODE: ("“{input}”不是行政区划代码。", "请写县级以上的六位数字，如 500151；乡镇街道九位，村和社区十二位。"),
    HOST: ("“{input}”不是域名。", "只写域名，小写，不带 https:// 和斜杠，如 www.example.gov.cn。"),
    MONTHS: ("“{input}”不是一段时期。", "请写一年 2021、一个月 2021-03，或从哪月到哪月 2021-01..2021-03。"),
    SHA256: ("“{input}”不是校验值。", "请写文件的 SHA-256：64 个小写的十六进制字符。"),
}


@dataclass(frozen=True)
class Doubts:
    """What a faulty file does not tell for certain.

    `identifiers`: slugs and ids of records that are lost or lost a part. `names`: those of records
    whose own slug cannot be read. `is_open`: a record is lost of which not even a name is left.
    """

    identifiers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    is_open: bool = False

    @classmethod
    def of(cls, doubts: Sequence[Doubts]) -> Doubts:
        """All of them together."""
        identifiers = frozenset().union(*(doubt.identifiers for doubt in doubts))
        return cls(identifiers, frozenset().union(*(doubt.names for doubt in doubts)), any(doubt.is_open for doubt in doubts))


@dataclass(frozen=True)
class Validated(Generic[R]):
    """What could be read of one file.

    With problems, `record` is what remains after leaving out the faulty parts: good enough to be
    checked against other files in the same run, never to be published. What other files say of its
    doubts is not to be reported as wrong.
    """

    source: Source
    record: R | None
    problems: tuple[Problem, ...] = ()
    doubts: Doubts = Doubts()


def validate(source: Source, model: type[R]) -> Validated[R]:
    """The record of one file and everything that is wrong with it."""
    if source.value is None:
        return Validated(source, None, tuple(_slips(source, model)), Doubts(is_open=True))
    problems = list(_slips(source, model))
    left = [_doubts(source, location) for location, _ in source.overwritten]
    left += [Doubts(frozenset(_identifiers({location[-1]: value}))) for location, value in source.overwritten]
    for attempt in range(_ATTEMPTS):
        try:
            return Validated(source, model.model_validate(source.value), tuple(problems), Doubts.of(left))
        except ValidationError as error:
            details = error.errors(include_url=False)
        if attempt == 0:
            problems += _problems(source, model, details)
        left += [_doubts(source, tuple(detail["loc"])) for detail in details]
        faulty = _faulty_parts(details, source)
        left += [Doubts(frozenset(_identifiers(source.at(location)))) for location in faulty]
        source = source.without(faulty)
    return Validated(source, None, tuple(problems), Doubts(is_open=True))


def _slips(source: Source, model: type[Record]) -> Iterator[Problem]:
    for slip in source.slips:
        field = label(model, source.field_at(slip.line)) if slip.in_value and source.value is not None else ""
        yield Problem(source.file, slip.line, field, slip.fault, slip.remedy)


# Leaving out a field may make its list item invalid, and that the item around it.
_ATTEMPTS = 6
# The longest part of a wrong value that a message repeats.
_SHOWN = 80
_IDENTIFIERS = ("slug", "id")


def _faulty_parts(details: list[ErrorDetails], source: Source) -> set[Location]:
    """What to leave out."""
    faulty: set[Location] = set()
    for detail in details:
        location = tuple(detail["loc"])
        if detail["type"] == "missing" or not source.has(location):
            location = location[:-1]
            while location and not isinstance(location[-1], int):
                location = location[:-1]
        if location:
            faulty.add(location)
    return {location for location in faulty if not any(location[:length] in faulty for length in range(len(location)))}


def _identifiers(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _IDENTIFIERS and isinstance(inner, str):
                yield inner
            yield from _identifiers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _identifiers(inner)


def _doubts(source: Source, location: Location) -> Doubts:
    """What a fault at this place leaves uncertain: the record around it, by its slug or id where it has one."""
    if len(location) <= 1:
        return Doubts()
    for length in range(len(location) - 1, 0, -1):
        value = source.at(location[:length]) if source.has(location[:length]) else ""
        if not isinstance(value, dict):
            continue
        if length == len(location) - 1 and location[-1] in _IDENTIFIERS:
            names = frozenset(_names(value))
            return Doubts(names=names, is_open=not names)
        if identifiers := [str(value[key]) for key in _IDENTIFIERS if value.get(key)]:
            return Doubts(frozenset(identifiers))
    return Doubts(is_open=True)


def _names(record: dict[str, Value]) -> Iterator[str]:
    for key in ("slug", "name", "full_name", "aliases"):
        value = record.get(key, "")
        yield from (name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str) and name)


def label(model: type[Record], location: Location) -> str:
    """The Chinese label and the key of a field: 完成时限（due_on）."""
    title = key = ""
    current: type[Record] | None = model
    for step in location:
        if isinstance(step, int):
            continue
        key = step
        field = current.model_fields.get(step) if current else None
        title = field.title or "" if field else ""
        current = next(_records(field.annotation), None) if field else None
    return f"{title}（{key}）" if title else key


def _records(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from _records(argument)


def _problems(source: Source, model: type[Record], details: list[ErrorDetails]) -> Iterator[Problem]:
    extra = [tuple(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"]
    misspelt = {(*location[:-1], _nearest_key(model, location)) for location in extra}
    guessed = {slip.line for slip in source.slips if slip.is_guess}
    twice = {location[:-1] for location, _ in source.overwritten}
    for detail in details:
        location = tuple(detail["loc"])
        # What was guessed, or stands there twice, is no ground to complain again.
        if source.line_of(location) in guessed or location in twice:
            continue
        is_misspelt = detail["type"] == "missing" and location in misspelt
        # pydantic does not count the faulty items of a list.
        has_items = detail["type"] == "too_short" and bool(source.at(location))
        if not is_misspelt and not has_items:
            yield _problem(source, model, detail)


def _problem(source: Source, model: type[Record], details: ErrorDetails) -> Problem:
    location = tuple(details["loc"])
    line = source.line_of(location)
    if details["type"] == "extra_forbidden":
        near = _nearest_key(model, location)
        remedy = f"是不是想写“{near}”？" if near else f"可用的字段：{'、'.join(_fields(model, location))}。"
        return Problem(source.file, line, "", f"没有“{location[-1]}”这个字段。", remedy)
    fault, remedy = _message(details)
    return Problem(source.file, line, label(model, location), fault, remedy)


def _message(details: ErrorDetails) -> tuple[str, str]:
    kind = details["type"]
    if kind == "string_pattern_mismatch":
        fault, remedy = _PATTERNS[details["ctx"]["pattern"]]
    else:
        fault, remedy = _MESSAGES.get(kind, ("内容不符合要求。", "请对照 docs/editing.zh-CN.md 检查。"))
    given = details.get("input")
    if kind == "literal_error" and not isinstance(given, str):
        fault, remedy = _MESSAGES["string_type"]
    if kind == "string_pattern_mismatch" and fault.endswith("任务编号。") and (meant := _meant_task(str(given))):
        remedy = f"是不是 {meant}？{remedy}"
    values = {key: _shortened(value) for key, value in {"input": given, **details.get("ctx", {})}.items()}
    values["expected"] = str(values.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
    return fault.format(**values), remedy.format(**values)


def _meant_task(text: str) -> str:
    """The task that three numbers with other signs between them must mean; letters that look like digits are read as such."""
    narrow = unicodedata.normalize("NFKC", text).strip().translate(str.maketrans("lIoO", "1100"))
    numbers = re.findall("[0-9]+", narrow)
    is_short = len(numbers) == 3 and all(len(number) <= 3 for number in numbers) and not re.search(r"[\u4e00-\u9fffA-Za-z]", narrow)  # noqa: PLR2004 - section, subsection, row
    return ".".join(str(int(number)) for number in numbers) if is_short else ""


def _shortened(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _nearest_key(model: type[Record], location: Location) -> str:
    """The key that a misspelt one must mean, also when its Chinese label was written instead; empty when none is near."""
    keys = {name: key for key, title in _fields(model, location).items() for name in (key, title)}
    near = get_close_matches(str(location[-1]).lower(), keys, n=1)
    return keys[near[0]] if near else ""


def _fields(model: type[Record], location: Location) -> dict[str, str]:
    """The keys of the record that holds a location, with their labels."""
    current: type[Record] | None = model
    for step in location[:-1]:
        if isinstance(step, str) and current:
            current = next(_records(current.model_fields[step].annotation), None)
    return {key: field.title or "" for key, field in current.model_fields.items()} if current else {}
