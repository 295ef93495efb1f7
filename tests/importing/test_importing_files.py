"""What `import` prints and writes: JSON, the draft's files, the difference, the report; and what it refuses."""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.files import writer
from gongkai.importing import command, layout, readers
from gongkai.importing.readers.base.notice import RefusedError
from gongkai.records import loading as ledger
from gongkai.records.folder import schema_line
from gongkai.records.problems import DataError
from gongkai.words.folding import fold
from helpers import verbs

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
NOTICE = """示例省乙县人民政府办公室关于印发乙县2022年政务公开工作要点的通知
乙政办发〔2022〕15号
各乡镇人民政府，县政府各部门：
现将《乙县2022年政务公开工作要点》印发给你们，请认真贯彻执行。
示例省乙县人民政府办公室
2022年6月10日

乙县2022年政务公开工作要点任务分工表
工作任务\t具体举措\t牵头单位\t责任单位\t完成时限
一、加强重点领域信息公开\t\t\t\t
（一）财政信息。\t1．公开2022年预算（公开路径：县政府网站>政务公开>财政信息）。2．每季度公开财政收支情况。\t县财政局\t县政府各部门、各乡镇\t2022年9月底前
\t公开惠民补贴发放结果。\t县财政局\t县民政局、农业农村局等有关部门\t年底前
（二）民生信息。\t做好就业信息公开。\t县人社局\t县教育局\t持续推进
二、抓好落实\t\t\t\t
（一）加强培训。\t全年开展培训不少于2次。\t县政府办公室\t各乡镇\t长期
"""


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path):
    """A data folder with one place that has units, columns and one plan."""
    folder = tmp_path / "data"
    shutil.copytree(DATA / "tongliang", folder / "tongliang")
    shutil.copy(DATA / "format.yaml", folder)
    return folder


def imported(file, into):
    outcome = command.into_data(file, into)
    writer.write_new(outcome.files)
    return outcome


def names_written(outcome, folder):
    return {path.relative_to(folder).as_posix() for path in outcome.files if path.is_relative_to(folder)}


def test_files_name_no_schema_that_is_not_there(tmp_path, notice):
    outcome = imported(notice, tmp_path / "data/yixian/2022")

    assert [path.name for path, content in outcome.files.items() if b"$schema" in content] == []


def test_new_files_say_to_editors_what_may_stand_in_them(tmp_path, notice):
    shutil.copytree(DATA / ".schemas", tmp_path / "data/.schemas")
    outcome = imported(notice, tmp_path / "data/yixian/2022")

    files = {path.relative_to(tmp_path / "data"): content.decode() for path, content in outcome.files.items() if path.suffix == ".yaml"}
    assert len(files) > 5
    assert {file: text.partition("\n")[0] for file, text in files.items()} == {file: schema_line(file) for file in files}


@pytest.mark.parametrize(
    "words",
    ["年底前", "6月底前", "第三季度", "第二季度末前", "上半年", "年内", "明年3月底前", "11月15日前", "2月29日前", "自3月起每月公开1次"],
)
def test_a_day_without_any_year_is_asked_for(tmp_path, words):
    """Neither the notice nor the file's name says which year it is."""
    file = tmp_path / "通知.txt"
    file.write_text(
        f"政务公开要点任务分工表\n工作任务\t牵头单位\t完成时限\n公开预算。\t县财政局\t{words}\n{words}完成决算公开。\t县财政局\t\n",
        encoding="utf-8",
    )

    plan = json.loads(command.as_plan_json(file).text)
    asked = [doubt["why"] for doubt in plan["doubts"] if "没有写年份" in doubt["why"]]

    assert [measure["due_on"] for task in plan["tasks"] for measure in task["measures"]] == [None, None]
    assert asked
    assert all("请补上年份" in why for why in asked)


# --- JSON ---------------------------------------------------------------------------------------


