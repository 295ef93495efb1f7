"""The feeds: what the ledgers hold, newest first, under names that never change."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape

import pytest
from gongkai.exports import feeds
from gongkai.judging.assessment import Assessment
from gongkai.judging.chronicle import Chronicle
from gongkai.judging.judgement import assess
from gongkai.pages.addresses import Site as SiteAddress
from gongkai.records.ledger_records import Entry
from helpers.built_pages import LABELS, happened, leads_to
from helpers.documents import Place, Plan, all_places, every_place, places, plans
from helpers.portals import change, check, evidence, note, plan, portal
from helpers.sites import PublishedSite, Site
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
LIMIT = 50
DAY = "T00:00:00+00:00"
AT_HOME = SiteAddress("政务公开任务", "http://localhost:8000", is_published=False)


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def feed_of(site: Site, name: str) -> etree._Element:
    return parsed(site.read(f"feeds/{name}.xml"))


def texts(element: etree._Element, name: str) -> list[str]:
    return [one.text for one in element.findall(ATOM + name)]


def entries(feed: etree._Element) -> list[tuple[str, str, str]]:
    """(page of the task, day of entry, label) of every entry."""
    return [
        (
            entry.find(f"{ATOM}link").get("href").removeprefix("http://localhost:8000/"),
            texts(entry, "updated")[0].removesuffix(DAY),
            entry.find(f"{ATOM}category").get("term"),
        )
        for entry in feed.findall(f"{ATOM}entry")
    ]


def entered(*every: Plan) -> list[tuple[str, str, str]]:
    return [(plan.task_address(task), on, label) for plan in every for task, on, label in happened(plan)]


def assert_newest(shown: list[tuple[str, str, str]], every: list[tuple[str, str, str]]) -> None:
    """What is shown is part of everything, is as much as there is room for, and nothing newer was left out."""
    days = [on for _, on, _ in shown]
    assert days == sorted((on for _, on, _ in every), reverse=True)[:LIMIT]
    assert Counter(shown) - Counter(every) == Counter()


@every_place
def test_feed_of_a_place_has_the_newest_entries_of_its_ledgers(site: Site, place: Place) -> None:
    assert_newest(entries(feed_of(site, place.slug)), entered(*place.plans))


def test_feed_of_the_site_has_the_newest_entries_of_what_is_real(site: Site) -> None:
    assert_newest(entries(feed_of(site, "index")), entered(*plans()))


@every_place
def test_small_ledgers_are_told_whole(site: Site, place: Place) -> None:
    every = entered(*place.plans)
    shown = entries(feed_of(site, place.slug))
    assert len(shown) == min(len(every), LIMIT)
    assert len(every) > LIMIT or sorted(shown) == sorted(every)


@pytest.mark.parametrize("name", ["index", *(place.slug for place in all_places())])
def test_feed_has_what_atom_requires(site: Site, name: str) -> None:
    feed = feed_of(site, name)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert [len(texts(element, part)) for part in ("id", "title", "updated")] == [1, 1, 1]
        assert re.fullmatch(rf"\d{{4}}-\d\d-\d\d{re.escape(DAY)}", texts(element, "updated")[0])
        assert all(texts(element, "title"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "政务公开任务"
    newest = max(on for _, on, _ in entries(feed))
    assert texts(feed, "updated") == [newest + DAY]


def test_no_two_things_have_the_same_name(site: Site) -> None:
    """The feed of the site has entries of the places, under the same names."""
    of_places = [feed_of(site, place.slug) for place in all_places()]
    names = [name for feed in of_places for element in (feed, *feed.findall(f"{ATOM}entry")) for name in texts(element, "id")]
    index = feed_of(site, "index")
    assert len(set(names)) == len(names)
    assert {name for entry in index.findall(f"{ATOM}entry") for name in texts(entry, "id")} <= set(names)
    assert texts(index, "id")[0] not in names
    assert all(name.startswith("urn:uuid:") for name in names)


@pytest.mark.parametrize("name", ["index", *(place.slug for place in all_places())])
def test_every_link_of_a_feed_is_whole_and_leads_to_a_file(site: Site, name: str) -> None:
    links = [link.get("href") for link in feed_of(site, name).iter(f"{ATOM}link")]
    addresses = [link.removeprefix("http://localhost:8000/") for link in links]
    assert [one for one in addresses if not (site.folder / one).is_file()] == []


def test_published_feeds_have_the_public_address_and_the_same_names(site: Site, published: PublishedSite) -> None:
    for name in ("index", *(place.slug for place in places())):
        there, here = feed_of(published.site, name), feed_of(site, name)
        assert {link.get("href").startswith(published.address) for link in there.iter(f"{ATOM}link")} == {True}
        assert [one.text for one in there.iter(f"{ATOM}id")] == [one.text for one in here.iter(f"{ATOM}id")]


def test_no_feed_of_a_demonstration_is_published(published: PublishedSite) -> None:
    assert {file.stem for file in published.site.folder.glob("feeds/*")} == {"index", *(place.slug for place in places())}


def test_entries_of_demonstrations_are_called_examples(site: Site) -> None:
    titles = {place.slug: texts(entry, "title")[0] for place in all_places() for entry in feed_of(site, place.slug).findall(f"{ATOM}entry")}
    assert {slug for slug, title in titles.items() if title.startswith("【示例】")} == {"shilixian"}


@pytest.mark.sweep
def test_home_changes_places_plans_and_units_name_their_feed(site: Site) -> None:
    named = {
        address: leads_to(address, link)
        for address, page in site.pages.items()
        for link in page.head.select("link[rel=alternate][type='application/atom+xml']")
    }
    of_places = {
        f"{place.slug}/{page}": f"feeds/{place.slug}.xml" for place in all_places() for page in ("index.html", "changes/index.html")
    }
    of_plans = {
        page: f"feeds/{place.slug}/{plan.year}.xml"
        for place in all_places()
        for plan in place.plans
        for page in (plan.file("changes.html"), plan.address)
    }
    of_units = {place.unit_address(slug): f"feeds/{place.slug}/units/{slug}.xml" for place in all_places() for slug in place.units}
    assert named == {"index.html": "feeds/index.xml", "changes.html": "feeds/index.xml", **of_places, **of_plans, **of_units}


# --- other ledgers ------------------------------------------------------------------------------


def made(*found: object, as_of: date = date(2026, 11, 20)) -> etree._Element:
    assessment: Assessment = assess(portal(plan(entries=found)), as_of)
    news = feeds.news_of(Chronicle(assessed, assessment.portal.work_calendar) for assessed in assessment.plans)
    return parsed(feeds.place_feed(assessment.portal.jurisdictions[0], assessment.plans, news, AT_HOME, as_of).written())


def summaries(feed: etree._Element) -> list[str]:
    return [unescape(one.text).split("<br>")[0] for one in feed.iter(f"{ATOM}summary")]


def test_only_the_newest_fifty_are_told() -> None:
    notes = [note(on=f"2026-{month:02}-{day:02}", text=f"{month}-{day}") for month in (4, 5, 6) for day in range(1, 21)]
    assert summaries(made(*notes)) == [f"单位说明：{month}-{day}" for month in (6, 5, 4) for day in range(20, 0, -1)][:LIMIT]


def test_entry_made_after_the_day_of_judgement_is_not_told() -> None:
    assert summaries(made(note(on="2026-05-01"), note(on="2026-05-02", text="明天。"), as_of=date(2026, 5, 1))) == ["单位说明：正在整理。"]


def test_empty_ledger_makes_a_feed_of_the_day_of_the_plan() -> None:
    feed = made()
    assert (texts(feed, "updated"), entries(feed)) == ([f"2026-03-01{DAY}"], [])


def test_of_two_entries_of_one_day_the_first_turns_what_both_show() -> None:
    """Without the other each would have turned it; what was so already is not said to have changed."""
    both = made(evidence(), evidence(url="https://www.example.org/2.html"))
    turned = sorted(title.text.partition("公开，")[2] for title in both.findall(f"{ATOM}entry/{ATOM}title"))
    assert turned == ["仍是已公开", "本站暂无记录 → 已公开"]


def test_two_entries_of_one_identity_are_told_once() -> None:
    assert len(made(note(), note(by="李四")).findall(f"{ATOM}entry")) == 1


def test_name_of_an_entry_does_not_depend_on_what_else_there_is() -> None:
    (alone,) = (texts(entry, "id")[0] for entry in made(note()).findall(f"{ATOM}entry"))
    others = [texts(entry, "id")[0] for entry in made(note(), note(on="2026-06-01", text="新的。")).findall(f"{ATOM}entry")]
    assert alone in others


def test_marks_of_html_in_a_text_stay_text() -> None:
    (summary,) = (one.text for one in made(note(text="<script>&amp;")).iter(f"{ATOM}summary"))
    assert summary.startswith("单位说明：&lt;script&gt;&amp;amp;<br>")


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        pytest.param(evidence(), "【示例】示例县2026年“公开规划”（fagaiju）：公开，本站暂无记录 → 已公开", id="evidence"),
        pytest.param(note(), "【示例】示例县2026年“公开规划”（fagaiju）：单位说明，本站暂无记录 → 推进中", id="note"),
        pytest.param(check(), "【示例】示例县2026年“公开规划”（fagaiju）：核查，仍是本站暂无记录", id="nothing turned"),
        pytest.param(change(withdrawn=True), "【示例】示例县2026年“公开规划”（fagaiju）：调整，本站暂无记录 → 已调整", id="withdrawn"),
    ],
)
def test_title_says_what_changed_where_and_for_whom(entry: Entry, title: str) -> None:
    assert [one.text for one in made(entry).findall(f"{ATOM}entry/{ATOM}title")] == [title]


def test_every_kind_of_entry_has_its_label(site: Site) -> None:
    """The demonstration has one of each."""
    every = {label for _, _, label in entered(*next(place for place in all_places() if place.is_demonstration).plans)}
    assert set(LABELS.values()) <= every
