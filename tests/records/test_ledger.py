"""What clerks enter in a ledger: every kind of entry is read, and a wrong one is refused with its file, line, field and remedy."""

from dataclasses import fields
from datetime import date

import pytest
from gongkai.judging.judgement import assess
from gongkai.records.fields import Opening
from gongkai.records.ledger_records import Change, Check, Closure, Event, Evidence, LedgerFile, Note, Reply, Snapshot, Waiver
from gongkai.records.plan_records import Recurrence
from gongkai.records.portal import Ledger
from gongkai.records.workdays import HolidayYear
from helpers.builders import HOLIDAYS, LEDGER, MORE_TASKS, NEXT_PLAN, NEXT_TASKS, PLAN, TASKS, UNITS, DataFolder

OFFICE = "shili/2025/ledger/zhengfuban.yaml"
TREASURY = "shili/2025/ledger/caizhengju.yaml"
TOWN = "shili/2025/ledger/chengguan.yaml"
CHECK_BOTH_DATES = "请核对两个日期。"

EVERY_KIND = """\
# 县政府办公室的台账，只用于测试。
evidence:
  - task: 2.1.1
    on: 2025-04-11
    by: 测试
    title: 第一次新闻发布会
    url: https://www.example.org/fabuhui/1.html
    description: 在县政府一楼举行。
    document_on: 2025-04-09
    published_on: 2025-04-10
    address_on: 2025-04-10
    document_number: 示府办〔2025〕2号
    index_number: SHILI-1
    found_in: zhengce-jiedu
    found_trail: 政府网站 > 政策解读
    covers: part
    strength: self_report
    seen_on: 2025-04-11
    opened: {by: 县政府办公室, on: 2025-04-12}
    snapshot: {hash: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, on: 2025-04-11}
    explains: [https://www.example.org/guihua/1.html]
    period: 2025-03..2025-04
    dead_on: 2025-09-01
    format: video
    validity: in_force
    period_on: 2025-04-01
    counts_as: [1]
    remark: 只有一段录像。
checks:
  - {task: 2.1.1, on: 2025-10-01, result: could_not_open, column: zhengce-jiedu, remark: 网站维护。}
  - {task: 1.1.2, units: [caizhengju], on: 2025-11-30, result: found}
notes:
  - {task: 2.1.1, on: 2025-05-01, text: 正在筹备第二次。}
events:
  - {task: 2.1.2, units: [chengguan], on: 2025-05-07, happened_on: 2025-05-06, text: 收到一件咨询。}
waivers:
  - {task: 2.1.1, on: 2025-06-01, reason: 暂停举行。, valid_until: 2025-06-30}
replies:
  - {task: 2.1.1, on: 2025-07-01, author: citizen, text: 录像打不开。, outcome: 已经修好。}
changes:
  - task: 2.1.1
    on: 2025-08-01
    document: 示府办〔2025〕9号
    url: https://www.example.org/tiaozheng.html
    due_on: 2025-12-31
    text: |-
      每年召开新闻发布会不少于3次。
    recurrence: {times: 3, per: year}
    new_units: [fagaiju]
  - {task: 1.2.1, on: 2025-08-01, document: 示府办〔2025〕9号, withdrawn: true}
  - {task: 1.2.1, on: 2025-08-02, document: 示府办〔2025〕10号, replaced_by: 1.1.2}
closures:
  - {task: 1.1.2, units: [caizhengju], on: 2025-12-01, remark: 核查无误。}
"""


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


@pytest.fixture
def every_kind(folder):
    """The example county with an entry of every kind in one file; its duty of press conferences has a part to count for."""
    folder.write(OFFICE, EVERY_KIND)
    folder.replace(MORE_TASKS, "{times: 4, per: year}", "{times: 4, per: year, including: [{times: 1, what: 负责同志出席}]}")
    return folder


def ledger_of(folder):
    return folder.load().plans[0].ledger


def of_unit(entries, unit):
    return tuple(one for one in entries if unit in one.units)


# --- what is read --------------------------------------------------------------------------------


