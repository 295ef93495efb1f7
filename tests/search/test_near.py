"""What was typed by mistake is led back to names that exist."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from gongkai.records.portal import Jurisdiction, Portal, Register
from gongkai.records.register_records import JurisdictionRecord
from gongkai.search.bundle import NEAR, joined
from helpers.documents import ROOT
from helpers.indexed import script_of
from helpers.portals import plan, unit
from playwright.sync_api import Browser, Page

TABLE = yaml.load((Path(__file__).parents[1] / "cases/near.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
MEANT = {**{name: name for name in TABLE["names"]}, **TABLE["pinyin"]}
CASES = {case["typed"]: case["near"] for case in TABLE["cases"]}
ASKED = """([texts, names, readings]) => {
    const known = Array.isArray(names) ? names : new Map(Object.entries(names));
    const sound = (text) => Array.from(text, (one) => readings[one] || one).join("");
    return texts.map((text) => window.gongkaiNear.near(text, known, sound));
}"""

Near = Callable[..., list[list[str]]]


@pytest.fixture(scope="module")
def near(browser: Browser) -> Iterator[Near]:
    """What near.js makes of each text, given names (a list, or texts and what they stand for) and how characters are read."""
    page = browser.new_page()
    page.add_script_tag(content=joined(ROOT / "theme/scripts", NEAR))
    yield lambda texts, names, readings=None: page.evaluate(ASKED, [texts, names, readings or {}])
    page.close()


@pytest.fixture(scope="module")
def answers(near: Near) -> dict[str, list[str]]:
    return dict(zip(CASES, near(list(CASES), MEANT, TABLE["readings"]), strict=True))


@pytest.mark.parametrize("typed", CASES, ids=repr)
def test_slip_leads_to_the_names_that_may_be_meant(answers: dict[str, list[str]], typed: str) -> None:
    assert answers[typed] == CASES[typed]


# --- the vocabulary, as names.js brings it ------------------------------------------------------

UNDERSTOOD = """([content, texts]) => {
    const names = window.gongkaiSuggest.read(content);
    return texts.map((text) => window.gongkaiNear.understood(text, names).texts);
}"""


@pytest.fixture(scope="module")
def page_of_names(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=joined(ROOT / "theme/scripts", NEAR))
    yield page
    page.close()


@pytest.fixture(scope="module")
def understood(page_of_names: Page) -> Callable[[str, str, list[str]], list[list[str]]]:
    """What is understood by texts in a portal of one place with a unit of this name."""
    return lambda place, name, texts: page_of_names.evaluate(UNDERSTOOD, [_content(place, name), texts])


def _content(place: str, name: str) -> dict[str, object]:
    units = {"fagaiju": unit("fagaiju", name=name)}
    who = JurisdictionRecord(name=place, short_name=place, order=1)
    real = replace(plan(), record=plan().record.model_copy(update={"demonstration": False}))
    script = script_of(Portal((Jurisdiction("shili", who, Register(units, {}), (real,)),)))
    return json.loads(script.removeprefix("gongkaiNames(").removesuffix(");\n"))


@pytest.mark.parametrize("level", ["区", "县", "州", "旗", "自治县", "自治旗", "林区"])
def test_body_that_is_not_here_is_not_taken_for_another(understood: Callable[..., list[list[str]]], level: str) -> None:
    """信访办 and 信访局 differ in one character, but a county has either; 信访厅 is a slip."""
    answers = understood("甲乙旗", f"{level}信访局", [f"{level}信访厅", f"{level}信访办"])
    assert [bool(texts) for texts in answers] == [True, False]


@pytest.mark.parametrize("place", ["甲乙县", "甲乙旗", "甲乙自治县", "甲乙林区", "甲乙州"])
def test_place_may_be_called_as_it_was_before(understood: Callable[..., list[list[str]]], place: str) -> None:
    assert "甲乙 财政局" in understood(place, "财政局", ["甲乙市财政局"])[0]


# Whatever means something in a pattern, in the words that replace one, or as the name of something every object has.
ODD = [
    "从化(试点区",
    "[甲乙",
    "甲乙*",
    "甲乙|丙",
    "甲\\\\",
    "$&甲",
    "$'甲",
    "甲{2}",
    "甲-乙",
    "#甲 &乙~",
    "constructor",
    "__proto__",
    "甲)?+",
]


@pytest.mark.parametrize("place", ODD)
def test_name_of_a_place_means_nothing_but_itself(understood: Callable[..., list[list[str]]], place: str) -> None:
    """A query that needs correction is compared with every place, as it is called now and was called before."""
    texts = understood(f"{place}区", "财政局", ["财证局", f"{place}县财政局"])
    assert (texts[0], f"{place} 财政局" in texts[1]) == (["财政局"], True)


@pytest.mark.parametrize("level", ["试-点", "新 区", "(区", "区)", "#&~", "$&"])
def test_level_of_a_portal_s_own_words_means_nothing_but_itself(page_of_names: Page, level: str) -> None:
    content = {**_content("甲乙区", "财政局"), "levels": [level, "区"], "places": [f"甲乙{level}"]}
    located, texts = page_of_names.evaluate(
        "([content, text]) => { const names = window.gongkaiSuggest.read(content);"
        " return [names.located, window.gongkaiNear.understood(text, names).texts]; }",
        [content, "甲乙区财政局"],
    )
    assert (located, "甲乙 财政局" in texts) == ([{"place": f"甲乙{level}", "stem": "甲乙"}], True)


# --- near.js by itself --------------------------------------------------------------------------


def test_names_may_be_a_plain_list(near: Near) -> None:
    assert near(["教休局"], ["发改委", "教体局"]) == [["教体局"]]


def test_no_more_than_five_texts_are_offered(near: Near) -> None:
    assert [len(texts) for texts in near(["甲乙丙", "甲乙丙 甲乙丁"], [f"甲乙{one}" for one in "子丑寅卯辰巳午"])] == [5, 5]
