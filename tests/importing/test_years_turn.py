"""Next year's notice beside last year's plan: what people settled is carried over, and only what differs is told."""

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.files import writer
from gongkai.importing import command
from gongkai.records import loading as ledger
from helpers import next_year
from helpers.portals import shipped
from helpers.sites import each

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
PLACES = {"tongliang": 2021, "dianjiang": 2021, "jiangjin": 2020, "laiwu": 2021, "conghua": 2021}
CUT = ("2.3.9", "4.3.5")
RENAMED = {"区城市管理局": "区城市运行局"}
# Words of the two rows in the source itself.
CUT_WORDS = ("密切关注涉及安全生产方面的舆情", "按照市生态环境局统一要求，公开全区生态环境")


@cache
def portal():
    return shipped()


def place_in(data, slug):
    return next(place for place in ledger.load(data).jurisdictions if place.slug == slug)


def imported(folder, slug, file, *, with_plan_before=True, with_source=True):
    """The outcome of importing a notice beside last year's plan, and the place once the register is taken over."""
    data, year = folder / "data", PLACES[slug]
    shutil.copytree(DATA / slug, data / slug)
    shutil.copy(DATA / "format.yaml", data)
    if not with_plan_before:
        shutil.rmtree(data / slug / str(year))
    elif not with_source:
        (data / slug / str(year) / "source.txt").unlink()
    outcome = command.into_data(file, data / slug / str(year + 1))
    writer.write_new(outcome.files)
    for waiting in (data / slug).glob("*.new.yaml"):
        waiting.replace(waiting.with_name(waiting.name.replace(".new", "")))
    return outcome, place_in(data, slug)


@pytest.fixture
def beside(tmp_path):
    return partial(imported, tmp_path)


@pytest.fixture(scope="module")
def folder_turned(tmp_path_factory):
    """Where the real document a year on was imported."""
    return tmp_path_factory.mktemp("turned")


@pytest.fixture(scope="module")
def turned(folder_turned):
    return imported(folder_turned, "tongliang", source_a_year_on(folder_turned))


def notice(slug, folder, change=tuple, names=None, suffix="html"):
    return next_year.written(next_year.plan_on(portal(), slug, change, names), folder, suffix)


def without(*cut):
    return lambda tasks: [task for task in tasks if task.id not in cut]


def source_a_year_on(folder):
    """The real document a year on, with one bureau renamed and two rows cut."""
    text = next_year.year_on((DATA / "tongliang/2021/source.txt").read_text(encoding="utf-8"))
    for before, now in RENAMED.items():
        text = text.replace(before, now)
    rows = text.split("\n\n\t")
    kept = [row for row in rows if not any(words in row for words in CUT_WORDS)]
    assert len(rows) - len(kept) == len(CUT)
    file = folder / "notice.txt"
    file.write_text("\n\n\t".join(kept), encoding="utf-8")
    return file


# --- how many decisions remain ------------------------------------------------------------------


def bare(text):
    """The letters of a text, with the numbers and the name that may differ taken out."""
    for before, now in RENAMED.items():
        text = text.replace(now, before)
    return re.sub(r"[0-9]+|[\W_]", "", text)


def words(task):
    return bare("".join(filter(None, (task.matter, task.opening, *(measure.text for measure in task.measures)))))


def to_type(new, before, known_units):
    """The rule: every field that people settled for the same words last year and that the draft lacks or has otherwise, each
    `continues` that is missing, each unit that the register did not have; counted by field."""
    old = {words(task): task for task in before.tasks}
    missing = Counter()
    for task in new.tasks:
        was = old[words(task)]
        missing["continues"] += task.continues != was.id
        missing["article_20"] += task.article_20 != was.article_20
        missing["duties"] += task.duties != was.duties
        missing["title"] += bare(task.title or "") != bare(was.title or "")
        missing["doubts"] += [bare(doubt) for doubt in task.doubts] != [bare(doubt) for doubt in was.doubts]
        for measure, theirs in zip(task.measures, was.measures, strict=True):
            missing["kind"] += measure.kind != theirs.kind
            missing["units"] += measure.units != theirs.units
            missing["due.after"] += (measure.due and measure.due.after) != (theirs.due and theirs.due.after)
            missing["measures.title"] += bare(measure.title or "") != bare(theirs.title or "")
            missing["due_text"] += bare(measure.due_text or "") != bare(theirs.due_text or "")
            missing["publication_paths"] += measure.publication_paths != theirs.publication_paths
    return missing + Counter({"register": len({*place_units(new)} - {*known_units})})


