"""A portal's own words of daily life: laid over the engine's, and checked like all other data."""

from __future__ import annotations

from pathlib import Path

import pytest
from gongkai.words.daily import engine
from helpers.builders import DataFolder
from helpers.documents import ROOT

WORDS = "words/daily.yaml"
ENGINE = ROOT / "plugins/gongkai/words/daily.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


# Each file has one fault, on its last line.
FAULTS = {
    "unknown field": (
        "meanings:\n  - words: [摩的]\n    bodies: [公安局]\n    unit: [公安局]\n",
        "没有“unit”这个字段。可用的字段：theme、words、bodies、kinds、official。",
    ),
    "unknown kind": (
        "meanings:\n  - words: [摩的]\n    kinds: [16]\n",
        "条例第二十条的类别（kinds）：“16”太大。请填写不大于 15 的数。",
    ),
    "kind twice": (
        "meanings:\n  - words: [摩的]\n    kinds: [5, 5]\n",
        "条例第二十条的类别（kinds）：“5”写了两次。请删掉其中一个。",
    ),
    "no words": ("meanings:\n  - words: []\n    bodies: [公安局]\n", "说法（words）：内容是空的。至少要有一项。"),
    "leads nowhere": (
        "meanings:\n  - words: [摩的]\n",
        "常用说法（meanings）：没有写这件事归谁管。请写明 bodies、kinds 或 official，或删掉这一条。",
    ),
    "a sentence": (
        "meanings:\n  - { words: [哪里能坐摩的？], bodies: [公安局] }\n",
        "说法（words）：“哪里能坐摩的？”不是一个词。请只写汉字、字母和数字，中间不要有空格和标点。",
    ),
    "word twice in a group": (
        "meanings:\n  - { words: [摩的, 摩的], bodies: [公安局] }\n",
        "常用说法（meanings）：“摩的”写了两次。请删掉其中一处。",
    ),
    "word in two groups": (
        "meanings:\n  - { words: [摩的], bodies: [公安局] }\n  - { words: [三轮, 摩的], kinds: [5] }\n",
        "说法（words）：“摩的”已写在“摩的”那一组。一个说法只能属于一组，请删去其中一处。",
    ),
    "nothing to leave out": ("trimmings: []\n", "问话里的虚词（trimmings）：内容是空的。至少要有一项。"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_clerk_is_told_what_is_wrong_with_own_words(folder: DataFolder, text: str, message: str) -> None:
    folder.write(WORDS, text)
    assert [problem.split("  ", 1)[1] for problem in folder.problems()] == [message]


def test_fault_is_told_with_its_line(folder: DataFolder) -> None:
    folder.write(
        WORDS, "meanings:\n  - words:\n      - 摩的\n    bodies: [公安局]\n  - words:\n      - 三轮\n      - 摩的\n    kinds: [5]\n"
    )
    assert [problem.split("  ")[0] for problem in folder.problems()] == ["data/words/daily.yaml:7"]


def test_own_words_are_the_portals(folder: DataFolder) -> None:
    folder.write(WORDS, "meanings:\n  - { words: [摩的, 低保户], bodies: [公安局] }\n")
    owners = {word: meaning.caption for meaning in folder.load().daily_words.meanings for word in meaning.words}
    assert [owners[word] for word in ("低保", "低保户", "摩的")] == ["低保", "摩的", "摩的"]


def test_portal_without_own_words_has_those_of_the_engine(folder: DataFolder) -> None:
    assert folder.load().daily_words is engine()


def test_engines_own_words_stand_the_same_checks(folder: DataFolder) -> None:
    folder.write(WORDS, ENGINE.read_text(encoding="utf-8"))
    assert folder.problems() == []
