"""Which entry it is: corrections, confirmations and moves of files announce nothing as new."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from gongkai.exports import calendars, feeds
from gongkai.judging.chronicle import Chronicle
from gongkai.judging.judgement import assess
from gongkai.pages.addresses import Site
from gongkai.records.ledger_records import Entry, Evidence, identity
from gongkai.records.portal import Ledger, Portal
from helpers.portals import change, check, closure, entries_of, event, evidence, measure, note, plan, portal, reply, shipped, task, waiver
from icalendar import Calendar
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
AS_OF = date(2027, 6, 1)
HERE = Site("政务公开任务", "http://localhost:8000", is_published=False)
THERE = Site("公开承诺", "https://gk.example.gov.cn/portal", is_published=True)
MEASURES = (measure(number=1, text="公开规划。", due_on="2026-06-30"), measure(number=2, text="更新。", due_on="2026-12-31"))
ENTRIES: tuple[Entry, ...] = (
    evidence(measures=[1]),
    evidence(measures=[1], period="2026-05"),
    evidence(measures=[2], url="https://www.example.org/2.html?id=2"),
    evidence(measures=[2], description="张贴在公告栏", units=["caizhengju"]),
    check(measures=[1], column="guihua"),
    check(measures=[1], column="jiedu"),
    note(measures=[1]),
    event(measures=[2]),
    waiver(measures=[2]),
    reply(measures=[1]),
    reply(measures=[1], author="citizen"),
    change(measures=[1], due_on="2026-07-31"),
    closure(measures=[1]),
)
# What may be corrected without its being another entry, kind by kind.
DAYS = ("published_on", "document_on", "address_on", "seen_on", "dead_on")
TEXTS = ("by", "title", "remark", "text", "reason", "document", "outcome", "document_number", "found_trail")


def of(*entries: Entry) -> Portal:
    both = [f"{name}" for name in ("fagaiju", "caizhengju")]
    return portal(plan(task(*MEASURES, lead_units=both), entries=entries))


def names(one_portal: Portal, site: Site = HERE) -> list[str]:
    """The names of all that the feed of the only place tells, each with its day."""
    plans = assess(one_portal, AS_OF).plans
    news = feeds.news_of(Chronicle(assessed, one_portal.work_calendar) for assessed in plans)
    feed = etree.fromstring(feeds.place_feed(one_portal.jurisdictions[0], plans, news, site, AS_OF).written().encode())
    return [f"{entry.findtext(f'{ATOM}id')}" for entry in feed.findall(f"{ATOM}entry")]


def events(one_portal: Portal, site: Site = HERE) -> list[str]:
    (assessed,) = assess(one_portal, AS_OF).plans
    return [str(event["uid"]) for event in Calendar.from_ical(calendars.plan_calendar(assessed, site)).walk("VEVENT")]


def corrected(entry: Entry, chance: random.Random) -> Entry:
    """The same entry with other values in some of the fields that it may be corrected in."""
    known = type(entry).model_fields
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
    values: dict[str, object] = {key: day for key in DAYS if key in known} | {key: f"改 {day}" for key in TEXTS if key in known}
    if isinstance(entry, Evidence):
        values |= {"on": day, "covers": chance.choice(["full", "part"]), "found_in": chance.choice(["guihua", "caizheng", None])}
        values |= {"opened": {"by": "李四", "on": day}, "url": f"{entry.url}#a"} if entry.url else {}
    else:
        values["measures"] = entry.measures
    chosen = chance.sample(sorted(values), k=chance.randrange(len(values) + 1))
    fields = entry.model_dump() | {key: values[key] for key in chosen}
    return type(entry).model_validate(fields | {"units": tuple(chance.sample(entry.units, len(entry.units)))})


def test_no_two_entries_of_the_ledger_are_taken_for_the_same() -> None:
    assert [pair for pair in combinations(ENTRIES, 2) if len({identity("shili", 2026, entry) for entry in pair}) == 1] == []


@pytest.mark.sweep
def test_a_thousand_corrections_and_reorderings_announce_nothing() -> None:
    chance = random.Random(14)
    kept = {identity("shili", 2026, entry) for entry in ENTRIES}
    for _ in range(1000):
        entries = [corrected(entry, chance) for entry in ENTRIES]
        assert {identity("shili", 2026, entry) for entry in entries} == kept
    # What feeds and calendars make of them, where nothing is left to chance but the values.
    whole, dates = sorted(names(of(*ENTRIES))), events(of(*ENTRIES))
    assert (len(whole), len(set(whole)), len(dates)) == (len(ENTRIES), len(ENTRIES), len(MEASURES))
    for _ in range(40):
        entries = [corrected(entry, chance) for entry in chance.sample(ENTRIES, len(ENTRIES))]
        assert sorted(names(of(*entries))) == whole
        assert sorted(events(of(*entries))) == sorted(dates)


def test_a_moved_site_keeps_all_names() -> None:
    assert names(of(*ENTRIES), THERE) == names(of(*ENTRIES), HERE)
    assert events(of(*ENTRIES), THERE) == events(of(*ENTRIES), HERE)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"measures": [2]}, id="another measure"),
        pytest.param({"units": ["caizhengju"]}, id="another unit"),
        pytest.param({"url": "https://www.example.org/guihua.html?id=2"}, id="another address"),
        pytest.param({"period": "2025"}, id="another period"),
    ],
)
def test_another_act_is_another_entry(other: dict[str, object]) -> None:
    assert identity("shili", 2026, evidence(**{"measures": [1], **other})) != identity("shili", 2026, evidence(measures=[1]))


def test_confirming_everything_of_a_real_place_announces_nothing() -> None:
    """Whoever opens every address that nobody has opened yet changes what is known, and no name and no day of an entry."""
    whole = shipped()
    (place,) = (place for place in whole.jurisdictions if place.slug == "tongliang")
    before = replace(whole, jurisdictions=(place,))
    opened = tuple(replace(one, ledger=_confirmed(one.ledger)) for one in place.plans)
    after = replace(before, jurisdictions=(replace(place, plans=opened),))

    assert sum(len(entries_of(one.ledger)) for one in place.plans) > 0
    assert all(entry.opened for one in opened for entry in one.ledger.evidence if entry.url)
    assert _announced(after) == _announced(before)


def _confirmed(ledger: Ledger) -> Ledger:
    opening = {"by": "李四", "on": "2027-01-05"}
    confirmed = (Evidence.model_validate(one.model_dump() | {"opened": opening}) if one.url else one for one in ledger.evidence)
    return replace(ledger, evidence=tuple(confirmed))


def _announced(one_portal: Portal) -> list[tuple[str | None, ...]]:
    """What a feed reader goes by, in the feed of the place and in that of the site."""
    plans = assess(one_portal, AS_OF).plans
    news = feeds.news_of(Chronicle(assessed, one_portal.work_calendar) for assessed in plans)
    written = (feeds.place_feed(one_portal.jurisdictions[0], plans, news, HERE, AS_OF), feeds.site_feed(plans, news, HERE, AS_OF))
    parsed = (etree.fromstring(feed.written().encode()) for feed in written)
    return [tuple(entry.findtext(ATOM + part) for part in ("id", "updated")) for feed in parsed for entry in feed.findall(f"{ATOM}entry")]
