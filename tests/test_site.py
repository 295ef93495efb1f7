"""Questions put to the whole site as built from the real data; no browser needed."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import Counter, defaultdict
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from conftest import PublishedSite, Site
from documents import BADGE_WORDS, Mapping, Place, Plan, chinese_date, in_order, lines, owing, owing_measure, place_of, places, plans
from lxml import etree

FIXED_PAGES = {
    "index.html": "home",
    "search.html": "search",
    "method.html": "method",
    "data.html": "data",
    "about.html": "about",
    "help.html": "help",
    "404.html": "not_found",
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'self'"  # nothing inline, no host
DISCLAIMER = "本站不是政府网站"

every_plan = pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.name)
every_place = pytest.mark.parametrize("place", places(), ids=lambda place: place.slug)


# --- which pages there are ----------------------------------------------------------------------


def expected_pages() -> dict[str, str]:
    """The address of every page that the data calls for, and its data-page."""
    found = dict(FIXED_PAGES)
    for place in places():
        found |= {
            f"{place.slug}/index.html": "jurisdiction",
            f"{place.slug}/units/index.html": "units",
            f"{place.slug}/paths/index.html": "paths",
        }
        found |= {place.unit_address(slug): "unit" for slug in place.units}
        found |= {place.path_address(slug): "path" for slug in place.columns}
        for plan in place.plans:
            found[plan.address] = "plan"
            found |= {plan.section_address(section["number"]): "section" for section in plan.head["sections"]}
            found |= {plan.task_address(task["id"]): "task" for task in plan.tasks}
    return found


def test_every_section_task_unit_and_column_has_one_page_and_nothing_else_has(site: Site) -> None:
    assert {address: page.body["data-page"] for address, page in site.pages.items()} == expected_pages()


def test_the_five_documents_have_26_sections_and_236_tasks(site: Site) -> None:
    kinds = Counter((address.split("/")[0], page.body["data-page"]) for address, page in site.pages.items())
    counted = {place.slug: (kinds[place.slug, "section"], kinds[place.slug, "task"]) for place in places()}
    assert counted == {"tongliang": (5, 46), "dianjiang": (5, 53), "jiangjin": (6, 58), "laiwu": (5, 33), "conghua": (5, 46)}


def test_only_files_that_pages_or_programs_use_are_published(site: Site) -> None:
    others = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()} - set(site.pages)
    data = {plan.file(name) for plan in plans() for name in ("plan.json", "tasks.csv")}
    theme = {"theme/css/gongkai.css", "theme/js/search.js", "theme/js/tokens.js", "theme/icon.svg"}
    assert others == {"sitemap.xml", "robots.txt", "search/index.js", "search/lunr.js", *theme, *data}


# --- links --------------------------------------------------------------------------------------


def references(page: BeautifulSoup) -> list[str]:
    """Whatever a page links to, loads or sends a form to."""
    return [tag[attribute] for attribute in ("href", "src", "action") for tag in page.find_all(attrs={attribute: True})]


def is_outside(reference: str) -> bool:
    return bool(urlsplit(reference).scheme or reference.startswith("//"))


def target(address: str, reference: str) -> str:
    """The address from the site root that a relative link leads to, without its anchor."""
    path = unquote(urlsplit(reference).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address


def test_every_link_is_relative_to_its_page(site: Site) -> None:
    rooted = [(address, one) for address, page in site.pages.items() for one in references(page) if one.startswith("/")]
    assert rooted == []


def test_every_link_leads_to_a_file_and_none_to_a_folder(site: Site) -> None:
    broken = [
        (address, reference)
        for address, page in site.pages.items()
        for reference in references(page)
        if not is_outside(reference)
        and (urlsplit(reference).path.endswith("/") or not (site.folder / target(address, reference)).is_file())
    ]
    assert broken == []


def test_every_anchor_exists_on_the_page_it_leads_to(site: Site) -> None:
    anchors = {address: {tag["id"] for tag in page.find_all(id=True)} for address, page in site.pages.items()}
    broken = [
        (address, reference)
        for address, page in site.pages.items()
        for reference in references(page)
        if not is_outside(reference) and (anchor := urlsplit(reference).fragment) and anchor not in anchors[target(address, reference)]
    ]
    assert broken == []


def test_links_out_of_the_site_are_only_those_of_the_data(site: Site) -> None:
    outside = {one for page in site.pages.values() for one in references(page) if is_outside(one)}
    evidence = {one["url"] for plan in plans() for one in plan.evidence if "url" in one}
    portals = {place.record["portal_url"] for place in places() if "portal_url" in place.record}
    units = {unit["url"] for place in places() for unit in place.units.values() if "url" in unit}
    documents = {plan.head["source_url"] for plan in plans() if "source_url" in plan.head}
    assert outside == evidence | portals | units | documents


def test_every_page_can_be_reached_from_the_home_page(site: Site) -> None:
    reached, waiting = set(), ["index.html"]
    while waiting:
        address = waiting.pop()
        if address in reached or address not in site.pages:
            continue
        reached.add(address)
        waiting += [target(address, one) for one in references(site.pages[address]) if not is_outside(one)]
    assert set(site.pages) - reached == {"404.html"}


# --- what every page has ------------------------------------------------------------------------


def without(site: Site, has: object) -> list[str]:
    """The pages that lack something."""
    return [address for address, page in site.pages.items() if not has(page)]


def test_every_page_says_that_it_is_chinese(site: Site) -> None:
    assert {page.html.get("lang") for page in site.pages.values()} == {"zh-CN"}


def test_no_two_pages_have_the_same_title(site: Site) -> None:
    titles = Counter(page.title.string for page in site.pages.values())
    assert [title for title, times in titles.items() if times > 1] == []


def test_every_title_begins_with_the_heading_of_its_page(site: Site) -> None:
    different = [
        address
        for address, page in site.pages.items()
        if address != "index.html" and not page.title.string.startswith(page.h1.get_text(strip=True))
    ]
    assert different == []


def test_every_page_has_one_main_heading(site: Site) -> None:
    assert without(site, lambda page: len(page.find_all("h1")) == 1) == []


def test_no_page_skips_a_level_of_headings(site: Site) -> None:
    skipping = [
        address
        for address, page in site.pages.items()
        if (levels := [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))])
        and any(after > before + 1 for before, after in itertools.pairwise(levels))
    ]
    assert skipping == []


def test_every_page_has_a_description(site: Site) -> None:
    assert without(site, lambda page: page.find("meta", attrs={"name": "description"})["content"].strip()) == []


def test_every_page_fits_a_phone_and_lets_it_zoom(site: Site) -> None:
    viewports = {page.find("meta", attrs={"name": "viewport"})["content"] for page in site.pages.values()}
    assert viewports == {"width=device-width, initial-scale=1"}


def test_every_page_forbids_what_is_not_its_own(site: Site) -> None:
    policies = {page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"] for page in site.pages.values()}
    assert policies == {POLICY}


def test_no_page_has_inline_script_or_style(site: Site) -> None:
    inline = [
        (address, tag.name)
        for address, page in site.pages.items()
        for tag in page.find_all(True)
        if tag.name == "style"
        or (tag.name == "script" and not tag.get("src"))
        or any(name == "style" or name.startswith("on") for name in tag.attrs)
    ]
    assert inline == []


def test_only_the_search_page_has_scripts(site: Site) -> None:
    assert [address for address, page in site.pages.items() if page.find("script")] == ["search.html"]


def test_every_page_names_the_date_of_its_badges(site: Site) -> None:
    assert without(site, lambda page: page.footer.find("time", datetime="2026-11-20", string="2026年11月20日")) == []


def test_every_page_says_that_it_is_not_the_government(site: Site) -> None:
    assert without(site, lambda page: DISCLAIMER in page.footer.get_text()) == []


def test_no_page_is_called_an_example_as_all_plans_are_real(site: Site) -> None:
    assert without(site, lambda page: not page.select(".gk-notice--demonstration")) == []


def test_every_page_is_well_formed(site: Site) -> None:
    faults = {}
    for address, source in site.sources.items():
        parser = html5lib.HTMLParser()
        parser.parse(source)
        if parser.errors:
            faults[address] = parser.errors
    assert faults == {}


def test_no_page_uses_an_id_twice(site: Site) -> None:
    twice = {
        address: repeated
        for address, page in site.pages.items()
        if (repeated := [name for name, times in Counter(tag["id"] for tag in page.find_all(id=True)).items() if times > 1])
    }
    assert twice == {}


def test_every_label_and_description_refers_to_something_on_its_page(site: Site) -> None:
    dangling = [
        (address, attribute, name)
        for address, page in site.pages.items()
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for tag in page.find_all(attrs={attribute: True})
        for name in tag[attribute].split()
        if not page.find(id=name)
    ]
    assert dangling == []


def test_every_field_has_a_label(site: Site) -> None:
    unlabelled = [
        address
        for address, page in site.pages.items()
        for box in page.select("input, select, textarea")
        if not page.find("label", attrs={"for": box.get("id")})
    ]
    assert unlabelled == []


def test_every_form_searches_by_address(site: Site) -> None:
    forms = {
        (target(address, form["action"]), form["method"], tuple(box["name"] for box in form.select("input")))
        for address, page in site.pages.items()
        for form in page.find_all("form")
    }
    assert forms == {("search.html", "get", ("q",))}


# --- breadcrumbs --------------------------------------------------------------------------------


def expected_trails() -> dict[str, list[str]]:
    """Where the steps of each page's breadcrumb lead, its own step left out."""
    found: dict[str, list[str]] = {address: ["index.html"] for address in FIXED_PAGES if address != "index.html"}
    for place in places():
        home = ["index.html", f"{place.slug}/index.html"]
        units, paths = f"{place.slug}/units/index.html", f"{place.slug}/paths/index.html"
        found |= {home[1]: home[:1], units: home, paths: home}
        found |= {place.unit_address(slug): [*home, units] for slug in place.units}
        found |= {
            place.path_address(slug): [*home, paths, *(place.path_address(step.slug) for step in column.trail[:-1])]
            for slug, column in place.columns.items()
        }
        for plan in place.plans:
            found[plan.address] = home
            found |= {plan.section_address(section["number"]): [*home, plan.address] for section in plan.head["sections"]}
            for task in plan.tasks:
                section, subsection, _ = task["id"].split(".")
                here = plan.section_address(section)
                found[plan.task_address(task["id"])] = [*home, plan.address, here, f"{here}#subsection-{subsection}"]
    return found


