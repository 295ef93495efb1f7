"""What is wrong with the data, said so that the clerk who typed it can mend it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from pydantic_core import ErrorDetails

from gongkai.words import numerals

from .fields import HOST, MONTHS, PAGE_ADDRESS, PLACE_CODE, SHA256, SLUG, TASK_ADDRESS, TASK_ID

# More than anybody mends at a time; the rest is counted.
MOST_TOLD = 200


class Effect(IntEnum):
    """What a problem stops (design §5), the gravest first."""

    FAULT = 0
    GATE = 1
    WARNING = 2


NAMES = {Effect.FAULT: "错误", Effect.GATE: "发布前必须处理", Effect.WARNING: "提醒"}


@dataclass(frozen=True)
class Problem:
    """One fault, gate or warning: where it stands, which field, what is wrong, what to do."""

    file: Path
    line: int
    field: str
    fault: str
    remedy: str
    effect: Effect = Effect.FAULT

    def __str__(self) -> str:
        field = f"{self.field}：" if self.field else ""
        mark = f"【{NAMES[self.effect]}】" if self.effect else ""
        return f"{self.file.as_posix()}:{self.line}  {mark}{field}{self.fault}{self.remedy}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each once, file by file and line by line."""
    # Plain values compare many times as fast as the problems themselves.
    return sorted(set(problems), key=lambda problem: (problem.file.parts, problem.line, problem.field, problem.fault, problem.remedy))


def faults_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What keeps a site from being built, in order."""
    return tuple(in_order(problem for problem in problems if problem.effect is Effect.FAULT))


def told(problems: Iterable[Problem]) -> list[str]:
    """A line for each problem, the gravest first, as many as anybody reads."""
    ordered = sorted(in_order(problems), key=lambda problem: problem.effect)
    lines = [str(problem) for problem in ordered[:MOST_TOLD]]
    rest = len(ordered) - len(lines)
    return [*lines, f"另有 {rest} 处没有列出，改正上面的以后再看。"] if rest else lines


def counted(problems: Iterable[Problem]) -> str:
    """How many there are of each effect."""
    counts = Counter(problem.effect for problem in set(problems))
    return "，".join(f"{name} {counts[effect]} 处" for effect, name in NAMES.items())


class DataError(Exception):
    """Raised once, after everything has been checked, with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__()

    def __str__(self) -> str:
        """What stands in the way, how many there are of all, and behind that what does not."""
        gravest = min((problem.effect for problem in self.problems), default=Effect.FAULT)
        blocking = [problem for problem in self.problems if problem.effect == gravest]
        others = [problem for problem in self.problems if problem.effect != gravest]
        closing = f"共 {len(self.problems)} 处问题（{counted(self.problems)}）。网站没有更新，请改正后重新生成。"
        behind = f"挡住的是上面 {len(blocking)} 处“{NAMES[gravest]}”；下面 {len(others)} 处改好以后再看。" if others else ""
        return "\n".join([*told(blocking), closing + behind, *told(others)])


_NUMBER = re.compile(f"第?(?P<number>{numerals.SMALL_NUMBER})[条项次年月日天个号、.]?")
_UNKNOWN = ("内容不符合要求。", "请对照 docs/fields.zh-CN.md 检查。")
# The longest part of a wrong value that a message repeats.
_SHOWN = 80

