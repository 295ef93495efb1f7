"""The desk's pages of titles that a program saw: several are answered at once, and a yes writes what the terminal and the desk's form write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gongkai.desk.scouting.taking import Copies
from gongkai.records import loading
from gongkai.scout.proposed import Decision, ProposedEntry
from gongkai.scout.snapshots import Page
from gongkai.verbs.reviewing import Review
from helpers.clerks import Clerk, copied
from helpers.desk_server import Counter, fields_in, soup
from helpers.seen_titles import ADDRESS, BY, COLUMN, FOLDER, ISSUED, LIBRARY, OTHER, PAGE, PLACE, YEAR, decisions, entry, keep
from helpers.unruly_server import unruly
from werkzeug.test import TestResponse

LIST = f"/desk/{PLACE}/{YEAR}/scouted"
SECOND, THIRD, FOURTH = (f"https://www.cqstl.gov.cn/zwgk/{number}.html" for number in (2, 3, 4))
WHY = "网站说没有这个网页（状态 404）。"
# The surest first; the third has been put off.
ENTRIES = (
    entry("铜梁区规范性文件库", ADDRESS, LIBRARY, ISSUED),
    entry("一则会议消息", SECOND, LIBRARY.model_copy(update={"sureness": 0.6})),
    entry("规范性文件目录", THIRD, ISSUED),
)


@dataclass
class Opened(Copies):
    """Opens what it was given and asks nobody."""

    pages: Mapping[str, Page] | None = None

    def of(self, addresses: Iterable[str], *_: object, **__: object) -> Mapping[str, Page | str]:
        return {address: (self.pages or {}).get(address, WHY) for address in addresses}


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    """One at which nothing is written."""
    return at(tmp_path_factory.mktemp("seen"), *ENTRIES)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return at(tmp_path, *ENTRIES)


def at(folder: Path, *entries: ProposedEntry) -> Counter:
    data = copied(folder, PLACE).root
    keep(data, COLUMN, *entries)
    counter = Counter.over(data)
    counter.office.copies = Opened(pages={ADDRESS: PAGE})
    return counter


def names(page: TestResponse) -> dict[str, str]:
    """By their titles, what the titles on a page are asked for by."""
    return {row.h2.get_text(): row["id"].removeprefix("scouted-") for row in soup(page).select("main .gk-review__row[id]")}


def saying(page: TestResponse, **ways: str) -> dict[str, object]:
    """Answers by title; who says yes has opened the page."""
    by_title, typed = names(page), dict[str, object]()
    for title, way in ways.items():
        typed[f"way.{by_title[title]}"] = way
        typed |= {f"opened.{by_title[title]}": "yes"} if way == "yes" else {}
    return {**fields_in(page), **typed, "by": BY, "-step": "show"}


def written(counter: Counter, address: str, form: Mapping[str, object]) -> TestResponse:
    shown = counter.send(address, form)
    assert shown.status_code == 200, soup(shown).select_one("[role=alert]")
    return counter.send(address, {**fields_in(shown), "-step": "write"})


def alert(answer: TestResponse) -> str:
    assert answer.status_code == 422
    return str(soup(answer).select_one("[role=alert]").get_text())


def test_several_answers_at_once_are_the_bytes_that_the_terminal_writes(counter: Counter, tmp_path: Path) -> None:
    """Of one place twice: a yes for two measures with its copy, a no, and a later."""
    (tmp_path / "terminal").mkdir()
    data = copied(tmp_path / "terminal", PLACE).root
    keep(data, COLUMN, *ENTRIES)
    ways = ["1", "2", "3"]
    answers = {"谁核对的": BY, "您打开这个网址看过了吗": "1", "是哪一项的": "1,2", "覆盖范围": "1", "写入吗？": "1"}
    clerk = Clerk(lambda title: ways.pop(0) if title == "这一条是不是" else answers[title])
    Review(replace(counter.office.desk, root=data), PLACE, YEAR, clerk.terminal, lambda _: PAGE).run()

    page = counter.get(LIST)
    form = saying(page, 铜梁区规范性文件库="yes", 一则会议消息="no", 规范性文件目录="later")
    answer = written(counter, LIST, {**form, f"cells.{names(page)['铜梁区规范性文件库']}": ["1", "2"]})

    assert (answer.status_code, answer.location.partition("?")[0]) == (303, LIST)
    assert counter.files == {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert [it.said for it in decisions(counter.data)] == ["yes", "no", "later"]
    (copy,) = (counter.data / FOLDER / "snapshots").iterdir()
    assert copy.read_bytes() == "铜梁区规范性文件库\n\n现行有效\n失效和废止\n".encode()


def test_page_says_where_it_was_seen_for_what_it_is_and_why_and_opens_elsewhere(looked_at: Counter) -> None:
    row = soup(looked_at.get(LIST)).select("main .gk-review__row[id]")[0]
    link, text = row.select_one(f"a[href='{ADDRESS}']"), row.get_text()

    assert (link["target"], link["rel"]) == ("_blank", ["external", "noopener", "noreferrer"])
    for words in ("2021年6月1日", "规范性文件", "第 2 项，区司法局", "把握大：标题和任务里都有“规范性文件”", "把握中等"):
        assert words in text
    entered = {it.dt.get_text(): it.dd.get_text() for it in row.select("details dl > div")}
    assert (entered["标题"], entered["网址"], entered["发布日期"]) == ("铜梁区规范性文件库", ADDRESS, "2021-06-01")
    assert entered["单位"] == "区司法局"


def test_nothing_is_written_before_it_was_shown_and_nothing_of_what_was_not_answered(counter: Counter) -> None:
    before = counter.files
    shown = counter.send(LIST, saying(counter.get(LIST), 一则会议消息="no"))
    assert counter.files == before
    assert "不是：《一则会议消息》。" in soup(shown).get_text()

    answer = counter.send(LIST, {**fields_in(shown), "-step": "write"})
    assert "记下了。" in soup(counter.get(answer.location)).select_one(".gk-notice").get_text()
    assert [it.said if it else None for it in decisions(counter.data)] == [None, "no", None]
    assert list(names(counter.get(LIST))) == ["铜梁区规范性文件库", "规范性文件目录"]


def test_no_is_not_asked_again_in_whatever_column_it_is_seen_and_can_be_taken_back(counter: Counter) -> None:
    written(counter, LIST, saying(counter.get(LIST), 一则会议消息="no"))
    keep(counter.data, OTHER, ENTRIES[1])
    page = counter.get(LIST)
    assert "一则会议消息" not in names(page)

    address = soup(page).find(id="refused").find_next("li").a["href"].rpartition("/")[2]
    form = fields_in(counter.get(f"{LIST}/{address}?task=3.1.3"))
    answer = written(counter, f"{LIST}/{address}?task=3.1.3", {**form, "opened.by": BY, "-step": "show"})
    assert answer.status_code == 303
    assert decisions(counter.data)[1].said == "yes"


def test_page_that_does_not_open_is_told_and_loses_no_choice(counter: Counter) -> None:
    shown = counter.send(LIST, saying(counter.get(LIST), 一则会议消息="yes", 规范性文件目录="no"))
    assert f"《一则会议消息》没有留存网页：{WHY}登记照写" in soup(shown).get_text()

    again = counter.send(LIST, {**fields_in(shown), "-step": "form"})
    assert [it for it in fields_in(again).items() if it[0].startswith("way.")] == [
        (f"way.{name}", [way]) for name, way in zip(names(again).values(), ("", "yes", "no"), strict=True)
    ]
    assert counter.send(LIST, {**fields_in(shown), "-step": "write"}).status_code == 303
    assert [it.said if it else None for it in decisions(counter.data)] == [None, "yes", "no"]
    assert not (counter.data / FOLDER / "snapshots").exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"opened.{}": []}, "答“是”以前：没有勾。请先打开网址看过"),
        ({"cells.{}": []}, "答“是”的，是哪一项的：没有选。请选是哪一项的"),
        ({"by": ""}, "谁核对的：没有填写"),
        ({"by": "工具"}, "还没有人核对的意思"),
        ({"on": "2026-02-30"}, "不是有效日期"),
        ({"way.{}": ""}, "一条也没有答。请至少答一条"),
        ({"way.{}": "maybe"}, "一条也没有答"),
    ],
    ids=["not opened", "for nothing", "by nobody", "by the program", "no day", "no answer", "another answer"],
)
def test_mistake_is_told_at_its_field_and_nothing_is_lost(looked_at: Counter, typed: dict[str, object], words: str) -> None:
    before, page = looked_at.files, looked_at.get(LIST)
    name = names(page)["铜梁区规范性文件库"]
    answer = looked_at.send(LIST, {**saying(page, 铜梁区规范性文件库="yes"), **{key.format(name): value for key, value in typed.items()}})

    assert words in alert(answer)
    assert looked_at.files == before
    assert fields_in(answer).get(f"covers.{name}") == ["full"]


def test_unit_that_does_not_owe_the_task_is_asked_for_on_a_page_of_its_own(tmp_path: Path) -> None:
    counter = at(tmp_path, entry("文件库", ADDRESS, LIBRARY.model_copy(update={"unit": "nobody"})))
    page = counter.get(LIST)
    assert "单位：没有选单位。请选一个，或选几个。请点这一条下面的“换一项任务，或改登记的内容”。" in alert(
        counter.send(LIST, saying(page, 文件库="yes"))
    )
    address = f"{LIST}/{names(page)['文件库']}?task=3.1.3"
    form = {**fields_in(counter.get(address)), "opened.by": BY, "-step": "show"}
    assert "单位" in alert(counter.send(address, form))
    written(counter, address, {**form, "units": "sifaju"})
    assert [it.said for it in decisions(counter.data)] == ["yes"]


def test_title_is_entered_for_another_task_with_other_fields(counter: Counter) -> None:
    """With the copy of its page, and the answer is yes."""
    name = names(counter.get(LIST))["铜梁区规范性文件库"]
    tasks = soup(counter.get(f"{LIST}/{name}")).select("main li a")
    assert tasks[0].get_text().split()[0] == "3.1.3"
    assert len(tasks) == len(loading.load(counter.data).jurisdictions[0].plans[0].tasks)
    address = f"{LIST}/{name}?task=1.1.1"
    form = {**fields_in(counter.get(address)), "measures": "1", "units": "fagaiwei", "title": "改过的标题", "-step": "show"}
    assert "没有填写" in alert(counter.send(address, form))
    assert written(counter, address, {**form, "opened.by": BY}).status_code == 303

    (new,) = (it for it in loading.load(counter.data).jurisdictions[0].plans[0].ledger.evidence if it.url == ADDRESS)
    assert (new.task, new.title, new.opened.by, new.snapshot.hash) == ("1.1.1", "改过的标题", BY, PAGE.sha256)
    assert decisions(counter.data)[0] == Decision(said="yes", by=BY, on=counter.office.desk.today)
    assert counter.get(f"{LIST}/{name}").status_code == 404


def test_two_windows_do_not_decide_over_each_other(counter: Counter) -> None:
    first, second = (counter.send(LIST, saying(counter.get(LIST), 一则会议消息=way)) for way in ("no", "later"))
    counter.send(LIST, {**fields_in(first), "-step": "write"})
    counter.send(LIST, {**fields_in(second), "-step": "write"})
    assert [it.said if it else None for it in decisions(counter.data)] == [None, "no", None]


def test_to_do_says_how_many_wait_and_leads_there(looked_at: Counter) -> None:
    line = next(it for it in soup(looked_at.get(f"/desk/{PLACE}/index.html")).select("li") if "程序找到 3 条" in it.get_text())
    assert "程序找到 3 条可能有关的标题，等人核对。" in line.get_text()
    assert line.a["href"].endswith(f"{PLACE}/{YEAR}/scouted")
    assert "程序找到的标题 3" in soup(looked_at.get("/desk/index.html")).get_text(" ", strip=True)


def test_file_that_cannot_be_read_is_told_and_keeps_nobody_from_the_rest(counter: Counter) -> None:
    (counter.data / FOLDER / "proposals" / f"{COLUMN}.yaml").write_text("entries: [", encoding="utf-8")
    answer, to_do = counter.get(LIST), counter.get(f"/desk/{PLACE}/index.html")
    told = f"data/{FOLDER}/proposals/{COLUMN}.yaml:1  这个线索文件读不懂"
    assert (answer.status_code, told in soup(answer).get_text()) == (409, True)
    assert (to_do.status_code, told in soup(to_do).get_text()) == (200, True)


def test_address_that_is_none_leads_nowhere_and_hostile_titles_stay_texts(tmp_path: Path) -> None:
    counter = at(tmp_path, entry("<img src=x onerror=alert(1)>", "javascript:alert(1)"))
    page = soup(counter.get(LIST))
    assert page.select("a[href^='javascript'], img[src=x]") == []
    assert page.select_one(".gk-review__row h2").get_text() == "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "address", [f"/desk/{PLACE}/2099/scouted", f"/desk/{PLACE}/²/scouted", f"{LIST}/none", "/desk/nowhere/2021/scouted"]
)
def test_what_is_not_there_is_told(looked_at: Counter, address: str) -> None:
    assert looked_at.get(address).status_code == 404


def test_folder_of_the_desk_leads_to_its_first_page(looked_at: Counter) -> None:
    answer = looked_at.get("/desk/")
    assert (answer.status_code, answer.location) == (303, "/desk/index.html")


# --- copies ---------------------------------------------------------------------------------------


def test_page_is_asked_for_once_and_what_did_not_open_only_when_somebody_shows_it_again(tmp_path: Path) -> None:
    """What is written is what was shown, and the site is asked politely."""
    text = "<html><head><title>文件库</title></head><body><p>现行有效的规范性文件。</p></body></html>".encode()
    with unruly({"/1.html": text, "/robots.txt": b""}) as server:
        here, gone = server.address("/1.html"), server.address("/2.html")
        counter = at(tmp_path, entry("文件库", here), entry("没有了", gone))
        settings = {
            **counter.office.settings,
            "GONGKAI_CONTACT": "open@example.org",
            "GONGKAI_SCOUT_INTRANET": server.host,
        }
        counter.office.settings, counter.office.copies = settings, Copies()
        shown = counter.send(LIST, saying(counter.get(LIST), 文件库="yes", 没有了="yes"))
        assert server.paths == ["/robots.txt", "/1.html", "/2.html"]
        assert counter.send(LIST, {**fields_in(shown), "-step": "write"}).status_code == 303
        assert server.paths == ["/robots.txt", "/1.html", "/2.html"]
        assert min(server.gaps) >= 1

    evidence = loading.load(counter.data).jurisdictions[0].plans[0].ledger.evidence
    kept = {it.url: it.snapshot for it in evidence if it.url in (here, gone)}
    assert kept[gone] is None
    assert (counter.data / FOLDER / "snapshots" / kept[here].file).read_text(encoding="utf-8") == "文件库\n\n现行有效的规范性文件。\n"


def test_copy_of_a_long_page_is_shown_in_part_and_written_whole(counter: Counter) -> None:
    text = "规范性文件。\n" * 6000
    counter.office.copies = Opened(pages={ADDRESS: Page.of_text("文件库", text, PAGE.on)})
    shown = counter.send(LIST, saying(counter.get(LIST), 铜梁区规范性文件库="yes"))
    # The title and what stands between and behind are 6 characters more than 7 a line.
    assert "……（后面还有 12006 个字，照样写入）" in soup(shown).get_text()
    counter.send(LIST, {**fields_in(shown), "-step": "write"})
    (copy,) = (counter.data / FOLDER / "snapshots").iterdir()
    assert copy.read_text(encoding="utf-8") == f"文件库\n\n{text}\n"


def test_without_a_contact_nobody_is_asked_and_the_entry_is_written(counter: Counter) -> None:
    counter.office.copies = Copies()
    shown = counter.send(LIST, saying(counter.get(LIST), 铜梁区规范性文件库="yes"))
    assert "没有留存网页：还没有写联系方式。" in soup(shown).get_text()
    assert counter.send(LIST, {**fields_in(shown), "-step": "write"}).status_code == 303
