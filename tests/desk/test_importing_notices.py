"""A notice that comes in at the desk and is looked through there: what is shown, what is written, and that nothing else is."""

from __future__ import annotations

import difflib
import io
import re
from pathlib import Path

import pytest
from gongkai.desk.plans.printed import LEFT, stretches
from gongkai.records import loading
from gongkai.records.yaml_edits import PROPOSED
from helpers.clerks import copied
from helpers.desk_server import Counter, fields_in, soup
from helpers.documents import ROOT
from helpers.sites import each
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

NOTICE = (ROOT / "tests/cases/notices/sichuan-dazhu/notice.docx").read_bytes()
HERE = "/desk/dazhu/2016/"
# Words so short that they may be anything: only a person can say what the columns are.
STRANGE = """<html><body><p>甲县2026年政务公开工作要点</p><table>
<tr><td>序号</td><td>内容</td><td>责任单位</td><td>时限</td></tr>
<tr><td>1</td><td>预算</td><td>县财政局</td><td>6月底前</td></tr>
<tr><td>2</td><td>项目</td><td>县发展改革局</td><td>9月底前</td></tr>
<tr><td>3</td><td>招生</td><td>县教育局</td><td>5月底前</td></tr></table></body></html>"""


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    """A portal without any place."""
    return Counter.over(copied(tmp_path).root)


@pytest.fixture
def imported(counter: Counter) -> Counter:
    read = sent(counter, NOTICE, "notice.docx", slug="dazhu")
    assert counter.send("/desk/import", {**fields_in(read), "-step": "write"}).headers["Location"] == f"{HERE}review"
    return counter


def sent(counter: Counter, content: bytes, name: str, **typed: str) -> TestResponse:
    return counter.send("/desk/import", counter.form(place="-", notice=(io.BytesIO(content), name), **typed))


def changed_in(counter: Counter, before: dict[str, bytes]) -> dict[str, list[str]]:
    """The lines that are other ones, file by file."""
    after = {name: content for name, content in counter.files.items() if name.endswith(".yaml")}
    pairs = {name: (before.get(name, b"").decode(), after.get(name, b"").decode()) for name in after}
    return {
        name: [line for line in list(difflib.unified_diff(was.splitlines(), now.splitlines(), n=0))[2:] if line[0] in "+-"]
        for name, (was, now) in pairs.items()
        if was != now
    }


# --- the file -------------------------------------------------------------------------------------


def test_notice_is_shown_as_it_was_read_before_anything_is_written(counter: Counter) -> None:
    before = counter.files
    page = soup(sent(counter, NOTICE, "notice.docx", slug="dazhu"))
    facts = {term.get_text(): term.find_next("dd").get_text() for term in page.select("dt")}

    assert (facts["读出"], facts["写到"]) == ("1 个部分、11 项任务、11 条举措", "data/dazhu/2016/")
    assert counter.files == before


@pytest.mark.sweep
def test_draft_is_written_with_what_its_register_lacks_and_nothing_waits_to_be_renamed(imported: Counter) -> None:
    files = {name for name in imported.files if name.startswith("dazhu/")}

    assert {"dazhu/jurisdiction.yaml", "dazhu/units.yaml", "dazhu/2016/plan.yaml", "dazhu/2016/source.docx"} <= files
    assert not any(".new." in name for name in files)
    assert loading.look(imported.data).faults == ()


@pytest.mark.sweep
def test_place_that_its_document_does_not_name_is_asked_for(counter: Counter) -> None:
    """A folder without a name could not be looked through."""
    notice = (ROOT / "tests/cases/notices/anhui-chizhou/notice.html").read_bytes()
    asked = sent(counter, notice, "通知.html", slug="jiaxian", year="2026")
    assert [link["href"] for link in soup(asked).select("[role=alert] a")] == ["#f-name"]

    read = counter.send("/desk/import", {**fields_in(asked), "name": "某省甲县", "-step": "show"})
    counter.send("/desk/import", {**fields_in(read), "-step": "write"})
    page = counter.get("/desk/jiaxian/2026/review")

    assert (page.status_code, "某省甲县" in page.text, loading.look(counter.data).faults) == (200, True, ())


