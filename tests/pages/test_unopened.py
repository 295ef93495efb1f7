"""待核对: whatever rests on a page that nobody has opened says so, on every page, in every list, on every card and in every file."""

import csv
import io
import json
import re
from collections.abc import Iterator

import openpyxl
import pytest
from bs4 import Tag
from helpers.sites import Site

MARK = "待核对"
# What a badge says only because something was seen.
RESTS_ON_PAGES = ("published", "current", "partial", "stale")
WORDS = ("已公开", "持续公开", "部分公开", "更新待核")


@pytest.fixture(scope="session")
def untouched(site: Site) -> dict[str, list[dict]]:
    """The plans of places of which evidence is entered and no page was opened by anybody, place by place."""
    plans: dict[str, list[dict]] = {}
    for file in sorted(site.folder.glob("*/*/plan.json")):
        plan = json.loads(file.read_text(encoding="utf-8"))
        plans.setdefault(plan["plan"]["jurisdiction"], []).append(plan)
    evidence = {place: [one for plan in of_place for one in plan["evidence"]] for place, of_place in plans.items()}
    return {place: plans[place] for place, seen in evidence.items() if seen and not any(one["opened"] for one in seen)}


@pytest.fixture(scope="session")
def addresses(untouched: dict[str, list[dict]]) -> dict[str, dict]:
    """The tasks of these places by address."""
    tasks = {task["url"]: task for plans in untouched.values() for plan in plans for task in plan["tasks"]}
    assert [task for task in tasks.values() if task["unopened"]]
    return tasks


def badges(site: Site) -> Iterator[tuple[str, Tag]]:
    return ((address, badge) for address, page in site.pages.items() for badge in page.select("[data-badge]"))


def is_of(address: str, badge: Tag, places: dict[str, list[dict]]) -> bool:
    """Whether a badge speaks of one of these places: by its page, or by the links beside it."""
    if address.split("/", maxsplit=1)[0] in places:
        return True
    around = badge.find_parent(["li", "tr"])
    return bool(around) and any(link["href"].split("/")[0] in places for link in around.select("a[href]"))


@pytest.mark.sweep
def test_a_badge_has_the_word_where_it_has_the_sign_and_nowhere_else(site: Site) -> None:
    at_odds = [
        (address, badge.parent.get_text())
        for address, badge in badges(site)
        if badge.has_attr("data-unopened") != (badge.parent.find(class_="gk-badge__mark", string=MARK) is not None)
    ]
    assert at_odds == []


@pytest.mark.sweep
def test_no_page_shows_what_rests_on_unopened_pages_without_saying_so(site: Site, untouched: dict[str, list[dict]]) -> None:
    resting = [
        (address, badge) for address, badge in badges(site) if badge["data-badge"] in RESTS_ON_PAGES and is_of(address, badge, untouched)
    ]
    assert resting
    assert [(address, str(badge)) for address, badge in resting if not badge.has_attr("data-unopened")] == []


@pytest.mark.sweep
def test_no_count_of_what_rests_on_unopened_pages_is_without_the_word(site: Site, untouched: dict[str, list[dict]]) -> None:
    counts = [
        count.get_text()
        for address, page in site.pages.items()
        if address.split("/")[0] in untouched
        for count in page.find_all(class_=[f"gk-count--{badge}" for badge in RESTS_ON_PAGES])
    ]
    assert counts
    assert [text for text in counts if not text.endswith(f"（都{MARK}）")] == []


def test_every_task_page_says_what_the_open_data_says(site: Site, addresses: dict[str, dict]) -> None:
    shown = {address: site.pages[address].select_one(".gk-standing [data-badge]") for address in addresses}
    assert {address: badge.has_attr("data-unopened") for address, badge in shown.items()} == {
        address: task["unopened"] for address, task in addresses.items()
    }


def test_no_part_of_the_open_data_rests_on_unopened_pages_without_saying_so(addresses: dict[str, dict]) -> None:
    measures = [measure for task in addresses.values() for measure in task["measures"]]
    cells = [cell for measure in measures for cell in measure["cells"]]
    resting = [one for one in (*addresses.values(), *measures, *cells) if one["badge"] in RESTS_ON_PAGES]
    assert [one for one in resting if not one["unopened"]] == []


def test_no_line_of_a_sheet_rests_on_unopened_pages_without_saying_so(site: Site, untouched: dict[str, list[dict]]) -> None:
    bare = []
    for place in untouched:
        for file in sorted(site.folder.glob(f"{place}/*/tasks.*")):
            content = file.read_bytes()
            if file.suffix == ".csv":
                rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
            else:
                head, *lines = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
                rows = [dict(zip(head, line, strict=True)) for line in lines]
            bare += [(file.name, row[name]) for row in rows for name in ("任务状态", "举措状态") if row[name] in WORDS]
    assert bare == []


def test_no_card_of_the_search_rests_on_unopened_pages_without_saying_so(site: Site, addresses: dict[str, dict]) -> None:
    cards = {}
    for file in site.folder.glob("search/**/c/*.js"):
        for card in json.loads(re.search(r"\[.*\]", file.read_text(encoding="utf-8"), re.DOTALL).group()):
            cards[card[1]] = card
    marked = {address: cards[address][6:] == [MARK] for address in addresses}
    assert marked == {address: task["unopened"] for address, task in addresses.items()}
