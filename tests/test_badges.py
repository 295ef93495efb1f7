"""The badge of a duty, case by case: the cases are in cases/badges.yaml, for people who know the rules and not the program."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml
from builders import DataFolder
from gongkai.assessment import assess, is_elsewhere
from gongkai.badges import BADGES, Verdict, summary
from gongkai.models import Check, ColumnsFile, Evidence, JurisdictionRecord, Measure, Note, PlanRecord, Task, UnitsFile
from gongkai.portal import Jurisdiction, Ledger, Node, Plan, Portal, Register

TABLE = yaml.load((Path(__file__).parent / "cases/badges.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
COLUMNS = {"规划信息": "guihua", "专项规划": "zhuanxiang", "财政信息": "caizheng", "政策解读": "jiedu", "通知公告": "gonggao"}
UNITS = {"甲局": "jiaju", "乙局": "yiju", "各部门": "bumen", "丙镇": "bingzhen"}
TASK = "1.1.1"
SLUGS = {**COLUMNS, **UNITS}
WORDS = {badge.word: badge for badge in BADGES.values()}


@dataclass(frozen=True)
class Case:
    """A row of the table; a field that is not here is a slip in the table."""

    name: str
    as_of: str
    badge: str
    detail: str = ""
    kind: str = "one_off"
    year: str = "2021"
    unit: str = "甲局"
    owed_by: tuple[str, ...] = ()
    due_on: str = ""
    recurrence: dict[str, object] = field(default_factory=dict)
    publication_paths: tuple[str, ...] = ()
    evidence: tuple[dict[str, object], ...] = ()
    checks: tuple[dict[str, object], ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self):
        return self.name


CASES = [Case(**row) for row in TABLE["cases"]]


def register():
    site = {
        "slug": "wangzhan",
        "name": "政府网站",
        "columns": [
            {"slug": "guihua", "name": "规划信息", "columns": [{"slug": "zhuanxiang", "name": "专项规划"}]},
            *({"slug": COLUMNS[name], "name": name} for name in ("财政信息", "政策解读", "通知公告")),
        ],
    }
    units = [
        {"slug": "jiaju", "name": "甲局", "kind": "department"},
        {"slug": "yiju", "name": "乙局", "kind": "department"},
        {"slug": "bumen", "name": "各部门", "kind": "group", "members": ["jiaju", "yiju"]},
        {"slug": "bingzhen", "name": "丙镇", "kind": "township"},
    ]
    nodes = {}

    def plant(column, parent):
        node = nodes[column.slug] = Node(column, parent)
        for below in column.columns:
            plant(below, node)

    plant(ColumnsFile.model_validate({"sites": [site]}).sites[0], None)
    return Register({unit.slug: unit for unit in UnitsFile.model_validate({"units": units}).units}, nodes)


def slugs(names):
    return [SLUGS[name] for name in names]


def entry(case, row):
    return {"task": TASK, "units": slugs(row.get("units", [case.unit]))}


def evidence(case, row, number):
    dates = {key: row[key] for key in ("published_on", "document_on", "address_on") if key in row}
    known = {"place", "trail", "covers", "strength", "units", "url", "description", "on", *dates}
    assert set(row) <= known, f"{case.name}：证据里没有这些字段：{set(row) - known}"
    found = {"found_in": SLUGS[row["place"]]} if "place" in row else {"found_trail": row["trail"]} if "trail" in row else {}
    shown = (
        {"description": row["description"]} if "description" in row else {"url": row.get("url", f"https://www.example.org/{number}.html")}
    )
    given = {key: row[key] for key in ("covers", "strength") if key in row}
    on = row.get("on") or min(dates.values())
    return Evidence.model_validate({**entry(case, row), "on": on, "title": "测试", **dates, **found, **shown, **given})


def check(case, row):
    column = {"column": SLUGS[row["column"]]} if "column" in row else {}
    return Check.model_validate({**entry(case, row), "on": row["on"], "result": row["result"], **column})


def portal(case):
    measure = {
        "text": "测试",
        "kind": case.kind,
        "due_on": case.due_on or None,
        "recurrence": case.recurrence or None,
        "publication_paths": slugs(case.publication_paths),
    }
    task = Task.model_validate({"id": TASK, "lead_units": slugs(case.owed_by or [case.unit]), "measures": [measure]})
    section = {"number": 1, "title": "测试", "subsections": [{"number": 1, "title": "测试"}]}
    record = PlanRecord.model_validate({"year": case.year, "title": "测试", "source": "测试", "sections": [section]})
    ledger = Ledger(
        tuple(evidence(case, row, number) for number, row in enumerate(case.evidence)),
        tuple(check(case, row) for row in case.checks),
        tuple(Note.model_validate({**entry(case, {}), "on": on, "text": "测试"}) for on in case.notes),
    )
    place = JurisdictionRecord(name="示例县", short_name="示例县", order=1)
    return Portal((Jurisdiction("shili", place, register(), (Plan("shili", record, (task,), ledger),)),))


def cell(case):
    """The cell of the unit that the case is about."""
    measure = assess(portal(case), date.fromisoformat(case.as_of)).plans[0].tasks[0].measures[0]
    return next(cell for cell in measure.cells if cell.unit.name == case.unit)


def words(badge, detail):
    return f"{badge}（{detail}）" if detail else badge


@pytest.mark.parametrize("case", CASES, ids=str)
def test_cell_has_the_badge_of_the_table(case):
    assert cell(case).verdict.words == words(case.badge, case.detail)


def verdict(text):
    """A verdict from its words: 部分公开（1/2）."""
    word, detail = re.fullmatch("([^（]+)(?:（(.+)）)?", text).groups()
    if detail and "/" in detail:
        done, total = detail.split("/")
        return Verdict(WORDS[word], int(done), int(total))
    if detail and detail.startswith("逾期"):
        return Verdict(WORDS[word], timing="late", days_late=int(re.sub(r"\D", "", detail)))
    return Verdict(WORDS[word], timing={None: None, "按期": "on_time", "日期不详": "undated"}[detail])


@pytest.mark.parametrize("row", TABLE["summaries"], ids=lambda row: row["name"])
def test_summary_has_the_badge_of_the_table(row):
    cells = [verdict(text) for text in row["cells"]]

    assert summary(cells).words == words(row["badge"], row.get("detail", ""))


@pytest.mark.parametrize("row", TABLE["summaries"], ids=lambda row: row["name"])
def test_order_of_the_cells_does_not_change_the_summary(row):
    cells = [verdict(text) for text in row["cells"]]

    assert summary(reversed(cells)).words == summary(cells).words


def test_every_case_has_a_name_of_its_own():
    names = [row["name"] for part in ("cases", "summaries") for row in TABLE[part]]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("case", [case for case in CASES if case.badge == "逾期未见公开"], ids=str)
def test_red_needs_a_date_its_passing_and_a_later_check(case):
    """Design §2: none of the red cases stays red without its check, or judged on the due date."""
    due = case.due_on or f"{case.year}-12-31"
    unchecked = Case(**{**vars(case), "checks": ()})
    undue = Case(**{**vars(case), "as_of": due})

    assert {cell(one).verdict.badge.family for one in (unchecked, undue)}.isdisjoint({"overdue"})


def test_entries_made_after_the_date_of_the_build_are_not_shown_with_the_cell():
    case = next(case for case in CASES if case.name == "判定日之后登记的证据不算")

    assert cell(case).exhibits == ()


# --- whole tasks of the example county -----------------------------------------------------------


@pytest.fixture
def plan(tmp_path):
    return assess(DataFolder(tmp_path).load(), date(2025, 7, 20)).plans[0]


def test_cells_are_judged_by_measure_and_unit(plan):
    """The evidence speaks of the first measure, check and note of the second; the group is not blamed or praised for its member's own cell."""
    cells = {
        (task.task.id, measure.measure.number, cell.unit.name): cell.verdict.words
        for task in plan.tasks
        for measure in task.measures
        for cell in measure.cells
    }

    assert cells == {
        ("1.1.1", 1, "县发展改革局"): "已公开（按期）",
        ("1.1.1", 1, "县政府各部门"): "到期待核查",
        ("1.1.1", 2, "县发展改革局"): "本站暂无记录",
        ("1.1.1", 2, "县政府各部门"): "本站暂无记录",
        ("1.1.2", None, "县财政局"): "本站暂无记录",
        ("1.2.1", None, "县政府办公室"): "不作判定",
        ("1.2.1", None, "县政府有关部门"): "不作判定",
        ("2.1.1", None, "县政府办公室"): "未到期（0/4）",
        ("2.1.2", None, "城关镇"): "未触发",
    }


