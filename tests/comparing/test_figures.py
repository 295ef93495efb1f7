"""Every figure of the pages of comparison and of their files, reckoned from the plans' downloads and from what tasks name as their duties."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
import yaml
from gongkai.judging.judgement import assess
from helpers.compared import PLANS, together
from helpers.documents import AS_OF, DATA
from helpers.portals import shipped

WORDS = {
    "published": "已公开",
    "current": "持续公开",
    "partial": "部分公开",
    "under_way": "推进中",
    "not_due": "未到期",
    "not_triggered": "未触发",
    "waived": "本期无需公开",
    "stale": "更新待核",
    "unchecked": "到期待核查",
    "overdue": "逾期未见公开",
    "no_record": "本站暂无记录",
    "not_judged": "不作判定",
    "changed": "已调整",
}
COUNT = re.compile(r"(\w+) (\d+)(?:（(?:(都)|(\d+) 项)待核对）)?")


class Part:
    """A task, or some measures of it, as a download has it, and as it would be judged without pages that nobody has opened."""

    def __init__(self, plan, task, written, numbers, others):
        self.measures = [it for it in task["measures"] if numbers is None or it["number"] in numbers]
        self.is_dated = any(
            {"due_on", "due", "recurrence"} & it.keys() for it in written["measures"] if numbers is None or it.get("number") in numbers
        )
        self.badges = [cell["badge"] for it in self.measures for cell in it["cells"]]
        self.others = [badge for it in self.measures for badge in others[task["id"], it["number"]]]
        proofs = [it for it in plan["evidence"] if it["task"] == task["id"] and it["strength"] == "primary"]
        mine = [it for it in proofs if numbers is None or not it["measures"] or set(numbers) & set(it["measures"])]
        self.pages = {it["url"] or it["description"] for it in mine}
        self.task, self.numbers = task["id"], numbers or []


@pytest.fixture(scope="module")
def others():
    """By plan, task and measure, the badges of its cells as they would be without pages that nobody has opened."""
    portal = shipped().without_demonstrations()
    bare = [replace(place, plans=tuple(map(_bare, place.plans))) for place in portal.jurisdictions]
    judged = assess(replace(portal, jurisdictions=tuple(bare)), date.fromisoformat(AS_OF))
    return {
        f"{of.plan.jurisdiction}/{of.plan.year}": {
            (task.task.id, measure.measure.number): [cell.verdict.badge.id for cell in measure.cells]
            for task in of.tasks
            for measure in task.measures
        }
        for of in judged.plans
    }


def _bare(plan):
    opened = tuple(it for it in plan.ledger.evidence if it.opened or not it.url)
    return replace(plan, ledger=replace(plan.ledger, evidence=opened))


@pytest.fixture(scope="module")
def carried(site, others):
    """By duty and plan, the parts of tasks that carry it out."""
    carried = {}
    for name in PLANS:
        plan = json.loads(site.read(f"{name}/plan.json"))
        exported = {task["id"]: task for task in plan["tasks"]}
        files = sorted((DATA / name / "tasks").glob("*.yaml"))
        for task in (task for file in files for task in yaml.safe_load(file.read_text(encoding="utf-8"))["tasks"]):
            numbers = {}
            for measure in task["measures"]:
                for slug in measure.get("duties", ()):
                    numbers.setdefault(slug, []).append(measure.get("number"))
            for slug, of_task in (dict.fromkeys(task.get("duties", ())) | numbers).items():
                parts = carried.setdefault(slug, {}).setdefault(name.replace("/", "-"), [])
                parts.append(Part(plan, exported[task["id"]], task, of_task, others[name]))
    return carried


def state(parts):
    """The badge of some parts together, and whether it is 待核对."""
    badge = together([badge for part in parts for badge in part.badges])
    return badge, badge != together([badge for part in parts for badge in part.others])


def tallied(states):
    counts = Counter(badge for badge, _ in states)
    return {WORDS[badge]: (number, sum((badge, True) == it for it in states)) for badge, number in counts.items()}


def told(tally):
    """What a tally says, by the word of the badge: how many, and how many of these are 待核对."""
    found = {}
    for count in tally.select(".gk-count"):
        word, number, are_all, some = COUNT.fullmatch(count.get_text()).groups()
        found[word] = (int(number), int(number) if are_all else int(some or 0))
    total = int(re.search(r"共 (\d+) 项", tally.get_text())[1])
    assert total == sum(number for number, _ in found.values())
    return found


def mark(cell):
    badge = cell.select_one("[data-badge]")
    return badge["data-badge"], badge.has_attr("data-unopened")


@pytest.mark.sweep
def test_the_first_sentence_counts_places_plans_and_duties(site, carried):
    said = site.pages["compare/index.html"].select_one(".gk-lead").get_text()
    plans = {plan for of_duty in carried.values() for plan in of_duty}

    assert [int(number) for number in re.findall(r"\d+", said)] == [len({plan[:-5] for plan in plans}), len(plans), len(carried)]


def test_how_each_place_stands_is_summed_up_from_its_duties(site, carried):
    rows = site.pages["compare/index.html"].select(".gk-progress__row")
    reckoned = {
        plan: [state(of_duty[plan]) for of_duty in carried.values() if plan in of_duty] for plan in (it.replace("/", "-") for it in PLANS)
    }

    assert [told(row) for row in rows] == [tallied(states) for states in reckoned.values()]


def test_the_table_can_be_narrowed_by_as_many_as_there_are(site, carried):
    choices = {box["name"]: dict(_counted(box)) for box in site.pages["compare/index.html"].select("main form select")}
    badges = Counter(badge for of_duty in carried.values() for badge in {state(parts)[0] for parts in of_duty.values()})

    assert choices["badge"] == dict(badges)
    assert choices["unit"] == dict(Counter(plan for of_duty in carried.values() for plan in of_duty))
    assert sum(choices["year"].values()) == len(carried)


def _counted(box):
    return ((option["value"], int(re.search(r"（(\d+)）", option.get_text())[1])) for option in box.select("option[value]:not([value=''])"))


def test_cells_of_the_table_and_words_of_the_files_are_the_states(site, carried):
    states = {(slug, plan): state(parts) for slug, of_duty in carried.items() for plan, parts in of_duty.items()}
    page = site.pages["compare/index.html"]
    columns = [head["data-unit"] for head in page.select("thead [data-unit]")]
    shown = {}
    for row in page.select("tbody tr"):
        slug = row["data-entry"].removeprefix("compare/").removesuffix(".html")
        shown |= {(slug, plan): mark(cell) for plan, cell in zip(columns, row.select("td"), strict=True) if cell.select_one("[data-badge]")}
    _, *rows = csv.reader(io.StringIO(site.read("compare/index.csv").removeprefix("\ufeff")))
    words = {
        (row[2].removeprefix("compare/").removesuffix(".html"), plan): word
        for row in rows
        for plan, word in zip(columns, row[3:], strict=True)
    }

    assert shown == states
    assert {key: word for key, word in words.items() if word} == {
        key: WORDS[badge] + "，待核对" * is_unopened for key, (badge, is_unopened) in states.items()
    }


@pytest.mark.sweep
def test_figures_of_every_duty_are_those_of_its_tasks(site, carried):
    """Its sum, the line and the section of every plan, how many pages were found, and which plans state a time."""
    for slug, of_duty in carried.items():
        page = site.pages[f"compare/{slug}.html"]
        states = {plan: state(parts) for plan, parts in of_duty.items()}
        lines = {row["data-entry"]: row for row in page.select("section[aria-labelledby=all] tbody tr")}
        pages = {plan: len(set().union(*(part.pages for part in parts))) for plan, parts in of_duty.items()}

        assert told(page.select_one(".gk-tally")) == tallied(list(states.values()))
        assert {plan: mark(row) for plan, row in lines.items()} == states
        assert {plan: int(row.select("td")[-1].get_text().removesuffix(" 个")) for plan, row in lines.items()} == pages
        assert {box.h2["id"]: mark(box.select_one(".gk-standing")) for box in page.select("section:has(> .gk-standing)")} == states


def test_times_that_pages_tell_are_stated_by_the_plans(site, carried):
    """By name where some plans state one and others do not."""
    for slug, of_duty in carried.items():
        page = site.pages[f"compare/{slug}.html"]
        names = {row["data-entry"]: row.th.get_text() for row in page.select("section[aria-labelledby=all] tbody tr")}
        dated = [names[plan] for plan, parts in of_duty.items() if any(part.is_dated for part in parts)]
        said = " ".join(it.get_text() for it in page.main.find_all("p", recursive=False))

        if 0 < len(dated) < len(of_duty):
            assert f"写明了期限或次数的：{'、'.join(dated)}；其余没有写。" in said
        else:
            assert f"{'都' if len(of_duty) > 1 else ''}{'写明了' if dated else '没有写明'}期限或次数" in said


def test_the_data_of_every_duty_have_the_same_figures(site, carried):
    for slug, of_duty in carried.items():
        places = json.loads(site.read(f"compare/{slug}.json"))["places"]
        _, *rows = csv.reader(io.StringIO(site.read(f"compare/{slug}.csv").removeprefix("\ufeff")))
        shares = {(f"{it['jurisdiction']}-{it['year']}", share["task"]): share for it in places for share in it["shares"]}

        assert {f"{it['jurisdiction']}-{it['year']}": (it["badge"], it["unopened"]) for it in places} == {
            plan: state(parts) for plan, parts in of_duty.items()
        }
        assert {key: (share["pages"], share["measures"], share["badge"]) for key, share in shares.items()} == {
            (plan, part.task): (len(part.pages), part.numbers, state([part])[0]) for plan, parts in of_duty.items() for part in parts
        }
        assert [int(row[10]) for row in rows] == [share["pages"] for share in shares.values()]