# Error type of pydantic or of the records → (what is wrong, what to do). Values are filled in by name.
_MESSAGES = {
    "missing": ("没有填写。", "请补上这个字段。"),
    "date_form": ("“{value}”不是日期。", "{remedy}"),
    "date_impossible": ("“{value}”不是有效日期，没有这一天。", "请核对后改正。{remedy}"),
    "date_type": ("这里应是一个日期。", "请写成 2021-06-30 的样子。"),
    "int_parsing_size": ("“{input}”太大。", "请核对数字。"),
    "int_parsing": ("“{input}”不是整数。", "{meant}请写成整数，用阿拉伯数字，如 3。"),
    "greater_than_equal": ("“{input}”太小。", "请填写不小于 {ge} 的数。"),
    "less_than_equal": ("“{input}”太大。", "请填写不大于 {le} 的数。"),
    "bool_type": ("这里应是“是或否”。", "请写 true（是）或 false（否）。"),
    "bool_parsing": ("“{input}”不是“是或否”。", "请写 true（是）或 false（否）。"),
    "literal_error": ("“{input}”不是可用的取值。", "可用的取值：{expected}。"),
    "string_type": ("这里应是一段文字，写成了{form}。", "请只写一段文字；文字里本来就有的方括号、花括号或半角冒号，要给整段加上英文引号。"),
    "int_type": ("这里应是一个整数。", "请写成阿拉伯数字，如 3。"),
    "tuple_type": ("这里应是列表。", "请写成 [甲, 乙]，或每项一行、以“- ”开头。"),
    "model_attributes_type": ("这里应是一组字段：{fields}。", "请在下面缩进写“字段: 内容”，或写成 {example} 的样子。"),
    "model_type": ("这里应是一组字段：{fields}。", "请在下面缩进写“字段: 内容”，或写成 {example} 的样子。"),
    "too_short": ("内容是空的。", "至少要有一项。"),
    "string_too_short": ("内容是空的。", "请填写内容。"),
    "string_too_long": ("“{input}”太长。", "请不要超过 {max_length} 个字符。"),
    "number_twice": ("“{number}”写了两次。", "请删掉其中一个。"),
    "slug_reserved": ("“{slug}”是网站或 Windows 系统保留的名字，不能用。", "请换一个地址代码。"),
    "single_line": ("内容分成了几行。", "请写在一行里。"),
    "web_address": ("“{value}”{fault}", "{remedy}"),
    "members_of_single_unit": (
        "只有集合单位（kind: group）才能有成员（members、members_complete、open）。",
        "请删掉这些字段，或改正单位类别。",
    ),
    "members_of_open_group": ("文件未列名的集合单位（open: true）不能有成员。", "请删掉 members，或删掉 open。"),
    "recurrence_missing": ("任务类型是次数或周期，却没有次数要求（recurrence）。", "请补上，如 recurrence: {{times: 4, per: year}}。"),
    "units_missing": ("没有牵头单位（lead_units），也没有责任单位（responsible_units）。", "请至少填写一个。"),
    "evidence_empty": ("证据既没有网址（url），也没有线下公开情况（description）。", "请至少填写网址或线下公开情况，让读者能查到。"),
    "ends_before_it_begins": ("{end} 早于起始日期 {begin}。", "请核对两个日期。"),
    "change_empty": ("没有写调整了什么。", "请写明 due_on、text、recurrence、new_units、withdrawn 或 replaced_by。"),
    "not_a_word": ("“{value}”不是一个词。", "请只写汉字、字母和数字，中间不要有空格和标点。"),
    "word_of_other_level": ("“{word}”不以“{name}”开头。", "请移到对应的条目，或删掉。"),
    "sphere_empty": ("没有写任何叫法。", "请写明 also、short、called、spoken 或 former，或删掉这一条。"),
    "former_empty": ("没有写旧称。", "请写明 words 或 names，或删掉这一条。"),
    "meaning_empty": ("没有写这件事归谁管。", "请写明 bodies、kinds 或 official，或删掉这一条。"),
    "word_twice": ("“{word}”写了两次。", "请删掉其中一处。"),
    "day_of_other_year": ("有日期不在这一年。", "请移到对应的年份。"),
    "published_before_written": ("发布日期早于成文日期。", "请核对两个日期。"),
    "concluded_before_begun": ("结束跟踪日期（concluded_on）早于要点的日期。", "请核对两个日期。"),
    "successor_of_itself": ("继任单位里有它自己。", "请改为接手的那些单位的地址代码；没有单位接手的，删掉这个字段。"),
    "source_of_nothing": ("写了{what}的来源，没有写{what}。", "请补上，或删掉它的来源。"),
    "opened_form": (
        "“{input}”没有说明谁在哪天打开。",
        "有人打开核对过的，写成 {{by: 打开的人, on: 2021-06-30}}；还没有人打开的，不写这个字段。",
    ),
    "quote_unseen": ("摘了原文（quote），没有写在哪里、哪天看到的。", "请补上网址（url）和查看日期（seen_on），或删去摘录。"),
    "duty_unlike": ("“{duty}”既写成共同任务，又写成不是同一件事的。", "请对照两处原文，只留一处。"),
    "duties_twice": ("“{duty}”在任务和它的一条举措里都写了。", "整项任务都做这件事的，只写在任务里；只有几条举措做的，只写在那几条里。"),
    "opened_offline": ("线下公开没有网址可以打开。", "请删掉 opened；谁在哪天看到的，写 by 和 seen_on。"),
    "explains_itself": ("解读的正是它自己。", "请写被解读的那份文件的网址。"),
    "period_order": ("“{period}”先后颠倒。", "请把早的月份写在前面；只有一个月的写成 2021-03。"),
    "period_day_outside": ("不在内容所属时期（period）里。", "请核对两个字段。"),
    "file_outside": ("“{path}”不在留存文件夹里。", "请写 snapshots/ 下面的文件名，不以斜杠开头，不用“..”。"),
    "search_of_nothing": ("既没有任务编号（task），也没有查找栏目（column）。", "请至少填写一个。"),
    "measures_without_task": ("没有写任务编号（task），不能写举措序号。", "请补上任务编号，或删掉举措序号。"),
}
_PATTERNS = {
    SLUG: ("“{input}”不能用作地址代码。", "只能用小写字母、数字和连字符，如 fagaiwei。"),
    TASK_ID: ("“{input}”不是任务编号。", "{meant}编号请写成 部分.方面.序号，如 1.2.3。"),
    PLACE_CODE: ("“{input}”不是行政区划代码。", "请写县级以上的六位数字，如 500151；乡镇街道九位，村和社区十二位。"),
    HOST: ("“{input}”不是域名。", "只写域名，小写，不带 https:// 和斜杠，如 www.example.gov.cn。"),
    MONTHS: ("“{input}”不是一段时期。", "请写一年 2021、一个月 2021-03，或从哪月到哪月 2021-01..2021-03。"),
    TASK_ADDRESS: ("“{input}”不是别处的任务。", "请写成 辖区/年份/任务编号，如 tongliang/2021/1.2.3。"),
    PAGE_ADDRESS: ("“{input}”不是页面的网址。", "请从辖区的文件夹以后写起，以 .html 结尾，如 units/fagaiwei.html。"),
    SHA256: ("“{input}”不是校验值。", "请写文件的 SHA-256：64 个小写的十六进制字符。"),
}


