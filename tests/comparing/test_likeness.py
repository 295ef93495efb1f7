"""Twins are told from the wording alone, held against pairs that were read and judged before any program proposed one."""

from pathlib import Path

import pytest
import yaml
from gongkai.comparing.likeness import Library
from helpers.portals import shipped

PAIRS = yaml.safe_load((Path(__file__).parents[1] / "cases/pairs/pairs.yaml").read_text(encoding="utf-8"))


def real_places():
    return [place for place in shipped().jurisdictions if not place.is_demonstration]


@pytest.fixture(scope="module")
def proposed():
    """By pair, whether it is proposed."""
    library = Library(real_places(), shipped().vocabulary)

    def side(name, numbers):
        told = [it for it in library.wordings if f"{it.place}/{it.year}/{it.task.id}" == name]
        return [it for it in told if not numbers or (it.measure and it.measure.number in numbers)]

    def is_proposed(pair):
        sides = side(pair["a"], pair.get("a_measures")), side(pair["b"], pair.get("b_measures"))
        return any(library.likeness(here, there).sureness > 1 / 2 for here in sides[0] for there in sides[1])

    return [(is_proposed(pair), pair["twin"]) for pair in PAIRS]


def test_nine_of_ten_twins_are_proposed_and_few_look_alikes(proposed):
    """Which task names which duty is not looked at."""
    right = sum(is_proposed and is_twin for is_proposed, is_twin in proposed)

    assert right >= 0.9 * sum(is_twin for _, is_twin in proposed)
    assert right >= 0.85 * sum(is_proposed for is_proposed, _ in proposed)


def test_what_is_entered_agrees_with_the_pairs():
    """A pair is the same duty where both sides name one."""
    tasks = {f"{place.slug}/{plan.year}/{task.id}": task for place in real_places() for plan in place.plans for task in plan.tasks}

    def named(name, numbers):
        task = tasks[name]
        of_measures = {slug for it in task.measures if not numbers or it.number in numbers for slug in it.duties}
        return {*task.duties, *of_measures}

    agreeing = [bool(named(pair["a"], pair.get("a_measures")) & named(pair["b"], pair.get("b_measures"))) == pair["twin"] for pair in PAIRS]

    assert sum(agreeing) >= 0.95 * len(PAIRS)


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
