"""The address of every page, from the site root (design §3). No other module writes one."""

from __future__ import annotations

from collections.abc import Callable

from .models import Section, Task, Unit
from .portal import Jurisdiction, Node, Plan

HOME = "index.html"
SEARCH = "search.html"
DATA = "data.html"
METHOD = "method.html"
ABOUT = "about.html"
HELP = "help.html"
CHANGES = "changes.html"
COMPONENTS = "components.html"
DISCLOSURE = "disclosure.html"
NOT_FOUND = "404.html"
STYLE = "theme/gongkai.css"
SCRIPT = "theme/gongkai.js"
ICON = "theme/icon.svg"


def jurisdiction(place: Jurisdiction) -> str:
    return f"{place.slug}/index.html"


def units(place: Jurisdiction) -> str:
    return f"{place.slug}/units/index.html"


def unit(place: Jurisdiction, one: Unit) -> str:
    return f"{place.slug}/units/{one.slug}.html"


def paths(place: Jurisdiction) -> str:
    return f"{place.slug}/paths/index.html"


def path(place: Jurisdiction, node: Node) -> str:
    return f"{place.slug}/paths/{node.slug}.html"


def kinds(place: Jurisdiction) -> str:
    return f"{place.slug}/kinds/index.html"


def kind(place: Jurisdiction, number: int) -> str:
    return f"{place.slug}/kinds/{number}.html"


def plan(one: Plan) -> str:
    return f"{one.jurisdiction}/{one.year}/index.html"


def section(one: Plan, part: Section) -> str:
    return f"{one.jurisdiction}/{one.year}/section-{part.number}.html"


def subsection_anchor(number: int) -> str:
    return f"subsection-{number}"


def task(one: Plan, row: Task) -> str:
    return f"{one.jurisdiction}/{one.year}/tasks/{row.id}.html"


def plan_changes(one: Plan) -> str:
    return f"{one.jurisdiction}/{one.year}/changes.html"


def plan_json(one: Plan) -> str:
    return f"{one.jurisdiction}/{one.year}/plan.json"


def tasks_csv(one: Plan) -> str:
    return f"{one.jurisdiction}/{one.year}/tasks.csv"


def relative_to(page: str) -> Callable[[str], str]:
    """Turns an address from the site root into a link on the given page."""
    up = "../" * page.count("/")
    return lambda address: up + address
