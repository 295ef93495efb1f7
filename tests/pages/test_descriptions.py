"""No page's description is longer than a search engine shows, however long the names in it are, and it says the sentence of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gongkai.judging.judgement import assess
from gongkai.pages import descriptions, sentences
from gongkai.pages.descriptions import LENGTH
from gongkai.pages.views import Page
from gongkai.pages.whole import portal_pages
from gongkai.records.register_records import JurisdictionRecord
from helpers.portals import AS_OF, evidence, measure, plan, portal, task, unit

LONG = "很长的名字" * 60
UNITS = tuple(unit(f"ju-{number}", name=LONG, full_name=LONG) for number in range(4))
SENTENCE = sentences.of_tasks(["partial", "no_record"], sentences.Pages(1, 1), sentences.Documents((2021,), 1))


@pytest.fixture(scope="module")
def pages() -> tuple[Page, ...]:
    """Of a place, a plan, units and a task with long names."""
    of_long_names = task(
        measure(publication_paths=["guihua"]), matter=LONG, lead_units=[unit.slug for unit in UNITS], article_20=[1], title=None
    )
    made = portal(plan(of_long_names, entries=(evidence(units=("ju-0",), opened=None),)), UNITS)
    (place,) = made.jurisdictions
    called = JurisdictionRecord(name=LONG, short_name=LONG, order=1)
    return portal_pages.pages(assess(replace(made, jurisdictions=(replace(place, record=called),)), AS_OF))


def test_no_description_is_longer_than_is_shown(pages: tuple[Page, ...]) -> None:
    described = {page.save_as: page.head.description for page in pages}
    assert len({page.head.kind for page in pages}) > len(pages) / 3
    assert {address: text for address, text in described.items() if len(text) > LENGTH or text[-1] not in "。…"} == {}


@pytest.mark.parametrize(("before", "start"), [("示例县", "示例县："), (LONG, f"{LONG[:69]}…：")])
def test_long_names_are_cut_before_the_sentence_is(before: str, start: str) -> None:
    text = descriptions.described(before, SENTENCE)
    assert text.startswith(f"{start}2 项任务里，1 项查到一部分，1 项本站还没有记录。")


def test_description_says_all_that_there_is_room_for() -> None:
    assert descriptions.described("示例县", SENTENCE) == f"示例县：{SENTENCE.words}"
