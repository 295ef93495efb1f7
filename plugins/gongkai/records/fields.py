"""The kinds of fields that records of design §1 are made of, as they stand in YAML: typed, frozen, nothing derived.

A field's `title` is its Chinese label; error messages and docs/fields.zh-CN.md use it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from gongkai.words.dates import remedy_for_day
from gongkai.words.labels import VALIDITIES
from gongkai.words.record import Choices, Record

# The open data of a plan (design §3), which the draft of a plan is written as too.
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
PLAN_JSON = "gongkai/plan/1"


# The longest address that a message proposes.
_SHOWN = 80


def _iso_date(value: object) -> object:
    # pydantic would also take a bare number for seconds since 1970.
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_form", "{value} 不是日期", {"value": value, "remedy": remedy_for_day(value)})
    try:
        return date.fromisoformat(value)
    except ValueError:
        remedy = remedy_for_day(value)
        raise PydanticCustomError("date_impossible", "没有 {value} 这一天", {"value": value, "remedy": remedy}) from None


def web_address(value: str) -> str:
    """A complete address of the web."""
    if wrong := _wrong_address(value):
        # A password is not for the eyes of whoever reads the message.
        shown = re.sub(r"(//)[^/@]*@", r"\1…@", value)
        raise PydanticCustomError("web_address", "{value} 不是网址", {"value": shown, "fault": wrong[0], "remedy": wrong[1]})
    return value


def _wrong_address(value: str) -> tuple[str, str] | None:
    """What is wrong with an address, and what to do."""
    if len(re.findall(r"(?:^|[\s,;、，；])https?://", value)) > 1:
        return "里有几个网址。", "请只留一个；另一个分开登记一条。"
    if match := re.search(r"\s", value.strip()):
        return "中间有空格。" if match[0] != "\n" else "分成了几行。", "请删去空格；网址里本来就有的，照浏览器地址栏写成 %20。"
    if match := re.search(r"[<>\"'`]", value):
        return _odd_sign(match[0])
    if not re.match(r"https?://", value, re.IGNORECASE):
        host = re.sub(r"^([a-z]{2,6}[:：;；]?)?[/／]+", "", value, flags=re.IGNORECASE)
        is_short = re.match(r"[\w-]+(\.[\w-]+)+", host) and len(host) <= _SHOWN
        example = f"https://{host}" if is_short else "https://www.example.gov.cn/"
        return "不是以 http:// 或 https:// 开头的网址。", f"请照浏览器地址栏写全，如 {example}。"
    return _odd_sign("\\") if "\\" in value else _wrong_host(value)


def _odd_sign(sign: str) -> tuple[str, str]:
    return f"里有网址不能用的符号“{sign}”。", "请删掉它，或照浏览器地址栏重新复制。"


def _wrong_host(value: str) -> tuple[str, str] | None:
    netloc = re.split(r"[/?#]", value.split("//", 1)[1], maxsplit=1)[0]
    if "@" in netloc:
        return "里有账号或密码（“@”前面的部分）。", "请删掉“@”和它前面的部分，不要公开出去。"
    if match := re.search(r"[^\w.:\[\]-]", netloc):
        return f"的域名里有符号“{match[0]}”。", "请改为半角的英文句点“.”，或照浏览器地址栏重新复制。"
    try:
        parts = urlsplit(value)
        if parts.hostname and parts.port != 0:
            return None
    except ValueError:
        return "的域名或端口写错了。", "请照浏览器地址栏重新复制。"
    return "不完整，“//”后面没有域名。", "请照浏览器地址栏写全，如 https://www.example.gov.cn/。"


def check_order(begin: date | None, end: date | None, field: str) -> None:
    """Of two days the one in the field is the later one."""
    if begin and end and end < begin:
        context = {"begin": begin.isoformat(), "end": end.isoformat(), "fields": (field,)}
        raise PydanticCustomError("ends_before_it_begins", "终止日期早于起始日期", context)


# What programs add to an address to follow who opens it.
_TRACKING = ("utm_", "spm", "from", "isappinstalled", "share", "fbclid", "gclid", "scene", "clicktime")


def normal_address(address: str) -> str:
    """An address less what does not change the page that it opens."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_TRACKING)))
    port = f":{parts.netloc.rpartition(':')[2]}" if parts.netloc.rpartition(":")[2].isdigit() else ""
    return f"{host}{port}{parts.path.rstrip('/')}?{query}"


