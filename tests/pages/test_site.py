"""Questions put to the whole site as built from the real data; no browser needed."""

from __future__ import annotations

import gzip
import itertools
import json
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias
from urllib.parse import urlsplit

import html5lib
import pytest
from bs4 import Tag
from helpers.built_pages import facts, happened, is_outside, leads_to, matrix_of, target
from helpers.documents import (
    BADGE_WORDS,
    Mapping,
    Place,
    Plan,
    all_places,
    all_plans,
    as_changed,
    changes_of,
    chinese_date,
    common_duties,
    due_measures,
    every_place,
    every_plan,
    in_order,
    lines,
    members,
    named_in_line,
    owing,
    owing_measure,
    owing_task,
    place_of,
    places,
    plans,
    put_in_charge,
    to_be_asked,
)
from helpers.sites import AS_OF, PublishedSite, Site, representatives
from lxml import etree

FIXED_PAGES = {
    "index.html": "home",
    "search.html": "search",
    "method.html": "method",
    "data.html": "data",
    "changes.html": "changes",
    "disclosure.html": "disclosure",
    "compare/index.html": "compare",
    "words.html": "words",
    "about.html": "about",
    "help.html": "help",
    "sitemap.html": "sitemap",
    "units.html": "units",
    "404.html": "not_found",
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'"  # nothing inline, no host
DISCLAIMER = "本站不是政府网站"
VALIDITIES = {"in_force": "现行有效", "lapsed": "失效", "repealed": "废止"}

# --- which pages there are ----------------------------------------------------------------------


def expected_pages(shown: Sequence[Place]) -> dict[str, str]:
    """The address of every page that these places call for, and its data-page."""
    found = dict(FIXED_PAGES) | {f"compare/{duty['id']}.html": "duty" for duty in common_duties()}
    if any(place not in places() for place in shown):
        found["components.html"] = "components"
    for place in shown:
        found |= {
            f"{place.slug}/index.html": "jurisdiction",
            f"{place.slug}/units/index.html": "units",
            f"{place.slug}/paths/index.html": "paths",
            f"{place.slug}/kinds/index.html": "kinds",
            f"{place.slug}/words.html": "words",
        }
        found |= {f"{place.slug}/kinds/{number}.html": "kind" for number in place.kinds}
        found |= {place.unit_address(slug): "unit" for slug in place.units}
        found |= {place.path_address(slug): "path" for slug in place.columns}
        found |= dict.fromkeys(place.moved, "moved")
        found |= {f"{place.slug}/changes/index.html": "changes"} | dict.fromkeys(months_of_changes(place), "month")
        for plan in place.plans:
            found |= {plan.address: "plan", plan.file("changes.html"): "changes", plan.file("deadlines.html"): "deadlines"}
            found |= {plan.section_address(section["number"]): "section" for section in plan.head["sections"]}
            found |= {plan.task_address(task["id"]): "task" for task in plan.tasks}
            found |= {plan.file(f"{name}.html"): "report" for name in reports_of(plan)}
    return found


def months_of_changes(place: Place) -> list[str]:
    """A page for each month in which anything was entered; no place has more than a page of entries a month."""
    months = sorted({on[:7] for plan in place.plans for _, on, _ in happened(plan)})
    return [f"{place.slug}/changes/{month}.html" for month in months]


def reports_of(plan: Plan) -> list[str]:
    """The files of 要点落实情况 without their endings: the plan's own, and that of each unit that it names, itself or through a phrase."""
    concerned = {slug for task in plan.tasks for slug in (*owing(task), *owing_task(plan, task))}
    return ["report", *(f"reports/{slug}" for slug in sorted(concerned) if place_of(plan).units[slug]["kind"] != "group")]


def test_every_section_task_unit_and_column_has_one_page_and_nothing_else_has(site: Site) -> None:
    assert {address: page.body["data-page"] for address, page in site.pages.items()} == expected_pages(all_places())


def test_published_site_has_the_pages_of_the_real_places_and_nothing_else(published: PublishedSite) -> None:
    assert {address: published.site.kind(address) for address in published.site.pages} == expected_pages(places())


def test_the_five_documents_have_26_sections_and_236_tasks(site: Site) -> None:
    kinds = Counter((address.split("/")[0], page.body["data-page"]) for address, page in site.pages.items())
    counted = {place.slug: (kinds[place.slug, "section"], kinds[place.slug, "task"]) for place in places()}
    assert counted == {"tongliang": (5, 46), "dianjiang": (5, 53), "jiangjin": (6, 58), "laiwu": (5, 33), "conghua": (5, 46)}


def dated_units(place: Place) -> set[str]:
    """The units that owe something by a date, themselves or through a phrase, and these phrases."""
    owed = ((plan, task, measure) for plan in place.plans for task, measure in due_measures(plan))
    return {slug for plan, task, measure in owed for slug in (*(measure.get("units") or owing(task)), *owing_measure(plan, task, measure))}


def test_only_files_that_pages_or_programs_use_are_published(site: Site) -> None:
    others = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()} - set(site.pages)
    data = {plan.file(name) for plan in all_plans() for name in ("plan.json", "tasks.csv", "tasks.xlsx", "deadlines.ics", "ledger.xlsx")}
    data |= {plan.file(f"{name}.docx") for plan in all_plans() for name in reports_of(plan)}
    data |= {name for place in all_places() for name in (f"calendars/{place.slug}.ics", f"feeds/{place.slug}.xml")}
    data |= {f"feeds/{place.slug}/{plan.year}.xml" for place in all_places() for plan in place.plans}
    data |= {f"feeds/{place.slug}/units/{slug}.xml" for place in all_places() for slug in place.units}
    data |= {f"calendars/{place.slug}/units/{slug}.ics" for place in all_places() for slug in dated_units(place)}
    data |= {f"compare/{name}.{ending}" for name in ("index", *(duty["id"] for duty in common_duties())) for ending in ("csv", "json")}
    theme = {"theme/gongkai.css", "theme/gongkai.js", "theme/icon.svg", "theme/share.png"}
    assert {name for name in others if not name.startswith("search/")} == {
        "sitemap.xml",
        "build.json",
        "robots.txt",
        "feeds/index.xml",
        *theme,
        *data,
    }


def test_search_has_its_code_and_the_parts_of_one_index_without_gaps(site: Site) -> None:
    (folder,) = (path for path in site.folder.glob("search/*") if path.is_dir())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    counts = Counter(name.split("/")[0] for name in files if "/" in name)
    parts = {f"{letter}/{number}.js" for letter, count in counts.items() for number in range(count) if letter != "s"}
    assert (set(counts), counts["c"] == counts["x"]) == ({"s", "c", "v", "w", "x"}, True)
    assert {name for name in files if not name.startswith("s/")} == {"f.js", "u.js", *parts}
    scripts = {f"{name}.js" for name in ("code", "loose", "near", "names", "narrow", "m")}
    assert {path.name for path in folder.parent.iterdir()} == {*scripts, folder.name}


MOST_CODE = 12_000


def test_code_that_every_search_loads_is_at_most_twelve_kilobytes(site: Site) -> None:
    """As servers send it; what narrows, hears and answers in part is fetched when it is needed."""
    sizes = {name: len(gzip.compress((site.folder / name).read_bytes(), 6)) for name in ("search/code.js", "theme/gongkai.js")}
    assert (sum(sizes.values()) <= MOST_CODE, sizes) == (True, sizes)


# --- links --------------------------------------------------------------------------------------


