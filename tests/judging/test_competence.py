"""Which units of a place answer for what people ask."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from gongkai.judging.competence import Competence
from gongkai.records.portal import Jurisdiction, Register
from gongkai.records.register_records import Unit
from gongkai.words import bodies, daily
from gongkai.words.daily import Meaning
from helpers import documents
from helpers.portals import AS_OF, group, member, shipped, unit


@cache
def places() -> dict[str, Jurisdiction]:
    return {place.slug: place for place in shipped().jurisdictions if not place.is_demonstration}


every_place = pytest.mark.parametrize("slug", [place.slug for place in documents.places()])


def asked(units: tuple[Unit, ...], *called: str, on: date = AS_OF) -> list[str]:
    register = Register({each.slug: each for each in units}, {})
    meaning = Meaning(words=("低保",), bodies=called)
    return [fitting.slug for fitting in Competence.of(register, bodies.engine(), on).units(meaning)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("区民政局", "民政局"),
        ("自治县民政局", "民政局"),
        ("区住房城乡建委", "住建局"),
        ("县人力资源和社会保障局", "人社局"),
        ("县委组织部", "组织部"),
        ("区卫生健康委", "卫生局"),
    ],
)
def test_body_is_known_however_the_place_writes_it(name: str, body: str) -> None:
    assert asked((unit("zheli", name=name),), body) == ["zheli"]


def test_aliases_and_former_names_count() -> None:
    units = (unit("jia", name="区政数局", aliases=["区政务办"]), unit("yi", name="区数据局", former_names=["区审批局"]))
    assert (asked(units, "政务办"), asked(units, "审批局")) == (["jia"], ["yi"])


def test_heir_answers_for_what_is_gone() -> None:
    units = (unit("jiu", name="县旅游局", valid_to="2019-02-28", successors=["xin"]), unit("xin", name="县文化旅游局"))
    assert asked(units, "旅游局") == ["xin"]


def test_likeliest_body_comes_first_and_each_unit_once() -> None:
    units = (unit("jiao", name="县交通局"), unit("gong", name="县公安局"))
    assert asked(units, "公安局", "交通局", "交通运输局") == ["gong", "jiao"]


@pytest.mark.parametrize(
    ("called", "missed"),
    [
        (("公安局", "税务局"), ""),
        (("税务局", "公安局"), "税务局"),
        (("公安厅", "公安局"), ""),
        (("税务局", "民政局"), ""),
    ],
    ids=["likeliest is here", "another answers", "named alike", "none is here"],
)
def test_likeliest_body_is_missed_where_only_others_answer(called: tuple[str, ...], missed: str) -> None:
    police = unit("gong", name="县公安局")
    competence = Competence.of(Register({"gong": police}, {}), bodies.engine(), AS_OF)
    assert competence.missed(Meaning(words=("低保",), bodies=called)) == missed


def test_unit_itself_goes_before_whatever_was_usually_called_so() -> None:
    units = (unit("ziran", name="区规划自然资源局"), unit("guihua", name="区规划局"))
    assert asked(units, "规划局") == ["guihua"]


def test_groups_townships_and_units_of_another_time_do_not_answer() -> None:
    units = (
        unit("minzheng", name="区民政局", valid_from="2026-11-21"),
        unit("anju", name="安居镇", kind="township"),
        group("zhenjie", member("anju"), name="镇街"),
    )
    assert asked(units, "民政局", "镇街") == []


@every_place
def test_nearly_every_meaning_leads_somewhere_in_every_place(slug: str) -> None:
    competence = Competence.of(places()[slug].register, bodies.engine(), AS_OF)
    meanings = daily.engine().meanings
    lost = [meaning.caption for meaning in meanings if not (meaning.kinds or competence.units(meaning))]
    assert len(lost) <= len(meanings) / 10, lost


def in_name(name: str) -> list[tuple[str, Meaning]]:
    """The words that stand in the name of a unit, less those inside a longer one or one that means something else."""
    for guard in daily.engine().apart:
        name = name.replace(guard, "、")
    standing = [(word, meaning) for meaning in daily.engine().meanings for word in meaning.words if word in name]
    return [(word, meaning) for word, meaning in standing if not any(word != other and word in other for other, _ in standing)]


@every_place
def test_no_word_in_the_name_of_a_unit_leads_to_others(slug: str) -> None:
    competence = Competence.of(places()[slug].register, bodies.engine(), AS_OF)
    units = [unit for unit in places()[slug].register.units.values() if not unit.is_group]
    astray = {
        (name, word) for unit in units for name in unit.names for word, meaning in in_name(name) if unit not in competence.units(meaning)
    }
    assert astray == set()
