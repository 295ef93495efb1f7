"""Fair sums: what each number of a scorecard counts, and when there is no number at all."""

from dataclasses import replace

import pytest
from gongkai.judging.scorecard import Scorecard
from gongkai.judging.verdicts import BADGES, Verdict
from helpers.portals import cells, check, event, evidence, measure, task


def verdict(badge, timing=None, *, is_dated=True, is_due=True, **fields):
    """A verdict on a duty whose date has passed, unless told otherwise."""
    return Verdict(BADGES[badge], timing=timing, is_dated=is_dated, is_due=is_due, **fields)


def undated(badge, **fields):
    return verdict(badge, is_dated=False, is_due=False, **fields)


def ahead(badge, **fields):
    """A verdict on a duty whose date is still to come."""
    return verdict(badge, is_due=False, **fields)


def unopened(one):
    """The same, resting on a page that nobody has opened."""
    return replace(one, if_opened=verdict("unchecked"))


NEUTRAL = [undated("not_judged")] * 3 + [undated("waived"), undated("not_triggered"), undated("changed"), *[ahead("not_due")] * 2]
WORKED_CASE = [
    *NEUTRAL,
    ahead("under_way"),
    *[undated("no_record")] * 2,
    undated("under_way"),
    undated("current"),
    undated("published"),
    *[verdict("published", "on_time")] * 2,
    verdict("current", "on_time"),
    verdict("published", "late", days_late=6),
    verdict("overdue"),
    verdict("unchecked"),
]


def test_the_worked_case_of_the_design_is_counted_as_written_there():
    assert Scorecard.of(WORKED_CASE) == Scorecard(neutral=9, ahead=3, undated=5, on_time=3, late=1, overdue=1, unchecked=1)


def test_the_worked_case_adds_up_to_twenty_cells_of_which_six_are_due():
    card = Scorecard.of(WORKED_CASE)
    assert (card.all, card.neutral, card.undated, card.due) == (20, 9, 5, 6)


def test_the_worked_case_says_at_least_four_and_at_most_five_of_six():
    card = Scorecard.of(WORKED_CASE)
    assert (card.at_least, card.at_most, card.due) == (4, 5, 6)


def test_the_worked_case_has_a_record_of_five_of_six():
    assert Scorecard.of(WORKED_CASE).recorded == 5


def test_the_worked_case_has_no_percentages():
    card = Scorecard.of(WORKED_CASE)
    assert [card.percent(part) for part in (card.at_least, card.at_most, card.recorded)] == [None, None, None]


@pytest.mark.parametrize(
    ("one", "card"),
    [
        pytest.param(undated("not_judged"), Scorecard(neutral=1), id="unobservable wording is neutral"),
        pytest.param(undated("waived"), Scorecard(neutral=1), id="a waiver is neutral"),
        pytest.param(verdict("waived"), Scorecard(neutral=1), id="a waiver is neutral after the date too"),
        pytest.param(undated("not_triggered"), Scorecard(neutral=1), id="an event that has not happened is neutral"),
        pytest.param(undated("changed"), Scorecard(neutral=1), id="a withdrawn duty is neutral"),
        pytest.param(verdict("changed"), Scorecard(neutral=1), id="a withdrawn duty is neutral after the date too"),
        pytest.param(ahead("not_due"), Scorecard(neutral=1, ahead=1), id="a future date is neutral"),
        pytest.param(ahead("under_way"), Scorecard(neutral=1, ahead=1), id="under way before the date is neutral"),
        pytest.param(ahead("partial", done=1, total=2), Scorecard(neutral=1, ahead=1), id="in part before the date is neutral"),
        pytest.param(undated("no_record"), Scorecard(undated=1), id="no record and no date"),
        pytest.param(undated("under_way"), Scorecard(undated=1), id="under way without a date"),
        pytest.param(undated("partial", done=1, total=2), Scorecard(undated=1), id="in part without a date"),
        pytest.param(undated("published"), Scorecard(undated=1), id="published without a date to meet"),
        pytest.param(undated("current"), Scorecard(undated=1), id="current without a window"),
        pytest.param(verdict("published", "on_time"), Scorecard(on_time=1), id="published on time"),
        pytest.param(verdict("current", "on_time"), Scorecard(on_time=1), id="current inside its window"),
        pytest.param(verdict("published", "late", days_late=1), Scorecard(late=1), id="published a day late"),
        pytest.param(verdict("published", "undated"), Scorecard(date_unknown=1), id="published on a day nobody stated"),
        pytest.param(verdict("partial", is_rest_checked=True), Scorecard(partial=1), id="in part, the rest checked"),
        pytest.param(verdict("partial"), Scorecard(partial=1, partial_unchecked=1), id="in part, the rest not checked"),
        pytest.param(verdict("overdue"), Scorecard(overdue=1), id="overdue"),
        pytest.param(verdict("unchecked"), Scorecard(unchecked=1), id="past its date, nobody has looked"),
        pytest.param(verdict("stale"), Scorecard(unchecked=1), id="past its window, nobody has looked"),
        pytest.param(unopened(verdict("published", "on_time")), Scorecard(unopened=1), id="published by a page that nobody has opened"),
        pytest.param(unopened(verdict("partial")), Scorecard(unopened=1), id="in part by a page that nobody has opened"),
        pytest.param(unopened(verdict("stale")), Scorecard(unopened=1), id="past a window that counts from a page nobody has opened"),
        pytest.param(unopened(undated("published")), Scorecard(undated=1), id="without a date, by a page that nobody has opened"),
        pytest.param(unopened(ahead("partial")), Scorecard(neutral=1, ahead=1), id="before the date, by a page that nobody has opened"),
    ],
)
def test_a_cell_counts_once_in_the_place_of_its_verdict(one, card):
    assert Scorecard.of([one]) == card


