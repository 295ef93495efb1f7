"""Short titles for long official sentences: each says what is to be done."""

from __future__ import annotations

import pytest
from gongkai.pages.wording import HEADLINE_LENGTH, count_found, first_clause, months, own_time_words, registrar
from helpers.portals import measure


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("公开专项规划。及时更新。", "公开专项规划", id="a short sentence as it is"),
        pytest.param(
            "区政府门户网站要根据2021年政务公开工作要点任务要求，及时增设相关政府信息公开栏目，调整政府信息公开目录，归集展示区政府部门发布的重要信息。",
            "及时增设相关政府信息公开栏目，调整政府信息公开目录",
            id="a ground at the beginning",
        ),
        pytest.param(
            "密切关注涉及疫情防控、医疗等方面的舆情，并在宣传、网信部门的指导下，及时作出回应，助力防范化解重大风险。",
            "密切关注涉及疫情防控、医疗等方面的舆情",
            id="guidance at the end",
        ),
        pytest.param(
            "在市政府有关部门印发基层政务公开标准指引3个月内，结合本区行政权责清单，编制区级、镇街政务公开标准目录。",
            "编制区级、镇街政务公开标准目录",
            id="a time and a ground",
        ),
        pytest.param(
            "严格落实《关于规范政府信息公开平台有关事项的通知》（国办公开办函〔2019〕61号）要求，进一步规范政府信息公开平台。",
            "进一步规范政府信息公开平台",
            id="a document to be followed",
        ),
        pytest.param(
            "教育、卫生健康、供电、供气、供水、公共交通等行业主管部门，要及时贯彻落实公共企事业单位信息公开专门规定。",
            "及时贯彻落实公共企事业单位信息公开专门规定",
            id="who alone",
        ),
        pytest.param(
            "加快形成以国务院政策问答平台为龙头，各地区各部门协同联动、对接共享的政策问答体系。",
            "加快形成以国务院政策问答平台为龙头，各地区各部门协同联动、对接共享的政策问…",
            id="begun only",
        ),
        pytest.param(
            "主动公开全国统一的市场准入负面清单，根据调整情况及时做好更新发布，并接受社会各界的监督。",
            "主动公开全国统一的市场准入负面清单，根据调整情况及时做好更新发布",
            id="a ground with what is to be done",
        ),
        pytest.param("依法公开本机关的工作职能等信息（包括：“三定”职责）。", "依法公开本机关的工作职能等信息", id="an open bracket"),
    ],
)
def test_title_says_what_is_to_be_done(text: str, title: str) -> None:
    assert first_clause(text) == title
    assert len(title) <= HEADLINE_LENGTH


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


@pytest.mark.parametrize(
    ("pages", "self_reports", "words"),
    [(2, 1, "查到 2 个公开页面，另有 1 份单位自述"), (2, 0, "查到 2 个公开页面"), (0, 1, "有 1 份单位自述"), (0, 0, "")],
)
def test_self_reports_are_not_counted_as_public_pages(pages: int, self_reports: int, words: str) -> None:
    assert count_found(pages, self_reports) == words


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
