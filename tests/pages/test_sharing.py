"""What a page tells search engines, WeChat and other machines about itself."""

from __future__ import annotations

import json
from collections import Counter
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from helpers.documents import Plan, all_plans, every_plan, place_of, plans
from helpers.sites import AS_OF, PAGE_TYPES, PublishedSite, Site
from PIL import Image
from playwright.sync_api import Page

LONGEST = 110
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOT = "https://site/"


def description(page: BeautifulSoup) -> str:
    return page.find("meta", attrs={"name": "description"})["content"]


def shared(page: BeautifulSoup) -> dict[str, str]:
    """What a shared link shows, by name."""
    found = [(tag["property"], tag["content"]) for tag in page.find_all("meta", property=True)]
    assert len(found) == len(dict(found))
    return dict(found)


def machine_data(page: BeautifulSoup) -> list[dict]:
    """The data blocks of a page."""
    return [json.loads(block.string) for block in page.find_all("script", type="application/ld+json")]


def answer(page: BeautifulSoup) -> str:
    """The sentence of a page."""
    return page.select_one(".gk-answer__said").get_text()


# --- descriptions -------------------------------------------------------------------------------


@pytest.mark.sweep
def test_no_two_pages_describe_themselves_alike(site: Site) -> None:
    described = Counter(description(page) for page in site.frames.values())
    assert [text for text, times in described.items() if times > 1] == []


def test_descriptions_are_sentences_that_a_search_engine_shows_whole(site: Site) -> None:
    """Not just the title once more, and not longer than is shown."""
    odd = {
        address: text
        for address, page in site.pages.items()
        if not 30 <= len(text := description(page)) <= LONGEST
        or text.startswith(page.title.string.split(" - ")[0])
        or text[-1] not in "。…"
    }
    assert odd == {}


@every_plan
def test_pages_of_a_plan_name_the_place_and_the_year(site: Site, plan: Plan) -> None:
    addresses = [plan.address, plan.file("changes.html"), plan.file("deadlines.html")]
    addresses += [plan.section_address(section["number"]) for section in plan.head["sections"]]
    addresses += [plan.task_address(task["id"]) for task in plan.tasks]
    wanted = (place_of(plan).record["short_name"], f"{plan.year}年")
    assert [address for address in addresses if not all(word in description(site.pages[address]) for word in wanted)] == []


@every_plan
def test_description_of_a_task_tells_its_number_and_the_sentence_of_the_page(site: Site, plan: Plan) -> None:
    pages = {task["id"]: site.pages[plan.task_address(task["id"])] for task in plan.tasks}
    silent = [task for task, page in pages.items() if f"任务 {task} " not in description(page) or answer(page) not in description(page)]
    assert silent == []


SAYING_MORE = {"plan", "section", "unit", "path", "jurisdiction", "kind", "home", "task"}


def test_descriptions_of_pages_with_tasks_begin_with_the_sentence_of_the_page(site: Site) -> None:
    """Where it is cut, at a clause."""
    other = [
        address
        for address, page in site.pages.items()
        if page.body["data-page"] in SAYING_MORE and answer(page)[:30].split("，")[0] not in description(page)
    ]
    assert other == []


def test_pages_of_units_and_columns_name_their_place(site: Site) -> None:
    names = {plan.place: place_of(plan).record["short_name"] for plan in all_plans()}
    silent = [
        address
        for address, page in site.pages.items()
        if page.body["data-page"] in {"unit", "units", "path", "paths", "jurisdiction"}
        and address != "units.html"
        and names[address.split("/")[0]] not in description(page)
    ]
    assert silent == []


# --- shared links -------------------------------------------------------------------------------


def test_shared_link_shows_the_title_and_the_description_of_the_page(site: Site) -> None:
    shown = {address: shared(page) for address, page in site.pages.items()}
    assert shown == {
        address: {
            "og:title": "政务公开任务" if address == "index.html" else page.title.string.removesuffix(" - 政务公开任务"),
            "og:description": description(page),
            "og:type": "article" if page.body["data-page"] in {"plan", "task"} else "website",
            "og:site_name": "政务公开任务",
            "og:locale": "zh_CN",
        }
        for address, page in site.pages.items()
    }