@pytest.mark.sweep
def test_every_link_is_relative_to_its_page(site: Site) -> None:
    rooted = [(address, one) for address, references in site.references.items() for one in references if one.startswith("/")]
    assert rooted == []


@pytest.mark.sweep
def test_every_link_leads_to_a_file_and_none_to_a_folder(site: Site) -> None:
    broken = [
        (address, reference)
        for address, references in site.references.items()
        for reference in references
        if not is_outside(reference)
        and (urlsplit(reference).path.endswith("/") or not (site.folder / target(address, reference)).is_file())
    ]
    assert broken == []


def test_every_anchor_exists_on_the_page_it_leads_to(site: Site) -> None:
    broken = [
        (address, reference)
        for address, references in site.references.items()
        for reference in references
        if not is_outside(reference) and (anchor := urlsplit(reference).fragment) and anchor not in site.anchors[target(address, reference)]
    ]
    assert broken == []


def test_links_out_of_the_site_are_only_those_of_the_data(site: Site) -> None:
    outside = {one for references in site.references.values() for one in references if is_outside(one)}
    entries = {one["url"] for plan in all_plans() for one in plan.entries if "url" in one}
    portals = {place.record["portal_url"] for place in all_places() if "portal_url" in place.record}
    platforms = {url for place in places() for url in place.record.get("disclosure", {}).values()}
    units = {unit["url"] for place in all_places() for unit in place.units.values() if "url" in unit}
    columns = {column.url for place in all_places() for column in place.columns.values() if column.url}
    documents = {plan.head["source_url"] for plan in all_plans() if "source_url" in plan.head}
    documents |= {duty["document"]["url"] for duty in common_duties() if ".gov.cn/" in duty.get("document", {}).get("url", "")}
    messages = {one for one in outside if one.startswith("mailto:")}
    assert outside - messages == entries | portals | platforms | units | columns | documents
    # Which places name an address, and what a message says, is tried in test_reports.py.
    assert {one.partition("?")[0] for one in messages} <= {
        f"mailto:{place.record['contact']}" for place in all_places() if "contact" in place.record
    }


def moved() -> set[str]:
    """Where only who kept an old address comes."""
    return {address for place in all_places() for address in place.moved}


def test_every_page_can_be_reached_from_the_home_page_but_where_others_stood(site: Site) -> None:
    reached, waiting = set(), ["index.html"]
    while waiting:
        address = waiting.pop()
        if address in reached or address not in site.pages:
            continue
        reached.add(address)
        waiting += [target(address, one) for one in site.references[address] if not is_outside(one)]
    assert set(site.pages) - reached == {"404.html"} | moved()


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
        # Data for machines is never run.
        or (tag.name == "script" and not tag.get("src") and tag.get("type") != "application/ld+json")
        or any(name == "style" or name.startswith("on") for name in tag.attrs)
    ]
    assert inline == []


def test_every_page_has_one_script_and_the_page_that_answers_what_it_answers_with(site: Site) -> None:
    """Elsewhere that is fetched when a query is made."""
    scripts = {
        address: [target(address, script["src"]) for script in page.find_all("script", src=True)] for address, page in site.pages.items()
    }
    assert scripts.pop("search.html") == ["search/m.js", "search/code.js", "theme/gongkai.js"]
    assert {tuple(one) for one in scripts.values()} == {("theme/gongkai.js",)}


def test_every_page_names_the_date_of_its_badges(site: Site) -> None:
    assert without(site, lambda page: page.footer.find("time", datetime="2026-11-29", string="2026年11月29日")) == []


def test_every_page_says_that_it_is_not_the_government(site: Site) -> None:
    assert without(site, lambda page: DISCLAIMER in page.footer.get_text()) == []


def test_every_page_has_the_controls_before_its_navigation(site: Site) -> None:
    first = {
        address: [
            control["class"]
            for control in page.header.find_all(["a", "button"], class_=re.compile("display"))
            if not control.find_parent("nav")
        ]
        for address, page in site.pages.items()
    }
    controls = [["gk-display__help"], *[["gk-display__button"]] * 3]
    assert {address: classes for address, classes in first.items() if classes != controls} == {}


def of_demonstrations(site: Site) -> set[str]:
    """The pages of places that are made up, and the page that shows components with them."""
    made_up = ("components.html", *(f"{place.slug}/" for place in all_places() if place not in places()))
    return {address for address in site.pages if address.startswith(made_up)}


@pytest.mark.sweep
def test_every_page_of_a_demonstration_is_called_an_example_and_no_other_is(site: Site) -> None:
    called = {
        address: [notice.get_text(strip=True) for notice in page.select(".gk-notice--demonstration")]
        for address, page in site.pages.items()
        if page.select(".gk-notice--demonstration")
    }
    assert called == {address: ["示例：这一页的内容是编写的，不是真实的文件和证据。"] for address in of_demonstrations(site)}


def test_only_help_and_the_explanation_of_badges_lead_to_demonstrations(site: Site) -> None:
    made_up = of_demonstrations(site)
    leading = {
        address
        for address, references in site.references.items()
        if address not in made_up and any(target(address, one) in made_up for one in references if not is_outside(one))
    }
    assert leading == {"help.html", "method.html"}


@pytest.mark.sweep
def test_every_page_is_well_formed(site: Site) -> None:
    """What is written otherwise than on one of these stands on no page, and words are escaped wherever they come from."""
    faults = {}
    for address in representatives(site):
        parser = html5lib.HTMLParser()
        parser.parse(site.sources[address])
        if parser.errors:
            faults[address] = parser.errors
    assert faults == {}


def test_no_page_uses_an_id_twice(site: Site) -> None:
    twice = {
        address: repeated
        for address, anchors in site.anchors.items()
        if (repeated := [name for name, times in anchors.items() if times > 1])
    }
    assert twice == {}


@pytest.mark.sweep
def test_every_label_and_description_refers_to_something_on_its_page(site: Site) -> None:
    dangling = [
        (address, attribute, name)
        for address, page in site.pages.items()
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for tag in page.find_all(attrs={attribute: True})
        for name in tag[attribute].split()
        if name not in site.anchors[address]
    ]
    assert dangling == []


@pytest.mark.sweep
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
        for form in page.find_all("form", role="search")
    }
    assert forms == {("search.html", "get", ("q",))}


def test_no_other_form_can_be_sent(site: Site) -> None:
    """Those that narrow an answer or a list have no button, and a script takes their changes."""
    others = [form for page in site.pages.values() for form in page.find_all("form") if form.get("role") != "search"]
    assert {(form.get("action"), bool(form.find(["button", "input"]))) for form in others} == {(None, False)}


# --- breadcrumbs --------------------------------------------------------------------------------


