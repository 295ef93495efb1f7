"""Fields of plans, units and columns, and doubtful spots of the source, mended by form: nothing else in the file is touched."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from gongkai.desk.edits import UnfitError, is_only, less
from gongkai.records import loading
from gongkai.records.plan_records import Task
from helpers.desk_server import Counter, fields_in, kept, soup
from helpers.sites import each
from werkzeug.test import TestResponse

PLACE = "tongliang"
UNITS, PLAN = f"{PLACE}/units.yaml", f"{PLACE}/2021/plan.yaml"


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter.of(tmp_path, PLACE)


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    """One at which nothing is written, of a place with many doubts."""
    return Counter.of(tmp_path_factory.mktemp("looked-at"), "conghua")


@pytest.fixture
def conghua(tmp_path: Path) -> Counter:
    """A place with many doubts in its tasks."""
    return Counter.of(tmp_path, "conghua")


def spoilt(counter: Counter, name: str, old: str, new: str) -> None:
    file = counter.data / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    counter.office.show(kept(counter.data), counter.office.settings)


def links(counter: Counter, words: str, place: str = PLACE) -> list[str]:
    page = soup(counter.get(f"/desk/{place}/index.html"))
    return [re.sub(r"^(\.\./)+", "/", link["href"]) for link in page.select("main a") if link.get_text().startswith(words)]


def lines_changed(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if line[:1] in "+-"]


def changed_in(counter: Counter, before: dict[str, bytes]) -> dict[str, list[str]]:
    return {name: lines_changed(before[name], text) for name, text in counter.files.items() if text != before[name]}


def written(counter: Counter, address: str, **typed: str) -> TestResponse:
    """Through the form, the page before writing, and the writing."""
    form = {**fields_in(counter.get(address)), **typed, "-step": "show"}
    shown = counter.send(address, form)
    assert shown.status_code == 200, soup(shown).select_one("[role=alert]")
    return counter.send(address, {**fields_in(shown), "-step": "write"})


# --- fields ---------------------------------------------------------------------------------------


MENDED = {
    "a day": (PLAN, "year: 2021\n", "year: 2021\nissued_on: 2021-02-30\n", "2021-05-31", "issued_on: 2021-05-31"),
    "a choice": (UNITS, "kind: department", "kind: bumen", "department", "kind: department"),
    "a choice of a measure": (f"{PLACE}/2021/tasks/01-shisiwu.yaml", "kind: one_off", "kind: once", "one_off", "kind: one_off"),
    "a number": (f"{PLACE}/jurisdiction.yaml", "order: ", "order: 第一 # ", "3", "order: 3"),
    "what is missing": (UNITS, "    name: ", "    # name: ", "区某局", "name: 区某局"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("field", each(MENDED, "a day", "what is missing"))
def test_field_that_check_names_is_mended_from_what_there_is_to_do(counter: Counter, field: str) -> None:
    name, old, new, typed, change = MENDED[field]
    spoilt(counter, name, old, new)
    before = counter.files
    (address,) = links(counter, "改正这个字段")
    form = soup(counter.get(address)).select_one("main").get_text()
    at = re.search(r"at=([^&]+)", address)[1].replace("%3A", ":")
    assert f"data/{name}:" in form
    assert at.rpartition(":")[0].endswith(name)

    answer = written(counter, address, value=typed)

    assert answer.status_code == 303
    ((file, lines),) = changed_in(counter, before).items()
    assert (file, [line[1:].strip().partition("  #")[0].partition(" #")[0] for line in lines if line[0] == "+"]) == (name, [change])
    assert len([line for line in lines if line[0] == "-"]) <= 1
    assert not loading.look(counter.data).faults


@pytest.mark.sweep
def test_value_that_the_model_refuses_is_told_at_the_form_and_nothing_is_written(counter: Counter) -> None:
    spoilt(counter, UNITS, "kind: department", "kind: bumen")
    before = counter.files
    (address,) = links(counter, "改正这个字段")
    for value in ("ju", "", "bumen"):
        answer = counter.send(address, counter.form(value=value))
        assert (answer.status_code, bool(soup(answer).select_one("[role=alert] a"))) == (422, True)
    assert counter.files == before


def test_warning_of_a_field_that_holds_several_says_which_line_to_open(counter: Counter) -> None:
    spoilt(counter, f"{PLACE}/2021/tasks/01-shisiwu.yaml", "lead_units: [", "lead_units: [meiyou, ")
    page = soup(counter.get(f"/desk/{PLACE}/index.html"))

    (line,) = [line.get_text() for line in page.select("[aria-labelledby=problems] li") if "meiyou" in line.get_text()]
    assert re.search(r"请打开 data/tongliang/2021/tasks/01-shisiwu.yaml，看第 \d+ 行。", line)
    assert links(counter, "改正这个字段") == []


@pytest.mark.parametrize("query", ["", "at=x:1&field=name", "at=data/conghua/units.yaml:1&field=name", "at=../../etc/passwd:1&field=x"])
def test_field_that_nothing_is_said_of_has_no_form(looked_at: Counter, query: str) -> None:
    assert looked_at.get(f"/desk/conghua/field?{query}").status_code == 404


@pytest.mark.sweep
def test_title_that_a_measure_lacks_is_asked_for_with_what_the_document_says(counter: Counter) -> None:
    name, title = f"{PLACE}/2021/tasks/01-shisiwu.yaml", "        title: 公开区“十四五”规划纲要和历史规划\n"
    spoilt(counter, name, title, "")
    (address,) = links(counter, "改正这个字段")
    form = soup(counter.get(address)).select_one("main").get_text()
    assert ("任务编号：1.1.1" in form, "公开铜梁区国民经济和社会发展第十四个五年规划" in form) == (True, True)

    written(counter, address, value="公开区“十四五”规划纲要和历史规划")

    assert title in (counter.data / name).read_text(encoding="utf-8")
    assert links(counter, "改正这个字段") == []


# --- doubts ---------------------------------------------------------------------------------------


def tasks(counter: Counter) -> dict[str, Task]:
    (place,) = loading.load(counter.data).jurisdictions
    return {task.id: task for plan in place.plans for task in plan.tasks}


def doubtful(counter: Counter) -> dict[str, Task]:
    return {name: task for name, task in tasks(counter).items() if task.all_doubts}


def test_every_doubt_leads_to_its_form(looked_at: Counter) -> None:
    told = links(looked_at, "答复疑点", "conghua")
    forms = [soup(looked_at.get(address)).select_one("main").get_text() for address in told]
    doubts = [doubt for task in doubtful(looked_at).values() for doubt in task.all_doubts]

    assert len(doubts) > 5
    assert all(any(doubt in form for form in forms) for doubt in doubts)


@pytest.mark.sweep
def test_doubt_that_is_as_printed_goes_and_who_looked_stands_in_its_place(conghua: Counter) -> None:
    task = next(task for task in doubtful(conghua).values() if len(task.doubts) == 1)
    before = conghua.files
    address = next(it for it in links(conghua, "答复疑点", "conghua") if f"/{task.id}/" in it)

    written(conghua, address, answer="printed", by="政务公开科", on="2026-11-29")

    ((_, lines),) = changed_in(conghua, before).items()
    assert [line for line in lines if line[0] == "-"] == ["-    doubts:", f"-      - {task.doubts[0]}"]
    assert len([line for line in lines if line[0] == "+"]) == 1
    now = tasks(conghua)[task.id]
    (settled,) = now.settled
    assert (now.doubts, settled.doubt, settled.answer, settled.by, f"{settled.on}") == (
        (),
        task.doubts[0],
        "原文就是这样。",
        "政务公开科",
        "2026-11-29",
    )
    assert now.model_copy(update={"settled": (), "doubts": task.doubts}) == task
    assert conghua.get(address).status_code == 404


@pytest.mark.sweep
def test_doubt_that_is_cleared_up_mends_a_field_with_it(conghua: Counter) -> None:
    task = next(task for task in doubtful(conghua).values() if task.doubts)
    address = next(it for it in links(conghua, "答复疑点", "conghua") if f"/{task.id}/" in it)
    spot = next(value for value in fields(conghua, address)["spot"] if value.endswith(".units_text"))

    written(conghua, address, answer="cleared", words="承接上一行", spot=spot, value="区某局", by="政务公开科", on="2026-11-29")

    now = tasks(conghua)[task.id]
    assert (now.units_text, now.settled[0].answer, len(now.doubts)) == ("区某局", "承接上一行", len(task.doubts) - 1)


def fields(counter: Counter, address: str) -> dict[str, list[str]]:
    """All that a form offers."""
    page = soup(counter.get(address))
    return {select["name"]: [option["value"] for option in select.select("option")] for select in page.select("main select")}


@pytest.mark.sweep
def test_kind_that_nobody_had_decided_is_decided_with_how_often(counter: Counter) -> None:
    name = f"{PLACE}/2021/tasks/01-shisiwu.yaml"
    spoilt(counter, name, "        kind: one_off\n", "")
    address = next(it for it in links(counter, "答复疑点") if "还没有人确定" in counter.get(it).text)
    lacking = counter.send(address, counter.form(kind="count", by="甲", on="2026-11-29"))
    assert (lacking.status_code, "次数要求" in lacking.text) == (422, True)

    written(counter, address, kind="count", times="4", per="year", by="甲", on="2026-11-29")

    text = (counter.data / name).read_text(encoding="utf-8")
    assert ("        kind: count\n" in text, "recurrence: {times: 4, per: year}\n" in text) == (True, True)
    assert "属于“按次数完成”。" in text


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({"by": "甲", "on": "2026-11-29"}, "f-answer"),
        ({"answer": "printed", "on": "2026-11-29"}, "f-by"),
        ({"answer": "cleared", "by": "甲", "on": "2026-11-29"}, "f-words"),
        ({"answer": "printed", "by": "甲", "on": "昨天"}, "f-on"),
        ({"answer": "printed", "by": "甲", "on": "2026-11-29", "value": "某局"}, "f-spot"),
        ({"answer": "printed", "by": "甲", "on": "2026-11-29", "spot": "measures.99.text", "value": "某局"}, "f-spot"),
    ],
)
def test_what_lacks_of_an_answer_is_told(looked_at: Counter, typed: dict[str, str], key: str) -> None:
    before = looked_at.files
    answer = looked_at.send(links(looked_at, "答复疑点", "conghua")[-1], looked_at.form(**typed))

    assert (answer.status_code, looked_at.files) == (422, before)
    assert any(link["href"].startswith(f"#{key}") for link in soup(answer).select("[role=alert] a"))


@pytest.mark.sweep
def test_doubt_is_shown_with_the_wording_and_its_source_and_may_set_what_starts_a_limit(tmp_path: Path) -> None:
    counter = Counter.of(tmp_path, "dianjiang")
    (plan,) = loading.load(counter.data).jurisdictions[0].plans
    task = next(task for task in plan.tasks if task.doubts and any(measure.due for measure in task.measures))
    index, measure = next((index, measure) for index, measure in enumerate(task.measures) if measure.due)
    address = next(it for it in links(counter, "答复疑点", "dianjiang") if f"/{task.id}/" in it)
    main = soup(counter.get(address)).select_one("main")
    spot = next(value for value in fields(counter, address)["spot"] if value.endswith(f"measures.{index}.due.after"))
    shown = "".join(main.get_text().split())
    assert ("".join(measure.text.split()) in shown, "".join(plan.record.source.split()) in shown) == (True, True)
    assert [link["href"] for link in main.select("a[href^=http]")] == ([plan.record.source_url] if plan.record.source_url else [])
    assert "可以不填" not in main.select_one("[for=f-words]").get_text()

    written(counter, address, answer="cleared", words="从收到之日起算", spot=spot, value="收到来信", by="甲", on="2026-11-29")

    now = tasks(counter)[task.id].measures[index]
    assert now == measure.model_copy(update={"due": measure.due.model_copy(update={"after": "收到来信"})})


@pytest.mark.sweep
def test_doubt_of_the_whole_plan_is_answered_too(counter: Counter) -> None:
    spoilt(counter, PLAN, "doubts:\n", "doubts:\n  - 一处\n")
    address = next(it for it in links(counter, "答复疑点") if it.startswith(f"/desk/{PLACE}/2021/doubt?"))
    written(counter, address, answer="printed", by="甲", on="2026-11-29")

    ((plan,),) = [place.plans for place in loading.load(counter.data).jurisdictions]
    assert ("一处" in plan.record.doubts, [it.doubt for it in plan.record.settled]) == (False, ["一处"])


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "index", "left"),
    [
        ("a:\n  - 一\n  # 说明\n  - 二\n  - 三\nb: 1\n", 1, "a:\n  - 一\n  # 说明\n  - 三\nb: 1\n"),
        ("a:\n  - 一\n  - 二", 1, "a:\n  - 一\n"),
        ("a: [一, 二, 三]  # 说明\n", 2, "a: [一, 二]  # 说明\n"),
        ("a: [一, 二, 三]\n", 0, "a: [二, 三]\n"),
        ("a:\r\n- 一\r\n- |-\r\n  二\r\n  二\r\nb: 1\r\n", 1, "a:\r\n- 一\r\nb: 1\r\n"),
    ],
)
def test_item_goes_out_of_a_list_and_nothing_else(text: str, index: int, left: str) -> None:
    assert less(text, ("a",), index) == left
    assert is_only(text, left, [("a",)])


@pytest.mark.parametrize("index", [-1, 1, 5])
def test_item_that_is_not_there_or_the_last_one_is_not_taken_out(index: int) -> None:
    with pytest.raises(UnfitError):
        less("a: [一]\n", ("a",), index)
