"""`relate`: twins with reasons, and what somebody says of them, written into the tasks."""

import json
import shutil
from datetime import date

import pytest
from gongkai.desk import proposals
from gongkai.desk.asking import Terminal
from gongkai.desk.dialogue import Given
from gongkai.desk.plans import candidates
from gongkai.desk.proposals import Desk
from gongkai.records import loading
from gongkai.verbs import relating
from helpers.documents import DATA

TODAY = date(2026, 11, 30)


Remembered = candidates.Remembered
REMEMBERED = Remembered()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    # The wordings are the same in all these tests, and are not compared again.
    monkeypatch.setattr(candidates, "Remembered", lambda: REMEMBERED)
    for name in ("tongliang", "dianjiang"):
        shutil.copytree(DATA / name, tmp_path / "data" / name)
    for name in ("format.yaml", "holidays.yaml", "duties.yaml"):
        shutil.copy(DATA / name, tmp_path / "data" / name)
    return Desk(tmp_path / "data", TODAY, TODAY)


def relating_of(desk, *answers):
    said, waiting = [], iter(answers)
    terminal = Terminal(said.append, lambda _: next(waiting, "0"))
    shown = relating.AtTerminal(desk, Given("tongliang/2021"), terminal)
    return shown, shown.asked(terminal), said


def task_of(desk, task_id):
    plan = next(place for place in loading.load(desk.root).jurisdictions if place.slug == "tongliang").plans[0]
    return next(task for task in plan.tasks if task.id == task_id)


@pytest.mark.sweep
def test_twins_are_told_with_reasons_and_sureness(desk):
    told = relating.AtTerminal(desk, Given("tongliang/2021"), None).told()

    assert "1.1.3 区门户网站集中展示各部门规划：门户网站集中展示各类规划。这是工具的判断，还没有人核对。" in told
    assert "把握大：垫江县 2021 年 1.2.1 公开全国统一的市场准入负面清单。都写到“" in told


@pytest.mark.sweep
def test_wordings_alone_are_looked_at(desk, monkeypatch):
    """The same twins are proposed where nobody has related anything."""
    monkeypatch.setattr(candidates, "Remembered", Remembered)
    before = json.loads(relating.AtTerminal(desk, Given("tongliang/2021"), None).as_json())
    for file in desk.root.glob("*/*/tasks/*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.lstrip().startswith(("duties:", "related:"))), encoding="utf-8")

    after = json.loads(relating.AtTerminal(desk, Given("tongliang/2021"), None).as_json())

    assert before
    assert [{**twin, "duties": []} for twin in before] == after


def first_waiting(desk):
    return candidates.waiting(relating.AtTerminal(desk, Given("tongliang/2021"), None).relating.readings())[0]


@pytest.mark.sweep
def test_a_reading_of_the_tool_becomes_that_of_who_confirms_it(desk):
    """Return keeps what is there; zero ends. What looks surely alike, and is not, is remembered."""
    first = first_waiting(desk)
    _, outcome, _ = relating_of(desk, "政务公开科", "", "0")
    proposals.write(desk, outcome)
    now = task_of(desk, first.task.id)

    assert (now.related.by, now.related.on) == ("政务公开科", TODAY)
    assert (now.all_duties, now.measures) == (first.task.all_duties, first.task.measures)
    assert set(now.related.unlike) == {it.key for it in first.candidates if it.is_alike and it.duty} != set()
    assert [file.name for file in outcome.proposal.texts] == [next(iter(outcome.proposal.texts)).name]


@pytest.mark.sweep
def test_what_was_confirmed_is_not_asked_about_again(desk):
    first = first_waiting(desk).task.id
    proposals.write(desk, relating_of(desk, "政务公开科", "", "0")[1])

    assert first != first_waiting(desk).task.id


@pytest.mark.sweep
def test_a_task_may_have_none_with_a_reason(desk):
    first = first_waiting(desk)
    _, outcome, said = relating_of(desk, "政务公开科", "没有同样的", "只有这里写了", "0")
    proposals.write(desk, outcome)
    now = task_of(desk, first.task.id)

    assert (now.all_duties, now.related.why) == ((), "只有这里写了")
    assert {*now.related.unlike, *now.related.unlike_tasks} == {it.key for it in first.candidates}
    assert any("这里的原文" in line for line in said)


@pytest.mark.sweep
def test_each_that_is_proposed_may_be_answered_by_itself(desk):
    """Yes to what stands, no to all else; a task of one measure is asked for no numbers."""
    reading = next(
        it
        for it in candidates.waiting(relating.AtTerminal(desk, Given("tongliang/2021"), None).relating.readings())
        if len(it.task.measures) == 1
    )
    later = ["以后再说"] * candidates.waiting(relating.AtTerminal(desk, Given("tongliang/2021"), None).relating.readings()).index(reading)
    answers = ["1" if it.is_named else "2" for it in reading.candidates]
    _, outcome, _ = relating_of(desk, "政务公开科", *later, "逐件回答", *answers, "", "0")
    proposals.write(desk, outcome)
    now = task_of(desk, reading.task.id)

    assert now.all_duties == reading.task.all_duties
    assert now.related.unlike == tuple(it.key for it in reading.candidates if not it.is_named and it.duty)


@pytest.mark.sweep
def test_the_name_of_the_tool_confirms_nothing(desk):
    _, outcome, said = relating_of(desk, "工具", "政务公开科", "", "0")

    assert any("“工具”是还没有人核对的意思" in line for line in said)
    assert "by: 政务公开科" in "".join(outcome.proposal.texts.values())


def test_who_gives_up_at_once_changes_nothing(desk):
    assert relating_of(desk, "政务公开科", "0")[1] is None