def expected_trails() -> dict[str, list[str]]:
    """The pages that lead to each page from the home page, one below the other."""
    found: dict[str, list[str]] = {address: ["index.html"] for address in (*FIXED_PAGES, "components.html") if address != "index.html"}
    found |= {f"compare/{duty['id']}.html": ["index.html", "compare/index.html"] for duty in common_duties()}
    for place in all_places():
        home = ["index.html", f"{place.slug}/index.html"]
        units, paths, kinds = (f"{place.slug}/{folder}/index.html" for folder in ("units", "paths", "kinds"))
        changes = f"{place.slug}/changes/index.html"
        found |= {home[1]: home[:1], units: home, paths: home, kinds: home, changes: home, f"{place.slug}/words.html": home}
        found |= {month: [*home, changes] for month in months_of_changes(place)}
        found |= dict.fromkeys(place.moved, home)
        found |= {f"{place.slug}/kinds/{number}.html": [*home, kinds] for number in place.kinds}
        found |= {place.unit_address(slug): [*home, units] for slug in place.units}
        found |= {
            place.path_address(slug): [*home, paths, *(place.path_address(step.slug) for step in column.trail[:-1])]
            for slug, column in place.columns.items()
        }
        for plan in place.plans:
            found |= {plan.address: home}
            found |= {plan.file(name): [*home, plan.address] for name in ("changes.html", "deadlines.html", "report.html")}
            found |= {plan.file(f"{name}.html"): [*home, plan.address, plan.file("report.html")] for name in reports_of(plan)[1:]}
            found |= {plan.section_address(section["number"]): [*home, plan.address] for section in plan.head["sections"]}
            for task in plan.tasks:
                section, subsection, _ = task["id"].split(".")
                here = plan.section_address(section)
                found[plan.task_address(task["id"])] = [*home, plan.address, here, f"{here}#subsection-{subsection}"]
    return found


def in_few_words(trail: list[str]) -> list[str]:
    """A plan speaks for its place, a subsection for its section; home only where there is nothing else."""
    plan = [step for step in trail if re.fullmatch(r"\w+/\d{4}/index\.html", step)]
    below = trail[3:] if trail[-1].endswith("/report.html") else trail[4:]
    return [*plan, *below] if plan else trail[1:] or trail


def crumbs(site: Site) -> dict[str, list[Tag]]:
    """The links above the title of each page."""
    trails = {address: page.select_one(".gk-sheet__body > .gk-trail") for address, page in site.pages.items()}
    return {address: trail.select("li > a") for address, trail in trails.items() if trail}


def test_every_page_but_home_says_in_few_words_where_it_stands(site: Site) -> None:
    shown = {address: [leads_to(address, link) for link in links] for address, links in crumbs(site).items()}
    assert shown == {address: in_few_words(trail) for address, trail in expected_trails().items()}


def test_no_breadcrumb_repeats_the_title_below_it(site: Site) -> None:
    repeated = [
        address for address, links in crumbs(site).items() if site.pages[address].h1.get_text() in [link.get_text() for link in links]
    ]
    assert repeated == []


def test_breadcrumb_of_a_task_names_place_year_and_heading(site: Site) -> None:
    links = crumbs(site)["tongliang/2021/tasks/5.3.1.html"]
    assert [link.get_text() for link in links] == ["铜梁区2021年要点", "五（三）"]


def test_machines_are_told_the_whole_way_to_every_page(site: Site) -> None:
    told = {}
    for address, page in site.pages.items():
        for block in page.find_all("script", type="application/ld+json"):
            known = json.loads(block.string)
            if known["@type"] == "BreadcrumbList":
                told[address] = [
                    (step["position"], posixpath.normpath(posixpath.join(posixpath.dirname(address), step["item"])))
                    for step in known["itemListElement"]
                ]
    assert told == {address: list(enumerate([*trail, address], start=1)) for address, trail in expected_trails().items()}


# --- badges -------------------------------------------------------------------------------------


@pytest.mark.sweep
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


@pytest.mark.sweep
def test_every_task_has_one_badge_wherever_it_is_listed(site: Site) -> None:
    odd = [(address, task) for address in site.pages for task, badges in listed_badges(site, address) if len(badges) != 1]
    assert odd == []


def test_every_link_to_a_task_stands_beside_a_badge_or_beside_what_happened(site: Site) -> None:
    """Otherwise a list without badges could slip in unnoticed."""
    bare = [
        (address, link["href"])
        for address, page in site.pages.items()
        for link in page.select("main a[href]")
        if re.search(r"tasks/[\d.]+\.html$", urlsplit(link["href"]).path)
        # Pieces of evidence, entries of the ledger, the next task, the task that replaced a measure.
        and not link.find_parent(class_=["gk-evidence", "gk-moment", "gk-neighbours", "gk-notice"])
        and not bears_a_badge(link)
    ]
    assert bare == []


def bears_a_badge(link: Tag) -> bool:
    """Whether the entry of a list, row of a table or sentence around a link has a badge."""
    around = link.find_parent("li", class_="gk-task") or link.find_parent("tr") or link.find_parent("dd") or link.find_parent("p")
    badges = around and (around.parent if around.name == "dd" else around).select("[data-badge]")
    # Where a place carries out a duty in common with one task, its badge stands below the name of the place.
    share = link.find_parent("article", class_="gk-measure")
    alone = share is not None and len(share.parent.select("article.gk-measure")) == 1 and share.parent.select(".gk-standing [data-badge]")
    return bool(badges or alone)


@every_plan
def test_every_measure_has_one_badge_and_one_for_each_of_its_periods(site: Site, plan: Plan) -> None:
    counted = {
        (task["id"], article["id"]): (
            len(article.select("dl [data-badge]")),
            [len(cell.select("[data-badge]")) for cell in article.select("tbody td")],
            len(article.select("[data-badge]")),
        )
        for task in plan.tasks
        for article in articles(site, plan, task)
    }
    assert counted == {key: (1, [1] * len(periods), 1 + len(periods)) for key, (_, periods, _) in counted.items()}


@every_plan
def test_only_measures_done_again_and_again_are_judged_period_by_period(site: Site, plan: Plan) -> None:
    divided = {
        measure["kind"]
        for task in plan.tasks
        for article, measure in zip(articles(site, plan, task), task["measures"], strict=True)
        if article.select("tbody")
    }
    assert divided <= {"periodic", "count", "triggered"}


def test_demonstration_shows_every_period_and_every_event(site: Site) -> None:
    def periods(task: str) -> list[tuple[str, str]]:
        rows = site.pages[f"shilixian/2026/tasks/{task}.html"].select("article tbody tr")
        return [(row.th.get_text(), row.select_one("[data-badge]")["data-badge"]) for row in rows]

    done = ["published", "published", "overdue", "published", "published", "published", "published"]
    assert [badge for _, badge in periods("1.2.3")][:7] == done
    assert [badge for _, badge in periods("1.1.2")][:3] == ["published", "published", "unchecked"]
    assert periods("2.1.3") == [("2026-09-28", "published"), ("2026-10-20", "published")]


Cells: TypeAlias = dict[str, tuple[str | None, list[bool]]]


def listed_cells(site: Site, plan: Plan, task: Mapping) -> Cells:
    """The table of a task: each unit, also of a line that unfolds, with its group and whether it has a badge for each measure."""
    address = plan.task_address(task["id"])
    found: Cells = {}
    for row in site.pages[address].select("#cells tbody tr:has(td)"):
        badges = [len(cell.select("[data-badge]")) == 1 for cell in row.select("td")]
        for link in named_in_line(row):
            assert leads_to(address, link) not in found
            found[leads_to(address, link)] = (group_of(address, link), badges)
    return found


def group_of(address: str, link: Tag) -> str | None:
    """The phrase under which a unit is listed."""
    if unfolding := link.find_parent("ul"):
        head = unfolding.find_previous_sibling()
        return leads_to(address, head.a) if head.name == "p" else None
    head = link.find_parent("tbody").select_one("th[scope=rowgroup]")
    return leads_to(address, head.a) if head else None


