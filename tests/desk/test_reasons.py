"""Where what is recorded leaves a badge as it was, the page before writing says why, as the rules have it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from gongkai.desk.choices import KINDS, AtTask
from gongkai.desk.dialogue import told_turns
from gongkai.desk.proposals import Desk, Outcome, outcome_of, state_of, write
from gongkai.desk.recording import recorded
from gongkai.judging.badges import Record
from helpers.builders import TASKS, DataFolder
from helpers.desk_server import Counter, soup

AS_OF = date(2025, 11, 20)
PAGE = {"url": "https://www.example.org/yi.html", "title": "一页", "opened__by": "测试", "published_on": "2025-05-06"}
OTHER = {**PAGE, "url": "https://www.example.org/er.html"}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def outcome(data: DataFolder, task: str, kind: str, **typed: str) -> Outcome:
    desk = Desk(data.root, AS_OF, AS_OF)
    state = state_of(desk, "shili")
    told = {key.replace("__", "."): (text,) for key, text in typed.items() if text}
    draft = recorded(desk, state, AtTask(*state.tasks[2025, task], on=AS_OF), kind, told)
    assert draft.proposal, draft.mistakes
    return outcome_of(desk, draft.proposal, state)


def unmoved(outcome: Outcome) -> tuple[str, str]:
    """How the badge goes on, and why."""
    (turn,) = outcome.tasks
    return turn.words, turn.unmoved


@pytest.mark.parametrize(
    ("task", "kind", "typed", "words"),
    [
        ("2.1.1", "evidence", {**PAGE, "published_on": ""}, "没有写发布日期"),
        ("2.1.1", "evidence", {**PAGE, "published_on": "2024-05-06"}, "它的日期（2024年5月6日）不在要求的时间里"),
        ("2.1.1", "evidence", {**PAGE, "strength": "self_report"}, "单位自述"),
        ("2.1.1", "evidence", {**PAGE, "covers": "part"}, "只是公开了一部分"),
        ("2.1.1", "evidence", {**PAGE, "covers": "part", "published_on": ""}, "只是公开了一部分。没有写发布日期"),
        ("1.2.1", "evidence", {**PAGE, "units": "县政府办公室"}, "在网上看不出来"),
        ("1.1.1", "evidence", {**PAGE, "measures": "2", "units": "县财政局", "published_on": ""}, "没有日期"),
        ("1.1.1", "checks", {"measures": "1", "units": "县财政局", "result": "found"}, "核查结果是“查到”"),
        (
            "1.1.1",
            "checks",
            {"measures": "1", "units": "县财政局", "result": "not_found", "column": "guihua-xinxi", "on": "2025-06-01"},
            "核查的日期不在期限以后",
        ),
        ("1.1.2", "notes", {"text": "在办", "on": "2025-01-01"}, "说明是2025年1月1日的，已经过了 120 天"),
        ("2.1.2", "evidence", PAGE, "本站没有这种情形的记录"),
        ("1.1.2", "waivers", {"reason": "没有", "valid_until": "2025-01-01"}, "只到2025年1月1日有效"),
        ("1.1.2", "searches", {"by": "测试", "searched": "live", "extent": "首页", "result": "nothing"}, "查找只列在网页上，不改变状态"),
        ("1.1.2", "replies", {"author": "unit", "text": "已办"}, "不改变状态"),
    ],
)
def test_reason_is_what_the_rules_lack(data, task, kind, typed, words):
    turn, why = unmoved(outcome(data, task, kind, **typed))

    assert (turn.startswith("仍是"), words in why) == (True, True), (turn, why)


def test_page_that_nobody_opened_does_not_help_one_that_nobody_opened(data):
    """The first of two makes it 待核对."""
    first = {**PAGE, "opened__by": "", "units": "县财政局"}
    write(Desk(data.root, AS_OF, AS_OF), outcome(data, "1.1.2", "evidence", **first))
    turn, why = unmoved(outcome(data, "1.1.2", "evidence", **{**first, "url": OTHER["url"]}))

    assert turn.endswith("待核对")
    assert "还没有人打开核对过" in why


def test_page_in_a_column_that_has_one_already_says_that_others_lack(data):
    write(Desk(data.root, AS_OF, AS_OF), outcome(data, "1.1.2", "evidence", **PAGE, found_in="财政信息"))
    turn, why = unmoved(outcome(data, "1.1.2", "evidence", **OTHER, found_in="财政信息"))

    assert (turn, "还缺别的栏目" in why) == ("仍是部分公开（1/2）", True)


def test_page_too_many_is_said_to_be_so(data):
    write(Desk(data.root, AS_OF, AS_OF), outcome(data, "1.1.2", "evidence", **PAGE))

    assert unmoved(outcome(data, "1.1.2", "evidence", **OTHER)) == ("仍是已公开", "原来的登记已经使它是“已公开”，多这一条不再改变。")


def test_unit_that_does_not_owe_the_measure_is_named(data):
    data.replace(TASKS, "        kind: standing\n", "        kind: standing\n        units: [fagaiju]\n")
    _, why = unmoved(outcome(data, "1.1.1", "evidence", **PAGE, measures="2", units="县财政局"))

    assert why == "县财政局不承担第 2 项举措。"


def test_badge_that_moves_has_no_such_reason(data):
    assert unmoved(outcome(data, "1.1.2", "evidence", **PAGE)) == ("本站暂无记录 → 已公开", "")


def test_every_kind_is_either_judged_or_said_never_to_move_a_badge():
    """A kind that judging comes to look at is no longer called one that it leaves aside."""
    judged = {"exhibits", "checks", "notes", "events", "waivers", "withdrawal", "earlier"}
    assert {field.name for field in fields(Record)} == judged
    assert set(KINDS) - judged == {"evidence", "changes", "searches", "replies", "closures"}


@pytest.mark.sweep
def test_page_before_writing_and_the_terminal_say_it(data, tmp_path):
    outcome_ = outcome(data, "2.1.1", "evidence", **{**PAGE, "published_on": ""})
    assert any("没有变，因为：没有写发布日期" in line for line in told_turns(outcome_))

    counter = Counter.of(tmp_path / "desk", "tongliang")
    form = counter.form(text="正在办理", on="2021-01-01", measures="1", units="fagaiwei")
    shown = soup(counter.send("/desk/tongliang/2021/1.1.1/record?kind=notes", form))
    assert "没有变，因为：" in shown.select_one("[aria-labelledby=turns]").get_text()
