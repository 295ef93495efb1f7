"""Publication paths that differ only in whose site they are on are one line, and sites with the same columns one entry."""

from __future__ import annotations

import pytest
from gongkai.pages.places import folded, folded_sites
from gongkai.pages.views import Branch, Link
from helpers.documents import place_of, plans
from helpers.sites import Site


def trail(*names: str) -> tuple[Link, ...]:
    return tuple(Link(name, "/".join(names[: number + 1])) for number, name in enumerate(names))


def lines(*trails: tuple[Link, ...]) -> list[str | list[str]]:
    """Each line in words; one that unfolds with its title first."""
    shown: list[str | list[str]] = []
    for alike in folded(trails):
        told = [" > ".join((*(step.title for step in line.steps), "、".join(end.title for end in line.ends))) for line in alike.lines]
        shown.append([alike.title, *told] if len(told) > 1 else told[0])
    return shown


@pytest.mark.parametrize(
    ("trails", "shown"),
    [
        pytest.param([], [], id="none"),
        pytest.param([("县政府网站",)], ["县政府网站"], id="a site itself"),
        pytest.param([("县政府网站",), ("教委网页",)], ["县政府网站、教委网页"], id="two sites"),
        pytest.param([("县政府网站", "预算"), ("县政府网站", "决算")], ["县政府网站 > 预算、决算"], id="two columns side by side"),
        pytest.param(
            [("教委网页", "目录", "预算"), ("教委网页", "目录", "决算"), ("财政局网页", "目录", "预算"), ("财政局网页", "目录", "决算")],
            [["教委网页等 2 个网站 › 目录 › 预算、决算", "教委网页 > 目录 > 预算、决算", "财政局网页 > 目录 > 预算、决算"]],
            id="the same columns of two sites",
        ),
        pytest.param(
            [("教委网页", "目录", "预算"), ("财政局网页", "栏目", "预算"), ("民政局网页", "预算")],
            ["教委网页 > 目录 > 预算", "财政局网页 > 栏目 > 预算", "民政局网页 > 预算"],
            id="other ways to a column of the same name",
        ),
    ],
)
def test_paths_are_told_in_as_few_lines_as_tell_them_all(trails: list[tuple[str, ...]], shown: list[str | list[str]]) -> None:
    assert lines(*(trail(*names) for names in trails)) == shown


def site_of(name: str, *columns: Branch) -> Branch:
    return Branch(Link(name, name), columns)


def test_sites_with_the_same_columns_are_one_entry_and_those_without_any_are_not() -> None:
    column, other = Branch(Link("目录", "a"), (Branch(Link("预算", "b"), ()),)), Branch(Link("目录", "c"), ())
    sites = (site_of("甲网页", column), site_of("乙网页", other), site_of("丙网页", column), site_of("丁网页"), site_of("戊网页"))
    assert [(alike.title, len(alike.sites)) for alike in folded_sites(sites)] == [
        ("甲网页等 2 个网站（栏目相同，各 2 个）", 2),
        ("乙网页（1 个栏目）", 1),
        ("丁网页", 1),
        ("戊网页", 1),
    ]


def test_every_path_of_a_unit_is_still_linked_from_its_page(site: Site) -> None:
    """A task's paths are among those of the unit that leads it, folded or not."""
    missing = []
    for plan in plans():
        place = place_of(plan)
        for task in plan.tasks:
            owed = {slug for measure in task["measures"] for slug in measure.get("publication_paths", [])}
            for unit in task.get("lead_units", []):
                links = {link["href"].rpartition("/")[2] for link in site.pages[place.unit_address(unit)].select("#paths a")}
                missing += [(unit, slug) for slug in owed if f"{slug}.html" not in links]
    assert missing == []
