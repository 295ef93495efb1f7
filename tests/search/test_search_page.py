"""The search page beyond its first answer: narrowing, extracts, corrections, files that are missing, no network, no scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from helpers.browsers import OpenPage, context_options
from helpers.desk import Desk, told, total
from helpers.sites import PAGE_TYPES, Site, each
from playwright.sync_api import Browser, Locator, Page, expect

FACETS = ("kind", "place", "year", "badge", "unit")
TASK = PAGE_TYPES["task"]


@pytest.fixture
def desk(guarded: Page, under_portal: str) -> Desk:
    opened = Desk(guarded, under_portal)
    opened.open()
    return opened


@pytest.fixture
def desk_anywhere(guarded: Page, base: str) -> Desk:
    """For what depends on where the site is read from."""
    opened = Desk(guarded, base)
    opened.open()
    return opened


# --- narrowing ----------------------------------------------------------------------------------


def drawer(desk: Desk) -> Locator:
    return desk.page.locator("#search-narrow")


def choices(desk: Desk, name: str) -> dict[str, int]:
    """What may be chosen in a list, and how many answers each choice promises."""
    labels = desk.page.locator(f"#narrow-{name} option:not([value=''])").all_inner_texts()
    return {label.rpartition("（")[0]: int(re.search(r"（(\d+)）$", label)[1]) for label in labels}


def open_drawer(desk: Desk) -> None:
    """Open the lists to narrow by, and wait until they are counted; units are counted when their list has the focus."""
    if drawer(desk).get_attribute("open") is None:
        drawer(desk).locator("summary").click()
    desk.page.locator("#narrow-unit").focus()
    expect(desk.page.locator("#narrow-unit option").nth(1)).to_be_attached()


def choose(desk: Desk, name: str, value: str) -> None:
    """Choose from a list, as `kind`, `unit`; wait until it is answered."""
    answered = "() => new Promise((resolve) => new MutationObserver(resolve).observe(document.documentElement, { attributeFilter: ['data-answered'] }))"
    desk.page.evaluate(f"() => {{ window.next = ({answered})(); }}")
    desk.page.locator(f"#narrow-{name}").select_option(value)
    desk.page.evaluate("() => window.next")


def status(desk: Desk) -> str:
    return desk.page.locator("#search-status").inner_text()


def number(desk: Desk) -> int:
    return int(re.search(r"(\d+) 条", status(desk))[1])


# A value of each list, and what every hit is like that fits it.
CHOSEN = {
    "kind": ("path", "path .+"),
    "place": ("莱芜区", ".+ laiwu/.+"),
    "year": ("2020", ".+/2020/.+"),
    "badge": ("no_record", "task .+"),
}


@pytest.mark.sweep
@pytest.mark.parametrize("name", each(CHOSEN, *list(CHOSEN)[::2]))
@pytest.mark.parametrize("query", each(["公开", ""], "公开"), ids=["with words", "without"])
def test_choice_narrows_the_answer_to_what_fits(desk: Desk, name: str, query: str) -> None:
    value, pattern = CHOSEN[name]
    desk.ask(query)
    open_drawer(desk)
    choose(desk, name, value)
    hits = desk.shown()
    assert (hits != [], [hit for hit in hits if not re.fullmatch(pattern, hit)]) == (True, [])


@pytest.mark.sweep
@pytest.mark.parametrize("query", each(["规划", ""], "规划"), ids=["with words", "without"])
@pytest.mark.parametrize("name", each(["kind", "place", "year", "badge"], "badge"))
def test_every_choice_finds_as_many_as_it_promises(desk: Desk, query: str, name: str) -> None:
    desk.ask(query)
    open_drawer(desk)
    promised = choices(desk, name)
    values = desk.page.locator(f"#narrow-{name} option:not([value=''])").evaluate_all("every => every.map((one) => one.value)")
    found = {}
    for label, value in zip(promised, values, strict=True):
        choose(desk, name, value)
        found[label] = number(desk)
    assert found == promised


@pytest.mark.sweep
def test_choices_of_a_kind_and_of_a_place_add_up_to_the_whole(desk: Desk) -> None:
    """But for pages of the whole site and duties in common, which are of no place."""
    whole = total(desk.ask("规划"))
    open_drawer(desk)
    of_the_site = sum(choices(desk, "kind").get(kind, 0) for kind in ("说明", "共同任务"))
    sums = {name: sum(choices(desk, name).values()) for name in ("kind", "place")}
    assert sums == {"kind": whole, "place": whole - of_the_site}


@pytest.mark.sweep
def test_years_and_badges_add_up_to_those_that_have_them(desk: Desk) -> None:
    """Units and columns have no year, only tasks have a badge; 待核对 is beside one."""
    desk.ask("规划")
    open_drawer(desk)
    kinds = choices(desk, "kind")
    assert sum(choices(desk, "year").values()) == sum(count for kind, count in kinds.items() if kind in ("要点", "部分", "任务"))
    assert sum(count for badge, count in choices(desk, "badge").items() if badge != "待核对") == kinds["任务"]


@pytest.mark.sweep
def test_badges_that_rest_on_pages_nobody_opened_can_be_chosen(desk: Desk, site: Site) -> None:
    """As many of a plan as the pages of its tasks say it of."""
    marked = [
        address
        for address, page in site.pages.items()
        if address.startswith("tongliang/2021/tasks/") and page.select_one(".gk-standing [data-unopened]")
    ]
    desk.ask("")
    open_drawer(desk)
    choose(desk, "place", "铜梁区")
    choose(desk, "badge", "unopened")
    assert (sorted(hit.removeprefix("task ") for hit in desk.shown()), number(desk)) == (sorted(marked), len(marked))
    assert desk.page.locator(".gk-hits [data-badge][data-unopened]").count() == len(marked) > 0


@pytest.mark.sweep
def test_choices_together_narrow_further_and_the_counts_follow(desk: Desk) -> None:
    desk.ask("公开")
    open_drawer(desk)
    choose(desk, "place", "铜梁区")
    choose(desk, "kind", "task")
    hits = desk.shown()
    expect(desk.page.locator("#narrow-kind option:checked")).to_have_text(f"任务（{number(desk)}）")
    assert [hit for hit in hits if not hit.startswith("task tongliang/")] == []


@pytest.mark.sweep
def test_tasks_of_a_unit_are_those_of_its_page(desk: Desk, site: Site) -> None:
    desk.ask("")
    open_drawer(desk)
    choose(desk, "place", "铜梁区")
    desk.page.locator("#narrow-unit").focus()
    option = desk.page.locator("#narrow-unit option", has_text="区教委 铜梁区")
    expect(option).to_be_attached()
    promised = int(re.search(r"（(\d+)）$", option.text_content())[1])
    choose(desk, "unit", option.get_attribute("value"))
    hits = set(desk.shown())
    links = site.pages["tongliang/units/jiaowei.html"].select("main a[href]")
    listed = {f"task {link['href'].removeprefix('../../')}" for link in links if "/tasks/" in link["href"]}
    assert (number(desk), sorted(hits - listed), len(hits)) == (promised, [], min(promised, 10))


@pytest.mark.sweep
def test_list_without_words_stands_in_the_order_of_the_index(desk: Desk, site: Site) -> None:
    open_drawer_without_words(desk, "kind", "plan")
    first = desk.shown()
    desk.page.reload()
    expect(desk.page.locator("html")).to_have_attribute("data-ready", "1")
    years = [int(re.search(r"/(\d{4})/", hit)[1]) for hit in first]
    assert (status(desk), desk.shown(), years) == (told(site, "listed", n=5), first, sorted(years, reverse=True))


def open_drawer_without_words(desk: Desk, name: str, value: str) -> None:
    desk.ask("")
    open_drawer(desk)
    choose(desk, name, value)


@pytest.mark.sweep
def test_choices_are_kept_in_the_address_and_survive_a_reload(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    desk.ask("公开")
    open_drawer(desk)
    choose(desk, "kind", "task")
    choose(desk, "year", "2021")
    before = (desk.page.url, status(desk), desk.shown())
    desk.page.reload()
    expect(desk.page.locator("html")).to_have_attribute("data-ready", "1")
    values = {name: desk.page.locator(f"#narrow-{name}").input_value() for name in FACETS}
    assert (desk.page.url, status(desk), desk.shown()) == before
    assert values == {"kind": "task", "place": "", "year": "2021", "badge": "", "unit": ""}
    assert parse_qs(urlsplit(desk.page.url).query) == {"q": ["公开"], "kind": ["task"], "year": ["2021"]}


@pytest.mark.sweep
def test_unit_in_the_address_survives_a_reload(desk: Desk) -> None:
    open_drawer_without_words(desk, "kind", "task")
    desk.page.locator("#narrow-unit").focus()
    value = desk.page.locator("#narrow-unit option").nth(1).get_attribute("value")
    choose(desk, "unit", value)
    before = (status(desk), desk.shown())
    desk.page.reload()
    expect(desk.page.locator("html")).to_have_attribute("data-ready", "1")
    assert (status(desk), desk.shown()) == before


@pytest.mark.sweep
def test_choice_taken_back_gives_the_whole_answer_again(desk: Desk) -> None:
    whole = total(desk.ask("公开"))
    open_drawer(desk)
    choose(desk, "kind", "path")
    narrowed = number(desk)
    choose(desk, "kind", "")
    assert (narrowed < whole, number(desk), "kind=" in desk.page.url) == (True, whole, False)


@pytest.mark.sweep
def test_answer_within_a_choice_that_finds_nothing_says_where_it_looked(desk: Desk, site: Site) -> None:
    desk.open("?q=qwxyz&kind=unit")
    assert status(desk) == told(site, "none-here", q="qwxyz")


@pytest.mark.sweep
@pytest.mark.parametrize(
    "address", each(["?kind=nonsense", "?year=1999&q=公开", "?unit=999999", "?badge=%3Cb%3E&q=公开"], "?badge=%3Cb%3E&q=公开")
)
def test_choice_that_does_not_exist_finds_nothing_and_breaks_nothing(desk: Desk, address: str) -> None:
    desk.open(address)
    assert (desk.shown(), desk.page.locator("#search-narrow b").count()) == ([], 0)


# --- what a hit shows ---------------------------------------------------------------------------


def extract(desk: Desk, hit: int = 0) -> Locator:
    return desk.page.locator("li[data-kind]").nth(hit).locator(".gk-task__extract")


def test_hit_names_its_kind_its_place_and_its_badge(desk_anywhere: Desk, site: Site) -> None:
    desk = desk_anywhere
    desk.ask("铜梁 1.1.1")
    hit = desk.page.locator("li[data-ref='tongliang/2021/tasks/1.1.1.html']")
    badge = site.pages["tongliang/2021/tasks/1.1.1.html"].select_one(".gk-standing [data-badge]")
    assert (hit.locator(".gk-task__kind").inner_text(), hit.locator("[data-badge]").get_attribute("data-badge")) == (
        "任务",
        badge["data-badge"],
    )
    assert "铜梁区 2021年" in hit.locator(".gk-task__who").inner_text()


@pytest.mark.parametrize("query", each(["一卡通", "惠民惠农", "新冠肺炎疫情", "5g", "反垄断"], "5g"))
def test_extract_marks_the_words_of_the_question(desk: Desk, query: str) -> None:
    desk.ask(query)
    marks = desk.page.locator("li[data-kind] .gk-task__extract mark")
    expect(marks.first).to_be_visible()
    assert {text.lower() for text in marks.all_inner_texts()} == {query}


def test_mark_spans_the_quotation_marks_of_the_text(desk: Desk) -> None:
    desk.ask("六稳六保")
    assert desk.page.locator("li[data-kind] .gk-task__title mark").first.inner_text() == "六稳”“六保"


def test_title_marks_the_words_of_the_question(desk: Desk) -> None:
    desk.ask("预算")
    assert desk.page.locator("li[data-kind] .gk-task__title mark").first.inner_text() == "预算"


@pytest.mark.parametrize("query", each(["偿债资金来源", "精准防控", "不低于4%", "办公时间"], "不低于4%"))
def test_extract_begins_near_the_match(desk: Desk, query: str) -> None:
    """The words stand within its first forty characters, and it is a line or two."""
    desk.ask(query)
    expect(extract(desk)).to_be_visible()
    text = extract(desk).inner_text()
    mark = extract(desk).locator("mark").first.inner_text()
    assert (text.index(mark) <= 40, len(text) <= 92) == (True, True)


def test_extract_of_a_long_text_says_that_it_is_a_part(desk: Desk) -> None:
    desk.ask("偿债资金来源")
    expect(extract(desk)).to_be_visible()
    assert extract(desk).inner_text().startswith("…")


def test_hit_of_several_measures_opens_at_the_one_that_matches(desk: Desk, site: Site) -> None:
    """The hit is still that of the task."""
    desk.ask("一卡通")
    said = desk.page.locator(".gk-task__measure").first
    expect(said).to_be_visible()
    hit = said.locator("xpath=ancestor::li")
    address = hit.get_attribute("data-ref")
    _, anchor = hit.locator("a").get_attribute("href").split(f"{address}#")
    assert said.inner_text() == f"第 {anchor.removeprefix('measure-')} 项："
    assert "一卡通" in re.sub("[“”]", "", site.pages[address].select_one(f"#{anchor}").get_text())


# --- what is meant --------------------------------------------------------------------------------


def test_word_of_daily_life_names_who_answers_for_it_and_why(desk: Desk) -> None:
    hits = desk.ask("低保").hits
    first = desk.page.locator("li[data-kind]").first
    expect(first.locator(".gk-task__places a").first).to_be_visible()
    said = first.locator(".gk-task__places a").all_inner_texts()
    assert (hits[0], first.locator(".gk-task__why").inner_text()) == ("unit tongliang/units/minzhengju.html", "低保：民政部门的业务")
    assert [name[:3] for name in said] == ["垫江县", "莱芜区", "从化区"]


@pytest.mark.parametrize("query", each(["垫江低保", "垫江 低保", "低保 垫江"], "垫江低保"))
def test_place_in_a_question_keeps_the_others_out(desk: Desk, query: str) -> None:
    assert {hit.split(" ")[1].split("/")[0] for hit in desk.ask(query).hits[:1]} == {"dianjiang"}
    assert desk.page.locator(".gk-task__places").count() == 0


@pytest.mark.parametrize("query", each(["dibao", "底保", "請問低保怎麼申請"], "底保"))
def test_word_is_understood_as_it_sounds_and_as_it_is_written_elsewhere(desk: Desk, query: str) -> None:
    assert desk.ask(query).hits[0] == "unit tongliang/units/minzhengju.html"


def test_where_few_have_the_words_near_ones_follow_under_a_line(desk: Desk) -> None:
    """In a list of their own, of things that stand nowhere above."""
    hits = desk.ask("行政复议决定书公开").hits
    near = desk.page.locator("#search-results > ol").last.locator("> li").count()
    assert (desk.page.locator(".gk-hits__title").last.inner_text(), near > 0, len(set(hits))) == ("相近的结果", True, len(hits))


@pytest.mark.sweep
def test_answer_does_not_depend_on_what_was_asked_before(open_page: OpenPage, under_portal: str) -> None:
    """Files that are there already come before those that are not, whichever word they are for."""
    query = "密切关注涉及养老、困难群众生活等方面的舆情，并在县委宣传部、县委网信办的指导下，及时作出回应"
    answers = set()
    for before in ("养老", "舆情"):
        desk = Desk(open_page(), under_portal)
        desk.open()
        answers.add(desk.ask_all([before, query])[query])
    assert len(answers) == 1


@pytest.mark.sweep
@pytest.mark.parametrize(("query", "is_open"), [("低保", False), ("qwxyz", True), ("", True)])
def test_lists_are_folded_under_an_answer(desk: Desk, query: str, is_open: bool) -> None:
    desk.ask(query)
    assert desk.page.locator("#search-lists").evaluate("(lists) => lists.open") is is_open


# --- corrections and help -----------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize(("query", "meant"), [("卫建委", "卫健委"), ("發改委", "发改委")])
def test_correction_is_told_and_its_answer_shown(desk_anywhere: Desk, site: Site, query: str, meant: str) -> None:
    desk = desk_anywhere
    answer, right = desk.ask(query), desk.ask(meant)
    assert (answer.status, answer.hits) == (told(site, "corrected", q=query, c=meant, n=total(right)), right.hits)


def test_no_result_shows_what_to_do_and_where_the_portal_looks(desk: Desk, site: Site) -> None:
    desk.ask("qwxyz")
    shown = desk.page.locator("#search-results .gk-notice")
    links = shown.locator("a").evaluate_all("every => every.map((one) => one.getAttribute('href'))")
    template = site.pages["search.html"].select_one("#search-help")
    assert (links, "12345" in shown.inner_text()) == ([link["href"] for link in template.select("a")], True)
    assert {address.split("/")[0] for address in links} - {"words.html"} == {"tongliang", "dianjiang", "jiangjin", "laiwu", "conghua"}


def test_help_goes_when_something_is_found(desk: Desk) -> None:
    desk.ask_all(["qwxyz", "规划"])
    assert desk.page.locator("#search-results .gk-notice").count() == 0


# --- what is loaded, and when -------------------------------------------------------------------


def test_nothing_of_search_is_loaded_before_the_box_is_focused(open_page: OpenPage, at_root: str) -> None:
    """For all kinds of pages tests/browser/test_first_view.py has a list of whatever they ask for."""
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(at_root + PAGE_TYPES["task"], wait_until="networkidle")
    assert [path for path in asked if path.startswith("/search/")] == []


@pytest.mark.sweep
def test_answer_asks_for_no_file_twice_and_for_few(open_page: OpenPage, at_root: str) -> None:
    page, asked = open_page(), []
    desk = Desk(page, at_root)
    desk.open()
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    desk.ask_all(["发改委", "发改委 规划", "发改委"])
    page.wait_for_load_state("networkidle")
    files = [path for path in asked if path.startswith("/search/")]
    assert (len(files), len(files) < 50) == (len(set(files)), True)


# --- files that are missing, and no network -----------------------------------------------------


@pytest.fixture
def unwatched(browser: Browser, at_root: str) -> Iterator[Desk]:
    """A desk whose page may complain: the browser itself reports what cannot be fetched. Script errors still count."""
    context = browser.new_context(**context_options())
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    opened = Desk(page, at_root)
    opened.open()
    yield opened
    context.close()
    assert errors == []


def missing(desk: Desk, pattern: str) -> Callable[[], None]:
    """Every file of this kind fails until the returned function is called."""
    route = re.compile(pattern)
    desk.page.route(route, lambda one: one.abort())
    return lambda: desk.page.unroute(route)


def one_of(desk: Desk, letter: str, query: str) -> str:
    """A file of this kind that a query needs, as a pattern."""
    asked = []
    page = desk.page.context.new_page()
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    other = Desk(page, desk.base)
    other.open()
    other.ask(query)
    page.close()
    return re.escape(next(path for path in asked if f"/{letter}/" in path)) + "$"


@pytest.mark.sweep
def test_missing_file_of_terms_is_told_and_the_rest_found(unwatched: Desk, site: Site) -> None:
    restore = missing(unwatched, one_of(unwatched, "s", "预算"))
    broken = unwatched.ask("预算 决算")
    restore()
    whole = unwatched.ask("预算 决算")
    assert (broken.status.endswith(told(site, "incomplete")), broken.hits != ()) == (True, True)
    assert (whole.status, whole.hits != ()) == (told(site, "found", q="预算 决算", n=total(whole)), True)


@pytest.mark.sweep
def test_missing_file_of_cards_is_told_and_the_rest_shown(unwatched: Desk, site: Site) -> None:
    restore = missing(unwatched, one_of(unwatched, "c", "预算"))
    broken = unwatched.ask("预算")
    restore()
    whole = unwatched.ask("预算")
    assert (0 < len(broken.hits) < len(whole.hits), set(broken.hits) < set(whole.hits)) == (True, True)
    assert (broken.status.endswith(told(site, "incomplete")), whole.status) == (True, told(site, "found", q="预算", n=total(whole)))


@pytest.mark.sweep
def test_missing_texts_cost_only_the_extracts(unwatched: Desk, site: Site) -> None:
    restore = missing(unwatched, r"/x/\d+\.js$")
    broken = unwatched.ask("预算")
    without = unwatched.page.locator(".gk-task__extract").count()
    restore()
    assert (broken, without) == (unwatched.ask("预算"), 0)
    expect(unwatched.page.locator(".gk-task__extract").first).to_be_visible()


@pytest.mark.sweep
@pytest.mark.parametrize("pattern", [r"/m\.js$", r"/[scx]/[^/]+\.js$"], ids=["the manifest", "everything"])
def test_missing_index_is_told_and_asked_for_again(unwatched: Desk, site: Site, pattern: str) -> None:
    restore = missing(unwatched, pattern)
    unwatched.open()
    broken = unwatched.ask("预算")
    restore()
    whole = unwatched.ask("预算")
    assert (broken.status.endswith(told(site, "incomplete")), broken.hits) == (True, ())
    assert (whole.status, len(whole.hits) >= 10) == (told(site, "found", q="预算", n=total(whole)), True)


@pytest.mark.sweep
@pytest.mark.parametrize("pattern", [r"/near\.js$", r"/names\.js$"], ids=["code", "names"])
def test_missing_corrections_cost_only_the_corrections(unwatched: Desk, site: Site, pattern: str) -> None:
    restore = missing(unwatched, pattern)
    broken = unwatched.ask("卫建委")
    restore()
    assert (total(broken) > 0, unwatched.ask("卫建委").hits[0]) == (True, "unit tongliang/units/weijianwei.html")


@pytest.mark.sweep
@pytest.mark.parametrize("pattern", each([r"/f\.js$", r"/u\.js$"], r"/f\.js$"), ids=["facets", "units"])
def test_missing_facets_break_nothing_and_are_asked_for_again(unwatched: Desk, pattern: str) -> None:
    restore = missing(unwatched, pattern)
    unwatched.ask("公开")
    drawer(unwatched).locator("summary").click()
    unwatched.page.locator("#narrow-unit").focus()
    unwatched.ask("公开")
    restore()
    unwatched.ask("公开")
    open_drawer(unwatched)
    assert sum(choices(unwatched, "kind").values()) == total(unwatched.ask("公开"))


@pytest.mark.sweep
def test_same_terms_are_answered_without_a_network(unwatched: Desk) -> None:
    before = unwatched.ask_all(["发改委 规划", "预算", "卫建委"])
    unwatched.page.wait_for_load_state("networkidle")
    unwatched.page.context.set_offline(True)
    assert unwatched.ask_all(["发改委 规划", "预算", "卫建委"]) == before


@pytest.mark.sweep
def test_other_terms_without_a_network_are_told_plainly_and_found_later(unwatched: Desk, site: Site) -> None:
    unwatched.ask("发改委")
    unwatched.page.context.set_offline(True)
    offline = unwatched.ask("龙头企业 疫苗接种")
    unwatched.page.context.set_offline(False)
    assert offline.status.endswith(told(site, "incomplete"))
    assert unwatched.ask("疫苗接种").hits != ()


# --- no scripts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["search.html", f"search.html?q={quote('发改委')}"], ids=["page", "question"])
def test_lists_stand_without_scripts(open_page: OpenPage, base: str, site: Site, address: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(base + address)
    hidden = page.locator("#search-narrow")
    assert (page.locator("#search-unscripted").is_visible(), hidden.is_visible()) == (True, False)
    assert page.locator("main section li a").count() == len(site.pages["search.html"].select("main section li a")) > 100
