"""Units by tasks as a picture: the marks are those of the table behind it, read aloud in a sentence, told apart without colour."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from bs4 import Tag
from helpers.browsers import DESKTOP, PHONE, OpenPage
from helpers.built_pages import matrix_of, target
from helpers.documents import Plan, all_plans, plans
from helpers.sites import Site

every_plan = pytest.mark.parametrize("plan", all_plans(), ids=lambda plan: plan.name)
FAMILIES = {
    "published": "done",
    "current": "done",
    "partial": "in_hand",
    "under_way": "in_hand",
    "stale": "attention",
    "unchecked": "attention",
    "overdue": "overdue",
}


def shape_of(cell: Tag) -> str:
    """What stands for a cell of the table."""
    badge = cell.select_one("[data-badge]")
    return "unopened" if badge.has_attr("data-unopened") else FAMILIES.get(badge["data-badge"], "neutral")


def by_unit(site: Site, plan: Plan) -> dict[str, list[str]]:
    """The shapes that the table asks for, unit by unit, in the order of the tasks."""
    shapes = defaultdict(list)
    for line in matrix_of(site, plan.address):
        for unit, cell in line.cells.items():
            shapes[unit].append(shape_of(cell))
    return shapes


def rows(site: Site, plan: Plan) -> list[Tag]:
    return site.pages[plan.address].select(".gk-picture__row")


@every_plan
def test_marks_of_every_unit_are_those_of_the_table(site: Site, plan: Plan) -> None:
    shown = {
        target(plan.address, link["href"]): [mark["href"].removeprefix("#mark-") for mark in row.select("use")]
        for row in rows(site, plan)
        for link in row.select("a")
    }
    assert shown == by_unit(site, plan)


@every_plan
def test_what_a_row_shows_is_read_aloud_with_every_task_counted(site: Site, plan: Plan) -> None:
    for row in rows(site, plan):
        picture = row.select_one("svg[role=img]")
        total, *counts = map(int, re.findall(r"(?:^|个单位 | )(\d+)", picture["aria-label"]))
        assert (total, sum(counts)) == (len(picture.select("use")), total)


@every_plan
def test_marks_of_a_row_stand_apart_and_inside_the_picture(site: Site, plan: Plan) -> None:
    for picture in site.pages[plan.address].select(".gk-picture__strip"):
        places = [int(mark["x"]) for mark in picture.select("use")]
        assert places == sorted(set(places))
        assert max(places) < int(picture["viewbox"].split()[2])


@every_plan
def test_every_shape_is_drawn_and_has_its_words_in_the_key(site: Site, plan: Plan) -> None:
    page = site.pages[plan.address]
    used = {mark["href"] for mark in page.select(".gk-picture__strip use")}
    assert used == {mark["href"] for mark in page.select(".gk-picture__key use")}
    assert used <= {f"#{drawn['id']}" for drawn in page.select(".gk-picture defs g")}
    assert Counter(len(entry.get_text(strip=True)) > 0 for entry in page.select(".gk-picture__key li")) == {True: len(used)}


def test_no_two_shapes_are_drawn_alike(site: Site) -> None:
    drawn = [drawing.path["d"] for drawing in site.pages[plans()[0].address].select(".gk-picture defs g")]
    assert len(drawn) == len(set(drawn)) == 6


def test_where_colours_are_forced_marks_have_that_of_text_and_differ_by_shape(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport=DESKTOP, forced_colors="active")
    page.goto(f"{at_root}{plans()[0].address}#units")
    fills = page.eval_on_selector_all(".gk-picture defs path", "every => every.map((one) => getComputedStyle(one).fill)")
    text = page.evaluate("() => getComputedStyle(document.body).color")
    assert set(fills) == {text}


def test_a_mark_leads_where_the_name_before_it_does(open_page: OpenPage, at_root: str) -> None:
    """The row of one unit is its link, for a mouse and for a finger; so is the bar of a section. A keyboard has one stop for each."""
    page = open_page(viewport=PHONE)
    page.goto(f"{at_root}{plans()[0].address}#units")
    led = page.evaluate(
        """() => [...document.querySelectorAll(".gk-picture__units > a, .gk-progress__label")].map((link) => {
            const row = link.closest("li"), shown = row.querySelector("svg");
            shown.scrollIntoView({ block: "center" });
            const { left, top, width, height } = shown.getBoundingClientRect();
            const under = document.elementFromPoint(left + width / 2, top + height / 2);
            return [under.closest("a")?.href === link.href, row.querySelectorAll("a").length];
        })"""
    )
    assert (len(led) > 5, led) == (True, [[True, 1]] * len(led))