def _single_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("single_line", "应写在一行里")
    return value


def _in_order(period: str) -> str:
    first, _, last = period.partition("..")
    if last and last <= first:
        raise PydanticCustomError("period_order", "{period} 先后颠倒", {"period": period})
    return period


def _inside(path: str) -> str:
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        raise PydanticCustomError("file_outside", "{path} 不在数据文件夹里", {"path": path})
    return path


def _not_reserved(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise PydanticCustomError("slug_reserved", "{slug} 有别的用处", {"slug": slug})
    return slug


# units/index.html and paths/index.html are the lists of all units and columns; the rest cannot be names of files on Windows.
RESERVED_SLUGS = {"index", "con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in range(10))}
# The portal's own words stand beside its jurisdictions.
WORDS_FOLDER = "words"
# Folders at the root of the site or of the data that are not jurisdictions.
SITE_FOLDERS = {"theme", "search", "feeds", "calendars", "compare", WORDS_FOLDER}
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TASK_ID = r"^[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}$"
PLACE_CODE = r"^[1-9]\d{5}(\d{3}){0,2}$"
HOST = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$"
DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_YEAR = "20[0-9]{2}"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
MONTHS = rf"^({_YEAR}|{_MONTH}|{_MONTH}\.\.{_MONTH})$"
_WEB_ADDRESS = r"^[Hh][Tt]{2}[Pp][Ss]?://[^\s<>\"'`\\]+$"
SHA256 = r"^[0-9a-f]{64}$"
_STEP = "[a-z0-9]+([.-][a-z0-9]+)*"
TASK_ADDRESS = rf"^{SLUG.strip('^$')}/20[0-9]{{2}}/{TASK_ID.strip('^$')}$"
PAGE_ADDRESS = rf"^({_STEP}/)*{_STEP}\.html$"


def _shown(hint: str, **schema: JsonValue) -> FieldInfo:
    """What an editor's schema says besides what pydantic checks; `hint` is what it tells whoever typed something else."""
    # An untyped Field has no type of its own.
    return cast(FieldInfo, Field(json_schema_extra={**schema, "errorMessage": hint}))


# Editors read 023 and 2021 as numbers; we read them as they are typed.
_TYPED: dict[str, JsonValue] = {"type": ["string", "number"]}
_LINE = _shown("请写成一行文字；没有内容的，整行不写。", **_TYPED, pattern=r"^[^\n]*$")

Slug = Annotated[
    str, Field(pattern=SLUG, max_length=80), AfterValidator(_not_reserved), _shown("只用小写字母、数字和连字符，如 fagaiwei。")
]
TaskId = Annotated[str, Field(pattern=TASK_ID), _shown("请写成 部分.方面.序号，如 1.2.3。")]
# A task of any place.
TaskAddress = Annotated[str, Field(pattern=TASK_ADDRESS, max_length=100), _shown("请写成 辖区/年份/任务编号，如 tongliang/2021/1.2.3。")]
# Twenty times the longest of our data.
Text = Annotated[str, Field(min_length=1, max_length=100_000), _shown("请写文字；没有内容的，整行不写。", **_TYPED)]
Line = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_single_line), _LINE]
# Chosen by a person: names what is to be published, short enough for a line of a list.
ShortTitle = Annotated[str, Field(min_length=1, max_length=24), AfterValidator(_single_line), _LINE]
_DayText = Annotated[str, Field(pattern=DAY), _shown("请写成 2021-06-30 这样的日期。", format="date")]
Day = Annotated[date, BeforeValidator(_iso_date, json_schema_input_type=_DayText)]
# Names a unit or column by its slug; what nobody is registered under is reported when the files are compared.
Reference = Line
WebAddress = Annotated[
    str, AfterValidator(web_address), _shown("请照浏览器地址栏写全，如 https://www.example.gov.cn/。", pattern=_WEB_ADDRESS)
]
Number = Annotated[int, Field(ge=1, le=9999)]
Year = Annotated[int, Field(ge=2000, le=2100)]
# Six digits down to counties (GB/T 2260), nine for towns, twelve for villages.
PlaceCode = Annotated[str, Field(pattern=PLACE_CODE), _shown("请写六位、九位或十二位数字。", type=["string", "integer"], minimum=100_000)]
Host = Annotated[str, Field(pattern=HOST), _shown("只写域名，如 www.example.gov.cn。")]
# The time that a page is about: a year 2021, a month 2021-03, or months 2021-01..2021-03.
Months = Annotated[
    str,
    Field(pattern=MONTHS),
    AfterValidator(_in_order),
    _shown("请写成 2021、2021-03 或 2021-01..2021-03。", type=["string", "integer"], minimum=2000, maximum=2099),
]
Sha256 = Annotated[str, Field(pattern=SHA256), _shown("应是六十四位数字和小写字母 a 到 f。")]
# Of a page of a place, from the place's folder on: units/fagaiwei.html.
PageAddress = Annotated[
    str, Field(pattern=PAGE_ADDRESS, max_length=200), _shown("请从辖区的文件夹以后写起，以 .html 结尾，如 units/fagaiwei.html。")
]
FileInside = Annotated[Line, AfterValidator(_inside)]