def place_units(plan):
    return (slug for task in plan.tasks for slug in task.owing_units)


def last_year(slug):
    place = next(place for place in portal().jurisdictions if place.slug == slug)
    return place, place.plans[0]


@pytest.mark.sweep
def test_of_the_real_document_a_year_on_at_most_ten_decisions_remain(turned):
    """One bureau renamed, two rows cut; all that was settled is there, and the only question is that of the new name."""
    outcome, place = turned
    known, before = last_year("tongliang")

    assert to_type(place.plans[0], before, known.register.units) == Counter()
    assert [(decision.field, decision.task) for decision in outcome.turn.decisions] == [("former_names", "")]
    assert [row.id for row in outcome.turn.gone] == [*CUT]
    assert (outcome.turn.new, outcome.turn.changed, outcome.turn.unchanged) == ((), (), len(before.tasks) - len(CUT))


def test_without_last_years_plan_all_of_it_is_to_be_typed(beside, tmp_path):
    """By the same rule; the five fields of the first figure, and a number of others."""
    outcome, place = beside("tongliang", source_a_year_on(tmp_path), with_plan_before=False)
    known, before = last_year("tongliang")
    missing = to_type(place.plans[0], before, known.register.units)
    first_counted = ("continues", "article_20", "doubts", "kind", "units", "due.after", "register")

    assert outcome.turn is None
    assert sum(missing[field] for field in first_counted) > 100
    assert missing.total() > 200


@pytest.mark.sweep
@pytest.mark.parametrize("suffix", each(["docx", "html"], "docx"))
def test_other_files_of_it_leave_no_more(beside, tmp_path, suffix):
    """Merged cells say whose rows are whose: what was noted of blank cells is no longer true, and that is told."""
    outcome, place = beside("tongliang", notice("tongliang", tmp_path, without(*CUT), RENAMED, suffix))
    known, before = last_year("tongliang")
    missing = to_type(place.plans[0], before, known.register.units)

    assert len(outcome.turn.decisions) <= 10
    assert {field for field, count in missing.items() if count} <= {"doubts"}
    assert all("空白" in row.text for row in outcome.turn.left_doubts)


@pytest.mark.sweep
@pytest.mark.parametrize("slug", each(["dianjiang", "jiangjin", "laiwu", "conghua"], "laiwu"))
def test_in_another_place_what_was_settled_is_carried_too(beside, tmp_path, slug):
    outcome, place = beside(slug, notice(slug, tmp_path, lambda tasks: tasks[:4] + tasks[6:]))
    known, before = last_year(slug)
    missing = to_type(place.plans[0], before, known.register.units)

    assert len(outcome.turn.decisions) <= 10
    assert [row.id for row in outcome.turn.gone] == [task.id for task in before.tasks[4:6]]
    assert {field for field, count in missing.items() if count} <= {"doubts", "due_text"}


# --- what is written ----------------------------------------------------------------------------


def test_a_renamed_unit_keeps_its_slug_and_gets_a_former_name(turned):
    outcome, place = turned
    unit = place.register.units["chengguanju"]

    assert (unit.name, [former.name for former in unit.former_names]) == ("区城市运行局", ["区城市管理局", "重庆市铜梁区城市管理局"])
    assert unit.full_name is None
    assert [(renamed.slug, renamed.name, renamed.before) for renamed in outcome.turn.renamed_units] == [
        ("chengguanju", "区城市运行局", "区城市管理局")
    ]
    assert set(place.register.units) == set(last_year("tongliang")[0].register.units)