def leads_to(address: str, link: Tag) -> str:
    """The address from the site root of a link, with its anchor."""
    anchor = urlsplit(link["href"]).fragment
    return target(address, link["href"]) + (f"#{anchor}" if anchor else "")


def test_every_page_but_home_says_where_it_stands(site: Site) -> None:
    trails = {
        address: [leads_to(address, link) for link in trail.select("a")]
        for address, page in site.pages.items()
        if (trail := page.select_one(".gk-trail"))
    }
    assert trails == expected_trails()


def test_every_breadcrumb_ends_with_the_page_itself(site: Site) -> None:
    ends = {
        address: (trail.select("li")[-1].get_text(), trail.select("li")[-1].get("aria-current"))
        for address, page in site.pages.items()
        if (trail := page.select_one(".gk-trail"))
    }
    assert ends == {address: (site.pages[address].h1.get_text(), "page") for address in ends}


# --- badges -------------------------------------------------------------------------------------


def test_every_badge_bears_the_word_of_its_name(site: Site) -> None:
    worn = {(badge["data-badge"], badge.get_text()) for page in site.pages.values() for badge in page.select("[data-badge]")}
    assert worn <= set(BADGE_WORDS.items())


def test_the_method_page_explains_every_badge_once(site: Site) -> None:
    assert [badge["data-badge"] for badge in site.pages["method.html"].select("[data-badge]")] == list(BADGE_WORDS)


