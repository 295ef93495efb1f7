"""What would come of an act is told before it is written, and it is written whole or not at all."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from gongkai.desk.choices import AtTask, columns_of, kinds_of, measures_of, questions, units_of
from gongkai.desk.proposals import Desk, Outcome, Proposal, RefusedError, outcome_of, state_of, write
from gongkai.desk.recording import Draft, recorded
from gongkai.files import leftovers, writer
from helpers.builders import LEDGER, MOVED, TASKS, UNITS, DataFolder

AS_OF = date(2025, 11, 20)
EVIDENCE = {
    "url": ("https://www.example.org/yusuan.html",),
    "title": ("县级预算",),
    "found_in": ("财政信息",),
    "opened.by": ("政务公开科",),
}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def desk_of(data: DataFolder) -> Desk:
    return Desk(data.root, AS_OF, AS_OF)


def at(desk: Desk, task: str) -> AtTask:
    return AtTask(*state_of(desk, "shili").tasks[2025, task], on=AS_OF)


def drafted(desk: Desk, task: str, kind: str, **typed: str) -> Draft:
    told = {key.replace("__", "."): (text,) for key, text in typed.items()}
    return recorded(desk, state_of(desk, "shili"), at(desk, task), kind, {**EVIDENCE, **told} if kind == "evidence" else told)


def outcome(desk: Desk, draft: Draft) -> Outcome:
    assert draft.proposal, draft.mistakes
    return outcome_of(desk, draft.proposal)


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- what there is to choose ---------------------------------------------------------------------


def test_units_are_offered_by_name_and_members_of_groups_with_them(data):
    choices = units_of(at(desk_of(data), "1.1.1"))

    assert [(choice.value, choice.words) for choice in choices] == [
        ("fagaiju", "县发展改革局"),
        ("caizhengju", "县财政局"),
        ("ge-bumen", "县政府各部门（没有列名的单位）"),
    ]


def test_whoever_took_a_unit_over_is_offered_beside_it(data):
    data.replace(UNITS, "    telephone: 000-0000\n", "    telephone: 000-0000\n    valid_to: 2025-08-31\n    successors: [caizhengju]\n")

    assert [choice.words for choice in units_of(at(desk_of(data), "1.1.1"))][:2] == ["县发展改革局（2025-11-20 已不存在）", "县财政局"]


def test_measures_and_columns_are_offered_by_their_words_those_of_the_task_first(data):
    here = at(desk_of(data), "1.1.2")

    assert [choice.words for choice in columns_of(here)][:3] == [
        "政府网站 > 政府信息公开 > 财政信息",
        "政府网站 > 政策解读",
        "政府网站",
    ]
    assert measures_of(here) == ()
    assert [choice.words for choice in measures_of(at(desk_of(data), "1.1.1"))] == [
        "第 1 项：公开示例县发展规划（公开路径：政府网站>政府信息公开>规划信息）",
        "第 2 项：及时更新规划信息",
    ]


def test_situations_are_offered_only_where_they_start_a_clock(data):
    assert [("events" in {choice.value for choice in kinds_of(at(desk_of(data), task))}) for task in ("2.1.1", "2.1.2")] == [False, True]


def test_what_must_be_there_is_asked_first_and_what_has_its_answer_is_folded(data):
    asked = questions(at(desk_of(data), "1.1.2"), "checks")

    assert [(question.title, question.is_required, question.is_folded) for question in asked] == [
        ("核查结果", True, False),
        ("核查栏目", True, False),
        ("说明", False, False),
        ("单位", True, True),
        ("登记日期", True, True),
        ("登记人", False, True),
    ]
    assert [choice.words for choice in asked[0].choices] == ["查到", "没有查到", "打不开"]


# --- what is wrong, field by field ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "mistakes"),
    [
        ({"published_on": "2025年6月3日"}, [("published_on", "“2025年6月3日”不是日期。请写成 2025-06-03。")]),
        ({"url": "www.example.org/a.html"}, [("url", "“www.example.org/a.html”不是以 http:// 或 https:// 开头的网址。")]),
        ({"title": ""}, [("title", "没有填写。请补上这个字段。")]),
        ({"url": ""}, [("url", "证据既没有网址（url），也没有线下公开情况（description）。")]),
        ({"title": "甲\u200b乙"}, [("title", "有看不见的控制字符（U+200B）。")]),
        ({"found_in": "信息"}, [("found_in", "“信息”不在可选的里面。可选：政府网站 > 政府信息公开 > 财政信息、")]),
        ({"units": "卫健局"}, [("units", "“卫健局”不在可选的里面。可选：县财政局。")]),
        ({"period": "2025-13"}, [("period", "“2025-13”不是一段时期。")]),
        (
            {"published_on": "2025-02-30", "title": "甲\n乙"},
            [("title", "内容分成了几行。"), ("published_on", "“2025-02-30”不是有效日期，没有这一天。")],
        ),
    ],
    ids=lambda value: "、".join(value) if isinstance(value, dict) else "",
)
def test_mistakes_are_told_by_field(data, typed, mistakes):
    told = drafted(desk_of(data), "1.1.2", "evidence", **typed).mistakes

    assert [(mistake.key, mistake.words[: len(words)]) for mistake, (_, words) in zip(told, mistakes, strict=True)] == mistakes


def test_an_entry_that_is_there_already_is_told_with_its_place(data):
    desk = desk_of(data)
    write(desk, outcome(desk, first := drafted(desk, "1.1.2", "evidence")))

    (mistake,) = drafted(desk, "1.1.2", "evidence", title="另一个标题", url="http://example.org/yusuan.html?from=weixin").mistakes

    assert mistake.words.startswith(
        f"已经登记过，在 {desk.shown(first.file or Path())}:3。请只留一条；确实又公开了一次的，请在“内容所属时期”里写明"
    )


@pytest.mark.parametrize("kind", ["evidence", "searches", "notes"])
def test_an_entry_that_is_there_already_is_told_in_the_words_of_the_form(data, kind):
    """Whoever fills in a form never sees the keys of the file."""
    typed = {"searches": {"by": "测试", "searched": "live", "extent": "首页", "result": "nothing"}, "notes": {"text": "正在办理"}}
    desk = desk_of(data)
    write(desk, outcome(desk, drafted(desk, "1.1.2", kind, **typed.get(kind, {}))))

    (mistake,) = drafted(desk, "1.1.2", kind, **typed.get(kind, {})).mistakes

    _, _, told = mistake.words.partition("。")
    assert (bool(told), re.findall("[a-z_]+", told)) == (True, [])


def test_page_that_leads_nowhere_is_a_fault_before_it_is_written(data):
    """As `check` has it."""
    desk, file = desk_of(data), Path(MOVED)
    text = "moved:\n  - {from: units/jiu.html, to: [units/mei-you.html], on: 2025-11-01, why: 测试}\n"
    outcome = outcome_of(desk, Proposal.of(data.root, "shili", {file: text}))

    (fault,) = outcome.faults
    assert (fault.file, fault.line, "units/mei-you.html" in fault.fault) == (Path("data", MOVED), 2, True)
    with pytest.raises(RefusedError):
        write(desk, outcome)
    assert not (data.root / file).exists()


# --- what comes of it ----------------------------------------------------------------------------


def test_badges_are_told_before_and_after_with_the_reason_and_nothing_is_written(data):
    desk, before = desk_of(data), tree(data.root.parent)
    told = outcome(desk, drafted(desk, "1.1.2", "evidence"))

    assert [(turn.task.id, turn.words) for turn in told.tasks] == [("1.1.2", "本站暂无记录 → 部分公开（1/2）")]
    assert [(cell.unit.name, cell.words) for cell in told.tasks[0].cells] == [("县财政局", "本站暂无记录 → 部分公开（1/2）")]
    assert told.tasks[0].reason.startswith("查到一部分：要求的 2 个栏目，查到 1 个。查到的网页有人打开核对过。")
    assert (told.problems, told.faults, tree(data.root.parent)) == ((), (), before)


def test_an_entry_that_changes_no_badge_is_told_as_such(data):
    desk = desk_of(data)
    (turn,) = outcome(desk, drafted(desk, "1.1.2", "notes", text="正在编制。", on="2024-11-01")).tasks

    assert (turn.words, turn.cells) == ("仍是本站暂无记录", ())


def test_warnings_that_were_not_there_before_are_told_and_do_not_hinder(data):
    desk = desk_of(data)
    told = outcome(desk, drafted(desk, "1.1.2", "evidence", published_on="2025-12-24"))
    write(desk, told)

    assert [problem.fault for problem in told.problems] == ["2025-12-24 是将来的日期，晚于今天（2025-11-20）。"]
    assert told.proposal.texts.keys() <= {path.relative_to(data.root) for path in data.root.rglob("*.yaml")}


def test_what_would_be_a_fault_is_not_written(data):
    desk, before = desk_of(data), tree(data.root)
    told = outcome(desk, drafted(desk, "1.1.2", "closures"))

    with pytest.raises(RefusedError, match=r"销号之前没有完整的证据(?s:.*)什么也没有写"):
        write(desk, told)
    assert tree(data.root) == before


def test_one_of_two_faults_may_be_mended_though_the_other_stays(data):
    data.replace(LEDGER, "published_on: 2025-06-20", "published_on: 2025-06-31")
    data.replace(LEDGER, "result: not_found", "result: 没有")
    desk, file = desk_of(data), Path(LEDGER)
    told = outcome_of(desk, Proposal.of(data.root, "shili", {file: data.read(LEDGER).replace("2025-06-31", "2025-06-30")}))
    write(desk, told)

    assert (told.is_judged, [problem.field for problem in told.mended]) == (False, ["发布日期（published_on）"])
    assert "2025-06-30" in data.read(LEDGER)


# --- all or nothing ------------------------------------------------------------------------------


def several(desk: Desk) -> Outcome:
    """A file replaced, one that is new, and one that goes."""
    (desk.root / "shili/2025/ledger/caizhengju.yaml").write_text("notes:\n  - {task: 1.1.2, on: 2025-07-01, text: 正在编制。}\n")
    proposal = Proposal.of(
        desk.root,
        "shili",
        {
            Path(LEDGER): (desk.root / LEDGER).read_text().replace("正在整理。", "整理好了。"),
            Path("shili/2025/ledger/chengguan.yaml"): "notes:\n  - {task: 2.1.2, on: 2025-07-01, text: 没有咨询。}\n",
            Path("shili/2025/ledger/caizhengju.yaml"): None,
        },
    )
    return outcome_of(desk, proposal)


@pytest.mark.parametrize("step", range(3))
@pytest.mark.parametrize("error", [OSError(28, "disk full"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_failing_at_any_step_leaves_all_as_it_was(data, monkeypatch, step, error):
    desk = desk_of(data)
    told, before = several(desk), tree(data.root)
    real, calls = writer._put, []

    def fails(*arguments):
        calls.append(arguments)
        if len(calls) > step:
            raise error
        real(*arguments)

    monkeypatch.setattr(writer, "_put", fails)
    with pytest.raises(RefusedError if isinstance(error, OSError) else KeyboardInterrupt):
        write(desk, told)

    assert tree(data.root) == before
    monkeypatch.undo()
    write(desk, told)
    assert tree(data.root) != before


def test_a_file_that_somebody_changed_meanwhile_is_not_replaced(data):
    desk = desk_of(data)
    told = several(desk)
    data.append(LEDGER, "# 刚刚加的。\n")
    before = tree(data.root)

    with pytest.raises(RefusedError, match=f"data/{LEDGER} 在您查看以后被改过，所以什么也没有写。"):
        write(desk, told)
    assert tree(data.root) == before


def test_a_new_file_takes_the_place_of_none(data):
    desk = desk_of(data)
    told = outcome(desk, draft := drafted(desk, "1.1.2", "evidence"))
    data.write((draft.file or Path()).as_posix(), "# 别人的。\n")
    before = tree(data.root)

    with pytest.raises(RefusedError, match="刚刚有了，所以什么也没有写。"):
        write(desk, told)
    assert tree(data.root) == before


def test_what_was_left_does_not_undo_what_somebody_changed_since(data):
    """Killed before the first of two files was put there, and the file edited before the next start."""
    root = data.root / "shili"
    left = root / ".gongkai-aaaaaaaa"
    for folder, text in (("new", "new"), ("old", data.read(UNITS))):
        (left / folder).mkdir(parents=True)
        (left / folder / "units.yaml").write_text(text)
    (left / "whole.json").write_text('{"units.yaml": true, "columns.yaml": null}')
    (left / "old/columns.yaml").write_text("other")
    data.append(UNITS, "# 刚刚加的。\n")
    before = {name: data.read(name) for name in (UNITS, "shili/columns.yaml")}

    leftovers.recover_all(data.root)

    assert ({name: data.read(name) for name in before}, left.exists()) == (before, False)


def test_the_private_copy_is_gone_and_the_place_was_not_touched(data):
    desk = desk_of(data)
    before = {path: path.stat().st_mtime_ns for path in data.root.rglob("*")}
    outcome(desk, drafted(desk, "1.1.2", "evidence"))

    assert {path: path.stat().st_mtime_ns for path in data.root.rglob("*")} == before
    assert [path.name for path in data.root.parent.iterdir()] == ["data"]


def test_two_proposals_for_the_same_files_are_not_joined(data):
    one = Proposal.of(data.root, "shili", {Path(TASKS): "a"})

    with pytest.raises(ValueError, match="the same files"):
        one.joined(one)
    assert one.joined(Proposal.of(data.root, "shili", {Path(UNITS): "b"})).texts.keys() == {Path(TASKS), Path(UNITS)}


@pytest.mark.parametrize("file", ["other/units.yaml", "shili/../other/units.yaml", "/etc/passwd", "units.yaml"])
def test_a_proposal_is_of_one_place(data, file):
    with pytest.raises(ValueError, match="not in shili"):
        Proposal("shili", {Path(file): "a"}, {Path(file): None})


@pytest.mark.parametrize("slug", ["..", "", ".git", "words", "shili/2025", "没有"])
def test_what_is_no_place_is_refused(data, slug):
    with pytest.raises(RefusedError, match="这个辖区。请核对地址代码。"):
        state_of(desk_of(data), slug)
