"""The short titles that `import` drafts: a clause of the wording that stands by itself, or nothing."""

from pathlib import Path

import pytest
from gongkai.importing import layout, readers
from gongkai.importing.meaning.understanding import understand
from gongkai.importing.writing.titles import titled
from gongkai.words.text import tidy

DATA = Path(__file__).parents[2] / "data"
PLANS = ("tongliang/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "conghua/2021")


def draft_of(folder, *wordings, matters=None):
    rows = [f"{matter}\t{wording}\t县财政局" for matter, wording in zip(matters or [""] * len(wordings), wordings, strict=True)]
    file = folder / "通知.txt"
    file.write_text("\n".join(("乙县2022年政务公开工作要点任务分工表", "具体事项\t具体举措\t责任单位", *rows, "")), encoding="utf-8")
    return titled(understand(layout.read(readers.read(file))))


def titles(draft):
    return [task.title for task in draft.tasks]


@pytest.mark.parametrize(
    ("wording", "title"),
    [
        ("公开义务教育招生计划，做好政策解读。", "公开义务教育招生计划"),
        ("按照县财政局统一要求，及时公开县政府财政预算。", "及时公开县政府财政预算"),
        ("2022年6月底前，公布行政许可事项清单；动态更新。", "公布行政许可事项清单"),
        ("公开《市场准入负面清单（2022年版，试行）》，动态更新。", "公开《市场准入负面清单（2022年版，试行）》"),
        ("公开县级政府定价目录（公开路径：县政府网站>价格，县发展改革委网站）。", "公开县级政府定价目录"),
        ("建立政务公开培训制度，每年培训一次。", "建立政务公开培训制度"),
        ("按时对外公布决算报表，并动态更新。", "按时对外公布决算报表"),
    ],
)
def test_the_clause_that_names_what_is_to_be_done_becomes_the_title(tmp_path, wording, title):
    assert titles(draft_of(tmp_path, wording)) == [title]


@pytest.mark.parametrize(
    "wording",
    [
        "公开乙县国民经济和社会发展第十四个五年规划和远景目标纲要，公布财政预算。",
        "按照县财政局的统一要求，认真抓好落实。",
        "公开养老、托育等5项服务的收费标准。",
        "公开惠民补贴……发放结果。",
        "应当及时公开。",
        "公开。",
        "1．公开财政预算。2．公开财政决算。",
    ],
    ids=["too long", "says how", "a count for names", "left out", "names nothing", "one word", "two measures"],
)
def test_without_a_short_clause_that_stands_by_itself_there_is_no_title(tmp_path, wording):
    draft = draft_of(tmp_path, wording)

    assert titles(draft) == [""]
    assert "short_title" not in [doubt.field for doubt in draft.doubts]


def test_a_title_of_24_characters_is_drafted_and_of_25_is_not(tmp_path):
    fitting = "公开" + "甲乙丙丁戊己庚辛壬癸" * 2 + "清单"

    assert titles(draft_of(tmp_path, f"{fitting}。", f"公开了{fitting[2:]}。")) == [fitting, ""]


def test_words_that_two_tasks_share_are_the_title_of_neither(tmp_path):
    draft = draft_of(tmp_path, "公开财政预算，县级部门负责。", "公开财政预算，各乡镇负责。", "公开财政决算。")

    assert titles(draft) == ["", "", "公开财政决算"]


def test_a_matter_of_its_own_column_goes_before_the_clauses(tmp_path):
    draft = draft_of(tmp_path, "1．公开财政预算。2．公开财政决算。", matters=["财政预决算信息"])

    assert titles(draft) == ["财政预决算信息"]


def test_the_doubt_counts_the_drafted_titles_and_those_that_are_lacking(tmp_path):
    draft = draft_of(tmp_path, "公开财政预算。", "应当及时公开。")

    assert [doubt.why for doubt in draft.doubts if doubt.field == "short_title"] == [
        "1 项任务的短标题是照原文截取的草稿，请逐条核对，改成说清公开什么的名称。另有 1 项拟不出短标题，请补写。"
    ]


@pytest.mark.sweep
@pytest.mark.parametrize("name", PLANS)
def test_titles_drafted_from_a_real_document_are_its_own_words_short_and_unique(name):
    draft = titled(understand(layout.read(readers.read(DATA / name / "source.txt")), year=int(name[-4:])))
    drafted = [task for task in draft.tasks if task.title]

    assert drafted
    assert len({task.title for task in drafted}) == len(drafted)
    assert max(len(task.title) for task in drafted) <= 24
    assert [task.id for task in drafted if task.title not in tidy(f"{task.matter}\n{task.row.text.text}")] == []
