"""A task as it stands on a date: what later documents changed of it, and what they left alone."""

from datetime import date
from itertools import permutations

import pytest
from gongkai.judging.changes import standing
from gongkai.records.plan_records import Recurrence
from gongkai.records.workdays import slots
from helpers.portals import AS_OF, YEAR, cells, change, check, evidence, measure, task

PLAN_OF_ONE = task(measure(due_on="2026-06-30"))
PLAN_OF_TWO = task(measure(number=1, due_on="2026-06-30"), measure(number=2, due_on="2026-06-30"))


def measures(one_task, *changes, as_of=AS_OF):
    return standing(one_task, changes, YEAR, as_of).task.measures


def only_measure(one_task, *changes, as_of=AS_OF):
    (measure,) = measures(one_task, *changes, as_of=as_of)
    return measure


def schedule(per, times=1, **days):
    return Recurrence.model_validate({"per": per, "times": times, **days})


def periods(one_task, *changes):
    """First and last day of every period of a recurring task, and how often it is owed, as `judge` goes through them."""
    stands = standing(one_task, changes, YEAR, AS_OF)
    schedules = (*stands.earlier.get(None, ()), stands.task.measures[0].recurrence)
    return [(f"{one.starts_on:%m-%d}", f"{one.ends_on:%m-%d}", each.times) for each in schedules for one in slots(each, YEAR)]


def recurring(per, times=1, **days):
    return task(measure(kind="periodic", recurrence=schedule(per, times, **days)))


def test_a_task_without_changes_stands_as_issued():
    assert standing(PLAN_OF_ONE, (), YEAR, AS_OF).task == PLAN_OF_ONE


def test_a_deadline_is_moved():
    assert only_measure(PLAN_OF_ONE, change(due_on="2026-09-30")) == measure(due_on="2026-09-30")


def test_a_deadline_is_given_to_a_measure_that_had_none():
    assert only_measure(task(), change(due_on="2026-09-30")) == measure(due_on="2026-09-30")


def test_a_wording_is_replaced():
    assert only_measure(PLAN_OF_ONE, change(text="公开专项规划。")) == measure(text="公开专项规划。", due_on="2026-06-30")


def test_units_are_replaced():
    assert only_measure(PLAN_OF_ONE, change(new_units=("caizhengju",))) == measure(due_on="2026-06-30", units=("caizhengju",))


def test_the_new_units_owe_the_measure_and_the_old_ones_no_longer_do():
    found = cells(PLAN_OF_ONE, entries=[change(new_units=("caizhengju", "jiaoyuju"))])
    assert [cell.unit.slug for cell in found] == ["caizhengju", "jiaoyuju"]


def test_a_task_without_changes_is_given_to_nobody_else():
    assert (standing(PLAN_OF_ONE, (), YEAR, AS_OF).reassigned_to, standing(PLAN_OF_ONE, (), YEAR, AS_OF).is_reassigned) == ((), False)


def test_of_two_documents_that_give_a_measure_away_the_later_counts():
    given = (change(new_units=("caizhengju",)), change(on="2026-06-01", new_units=("jiaoyuju",)))
    assert standing(PLAN_OF_ONE, given, YEAR, AS_OF).reassigned_to == ("jiaoyuju",)


@pytest.mark.parametrize(("fields", "is_reassigned"), [({}, True), ({"measures": [2]}, False)], ids=["every measure", "one of two"])
def test_a_task_is_reassigned_when_none_of_its_measures_is_left_to_its_units(fields, is_reassigned):
    assert standing(PLAN_OF_TWO, [change(new_units=("caizhengju",), **fields)], YEAR, AS_OF).is_reassigned is is_reassigned


def test_the_issued_task_is_not_edited():
    issued = PLAN_OF_ONE.model_copy()
    standing(PLAN_OF_ONE, [change(due_on="2026-09-30", text="公开专项规划。", withdrawn=True)], YEAR, AS_OF)
    assert issued == PLAN_OF_ONE


def test_a_revision_keeps_the_measure_before_and_after_and_the_document_between():
    moved = change(due_on="2026-09-30")
    (revision,) = standing(PLAN_OF_ONE, [moved], YEAR, AS_OF).revisions
    assert (revision.before, revision.change, revision.after) == (measure(due_on="2026-06-30"), moved, measure(due_on="2026-09-30"))


