"""Lists of more than thirty, and the matrix, are narrowed where they stand; without scripts they are whole, grouped and linked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from gongkai.judging.verdicts import BADGES
from gongkai.pages.lists import LOOKED_THROUGH, Facets, narrowings
from gongkai.publishing.templating import prepare
from helpers.browsers import OpenPage
from helpers.documents import ROOT, Plan, plans
from helpers.sites import PAGE_TYPES, Site, each
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Page, expect

PLAN = PAGE_TYPES["plan"]
# Where the matrix stands beside the list: on a plan that has room for it, and on a section of one that has not.
WITH_MATRIX = {
    "conghua/2021/index.html": ("zhengwugongkaiban", "区政务公开办"),
    "tongliang/2021/section-3.html": ("sifaju", "区司法局"),
}
every_plan = pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.name)


def facets(number: int, *units: str, badge: str = "no_record", year: int = 2026, section: str = "1") -> Facets:
    return Facets(f"task-{number}", BADGES[badge], year, (section, f"第{section}部分"), tuple((unit, unit) for unit in units))


def boxes(entries: list[Facets], units: tuple[str, ...] = ()) -> dict[str, list[tuple[str, str, int]]]:
    return {one.name: list(one.choices) for one in narrowings(entries, units)}


# --- which boxes there are ----------------------------------------------------------------------


def test_thirty_entries_are_looked_through_without_boxes() -> None:
    assert boxes([facets(number, badge="partial" if number % 2 else "no_record") for number in range(LOOKED_THROUGH)]) == {}


def test_an_entry_that_is_listed_twice_counts_once() -> None:
    assert boxes([facets(number % 30, badge="partial" if number % 2 else "no_record") for number in range(60)]) == {}


def test_only_what_parts_the_list_has_a_box() -> None:
    entries = [facets(number, "a", year=2025 + number % 2) for number in range(31)]
    assert boxes(entries) == {"year": [("2025", "2025年", 16), ("2026", "2026年", 15)]}


def test_badges_stand_in_the_order_of_the_design_and_units_in_that_of_the_register() -> None:
    entries = [facets(number, "b", badge="overdue") for number in range(16)] + [
        facets(20 + number, "a", badge="partial") for number in range(15)
    ]
    found = boxes(entries, ("a", "b"))
    assert ([value for value, _, _ in found["badge"]], [value for value, _, _ in found["unit"]]) == (["partial", "overdue"], ["a", "b"])


def test_names_from_the_data_are_shown_as_they_are_written() -> None:
    """Neither run as HTML nor read as a pattern to be filled in."""
    environment = Environment(loader=FileSystemLoader(ROOT / "theme/templates"))
    prepare(environment)
    odd = '甲</option></select><b>100%(x)s"'
    shown = narrowings((facets(number, f"{odd}{number}", section=odd) for number in range(31)), ())
    template = environment.from_string(
        '{% from "macros/narrowing.html" import narrowing_form with context %}{{ narrowing_form(boxes, 31) }}'
    )
    options = BeautifulSoup(template.render(boxes=shown), "lxml").select("#narrow-unit option")
    assert [one.get_text() for one in options] == ["全部", *(f"{odd}{number}（1）" for number in range(31))]


@pytest.mark.sweep
def test_every_list_of_more_than_thirty_has_boxes_and_no_other_has(site: Site) -> None:
    def entries(page: BeautifulSoup) -> int:
        return len({one["data-entry"] for one in page.select("[data-entry]")})

    lists = {address: entries(page) for address, page in site.pages.items() if page.body["data-page"] != "components" and entries(page)}
    with_boxes = {address for address in lists if site.pages[address].select("form[data-narrows]")}
    with_matrix = {address for address in lists if site.kind(address) == "section" and site.pages[address].select("table[data-columns]")}
    assert with_boxes - with_matrix == {address for address, count in lists.items() if count > LOOKED_THROUGH}
    assert with_matrix <= with_boxes


@every_plan
def test_counts_beside_the_choices_are_those_of_the_page(site: Site, plan: Plan) -> None:
    page = site.pages[plan.address]
    listed = page.select("li[data-entry]")
    for box in page.select("form[data-narrows] select"):
        counted = Counter(value for one in listed for value in one[f"data-in-{box['name']}"].split())
        shown = {one["value"]: int(re.search(r"（(\d+)）$", one.get_text())[1]) for one in box.select("option[value]") if one["value"]}
        assert shown == dict(counted)


# --- in the browser -----------------------------------------------------------------------------


def visible(page: Page, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, "every => every.filter((one) => one.checkVisibility()).map((one) => one.dataset.entry)")


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


def choose(page: Page, label: str, choice: str) -> None:
    box = page.get_by_role("form", name="筛选").get_by_label(label)
    box.select_option(label=next(one for one in box.locator("option").all_inner_texts() if one.startswith(choice)))


def wanted(site: Site, condition: Callable[[str, str], bool], address: str = PLAN) -> list[str]:
    """Entries of the list of a plan or section whose badge and units meet a condition."""
    return [
        one["data-entry"] for one in site.pages[address].select("li[data-entry]") if condition(one["data-in-badge"], one["data-in-unit"])
    ]


@pytest.mark.sweep
def test_choosing_a_badge_leaves_its_tasks_and_says_how_many(guarded: Page, base: str, site: Site) -> None:
    guarded.goto(base + PLAN)
    unfold(guarded)
    choose(guarded, "状态", "部分公开")
    left = wanted(site, lambda badge, _: badge == "partial")
    assert visible(guarded, "li[data-entry]") == left
    expect(guarded.locator(".gk-filter__count")).to_have_text(f"显示 {len(left)} 项，共 46 项。")


@pytest.mark.sweep
@pytest.mark.parametrize("address", WITH_MATRIX)
def test_choosing_a_badge_leaves_its_rows_of_the_matrix(guarded: Page, at_root: str, site: Site, address: str) -> None:
    guarded.goto(at_root + address)
    unfold(guarded)
    choose(guarded, "状态", "本站暂无记录")
    left = wanted(site, lambda badge, _: badge == "no_record", address)
    assert (visible(guarded, "li[data-entry]"), visible(guarded, "tr[data-entry]"), bool(left)) == (left, left, True)


@pytest.mark.sweep
@pytest.mark.parametrize("address", WITH_MATRIX)
def test_choosing_a_unit_leaves_its_tasks_and_its_column_of_the_matrix(guarded: Page, base: str, site: Site, address: str) -> None:
    guarded.goto(base + address)
    unfold(guarded)
    slug, unit = WITH_MATRIX[address]
    choose(guarded, "单位", unit)
    assert visible(guarded, "li[data-entry]") == wanted(site, lambda _, units: slug in units.split(), address)
    assert guarded.locator("table[data-columns] thead th:visible").all_inner_texts() == ["任务", unit]


def test_choosing_one_of_the_units_that_are_alike_leaves_their_column(guarded: Page, at_root: str, site: Site) -> None:
    """Each of them is named in its head."""
    address = next(iter(WITH_MATRIX))
    column = next(head for head in site.pages[address].select("thead th[data-unit]") if " " in head["data-unit"])
    chosen = column["data-unit"].split()[1]
    guarded.goto(f"{at_root}{address}?unit={chosen}")
    unfold(guarded)
    (_, head) = guarded.locator("table[data-columns] thead th:visible").all()
    assert head.locator("a").all_inner_texts() == [link.get_text() for link in column.select("a")]
    assert set(visible(guarded, "tr[data-entry]")) == set(visible(guarded, "li[data-entry]")) != set()


def test_choices_are_joined(guarded: Page, base: str, site: Site) -> None:
    guarded.goto(base + PLAN)
    unfold(guarded)
    choose(guarded, "单位", "区司法局")
    choose(guarded, "状态", "部分公开")
    assert visible(guarded, "li[data-entry]") == wanted(site, lambda badge, units: badge == "partial" and "sifaju" in units.split())


def test_groups_with_nothing_left_are_not_shown(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + PLAN)
    unfold(guarded)
    choose(guarded, "部分", "五、")
    assert guarded.locator("section[data-group] > h3:visible").all_inner_texts() == ["五、紧扣抓保障促落实深化政务公开"]


def test_choice_is_in_the_address_and_survives_a_reload(guarded: Page, base: str) -> None:
    guarded.goto(base + PLAN)
    unfold(guarded)
    choose(guarded, "状态", "部分公开")
    before = visible(guarded, "li[data-entry]")
    assert urlsplit(guarded.url).query == "badge=partial"
    guarded.reload()
    expect(guarded.get_by_role("form", name="筛选")).to_be_visible()
    assert visible(guarded, "li[data-entry]") == before


def test_choosing_all_again_shows_everything_and_clears_the_address(guarded: Page, base: str) -> None:
    guarded.goto(f"{base}{PLAN}?badge=partial")
    choose(guarded, "状态", "全部")
    assert (len(visible(guarded, "li[data-entry]")), guarded.url, guarded.locator(".gk-filter__count").inner_text()) == (
        46,
        base + PLAN,
        "",
    )


@pytest.mark.sweep
@pytest.mark.parametrize("ending", each(["?unit=sifaju", "?badge=partial", "#tasks", "#section-3"], "?unit=sifaju", "#section-3"))
def test_address_with_a_choice_or_a_name_in_the_fold_opens_it_and_leads_there(guarded: Page, base: str, ending: str) -> None:
    guarded.goto(base + PLAN + ending)
    expect(guarded.get_by_role("link", name="3.1.3")).to_be_visible()
    assert guarded.locator("#document").evaluate("fold => fold.open") is False
    assert guarded.evaluate("() => scrollY") > 500


def test_fold_opens_when_a_link_of_the_page_names_it(guarded: Page, at_root: str) -> None:
    guarded.goto(at_root + PLAN)
    expect(guarded.get_by_role("link", name="3.1.3")).to_be_hidden()
    guarded.evaluate("() => { location.hash = 'tasks'; }")
    expect(guarded.get_by_role("link", name="3.1.3")).to_be_visible()


def test_choices_that_meet_nothing_say_so(guarded: Page, at_root: str) -> None:
    guarded.goto(f"{at_root}{PLAN}?badge=partial&section=2021-4")
    expect(guarded.get_by_role("status")).to_have_text("没有符合的。请把一项改回“全部”。")


@pytest.mark.parametrize("query", each(["badge=purple", "unit=%22%3E%3Cscript%3E", "unit=", "nothing=1"], "badge=purple"))
def test_address_with_a_choice_that_there_is_not_shows_everything(guarded: Page, at_root: str, query: str) -> None:
    guarded.goto(f"{at_root}{PLAN}?{query}")
    unfold(guarded)
    assert len(visible(guarded, "li[data-entry]")) == 46


def test_matrix_is_narrowed_on_a_phone_too(open_page: OpenPage, at_root: str) -> None:
    page = open_page(viewport={"width": 375, "height": 800})
    page.goto(f"{at_root}tongliang/2021/section-3.html?unit=sifaju")
    unfold(page)
    cells = page.locator("table[data-columns] td:visible")
    assert set(cells.evaluate_all("every => every.map((one) => one.dataset.label)")) == {"区司法局"}


def test_list_is_whole_without_scripts(open_page: OpenPage, base: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{base}{PLAN}?badge=partial")
    page.get_by_text("找任务").click()
    assert (page.locator("li[data-entry]:visible").count(), page.locator("form[data-narrows]:visible").count()) == (46, 0)