def owed_cells(plan: Plan, task: Mapping) -> Cells:
    """The same, from the data; whom the roster of a group does not name stands under the group."""
    place, units = place_of(plan), owing_task(plan, task)
    if len(units) == 1:
        return {}
    owing = [owing_measure(plan, task, measure) for measure in as_changed(plan, task)["measures"]]
    groups = {slug: slug if slug in units.values() else group for slug, group in units.items()}
    return {
        place.unit_address(slug): (place.unit_address(group) if group else None, [slug in one for one in owing])
        for slug, group in groups.items()
    }


@pytest.mark.sweep
@every_plan
def test_task_page_shows_how_every_unit_stands_when_several_owe_it(site: Site, plan: Plan) -> None:
    shown = {task["id"]: listed_cells(site, plan, task) for task in plan.tasks}
    assert shown == {task["id"]: owed_cells(plan, task) for task in plan.tasks}


@every_plan
def test_units_that_unfold_are_many_and_nothing_was_found_or_missed_of_them(site: Site, plan: Plan) -> None:
    wrong = []
    for task in plan.tasks:
        for row in site.pages[plan.task_address(task["id"])].select("#cells tr:has(details)"):
            badges = {badge["data-badge"] for badge in row.select("[data-badge]")}
            if len(row.select("li")) < 6 or badges & {"published", "current", "partial", "under_way", "overdue"}:
                wrong.append((task["id"], badges))
    assert wrong == []


@every_plan
def test_whom_a_roster_does_not_name_stands_last_in_the_group_and_is_called_so(site: Site, plan: Plan) -> None:
    place, shown, expected = place_of(plan), set(), set()
    for task in plan.tasks:
        address, units = plan.task_address(task["id"]), owing_task(plan, task)
        lists = [
            [link for row in part.select("tr:has(td)") if not row.details for link in row.select("th a")] or part.select("th a")
            for part in site.pages[address].select("#cells tbody:not(:has(details))")
        ] + [part.select("a") for part in site.pages[address].select("#cells details ul")]
        shown |= {(task["id"], leads_to(address, links[-1])) for links in lists if "文件没有列名" in links[-1].get_text()}
        assert [link.get_text() for links in lists for link in links[:-1] if "文件没有列名" in link.get_text()] == []
        expected |= {(task["id"], place.unit_address(slug)) for slug in units if slug in units.values()}
    assert shown == expected


@every_plan
def test_table_of_units_has_a_column_for_every_measure(site: Site, plan: Plan) -> None:
    shown = {
        task["id"]: [head.get_text() for head in site.pages[plan.task_address(task["id"])].select("#cells thead th")]
        for task in plan.tasks
        if len(owing_task(plan, task)) > 1
    }
    numbered = {task["id"]: [f"第 {measure.get('number')} 项" for measure in task["measures"]] for task in plan.tasks}
    assert shown == {task: ["单位", *(numbered[task] if len(numbered[task]) > 1 else ["状态"])] for task in shown}


@every_plan
def test_plan_page_shows_every_unit_of_every_task_in_a_table(site: Site, plan: Plan) -> None:
    place, shown = place_of(plan), matrix_of(site, plan.address)
    badges = [[badge.get_text() for badge in cell.select("span[data-badge]")] for line in shown for cell in line.cells.values()]
    assert [found for found in badges if len(found) != 1 or not set(found) <= set(BADGE_WORDS.values())] == []
    owing = {task["id"]: {place.unit_address(slug) for slug in owing_task(plan, task)} for task in in_order(plan.tasks)}
    assert [(line.address, line.task, set(line.cells)) for line in shown] == [
        (plan.task_address(task), task, units) for task, units in owing.items()
    ]


def cards(site: Site, address: str) -> list[tuple[int, int]]:
    """(number of all duties, sum of the three heaps) of each scorecard of a page."""
    found = []
    for rest in site.pages[address].select(".gk-scorecard__rest"):
        every, *heaps = map(int, re.search(r"全部 (\d+) 份＝不计 (\d+) ＋ 没有写日期 (\d+) ＋ 到期 (\d+)", rest.get_text()).groups())
        found.append((every, sum(heaps)))
    return found


def counted(numbers: Iterable[int]) -> list[tuple[int, int]]:
    return [(number, number) for number in numbers]


@every_plan
def test_scorecards_of_plan_and_sections_count_every_duty_once(site: Site, plan: Plan) -> None:
    duties = Counter({section["number"]: 0 for section in plan.head["sections"]})
    for task in plan.tasks:
        duties[task["id"].split(".")[0]] += sum(len(owing_measure(plan, task, one)) for one in as_changed(plan, task)["measures"])
    assert cards(site, plan.address) == counted([duties.total()])
    shown = {number: cards(site, plan.section_address(number)) for number in duties}
    assert shown == {number: counted([total]) for number, total in duties.items()}


@pytest.mark.sweep
@every_place
def test_scorecards_of_units_count_their_own_duties(site: Site, place: Place) -> None:
    shown = {slug: cards(site, place.unit_address(slug)) for slug in place.units}
    assert shown == {
        slug: counted(
            sum(slug in owing_measure(plan, task, one) for task in plan.tasks for one in as_changed(plan, task)["measures"])
            for plan in place.plans
            if any(role_in(plan, task, slug) for task in plan.tasks)
        )
        for slug in place.units
    }


@pytest.mark.sweep
def test_nothing_real_is_called_overdue_as_nobody_has_looked(site: Site) -> None:
    overdue = {address for address, page in site.pages.items() if page.select("[data-badge=overdue]")}
    assert overdue - of_demonstrations(site) == {"method.html"}


