"""Data of the first release, rewritten by the verb, shows the same pages but for what changed on purpose.

`cases/first_release/data` is two places as that release had them, a real one and the made-up one; `shown.json` is what its own
program made of them on the day below: of each page its kind, its badges and where it leads outside, of each task all badges.
Since then people have chosen titles, pages say first what was asked and found, and words around the facts are others.
"""

from __future__ import annotations

import gc
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from gongkai import program
from helpers.documents import ROOT

pytestmark = pytest.mark.sweep

FIRST = ROOT / "tests/cases/first_release"
SHOWN = json.loads((FIRST / "shown.json").read_text(encoding="utf-8"))
AS_OF = "2026-11-20"
# Whom to ask now comes with what was found: a page that names a column leads there, no more to the front page.
FRONT_PAGES = {yaml.safe_load(path.read_text(encoding="utf-8"))["portal_url"] for path in FIRST.glob("data/*/jurisdiction.yaml")}
# What is told month by month since, and what a site with much in its columns leaves to them: these pages lead to where it is told.
TOLD_BY_MONTH = ("changes.html", "conghua/2021/changes.html", "shilixian/2025/changes.html", "shilixian/2026/changes.html")
LEFT_TO_COLUMNS = "shilixian/paths/zhengfu-wangzhan.html"
COMMENT = re.compile(r"(?m)(?:^|\s)(#.*)$")


@dataclass(frozen=True)
class Upgraded:
    root: Path
    site: Path

    def page(self, address: str) -> BeautifulSoup:
        return BeautifulSoup((self.site / address).read_bytes(), "lxml")


