"""What happened, entry by entry: in which order and in which words."""

from datetime import date

import pytest
from gongkai.judging.history import moments
from helpers.portals import AS_OF, change, check, closure, event, evidence, note, plan, reply, waiver

URL = "https://www.example.org/tongzhi.html"


def told(*entries, as_of=AS_OF):
    return [(moment.label, moment.text) for moment in moments(plan(entries=entries), as_of)]


def days(*entries):
    return [f"{moment.on:%m-%d}" for moment in moments(plan(entries=entries), AS_OF)]


@pytest.mark.parametrize(
    ("entry", "label", "text"),
    [
        pytest.param(evidence(title="规划", published_on="2026-05-20"), "公开", "规划", id="evidence"),
        pytest.param(evidence(title="规划", document_on="2026-05-20"), "公开", "规划", id="evidence dated by its document"),
        pytest.param(evidence(title="规划"), "公开", "规划（页面没有发布日期，按登记日期排列）", id="evidence without a date"),
        pytest.param(
            evidence(title="总结", published_on="2026-05-20", strength="self_report"), "单位自述", "总结", id="a self-report is called so"
        ),
        pytest.param(check(result="found"), "核查", "查到", id="a check that found it"),
        pytest.param(check(result="not_found"), "核查", "没有查到", id="a check that did not"),
        pytest.param(check(result="could_not_open"), "核查", "打不开", id="a check that could not open it"),
        pytest.param(check(remark="栏目是空的。"), "核查", "没有查到。栏目是空的。", id="a check with a remark"),
        pytest.param(note(text="正在整理。"), "单位说明", "正在整理。", id="a note"),
        pytest.param(event(text="文件印发。"), "情形出现", "文件印发。", id="an event"),
        pytest.param(
            waiver(reason="没有这类事项", valid_until="2026-12-31"), "本期无需公开", "没有这类事项（有效至2026年12月31日）", id="a waiver"
        ),
        pytest.param(reply(author="unit", text="已经公开。"), "单位回应", "已经公开。", id="a reply of the unit"),
        pytest.param(reply(author="citizen", text="没有找到。"), "读者意见", "没有找到。", id="an objection"),
        pytest.param(
            reply(author="citizen", text="没有找到。", outcome="已补上网址。"),
            "读者意见",
            "没有找到。处理结果：已补上网址。",
            id="an objection with its outcome",
        ),
        pytest.param(
            reply(author="citizen", text="没有找到", outcome="已补上网址。"),
            "读者意见",
            "没有找到。处理结果：已补上网址。",
            id="an objection without a full stop",
        ),
        pytest.param(change(due_on="2026-09-30"), "调整", "完成时限改为2026年9月30日。依据：调整通知", id="a moved deadline"),
        pytest.param(change(text="公开专项规划。"), "调整", "内容有改动。依据：调整通知", id="a new wording"),
        pytest.param(change(recurrence={"times": 2, "per": "month"}), "调整", "次数要求有改动。依据：调整通知", id="a new schedule"),
        pytest.param(change(new_units=("caizhengju",)), "调整", "承担单位有改动。依据：调整通知", id="new units"),
        pytest.param(change(withdrawn=True), "调整", "撤销。依据：调整通知", id="a withdrawal"),
        pytest.param(change(replaced_by="1.1.2"), "调整", "由任务 1.1.2 代替。依据：调整通知", id="a replacement"),
        pytest.param(
            change(due_on="2026-09-30", text="公开专项规划。"),
            "调整",
            "完成时限改为2026年9月30日，内容有改动。依据：调整通知",
            id="several changes of one document",
        ),
        pytest.param(closure(), "销号", "牵头单位核查后销号", id="a closure"),
        pytest.param(closure(remark="核查无误。"), "销号", "核查无误。", id="a closure with a remark"),
    ],
)
def test_an_entry_is_told_in_words(entry, label, text):
    assert told(entry) == [(label, text)]