def test_the_register_keeps_every_other_line(turned, folder_turned):
    assert turned[0].files
    before = (DATA / "tongliang/units.yaml").read_text(encoding="utf-8").splitlines()
    after = (folder_turned / "data/tongliang/units.yaml").read_text(encoding="utf-8").splitlines()

    assert [line for line in before if line not in after] == ["    name: 区城市管理局", "    full_name: 重庆市铜梁区城市管理局"]


def test_continuing_is_proposed_until_a_person_confirms_it(turned, folder_turned):
    files = (folder_turned / "data/tongliang/2022/tasks").glob("*.yaml")
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").split("\n") if "continues:" in line]

    assert len(lines) == len(turned[1].plans[0].tasks)
    assert all(re.fullmatch(r"continues: [0-9.]+  # 草拟，请核对", line) for line in lines)


def test_dates_and_titles_go_on_with_the_years(turned):
    """People wrote 发布2020年度法治政府建设年度报告, due 2021-05-31."""
    report = next(task for task in turned[1].plans[0].tasks if task.id == "3.1.3").measures[2]

    assert (report.title, str(report.due_on), report.due_text) == ("发布2021年度法治政府建设年度报告", "2022-05-31", "2022年5月31日前")


def test_the_report_tells_only_what_differs(turned):
    outcome, _ = turned
    page = next(content for path, content in outcome.files.items() if path.name == "import-report.html").decode()
    report = BeautifulSoup(page, "html5lib")
    headings = [heading.text for heading in report.select("h2")]

    assert headings[:1] == ["还要决定的（1）"]
    assert "上年有、今年没有的（2）" in headings
    assert "像是改了名的单位（1）" in headings
    assert not report.select("h3[id]")
    assert "回应安全生产舆情" in report.text
    assert "公开“十四五”规划纲要和专项规划" not in report.text


@pytest.mark.sweep
def test_the_same_is_told_as_data_before_and_after_the_draft_is_written(turned, folder_turned):
    """Once the register has the new name, there is nothing left to decide."""
    data = folder_turned / "data"
    again = json.loads(command.as_plan_json(folder_turned / "notice.txt", data / "tongliang/2022").text)["turn"]
    turn = json.loads(json.dumps(turned[0].turn.open_data))
    assert (again["renamed_units"], again["decisions"]) == ([], [])
    assert again["gone"] == turn["gone"]

    assert turn["year"] == 2021
    assert [row["id"] for row in turn["gone"]] == [*CUT]
    assert [unit["slug"] for unit in turn["renamed_units"]] == ["chengguanju"]
    assert [decision["field"] for decision in turn["decisions"]] == ["former_names"]


# --- other ways in which plans differ -----------------------------------------------------------


def upside_down(tasks):
    """The rows of each heading in the opposite order."""
    return sorted(tasks, key=lambda task: (task.section, task.subsection, -int(task.id.split(".")[2])))


@pytest.mark.sweep
def test_rows_in_another_order_go_on_their_own_tasks(beside, tmp_path):
    outcome, place = beside("tongliang", notice("tongliang", tmp_path, upside_down))
    known, before = last_year("tongliang")
    missing = to_type(place.plans[0], before, known.register.units)

    assert {field for field, count in missing.items() if count} <= {"doubts"}
    assert outcome.turn.decisions == ()
    assert {(step.before, step.id) for step in outcome.turn.moved} >= {("1.1.1", "1.1.3"), ("2.3.1", "2.3.10"), ("3.1.1", "3.1.3")}


def split_row(tasks):
    """2.2.1 becomes two rows: its first four measures, and its last three."""
    for task in tasks:
        if task.id != "2.2.1":
            yield task
            continue
        yield task.model_copy(update={"measures": task.measures[:4]})
        yield task.model_copy(update={"measures": task.measures[4:]})