def test_a_moved_deadline_takes_the_red_from_a_check_made_before_it():
    found = check(on="2026-07-10")
    (cell,) = cells(PLAN_OF_ONE, entries=[found, change(due_on="2026-12-31")])
    assert cell.verdict.badge.id == "not_due"


def test_lateness_is_counted_from_the_moved_deadline():
    (cell,) = cells(PLAN_OF_ONE, entries=[evidence(on="2026-07-20", published_on="2026-07-15"), change(due_on="2026-07-10")])
    assert cell.verdict.days_late == 5


@pytest.mark.parametrize("fields", [{"withdrawn": True}, {"replaced_by": "1.1.2"}], ids=["withdrawn", "replaced by another task"])
def test_a_measure_taken_back_is_shown_as_changed(fields):
    (cell,) = cells(PLAN_OF_ONE, entries=[change(**fields), check()])
    assert cell.verdict.badge.id == "changed"


@pytest.mark.parametrize("fields", [{"withdrawn": True}, {"replaced_by": "1.1.2"}], ids=["withdrawn", "replaced by another task"])
def test_the_change_that_took_a_measure_back_can_be_named(fields):
    taken_back = change(**fields)
    assert standing(PLAN_OF_ONE, [taken_back], YEAR, AS_OF).withdrawn == {None: taken_back}


def test_a_measure_taken_back_keeps_its_wording():
    assert only_measure(PLAN_OF_ONE, change(withdrawn=True)) == measure(due_on="2026-06-30")


def test_only_the_measure_that_is_named_is_changed():
    first, second = measures(PLAN_OF_TWO, change(measures=(2,), due_on="2026-09-30"))
    assert (first.due_on, second.due_on) == (date(2026, 6, 30), date(2026, 9, 30))


def test_only_the_measure_that_is_named_is_taken_back():
    withdrawn = change(measures=(2,), withdrawn=True)
    assert standing(PLAN_OF_TWO, [withdrawn], YEAR, AS_OF).withdrawn == {2: withdrawn}


def test_a_change_that_names_no_measure_is_of_all_of_them():
    assert [one.due_on for one in measures(PLAN_OF_TWO, change(due_on="2026-09-30"))] == [date(2026, 9, 30)] * 2


def test_a_change_of_another_task_does_not_count():
    assert standing(PLAN_OF_ONE, [change(task="1.1.2", due_on="2026-09-30")], YEAR, AS_OF).revisions == ()


def test_a_change_counts_from_its_own_day():
    moved = change(on="2026-05-15", due_on="2026-09-30")
    assert only_measure(PLAN_OF_ONE, moved, as_of=date(2026, 5, 15)).due_on == date(2026, 9, 30)


def test_a_change_does_not_count_on_the_day_before():
    moved = change(on="2026-05-15", due_on="2026-09-30", withdrawn=True)
    assert standing(PLAN_OF_ONE, [moved], YEAR, date(2026, 5, 14)) == standing(PLAN_OF_ONE, [], YEAR, date(2026, 5, 14))


THREE_CHANGES = [
    change(on="2026-04-01", due_on="2026-07-31", text="公开专项规划。"),
    change(on="2026-05-01", due_on="2026-08-31"),
    change(on="2026-06-01", due_on="2026-09-30"),
]


@pytest.mark.parametrize("written", list(permutations(THREE_CHANGES)), ids=["".join(order) for order in permutations("123")])
def test_changes_count_in_the_order_of_their_dates_however_they_are_written(written):
    assert only_measure(PLAN_OF_ONE, *written) == measure(text="公开专项规划。", due_on="2026-09-30")


@pytest.mark.parametrize("written", list(permutations(THREE_CHANGES)), ids=["".join(order) for order in permutations("123")])
def test_revisions_are_told_in_the_order_of_their_dates(written):
    assert [one.change for one in standing(PLAN_OF_ONE, written, YEAR, AS_OF).revisions] == THREE_CHANGES


def test_two_changes_of_one_day_have_one_outcome_however_they_are_written():
    one, other = change(due_on="2026-07-31"), change(due_on="2026-08-31")
    assert only_measure(PLAN_OF_ONE, one, other) == only_measure(PLAN_OF_ONE, other, one)


