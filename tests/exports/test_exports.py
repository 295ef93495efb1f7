"""plan.json keeps the contract of design §3, and tasks.csv is what a spreadsheet expects."""

from __future__ import annotations

import csv
import io
import json
import posixpath
from collections import Counter
from datetime import date

import pytest
from gongkai.exports import tables as exports
from gongkai.judging.assessment import AssessedPlan, Assessment
from gongkai.judging.judgement import assess
from gongkai.records import loading as ledger
from gongkai.records.ledger_records import Evidence
from helpers.built_pages import exported, matrix_of, rows
from helpers.documents import (
    BADGE_WORDS,
    DATA,
    Mapping,
    Plan,
    all_plans,
    as_changed,
    every_plan,
    in_order,
    members,
    named_in_line,
    owing_measure,
    place_of,
    plans,
)
from helpers.open_data import CELL_KEYS, MEASURE_KEYS, PLAN_KEYS, TASK_KEYS
from helpers.portals import shipped
from helpers.sites import Site, each

# The fields of an evidence entry in a ledger, with what an absent one means.
EVIDENCE = {
    "task": None,
    "measures": [],
    "units": [],
    "on": None,
    "by": None,
    "title": None,
    "url": None,
    "description": None,
    "document_on": None,
    "published_on": None,
    "address_on": None,
    "document_number": None,
    "index_number": None,
    "found_in": None,
    "found_trail": None,
    "covers": "full",
    "strength": "primary",
    "seen_on": None,
    "opened": True,
    "snapshot": None,
    "dead_on": None,
    "format": None,
    "validity": None,
    "explains": [],
    "period": None,
    "period_on": None,
    "counts_as": [],
    "event_on": None,
    "remark": None,
    "opened_by": None,
    "opened_on": None,
}
COLUMNS = [
    "任务编号",
    "部分",
    "方面",
    "具体事项",
    "牵头单位",
    "责任单位",
    "任务状态",
    "举措序号",
    "举措内容",
    "任务类型",
    "完成时限",
    "时限原文",
    "公开路径",
    "其他渠道",
    "举措状态",
    "公开页面",
    "条例第二十条的类别",
]


