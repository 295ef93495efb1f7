"""Titles that a program has seen in columns of a real place, as they wait for a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gongkai.scout import proposed
from gongkai.scout.proposed import Decision, ProposedCell, ProposedColumn, ProposedEntry
from gongkai.scout.snapshots import Page
from helpers.clerks import AS_OF

PLACE, YEAR, BY = "tongliang", 2021, "政务公开科"
FOLDER, COLUMN, OTHER = f"{PLACE}/{YEAR}", "guifanxing-wenjian", "yusuan"
ADDRESS = "https://www.cqstl.gov.cn/zwgk/1.html"
LIBRARY = ProposedCell(task="3.1.3", measure=2, unit="sifaju", sureness=0.9, reasons=("标题和任务里都有“规范性文件”",))
ISSUED = ProposedCell(task="3.1.3", measure=1, unit="sifaju", sureness=0.5)
PAGE = Page.of_text("铜梁区规范性文件库", "现行有效\n失效和废止", AS_OF)


def entry(title: str = "铜梁区规范性文件库", address: str = ADDRESS, *cells: ProposedCell) -> ProposedEntry:
    return ProposedEntry(title=title, url=address, published_on=date(2021, 6, 1), seen_on=AS_OF, cells=cells or (LIBRARY,))


def keep(data: Path, column: str, *entries: ProposedEntry) -> None:
    file = proposed.file(data / FOLDER, column)
    file.parent.mkdir(exist_ok=True)
    file.write_text(ProposedColumn(column=column, entries=entries).text, encoding="utf-8")


def decisions(data: Path, column: str = COLUMN) -> list[Decision | None]:
    return [it.decision for it in proposed.column(data / FOLDER, column).entries]