def listed_badges(site: Site, address: str) -> list[tuple[str, list[str]]]:
    """(page of the task, badges) for every task that a page lists."""
    return [
        (target(address, entry.select_one(".gk-task__title a")["href"]), [badge["data-badge"] for badge in entry.select("[data-badge]")])
        for entry in site.pages[address].select("li.gk-task")
    ]


def standing(site: Site, plan: Plan, task: Mapping) -> tuple[str, list[str]]:
    """(page of the task, its badge) as that page shows it at its head."""
    address = plan.task_address(task["id"])
    return address, [badge["data-badge"] for badge in site.pages[address].select(".gk-standing [data-badge]")]


@every_plan
def test_plan_lists_every_task_with_the_badge_of_its_page(site: Site, plan: Plan) -> None:
    assert listed_badges(site, plan.address) == [standing(site, plan, task) for task in in_order(plan.tasks)]


@every_plan
def test_sections_together_list_what_the_plan_lists(site: Site, plan: Plan) -> None:
    parts = [entry for section in plan.head["sections"] for entry in listed_badges(site, plan.section_address(section["number"]))]
    assert parts == listed_badges(site, plan.address)


def test_every_task_has_one_badge_wherever_it_is_listed(site: Site) -> None:
    odd = [(address, task) for address in site.pages for task, badges in listed_badges(site, address) if len(badges) != 1]
    assert odd == []