@every_plan
def test_nothing_is_called_overdue_unless_somebody_looked_and_did_not_find_it(site: Site, plan: Plan) -> None:
    looked = {check["task"] for check in plan.ledger["checks"] if check["result"] == "not_found"}
    overdue = {
        task["id"]
        for task in plan.tasks
        if site.pages[plan.task_address(task["id"])].select(
            ".gk-standing [data-badge=overdue], article [data-badge=overdue], #cells [data-badge=overdue]"
        )
    }
    assert overdue <= looked
    assert bool(overdue) == plan.is_demonstration


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
        if one.get("strength", "primary") == "primary"
        for task in plan.tasks
        if task["id"] == one["task"]
        for measure in task["measures"]
        if not one.get("measures") or measure.get("number") in one["measures"]
    }
    done = {
        (task["id"], article["id"].removeprefix("measure-"))
        for task in plan.tasks
        for article in articles(site, plan, task)
        if article.select("dl [data-badge=published], dl [data-badge=current], dl [data-badge=partial]")
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
    rows = site.pages["tongliang/2021/tasks/5.3.1.html"].select("#cells tbody tr:has(td)")
    seventh = {row.th.get_text(): row.select("td")[6].select_one("[data-badge]") for row in rows}
    assert seventh["区政府办公室"]["data-badge"] == "published"


# --- task pages ---------------------------------------------------------------------------------


def articles(site: Site, plan: Plan, task: Mapping) -> list[Tag]:
    return site.pages[plan.task_address(task["id"])].select("article.gk-measure")


def paragraphs(block: Tag) -> list[str]:
    return [line.get_text().strip() for line in block.select(":scope > .gk-official p")]


@every_plan
def test_task_page_shows_the_full_official_wording_of_every_measure(site: Site, plan: Plan) -> None:
    shown = {task["id"]: [paragraphs(article) for article in articles(site, plan, task)] for task in plan.tasks}
    assert shown == {task["id"]: [lines(one["text"]) for one in as_changed(plan, task)["measures"]] for task in plan.tasks}


def revisions(plan: Plan, task: Mapping, measure: Mapping) -> list[Mapping]:
    """What a page must show of each document that changed a measure."""
    place, shown, now = place_of(plan), [], dict(measure)
    for change in changes_of(plan, task, measure):
        dates = ([chinese_date(now["due_on"])] if "due_on" in now else []) if "due_on" in change else []
        shown.append(
            {
                "title": f"调整于{chinese_date(change['on'])}",
                "links": [change["url"]] * ("url" in change)
                + [place.unit_address(slug) for slug in change.get("new_units", [])]
                + [plan.task_address(change[key]) for key in ("replaced_by",) if key in change],
                "document": True,
                "struck": dates + ([now["text"]] if "text" in change else []),
                "inserted": [chinese_date(change["due_on"])] if "due_on" in change else [],
                "withdrawn": change.get("withdrawn") == "true",
            }
        )
        now |= {key: change[key] for key in ("due_on", "text") if key in change}
    return shown


@every_plan
def test_task_page_shows_every_change_with_what_it_replaced(site: Site, plan: Plan) -> None:
    shown, expected = {}, {}
    for task in plan.tasks:
        address = plan.task_address(task["id"])
        for article, measure in zip(articles(site, plan, task), task["measures"], strict=True):
            key = (task["id"], article["id"])
            documents = [change["document"] for change in changes_of(plan, task, measure)]
            shown[key] = [
                {
                    "title": notice.select_one(".gk-notice__title").get_text(),
                    "links": [link["href"] if is_outside(link["href"]) else leads_to(address, link) for link in notice.select("a")],
                    "document": document in notice.get_text(),
                    "struck": [struck.get_text() for struck in notice.select("del")],
                    "inserted": [new.get_text() for new in notice.select("ins")],
                    "withdrawn": "这一项已撤销" in notice.get_text(),
                }
                for notice, document in zip(article.select(".gk-notice"), documents, strict=True)
            ]
            expected[key] = revisions(plan, task, measure)
    assert shown == expected


@every_plan
def test_task_page_shows_the_opening_and_the_publication_paths_as_printed(site: Site, plan: Plan) -> None:
    shown = {
        task["id"]: [
            line.get_text().strip()
            for block in site.pages[plan.task_address(task["id"])].select(".gk-official")
            if block.parent.name != "article" and block.name != "blockquote"
            for line in block.select("p")
        ]
        for task in plan.tasks
    }
    assert shown == {task["id"]: [*lines(task.get("opening", "")), *lines(task.get("publication_text", ""))] for task in plan.tasks}


@every_plan
def test_task_page_names_and_links_its_units(site: Site, plan: Plan) -> None:
    place, shown, expected = place_of(plan), {}, {}
    for task in plan.tasks:
        address = plan.task_address(task["id"])
        who = facts(site.pages[address].select_one("#who"))
        shown[address] = {
            label: [(link.get_text(), leads_to(address, link)) for link in value.select("a")] for label, value in who.items() if value.a
        }
        slugs = {
            "牵头单位": task.get("lead_units"),
            "责任单位": task.get("responsible_units"),
            "调整后承担单位": put_in_charge(plan, task),
        }
        expected[address] = {
            label: [(place.units[slug]["name"], place.unit_address(slug)) for slug in found] for label, found in slugs.items() if found
        }
        # The same units are not named twice.
        if slugs["牵头单位"] and slugs["牵头单位"] == slugs["责任单位"]:
            expected[address]["牵头和责任单位"] = expected[address].pop("责任单位")
            del expected[address]["牵头单位"]
    assert shown == expected


def ways(address: str, path: Tag) -> list[list[str]]:
    """The columns that a line leads to, each with the steps before it; those side by side share their steps."""
    links = [leads_to(address, link) for link in path.select("a")]
    steps = len(path.select(".gk-path__step"))
    return [[*links[:steps], end] for end in links[steps:]]


@every_plan
def test_task_page_shows_the_clicks_to_every_publication_path(site: Site, plan: Plan) -> None:
    place, shown = place_of(plan), {}
    for task in plan.tasks:
        address = plan.task_address(task["id"])
        shown[task["id"]] = [
            sorted(way for path in article.select(".gk-path") for way in ways(address, path)) for article in articles(site, plan, task)
        ]
    assert shown == {
        task["id"]: [
            sorted([place.path_address(step.slug) for step in place.columns[slug].trail] for slug in measure.get("publication_paths", []))
            for measure in task["measures"]
        ]
        for task in plan.tasks
    }


def other_channels(plan: Plan, measure: Mapping) -> str:
    """Those that are named; where none is, what the plan says that its 其他渠道 are."""
    named = [re.sub(r"[（(]以下简称.*", "", one) for one in measure["channels"] if one != "其他渠道"]
    every = (one for task in in_order(plan.tasks) for other in task["measures"] for one in other.get("channels", []))
    meaning = next((one.split("以下简称")[0][:-1] for one in every if "以下简称" in one), "")
    unnamed = f"{meaning}（文件简称“其他渠道”）" if meaning else "文件写了“其他渠道”，没有写明是什么"
    return "；".join(named) or unnamed


def says_it_all(measure: Mapping, changed: Mapping) -> bool:
    """Whether the time limit on the page is the date of which the words speak."""
    return "due_on" in measure and measure["due_on"] == changed["due_on"]


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
                # Words of a stated date say no more than the date, unless a document moved it.
                **({"时限原文": measure["due_text"]} if "due_text" in measure and not says_it_all(measure, changed) else {}),
                **({"其他渠道": other_channels(plan, measure)} if measure.get("channels") else {}),
            }
            for measure, changed in zip(task["measures"], as_changed(plan, task)["measures"], strict=True)
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
        for task in (as_changed(plan, task) for task in plan.tasks)
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
    text = page.select_one("#document").get_text()
    head = plan.head
    wanted = [head["source"], *head.get("basis", []), *head.get("doubts", []), *lines(head.get("preamble", ""))]
    assert [part for part in wanted if part not in text] == []


@every_plan
def test_plan_page_has_the_data_block_of_policy_documents_and_invents_nothing(site: Site, plan: Plan) -> None:
    """What the document does not state has no line of its own: one sentence names it."""
    head = plan.head
    block = {
        "标题": head["title"],
        "索引号": head.get("index_number"),
        "主题分类": head.get("topic"),
        "体裁分类": head.get("genre"),
        "发布机构": head.get("issuer"),
        "发文字号": head.get("document_number"),
        "成文日期": chinese_date(head["issued_on"]) if "issued_on" in head else None,
        "发布日期": chinese_date(head["published_on"]) if "published_on" in head else None,
        "有效性": VALIDITIES.get(head.get("validity")),
    }
    document = site.pages[plan.address].select_one("#document")
    shown = {label: value.get_text() for label, value in facts(document).items() if label in block}
    unstated = [text for text in (part.get_text() for part in document.select(":scope > p")) if text.startswith("文件没有注明")]
    missing = "、".join(label for label, words in block.items() if not words)
    assert (shown, unstated) == (
        {label: words for label, words in block.items() if words},
        [f"文件没有注明：{missing}。"] if missing else [],
    )


