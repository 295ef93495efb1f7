"""`relate`: twins with reasons, and what somebody says of them, written into the tasks."""

import json
import shutil
from datetime import date

import pytest
from gongkai.desk import proposals
from gongkai.desk.asking import Terminal
from gongkai.desk.dialogue import Given
from gongkai.desk.proposals import Desk
from gongkai.records import loading
from gongkai.verbs import relating
from helpers.documents import DATA

TODAY = date(2026, 11, 30)


@pytest.fixture
def desk(tmp_path):
    for name in ("tongliang", "dianjiang"):
        shutil.copytree(DATA / name, tmp_path / "data" / name)
    for name in ("format.yaml", "holidays.yaml", "duties.yaml"):
        shutil.copy(DATA / name, tmp_path / "data" / name)
    return Desk(tmp_path / "data", TODAY, TODAY)


def relating_of(desk, *answers):
    said, waiting = [], iter(answers)
    terminal = Terminal(said.append, lambda _: next(waiting, "0"))
    shown = relating.Relating(desk, Given("tongliang/2021"), terminal)
    return shown, shown.asked(terminal), said


def task_of(desk, task_id):
    plan = next(place for place in loading.load(desk.root).jurisdictions if place.slug == "tongliang").plans[0]
    return next(task for task in plan.tasks if task.id == task_id)


def test_twins_are_told_with_reasons_and_sureness(desk):
    told = relating.Relating(desk, Given("tongliang/2021"), None).told()

    assert "1.1.3 区门户网站集中展示各部门规划（门户网站集中展示各类规划；工具判断，还没有人核对）" in told
    assert "把握大：垫江县2021年 1.2.1 公开全国统一的市场准入负面清单。都写到“" in told


def test_wordings_alone_are_looked_at(desk):
    """The same twins are proposed where nobody has related anything."""
    before = json.loads(relating.Relating(desk, Given("tongliang/2021"), None).as_json())
    for file in desk.root.glob("*/*/tasks/*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.lstrip().startswith(("duties:", "related:"))), encoding="utf-8")

    after = json.loads(relating.Relating(desk, Given("tongliang/2021"), None).as_json())

    assert before
    assert [{**twin, "duties": []} for twin in before] == after


def test_a_reading_of_the_tool_becomes_that_of_who_confirms_it(desk):
    """Return keeps what is there; zero ends."""
    _, outcome, _ = relating_of(desk, "政务公开科", "", "0")
    held = task_of(desk, "1.1.1")
    proposals.write(desk, outcome)
    now = task_of(desk, "1.1.1")

    assert (now.related.by, now.related.on) == ("政务公开科", TODAY)
    assert (now.all_duties, now.measures) == (held.all_duties, held.measures)
    assert task_of(desk, "1.1.2").related.by == "工具"


def test_a_task_may_have_none_with_a_reason(desk):
    _, outcome, said = relating_of(desk, "政务公开科", "没有共同任务", "只有这里写了", "0")
    proposals.write(desk, outcome)
    now = task_of(desk, "1.1.1")

    assert (now.all_duties, now.related.why) == ((), "只有这里写了")
    assert any("做的是哪几件共同任务" in line for line in said)


def test_who_gives_up_at_once_changes_nothing(desk):
    assert relating_of(desk, "政务公开科", "0")[1] is None
