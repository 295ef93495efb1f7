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

# The open data of a plan (design §3), which the draft of a plan is written as too.
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
PLAN_JSON = "gongkai/plan/1"


def _iso_date(value: object) -> object:
    # pydantic would also take a bare number for seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_form", "{value} 不是日期", {"value": value})
    return value


def _web_address(value: str) -> str:
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


def _not_reserved(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise PydanticCustomError("slug_reserved", "{slug} 有别的用处", {"slug": slug})
    return slug


# units/index.html and paths/index.html are the lists of all units and columns.
RESERVED_SLUGS = {"index"}
# The portal's own words stand beside its jurisdictions.
WORDS_FOLDER = "words"
# Folders at the root of the site or of the data that are not jurisdictions.
SITE_FOLDERS = {"theme", "search", "feeds", "calendars", WORDS_FOLDER}
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TASK_ID = r"^[1-9]\d*\.[1-9]\d*\.[1-9]\d*$"

Slug = Annotated[str, Field(pattern=SLUG, max_length=80), AfterValidator(_not_reserved)]
TaskId = Annotated[str, Field(pattern=TASK_ID)]
Text = Annotated[str, Field(min_length=1)]
Line = Annotated[str, Field(min_length=1), AfterValidator(_single_line)]
Day = Annotated[date, BeforeValidator(_iso_date)]
# Names a unit or column by its slug; what nobody is registered under is reported when the files are compared.
Reference = Line
WebAddress = Annotated[str, AfterValidator(_web_address)]
Number = Annotated[int, Field(ge=1)]
# The items of article 20 of the Regulations on open government information (国令第711号), each at most once.
Article20 = Annotated[tuple[Annotated[int, Field(ge=1, le=15)], ...], AfterValidator(_each_once)]

# 有效性: whether a document still holds.
DocumentValidity = Literal["in_force", "lapsed", "repealed"]