def evidence_facts(place: Place, plan: Plan, one: Mapping) -> dict[str, str]:
    """What a piece of evidence must show, label by label."""
    labels = {"published_on": "发布日期", "document_on": "成文日期"}
    others = {"document_number": "发文字号", "index_number": "索引号", "found_trail": "页面上的位置", "url": "网址"}
    words = {
        "有效性": VALIDITIES.get(one.get("validity")),
        "形式": {"text": "文字", "picture": "图片", "video": "视频"}.get(one.get("format")),
    }
    found = {"单位": "、".join(place.units[slug]["name"] for slug in one["units"])}
    found |= {"内容所属时期": period_in_words(one["period"])} if "period" in one else {}
    found |= {"所属时段": f"{chinese_date(one['period_on'])}所在的一期"} if "period_on" in one else {}
    found |= {"对应的情形": f"{chinese_date(one['event_on'])}的情形"} if "event_on" in one else {}
    found |= {"计入其中": f"第 {'、'.join(one['counts_as'])} 项"} if "counts_as" in one else {}
    found |= {"举措": f"第 {'、'.join(one['measures'])} 项"} if one.get("measures") else {}
    found |= {label: chinese_date(one[key]) for key, label in labels.items() if key in one}
    found |= {"网址中的日期": chinese_date(one["address_on"])} if one.get("address_on") not in (None, one.get("published_on")) else {}
    found |= {label: one[key] for key, label in others.items() if key in one}
    found |= {label: word for label, word in words.items() if word}
    if "found_in" in one:
        found["所在栏目"] = " › ".join(step.name for step in place.columns[one["found_in"]].trail)
    is_seen = is_opened(one) and one.get("seen_on", one["on"]) != one["on"]
    source = one["by"].replace("公开网页存档", "根据公开网页存档") if "by" in one else ""
    found["登记"] = "，".join(filter(None, [chinese_date(one["on"]), source])) + (
        f"；查看：{chinese_date(one['seen_on'])}" if is_seen else ""
    )
    return found


def period_in_words(period: str) -> str:
    """2021, 2021-03 and 2021-01..2021-03 as people say them."""
    (year, *month), (last_year, *last_month) = ([int(number) for number in end.split("-")] for end in (period[:7], period[-7:]))
    first = f"{year}年{month[0]}月" if month else f"{year}年"
    if ".." not in period:
        return first
    return f"{first}至{last_month[0]}月" if year == last_year else f"{first}至{last_year}年{last_month[0]}月"


def is_elsewhere(place: Place, plan: Plan, one: Mapping) -> bool:
    """A proof found in a stated place, but in none of those that the document names for what it shows."""
    task = next(task for task in plan.tasks if task["id"] == one["task"])
    served = [measure for measure in task["measures"] if not one.get("measures") or measure.get("number") in one["measures"]]
    wanted = {slug for measure in served for slug in measure.get("publication_paths", [])}
    found = {step.slug for step in place.columns[one["found_in"]].trail} if "found_in" in one else set()
    return (
        one.get("strength", "primary") == "primary" and bool(wanted) and ("found_in" in one or "found_trail" in one) and not wanted & found
    )


def is_opened(one: Mapping) -> bool:
    """Whether somebody opened the address of evidence; an offline act has none."""
    return "opened" in one or "url" not in one


def evidence_flags(place: Place, plan: Plan, one: Mapping) -> list[str]:
    coverage = {"full": "内容完整", "part": "只有部分内容"}[one.get("covers", "full")]
    coverage = coverage if is_opened(one) else f"登记为{coverage}"
    flags = [] if is_opened(one) else ["待核对：还没有人打开过这个网址"]
    flags += ["单位自述，不作为公开的证明" if one.get("strength") == "self_report" else coverage]
    flags += ["公开位置与文件不一致"] if is_elsewhere(place, plan, one) else []
    return flags + ([f"链接失效（{chinese_date(one['dead_on'])}）"] if "dead_on" in one else [])


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
            shown[task["id"]].append(comparable((title.a or title).get_text(), title.a and title.a["href"], flags, remark, values))
    for one in plan.evidence:
        remark = one.get("remark", "") + one.get("description", "")
        flags = evidence_flags(place, plan, one)
        expected[one["task"]].append(comparable(one["title"], one.get("url"), flags, remark, evidence_facts(place, plan, one)))
    assert {task: sorted(map(repr, found)) for task, found in shown.items()} == {
        task: sorted(map(repr, found)) for task, found in expected.items()
    }


@every_plan
def test_task_page_without_evidence_says_that_this_is_no_verdict_on_the_unit(site: Site, plan: Plan) -> None:
    """But not against what its own sentence says: that it cannot be seen, or is not asked for."""
    proven = {one["task"] for one in plan.evidence}
    pages = {task["id"]: site.pages[plan.task_address(task["id"])] for task in plan.tasks if task["id"] not in proven}
    said = {task: page.select_one(".gk-empty").get_text() for task, page in pages.items()}
    unasked = [f".gk-standing [data-badge={badge}]" for badge in ("not_judged", "changed", "waived")]
    settled = {task for task, page in pages.items() if page.select_one(",".join(unasked))}
    assert {task for task, words in said.items() if "不表示单位没有公开" in words} == set(said) - settled
    assert [task for task, words in said.items() if words in pages[task].select_one(".gk-answer").get_text()] == []


@every_plan
def test_task_page_says_where_to_look_and_whom_to_ask(site: Site, plan: Plan) -> None:
    """Columns side by side stand in one line, and so do those of one name on several sites."""
    place, shown, expected = place_of(plan), {}, {}
    for task in plan.tasks:
        address = plan.task_address(task["id"])
        card = site.pages[address].find("section", attrs={"aria-labelledby": "look"})
        shown[task["id"]] = (
            sorted(column for path in card.select(".gk-path") for column in columns_of(path, address)),
            {leads_to(address, link) for link in card.select("li:not(:has(.gk-path)) a") if not is_outside(link["href"])},
            [line.get_text() for line in card.select("li") if "，电话 " in line.get_text()],
        )
        columns = dict.fromkeys(slug for measure in task["measures"] for slug in measure.get("publication_paths", []))
        asked = to_be_asked(plan, task, AS_OF)
        expected[task["id"]] = (
            sorted([place.path_address(step.slug) for step in place.columns[slug].trail] for slug in columns),
            {place.unit_address(slug) for slug in asked},
            [told_of_telephone(place.units[slug]) for slug in asked if "telephone" in place.units[slug]],
        )
    assert shown == expected


def columns_of(path: Tag, address: str) -> list[list[str]]:
    """The columns of a line: the steps to them, and each of its ends."""
    steps, links = len(path.select(".gk-path__step")), [leads_to(address, link) for link in path.select("a")]
    return [[*links[:steps], end] for end in links[steps:]]


def told_of_telephone(unit: Mapping) -> str:
    """待核对 as on the page of the unit: what has no source of its own rests on that of the unit."""
    seen = unit.get("sources", {}).get("telephone", unit)
    webpage = ""
    if "url" in unit:
        webpage = f"，{unit['name']}的网页" + ("" if unit.get("sources", {}).get("url", unit).get("opened") else " 待核对")
    return f"{unit['name']}，电话 {unit['telephone']}{'' if seen.get('opened') else ' 待核对'}{webpage}"


@every_plan
def test_where_nothing_is_to_be_seen_nobody_is_sent_to_look(site: Site, plan: Plan) -> None:
    """Only whom to ask is told of what asks for no publication, unless the document names a column."""
    sent, unseen = set(), set()
    for task in plan.tasks:
        card = site.pages[plan.task_address(task["id"])].find("section", attrs={"aria-labelledby": "look"})
        if any(words in card.get_text() for words in ("去哪里看", "里找", "没找到")):
            sent.add(task["id"])
        if all(measure.get("kind") == "unobservable" and not measure.get("publication_paths") for measure in task["measures"]):
            unseen.add(task["id"])
    assert sent == {task["id"] for task in plan.tasks} - unseen


