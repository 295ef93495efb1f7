"""Units and columns are called many things: short forms, pinyin, traditional characters, the names of those they took over."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from gongkai.judging.judgement import assess
from gongkai.records.portal import Jurisdiction, Node, Portal, Register
from gongkai.records.register_records import Column, JurisdictionRecord, Unit
from gongkai.search.names import column_names, pinyin, simplified, usual_names
from gongkai.words.bodies import engine
from helpers.indexed import script_of, written_of
from helpers.portals import AS_OF, plan, register, unit

# --- former names -------------------------------------------------------------------------------


def test_unit_is_called_by_all_its_names_and_those_of_the_units_it_took_over() -> None:
    units = (
        unit("wenhuaju", name="县文化局", aliases=["文化局"], successors=["wenlvju"]),
        unit("lvyouju", name="县旅游局", successors=["wenlvju"]),
        unit("wenlvju", name="县文化旅游局", full_name="示例县文化旅游局", aliases=["文旅局"], successors=["wenlvwei"]),
        unit("wenlvwei", name="县文旅委", aliases=["文旅局"]),
    )

    assert register(*units).names_of(units[3]) == (
        "县文旅委",
        "文旅局",
        "县文化局",
        "文化局",
        "县旅游局",
        "县文化旅游局",
        "示例县文化旅游局",
    )


def test_unit_that_was_taken_over_is_not_called_by_the_names_of_its_successor() -> None:
    units = (unit("lvyouju", name="县旅游局", successors=["wenlvju"]), unit("wenlvju", name="县文化旅游局"))

    assert register(*units).names_of(units[0]) == ("县旅游局",)


def test_usual_name_that_another_unit_of_the_place_bears_means_that_unit() -> None:
    """区发展改革委 is also called 物价局, but not where there is one."""
    fagai, wujia = unit("fagaiwei", name="区发展改革委"), unit("wujiaju", name="区物价局")
    alone, beside = usual_names(register(fagai), engine()), usual_names(register(fagai, wujia), engine())
    assert set(alone["fagaiwei"]) - set(beside["fagaiwei"]) == {"物价局"}


def test_column_is_called_by_the_names_it_had() -> None:
    assert column_names(Column.model_validate({"slug": "jiedu", "name": "政策解读", "former_names": ["解读回应"]})) == (
        "政策解读",
        "解读回应",
    )


# --- pinyin -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("发改委", ("fagaiwei", "fgw")),
        ("区发展改革委", ("qufazhangaigewei", "qfzggw")),
        ("重庆", ("chongqing", "cq")),
        ("重点工作", ("zhongdiangongzuo", "zdgz")),
        ("行政审批局", ("xingzhengshenpiju", "xzspj")),
        ("人民银行", ("renminyinhang", "rmyh")),
        ("会计", ("kuaiji", "kj")),
        ("调解", ("tiaojie", "tj")),
        ("调查", ("diaocha", "dc")),
        ("番禺区", ("panyuqu", "pyq")),
        ("重庆市长寿区", ("chongqingshichangshouqu", "cqscsq")),
        ("市长信箱", ("shizhangxinxiang", "szxx")),
        ("旅游", ("lvyou", "ly")),
        ("ＡＰＰ办", ("appban", "appb")),
        ("12345热线", ("12345rexian", "12345rx")),
        ("各镇（街道）", ("gezhenjiedao", "gzjd")),
        ("APP 12345", ()),
        ("", ()),
        ("𠮷", ()),
    ],
)
def test_name_is_typed_in_pinyin(name: str, typed: tuple[str, ...]) -> None:
    assert pinyin(name) == typed


# --- traditional characters ---------------------------------------------------------------------


def test_traditional_and_variant_characters_stand_for_the_simplified() -> None:
    assert simplified("发卫群") == {"發": "发", "羣": "群", "衛": "卫", "衞": "卫", "髮": "发"}


def test_only_characters_of_the_index_are_stood_for() -> None:
    assert simplified("a1，") == {}


@pytest.mark.parametrize(("characters", "leads_to"), [("干", "干"), ("干乾", None)], ids=["absent", "present"])
def test_character_of_simplified_chinese_that_occurs_is_meant_as_typed(characters: str, leads_to: str | None) -> None:
    """乾县 is a county, though 乾 is also how others write 干."""
    assert simplified(characters).get("乾") == leads_to


def test_traditional_character_that_occurs_by_chance_still_stands_for_the_simplified() -> None:
    assert simplified("卫衛")["衛"] == "卫"


# --- names.js -----------------------------------------------------------------------------------

FAGAI = unit("fagaiwei", name="区发展改革委", full_name="重庆市铜梁区发展和改革委员会", aliases=["发改委"])
COLUMN = Column.model_validate({"slug": "wangzhan", "name": "政府网站", "columns": [{"slug": "yusuan", "name": "预算"}]})


def place(slug: str, name: str, *units: Unit, site: Column = COLUMN) -> Jurisdiction:
    """A place with one real plan."""
    top = Node(site)
    nodes = {site.slug: top, **{column.slug: Node(column, top) for column in site.columns}}
    real = replace(plan(), jurisdiction=slug, record=plan().record.model_copy(update={"demonstration": False}))
    who = JurisdictionRecord(name=f"重庆市{name}", short_name=name, order=1)
    return Jurisdiction(slug, who, Register({one.slug: one for one in (unit("fagaiju"), *units)}, nodes), (real,))


def script(*places: Jurisdiction, characters: str = "") -> str:
    return script_of(Portal(places), characters)


def content(text: str) -> dict[str, list[list[object]]]:
    return json.loads(text.removeprefix("gongkaiNames(").removesuffix(");\n"))


def rows(*places: Jurisdiction) -> dict[str, Sequence[object]]:
    return {str(row[1]): row for row in content(script(*places))["names"]}


def test_name_of_one_place_is_listed_with_its_place_and_page() -> None:
    assert rows(place("tongliang", "铜梁区", FAGAI))["区发展改革委"] == [
        0,
        "区发展改革委",
        1,
        [
            "区发展改革",
            "发展改革委",
            "发展改革",
            "发展和改革委员会",
            "发展和改革委",
            "发展和改革",
            "发改委",
            "发改",
            "发展与改革委",
            "发展与改革",
            "计委",
            "物价局",
            "物价",
        ],
        "铜梁区",
        "tongliang/units/fagaiwei.html",
    ]


def test_name_of_several_places_is_listed_once_with_all_it_is_called() -> None:
    other = unit("fgw", name="区发展改革委", aliases=["经发局"])
    assert rows(place("tongliang", "铜梁区", FAGAI), place("jiangjin", "江津区", other))["区发展改革委"] == [
        0,
        "区发展改革委",
        2,
        [
            "区发展改革",
            "发展改革委",
            "发展改革",
            "发展和改革委员会",
            "发展和改革委",
            "发展和改革",
            "发改委",
            "发改",
            "发展与改革委",
            "发展与改革",
            "计委",
            "物价局",
            "物价",
            "经发局",
            "经发",
        ],
        "",
        "",
    ]


def test_places_of_the_same_name_are_two_places() -> None:
    assert rows(place("fuzhou-gulou", "鼓楼区", FAGAI), place("nanjing-gulou", "鼓楼区", FAGAI))["区发展改革委"][2] == 2


def test_name_of_two_columns_of_one_place_has_no_single_page() -> None:
    site = Column.model_validate(
        {"slug": "wangzhan", "name": "政府网站", "columns": [{"slug": "yusuan", "name": "预算"}, {"slug": "bumen-yusuan", "name": "预算"}]}
    )
    assert rows(place("tongliang", "铜梁区", site=site))["预算"] == [1, "预算", 1, [], "铜梁区", ""]


def test_units_come_before_columns_and_these_before_places_in_the_order_of_their_names() -> None:
    listed = [row[:2] for row in content(script(place("tongliang", "铜梁区", FAGAI)))["names"]]
    assert listed == [[0, "fagaiju"], [0, "区发展改革委"], [1, "政府网站"], [1, "预算"], [2, "铜梁区"]]


def test_made_up_places_are_not_listed() -> None:
    real = place("tongliang", "铜梁区", FAGAI)
    made_up = Jurisdiction("shili", real.record, real.register, (plan(),))
    written = written_of(assess(Portal((made_up,)), AS_OF))
    assert content(written["names.js"])["names"] == []


def test_usual_readings_are_told_by_character_and_others_by_word() -> None:
    banks = (unit("yinhang", name="银行"), unit("xingzheng", name="行政局"), unit("shenpi", name="行政办"))
    told = content(script(place("tongliang", "铜梁区", *banks)))
    syllables = {character: syllable for syllable, every in re.findall("([a-z]+)([^a-z]+)", told["readings"]) for character in every}
    assert (syllables["行"], told["exceptions"]) == ("xing", [["银行", "yin hang"]])


def test_traditional_characters_are_told_in_pairs() -> None:
    assert content(script(place("tongliang", "铜梁区"), characters="发"))["simplified"] == "發发髮发"


def test_same_content_makes_the_same_script_in_any_order() -> None:
    one, other = place("tongliang", "铜梁区", FAGAI), place("jiangjin", "江津区", unit("a", name="甲局"))
    assert script(one, other, characters="发卫") == script(one, other, characters="卫发")


HOSTILE = ["</script><script>alert(1)</script>", "'\"\\", "甲\u2028乙局", "\x00局", "$&局", "constructor", "__proto__", "  局 办 ", "."]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_name_of_any_content_stays_a_name(name: str) -> None:
    told = script(place("tongliang", "铜梁区", unit("x", name=name, aliases=[name + "办"])))
    assert (name.replace("\u2028", "") in {str(row[1]) for row in content(told)["names"]}, "\u2028" in told) == (True, False)


def test_script_stays_small_at_the_size_of_the_country() -> None:
    """1,500 different names, each in many places: under 60 kB to carry."""
    cores = [f"{chr(0x4E00 + 7 * one)}{chr(0x5E00 + 11 * one)}" for one in range(150)]
    bodies = ["{}局", "{}委", "{}办", "{}中心", "{}和{}委员会", "{}管理局", "{}服务中心", "{}促进中心", "{}监督管理局", "{}事务办公室"]
    units = [
        unit(f"u{number}-{kind}", name=f"区{body.format(core, core[::-1])}", aliases=[f"{core}局", f"区{core}局", core + "委"])
        for number, core in enumerate(cores)
        for kind, body in enumerate(bodies)
    ]
    told = script(place("tongliang", "铜梁区", *units), place("jiangjin", "江津区", *units), characters="".join(cores))
    assert len(gzip.compress(told.encode())) < 60_000
