"""What stays true of known addresses: copies of pages, what has changed since, what is dead; never that a thing was not published."""

import hashlib
from datetime import date

import pytest
from gongkai.records.ledger_records import Evidence
from gongkai.scout import rechecked as rechecked_pages
from gongkai.scout import rechecking, snapshots
from gongkai.scout.fetching.answers import Fetched, Refused, Validators
from gongkai.scout.rechecked import KnownPages, Looked
from helpers.builders import LEDGER, DataFolder

TODAY, BEFORE = date(2026, 11, 30), date(2026, 11, 1)
ADDRESS = "https://www.example.gov.cn/a.html"
PAGE = """<html><head><meta charset="utf-8"><title>规划纲要_某县人民政府</title><script>var a = "不是文字";</script></head><body>
<header>某县人民政府</header><div class="menu"><a href="/">首页</a> <a href="/b">政务公开</a></div>
<div id="content"><h1>规划纲要</h1><p>发布日期：2021-03-08　　浏览次数：{count}次</p>
<p>第一段，说的是今后五年全县经济社会发展的主要目标和任务，{figure}。</p><p>第二段，说的是怎样做，由谁做，什么时候做完，请大家一起监督。</p>
<p>附件：<a href="a.pdf">规划纲要.pdf</a></p></div>
<div class="side">今天是2026年{day}</div><div class="news"><a href="/c">{news}</a></div><footer>版权所有</footer></body></html>"""
USUAL = {"count": "12", "figure": "增长百分之六", "day": "11月1日", "news": "一条新闻"}
TEXT = (
    "规划纲要\n发布日期:2021-03-08\n第一段,说的是今后五年全县经济社会发展的主要目标和任务,增长百分之六。\n"
    "第二段,说的是怎样做,由谁做,什么时候做完,请大家一起监督。\n附件:规划纲要.pdf"
)


def html(**changed):
    return PAGE.format(**{**USUAL, **changed})


def fetched(body, kind="text/html; charset=utf-8"):
    return Fetched(ADDRESS, body, kind, False, Validators(ADDRESS))


def opened(text, on=BEFORE):
    return snapshots.taken(fetched(text.encode()), on)


def evidence(page=None, **fields):
    given = {"task": "1.1.1", "measures": (1,), "units": ("fagaiwei",), "on": BEFORE, "title": "规划纲要", "url": ADDRESS, **fields}
    return Evidence(**given, snapshot=page.record if page else None)


def rechecked(folder, answer, *entries):
    return next(rechecker(folder, lambda _: answer).recheck(rechecking.known(entries)))


def rechecker(folder, visit, today=TODAY):
    return rechecking.Rechecker(visit, folder, folder / "memory/addresses.json", today)


@pytest.fixture
def year(tmp_path):
    """The folder of a year with a copy of the page."""
    page = opened(html())
    (tmp_path / "snapshots").mkdir()
    snapshots.file_of(tmp_path, page.record).write_bytes(page.content)
    return tmp_path


def test_a_page_is_kept_as_its_own_text():
    page = opened(html())

    assert page.title == "规划纲要_某县人民政府"
    assert page.text.translate(str.maketrans("：，", ":,")) == TEXT


def test_the_hash_in_the_ledger_is_that_of_the_file():
    page = opened(html())

    assert page.record.hash == hashlib.sha256(page.content).hexdigest()
    assert page.record.file == f"{page.record.hash[:16]}.txt"
    assert page.record.on == BEFORE


def test_the_ledger_takes_the_copy_for_its_own(tmp_path):
    """Without the file it complains of it, so it is looked for where it is kept."""
    page = opened(html())
    data = DataFolder(tmp_path)
    data.replace(LEDGER, "    strength: primary\n", f"    snapshot: {{hash: {page.sha256}, on: 2025-07-10, file: {page.record.file}}}\n")
    before = data.problems()
    file = snapshots.file_of(data.root / "shili/2025", page.record)
    file.parent.mkdir()
    file.write_bytes(page.content)

    assert [f"没有“{page.record.file}”这个文件。" in problem for problem in before] == [True]
    assert data.problems() == []


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_in_another_charset_says_the_same(charset):
    body = html().replace("utf-8", charset).encode(charset)

    assert snapshots.taken(fetched(body, "text/html"), BEFORE).sha256 == opened(html()).sha256