def test_one_line_is_enough_for_simple_evidence(folder):
    url = "https://www.example.org/yusuan.html"
    folder.write(TREASURY, f"evidence:\n  - {{task: 1.1.2, title: 2025年预算, url: '{url}', on: 2025-05-01}}\n")

    assert of_unit(ledger_of(folder).evidence, "caizhengju") == (
        Evidence(task="1.1.2", units=("caizhengju",), on=date(2025, 5, 1), title="2025年预算", url=url),
    )


def test_simple_evidence_counts_at_once(folder):
    folder.write(TREASURY, "evidence:\n  - {task: 1.1.2, title: 2025年预算, url: https://www.example.org/yusuan.html, on: 2025-05-01}\n")

    task = assess(folder.load(), date(2025, 5, 1)).plans[0].tasks[1]

    assert [cell.verdict.words for cell in task.cells] == ["已公开，待核对"]


def test_evidence_with_all_its_fields_is_read(every_kind):
    assert of_unit(ledger_of(every_kind).evidence, "zhengfuban") == (
        Evidence(
            task="2.1.1",
            units=("zhengfuban",),
            on=date(2025, 4, 11),
            by="测试",
            title="第一次新闻发布会",
            url="https://www.example.org/fabuhui/1.html",
            description="在县政府一楼举行。",
            document_on=date(2025, 4, 9),
            published_on=date(2025, 4, 10),
            address_on=date(2025, 4, 10),
            document_number="示府办〔2025〕2号",
            index_number="SHILI-1",
            found_in="zhengce-jiedu",
            found_trail="政府网站 > 政策解读",
            covers="part",
            strength="self_report",
            seen_on=date(2025, 4, 11),
            opened=Opening(by="县政府办公室", on=date(2025, 4, 12)),
            snapshot=Snapshot(hash="0123456789abcdef" * 4, on=date(2025, 4, 11)),
            explains=("https://www.example.org/guihua/1.html",),
            period="2025-03..2025-04",
            dead_on=date(2025, 9, 1),
            format="video",
            validity="in_force",
            period_on=date(2025, 4, 1),
            counts_as=(1,),
            remark="只有一段录像。",
        ),
    )


def test_every_field_of_evidence_but_the_event_is_tried(every_kind):
    """One piece of evidence stands for no event and for a period at once; events have a test of their own."""
    evidence = of_unit(ledger_of(every_kind).evidence, "zhengfuban")[0]

    assert set(Evidence.model_fields) - evidence.model_fields_set == {"measures", "event_on"}


def test_evidence_names_the_event_it_answers(every_kind):
    every_kind.write(
        TOWN,
        "evidence:\n  - {task: 2.1.2, on: 2025-05-09, title: 答复, url: https://www.example.org/dafu.html, event_on: 2025-05-06}\n",
    )

    assert [one.event_on for one in of_unit(ledger_of(every_kind).evidence, "chengguan")] == [date(2025, 5, 6)]


OFFICE_SAYS = {"task": "2.1.1", "units": ("zhengfuban",)}


