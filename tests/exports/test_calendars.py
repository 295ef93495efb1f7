"""The calendars: one event per stated date and none else, readable by any calendar program, the same whenever they are written."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from gongkai.exports import calendars
from gongkai.pages.addresses import Site as SiteAddress
from helpers.built_pages import badge_of
from helpers.documents import (
    BADGE_WORDS,
    Mapping,
    Place,
    Plan,
    all_plans,
    due_measures,
    every_place,
    every_plan,
    owing,
    place_of,
    places,
)
from helpers.portals import assessed, change, group, measure, plan, portal, task, unit
from helpers.sites import PublishedSite, Site
from icalendar import Calendar, Event

AS_OF = date(2026, 11, 20)
AT_HOME = SiteAddress("政务公开任务", "http://localhost:8000", is_published=False)


def events(file: Path) -> list[Event]:
    return Calendar.from_ical(file.read_bytes()).walk("VEVENT")


def events_of(site: Site, plan: Plan) -> list[Event]:
    return events(site.folder / plan.file("deadlines.ics"))


def uid(plan: Plan, task: Mapping, measure: Mapping) -> str:
    return f"{plan.place}-{plan.year}-{task['id']}-{measure.get('number', 1)}"


@every_plan
def test_calendar_has_one_event_per_stated_date_and_none_else(site: Site, plan: Plan) -> None:
    shown = [(str(event["uid"]), event["dtstart"].dt) for event in events_of(site, plan)]
    assert shown == [(uid(plan, task, one), date.fromisoformat(one["due_on"])) for task, one in due_measures(plan)]


@every_place
def test_calendar_of_a_place_has_the_events_of_all_its_plans(site: Site, place: Place) -> None:
    together = [event.to_ical() for event in events(site.folder / f"calendars/{place.slug}.ics")]
    assert sorted(together) == sorted(event.to_ical() for plan in place.plans for event in events_of(site, plan))


def test_no_two_events_have_the_same_name(site: Site) -> None:
    names = Counter(str(event["uid"]) for plan in all_plans() for event in events_of(site, plan))
    assert [name for name, times in names.items() if times > 1] == []


@every_plan
def test_every_event_takes_a_whole_day_and_keeps_nobody_busy(site: Site, plan: Plan) -> None:
    kept = [(type(event["dtstart"].dt), "dtend" in event, event["transp"]) for event in events_of(site, plan)]
    assert kept == [(date, False, "TRANSPARENT")] * len(kept)


@every_plan
def test_no_event_is_stamped_later_than_the_newest_entry_or_the_day_after_it_was_due(site: Site, plan: Plan) -> None:
    newest = max((entry["on"] for entry in plan.entries), default="")
    for event in events_of(site, plan):
        passed = event["dtstart"].dt + timedelta(days=1)
        assert event["dtstamp"].dt <= max(
            datetime.fromisoformat(f"{newest}T00:00:00Z"), datetime(passed.year, passed.month, passed.day, tzinfo=UTC)
        )


@every_plan
def test_event_says_who_owes_it_what_the_document_says_and_how_it_stands(site: Site, plan: Plan) -> None:
    units = place_of(plan).units
    for (row, one), event in zip(due_measures(plan), events_of(site, plan), strict=True):
        slugs = one.get("units") or owing(row)
        lines = str(event["description"]).split("\n")
        assert lines[0] == plan.head["title"]
        assert f"单位：{'、'.join(units[slug]['name'] for slug in slugs)}" in lines
        assert [line for line in lines if line.startswith("时限原文：")] == ([f"时限原文：{one['due_text']}"] if "due_text" in one else [])
        assert lines[-1].startswith(f"状态：{BADGE_WORDS[badge_of(site, plan, row, one)]}")
        assert units[slugs[0]]["name"] in event["summary"]


@every_plan
def test_events_of_demonstrations_are_called_examples_and_no_others_are(site: Site, plan: Plan) -> None:
    called = [str(event["summary"]).startswith("【示例】") for event in events_of(site, plan)]
    assert called == [plan.is_demonstration] * len(called)


@every_plan
def test_withdrawn_measures_are_cancelled_and_no_others_are(site: Site, plan: Plan) -> None:
    cancelled = [str(event["uid"]) for event in events_of(site, plan) if event.get("status") == "CANCELLED"]
    assert cancelled == [uid(plan, task, one) for task, one in due_measures(plan) if badge_of(site, plan, task, one) == "changed"]


def test_moved_date_is_the_same_event_once_more(site: Site) -> None:
    plan = next(one for one in all_plans() if one.name == "shilixian 2026")
    moved = [(str(event["uid"]), event["dtstart"].dt) for event in events_of(site, plan) if event["sequence"]]
    assert ("shilixian-2026-1.3.2-2", date(2026, 10, 31)) in moved


@every_plan
def test_unpublished_events_name_no_address(site: Site, plan: Plan) -> None:
    assert b"http" not in (site.folder / plan.file("deadlines.ics")).read_bytes()


def test_published_events_name_their_task_and_keep_their_names(site: Site, published: PublishedSite) -> None:
    for place in places():
        there, here = (events(of.folder / f"calendars/{place.slug}.ics") for of in (published.site, site))
        assert [
            event for event in there if str(event["url"]).removeprefix(published.address).partition("#")[0] not in published.site.pages
        ] == []
        assert [str(event["uid"]) for event in there] == [str(event["uid"]) for event in here]


def test_no_calendar_of_a_demonstration_is_published(published: PublishedSite) -> None:
    assert {file.stem for file in published.site.folder.glob("calendars/*")} == {place.slug for place in places()}


@every_plan
def test_lines_end_and_are_folded_as_rfc_5545_says(site: Site, plan: Plan) -> None:
    lines = (site.folder / plan.file("deadlines.ics")).read_bytes().split(b"\r\n")
    assert (max(map(len, lines)) <= 75, any(b"\n" in line for line in lines), lines[-1]) == (True, False, b"")


@every_place
def test_another_writer_of_rfc_5545_writes_the_same(site: Site, place: Place) -> None:
    files = [site.folder / f"calendars/{place.slug}.ics", *(site.folder / plan.file("deadlines.ics") for plan in place.plans)]
    written = [file.read_bytes() for file in files]
    assert [Calendar.from_ical(content).to_ical() for content in written] == written


# --- other plans --------------------------------------------------------------------------------


def summaries(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_many_units_are_counted_in_the_summary_and_named_in_the_description() -> None:
    units = [unit(f"ju-{number}", name=f"{number}局") for number in range(1, 6)]
    one = task(measure(due_on="2026-06-30"), lead_units=[one.slug for one in units])
    content = calendars.plan_calendar(assessed(portal(plan(one), units)), AT_HOME)
    assert summaries(content) == ["【示例】1局、2局、3局等 5 个单位：公开规划 截止"]
    assert "单位：1局、2局、3局、4局、5局" in Calendar.from_ical(content).walk("VEVENT")[0]["description"]


def test_group_is_called_as_the_document_calls_it() -> None:
    units = (unit("fagaiju"), group("ge-bumen", "fagaiju", name="各部门"))
    one = task(measure(due_on="2026-06-30"), lead_units=["ge-bumen"])
    assert summaries(calendars.plan_calendar(assessed(portal(plan(one), units)), AT_HOME)) == ["【示例】各部门：公开规划 截止"]


def test_text_from_data_starts_no_line_of_its_own() -> None:
    text = "公开规划，\\n；BEGIN:VEVENT\nURL:http://evil.example/"
    content = calendars.plan_calendar(assessed(portal(plan(task(measure(due_on="2026-06-30", text=text, due_text="a;b,c\\n"))))), AT_HOME)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert ("url" in event, "时限原文：a;b,c\\n" in str(event["description"])) == (False, True)


@pytest.mark.parametrize("blank", [" ", "　", "𠀀"])
def test_whatever_is_written_is_read_wherever_its_lines_are_broken(blank: str) -> None:
    texts = [blank * length + "a;b,c\\n\n行𠀀：" * 9 for length in range(80)]
    due = [
        calendars.DueEvent(f"{text[:3]};,{at}", at, AS_OF, AS_OF, text, text[::-1], is_cancelled=False, url="")
        for at, text in enumerate(texts)
    ]
    read = Calendar.from_ical(calendars.calendar("甲，乙;丙,丁", due))
    told = [(str(event["uid"]), str(event["summary"]), str(event["description"])) for event in read.walk("VEVENT")]
    # This library takes NAME for a property it does not know, and leaves it as RFC 7986 has it written.
    assert (str(read["name"]), told) == ("甲，乙\\;丙\\,丁", [(event.uid, event.summary, event.description) for event in due])


def test_event_of_a_withdrawn_measure_is_cancelled() -> None:
    content = calendars.plan_calendar(
        assessed(portal(plan(task(measure(due_on="2026-06-30")), entries=(change(withdrawn=True),)))), AT_HOME
    )
    assert [event["status"] for event in Calendar.from_ical(content).walk("VEVENT")] == ["CANCELLED"]
    assert summaries(content) == ["【示例】已取消：fagaiju：公开规划 截止"]


def test_plan_without_any_date_has_a_calendar_without_events() -> None:
    calendar = Calendar.from_ical(calendars.plan_calendar(assessed(portal(plan())), AT_HOME))
    assert (str(calendar["version"]), calendar.walk("VEVENT")) == ("2.0", [])
