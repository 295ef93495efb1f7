"""People find the unit, the kind of information or the task that they mean by the words of every day.

The queries were gathered by somebody who knew the five places and their tasks, and nothing of how the search understands words.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.browsers import watched
from helpers.desk import Desk
from helpers.meanings import SEEN, meant
from playwright.sync_api import Browser

AMONG_THE_FIRST, FIRST = 0.95, 0.85


@pytest.fixture(scope="module")
def desk(browser: Browser, at_root: str) -> Iterator[Desk]:
    with watched(browser) as open_one:
        opened = Desk(open_one(), at_root)
        opened.open()
        yield opened


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["daily", "towns"])
def test_what_is_meant_stands_first_or_among_the_first(desk: Desk, name: str) -> None:
    cases = [case for case in meant(name) if case.expect]
    answers = desk.ask_all([case.query for case in cases])
    ranks = {case.query: case.rank(answers[case.query].hits) for case in cases}
    near = sum(rank is not None and rank <= SEEN for rank in ranks.values()) / len(ranks)
    first = sum(rank == 1 for rank in ranks.values()) / len(ranks)
    missed = {query: rank for query, rank in ranks.items() if rank is None or rank > SEEN}

    print(f"{name}: {near:.1%} among the first {SEEN}, {first:.1%} first; missed: {missed}")
    assert near >= AMONG_THE_FIRST, missed
    assert first >= FIRST, missed


@pytest.mark.sweep
def test_what_the_portal_does_not_have_is_not_found(desk: Desk) -> None:
    queries = [case.query for case in meant("daily") if not case.expect]
    answered = {query: answer.hits[:SEEN] for query, answer in desk.ask_all(queries).items() if answer.hits}
    print(f"{len(answered)} of {len(queries)} answered")
    assert not answered


# Of each pair the first asks for what an office answers for, the second only has the same word, or a word that sounds so.
MEANT_AND_NOT = [
    ("足球", "足球比分"),
    ("养鱼要补贴吗", "养鱼换水"),
    ("法援", "法院判决书"),
    ("上坟", "王者荣耀怎么上分"),
    ("信用修复", "信用卡积分"),
]


def test_everyday_word_counts_where_nothing_else_is_asked(desk: Desk) -> None:
    answers = desk.ask_all([query for pair in MEANT_AND_NOT for query in pair])
    answered = [tuple(bool(answers[query].hits) for query in pair) for pair in MEANT_AND_NOT]
    assert answered == [(True, False)] * len(MEANT_AND_NOT)