@pytest.mark.parametrize(
    ("entry", "day"),
    [
        pytest.param(evidence(on="2026-06-01", published_on="2026-05-20", document_on="2026-05-10"), "05-20", id="evidence when published"),
        pytest.param(evidence(on="2026-06-01", document_on="2026-05-10"), "05-10", id="evidence else when written"),
        pytest.param(evidence(on="2026-06-01", address_on="2026-05-10"), "06-01", id="evidence else when entered"),
        pytest.param(event(on="2026-06-01", happened_on="2026-05-20"), "05-20", id="an event when it happened"),
        pytest.param(check(on="2026-06-01"), "06-01", id="a check when it was made"),
        pytest.param(note(on="2026-06-01"), "06-01", id="a note when it was written"),
        pytest.param(waiver(on="2026-06-01"), "06-01", id="a waiver when it was entered"),
        pytest.param(reply(on="2026-06-01"), "06-01", id="a reply when it came"),
        pytest.param(change(on="2026-06-01", withdrawn=True), "06-01", id="a change when it was made"),
        pytest.param(closure(on="2026-06-01"), "06-01", id="a closure when it was made"),
    ],
)
def test_an_entry_stands_on_its_own_day(entry, day):
    assert days(entry) == [day]


def test_moments_are_told_oldest_first_whatever_their_kind_and_place_in_the_ledger():
    entries = [
        closure(on="2026-07-05"),
        change(on="2026-04-10", due_on="2026-09-30"),
        check(on="2026-07-01"),
        evidence(on="2026-07-02", published_on="2026-04-20"),
        note(on="2026-05-01"),
        event(on="2026-07-03", happened_on="2026-03-10"),
    ]
    assert days(*entries) == ["03-10", "04-10", "04-20", "05-01", "07-01", "07-05"]


def test_moments_of_one_day_are_told_in_the_order_in_which_they_were_entered():
    entries = [evidence(on="2026-06-03", published_on="2026-06-01"), evidence(on="2026-06-02", published_on="2026-06-01")]
    assert [one.entered_on.day for one in moments(plan(entries=entries), AS_OF)] == [2, 3]


def test_moments_of_one_day_have_one_order_however_they_are_written():
    entries = [note(on="2026-06-01", text="乙。"), check(on="2026-06-01"), note(on="2026-06-01", text="甲。"), closure(on="2026-06-01")]
    assert told(*entries) == told(*reversed(entries))


def test_a_moment_leads_to_its_entry():
    entry = note()
    (moment,) = moments(plan(entries=[entry]), AS_OF)
    assert moment.entry == entry


@pytest.mark.parametrize("entry", [evidence(url=URL), change(url=URL, withdrawn=True)], ids=["evidence", "change"])
def test_a_moment_leads_to_the_page_that_its_entry_names(entry):
    (moment,) = moments(plan(entries=[entry]), AS_OF)
    assert moment.url == URL


ENTERED_LATER = [
    pytest.param(evidence(on="2026-11-21", published_on="2026-05-20"), id="evidence of something published before"),
    pytest.param(check(on="2026-11-21"), id="check"),
    pytest.param(note(on="2026-11-21"), id="note"),
    pytest.param(event(on="2026-11-21", happened_on="2026-05-20"), id="event that happened before"),
    pytest.param(waiver(on="2026-11-21"), id="waiver"),
    pytest.param(reply(on="2026-11-21"), id="reply"),
    pytest.param(change(on="2026-11-21", withdrawn=True), id="change"),
    pytest.param(closure(on="2026-11-21"), id="closure"),
]


@pytest.mark.parametrize("entry", ENTERED_LATER)
def test_an_entry_made_later_is_hidden(entry):
    assert told(entry) == []


@pytest.mark.parametrize("entry", ENTERED_LATER)
def test_an_entry_is_told_from_its_own_day_on(entry):
    assert len(told(entry, as_of=date(2026, 11, 21))) == 1


def test_an_empty_ledger_has_no_history():
    assert told() == []