# 有效性: whether a document still holds.
DocumentValidity = Annotated[Literal["in_force", "lapsed", "repealed"], Choices(VALIDITIES)]


class Opening(Record):
    """A person opened an address: who, and on what day."""

    by: Line = Field(title="打开的人", description="写岗位或单位", examples=["政务公开科"])
    on: Day = Field(title="打开的日期")


def _by_somebody(value: object) -> object:
    # true was how it was written before the day and the person were asked for.
    if isinstance(value, str):
        raise PydanticCustomError("opened_form", "没有写谁在哪天打开")
    return value


Opened = Annotated[Opening | None, BeforeValidator(_by_somebody)]


class Seen(Record):
    """An address with the day it was last seen, by a program or a person, and the person who opened it; without one, nobody has."""

    seen_on: Day | None = Field(None, title="查看日期", description="哪天在那里看到的")
    opened: Opened = Field(None, title="由谁打开核对", description="谁在哪天打开网址看过；没有人打开过就不写")


# Who has judged what no person has confirmed, and who has looked where no person has.
TOOL, PROGRAM = "工具", "程序"


class Related(Record):
    """Who has read what and found it to be the same duty as elsewhere, or none; a tool's reading stands until a person confirms it."""

    by: Line = Field(
        title="由谁判断", description=f"程序或工具读后判断、还没有人核对过的，写“{TOOL}”；核对过的，写岗位或单位", examples=[TOOL]
    )
    on: Day = Field(title="判断日期")
    why: Line | None = Field(None, title="理由", description="没有共同任务的，写为什么没有")
    unlike: tuple[Reference, ...] = Field(
        (), title="不是的共同任务", description="读过、认为不是同一件事的，不再提", examples=[["guihua-2021"]]
    )
    unlike_tasks: tuple[TaskAddress, ...] = Field(
        (),
        title="不是同一件事的任务",
        description="别处还没有归入共同任务的，读过、认为不是同一件事，不再提",
        examples=[["shili/2021/1.2.3"]],
    )

    @property
    def is_confirmed(self) -> bool:
        return self.by != TOOL