def test_columns_of_one_name_on_many_sites_are_one_line(site: Site) -> None:
    card = site.pages["dianjiang/2021/tasks/2.1.1.html"].find("section", attrs={"aria-labelledby": "look"})
    assert [summary.get_text() for summary in card.select("summary")] == [
        "县发展改革委网页等 7 个网站 › 政府信息公开目录 › “六稳”“六保” › 重要政策、政策解读",
    ]
    assert [len(folded.select(".gk-path")) for folded in card.select("details")] == [7]


STILL_OPEN = {"partial", "under_way", "stale", "unchecked", "overdue", "no_record"}


@every_plan
def test_letter_is_offered_where_something_is_still_open_and_asks_for_it_in_the_words_of_the_document(site: Site, plan: Plan) -> None:
    """What article 29 of the Regulations names stands in it; never this portal's own number, never a text that is cut."""
    place = place_of(plan)
    for task in plan.tasks:
        page = site.pages[plan.task_address(task["id"])]
        letter = page.select_one("#letter")
        # Of every unit that owes it; the only one has no table.
        badges = {badge["data-badge"] for badge in page.select("#cells td [data-badge]") or page.select("article dl [data-badge]")}
        assert (letter is not None) == bool(badges & STILL_OPEN), task["id"]
        if letter is None:
            continue
        text = letter.get_text()
        wanted = [one["text"] for one in as_changed(plan, task)["measures"] if one["text"] in text]
        needed = ("姓名或者名称：______", "身份证明", "联系方式", f"《{plan.head['title']}》", "形式（", "获取的方式、途径", "第二十九条")
        to = text.splitlines()[2]
        groups = [unit["name"] for unit in place.units.values() if unit["kind"] == "group"]
        assert (bool(wanted), [words for words in needed if words not in text]) == (True, []), task["id"]
        assert (f"任务 {task['id']}" in text, "……" in text, [name for name in groups if to.startswith(f"{name}政府")]) == (
            False,
            False,
            [],
        ), task["id"]


def test_letter_to_a_phrase_leaves_the_body_blank_and_says_why(site: Site) -> None:
    part = site.pages["conghua/2021/tasks/1.1.1.html"].select_one("#request")
    assert part.select_one("#letter").get_text().splitlines()[2] == "______（填写具体单位名称）政府信息公开工作机构："
    assert "“区直各单位”“各镇（街、园区）”是几个单位的合称" in part.get_text()


@every_plan
def test_card_says_what_to_do_without_a_telephone_number_once(site: Site, plan: Plan) -> None:
    place, shown, expected = place_of(plan), {}, {}
    for task in plan.tasks:
        card = site.pages[plan.task_address(task["id"])].find("section", attrs={"aria-labelledby": "look"}).get_text()
        shown[task["id"]] = card.count("12345 政务服务热线询问")
        expected[task["id"]] = int(any("telephone" not in place.units[slug] for slug in to_be_asked(plan, task, AS_OF)))
    assert shown == expected


@every_plan
def test_task_page_counts_self_reports_apart_from_public_pages(site: Site, plan: Plan) -> None:
    shown, expected = {}, {}
    for task in plan.tasks:
        part = site.pages[plan.task_address(task["id"])].find("section", attrs={"aria-labelledby": "evidence"})
        folded = next((more for more in part.select(":scope > details") if "单位自述" in more.summary.get_text()), None)
        told = folded.select(".gk-evidence") if folded else []
        words = folded.summary.get_text() if folded else ""
        shown[task["id"]] = (words, len(part.select(".gk-evidence")) - len(told), len(told))
        strengths = Counter(one.get("strength", "primary") for one in plan.evidence if one["task"] == task["id"])
        pages, own = strengths["primary"], strengths["self_report"]
        expected[task["id"]] = (f"{'另' if pages else ''}有 {own} 份单位自述，不作为证明" if own else "", pages, own)
    assert shown == expected


def known_of(place: Place, plan: Plan, one: Mapping) -> list[str]:
    """What must stand in the line below the title of a piece of evidence."""
    dates = {"published_on": "{}发布", "document_on": "{}成文", "address_on": "网址中的日期是{}"}
    dated = next((words.format(chinese_date(one[key])) for key, words in dates.items() if key in one), "没有写明日期")
    marks = [*(["待核对"] if not is_opened(one) else []), *(["公开位置与文件不一致"] if is_elsewhere(place, plan, one) else [])]
    numbers = [f"第 {'、'.join(one['measures'])} 项"] if one.get("measures") else []
    remark = one.get("remark", "")
    is_part = one.get("covers") == "part" and one.get("strength", "primary") == "primary"
    scope = [remark] if 0 < len(remark) <= 30 else ["只有部分内容"] if is_part else []
    units = "、".join(place.units[slug]["name"] for slug in one["units"])
    return [dated, units, *([one["document_number"]] if "document_number" in one else []), *numbers, *scope, *marks]


@every_plan
def test_what_was_found_is_told_in_a_line_below_its_title(site: Site, plan: Plan) -> None:
    place, shown = place_of(plan), {}
    for task in plan.tasks:
        entries = site.pages[plan.task_address(task["id"])].select(".gk-evidence")
        lines_shown = ([*entry.select_one(".gk-evidence__line").get_text().split(" · ")] for entry in entries)
        shown[task["id"]] = sorted([part for part in line if part != "链接失效"] for line in lines_shown)
    expected = {task["id"]: sorted(known_of(place, plan, one) for one in plan.evidence if one["task"] == task["id"]) for task in plan.tasks}
    assert shown == expected


# --- what happened ------------------------------------------------------------------------------


@every_plan
def test_task_page_tells_everything_that_was_entered(site: Site, plan: Plan) -> None:
    for task in plan.tasks:
        story = site.pages[plan.task_address(task["id"])].select_one("#history")
        labels = [what.strong.get_text() for what in story.select(".gk-moment__what")]
        issued = ["印发"] if "issued_on" in plan.head else []
        assert sorted(labels) == sorted([*issued, *(label for one, _, label in happened(plan) if one == task["id"])])
        assert ("还没有登记过" in story.get_text()) == (labels == issued)


@every_plan
def test_task_page_tells_it_in_the_order_of_the_days(site: Site, plan: Plan) -> None:
    for task in plan.tasks:
        days = site.pages[plan.task_address(task["id"])].select(".gk-timeline__day")
        issued = 1 if "issued_on" in plan.head else 0
        dates = [day.find("time", recursive=False)["datetime"] for day in days][issued:]
        assert dates == sorted(dates)


@every_plan
def test_task_page_leads_to_the_task_it_continues(site: Site, plan: Plan) -> None:
    place = place_of(plan)
    before = next((one for one in place.plans if one.year < plan.year), None)
    shown = {}
    for task in plan.tasks:
        address = plan.task_address(task["id"])
        story = site.pages[address].select_one("#history")
        shown[task["id"]] = [leads_to(address, link) for link in story.select("p:has(strong[data-badge]) a")]
    assert shown == {
        task["id"]: [before.address, before.task_address(task["continues"])] if before and "continues" in task else []
        for task in plan.tasks
    }


