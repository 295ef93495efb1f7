"""What stands on the built pages and in the files beside them, read as their readers read them."""

from __future__ import annotations

import csv
import io
import json
import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from helpers.documents import Mapping, Plan
from helpers.sites import Site

LABELS = {
    "checks": "核查",
    "notes": "单位说明",
    "events": "情形出现",
    "waivers": "本期无需公开",
    "changes": "调整",
    "closures": "销号",
}


def is_outside(reference: str) -> bool:
    return bool(urlsplit(reference).scheme or reference.startswith("//"))


def target(address: str, reference: str) -> str:
    """The address from the site root that a relative link leads to, without its anchor."""
    path = unquote(urlsplit(reference).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address


def leads_to(address: str, link: Tag) -> str:
    """The address from the site root of a link, with its anchor."""
    anchor = urlsplit(link["href"]).fragment
    return target(address, link["href"]) + (f"#{anchor}" if anchor else "")


class Line(NamedTuple):
    """A row of the table of a plan: its task, where that leads, and the cell of each unit that owes it, by the unit's address."""

    task: str
    address: str
    cells: dict[str, Tag]


def matrix_of(site: Site, plan: str) -> list[Line]:
    """The table of tasks and units of a plan, by its address, wherever its parts stand."""
    parts = [target(plan, link["href"]) for link in site.pages[plan].select("#matrix > ul a")] or [plan]
    return [line for part in parts for line in _lines(part, site.pages[part])]


def _lines(address: str, page: BeautifulSoup) -> Iterator[Line]:
    table = page.select_one("[aria-labelledby=matrix-caption] table")
    columns = [[target(address, link["href"]) for link in head.select("a")] for head in table.select("thead th")[1:]]
    for row in table.select("tbody tr"):
        filled = [(alike, cell) for alike, cell in zip(columns, row.select("td"), strict=True) if cell.select("[data-badge]")]
        yield Line(row.th.get_text().split()[0], leads_to(address, row.th.a), {unit: cell for alike, cell in filled for unit in alike})


def facts(block: Tag) -> dict[str, Tag]:
    """The values of a list of facts by their label."""
    return {pair.dt.get_text(): pair.dd for pair in block.select(".gk-facts > div")}


def happened(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """(task, day of entry, label) of every entry of a ledger."""
    for kind, entries in plan.ledger.items():
        for one in entries:
            if kind == "evidence":
                label = "单位自述" if one.get("strength") == "self_report" else "公开"
            elif kind == "replies":
                label = "单位回应" if one["author"] == "unit" else "读者意见"
            else:
                label = LABELS[kind]
            yield one["task"], one["on"], label


def exported(site: Site, plan: Plan) -> Mapping:
    return json.loads(site.read(plan.file("plan.json")))


def rows(site: Site, plan: Plan) -> list[list[str]]:
    text = (site.folder / plan.file("tasks.csv")).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def badge_of(site: Site, plan: Plan, task: Mapping, measure: Mapping) -> str:
    """The badge of a measure as the open data gives it."""
    (found,) = (one for one in exported(site, plan)["tasks"] if one["id"] == task["id"])
    return next(one["badge"] for one in found["measures"] if str(one["number"] or "") == measure.get("number", ""))
