"""Who owes what: groups and their rosters, leads, merged units, and whether a page stands where the plan wants it."""

from datetime import date

import pytest
from gongkai.judging.judgement import assess, is_elsewhere
from helpers.portals import (
    AS_OF,
    ISSUED_ON,
    assessed,
    cells,
    check,
    evidence,
    group,
    measure,
    member,
    note,
    plan,
    portal,
    register,
    task,
    unit,
)

DEPARTMENTS = (unit("fagaiju"), unit("caizhengju"), unit("jiaoyuju"))


def owed_by(*phrases, units, issued_on=ISSUED_ON):
    """Each unit that has a cell, with the group through which it owes it."""
    one_plan = plan(task(responsible_units=phrases), issued_on=issued_on)
    return [(cell.unit.slug, cell.group.slug if cell.group else None) for cell in assessed(portal(one_plan, units)).cells]


def badges(*tasks, **fields):
    return {cell.unit.slug: cell.verdict.badge.id for cell in cells(*tasks, **fields)}


def test_a_group_with_a_complete_roster_is_a_cell_for_each_member():
    units = (*DEPARTMENTS, group("ge-bumen", "caizhengju", "fagaiju"))
    assert owed_by("ge-bumen", units=units) == [("caizhengju", "ge-bumen"), ("fagaiju", "ge-bumen")]


def test_a_group_with_an_incomplete_roster_keeps_a_cell_for_those_nobody_has_named():
    units = (*DEPARTMENTS, group("ge-bumen", "caizhengju", members_complete=False))
    assert owed_by("ge-bumen", units=units) == [("caizhengju", "ge-bumen"), ("ge-bumen", None)]


def test_a_group_that_the_document_leaves_open_is_one_cell():
    units = (*DEPARTMENTS, group("youguan-bumen", open=True))
    assert owed_by("youguan-bumen", units=units) == [("youguan-bumen", None)]


def test_a_group_without_a_roster_is_one_cell():
    units = (*DEPARTMENTS, group("ge-bumen"))
    assert owed_by("ge-bumen", units=units) == [("ge-bumen", None)]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_member"),
    [
        pytest.param(None, None, True, id="for good"),
        pytest.param("2026-03-01", None, True, id="from the day of the plan"),
        pytest.param("2026-03-02", None, False, id="from the day after"),
        pytest.param(None, "2026-03-01", True, id="to the day of the plan"),
        pytest.param(None, "2026-02-28", False, id="to the day before"),
        pytest.param("2026-01-01", "2026-12-31", True, id="around it"),
    ],
)
def test_the_roster_is_that_of_the_plans_date(valid_from, valid_to, is_member):
    units = (*DEPARTMENTS, group("ge-bumen", "fagaiju", member("jiaoyuju", valid_from, valid_to)))
    assert (("jiaoyuju", "ge-bumen") in owed_by("ge-bumen", units=units)) is is_member


def test_the_roster_of_a_plan_without_a_date_is_that_of_the_first_day_of_its_year():
    units = (*DEPARTMENTS, group("ge-bumen", member("fagaiju", None, "2026-01-01"), member("jiaoyuju", "2026-01-02")))
    assert owed_by("ge-bumen", units=units, issued_on=None) == [("fagaiju", "ge-bumen")]


def test_a_complete_roster_with_nobody_on_the_plans_date_is_one_cell():
    units = (*DEPARTMENTS, group("ge-bumen", member("fagaiju", "2026-07-01")))
    assert owed_by("ge-bumen", units=units) == [("ge-bumen", None)]


def test_a_member_with_two_stretches_in_the_roster_is_counted_once():
    units = (*DEPARTMENTS, group("ge-bumen", member("fagaiju", None, "2026-06-30"), member("fagaiju", "2026-02-01")))
    assert owed_by("ge-bumen", units=units) == [("fagaiju", "ge-bumen")]


def test_a_unit_in_two_groups_is_counted_once():
    units = (*DEPARTMENTS, group("ge-bumen", "fagaiju", "caizhengju"), group("jingji-bumen", "caizhengju", "jiaoyuju"))
    assert owed_by("ge-bumen", "jingji-bumen", units=units) == [
        ("fagaiju", "ge-bumen"),
        ("caizhengju", "ge-bumen"),
        ("jiaoyuju", "jingji-bumen"),
    ]


