"""The short titles of the plans that are shipped: there for each task, and each the name of that task alone."""

import re
from collections import Counter
from functools import cache

import pytest
from helpers.portals import shipped

PLANS = ("conghua/2021", "dianjiang/2021", "jiangjin/2020", "laiwu/2021", "shilixian/2025", "shilixian/2026", "tongliang/2021")
LONGEST = 24
# What a program writes that cuts a text short; a person names what is to be published.
CUT_SHORT = re.compile(r"…|\.\.\.|等\s*[\d一二三四五六七八九十两几]+\s*项")


@cache
def plans():
    return {f"{plan.jurisdiction}/{plan.year}": plan for plan in shipped().plans}


def titled(plan):
    """What a list may show on a line: tasks, and the measures of those that have several."""
    for task in plan.tasks:
        yield task.id, task.title
        if len(task.measures) > 1:
            yield from ((f"{task.id}（{measure.number}）", measure.title) for measure in task.measures)


def test_no_plan_that_is_shipped_goes_untried():
    assert sorted(plans()) == sorted(PLANS)


@pytest.mark.parametrize("name", PLANS)
def test_each_task_has_a_title_and_so_has_each_of_several_measures(name):
    assert [identifier for identifier, title in titled(plans()[name]) if not title] == []


@pytest.mark.parametrize("name", PLANS)
def test_a_title_fits_a_line_and_is_not_cut_short(name):
    titles = [title for _, title in titled(plans()[name]) if title]

    assert [title for title in titles if len(title) > LONGEST or CUT_SHORT.search(title)] == []


@pytest.mark.parametrize("name", PLANS)
def test_a_title_is_that_of_no_other_task_or_measure_of_the_plan(name):
    times = Counter(title for _, title in titled(plans()[name]))

    assert [title for title, count in times.items() if count > 1] == []
