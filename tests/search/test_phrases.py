"""Which names and wordings become terms of their own, so that a query for them fetches one short list."""

from __future__ import annotations

import random

import pytest
from gongkai.search.phrases import MANY, MOST_NAMES, WORTH, common_names, common_wordings

# 公开 and 信息 stand in every text, together in one of ten.
SCATTERED = ["信息要公开，公开有工作，工作有年度，年度有报告"] * 90
TOGETHER = ["信息公开工作年度报告"] * 10
LARGE = 100_000


def test_name_that_stands_in_one_place_only_is_no_phrase() -> None:
    assert list(common_names(["区财政局", "区财政局", "某某局"])) == ["区财政局"]


def test_no_more_names_become_phrases_than_pay() -> None:
    names = [f"第{number}局" for number in range(2 * MOST_NAMES)] * 2
    assert len(list(common_names(names))) == MOST_NAMES


def test_wording_of_frequent_pairs_becomes_a_phrase_of_a_large_index() -> None:
    """Its pairs are in all texts, itself in a tenth of them."""
    assert "信息公开工作年度报告" in list(common_wordings(SCATTERED + TOGETHER, LARGE, ()))


@pytest.mark.parametrize(("total", "wordings"), [(WORTH // 2 + 100, ["信息公开"]), (WORTH // 2 - 100, [])], ids=["enough", "too few"])
def test_wording_becomes_a_phrase_where_it_saves_enough(total: int, wordings: list[str]) -> None:
    """信息 and 公开 are in all texts, 息公 and the wording in a tenth: as a phrase it saves two postings a text."""
    assert list(common_wordings(["信息，公开"] * 90 + ["信息公开"] * 10, total, ())) == wordings


def test_part_of_a_word_is_no_wording() -> None:
    """息公开工 stands nowhere but in the longer one."""
    assert "息公开工" not in list(common_wordings(SCATTERED + TOGETHER, LARGE, ()))


def test_small_index_needs_no_phrases() -> None:
    assert list(common_wordings(SCATTERED + TOGETHER, MANY - 1, ())) == []


def test_empty_index_needs_no_phrases() -> None:
    assert list(common_wordings([], 0, ())) == []


def test_wording_that_a_name_has_made_cheap_is_left_out() -> None:
    wordings = list(common_wordings(SCATTERED + TOGETHER, LARGE, ()))
    assert wordings
    assert list(common_wordings(SCATTERED + TOGETHER, LARGE, wordings)) == []


def test_phrases_do_not_depend_on_the_order_of_the_texts() -> None:
    texts = SCATTERED + TOGETHER
    shuffled = random.Random(1).sample(texts, len(texts))
    assert list(common_wordings(texts, LARGE, ())) == list(common_wordings(shuffled, LARGE, ()))
