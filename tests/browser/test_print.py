"""On paper: clean A4, the head of the sheet on every page, addresses written out. The sheets are read back from PDF."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pdfplumber
import pytest
from helpers.browsers import DESKTOP, OpenPage, settled
from helpers.documents import Plan, all_plans
from helpers.sites import PublishedSite, each
from playwright.sync_api import Browser, Page

SHEETS = {
    "unit": "tongliang/units/sifaju.html",
    "section": "tongliang/2021/section-1.html",
    "task": "tongliang/2021/tasks/1.3.1.html",
    "plan": "tongliang/2021/index.html",
    "report": "tongliang/2021/report.html",
}
A4 = (595, 842)


def printed(page: Page) -> list[str]:
    """The text of every sheet; the paper is the one that the style asks for."""
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as document:
        assert {(round(float(sheet.width)), round(float(sheet.height))) for sheet in document.pages} == {A4}
        # The browser writes some characters as the radicals that look like them; full-width signs become narrow ones.
        return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in document.pages]


@pytest.fixture
def sheets(open_page: OpenPage, at_root: str) -> Callable[[str], list[str]]:
    page = open_page(viewport=DESKTOP)

    def of(address: str) -> list[str]:
        page.goto(at_root + address)
        return printed(page)

    return of


@pytest.mark.sweep
@pytest.mark.parametrize("kind", each(SHEETS, "task"))
def test_every_sheet_has_its_head_and_its_number(sheets: Callable[[str], list[str]], kind: str) -> None:
    every = sheets(SHEETS[kind])
    heads = [sheet.splitlines()[0] for sheet in every]
    assert len(every) > 1
    assert [head.startswith("政务公开任务") and head.endswith("判定日期:2026年11月29日") for head in heads] == [True] * len(every)
    assert [sheet.splitlines()[-1] for sheet in every] == [f"{number} / {len(every)}" for number in range(1, len(every) + 1)]


@pytest.mark.sweep
def test_sheet_of_a_published_unit_has_its_short_address(browser: Browser, published: PublishedSite) -> None:
    page = browser.new_page()
    page.goto(f"{published.address}{SHEETS['unit']}")
    heads = [sheet.splitlines()[0] for sheet in printed(page)]
    page.close()
    assert [f"{published.address.removeprefix('http://')}{SHEETS['unit']}" in head for head in heads] == [True] * len(heads)


@pytest.mark.sweep
def test_sheet_of_a_task_writes_out_the_address_of_its_evidence_once(sheets: Callable[[str], list[str]]) -> None:
    text = "".join("".join(sheets(SHEETS["task"])).split())
    address = "https://www.cqstl.gov.cn/bm/qczj_71105/zwgk_70831/jczwgk/czyjslyxxgk/zfys/202102/t20210222_8917416.html"
    assert text.count(address) == 1


@pytest.mark.sweep
def test_head_of_a_long_table_is_repeated(sheets: Callable[[str], list[str]]) -> None:
    """Of the table of a task's units, which goes on over a sheet's end."""
    heads = [sheet.count("单位 第 1 项 第 2 项") for sheet in sheets("tongliang/2021/tasks/5.3.1.html")]
    printed = [count for count in heads if count]
    assert (len(printed) > 1, set(printed)) == (True, {1})


@pytest.mark.sweep
def test_units_that_unfold_on_a_screen_are_named_on_paper(sheets: Callable[[str], list[str]]) -> None:
    assert "区文化旅游委" in "".join(sheets("tongliang/2021/tasks/1.4.2.html"))


PLANS = list(all_plans())


@pytest.mark.sweep
@pytest.mark.parametrize("plan", each(PLANS, PLANS[0]), ids=lambda plan: plan.name)
def test_picture_of_a_plan_stands_on_one_sheet(sheets: Callable[[str], list[str]], plan: Plan) -> None:
    """From what explains it to its last unit."""
    start, end = "一个记号是一项任务", "文件点名的单位"
    every = sheets(plan.address)
    (first,) = [number for number, sheet in enumerate(every) if start in sheet]
    (last,) = [number for number, sheet in enumerate(every) if end in sheet]
    before = every[last].partition(end)[0].splitlines()
    # Only the head of the sheet may stand between the picture and what follows on the next.
    assert last == first or (last == first + 1 and len(before) <= 1)


def test_sheet_has_nothing_that_only_a_screen_needs(sheets: Callable[[str], list[str]]) -> None:
    text = "".join(sheets(SHEETS["section"]))
    assert [words for words in ("跳到正文", "大字版", "搜索", "当前位置", "找单位", "下一项") if words in text] == []


def test_page_shown_in_the_dark_is_printed_black_on_white(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=DESKTOP, color_scheme="dark")
    page.goto(at_root + SHEETS["unit"])
    page.emulate_media(media="print")
    assert page.evaluate("() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]") == [
        "rgb(22, 25, 29)",
        "rgb(255, 255, 255)",
    ]


@pytest.mark.sweep
def test_narrowed_list_is_printed_as_it_is_shown(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=DESKTOP)
    page.goto(f"{at_root}{SHEETS['plan']}?badge=partial")
    text = "".join(printed(page))
    assert ("1.1.1" in text, "1.2.1" in text) == (True, False)


def test_no_kind_of_page_prints_navigation(open_page: OpenPage, at_root: str, kinds: dict[str, str]) -> None:
    page = open_page(viewport=DESKTOP)
    page.emulate_media(media="print")
    shown = {}
    for kind, address in kinds.items():
        if kind != "components":
            settled(page, at_root + address)
            seen = page.locator("nav:visible, form:visible, button:visible, .gk-header:visible, .gk-skip:visible").count()
            shown[kind] = (seen, page.locator("h1:visible").count())
    assert shown == dict.fromkeys(shown, (0, 1))