@pytest.mark.sweep
def test_place_with_faults_says_them_where_its_rows_are_looked_through(imported: Counter) -> None:
    (imported.data / "dazhu/jurisdiction.yaml").write_text("name:\n", encoding="utf-8")
    for address in ("review", "1.1.1/review"):
        page = imported.get(f"{HERE}{address}")
        assert (page.status_code, "辖区全称（name）" in page.text) == (409, True)


@pytest.mark.sweep
def test_second_import_of_a_year_tells_what_differs_and_writes_nothing(imported: Counter) -> None:
    before = imported.files
    answer = imported.send("/desk/import", imported.form(place="dazhu", notice=(io.BytesIO(NOTICE), "notice.docx")))

    assert (answer.status_code, "里已有这份要点" in answer.text, imported.files) == (422, True, before)


MISTAKES_OF_A_FORM = {
    "no place": ({}, "#f-slug"),
    "another year": ({"slug": "dazhu", "year": "2017"}, "#f-year"),
    "no name of a folder": ({"slug": "../x"}, "#f-slug"),
    "a folder of the site": ({"slug": "feeds"}, "#f-slug"),
    "no year": ({"slug": "dazhu", "year": "../9"}, "#f-year"),
    "no such place": ({"slug": "dazhu", "place": "meiyou"}, "#f-place-0"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("mistake", each(MISTAKES_OF_A_FORM, "no place", "no such place"))
def test_mistake_stands_at_its_field_and_the_file_need_not_be_sent_again(counter: Counter, mistake: str) -> None:
    typed, field = MISTAKES_OF_A_FORM[mistake]
    before = counter.files
    form = {"place": "-", "notice": (io.BytesIO(NOTICE), "notice.docx"), **typed}
    answer = counter.send("/desk/import", counter.form(**form))
    again = counter.send("/desk/import", {**fields_in(answer), "place": "-", "slug": "dazhu", "year": "", "-step": "show"})

    assert (answer.status_code, [link["href"] for link in soup(answer).select("[role=alert] a")]) == (422, [field])
    assert (again.status_code, "11 项任务" in again.text, counter.files) == (200, True, before)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"\x89PNG\r\n", "图.png"), (b"", "空.docx"), (b"PK\x03\x04", "../../坏.docx"), ("会议通知".encode(), "通知.txt"), (b"\x00" * 99, "")],
    ids=["a picture", "nothing", "a broken one", "no plan", "no name"],
)
def test_file_that_is_no_plan_is_refused_in_words(counter: Counter, content: bytes, name: str) -> None:
    before, beside = counter.files, sorted(counter.data.parent.iterdir())
    answer = sent(counter, content, name, slug="dazhu")

    assert answer.status_code == 422
    assert re.search("[。？]", soup(answer).select_one("[role=alert]").get_text())
    assert (counter.files, sorted(counter.data.parent.iterdir())) == (before, beside)


# --- its columns ----------------------------------------------------------------------------------


def test_person_says_what_the_columns_are_and_the_source_is_read_so_ever_after(counter: Counter) -> None:
    asked = sent(counter, STRANGE.encode(), "通知.html", slug="jiaxian")
    labels = [label.get_text() for label in soup(asked).select("main label")]
    assert (asked.status_code, labels) == (422, ["第 1 栏：序号", "第 2 栏：内容", "第 3 栏：责任单位", "第 4 栏：时限"])

    read = counter.send("/desk/import", {**fields_in(asked), "column": ["序号", "任务", "责任", "时限"], "-step": "show"})
    counter.send("/desk/import", {**fields_in(read), "-step": "write"})
    page = soup(counter.get("/desk/jiaxian/2026/review"))

    assert [row.get_text() for row in page.select("h3")] == ["1.1.1 预算", "1.1.2 项目", "1.1.3 招生"]
    assert "责任单位县财政局" in page.select_one("#row-1-1-1").get_text()


