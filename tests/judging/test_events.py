"""Several events of one duty, all published: the badge says the worst that happened, never more."""

import pytest
from helpers.portals import cells, event, evidence, measure, task

DAYS = ("2026-05-06", "2026-06-08", "2026-07-06")
ON_TIME, TWO_LATE, FIVE_LATE, UNDATED = 0, 7, 10, None


def words_after(*published):
    """The badge of a duty due five days after each event, each published so many days after it, or without a date."""
    owed = measure(kind="triggered", due={"within": 5, "unit": "days", "after": "文件印发"})
    events = [event(happened_on=day) for day in DAYS[: len(published)]]
    shown = [
        evidence(event_on=day, url=f"https://www.example.org/{day}.html", **dated(day, days))
        for day, days in zip(DAYS, published, strict=False)
    ]
    (cell,) = cells(task(owed), entries=[*events, *shown])
    return cell.verdict.words


def dated(day, days):
    year_and_month, number = day[:8], int(day[8:])
    return {} if days is None else {"published_on": f"{year_and_month}{number + days:02}", "on": f"{year_and_month}{number + days:02}"}


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ((ON_TIME, ON_TIME), "已公开（按期）"),
        ((ON_TIME, UNDATED), "已公开（日期不详）"),
        ((UNDATED, ON_TIME), "已公开（日期不详）"),
        ((UNDATED, TWO_LATE), "已公开（逾期 2 天）"),
        ((TWO_LATE, ON_TIME, UNDATED), "已公开（逾期 2 天）"),
        ((TWO_LATE, FIVE_LATE, ON_TIME), "已公开（逾期 5 天）"),
        ((FIVE_LATE, TWO_LATE), "已公开（逾期 5 天）"),
    ],
    ids=[
        "all in time",
        "one undated",
        "the first undated",
        "late and undated",
        "late, in time, undated",
        "two late",
        "two late, the worse first",
    ],
)
def test_what_was_published_after_each_event_is_told_by_the_worst(published, words):
    assert words_after(*published) == words
