"""The changes: every entry once on a page of its month, with what it turned, and summaries in front that agree with them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from gongkai.following.pages import pages_of
from gongkai.following.views import MonthView
from gongkai.judging.judgement import assess
from gongkai.pages import addresses
from gongkai.pages.plans import ShownPlace, shown_places
from gongkai.records.ledger_records import Entry
from gongkai.records.portal import Portal
from helpers.built_pages import happened, leads_to
from helpers.documents import Place, Plan, all_places, chinese_date, every_place, every_plan, place_of, places
from helpers.portals import change, check, evidence, measure, note, plan, portal, task
from helpers.sites import Site, each

AS_OF = date(2026, 11, 29)


def listed(section: Tag, address: str) -> list[tuple[str, str, str]]:
    """(page of the task, day of entry in words, label) of every entry that a list of changes shows, those of several tasks too."""
    return [
        (leads_to(address, who.a), moment.find_previous("h3").get_text(), moment.strong.get_text())
        for moment in section.select(".gk-moment")
        for who in moment.select("p.gk-moment__who, .gk-moment__who li")
    ]


def entered(*plans: Plan) -> list[tuple[str, str, str]]:
    return sorted((plan.task_address(task), f"登记于{chinese_date(on)}", label) for plan in plans for task, on, label in happened(plan))


def months_of(site: Site, place: Place) -> list[str]:
    return sorted(address for address in site.sources if re.fullmatch(rf"{place.slug}/changes/\d{{4}}-\d\d(\.\d+)?\.html", address))


@every_place
def test_every_entry_of_a_place_stands_once_on_the_page_of_its_month(site: Site, place: Place) -> None:
    pages = {address: listed(site.pages[address].main, address) for address in months_of(site, place)}
    assert sorted(entry for entries in pages.values() for entry in entries) == entered(*place.plans)
    for address, entries in pages.items():
        year, month = address.rpartition("/")[2].split(".")[0].split("-")
        assert entries
        assert all(on.startswith(f"登记于{year}年{int(month)}月") for _, on, _ in entries)


@every_place
def test_newest_entries_come_first_in_each_plan(site: Site, place: Place) -> None:
    for address in months_of(site, place):
        for section in site.pages[address].select("main section"):
            days = [heading.time["datetime"] for heading in section.select("h3")]
            assert days == sorted(set(days), reverse=True)


@every_place
def test_what_was_entered_alike_of_several_tasks_on_a_day_is_said_once(site: Site, place: Place) -> None:
    for address in months_of(site, place):
        for section in site.pages[address].select("main section"):
            folds = section.select(".gk-moment details")
            said = [(fold.find_previous("h3").get_text(), fold.parent.select_one(".gk-moment__what").get_text()) for fold in folds]
            counts = [int(fold.summary.get_text().split()[0]) for fold in folds]
            assert (len(said), counts) == (len(set(said)), [len(fold.select("li")) for fold in folds])


@every_place
def test_place_tells_each_month_and_how_much_of_it_turned(site: Site, place: Place) -> None:
    address = f"{place.slug}/changes/index.html"
    by_month = Counter(on[:7] for plan in place.plans for _, on, _ in happened(plan))
    for_months = []
    for month in site.pages[address].main.select("li.gk-moment"):
        page = site.pages[leads_to(address, month.h2.a)]
        turned = len(page.select(".gk-moment__turn"))
        for_months.append(leads_to(address, month.h2.a)[-12:-5])
        assert month.p.get_text().startswith(f"{by_month[for_months[-1]]} 条登记，")
        assert (f"其中 {turned} 条改变了状态" in month.p.get_text()) == bool(turned)
    assert for_months == sorted(by_month, reverse=True)


@every_plan
def test_plan_leads_to_where_its_entries_begin(site: Site, plan: Plan) -> None:
    address = plan.file("changes.html")
    links = [leads_to(address, link) for link in site.pages[address].main.select("h2 a")]
    by_month = Counter(on[:7] for _, on, _ in happened(plan))
    assert links == [f"{plan.place}/changes/{month}.html#plan-{plan.year}" for month in sorted(by_month, reverse=True)]
    for link in links:
        page, _, anchor = link.partition("#")
        section = site.pages[page].find(id=anchor).find_parent("section")
        assert len(listed(section, page)) == by_month[page[-12:-5]]
    assert place_of(plan).slug == plan.place


def test_site_leads_to_the_changes_of_every_place_that_is_real(site: Site) -> None:
    rows = site.pages["changes.html"].main.select("tbody tr")
    assert [leads_to("changes.html", row.th.a) for row in rows] == [f"{place.slug}/changes/index.html" for place in places()]
    newest = [max(on[:7] for plan in place.plans for _, on, _ in happened(plan)) for place in places()]
    assert [leads_to("changes.html", row.td.a)[-12:-5] for row in rows] == newest


@pytest.mark.sweep
@pytest.mark.parametrize("place", each(all_places(), all_places()[0]), ids=lambda place: place.slug)
def test_unit_tells_its_newest_entries_and_how_many_were_before(site: Site, place: Place) -> None:
    for slug in place.units:
        address = place.unit_address(slug)
        feed = BeautifulSoup(site.read(f"feeds/{place.slug}/units/{slug}.xml"), "xml")
        wanted = [(entry.link["href"].partition("8000/")[2], chinese_date(entry.updated.get_text()[:10])) for entry in feed.select("entry")]
        fold = site.pages[address].select_one("#changes")
        assert bool(fold) == bool(wanted)
        if fold:
            shown = [(leads_to(address, moment.a), moment.time.get_text()) for moment in fold.select(".gk-moment")]
            assert len(shown) == min(len(wanted), 20)
            assert Counter(shown) - Counter(wanted) == Counter()
            assert [day for _, day in shown] == [day for _, day in wanted[:20]]
            assert (f"以前还有 {len(wanted) - 20} 条" in fold.get_text()) == (len(wanted) > 20)


# --- what turned -----------------------------------------------------------------------------------


def shown(one_portal: Portal, day: date = AS_OF) -> ShownPlace:
    (place,) = shown_places(assess(one_portal, day))
    return place


def turns(*entries: Entry, tasks: tuple = ()) -> list[tuple[str, str]]:
    """(label, how the badge turned; empty where it did not) of the entries of the only plan, newest first."""
    views = shown(portal(plan(*tasks, entries=entries))).plans[0].newest_entries
    return [(view.moment.label, view.turn.words if view.turn.is_any else "") for view in views]


DUE = (task(measure(due_on="2026-06-30")),)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param(
            [evidence(on="2026-07-02", published_on="2026-06-20")], [("公开", "到期待核查 → 已公开（按期）")], id="after it was due"
        ),
        pytest.param([evidence(on="2026-05-02", published_on="2026-05-01")], [("公开", "未到期 → 已公开（按期）")], id="before it was due"),
        pytest.param([check(on="2026-07-02")], [("核查", "到期待核查 → 逾期未见公开")], id="nothing seen"),
        pytest.param([check(on="2026-06-02")], [("核查", "")], id="nothing seen in time"),
        pytest.param(
            [note(on="2026-05-02"), evidence(on="2026-05-03", published_on="2026-05-03")],
            [("公开", "推进中 → 已公开（按期）"), ("单位说明", "未到期 → 推进中")],
            id="one after the other",
        ),
        pytest.param([change(on="2026-07-02", due_on="2026-12-31")], [("调整", "到期待核查 → 未到期")], id="moved"),
    ],
)
def test_entry_says_what_it_turned_on_the_day_on_which_it_was_made(entries: list[Entry], expected: list[tuple[str, str]]) -> None:
    assert turns(*entries, tasks=DUE) == expected


def test_of_pages_alike_but_for_their_address_each_turns_a_number_and_only_the_first_what_is_done_once() -> None:
    pages = [evidence(on="2026-05-02", published_on="2026-05-01", url=f"https://www.example.org/{page}.html") for page in "ab"]
    twice = (task(measure(kind="count", recurrence={"per": "year", "times": 2})),)
    assert turns(*pages, tasks=twice) == [("公开", "未到期（0/2） → 未到期（1/2）"), ("公开", "未到期（1/2） → 已公开（按期）")]
    assert turns(*pages, tasks=DUE) == [("公开", "未到期 → 已公开（按期）"), ("公开", "")]


def test_what_turned_is_told_the_same_on_every_later_day() -> None:
    entries = [note(on="2026-05-02"), evidence(on="2026-07-03", published_on="2026-06-03")]
    told = [
        [view.turn.words for view in shown(portal(plan(*DUE, entries=entries)), day).plans[0].newest_entries]
        for day in (date(2026, 7, 3), date(2027, 12, 31))
    ]
    assert told[0] == told[1]


# --- many ------------------------------------------------------------------------------------------


def test_month_with_many_entries_is_cut_and_all_of_them_stand_somewhere() -> None:
    notes = [note(on=f"2026-05-{day:02}", text=f"第 {day} 天第 {time} 次。") for day in range(1, 29) for time in range(8)]
    place = shown(portal(plan(entries=notes)))
    pages = [page for page in pages_of(place) if isinstance(page.view, MonthView)]
    counts = [sum(len(alike.moments) for plan in page.view.plans for day in plan.days for alike in day.entries) for page in pages]
    assert ([page.save_as for page in pages], counts) == (
        ["shili/changes/2026-05.html", "shili/changes/2026-05.2.html", "shili/changes/2026-05.3.html"],
        [100, 100, 24],
    )
    assert [link.address for link in pages[0].view.pages] == [page.save_as for page in pages]
    assert set(addresses.months_of_changes(place.place.jurisdiction)) == {page.save_as for page in pages}


def test_summaries_do_not_grow_with_what_was_entered() -> None:
    """A line for a month, however much was entered."""
    few, many = (
        shown(portal(plan(entries=[note(on=f"2026-05-{day:02}", text=f"{turn}") for day in range(1, 29) for turn in range(times)])))
        for times in (1, 20)
    )
    lengths = [len(next(iter(pages_of(place))).view.months) for place in (few, many)]
    assert lengths == [1, 1]


def test_entry_of_a_day_to_come_is_on_no_page_but_its_month_is_known() -> None:
    place = shown(portal(plan(entries=[note(on="2026-05-01"), note(on="2026-06-01", text="以后。")])), date(2026, 5, 2))
    assert [page.save_as for page in pages_of(place) if isinstance(page.view, MonthView)] == ["shili/changes/2026-05.html"]
    assert set(addresses.months_of_changes(place.place.jurisdiction)) == {"shili/changes/2026-05.html", "shili/changes/2026-06.html"}
