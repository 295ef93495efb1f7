"""No description is longer than a search engine shows, however long the names in it are; a task's ends with its badge."""

from __future__ import annotations

import pytest
from gongkai.judging.assessment import assess
from gongkai.pages import descriptions
from gongkai.pages.descriptions import LENGTH
from gongkai.pages.lists import KindTasks
from gongkai.pages.plans import ShownPlan, shown_places
from gongkai.pages.views import Link
from gongkai.records.register_records import JurisdictionRecord
from gongkai.words.article_20 import KINDS
from helpers.portals import AS_OF, measure, plan, portal, task, unit

LONG = "很长的名字" * 60
RECORD = JurisdictionRecord(name=LONG, short_name=LONG, order=1)
UNITS = tuple(unit(f"ju-{number}", name=LONG, full_name=LONG) for number in range(4))


@pytest.fixture
def shown() -> ShownPlan:
    """A plan whose units and task have long names."""
    of_long_names = task(measure(publication_paths=["guihua"]), matter=LONG, lead_units=[unit.slug for unit in UNITS])
    assessment = assess(portal(plan(of_long_names), UNITS), AS_OF)
    return shown_places(assessment)[0].plans[0]


def described(shown: ShownPlan) -> dict[str, str]:
    """What every function says, by name."""
    (row,), (section,), nodes = shown.rows.values(), shown.sections, tuple(shown.place.register.nodes.values())
    kind = KindTasks(KINDS[1], Link(LONG, ""), ())
    return {
        "search": descriptions.search([LONG]),
        "data": descriptions.data([LONG]),
        "changes": descriptions.changes([LONG]),
        "site_map": descriptions.site_map([LONG]),
        "jurisdiction": descriptions.jurisdiction(RECORD, [(2026, 1)], 4),
        "units": descriptions.units(RECORD, 4),
        "publication_paths": descriptions.publication_paths(RECORD, nodes, 4),
        "publication_paths (none)": descriptions.publication_paths(RECORD, [], 0),
        "disclosure": descriptions.disclosure([LONG]),
        "kinds": descriptions.kinds(RECORD),
        "kind": descriptions.kind(RECORD, kind),
        "unit": descriptions.unit(RECORD, UNITS[0], [shown.duties_of(UNITS[0])]),
        "unit (none)": descriptions.unit(RECORD, UNITS[0], []),
        "publication_path": descriptions.publication_path(RECORD, nodes[0], 1),
        "plan": descriptions.plan(RECORD, 2026, shown.summary.tally),
        "plan_changes": descriptions.plan_changes(LONG),
        "deadlines": descriptions.deadlines(LONG, 1),
        "section": descriptions.section(LONG, section),
        "task": descriptions.task(LONG, row),
    }


def test_no_description_is_longer_than_is_shown(shown: ShownPlan) -> None:
    assert {name: len(text) for name, text in described(shown).items() if len(text) > LENGTH} == {}


def test_description_of_a_task_with_long_names_keeps_its_beginning_and_its_badge(shown: ShownPlan) -> None:
    (row,) = shown.rows.values()
    text = descriptions.task("示例县 2026年", row)
    assert (text.startswith("示例县 2026年政务公开任务 1.1.1：很长的名字"), f"。状态：{row.verdict.badge.word}。牵头单位：" in text) == (
        True,
        True,
    )
