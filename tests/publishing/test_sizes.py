"""No page passes 200 kB: with two hundred places, with a plan of four hundred tasks and a hundred and twenty units, with a group of two hundred members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from bs4 import BeautifulSoup
from gongkai.comparing.carriers import Carrier, carriers_of
from gongkai.following.pages import of_site
from gongkai.following.views import EnteredMonth, PlaceChanges
from gongkai.judging.judgement import assess
from gongkai.pages import addresses, place_pages
from gongkai.pages.plans import ShownPlace, shown_places
from gongkai.pages.shell import Frame, Shell
from gongkai.pages.views import Link, Page
from gongkai.pages.whole.contribution import Contribution
from gongkai.pages.whole.portal_pages import pages_of_site
from gongkai.pages.whole.site_map import machine_maps
from gongkai.publishing.templating import templates
from gongkai.records.portal import Jurisdiction, Plan, Portal
from helpers.compared import copies, pages_of_comparison
from helpers.documents import ROOT
from helpers.portals import evidence, group, measure, portal, shipped, task, unit
from helpers.portals import plan as plan_of

from benchmarks.invented import places

MOST, AS_OF = 200_000, date(2026, 12, 31)
BOUND = {"plan", "section", "task", "unit", "path", "compare", "duty"}
THEME = templates(ROOT / "theme", "")


def rendered(page: Page, place_names: int = 5) -> bytes:
    """The whole file."""
    links = tuple(Link(f"某某县{number}", f"place-{number}/index.html") for number in range(place_names))
    frame = Frame(addresses.Site("某站", "http://localhost", is_published=False), AS_OF, links, (), None, "", "", 10)
    content: str = THEME.get_template(f"{page.template}.html").render(view=page.view, shell=Shell(frame, page.head))
    return content.encode()


def too_big(pages: Iterator[Page]) -> dict[str, int]:
    return {page.save_as: size for page in pages if page.head.kind in BOUND and (size := len(rendered(page))) > MOST}


def shown(one_portal: Portal) -> ShownPlace:
    (place,) = shown_places(assess(one_portal, AS_OF))
    return place


def pages_of(one_portal: Portal) -> Iterator[Page]:
    return place_pages.pages_of(shown(one_portal), one_portal)


# --- a plan of very many tasks ------------------------------------------------------------------

UNITS = tuple(unit(f"danwei-{number}", name=f"第{number}号工作部门") for number in range(120))


def large_plan(tasks: int, owing: int, *, sections: int = 1) -> Plan:
    """Each task is owed by so many units, drawn with a fixed seed; every third has a public page that nobody has opened."""
    random = Random(2021)
    numbers = [f"{number % sections + 1}.1.{number // sections + 1}" for number in range(tasks)]
    numbers.sort(key=lambda number: tuple(map(int, number.split("."))))
    bearers = {number: tuple(f"danwei-{at}" for at in sorted(random.sample(range(len(UNITS)), owing))) for number in numbers}
    rows = [
        task(measure(text="公开规划。"), id=number, title=f"公开第{number}号规划和它的说明", responsible_units=of)
        for number, of in bearers.items()
    ]
    seen = [
        evidence(task=number, units=bearers[number][:1], url=f"https://www.example.org/{number}.html", opened=None)
        for number in numbers[::3]
    ]
    one_plan = plan_of(*rows, entries=seen)
    titled = one_plan.record.sections[0]
    many = tuple(titled.model_copy(update={"number": number + 1}) for number in range(sections))
    return replace(one_plan, record=one_plan.record.model_copy(update={"sections": many, "concluded_on": date(2026, 12, 1)}))


@pytest.mark.parametrize(
    ("owing", "sections"),
    [
        pytest.param(12, 1, marks=pytest.mark.sweep, id="one section"),
        pytest.param(120, 8, marks=pytest.mark.sweep, id="all owe all"),
        pytest.param(40, 8, id="many units"),
    ],
)
def test_four_hundred_tasks_by_a_hundred_and_twenty_units_are_cut(owing: int, sections: int) -> None:
    assert too_big(pages_of(portal(large_plan(400, owing, sections=sections), UNITS))) == {}


def test_tasks_of_a_very_long_section_stand_on_its_pages_each_once() -> None:
    one_plan = large_plan(100, 2)
    (place,) = portal(one_plan, UNITS).jurisdictions
    pages = {
        page.save_as: BeautifulSoup(rendered(page), "lxml") for page in pages_of(portal(one_plan, UNITS)) if page.head.kind == "section"
    }
    listed = [[row["data-entry"] for row in page.select("li[data-entry]")] for page in pages.values()]

    assert list(pages) == [f"shili/2026/section-1{ending}.html" for ending in ("", ".2", ".3")]
    assert set(pages) <= set(addresses.pages_of(place))
    assert [len(rows) for rows in listed] == [40, 40, 20]
    assert [row for rows in listed for row in rows] == [f"shili/2026/tasks/1.1.{number}.html" for number in range(1, 101)]
    assert all(page.find(id="subsection-1") for page in pages.values())


def test_a_task_leads_to_the_page_of_its_section_on_which_it_stands() -> None:
    pages = {page.save_as: page for page in pages_of(portal(large_plan(100, 2), UNITS))}

    assert [pages[f"shili/2026/tasks/1.1.{number}.html"].head.trail[-1].address for number in (40, 41, 100)] == [
        f"shili/2026/section-1{ending}.html#subsection-1" for ending in ("", ".2", ".3")
    ]


@pytest.mark.sweep
def test_a_unit_of_very_many_tasks_lists_the_first_and_says_where_the_others_stand() -> None:
    (page,) = [page for page in pages_of(portal(large_plan(100, 120), UNITS)) if page.save_as == "shili/units/danwei-7.html"]
    shown_page = BeautifulSoup(rendered(page), "lxml")
    (rest,) = [line for line in shown_page.select("section > p") if "其余" in line.get_text()]

    assert len(shown_page.select("li[data-entry]")) == 60
    assert (rest.get_text(), rest.a["href"]) == ("这里列出 60 项，其余 40 项在要点的网页上。", "../../shili/2026/index.html?unit=danwei-7")
    assert "共 100 项" in shown_page.select_one(".gk-tally__words").get_text()


# --- a group of very many members ---------------------------------------------------------------


def members(number: int, measures: int, pages: int) -> Portal:
    """A group owes a task month by month, or once; pages of so many months were seen of its members, of every second where it is month by month."""
    towns = tuple(unit(f"zhen-{at}", name=f"第{at}号镇人民政府", kind="township") for at in range(number))
    phrase = group("ge-zhen", *(town.slug for town in towns), name="各镇人民政府")
    monthly = {"kind": "periodic", "recurrence": {"times": 1, "per": "month"}} if pages > 1 else {}
    asked = [measure(number=at + 1, text="公开规划。", **monthly) for at in range(measures)]
    seen = [
        evidence(
            units=(f"zhen-{at}",),
            url=f"https://www.example.org/{at}/{month}.html",
            title=f"第{at}号镇的规划",
            published_on=f"2026-{month:02}-{at % 27 + 1:02}",
            period=f"2026-{month:02}",
            measures=(at % measures + 1,),
            covers="part",
            opened=None,
        )
        for at in range(0, number, min(pages, 2))
        for month in range(12 - pages, 12)
    ]
    return portal(plan_of(task(*asked, responsible_units=("ge-zhen",)), entries=seen), (*towns, phrase))


@pytest.mark.sweep
@pytest.mark.parametrize(("measures", "pages"), [(1, 1), (5, 1), (1, 3)], ids=["once", "by measures", "month by month"])
def test_a_group_of_two_hundred_members_is_cut(measures: int, pages: int) -> None:
    assert too_big(pages_of(members(200, measures, pages))) == {}


# --- very many places ---------------------------------------------------------------------------


def compared(one: Jurisdiction) -> tuple[Portal, tuple[Carrier, ...]]:
    one_portal = replace(shipped(), jurisdictions=(one,))
    return one_portal, tuple(carriers_of(shown(one_portal)))


@pytest.mark.sweep
def test_with_two_hundred_places_no_page_is_too_big() -> None:
    """Of places themselves every fortieth is looked at: they know nothing of one another."""
    carriers: list[Carrier] = []
    big: dict[str, int] = {}
    count = 0
    for count, place in enumerate(places(16_000, 1), 1):
        one_portal, of_place = compared(place)
        carriers += of_place
        if count % 40 == 0:
            big |= too_big(pages_of(one_portal))
    big |= too_big(pages_of_comparison(shipped().duties, carriers))

    assert count >= 190
    assert max(Counter(carrier.duty for carrier in carriers).values()) > 150
    assert big == {}


@pytest.mark.sweep
def test_with_five_plans_of_each_of_many_places_no_page_of_comparison_is_too_big() -> None:
    """A hundred and twenty-five places that copy the real ones."""
    real = [carrier for place in shown_places(assess(shipped().without_demonstrations(), AS_OF)) for carrier in carriers_of(place)]
    pages = list(pages_of_comparison(shipped().duties, copies(real, 125, 5)))

    assert len({page.save_as for page in pages}) == len(pages) > 4000
    assert too_big(iter(pages)) == {}


def test_a_plan_with_very_many_tasks_for_a_duty_lists_the_first_and_says_where_the_others_stand() -> None:
    seen = [
        evidence(task=f"1.1.{number}", url=f"https://www.example.org/{number}/{page}.html", opened=None)
        for number in range(1, 101)
        for page in range(3)
    ]
    rows = [task(measure(text="公开规划。"), id=f"1.1.{number}", duties=("guihua-gangyao",)) for number in range(1, 101)]
    made_up = plan_of(*rows, entries=seen)
    real = replace(made_up, record=made_up.record.model_copy(update={"demonstration": False}))
    carriers = carriers_of(shown(portal(real)))
    pages = [page for page in pages_of_comparison(shipped().duties, carriers) if page.head.kind == "duty"]
    (page,) = [BeautifulSoup(rendered(page), "lxml") for page in pages]
    (rest,) = [line for line in page.select("section > p") if "其余" in line.get_text()]

    assert too_big(iter(pages)) == {}
    assert len(page.select("article")) == 24
    assert rest.get_text().startswith("这里列出 24 项任务，其余 76 项在")
    assert rest.a["href"] == "../shili/2026/index.html"


def country(number: int, plans: int) -> tuple[ShownPlace, ...]:
    """Places of five provinces, one of no province, each with plans of the last years."""
    codes = [f"{province}0{place:03}" for place in range(number) for province in (50, 44, 37, 15)][: number - 1]
    (model,) = portal(plan_of()).jurisdictions
    made = tuple(
        replace(
            model,
            slug=f"xian-{at}",
            record=model.record.model_copy(update={"short_name": f"第{at}县", "name": f"某市第{at}县", "order": at, "place_code": code}),
            plans=tuple(
                replace(plan, jurisdiction=f"xian-{at}", record=plan.record.model_copy(update={"year": 2026 - age, "demonstration": False}))
                for plan in model.plans
                for age in range(plans)
            ),
        )
        for at, code in enumerate((*codes, None))
    )
    return shown_places(assess(replace(shipped(), jurisdictions=made), AS_OF))


def of_country(number: int, plans: int) -> dict[str, BeautifulSoup]:
    """The pages of the whole site, and that of the first place, none too big."""
    places_shown = country(number, plans)
    heads = [page.head for one in places_shown for page in place_pages.pages_of(one, shipped())]
    pages = [
        *pages_of_site([*map(Contribution.of, places_shown)], shipped(), heads, ()),
        next(place_pages.pages_of(places_shown[0], shipped())),
    ]
    files = {page.save_as: rendered(page, number) for page in pages}
    assert {name: len(text) for name, text in files.items() if len(text) > MOST} == {}
    return {name: BeautifulSoup(text, "lxml") for name, text in files.items()}


def test_with_very_many_places_the_lists_of_the_site_are_cut_and_lead_to_a_page_of_all() -> None:
    pages = of_country(130, 5)
    groups = {
        section.h2.get_text(): [link["href"] for link in section.select("a")] for section in pages["places.html"].select("main section")
    }

    assert list(groups) == ["内蒙古自治区", "山东省", "广东省", "重庆市", "其他地方"]
    assert sorted(way for ways in groups.values() for way in ways) == sorted(f"xian-{at}/index.html" for at in range(130))
    assert groups["其他地方"] == ["xian-129/index.html"]
    assert (len(pages["index.html"].select(".gk-card")), len(pages["data.html"].table.tbody.find_all("tr"))) == (12, 12)
    for name in ("index.html", "data.html", "search.html", "sitemap.html", "words.html"):
        assert pages[name].select_one('main a[href="places.html"]'), name
    assert pages["words.html"].select('main a[href^="xian-"]') == []


def test_with_very_many_places_their_platforms_stand_by_province() -> None:
    pages = {name: page for name, page in of_country(130, 1).items() if name.startswith("disclosure")}
    ways = {link["href"]: link.parent.get_text() for link in pages["disclosure.html"].select("main li a")}
    shown_on = {name: [section.h2.a["href"] for section in page.select("main section")] for name, page in pages.items()}

    assert ways == {
        "disclosure.15.html": "内蒙古自治区（32）",
        "disclosure.37.html": "山东省（32）",
        "disclosure.44.html": "广东省（32）",
        "disclosure.50.html": "重庆市（33）",
        "disclosure.0.html": "其他地方（1）",
    }
    assert {name for name, places_shown in shown_on.items() if places_shown} == set(ways)
    assert shown_on["disclosure.0.html"] == ["xian-129/index.html"]
    assert sorted(way for places_shown in shown_on.values() for way in places_shown) == sorted(f"xian-{at}/index.html" for at in range(130))


def contributed(number: int) -> list[Contribution]:
    """So many places of four provinces, each with all addresses of its platform."""
    (model,) = map(Contribution.of, country(1, 1))
    made = []
    for at in range(number):
        name, slug, code = f"第{at}自治县", f"zizhixian-{at}", f"{(50, 44, 37, 15)[at % 4]}0{at % 1000:03}"
        record = model.record.model_copy(update={"short_name": name, "name": f"某某省某某市{name}", "place_code": code})
        ways = {field: f"{slug}/{field}.html" for field in ("address", "units_address", "words_address")}
        view = replace(model.view, slug=slug, name=record.name, short_name=name, **ways)
        urls = (f"https://www.{slug}.gov.cn/zwgk/zfxxgk/fdzdgknr/{part}/" for part in range(9))
        sections = tuple(replace(section, url=url) for section, url in zip(model.platform.sections, urls, strict=False))
        platform = replace(model.platform, place=view, sections=sections)
        made.append(replace(model, record=record, view=view, link=view.link, platform=platform))
    return made


def test_no_page_of_the_whole_site_grows_too_big_with_all_counties_of_the_country() -> None:
    made = contributed(3000)
    told = [PlaceChanges(place.link, EnteredMonth(place.link, 1, 0, ()), date(2026, 1 + at % 12, 1)) for at, place in enumerate(made)]
    pages = [*pages_of_site(made, shipped(), [], ()), of_site(told, [place.name for place in made], "某站")]
    files = {page.save_as: rendered(page, 3000) for page in pages}
    read = {name: BeautifulSoup(text, "lxml") for name, text in files.items()}
    linked = {name: {link["href"] for link in page.select("main a")} for name, page in read.items()}
    every = {f"zizhixian-{at}/{{}}.html" for at in range(3000)}

    assert {name: len(text) for name, text in files.items() if len(text) > MOST} == {}
    for kind, way in [("places", "address"), ("units", "units_address"), ("disclosure", "address")]:
        of_kind = [links for name, links in linked.items() if name.startswith(kind)]
        assert {one.format(way) for one in every} <= set().union(*of_kind), kind
        assert {f"{kind}.{province}.html" for province in (15, 37, 44, 50)} <= linked[f"{kind}.html"], kind
    assert [len(read[f"disclosure.50{page}.html"].select("main section")) for page in ("", ".2", ".8")] == [100, 100, 50]
    assert (len(read["changes.html"].select("tbody tr")), "places.html" in linked["changes.html"]) == (200, True)
    # More than so many have an entry of December.
    assert {int(way.split("-")[1].split("/")[0]) % 12 for way in linked["changes.html"] if way.startswith("zizhixian")} == {11}


def test_navigation_names_a_dozen_places_and_of_more_only_that_of_the_page() -> None:
    few, many = of_country(12, 1), of_country(13, 1)
    named = {
        name: [link.get_text() for link in pages[page].select(".gk-nav__list--places a")]
        for name, pages, page in [("few", few, "index.html"), ("many", many, "index.html"), ("place", many, "xian-0/index.html")]
    }

    assert named == {
        "few": [f"某某县{number}" for number in range(12)],
        "many": ["全部 13 个地方"],
        "place": ["全部 13 个地方"],
    }
    assert "places.html" in many
    assert "places.html" not in few


def test_the_script_of_the_search_finds_its_elements_however_many_places_there_are() -> None:
    few, many = (of_country(number, 1)["search.html"] for number in (12, 13))
    wanted = [tag["id"] for tag in few.select("[id^=search-]")]

    assert "search-lists" in wanted
    assert [tag["id"] for tag in many.select("[id^=search-]")] == wanted


def test_a_column_of_very_many_measures_lists_the_first_and_says_where_the_others_stand() -> None:
    rows = [
        task(measure(text="公开规划。", publication_paths=("guihua",)), id=f"1.1.{number}", responsible_units=("fagaiju",))
        for number in range(1, 101)
    ]
    pages = {page.save_as: BeautifulSoup(rendered(page), "lxml") for page in pages_of(portal(plan_of(*rows)))}

    for column in ("guihua", "wangzhan"):
        page = pages[f"shili/paths/{column}.html"]
        (rest,) = [line for line in page.select("main > p") if "其余" in line.get_text()]
        assert [row["data-entry"].split()[0] for row in page.select("li[data-entry]")] == [
            f"shili/2026/tasks/1.1.{number}.html" for number in range(1, 61)
        ]
        assert (rest.get_text(), rest.a["href"]) == (
            "这里列出 60 件，其余的在要点的网页上：2026年要点 40 件。",
            "../../shili/2026/index.html",
        )
        assert "100" in page.select_one(".gk-tally__words").get_text()


# --- what machines read -------------------------------------------------------------------------


def test_maps_for_machines_keep_to_the_limit_of_their_protocol() -> None:
    listed = [
        "index.html",
        *(f"xian-{place}/2026/tasks/1.1.{number}.html" for place in range(3) for number in range(24_000)),
        *(f"yige/{number}.html" for number in range(50_001)),
    ]
    maps = dict(machine_maps(addresses.Site("某站", "https://www.example.org", is_published=True), listed))

    assert set(maps) == {
        "sitemap.xml",
        "sitemap-1.xml",
        *(f"xian-{place}/sitemap-1.xml" for place in range(3)),
        "yige/sitemap-1.xml",
        "yige/sitemap-2.xml",
    }
    assert sorted(maps["sitemap.xml"].listed) == sorted(set(maps) - {"sitemap.xml"})
    assert sorted(address for name, one in maps.items() if name != "sitemap.xml" for address in one.listed) == sorted(listed)
    assert max(len(one.listed) for one in maps.values()) == 50_000
    assert all(address.startswith(name.rpartition("/")[0]) for name, one in maps.items() if "/" in name for address in one.listed)
