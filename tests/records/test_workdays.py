"""Working days by the published notices, months by the calendar, and the periods of recurring duties."""

from datetime import date, timedelta

import pytest
from gongkai.records.plan_records import Recurrence
from gongkai.records.workdays import Slot, WorkCalendar, due_after, slots
from helpers.portals import WORK_CALENDAR


def day(text):
    return date.fromisoformat(text)


def recurrence(per, starts_on=None, ends_on=None):
    return Recurrence(times=1, per=per, starts_on=starts_on, ends_on=ends_on)


def slot(label, starts_on, ends_on):
    return Slot(label, day(starts_on), day(ends_on))


@pytest.mark.parametrize(
    ("text", "is_working"),
    [
        pytest.param("2026-11-20", True, id="an ordinary Friday"),
        pytest.param("2026-11-21", False, id="an ordinary Saturday"),
        pytest.param("2026-11-22", False, id="an ordinary Sunday"),
        pytest.param("2026-10-01", False, id="National Day on a Thursday"),
        pytest.param("2026-10-03", False, id="a Saturday within National Day"),
        pytest.param("2026-10-08", True, id="the first Thursday after it"),
        pytest.param("2026-10-10", True, id="a Saturday worked to make up"),
        pytest.param("2026-09-20", True, id="a Sunday worked to make up"),
        pytest.param("2026-10-11", False, id="the Sunday after a worked Saturday"),
    ],
)
def test_a_day_is_worked_as_the_notice_says(text, is_working):
    assert WORK_CALENDAR.is_working_day(day(text)) is is_working


@pytest.mark.parametrize("text", ["2019-12-31", "2027-01-01"])
def test_whether_a_day_is_worked_is_unknown_without_a_notice_of_its_year(text):
    with pytest.raises(LookupError) as raised:
        WORK_CALENDAR.is_working_day(day(text))
    assert raised.value.args == (day(text).year,)


@pytest.mark.parametrize(
    ("start", "within", "due_on"),
    [
        pytest.param("2026-11-16", 1, "2026-11-17", id="the day of the event is not counted"),
        pytest.param("2026-11-16", 5, "2026-11-23", id="a weekend is left out"),
        pytest.param("2026-11-21", 1, "2026-11-23", id="an event on a Saturday"),
        pytest.param("2026-11-16", 20, "2026-12-14", id="twenty working days are four weeks"),
        pytest.param("2021-09-30", 1, "2021-10-08", id="2021 National Day is left out"),
        pytest.param("2021-09-30", 2, "2021-10-09", id="2021-10-09, a Saturday, is worked"),
        pytest.param("2021-09-30", 3, "2021-10-11", id="2021-10-10, a Sunday, is not"),
        pytest.param("2021-09-24", 1, "2021-09-26", id="2021-09-26, a Sunday, is worked"),
        pytest.param("2021-09-24", 5, "2021-09-30", id="the worked Sunday counts among five"),
        pytest.param("2021-10-04", 5, "2021-10-13", id="an event within 2021 National Day"),
        pytest.param("2026-09-28", 5, "2026-10-10", id="2026 National Day, with the worked Saturday"),
        pytest.param("2026-10-20", 5, "2026-10-27", id="five ordinary working days of 2026"),
        pytest.param("2026-02-13", 1, "2026-02-14", id="2026-02-14, a Saturday, is worked"),
        pytest.param("2026-02-13", 2, "2026-02-24", id="2026 Spring Festival is left out"),
        pytest.param("2026-01-02", 1, "2026-01-04", id="2026-01-04, a Sunday, is worked"),
        pytest.param("2025-12-31", 1, "2026-01-04", id="a limit that runs into another known year"),
        pytest.param("2019-12-31", 1, "2020-01-02", id="the year of the event alone need not be known"),
    ],
)
def test_working_days_are_counted_by_the_notices(start, within, due_on):
    assert due_after(day(start), within, "working_days", WORK_CALENDAR) == day(due_on)


def test_a_limit_that_ends_with_the_last_known_day_can_be_computed():
    assert due_after(day("2026-12-29"), 2, "working_days", WORK_CALENDAR) == day("2026-12-31")


def test_a_limit_that_runs_into_an_unknown_year_names_the_year_that_is_missing():
    with pytest.raises(LookupError) as raised:
        due_after(day("2026-12-29"), 3, "working_days", WORK_CALENDAR)
    assert raised.value.args == (2027,)


def test_without_any_notice_no_working_day_limit_can_be_computed():
    with pytest.raises(LookupError):
        due_after(day("2026-11-16"), 1, "working_days", WorkCalendar())


@pytest.mark.parametrize(
    ("start", "within", "due_on"),
    [
        pytest.param("2026-11-16", 1, "2026-11-17", id="the day of the event is not counted"),
        pytest.param("2026-09-30", 7, "2026-10-07", id="days off count too"),
        pytest.param("2026-12-31", 90, "2027-03-31", id="into a year without a notice"),
    ],
)
def test_days_are_counted_by_the_calendar(start, within, due_on):
    assert due_after(day(start), within, "days", WorkCalendar()) == day(due_on)


