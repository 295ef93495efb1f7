"""The year's turn on the desk: rows that `import` could not settle, each decided by form; settled ones are not asked about again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from gongkai.desk.plans.comparing import Comparison
from gongkai.desk.plans.spots import Held, mistakes_in
from gongkai.desk.web.turning import Row
from gongkai.files import writer
from gongkai.importing import command
from gongkai.records import loading
from gongkai.records.plan_records import Task, TasksFile
from gongkai.records.yaml_edits import PROPOSED
from gongkai.words.source import parse
from helpers import next_year
from helpers.builders import DataFolder
from helpers.clerks import copied
from helpers.desk_server import Counter, fields_in, soup
from helpers.portals import shipped
from werkzeug.test import TestResponse

PLACE, YEAR = "laiwu", 2022
TURN = f"/desk/{PLACE}/{YEAR}/turn"
NEW, ADDED = "定期举办政府开放日活动，邀请居民代表参观", "；同时公布咨询电话和办理进度"


def changed(tasks: Sequence[Task]) -> list[Task]:
    """One row cut, one with more words, and one that nobody had."""
    _, second, third, *others = tasks
    longer = second.measures[0].model_copy(update={"text": second.measures[0].text.rstrip("。") + ADDED})
    second = second.model_copy(update={"measures": (longer, *second.measures[1:])})
    new = third.model_copy(update={"measures": (third.measures[0].model_copy(update={"text": NEW, "number": None}),), "matter": None})
    return [second, third, *others, new]


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("turned")
    data = copied(folder, PLACE).root
    notice = next_year.written(next_year.plan_on(shipped(), PLACE, changed), folder)
    writer.write_new(command.into_data(notice, data / PLACE / str(YEAR)).files)
    for waiting in (data / PLACE).glob("*.new.yaml"):
        waiting.replace(waiting.with_name(waiting.name.replace(".new", "")))
    return data


@pytest.fixture(scope="module")
def looked_at(turned: Path) -> Counter:
    """One at which nothing is written."""
    return Counter.over(turned)


@pytest.fixture
def counter(turned: Path, tmp_path: Path) -> Counter:
    return Counter.over(Path(shutil.copytree(turned, tmp_path / "data")))


def plans(counter: Counter) -> dict[int, dict[str, Task]]:
    (place,) = loading.load(counter.data).jurisdictions
    return {plan.year: {task.id: task for task in plan.tasks} for plan in place.plans}


def rows(counter: Counter) -> dict[str, str]:
    """By task, what its row says."""
    sections = soup(counter.get(TURN)).select("[aria-labelledby=rows] section")
    return {section.h3.get_text().split()[0]: section.p.get_text().partition(" ")[0] for section in sections}


def alike(counter: Counter) -> list[str]:
    """The tasks that differ in years alone."""
    return [line.get_text().split()[0] for line in soup(counter.get(TURN)).select("[aria-labelledby=alike] li")]


def named(counter: Counter, words: str) -> str:
    return next(name for name, task in plans(counter)[YEAR].items() if words in task.measures[0].text)


def written(counter: Counter, task: str, **typed: object) -> TestResponse:
    address = f"/desk/{PLACE}/{YEAR}/{task}/turn"
    shown = counter.send(address, {**fields_in(counter.get(address)), **typed, "-step": "show"})
    assert shown.status_code == 200, soup(shown).select_one("[role=alert]")
    return counter.send(address, {**fields_in(shown), "-step": "write"})


def marks(counter: Counter) -> int:
    return sum(text.decode().count(PROPOSED) for name, text in counter.files.items() if f"/{YEAR}/" in name)


@pytest.mark.sweep
def test_rows_that_wait_are_told_with_how_they_differ_and_those_that_went(looked_at: Counter) -> None:
    told, year = rows(looked_at), plans(looked_at)
    gone = [task for task in year[YEAR - 1] if task not in {it.continues for it in year[YEAR].values()}]
    page = soup(looked_at.get(TURN))

    assert {name for name, words in told.items() if words == "今年新增"} == {
        name for name, task in year[YEAR].items() if not task.continues
    }
    assert (told[named(looked_at, NEW)], told[named(looked_at, ADDED)]) == ("今年新增", "措辞有改动")
    assert [link.get_text().split()[0] for link in page.select("[aria-labelledby=gone] a")] == gone
    assert next(iter(year[YEAR - 1])) in gone
    assert f"/desk/{PLACE}/{YEAR}/turn" in looked_at.get(f"/desk/{PLACE}/index.html").text.replace('href="../..', 'href="')
    assert "import-report.html" in page.get_text()


@pytest.mark.sweep
def test_row_with_another_unit_alone_is_shown_by_itself_with_both_names(counter: Counter) -> None:
    """Where somebody sets right what was read of it, or the document names another."""
    name = alike(counter)[0]
    (place,) = loading.load(counter.data).jurisdictions
    units, task = place.register.units, plans(counter)[YEAR][name]
    other = next(slug for slug in units if slug not in task.owing_units and not units[slug].is_group)
    file = next(file for file in counter.data.glob(f"{PLACE}/{YEAR}/tasks/*.yaml") if f"id: {name}\n" in file.read_text(encoding="utf-8"))
    before, at, behind = file.read_text(encoding="utf-8").partition(f"id: {name}\n")
    named = f"responsible_units: [{', '.join(task.responsible_units)}]"
    assert named in behind
    file.write_text(before + at + behind.replace(named, f"responsible_units: [{other}]", 1), encoding="utf-8")

    row = next(row for row in soup(counter.get(TURN)).select("[aria-labelledby=rows] section") if row.h3.get_text().split()[0] == name)
    told = f"责任单位：上年 {'、'.join(units[slug].name for slug in task.responsible_units)} → 今年 {units[other].name}"
    assert (name in alike(counter), [line.get_text() for line in row.select("li")]) == (False, [told])
    assert told in soup(counter.get(f"/desk/{PLACE}/{YEAR}/{name}/turn")).main.get_text()


ROW = """\
  - id: 2.1.1
    lead_units: [fagaiju]
    measures:
      - text: 2025年6月底前公开二〇二五年规划不少于4次，有效期2年。
        kind: count
        recurrence: {times: 4, per: year}
        due_on: 2025-02-28
        publication_paths: [guihua-xinxi]
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", []),
        ("2024年6月", "2030年6月", ["内容"]),
        ("4次", "6次", ["内容"]),
        ("不少于4次", "不少于4次（含）", ["内容"]),
        ("4次", "4%", ["内容"]),
        ("公开", "发布", ["内容"]),
        ("times: 4", "times: 6", ["次数要求：上年 每年至少 4 次 → 今年 每年至少 6 次"]),
        ("2024-02-29", "2024-03-31", ["完成时限：上年 2025年2月28日 → 今年 2024年3月31日"]),
        ("[guihua-xinxi]", "[caizheng-xinxi]", ["政府信息公开 > 规划信息 → 今年 政府网站 > 政府信息公开 > 财政信息"]),
        ("[fagaiju]", "[fagaiju, caizhengju]", ["牵头单位：上年 县发展改革局 → 今年 县发展改革局、县财政局"]),
        ("    measures:\n", "    responsible_units: [caizhengju]\n    measures:\n", ["责任单位：上年 没有 → 今年 县财政局"]),
        ("    measures:\n", "    measures:\n      - {text: 另一条, number: 2}\n", ["举措：上年 1 条 → 今年 2 条"]),
    ],
)
def test_row_is_alike_only_where_nothing_but_the_years_of_the_plan_is_another(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    """Between a year and the leap year before it; without titles, so that `import` marks nothing but that the row goes on."""
    register = DataFolder(tmp_path).load().jurisdictions[0].register
    was = Task.model_validate(yaml.safe_load(ROW)[0])
    this_year = ROW.replace("2025-02-28", "2024-02-29").replace("2025", "2024").replace("二〇二五", "二〇二四")
    now = Task.model_validate(yaml.safe_load(this_year.replace(old, new.replace("2025", "2024")))[0])
    held = Held(Path(), parse("", Path()), TasksFile)
    row = Row(held, 0, now, was, frozenset({"continues"}), Comparison(register, -1).differences(was, now))

    assert row.is_alike == (not told)
    assert [words in str(it) for words, it in zip(told, row.differences, strict=True)] == [True] * len(told)


@pytest.mark.sweep
def test_what_goes_on_is_confirmed_and_only_the_mark_goes(counter: Counter) -> None:
    task = alike(counter)[0]
    before, held, known = marks(counter), counter.files, plans(counter)[YEAR][task]

    assert written(counter, task).status_code == 303

    ((name, text),) = [(name, text) for name, text in counter.files.items() if text != held[name]]
    gone, came = (
        [line for line in it.decode().splitlines() if line not in other.decode().splitlines()]
        for it, other in ((held[name], text), (text, held[name]))
    )
    assert (gone, came) == ([f"    continues: {known.continues}  {PROPOSED}"], [f"    continues: {known.continues}"])
    assert (plans(counter)[YEAR][task], marks(counter), task in alike(counter)) == (known, before - 1, False)


@pytest.mark.sweep
def test_all_that_goes_on_unchanged_is_confirmed_in_one_act(counter: Counter) -> None:
    waiting, known, before = alike(counter), plans(counter), marks(counter)
    address = f"/desk/{PLACE}/{YEAR}/continues"
    first, *others = waiting
    shown = counter.send(address, {**fields_in(counter.get(address)), "rows": others, "-step": "show"})
    counter.send(address, {**fields_in(shown), "-step": "write"})

    assert (len(waiting) > 20, alike(counter), plans(counter), before - marks(counter)) == (True, [first], known, len(others))
    assert counter.send(address, counter.form()).status_code == 422


@pytest.mark.sweep
def test_what_does_not_go_on_is_taken_away(counter: Counter) -> None:
    task = alike(counter)[0]
    known = plans(counter)[YEAR][task]

    written(counter, task, continues="none")

    assert plans(counter)[YEAR][task] == known.model_copy(update={"continues": None})


@pytest.mark.sweep
def test_reworded_row_is_set_otherwise_in_all_that_rests_on_its_words(counter: Counter) -> None:
    task = named(counter, ADDED)
    known = plans(counter)[YEAR][task]
    other = next(name for name in plans(counter)[YEAR - 1] if name != known.continues)
    page = soup(counter.get(f"/desk/{PLACE}/{YEAR}/{task}/turn")).main.get_text()
    assert (ADDED in page, f"上年 {known.continues}：" in page) == (True, True)

    written(counter, task, continues=other, title="新的短标题", article_20=["3", "7"], **{"kind.0": "standing"})

    now = plans(counter)[YEAR][task]
    assert (now.continues, now.title, now.article_20, now.measures[0].kind) == (other, "新的短标题", (3, 7), "standing")
    assert task not in rows(counter)


@pytest.mark.sweep
def test_new_row_is_done_once_it_has_its_title_and_its_kind_of_information(counter: Counter) -> None:
    task = named(counter, NEW)

    written(counter, task, continues="none", title="政府开放日", article_20=["none"], **{"kind.0": "one_off"})

    now = plans(counter)[YEAR][task]
    assert (now.continues, now.title, now.article_20, now.measures[0].kind) == (None, "政府开放日", (), "one_off")
    assert task not in rows(counter)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"continues": ""}, "f-continues"),
        ({"continues": "9.9.9"}, "f-continues"),
        ({"title": ""}, "f-title"),
        ({"title": "长" * 60}, "f-title"),
        ({"article_20": ["none", "3"]}, "f-article_20"),
        ({"article_20": ["16"]}, "f-article_20"),
        ({"kind.0": "count"}, "f-kind-0"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(looked_at: Counter, typed: dict[str, object], field: str) -> None:
    address, held = f"/desk/{PLACE}/{YEAR}/{named(looked_at, NEW)}/turn", looked_at.files
    sound = {"continues": "none", "title": "政府开放日", "article_20": ["3"], "kind.0": "one_off"}
    answer = looked_at.send(address, looked_at.form(**{**sound, **typed}))

    assert (answer.status_code, looked_at.files) == (422, held)
    assert [link["href"] for link in soup(answer).select("[role=alert] a") if link["href"].startswith(f"#{field}")]


@pytest.mark.parametrize("position", [0, 1])
def test_what_a_kind_lacks_is_told_at_the_kind_of_its_own_measure(position: int) -> None:
    text = "section: 1\ntasks:\n" + ROW.replace("kind: count", "kind: standing") + "      - {number: 2, text: 另一条, kind: standing}\n"
    text = text.replace("      - text", "      - number: 1\n        text").replace("        recurrence: {times: 4, per: year}\n", "")
    first, second, third = text.split("kind: standing")
    new = first + "kind: " + ("count", "standing")[position] + second + "kind: " + ("standing", "count")[position] + third
    held = Held(Path(), parse(text, Path()), TasksFile)

    told = mistakes_in(held, text, new, {"recurrence.0": "kind.0", "recurrence.1": "kind.1"})

    assert [(it.key, "次数要求" in it.words) for it in told] == [(f"kind.{position}", True)]


@pytest.mark.parametrize("address", [f"/desk/{PLACE}/2021/turn", f"/desk/{PLACE}/1/turn", f"/desk/{PLACE}/{YEAR}/9.9.9/turn"])
def test_year_without_one_before_it_has_no_such_page(looked_at: Counter, address: str) -> None:
    assert looked_at.get(address).status_code == 404