def test_a_unit_named_by_itself_owes_it_by_itself_although_a_group_includes_it():
    units = (*DEPARTMENTS, group("ge-bumen", "fagaiju", "caizhengju"))
    assert owed_by("ge-bumen", "fagaiju", units=units) == [("fagaiju", None), ("caizhengju", "ge-bumen")]


def test_a_unit_that_leads_and_is_responsible_is_counted_once():
    found = cells(task(lead_units=("fagaiju",), responsible_units=("caizhengju", "fagaiju")))
    assert [cell.unit.slug for cell in found] == ["fagaiju", "caizhengju"]


def test_a_lead_alone_owes_what_no_other_unit_is_responsible_for():
    assert [cell.unit.slug for cell in cells(task(lead_units=("jiaoyuju",)))] == ["jiaoyuju"]


def test_a_measure_that_names_its_units_is_owed_by_these_alone():
    one_task = task(measure(number=1, units=("caizhengju",)), measure(number=2), lead_units=("fagaiju",), responsible_units=("caizhengju",))
    first, second = assessed(portal(plan(one_task))).tasks[0].measures
    assert [[cell.unit.slug for cell in each.cells] for each in (first, second)] == [["caizhengju"], ["fagaiju", "caizhengju"]]


def test_a_measure_may_name_a_group_which_is_expanded():
    units = (*DEPARTMENTS, group("ge-bumen", "caizhengju", "jiaoyuju"))
    one_task = task(measure(units=("ge-bumen",)), lead_units=("fagaiju",), responsible_units=("ge-bumen",))
    assert [cell.unit.slug for cell in cells(one_task, units=units)] == ["caizhengju", "jiaoyuju"]


def test_units_of_a_task_are_told_once_in_the_order_of_the_document():
    one_task = task(measure(number=1), measure(number=2), lead_units=("jiaoyuju",), responsible_units=("fagaiju",))
    assert [one.slug for one in assessed(portal(plan(one_task))).tasks[0].units] == ["jiaoyuju", "fagaiju"]


def test_cells_of_a_unit_are_those_of_all_measures_it_owes():
    one_task = task(measure(number=1), measure(number=2, units=("fagaiju",)), lead_units=("fagaiju",), responsible_units=("jiaoyuju",))
    found = assessed(portal(plan(one_task))).tasks[0]
    assert [len(found.cells_of(one)) for one in DEPARTMENTS] == [2, 0, 1]


def test_the_cell_of_a_unit_can_be_asked_for():
    found = assessed(portal(plan())).tasks[0].measures[0]
    assert (found.cell_of("fagaiju"), found.cell_of("caizhengju")) == (found.cells[0], None)


def test_evidence_of_a_member_is_not_that_of_another():
    units = (*DEPARTMENTS, group("ge-bumen", "fagaiju", "caizhengju", members_complete=False))
    found = badges(task(responsible_units=("ge-bumen",)), units=units, entries=[evidence()])
    assert found == {"fagaiju": "published", "caizhengju": "no_record", "ge-bumen": "no_record"}


def test_evidence_that_names_two_units_counts_for_both():
    found = badges(task(responsible_units=("fagaiju", "jiaoyuju")), entries=[evidence(units=("fagaiju", "jiaoyuju"))])
    assert found == {"fagaiju": "published", "jiaoyuju": "published"}


def test_evidence_for_a_group_counts_for_its_own_cell_alone():
    units = (*DEPARTMENTS, group("ge-bumen", "fagaiju", members_complete=False))
    found = badges(task(responsible_units=("ge-bumen",)), units=units, entries=[evidence(units=("ge-bumen",))])
    assert found == {"fagaiju": "no_record", "ge-bumen": "published"}


def test_evidence_of_one_measure_does_not_count_for_another():
    one_task = task(measure(number=1), measure(number=2))
    found = cells(one_task, entries=[evidence(measures=(2,))])
    assert [cell.verdict.badge.id for cell in found] == ["no_record", "published"]


