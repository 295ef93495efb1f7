"""Short titles for long official sentences: each says what is to be done."""

from __future__ import annotations

import pytest
from gongkai.wording import HEADLINE_LENGTH, first_clause


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
