"""A portal's own words of what bodies are called: laid over the engine's, and checked like all other data."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongkai.records.validation import validate
from gongkai.words.bodies import engine
from gongkai.words.source import read
from gongkai.words.vocabulary import Bodies
from helpers.builders import DataFolder
from helpers.documents import ROOT

WORDS = "words/bodies.yaml"
ENGINE = ROOT / "plugins/gongkai/words/bodies.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


# Each file has one fault, on its last line.
FAULTS = {
    "unknown field": ("sphres: []\n", "没有“sphres”这个字段。是不是想写“spheres”？"),
    "label instead of a key": ("spheres:\n  - name: 数据资源\n    简称: [数资]\n", "没有“简称”这个字段。是不是想写“short”？"),
    "text instead of a list": ("usual: 乌兰牧骑\n", "常见机构（usual）：这里应是列表。请写成 [甲, 乙]，或每项一行、以“- ”开头。"),
    "nothing in a list": ("usual: []\n", "常见机构（usual）：内容是空的。至少要有一项。"),
    "two words in one": (
        "usual: [文化馆 图书馆]\n",
        "常见机构（usual）：“文化馆 图书馆”不是一个词。请只写汉字、字母和数字，中间不要有空格和标点。",
    ),
    "no name": ("spheres:\n  - short: [数资]\n", "名称（name）：没有填写。请补上这个字段。"),
    "nothing called": (
        "spheres:\n  - name: 数据资源\n",
        "职能词（spheres）：没有写任何叫法。请写明 also、short、called、spoken 或 former，或删掉这一条。",
    ),
    "nothing former": (
        "spheres:\n  - name: 数据资源\n    former:\n      - reform: 2018\n",
        "旧称（former）：没有写旧称。请写明 words 或 names，或删掉这一条。",
    ),
    "word twice": (
        "spheres:\n  - { name: 数据资源, short: [数资, 数资] }\n",
        "职能词（spheres）：“数资”写了两次。请删掉其中一处。",
    ),
    "word of another sphere": (
        "spheres:\n  - { name: 数据资源, short: [发改] }\n",
        "简称（short）：“发改”已是“发展改革”的叫法。一个叫法只能属于一个职能词，请删去其中一处。",
    ),
    "entry twice": (
        "spheres:\n  - { name: 数据资源, short: [数资] }\n  - { name: 数据资源, short: [数据] }\n",
        "名称（name）：“数据资源”写了两次。请合成一条。",
    ),
    "reform that nobody knows": (
        "spheres:\n  - { name: 数据资源, former: [{ names: [大数据局], reform: 2024 }] }\n",
        "改革年份（reform）：没有登记2024年的改革。可填的年份：2003、2008、2013、2018、2021；别的改革请先写进 reforms。",
    ),
    "word of another level": (
        "levels:\n  - { name: 管理区, words: [县域] }\n",
        "层级（levels）：“县域”不以“管理区”开头。请移到对应的条目，或删掉。",
    ),
    "no text at all": ("\n", "文件是空的。请填写内容，或删除这个文件。"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_clerk_is_told_what_is_wrong_with_own_words(folder: DataFolder, text: str, message: str) -> None:
    folder.write(WORDS, text)
    assert [problem.split("  ", 1)[1] for problem in folder.problems()] == [message]


def test_fault_is_told_with_its_line(folder: DataFolder) -> None:
    folder.write(WORDS, "usual:\n  - 乌兰牧骑\nspheres:\n  - name: 数据资源\n    short:\n      - 数资\n      - 卫健\n")
    assert [problem.split("  ")[0] for problem in folder.problems()] == ["data/words/bodies.yaml:7"]


def test_own_words_are_the_portals(folder: DataFolder) -> None:
    folder.write(WORDS, "spheres:\n  - { name: 发展改革, short: [发革] }\n")
    assert "发革委" in folder.load().vocabulary.other_names(["区发展改革委"])


def test_portal_without_own_words_has_those_of_the_engine(folder: DataFolder) -> None:
    assert folder.load().vocabulary is engine()


def test_words_are_no_place(folder: DataFolder) -> None:
    folder.write("words/jurisdiction.yaml", "name: 某县\n")
    assert [problem.split("  ")[0] for problem in folder.problems()] == ["data/words/jurisdiction.yaml:1"]


def test_engines_own_words_stand_the_same_checks(folder: DataFolder) -> None:
    validated = validate(read(ENGINE, Path("bodies.yaml")), Bodies)
    folder.write(WORDS, ENGINE.read_text(encoding="utf-8"))
    assert (validated.problems, folder.problems()) == ((), [])
