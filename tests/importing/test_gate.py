"""What is no plan is refused with its reason and with what each column was taken for; a person may say what the columns are."""

import io

import pytest
from gongkai.exports.tables import TASK_COLUMNS
from gongkai.importing import command, layout
from gongkai.importing.layout.gate import _OWN_SHEET
from gongkai.importing.readers.base.notice import Notice, Paragraph, RefusedError
from helpers import verbs
from helpers.documents import ROOT
from openpyxl import Workbook

HEAD = "序号\t工作任务\t责任单位\t完成时限"
TASKS = ("公开年度部门预算", "公布招生范围和计划", "公开惠民补贴发放结果", "公布重点项目清单", "公开行政处罚信息", "开设政策问答专栏")


def notice(*lines, title="某县2022年政务公开工作任务分工"):
    return Notice("通知.txt", tuple(Paragraph(line, number) for number, line in enumerate((title, *lines), 1)))


def refusal(*lines, **options):
    with pytest.raises(RefusedError) as refused:
        layout.read(notice(*lines, **options))
    return str(refused.value)


def table(*rows, head=HEAD):
    return [head, *("\t".join((str(number), *row)) for number, row in enumerate(rows, 1))]


def test_a_plan_is_read():
    assert len(layout.read(notice(*table(*((text, "县财政局", "6月底前") for text in TASKS)))).rows) == len(TASKS)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param(table(*(("常小军", "县财政局", "") for _ in TASKS)), "名单", id="names of persons"),
        pytest.param(table(*((text, "——", "6月底前") for text in TASKS)), "没有一行写明由哪个单位做", id="nobody owes anything"),
        pytest.param(table(*((f"{text}，", "县财政局", "6月底前") for text in TASKS)), "切成了几行", id="cells cut to pieces"),
        pytest.param(table(*((text, "源划和规三十个", "6月底前") for text in TASKS)), "不像单位名称", id="units that are none"),
        pytest.param(
            [HEAD, *(f"{number}\t{text}\t县财政局\t6月底前" for number, text in zip(range(1, 30, 5), TASKS, strict=True))],
            "序号不连续",
            id="most rows lost",
        ),
    ],
)
def test_what_cannot_be_a_plan_is_refused_with_the_reason_and_the_guess(lines, reason):
    told = refusal(*lines)

    assert reason in told
    assert "第2栏“工作任务”读作任务" in told
    assert "--columns 序号,任务,责任,时限" in told


NO_PLANS = {
    "progress": ("序号\t工作任务\t责任单位\t进展情况", "1\t公开财政预算\t县财政局\t已公开56份"),
    "contacts": ("序号\t责任单位\t分管领导\t联系人\t联系电话", "1\t县财政局\t张三\t李四\t13800000000"),
    "budget": ("序号\t单位名称\t项目名称\t预算金额（万元）", "1\t县财政局\t信息系统运行维护\t50"),
    "leaders": ("日期\t接访领导\t职务\t地点\t陪同单位", "3月3日\t张三\t县长\t县信访局\t县司法局"),
    "tender": ("序号\t标段\t中标单位\t中标金额\t工期", "1\t一标段道路工程\t某建设集团有限公司\t1200万元\t180天"),
    "scores": ("序号\t单位\t得分\t排名\t等次", "1\t县财政局\t98.5\t1\t优秀"),
    "catalogue without units": ("序号\t公开事项\t公开内容\t公开依据\t公开方式", "1\t预算\t部门预算报告\t预算法\t网站"),
    "junk": ("asdf\t锟斤拷\t????", "0000\t烫烫烫\t;;"),
}


@pytest.mark.parametrize("kind", NO_PLANS)
def test_other_tables_of_offices_are_refused(kind):
    head, row = NO_PLANS[kind]

    assert "任务分工" in refusal(head, *[row] * 5, title="某县2022年有关材料")


@pytest.mark.parametrize(
    "title",
    [
        *(
            "某县接访日程安排表",
            "某县国庆假期值班表",
            "某县常务会议议程",
            "某县2022年部门预算收支总表",
            "某县中标结果公告",
            "某县政务公开政策问答",
        ),
        "某县2022年民生实事完成情况表",
        "某县政务公开统计报表",
        "某县政务公开联络员名单",
        "某县政务公开考核评分标准",
    ],
)
def test_what_calls_itself_a_report_or_a_list_is_refused(title):
    assert "标题" in refusal(*table(*((text, "县财政局", "6月底前") for text in TASKS)), title=title)


def test_a_letter_with_one_unit_in_it_is_refused():
    lines = ("一、时间：3月5日上午。", "二、地点：县政府会议室。请于3月4日前报名（责任单位：县政府办）。")

    assert "不像任务分工" in refusal(*lines, title="关于召开政务公开工作会议的通知")


def test_the_portals_own_sheet_is_told_from_a_notice():
    row = ["1.1.1", "一、财政", "（一）预算", "", "县财政局", "", "已公开", "1", "公开年度部门预算。", *[""] * 8]

    assert set(TASK_COLUMNS) >= _OWN_SHEET
    assert "本站导出的任务表" in refusal("\t".join(TASK_COLUMNS), *("\t".join(row) for _ in range(3)))


# --- columns named by a person -------------------------------------------------------------------------


def sheet(path, *rows):
    book, saved = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(saved)
    path.write_bytes(saved.getvalue())
    return path


@pytest.fixture
def odd(tmp_path):
    """A sheet whose head says nothing, with the units before the tasks and a column that is of no use."""
    rows = [(number, "财政局", "甲", text, "6月底前") for number, text in enumerate(TASKS, 1)]
    return sheet(tmp_path / "2022年表.xlsx", ("甲", "乙", "丙", "丁", "戊"), *rows)


def test_a_person_says_what_the_columns_are(odd):
    reading = layout.read(command.readers.read(odd), command.columns_in("序号，责任，略，任务，时限"))
    told = [(row.printed_number, row.text.text, row.units.text, row.due.text) for row in reading.rows]

    assert told[-len(TASKS) :] == [(str(number), text, "财政局", "6月底前") for number, text in enumerate(TASKS, 1)]


@pytest.mark.parametrize(
    ("columns", "reason"), [("序号,任务,谁", "“谁”不认识"), ("序号,责任", "只有一栏是“任务”"), ("任务,责任", "没有 2 栏的表")]
)
def test_columns_that_cannot_be_are_refused(odd, columns, reason):
    with pytest.raises(RefusedError, match=reason):
        layout.read(command.readers.read(odd), command.columns_in(columns))


@pytest.mark.sweep
def test_the_verb_takes_the_columns(odd):
    run = verbs.run(ROOT, "import", str(odd), "--json", "--columns", "序号,责任,略,任务,时限")

    assert run.returncode == 0, run.stderr
    assert "公开年度部门预算" in run.stdout
