"""What pages say in words: titles of official sentences, time limits, channels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from gongkai.records.plan_records import Measure, Recurrence, RelativeDue, Section, Subsection, Task
from gongkai.words.dates import chinese_date, chinese_months, end_of_month
from gongkai.words.labels import LIMIT_UNITS, PERIODS, START_UNSAID
from gongkai.words.numerals import chinese_number

OTHER_CHANNELS = "其他渠道"
_DEFINITION = re.compile(f"[（(]以下简称“?{OTHER_CHANNELS}”?[）)]")
# What stays on one line: a number with what it counts, a date, a short sentence at the end, a few words that close one.
_WHOLE = re.compile("((?<=。)[^。]{1,12}。$|(?:第 )?(?:[0-9]+ ?[一-鿿])+|(?<=，)[^，。0-9]{1,5}。)")
# Of a wording to which nobody has given a title.
HEADLINE_LENGTH = 38


def plan_title(place_name: str, year: int) -> str:
    """What readers call a plan; its official title is told with its document."""
    return f"{place_name}{year}年政务公开任务"


def unit_of_place(place_name: str, unit_name: str) -> str:
    """What a unit is called where nothing else says of which place it is: 平滩镇（铜梁区）."""
    return f"{unit_name}（{place_name}）"


def section_title(section: Section) -> str:
    """一、紧扣…, as the document prints it."""
    return f"{chinese_number(section.number)}、{section.title}"


def subsection_title(subsection: Subsection) -> str:
    """（一）做好…."""
    return f"（{chinese_number(subsection.number)}）{subsection.title}"


def headline(task: Task) -> str:
    """The title that a person gave a task; where there is none yet its matter, else how its wording begins."""
    return task.title or task.matter or beginning(task.opening or task.measures[0].text)


def measure_title(task: Task, measure: Measure) -> str:
    """The title of a measure; that of its task where it is the only one, else how its wording begins."""
    return measure.title or (headline(task) if len(task.measures) == 1 else beginning(measure.text))


def beginning(text: str) -> str:
    """The first sentence of an official wording, cut where it is long."""
    return shortened(re.split(r"[。；\n]", text, maxsplit=1)[0], HEADLINE_LENGTH)


def shortened(text: str, length: int) -> str:
    """The text, cut with … where it is longer than `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text cut into words that may break at the end of a line and words that may not; joined they are the text."""
    parts = _WHOLE.split(text)
    return tuple((words, position % 2 == 1) for position, words in enumerate(parts) if words)


def some_of(names: Sequence[str], measure: str, most: int = 3) -> str:
    """The first names; how many there are when there are more: 甲、乙、丙等 5 个单位."""
    named = "、".join(names[:most])
    return f"{named}等 {len(names)} {measure}" if len(names) > most else named


def marked(text: str, is_demonstration: bool) -> str:
    """A title that leaves the site, where no banner stands above it: made-up things say that they are."""
    return f"【示例】{text}" if is_demonstration else text


def recurrence(often: Recurrence) -> str:
    """每年至少 4 次，其中…."""
    words = f"{PERIODS[often.per]}至少 {often.times} 次"
    of_these = "，".join(f"{count.what}至少 {count.times} 次" for count in often.including)
    return f"{words}，其中{of_these}" if of_these else words


def due_sayings(day: date) -> frozenset[str]:
    """What a document may write for a last day: 2021年5月31日, 2021年5月底."""
    is_end_of_year = (day.month, day.day) == (12, 31)
    months = {f"{day.year}年{day.month}月底"} if day == end_of_month(day) else set()
    years = {f"{day.year}年底", f"{day.year}年年底"} if is_end_of_year else set()
    return frozenset(f"{saying}{before}" for saying in {chinese_date(day), *months, *years} for before in ("前", "以前", "之前"))


def own_time_words(measure: Measure) -> str:
    """The document's own words about time, where they say more than the time limit; else empty."""
    words = measure.due_text or ""
    return "" if measure.due_on and words in due_sayings(measure.due_on) else words


def months(period: str) -> str:
    """2021年, 2021年3月 or 2021年1月至3月, of a period as it is written in data."""
    first, _, last = period.partition("..")
    if "-" not in first:
        return f"{first}年"
    return chinese_months(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last or first}-01"))


def registrar(by: str) -> str:
    """Who entered something, or what it was entered from: an archive registers nothing itself."""
    return f"根据{by}" if by.endswith("存档") else by


def channels(measure: Measure, meaning: str) -> str:
    """The other channels of a measure; `meaning` is what the plan says 其他渠道 are, if it says so."""
    named = [_DEFINITION.sub("", channel) for channel in measure.channels if channel != OTHER_CHANNELS]
    if named or not measure.channels:
        return "；".join(named)
    return f"{meaning}（文件简称“{OTHER_CHANNELS}”）" if meaning else f"文件写了“{OTHER_CHANNELS}”，没有写明是什么"


def meaning_of_other_channels(measures: Iterable[Measure]) -> str:
    """宣传栏等（以下简称其他渠道） → 宣传栏等: as the first measure with such a definition has it; else empty."""
    named = (channel for measure in measures for channel in measure.channels)
    return next((_DEFINITION.sub("", channel) for channel in named if _DEFINITION.search(channel)), "")


def heads(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The heads of a table's columns, one for each measure of a task."""
    return tuple(f"第 {measure.number} 项" for measure in measures) if len(measures) > 1 else ("状态",)


def time_limit(measure: Measure) -> str:
    """What the document says about time, in words; empty when it says nothing."""
    limits = (
        f"{chinese_date(measure.due_on)}前（含当日）" if measure.due_on else "",
        _relative(measure.due) if measure.due else "",
        recurrence(measure.recurrence) if measure.recurrence else "",
    )
    return "；".join(limit for limit in limits if limit)


def _relative(due: RelativeDue) -> str:
    limit = f"{due.within} {LIMIT_UNITS[due.unit]}内"
    return f"{limit}，文件未写明从何时起算" if due.after == START_UNSAID else f"{due.after}后 {limit}"


def unseen_addresses(total: int, unseen: int) -> str:
    """Of sites and columns: how many of their addresses are not known; empty where all are."""
    if not unseen:
        return ""
    return "这些网站和栏目的网址未查到。" if unseen == total else f"{total} 个网站和栏目里，{unseen} 个的网址未查到。"
