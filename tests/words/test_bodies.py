"""One vocabulary of what government bodies are called: the same at every level of place."""

from __future__ import annotations

import re
from itertools import product

import pytest
from gongkai.importing.meaning import slugs
from gongkai.importing.meaning.registrar import Registrar
from gongkai.words.bodies import Vocabulary, engine
from gongkai.words.text import normal
from gongkai.words.vocabulary import Bodies, laid_over
from helpers.documents import ROOT
from helpers.portals import register, unit

WORDS = engine()
SCRIPTS = ROOT / "theme/scripts"
TONGLIANG = ("重庆市铜梁区", "铜梁区", "铜梁")

# --- spellings ----------------------------------------------------------------------------------

SPELLINGS = {
    "区发展改革委": ("区发展改革委", "区发展改革", "发展改革委", "发展改革"),
    "县商务委员会": ("县商务委员会", "县商务委", "县商务", "商务委员会", "商务委", "商务"),
    "区政府办公室": ("区政府办公室", "区政府办", "政府办公室", "政府办"),
    "区教委": ("区教委", "教委"),
    "市民政局": ("市民政局", "市民政", "民政局", "民政"),
    "市市场监管局": ("市市场监管局", "市市场监管", "市场监管局", "市场监管"),
    "市场监管局": ("市场监管局", "市场监管"),
    "市民服务中心": ("市民服务中心", "市民服务"),
    "市政府新闻办": ("市政府新闻办", "市政府新闻", "政府新闻办", "政府新闻"),
    "区级各部门": ("区级各部门",),
    "区委网信办": ("区委网信办", "区委网信", "网信办", "网信"),
    "区委员会": ("区委员会", "委员会"),
    "县委宣传部（县政府新闻办）": (
        "县委宣传部(县政府新闻办)",
        "宣传部(县政府新闻办)",
        "县委宣传部",
        "宣传部",
        "县政府新闻办",
        "县政府新闻",
        "政府新闻办",
        "政府新闻",
    ),
    "各镇（街道）": ("各镇(街道)",),
    "规划信息": ("规划信息", "规划"),
    "政府信息公开": ("政府信息公开", "政府信息"),
    "“六稳”“六保”": ("六稳六保",),
    "ＡＰＰ办": ("app办", "app"),
    "预算": ("预算",),
    "水": ("水",),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_name_is_known_by_its_short_forms(name: str) -> None:
    assert WORDS.spellings(name) == SPELLINGS[name]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("重庆市铜梁区发展和改革委员会", "发展和改革委"),
        ("铜梁区发改委", "发改委"),
        ("铜梁发改委", "发改委"),
        ("中共重庆市铜梁区委网络安全和信息化委员会办公室", "网络安全和信息化委员会办"),
        ("国家税务总局重庆市铜梁区税务局", "税务局"),
    ],
)
def test_place_before_a_name_may_be_left_out(name: str, short: str) -> None:
    assert (WORDS.spellings(name, TONGLIANG)[0], short in WORDS.spellings(name, TONGLIANG)) == (normal(name), True)


def test_place_alone_is_no_name_without_itself() -> None:
    assert WORDS.spellings("铜梁", TONGLIANG) == ("铜梁",)


@pytest.mark.parametrize(("name", "rest", "is_spelling"), [("铜梁区财政", "财政", True), ("铜梁区局", "局", False)])
def test_two_characters_behind_the_place_are_a_name_and_one_is_none(name: str, rest: str, is_spelling: bool) -> None:
    assert (rest in WORDS.spellings(name, ("铜梁区",))) is is_spelling


# --- levels -------------------------------------------------------------------------------------

LEVELS = [level.name for level in WORDS.tables.levels]
ENDINGS = ("局", "委", "办", "委员会", "办公室")
# 政府局 is no body: what follows the word is that of another sphere.
FORMS = {form for sphere in WORDS.tables.spheres for form in sphere.written} - {authority.name for authority in WORDS.tables.authorities}
BODIES = sorted({*WORDS.usual_bodies, *map("".join, product(FORMS, ENDINGS))})


@pytest.mark.parametrize("level", LEVELS)
def test_body_is_called_the_same_at_every_level(level: str) -> None:
    """自治县财政局, 州财政局 and 旗财政局 are all 财政局, and so are their short forms."""
    assert [body for body in BODIES if set(WORDS.spellings(body)) - set(WORDS.spellings(level + body))] == []


@pytest.mark.parametrize("level", LEVELS)
def test_body_has_its_usual_names_at_every_level(level: str) -> None:
    assert [body for body in BODIES if set(WORDS.other_names([level + body])) - {body} != set(WORDS.other_names([body]))] == []


@pytest.mark.parametrize("level", LEVELS)
def test_address_of_a_body_is_the_same_at_every_level(level: str) -> None:
    assert {body: slugs.unit(level + body, ()) for body in BODIES} == {body: slugs.unit(body, ()) for body in BODIES}


@pytest.mark.parametrize("level", LEVELS)
def test_committee_of_a_level_is_left_out_with_it(level: str) -> None:
    assert "宣传部" in WORDS.spellings(f"{level}委宣传部")