def links(within: Tag) -> set[str]:
    return {link["href"] for link in within.select("a[href]")}


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    root = tmp_path_factory.mktemp("first")
    shutil.copytree(FIRST / "data", root / "data")
    shutil.copytree(ROOT / "content", root / "content")
    (root / "pelicanconf.py").write_text('SITENAME = "政务公开"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert program.main(["check"]) == 1
        assert program.main(["upgrade"]) == 0
        assert program.main(["build", "--preview", "--as-of", AS_OF]) == 0
        yield Upgraded(root, root / ".build/preview")
    gc.enable()


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


def test_every_comment_is_kept_and_nothing_is_lost_but_who_opened_what(upgraded: Upgraded) -> None:
    before, after = files(FIRST / "data"), files(upgraded.root / "data")

    assert set(after) - set(before) == {"format.yaml"}
    assert {name: lost for name in before if (lost := set(COMMENT.findall(before[name])) - set(COMMENT.findall(after[name])))} == {}
    assert {name for name in before if _without_openings(before[name]) != _without_openings(after[name])} == set()


def _without_openings(text: str) -> object:
    """What a file says, with who opened what left out and successors as a list: these are rewritten."""

    def plain(value: object) -> object:
        if isinstance(value, list):
            return [plain(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        heirs = {"successors": [value["successor"]]} if value.get("successor") else {}
        return {name: plain(content) for name, content in {**value, **heirs}.items() if name not in ("opened", "successor")}

    return plain(yaml.safe_load(text))


def test_every_page_is_where_it_was_and_of_the_kind_it_was(upgraded: Upgraded) -> None:
    kinds = {address: upgraded.page(address).body["data-page"] for address in SHOWN["pages"] if (upgraded.site / address).is_file()}

    assert kinds == {address: shown["page"] for address, shown in SHOWN["pages"].items()}


def test_no_badge_of_any_task_has_changed(upgraded: Upgraded) -> None:
    for address, tasks in SHOWN["plans"].items():
        plan = json.loads((upgraded.site / address).read_text(encoding="utf-8"))
        badges = {
            task["id"]: [
                task["badge"],
                *([measure["badge"], {cell["unit"] or "": cell["badge"] for cell in measure["cells"]}] for measure in task["measures"]),
            ]
            for task in plan["tasks"]
        }
        assert badges == tasks, address


def test_every_page_shows_the_badges_it_showed_and_leads_where_it_led(upgraded: Upgraded) -> None:
    lost = {}
    for address, shown in SHOWN["pages"].items():
        main = upgraded.page(address).main
        badges = {badge["data-badge"] for badge in main.select("[data-badge]")}
        led = set() if address in (*TOLD_BY_MONTH, LEFT_TO_COLUMNS) else set(shown["links"])
        if gone := {*shown["badges"], *led} - FRONT_PAGES - badges - links(main):
            lost[address] = gone

    assert lost == {}


def entries() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Place, year and entry, as the files have them."""
    for file in sorted(FIRST.glob("data/*/*/ledger/*.yaml")):
        for kind in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader).values():
            yield from ((file.parts[-4], file.parts[-3], entry) for entry in kind)


def test_what_the_changes_of_a_plan_led_to_stands_under_the_plan_on_the_page_of_the_month_it_was_entered_in(upgraded: Upgraded) -> None:
    led: dict[str, dict[str, set[str]]] = {}
    for address in TOLD_BY_MONTH[1:]:
        place, year, _ = address.split("/")
        for link in links(upgraded.page(address).main) - {f"../../feeds/{place}/{year}.xml"}:
            month, _, name = link.removeprefix("../../").partition("#")
            stands_below = links(upgraded.page(month).find(id=name).parent) & set(SHOWN["pages"][address]["links"])
            led.setdefault(address, {}).update({month: stands_below} if stands_below else {})
    entered: dict[str, dict[str, set[str]]] = {}
    for place, year, entry in entries():
        address = f"{place}/{year}/changes.html"
        if entry.get("url") in SHOWN["pages"][address]["links"]:
            entered.setdefault(address, {}).setdefault(f"{place}/changes/{entry['on'][:7]}.html", set()).add(entry["url"])

    assert led == entered
    assert {address: set().union(*months.values()) for address, months in led.items()} == {
        address: set(SHOWN["pages"][address]["links"]) for address in TOLD_BY_MONTH[1:]
    }


def test_the_newest_changes_of_all_lead_to_the_page_of_their_month(upgraded: Upgraded) -> None:
    months = [link for link in links(upgraded.page("changes.html").main) if re.search("[0-9]{4}-[0-9]{2}.html$", link)]

    assert months == ["conghua/changes/2026-11.html"]
    assert links(upgraded.page(months[0]).main) >= set(SHOWN["pages"]["changes.html"]["links"])


def test_what_a_site_leaves_to_its_columns_stands_on_the_page_of_the_column_it_was_seen_in(upgraded: Upgraded) -> None:
    left = set(SHOWN["pages"][LEFT_TO_COLUMNS]["links"]) - links(upgraded.page(LEFT_TO_COLUMNS).main)
    (tree,) = (
        site
        for site in yaml.safe_load((FIRST / "data/shilixian/columns.yaml").read_text(encoding="utf-8"))["sites"]
        if site["slug"] in LEFT_TO_COLUMNS
    )
    ways = dict(_ways(tree, ()))
    columns = {entry["url"]: entry["found_in"] for place, _, entry in entries() if place == "shilixian" and entry.get("url") in left}

    assert (len(left), set(columns)) == (10, left)
    for address, column in columns.items():
        for page, next_page in pairwise([*(f"shilixian/paths/{slug}.html" for slug in ways[column]), address]):
            assert {next_page, f"../../{next_page}"} & links(upgraded.page(page).main), (page, next_page)


def _ways(column: dict, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each column with the way to it from the top of its site."""
    way = (*above, column["slug"])
    yield column["slug"], way
    for below in column.get("columns", ()):
        yield from _ways(below, way)


def test_every_word_of_the_plans_is_on_the_page_of_its_task(upgraded: Upgraded) -> None:
    missing = []
    for name, text in files(FIRST / "data").items():
        if "/tasks/" in name:
            for task in yaml.safe_load(text)["tasks"]:
                page = upgraded.page(f"{name.partition('/tasks/')[0]}/tasks/{task['id']}.html").main.get_text()
                shown = re.sub(r"\s", "", page)
                missing += [text for measure in task["measures"] if (text := re.sub(r"\s", "", measure["text"])) not in shown]

    assert missing == []