@pytest.mark.sweep
def test_published_page_is_shared_by_its_whole_address_and_with_a_picture(published: PublishedSite) -> None:
    shown = {address: shared(page) for address, page in published.site.frames.items()}
    assert {address: (one["og:url"], one["og:image"]) for address, one in shown.items()} == {
        address: (published.address + address, f"{published.address}theme/share.png") for address in shown
    }


def test_share_picture_is_large_enough_for_wechat_and_small_enough_for_everybody(site: Site) -> None:
    content = (site.folder / "theme/share.png").read_bytes()
    with Image.open(BytesIO(content)) as picture:
        assert (picture.format, picture.size, len(content) < 6000) == ("PNG", (300, 300), True)


# --- data for machines --------------------------------------------------------------------------


def test_data_for_machines_cannot_end_its_own_block(site: Site) -> None:
    blocks = [(address, block.string) for address, page in site.pages.items() for block in page.find_all("script", type=True)]
    assert [address for address, text in blocks if "<" in text] == []


def test_published_breadcrumbs_have_whole_addresses(published: PublishedSite) -> None:
    items = [
        step["item"]
        for page in published.site.frames.values()
        for one in machine_data(page)
        if one["@type"] == "BreadcrumbList"
        for step in one["itemListElement"]
    ]
    assert [item for item in items if not item.startswith(published.address)] == []


def data_sets(site: Site) -> dict[str, list[dict]]:
    found = {address: [one for one in machine_data(page) if one["@type"] == "Dataset"] for address, page in site.frames.items()}
    return {address: sets for address, sets in found.items() if sets}


def newest_date(plan: Plan) -> str | None:
    """Of the document and what was entered: never that of the build."""
    dates = [entry["on"] for entry in plan.entries if entry["on"] <= AS_OF]
    return max([*dates, *(plan.head[key] for key in ("issued_on", "published_on") if key in plan.head)], default=None)


def test_real_plans_alone_are_data_sets(site: Site) -> None:
    assert {address: len(sets) for address, sets in data_sets(site).items()} == {plan.address: 1 for plan in plans()}


@pytest.mark.sweep
@pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.name)
def test_data_set_of_a_plan_tells_only_what_the_data_says(site: Site, plan: Plan) -> None:
    (found,) = data_sets(site)[plan.address]
    changed_on, issuer = newest_date(plan), plan.head.get("issuer")
    assert found == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": plan.head["title"],
        "description": description(site.pages[plan.address]),
        "url": "../../" + plan.address,
        "inLanguage": "zh-CN",
        "temporalCoverage": plan.year,
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": "../../" + plan.file("tasks.csv"), "encodingFormat": "text/csv"},
            {"@type": "DataDownload", "contentUrl": "../../" + plan.file("tasks.xlsx"), "encodingFormat": SHEET},
            {"@type": "DataDownload", "contentUrl": "../../" + plan.file("plan.json"), "encodingFormat": "application/json"},
        ],
        **({"dateModified": changed_on} if changed_on else {}),
        **({"creator": {"@type": "GovernmentOrganization", "name": issuer}} if issuer else {}),
    }


def test_published_data_sets_name_files_by_their_whole_address(published: PublishedSite) -> None:
    for address, (one,) in data_sets(published.site).items():
        files = [file["contentUrl"] for file in one["distribution"]]
        assert [one["url"], *files] == [published.address + name for name in (address, *_files(address))]


def _files(address: str) -> list[str]:
    return [address.replace("index.html", name) for name in ("tasks.csv", "tasks.xlsx", "plan.json")]


@pytest.mark.sweep
@pytest.mark.parametrize("kind", ["plan", "task", "home"])
def test_data_for_machines_does_not_offend_the_policy_of_the_page(guarded: Page, base: str, kind: str) -> None:
    """Under script-src 'self' a browser would complain of an inline script; whatever it says fails the test."""
    guarded.goto(base + PAGE_TYPES[kind])
    blocks = guarded.eval_on_selector_all(
        "script[type='application/ld+json']", "every => every.map((one) => JSON.parse(one.text)['@type'])"
    )
    assert blocks == {"plan": ["BreadcrumbList", "Dataset"], "task": ["BreadcrumbList"], "home": []}[kind]
