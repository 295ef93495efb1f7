"""Lists of sites are read as a person reads them: every entry in full, once, with its day, and where the list goes on."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from gongkai.scout.lists.entries import Listed
from gongkai.scout.lists.reader import read
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.lists import FAMILIES, SETS, families, judged

_ON = date(2021, 7, 1)
# Links beside a list that are read with it.
_BESIDES = {"two-links-no-year": 1, "laiwu-script-json": 1}
_AT = "https://www.example.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(("among", "family"), [(among, family) for among in SETS for family in families(among)])
def test_every_entry_of_a_judged_list_is_read(among: str, family: str) -> None:
    lists = judged(family, among)
    form, entries = "", {}
    for address, body in lists.pages:
        page = read(body, "", address, lists.seen_on, form)
        form = page.form or form
        entries.update({entry.address: entry for entry in page.entries})
    right = {Listed(entry.title, entry.address, entry.published_on) for entry in lists.entries}
    assert right <= set(entries.values())
    assert len(entries) - len(right) == _BESIDES.get(family, 0)


@pytest.mark.parametrize("family", [family for family in FAMILIES if len(judged(family).pages) > 1])
def test_each_page_of_a_judged_list_leads_to_the_next(family: str) -> None:
    pages = judged(family).pages
    for (address, body), (following, _) in pairwise(pages):
        assert read(body, "", address, _ON).further[0] == following


def _page(inner: str) -> bytes:
    return f"<html><head><meta charset=utf-8></head><body><ul class=nav><li><a href=/a>政务公开栏目</a></ul>{inner}</body></html>".encode()


@pytest.mark.parametrize(
    ("inner", "day"),
    [
        ("<ul><li><a href=1.html>某某办法的通知</a><span>2021-03-05</span></ul>", date(2021, 3, 5)),
        ("<ul><li><a href=1.html>某某办法的通知</a> [2021/3/5]</ul>", date(2021, 3, 5)),
        ("<ul><li><a href=1.html>某某办法的通知</a>2021年3月5日</ul>", date(2021, 3, 5)),
        ("<ul><li><a href=1.html>某某办法的通知</a>(06-30)</ul>", date(2021, 6, 30)),
        ("<ul><li><a href=1.html>某某办法的通知</a>(07-02)</ul>", date(2020, 7, 2)),
        ("<ul><li><a href=1.html>某某办法的通知</a>3天前</ul>", date(2021, 6, 28)),
        ("<ul><li><b>05</b><i>2021-03</i><a href=1.html>某某办法的通知</a></ul>", date(2021, 3, 5)),
        ("<ul><li><a href=t20210305_1.html>某某办法的通知</a></ul>", date(2021, 3, 5)),
        ("<table><tr><td>1</td><td><a href=1.html>某某办法的通知</a></td><td>2021.03.05</td></tr></table>", date(2021, 3, 5)),
        ("<dl><dt><a href=1.html>某某办法的通知</a></dt><dd>2021-03-05</dd></dl>", date(2021, 3, 5)),
        (
            "<table><tr><th>名称<th>生成日期<th>发布日期<th>备注</tr><tr><td><a href=1.html>某某办法的通知</a><td>2021-02-01<td>2021-03-05<td>2021-06-01 修改</tr></table>",
            date(2021, 3, 5),
        ),
    ],
)
def test_a_day_is_read_in_whatever_form_it_stands(inner: str, day: date) -> None:
    (entry,) = read(_page(inner), "", _AT, _ON).entries
    assert (entry.title, entry.published_on) == ("某某办法的通知", day)


def test_a_title_that_is_cut_is_read_in_full() -> None:
    inner = "<ul><li><a href=1.html title='关于印发某某区殡葬管理办法的通知'>关于印发某某区殡葬…</a>2021-03-05</ul>"
    assert read(_page(inner), "", _AT, _ON).entries[0].title == "关于印发某某区殡葬管理办法的通知"


def test_a_charset_that_is_stated_wrongly_is_not_believed() -> None:
    body = "<meta charset=utf-8><ul><li><a href=1.html>某某办法的通知</a>2021-03-05</ul>".encode("gb18030")
    assert read(body, "text/html; charset=utf-8", _AT, _ON).entries[0].title == "某某办法的通知"


def test_who_published_it_is_read_beside_it_and_at_the_head_of_the_page() -> None:
    row = "<table><tr><td>500/2021-1<td><a href=1.html>某某办法的通知</a><td>某某镇人民政府<td>2021-03-05</tr></table>"
    assert "某某镇人民政府" in read(_page(row), "", _AT, _ON).entries[0].author
    page = "<title>某某局信息公开</title><ul><li><a href=1.html>某某办法的通知</a>2021-03-05</ul>"
    assert "某某局信息公开" in read(page.encode(), "", _AT, _ON).entries[0].author


def test_a_day_is_read_under_the_heading_of_its_month() -> None:
    part = "<h4>2021年{}月</h4><ul class=m><li><i>5日</i><a href={}.html>某某办法的通知</a></ul>"
    days = [entry.published_on for entry in read(_page(part.format(3, 1) + part.format(2, 2)), "", _AT, _ON).entries]
    assert days == [date(2021, 3, 5), date(2021, 2, 5)]


@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel><title>频道</title><item><title><![CDATA[某某办法的通知]]></title><link>/1.html</link><pubDate>Thu, 04 Mar 2021 20:00:00 GMT</pubDate></item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>某某办法的通知</title><link href="/1.html"/><updated>2021-03-05T08:00:00+08:00</updated></entry></feed>',
    ],
    ids=["RSS", "Atom"],
)
def test_a_feed_is_a_list(feed: str) -> None:
    page = read(f'<?xml version="1.0" encoding="utf-8"?>{feed}'.encode(), "", _AT, _ON)
    assert page.entries == (Listed("某某办法的通知", "https://www.example.gov.cn/1.html", date(2021, 3, 5)),)


def test_navigation_is_no_list() -> None:
    assert read(_page("<p>没有记录</p>"), "", _AT, _ON).entries == ()


@pytest.mark.parametrize(
    ("inner", "following"),
    [
        ("<a href=index_2.html>下一页</a>", "https://www.example.gov.cn/zwgk/index_2.html"),
        ("<a href='?page=2'>2</a>", "https://www.example.gov.cn/zwgk/index.html?page=2"),
        ("<a href='javascript:;' onclick=\"go('index_2.shtml')\">下一页</a>", "https://www.example.gov.cn/zwgk/index_2.shtml"),
        ("<script>createPageHTML(9, 0, 'index', 'html');</script>", "https://www.example.gov.cn/zwgk/index_1.html"),
    ],
)
def test_the_next_page_is_found(inner: str, following: str) -> None:
    assert read(_page(inner), "", _AT, _ON).further[0] == following


def test_the_last_page_leads_nowhere() -> None:
    assert read(_page("<a href=index_1.html>上一页</a>"), "", "https://www.example.gov.cn/zwgk/index_2.html", _ON).further == ()


@given(st.binary(max_size=2000) | st.text(alphabet="<>/ \"'=aulihref0123456789-年月日[]{}:,;\x00", max_size=800).map(str.encode))
def test_any_bytes_end_in_a_list(body: bytes) -> None:
    page = read(body, "", _AT, _ON)
    assert all(entry.address.startswith(("http://", "https://")) for entry in page.entries)
    assert all(address.startswith(("http://", "https://")) for address in page.further)
