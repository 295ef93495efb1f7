"""The lists of words in words/notices.yaml, which says why each is there, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from gongkai import words
from gongkai.records.plan_records import DutyKind
from gongkai.words.record import Record

_FILE = Path(words.__file__).with_name("notices.yaml")


class Duty(Record):
    """A row of the table of duties: the kind it proposes, by a sign or by words, and why."""

    kind: DutyKind
    sign: str = ""
    words: tuple[str, ...] = ()
    why: str


@cache
def _tables() -> dict[str, list[str]]:
    tables: dict[str, list[str]] = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tables


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Any word of a list, the longest first."""
    return _any(_tables()[name])


@cache
def duties() -> tuple[tuple[Duty, re.Pattern[str]], ...]:
    """The table of duties, each row with the pattern of its words."""
    rows = map(Duty.model_validate, _tables()["duties"])
    return tuple((row, _any(row.words)) for row in rows)


def _any(listed: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(listed, key=len, reverse=True)
    return re.compile("|".join(re.escape(word).replace("\\~", "[^,。;]{0,20}?") for word in longest))
