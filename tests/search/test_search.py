"""Text is cut alike in Python and in the browser, and what people type finds what they mean, over the network and from a disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from gongkai.judging.judgement import assess
from gongkai.search.cards import Document
from gongkai.words.tokens import index_tokens, numbered, phrases, runs, whole
from helpers.browsers import watched
from helpers.desk import QUERIES, Answer, Desk, told, total
from helpers.documents import names, places, plans
from helpers.indexed import documents_in
from helpers.node import run
from helpers.portals import evidence, plan, portal, shipped
from helpers.sites import AS_OF, Site, each
from playwright.sync_api import Browser

TOKENS = json.loads((Path(__file__).parents[1] / "cases/tokens.json").read_text(encoding="utf-8"))
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "</p><b>铜梁</b>",
    "<img src=x onerror=alert(1)>规划",
    "$& 规划",
    "$`规划",
    "\\u003cscript>",
    "&lt;b&gt;",
    "{n}规划{q}{c}",
    "规划\x00",
    "规划\u2028\u2029",
    "\ud800规划",
]
Case = dict[str, str]
KINDS = ("unit", "path", "plan", "section", "task", "kind", "place", "page", "duty")
# The kinds of pages that are found as another kind: the first page of a place, and those that explain.
PAGES = {"jurisdiction": "place", "compare": "page"} | dict.fromkeys(
    ("method", "help", "about", "disclosure", "changes", "data", "units", "words"), "page"
)
SHOWN = 10  # hits before the reader asks for more


# --- how text is cut ----------------------------------------------------------------------------


def test_python_cuts_text_as_agreed() -> None:
    cut = {name: {"text": case["text"], "runs": runs(case["text"]), "numbered": numbered(case["text"])} for name, case in TOKENS.items()}
    assert cut == TOKENS


def cut_by_the_script(texts: list[str]) -> list[list[list[str]]]:
    """Runs and numbers of each text."""
    return run(["engine/tokens"], "(texts) => texts.map((text) => [runs(text), numbered(text)])", texts)


def test_the_script_cuts_text_as_agreed() -> None:
    cut = cut_by_the_script([case["text"] for case in TOKENS.values()])
    assert dict(zip(TOKENS, cut, strict=True)) == {name: [case["runs"], case["numbered"]] for name, case in TOKENS.items()}


def test_the_script_cuts_every_official_text_as_python_does() -> None:
    texts = [measure["text"] for plan in plans() for task in plan.tasks for measure in task["measures"]]
    assert cut_by_the_script(texts) == [[runs(text), numbered(text)] for text in texts]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return documents_in(assess(shipped(), date.fromisoformat(AS_OF)).without_demonstrations())


@pytest.mark.sweep
def test_the_script_makes_every_whole_name_as_python_does(documents: list[Document]) -> None:
    every = sorted({name for document in documents for name in (*document.proper, *document.names)} | {"1.2.3", "12号", "“”", "Ａ 1.2"})
    assert run(["engine/tokens"], "(names) => names.map(whole)", every) == [whole(name) for name in every]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("发改委、水 3", ["发", "改", "委", "发改", "改委", "水", "3"]),
        ("区发展改革委", ["区", "发", "展", "改", "革", "委", "区发", "发展", "展改", "改革", "革委", "发展改革委"]),
        ("6月底", ["6", "月", "底", "月底", "6月"]),
        ("水水", ["水", "水", "水水"]),
        ("PDF pdf", ["pdf", "pdf"]),
        ("村（居）务", ["村", "居", "务", "村务", "居务"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_text_is_indexed_by_characters_pairs_and_known_names(text: str, tokens: list[str]) -> None:
    assert index_tokens(text, phrases(["发展改革委"])) == tokens


@pytest.mark.parametrize("times", [1, 2, 3])
def test_known_name_is_indexed_as_often_as_it_stands_there(times: int) -> None:
    terms = index_tokens("、".join(["区发展改革委"] * times) + "发展改革委" * times, phrases(["发展改革委"]))
    assert terms.count("发展改革委") == 2 * times


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021年6月底前", ["2021年", "6月", "月底前"]),
        ("铜梁2.3.10", ["铜梁", "2.3.10"]),
        ("6月", ["6月"]),
        ("12号 公开", ["12号", "公开"]),
        ("", []),
    ],
)
def test_query_is_cut_so_that_numbers_keep_their_sign_and_words_their_beginning(text: str, wanted: list[str]) -> None:
    assert run(["engine/tokens"], "pieces", text) == wanted


# --- the index ----------------------------------------------------------------------------------


def part(file: Path) -> object:
    """The content of a file of the index."""
    content = file.read_text(encoding="utf-8")
    return json.loads(content[content.index(",") + 1 : -len(");\n")])


def cards(site: Site) -> list[tuple[str, list[str]]]:
    """(kind, card) of everything that can be found, in order."""
    manifest = site.folder / "search/m.js"
    blocks = sorted(manifest.parent.glob("*/c/*.js"), key=lambda file: int(file.stem))
    kinds = [kind for kind, number in zip(KINDS, part(manifest)["kinds"], strict=True) for _ in range(number)]
    return list(zip(kinds, [card for block in blocks for card in part(block)], strict=True))


def test_everything_of_the_real_places_can_be_found_and_nothing_else(site: Site) -> None:
    found = sorted((kind, address) for kind, (_, address, *_) in cards(site))
    real = {place.slug for place in places()}
    pages = (
        (kind_of(site, address), address) for address in site.pages if "/" not in address or address.split("/")[0] in {*real, "compare"}
    )
    assert found == sorted((kind, address) for kind, address in pages if kind in KINDS)


def kind_of(site: Site, address: str) -> str:
    """What a page is found as."""
    name = site.kind(address)
    kind = PAGES.get(name, name)
    return "" if kind == "page" and "/" in address and not address.startswith("compare/") else kind


@pytest.mark.sweep
def test_tasks_are_found_with_the_badge_of_their_page(site: Site) -> None:
    found = {card[1]: card[4] for kind, card in cards(site) if kind == "task"}
    assert found == {address: site.pages[address].select_one(".gk-standing [data-badge]")["data-badge"] for address in found}


@pytest.mark.parametrize(
    ("on", "strength", "is_found"),
    [
        pytest.param("2026-11-20", "primary", True, id="registered on the day of the build"),
        pytest.param("2026-11-21", "primary", False, id="registered the day after"),
        pytest.param("2026-11-20", "self_report", False, id="only said by the unit itself"),
    ],
)
def test_task_is_found_by_the_title_of_its_evidence_that_counts(on: str, strength: str, is_found: bool) -> None:
    listed = evidence(title="十四五规划汇编", on=on, strength=strength)
    assessment = assess(portal(plan(entries=[listed])), date(2026, 11, 20))
    (task,) = (document for document in documents_in(assessment) if document.card.kind == "task")
    assert ("十四五规划汇编" in task.fields["text"]) is is_found


# --- what people type ---------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[*each(["at_root", "on_disk"], "at_root"), pytest.param("under_portal", marks=pytest.mark.long)])
def desk(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Desk]:
    """The search page on every kind of host; it must not complain to the end."""
    with watched(browser) as open_one:
        opened = Desk(open_one(), request.getfixturevalue(request.param))
        opened.open()
        yield opened


@pytest.fixture
def fresh(desk: Desk) -> Desk:
    """The same without the question and the choices that another test left in the address."""
    desk.open()
    return desk


@pytest.fixture(scope="module")
def step(desk: Desk, at_root: str, request: pytest.FixtureRequest) -> int:
    """How many questions are left out: none in the sweep at the root of a host; what is answered elsewhere comes of the same files."""
    if desk.base != at_root:
        return 10
    return 3 if "not sweep" in request.config.option.markexpr else 1


@pytest.fixture(scope="module")
def cases(step: int) -> list[Case]:
    """The table; of the queries with an answer only some, where some are left out."""
    return [case for number, case in enumerate(QUERIES) if number % step == 0 or "first" not in case]


@pytest.fixture(scope="module")
def answers(desk: Desk, cases: list[Case]) -> dict[str, Answer]:
    """What is said to every query of the table."""
    return desk.ask_all([*(case["query"] for case in cases), *PAYLOADS])


def having(key: str, cases: list[Case]) -> list[Case]:
    return [case for case in cases if key in case]


def test_queries_find_first_what_is_meant(answers: dict[str, Answer], cases: list[Case]) -> None:
    best = {case["query"]: (case["first"], answers[case["query"]].hits[: case.get("within", 1)]) for case in having("first", cases)}
    wrong = {query: (wanted, hits) for query, (wanted, hits) in best.items() if not any(re.fullmatch(wanted, hit) for hit in hits)}
    assert wrong == {}


def test_queries_without_an_answer_are_told_so(answers: dict[str, Answer], cases: list[Case], site: Site) -> None:
    shown = {case["query"]: (answers[case["query"]].status, answers[case["query"]].hits) for case in having("none", cases)}
    assert shown == {query: (told(site, "none", q=query.strip()), ()) for query in shown}


def test_answers_without_some_of_the_words_say_so(answers: dict[str, Answer], cases: list[Case], site: Site) -> None:
    shown = {case["query"]: answers[case["query"]] for case in having("loose", cases)}
    statuses = {query: answer.status for query, answer in shown.items()}
    assert statuses == {query: told(site, "loose", q=query, n=total(answer)) for query, answer in shown.items()}


def test_queries_are_shown_as_text_and_never_run(answers: dict[str, Answer], cases: list[Case]) -> None:
    """A blank query has no sentence; half a pair of characters is shown as the sign for what cannot be read, and what no eye sees not at all."""
    asked = [*PAYLOADS, *(case["query"] for case in having("survives", cases))]
    signs = str.maketrans({"\ud800": "\ufffd", "\t": " ", "\x00": "", "\u200b": ""})
    shown = {query: query.strip().translate(signs) for query in asked}
    kept = {query: f"“{text}”" in answers[query].status if text else answers[query].status == "" for query, text in shown.items()}
    assert ({query: answers[query].intruders for query in asked}, kept) == (dict.fromkeys(asked, 0), dict.fromkeys(asked, True))


def test_table_has_enough_queries_of_every_kind() -> None:
    """At least 150 with an answer; a unit is meant by at least a third of them."""
    meant = [case["first"].split()[0] for case in QUERIES if "first" in case]
    assert (len(meant) >= 150, meant.count("unit") >= 50, set(KINDS) <= set(meant)) == (True, True, True)


@pytest.mark.sweep
def test_odd_addresses_are_answered_without_an_error(desk: Desk) -> None:
    """The desk's page has no errors: it is watched to the end."""
    for address in ("?q=%", "?q=%E5%8F", "?q=+", "?q=", "?", "?q=a&q=b", "?other=1", "?q=规划#main", "?kind=none&year=x"):
        desk.open(address)