@pytest.mark.parametrize(
    "name", ["市场监管局", "市容中心", "县域经济中心", "区块链办", "乡村振兴局", "镇江办", "州直机关工委", "新区管委会"]
)
def test_word_that_begins_as_a_level_does_is_no_level(name: str) -> None:
    assert [form for form in WORDS.spellings(name) if not form.startswith(name[:2])] == []


@pytest.mark.parametrize(
    ("place", "stem"),
    [
        ("铜梁区", "铜梁"),
        ("开县", "开"),
        ("高新区", "高新"),
        ("两江新区", "两江"),
        ("巴彦淖尔盟", "巴彦淖尔"),
        ("景德镇市", "景德镇"),
        ("铜梁", "铜梁"),
    ],
)
def test_place_is_called_without_what_it_is(place: str, stem: str) -> None:
    assert WORDS.stem(place) == stem


# --- spheres ------------------------------------------------------------------------------------


def test_body_is_also_called_by_the_short_and_former_names_of_its_sphere() -> None:
    assert WORDS.other_names(["区生态环境局"]) == ("环境保护局", "环保局")
    assert WORDS.other_names(["县农业农村委员会", "县农委"]) == ("农业农村委", "农业和农村委", "农委", "农业局", "农业委")


def test_single_character_is_no_name_that_people_use() -> None:
    """农委 they do say, but not 农局."""
    assert WORDS.other_names(["县农业农村局"]) == ("农业和农村局", "农委", "农业局", "农业委")


def test_body_of_a_sphere_within_a_longer_name_is_not_called_by_its_names() -> None:
    assert WORDS.other_names(["区市场监管综合行政执法支队", "区教育局"]) == ()


def test_forms_of_one_sphere_are_one_key() -> None:
    assert {WORDS.canonical(f"{form}委员会") for form in ("发展改革", "发展和改革", "发改")} == {"发展改革委"}


def test_no_form_belongs_to_two_spheres() -> None:
    forms = [form for sphere in WORDS.tables.spheres for form in sphere.forms]
    assert sorted(forms) == sorted(set(forms))


def test_body_of_before_the_reform_is_a_usual_one() -> None:
    assert {"环保局", "物价局", "国土局", "审计局"} - {*WORDS.usual_bodies} == set()


# --- endings ------------------------------------------------------------------------------------


def test_bracket_that_holds_no_body_is_no_second_name() -> None:
    """Where it is shown is no second name, as that of 县委宣传部（县政府新闻办） is."""
    assert WORDS.spellings("公开栏（各村）") == ("公开栏(各村)",)


@pytest.mark.parametrize(("cell", "is_units"), [("县妇联", True), ("政务服务平台", False), ("电视台", False), ("各村（社区）", False)])
def test_cell_that_may_be_something_else_is_not_taken_for_units(cell: str, is_units: bool) -> None:
    assert bool(re.search(f"(?:{WORDS.cell_endings})$", cell)) == is_units


# --- a portal's own words -----------------------------------------------------------------------


def own(**tables: object) -> Vocabulary:
    return Vocabulary(laid_over(WORDS.tables, Bodies.model_validate(tables)))


def test_own_words_are_added_to_those_of_the_entry_of_that_name() -> None:
    words = own(spheres=[{"name": "发展改革", "short": ["发革"]}])
    assert set(words.other_names(["区发展改革委"])) == {*WORDS.other_names(["区发展改革委"]), "发革委"}


def test_own_entry_may_replace_that_of_the_engine() -> None:
    words = own(spheres=[{"name": "发展改革", "short": ["发革"], "replace": True}])
    assert words.other_names(["区发展改革委"]) == ("发革委",)


def test_importer_knows_a_unit_by_own_words() -> None:
    words = own(spheres=[{"name": "财政", "short": ["度支"]}])
    known = register(unit("caizhengju", name="区财政局"))
    assert [Registrar(known, vocabulary=each).unit("区度支局").slug for each in (WORDS, words)] == ["duzhiju", "caizhengju"]


def test_own_level_and_own_ending_are_left_out_like_the_others() -> None:
    words = own(levels=[{"name": "管理区"}], endings={"offices": ["公署"]})
    assert "财政" in words.spellings("管理区财政公署")


def test_own_words_leave_the_engine_as_it_is() -> None:
    before = WORDS.tables.model_dump()
    own(spheres=[{"name": "发展改革", "short": ["发革"]}], usual=["乌兰牧骑"], contacts={"asked": ["微信号"]})
    assert WORDS.tables.model_dump() == before


# --- nothing is named twice ---------------------------------------------------------------------


def test_no_script_names_a_body() -> None:
    """Comments may; the words of the vocabulary come with the index."""
    names = {*WORDS.usual_bodies, *LEVELS, *WORDS.tables.endings.offices, *WORDS.tables.contacts.asked, *BODIES}
    code = {file.name: re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL) for file in SCRIPTS.rglob("*.js")}
    assert [(file, name) for (file, text), name in product(code.items(), sorted(names)) if name in text] == []