def test_json_has_every_key_of_plan_json_but_addresses_and_badges(notice):
    plan = json.loads(command.as_plan_json(notice).text)
    task = plan["tasks"][0]

    assert set(plan) == {
        "schema",
        "as_of",
        "plan",
        "sections",
        "units",
        "publication_paths",
        "tasks",
        "evidence",
        "doubts",
        "left_over",
        "turn",
    }
    assert plan["schema"] == "gongkai/plan/1"
    assert set(plan["plan"]) == {
        *("jurisdiction", "jurisdiction_name", "year", "title", "document_number", "issuer", "issued_on", "source", "demonstration")
    }
    assert set(task) == {
        *("id", "section", "subsection", "short_title", "matter", "lead_units", "responsible_units", "measures"),
        *("article_20", "continues", "duties"),
    }
    assert set(task["measures"][0]) == {
        *("number", "text", "kind", "due_on", "due_text", "recurrence", "publication_paths", "channels", "cells")
    }
    assert all(set(doubt) == {"task", "field", "line", "why"} for doubt in plan["doubts"])


def test_json_says_what_the_notice_says(notice):
    plan = json.loads(command.as_plan_json(notice).text)
    units = {unit["slug"]: unit["name"] for unit in plan["units"]}
    paths = {path["slug"]: (path["site"], *path["columns"]) for path in plan["publication_paths"]}
    first, second, *_ = plan["tasks"]

    assert (plan["plan"]["year"], plan["plan"]["issued_on"], plan["plan"]["document_number"]) == (
        2022,
        "2022-06-10",
        "乙政办发〔2022〕15号",
    )
    assert [task["id"] for task in plan["tasks"]] == ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]
    assert [units[slug] for slug in first["lead_units"]] == ["县财政局"]
    assert [units[slug] for slug in second["responsible_units"]] == ["县民政局", "农业农村局", "有关部门"]
    assert [measure["number"] for measure in first["measures"]] == [1, 2]
    assert [paths[slug] for slug in first["measures"][0]["publication_paths"]] == [("县政府网站", "政务公开", "财政信息")]
    assert first["measures"][0]["due_on"] == "2022-09-30"
    assert first["measures"][1]["recurrence"] == {"times": 1, "per": "quarter"}
    assert second["measures"][0]["due_on"] == "2022-12-31"
    assert plan["tasks"][2]["measures"][0]["due_on"] is None
    assert plan["tasks"][3]["measures"][0]["recurrence"] == {"times": 2, "per": "year"}


def test_the_verb_prints_json_and_nothing_else_and_writes_nothing(notice):
    before = sorted(path.name for path in notice.parent.iterdir())
    run = verbs.run(ROOT, "import", notice.name, "--json", GONGKAI_CALLED_FROM=str(notice.parent))

    assert run.returncode == 0, run.stderr
    assert len(json.loads(run.stdout)["tasks"]) == 4
    assert sorted(path.name for path in notice.parent.iterdir()) == before


def test_the_verb_refuses_with_status_3_and_the_reason_on_standard_error(tmp_path):
    (tmp_path / "信.txt").write_text("各位同事：\n周五下午开会，请准时参加。\n", encoding="utf-8")
    run = verbs.run(ROOT, "import", str(tmp_path / "信.txt"), "--json")

    assert (run.returncode, run.stdout) == (3, "")
    assert "没有" in run.stderr


def test_the_same_file_gives_the_same_json(notice):
    assert command.as_plan_json(notice).text == command.as_plan_json(notice).text


# --- a new place --------------------------------------------------------------------------------


def test_a_new_place_gets_all_its_files_and_passes_the_check(notice, tmp_path):
    outcome = imported(notice, tmp_path / "data/yixian/2022")
    written = names_written(outcome, tmp_path / "data/yixian")
    plan = ledger.load(tmp_path / "data").plans[0]

    assert {"jurisdiction.yaml", "units.yaml", "columns.yaml", "2022/plan.yaml", "2022/source.txt", "2022/import-report.html"} <= written
    assert sorted(name for name in written if "tasks/" in name)[0].startswith("2022/tasks/01-")
    assert [task.id for task in plan.tasks] == ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]
    assert outcome.status == command.READ


