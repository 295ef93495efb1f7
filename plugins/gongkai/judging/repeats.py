"""The same entry twice (design §1): it would be counted twice, or one of the two be meant for something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from gongkai.records.entries import LedgerName
from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import KINDS, Entry, Evidence, Search
from gongkai.records.problems import Problem

from .values import remark

Identity = tuple[object, ...]


def repeated_entries(files: Iterable[ReadFile]) -> Iterator[Problem]:
    """Entries of one plan's ledger that say the same as one before."""
    seen: dict[Identity, str] = {}
    for file in files:
        unit = LedgerName.of(file.path).unit
        for kind in (*KINDS, "searches"):
            for index, entry in enumerate(getattr(file.record, kind)):
                identities = _identities(kind, entry, unit)
                if first := next((seen[it] for it in identities if it in seen), None):
                    yield remark(file, (kind, index), f"和 {first} 重复，是同一条。", _remedy(entry))
                here = f"{file.source.file.as_posix()}:{file.source.line_of((kind, index))}"
                seen |= {it: here for it in identities if it not in seen}


def _remedy(entry: Entry | Search) -> str:
    if isinstance(entry, Evidence):
        return "请只留一条；确是两次公开的，用 period（内容所属时期）写明各是哪一期。"
    if isinstance(entry, Search):
        return "请只留一条；确是两次的，请在 extent（查到哪里）写明各查了什么。"
    return "请只留一条；确是两次的，请核对日期。"


def _identities(kind: str, entry: Entry | Search, writer: str) -> list[Identity]:
    """One for each unit and measure that the entry speaks of."""
    of_each = product(entry.units or (writer,), entry.measures or (None,))
    return [(kind, entry.task, unit, measure, *entry.distinction) for unit, measure in of_each]
