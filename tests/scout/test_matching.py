"""What stands in a list is held against the plan: the right cells are proposed, and little else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from gongkai.records import loading
from gongkai.records.portal import Portal
from gongkai.scout.lists.entries import Listed
from gongkai.scout.matching.matcher import Matcher

from tests.helpers.lists import Score, all_judged, score


@pytest.fixture(scope="module")
def portal() -> Portal:
    return loading.load(Path("data"))


@pytest.fixture(scope="module")
def matcher(portal: Portal) -> Callable[[str, int], Matcher]:
    places = {place.slug: place for place in portal.jurisdictions}
    return lambda slug, year: Matcher(portal, places[slug], next(plan for plan in places[slug].plans if plan.year == year))


@pytest.mark.parametrize(
    ("among", "right", "recall", "precision"),
    [
        ("lists", 218, 0.90, 0.75),
        ("unseen-lists", 121, 0.90, 0.75),
        ("fresh-lists", 140, 0.90, 0.75),
        ("later-lists", 105, 0.90, 0.75),
        # Nothing was mended for these: what is to be expected of lists nobody has seen.
        ("blind-lists", 76, 0.78, 0.56),
    ],
)
def test_judged_lists_are_matched_as_they_were_judged(
    matcher: Callable[[str, int], Matcher], among: str, right: int, recall: float, precision: float
) -> None:
    """The least of the right cells that are among the first three proposals, and of the first ones that are right."""
    told = sum((score(matcher(lists.place, lists.year), lists) for lists in all_judged(among)), Score())
    assert told.right == right
    assert told.recall >= recall
    assert told.precision >= precision


_IN_TONGLIANG = [
    ("重庆市永川区2021年部门预算", "another place"),
    ("重庆市财政局2021年部门预算", "the level above"),
    ("忠县2021年部门预算公开", "another county without its province"),
    ("两分钟看懂丰都县规范性文件管理办法", "another county in the middle"),
    ("新城区2021年部门预算", "a district that is called as a word is"),
    ("市财政局2021年部门预算", "a body of the level above"),
    ("关于报送2021年部门预算的通知", "a call to do something"),
    ("区财政局召开2021年部门预算编制会", "news of a meeting"),
    ("今天天气很好适合出门走走", "nothing at all"),
]


@pytest.mark.parametrize("title", [pytest.param(title, id=what) for title, what in _IN_TONGLIANG])
def test_what_is_no_evidence_is_not_proposed(matcher: Callable[[str, int], Matcher], title: str) -> None:
    assert matcher("tongliang", 2021).matches(Listed(title, "https://www.cqstl.gov.cn/1.html", date(2021, 3, 1)), None) == ()


def test_what_is_of_another_year_is_not_proposed(matcher: Callable[[str, int], Matcher]) -> None:
    entry = Listed("铜梁区民政局2021年部门预算", "https://www.cqstl.gov.cn/1.html", date(2020, 12, 31))
    assert matcher("tongliang", 2021).matches(entry, None) == ()


@pytest.mark.parametrize(
    "title",
    ["城区核酸检测机构名单", "铜梁区新城区核酸检测机构名单", "关于从丰都县返铜人员的核酸检测机构名单"],
    ids=["a word", "a part of it", "whence people come"],
)
def test_what_only_sounds_like_another_place_is_of_here(matcher: Callable[[str, int], Matcher], title: str) -> None:
    (first, *_) = matcher("tongliang", 2021).matches(Listed(title, "https://www.cqstl.gov.cn/1.html", date(2021, 6, 1)), None)
    assert (first.task.id, first.measure.number) == ("1.4.1", 2)


def test_a_title_without_a_unit_is_of_whom_its_list_names(matcher: Callable[[str, int], Matcher]) -> None:
    entry = Listed("2021年部门预算", "https://www.cqstl.gov.cn/1.html", date(2021, 3, 1), author="侣俸镇人民政府 政府信息公开")
    assert matcher("tongliang", 2021).matches(entry, None)[0].unit == "lvfeng-zhen"


def test_a_unit_that_the_document_does_not_list_is_shown_with_the_cell_of_all_such(matcher: Callable[[str, int], Matcher]) -> None:
    """区政府有关部门 lists nobody: the plan has one cell for them."""
    entry = Listed("区卫生健康局：对区政协第037号提案的答复", "https://www.laiwu.gov.cn/1.html", date(2021, 8, 30))
    cells = [(it.task.id, it.unit) for it in matcher("laiwu", 2021).matches(entry, None)]
    assert {("2.2.1", "weijianju"), ("2.2.1", "qu-youguan-bumen")} <= set(cells)


def test_a_street_is_known_by_its_short_name(matcher: Callable[[str, int], Matcher]) -> None:
    entry = Listed("城郊街2021年耕地地力保护补贴发放公示", "https://www.conghua.gov.cn/1.html", date(2021, 6, 29))
    first = matcher("conghua", 2021).matches(entry, None)[0]
    assert (first.task.id, first.unit) == ("1.3.3", "chengjiao-jiedao")


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        pytest.param("江津区森林火灾应急预案", "4.2.1", id="a plan for emergencies"),
        pytest.param("江津区秋冬季防疫知识", "4.2.2", id="what everybody should know of health"),
        pytest.param("江津区卫生健康委2020年10月疫情通报", "4.1.1", id="what happened"),
    ],
)
def test_a_measure_is_of_the_kind_it_is_called_after(matcher: Callable[[str, int], Matcher], title: str, measure: str) -> None:
    assert (
        matcher("jiangjin", 2020).matches(Listed(title, "https://www.jiangjin.gov.cn/1.html", date(2020, 10, 20)), None)[0].task.id
        == measure
    )


def test_what_is_made_known_in_due_form_is_no_news(matcher: Callable[[str, int], Matcher]) -> None:
    entry = Listed("关于举办退役军人专场招聘会的公告（区退役军人局）", "https://www.laiwu.gov.cn/1.html", date(2021, 11, 12))
    assert matcher("laiwu", 2021).matches(entry, None)[0].task.id == "1.5.2"


def test_a_proposal_says_why(matcher: Callable[[str, int], Matcher]) -> None:
    entry = Listed("重庆市铜梁区规范性文件库（现行有效）", "https://www.cqstl.gov.cn/1.html", date(2021, 6, 1))
    (first, *_) = matcher("tongliang", 2021).matches(entry, "guifanxing-wenjian")
    assert (first.task.id, first.measure.number) == ("3.1.3", 2)
    assert "就在任务要求的栏目里" in first.reasons