@pytest.mark.parametrize(
    ("kind", "unit", "expected"),
    [
        pytest.param(
            "checks",
            "zhengfuban",
            [Check(**OFFICE_SAYS, on=date(2025, 10, 1), result="could_not_open", column="zhengce-jiedu", remark="网站维护。")],
            id="checks",
        ),
        pytest.param("notes", "zhengfuban", [Note(**OFFICE_SAYS, on=date(2025, 5, 1), text="正在筹备第二次。")], id="notes"),
        pytest.param(
            "events",
            "chengguan",
            [Event(task="2.1.2", units=("chengguan",), on=date(2025, 5, 7), happened_on=date(2025, 5, 6), text="收到一件咨询。")],
            id="events",
        ),
        pytest.param(
            "waivers",
            "zhengfuban",
            [Waiver(**OFFICE_SAYS, on=date(2025, 6, 1), reason="暂停举行。", valid_until=date(2025, 6, 30))],
            id="waivers",
        ),
        pytest.param(
            "replies",
            "zhengfuban",
            [Reply(**OFFICE_SAYS, on=date(2025, 7, 1), author="citizen", text="录像打不开。", outcome="已经修好。")],
            id="replies",
        ),
        pytest.param(
            "changes",
            "zhengfuban",
            [
                Change(
                    task="1.2.1", units=("zhengfuban", "youguan-bumen"), on=date(2025, 8, 1), document="示府办〔2025〕9号", withdrawn=True
                ),
                Change(
                    task="1.2.1",
                    units=("zhengfuban", "youguan-bumen"),
                    on=date(2025, 8, 2),
                    document="示府办〔2025〕10号",
                    replaced_by="1.1.2",
                ),
                Change(
                    **OFFICE_SAYS,
                    on=date(2025, 8, 1),
                    document="示府办〔2025〕9号",
                    url="https://www.example.org/tiaozheng.html",
                    due_on=date(2025, 12, 31),
                    text="每年召开新闻发布会不少于3次。",
                    recurrence=Recurrence(times=3, per="year"),
                    new_units=("fagaiju",),
                ),
            ],
            id="changes",
        ),
        pytest.param(
            "closures",
            "caizhengju",
            [Closure(task="1.1.2", units=("caizhengju",), on=date(2025, 12, 1), remark="核查无误。")],
            id="closures",
        ),
    ],
)
def test_entry_of_every_kind_is_read(every_kind, kind, unit, expected):
    """Changes come in the order of their tasks, then of their dates."""
    assert list(of_unit(getattr(ledger_of(every_kind), kind), unit)) == expected


def test_file_and_ledger_have_the_same_kinds_of_entries():
    assert list(LedgerFile.model_fields) == [kind.name for kind in fields(Ledger)]


def test_entries_of_two_files_stand_in_the_order_of_tasks_and_dates(folder):
    """The older file says more; what is entered later, of an earlier day, still comes first."""
    folder.write(OFFICE, "notes:\n  - {task: 2.1.1, on: 2025-06-01, text: 其一。}\n  - {task: 1.2.1, on: 2025-09-01, text: 其二。}\n")
    folder.write(TREASURY, "notes:\n  - {task: 1.1.2, on: 2025-09-02, text: 其三。}\n  - {task: 1.1.2, on: 2025-05-01, text: 其四。}\n")

    assert [one.text for one in ledger_of(folder).notes] == ["正在整理。", "其四。", "其三。", "其二。", "其一。"]


def test_evidence_stands_in_the_order_in_which_it_was_published(folder):
    """Whoever registers an older page later has still found the older page."""
    newer = evidence(title="五月的发布会", published_on="2025-05-01", on="2025-05-02")
    older = evidence(title="四月的发布会", published_on="2025-04-01", on="2025-06-01")
    folder.write(OFFICE, newer + older.removeprefix("evidence:\n"))

    assert [entry.title for entry in of_unit(ledger_of(folder).evidence, "zhengfuban")] == ["四月的发布会", "五月的发布会"]


def test_page_may_be_registered_on_the_day_it_was_published(folder):
    folder.write(OFFICE, evidence(on="2025-05-01", published_on="2025-05-01"))

    assert folder.problems() == []


def test_member_of_a_group_may_speak_for_itself(folder):
    folder.write(TREASURY, "notes:\n  - {task: 1.1.1, measures: [1], on: 2025-06-01, text: 正在整理。}\n")

    assert folder.problems() == []


def test_successor_may_speak_of_the_unit_it_took_over(folder):
    folder.replace(UNITS, "name: 县财政局\n", "name: 县财政局\n    successors: [fagaiju]\n    valid_to: 2025-06-30\n")
    folder.append(LEDGER, "  - {task: 1.1.2, on: 2025-07-02, text: 已经接手。}\n")

    assert folder.problems() == []


def test_unit_that_a_change_put_in_charge_may_speak(folder):
    folder.write(OFFICE, "changes:\n  - {task: 2.1.1, on: 2025-05-01, document: 示府办〔2025〕9号, new_units: [fagaiju]}\n")
    folder.append(LEDGER, "  - {task: 2.1.1, on: 2025-07-02, text: 已经接手。}\n")

    assert folder.problems() == []


