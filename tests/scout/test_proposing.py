"""Proposals stand beside the ledger: for open cells, once, and what a person said of them is remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from gongkai.judging.judgement import assess
from gongkai.records import loading
from gongkai.scout import proposed
from gongkai.scout.lists.entries import Listed
from gongkai.scout.proposed import Decision, ProposedCell, ProposedColumn, ProposedEntry, UnreadableProposalsError
from gongkai.scout.proposing import Proposer, search_of

_ON = date(2026, 11, 30)


def _entry(address: str = "https://www.cqstl.gov.cn/1.html", title: str = "铜梁区规范性文件目录") -> ProposedEntry:
    cell = ProposedCell(task="3.1.3", measure=2, unit="sifaju", sureness=0.8, reasons=("标题和任务里都有“规范性文件”",))
    return ProposedEntry(title=title, url=address, published_on=date(2021, 6, 1), seen_on=_ON, cells=(cell,))


def _keep(year: Path, column: ProposedColumn) -> None:
    path = proposed.file(year, column.column)
    path.parent.mkdir(exist_ok=True)
    path.write_text(column.text, encoding="utf-8")


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    column = ProposedColumn(column="guifanxing-wenjian", entries=(_entry(),))
    _keep(tmp_path, column)
    assert proposed.columns(tmp_path) == (column,)
    assert proposed.column(tmp_path, "guifanxing-wenjian") == column


def test_a_title_is_never_more_than_a_text(tmp_path: Path) -> None:
    # Signs of YAML, of HTML and of spreadsheets, and some that nobody sees.
    title = "=cmd|' /C calc'!A0 <script>\u2028\x85\ufeff\x1b a: [b, &c *d] # e\n- f: !!python/object/apply:os.system [x]"
    _keep(tmp_path, ProposedColumn(column="x", entries=(_entry(title=title),)))
    assert proposed.column(tmp_path, "x").entries[0].title == title


def test_no_is_remembered_when_the_entry_is_seen_again() -> None:
    said = Decision(said="no", by="政务公开科", on=_ON)
    column = ProposedColumn(column="x", entries=(_entry(),)).decided(_entry().key, said)
    again = column.joined([_entry("http://cqstl.gov.cn/1.html")])
    assert [it.decision for it in again.entries] == [said]
    assert not again.entries[0].is_waiting


def test_later_waits_on() -> None:
    column = ProposedColumn(column="x", entries=(_entry(),)).decided(_entry().key, Decision(said="later", by="政务公开科", on=_ON))
    assert column.entries[0].is_waiting


def test_what_has_left_the_list_stays_proposed() -> None:
    assert ProposedColumn(column="x", entries=(_entry(),)).joined([]).entries == (_entry(),)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[", b"column: 1\nentries: 2", b"- &a [*a]", b"a: " + b"[" * 5000])
def test_a_file_that_was_spoilt_is_told_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    proposed.folder(tmp_path).mkdir()
    (proposed.folder(tmp_path) / "x.yaml").write_bytes(content)
    with pytest.raises(UnreadableProposalsError, match="请用备份里的换上"):
        proposed.columns(tmp_path)


def test_what_is_entered_is_not_proposed_and_what_is_done_neither() -> None:
    portal = loading.load(Path("data"))
    assessed = next(plan for plan in assess(portal, _ON).plans if (plan.plan.jurisdiction, plan.plan.year) == ("tongliang", 2021))
    known = next(evidence for evidence in assessed.ledger.evidence if evidence.url)
    proposer = Proposer(portal, assessed)
    assert list(proposer.proposals("yusuan", [Listed(known.title, known.url or "", date(2021, 6, 1))], _ON)) == []
    fresh = Listed("铜梁区民政局2021年部门预算", "https://www.cqstl.gov.cn/2.html", date(2021, 3, 5))
    (entry,) = proposer.proposals("yusuan", [fresh], _ON)
    assert (entry.cells[0].task, entry.cells[0].unit, entry.seen_on) == ("1.3.1", "minzhengju", _ON)


def test_a_search_says_that_a_program_looked_and_never_that_anything_is_missing() -> None:
    nothing = search_of("yusuan", "https://www.cqstl.gov.cn/yusuan/", "列表前 2 页，40 条", 0, _ON)
    assert (nothing.by, nothing.result, nothing.searched, nothing.remark) == ("程序", "nothing", "live", None)
    assert search_of("yusuan", "https://www.cqstl.gov.cn/yusuan/", "列表前 2 页，40 条", 3, _ON).result == "proposed"