def test_a_document_is_known_again_by_its_bytes_and_not_kept():
    page = snapshots.taken(fetched(b"%PDF-1.7\0", "application/pdf"), BEFORE)

    assert (page.text, page.record.file) == ("", None)
    assert page.record.hash == hashlib.sha256(b"%PDF-1.7\0").hexdigest()


@pytest.mark.parametrize("body", [b"", b"<", b"\0\0", b"<html>", b"<!--", "﻿".encode(), b"<div>" * 5000 + b"x"], ids=range(7))
def test_a_page_without_text_is_still_a_page(body):
    assert snapshots.taken(fetched(body), BEFORE).sha256


@pytest.mark.parametrize("changed", [{}, {"count": "13"}, {"day": "11月30日"}, {"news": "另一条新闻"}], ids=str)
def test_what_stands_around_a_page_changes_nothing(year, changed):
    result = rechecked(year, fetched(html(**changed).encode()), evidence(opened(html())))

    assert (result.state, result.is_for_the_office) == ("same", False)


def test_a_changed_figure_is_told_line_by_line(year):
    result = rechecked(year, fetched(html(figure="增长百分之五").encode()), evidence(opened(html())))

    assert result.state == "changed"
    assert result.outcome.gone == ("第一段，说的是今后五年全县经济社会发展的主要目标和任务，增长百分之六。",)
    assert result.outcome.new == ("第一段，说的是今后五年全县经济社会发展的主要目标和任务，增长百分之五。",)
    assert list(rechecking.report([result])) == [
        "与留存的不一样 1 个：留存于 2026-11-01。",
        "  规划纲要（任务 1.1.1）",
        f"    {ADDRESS}",
        f"    原来有：{result.outcome.gone[0]}",
        f"    现在有：{result.outcome.new[0]}",
    ]


def test_a_changed_document_is_told(tmp_path):
    before = snapshots.taken(fetched(b"%PDF-1", "application/pdf"), BEFORE)

    states = [rechecked(tmp_path / body.hex(), fetched(body, "application/pdf"), evidence(before)).state for body in (b"%PDF-2", b"%PDF-1")]

    assert states == ["changed", "same"]


def test_a_missing_page_is_a_dead_link_and_nothing_else(year):
    result = rechecked(year, Refused("not_found", ADDRESS, "状态 404"), evidence(opened(html())))

    assert result.state == "dead"
    assert next(rechecking.report([result])) == "链接失效 1 个：网站说没有这个网页（状态 404）。"


@pytest.mark.parametrize("kind", ["forbidden", "server", "too_slow", "no_connection", "too_many", "insecure", "too_large"])
def test_what_does_not_open_is_never_not_found(year, kind):
    assert rechecked(year, Refused(kind, ADDRESS), evidence(opened(html()))).state == "could_not_open"


def test_what_is_alike_stands_together_in_the_list_of_the_office(tmp_path):
    kinds = ("server", "not_found", "server", "robots")
    entries = [evidence(task=f"1.1.{number}", url=f"https://www.example.gov.cn/{number}") for number in range(1, 5)]
    answers = {entry.url: Refused(kind, entry.url) for entry, kind in zip(entries, kinds, strict=True)}
    lines = list(rechecking.report(rechecker(tmp_path, answers.get).recheck(rechecking.known(entries))))

    assert [line.partition("：")[0] for line in lines if not line.startswith(" ")] == ["链接失效 1 个", "打不开 2 个", "没有去看 1 个"]
    assert [line.strip() for line in lines if line.startswith("    ")] == [
        f"https://www.example.gov.cn/{number}" for number in (2, 1, 3, 4)
    ]


@pytest.mark.parametrize("kind", ["robots", "foreign_host", "private_address", "wrong_address", "host_given_up"])
def test_what_was_not_asked_is_not_called_closed(year, kind):
    result = rechecked(year, Refused(kind, ADDRESS), evidence(opened(html())))

    assert (result.state, result.is_for_the_office) == ("not_asked", True)


def test_a_page_without_a_copy_was_only_opened(tmp_path):
    result = rechecked(tmp_path, fetched(html().encode()), evidence())

    assert (result.state, result.is_for_the_office) == ("opened", False)
    assert result.outcome.sha256 == opened(html()).sha256


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_text("另外的话")], ids=["gone", "edited"])
def test_a_copy_that_is_gone_or_edited_proves_nothing(year, spoil):
    page = opened(html())
    spoil(snapshots.file_of(year, page.record))
    result = rechecked(year, fetched(html(figure="别的").encode()), evidence(page))

    assert result.state == "opened"
    assert result.outcome.why == f"留存的文件 {page.record.file} 不在了，或被改过，不能比较。"


