"""A feed and a calendar for each plan and each unit: what is of it and nothing else, for any reader, the same as long as its records are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from gongkai.pages.addresses import Site as SiteAddress
from gongkai.publishing.places.groups import built, files_of_place
from gongkai.records.ledger_records import Entry
from gongkai.records.portal import Portal
from helpers.built_pages import LABELS, happened, leads_to
from helpers.documents import Place, Plan, all_places, due_measures, every_place, every_plan, owing, owing_measure
from helpers.followed import atom_faults, calendar_faults, read_calendar, read_feed
from helpers.portals import evidence, group, measure, note, plan, portal, task, unit
from helpers.sites import PublishedSite, Site

HERE = "http://localhost:8000/"
AT_HOME = SiteAddress("政务公开任务", "http://localhost:8000", is_published=False)
LIMIT = 50


def feed_of(site: Site, name: str) -> list[tuple[str, str, str]]:
    """(page of the task, day of entry, label) of every entry."""
    feed = read_feed((site.folder / f"feeds/{name}.xml").read_bytes())
    return [(one.link.removeprefix(HERE), one.updated[:10], one.tags[0].term) for one in feed.entries]


def of_plan(plan: Plan) -> list[tuple[str, str, str]]:
    return [(plan.task_address(task), on, label) for task, on, label in happened(plan)]


def of_unit(place: Place, slug: str) -> Iterator[tuple[str, str, str]]:
    """Of what was entered as having to do with it: by name, or, where a document changed a duty, as who owes it."""
    for one_plan in place.plans:
        tasks = {one["id"]: one for one in one_plan.tasks}
        for kind, entries in one_plan.ledger.items():
            for entry in entries:
                named = _changed(tasks[entry["task"]], entry) if kind == "changes" else entry["units"]
                if slug in named:
                    label = LABELS.get(kind) or _label(kind, entry)
                    yield one_plan.task_address(entry["task"]), entry["on"], label


def _changed(one_task: dict, entry: dict) -> list[str]:
    wanted = [one for one in one_task["measures"] if not entry.get("measures") or one.get("number") in entry["measures"]]
    return [slug for one in wanted for slug in one.get("units") or owing(one_task)]


def _label(kind: str, entry: dict) -> str:
    if kind == "evidence":
        return "单位自述" if entry.get("strength") == "self_report" else "公开"
    return "单位回应" if entry["author"] == "unit" else "读者意见"


def test_every_feed_is_what_atom_asks_for_and_what_a_reader_takes(site: Site) -> None:
    contents = {file: file.read_bytes() for file in site.folder.glob("feeds/**/*.xml")}
    expected = 1 + sum(1 + len(place.plans) + len(place.units) for place in all_places())
    assert len(contents) == expected
    assert {file: faults for file, content in contents.items() if (faults := list(atom_faults(content)))} == {}
    assert [file for file, content in contents.items() if read_feed(content).bozo] == []


def test_every_calendar_is_what_a_calendar_program_takes(site: Site) -> None:
    contents = {file: file.read_bytes() for file in site.folder.rglob("*.ics")}
    assert {file: faults for file, content in contents.items() if (faults := list(calendar_faults(content)))} == {}
    assert sum(len(read_calendar(content).events) for content in contents.values()) > 200


@every_plan
def test_feed_of_a_plan_has_its_newest_entries(site: Site, plan: Plan) -> None:
    shown, everything = feed_of(site, f"{plan.place}/{plan.year}"), of_plan(plan)
    assert [on for _, on, _ in shown] == sorted((on for _, on, _ in everything), reverse=True)[:LIMIT]
    assert Counter(shown) - Counter(everything) == Counter()


@every_place
def test_feed_of_a_unit_has_what_was_entered_of_it_and_nothing_else(site: Site, place: Place) -> None:
    shown = {slug: feed_of(site, f"{place.slug}/units/{slug}") for slug in place.units}
    wanted = {slug: sorted(of_unit(place, slug)) for slug in place.units}
    assert any(wanted.values())
    assert {slug: sorted(entries) for slug, entries in shown.items() if len(wanted[slug]) <= LIMIT} == {
        slug: entries for slug, entries in wanted.items() if len(entries) <= LIMIT
    }


def test_no_two_feeds_are_called_the_same(site: Site) -> None:
    names = [read_feed(file.read_bytes()).feed.id for file in site.folder.glob("feeds/**/*.xml")]
    assert len(set(names)) == len(names)


@pytest.mark.sweep
def test_an_entry_is_called_the_same_in_every_feed_and_on_every_host(site: Site, published: PublishedSite) -> None:
    """By what is told of it: the same words are the same entry."""
    names: dict[str, set[str]] = {}
    for one in (site, published.site):
        for file in one.folder.glob("feeds/**/*.xml"):
            for entry in read_feed(file.read_bytes()).entries:
                names.setdefault(entry.id, set()).add(f"{entry.title}\n{entry.updated}\n{entry.summary}")
    assert {name: told for name, told in names.items() if len(told) != 1} == {}


@every_place
def test_calendar_of_a_unit_has_each_date_by_which_it_owes_something_and_none_else(site: Site, place: Place) -> None:
    wanted: dict[str, list[tuple[str, date]]] = {}
    for one_plan in place.plans:
        end = one_plan.head.get("concluded_on", "9999-12-31")
        for one_task, one in due_measures(one_plan):
            phrases = one.get("units") or owing(one_task)
            for slug in dict.fromkeys([*phrases, *owing_measure(one_plan, one_task, one)]):
                uid = f"{place.slug}-{one_plan.year}-{one_task['id']}-{one.get('number', 1)}-{slug}"
                wanted.setdefault(slug, [])
                if one["due_on"] <= end:
                    wanted[slug].append((uid, date.fromisoformat(one["due_on"])))
    files = {file.stem: file.read_bytes() for file in site.folder.glob(f"calendars/{place.slug}/units/*.ics")}
    shown = {slug: sorted((event.uid, event.dtstart) for event in read_calendar(content).events) for slug, content in files.items()}
    assert shown == {slug: sorted(events) for slug, events in wanted.items()}


@pytest.mark.sweep
@every_place
def test_unit_page_names_its_feed_and_its_calendar_where_anything_is_in_it(site: Site, place: Place) -> None:
    for slug in place.units:
        address = place.unit_address(slug)
        file = site.folder / f"calendars/{place.slug}/units/{slug}.ics"
        has_dates = file.is_file() and bool(read_calendar(file.read_bytes()).events)
        wanted = {f"feeds/{place.slug}/units/{slug}.xml", *([f"calendars/{place.slug}/units/{slug}.ics"] if has_dates else [])}
        page = site.pages[address]
        assert {leads_to(address, link) for link in page.head.select("link[rel=alternate]")} == wanted
        assert {leads_to(address, link) for link in page.main.select("#follow a")} == wanted


@every_plan
def test_plan_page_names_its_feed_and_its_calendar(site: Site, plan: Plan) -> None:
    page = site.pages[plan.address]
    named = {leads_to(plan.address, link) for link in page.head.select("link[rel=alternate]")}
    dates = read_calendar((site.folder / plan.file("deadlines.ics")).read_bytes()).events
    assert named == {f"feeds/{plan.place}/{plan.year}.xml", *([plan.file("deadlines.ics")] if dates else [])}
    assert f"feeds/{plan.place}/{plan.year}.xml" in {
        leads_to(plan.address, link) for link in page.main.select("a[type='application/atom+xml']")
    }


# --- other ledgers -------------------------------------------------------------------------------

UNITS = (unit("fagaiju"), unit("caizhengju"), unit("jiaoyuju"), group("ge-bumen", "caizhengju", "jiaoyuju", name="各部门"))
TASKS = (task(measure(due_on="2026-06-30")), task(measure(due_on="2026-09-30"), id="1.1.2", lead_units=["ge-bumen"]))
FEEDS = {"feeds/shili.xml", "feeds/shili/2026.xml"}


def of(*entries: Entry) -> Portal:
    return portal(plan(*TASKS, entries=entries), UNITS)


def followed(one_portal: Portal, day: str) -> dict[str, bytes]:
    """The feeds and calendars of the only place, as they are made on a day."""
    as_of = date.fromisoformat(day)
    place = built(one_portal.jurisdictions[0], one_portal, as_of)
    files = {file.address: file for file in files_of_place(place, AT_HOME, as_of)}
    return {address: file.make() for address, file in files.items() if address.endswith((".xml", ".ics"))}


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)}


@pytest.mark.parametrize("entries", [(), (note(on="2026-05-01"), evidence(on="2026-05-02"))], ids=["no entry", "two entries"])
def test_another_day_changes_no_byte_as_long_as_nothing_falls_due(entries: tuple[Entry, ...]) -> None:
    assert differing(followed(of(*entries), "2026-05-03"), followed(of(*entries), "2026-06-30")) == set()


def test_one_entry_changes_only_what_it_belongs_to() -> None:
    before = followed(of(note(on="2026-05-01")), "2026-06-01")
    after = followed(of(note(on="2026-05-01"), evidence(on="2026-05-02")), "2026-06-01")
    calendars = {"calendars/shili.ics", "shili/2026/deadlines.ics", "calendars/shili/units/fagaiju.ics"}
    assert differing(before, after) == {*FEEDS, "feeds/shili/units/fagaiju.xml", *calendars}


def test_entry_of_a_task_without_a_date_changes_no_calendar() -> None:
    tasks = (*TASKS, task(id="1.1.3"))
    before, after = (followed(portal(plan(*tasks, entries=entries), UNITS), "2026-06-01") for entries in ((), [note(task="1.1.3")]))
    assert differing(before, after) == {*FEEDS, "feeds/shili/units/fagaiju.xml"}


def test_unit_without_any_date_has_no_calendar() -> None:
    names = followed(portal(plan(TASKS[0]), UNITS), "2026-06-01")
    assert {name for name in names if name.startswith("calendars/shili/")} == {"calendars/shili/units/fagaiju.ics"}


def test_members_of_a_group_have_its_dates_under_their_own_names_and_so_has_the_group() -> None:
    names = followed(of(), "2026-06-01")
    assert {
        name: [(event.uid, event.summary) for event in read_calendar(names[name]).events]
        for name in names
        if "/units/" in name and "cal" in name
    } == {
        "calendars/shili/units/fagaiju.ics": [("shili-2026-1.1.1-1-fagaiju", "【示例】fagaiju：公开规划 截止")],
        "calendars/shili/units/caizhengju.ics": [("shili-2026-1.1.2-1-caizhengju", "【示例】caizhengju：公开规划 截止")],
        "calendars/shili/units/jiaoyuju.ics": [("shili-2026-1.1.2-1-jiaoyuju", "【示例】jiaoyuju：公开规划 截止")],
        "calendars/shili/units/ge-bumen.ics": [("shili-2026-1.1.2-1-ge-bumen", "【示例】各部门：公开规划 截止")],
    }


def test_event_of_a_unit_says_how_its_own_share_stands() -> None:
    entry = evidence(task="1.1.2", units=["jiaoyuju"], published_on="2026-09-01")
    names = followed(of(entry), "2026-10-01")
    states = {
        slug: read_calendar(names[f"calendars/shili/units/{slug}.ics"]).events[0].description.split("\n")[-1]
        for slug in ("caizhengju", "jiaoyuju")
    }
    assert states == {"caizhengju": "状态：到期待核查", "jiaoyuju": "状态：已公开（按期）"}


def test_event_is_stamped_with_the_last_day_on_which_anything_about_it_changed() -> None:
    """The plan's own day, that of the newest entry, that after the due date."""
    stamps = [
        str(read_calendar(followed(of(*entries), day)["calendars/shili/units/fagaiju.ics"]).events[0].dtstamp.date())
        for entries, day in (((), "2026-06-30"), ([note(on="2026-05-06")], "2026-06-30"), ([note(on="2026-05-06")], "2026-08-01"))
    ]
    assert stamps == ["2026-03-01", "2026-05-06", "2026-07-01"]


def test_feed_without_entries_is_of_the_day_of_the_plan() -> None:
    feed = read_feed(followed(of(), "2026-06-01")["feeds/shili/units/fagaiju.xml"])
    assert (feed.feed.updated, feed.entries, feed.bozo) == ("2026-03-01T00:00:00+00:00", [], False)