def test_a_new_schedule_begins_after_the_month_that_is_running():
    changed = change(on="2026-05-15", recurrence=schedule("quarter", times=3))
    assert periods(recurring("month"), changed) == [
        ("01-01", "01-31", 1),
        ("02-01", "02-28", 1),
        ("03-01", "03-31", 1),
        ("04-01", "04-30", 1),
        ("05-01", "05-31", 1),
        ("06-01", "06-30", 3),
        ("07-01", "09-30", 3),
        ("10-01", "12-31", 3),
    ]


@pytest.mark.parametrize(
    ("on", "first"),
    [
        pytest.param("2026-07-01", "10-01", id="on the first day of a quarter"),
        pytest.param("2026-09-30", "10-01", id="on the last day of a quarter"),
        pytest.param("2026-10-01", None, id="in the last quarter"),
    ],
)
def test_a_period_that_is_running_ends_as_it_began(on, first):
    found = periods(recurring("quarter"), change(on=on, recurrence=schedule("month", times=2)))
    assert next((starts_on for starts_on, _, times in found if times == 2), None) == first


def test_a_new_schedule_may_say_when_it_begins():
    changed = change(on="2026-05-15", recurrence=schedule("month", times=2, starts_on="2026-11-01"))
    assert periods(recurring("half_year"), changed) == [("01-01", "06-30", 1), ("11-01", "11-30", 2), ("12-01", "12-31", 2)]


def test_a_new_schedule_never_reaches_back_into_periods_that_have_begun():
    changed = change(on="2026-05-15", recurrence=schedule("half_year", times=2, starts_on="2026-01-01"))
    assert periods(recurring("quarter"), changed) == [("01-01", "03-31", 1), ("04-01", "06-30", 1), ("07-01", "12-31", 2)]


def test_a_schedule_that_is_over_is_not_prolonged_by_a_new_one():
    changed = change(on="2026-08-15", recurrence=schedule("quarter", times=2))
    assert periods(recurring("quarter", ends_on="2026-03-31"), changed) == [
        ("01-01", "03-31", 1),
        ("08-15", "09-30", 2),
        ("10-01", "12-31", 2),
    ]


def test_a_schedule_changed_before_it_begins_is_replaced_from_its_first_day():
    changed = change(on="2026-03-15", recurrence=schedule("quarter", times=2))
    assert periods(recurring("month", starts_on="2026-09-01"), changed) == [("09-01", "09-30", 2), ("10-01", "12-31", 2)]


def test_a_schedule_may_be_brought_forward_before_it_begins():
    changed = change(on="2026-03-15", recurrence=schedule("quarter", times=2, starts_on="2026-07-01"))
    assert periods(recurring("month", starts_on="2026-09-01"), changed) == [("07-01", "09-30", 2), ("10-01", "12-31", 2)]


@pytest.mark.parametrize("on", ["2025-12-20", "2027-01-15"], ids=["before the year", "after the year"])
def test_a_change_outside_the_plan_year_adds_no_period_outside_it(on):
    stands = standing(recurring("month"), [change(on=on, recurrence=schedule("month", times=2))], YEAR, date(2027, 3, 1))
    schedules = (*stands.earlier[None], stands.task.measures[0].recurrence)
    assert {one.starts_on.year for each in schedules for one in slots(each, YEAR)} == {YEAR}


def test_two_changes_of_a_schedule_leave_three_stretches():
    changes = [
        change(on="2026-08-20", recurrence=schedule("month", times=3)),
        change(on="2026-02-10", recurrence=schedule("quarter", times=2)),
    ]
    assert periods(recurring("half_year"), *changes) == [
        ("01-01", "06-30", 1),
        ("07-01", "09-30", 2),
        ("10-01", "10-31", 3),
        ("11-01", "11-30", 3),
        ("12-01", "12-31", 3),
    ]


def test_a_period_that_was_missed_stays_missed_after_a_change():
    changed = change(on="2026-05-15", recurrence=schedule("half_year"))
    (cell,) = cells(recurring("quarter"), entries=[check(on="2026-04-10"), changed])
    assert [(label, verdict.badge.id) for label, verdict in cell.verdict.strip] == [
        ("第 1 季度", "overdue"),
        ("第 2 季度", "unchecked"),
        ("下半年", "not_due"),
    ]


def test_a_schedule_is_not_given_to_a_measure_that_has_none():
    assert standing(task(), [change(recurrence=schedule("month"))], YEAR, AS_OF).earlier == {}
