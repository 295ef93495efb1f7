"""The page of due dates: every stated date at its place in time, with the badge of its measure, and a picture that says no more than its words."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from gongkai.judging.judgement import assess
from gongkai.pages.pictures import Months
from gongkai.pages.templates import DeadlinesView
from gongkai.pages.whole.portal_pages import pages
from gongkai.records.plan_records import Measure
from helpers.builders import TASKS
from helpers.built_pages import badge_of, leads_to
from helpers.documents import BADGE_WORDS, Plan, all_plans, chinese_date, due_measures, every_plan, owing, place_of
from helpers.portals import change, measure, plan, portal, task
from helpers.projects import Project
from helpers.sites import AS_OF, Site


def dates_page(site: Site, plan: Plan) -> BeautifulSoup:
    return site.pages[plan.file("deadlines.html")]


def expected(site: Site, plan: Plan) -> list[tuple[str, str, str, list[str]]]:
    """(day, where it leads, badge, units) of every stated date, in the order of time and of the document."""
    address_of = place_of(plan).unit_address
    return [
        (
            one["due_on"],
            plan.task_address(task["id"]) + (f"#measure-{one['number']}" if "number" in one else ""),
            badge_of(site, plan, task, one),
            [address_of(slug) for slug in one.get("units") or owing(task)],
        )
        for task, one in due_measures(plan)
    ]


def listed(site: Site, plan: Plan) -> list[tuple[str, str, str, list[str]]]:
    address, page = plan.file("deadlines.html"), dates_page(site, plan)
    return [
        (
            entry.find_previous("h3").time["datetime"],
            leads_to(address, entry.select_one(".gk-task__title a")),
            entry.select_one("[data-badge]")["data-badge"],
            [leads_to(address, link) for link in entry.select(".gk-task__who a")],
        )
        for entry in page.select("li.gk-task")
    ]


# --- the list -----------------------------------------------------------------------------------


@every_plan
def test_page_lists_every_stated_date_with_badge_and_units_in_the_order_of_time(site: Site, plan: Plan) -> None:
    assert listed(site, plan) == expected(site, plan)


def test_the_plans_state_so_many_dates(site: Site) -> None:
    counted = {plan.name: len(listed(site, plan)) for plan in all_plans()}
    assert counted == {
        "tongliang 2021": 3,
        "dianjiang 2021": 5,
        "jiangjin 2020": 5,
        "laiwu 2021": 2,
        "conghua 2021": 2,
        "shilixian 2026": 18,
        "shilixian 2025": 6,
    }


@every_plan
def test_page_says_how_many_measures_have_no_date(site: Site, plan: Plan) -> None:
    every = sum(len(task["measures"]) for task in plan.tasks)
    lead = dates_page(site, plan).select_one(".gk-lead").get_text()
    assert [int(number) for number in re.findall(r"\d+", lead)] == [every, len(due_measures(plan))]


@every_plan
def test_every_day_says_whether_it_is_past(site: Site, plan: Plan) -> None:
    heads = {head.time["datetime"]: head.get_text() for head in dates_page(site, plan).select("h3")}
    days_left = {day: (date.fromisoformat(day) - date.fromisoformat(AS_OF)).days for day in heads}
    is_followed = plan.head.get("concluded_on", "9999") > AS_OF
    words = {day: f"（{f'还有 {left} 天' if left > 0 else '日期已过'}）" if is_followed else "" for day, left in days_left.items()}
    assert heads == {day: f"{chinese_date(day)}{word}" for day, word in words.items()}


def test_moved_date_stands_at_its_new_day_with_the_old_one_struck_through(site: Site) -> None:
    plan = next(one for one in all_plans() if one.name == "shilixian 2026")
    struck = {
        leads_to(plan.file("deadlines.html"), entry.a): (
            [old.time["datetime"] for old in entry.select("s")],
            entry.find_previous("h3").time["datetime"],
        )
        for entry in dates_page(site, plan).select("li.gk-task")
        if entry.select("s")
    }
    assert struck == {f"{plan.task_address('1.3.2')}#measure-2": (["2026-07-31"], "2026-10-31")}


@every_plan
def test_plan_page_leads_to_its_dates_once_before_anything_is_unfolded(site: Site, plan: Plan) -> None:
    links = [link for link in site.pages[plan.address].select("main a") if leads_to(plan.address, link) == plan.file("deadlines.html")]
    assert [link.find_parent("details") for link in links] == [None]


# --- the picture --------------------------------------------------------------------------------


def rows(site: Site, plan: Plan) -> list[Tag]:
    return dates_page(site, plan).select(".gk-due__month")


@every_plan
def test_every_month_of_the_time_line_has_in_words_what_the_list_below_it_has(site: Site, plan: Plan) -> None:
    told = {
        urlsplit(row.a["href"]).fragment: row.select_one(".gk-due__words").get_text() for row in rows(site, plan) if row.select_one("a")
    }
    badges: dict[str, Counter[tuple[str, bool]]] = {}
    for entry in dates_page(site, plan).select("li.gk-task"):
        badge = entry.select_one("[data-badge]")
        month = f"month-{entry.find_previous('h3').time['datetime'][:7]}"
        badges.setdefault(month, Counter())[badge["data-badge"], badge.has_attr("data-unopened")] += 1
    assert told == {
        anchor: f"{counts.total()} 项：" + "，".join(filter(None, (counted(counts, badge) for badge in BADGE_WORDS)))
        for anchor, counts in badges.items()
    }


def counted(counts: Counter[tuple[str, bool]], badge: str) -> str:
    """部分公开 3（1 项待核对）; empty where none bears it."""
    unopened, total = counts[badge, True], counts[badge, True] + counts[badge, False]
    of_these = f"（{'都' if unopened == total else f'{unopened} 项'}待核对）" if unopened else ""
    return f"{BADGE_WORDS[badge]} {total}{of_these}" if total else ""


@every_plan
def test_month_of_the_time_line_leads_to_the_same_month_of_the_list(site: Site, plan: Plan) -> None:
    page = dates_page(site, plan)
    led = {row.a.get_text(): page.find(id=urlsplit(row.a["href"]).fragment).get_text() for row in rows(site, plan) if row.a}
    assert led == {name: name for name in led}


@every_plan
def test_bars_are_as_long_as_there_are_measures_and_their_pieces_add_up(site: Site, plan: Plan) -> None:
    shares = {}
    for row in rows(site, plan):
        if picture := row.svg:
            _, _, width, _ = picture["viewbox"].split()
            pieces = sum(float(piece["width"]) for piece in picture.select("rect"))
            shares[row.a.get_text()] = (round(pieces / float(width), 2), int(row.select_one(".gk-due__words").get_text().split()[0]))
    most = max(count for _, count in shares.values())
    assert shares == {name: (round(count / most, 2), count) for name, (_, count) in shares.items()}


@every_plan
def test_picture_is_for_the_eye_only(site: Site, plan: Plan) -> None:
    pictures = dates_page(site, plan).select(".gk-due svg")
    assert {(one["aria-hidden"], one["focusable"], one.get_text(strip=True)) for one in pictures} == {("true", "false", "")}


@every_plan
def test_time_line_marks_the_day_of_judgement_once_while_the_plan_is_followed(site: Site, plan: Plan) -> None:
    marked = [(row.select_one(".gk-due__name").get_text(), row.time["datetime"]) for row in rows(site, plan) if row.time]
    assert marked == ([("2026年11月", AS_OF)] if plan.head.get("concluded_on", "9999") > AS_OF else [])


# --- other plans --------------------------------------------------------------------------------


def due(day: str, number: int) -> Measure:
    return measure(number=number, due_on=day)


def months(*measures: Measure, as_of: date, entries: tuple[object, ...] = ()) -> tuple[Months, ...]:
    assessment = assess(portal(plan(task(*measures), entries=entries)), as_of)
    (view,) = (page.view for page in pages(assessment) if isinstance(page.view, DeadlinesView))
    return view.months


def told(*measures: Measure, as_of: date) -> list[tuple[str, int, bool]]:
    """(label, how many measures, whether it is the month of judgement) of every row."""
    return [(row.label, row.tally.total, row.has_as_of) for row in months(*measures, as_of=as_of)]


@pytest.mark.parametrize(
    ("days", "as_of", "shown"),
    [
        pytest.param(["2026-06-30"], date(2026, 6, 1), [("2026年6月", 1, True)], id="all in one month"),
        pytest.param(
            ["2026-05-31", "2026-06-01"], date(2026, 5, 1), [("2026年5月", 1, True), ("2026年6月", 1, False)], id="month after month"
        ),
        pytest.param(
            ["2026-05-31", "2026-07-31"],
            date(2026, 5, 1),
            [("2026年5月", 1, True), ("2026年6月", 0, False), ("2026年7月", 1, False)],
            id="an empty month",
        ),
        pytest.param(
            ["2026-12-31", "2026-05-31"],
            date(2026, 12, 31),
            [("2026年5月", 1, False), ("2026年6月至11月", 0, False), ("2026年12月", 1, True)],
            id="empty months on end",
        ),
        pytest.param(
            ["2026-11-30", "2027-03-01"],
            date(2026, 11, 30),
            [("2026年11月", 1, True), ("2026年12月至2027年2月", 0, False), ("2027年3月", 1, False)],
            id="over the end of the year",
        ),
        pytest.param(
            ["2026-05-31", "2026-12-31"],
            date(2026, 8, 15),
            [
                ("2026年5月", 1, False),
                ("2026年6月至7月", 0, False),
                ("2026年8月", 0, True),
                ("2026年9月至11月", 0, False),
                ("2026年12月", 1, False),
            ],
            id="judged between them",
        ),
        pytest.param(
            ["2026-05-31"],
            date(2026, 2, 1),
            [("2026年2月", 0, True), ("2026年3月至4月", 0, False), ("2026年5月", 1, False)],
            id="judged before",
        ),
        pytest.param(["9999-12-31"], date(9999, 12, 1), [("9999年12月", 1, True)], id="at the end of the calendar"),
        pytest.param(["2026-06-30"] * 3, date(2026, 6, 1), [("2026年6月", 3, True)], id="several on a day"),
        pytest.param([], date(2026, 6, 1), [], id="no date at all"),
    ],
)
def test_time_line_goes_from_month_to_month(days: list[str], as_of: date, shown: list[tuple[str, int, bool]]) -> None:
    measures = [due(day, number) for number, day in enumerate(days, start=1)] or [measure()]
    assert told(*measures, as_of=as_of) == shown


@pytest.mark.parametrize(
    ("as_of", "words"),
    [(date(2026, 6, 29), "还有 1 天"), (date(2026, 6, 30), "就是判定日期"), (date(2026, 7, 1), "日期已过")],
    ids=str,
)
def test_day_says_how_far_it_is(as_of: date, words: str) -> None:
    assert [day.distance for row in months(due("2026-06-30", 1), as_of=as_of) for day in row.days] == [words]


@pytest.mark.parametrize(("as_of", "due_on"), [(date(2026, 5, 14), "2026-06-30"), (date(2026, 5, 15), "2026-09-30")], ids=str)
def test_date_moves_on_the_day_of_the_document_that_moves_it(as_of: date, due_on: str) -> None:
    moved = months(due("2026-06-30", 1), as_of=as_of, entries=(change(on="2026-05-15", due_on="2026-09-30"),))
    assert [day.on.isoformat() for row in moved for day in row.days] == [due_on]


@pytest.mark.sweep
def test_plan_without_any_date_says_so_and_where_to_look(tmp_path) -> None:
    project = Project(tmp_path)
    project.data.replace(TASKS, "        due_on: 2025-06-30\n", "")
    site = project.build()
    page = BeautifulSoup(site["shili/2025/deadlines.html"], "lxml")
    assert page.select_one(".gk-lead").get_text() == "这份要点的 6 项举措都没有写明完成日期。"
    assert (page.select(".gk-due, li.gk-task"), [link["href"] for link in page.main.select("a")]) == ([], ["../../shili/2025/index.html"])