@pytest.mark.sweep
def test_of_a_row_split_in_two_measures_keep_what_was_settled_and_the_rest_is_asked(beside, tmp_path):
    outcome, place = beside("tongliang", notice("tongliang", tmp_path, split_row))
    tasks = {task.id: task for task in place.plans[0].tasks}
    was = next(task for task in last_year("tongliang")[1].tasks if task.id == "2.2.1")

    assert [(step.before, step.id) for step in outcome.turn.split] == [("2.2.1", "2.2.2")]
    assert (tasks["2.2.1"].continues, tasks["2.2.2"].continues, tasks["2.2.3"].continues) == ("2.2.1", None, "2.2.2")
    assert [measure.kind for task in ("2.2.1", "2.2.2") for measure in tasks[task].measures] == [measure.kind for measure in was.measures]
    assert [measure.title for measure in tasks["2.2.2"].measures] == [measure.title for measure in was.measures[4:]]
    assert {decision.field for decision in outcome.turn.decisions if decision.task == "2.2.2"} == {
        *("continues", "title", "article_20"),
        "publication_paths",  # read out of a sentence, which a row that is new has to say
    }


def merged_rows(tasks):
    """3.1.2 becomes part of 3.1.1."""
    first, second = (next(task for task in tasks if task.id == wanted) for wanted in ("3.1.1", "3.1.2"))
    measures = [
        measure.model_copy(update={"number": number}) for number, measure in enumerate((*first.measures, *second.measures), start=1)
    ]
    whole = first.model_copy(update={"measures": tuple(measures)})
    return [whole if task.id == "3.1.1" else task for task in tasks if task.id != "3.1.2"]


@pytest.mark.sweep
def test_a_row_that_went_into_another_is_told_and_its_measures_keep_what_was_settled(beside, tmp_path):
    outcome, place = beside("tongliang", notice("tongliang", tmp_path, merged_rows))
    whole = next(task for task in place.plans[0].tasks if task.id == "3.1.1")
    was = [task for task in last_year("tongliang")[1].tasks if task.id in ("3.1.1", "3.1.2")]

    assert [(step.before, step.id) for step in outcome.turn.merged] == [("3.1.2", "3.1.1")]
    assert outcome.turn.gone == ()
    assert [measure.kind for measure in whole.measures] == [measure.kind for task in was for measure in task.measures]


# Another wording of what is asked, and another of when.
OTHERWISE = {"加强": "强化", "做好": "抓好", "及时": "第一时间", "进一步": "切实", "要求": "规定", "开展": "组织"}


def reworded(text):
    said, where, block = (text or "").partition("公开路径")
    for before, now in OTHERWISE.items():
        said = said.replace(before, now)
    return said + where + block or None


def every_other_row_reworded(tasks):
    for index, task in enumerate(tasks):
        changed = [
            measure.model_copy(update={"text": reworded(measure.text), "due_text": reworded(measure.due_text)}) for measure in task.measures
        ]
        yield task.model_copy(update={"measures": tuple(changed)}) if index % 2 else task


@pytest.fixture(scope="module")
def half_reworded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reworded")
    return imported(folder, "tongliang", notice("tongliang", folder, every_other_row_reworded))


@pytest.mark.sweep
def test_where_half_of_the_rows_are_reworded_the_others_need_nothing(half_reworded):
    outcome, place = half_reworded
    known, before = last_year("tongliang")
    touched = {task.id for index, task in enumerate(before.tasks) if index % 2}
    left_alone = place.plans[0].tasks[::2]
    missing = to_type(replace(before, tasks=left_alone), before, known.register.units)

    assert [task.continues for task in place.plans[0].tasks] == [task.id for task in before.tasks]
    assert {field for field, count in missing.items() if count} <= {"doubts"}
    assert {decision.task for decision in outcome.turn.decisions if decision.task} <= touched
    assert {row.id for row in outcome.turn.changed} <= touched


def test_the_words_that_changed_are_marked(half_reworded):
    outcome, _ = half_reworded
    page = next(content for path, content in outcome.files.items() if path.name == "import-report.html").decode()
    report = BeautifulSoup(page, "html5lib")

    assert {"加强", "做"} <= {mark.text for mark in report.select("del")}
    assert {"强化", "抓"} <= {mark.text for mark in report.select("ins")}


