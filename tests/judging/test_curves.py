"""How plans and units fared: the states of their tasks at the ends of months, by what is known now."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from gongkai.judging import curves
from gongkai.judging.curves import Curves
from gongkai.judging.judgement import assess
from gongkai.records import loading
from helpers.documents import ROOT
from helpers.portals import assessed, check, evidence, measure, plan, portal, task

NOW = date(2026, 11, 20)
MONTHS = "2026-11-30 2026-12-31 2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31 2027-06-30 2027-07-31 2027-08-31 2027-09-30 2027-10-31 2027-11-30 2027-12-31"


def states(task_verdicts):
    return Counter((verdict.badge.id, verdict.is_unopened) for verdict in task_verdicts)


def held_against_every_day(whole, as_of, chosen):
    """The points of every curve are what the whole portal is judged to be on those days, computed apart."""
    told = {judged.plan: Curves(judged, whole.work_calendar) for judged in assess(whole, as_of).plans}
    for day in sorted({day for issued in told for day in chosen(curves.days(issued, as_of))}):
        for judged in assess(whole, day, as_of).plans:
            points = dict(told[judged.plan].whole)
            if day in points:
                assert points[day] == states(task.verdict for task in judged.tasks)
                for slug, shares in judged.shares.items():
                    assert dict(told[judged.plan].of_unit(slug))[day] == states(shares.values())


@pytest.fixture(scope="module")
def real():
    return loading.load(ROOT / "data")


@pytest.mark.sweep
def test_a_curve_of_the_real_plans_is_what_each_day_is_judged_to_be(real):
    held_against_every_day(real, NOW, lambda days: (days[len(days) // 2],))


@pytest.mark.sweep
def test_every_point_of_the_real_plans_is_what_its_day_is_judged_to_be(real):
    held_against_every_day(real, NOW, tuple)


@pytest.mark.parametrize(
    ("issued_on", "as_of", "concluded_on", "told"),
    [
        pytest.param(date(2026, 9, 3), date(2026, 11, 20), None, ["2026-09-30", "2026-10-31", "2026-11-20"], id="running"),
        pytest.param(date(2026, 11, 3), date(2026, 11, 20), None, ["2026-11-20"], id="new"),
        pytest.param(date(2026, 11, 3), date(2026, 11, 30), None, ["2026-11-30"], id="on the last of a month"),
        pytest.param(date(2026, 11, 30), date(2026, 11, 20), None, [], id="not issued yet"),
        pytest.param(date(2025, 12, 25), date(2026, 2, 1), None, ["2026-01-31", "2026-02-01"], id="issued before its year"),
        pytest.param(date(2026, 11, 3), date(2027, 9, 1), date(2027, 1, 5), ["2026-11-30", "2026-12-31", "2027-01-05"], id="concluded"),
        pytest.param(
            *(date(2026, 11, 3), date(2030, 3, 1), None),
            f"{MONTHS} 2028-12-31 2029-12-31 2030-03-01".split(),
            id="long ago: months to the end of the year after, then years",
        ),
    ],
)
def test_it_is_told_of_the_ends_of_months(issued_on, as_of, concluded_on, told):
    one_plan = plan(task(), issued_on=issued_on)
    one_plan = replace(one_plan, record=one_plan.record.model_copy(update={"concluded_on": concluded_on}))

    assert [str(day) for day in curves.days(one_plan, as_of)] == told


def curve(one_plan, as_of=date(2026, 11, 20)):
    one_portal = portal(one_plan)
    return Curves(assessed(one_portal, as_of), one_portal.work_calendar)


def word_by_word(points):
    return [" ".join(f"{badge}{'?' * unopened}:{count}" for (badge, unopened), count in sorted(point.counts.items())) for point in points]


def test_what_was_public_and_entered_later_counts_from_its_own_day():
    late = evidence(published_on=date(2026, 8, 10), on=date(2026, 11, 1))
    one_plan = plan(task(measure(due_on=date(2026, 9, 30))), issued_on=date(2026, 7, 1), entries=(late,))

    assert word_by_word(curve(one_plan).whole) == ["not_due:1", "published:1", "published:1", "published:1", "published:1"]


def test_time_alone_moves_it_and_a_check_from_its_own_day():
    looked = check(on=date(2026, 11, 5), result="not_found")
    one_plan = plan(task(measure(due_on=date(2026, 9, 30))), issued_on=date(2026, 8, 1), entries=(looked,))

    assert word_by_word(curve(one_plan).whole) == ["not_due:1", "not_due:1", "unchecked:1", "overdue:1"]