@pytest.mark.parametrize("name", ["tongliang/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "conghua/2021"])
def test_the_draft_of_a_real_document_passes_the_check_and_reads_the_same(tmp_path, name):
    """What is written and loaded again is what was understood: nothing is lost on the way through YAML."""
    imported(DATA / name / "source.txt", tmp_path / "data" / name)
    again = command.into_data(DATA / name / "source.txt", tmp_path / "data" / name)

    assert len(ledger.load(tmp_path / "data").plans) == 1
    assert "完全一样" in again.text


def test_what_the_document_does_not_say_is_asked_for_by_the_check(tmp_path):
    """No place is named, so its name stays empty: nothing is published under a name that the program made up."""
    file = tmp_path / "通知.txt"
    file.write_text("2022年政务公开工作要点任务分工表\n工作任务\t责任单位\n一、财政信息\t\n公开2022年预算。\t财务科\n", encoding="utf-8")
    imported(file, tmp_path / "data/yixian/2022")
    with pytest.raises(DataError, match="辖区全称（name）：没有填写"):
        ledger.load(tmp_path / "data")


def test_drafted_short_titles_come_back_from_the_files_and_are_marked_there(notice, tmp_path):
    """Of several measures none gives its words to the whole task."""
    imported(notice, tmp_path / "data/yixian/2022")
    plan = ledger.load(tmp_path / "data").plans[0]
    texts = [file.read_text(encoding="utf-8") for file in sorted((tmp_path / "data/yixian/2022/tasks").glob("*.yaml"))]

    assert [task.title for task in plan.tasks] == [None, "公开惠民补贴发放结果", "做好就业信息公开", "全年开展培训不少于2次"]
    assert [line.strip() for text in texts for line in text.split("\n") if "title:" in line] == [
        "title: 公开惠民补贴发放结果  # 草拟，请核对",
        "title: 做好就业信息公开  # 草拟，请核对",
        "title: 全年开展培训不少于2次  # 草拟，请核对",
    ]
    assert not any("短标题" in doubt for task in plan.tasks for doubt in task.doubts)


@pytest.mark.sweep
def test_slugs_are_pinyin_a_person_would_recognise(tmp_path):
    imported(DATA / "dianjiang/2021/source.txt", tmp_path / "data/dianjiang/2021")
    units = {unit.name: unit.slug for unit in ledger.load(tmp_path / "data").jurisdictions[0].register.units.values()}

    assert units["县发展改革委"] == "fagaiwei"
    assert units["县规划自然资源局"] == "guihua-ziran-ziyuanju"
    assert units["县政府有关部门"] == "youguan-bumen"


def test_a_row_that_names_nobody_is_kept_and_doubted(tmp_path):
    text = re.sub("县财政局\t县民政局、农业农村局等有关部门", "—\t无", NOTICE)
    (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
    imported(tmp_path / "通知.txt", tmp_path / "data/yixian/2022")
    portal = ledger.load(tmp_path / "data")
    task = next(task for task in portal.plans[0].tasks if task.id == "1.1.2")

    assert [portal.jurisdictions[0].register.units[slug].name for slug in task.responsible_units] == ["文件未写明单位"]
    assert any("没有写" in doubt for doubt in task.doubts)


@pytest.mark.parametrize(
    "contact", ["（联系人：张三，电话：000-1234567）", "联系人及电话：张三 0001234567", "联系电话：０００１２３４５６７"]
)
def test_whom_to_call_is_in_no_task_and_told(tmp_path, contact):
    items = "\n".join(f"{number}．公开第{number}批事项。（责任单位：县财政局）" for number in range(1, 4))
    (tmp_path / "通知.txt").write_text(
        f"乙县2022年政务公开工作要点\n一、做好公开\n{items}\n{contact}\n4．公开年报。（责任单位：县财政局）\n", encoding="utf-8"
    )
    reading = layout.read(readers.read(tmp_path / "通知.txt"))

    assert [left.line for left in reading.left_over if contact in left.text and not left.is_furniture] == [6]
    assert [row.text.text for row in reading.rows if "张三" in row.text.text or "234" in fold(row.text.text)] == []
    assert len(reading.rows) == 4


@pytest.mark.parametrize(
    "head",
    [
        "乙县人民政府办公室关于印发乙县\n2022年政务公开工作要点的通知",
        "关于印发《乙县2022年政务公开\n工作要点》的通知",
        "乙县人民政府办公室\n关于印发\n乙县2022年政务公开工作要点的通知",
    ],
)
def test_a_plan_is_called_as_it_is_and_not_as_its_letter(tmp_path, head):
    items = "\n".join(f"{number}．公开第{number}批事项。（责任单位：县财政局）" for number in range(1, 5))
    (tmp_path / "通知.txt").write_text(f"{head}\n一、做好公开\n{items}\n", encoding="utf-8")

    assert layout.read(readers.read(tmp_path / "通知.txt")).title == "乙县2022年政务公开工作要点"


# --- a known place ------------------------------------------------------------------------------


@pytest.mark.sweep
def test_new_units_and_columns_of_a_known_place_come_in_copies_that_keep_every_line(notice, data):
    units, columns = (data / "tongliang" / name for name in ("units.yaml", "columns.yaml"))
    before = {path: path.read_bytes() for path in (units, columns)}
    imported(notice, data / "tongliang/2022")
    copy = (data / "tongliang/units.new.yaml").read_text(encoding="utf-8")

    assert {path: path.read_bytes() for path in before} == before
    assert copy.startswith(units.read_text(encoding="utf-8").rstrip("\n"))
    assert "县财政局" not in units.read_text(encoding="utf-8")
    for path in (units, columns):
        path.with_name(f"{path.stem}.new.yaml").replace(path)
    assert {plan.year for plan in ledger.load(data).plans} == {2021, 2022}


def test_names_that_the_register_knows_by_an_alias_need_no_new_unit(data, tmp_path):
    text = NOTICE.replace("县财政局", "财政局").replace("县人社局", "区人社局").replace("县教育局", "教委").replace("乙县", "铜梁区")
    (tmp_path / "通知.txt").write_text(text, encoding="utf-8")
    plan = json.loads(command.as_plan_json(tmp_path / "通知.txt", data / "tongliang/2022").text)
    tasks = {task["id"]: task for task in plan["tasks"]}

    assert tasks["1.1.1"]["lead_units"] == ["caizhengju"]
    assert (tasks["1.2.1"]["lead_units"], tasks["1.2.1"]["responsible_units"]) == (["rensheju"], ["jiaowei"])


def test_with_an_existing_plan_the_difference_is_shown_and_nothing_written(data):
    source = data / "tongliang/2021/source.txt"
    source.write_text(source.read_text(encoding="utf-8").replace("2021年6月底前", "2021年7月底前"), encoding="utf-8")
    outcome = command.into_data(source, data / "tongliang/2021")

    assert (outcome.status, outcome.files) == (command.REFUSED, {})
    assert "3.1.1（1）　完成时限：现有“2021-06-30”，读到“2021-07-31”。" in outcome.text
    assert "没有写任何文件" in outcome.text


def test_another_document_than_that_of_the_existing_plan_is_called_so(data):
    outcome = command.into_data(DATA / "conghua/2021/source.txt", data / "tongliang/2021")

    assert outcome.text.startswith("大半任务的内容都对不上")


def test_a_file_that_is_already_there_is_never_overwritten(notice, data):
    report = data / "tongliang/2022/import-report.html"
    report.parent.mkdir()
    report.write_text("有人写了字", encoding="utf-8")

    with pytest.raises(RefusedError, match=r"import-report[.]html 已经有了"):
        command.into_data(notice, data / "tongliang/2022")
    assert report.read_text(encoding="utf-8") == "有人写了字"


def test_an_empty_folder_made_beforehand_is_no_obstacle(notice, data):
    (data / "tongliang/2022").mkdir()
    outcome = imported(notice, data / "tongliang/2022")

    assert "2022/plan.yaml" in names_written(outcome, data / "tongliang")


@pytest.mark.parametrize("into", ["data/tongliang", "data/tongliang/21", "data/铜梁/2022", "data/theme/2022", "data/index/1022"])
def test_a_target_that_is_no_place_and_year_is_refused(notice, tmp_path, into):
    with pytest.raises(RefusedError, match="data/tongliang"):
        command.into_data(notice, tmp_path / into)


def test_a_notice_of_another_year_is_refused(notice, tmp_path):
    with pytest.raises(RefusedError, match="2022年"):
        command.into_data(notice, tmp_path / "data/yixian/2023")


def test_faulty_data_is_mended_before_anything_is_added(notice, data):
    (data / "tongliang/units.yaml").write_text("units: 1\n", encoding="utf-8")

    with pytest.raises(RefusedError, match=r"units[.]yaml"):
        command.into_data(notice, data / "tongliang/2022")


# --- the report ---------------------------------------------------------------------------------


@pytest.fixture
def report(notice, tmp_path):
    imported(notice, tmp_path / "data/yixian/2022")
    return BeautifulSoup((tmp_path / "data/yixian/2022/import-report.html").read_text(encoding="utf-8"), "html5lib")


def test_the_report_shows_source_and_reading_of_every_row(report):
    assert [heading.get("id") for heading in report.select("h3[id]")] == ["task-1.1.1", "task-1.1.2", "task-1.2.1", "task-2.1.1"]
    row = next(row for row in report.select("h3#task-1\\.1\\.2 + table tr") if row.th and row.th.text == "责任单位")

    assert [cell.text for cell in row.select("td")][:2] == ["县民政局、农业农村局等有关部门", "县民政局、农业农村局、有关部门"]


def test_the_report_says_once_that_short_titles_are_drafts_and_shows_each_at_its_task(report):
    row = report.select_one("h3#task-1\\.1\\.2 + table").select("tr")[1]

    assert [cell.text for cell in row.select("th, td")] == ["短标题", "（见内容）", "公开惠民补贴发放结果", "存疑草拟，请核对。"]
    assert report.text.count("3 项任务的短标题是照原文截取的草稿") == 1
    assert "另有 1 项拟不出短标题，请补写。" in report.text


def test_the_report_allows_itself_nothing_but_its_own_style(report):
    policy = report.select_one("meta[http-equiv]")["content"]

    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert not report.select("script, link, img, iframe, [style], [onclick]")


def test_the_report_tells_words_from_tags(tmp_path):
    (tmp_path / "通知.txt").write_text(
        NOTICE.replace("做好就业信息公开。", "做好<script>alert(1)</script>就业信息公开。"), encoding="utf-8"
    )
    outcome = command.into_data(tmp_path / "通知.txt", tmp_path / "data/yixian/2022")
    report = outcome.files[tmp_path / "data/yixian/2022/import-report.html"].decode()

    assert "<script" not in report


@pytest.mark.sweep
def test_every_doubt_stands_in_the_report_with_its_place(tmp_path):
    outcome = imported(DATA / "dianjiang/2021/source.txt", tmp_path / "data/dianjiang/2021")
    doubts = json.loads(command.as_plan_json(DATA / "dianjiang/2021/source.txt").text)["doubts"]
    text = BeautifulSoup(outcome.files[tmp_path / "data/dianjiang/2021/import-report.html"].decode(), "html5lib").text

    assert len(doubts) > 10
    assert [doubt["why"] for doubt in doubts if doubt["why"] not in text] == []
