"""Each way of reading a layout earns its place: without it a named document reads worse."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from gongkai.importing import layout
from gongkai.importing.layout import breaks, headings
from gongkai.importing.layout.cells import lines
from gongkai.importing.readers.base.notice import Notice, RefusedError
from helpers import made_up_notices

ROOT = Path(__file__).parents[2]


def none(*_: object) -> tuple[()]:
    return ()


def as_it_is(several: object, *_: object) -> object:
    return several


STRATEGIES = {
    "a row in each line": (lines, "_rows", none, "no-header-at-all"),
    "bars": (lines, "_barred", none, "markdown"),
    "cells of several lines between quotation marks": (lines, "_unquoted", as_it_is, "pasted-from-a-spreadsheet"),
    "a cell after each tab": (lines, "_groups", none, "conghua/2021"),
    "blank lines within a row": (lines, "_joined", lambda groups, _: groups, "laiwu/2021"),
    "cells one after another": (lines, "_streamed", none, "one-cell-per-line"),
    "the fit of cells chooses": (lines, "_suits", lambda _: 0.0, "tongliang/2021"),
    "headings amid their rows": (headings, "boundaries", as_it_is, "dianjiang/2021"),
    "rows cut by a page": (layout, "joined", lambda entries: (entries, ()), "a-row-broken-over-pages"),
    "two rows in one cell": (breaks, "_two_blocks", lambda entry: [entry], "dianjiang/2021"),
    "a text in one cell for all": (layout, "_unboxed", as_it_is, "a-table-inside-a-box"),
    "running text": (layout, "read_prose", lambda _: None, "prose-with-label-lines"),
}


@cache
def notice(name: str) -> Notice:
    if "/" not in name:
        return made_up_notices.case(name).notice
    return made_up_notices.of_text("source.txt", (ROOT / "data" / name / "source.txt").read_text(encoding="utf-8"))


def cells(name: str) -> list[tuple[str, ...]]:
    try:
        rows = layout.read(notice(name)).rows
    except RefusedError:
        return []
    return [(row.id, row.text.text, row.matter.text, row.lead.text, row.responsible.text, row.units.text, row.due.text) for row in rows]


@pytest.mark.sweep
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_without_a_way_of_reading_a_document_reads_worse(monkeypatch: pytest.MonkeyPatch, strategy: str) -> None:
    module, name, instead, document = STRATEGIES[strategy]
    assert isinstance(module, ModuleType)
    whole = cells(document)
    monkeypatch.setattr(module, name, instead)

    assert len(set(whole) & set(cells(document))) < len(set(whole))