def test_query_in_the_address_is_answered(desk: Desk) -> None:
    desk.open("?q=%E5%8F%91%E6%94%B9%E5%A7%94")
    assert (desk.page.get_by_role("combobox").input_value(), desk.shown()[0]) == ("发改委", "unit tongliang/units/fagaiwei.html")


def test_very_long_query_is_answered_as_far_as_the_box_goes_and_it_is_said(fresh: Desk) -> None:
    answer = fresh.ask("规划" * 500)
    assert (answer.query, answer.hits != (), "只查了前 150 个字" in answer.status) == ("规划" * 75, True, True)


def test_very_long_question_in_the_address_is_cut_and_it_is_said(desk: Desk) -> None:
    """At the limit stands half of a character."""
    desk.open(f"?q={quote('规' * 149 + '𠀀' * 2000)}")
    asked = dict(parse_qsl(urlsplit(desk.page.url).query))["q"]
    said = desk.page.locator("#search-status").inner_text()
    assert (asked, desk.page.locator("#search-box").input_value(), "只查了前 150 个字" in said) == ("规" * 149, "规" * 149, True)


@pytest.mark.sweep
@pytest.mark.parametrize(
    "asked",
    each(
        ["民政局电话", "民政局的咨询电话号码", "民政局在哪里", "民政局在哪儿?", "民政局办公地址？", "民政局电话地址"],
        "民政局在哪儿?",
        "民政局电话",
    ),
)
def test_question_for_a_way_to_reach_a_body_is_answered_with_the_body(fresh: Desk, asked: str) -> None:
    answer = fresh.ask(asked)
    assert (answer.hits[0].endswith("/units/minzhengju.html"), "“民政局”" in answer.status) == (True, True)


