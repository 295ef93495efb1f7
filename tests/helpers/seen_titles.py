"""Titles that a program has seen in columns of a real place, as they wait for a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gongkai.records import loading
from gongkai.scout import proposed, rechecked
from gongkai.scout.proposed import Decision, ProposedCell, ProposedColumn, ProposedEntry
from gongkai.scout.rechecked import KnownPages
from gongkai.scout.rechecking import Outcome, Rechecked, State, known
from gongkai.scout.snapshots import Page
from helpers.clerks import AS_OF

PLACE, YEAR, BY = "tongliang", 2021, "政务公开科"
FOLDER, COLUMN, OTHER = f"{PLACE}/{YEAR}", "guifanxing-wenjian", "yusuan"
ADDRESS = "https://www.cqstl.gov.cn/zwgk/1.html"
LIBRARY = ProposedCell(task="3.1.3", measure=2, unit="sifaju", sureness=0.9, reasons=("标题和任务里都有“规范性文件”",))
ISSUED = ProposedCell(task="3.1.3", measure=1, unit="sifaju", sureness=0.5)
BEFORE = date(2026, 11, 1)
STATES: tuple[State, ...] = ("dead", "changed", "could_not_open", "not_asked", "same")
PAGE = Page.of_text("铜梁区规范性文件库", "现行有效\n失效和废止", AS_OF)


def entry(title: str = "铜梁区规范性文件库", address: str = ADDRESS, *cells: ProposedCell) -> ProposedEntry:
    return ProposedEntry(title=title, url=address, published_on=date(2021, 6, 1), seen_on=AS_OF, cells=cells or (LIBRARY,))


def keep(data: Path, column: str, *entries: ProposedEntry) -> None:
    file = proposed.file(data / FOLDER, column)
    file.parent.mkdir(exist_ok=True)
    file.write_text(ProposedColumn(column=column, entries=entries).text, encoding="utf-8")


def decisions(data: Path, column: str = COLUMN) -> list[Decision | None]:
    return [it.decision for it in proposed.column(data / FOLDER, column).entries]


def recheck(data: Path) -> None:
    """One of the known addresses in each state."""
    places = loading.load(data).jurisdictions
    evidence = next(it for it in places if it.slug == PLACE).plans[0].ledger.evidence
    done = [Rechecked(it, outcome(state)) for it, state in zip(known(evidence), STATES, strict=False)]
    rechecked.keep(data / FOLDER, KnownPages().joined(done))


def outcome(state: State) -> Outcome:
    return Outcome(state, BEFORE, "有原因。", gone=("有 12 项。",) if state == "changed" else (), sha256="a" * 64)