@pytest.mark.sweep
@pytest.mark.parametrize(
    "columns", [["序号", "略", "责任", "时限"], ["任务", "任务", "责任", "时限"], ["任务"], ["x", "任务", "责任", "时限"]], ids=" ".join
)
def test_columns_that_cannot_be_are_asked_for_again(counter: Counter, columns: list[str]) -> None:
    asked = sent(counter, STRANGE.encode(), "通知.html", slug="jiaxian")
    answer = counter.send("/desk/import", {**fields_in(asked), "column": columns, "-step": "show"})

    assert (answer.status_code, len(soup(answer).select("select[name=column]"))) == (422, 4)


# --- source beside reading ------------------------------------------------------------------------


@pytest.mark.sweep
def test_doubtful_rows_come_first_each_with_its_doubt_in_words(imported: Counter) -> None:
    page = soup(imported.get(f"{HERE}review"))
    names = [row.get_text().split()[0] for row in page.select("h3")]

    assert names == ["1.1.2", "1.1.6", "1.1.1", *(f"1.1.{number}" for number in (3, 4, 5, 7, 8, 9, 10, 11))]
    assert "“9月”读作月底。" in page.select_one("#row-1-1-2 .gk-notice").get_text()


@pytest.mark.sweep
def test_what_no_field_has_any_more_is_told(imported: Counter) -> None:
    """Whoever takes a unit away sees at once that its name is left."""
    file = imported.data / "dazhu/2016/tasks/01-nianmin-shengshi.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(id: 1\.1\.3.*\n.*\n    responsible_units: \[)[\w-]+, ", r"\1", text), encoding="utf-8")
    row = soup(imported.get(f"{HERE}review")).select_one("#row-1-1-3")

    assert "没有归到任何一项。" in row.select_one(".gk-notice").get_text()
    assert [mark.get_text() for mark in row.select(".gk-words--left")] == ["没有归到县文体广新局"]


_FIELDS = st.lists(
    st.tuples(st.sampled_from(["text", "lead", "owing", "due", "published"]), st.text("县财政局教育、。6月底前 1", max_size=8)), max_size=5
)


@given(st.text("县财政局教育、。：6月底前牵头单位 \n1", max_size=40), _FIELDS)
def test_cell_is_shown_to_its_last_character_whatever_the_fields_hold(cell: str, told: list[tuple[str, str]]) -> None:
    assert "".join(stretch.text for stretch in stretches(cell, told)) == cell


@pytest.mark.parametrize(
    ("cell", "told", "shown"),
    [
        ("县财政局、县教育局", [("lead", "县财政局"), ("owing", "县教育局")], [("县财政局", "lead"), ("、", ""), ("县教育局", "owing")]),
        (
            "牵头单位：县财政局（王某）",
            [("lead", "县财政局")],
            [("牵头单位：", ""), ("县财政局", "lead"), ("（", ""), ("王某", LEFT), ("）", "")],
        ),
        (
            "1.6月底前公开预算。",
            [("text", "6月底前公开预算。"), ("due", "6月底前")],
            [("1.", ""), ("6月底前", "due"), ("公开预算", "text"), ("。", "")],
        ),
        ("縣財政局", [("lead", "县财政局")], [("縣財政局", "lead")]),
        (
            "县政府办公室、县政府",
            [("lead", "县政府"), ("owing", "县政府办公室")],
            [("县政府办公室", "owing"), ("、", ""), ("县政府", "lead")],
        ),
    ],
    ids=["two units", "left over", "a time inside a text", "traditional", "one name in another"],
)
def test_words_of_a_cell_are_of_the_field_that_has_them(cell: str, told: list[tuple[str, str]], shown: list[tuple[str, str]]) -> None:
    assert [(stretch.text, stretch.field) for stretch in stretches(cell, told)] == shown


