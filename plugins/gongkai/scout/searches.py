"""The file of the ledger that says at which columns a program looked: one entry for a column and month, the newest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from gongkai.records.folder import first_line
from gongkai.records.ledger_records import LedgerFile, Search
from gongkai.records.references import SEARCHES
from gongkai.records.validation import validate
from gongkai.words.source import read

_HEAD = "# 程序看过哪些栏目，由 scout 写：每个栏目一个月只留最近的一次。没有看到不等于没有公开，不影响状态。\n"
_UNBOUNDED = 1_000_000


class UnreadableSearchesError(Exception):
    """A file of searches that is none any more; the message says which and what to do."""


def file(year: Path) -> Path:
    """Where it is, of the folder of a plan's year."""
    return year / "ledger" / f"{SEARCHES}.yaml"


def kept(year: Path) -> tuple[Search, ...]:
    """What stands there; raises UnreadableSearchesError."""
    path = file(year)
    if not path.is_file():
        return ()
    record = validate(read(path, path), LedgerFile).record
    if record is None:
        raise UnreadableSearchesError(f"{path.as_posix()}:1  这个文件读不懂，没有动它。请先运行 check，照它说的改好。")
    return record.searches


def joined(known: Iterable[Search], new: Search) -> tuple[Search, ...]:
    """With a new one, in the place of what a program has seen of the same column in the same month; what people have entered stays."""
    others = (search for search in known if not (search.is_of_program and _of_month(search) == _of_month(new)))
    return tuple(sorted((*others, new), key=lambda search: (search.on, search.column or "")))


def _of_month(search: Search) -> tuple[str | None, int, int]:
    return search.column, search.on.year, search.on.month


def text(root: Path, year: Path, searches: Iterable[Search]) -> str:
    """The file with these, in a data folder."""
    records = "".join(f"  - {'    '.join(_lines(search))}" for search in searches)
    return f"{first_line(root, file(year).relative_to(root))}{_HEAD}{SEARCHES}:\n{records}"


def _lines(search: Search) -> Iterator[str]:
    """Field by field: a key is never quoted, as YAML of old would have it for `on`."""
    for key, value in search.model_dump(exclude_none=True, exclude_defaults=True).items():
        written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=_UNBOUNDED)
        yield f"{key}: {written.removesuffix('...' + chr(10)).strip()}\n"
