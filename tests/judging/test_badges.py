"""The badge of a duty, case by case: the cases are in cases/badges.yaml, for people who know the rules and not the program."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from gongkai.judging.judgement import assess, is_elsewhere
from gongkai.judging.verdicts import BADGES, Verdict, summary
from gongkai.records.ledger_records import Change, Check, Event, Evidence, Note, Waiver
from gongkai.records.plan_records import Measure, PlanRecord, Task
from gongkai.records.portal import Jurisdiction, Ledger, Node, Plan, Portal, Register
from gongkai.records.register_records import ColumnsFile, JurisdictionRecord, UnitsFile
from gongkai.records.workdays import HolidaysFile, WorkCalendar
from helpers.builders import DataFolder

HERE = Path(__file__).parents[1]
TABLE = yaml.load((HERE / "cases/badges.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
HOLIDAYS = yaml.load((HERE.parent / "data/holidays.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
# Some years stay unknown, whatever notices are added to the data.
KNOWN_YEARS = ("2020", "2021", "2022", "2023", "2024")
COLUMNS = {"规划信息": "guihua", "专项规划": "zhuanxiang", "财政信息": "caizheng", "政策解读": "jiedu", "通知公告": "gonggao"}
UNITS = {
    "甲局": "jiaju",
    "乙局": "yiju",
    "丙镇": "bingzhen",
    "丁局": "dingju",
    "戊局": "wuju",
    "各部门": "bumen",
    "各局": "geju",
    "有关部门": "youguan",
}
TASK = "1.1.1"
SLUGS = {**COLUMNS, **UNITS}
WORDS = {badge.word: badge for badge in BADGES.values()}
NO_CELL = "没有这一格"
Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """A row of the table; a field that is not here is a slip in the table."""

    name: str
    as_of: str
    badge: str
    known_on: str = ""
    mark: str = ""
    detail: str = ""
    strip: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    kind: str = "one_off"
    year: str = "2021"
    issued_on: str = ""
    unit: str = "甲局"
    owed_by: tuple[str, ...] = ()
    roster: tuple[str | Row, ...] = ("甲局", "乙局")
    due_on: str = ""
    due: Row = field(default_factory=dict)
    window: Row = field(default_factory=dict)
    recurrence: Row = field(default_factory=dict)
    publication_paths: tuple[str, ...] = ()
    evidence: tuple[Row, ...] = ()
    checks: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    events: tuple[str | Row, ...] = ()
    waivers: tuple[Row, ...] = ()
    changes: tuple[Row, ...] = ()
    overdue_after: str = ""

    def __str__(self):
        return self.name


CASES = [Case(**row) for row in TABLE["cases"]]


def register(roster=()):
    site = {
        "slug": "wangzhan",
        "name": "政府网站",
        "columns": [
            {"slug": "guihua", "name": "规划信息", "columns": [{"slug": "zhuanxiang", "name": "专项规划"}]},
            *({"slug": COLUMNS[name], "name": name} for name in ("财政信息", "政策解读", "通知公告")),
        ],
    }
    members = [SLUGS[one] if isinstance(one, str) else {**one, "unit": SLUGS[one["unit"]]} for one in roster]
    groups = {"各部门": {"members": members}, "各局": {"members": members, "members_complete": True}, "有关部门": {"open": True}}
    units = [{"slug": slug, "name": name, "kind": "department"} for name, slug in UNITS.items() if name not in groups]
    units += [{"slug": SLUGS[name], "name": name, "kind": "group", **fields} for name, fields in groups.items()]
    merged = {"valid_to": "2021-06-30", "successors": ["wuju"]}
    units = [{**unit, **merged} if unit["name"] == "丁局" else unit for unit in units]
    nodes = {}

    def plant(column, parent):
        node = nodes[column.slug] = Node(column, parent)
        for below in column.columns:
            plant(below, node)

    plant(ColumnsFile.model_validate({"sites": [site]}).sites[0], None)
    return Register({unit.slug: unit for unit in UnitsFile.model_validate({"units": units}).units}, nodes)


def slugs(names):
    return [SLUGS[name] for name in names]


def fields_of(case, row, allowed):
    """A row as an entry of the ledger has it, with the unit of the case unless it names others."""
    assert set(row) <= {*allowed, "units"}, f"{case.name}：没有这些字段：{set(row) - allowed}"
    return {"task": TASK, **{key: row[key] for key in row if key != "units"}, "units": slugs(row.get("units", [case.unit]))}


def evidence(case, row, number):
    dates = ("published_on", "document_on", "address_on")
    given = fields_of(
        case,
        row,
        {
            "place",
            "trail",
            "covers",
            "strength",
            "url",
            "description",
            "on",
            "opened_on",
            "counts_as",
            "period_on",
            "event_on",
            "seen_on",
            *dates,
        },
    )
    if "place" in given:
        given["found_in"] = SLUGS[given.pop("place")]
    if "trail" in given:
        given["found_trail"] = given.pop("trail")
    given.setdefault("on", min((given[key] for key in dates if key in given), default=None))
    opened_on = given.pop("opened_on", given["on"])
    if "description" not in given:
        given.setdefault("url", f"https://www.example.org/{number}.html")
        given["opened"] = {"by": "测试", "on": opened_on} if opened_on != "never" else None
    return Evidence.model_validate({"title": "测试", **given})


def check(case, row):
    given = fields_of(case, row, {"on", "result", "column"})
    return Check.model_validate({**given, "column": SLUGS[given["column"]] if "column" in given else None})


def event(case, row):
    given = fields_of(case, {"happened_on": row} if isinstance(row, str) else row, {"happened_on", "on"})
    return Event.model_validate({"on": given["happened_on"], "text": "测试", **given})


def waiver(case, row):
    return Waiver.model_validate({"reason": "测试", **fields_of(case, row, {"on", "valid_until"})})


def change(case, row):
    given = fields_of(case, row, {"on", "due_on", "text", "recurrence", "new_units", "withdrawn", "replaced_by"})
    return Change.model_validate({"document": "测试", **given, "new_units": slugs(given.get("new_units", []))})


def portal(case):
    measure = {
        "text": "测试",
        "kind": case.kind,
        "due_on": case.due_on or None,
        "due": {"after": "测试", **case.due} if case.due else None,
        "window": case.window or None,
        "recurrence": case.recurrence or None,
        "publication_paths": slugs(case.publication_paths),
    }
    task = Task.model_validate({"id": TASK, "lead_units": slugs(case.owed_by or [case.unit]), "measures": [measure]})
    section = {"number": 1, "title": "测试", "subsections": [{"number": 1, "title": "测试"}]}
    head = {"year": case.year, "title": "测试", "source": "测试", "issued_on": case.issued_on or None, "sections": [section]}
    ledger = Ledger(
        evidence=tuple(evidence(case, row, number) for number, row in enumerate(case.evidence)),
        checks=tuple(check(case, row) for row in case.checks),
        notes=tuple(Note.model_validate({**fields_of(case, {}, set()), "on": on, "text": "测试"}) for on in case.notes),
        events=tuple(event(case, row) for row in case.events),
        waivers=tuple(waiver(case, row) for row in case.waivers),
        changes=tuple(change(case, row) for row in case.changes),
    )
    place = JurisdictionRecord(name="示例县", short_name="示例县", order=1)
    plan = Plan("shili", PlanRecord.model_validate(head), (task,), ledger)
    years = [year for year in HOLIDAYS["years"] if year["year"] in KNOWN_YEARS]
    work_calendar = WorkCalendar(HolidaysFile.model_validate({"years": years}).years)
    return Portal((Jurisdiction("shili", place, register(case.roster), (plan,)),), work_calendar)


def cell(case):
    """The cell of the unit that the case is about, if it has one."""
    known_on = date.fromisoformat(case.known_on) if case.known_on else None
    measure = assess(portal(case), date.fromisoformat(case.as_of), known_on).plans[0].tasks[0].measures[0]
    return measure.cell_of(SLUGS[case.unit])


def family(case):
    found = cell(case)
    return found.verdict.badge.family if found else None


def words(badge, detail, mark=""):
    return (f"{badge}（{detail}）" if detail else badge) + (f"，{mark}" if mark else "")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_cell_has_the_badge_of_the_table(case):
    found = cell(case)

    assert (found.verdict.words if found else NO_CELL) == words(case.badge, case.detail, case.mark)


@pytest.mark.parametrize("case", [case for case in CASES if case.strip], ids=str)
def test_cell_has_the_periods_of_the_table(case):
    assert {label: one.words for label, one in cell(case).verdict.strip} == case.strip


@pytest.mark.sweep
@pytest.mark.parametrize("case", [case for case in CASES if case.badge != NO_CELL], ids=str)
def test_cell_has_the_remark_of_the_table(case):
    assert cell(case).verdict.remark == case.remark


def verdict(text):
    """A verdict from its words: 部分公开（1/2）｜本站暂无记录, what it is without what nobody has opened after the stroke."""
    text, _, if_opened = text.partition("｜")
    if if_opened:
        return replace(verdict(text), if_opened=verdict(if_opened))
    word, detail = re.fullmatch("([^（]+)(?:（(.+)）)?", text).groups()
    if detail == "公开位置与文件不一致":
        return replace(verdict(word), is_elsewhere=True)
    if detail and "/" in detail:
        done, total = detail.split("/")
        return Verdict(WORDS[word], int(done), int(total))
    if detail and detail.startswith("逾期"):
        return Verdict(WORDS[word], timing="late", days_late=int(re.sub(r"\D", "", detail)))
    return Verdict(WORDS[word], timing={None: None, "按期": "on_time", "日期不详": "undated"}[detail])


@pytest.mark.parametrize("row", TABLE["summaries"], ids=lambda row: row["name"])
def test_summary_has_the_badge_of_the_table(row):
    cells = [verdict(text) for text in row["cells"]]

    assert summary(cells).words == words(row["badge"], row.get("detail", ""), row.get("mark", ""))


@pytest.mark.parametrize("row", TABLE["summaries"], ids=lambda row: row["name"])
def test_order_of_the_cells_does_not_change_the_summary(row):
    cells = [verdict(text) for text in row["cells"]]

    assert summary(reversed(cells)).words == summary(cells).words


def test_every_case_has_a_name_of_its_own():
    names = [row["name"] for part in ("cases", "summaries") for row in TABLE[part]]

    assert sorted(set(names)) == sorted(names)


RED = [case for case in CASES if case.badge == "逾期未见公开"]


@pytest.mark.parametrize("case", RED, ids=str)
def test_red_needs_a_check(case):
    assert family(replace(case, checks=())) != "overdue"


@pytest.mark.parametrize("case", RED, ids=str)
def test_red_needs_its_date_to_be_past(case):
    assert family(replace(case, as_of=case.overdue_after or case.due_on)) != "overdue"


@pytest.mark.parametrize("case", RED, ids=str)
def test_red_needs_a_check_after_its_date(case):
    """Design §2: a check on the last day itself is not one after it."""
    too_early = tuple({**row, "on": case.overdue_after or case.due_on} for row in case.checks)

    assert family(replace(case, checks=too_early)) != "overdue"


@pytest.mark.parametrize("case", RED, ids=str)
def test_red_needs_a_check_that_found_nothing(case):
    not_opened = tuple({**row, "result": "could_not_open"} for row in case.checks)

    assert family(replace(case, checks=not_opened)) != "overdue"


@pytest.mark.parametrize(
    ("column", "result", "is_checked"),
    [
        pytest.param("财政信息", "found", True, id="found_where_it_was_missing"),
        pytest.param("财政信息", "could_not_open", False, id="missing_column_could_not_be_opened"),
        pytest.param("规划信息", "found", False, id="column_with_evidence"),
        pytest.param("政策解读", "not_found", False, id="unrelated_column"),
    ],
)
def test_rest_of_a_partial_duty_is_checked_in_the_missing_column(column, result, is_checked):
    partial = next(case for case in CASES if case.name == "公开一个而核查的是不相干的栏目")
    checks = ({"on": "2021-07-01", "result": result, "column": column},)

    assert cell(replace(partial, checks=checks)).verdict.is_rest_checked is is_checked


@pytest.mark.parametrize(("as_of", "is_due"), [("2021-06-30", False), ("2021-07-01", True)], ids=["on_its_date", "day_after"])
def test_partial_duty_is_due_after_its_date(as_of, is_due):
    partial = next(case for case in CASES if case.name == "公开一部分而过期没有核查")

    assert cell(replace(partial, as_of=as_of)).verdict.is_due is is_due


def test_table_has_every_badge():
    assert {case.badge for case in CASES} == {*WORDS, NO_CELL}


@pytest.mark.parametrize("kind", ["one_off", "count", "periodic", "standing", "triggered", "unobservable"])
def test_table_has_every_kind_of_duty_with_every_kind_of_entry(kind):
    entries = ("evidence", "checks", "notes", "waivers", "changes")

    assert {entry for case in CASES if case.kind == kind for entry in entries if getattr(case, entry)} == set(entries)


def test_every_field_of_the_table_is_explained_at_its_top():
    text = (HERE / "cases/badges.yaml").read_text(encoding="utf-8")
    explained = set(re.findall(r"[a-z_]+", text[: text.index("\ncases:")]))

    assert {key for row in TABLE["cases"] for key in row} <= explained


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
        ("1.1.1", 1, "县发展改革局"): "已公开（按期），待核对",
        ("1.1.1", 1, "县财政局"): "到期待核查",
        ("1.1.1", 1, "县政府各部门"): "到期待核查",
        ("1.1.1", 2, "县发展改革局"): "推进中",
        ("1.1.1", 2, "县财政局"): "本站暂无记录",
        ("1.1.1", 2, "县政府各部门"): "本站暂无记录",
        ("1.1.2", None, "县财政局"): "本站暂无记录",
        ("1.2.1", None, "县政府办公室"): "不作判定",
        ("1.2.1", None, "县政府有关部门"): "不作判定",
        ("2.1.1", None, "县政府办公室"): "未到期（0/4）",
        ("2.1.2", None, "城关镇"): "未触发",
    }


def test_task_sums_up_its_cells(plan):
    assert {one.task.id: one.verdict.words for one in plan.tasks} == {
        "1.1.1": "部分公开（1/6），待核对",
        "1.1.2": "本站暂无记录",
        "1.2.1": "不作判定",
        "2.1.1": "未到期（0/4）",
        "2.1.2": "未触发",
    }


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        pytest.param("fagaiju", "部分公开（1/2），待核对", id="unit_that_owes_by_name"),
        pytest.param("caizhengju", "到期待核查", id="unit_that_owes_as_a_member"),
        pytest.param("ge-bumen", "到期待核查", id="members_nobody_has_named"),
    ],
)
def test_share_of_a_unit_in_a_task(plan, unit, words):
    task, unit = plan.tasks[0], plan.jurisdiction.register.units[unit]

    assert summary(cell.verdict for cell in task.cells_of(unit)).words == words


def test_unit_that_owes_nothing_has_no_share_in_a_task(plan):
    assert plan.tasks[0].cells_of(plan.jurisdiction.register.units["chengguan"]) == ()


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
