"""The desk's pages of duties in common: tasks beside those of other places, doubtful ones first; what is said of them is written and stays."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from gongkai.records import loading
from gongkai.records.plan_records import Task
from helpers.clerks import copied
from helpers.desk_server import Counter, fields_in, soup
from werkzeug.test import TestResponse

PLACE, YEAR = "tongliang", 2021
LIST = f"/desk/{PLACE}/{YEAR}/relate"
BY = "政务公开科"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("relating"), PLACE, "conghua", "laiwu").root


@pytest.fixture(scope="module")
def looked_at(folder: Path) -> Counter:
    """One at which nothing is written."""
    return Counter.over(folder)


@pytest.fixture
def counter(folder: Path, tmp_path: Path, looked_at: Counter) -> Counter:
    counter = Counter.over(Path(shutil.copytree(folder, tmp_path / "data")))
    # The wordings are the same, and are not compared again.
    counter.office.twins = looked_at.office.twins
    return counter


def tasks(counter: Counter, place: str = PLACE) -> dict[str, Task]:
    places = loading.load(counter.data).jurisdictions
    return {task.id: task for it in places if it.slug == place for plan in it.plans for task in plan.tasks}


def waiting(page: TestResponse, section: str) -> list[str]:
    return [row.h3.get_text().split()[0] for row in soup(page).select(f"[aria-labelledby={section}] > .gk-review__row")]


def page_of(task: str) -> str:
    return f"/desk/{PLACE}/{YEAR}/{task}/relate"


def shown(counter: Counter, address: str, **typed: object) -> TestResponse:
    return counter.send(address, {**fields_in(counter.get(address)), **typed, "-step": "show"})


def written(counter: Counter, address: str, **typed: object) -> TestResponse:
    outcome = shown(counter, address, **typed)
    assert outcome.status_code == 200, soup(outcome).select_one("[role=alert]")
    return counter.send(address, {**fields_in(outcome), "-step": "write"})


def answers(page: TestResponse, answer: str) -> dict[str, str]:
    """The same answer to each that is proposed."""
    return {str(field["name"]): answer for field in soup(page).select("main form [name^='same.']")}


@pytest.mark.sweep
def test_all_tasks_that_no_person_has_read_wait_doubtful_ones_first(looked_at: Counter) -> None:
    page = looked_at.get(LIST)
    doubtful, others = waiting(page, "doubtful"), waiting(page, "others")
    unread = [task.id for task in tasks(looked_at).values() if task.related and task.related.by == "工具"]

    assert len(unread) == 46
    assert str(len(unread)) in soup(page).select_one("h1 ~ p strong").get_text()
    assert len(doubtful) + len(others) == 30
    assert doubtful
    assert {*doubtful, *others} <= {*unread}
    for row in soup(page).select("[aria-labelledby=doubtful] > .gk-review__row"):
        assert "拿不准" in row.get_text()


def test_official_texts_stand_beside_each_other_with_reasons_and_sureness_in_words(looked_at: Counter) -> None:
    known, elsewhere = (
        tasks(looked_at),
        {
            **tasks(looked_at, "conghua"),
        },
    )
    page = soup(looked_at.get(page_of("1.1.1")))
    text = re.sub(r"\s", "", page.get_text())

    for measure in known["1.1.1"].measures:
        assert re.sub(r"\s", "", measure.text) in text
    assert re.sub(r"\s", "", elsewhere["1.1.1"].measures[0].text) in text
    assert any(words in text for words in ("把握大：", "把握中等：", "把握小："))
    assert "都写到“" in text


@pytest.mark.sweep
def test_what_stands_is_confirmed_of_several_tasks_at_once(counter: Counter) -> None:
    """Comments, the order of fields and all other lines stay."""
    ticked, before, files = waiting(counter.get(LIST), "others")[:3], tasks(counter), counter.files
    answer = written(counter, LIST, seen=ticked, by=BY)
    now = tasks(counter)

    assert (answer.status_code, answer.location.partition("?")[0]) == (303, LIST)
    assert {task.id for task in now.values() if task.related and task.related.by == BY} == {*ticked}
    assert [(it.all_duties, it.measures) for it in now.values()] == [(it.all_duties, it.measures) for it in before.values()]
    for name, text in counter.files.items():
        lines, held = text.decode().splitlines(), files[name].decode().splitlines()
        assert len(lines) == len(held)
        assert all("related:" in new for new, old in zip(lines, held, strict=True) if new != old)


@pytest.mark.sweep
def test_no_is_remembered_and_not_proposed_again(counter: Counter) -> None:
    name = waiting(counter.get(LIST), "doubtful")[0]
    page = counter.get(page_of(name))
    refused = [key for key in answers(page, "no") if fields_in(page)[key] == ["no"]]
    answer = written(counter, page_of(name), by=BY)
    related = tasks(counter)[name].related

    assert answer.status_code == 303
    assert refused
    assert {*related.unlike, *related.unlike_tasks} == {key.removeprefix("same.") for key in refused}
    assert name not in waiting(counter.get(LIST), "doubtful")


@pytest.mark.sweep
def test_task_with_none_needs_a_reason(counter: Counter) -> None:
    page = counter.get(page_of("1.1.1"))
    wrong = shown(counter, page_of("1.1.1"), **answers(page, "no"), by=BY)
    assert wrong.status_code == 422
    assert "请写一句为什么没有" in soup(wrong).select_one("[role=alert]").get_text()

    written(counter, page_of("1.1.1"), **answers(page, "no"), none="yes", why="只有本地写了", by=BY)
    now = tasks(counter)["1.1.1"]
    assert (now.all_duties, now.related.by, now.related.why) == ((), BY, "只有本地写了")
    assert not any(measure.duties for measure in now.measures)


@pytest.mark.sweep
def test_duty_that_was_not_proposed_can_be_chosen(counter: Counter) -> None:
    page = counter.get(page_of("1.1.3"))
    other = next(str(option["value"]) for option in soup(page).select("select[name=other] option") if option["value"])
    written(counter, page_of("1.1.3"), other=other, by=BY)

    assert other in tasks(counter)["1.1.3"].duties


def unjoined(counter: Counter) -> tuple[str, str]:
    """A task with a proposed one of another place that names no duty, and the key of that."""
    for name in tasks(counter):
        for field in soup(counter.get(page_of(name))).select("main form [name^='same.']"):
            if "/" in str(field["name"]):
                return name, str(field["name"])
    raise AssertionError("there is none")


@pytest.mark.sweep
def test_new_duty_is_made_of_twins_without_one(counter: Counter) -> None:
    """Its id comes from its title and is shown before it is written; the file of duties keeps all that it had."""
    name, key = unjoined(counter)
    before = counter.files["duties.yaml"].decode()
    outcome = shown(counter, page_of(name), **{key: "yes"}, new_title="公开某事的办法", by=BY)
    told = soup(outcome).get_text()
    assert "新立共同任务“公开某事的办法”" in told
    counter.send(page_of(name), {**fields_in(outcome), "-step": "write"})
    duty = loading.load(counter.data).duties[-1]

    assert counter.files["duties.yaml"].decode().startswith(before)
    assert (duty.title, duty.year, duty.related.by) == ("公开某事的办法", YEAR, BY)
    assert duty.id in told
    assert duty.id.isascii()
    assert duty.id in tasks(counter)[name].all_duties


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"new_title": ""}, "请给这件事起个标题"),
        ({"new_title": "公开“十四五”规划纲要"}, "请直接选它"),
        ({"new_title": "新的一件事", "new_id": "guihua-gangyao"}, "已经是"),
        ({"new_title": "新的一件事", "new_id": "新的"}, "小写字母"),
        ({"new_title": "很" * 25}, "24"),
        ({"new_title": "新的一件事", "by": "工具"}, "还没有人核对的意思"),
        ({"new_title": "新的一件事", "by": ""}, "没有填写"),
        ({"new_title": "新的一件事", "on": "2026-02-30"}, "不是有效日期"),
        ({"new_title": "新的一件事", "none": "yes"}, "请只留一样"),
    ],
)
def test_mistake_is_told_in_chinese_at_its_field(looked_at: Counter, typed: dict[str, str], words: str) -> None:
    before = looked_at.files
    name, key = unjoined(looked_at)
    answer = shown(looked_at, page_of(name), **{key: "yes", "by": BY, **typed})

    assert answer.status_code == 422
    assert words in soup(answer).select_one("[role=alert]").get_text()
    assert looked_at.files == before


def test_nothing_ticked_and_nobody_named_is_told(looked_at: Counter) -> None:
    alert = soup(shown(looked_at, LIST)).select_one("[role=alert]").get_text()

    assert "一项也没有勾" in alert
    assert "谁核对的：没有填写" in alert


@pytest.mark.sweep
def test_two_windows_do_not_write_over_each_other(counter: Counter) -> None:
    """The second is shown what has come of it since, and writes nothing."""
    first, second = (shown(counter, page_of("1.1.1"), by=by) for by in (BY, "办公室"))
    counter.send(page_of("1.1.1"), {**fields_in(first), "-step": "write"})
    before = counter.files
    again = counter.send(page_of("1.1.1"), {**fields_in(second), "-step": "write"})

    assert "所以还没有写入" in soup(again).get_text()
    assert counter.files == before
    assert tasks(counter)["1.1.1"].related.by == BY


@pytest.mark.sweep
def test_what_has_come_since_a_person_decided_is_asked_about(counter: Counter) -> None:
    """A duty that another place names now, of a task that surely looks alike."""
    rows = soup(counter.get(LIST)).select("[aria-labelledby=doubtful] > .gk-review__row")
    name = next(row.h3.get_text().split()[0] for row in rows if "很像的也不是" in row.get_text())
    written(counter, LIST, seen=[name], by=BY)
    assert name not in waiting(counter.get(LIST), "doubtful")
    file = next(file for file in counter.data.glob(f"{PLACE}/{YEAR}/tasks/*.yaml") if f"id: {name}\n" in file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r", unlike: \[[^]]*\]|, unlike_tasks: \[[^]]*\]", "", file.read_text(encoding="utf-8")), encoding="utf-8")

    assert name in waiting(counter.get(LIST), "doubtful")


@pytest.mark.sweep
def test_to_do_has_one_line_with_how_many_readings_wait(counter: Counter) -> None:
    place = f"/desk/{PLACE}/index.html"
    line = next(it for it in soup(counter.get(place)).select("li") if it.strong and it.strong.get_text() == "共同任务等人核对")

    assert "46 项任务" in line.get_text()
    assert line.a["href"].endswith(f"{PLACE}/{YEAR}/relate")


def test_year_and_task_that_are_none_are_told(looked_at: Counter) -> None:
    for address in (f"/desk/{PLACE}/2099/relate", f"/desk/{PLACE}/²/relate", page_of("9.9.9"), "/desk/nowhere/2021/relate"):
        assert looked_at.get(address).status_code == 404
