"""The fifteen kinds of article 20: what a clerk may write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import JURISDICTION, TASKS, DataFolder
from documents import ROOT
from gongkai.article_20 import KINDS

# 《政府信息公开条例》（国令第711号）第二十条, written out once more: whoever changes a word must change it here too.
ARTICLE_20 = """\
（一）行政法规、规章和规范性文件；
（二）机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名；
（三）国民经济和社会发展规划、专项规划、区域规划及相关政策；
（四）国民经济和社会发展统计信息；
（五）办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果；
（六）实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定；
（七）财政预算、决算信息；
（八）行政事业性收费项目及其依据、标准；
（九）政府集中采购项目的目录、标准及实施情况；
（十）重大建设项目的批准和实施情况；
（十一）扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况；
（十二）突发公共事件的应急预案、预警信息及应对情况；
（十三）环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况；
（十四）公务员招考的职位、名额、报考条件等事项以及录用结果；
（十五）法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息。
"""
ITEMS = dict(enumerate(re.findall("^(（.+?）)(.+)[；。]$", ARTICLE_20, flags=re.MULTILINE), start=1))
FIELD = "条例第二十条的类别（article_20）"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


# --- what a clerk writes ------------------------------------------------------------------------


def written(folder: DataFolder, field: str) -> None:
    """Put a field into task 1.1.2, on line 25 of its file."""
    folder.replace(TASKS, "lead_units: [caizhengju]\n", f"lead_units: [caizhengju]\n    {field}\n")


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("article_20: [7]", (7,)),
        ("article_20: [15, 3]", (15, 3)),
        ("article_20:\n      - 1\n      - 2", (1, 2)),
        ("article_20: []", ()),
        ("article_20:", None),
        ("# nothing", None),
    ],
    ids=["one", "two", "one a line", "explicitly none", "left empty", "left out"],
)
def test_field_says_which_kinds_or_none_or_nothing_yet(folder: DataFolder, field: str, kinds: tuple[int, ...] | None) -> None:
    written(folder, field)
    ((plan,),) = (place.plans for place in folder.load().jurisdictions)
    assert {task.id: task.article_20 for task in plan.tasks}["1.1.2"] == kinds


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("article_20: [0]", f"25  {FIELD}：“0”太小。请填写不小于 1 的数。"),
        ("article_20: [3, 16]", f"25  {FIELD}：“16”太大。请填写不大于 15 的数。"),
        ("article_20:\n      - 3\n      - 16", f"27  {FIELD}：“16”太大。请填写不大于 15 的数。"),
        ("article_20: [7, 3, 7]", f"25  {FIELD}：“7”写了两次。请删掉其中一个。"),
        ("article_20: [规划]", f"25  {FIELD}：“规划”不是整数。请写成阿拉伯数字，如 3。"),
        ("article_20: 7", f"25  {FIELD}：这里应是列表。请写成 [甲, 乙]，或每项一行、以“- ”开头。"),
        ("article_2: [7]", "25  没有“article_2”这个字段。是不是想写“article_20”？"),
    ],
    ids=["below one", "above fifteen", "above fifteen on its own line", "twice", "a name", "no list", "misspelt"],
)
def test_fault_is_reported_with_its_line_and_remedy(folder: DataFolder, field: str, message: str) -> None:
    written(folder, field)
    assert folder.problems() == [f"data/{TASKS}:{message}"]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("guide_url: 指南", "政府信息公开指南（guide_url）：“指南”不是可用的网址。网址要以 http:// 或 https:// 开头，中间没有空格。"),
        ("guide: https://www.example.org/", "没有“guide”这个字段。是不是想写“guide_url”？"),
    ],
    ids=["no address", "misspelt"],
)
def test_fault_in_an_address_of_the_platform_is_reported(folder: DataFolder, field: str, message: str) -> None:
    folder.append(JURISDICTION, f"disclosure:\n  {field}\n")
    assert folder.problems() == [f"data/{JURISDICTION}:7  {message}"]


def test_platform_left_empty_is_as_if_it_were_not_there(folder: DataFolder) -> None:
    folder.append(JURISDICTION, "disclosure:\n")
    (place,) = folder.load().jurisdictions
    assert set(place.record.disclosure.model_dump().values()) == {None}


def test_the_clerks_guide_names_the_fifteen_kinds() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs/editing.zh-CN.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(str(number), KINDS[number].name, wording) for number, (_, wording) in ITEMS.items()]
