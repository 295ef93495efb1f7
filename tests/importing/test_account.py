"""No word of a row's cell gets lost on the way to its fields, and no body comes from nowhere, whatever stands in the cell."""

import re

from gongkai.importing import layout, readers
from gongkai.importing.layout.reading import Heading, Piece, Reading, Row, Section
from gongkai.importing.layout.rules import owned
from gongkai.importing.meaning.understanding import understand
from hypothesis import given
from hypothesis import strategies as st

NAMES = ("县财政局", "县民政局", "县委宣传部", "各镇街", "12345热线成员单位", "26个试点领域主管部门")
# What slips into a cell of units and is none: each must come back as a field or a doubt.
STRAYS = ("6月底完成", "12月底前", "新建停车位300个", "张三", "任务涉及甲乙两地", "ABC", "每季度末", "视情况", "下同", "3月底前")
SIGNS = ("、", "，", "；", "\n", " ", "。")
BRACKETS = ("{}", "（{}）", "({})", "〔{}〕", "：{}")
ROLES = ("", "牵头", "负责", "配合", "（牵头）")

names = st.builds("{}{}".format, st.sampled_from(NAMES), st.sampled_from(ROLES))
strays = st.builds(lambda bracket, stray: bracket.format(stray), st.sampled_from(BRACKETS), st.sampled_from(STRAYS))
unit_cells = st.lists(st.tuples(st.one_of(names, names, strays), st.sampled_from(SIGNS)), min_size=1, max_size=5).map(
    lambda pieces: "".join(f"{words}{sign}" for words, sign in pieces)
)
other_cells = st.lists(
    st.sampled_from(
        ("政府网站", "县财政局网页>专栏", "12月底前", "（1）", "1.", "公开目录", "6月底前", "长期", "新闻发布会", "；", "、", "\n", "①")
    ),
    max_size=6,
).map("".join)


def read(**cells):
    row = Row(1, 1, 1, **{name: Piece(text, 1) for name, text in cells.items()})
    heading = Heading(1, "甲县2024年要点", 1)
    return understand(Reading("甲县2024年要点", (row,), (Section(heading, (heading,)),)))


def letters(text):
    return "".join(re.findall(r"\w", text))


def said(draft):
    """All words of a draft's fields and doubts, of which letters may be told."""
    task = draft.tasks[0]
    measures = [
        f"{measure.number or ''}{measure.text}{measure.due_text}{measure.due_on}{''.join(measure.channels)}" for measure in task.measures
    ]
    paths = [step.name for measure in task.measures for slug in measure.publication_paths for step in draft.nodes[slug].trail]
    units = [draft.units[slug].name for slug in (*task.lead_units, *task.responsible_units)]
    whys = [doubt.why for doubt in draft.doubts if doubt.task]
    return letters("".join((*units, *measures, *paths, *whys, task.opening, task.publication_text, task.matter)))


@given(unit_cells, st.sampled_from(("units", "lead", "responsible")))
def test_no_word_of_a_cell_of_units_is_lost_in_silence(cell, name):
    """`units_text`, which keeps the cell, does not count: nobody looks there for a deadline."""
    told = said(read(text="公开财政预算。", **{name: cell}))

    for stray in STRAYS:
        assert stray not in cell or stray == "下同" or letters(stray) in told
    for unit in NAMES:
        assert unit not in cell or unit in told


@given(unit_cells)
def test_no_body_is_read_that_the_cell_does_not_print(cell):
    draft = read(text="公开财政预算。", units=cell)
    task = draft.tasks[0]

    for slug in (*task.lead_units, *task.responsible_units):
        name = draft.units[slug].name
        assert letters(name) in letters(cell) or any(name in doubt.why for doubt in draft.doubts)


@given(other_cells, other_cells, other_cells)
def test_no_word_of_the_other_cells_is_lost_in_silence(text, publication, due):
    told = said(read(text=f"公开甲乙丙。{text}", units="县财政局", publication=publication, due=due))

    for cell in (text, publication, due):
        for words in re.findall(r"[^\W\d]{2,}", re.sub(r"[①()（）]", " ", cell)):
            assert all(sign in told for sign in words), words


def test_a_deadline_in_a_cell_of_units_becomes_the_rows_and_says_so():
    draft = read(text="公开财政预算。", units="牵头单位：县财政局；责任单位：各部门，6月底完成")

    assert str(draft.tasks[0].measures[0].due_on) == "2024-06-30"
    assert [doubt.field for doubt in draft.doubts if "6月底完成" in doubt.why] == ["due_on"]


def test_a_sentence_that_says_who_leads_is_a_rule_and_no_body():
    draft = read(text="公开财政预算。", units="县财政局、县民政局（排在第一位的为牵头单位，下同）")
    task = draft.tasks[0]

    assert [draft.units[slug].name for slug in (*task.lead_units, *task.responsible_units)] == ["县财政局", "县民政局"]
    assert len(task.lead_units) == 1


