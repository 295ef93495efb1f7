"""Mistakes by somebody who had not seen the code: each is told with its file, line and field, its cause and a remedy.

The short run takes some of every kind.
"""

import pytest
from helpers import mistakes

SHORT = 18
CASES = mistakes.cases()
PLANTED = [case for case in CASES if case["expect"] != "none"]
HARMLESS = [case for case in CASES if case["expect"] == "none"]


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """One copy, made whole again after each mistake."""
    return mistakes.county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def before(county):
    """What is told of the county as it is."""
    return mistakes.messages(county)


def params(cases):
    for number, case in enumerate(cases):
        marks = [] if number % SHORT == 0 else [pytest.mark.sweep]
        yield pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.sweep
@pytest.mark.parametrize("case", [*params(PLANTED)])
def test_mistake_is_told_where_it_stands_with_cause_and_remedy(case, county, before):
    with mistakes.planted(case, county) as (file, text):
        told = list(mistakes.news(before, mistakes.messages(county)))
        lines = mistakes.lines_wanted(case["expect"], county, file, text)
    assert any(mistakes.is_what_was_wanted(message, case["expect"], file, lines) for message in told), (lines, told)


@pytest.mark.parametrize("case", [*params(HARMLESS)])
def test_harmless_edit_stays_silent(case, county, before):
    with mistakes.planted(case, county):
        told = list(mistakes.news(before, mistakes.messages(county)))
    assert told == []
