"""The lists of words in words/notices.yaml, which says why each is there, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from gongkai import words
from gongkai.records.plan_records import DutyKind

_FILE = Path(words.__file__).with_name("notices.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Duty:
    """A row of the table of duties: the kind it proposes, by a sign or by words, and why."""

    kind: DutyKind
    why: str
    sign: str = ""
    words: tuple[str, ...] = ()


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any word of a list, the longest first."""
    return any_of(TypeAdapter(tuple[str, ...]).validate_python(_tables()[name]))


@cache
def duties() -> tuple[Duty, ...]:
    """The table of duties."""
    return TypeAdapter(tuple[Duty, ...]).validate_python(_tables()["duties"])


@cache
def any_of(listed: Iterable[str]) -> re.Pattern[str]:
    """Words as a pattern; ~ in them stands for some others."""
    longest = sorted(listed, key=len, reverse=True)
    return re.compile("|".join(re.escape(word).replace("\\~", "[^,。;]{0,20}?") for word in longest))


@cache
def _tables() -> dict[str, object]:
    tables: dict[str, object] = yaml.load(_FILE.read_text(encoding="utf-8"), _LOADER)
    return tables