def test_change_concerns_all_units_that_owe_what_it_changes(folder):
    """The office need not say whose duty it was; new units do not hide the old."""
    folder.write(OFFICE, "changes:\n  - {task: 1.1.2, on: 2025-05-01, document: 示府办〔2025〕9号, new_units: [fagaiju]}\n")

    assert [one.units for one in ledger_of(folder).changes] == [("caizhengju",)]


def test_evidence_need_not_say_which_event_when_the_other_is_of_another_unit(folder):
    folder.replace(MORE_TASKS, "lead_units: [chengguan]", "lead_units: [chengguan, zhengfuban]")
    folder.write(TOWN, evidence(task="2.1.2") + "events:\n  - {task: 2.1.2, on: 2025-05-07, happened_on: 2025-05-07, text: 咨询。}\n")
    folder.write(OFFICE, "events:\n  - {task: 2.1.2, on: 2025-05-06, happened_on: 2025-05-06, text: 咨询。}\n")

    assert folder.problems() == []


# --- what is refused -----------------------------------------------------------------------------


def refused(name, text, message, at="  - ", file=OFFICE):
    """A ledger file with this text and nothing wrong but this; the message stands on the line of `at`."""
    return pytest.param(file, text, message, at, id=name.replace(" ", "_"))


def evidence(*, task="2.1.1", on="2025-05-01", **others):
    given = {"title": "测试", "url": "https://www.example.org/1.html", **others}
    lines = [f"  - task: {task}", f"on: {on}", *(f"{key}: {value}" for key, value in given.items() if value)]
    return "evidence:\n" + "\n    ".join(lines) + "\n"


def change(what, task="2.1.1"):
    return f"changes:\n  - task: {task}\n    on: 2025-05-01\n    document: 示府办〔2025〕9号\n" + (f"    {what}\n" if what else "")


WRONG_TASKS = [
    refused(
        "unknown task",
        evidence(task="2.1.9"),
        "任务编号（task）：没有编号“2.1.9”的任务。同一方面的任务有：2.1.1、2.1.2。",
    ),
    refused("unknown task far from all others", evidence(task="9.1.1"), "任务编号（task）：没有编号“9.1.1”的任务。请核对编号。"),
    refused("task that is no id", evidence(task="2.1"), "任务编号（task）：“2.1”不是任务编号。编号请写成 部分.方面.序号，如 1.2.3。"),
    refused(
        "change to an unknown task",
        change("replaced_by: 2.1.9"),
        "由哪项任务代替（replaced_by）：没有编号“2.1.9”的任务。同一方面的任务有：2.1.1、2.1.2。",
        at="replaced_by",
    ),
    refused(
        "change to the task itself",
        change("replaced_by: 2.1.1"),
        "由哪项任务代替（replaced_by）：任务 2.1.1 不能由它自己代替。请改为代替它的那项任务的编号。",
        at="replaced_by",
    ),
    refused(
        "change of some units only",
        change("withdrawn: true\n    units: [zhengfuban]"),
        "单位（units）：调整对承担这条举措的全部单位有效，不能只对其中几个。请删掉这个字段；换承担单位请写 new_units。",
        at="units",
    ),
    refused(
        "change to a task that is no id",
        change("replaced_by: 新任务"),
        "由哪项任务代替（replaced_by）：“新任务”不是任务编号。编号请写成 部分.方面.序号，如 1.2.3。",
        at="replaced_by",
    ),
    refused(
        "measures missing among several",
        evidence(task="1.1.1", units="[fagaiju]"),
        "举措序号（measures）：任务 1.1.1 有几条举措，没有写明是哪一条。请写 measures: [序号]，可用的序号：1、2。",
    ),
    refused(
        "number that is not there",
        evidence(task="1.1.1", units="[fagaiju]", measures="[1, 3]"),
        "举措序号（measures）：任务 1.1.1 没有第 3 条举措。可用的序号：1、2。",
        at="measures",
    ),
    refused(
        "number in a task with a single measure",
        evidence(measures="[1]"),
        "举措序号（measures）：任务 2.1.1 没有第 1 条举措。这个任务只有一条举措，请删掉 measures。",
        at="measures",
    ),
]