def target(address: str, reference: str) -> str:
    """The address from the site root that a link on a page leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), reference))


def measures(content: Mapping) -> list[Mapping]:
    return [measure for task in content["tasks"] for measure in task["measures"]]


def cells(content: Mapping) -> list[Mapping]:
    return [cell for measure in measures(content) for cell in measure["cells"]]


# --- plan.json: the shape -----------------------------------------------------------------------


@every_plan
def test_plan_json_has_the_parts_of_the_contract(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    assert list(content) == ["schema", "as_of", "rules_version", "plan", "sections", "units", "publication_paths", "tasks", "evidence"]


@every_plan
def test_plan_json_names_its_schema_and_the_date_of_its_badges(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    assert (content["schema"], content["as_of"]) == ("gongkai/plan/1", "2026-11-29")


@every_plan
def test_every_record_of_plan_json_has_exactly_the_keys_of_the_contract(site: Site, plan: Plan) -> None:
    content = exported(site, plan)

    def keys(records: list[Mapping]) -> set[tuple[str, ...]]:
        return {tuple(record) for record in records}

    assert {
        "plan": keys([content["plan"]]),
        "sections": keys(content["sections"]),
        "subsections": keys([one for section in content["sections"] for one in section["subsections"]]),
        "units": keys(content["units"]),
        "publication_paths": keys(content["publication_paths"]) or {("slug", "site", "columns", "url")},
        "tasks": keys(content["tasks"]),
        "measures": keys(measures(content)),
        "recurrences": keys([one["recurrence"] for one in measures(content) if one["recurrence"]]) or {("times", "per")},
        "cells": keys(cells(content)),
        "evidence": keys(content["evidence"]) or {tuple(EVIDENCE)},
    } == {
        "plan": {tuple(PLAN_KEYS)},
        "sections": {("number", "title", "url", "subsections")},
        "subsections": {("number", "title")},
        "units": {("slug", "name", "full_name", "aliases", "kind", "open", "members", "url")},
        "publication_paths": {("slug", "site", "columns", "url")},
        "tasks": {tuple(TASK_KEYS)},
        "measures": {tuple(MEASURE_KEYS)},
        "recurrences": {("times", "per")},
        "cells": {tuple(CELL_KEYS)},
        "evidence": {tuple(EVIDENCE)},
    }


def test_evidence_of_the_contract_is_that_of_the_ledger() -> None:
    assert list(EVIDENCE) == [*Evidence.model_fields, "opened_by", "opened_on"]


@every_plan
def test_plan_json_is_readable_text_that_ends_with_a_line_feed(site: Site, plan: Plan) -> None:
    text = site.read(plan.file("plan.json"))
    assert (text[0], text[-2:], "\\u" in text) == ("{", "}\n", False)


# --- plan.json: the content ---------------------------------------------------------------------


@every_plan
def test_plan_json_gives_the_facts_of_the_document(site: Site, plan: Plan) -> None:
    head = plan.head
    known = {key: head.get(key) for key in ("title", "document_number", "issuer", "issued_on", "source")}
    where = {"jurisdiction": plan.place, "jurisdiction_name": place_of(plan).record["name"], "year": int(plan.year)}
    assert exported(site, plan)["plan"] == {**where, **known, "demonstration": head.get("demonstration", "false") == "true"}


@every_plan
def test_plan_json_gives_the_sections_as_printed(site: Site, plan: Plan) -> None:
    assert exported(site, plan)["sections"] == [
        {
            "number": int(section["number"]),
            "title": section["title"],
            "url": plan.section_address(section["number"]),
            "subsections": [{"number": int(one["number"]), "title": one["title"]} for one in section["subsections"]],
        }
        for section in plan.head["sections"]
    ]


@every_plan
def test_plan_json_gives_every_unit_of_the_register(site: Site, plan: Plan) -> None:
    place = place_of(plan)
    assert exported(site, plan)["units"] == [
        {
            "slug": slug,
            "name": unit["name"],
            "full_name": unit.get("full_name"),
            "aliases": unit.get("aliases", []),
            "kind": unit["kind"],
            "open": unit.get("open", "false") == "true",
            "members": members(unit),
            "url": place.unit_address(slug),
        }
        for slug, unit in place.units.items()
    ]


@every_plan
def test_plan_json_gives_every_publication_path_from_its_site_down(site: Site, plan: Plan) -> None:
    place = place_of(plan)
    assert exported(site, plan)["publication_paths"] == [
        {
            "slug": slug,
            "site": column.trail[0].name,
            "columns": [step.name for step in column.trail[1:]],
            "url": place.path_address(slug),
        }
        for slug, column in place.columns.items()
    ]


def without_badges(task: Mapping) -> Mapping:
    """A task of plan.json with what the document says of it; the text as one, since its opening has no place of its own."""
    kept = {key: value for key, value in task.items() if key not in ("badge", "unopened", "measures")}
    dropped = ("badge", "unopened", "cells", "text")
    parts = [
        {**{key: value for key, value in one.items() if key not in dropped}, "units": [cell["unit"] for cell in one["cells"]]}
        for one in task["measures"]
    ]
    return {**kept, "text": "\n".join(one["text"] for one in task["measures"]), "measures": parts}


def promised(plan: Plan, issued: Mapping) -> Mapping:
    """The same, from the data, as later documents changed it."""
    task = as_changed(plan, issued)
    section, subsection, _ = task["id"].split(".")
    return {
        "id": task["id"],
        "short_title": task.get("title"),
        "url": plan.task_address(task["id"]),
        "section": int(section),
        "subsection": int(subsection),
        "matter": task.get("matter"),
        "lead_units": task.get("lead_units", []),
        "responsible_units": task.get("responsible_units", []),
        "text": "\n".join([*([task["opening"]] if task.get("opening") else []), *(one["text"] for one in task["measures"])]),
        "measures": [
            {
                "number": int(one["number"]) if one.get("number") else None,
                "short_title": one.get("title"),
                "kind": one["kind"],
                "due_on": one.get("due_on"),
                "due_text": one.get("due_text"),
                "recurrence": {"times": int(one["recurrence"]["times"]), "per": one["recurrence"]["per"]}
                if one.get("recurrence")
                else None,
                "publication_paths": one.get("publication_paths", []),
                "channels": one.get("channels", []),
                "units": list(owing_measure(plan, task, one)),
            }
            for one in task["measures"]
        ],
    }


@every_plan
def test_plan_json_gives_every_task_in_its_official_wording(site: Site, plan: Plan) -> None:
    shown = [without_badges(task) for task in exported(site, plan)["tasks"]]
    assert shown == [promised(plan, task) for task in in_order(plan.tasks)]


@every_plan
def test_plan_json_gives_the_ledger_entries_as_entered(site: Site, plan: Plan) -> None:
    def entered(one: Mapping) -> Mapping:
        numbers = {key: [int(number) for number in one.get(key, [])] for key in ("measures", "counts_as")}
        opening = one.get("opened", {})
        opened = {"opened": bool(opening) or "url" not in one, "opened_by": opening.get("by"), "opened_on": opening.get("on")}
        return {**EVIDENCE, **one, **numbers, **opened}

    shown = exported(site, plan)["evidence"]
    assert sorted(map(json.dumps, shown)) == sorted(json.dumps({key: entered(one)[key] for key in EVIDENCE}) for one in plan.evidence)


def test_the_five_plans_have_46_53_58_33_and_46_tasks(site: Site) -> None:
    counted = {plan.name: len(exported(site, plan)["tasks"]) for plan in plans()}
    assert counted == {"tongliang 2021": 46, "dianjiang 2021": 53, "jiangjin 2020": 58, "laiwu 2021": 33, "conghua 2021": 46}


def test_the_demonstrations_have_29_and_7_tasks(site: Site) -> None:
    counted = {plan.name: len(exported(site, plan)["tasks"]) for plan in all_plans() if plan.is_demonstration}
    assert counted == {"shilixian 2026": 29, "shilixian 2025": 7}


def cell_units(site: Site, plan: str, task: str, measure: int = 0) -> list[str]:
    plan_of_name = next(one for one in all_plans() if one.name == plan)
    found = next(one for one in exported(site, plan_of_name)["tasks"] if one["id"] == task)
    return [cell["unit"] for cell in found["measures"][measure]["cells"]]


def test_a_group_owes_through_its_members_of_the_day_of_issue(site: Site) -> None:
    """The lead stands first and once; 县文化旅游局 was set up later."""
    departments = ["caizhengju", "fagaiju", "jiaoyuju", "sifaju", "shangwuju", "wenhuaju", "lvyouju", "weijianju"]
    assert cell_units(site, "shilixian 2026", "1.1.1") == departments


def test_a_group_without_a_roster_owes_for_whoever_is_meant(site: Site) -> None:
    assert cell_units(site, "shilixian 2026", "2.1.1") == ["sifaju", "youguan-bumen"]


def test_a_group_with_part_of_a_roster_owes_for_the_rest(site: Site) -> None:
    for name in ("tongliang 2021", "dianjiang 2021"):
        plan = next(one for one in plans() if one.name == name)
        units = place_of(plan).units
        rests = [
            (task["id"], measure["number"], cell["unit"])
            for task in exported(site, plan)["tasks"]
            for measure in task["measures"]
            for cell in measure["cells"]
            if members(units[cell["unit"]])
        ]
        assert rests
        assert all(units[slug].get("members_complete") != "true" for _, _, slug in rests)


def test_a_change_puts_another_unit_in_charge(site: Site) -> None:
    assert cell_units(site, "shilixian 2026", "3.2.3") == ["wenlvju"]


# --- plan.json: its parts agree with each other and with the pages ------------------------------


@every_plan
def test_every_unit_that_plan_json_mentions_is_among_its_units(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    mentioned = {slug for task in content["tasks"] for key in ("lead_units", "responsible_units") for slug in task[key]}
    mentioned |= {cell["unit"] for cell in cells(content)} | {slug for unit in content["units"] for slug in unit["members"]}
    mentioned |= {slug for one in content["evidence"] for slug in one["units"]}
    assert mentioned - {unit["slug"] for unit in content["units"]} == set()


@every_plan
def test_every_path_that_plan_json_mentions_is_among_its_paths(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    mentioned = {slug for measure in measures(content) for slug in measure["publication_paths"]}
    mentioned |= {one["found_in"] for one in content["evidence"] if one["found_in"]}
    assert mentioned - {path["slug"] for path in content["publication_paths"]} == set()


@every_plan
def test_every_address_in_plan_json_is_a_page_of_the_site(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    addresses = [record["url"] for part in ("sections", "units", "publication_paths", "tasks") for record in content[part]]
    assert [address for address in addresses if address not in site.pages] == []


@every_plan
def test_every_cell_points_at_evidence_of_its_own_task_and_measure(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    wrong = [
        (task["id"], measure["number"], cell)
        for task in content["tasks"]
        for measure in task["measures"]
        for cell in measure["cells"]
        for index in cell["evidence"]
        if not 0 <= index < len(content["evidence"])
        or content["evidence"][index]["task"] != task["id"]
        or (content["evidence"][index]["measures"] and measure["number"] not in content["evidence"][index]["measures"])
    ]
    assert wrong == []


@every_plan
def test_every_proof_bears_on_a_cell(site: Site, plan: Plan) -> None:
    """A self-report may speak of a measure that the unit does not owe; a proof that counts nowhere would be lost."""
    content = exported(site, plan)
    proofs = {index for index, one in enumerate(content["evidence"]) if one["strength"] == "primary"}
    assert proofs - {index for cell in cells(content) for index in cell["evidence"]} == set()


# One real and one made up in each run: pages are parsed for it.
some_plans = pytest.mark.parametrize(
    "plan",
    each(all_plans(), *(plan for plan in all_plans() if plan.name in ("dianjiang 2021", "shilixian 2025"))),
    ids=lambda plan: plan.name,
)


@pytest.mark.sweep
@some_plans
def test_badges_of_plan_json_are_those_of_the_pages(site: Site, plan: Plan) -> None:
    content, place, shown = exported(site, plan), place_of(plan), {}
    addresses = {place.unit_address(slug): slug for slug in place.units}
    for task in content["tasks"]:
        page = site.pages[task["url"]]
        own = [article.select_one("dl [data-badge]")["data-badge"] for article in page.select("article.gk-measure")]
        lines = {
            addresses[target(task["url"], link["href"])]: [[badge["data-badge"] for badge in cell.select("[data-badge]")] for cell in found]
            for row in page.select("#cells tbody tr")
            if (found := row.select("td"))
            for link in named_in_line(row)
        }
        # A single unit has no table: its badge is that of the measure.
        alone = {measure["cells"][0]["unit"]: [[badge] for badge in own] for measure in task["measures"][:1]}
        shown[task["id"]] = (page.select_one(".gk-standing [data-badge]")["data-badge"], own, lines or alone)
    assert shown == {
        task["id"]: (
            task["badge"],
            [measure["badge"] for measure in task["measures"]],
            {
                unit: [[cell["badge"] for cell in measure["cells"] if cell["unit"] == unit] for measure in task["measures"]]
                for unit in {cell["unit"] for measure in task["measures"] for cell in measure["cells"]}
            },
        )
        for task in content["tasks"]
    }


@some_plans
def test_badges_of_plan_json_are_those_of_the_table_of_the_plan(site: Site, plan: Plan) -> None:
    """Where a unit owes one measure of a task, its badge in the table is that of its cell."""
    content, units = exported(site, plan), {unit["url"]: unit["slug"] for unit in exported(site, plan)["units"]}
    shown = {
        (line.task, units[unit]): cell.select_one("[data-badge]")["data-badge"]
        for line in matrix_of(site, plan.address)
        for unit, cell in line.cells.items()
    }
    owed: dict[tuple[str, str], list[str]] = {}
    for task in content["tasks"]:
        for cell in (cell for measure in task["measures"] for cell in measure["cells"]):
            owed.setdefault((task["id"], cell["unit"]), []).append(cell["badge"])
    single = {key: badges[0] for key, badges in owed.items() if len(badges) == 1}
    assert set(shown) == set(owed)
    assert {key: shown[key] for key in single} == single


@pytest.mark.sweep
@some_plans
def test_badges_of_plan_json_are_those_of_the_lists_of_the_units(site: Site, plan: Plan) -> None:
    """Where a unit owes one measure of a task, that badge stands on the unit's page."""
    content, wrong = exported(site, plan), []
    addresses = {unit["slug"]: unit["url"] for unit in content["units"]}
    worn = {
        (slug, target(address, entry.select_one(".gk-task__title a")["href"])): [
            badge["data-badge"] for badge in entry.select("[data-badge]")
        ]
        for slug, address in addresses.items()
        for entry in site.pages[address].select("li.gk-task")
    }
    for task in content["tasks"]:
        every = [cell for measure in task["measures"] for cell in measure["cells"]]
        times = Counter(cell["unit"] for cell in every)
        single = [cell for cell in every if times[cell["unit"]] == 1]
        wrong += [(task["id"], cell) for cell in single if worn[cell["unit"], task["url"]] != [cell["badge"]]]
    assert wrong == []


