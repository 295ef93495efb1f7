"""Who was called what and when, whom a unit took over, and where addresses and rosters are from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from gongkai.judging.judgement import assess
from gongkai.pages.templates import TaskView, UnitView
from gongkai.pages.whole import portal_pages
from gongkai.pages.wording import unseen_addresses
from gongkai.records.register_records import Unit
from helpers.documents import all_places
from helpers.portals import group, plan, portal, task, unit
from helpers.sites import Site

OPENED = {"by": "李四", "on": "2026-06-02"}
UNITS = (
    unit("fagaiju", name="县发展和改革局", former_names=[{"name": "县发展计划局", "valid_to": "2026-03-31"}]),
    unit("wuhuaju", name="县文化局", valid_to="2026-06-30", successors=["wenlvju", "tiyuju"]),
    unit("lvyouju", name="县旅游局", valid_to="2026-06-30", successors=["wenlvju"]),
    unit("wenlvju", name="县文化旅游局", valid_from="2026-07-01"),
    unit("tiyuju", name="县体育局", valid_from="2026-07-01"),
    group(
        "ge-zhen",
        {"unit": "fagaiju"},
        {"unit": "tiyuju", "source": "网页甲", "seen_on": "2026-06-01"},
        {"unit": "wenlvju", "source": "网页甲", "seen_on": "2026-06-01"},
        {"unit": "lvyouju", "source": "网页乙", "seen_on": "2026-06-01", "opened": OPENED},
        members_complete=False,
    ),
)


def views() -> list[object]:
    whole = portal(plan(task(lead_units=["fagaiju"])), UNITS)
    return [page.view for page in portal_pages.pages(assess(whole, date(2026, 11, 20)))]


def of_unit(slug: str) -> UnitView:
    return next(view for view in views() if isinstance(view, UnitView) and view.unit.slug == slug)


def test_an_heir_names_whom_it_took_over_until_when_and_with_whom() -> None:
    before = of_unit("wenlvju").succession.predecessors
    assert [(one.link.title, one.valid_to, [other.title for other in one.others]) for one in before] == [
        ("县文化局", date(2026, 6, 30), ["县体育局"]),
        ("县旅游局", date(2026, 6, 30), []),
    ]


def test_the_name_of_its_time_stands_in_an_old_plan_and_the_present_one_on_its_page_and_where_to_ask() -> None:
    (shown,) = (view for view in views() if isinstance(view, TaskView))
    assert [link.title for link in shown.row.lead_units] == ["县发展计划局"]
    assert [contact.link.title for contact in shown.where_to_look.contacts] == ["县发展和改革局"]
    assert of_unit("fagaiju").unit.name == "县发展和改革局"


@pytest.mark.parametrize(
    ("day", "name"),
    [("2019-01-31", "县计委"), ("2019-02-01", "县发改委"), ("2026-03-31", "县发改委"), ("2026-04-01", "县发改局")],
)
def test_a_unit_bears_each_name_to_its_last_day(day: str, name: str) -> None:
    former = [{"name": "县发改委", "valid_to": "2026-03-31"}, {"name": "县计委", "valid_to": "2019-01-31"}, "县府经济科"]
    assert (
        Unit.model_validate({"slug": "a", "kind": "office", "name": "县发改局", "former_names": former}).name_on(date.fromisoformat(day))
        == name
    )


def test_a_roster_names_each_source_once() -> None:
    sources = of_unit("ge-zhen").roster.sources
    assert [(one.source, one.opened is not None, one.count) for one in sources] == [("网页甲", False, 2), ("网页乙", True, 1)]


def test_a_roster_that_was_not_fully_seen_says_so(site: Site) -> None:
    for place in all_places():
        for slug, one in place.units.items():
            text = site.pages[place.unit_address(slug)].main.get_text()
            assert ("名册不完整" in text) == (bool(one.get("members")) and one.get("members_complete") != "true")
            listed = [
                pair.dd.get_text()
                for pair in site.pages[place.unit_address(slug)].select(".gk-facts > div")
                if pair.dt.get_text() == "成员"
            ]
            assert ("名单未查到" in listed) == (one["kind"] == "group" and not one.get("members") and one.get("open") != "true")


def told(source: Mapping) -> str:
    """What the page says of a source."""
    words = [f"来源：{source['source']}"]
    if "seen_on" in source:
        words.append(f"{in_words(source['seen_on'])}看到")
    opened = source.get("opened")
    words.append(f"{opened['by']}于{in_words(opened['on'])}打开核对" if opened else "待核对")
    return f"（{'；'.join(words)}）"


def in_words(day: str) -> str:
    year, month, of_month = map(int, day.split("-"))
    return f"{year}年{month}月{of_month}日"


def test_what_a_place_says_of_itself_is_shown_with_its_source(site: Site) -> None:
    places = [place for place in all_places() if place.record.get("sources")]
    for place in places:
        text = site.pages[f"{place.slug}/index.html"].main.get_text()
        for key, source in place.record["sources"].items():
            stated = place.record[key]
            assert f"{'、'.join(stated) if isinstance(stated, list) else stated}{told(source)}" in text
    real = [place.slug for place in all_places() if not place.is_demonstration]
    assert [place.slug for place in places if {"portal_url", "place_code", "hosts"} <= set(place.record["sources"])] == real


def test_a_telephone_and_an_address_have_each_its_source_or_the_common_one(site: Site) -> None:
    kinds = set()
    for place in all_places():
        for slug, one in place.units.items():
            text = site.pages[place.unit_address(slug)].main.get_text()
            stated, own = {"telephone", "url"} & set(one), set(one.get("sources", {}))
            assert all(f"{one[key]}{told(one['sources'][key])}" in text for key in own)
            assert ("登记的来源" in text) == ("source" in one or bool(stated - own))
            kinds.add((bool(own), bool(stated - own), "source" in one))
    assert {(False, True, True), (True, False, False), (True, True, True)} <= kinds


def test_what_was_looked_for_in_vain_is_no_proof_of_anything(site: Site) -> None:
    for place in all_places():
        for one in place.plans:
            told = {task["id"]: site.pages[one.task_address(task["id"])].main.get_text() for task in one.tasks}
            nothing = [text for text in told.values() if "没有打开政府网站" in text]
            assert [text for text in nothing if "不能说明没有公开" not in text] == []


def test_an_address_of_a_column_that_nobody_knows_is_said_once(site: Site) -> None:
    """On the page of the column, and of all of them together above the tree; with the way by the government's own site."""
    counts = set()
    for place in all_places():
        columns, portal_url = place.columns.values(), place.record.get("portal_url")
        lacking = [column for column in columns if not column.url]
        pages = {place.path_address(column.slug): column in lacking for column in columns} | {
            f"{place.slug}/paths/index.html": bool(lacking)
        }
        for address, is_said in pages.items():
            main = site.pages[address].main
            assert main.get_text().count("网址未查到") == is_said
            ways = [line.a["href"] for line in main.find_all("p") if "网址未查到" in line.get_text() and line.a]
            assert ways == ([portal_url] if is_said and portal_url else [])
        counts.add((bool(columns), len(lacking) < len(columns)))
    assert counts == {(False, False), (True, False), (True, True)}


@pytest.mark.parametrize(
    ("total", "unseen", "words"),
    [(3, 0, ""), (3, 3, "这些网站和栏目的网址未查到。"), (3, 1, "3 个网站和栏目里，1 个的网址未查到。")],
    ids=["all known", "none known", "one not known"],
)
def test_words_of_addresses_that_are_not_known(total: int, unseen: int, words: str) -> None:
    assert unseen_addresses(total, unseen) == words