def test_evidence_of_another_task_does_not_count():
    first, second = cells(task(), task(id="1.1.2"), entries=[evidence(task="1.1.2")])
    assert (first.verdict.badge.id, second.verdict.badge.id) == ("no_record", "published")


def test_a_check_of_another_unit_accuses_nobody_else():
    one_task = task(measure(due_on="2026-06-30"), responsible_units=("fagaiju", "caizhengju"))
    assert badges(one_task, entries=[check(units=("caizhengju",))]) == {"fagaiju": "unchecked", "caizhengju": "overdue"}


def test_a_cell_shows_its_evidence_known_on_the_date_and_no_other():
    known, other = evidence(on="2026-11-20"), evidence(units=("caizhengju",))
    (cell,) = cells(entries=[known, evidence(on="2026-11-21"), other])
    assert [exhibit.evidence for exhibit in cell.exhibits] == [known]


# 2026年7月1日，县文化局、县旅游局合并为县文化旅游局。
MERGED = (
    unit("wenhuaju", valid_to="2026-06-30", successors=["wenlvju"]),
    unit("lvyouju", valid_to="2026-06-30", successors=["wenlvju"]),
    unit("wenlvju", valid_from="2026-07-01"),
)


def merger(*owing, entries):
    one_task = task(measure(due_on="2026-09-30"), responsible_units=owing)
    return badges(one_task, units=MERGED, entries=entries)


def test_a_successor_speaks_for_the_units_it_took_over():
    published = evidence(units=("wenlvju",), on="2026-09-01", published_on="2026-08-31")
    assert merger("wenhuaju", "lvyouju", entries=[published]) == {"wenhuaju": "published", "lvyouju": "published"}


def test_what_a_unit_published_before_it_was_merged_still_counts_for_it_alone():
    published = evidence(units=("lvyouju",), published_on="2026-05-31")
    assert merger("wenhuaju", "lvyouju", entries=[published]) == {"wenhuaju": "unchecked", "lvyouju": "published"}


def test_a_unit_does_not_speak_for_its_successor():
    published = evidence(units=("wenhuaju",), published_on="2026-05-31")
    assert merger("wenlvju", entries=[published]) == {"wenlvju": "unchecked"}


def test_a_successor_that_owes_the_measure_itself_speaks_for_itself_alone():
    published = evidence(units=("wenlvju",), on="2026-09-01", published_on="2026-08-31")
    assert merger("wenhuaju", "wenlvju", entries=[published]) == {"wenhuaju": "unchecked", "wenlvju": "published"}


def test_a_check_of_the_successor_is_a_check_of_the_unit_it_took_over():
    assert merger("wenhuaju", entries=[check(units=("wenlvju",), on="2026-10-15")]) == {"wenhuaju": "overdue"}


@pytest.mark.parametrize(
    ("day", "answering"), [(date(2026, 6, 30), "lvyouju"), (date(2026, 7, 1), "wenlvju")], ids=["its last day", "the day after"]
)
def test_a_unit_answers_for_itself_to_its_last_day(day, answering):
    assert register(*MERGED).answering_for("lvyouju", day) == answering


def test_a_unit_that_is_no_more_and_has_no_successor_is_still_the_one_named():
    assert register(unit("lvyouju", valid_to="2026-06-30")).answering_for("lvyouju", date(2026, 7, 1)) == "lvyouju"


def test_a_unit_merged_twice_is_spoken_for_by_the_last():
    units = (unit("wenhuaju", successors=["wenlvju"]), unit("wenlvju", successors=["wentiju"]), unit("wentiju"))
    assert badges(task(responsible_units=("wenhuaju",)), units=units, entries=[evidence(units=("wentiju",))]) == {"wenhuaju": "published"}


def test_a_member_of_the_roster_that_was_merged_later_keeps_its_cell():
    units = (*MERGED, group("ge-bumen", member("wenhuaju", None, "2026-06-30"), member("wenlvju", "2026-07-01")))
    found = badges(task(responsible_units=("ge-bumen",)), units=units, entries=[evidence(units=("wenlvju",), on="2026-09-01")])
    assert found == {"wenhuaju": "published"}