def test_every_link_to_a_task_stands_in_a_list_with_a_badge_or_beside_its_evidence(site: Site) -> None:
    """Otherwise a list without badges could slip in unnoticed."""
    bare = [
        (address, link["href"])
        for address, page in site.pages.items()
        for link in page.select("main a[href]")
        if re.search(r"tasks/[\d.]+\.html$", urlsplit(link["href"]).path)
        and not link.find_parent(class_=["gk-task", "gk-evidence", "gk-neighbours"])
    ]
    assert bare == []


@every_plan
def test_every_measure_has_a_badge_and_every_unit_that_owes_it_when_they_are_several(site: Site, plan: Plan) -> None:
    counted = {task["id"]: [len(article.select("[data-badge]")) for article in articles(site, plan, task)] for task in plan.tasks}
    units = {task["id"]: [len(owing_measure(task, measure)) for measure in task["measures"]] for task in plan.tasks}
    assert counted == {task: [1 + (number if number > 1 else 0) for number in numbers] for task, numbers in units.items()}


def test_nothing_is_called_overdue_as_nobody_has_looked(site: Site) -> None:
    assert [address for address, page in site.pages.items() if page.select("[data-badge=overdue]")] == ["method.html"]


def test_what_the_portal_does_not_know_is_worded_as_its_own_ignorance(site: Site) -> None:
    words = Counter(
        badge.get_text()
        for plan in plans()
        for task in plan.tasks
        for badge in site.pages[plan.task_address(task["id"])].select(".gk-standing [data-badge]")
    )
    assert words["本站暂无记录"] > len(plans()) * 10


@every_plan
def test_a_self_report_alone_makes_no_measure_done_not_even_in_part(site: Site, plan: Plan) -> None:
    proven = {
        (one["task"], measure.get("number", "1"))
        for one in plan.evidence
        if one["strength"] == "primary"
        for task in plan.tasks
        if task["id"] == one["task"]
        for measure in task["measures"]
        if not one.get("measures") or measure.get("number") in one["measures"]
    }
    done = {
        (task["id"], article["id"].removeprefix("measure-"))
        for task in plan.tasks
        for article in articles(site, plan, task)
        if article.select("[data-badge=published], [data-badge=current], [data-badge=partial]")
    }
    assert done <= proven


# --- the evidence of Tongliang ------------------------------------------------------------------


def measure_badge(site: Site, task: str, measure: int) -> str:
    page = site.pages[f"tongliang/2021/tasks/{task}.html"]
    return page.select_one(f"#measure-{measure} dl [data-badge]")["data-badge"]


@pytest.mark.parametrize(
    ("task", "measure"),
    [("1.1.1", 1), ("1.1.2", 1), ("3.1.3", 3)],
    ids=["outline without historical plans", "plan without historical plans", "district report without those of the units"],
)
def test_part_of_what_was_promised_is_called_part(site: Site, task: str, measure: int) -> None:
    assert measure_badge(site, task, measure) == "partial"


def test_the_annual_report_of_the_government_office_is_published(site: Site) -> None:
    rows = site.pages["tongliang/2021/tasks/5.3.1.html"].select("#measure-7 tbody tr")
    assert {row.th.get_text(): row.select_one("[data-badge]")["data-badge"] for row in rows}["区政府办公室"] == "published"


# --- task pages ---------------------------------------------------------------------------------


def articles(site: Site, plan: Plan, task: Mapping) -> list[Tag]:
    return site.pages[plan.task_address(task["id"])].select("article.gk-measure")


def paragraphs(block: Tag) -> list[str]:
    return [line.get_text().strip() for line in block.select(".gk-official p")]