@pytest.mark.sweep
def test_what_rests_on_changed_words_about_time_is_not_carried(beside, tmp_path):
    """The date of 3.1.1 (1) is put otherwise; that of (2) goes on."""

    def change(tasks):
        for task in tasks:
            measures = [
                measure.model_copy(
                    update={key: (getattr(measure, key) or "").replace("年6月底前", "年年底前") for key in ("text", "due_text")}
                )
                for measure in task.measures
            ]
            yield task.model_copy(update={"measures": tuple(measures)}) if task.id == "3.1.1" else task

    outcome, place = beside("tongliang", notice("tongliang", tmp_path, change))
    first, second = next(task for task in place.plans[0].tasks if task.id == "3.1.1").measures

    assert (str(first.due_on), str(second.due_on)) == ("2022-12-31", "2022-10-31")
    assert [decision.field for decision in outcome.turn.decisions if decision.task == "3.1.1"] == ["text", "due_text"]


@pytest.mark.sweep
def test_a_note_on_words_that_changed_is_told_and_not_carried(beside, tmp_path):
    """People noted that 3.2.1 says 全市 where 全区 may be meant; this year it says 全区."""

    def change(tasks):
        for task in tasks:
            measures = [measure.model_copy(update={"text": measure.text.replace("推动全市", "推动全区")}) for measure in task.measures]
            yield task.model_copy(update={"measures": tuple(measures)})

    outcome, place = beside("tongliang", notice("tongliang", tmp_path, change))
    task = next(task for task in place.plans[0].tasks if task.id == "3.2.1")

    assert task.doubts == ()
    assert [row.text for row in outcome.turn.left_doubts if row.id == "3.2.1"] == [
        *next(task for task in last_year("tongliang")[1].tasks if task.id == "3.2.1").doubts
    ]
    assert task.continues == "3.2.1"


NEW_NAMES = {
    "another ending": ("区卫生健康局", "weijianwei"),
    "another word": ("区经济和数字化局", "jingxinwei"),
    "another word in many rows": ("区行政综合办公室", "zhengfuban"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("way", each(NEW_NAMES, "another word in many rows"))
def test_a_bureau_under_a_new_name_stays_the_unit_it_was(beside, tmp_path, way):
    name, slug = NEW_NAMES[way]
    former = last_year("tongliang")[0].register.units[slug].name
    outcome, place = beside("tongliang", notice("tongliang", tmp_path, names={former: name}))

    assert place.register.units[slug].name == name
    assert former in [former_name.name for former_name in place.register.units[slug].former_names]
    assert outcome.turn.new_units == ()


@pytest.mark.sweep
def test_another_bureau_in_one_row_is_no_new_name(beside, tmp_path):
    """区体育局 in the only row of 区城市管理局 took its place, and is not what it was."""
    outcome, place = beside("tongliang", notice("tongliang", tmp_path, names={"区城市管理局": "区体育局"}))

    assert outcome.turn.renamed_units == ()
    assert [unit.name for unit in outcome.turn.new_units] == ["区体育局"]
    assert place.register.units["chengguanju"].name == "区城市管理局"


@pytest.mark.sweep
def test_a_former_name_in_the_register_is_known(tmp_path):
    """A notice that goes on using it means the unit, and proposes nothing."""
    file = notice("tongliang", tmp_path)
    data = tmp_path / "data"
    shutil.copytree(DATA / "tongliang", data / "tongliang")
    shutil.copy(DATA / "format.yaml", data)
    units = data / "tongliang/units.yaml"
    text = units.read_text(encoding="utf-8")
    units.write_text(
        text.replace(
            "    name: 区城市管理局\n    full_name: 重庆市铜梁区城市管理局\n", "    name: 区城市运行局\n    former_names: [区城市管理局]\n"
        ),
        encoding="utf-8",
    )
    outcome = command.into_data(file, data / "tongliang/2022")

    assert (outcome.turn.new_units, outcome.turn.renamed_units) == ((), ())


@pytest.mark.sweep
def test_without_last_years_source_settled_fields_are_still_carried(beside, tmp_path):
    _, place = beside("tongliang", source_a_year_on(tmp_path), with_source=False)
    known, before = last_year("tongliang")

    assert to_type(place.plans[0], before, known.register.units) == Counter()