def test_a_task_is_in_part_done_until_every_unit_that_owes_it_is():
    found = assessed(portal(plan(task(responsible_units=("fagaiju", "caizhengju")), entries=[evidence()]))).tasks[0]
    assert found.verdict.words == "部分公开（1/2）"


def test_a_measure_is_judged_by_its_own_cells_alone():
    one_task = task(measure(number=1), measure(number=2))
    first, second = assessed(portal(plan(one_task, entries=[evidence(measures=(1,))]))).tasks[0].measures
    assert (first.verdict.badge.id, second.verdict.badge.id) == ("published", "no_record")


def test_a_note_on_a_task_without_a_number_is_of_all_its_measures():
    one_task = task(measure(number=1), measure(number=2))
    found = cells(one_task, entries=[note(on="2026-11-01")])
    assert [cell.verdict.badge.id for cell in found] == ["under_way", "under_way"]


def test_plans_are_told_by_jurisdiction():
    whole = portal(plan())
    (place,) = whole.jurisdictions
    assert assess(whole, AS_OF).plans_of(place) == (assessed(whole),)


@pytest.mark.parametrize(
    ("found_in", "elsewhere"),
    [
        pytest.param("guihua", False, id="in the column itself"),
        pytest.param("zhuanxiang", False, id="in a column below it"),
        pytest.param("caizheng", True, id="in another column"),
        pytest.param("wangzhan", True, id="in a column above it"),
        pytest.param(None, False, id="in a place nobody stated"),
    ],
)
def test_a_page_is_elsewhere_when_its_column_is_not_within_a_required_one(found_in, elsewhere):
    wanted = measure(publication_paths=("guihua",))
    assert is_elsewhere(evidence(found_in=found_in), [wanted], register()) is elsewhere


def test_a_page_in_a_place_that_has_no_column_is_elsewhere():
    assert is_elsewhere(evidence(found_trail="县政府网站 > 通知公告"), [measure(publication_paths=("guihua",))], register())


def test_a_page_in_any_of_the_required_columns_is_not_elsewhere():
    assert not is_elsewhere(evidence(found_in="caizheng"), [measure(publication_paths=("guihua", "caizheng"))], register())


def test_a_page_that_serves_two_measures_may_stand_where_either_wants_it():
    wanted = [measure(number=1, publication_paths=("guihua",)), measure(number=2, publication_paths=("caizheng",))]
    assert not is_elsewhere(evidence(found_in="caizheng"), wanted, register())


def test_a_page_is_nowhere_else_when_the_plan_names_no_column():
    assert not is_elsewhere(evidence(found_in="caizheng"), [measure()], register())


def test_a_self_report_is_never_elsewhere():
    assert not is_elsewhere(evidence(found_in="caizheng", strength="self_report"), [measure(publication_paths=("guihua",))], register())


def test_a_page_elsewhere_satisfies_the_duty():
    (cell,) = cells(task(measure(publication_paths=("guihua", "jiedu"))), entries=[evidence(found_in="caizheng")])
    assert cell.verdict.badge.id == "published"


def test_a_page_in_a_required_column_below_another_required_one_counts_for_the_lower():
    one_task = task(measure(publication_paths=("guihua", "zhuanxiang")))
    (cell,) = cells(one_task, entries=[evidence(found_in="zhuanxiang")])
    assert [exhibit.publication_path for exhibit in cell.exhibits] == ["zhuanxiang"]


@pytest.mark.parametrize(("day", "members"), [(date(2026, 6, 30), ("wenhuaju", "lvyouju")), (date(2026, 7, 1), ("wenlvju",))])
def test_a_roster_counts_a_member_while_it_exists_and_then_its_heir(day, members):
    group = unit("ge-bumen", kind="group", members=["wenhuaju", "lvyouju"])

    assert register(*MERGED, group).members_on(group, day) == members


def test_a_roster_does_not_count_a_member_that_is_no_more_or_not_yet():
    group = unit("ge-bumen", kind="group", members=["jiuju", "xinju"])
    units = (unit("jiuju", valid_to="2021-12-31"), unit("xinju", valid_from="2023-01-01"), group)

    assert register(*units).members_on(group, date(2022, 3, 1)) == ()
