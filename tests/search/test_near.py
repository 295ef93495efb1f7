"""What was typed by mistake is led back to names that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from helpers.documents import ROOT
from playwright.sync_api import Browser

TABLE = yaml.safe_load((Path(__file__).parents[1] / "cases/near.yaml").read_text(encoding="utf-8"))
MEANT = {**{name: name for name in TABLE["names"]}, **TABLE["pinyin"]}
CASES = {case["typed"]: case["near"] for case in TABLE["cases"]}
NEAR = """([texts, names, readings]) => {
    const known = Array.isArray(names) ? names : new Map(Object.entries(names));
    const sound = (text) => Array.from(text, (one) => readings[one] || one).join("");
    return texts.map((text) => window.gongkaiNear.near(text, known, sound));
}"""

Near = Callable[..., list[list[str]]]


@pytest.fixture(scope="module")
def near(browser: Browser) -> Iterator[Near]:
    """What near.js makes of each text, given names (a list, or texts and what they stand for) and how characters are read."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "theme/scripts/near.js")
    yield lambda texts, names, readings=None: page.evaluate(NEAR, [texts, names, readings or {}])
    page.close()


@pytest.fixture(scope="module")
def answers(near: Near) -> dict[str, list[str]]:
    return dict(zip(CASES, near(list(CASES), MEANT, TABLE["readings"]), strict=True))


@pytest.mark.parametrize("typed", CASES, ids=repr)
def test_slip_leads_to_the_names_that_may_be_meant(answers: dict[str, list[str]], typed: str) -> None:
    assert answers[typed] == CASES[typed]


def test_names_may_be_a_plain_list(near: Near) -> None:
    assert near(["教休局"], ["发改委", "教体局"]) == [["教体局"]]


def test_no_more_than_five_texts_are_offered(near: Near) -> None:
    assert [len(texts) for texts in near(["甲乙丙", "甲乙丙 甲乙丁"], [f"甲乙{one}" for one in "子丑寅卯辰巳午"])] == [5, 5]