# --- ticked off -----------------------------------------------------------------------------------


@pytest.mark.sweep
def test_rows_are_ticked_off_and_nothing_but_their_marks_goes(imported: Counter) -> None:
    before = imported.files
    imported.send(f"{HERE}review", imported.form(seen=["1.1.1", "1.1.4"]))
    page = soup(imported.get(f"{HERE}review")).get_text()

    ((_, lines),) = changed_in(imported, before).items()
    gone, come = ([line[1:] for line in lines if line[0] == sign] for sign in "-+")
    assert [line.replace(f"  {PROPOSED}", "") for line in gone] == come
    assert (len(gone), "还有 9 行没有看过" in page) == (4, True)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("kept", "lines"), [((), ["-    doubts:", "-      - “9月”读作月底。"]), (("1.1.2",), [])], ids=["read rightly", "doubtful all the same"]
)
def test_doubts_of_a_row_that_was_read_rightly_go_unless_they_are_to_stay(
    imported: Counter, kept: tuple[str, ...], lines: list[str]
) -> None:
    before = imported.files
    imported.send(f"{HERE}review", imported.form(seen="1.1.2", doubtful=list(kept)))

    ((_, changes),) = changed_in(imported, before).items()
    assert [line for line in changes if "doubts" in line or "读作" in line] == lines
    assert "还有 10 行" in soup(imported.get(f"{HERE}review")).get_text()