@every_plan
def test_task_page_shows_the_full_official_wording_of_every_measure(site: Site, plan: Plan) -> None:
    shown = {task["id"]: [paragraphs(article) for article in articles(site, plan, task)] for task in plan.tasks}
    assert shown == {task["id"]: [lines(measure["text"]) for measure in task["measures"]] for task in plan.tasks}


@every_plan
def test_task_page_shows_the_opening_and_the_publication_paths_as_printed(site: Site, plan: Plan) -> None:
    shown = {
        task["id"]: [
            line.get_text().strip()
            for block in site.pages[plan.task_address(task["id"])].select(".gk-official")
            if not block.find_parent("article")
            for line in block.select("p")
        ]
        for task in plan.tasks
    }
    assert shown == {task["id"]: [*lines(task.get("opening", "")), *lines(task.get("publication_text", ""))] for task in plan.tasks}


def facts(block: Tag) -> dict[str, Tag]:
    """The values of a list of facts by their label."""
    return {pair.dt.get_text(): pair.dd for pair in block.select(".gk-facts > div")}


@every_plan
def test_task_page_names_and_links_its_units(site: Site, plan: Plan) -> None:
    place, shown, expected = place_of(plan), {}, {}
    for task in plan.tasks:
        address = plan.task_address(task["id"])
        who = facts(site.pages[address].find("section", attrs={"aria-labelledby": "who"}))
        shown[address] = {
            label: [(link.get_text(), leads_to(address, link)) for link in value.select("a")] for label, value in who.items() if value.a
        }
        slugs = {"牵头单位": task.get("lead_units"), "责任单位": task.get("responsible_units")}
        expected[address] = {
            label: [(place.units[slug]["name"], place.unit_address(slug)) for slug in found] for label, found in slugs.items() if found
        }
    assert shown == expected


@every_plan
def test_task_page_shows_the_clicks_to_every_publication_path(site: Site, plan: Plan) -> None:
    place = place_of(plan)
    shown = {
        task["id"]: [
            [[leads_to(plan.task_address(task["id"]), link) for link in path.select("a")] for path in article.select(".gk-path")]
            for article in articles(site, plan, task)
        ]
        for task in plan.tasks
    }
    assert shown == {
        task["id"]: [
            [[place.path_address(step.slug) for step in place.columns[slug].trail] for slug in measure.get("publication_paths", [])]
            for measure in task["measures"]
        ]
        for task in plan.tasks
    }


@every_plan
def test_task_page_shows_time_limits_and_other_channels(site: Site, plan: Plan) -> None:
    shown = {
        task["id"]: [
            {label: value.get_text() for label, value in facts(article).items() if label in ("时限原文", "其他渠道")}
            for article in articles(site, plan, task)
        ]
        for task in plan.tasks
    }
    expected = {
        task["id"]: [
            {
                **({"时限原文": measure["due_text"]} if measure.get("due_text") else {}),
                **({"其他渠道": "；".join(measure["channels"])} if measure.get("channels") else {}),
            }
            for measure in task["measures"]
        ]
        for task in plan.tasks
    }
    assert shown == expected


@every_plan
def test_task_page_shows_every_explicit_date(site: Site, plan: Plan) -> None:
    shown = {
        task["id"]: [limit.get_text() if (limit := facts(article).get("时限")) else None for article in articles(site, plan, task)]
        for task in plan.tasks
        if any("due_on" in measure for measure in task["measures"])
    }
    dated = {task: [(text if text and text.endswith("前（含当日）") else None) for text in texts] for task, texts in shown.items()}
    assert dated == {
        task["id"]: [f"{chinese_date(measure['due_on'])}前（含当日）" if "due_on" in measure else None for measure in task["measures"]]
        for task in plan.tasks
        if task["id"] in shown
    }


@every_plan
def test_task_page_shows_every_doubt_about_its_source(site: Site, plan: Plan) -> None:
    shown = {}
    for task in plan.tasks:
        notice = site.pages[plan.task_address(task["id"])].select_one(".gk-notice--doubt")
        shown[task["id"]] = [notice.h3.get_text(), *(doubt.get_text() for doubt in notice.select("li"))] if notice else []
    assert shown == {task["id"]: ["原文此处存疑", *task["doubts"]] if task.get("doubts") else [] for task in plan.tasks}