WRONG_UNITS = [
    refused(
        "unknown unit",
        evidence(units="[zhengfubang]"),
        "单位（units）：没有单位“zhengfubang”。是不是“zhengfuban”（县政府办公室）？",
        at="units",
    ),
    refused(
        "unit that does not owe",
        evidence(units="[chengguan]"),
        "单位（units）：“城关镇”不承担任务 2.1.1。承担的单位：县政府办公室。",
        at="units",
    ),
    refused(
        "unit of the file does not owe",
        "notes:\n  - {task: 1.1.2, on: 2025-05-01, text: 测试。}\n",
        "单位（units）：“县政府办公室”不承担任务 1.1.2。承担的单位：县财政局。",
    ),
    refused(
        "unit that did not take over",
        evidence(task="1.1.2", units="[fagaiju]"),
        "单位（units）：“县发展改革局”不承担任务 1.1.2。承担的单位：县财政局。",
        at="units",
    ),
    refused(
        "change to an unknown unit",
        change("new_units: [caizhenju]"),
        "新的承担单位（new_units）：没有单位“caizhenju”。是不是“caizhengju”（县财政局）？",
        at="new_units",
    ),
    refused(
        "unit named twice",
        evidence(units="[zhengfuban, zhengfuban]"),
        "单位（units）：“zhengfuban”写了 2 次。请删掉多出的，只留一个。",
        at="units",
    ),
]

WRONG_DATES = [
    refused(
        "waiver without an end",
        "waivers:\n  - {task: 2.1.1, on: 2025-05-01, reason: 暂停举行。}\n",
        "有效至（valid_until）：没有填写。请补上这个字段。",
    ),
    refused(
        "bad date of a check",
        "checks:\n  - {task: 2.1.1, on: 2025-02-29, result: found}\n",
        "登记日期（on）：“2025-02-29”不是有效日期，没有这一天。请核对后改正。请写成 2025-02-28。",
    ),
]