@pytest.mark.parametrize(
    ("start", "within", "due_on"),
    [
        pytest.param("2026-05-15", 1, "2026-06-15", id="the same day of the next month"),
        pytest.param("2026-05-15", 3, "2026-08-15", id="three months"),
        pytest.param("2026-11-15", 1, "2026-12-15", id="into December"),
        pytest.param("2026-12-15", 1, "2027-01-15", id="out of December"),
        pytest.param("2026-05-15", 12, "2027-05-15", id="a year"),
        pytest.param("2026-05-15", 31, "2028-12-15", id="years and months"),
        pytest.param("2026-01-31", 1, "2026-02-28", id="the end of February"),
        pytest.param("2024-01-31", 1, "2024-02-29", id="the end of February in a leap year"),
        pytest.param("2024-01-29", 1, "2024-02-29", id="the leap day itself"),
        pytest.param("2023-01-29", 1, "2023-02-28", id="the leap day that does not exist"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="a year after the leap day"),
        pytest.param("2024-02-29", 48, "2028-02-29", id="from leap day to leap day"),
        pytest.param("2026-08-31", 1, "2026-09-30", id="a month of thirty days"),
        pytest.param("2026-02-28", 1, "2026-03-28", id="the end of a month is not kept"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one_of_the_month(start, within, due_on):
    assert due_after(day(start), within, "months", WorkCalendar()) == day(due_on)


def test_a_year_is_one_slot():
    assert slots(recurrence("year"), 2026) == (slot("全年", "2026-01-01", "2026-12-31"),)


def test_half_years_are_called_first_and_second():
    assert slots(recurrence("half_year"), 2026) == (
        slot("上半年", "2026-01-01", "2026-06-30"),
        slot("下半年", "2026-07-01", "2026-12-31"),
    )


def test_quarters_are_numbered():
    assert slots(recurrence("quarter"), 2026) == (
        slot("第 1 季度", "2026-01-01", "2026-03-31"),
        slot("第 2 季度", "2026-04-01", "2026-06-30"),
        slot("第 3 季度", "2026-07-01", "2026-09-30"),
        slot("第 4 季度", "2026-10-01", "2026-12-31"),
    )


def test_months_are_called_by_their_number():
    assert [one.label for one in slots(recurrence("month"), 2026)] == [f"{number}月" for number in range(1, 13)]


@pytest.mark.parametrize(("year", "last"), [(2026, "2026-02-28"), (2024, "2024-02-29")])
def test_february_ends_as_the_calendar_says(year, last):
    assert slots(recurrence("month"), year)[1].ends_on == day(last)


def test_weeks_are_counted_from_the_first_day_of_the_year():
    first, second, *_ = slots(recurrence("week"), 2026)
    assert (first, second) == (slot("第 1 周", "2026-01-01", "2026-01-07"), slot("第 2 周", "2026-01-08", "2026-01-14"))


def test_the_last_week_of_a_year_is_cut_at_its_end():
    assert slots(recurrence("week"), 2026)[-1] == slot("第 53 周", "2026-12-31", "2026-12-31")


def test_weeks_are_counted_from_a_given_first_day():
    assert slots(recurrence("week", "2026-09-10", "2026-09-27"), 2026) == (
        slot("第 1 周", "2026-09-10", "2026-09-16"),
        slot("第 2 周", "2026-09-17", "2026-09-23"),
        slot("第 3 周", "2026-09-24", "2026-09-27"),
    )


@pytest.mark.parametrize(
    ("per", "starts_on", "ends_on", "expected"),
    [
        pytest.param("year", "2026-04-10", "2026-11-30", [("全年", "2026-04-10", "2026-11-30")], id="year"),
        pytest.param(
            "half_year",
            "2026-04-10",
            "2026-11-30",
            [("上半年", "2026-04-10", "2026-06-30"), ("下半年", "2026-07-01", "2026-11-30")],
            id="half year",
        ),
        pytest.param("half_year", "2026-07-01", None, [("下半年", "2026-07-01", "2026-12-31")], id="the second half year alone"),
        pytest.param(
            "quarter",
            "2026-05-20",
            "2026-10-15",
            [
                ("第 2 季度", "2026-05-20", "2026-06-30"),
                ("第 3 季度", "2026-07-01", "2026-09-30"),
                ("第 4 季度", "2026-10-01", "2026-10-15"),
            ],
            id="quarter",
        ),
        pytest.param(
            "month",
            "2026-01-20",
            "2026-03-10",
            [("1月", "2026-01-20", "2026-01-31"), ("2月", "2026-02-01", "2026-02-28"), ("3月", "2026-03-01", "2026-03-10")],
            id="month",
        ),
        pytest.param("month", None, "2026-01-31", [("1月", "2026-01-01", "2026-01-31")], id="only a last day"),
        pytest.param(
            "month",
            "2026-12-15",
            "2027-01-15",
            [("12月", "2026-12-15", "2026-12-31"), ("1月", "2027-01-01", "2027-01-15")],
            id="beyond the end of the year",
        ),
        pytest.param("quarter", "2026-05-20", "2026-05-20", [("第 2 季度", "2026-05-20", "2026-05-20")], id="a single day"),
    ],
)
def test_a_given_first_and_last_day_cut_the_first_and_last_slot(per, starts_on, ends_on, expected):
    assert slots(recurrence(per, starts_on, ends_on), 2026) == tuple(slot(*one) for one in expected)


@pytest.mark.parametrize("per", ["year", "half_year", "quarter", "month", "week"])
def test_slots_follow_one_another_without_gap_or_overlap(per):
    every = slots(recurrence(per, "2026-02-10", "2028-03-09"), 2026)
    assert [one.starts_on for one in every[1:]] == [one.ends_on + timedelta(days=1) for one in every[:-1]]
