"""The index of many places is made of what each laid aside, wherever that is cut; after an edit only what it means is made again."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
from gongkai.judging.judgement import assess
from gongkai.records.portal import Jurisdiction, Portal
from gongkai.search.cutting import Cutting, Sheaf
from gongkai.search.findable import Findable, PlaceOfIndex, findable_of
from gongkai.search.guides import Explained
from gongkai.search.index import Index, index_files
from helpers.indexed import Made, made_of_places
from helpers.portals import shipped
from helpers.sites import AS_OF

PORTAL = Portal(shipped().without_demonstrations().jurisdictions[:2])
EXPLAINED = (Explained("帮助", "help.html", "怎么用"), Explained("一项义务", "compare/yi.html", "谁承担", "duty"))


def findable(place: Jurisdiction) -> Findable:
    alone = assess(replace(PORTAL, jurisdictions=(place,)), date.fromisoformat(AS_OF))
    return findable_of(place, alone.plans, alone.portal, alone.as_of)


def of_index(place: Jurisdiction, state: str, loaded: list[str]) -> PlaceOfIndex:
    def load() -> Findable:
        loaded.append(place.slug)
        return findable(place)

    return PlaceOfIndex(place.slug, state, load)


@pytest.fixture(scope="module")
def before() -> Made:
    return made_of_places([of_index(place, "as it was", []) for place in PORTAL.jurisdictions], PORTAL, EXPLAINED)


def elsewhere(function: Callable[[Cutting], Sheaf], jobs: Iterable[Cutting]) -> list[Sheaf]:
    """As another process does."""
    packed = [pickle.dumps((function, job)) for job in jobs]
    return [pickle.loads(pickle.dumps(run(job))) for run, job in map(pickle.loads, packed)]


def test_index_cut_in_other_processes_is_the_same(before: Made) -> None:
    places = [of_index(place, "", []) for place in PORTAL.jurisdictions]
    index, files = index_files(places, PORTAL, EXPLAINED, Index(), elsewhere)
    assert (dict(files), index.files) == (before.written, tuple(before.written))


# --- an edit of the second place ----------------------------------------------------------------


def without_an_entry(place: Jurisdiction) -> Jurisdiction:
    """Of evidence: a task has another badge, and units and columns have other sentences."""
    (plan,) = place.plans
    shown = tuple(entry for entry in plan.ledger.evidence if entry.task != plan.ledger.evidence[0].task)
    return replace(place, plans=(replace(plan, ledger=replace(plan.ledger, evidence=shown)),))


def with_another_name(place: Jurisdiction) -> Jurisdiction:
    """A unit is called something else, too, with a character that stands nowhere else."""
    units = dict(place.register.units)
    slug = next(iter(units))
    units[slug] = units[slug].model_copy(update={"aliases": (*units[slug].aliases, "鼗鼓局")})
    return replace(place, register=replace(place.register, units=units))


def with_fewer_tasks(place: Jurisdiction) -> Jurisdiction:
    """All numbers behind are others."""
    (plan,) = place.plans
    return replace(place, plans=(replace(plan, tasks=plan.tasks[:-1]),))


def as_it_was(place: Jurisdiction) -> Jurisdiction:
    """Touched, and not changed."""
    return place


@pytest.mark.parametrize(
    ("edit", "is_small"), [(without_an_entry, True), (with_another_name, True), (with_fewer_tasks, False), (as_it_was, True)]
)
def test_edit_gives_exactly_the_files_that_differ(before: Made, edit: Callable[[Jurisdiction], Jurisdiction], is_small: bool) -> None:
    first, second = PORTAL.jurisdictions
    loaded: list[str] = []
    edited = [of_index(first, "as it was", loaded), of_index(edit(second), "edited", loaded)]
    after = made_of_places(edited, PORTAL, EXPLAINED, before)
    anew = made_of_places(edited, PORTAL, EXPLAINED)
    assert loaded == [second.slug, first.slug, second.slug]
    assert after.written == anew.written
    assert after.new == {name for name, text in after.written.items() if before.written.get(name) != text}
    assert (len(after.new) < len(after.written) / 4) is is_small
    assert bool(after.new) is (edit is not as_it_was)