WRONG_CONTENT = [
    refused(
        "evidence without address and description",
        evidence(url=""),
        "网址（url）：证据既没有网址（url），也没有线下公开情况（description）。请至少填写网址或线下公开情况，让读者能查到。",
    ),
    refused(
        "change that changes nothing",
        change(""),
        "调整（changes）：没有写调整了什么。请写明 due_on、text、recurrence、new_units、withdrawn 或 replaced_by。",
    ),
    refused(
        "change that only denies a withdrawal",
        change("withdrawn: false"),
        "调整（changes）：没有写调整了什么。请写明 due_on、text、recurrence、new_units、withdrawn 或 replaced_by。",
    ),
    refused(
        "result of a check that there is not",
        "checks:\n  - {task: 2.1.1, on: 2025-05-01, result: 没有查到}\n",
        "核查结果（result）：“没有查到”不是可用的取值。可用的取值：found（查到）、not_found（没有查到）、could_not_open（打不开）。",
    ),
    refused(
        "counts as a part of a duty without parts",
        evidence(counts_as="[1]"),
        "计入其中第几项（counts_as）：任务 2.1.1 的“其中”没有这一项。请删掉这个字段。",
        at="counts_as",
    ),
    refused(
        "event that nobody entered",
        evidence(task="2.1.2", event_on="2025-05-06"),
        "对应的情形日期（event_on）：没有登记过 2025-05-06 的情形。请先登记情形（events）。",
        at="event_on",
        file=TOWN,
    ),
    refused(
        "event of another day",
        evidence(task="2.1.2", event_on="2025-05-06")
        + "events:\n  - {task: 2.1.2, on: 2025-05-07, happened_on: 2025-05-07, text: 咨询。}\n",
        "对应的情形日期（event_on）：没有登记过 2025-05-06 的情形。登记过的日期：2025-05-07。",
        at="event_on",
        file=TOWN,
    ),
    refused(
        "evidence that could be of two events",
        evidence(task="2.1.2")
        + "events:\n"
        + "".join(f"  - {{task: 2.1.2, on: 2025-05-0{day}, happened_on: 2025-05-0{day}, text: 咨询。}}\n" for day in (7, 6)),
        "对应的情形日期（event_on）：任务 2.1.2 登记过 2 次情形，没有写明这是哪一次的。"
        "请写 event_on，登记过的日期：2025-05-06、2025-05-07。",
        at="  - task: 2.1.2",
        file=TOWN,
    ),
    refused(
        "closure without proof",
        "closures:\n  - {task: 2.1.1, on: 2025-05-01}\n",
        "任务编号（task）：销号之前没有完整的证据，也没有查到的核查记录。"
        "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。",
    ),
    refused(
        "closure of a measure with the proof of another",
        evidence(task="1.1.1", measures="[1]", units="[fagaiju]")
        + "closures:\n  - {task: 1.1.1, measures: [2], units: [fagaiju], on: 2025-05-01}\n",
        "任务编号（task）：销号之前没有完整的证据，也没有查到的核查记录。"
        "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。",
        at="{task: 1.1.1, measures: [2], units",
    ),
    refused(
        "closure before its proof",
        evidence(on="2025-05-02") + "closures:\n  - {task: 2.1.1, on: 2025-05-01}\n",
        "任务编号（task）：销号之前没有完整的证据，也没有查到的核查记录。"
        "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。",
        at="{task: 2.1.1, on: 2025-05-01}",
    ),
    refused(
        "closure on part of the proof",
        evidence(covers="part") + "closures:\n  - {task: 2.1.1, on: 2025-05-01}\n",
        "任务编号（task）：销号之前没有完整的证据，也没有查到的核查记录。"
        "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。",
        at="{task: 2.1.1, on: 2025-05-01}",
    ),
    refused(
        "closure on a self report",
        evidence(strength="self_report") + "closures:\n  - {task: 2.1.1, on: 2025-05-01}\n",
        "任务编号（task）：销号之前没有完整的证据，也没有查到的核查记录。"
        "请先登记完整的证据（covers: full），或查到的核查记录（result: found）。",
        at="{task: 2.1.1, on: 2025-05-01}",
    ),
]


@pytest.mark.parametrize(("file", "text", "message", "at"), [*WRONG_TASKS, *WRONG_UNITS, *WRONG_DATES, *WRONG_CONTENT])
def test_wrong_entry_is_refused_with_its_line_and_remedy(folder, file, text, message, at):
    folder.write(file, text)

    assert folder.problems() == [f"data/{file}:{folder.line_of(file, at)}  {message}"]


def test_every_wrong_entry_of_a_file_is_reported_in_one_run(folder):
    folder.write(
        OFFICE,
        "checks:\n  - {task: 2.1.9, on: 2025-05-01, result: found}\n"
        "notes:\n  - {task: 1.1.2, on: 2025-05-01, text: 测试。}\n"
        "changes:\n  - {task: 2.1.1, on: 2025-05-01, document: 通知。}\n",
    )

    assert folder.problems() == [
        f"data/{OFFICE}:2  任务编号（task）：没有编号“2.1.9”的任务。同一方面的任务有：2.1.1、2.1.2。",
        f"data/{OFFICE}:4  单位（units）：“县政府办公室”不承担任务 1.1.2。承担的单位：县财政局。",
        f"data/{OFFICE}:6  调整（changes）：没有写调整了什么。请写明 due_on、text、recurrence、new_units、withdrawn 或 replaced_by。",
    ]


def test_counting_as_a_part_out_of_range_is_refused(folder):
    folder.replace(MORE_TASKS, "{times: 4, per: year}", "{times: 4, per: year, including: [{times: 2, what: 负责同志出席}]}")
    folder.write(OFFICE, evidence(counts_as="[1, 2]"))

    assert folder.problems() == [
        f"data/{OFFICE}:{folder.line_of(OFFICE, 'counts_as')}  计入其中第几项（counts_as）：任务 2.1.1 的“其中”没有这一项。可写 1 到 1。"
    ]