def ruled(preamble="", **options):
    row = Row(1, 1, 1, text=Piece("公开财政预算。", 1), units=Piece("县财政局、县民政局", 1))
    heading = Heading(1, "甲县2024年要点", 1)
    return understand(Reading("甲县2024年要点", (row,), (Section(heading, (heading,)),), preamble=preamble), **options)


def test_a_deadline_of_all_tasks_is_that_of_a_row_without_one_and_the_row_says_so():
    draft = ruled("各项任务请于12月底前完成，并于每季度末报送进展情况。")
    measure = draft.tasks[0].measures[0]

    assert (str(measure.due_on), measure.due_text, measure.recurrence) == ("2024-12-31", "12月底前", None)
    assert [doubt.field for doubt in draft.doubts if "照全文的" in doubt.why] == ["due_on"]


def test_rules_that_are_not_to_be_followed_are_told_and_not_followed():
    draft = ruled("各项任务请于12月底前完成；列第一位的责任单位为牵头单位。", follows_rules=False)

    assert (draft.tasks[0].lead_units, draft.tasks[0].measures[0].due_on) == ((), None)
    assert len(draft.rules.told) == 2
    assert all(told.endswith("按要求没有照办") for told in draft.rules.told)


def test_a_catalogue_without_units_is_that_of_the_bureau_in_its_title():
    row = Row(1, 1, 1, text=Piece("公开机构职能。", 1))
    heading = Heading(1, "甲县教育局2024年主动公开目录", 1)
    reading = owned(Reading(heading.title, (row,), (Section(heading, (heading,)),)))

    assert [row.units.text for row in reading.rows] == ["甲县教育局"]
    assert [doubt.field for doubt in reading.doubts] == ["responsible_units"]


def test_a_rule_that_is_struck_out_is_none(tmp_path):
    table = "<table><tr><th>任务</th><th>责任单位</th></tr><tr><td>公开财政预算。</td><td>县财政局、县民政局</td></tr><tr><td>公开救助标准。</td><td>县民政局</td></tr></table>"
    file = tmp_path / "notice.html"
    for words, told in (("<p>{}</p>", 1), ("<p><s>{}</s></p>", 0)):
        rule = words.format("列第一位的责任单位为牵头单位。")
        file.write_text(f"<meta charset=utf-8><h1>甲县2024年政务公开工作要点</h1>{rule}{table}", encoding="utf-8")

        assert len(understand(layout.read(readers.read(file))).rules.told) == told


def understood(file, content):
    file.write_text(content, encoding="utf-8")
    draft = understand(layout.read(readers.read(file)))
    return draft, [
        (
            "、".join(draft.units[slug].name for slug in task.lead_units),
            "、".join(draft.units[slug].name for slug in task.responsible_units),
        )
        for task in draft.tasks
    ]


def test_units_in_charge_by_another_word_are_those_that_owe(tmp_path):
    items = "".join(
        f"{number}.公开第{number}类信息。\n分管领导：副县长\n主要责任单位：县财政局、县民政局\n完成时限：12月底\n" for number in (1, 2, 3)
    )
    draft, told = understood(tmp_path / "notice.txt", f"甲县2024年政务公开工作要点任务分工\n一、公开信息\n{items}")

    assert told == [("", "县财政局、县民政局")] * 3
    assert {str(task.measures[0].due_on) for task in draft.tasks} == {"2024-12-31"}


def test_beside_who_leads_and_who_helps_who_is_in_charge_owes(tmp_path):
    heads, cells = ("任务", "牵头部门", "主责单位", "协办单位"), ("公开财政预算。", "县财政局", "各镇人民政府", "县民政局")
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (heads, cells, cells))
    _, told = understood(tmp_path / "notice.html", f"<meta charset=utf-8><h1>甲县2024年政务公开要点</h1><table>{table}</table>")

    assert told == [("县财政局", "各镇人民政府、县民政局")] * 2


def test_a_heading_says_who_leads_where_the_rows_name_others_only(tmp_path):
    items = "".join(f"{number}.公开第{number}类信息。\n协同单位：县民政局、县教育局\n" for number in (1, 2, 3))
    draft, told = understood(
        tmp_path / "notice.txt", f"甲县2024年政务公开工作要点任务分工\n一、重点工作\n（一）县财政局牵头的工作\n{items}"
    )

    assert told == [("县财政局", "县民政局、县教育局")] * 3
    assert {doubt.field for doubt in draft.doubts} >= {"lead_units"}


def test_what_a_label_without_a_field_says_is_a_doubt_of_its_row(tmp_path):
    items = "".join(f"{number}.公开第{number}类信息。\n工作成果：6月底前形成目录\n责任单位：县财政局\n" for number in (1, 2, 3))
    draft, _ = understood(tmp_path / "notice.txt", f"甲县2024年政务公开工作要点任务分工\n一、公开信息\n{items}")

    assert [doubt.field for doubt in draft.doubts if "6月底前形成目录" in doubt.why] == ["text"] * 3