@every_plan
def test_every_badge_of_plan_json_is_one_of_the_design(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    assert {one["badge"] for one in [*content["tasks"], *measures(content), *cells(content)]} - set(BADGE_WORDS) == set()


@every_plan
def test_a_cell_is_overdue_only_where_somebody_looked_for_it_and_did_not_find_it(site: Site, plan: Plan) -> None:
    """Nobody has looked for what the real plans promise."""
    overdue = [
        (task["id"], str(measure["number"]), cell["unit"])
        for task in exported(site, plan)["tasks"]
        for measure in task["measures"]
        for cell in measure["cells"]
        if cell["badge"] == "overdue"
    ]
    looked = [check for check in plan.ledger["checks"] if check["result"] == "not_found"]
    unfounded = [
        (task, measure, unit)
        for task, measure, unit in overdue
        if not any(one["task"] == task and unit in one["units"] and measure in one.get("measures", [measure]) for one in looked)
    ]
    assert unfounded == []
    assert bool(overdue) == plan.is_demonstration


def test_the_demonstration_of_2026_bears_every_badge(site: Site) -> None:
    content = exported(site, next(plan for plan in all_plans() if plan.name == "shilixian 2026"))
    assert {one["badge"] for one in [*content["tasks"], *measures(content), *cells(content)]} == set(BADGE_WORDS)


@every_plan
def test_self_reports_alone_make_no_cell_done_not_even_in_part(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    done = [cell for cell in cells(content) if cell["badge"] in ("published", "current", "partial")]
    unproven = [cell for cell in done if all(content["evidence"][index]["strength"] == "self_report" for index in cell["evidence"])]
    assert unproven == []


# --- tasks.csv ----------------------------------------------------------------------------------


@every_plan
def test_csv_begins_with_the_mark_by_which_spreadsheets_know_utf_8(site: Site, plan: Plan) -> None:
    assert (site.folder / plan.file("tasks.csv")).read_bytes()[:6] == b"\xef\xbb\xbf" + "任".encode()


@every_plan
def test_csv_lines_end_as_rfc_4180_says(site: Site, plan: Plan) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows(site, plan))
    assert (site.folder / plan.file("tasks.csv")).read_bytes().decode("utf-8-sig") == written.getvalue()


@every_plan
def test_csv_names_its_columns(site: Site, plan: Plan) -> None:
    assert rows(site, plan)[0] == COLUMNS


@every_plan
def test_csv_has_one_row_per_measure_as_wide_as_its_head(site: Site, plan: Plan) -> None:
    shown = [(row[0], row[7], len(row)) for row in rows(site, plan)[1:]]
    expected = [(task["id"], one.get("number", ""), len(COLUMNS)) for task in in_order(plan.tasks) for one in task["measures"]]
    assert shown == expected


@every_plan
def test_csv_gives_the_official_wording_unchanged(site: Site, plan: Plan) -> None:
    """Unchanged by the portal, that is: what later documents replaced, they replaced."""
    place = place_of(plan)

    def units(slugs: list[str]) -> str:
        return "、".join(place.units[slug]["name"] for slug in slugs)

    shown = [(row[3], row[4], row[5], row[8], row[10], row[11], row[13]) for row in rows(site, plan)[1:]]
    assert shown == [
        (
            task.get("matter", ""),
            units(task.get("lead_units", [])),
            units(task.get("responsible_units", [])),
            "\n".join([task["opening"], one["text"]]) if task.get("opening") and position == 0 else one["text"],
            one.get("due_on", ""),
            one.get("due_text", ""),
            "；".join(one.get("channels", [])),
        )
        for task in (as_changed(plan, task) for task in in_order(plan.tasks))
        for position, one in enumerate(task["measures"])
    ]


@every_plan
def test_csv_states_are_the_words_of_the_badges_of_plan_json(site: Site, plan: Plan) -> None:
    shown = [(row[6], row[14]) for row in rows(site, plan)[1:]]
    content = exported(site, plan)
    assert shown == [(_state(task), _state(one)) for task in content["tasks"] for one in task["measures"]]


def _state(one: Mapping) -> str:
    return BADGE_WORDS[one["badge"]] + ("，待核对" if one["unopened"] else "")


@every_plan
def test_csv_gives_the_pages_that_were_found(site: Site, plan: Plan) -> None:
    content = exported(site, plan)
    shown = [set(row[15].split()) for row in rows(site, plan)[1:]]
    assert shown == [
        # What was put up offline has no page.
        {url for cell in one["cells"] for index in cell["evidence"] if (url := content["evidence"][index]["url"])}
        for one in measures(content)
    ]


@every_plan
def test_no_cell_of_the_csv_begins_like_a_formula(site: Site, plan: Plan) -> None:
    assert [cell for row in rows(site, plan) for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


@pytest.mark.parametrize("text", ["=1+1", "+8623", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"], ids=repr)
def test_a_text_that_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert exports.neutral_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "公开=1", "1-2", "a@b", " =1", "'=1", "〔2021〕3号"], ids=repr)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert exports.neutral_cell(text) == text


# --- other dates --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def the_day_before() -> Assessment:
    """The real plans as judged before any evidence was entered."""
    return assess(shipped(), date(2026, 11, 19))


def test_json_holds_no_entry_made_after_its_date(the_day_before: Assessment) -> None:
    real = [plan for plan in the_day_before.plans if not plan.plan.record.demonstration]
    contents = [json.loads(exports.plan_json(plan)) for plan in real]
    assert [(content["evidence"], [cell for cell in cells(content) if cell["evidence"]]) for content in contents] == [([], [])] * 5


def test_csv_holds_no_page_found_after_its_date(the_day_before: Assessment) -> None:
    real = [plan for plan in the_day_before.plans if not plan.plan.record.demonstration]
    tables = [list(csv.reader(io.StringIO(exports.tasks_csv(plan), newline=""))) for plan in real]
    assert Counter(row[15] for table in tables for row in table[1:] if row[15]) == Counter()


def demonstration(on: date) -> AssessedPlan:
    """The example plan of 2026 as judged on a day within its year."""
    assessed = assess(shipped(), on).plans
    return next(plan for plan in assessed if plan.plan.record.demonstration and plan.plan.year == 2026)


def test_exports_within_the_year_hold_what_was_entered_by_then() -> None:
    plan = next(one for one in all_plans() if one.name == "shilixian 2026")
    known = [one for one in plan.evidence if one["on"] <= "2026-05-25"]
    content = json.loads(exports.plan_json(demonstration(date(2026, 5, 25))))
    assert sorted(one["title"] for one in content["evidence"]) == sorted(one["title"] for one in known)
    assert all(0 <= index < len(known) for cell in cells(content) for index in cell["evidence"])
    rows_of_the_day = list(csv.reader(io.StringIO(exports.tasks_csv(demonstration(date(2026, 5, 25))), newline="")))
    found = {url for row in rows_of_the_day[1:] for url in row[15].split()}
    assert found == {one["url"] for one in known if "url" in one}


@pytest.mark.parametrize(
    ("day", "due_on", "unit"),
    [
        (date(2026, 6, 14), "2026-07-31", "lvyouju"),
        (date(2026, 6, 15), "2026-10-31", "lvyouju"),
        (date(2026, 6, 30), "2026-10-31", "lvyouju"),
        (date(2026, 7, 1), "2026-10-31", "wenlvju"),
    ],
    ids=str,
)
def test_a_change_holds_from_its_own_day(day: date, due_on: str, unit: str) -> None:
    tasks = {task["id"]: task for task in json.loads(exports.plan_json(demonstration(day)))["tasks"]}
    assert (tasks["1.3.2"]["measures"][1]["due_on"], tasks["3.2.3"]["measures"][0]["cells"][0]["unit"]) == (due_on, unit)


@pytest.mark.sweep
def test_a_plan_is_exported_alike_every_time(the_day_before: Assessment) -> None:
    again = assess(ledger.load(DATA), the_day_before.as_of)
    assert [exports.plan_json(plan) for plan in the_day_before.plans] == [exports.plan_json(plan) for plan in again.plans]
