"""The small files of the index say what the whole lunr index says, whatever stands in the documents."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.judging.judgement import assess
from gongkai.publishing.bundle import minified
from gongkai.records import loading as ledger
from gongkai.search.bundle import ENGINE, LOOSE, joined, lunr_script, whole_lunr
from gongkai.search.cards import FIELDS, KINDS, Card, Document
from gongkai.search.guides import Explained
from gongkai.search.placing import BLOCK
from gongkai.search.postings import decoded
from gongkai.search.shards import SAID, SHARD_BYTES
from gongkai.words.tokens import index_tokens, phrases
from helpers.browsers import OpenPage, watched
from helpers.desk import QUERIES
from helpers.documents import DATA, ROOT
from helpers.indexed import Written, documents_in, made_of, written_of
from helpers.portals import shipped
from helpers.sites import AS_OF, Site, each
from helpers.whole_index import in_utf16_order, tokens, whole_index
from playwright.sync_api import Browser, Page


def folder_of(written: Written) -> str:
    """Where the manifest says that the other files lie."""
    return str(part(written, "m")["folder"])


def part(written: Written, name: str) -> object:
    """The content of a file of the index: a call of gongkaiPart with the name of the file."""
    beginning, end = f'gongkaiPart("{name}",', ");\n"
    script = written[f"{'' if name == 'm' else folder_of(written)}{name}.js"]
    assert (script.startswith(beginning), script.endswith(end)) == (True, True)
    return json.loads(script[len(beginning) : -len(end)])


def unfolded(text: str) -> list[str]:
    """Terms of the manifest, each written as how many characters it shares with the one before, and the others."""
    terms = [""]
    for digit, rest in ((one[0], one[1:]) for one in text.split()):
        terms.append(terms[-1][: ord(digit) - (36 if digit > "\\" else 35)] + rest)
    return terms[1:]


def blocks(written: Written, letter: str) -> list[object]:
    """The contents of all files c/0.js, c/1.js, … in order."""
    number = sum(name.startswith(f"{folder_of(written)}{letter}/") for name in written)
    return [part(written, f"{letter}/{one}") for one in range(number)]


def digest(text: str) -> int:
    """What the name of a shard tells of where it begins or ends: its code units as the digits of a number, modulo a prime."""
    units = memoryview(text.encode("utf-16-le")).cast("H")
    return sum(unit * 131_071**power for power, unit in enumerate(reversed(units))) % (2**36 - 5)


def shards(written: Written) -> dict[str, list[list[str]]]:
    """The rows of every file of terms by its name, in the order of the manifest."""
    starts = [*unfolded(part(written, "m")["shards"]), ""]
    names = [f"s/{digest(start):x}-{digest(end):x}" for start, end in pairwise(starts)]
    return {name: part(written, name) for name in names}


def of_the_site(site: Site) -> list[str]:
    """The pages of the whole site that the index of the site has, in its order."""
    folder = site.folder / "search"
    content = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in (folder / "m.js", *folder.glob("*/c/*.js"))
    }
    return [card[1] for block in blocks(content, "c") for card in block if "/" not in card[1] or card[1].startswith("compare/")]


def written_from(documents: list[Document], known: tuple[str, ...] = ()) -> Written:
    return made_of(documents, known).written


def document(text: str = "", title: str = "题", names: tuple[str, ...] = (), **fields: str) -> Document:
    return Document(Card("task", title, "a.html", "某县", "某局"), {"title": title, "text": text, **fields}, names)


# --- a page that asks ---------------------------------------------------------------------------

WIDGET = '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>查</title>' + "".join(
    f'<script src="{name}.js"></script>' for name in ("lunr", "engine")
)
# A hit is its number and its score.
FIND = """async (query) => {
    const { refs, hits, isLoose, isIncomplete } = await window.index.find(query);
    return { refs, hits: hits.map((hit) => hit.ref), isLoose, isIncomplete };
}"""

OpenIndex = Callable[[Written], Page]


@pytest.fixture
def open_index(open_page: OpenPage, tmp_path: Path) -> OpenIndex:
    """Opens a page from a disk with nothing but the engine and these files of an index."""

    def opened(written: Written) -> Page:
        pieces = {"engine": ENGINE, "loose": LOOSE}
        scripts = {"lunr": lunr_script(minified)} | {name: joined(ROOT / "theme/scripts", names) for name, names in pieces.items()}
        for name, text in {"page.html": WIDGET, **{f"{one}.js": script for one, script in scripts.items()}, **written}.items():
            file = tmp_path / name
            file.parent.mkdir(exist_ok=True, parents=True)
            file.write_text(text, encoding="utf-8", newline="")
        page = open_page()
        page.goto((tmp_path / "page.html").as_uri())
        page.evaluate("() => { window.index = window.gongkaiEngine.open(''); }")
        return page

    return opened


# --- the same as the whole lunr index -----------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """The hits of a query, as [ref, score], the best hundred, and how many there are."""

    hits: list[list[float]]
    total: int


@dataclass(frozen=True)
class Comparison:
    """What the small files answer and what the whole index does, and whether the answer has all words."""

    small: Found
    whole: Found
    is_loose: bool
    is_corrected: bool


# The whole index is asked exactly the clauses that the engine has asked, by the whole of lunr.js: the site's is cut.
_COMPARE = """async ([content, queries]) => {
    const whole = window.wholeLunr.Index.load(JSON.parse(content));
    const { presence: PRESENCE, wildcard: WILDCARD } = window.wholeLunr.Query;
    const folder = document.getElementById("search-results").dataset.index;
    const understood = async (text) => window.gongkaiNear.understood(text, await window.gongkaiSuggest.load(`${folder}names.js`));
    const ask = (clauses, presence) => whole.query((query) => clauses.forEach(({ term, isPrefix, boost }) => query.term(term, {
        presence: boost ? PRESENCE.OPTIONAL : presence,
        wildcard: isPrefix ? WILDCARD.TRAILING : WILDCARD.NONE,
        boost: boost || 1,
        usePipeline: false,
    })));
    const told = (hits, total) => ({ hits: hits.map(({ ref, score }) => [Number(ref), score]), total });
    const compare = async (query, options) => {
        const { refs, hits, clauses, presence, isLoose, corrected } = await window.gongkaiSearch.find(query, options);
        const known = new Set(refs);
        /* Of loose answers those that say too little are left out; the order and the scores of the others are the same. */
        const every = (clauses.length > 0 ? ask(clauses, presence) : []).filter((hit) => !isLoose || known.has(Number(hit.ref)));
        return [told(hits, refs.length), told(every.slice(0, 100), every.length), isLoose, Boolean(corrected)];
    };
    const answers = [];
    for (const query of queries) {
        answers.push([await compare(query, {}), await compare(query, { understood })]);
    }
    return answers;
}"""


@pytest.fixture(scope="module")
def explained(site: Site) -> list[Explained]:
    """The pages of the whole site, in the order of the index."""
    return [_explained(address, site.pages[address]) for address in of_the_site(site)]


def _explained(address: str, page: BeautifulSoup) -> Explained:
    kind = "duty" if page.body["data-page"] == "duty" else "page"
    return Explained(page.h1.get_text(), address, page.select_one("meta[name=description]")["content"], kind)


@pytest.fixture(scope="module")
def documents(explained: list[Explained]) -> list[Document]:
    return documents_in(assess(shipped(), date.fromisoformat(AS_OF)).without_demonstrations(), explained)


@pytest.fixture(scope="module")
def written(explained: list[Explained]) -> Written:
    return written_of(assess(shipped(), date.fromisoformat(AS_OF)), explained)


@pytest.fixture(scope="module")
def known(written: Written) -> dict[str, tuple[str, ...]]:
    """The names that are terms of their own."""
    return dict(phrases(unfolded(part(written, "m")["phrases"])))


# All queries with an answer, and pairs of words that no list of queries would think of.
ASKED = list(dict.fromkeys([*(case["query"].strip() for case in QUERIES), "公开 信息 年", "f", "2", "的 和", "a b c d", "规划" * 200]))


@pytest.fixture(scope="module")
def comparisons(
    browser: Browser, at_root: str, documents: list[Document], known: dict[str, tuple[str, ...]]
) -> dict[str, tuple[Comparison, Comparison]]:
    """Every query asked of both, as it is typed and with corrections."""
    with watched(browser) as open_one:
        page = open_one()
        page.add_init_script(f"{whole_lunr()}; window.wholeLunr = window.lunr;")
        page.goto(f"{at_root}search.html?q=%E5%8D%AB%E5%BB%BA%E5%A7%94")
        page.wait_for_function("() => window.gongkaiNear && window.gongkaiSuggest")
        answers = page.evaluate(_COMPARE, [whole_index(documents, known), ASKED])
    return {query: tuple(map(_comparison, both)) for query, both in zip(ASKED, answers, strict=True)}


def _comparison(told: list[object]) -> Comparison:
    small, whole, is_loose, is_corrected = told
    return Comparison(Found(**small), Found(**whole), is_loose, is_corrected)


@pytest.mark.sweep
def test_hits_order_and_scores_are_those_of_the_whole_index(comparisons: dict[str, tuple[Comparison, Comparison]]) -> None:
    """The same floating-point numbers, and as many hits, for every query as it is typed and as it is corrected."""
    differing = {query: both for query, both in comparisons.items() if any(asked.small != asked.whole for asked in both)}
    assert differing == {}


@pytest.mark.sweep
def test_comparison_has_met_every_way_to_answer(comparisons: dict[str, tuple[Comparison, Comparison]]) -> None:
    """All words, some words, none, corrected words, and more than a hundred hits."""
    every = [one for both in comparisons.values() for one in both]
    met = [
        sum(not one.is_loose and one.whole.total > 0 for one in every) > 300,
        sum(one.is_loose and one.whole.total > 0 for one in every) > 20,
        sum(one.whole.total == 0 for one in every) > 20,
        sum(one.is_corrected for one in every) > 20,
        sum(one.whole.total > 100 for one in every) > 20,
    ]
    assert met == [True] * 5


# Of one beginning, as good as one another.
EQUALS = ["20", "201", "20.1", "20a", "20ab", "202", "20b1", "20.3", "2011"]
_WHOLE = """(content) => window.lunr.Index.load(JSON.parse(content))
    .query((query) => query.term("20", { wildcard: 2, presence: 2, usePipeline: false })).map(({ ref }) => Number(ref))"""


def test_equals_stand_in_the_order_of_the_whole_index(open_index: OpenIndex) -> None:
    documents = [document(text, title="") for text in EQUALS]
    page = open_index(written_from(documents))
    hits = page.evaluate(FIND, "20")["hits"]
    page.add_script_tag(content=whole_lunr())
    assert hits == page.evaluate(_WHOLE, whole_index(documents, {}))
    assert sorted(hits) == list(range(len(EQUALS)))


# --- numbers ------------------------------------------------------------------------------------

# Around where a digit more is needed: 46, 46 + 46 * 45 …
GAPS = [1, 2, 45, 46, 47, 91, 92, 2115, 2116, 2117, 4231, 4232]


@pytest.mark.sweep
def test_browser_reads_every_number_as_it_was_written(open_index: OpenIndex) -> None:
    """A document is written as its distance from the one before."""
    places = [sum(GAPS[:count]) for count in range(1, len(GAPS) + 1)]
    marked = [document("水" if number in places else "") for number in range(places[-1] + 1)]
    page = open_index(written_from(marked))
    assert page.evaluate(FIND, "水")["refs"] == places


@pytest.mark.sweep
@pytest.mark.parametrize("total", each([1, 7, 8, 9, 45, 46, 47, 92, 93, 2200], 1, 46, 2200), ids=str)
def test_term_of_every_document_is_found_in_every_document(open_index: OpenIndex, total: int) -> None:
    page = open_index(written_from([document("水")] * total))
    assert page.evaluate(FIND, "水")["refs"] == list(range(total))


def test_term_that_stands_twice_counts_more_and_three_times_no_more(open_index: OpenIndex) -> None:
    page = open_index(written_from([document("水"), document("水，水"), document("水，水，水"), document("水")]))
    assert page.evaluate(FIND, "水")["hits"] == [1, 2, 0, 3]


# --- what bodies are called ---------------------------------------------------------------------


@pytest.mark.sweep
def test_short_form_that_a_clerk_adds_is_found_after_the_next_build(open_index: OpenIndex, tmp_path: Path) -> None:
    data = shutil.copytree(DATA, tmp_path / "data")

    def first(words: str) -> str | None:
        """The page of the first hit that 铜梁度支局 finds as a whole."""
        (data / "words").mkdir(exist_ok=True)
        (data / "words/bodies.yaml").write_text(words, encoding="utf-8")
        assessment = assess(ledger.load(data), date.fromisoformat(AS_OF))
        answer = open_index(written_of(assessment)).evaluate(FIND, "铜梁度支局")
        known = documents_in(assessment.without_demonstrations())
        return known[answer["hits"][0]].card.address if answer["hits"] and not answer["isLoose"] else None

    assert first("usual: [乌兰牧骑]\n") is None
    assert first("spheres:\n  - { name: 财政, short: [度支] }\n") == "tongliang/units/caizhengju.html"


# --- terms --------------------------------------------------------------------------------------

# Python sorts 﨎 (U+FA0E) before 𠮷 (U+20BB7); JavaScript, which compares halves of pairs, after it.
RARE = ["𠮷", "\ufa0e", "𪚥", "〇", "\u3400", "𰀀", "a", "z9", "一", "鿿", "\ufa29", "𡃁野"]


def padded(terms: list[str]) -> list[Document]:
    """One document for each term, with enough around it to fill several files."""
    return [document(f"{term} {' '.join(f'w{number}x{step}' for step in range(300))}") for number, term in enumerate(terms)]


def test_rare_characters_are_found_whatever_the_order_of_their_code(open_index: OpenIndex) -> None:
    page = open_index(written_from(padded(RARE)))
    assert {term: page.evaluate(FIND, term)["refs"] for term in RARE} == {term: [number] for number, term in enumerate(RARE)}


# What becomes of these documents while a page is open.
EDITS = {
    "other words of a document": lambda known: [*known[:3], document(" ".join(f"v{step}" for step in range(300))), *known[4:]],
    "another document before them": lambda known: [document("水")._replace(card=Card("unit", "水", "unit.html", "", "")), *known],
}
FIND_EACH = "queries => Promise.all(queries.map(async (query) => (await window.index.find(query)).refs))"


@pytest.mark.sweep
@pytest.mark.parametrize("edit", EDITS)
def test_page_that_was_opened_before_an_edit_goes_on_finding_what_it_found(open_index: OpenIndex, tmp_path: Path, edit: str) -> None:
    """It keeps its manifest; the files of the new index lie beside those of the one before, or in their place."""
    known = [one._replace(card=one.card._replace(address=f"{number}.html")) for number, one in enumerate(padded(RARE))]
    page = open_index(written_from(known))
    assert page.evaluate(FIND, "w0x0")["refs"] == [0]
    for name, text in written_from(EDITS[edit](known)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    asked = {f"w{number}x{step}": [number] for number in range(len(known)) for step in range(0, 300, 37) if number != 3}
    assert dict(zip(asked, page.evaluate(FIND_EACH, list(asked)), strict=True)) == asked


def test_manifest_of_another_format_is_not_answered_from(open_index: OpenIndex) -> None:
    """The search page says then that it is to be opened anew."""
    written = written_from([document("水")])
    page = open_index({**written, "m.js": written["m.js"].replace('"format":2', '"format":3')})
    ask = "query => window.index.find(query).then(() => 'answered', (error) => error.message)"
    assert [page.evaluate(ask, "水") for _ in range(2)] == ["format 3"] * 2


def terms_of(written: Written) -> list[list[str]]:
    """The terms of each file, in order."""
    return [[row[0] for row in rows] for rows in shards(written).values()]


def test_terms_stand_in_the_order_of_javascript_and_the_manifest_knows_where_each_file_begins() -> None:
    """After all terms of the file before, and not after its own first."""
    written = written_from(padded(RARE))
    every = [term for terms in terms_of(written) for term in terms]
    assert every == in_utf16_order(every)
    starts = unfolded(part(written, "m")["shards"])
    ends = ["", *(terms[-1] for terms in terms_of(written))]
    firsts = [terms[0] for terms in terms_of(written)]
    assert len(firsts) > 2
    for before, start, first in zip(ends, starts, firsts, strict=False):
        assert in_utf16_order({before, start, first}) == list(dict.fromkeys([before, start, first]))


@pytest.mark.parametrize("shared", [90, 91, 92, 200])
def test_terms_that_share_however_many_characters_come_back_whole(shared: int) -> None:
    """How many is written as one of 92 signs."""
    known = tuple("规" * shared + end for end in "划定章")
    assert unfolded(part(written_from([document(text) for text in known], known), "m")["phrases"]) == in_utf16_order(known)


def test_manifest_tells_no_more_of_the_first_term_than_it_must(written: Written) -> None:
    assert max(map(len, unfolded(part(written, "m")["shards"]))) < max(len(terms[0]) for terms in terms_of(written))


def test_every_term_of_every_document_stands_in_exactly_one_file(
    written: Written, documents: list[Document], known: dict[str, tuple[str, ...]]
) -> None:
    expected = {token for one in documents for field in FIELDS for token in tokens(one, field, known)}
    every = [term for terms in terms_of(written) for term in terms if not term.startswith(SAID)]
    assert (len(every), set(every)) == (len(expected), expected)


def test_names_that_stand_more_than_once_are_terms_of_their_own(written: Written, known: dict[str, tuple[str, ...]]) -> None:
    every = {term for terms in terms_of(written) for term in terms}
    phrases_known = {phrase for group in known.values() for phrase in group}
    assert {"发展改革委", "政府信息公开目录"} <= phrases_known
    assert sorted(phrase for phrase in phrases_known if len(phrase) < 4) == []
    assert {"发展改革委", "政府信息公开目录"} <= every


def test_files_of_terms_are_small(written: Written) -> None:
    """A file ends before it grows too large, unless a single term is larger. Commas and the call do not count."""
    rows = {name: len(known) for name, known in shards(written).items()}
    sizes = {name: len(written[f"{folder_of(written)}{name}.js"]) - len(name) - rows[name] - 30 for name in rows}
    assert {name for name, size in sizes.items() if rows[name] > 1 and size > SHARD_BYTES} == set()


def test_files_of_terms_are_not_many(written: Written) -> None:
    """Each is half full at least; those of words that people say are short on purpose."""
    sizes = [len(text) for name, text in written.items() if "/s/" in name and f'["{SAID}' not in text]
    assert len(sizes) < 2 * sum(sizes) / SHARD_BYTES


# --- cards and texts ----------------------------------------------------------------------------


def test_blocks_hold_the_card_and_the_text_of_every_document(written: Written, documents: list[Document]) -> None:
    cards = [card for block in blocks(written, "c") for card in block]
    texts = [text for block in blocks(written, "x") for text in block]
    of = [one.card for one in documents]
    shown = [[it.title, it.address, it.place, it.detail, it.badge, it.badge_text, *([it.mark] if it.mark else [])] for it in of]
    assert (cards, texts) == (shown, [one.marked or one.fields.get("text", "") for one in documents])


@pytest.mark.parametrize("total", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK], ids=str)
def test_blocks_are_full_but_the_last(total: int) -> None:
    written = written_from([document(str(number)) for number in range(total)])
    sizes = [BLOCK] * (total // BLOCK) + [total % BLOCK] * (total % BLOCK > 0)
    assert ([len(block) for block in blocks(written, "c")], [len(block) for block in blocks(written, "x")]) == (sizes, sizes)


def test_manifest_counts_the_documents_kind_by_kind(written: Written, documents: list[Document]) -> None:
    kinds = [one.card.kind for one in documents]
    assert part(written, "m")["kinds"] == [kinds.count(kind) for kind in KINDS]
    assert kinds == sorted(kinds, key=list(KINDS).index)


def test_facets_have_the_place_year_and_badge_of_every_document(written: Written, documents: list[Document]) -> None:
    facets = part(written, "f")
    places = {number: place for place, numbers in facets["places"].items() for number in decoded(numbers)}
    years = [value for value, times in facets["years"] for _ in range(times)]
    assert (places, years) == ({number: one.where for number, one in enumerate(documents) if one.where}, [one.year for one in documents])
    assert len(facets["badge"]) == len(documents)


# --- whatever is written ------------------------------------------------------------------------

HOSTILE = [
    "水\u2028线\u2029段",
    "水</script><script>alert(1)</script>",
    "水<!--<script>",
    '水"引号\\反斜线\\"',
    "水`${1}`$&",
    "水\n换\t行\r回\u0000\u0085",
    "水\ufeff\u200b\u202e",
    "水👍\U000e0100",
    "水]);alert(1);([",
]


def test_hostile_text_is_kept_as_text_and_never_run(open_index: OpenIndex) -> None:
    """Line separators, which end a line in JavaScript but not in JSON, may become blanks."""
    page = open_index(written_from([document(text, title=text) for text in HOSTILE]))
    refs = page.evaluate(FIND, "水")["refs"]
    read = "refs => Promise.all(refs.map(async (ref) => [(await window.index.card(ref)).title, await window.index.text(ref)]))"
    kept = [text.replace("\u2028", " ").replace("\u2029", " ") for text in HOSTILE]
    assert page.evaluate(read, refs) == [[text, text] for text in kept]


def test_names_like_those_of_objects_are_ordinary_words(open_index: OpenIndex) -> None:
    words = ["constructor", "hasownproperty", "tostring", "valueof"]
    page = open_index(written_from([document(word) for word in words]))
    assert [page.evaluate(FIND, word)["refs"] for word in words] == [[number] for number in range(len(words))]


def test_empty_index_answers_that_there_is_nothing(open_index: OpenIndex) -> None:
    page = open_index(written_from([]))
    assert page.evaluate(FIND, "水") == {"refs": [], "hits": [], "isLoose": True, "isIncomplete": False}


def test_documents_without_any_word_can_be_indexed(open_index: OpenIndex) -> None:
    page = open_index(written_from([document("。", title="，")]))
    assert page.evaluate(FIND, "水")["refs"] == []


@pytest.mark.sweep
def test_same_documents_make_the_same_files(written: Written, explained: list[Explained]) -> None:
    again = written_of(assess(ledger.load(DATA), date.fromisoformat(AS_OF)), explained)
    assert again == written


def test_every_file_is_a_script_in_one_line(written: Written) -> None:
    """Some proxies and editors break lines that JavaScript does not see as JSON does."""
    assert [name for name, text in written.items() if text.count("\n") != 1 or "\u2028" in text or "\u2029" in text] == []


# --- how words are put together -----------------------------------------------------------------


FOUND = {
    "公开预算": ([0], False),
    "预算 公开": ([0, 1], False),
    "预算，公开": ([0, 1], False),
    "的 预算": ([0, 1, 2], False),
    "的": ([2], False),
    "火星 预算": ([0, 1, 2], True),
    "火星": ([], True),
    "预算公开": ([1], False),
    "ap": ([3], False),
    "APP": ([3], False),
    "p": ([], True),
    "6月": ([4], False),
    "6月底": ([4], False),
    "16": ([5], False),
    "1.2": ([6], False),
    "=题": ([], True),
}


def test_query_finds_what_has_all_its_words_or_says_that_it_does_not(open_index: OpenIndex) -> None:
    texts = ["公开预算", "公开，部门预算公开", "预算的执行", "政务APP", "6月底前", "16月", "见1.2"]
    page = open_index(written_from([document(text, title="") for text in texts]))
    answers = {query: page.evaluate(FIND, query) for query in FOUND}
    assert {query: (answer["refs"], answer["isLoose"]) for query, answer in answers.items()} == FOUND


def test_whole_name_comes_before_what_only_holds_it(open_index: OpenIndex) -> None:
    page = open_index(written_from([document("预算", title="预算预算"), document(title="预算", names=("预算",)), document("预算")]))
    assert page.evaluate(FIND, "预算")["hits"][0] == 1


def test_known_phrase_is_found_where_it_stands_whole(open_index: OpenIndex) -> None:
    """Its pairs all stand in the second text too."""
    texts = ["政务公开标准", "政务，务公，公开，开标，标准"]
    page = open_index(written_from([document(text) for text in texts], ("政务公开标准",)))
    assert page.evaluate(FIND, "政务公开标准")["refs"] == [0]


def test_phrases_that_overlap_are_asked_for_as_far_as_they_reach(open_index: OpenIndex) -> None:
    """政务公开标准规范 is 政务公开标准 and 标准规范; 公开标准 adds nothing."""
    known = ("政务公开", "政务公开标准", "公开标准", "标准规范")
    page = open_index(written_from([document("政务公开标准规范")], known))
    asked = page.evaluate("async (query) => (await window.index.find(query)).clauses.map(({ term }) => term)", "政务公开标准规范化")
    assert asked == ["政务公开标准", "标准规范"]


@pytest.mark.parametrize("common", each([1, 90, 91, 92, 93, 200], 1, 92))
def test_phrases_that_begin_alike_are_told_apart_however_much_they_share(open_index: OpenIndex, common: int) -> None:
    """How many characters are shared is one sign of ninety-two."""
    known = tuple("甲" * common + ending for ending in ("乙丙丁戊", "己庚辛壬"))
    page = open_index(written_from([document(phrase) for phrase in known], known))
    assert unfolded(part(written_from([], known), "m")["phrases"]) == sorted(known)
    assert [page.evaluate(FIND, phrase)["refs"] for phrase in known] == [[0], [1]]


def test_terms_are_those_of_the_rules() -> None:
    """The helper that stands for the rules does what the rules say."""
    one = document("水，水，水", names=("题", "题目"))
    assert sorted(tokens(one, "text", {})) == ["水", "水"]
    assert sorted(tokens(one, "names", {})) == ["=题", "=题", "=题目", "=题目"]
    assert index_tokens("水", {}) == ["水"]
