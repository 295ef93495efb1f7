"""The kinds of fields that records of design §1 are made of, as they stand in YAML: typed, frozen, nothing derived.

A field's `title` is its Chinese label; error messages and docs/editing.zh-CN.md use it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from gongkai.words.dates import remedy_for_day
from gongkai.words.record import Record

# The open data of a plan (design §3), which the draft of a plan is written as too.
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
PLAN_JSON = "gongkai/plan/1"


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
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\s<>\"'`\\]", value) or "@" in parts.netloc:
        raise PydanticCustomError("web_address", "{value} 不是网址", {"value": value})
    return value


def _single_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("single_line", "应写在一行里")
    return value


def _each_once(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if twice := next((number for number in numbers if numbers.count(number) > 1), None):
        raise PydanticCustomError("number_twice", "{number} 写了两次", {"number": twice})
    return numbers


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
SITE_FOLDERS = {"theme", "search", "feeds", "calendars", WORDS_FOLDER}
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TASK_ID = r"^[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}\.[1-9][0-9]{0,3}$"
PLACE_CODE = r"^[1-9]\d{5}(\d{3}){0,2}$"
HOST = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$"
_YEAR = "20[0-9]{2}"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
MONTHS = rf"^({_YEAR}|{_MONTH}|{_MONTH}\.\.{_MONTH})$"
SHA256 = r"^[0-9a-f]{64}$"

Slug = Annotated[str, Field(pattern=SLUG, max_length=80), AfterValidator(_not_reserved)]
TaskId = Annotated[str, Field(pattern=TASK_ID)]
# Twenty times the longest of our data.
Text = Annotated[str, Field(min_length=1, max_length=100_000)]
Line = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_single_line)]
# Chosen by a person: names what is to be published, short enough for a line of a list.
ShortTitle = Annotated[str, Field(min_length=1, max_length=24), AfterValidator(_single_line)]
Day = Annotated[date, BeforeValidator(_iso_date)]
# Names a unit or column by its slug; what nobody is registered under is reported when the files are compared.
Reference = Line
WebAddress = Annotated[str, AfterValidator(web_address)]
Number = Annotated[int, Field(ge=1, le=9999)]
Year = Annotated[int, Field(ge=2000, le=2100)]
# Six digits down to counties (GB/T 2260), nine for towns, twelve for villages.
PlaceCode = Annotated[str, Field(pattern=PLACE_CODE)]
Host = Annotated[str, Field(pattern=HOST)]
# The time that a page is about: a year 2021, a month 2021-03, or months 2021-01..2021-03.
Months = Annotated[str, Field(pattern=MONTHS), AfterValidator(_in_order)]
Sha256 = Annotated[str, Field(pattern=SHA256)]
FileInside = Annotated[Line, AfterValidator(_inside)]
# The items of article 20 of the Regulations on open government information (国令第711号), each at most once.
Article20 = Annotated[tuple[Annotated[int, Field(ge=1, le=15)], ...], AfterValidator(_each_once)]

# 有效性: whether a document still holds.
DocumentValidity = Literal["in_force", "lapsed", "repealed"]


class Opening(Record):
    """A person opened an address: who, and on what day."""

    by: Line = Field(title="打开的人")
    on: Day = Field(title="打开的日期")


def _by_somebody(value: object) -> object:
    # true was how it was written before the day and the person were asked for.
    if isinstance(value, str):
        raise PydanticCustomError("opened_form", "没有写谁在哪天打开")
    return value


Opened = Annotated[Opening | None, BeforeValidator(_by_somebody)]


class Seen(Record):
    """An address with the day it was last seen, by a program or a person, and the person who opened it; without one, nobody has."""

    seen_on: Day | None = Field(None, title="查看日期")
    opened: Opened = Field(None, title="由谁打开核对")