@pytest.mark.sweep
@pytest.mark.parametrize("query", each(["规划", "政务公开", "财政", "公开", "2021", "信息 年度"], "公开", "信息 年度"))
def test_hits_are_pages_of_the_site_each_once_and_those_with_the_words_first(fresh: Desk, site: Site, query: str) -> None:
    hits = [hit.split(" ") for hit in fresh.ask(query).hits]
    first = fresh.page.locator("#search-results > ol").first.locator("> li").count()
    assert (first, len({ref for _, ref in hits})) == (SHOWN, len(hits))
    assert [kind_of(site, ref) for _, ref in hits] == [kind for kind, _ in hits]


# --- every name of every unit -------------------------------------------------------------------


def bearers(documents: list[Document]) -> dict[str, set[str]]:
    """The units that bear a name, however it is spelled, by its term."""
    found: dict[str, set[str]] = {}
    for document in documents:
        if document.card.kind == "unit":
            for name in (*document.proper, *document.names):
                found.setdefault(whole(name), set()).add(f"unit {document.card.address}")
    return found


def named() -> dict[str, set[str]]:
    """The units of the data by every name, full name and alias."""
    found: dict[str, set[str]] = {}
    for place in places():
        for slug, unit in place.units.items():
            for name in names(unit):
                found.setdefault(name, set()).add(f"unit {place.unit_address(slug)}")
    return found


def test_every_name_and_alias_is_known_to_be_that_of_its_unit(documents: list[Document]) -> None:
    known = bearers(documents)
    assert {name: units for name, units in named().items() if not units <= known.get(whole(name), set())} == {}


@pytest.mark.sweep
def test_every_name_and_alias_of_a_unit_puts_those_who_bear_it_first(fresh: Desk, documents: list[Document], step: int) -> None:
    """Before it come only those who are called so too, by some other spelling."""
    asked = dict(list(named().items())[::step])
    spelled, answers = bearers(documents), fresh.ask_all(asked)
    wrong = {}
    for name, units in asked.items():
        hits = answers[name].hits
        places = [hits.index(unit) if unit in hits else SHOWN for unit in units]
        before = set(hits[: max(places) + 1])
        if not units <= before <= spelled[whole(name)]:
            wrong[name] = hits[:5]
    assert wrong == {}


def test_no_more_units_bear_one_name_than_are_shown(documents: list[Document]) -> None:
    known = bearers(documents)
    assert max(len(known[whole(name)]) for name in named()) <= SHOWN
