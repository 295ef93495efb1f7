"""Short titles for long official sentences: each says what is to be done."""

from __future__ import annotations

import pytest
from gongkai.pages.wording import beginning, headline, measure_title, months, own_time_words, pieces, registrar, time_limit
from gongkai.words.labels import START_UNSAID
from helpers.portals import measure, task


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        pytest.param({"title": "专项规划", "matter": "规划"}, "专项规划", id="what a person called it"),
        pytest.param({"matter": "规划"}, "规划", id="the matter that the document names"),
        pytest.param({}, "公开专项规划，及时更新", id="how the wording begins"),
        pytest.param({"opening": "做好以下工作：\n"}, "做好以下工作：", id="the sentence before the measures"),
    ],
)
def test_task_is_called_by_its_title_else_as_the_document_begins(fields: dict[str, str], shown: str) -> None:
    assert headline(task(measure(text="公开专项规划，及时更新。不得延误。"), **fields)) == shown


@pytest.mark.parametrize(
    ("measures", "shown"),
    [
        pytest.param([{"text": "公开规划。", "title": "规划"}], "规划", id="its own title"),
        pytest.param([{"text": "公开规划。"}], "五年规划", id="the only measure of a task with a title"),
        pytest.param([{"number": 1, "text": "公开规划；"}, {"number": 2, "text": "更新。"}], "公开规划", id="among several"),
    ],
)
def test_measure_is_called_by_its_title_else_as_the_document_begins(measures: list[dict[str, object]], shown: str) -> None:
    of_task = task(*(measure(**fields) for fields in measures), title="五年规划")
    assert measure_title(of_task, of_task.measures[0]) == shown


def test_long_wording_is_cut_where_it_is_long() -> None:
    assert beginning("公开" * 30) == "公开" * 18 + "公…"


@pytest.mark.parametrize(
    ("due_on", "words", "shown"),
    [
        pytest.param("2021-05-31", "2021年5月31日前", "", id="the day"),
        pytest.param("2021-06-30", "2021年6月底前", "", id="the end of a month"),
        pytest.param("2021-12-31", "2021年年底前", "", id="the end of a year"),
        pytest.param("2021-06-29", "2021年6月底前", "2021年6月底前", id="another day"),
        pytest.param("2021-06-30", "2021年6月底前初步完成", "2021年6月底前初步完成", id="more than the day"),
        pytest.param(None, "及时", "及时", id="no date"),
        pytest.param("2021-06-30", None, "", id="no words"),
    ],
)
def test_own_words_about_time_are_shown_where_they_say_more_than_the_date(due_on: str | None, words: str | None, shown: str) -> None:
    assert own_time_words(measure(due_on=due_on, due_text=words)) == shown


@pytest.mark.parametrize(("by", "words"), [("公开网页存档", "根据公开网页存档"), ("县财政局（示例）", "县财政局（示例）"), ("", "")])
def test_an_archive_registers_nothing_itself(by: str, words: str) -> None:
    assert registrar(by) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021", "2021年"),
        ("2021-03", "2021年3月"),
        ("2021-01..2021-03", "2021年1月至3月"),
        ("2021-11..2022-02", "2021年11月至2022年2月"),
    ],
)
def test_period_that_a_page_is_about_is_told_in_words(period, words):
    assert months(period) == words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        pytest.param("46 项任务里，5 项查到一部分。", ["46 项", "5 项"], id="a number and what it counts"),
        pytest.param("要求 3 件：第 2 项没有。", ["3 件", "第 2 项"], id="which of them"),
        pytest.param("文件写的日期是2021年5月31日。", ["2021年5月31日"], id="a date"),
        pytest.param("2020年和2021年的文件，都已结束。", ["2020年", "2021年", "都已结束。"], id="a few words at the end"),
        pytest.param("文件没有写完成日期。2021年的文件，已结束。", ["2021年的文件，已结束。"], id="a short sentence at the end"),
        pytest.param("本站还没有记录，过了日期本站还没有人去查。", [], id="words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_line_never_ends_within_a_number_and_what_it_counts(text: str, whole: list[str]) -> None:
    cut = pieces(text)
    assert ("".join(words for words, _ in cut), [words for words, is_whole in cut if is_whole]) == (text, whole)


@pytest.mark.parametrize(
    ("after", "shown"), [("收到问题", "收到问题后 5 个工作日内"), (START_UNSAID, "5 个工作日内，文件未写明从何时起算")]
)
def test_limit_whose_start_nobody_has_read_is_told_as_such(after: str, shown: str) -> None:
    assert time_limit(measure(due={"within": 5, "unit": "working_days", "after": after})) == shown
