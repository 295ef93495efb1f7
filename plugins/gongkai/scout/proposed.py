"""What was seen in columns and waits for a person: a file for each column, beside the ledger and never in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, Field, ValidationError

from gongkai.files import reader
from gongkai.records.fields import normal_address
from gongkai.records.folder import PROPOSALS

_HEAD = "# 程序在栏目里看到、可能有关的标题，等人核对。不是台账，不影响状态，不上网站。请在浏览器里（serve）或用 scout --review 核对，不用手改。\n"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DecisionKind = Literal["yes", "no", "later"]
_UNBOUNDED = 1_000_000


class ProposedCell(BaseModel, frozen=True, extra="forbid"):
    """A measure and a unit that an entry may be evidence for, how surely, from 0 to 1, and why."""

    task: str
    measure: int | None = None
    unit: str
    sureness: float
    reasons: tuple[str, ...] = ()


class Decision(BaseModel, frozen=True, extra="forbid"):
    """What a person said of it, and when."""

    said: DecisionKind
    by: str
    on: date


class ProposedEntry(BaseModel, frozen=True, extra="forbid"):
    """An entry of a list, with the evidence that it would make and for what, the surest first."""

    title: str
    url: str
    published_on: date | None = None
    seen_on: date
    cells: tuple[ProposedCell, ...] = Field(min_length=1)
    decision: Decision | None = None

    @property
    def is_waiting(self) -> bool:
        return self.decision is None or self.decision.said == "later"

    @property
    def is_refused(self) -> bool:
        return self.decision is not None and self.decision.said == "no"

    @property
    def key(self) -> str:
        """What it is known again by."""
        return normal_address(self.url)


class ProposedColumn(BaseModel, frozen=True, extra="forbid"):
    """`<place>/<year>/proposals/<column>.yaml`."""

    column: str
    entries: tuple[ProposedEntry, ...] = ()

    @property
    def text(self) -> str:
        """The file that keeps it."""
        fields = self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        return f"{_HEAD}{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_UNBOUNDED)}"

    def decided(self, key: str, decision: Decision) -> ProposedColumn:
        """The same with what was said of an entry."""
        said = (it.model_copy(update={"decision": decision}) if it.key == key else it for it in self.entries)
        return self.model_copy(update={"entries": tuple(said)})

    def joined(self, seen: Iterable[ProposedEntry]) -> ProposedColumn:
        """With what was seen now: what somebody has decided stays so, what waits is proposed anew, what is gone from the list stays."""
        entries = {entry.key: entry for entry in self.entries}
        for entry in seen:
            known = entries.get(entry.key)
            entries[entry.key] = entry.model_copy(update={"decision": known.decision, "seen_on": known.seen_on}) if known else entry
        return self.model_copy(update={"entries": tuple(entries.values())})


class UnreadableProposalsError(Exception):
    """A file of proposals that is none any more; the message says which and what to do."""


def folder(year: Path) -> Path:
    """Where the proposals of a plan are, of the folder of its year."""
    return year / PROPOSALS


def file(year: Path, slug: str) -> Path:
    """Where those of a column are."""
    return folder(year) / f"{slug}.yaml"


def columns(year: Path) -> tuple[ProposedColumn, ...]:
    """All of a plan's; raises UnreadableProposalsError."""
    return tuple(_read(path) for path in sorted(folder(year).glob("*.yaml")))


def column(year: Path, slug: str) -> ProposedColumn:
    """Those of a column, empty where there are none; raises UnreadableProposalsError."""
    path = file(year, slug)
    return _read(path) if path.is_file() else ProposedColumn(column=slug)


def _read(path: Path) -> ProposedColumn:
    try:
        return ProposedColumn.model_validate(yaml.load(reader.read_text(path), _LOADER))
    except (reader.UnreadableError, ValidationError, yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        remedy = "请用备份里的换上；没有备份的，删掉它，再运行 scout，以前说过“不是”的会再问一次。"
        raise UnreadableProposalsError(f"{path.as_posix()}:1  这个线索文件读不懂，可能被手改过。{remedy}") from None