@pytest.mark.sweep
def test_kind_that_nobody_has_decided_is_chosen_beside_the_row(imported: Counter) -> None:
    file = imported.data / "dazhu/2016/tasks/01-nianmin-shengshi.yaml"
    file.write_text(re.sub("        kind: .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    before, page = imported.files, soup(imported.get(f"{HERE}review"))
    asked = page.select_one("#row-1-1-3 input[type=radio][value=one_off]")["name"]
    imported.send(f"{HERE}review", imported.form(**{asked: "one_off", "kind.1.1.4.0": "count", "kind.1.1.4.7": "one_off"}))

    assert changed_in(imported, before) == {"dazhu/2016/tasks/01-nianmin-shengshi.yaml": ["+        kind: one_off"]}


@pytest.mark.sweep
def test_what_is_ticked_is_kept_by_the_button_that_leads_to_a_row(imported: Counter) -> None:
    answer = imported.send(f"{HERE}review", imported.form(seen="1.1.1", mend="1.1.2"))

    assert answer.headers["Location"] == f"{HERE}1.1.2/review"
    assert "还有 10 行" in soup(imported.get(f"{HERE}review")).get_text()


@pytest.mark.sweep
def test_plan_that_waits_is_told_where_there_is_something_to_do(imported: Counter) -> None:
    imported.office.show(Counter.over(imported.data).office.kept, imported.office.settings)
    assert "核对 2016 年的导入（还有 11 行）" in imported.get("/desk/dazhu/index.html").text
    imported.send(f"{HERE}review", imported.form(seen=[f"1.1.{number}" for number in range(1, 12)]))
    assert "核对 2016 年的导入" not in imported.get("/desk/dazhu/index.html").text
    assert "11 行都看过了" in imported.get(f"{HERE}review").text


# --- mended ---------------------------------------------------------------------------------------

MENDED = {
    "title": ({"title": "新建桥和通道"}, ["    title: 新建桥和通道"]),
    "roles": ({"lead_units": "县住建局", "responsible_units": "县水务局、县民政局"}, ["    lead_units: [zhujianju]", "    responsible_units: [shuiwuju, minzhengju]"]),
    "time": ({"measures.0.due_on": "2016-09-15"}, ["        due_on: 2016-09-15"]),
    "kind": ({"measures.0.kind": "periodic", "measures.0.recurrence.times": "1", "measures.0.recurrence.per": "month"}, ["        kind: periodic", "        recurrence: {times: 1, per: month}"]),
    "wording": ({"measures.0.text": "新建桥。\r\n\r\n新建通道。"}, ["          新建桥。", "          新建通道。"]),
    "channels": ({"measures.0.channels": "公示栏\r\n广播"}, ["        channels: [公示栏, 广播]"]),
}  # fmt: skip


@pytest.mark.parametrize("field", each(MENDED, "roles", "kind"))
def test_field_is_mended_and_the_rest_stays_to_the_byte(imported: Counter, field: str) -> None:
    typed, lines = MENDED[field]
    file = imported.data / "dazhu/2016/tasks/01-nianmin-shengshi.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  - id: 1.1.3", "  # 桥的事问过\n  - id: 1.1.3"), encoding="utf-8")
    before, form = imported.files, fields_in(imported.get(f"{HERE}1.1.2/review"))
    answer = imported.send(f"{HERE}1.1.2/review", {**form, **typed, "-step": "write"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HERE}review#row-1-1-6")
    ((_, changes),) = changed_in(imported, before).items()
    come = [line[1:] for line in changes if line[0] == "+"]
    assert [line for line in come if line not in ("  - id: 1.1.2", "    title: 新建人行天桥2座、过街地下通道1处", "")] == lines
    assert loading.look(imported.data).faults == ()


@pytest.mark.sweep
def test_document_itself_is_mended_after_what_would_change_is_shown(imported: Counter) -> None:
    before, address = imported.files, f"{HERE}document"
    form = {**fields_in(imported.get(address)), "document_number": "竹府办发〔2016〕9号", "-step": "show"}
    answer = imported.send(address, {**fields_in(imported.send(address, form)), "-step": "write"})

    assert answer.headers["Location"].partition("?")[0] == f"{HERE}review"
    assert [line for lines in changed_in(imported, before).values() for line in lines if line[0] == "+"] == [
        "+document_number: 竹府办发〔2016〕9号"
    ]
    assert imported.send(address, {**fields_in(imported.get(address)), "-step": "show"}).status_code == 422


@pytest.mark.sweep
def test_unit_that_no_register_has_is_asked_for_and_then_added(imported: Counter) -> None:
    before, form = imported.files, fields_in(imported.get(f"{HERE}1.1.2/review"))
    form |= {"responsible_units": ["县住建局\r\n县数据局"], "-step": ["write"]}
    asked = imported.send(f"{HERE}1.1.2/review", form)
    assert (asked.status_code, imported.files) == (422, before)
    assert "名册里没有“县数据局”" in soup(asked).select_one("#f-responsible_units-mistake").get_text()

    answer = imported.send(f"{HERE}1.1.2/review", {**fields_in(asked), "new_units": "县数据局", "-step": "write"})

    assert answer.status_code == 303
    assert changed_in(imported, before)["dazhu/units.yaml"] == ["+  - slug: shujuju", "+    name: 县数据局", "+    kind: department"]
    assert "县住建局、县数据局" in soup(imported.get(f"{HERE}review")).select_one("#row-1-1-2").get_text()


@pytest.mark.sweep
def test_column_that_no_register_has_is_added_below_its_site(imported: Counter) -> None:
    form = fields_in(imported.get(f"{HERE}1.1.2/review"))
    typed = {"measures.0.publication_paths": "县政府网站 > 民生实事", "new_columns": "县政府网站 > 民生实事", "-step": "write"}
    assert imported.send(f"{HERE}1.1.2/review", {**form, **typed}).status_code == 303
    assert "县政府网站 > 民生实事" in soup(imported.get(f"{HERE}review")).select_one("#row-1-1-2").get_text()
    assert loading.look(imported.data).faults == ()


MISTAKES_OF_A_ROW = {
    "long title": ({"title": "长" * 25}, "title"),
    "no text": ({"measures.0.text": ""}, "measures-0-text"),
    "no day": ({"measures.0.due_on": "2016-02-30"}, "measures-0-due_on"),
    "no count": ({"measures.0.kind": "count"}, "measures-0-recurrence-times"),
    "no kind": ({"measures.0.kind": "x"}, "measures-0-kind"),
    "nobody": ({"responsible_units": ""}, "lead_units"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("mistake", each(MISTAKES_OF_A_ROW, "no text", "nobody"))
def test_mistake_of_a_row_stands_beside_its_field_in_chinese(imported: Counter, mistake: str) -> None:
    typed, field = MISTAKES_OF_A_ROW[mistake]
    before, form = imported.files, fields_in(imported.get(f"{HERE}1.1.2/review"))
    answer = imported.send(f"{HERE}1.1.2/review", {**form, **typed, "-step": "write"})

    assert (answer.status_code, imported.files) == (422, before)
    assert re.search("[一-鿿]", soup(answer).select_one(f"#f-{field}-mistake").get_text())
    assert {key: fields_in(answer)[key] for key, text in typed.items() if text != "x"} == {
        key: [text] for key, text in typed.items() if text != "x"
    }


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("address", "form"), [("review", {"remove": "1.1.1"}), ("1.1.1/review", {"-step": "remove"})], ids=["in the list", "on its page"]
)
def test_row_that_is_no_task_is_taken_out_with_the_units_that_it_alone_brought(
    imported: Counter, address: str, form: dict[str, str]
) -> None:
    before = imported.files
    imported.send(f"{HERE}{address}", imported.form(**form))
    changes = changed_in(imported, before)

    assert {line[0] for lines in changes.values() for line in lines} == {"-"}
    assert [line for line in changes["dazhu/units.yaml"] if "name" in line] == ["-    name: 县滨河建设指挥部"]
    assert changes["dazhu/2016/tasks/01-nianmin-shengshi.yaml"][0].startswith("-  - id: 1.1.1")
    assert loading.look(imported.data).faults == ()


@pytest.mark.sweep
def test_row_that_was_not_read_is_added_and_waits_until_its_words_are_typed(imported: Counter) -> None:
    before = imported.files
    answer = imported.send(f"{HERE}review", imported.form(add="1.1.3"))
    assert answer.headers["Location"] == f"{HERE}1.1.12/review"
    ((_, lines),) = changed_in(imported, before).items()
    assert ({line[0] for line in lines}, lines[0]) == ({"+"}, f"+  - id: 1.1.12  {PROPOSED}")
    assert (loading.look(imported.data).faults, "还有 12 行" in soup(imported.get(f"{HERE}review")).get_text()) == ((), True)

    typed = {"measures.0.text": "建成县博物馆。", "title": "建成县博物馆", "-step": "write"}
    imported.send(f"{HERE}1.1.12/review", {**fields_in(imported.get(f"{HERE}1.1.12/review")), **typed})
    assert "还有 11 行" in soup(imported.get(f"{HERE}review")).get_text()


@pytest.mark.sweep
def test_register_that_waits_beside_its_own_is_taken_over(imported: Counter) -> None:
    units = imported.data / "dazhu/units.yaml"
    new = units.read_text(encoding="utf-8") + "  - slug: shujuju\n    name: 县数据局\n    kind: department\n"
    units.with_name("units.new.yaml").write_text(new, encoding="utf-8")
    assert soup(imported.get(f"{HERE}review")).select_one("button[name=merge]")
    imported.send(f"{HERE}review", imported.form(merge="1"))

    assert (units.read_text(encoding="utf-8"), units.with_name("units.new.yaml").exists()) == (new, False)
    assert not soup(imported.get(f"{HERE}review")).select_one("button[name=merge]")


@pytest.mark.sweep
def test_source_that_is_gone_leaves_the_reading_to_be_seen(imported: Counter) -> None:
    (imported.data / "dazhu/2016/source.docx").unlink()
    page = soup(imported.get(f"{HERE}review")).get_text()

    assert ("没法对照" in page, "县住建局" in page) == (True, True)