def test_entry_of_a_group_with_a_complete_roster_must_name_its_member(folder):
    folder.replace(UNITS, "members_complete: false", "members_complete: true")
    folder.append(LEDGER, "  - {task: 1.1.1, measures: [1], units: [ge-bumen], on: 2025-07-02, text: 都在整理。}\n")

    assert folder.problems() == [
        f"data/{LEDGER}:{folder.line_of(LEDGER, 'ge-bumen')}  单位（units）："
        "“县政府各部门”有完整的名册，不能笼统登记。请写明是其中哪个单位。"
    ]


def test_entry_of_a_group_without_a_complete_roster_may_speak_of_the_whole(folder):
    folder.append(LEDGER, "  - {task: 1.1.1, measures: [1], units: [ge-bumen], on: 2025-07-02, text: 都在整理。}\n")

    assert folder.problems() == []


def test_closure_after_a_check_that_found_it_is_good(folder):
    folder.write(OFFICE, "checks:\n  - {task: 2.1.1, on: 2025-05-01, result: found}\nclosures:\n  - {task: 2.1.1, on: 2025-05-01}\n")

    assert folder.problems() == []


# --- tasks that continue those of last year ------------------------------------------------------


def test_task_may_continue_one_of_last_year(folder):
    folder.add_next_year()
    folder.replace(NEXT_TASKS, "  - id: 1.1.2\n", "  - id: 1.1.2\n    continues: 1.1.1\n")

    assert folder.problems() == []


def test_task_that_continues_an_unknown_one_is_reported(folder):
    folder.add_next_year()
    folder.replace(NEXT_TASKS, "  - id: 1.1.2\n", "  - id: 1.1.2\n    continues: 1.1.9\n")

    assert folder.problems() == [
        f"data/{NEXT_TASKS}:{folder.line_of(NEXT_TASKS, 'continues')}  接续上年任务（continues）："
        "2025 年的要点没有编号“1.1.9”的任务。同一方面的任务有：1.1.1、1.1.2。请核对上年的编号。"
    ]


def test_task_that_continues_what_is_no_id_is_reported(folder):
    folder.add_next_year()
    folder.replace(NEXT_TASKS, "  - id: 1.1.2\n", "  - id: 1.1.2\n    continues: 去年的任务\n")

    assert folder.problems() == [
        f"data/{NEXT_TASKS}:{folder.line_of(NEXT_TASKS, 'continues')}  接续上年任务（continues）："
        "“去年的任务”不是任务编号。编号请写成 部分.方面.序号，如 1.2.3。"
    ]


def test_task_that_continues_without_an_older_plan_is_reported(folder):
    folder.add_next_year()
    folder.replace(TASKS, "  - id: 1.1.2\n", "  - id: 1.1.2\n    continues: 1.1.1\n")

    assert folder.problems() == [
        f"data/{TASKS}:{folder.line_of(TASKS, 'continues')}  接续上年任务（continues）："
        "没有更早年份的要点可以接续。请删掉这个字段，或先登记上年的要点。"
    ]


# --- rosters and successors ----------------------------------------------------------------------


def test_member_may_belong_to_a_group_for_a_time(folder):
    folder.replace(UNITS, "[fagaiju, caizhengju]", "[fagaiju, {unit: caizhengju, valid_from: 2025-01-01, valid_to: 2025-01-01}]")

    assert folder.problems() == []


def test_member_period_that_ends_before_it_begins_is_reported(folder):
    folder.replace(UNITS, "[fagaiju, caizhengju]", "[fagaiju, {unit: caizhengju, valid_from: 2025-02-01, valid_to: 2025-01-31}]")

    assert folder.problems() == [
        f"data/{UNITS}:{folder.line_of(UNITS, 'valid_from')}  终止日期（valid_to）：2025-01-31 早于起始日期 2025-02-01。{CHECK_BOTH_DATES}"
    ]


