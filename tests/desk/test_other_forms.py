"""Sheets in the browser: the same functions as behind the verb, shown before they are written; and the way to reforms."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from gongkai.desk.acts import ACTS
from gongkai.desk.sheets import KEY, ROWS
from helpers.desk_server import OURS, Counter, fields_in, soup
from werkzeug.test import TestResponse

REFORM, SHEET = "/desk/tongliang/reform", "/desk/tongliang/sheet"


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter.of(tmp_path, "tongliang", "shilixian")


def changed(counter: Counter, before: dict[str, bytes]) -> set[str]:
    return {name for name, text in counter.files.items() if text != before.get(name)}


def test_place_leads_to_every_act_and_each_to_its_form(counter: Counter) -> None:
    links = [link["href"].rpartition("/")[2] for link in soup(counter.get(REFORM)).select("main li a")]

    assert "desk/tongliang/reform" in counter.get("/desk/tongliang/index.html").text
    assert links == [f"reform?act={choice.value}" for choice in ACTS]
    assert [counter.get(f"/desk/tongliang/{link}").status_code for link in links] == [200] * len(ACTS)


# --- sheets ---------------------------------------------------------------------------------------


def taken(counter: Counter, place: str = "shilixian", year: str = "2026", unit: str = "fagaiju") -> bytes:
    answer = counter.get(f"/desk/{place}/sheet.xlsx?year={year}&unit={unit}")
    assert answer.status_code == 200, answer.text
    return answer.data


def filled(content: bytes, **texts: str) -> bytes:
    """With these texts in its first row."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    head = next(row for row in book[ROWS].iter_rows() if any(cell.value == KEY for cell in row))
    for cell in head:
        if cell.value in texts:
            book[ROWS].cell(cell.row + 1, cell.column).value = texts[cell.value]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def sent(counter: Counter, content: bytes, place: str = "shilixian") -> TestResponse:
    form = counter.form(sheet=(io.BytesIO(content), "填报表.xlsx"))
    return counter.client.post(f"/desk/{place}/sheet", base_url=OURS, data=form, headers={"Origin": OURS})


@pytest.mark.sweep
def test_sheet_that_was_filled_in_is_written_once_it_has_been_shown(counter: Counter) -> None:
    content = filled(taken(counter), 做了什么="网页公开", 标题="县级规划", 网址="https://www.example.org/guihua.html")
    before = counter.files
    shown = sent(counter, content)
    assert (shown.status_code, counter.files) == (200, before)

    answer = counter.send("/desk/shilixian/sheet", {**fields_in(shown), "-step": "write"})

    (name,) = changed(counter, before)
    assert (answer.status_code, "url: https://www.example.org/guihua.html" in counter.files[name].decode()) == (303, True)


def test_mistakes_of_a_sheet_are_told_row_by_row_and_nothing_is_written(counter: Counter) -> None:
    before = counter.files
    answer = sent(counter, filled(taken(counter), 做了什么="网页公开", 标题="县级规划", 网址="不是网址"))

    assert (answer.status_code, counter.files) == (422, before)
    assert "网址" in soup(answer).select_one("[role=alert] a").get_text()


@pytest.mark.sweep
@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04" + b"\0" * 100], ids=["nothing", "text", "spoilt"])
def test_what_is_no_sheet_is_refused(counter: Counter, content: bytes) -> None:
    assert sent(counter, content).status_code == 422


@pytest.mark.sweep
def test_sheet_of_another_place_and_one_without_anything_new_write_nothing(counter: Counter) -> None:
    before, content = counter.files, taken(counter)

    assert [sent(counter, content, place).status_code for place in ("tongliang", "shilixian")] == [422, 422]
    assert counter.files == before


@pytest.mark.sweep
@pytest.mark.parametrize("query", ["", "year=2026", "year=x&unit=fagaiju", "year=2026&unit=../x", "year=1&unit=fagaiju"])
def test_sheet_of_nobody_is_refused_with_a_page(counter: Counter, query: str) -> None:
    assert counter.get(f"/desk/shilixian/sheet.xlsx?{query}").status_code == 409
