"""Twins are told from the wording alone, held against pairs that were read and judged before any program proposed one."""

from pathlib import Path

import pytest
import yaml
from gongkai.comparing.likeness import Library, clauses
from helpers.portals import shipped

# Two readings of official texts, neither with a look at the program; the second met it as it was.
READINGS = {
    name: yaml.safe_load((Path(__file__).parents[1] / f"cases/pairs/{name}.yaml").read_text(encoding="utf-8"))
    for name in ("pairs", "unseen")
}


def real_places():
    return [place for place in shipped().jurisdictions if not place.is_demonstration]


@pytest.fixture(scope="module")
def library():
    return Library(real_places(), shipped().vocabulary)


def is_proposed(library, pair):
    def side(name, numbers):
        told = [it for it in library.wordings if f"{it.place}/{it.year}/{it.task.id}" == name]
        return [it for it in told if not numbers or (it.measure and it.measure.number in numbers)]

    sides = side(pair["a"], pair.get("a_measures")), side(pair["b"], pair.get("b_measures"))
    return any(library.likeness(here, there).sureness > 1 / 2 for here in sides[0] for there in sides[1])


@pytest.mark.sweep
@pytest.mark.parametrize("reading", READINGS)
def test_nine_of_ten_twins_are_proposed_and_few_look_alikes(library, reading):
    """Which task names which duty is not looked at."""
    told = [(is_proposed(library, pair), pair["twin"]) for pair in READINGS[reading]]
    right = sum(proposed and is_twin for proposed, is_twin in told)

    assert right >= 0.9 * sum(is_twin for _, is_twin in told)
    assert right >= 0.85 * sum(proposed for proposed, _ in told)


@pytest.mark.parametrize("reading", READINGS)
def test_what_is_entered_agrees_with_the_pairs(reading):
    """A pair is the same duty where both sides name one."""
    tasks = {f"{place.slug}/{plan.year}/{task.id}": task for place in real_places() for plan in place.plans for task in plan.tasks}

    def named(name, numbers):
        task = tasks[name]
        of_measures = {slug for it in task.measures if not numbers or it.number in numbers for slug in it.duties}
        return {*task.duties, *of_measures}

    pairs = READINGS[reading]
    agreeing = [bool(named(pair["a"], pair.get("a_measures")) & named(pair["b"], pair.get("b_measures"))) == pair["twin"] for pair in pairs]

    assert sum(agreeing) >= 0.95 * len(pairs)


def test_whose_rule_it_is_is_no_matter():
    """By whose rule, under whose guidance and with which exception something is done stands alike before many things."""
    text = "按照市财政局统一要求，除依法应当保密的外，在县委宣传部指导下，公开补贴发放信息"

    assert clauses(text) == ("公开补贴发放信息",)
    assert clauses("按照市财政局统一要求") == ("按照市财政局统一要求",)


def test_every_task_of_the_five_plans_is_decided_with_a_duty_or_a_reason():
    tasks = [task for place in real_places() for plan in place.plans for task in plan.tasks]

    assert len(tasks) == 236
    assert [task.id for task in tasks if not (task.related and (task.all_duties or task.related.why))] == []


def test_a_duty_is_carried_out_in_two_places_at_least():
    carriers = {duty.id: set() for duty in shipped().duties}
    for place in real_places():
        for task in (task for plan in place.plans for task in plan.tasks):
            for slug in task.all_duties:
                carriers[slug].add(place.slug)

    assert {slug for slug, places in carriers.items() if len(places) < 2} == set()