@every_plan
def test_plan_page_shows_doubts_and_every_fact_of_its_document(site: Site, plan: Plan) -> None:
    page = site.pages[plan.address]
    text = page.find("section", attrs={"aria-labelledby": "document"}).get_text()
    head = plan.head
    wanted = [head["title"], head["source"], *head.get("basis", []), *head.get("doubts", []), *lines(head.get("preamble", ""))]
    assert [part for part in wanted if part not in text] == []


def evidence_facts(place: Place, plan: Plan, one: Mapping) -> dict[str, str]:
    """What a piece of evidence must show, label by label."""
    labels = {"published_on": "发布日期", "document_on": "成文日期", "address_on": "网址中的日期"}
    others = {"document_number": "发文字号", "index_number": "索引号", "found_trail": "页面上的位置", "url": "网址"}
    found = {"单位": "、".join(place.units[slug]["name"] for slug in one["units"])}
    found |= {"举措": f"第 {'、'.join(one['measures'])} 项"} if one.get("measures") else {}
    found |= {label: chinese_date(one[key]) for key, label in labels.items() if key in one}
    found |= {label: one[key] for key, label in others.items() if key in one}
    if "found_in" in one:
        found["所在栏目"] = " › ".join(step.name for step in place.columns[one["found_in"]].trail)
    seen = f"；查看：{chinese_date(one['seen_on'])}" if one.get("seen_on", one["on"]) != one["on"] else ""
    found["登记"] = chinese_date(one["on"]) + (f"，{one['by']}" if "by" in one else "") + seen
    return found


def is_elsewhere(place: Place, plan: Plan, one: Mapping) -> bool:
    """A proof found in a stated place, but in none of those that the document names for what it shows."""
    task = next(task for task in plan.tasks if task["id"] == one["task"])
    served = [measure for measure in task["measures"] if not one.get("measures") or measure.get("number") in one["measures"]]
    wanted = {slug for measure in served for slug in measure.get("publication_paths", [])}
    found = {step.slug for step in place.columns[one["found_in"]].trail} if "found_in" in one else set()
    return one["strength"] == "primary" and bool(wanted) and ("found_in" in one or "found_trail" in one) and not wanted & found


def evidence_flags(place: Place, plan: Plan, one: Mapping) -> list[str]:
    coverage = {"full": "完整公开", "part": "部分公开"}[one.get("covers", "full")]
    flags = ["单位自述，不作为公开的证明" if one["strength"] == "self_report" else coverage]
    flags += ["待人工打开核对"] if one.get("opened", "true") == "false" else []
    return flags + (["公开位置与文件不一致"] if is_elsewhere(place, plan, one) else [])


def comparable(title: str, link: str | None, flags: list[str], remark: str, found: dict[str, str]) -> list[object]:
    return [title, link, flags, remark, sorted(found.items())]


@every_plan
def test_task_page_shows_its_evidence_with_source_dates_and_whether_it_was_opened(site: Site, plan: Plan) -> None:
    place, shown, expected = place_of(plan), defaultdict(list), defaultdict(list)
    for task in plan.tasks:
        for entry in site.pages[plan.task_address(task["id"])].select(".gk-evidence"):
            title = entry.select_one(".gk-evidence__title")
            flags = [flag.get_text() for flag in entry.select(".gk-flag")]
            remark = "".join(part.get_text() for part in entry.select(".gk-evidence__remark"))
            values = {label: value.get_text() for label, value in facts(entry).items()}
            shown[task["id"]].append(comparable(title.get_text(), title.a and title.a["href"], flags, remark, values))
    for one in plan.evidence:
        remark = one.get("remark", "") + one.get("description", "")
        flags = evidence_flags(place, plan, one)
        expected[one["task"]].append(comparable(one["title"], one.get("url"), flags, remark, evidence_facts(place, plan, one)))
    assert {task: sorted(map(repr, found)) for task, found in shown.items()} == {
        task: sorted(map(repr, found)) for task, found in expected.items()
    }


@every_plan
def test_task_page_without_evidence_says_that_this_is_no_verdict_on_the_unit(site: Site, plan: Plan) -> None:
    proven = {one["task"] for one in plan.evidence}
    silent = [
        task["id"]
        for task in plan.tasks
        if task["id"] not in proven and "这不表示单位没有公开" not in site.pages[plan.task_address(task["id"])].main.get_text()
    ]
    assert silent == []


