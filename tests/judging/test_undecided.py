"""A measure whose kind nobody has decided: its cells say no_record, whatever the ledger holds, unless nothing is owed."""

import pytest
from helpers.portals import AS_OF, cells, change, check, evidence, measure, note, task, waiver

UNDECIDED = "这条举措属于哪一类任务，还没有人确定，本站不判断是否公开。"


def verdict_of(*entries, **fields):
    (cell,) = cells(task(measure(**{"kind": None, **fields})), entries=entries)
    return cell.verdict


@pytest.mark.parametrize(
    "entries",
    [(), (evidence(published_on="2026-05-01"),), (check(result="not_found"),), (note(),), (evidence(covers="part"), check(result="found"))],
    ids=["nothing", "evidence", "a check", "a note", "part and a check"],
)
@pytest.mark.parametrize(
    "fields", [{}, {"due_on": "2026-04-30"}, {"recurrence": {"times": 1, "per": "month"}}], ids=["undated", "due", "monthly"]
)
def test_it_says_no_record_and_why_whatever_is_entered(entries, fields):
    verdict = verdict_of(*entries, **fields)

    assert (verdict.words, verdict.remark, verdict.is_dated, verdict.is_due) == ("本站暂无记录", UNDECIDED, False, False)


def test_it_is_waived_like_any_other():
    assert verdict_of(waiver(on="2026-05-01", valid_until=AS_OF.isoformat())).badge.id == "waived"


def test_it_is_changed_like_any_other():
    assert verdict_of(change(withdrawn=True)).badge.id == "changed"


def test_its_evidence_is_still_listed():
    (cell,) = cells(task(measure(kind=None)), entries=[evidence(title="规划")])

    assert [exhibit.evidence.title for exhibit in cell.exhibits] == ["规划"]
