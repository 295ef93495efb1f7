"""How the words of cells and sentences are read: the tables of cases in tests/cases/importing/, which anybody can extend."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from gongkai.importing.meaning import duties, outlets, publication_paths, times, units

CASES = Path(__file__).parents[1] / "cases/importing"
YEAR = 2022


def cases(name):
    told = yaml.load((CASES / name).read_text(encoding="utf-8"), yaml.CSafeLoader)["cases"]
    return [pytest.param(case, id=str(case.get("cell") or case.get("sentence"))) for case in told]


@pytest.mark.parametrize("case", cases("units.yaml"))
def test_a_unit_cell_is_read_as_the_case_says(case):
    parties = units.read(units=str(case["cell"]))

    assert (list(parties.lead), list(parties.responsible)) == (case.get("lead", []), case.get("responsible", []))


@pytest.mark.parametrize("case", cases("paths.yaml"))
def test_places_of_publication_are_read_as_the_case_says(case):
    told = outlets.in_cell(case["cell"]) if "cell" in case else publication_paths.in_text(case["sentence"])

    assert [">".join((path.site, *path.columns)) for path in told.publication_paths] == case.get("paths", [])
    assert list(told.channels) == case.get("channels", [])


@pytest.mark.parametrize("case", cases("times.yaml"))
def test_words_about_time_are_read_as_the_case_says(case):
    time = times.in_cell(str(case["cell"]), YEAR) if "cell" in case else times.in_text(case["sentence"], YEAR)

    assert time.due_on == (date.fromisoformat(str(case["due_on"])) if "due_on" in case else None)
    assert (time.due.model_dump() if time.due else None) == case.get("due")
    assert recurrence(time) == case.get("recurrence")
    assert (time.window.model_dump() if time.window else None) == case.get("window")
    assert bool(time.notes) == case.get("doubtful", False)


def recurrence(time):
    if not time.recurrence:
        return None
    told = time.recurrence.model_dump(exclude_defaults=True)
    return {**told, **({"including": list(told["including"])} if "including" in told else {})}


@pytest.mark.parametrize("words", ["及时", "定期", "持续推进", "动态更新", "长期坚持", "适时", "按时"])
def test_words_of_manner_never_become_dates(words):
    """Design §2: only an explicit date can make anything overdue."""
    for time in (times.in_cell(words, YEAR), times.in_text(f"{words}公开有关信息。", YEAR)):
        assert (time.due_on, time.due, time.recurrence, time.window) == (None, None, None, None)


def test_a_day_in_each_year_is_a_rhythm_and_a_deadline_of_this_year():
    """Judged by its day, which a periodic duty has not; the document's words stand once."""
    text = "每年6月底前公开上年度决算。"
    time = times.in_text(text, YEAR)

    assert (time.words, duties.propose(text, time)[0]) == ("每年6月底前", "one_off")


def test_a_rhythm_without_a_day_stays_periodic():
    text = "每年公开上年度决算。"

    assert duties.propose(text, times.in_text(text, YEAR))[0] == "periodic"


def test_a_unit_cell_keeps_its_words_where_they_say_more_than_the_names():
    assert units.read(units="区财政局牵头，各镇街落实").words == "区财政局牵头，各镇街落实"
    assert units.read(units="区财政局、各镇街").words == ""


def test_where_the_notice_says_so_the_unit_named_first_leads():
    parties = units.read(units="区财政局、区民政局、各镇街", first_leads=True)

    assert (parties.lead, parties.responsible) == (("区财政局",), ("区民政局", "各镇街"))


def test_a_name_of_the_register_that_holds_a_separator_stays_whole():
    parties = units.read(units="各镇、街道，区直各部门", known=["各镇、街道"])

    assert parties.responsible == ("各镇、街道", "区直各部门")


def test_each_column_gives_its_role_and_role_words_in_a_cell_overrule_it():
    parties = units.read(lead="县财政局", responsible="县民政局牵头，各乡镇配合")

    assert (parties.lead, parties.responsible) == (("县财政局", "县民政局"), ("各乡镇",))
