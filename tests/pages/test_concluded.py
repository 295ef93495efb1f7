"""Plans that this portal has stopped following: badges stay, nothing reminds of dates, what is not settled stays listed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from gongkai.exports import calendars
from gongkai.judging.judgement import assess
from gongkai.pages.addresses import Site as SiteAddress
from gongkai.pages.templates import DeadlinesView, HomeView, PlanView
from gongkai.pages.whole import portal_pages
from gongkai.records.portal import Portal
from helpers.documents import AS_OF as BUILT_ON
from helpers.documents import Plan, all_plans
from helpers.portals import evidence, measure, plan, portal, task
from helpers.sites import Site, each
from icalendar import Calendar

HERE = SiteAddress("政务公开任务", "http://localhost:8000", is_published=False)
AS_OF = date(2026, 11, 20)
SAID = re.compile("本站自.{9,12}起不再跟踪")
KINDS = ("plan", "section", "task", "deadlines")


def of_plan(site: Site, one: Plan) -> list[BeautifulSoup]:
    pages = (site.pages[address] for address in site.pages if address.startswith(f"{one.place}/{one.year}/"))
    return [page for page in pages if page.body["data-page"] in KINDS]


@pytest.mark.parametrize("plan", each(all_plans(), *(one for one in all_plans() if one.is_demonstration)), ids=lambda plan: plan.name)
def test_every_page_of_a_concluded_plan_says_so_and_no_other_does(site: Site, plan: Plan) -> None:
    is_concluded = plan.head.get("concluded_on", "9999") <= BUILT_ON
    assert [page for page in of_plan(site, plan) if (SAID.search(page.main.get_text()) is not None) != is_concluded] == []


def test_the_made_up_place_has_a_concluded_plan() -> None:
    made_up = [one for one in all_plans() if one.is_demonstration]
    assert [one.name for one in made_up if one.head.get("concluded_on", "9999") <= BUILT_ON] == ["shilixian 2025"]


def made(concluded_on: str | None) -> Portal:
    """A real plan with a page that nobody opened, a date that has passed, a date to come and a doubtful wording."""
    tasks = (
        task(measure(due_on="2026-06-30")),
        task(measure(due_on="2026-12-31"), id="1.1.2", doubts=["原文不清。"]),
        task(id="1.1.3"),
    )
    one = plan(*tasks, entries=(evidence(task="1.1.3", opened=None),))
    fields = one.record.model_dump() | {"demonstration": False, "concluded_on": concluded_on}
    return portal(replace(one, record=type(one.record).model_validate(fields)))


def home(concluded_on: str | None) -> HomeView:
    pages = portal_pages.pages(assess(made(concluded_on), AS_OF))
    return next(page.view for page in pages if isinstance(page.view, HomeView))


def ids(rows: tuple[object, ...]) -> list[str]:
    return [row.id for row in rows]


@pytest.mark.parametrize(
    ("concluded_on", "due", "unchecked", "is_followed"),
    [
        pytest.param(None, ["1.1.2"], ["1.1.1"], True, id="followed"),
        pytest.param("2026-11-21", ["1.1.2"], ["1.1.1"], True, id="until tomorrow"),
        pytest.param("2026-11-20", [], [], False, id="concluded today"),
    ],
)
def test_home_page_reminds_only_of_what_is_followed(
    concluded_on: str | None, due: list[str], unchecked: list[str], is_followed: bool
) -> None:
    view = home(concluded_on)
    shown = (ids(view.due), ids(view.unchecked.rows), view.is_followed)
    assert shown == (due, unchecked, is_followed)


def test_what_is_not_settled_stays_listed() -> None:
    pages = portal_pages.pages(assess(made("2026-11-20"), AS_OF))
    (unsettled,) = (page.view.unsettled for page in pages if isinstance(page.view, PlanView))
    shown = (len(unsettled.unopened), ids(unsettled.unchecked), ids(unsettled.doubtful))
    assert shown == (1, ["1.1.1"], ["1.1.2"])


def test_dates_of_a_concluded_plan_are_no_distance_away() -> None:
    pages = portal_pages.pages(assess(made("2026-11-20"), AS_OF))
    (months,) = (page.view.months for page in pages if isinstance(page.view, DeadlinesView))
    assert [(day.distance, row.has_as_of) for row in months for day in row.days] == [("", False)] * 2


@pytest.mark.parametrize(("concluded_on", "dates"), [(None, 2), ("2026-11-20", 1)])
def test_calendar_reminds_of_nothing_after_the_end(concluded_on: str | None, dates: int) -> None:
    (assessed,) = assess(made(concluded_on), AS_OF).plans
    assert len(Calendar.from_ical(calendars.plan_calendar(assessed, HERE)).walk("VEVENT")) == dates


@pytest.mark.parametrize(
    ("concluded_on", "badges"),
    [
        pytest.param(None, ["unchecked", "unchecked", "published"], id="followed for another two years"),
        pytest.param("2026-11-20", ["unchecked", "not_due", "published"], id="concluded before the second date"),
    ],
)
def test_time_moves_no_badge_of_a_concluded_plan(concluded_on: str | None, badges: list[str]) -> None:
    (later,) = assess(made(concluded_on), date(2028, 11, 20)).plans
    assert [cell.verdict.badge.id for cell in later.cells] == badges


def test_badges_stay() -> None:
    badges = [[cell.verdict.badge.id for cell in assess(made(day), AS_OF).plans[0].cells] for day in (None, "2026-11-20")]
    assert badges[0] == badges[1]