def test_an_address_is_opened_once_however_many_rest_on_it(tmp_path):
    entries = (evidence(), evidence(task="1.1.2", url="http://example.gov.cn/a.html"), evidence(url=None, description="公示栏"))
    visited = []
    list(rechecker(tmp_path, lambda address: visited.append(address) or fetched(b"x")).recheck(rechecking.known(entries)))

    assert visited == [ADDRESS]


def test_a_run_that_is_out_of_time_says_nothing_of_the_rest(tmp_path):
    assert list(rechecker(tmp_path, lambda _: Refused("time_is_up", ADDRESS)).recheck(rechecking.known([evidence()]))) == []


def test_a_stopped_run_goes_on_with_what_is_not_told_yet_and_tries_again_what_did_not_open(tmp_path):
    entries = [evidence(task=f"1.1.{number}", url=f"https://www.example.gov.cn/{number}") for number in (1, 2, 3)]
    answers = {entries[1].url: Refused("server", ADDRESS)}
    visited = []

    def visit(address):
        visited.append(address.rpartition("/")[2])
        return answers.get(address, fetched(b"<p>x</p>"))

    running = rechecker(tmp_path, visit).recheck(rechecking.known(entries))
    before = [next(running), next(running)]
    again = list(rechecker(tmp_path, visit).recheck(rechecking.known(entries)))

    assert [result.state for result in before] == ["opened", "could_not_open"]
    assert [result.state for result in again] == ["opened", "could_not_open", "opened"]
    assert visited == ["1", "2", "2", "3"]


def test_the_next_day_all_are_opened_again(tmp_path):
    visited = []
    for day in (BEFORE, TODAY):
        list(rechecker(tmp_path, lambda address: visited.append(address) or fetched(b"x"), day).recheck(rechecking.known([evidence()])))

    assert visited == [ADDRESS, ADDRESS]


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"a": 1}', b"\xff"])
def test_a_spoilt_memory_is_as_good_as_none(tmp_path, content):
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory/addresses.json").write_bytes(content)

    assert rechecked(tmp_path, fetched(b"x"), evidence()).state == "opened"


# --- what is kept ---------------------------------------------------------------------------------


def page(state="changed", on=BEFORE, sha256="a"):
    return rechecking.Rechecked(rechecking.known([evidence()])[0], rechecking.Outcome(state, on, sha256=sha256))


LOOKED = Looked(by="政务公开科", on=BEFORE)
KEPT = KnownPages().joined([page()])


def test_what_was_seen_stands_in_a_file_that_says_since_when(tmp_path):
    kept = KEPT.joined([page(on=TODAY)])
    rechecked_pages.keep(tmp_path, kept)

    assert rechecked_pages.kept(tmp_path) == kept
    assert [(it.url, it.state, it.since, it.on) for it in kept.pages] == [(ADDRESS, "changed", BEFORE, TODAY)]


@pytest.mark.parametrize(
    ("now", "waits"),
    [
        (page(on=TODAY), False),
        (page(on=TODAY, sha256="b"), True),
        (page("dead", on=TODAY, sha256=""), True),
        (page("not_asked", on=TODAY, sha256=""), False),
        (page("same", on=TODAY, sha256="c"), False),
    ],
    ids=["as it was", "changed again", "dead now", "not asked", "as it was kept"],
)
def test_what_a_person_has_said_holds_while_the_page_stays_as_it_was(now, waits):
    (key,) = {it.key for it in KEPT.pages}

    assert [it.waits for it in KEPT.looked_at([key], LOOKED).joined([now]).pages] == [waits]


def test_what_the_ledger_has_no_more_is_forgotten():
    assert KEPT.of(["https://www.example.gov.cn/b.html"]) == KnownPages()


@pytest.mark.parametrize("content", ["pages: [", "pages: 1", "- a", "\udcff"])
def test_a_file_that_is_none_any_more_is_told(tmp_path, content):
    file = rechecked_pages.file(tmp_path)
    file.parent.mkdir()
    file.write_bytes(content.encode(errors="surrogateescape"))

    with pytest.raises(rechecked_pages.UnreadableRechecksError, match=r"rechecked\.yaml:1  这个文件读不懂"):
        rechecked_pages.kept(tmp_path)