# --- unit pages ---------------------------------------------------------------------------------


def duties(place: Place, unit: str) -> list[tuple[str, list[str]]]:
    """(what the unit is to them, pages of the tasks), in the order of the page."""
    found = []
    for plan in place.plans:
        for role in ("牵头并负责", "牵头", "负责", "作为成员单位负责"):
            tasks = [plan.task_address(task["id"]) for task in in_order(plan.tasks) if role_in(place, task, unit) == role]
            found += [(f"{role}（{len(tasks)} 项）", tasks)] if tasks else []
    return found


def role_in(place: Place, task: Mapping, unit: str) -> str | None:
    leads, owes = unit in task.get("lead_units", []), unit in task.get("responsible_units", [])
    if leads or owes:
        return "牵头并负责" if leads and owes else "牵头" if leads else "负责"
    return "作为成员单位负责" if set(place.groups[unit]) & set(owing(task)) else None


@every_place
def test_unit_page_lists_what_it_leads_and_owes_itself_or_through_a_group(site: Site, place: Place) -> None:
    shown = {}
    for unit in place.units:
        address = place.unit_address(unit)
        headings = [heading for heading in site.pages[address].select("main h3") if heading.find_next_sibling("ul", class_="gk-tasks")]
        shown[unit] = [
            (heading.get_text(), [target(address, link["href"]) for link in heading.find_next_sibling("ul").select(".gk-task__title a")])
            for heading in headings
        ]
    assert shown == {unit: duties(place, unit) for unit in place.units}


@every_place
def test_unit_page_gives_every_name_of_the_unit(site: Site, place: Place) -> None:
    shown, expected = {}, {}
    for slug, unit in place.units.items():
        page = site.pages[place.unit_address(slug)]
        shown[slug] = [page.h1.get_text(), *(value.get_text() for label, value in facts(page).items() if label in ("全称", "也叫"))]
        full, aliases = unit.get("full_name"), unit.get("aliases", [])
        expected[slug] = [unit["name"], *([full] if full else []), *(["、".join(aliases)] if aliases else [])]
    assert shown == expected


@every_place
def test_unit_page_links_groups_and_members(site: Site, place: Place) -> None:
    shown, expected = {}, {}
    for slug, unit in place.units.items():
        address = place.unit_address(slug)
        values = facts(site.pages[address].main.select_one("dl"))
        shown[slug] = {
            label: [leads_to(address, link) for link in values[label].select("a")]
            for label in ("属于", "成员")
            if label in values and values[label].a
        }
        related = {"属于": place.groups[slug], "成员": unit.get("members", [])}
        expected[slug] = {label: [place.unit_address(one) for one in found] for label, found in related.items() if found}
    assert shown == expected


@every_place
def test_unit_page_shows_the_evidence_of_the_unit(site: Site, place: Place) -> None:
    shown = {
        slug: sorted(title.get_text() for title in site.pages[place.unit_address(slug)].select(".gk-evidence__title"))
        for slug in place.units
    }
    expected = {slug: sorted(one["title"] for plan in place.plans for one in plan.evidence if slug in one["units"]) for slug in place.units}
    assert shown == expected


# --- path pages ---------------------------------------------------------------------------------


@every_place
def test_path_page_shows_the_clicks_that_lead_there(site: Site, place: Place) -> None:
    shown = {
        slug: [
            (link.get_text(), leads_to(place.path_address(slug), link))
            for link in site.pages[place.path_address(slug)].select(".gk-clicks .gk-path a")
        ]
        for slug in place.columns
    }
    assert shown == {slug: [(step.name, place.path_address(step.slug)) for step in column.trail] for slug, column in place.columns.items()}


def promised(place: Place, wanted: object) -> list[tuple[str, list[str]]]:
    """(link to the measure, units that owe it) for measures to be published in columns that are wanted."""
    return [
        (
            plan.task_address(task["id"]) + (f"#measure-{measure['number']}" if "number" in measure else ""),
            [place.unit_address(unit) for unit in owing_measure(task, measure)],
        )
        for plan in place.plans
        for task in in_order(plan.tasks)
        for measure in task["measures"]
        for slug in measure.get("publication_paths", [])
        if wanted(place.columns[slug])
    ]


