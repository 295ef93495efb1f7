"""我找到了 and 我没找到: a message where somebody can be written to, and nothing that a contact could smuggle into it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from gongkai.pages.addresses import Site
from gongkai.pages.shell import Frame, Shell
from gongkai.pages.views import Head
from helpers.sites import Site as BuiltSite


def shell(contact: str = "", contact_url: str = "") -> Shell:
    site = Site("政务公开任务", "https://www.portal.test", is_published=True)
    frame = Frame(site, date(2026, 11, 29), (), (), None, contact, contact_url, "search/", 50)
    return Shell(frame, Head("shili/2026/tasks/1.1.1.html", "task", "公开", "说明"))


def test_message_says_task_column_day_and_page() -> None:
    found, missing = shell().reports("a.b+c@example.org", "示例县 2026年 1.1.1 公开&预算?", "网站 › 预算")
    address = urlsplit(found.address)
    told = parse_qs(address.query, strict_parsing=True)
    assert (found.title, missing.title, address.scheme, address.path) == ("我找到了", "我没找到", "mailto", "a.b%2Bc@example.org")
    assert told == {
        "subject": ["我找到了：示例县 2026年 1.1.1 公开&预算?"],
        "body": [
            "任务：示例县 2026年 1.1.1 公开&预算?\r\n栏目：网站 › 预算\r\n本站判定日期：2026年11月29日\r\n"
            "本站网页：https://www.portal.test/shili/2026/tasks/1.1.1.html\r\n我找到的网址："
        ],
    }


@pytest.mark.parametrize(
    "contact",
    [
        "县政府办公室 023-12345678",
        "a@example.org, b@example.org",
        "a@example.org?bcc=b@example.org",
        "a@example.org&cc=b@example.org",
        "a%0Abcc:b@example.org",
        "a@example.org\nbcc: b@example.org",
        "javascript:alert(1)@example.org",
        "甲@example.org",
        "a@localhost",
        '"a"@example.org',
        "@example.org",
    ],
)
def test_whatever_is_not_a_plain_address_is_not_written_to(contact: str) -> None:
    assert shell().reports(contact, "任务", "") == ()


def test_site_is_written_to_where_the_place_names_nobody() -> None:
    for written in (shell(contact="a@example.org"), shell(contact_url="mailto:a@example.org")):
        assert [urlsplit(link.address).path for link in written.reports(None, "任务", "")] == ["a@example.org"] * 2
    assert shell(contact="张三", contact_url="https://example.org/").reports(None, "任务", "") == ()


def test_task_pages_have_the_buttons_or_say_whom_to_tell(site: BuiltSite) -> None:
    made_up, real = site.pages["shilixian/2026/tasks/1.1.1.html"], site.pages["tongliang/2021/tasks/1.1.1.html"]
    assert [link.get_text() for link in made_up.select(".gk-reports a")] == ["我找到了", "我没找到"]
    assert (real.select(".gk-reports a"), "可以告诉上面的单位" in real.main.get_text()) == ([], True)