def test_task_sums_up_its_cells(plan):
    assert {one.task.id: one.verdict.words for one in plan.tasks} == {
        "1.1.1": "部分公开（1/4）",
        "1.1.2": "本站暂无记录",
        "1.2.1": "不作判定",
        "2.1.1": "未到期（0/4）",
        "2.1.2": "未触发",
    }


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        pytest.param("fagaiju", "部分公开（1/2）", id="unit_that_owes_by_name"),
        pytest.param("caizhengju", "到期待核查", id="unit_that_owes_as_a_member"),
        pytest.param("chengguan", "部分公开（1/4）", id="unit_that_owes_nothing"),
    ],
)
def test_share_of_a_unit_in_a_task(plan, unit, words):
    task = plan.tasks[0].task

    assert plan.of_unit(task, plan.jurisdiction.register.units[unit]).words == words


@pytest.mark.parametrize(
    ("row", "wanted", "elsewhere"),
    [
        pytest.param({"found_in": "guihua"}, ["guihua"], False, id="in_the_column"),
        pytest.param({"found_in": "zhuanxiang"}, ["guihua"], False, id="below_the_column"),
        pytest.param({"found_in": "guihua"}, ["zhuanxiang"], True, id="above_the_column"),
        pytest.param({"found_in": "gonggao"}, ["guihua"], True, id="in_another_column"),
        pytest.param({"found_in": "caizheng"}, ["guihua", "caizheng"], False, id="in_one_of_two_columns"),
        pytest.param({"found_trail": "甲局网页 > 规划"}, ["guihua"], True, id="where_no_column_is_registered"),
        pytest.param({}, ["guihua"], False, id="nobody_said_where"),
        pytest.param({"found_in": "gonggao"}, [], False, id="no_column_is_wanted"),
        pytest.param({"found_in": "gonggao", "strength": "self_report"}, ["guihua"], False, id="self_report"),
    ],
)
def test_evidence_outside_the_stated_place_is_flagged(row, wanted, elsewhere):
    fields = {"task": TASK, "on": "2021-05-01", "title": "测试", "url": "https://www.example.org/", **row}
    measures = [Measure.model_validate({"text": "测试", "kind": "one_off", "publication_paths": [slug]}) for slug in wanted]

    assert is_elsewhere(Evidence.model_validate(fields), measures, register()) is elsewhere


def test_badges_can_be_told_apart_by_their_words():
    assert len(WORDS) == len(BADGES) == 13
