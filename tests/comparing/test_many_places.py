"""With very many places a duty's first page leads to each of them, each page shows whole places, and little is kept of each plan."""

import pickle
from collections import Counter
from datetime import date
from functools import cache

import pytest
from bs4 import BeautifulSoup
from gongkai.comparing.carriers import carriers_of
from gongkai.comparing.comparison import Comparison
from gongkai.comparing.held import held_of
from gongkai.judging.judgement import assess
from gongkai.pages.addresses import Site
from gongkai.pages.plans import shown_places
from gongkai.pages.shell import Frame, Shell
from gongkai.publishing.templating import templates
from helpers.compared import copies, pages_of_comparison
from helpers.documents import AS_OF, ROOT
from helpers.portals import shipped

DUTY = "liubao-zhengce"
PLACES, YEARS = 60, 3


@pytest.fixture(scope="module")
def carriers():
    shown = shown_places(assess(shipped().without_demonstrations(), date.fromisoformat(AS_OF)))
    some = {DUTY, *(duty.id for duty in shipped().duties[:10])}
    real = [carrier for place in shown for carrier in carriers_of(place) if carrier.duty in some]
    return list(copies(real, PLACES, YEARS))


@pytest.fixture(scope="module")
def of_duty(carriers):
    return [carrier for carrier in carriers if carrier.duty == DUTY]


@pytest.fixture(scope="module")
def views(carriers):
    return {page.save_as: page for page in pages_of_comparison(shipped().duties, carriers)}


@pytest.fixture(scope="module")
def read(views):
    frame, theme = (
        Frame(Site("某站", "http://localhost", False), date.fromisoformat(AS_OF), (), (), None, "", "", 10),
        templates(ROOT / "theme", ""),
    )

    @cache
    def one(address):
        page = views[address]
        return BeautifulSoup(theme.get_template(f"{page.template}.html").render(view=page.view, shell=Shell(frame, page.head)), "lxml")

    return one


def pages_of_duty(views):
    return [address for address in views if address.startswith(f"compare/{DUTY}.")]


def led_to(page, section):
    """By what is written there, where the links of a section lead."""
    return [(link.get_text(), link["href"].removeprefix("../")) for link in page.select(f"[aria-labelledby={section}] a")]


def test_every_plan_stands_once_and_the_plans_of_a_place_on_one_page(views, read, of_duty):
    shown = {
        address: [part["id"] for part in read(address).select("main section:has(> .gk-standing) > h2")] for address in pages_of_duty(views)
    }
    pages_of_places = Counter(place for plans in shown.values() for place in {plan.rpartition("-")[0] for plan in plans})

    assert [plan for plans in shown.values() for plan in plans] == [f"{carrier.slug}-{carrier.year}" for carrier in of_duty]
    assert set(pages_of_places.values()) == {1}
    assert max(map(len, shown.values())) <= 12


def test_the_first_page_names_every_plan_under_its_state_and_every_place_under_its_province(views, read, of_duty):
    first = read(f"compare/{DUTY}.html")
    states = {group.summary.get_text(): len(group.select("a")) for group in first.select("[aria-labelledby=badges] details")}
    counted = Counter(carrier.verdict.word for carrier in of_duty)
    places = {
        group.summary.get_text(): [link.get_text() for link in group.select("a")]
        for group in first.select("[aria-labelledby=places] details")
    }

    assert states == {f"{word}：{number} 份要点": number for word, number in counted.items()}
    assert places == {
        f"{province}：12 个地方": [f"第{place}县" for place in range(at, PLACES, 5)]
        for at, province in enumerate(("北京市", "天津市", "河北省", "山西省", "内蒙古自治区"))
    }


def test_ways_to_plans_and_places_end_where_they_are_shown(views, read, carriers):
    first = read(f"compare/{DUTY}.html")
    comparison = Comparison.of(shipped().duties, map(held_of, carriers))
    told = {comparison.place_of(held) for held in comparison.held[DUTY]}
    ways = {address for section in ("badges", "places") for _, address in led_to(first, section)}
    there = {f"{address}#{part['id']}" for address in pages_of_duty(views) for part in read(address).select("[id]")}

    assert ways == told
    assert ways <= there


def test_a_page_in_the_middle_leads_to_those_beside_it_and_to_all(views, read):
    pages = pages_of_duty(views)
    middle = read(pages[4])

    assert [address for _, address in led_to(middle, "parts")] == [pages[3], pages[5], pages[0]]
    assert led_to(middle, "parts")[-1][0] == f"全部 {PLACES} 个地方"
    assert [address for _, address in led_to(read(pages[0]), "parts")] == [pages[1]]


def test_the_table_of_a_place_has_the_plans_of_all_its_years(views, read):
    overview = read("compare/index.html")
    ways = dict(led_to(overview, "places"))
    table = read(ways["第7县"])

    assert len(ways) == PLACES
    assert [head.get_text() for head in table.select("thead [data-unit]")] == ["第7县2026年", "第7县2025年", "第7县2024年"]
    assert table.h1.get_text() == "对照表：第7县2024—2026年"
    assert [address for _, address in led_to(table, "parts")] == [ways["第6县"], ways["第8县"], "compare/index.html"]


def test_heads_are_told_without_the_pages(views, carriers):
    comparison = Comparison.of(shipped().duties, map(held_of, carriers))
    told = [head for duty in comparison.duties for head in comparison.heads_of(duty)]

    assert told == [page.head for page in views.values() if page.head.kind == "duty"]


def test_what_is_kept_of_a_plan_is_little(carriers):
    """However long its wordings are and however much was found."""
    held = [held_of(carrier) for carrier in carriers]

    assert pickle.loads(pickle.dumps(held)) == held
    assert len(pickle.dumps(held)) < 150 * len(held)