def test_unit_that_ends_before_it_begins_is_reported(folder):
    folder.replace(UNITS, "    name: 城关镇\n", "    name: 城关镇\n    valid_from: 2025-02-01\n    valid_to: 2025-01-31\n")

    assert folder.problems() == [
        f"data/{UNITS}:{folder.line_of(UNITS, 'valid_to: 2025-01-31')}  终止日期（valid_to）：2025-01-31 早于起始日期 2025-02-01。{CHECK_BOTH_DATES}"
    ]


def test_unknown_successor_is_reported(folder):
    folder.replace(UNITS, "    name: 城关镇\n", "    name: 城关镇\n    successors: [caizhenju]\n")

    assert folder.problems() == [
        f"data/{UNITS}:{folder.line_of(UNITS, 'caizhenju')}  继任单位（successors）：没有单位“caizhenju”。是不是“caizhengju”（县财政局）？"
    ]


# --- made-up plans -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        pytest.param(NEXT_PLAN, "2025 年的要点是编写的示例，这一份是真实的文件。", id="real_after_made_up"),
        pytest.param(PLAN, "2025 年的要点是真实的文件，这一份是编写的示例。", id="made_up_after_real"),
    ],
)
def test_place_with_real_and_made_up_plans_is_refused(folder, plan, fault):
    folder.add_next_year()
    folder.replace(plan, "demonstration: true", "demonstration: false")

    line = folder.line_of(NEXT_PLAN, "demonstration: ")
    remedy = "编写的示例都要写 demonstration: true，真实的文件都不写；真实的和编写的不能放在同一个辖区文件夹。"
    assert folder.problems() == [f"data/{NEXT_PLAN}:{line}  示例（demonstration）：{fault}{remedy}"]


# --- holidays ------------------------------------------------------------------------------------

NOTICES = """\
# 放假安排，只用于测试。
years:
  - year: 2025
    document: 国办发明电〔2024〕12号
    days_off: [2025-10-01]
    working_days: [2025-10-11]
  - year: 2026
    document: 国办发明电〔2025〕7号
    days_off: [2026-10-01]
"""


def test_holiday_notices_are_read(folder):
    folder.write(HOLIDAYS, NOTICES)

    assert folder.load().work_calendar.years == (
        HolidayYear(year=2025, document="国办发明电〔2024〕12号", days_off=(date(2025, 10, 1),), working_days=(date(2025, 10, 11),)),
        HolidayYear(year=2026, document="国办发明电〔2025〕7号", days_off=(date(2026, 10, 1),)),
    )


def test_folder_without_holiday_notices_is_good(folder):
    assert folder.load().work_calendar.years == ()


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        pytest.param(
            "2026-10-01", "2025-12-31", "年份（years）：有日期不在这一年。请移到对应的年份。", "- year: 2026", id="day_off_of_another_year"
        ),
        pytest.param(
            "2025-10-11",
            "2026-01-04",
            "年份（years）：有日期不在这一年。请移到对应的年份。",
            "- year: 2025",
            id="working_day_of_another_year",
        ),
        pytest.param(
            "  - year: 2026\n    document: 国办发明电〔2025〕7号\n    days_off: [2026-10-01]",
            "  - year: 2025\n    document: 国办发明电〔2025〕7号\n    days_off: [2025-10-02]",
            "年份（year）：“2025”年写了两次。请删掉其中一处。",
            "- year: 2025\n    document: 国办发明电〔2025〕7号",
            id="year_twice",
        ),
        pytest.param(
            "2026-10-01",
            "2026-02-29",
            "放假日（days_off）：“2026-02-29”不是有效日期，没有这一天。请核对后改正。请写成 2026-02-28。",
            "2026-02-29",
            id="bad_date",
        ),
        pytest.param(
            "2026-10-01",
            "10月1日",
            "放假日（days_off）：“10月1日”不是日期。还缺年份，请写成年-月-日，如 2021-06-30。",
            "10月1日",
            id="no_date",
        ),
    ],
)
def test_wrong_holiday_notice_is_reported_with_its_line(folder, old, new, message, at):
    folder.write(HOLIDAYS, NOTICES)
    folder.replace(HOLIDAYS, old, new)

    assert folder.problems() == [f"data/{HOLIDAYS}:{folder.line_of(HOLIDAYS, at)}  {message}"]