def message(details: ErrorDetails, shape: tuple[str, str], choices: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong with a field, and what to do, in the words of the table; the shape is that of the records it may hold."""
    kind, given, context = details["type"], details.get("input"), details.get("ctx", {})
    fault, remedy = _PATTERNS[context["pattern"]] if kind == "string_pattern_mismatch" else _MESSAGES.get(kind, _UNKNOWN)
    if kind == "literal_error" and not isinstance(given, str):
        fault, remedy = _MESSAGES["string_type"]
    values = {key: value if key == "remedy" else _shortened(value) for key, value in {"input": given, **context}.items()}
    expected = re.findall("'([^']+)'", str(context.get("expected", "")))
    values["expected"] = "、".join(f"{value}（{choices[value]}）" if value in choices else value for value in expected)
    values["form"] = "列表" if isinstance(given, list) else "一组字段"
    values["fields"], values["example"] = shape
    meant = _meant_number(str(given)) if kind == "int_parsing" else _meant_task(str(given))
    values["meant"] = f"是不是 {meant}？" if meant else ""
    # What can be told by its name alone is listed so.
    if kind == "tuple_type" and "," in shape[1]:
        remedy = "请每条一组字段，以“- ”开头，如 - {example}。"
    return fault.format(**values), remedy.format(**values)


def _meant_number(text: str) -> str:
    """The whole number that 第三条 or ３次 must mean."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return str(numerals.value(match["number"])) if match else ""


def _meant_task(text: str) -> str:
    """The task that three numbers with other signs between them must mean; letters that look like digits are read as such."""
    narrow = unicodedata.normalize("NFKC", text).strip().translate(str.maketrans("lIoO", "1100"))
    numbers = re.findall("[0-9]+", narrow)
    is_short = len(numbers) == 3 and all(len(number) <= 3 for number in numbers) and not re.search(r"[\u4e00-\u9fffA-Za-z]", narrow)  # noqa: PLR2004 - section, subsection, row
    return ".".join(str(int(number)) for number in numbers) if is_short else ""


def _shortened(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