def listed_promises(site: Site, address: str, part: str) -> list[tuple[str, list[str]]]:
    section = site.pages[address].find("section", attrs={"aria-labelledby": part})
    entries = section.select("li.gk-task") if section else []
    return [
        (leads_to(address, entry.select_one(".gk-task__title a")), [leads_to(address, link) for link in entry.select(".gk-task__who a")])
        for entry in entries
    ]


@every_place
def test_path_page_shows_who_owes_what_there(site: Site, place: Place) -> None:
    shown = {slug: listed_promises(site, place.path_address(slug), "here") for slug in place.columns}
    assert shown == {slug: promised(place, lambda column, slug=slug: column.slug == slug) for slug in place.columns}


@every_place
def test_path_page_shows_who_owes_what_in_the_columns_below(site: Site, place: Place) -> None:
    shown = {slug: listed_promises(site, place.path_address(slug), "below") for slug in place.columns}
    assert shown == {
        slug: promised(place, lambda column, slug=slug: slug in [step.slug for step in column.trail[:-1]]) for slug in place.columns
    }


@every_place
def test_path_page_links_the_columns_below(site: Site, place: Place) -> None:
    shown = {}
    for slug in place.columns:
        address = place.path_address(slug)
        section = site.pages[address].find("section", attrs={"aria-labelledby": "children"})
        shown[slug] = [leads_to(address, link) for link in section.select("a")] if section else []
    below = {
        slug: [place.path_address(one.slug) for one in place.columns.values() if one.parent and one.parent.slug == slug]
        for slug in place.columns
    }
    assert shown == below


@every_place
def test_paths_index_is_the_whole_tree(site: Site, place: Place) -> None:
    address = f"{place.slug}/paths/index.html"
    tree = [leads_to(address, link) for link in site.pages[address].select(".gk-tree a")]
    assert tree == [place.path_address(slug) for slug in place.columns]


@every_place
def test_units_index_lists_every_unit(site: Site, place: Place) -> None:
    address = f"{place.slug}/units/index.html"
    listed = sorted(leads_to(address, link) for link in site.pages[address].select(".gk-columns a"))
    assert listed == sorted(place.unit_address(slug) for slug in place.units)


# --- without scripts, for machines --------------------------------------------------------------


@every_place
def test_search_page_lists_units_plans_and_paths_without_scripts(site: Site, place: Place) -> None:
    links = {leads_to("search.html", link) for link in site.pages["search.html"].select("main a")}
    wanted = (
        {place.unit_address(slug) for slug in place.units} | {plan.address for plan in place.plans} | {f"{place.slug}/paths/index.html"}
    )
    assert wanted - links == set()


def test_search_page_without_scripts_says_what_to_do_instead(site: Site) -> None:
    assert site.pages["search.html"].main.noscript.get_text() == "搜索需要浏览器的脚本功能。没有脚本时，请用下面的清单查找。"


def test_no_page_is_empty_until_a_script_runs(site: Site) -> None:
    assert without(site, lambda page: len(page.main.get_text(strip=True)) > 30) == []


def test_no_template_leaves_its_marks_behind(site: Site) -> None:
    assert [address for address, source in site.sources.items() if re.search(r"\{\{|\{%|\bNone\b|Undefined|%\(\w+\)", source)] == []


def site_map(site: Site) -> list[str]:
    tree = etree.fromstring(site.read("sitemap.xml").encode())
    return [place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_site_map_lists_every_page_but_404_once(site: Site) -> None:
    assert sorted(site_map(site)) == sorted(f"http://localhost:8000/{address}" for address in site.pages if address != "404.html")


def test_robots_file_names_the_site_map(site: Site) -> None:
    assert site.read("robots.txt").splitlines() == ["User-agent: *", "Allow: /", "Sitemap: http://localhost:8000/sitemap.xml"]


def test_published_site_map_has_the_public_address(published: PublishedSite) -> None:
    assert sorted(site_map(published.site)) == sorted(
        published.address + address for address in published.site.pages if address != "404.html"
    )


def test_published_pages_name_their_own_address(published: PublishedSite) -> None:
    named = {address: page.find("link", rel="canonical")["href"] for address, page in published.site.pages.items()}
    assert named == {address: published.address + address for address in published.site.pages}