@every_plan
def test_plan_page_looks_back_on_what_the_year_before_left_open(site: Site, plan: Plan) -> None:
    before = next((one for one in place_of(plan).plans if one.year < plan.year), None)
    section = site.pages[plan.address].select_one("#carried")
    rows = section.select("tbody tr") if section else []
    shown = [tuple(leads_to(plan.address, link) for link in row.select("a")) for row in rows]
    settled = ("published", "current", "changed", "waived", "not_judged", "not_triggered")
    left_open = [task for task in in_order(before.tasks) if standing(site, before, task)[1][0] not in settled] if before else []
    continued = {task["continues"]: task for task in plan.tasks if "continues" in task}
    assert shown == [
        (before.task_address(task["id"]), *([plan.task_address(continued[task["id"]]["id"])] if task["id"] in continued else []))
        for task in left_open
    ]
    assert bool(shown) == (plan.name == "shilixian 2026")


# --- unit pages ---------------------------------------------------------------------------------


def duties(place: Place, unit: str) -> list[tuple[str, list[str]]]:
    """(what the unit is to them, pages of the tasks), in the order of the page."""
    found = []
    for plan in place.plans:
        for role in ("牵头并负责", "牵头", "负责", "作为成员单位负责"):
            tasks = [plan.task_address(task["id"]) for task in in_order(plan.tasks) if role_in(plan, task, unit) == role]
            found += [(f"{role}（{len(tasks)} 项）", tasks)] if tasks else []
    return found


def role_in(plan: Plan, task: Mapping, unit: str) -> str | None:
    leads, owes = unit in task.get("lead_units", []), unit in task.get("responsible_units", [])
    if leads or owes:
        return "牵头并负责" if leads and owes else "牵头" if leads else "负责"
    # Whom a measure names or a change put in charge owes it outright, the others as members of a group.
    groups = [owed[unit] for one in as_changed(plan, task)["measures"] if unit in (owed := owing_measure(plan, task, one))]
    return ("负责" if None in groups else "作为成员单位负责") if groups else None


@pytest.mark.sweep
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
        values = facts(site.pages[address].main)
        shown[slug] = {
            label: [leads_to(address, link) for link in values[label].select("a")]
            for label in ("属于", "成员")
            if label in values and values[label].a
        }
        related = {"属于": place.groups[slug], "成员": members(unit)}
        expected[slug] = {label: [place.unit_address(one) for one in found] for label, found in related.items() if found}
    assert shown == expected


@every_place
def test_unit_page_shows_the_evidence_of_the_unit(site: Site, place: Place) -> None:
    shown = {
        slug: sorted((title.a or title).get_text() for title in site.pages[place.unit_address(slug)].select(".gk-evidence__title"))
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
            [place.unit_address(unit) for unit in owing_measure(plan, task, measure)],
        )
        for plan in place.plans
        for task in (as_changed(plan, task) for task in in_order(plan.tasks))
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
    trees = [
        [leads_to(address, link) for link in top.select("a")]
        for top in site.pages[address].select(".gk-tree > li")
        if not top.find_parent(class_="gk-tree").find_parent(class_="gk-tree")
    ]
    whole = {column.slug: [] for column in place.columns.values() if column.parent is None}
    for column in place.columns.values():
        whole[column.trail[0].slug].append(place.path_address(column.slug))
    assert sorted(trees) == sorted(whole.values())


@every_place
def test_units_index_lists_every_unit(site: Site, place: Place) -> None:
    address = f"{place.slug}/units/index.html"
    listed = sorted(leads_to(address, link) for link in site.pages[address].select(".gk-columns a"))
    assert listed == sorted(place.unit_address(slug) for slug in place.units)


# --- without scripts, for machines --------------------------------------------------------------


@pytest.mark.parametrize("place", places(), ids=lambda place: place.slug)
def test_search_page_lists_units_plans_and_paths_without_scripts(site: Site, place: Place) -> None:
    links = {leads_to("search.html", link) for link in site.pages["search.html"].select("main a")}
    wanted = (
        {place.unit_address(slug) for slug in place.units} | {plan.address for plan in place.plans} | {f"{place.slug}/paths/index.html"}
    )
    assert wanted - links == set()


def test_search_page_without_scripts_says_what_to_do_instead(site: Site) -> None:
    assert (
        site.pages["search.html"].main.find(id="search-unscripted").get_text()
        == "搜索需要浏览器的脚本功能。没有脚本时，请用下面的清单查找。"
    )


def test_no_page_is_empty_until_a_script_runs(site: Site) -> None:
    assert without(site, lambda page: len(page.main.get_text(strip=True)) > 30) == []


@pytest.mark.sweep
def test_no_template_leaves_its_marks_behind(site: Site) -> None:
    assert [address for address, source in site.sources.items() if re.search(r"\{\{|\{%|\bNone\b|Undefined|%\(\w+\)", source)] == []


def test_every_page_leads_to_the_map_of_the_site(site: Site) -> None:
    assert without(site, lambda page: page.footer.find("a", string="网站地图")) == []


def test_map_lists_every_page_but_single_tasks_units_columns_months_and_kinds_and_what_is_made_up(site: Site) -> None:
    listed = [leads_to("sitemap.html", link) for link in site.pages["sitemap.html"].main.select("a")]
    left_out = {"task", "unit", "path", "kind", "duty", "month", "not_found", "sitemap", "components"}
    kinds = {address: page.body["data-page"] for address, page in site.pages.items()}
    assert sorted(listed) == sorted(address for address in set(kinds) - of_demonstrations(site) if kinds[address] not in left_out)


def test_map_calls_every_page_by_its_heading(site: Site) -> None:
    links = site.pages["sitemap.html"].main.select("a")
    headings = {address: page.h1.get_text() for address, page in site.pages.items()} | {"index.html": "首页"}
    shown = [link.find(string=True, recursive=False) for link in links]
    assert shown == [headings[leads_to("sitemap.html", link)] for link in links]


@pytest.mark.parametrize("address", ["index.html", "search.html", "sitemap.html", "changes.html"])
def test_links_of_the_same_words_lead_to_the_same_page_where_several_places_meet(site: Site, address: str) -> None:
    """Heard alone, as in a list of links, each says of which place it is."""
    targets: dict[str, set[str]] = {}
    for link in site.pages[address].main.select("a[href]"):
        targets.setdefault(link.get_text().strip(), set()).add(link["href"])
    assert {words: found for words, found in targets.items() if len(found) > 1} == {}


def test_map_has_a_part_for_every_place(site: Site) -> None:
    parts = site.pages["sitemap.html"].select("main section")
    assert [leads_to("sitemap.html", part.h2.a) for part in parts[:-1]] == [f"{place.slug}/index.html" for place in places()]
    assert parts[-1].h2.get_text() == "其他页面"


def site_map(site: Site) -> list[str]:
    tree = etree.fromstring(site.read("sitemap.xml").encode())
    return [place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_site_map_lists_every_page_once_but_404_and_where_others_stood(site: Site) -> None:
    assert sorted(site_map(site)) == sorted(f"http://localhost:8000/{address}" for address in set(site.pages) - moved() - {"404.html"})


def test_robots_file_names_the_site_map(site: Site) -> None:
    assert site.read("robots.txt").splitlines() == ["User-agent: *", "Allow: /", "Sitemap: http://localhost:8000/sitemap.xml"]


def test_published_site_map_has_the_public_address(published: PublishedSite) -> None:
    assert sorted(site_map(published.site)) == sorted(
        published.address + address for address in published.site.pages if address != "404.html"
    )


def test_published_pages_name_their_own_address(published: PublishedSite) -> None:
    named = {address: page.find("link", rel="canonical")["href"] for address, page in published.site.frames.items()}
    assert named == {address: published.address + address for address in published.site.pages}