def test_what_was_published_before_its_date_counts_as_met_already():
    assert Scorecard.of([verdict("published", "on_time"), ahead("not_due")]).due == 1


TWO_COLUMNS = ("guihua", "caizheng")


def triggered_twice(*looks):
    """A duty after two events: after the first all was published in time, after the second in one of two columns."""
    after_first = [evidence(published_on="2026-05-06", event_on="2026-05-06", found_in=column) for column in TWO_COLUMNS]
    after_second = evidence(published_on="2026-05-20", event_on="2026-05-20", found_in="guihua")
    events = [event(happened_on=day) for day in ("2026-05-06", "2026-05-20")]
    owed = measure(kind="triggered", due={"within": 5, "unit": "days", "after": "文件印发"}, publication_paths=TWO_COLUMNS)
    (cell,) = cells(task(owed), entries=[*after_first, after_second, *events, *looks])
    return cell.verdict


def test_a_duty_after_two_events_is_in_part_done_and_its_rest_not_checked_until_somebody_looks():
    assert Scorecard.of([triggered_twice()]) == Scorecard(partial=1, partial_unchecked=1)


def test_a_duty_after_two_events_is_recorded_when_somebody_looked_for_its_rest():
    assert Scorecard.of([triggered_twice(check(on="2026-06-01", result="found", column="caizheng"))]) == Scorecard(partial=1)


def test_due_is_the_sum_of_its_seven_parts():
    card = Scorecard(on_time=1, late=2, date_unknown=4, partial=8, partial_unchecked=3, overdue=16, unopened=32, unchecked=64)
    assert card.due == 127


def test_all_is_neutral_and_undated_and_due_together():
    assert Scorecard(neutral=1, undated=2, late=4, partial=8, partial_unchecked=8).all == 15


def test_at_least_is_what_is_published_whether_on_time_or_late_or_without_a_date():
    assert Scorecard(neutral=64, undated=64, on_time=1, late=2, date_unknown=4, partial=8, overdue=16, unchecked=32).at_least == 7


def test_at_most_adds_what_nobody_has_checked_or_opened():
    card = Scorecard(on_time=1, late=2, date_unknown=4, partial=8, partial_unchecked=5, overdue=16, unopened=64, unchecked=32)
    assert card.at_most == 1 + 2 + 4 + 5 + 64 + 32


def test_recorded_is_what_is_due_without_what_nobody_has_checked_or_opened():
    card = Scorecard(on_time=1, late=2, date_unknown=4, partial=8, partial_unchecked=5, overdue=16, unopened=64, unchecked=32)
    assert card.recorded == 1 + 2 + 4 + (8 - 5) + 16


def test_nine_due_cells_have_no_percentage_however_many_others_there_are():
    assert Scorecard(neutral=50, undated=50, on_time=9).percent(9) is None


def test_ten_due_cells_have_a_percentage():
    assert Scorecard(on_time=7, unchecked=3).percent(7) == 70


def test_a_percentage_is_of_the_due_cells_and_whole():
    assert Scorecard(neutral=100, undated=100, on_time=8, overdue=4).percent(8) == 67


def test_a_unit_without_due_cells_has_nothing_to_count():
    card = Scorecard.of([*NEUTRAL, undated("no_record")])
    assert (card.due, card.at_least, card.at_most, card.recorded, card.percent(0)) == (0, 0, 0, 0, None)


def test_a_scorecard_of_no_cells_is_empty():
    assert Scorecard.of([]) == Scorecard()


@pytest.mark.parametrize("badge", BADGES)
def test_every_badge_has_exactly_one_place_whether_dated_or_due_or_not(badge):
    every = [verdict(badge, is_dated=is_dated, is_due=is_due) for is_dated in (True, False) for is_due in (True, False)]
    assert [Scorecard.of([one]).all for one in every] == [1, 1, 1, 1]
