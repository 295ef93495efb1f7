"""Notices of many provinces, read without knowledge of the reader (`tests/cases/notices`), and how far it reads them alike."""

from functools import cache

import pytest

from benchmarks import notices

# Figures of the day; they only go up, unless notices are added.
RIGHT = 0.97
WRONG_AND_DOUBTED = 0.75
EXTRA_ROWS = 2
NAMES = sorted(folder.name for folder in notices.NOTICES.iterdir() if folder.is_dir())


@cache
def score(name):
    return notices.score(notices.NOTICES / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_is_read_or_refused_without_a_traceback(name):
    """Whatever is right in it, each of its fields is judged."""
    assert score(name).fields > 0


def test_the_share_of_fields_that_are_read_as_independently():
    total = notices.total([score(name) for name in NAMES])

    assert total.right >= RIGHT * total.fields


def test_the_share_of_misread_fields_whose_row_bears_a_doubt():
    total = notices.total([score(name) for name in NAMES])

    assert total.doubted >= WRONG_AND_DOUBTED * len(total.mistakes)


def test_few_rows_are_read_that_nobody_printed():
    assert notices.total([score(name) for name in NAMES]).extra <= EXTRA_ROWS
