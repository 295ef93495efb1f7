"""常用说法: what people call their concerns, and which unit of each place answers for it."""

from __future__ import annotations

from dataclasses import replace

from bs4 import Tag
from gongkai.pages.places import Place, themes
from gongkai.words.daily import DailyWords, Meaning, engine
from helpers.built_pages import leads_to
from helpers.portals import AS_OF, plan, portal, unit
from helpers.sites import Site


def entries(site: Site, address: str) -> dict[str, Tag]:
    """What stands beside each saying of a page."""
    return {term.get_text(): term.find_next_sibling("dd") for term in site.pages[address].select("main dt")}


def said(site: Site, address: str, caption: str) -> str:
    return entries(site, address)[caption].p.get_text()


def test_every_meaning_is_on_every_page_of_words(site: Site) -> None:
    captions = [meaning.caption for meaning in engine().meanings]
    pages = [address for address in site.pages if address.endswith("words.html")]
    assert len(pages) > 1
    assert {address: sorted(entries(site, address)) for address in pages} == {address: sorted(captions) for address in pages}


def test_saying_leads_to_the_unit_of_the_place(site: Site) -> None:
    dd = entries(site, "tongliang/words.html")["幼儿园"]
    assert [(link.get_text(), leads_to("tongliang/words.html", link)) for link in dd.select("a")] == [
        ("区教委", "tongliang/units/jiaowei.html")
    ]


def test_places_write_their_units_each_in_its_own_way(site: Site) -> None:
    shown = {place: said(site, f"{place}/words.html", "营业执照") for place in ("dianjiang", "jiangjin", "laiwu")}
    assert shown == {
        "dianjiang": "县市场监管局",
        "jiangjin": "江津区市场监管局、区政务服务办",
        "laiwu": "区市场监管局、区行政审批服务局",
    }


def test_place_without_such_a_unit_says_so_and_names_the_usual_bodies(site: Site) -> None:
    assert said(site, "conghua/words.html", "户口") == "本站没有收录管这件事的单位，通常归公安局、派出所；也可以问所在的镇街"


def test_place_without_the_likeliest_body_says_whom_else_to_ask(site: Site) -> None:
    assert said(site, "tongliang/words.html", "停电") == "通常归供电公司，本站没有收录；可以问区经济信息委、区发展改革委"


def test_page_of_all_places_names_bodies_and_leads_to_each_real_place(site: Site) -> None:
    links = [link["href"] for link in site.pages["words.html"].select("main ul a")]
    assert said(site, "words.html", "低保") == "民政局；也可以问所在的镇街"
    assert links == [f"{place}/words.html" for place in ("tongliang", "dianjiang", "jiangjin", "laiwu", "conghua")]


def test_other_words_and_kinds_stand_below(site: Site) -> None:
    hints = [hint.get_text() for hint in entries(site, "words.html")["孤儿"].select(".gk-hint")]
    assert [hint.partition("、")[0] for hint in hints] == ["也说：留守儿童", "（十一）扶贫教育医疗社保就业"]


def test_saying_is_searched_by_its_own_word(site: Site) -> None:
    links = {link.get_text(): link["href"] for link in site.pages["tongliang/words.html"].select("main dt a")}
    assert links["低保"] == "../search.html?q=%E4%BD%8E%E4%BF%9D"


def test_words_are_reached_from_search_help_and_the_place(site: Site) -> None:
    words = {
        "search.html": "words.html",
        "help.html": "words.html",
        "sitemap.html": "words.html",
        "tongliang/index.html": "tongliang/words.html",
    }
    for address, target in words.items():
        assert target in [leads_to(address, link) for link in site.pages[address].select("main a[href]")], address


def test_themes_of_the_office_come_last_and_theirs_join_ours() -> None:
    words = DailyWords(
        meanings=(
            Meaning(theme="救助", words=("低保",), bodies=("民政局",)),
            Meaning(words=("摩的",), bodies=("交通局",)),
            Meaning(theme="救助", words=("低保坝",), bodies=("水利局",)),
        )
    )
    units = (unit("minzheng", name="县民政局"), unit("jiaotong", name="县交通局"))
    county = replace(portal(plan(), units), daily_words=words)
    shown = themes(county, Place(county.jurisdictions[0], AS_OF))
    assert [(theme.title, [[link.title for link in saying.units] for saying in theme.sayings]) for theme in shown] == [
        ("救助：低保、低保坝", [["县民政局"], []]),
        ("其他：摩的", [["县交通局"]]),
    ]
