"""What a look at columns leaves: proposals and searches, one search for a column and month; no badge and no other page is another for it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.files.writer import ChangedError
from gongkai.publishing import contents
from gongkai.records import loading
from gongkai.records.ledger_records import Search
from gongkai.scout import noting as noting_module
from gongkai.scout import proposed, searches
from gongkai.scout.fetching.answers import Refused
from gongkai.scout.grounds import Grounds
from gongkai.scout.lists.entries import Listed
from gongkai.scout.noting import Noted, Noting
from gongkai.scout.proposed import Decision
from gongkai.scout.walking import Walk
from helpers.builders import LEDGER, DataFolder
from helpers.projects import Project

COLUMN, OTHER, YEAR = "guihua-xinxi", "caizheng-xinxi", "shili/2025"
SEARCHES, PROPOSED = f"{YEAR}/ledger/searches.yaml", f"{YEAR}/proposals/{COLUMN}.yaml"
ADDRESS = "https://www.example.org/guihua/"
PLANNING = Listed("示例县发展规划（公示稿之外的正式文本）", f"{ADDRESS}7.html", date(2025, 5, 6))
STANDING = Listed("示例县规划信息更新（十月）", f"{ADDRESS}10.html", date(2025, 10, 6))
WEATHER = Listed("高温橙色预警信号", f"{ADDRESS}8.html", date(2025, 7, 6))
ON = date(2025, 8, 3)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    # The duty is open again.
    folder.write(LEDGER, "notes: []\n")
    return folder


def noting(folder: DataFolder, on: date = ON) -> Noting:
    portal = folder.load()
    (place,) = portal.jurisdictions
    return Noting(folder.root, Grounds(portal, place, place.plans[0]), on)


def walk(*entries: Listed, column: str = COLUMN, refused: Refused | None = None) -> Walk:
    return Walk(column, ADDRESS, entries, 1, "refused" if refused else "year_passed", refused)


def kept(folder: DataFolder) -> list[tuple[str | None, str, str]]:
    return [(it.column, f"{it.on}", it.result) for it in searches.kept(folder.root / YEAR)]


def test_what_was_seen_waits_and_the_ledger_says_that_it_was_looked(folder: DataFolder) -> None:
    assert noting(folder).note(walk(PLANNING, WEATHER)) == Noted(waiting=1, new=1, is_search=True)
    assert [it.title for it in proposed.column(folder.root / YEAR, COLUMN).entries] == [PLANNING.title]
    assert folder.load().jurisdictions[0].plans[0].ledger.searches == (
        Search(
            column=COLUMN,
            on=ON,
            by="程序",
            searched="live",
            url=ADDRESS,
            extent="列表前 1 页，2 条，最早的是 2025-05-06；再往后都是前几年的",
            result="proposed",
            remark="提出 1 条线索，等人核对。",
        ),
    )
    assert folder.read(SEARCHES).splitlines()[1].startswith("# 程序看过哪些栏目")
    assert f"  - column: {COLUMN}\n    on: 2025-08-03\n    by: 程序\n" in folder.read(SEARCHES)
    assert folder.problems() == []


def test_a_second_look_changes_no_byte_and_remembers_what_a_person_said(folder: DataFolder) -> None:
    noting(folder).note(walk(PLANNING, WEATHER))
    first = folder.read(SEARCHES), folder.read(PROPOSED)
    assert noting(folder).note(walk(PLANNING, WEATHER)) == Noted(waiting=1, new=0, is_search=True)
    assert (folder.read(SEARCHES), folder.read(PROPOSED)) == first

    column = proposed.column(folder.root / YEAR, COLUMN)
    folder.write(PROPOSED, column.decided(column.entries[0].key, Decision(said="no", by="政务公开科", on=ON)).text)
    assert noting(folder).note(walk(PLANNING, WEATHER)) == Noted(waiting=0, new=0, is_search=True)
    assert proposed.column(folder.root / YEAR, COLUMN).entries[0].decision == Decision(said="no", by="政务公开科", on=ON)
    assert kept(folder) == [(COLUMN, "2025-08-03", "nothing")]


def test_of_a_column_the_newest_look_of_a_month_is_kept(folder: DataFolder) -> None:
    for day in (3, 3, 20):
        noting(folder, date(2025, 8, day)).note(walk(WEATHER))
    noting(folder, date(2025, 9, 2)).note(walk(WEATHER))
    noting(folder, date(2025, 9, 2)).note(walk(WEATHER, column=OTHER))
    assert kept(folder) == [(COLUMN, "2025-08-20", "nothing"), (OTHER, "2025-09-02", "nothing"), (COLUMN, "2025-09-02", "nothing")]


def test_what_people_have_entered_there_stays(folder: DataFolder) -> None:
    folder.write(
        SEARCHES, f"searches:\n  - {{column: {COLUMN}, on: 2025-08-03, by: 政务公开科, searched: live, extent: '2021', result: nothing}}\n"
    )
    noting(folder).note(walk(WEATHER))
    assert [(it.by, it.extent) for it in searches.kept(folder.root / YEAR)] == [
        ("政务公开科", "2021"),
        ("程序", "列表前 1 页，1 条，最早的是 2025-07-06；再往后都是前几年的"),
    ]
    assert folder.problems() == []


def test_of_what_was_refused_or_had_no_list_nobody_says_what_it_has_not(folder: DataFolder) -> None:
    assert noting(folder).note(walk()) == Noted(0, 0, is_search=False)
    refused = walk(PLANNING, refused=Refused("server", ADDRESS, "状态 500"))
    assert noting(folder).note(refused) == Noted(waiting=1, new=1, is_search=False)
    assert not (folder.root / SEARCHES).exists()


@pytest.mark.parametrize("name", [SEARCHES, PROPOSED])
def test_a_file_that_nobody_understands_is_left_as_it_is(folder: DataFolder, name: str) -> None:
    noting_here = noting(folder)
    folder.write(name, "[")
    with pytest.raises((proposed.UnreadableProposalsError, searches.UnreadableSearchesError)):
        noting_here.note(walk(PLANNING))
    assert folder.read(name) == "["
    assert [(folder.root / it).exists() for it in (SEARCHES, PROPOSED)] == [it == name for it in (SEARCHES, PROPOSED)]


def test_a_decision_at_the_same_moment_is_not_lost(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    noting(folder).note(walk(PLANNING))
    column = proposed.column(folder.root / YEAR, COLUMN)
    said = column.decided(column.entries[0].key, Decision(said="no", by="政务公开科", on=ON))
    change, times = noting_module.writer.change, []

    def late(contents: dict[Path, bytes | None], held: dict[Path, bytes | None]) -> None:
        times.append(1)
        if len(times) == 1:
            folder.write(PROPOSED, said.text)
        change(contents, held)

    monkeypatch.setattr(noting_module.writer, "change", late)
    second = Listed("示例县发展规划中期评估", f"{ADDRESS}9.html", date(2025, 6, 6))
    noting(folder).note(walk(PLANNING, second))
    entries = proposed.column(folder.root / YEAR, COLUMN).entries
    assert entries[0].decision == said.entries[0].decision
    assert len(times) == 2


def test_whoever_is_changed_again_and_again_is_told(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(contents: dict[Path, bytes | None], _: object) -> None:
        raise ChangedError(next(iter(contents)))

    monkeypatch.setattr(noting_module.writer, "change", never)
    with pytest.raises(ChangedError):
        noting(folder).note(walk(PLANNING))


def test_a_title_with_half_a_character_is_kept_whole(folder: DataFolder) -> None:
    noting(folder).note(walk(Listed(f"{PLANNING.title}\ud83d", PLANNING.address, PLANNING.published_on)))
    assert [it.title for it in proposed.column(folder.root / YEAR, COLUMN).entries] == [f"{PLANNING.title}?"]


def test_no_site_rests_on_what_waits_or_was_kept(folder: DataFolder) -> None:
    noting(folder).note(walk(PLANNING))
    folder.write(f"{YEAR}/snapshots/1.yaml", "title: 留存")
    assert contents.data_sums(folder.root).keys() & {SEARCHES, PROPOSED, f"{YEAR}/snapshots/1.yaml"} == {SEARCHES}


# --- the file of searches ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            "notes:\n  - {task: 1.1.1, measures: [1], on: 2025-07-01, text: 正在整理。}\n",
            ":1  说明（notes）：searches.yaml 里只能有对栏目的查找（searches），不能有说明（notes）。请移到承担单位的文件里，如 fagaiju.yaml。",
        ),
        (
            "searches:\n  - {task: 1.1.1, measures: [1], on: 2025-07-01, by: 甲, searched: live, extent: 全站, result: nothing}\n",
            ":2  任务编号（task）：searches.yaml 里只能有对栏目的查找，这一条是对任务的。请移到承担单位的文件里，如 fagaiju.yaml。",
        ),
    ],
    ids=["another kind", "of a task"],
)
def test_the_file_of_searches_holds_nothing_else(folder: DataFolder, content: str, complaint: str) -> None:
    folder.write(SEARCHES, content)
    assert complaint in {problem.removeprefix(f"data/{SEARCHES}") for problem in folder.problems()}


def test_a_column_of_a_search_must_be_there(folder: DataFolder) -> None:
    folder.write(SEARCHES, "searches:\n  - {column: guihua, on: 2025-07-01, by: 程序, searched: live, extent: 全站, result: nothing}\n")
    assert any("没有栏目“guihua”" in problem for problem in folder.problems())


# --- the site ------------------------------------------------------------------------------------


@pytest.mark.sweep
def test_of_the_site_only_the_pages_of_the_columns_are_others(tmp_path: Path) -> None:
    project = Project(tmp_path)
    before = project.build()
    portal = loading.load(project.data.root)
    grounds = Grounds(portal, portal.jurisdictions[0], portal.jurisdictions[0].plans[0])
    for column, entries in ((COLUMN, (WEATHER, STANDING)), (OTHER, (WEATHER,))):
        Noting(project.data.root, grounds, date(2025, 11, 3)).note(walk(*entries, column=column))
    shutil.copytree(project.data.root / YEAR / "proposals", project.data.root / YEAR / "snapshots")
    after = project.build()

    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {"build.json", f"shili/paths/{COLUMN}.html", f"shili/paths/{OTHER}.html"}
    told, was = (json.loads(site["build.json"]) for site in (after, before))
    assert {key for key in told if told[key] != was[key]} == {"data"}
    words = {
        column: "".join(BeautifulSoup(after[f"shili/paths/{column}.html"], "html.parser").main.stripped_strings)
        for column in (COLUMN, OTHER)
    }
    assert "程序于2025年11月3日看过这个栏目，看到了可能有关的标题，由人核对后再登记。" in words[COLUMN]
    assert "程序于2025年11月3日看过这个栏目，没有看到相关标题，不作为没有公开的证明。" in words[OTHER]
    assert [name for name, content in after.items() if STANDING.title.encode() in content] == []
