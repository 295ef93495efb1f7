"""The pieces of the search's scripts: one idea a file, each on its own, in the order in which they are joined, with nothing that Python says written again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import accumulate, chain
from math import log
from types import ModuleType
from typing import get_args

import pytest
from gongkai.judging.verdicts import Family
from gongkai.publishing.bundle import SCHEMES
from gongkai.search import bundle, cards, given, manifest, meanings, names, placing, postings, shards
from gongkai.search.cards import FIELDS, KINDS
from gongkai.search.postings import encoded, folded
from gongkai.search.shards import digest
from gongkai.words import text, tokens
from gongkai.words.text import squeezed
from helpers.documents import BADGE_WORDS, ROOT
from helpers.node import Piece, read_pieces, run

SCRIPTS = ROOT / "theme/scripts"
JOINED = {"engine": bundle.ENGINE, "answering": bundle.ANSWERING, "loose": bundle.LOOSE, "near": bundle.NEAR, "narrow": bundle.NARROW}
WRITTEN = {name: (SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in chain.from_iterable(JOINED.values())}
READ: dict[str, Piece] = read_pieces(WRITTEN)
# names.py reads the first level of GB 2312, loosely/understood.js both.
OTHERS = {0xA1, 0xB0}


# --- how they are joined ------------------------------------------------------------------------


def test_every_piece_is_joined_once() -> None:
    found = sorted(path.relative_to(SCRIPTS).with_suffix("").as_posix() for path in SCRIPTS.glob("*/*.js"))
    assert sorted(chain.from_iterable(JOINED.values())) == found
    assert {part for parts in bundle.CODE.values() for part in parts} == {*JOINED.values()}


@pytest.mark.parametrize("name", WRITTEN)
def test_piece_begins_with_a_sentence_of_what_it_is(name: str) -> None:
    assert re.match(r"/\* [^*]+[.:]( [^*]+)? \*/\n", WRITTEN[name])
    assert len(WRITTEN[name].splitlines()) <= 250


@pytest.mark.parametrize("script", JOINED)
def test_piece_uses_only_those_before_it(script: str) -> None:
    declared = [READ[name].declared for name in JOINED[script]]
    twice = [name for name, times in Counter(chain.from_iterable(declared)).items() if times > 1]
    before = accumulate(declared, set.union, initial=set())
    later = {
        piece: READ[piece].used & (set().union(*declared) - known - own)
        for piece, known, own in zip(JOINED[script], before, declared, strict=False)
    }
    assert (twice, {piece: found for piece, found in later.items() if found}) == ([], {})


@pytest.mark.parametrize("script", JOINED)
def test_joined_pieces_are_strict_and_keep_their_names(script: str) -> None:
    assert bundle.joined(SCRIPTS, JOINED[script]).startswith('(function () {\n"use strict";\n')


# --- what Python says is given ------------------------------------------------------------------


def test_everything_given_is_used() -> None:
    assert [name for name in given.GIVEN if not any(name in piece.used for piece in READ.values())] == []


MODULES = (bundle, cards, manifest, meanings, names, placing, postings, shards, text, tokens)


def constants(module: ModuleType) -> dict[str, object]:
    """What a module names, but patterns made of it, by the names that others would give it."""
    named = {name.lstrip("_"): value for name, value in vars(module).items() if re.fullmatch("_?[A-Z][A-Z0-9_]+", name)}
    return {name: value for name, value in named.items() if not (callable(value) or isinstance(value, re.Pattern))}


def test_no_constant_is_named_in_python_and_in_a_script() -> None:
    known = set().union(*map(constants, MODULES)) | given.GIVEN.keys()
    assert {name: found for name, piece in READ.items() if (found := piece.declared & known)} == {}


def test_no_number_is_written_in_python_and_in_a_script() -> None:
    """Small ones are everywhere."""
    known = {value for module in MODULES for value in constants(module).values() if isinstance(value, int | float) and value > 9}
    assert {name: found for name, piece in READ.items() if (found := piece.numbers & ((known | {cards.K1}) - OTHERS))} == {}


def test_no_list_of_python_is_written_in_a_script() -> None:
    """Kinds, fields, badges, schemes: two of one list are a list."""
    lists = [set(KINDS), set(FIELDS), set(BADGE_WORDS), set(get_args(Family)), set(SCHEMES)]
    scripts = {**READ, **read_pieces({path.name: path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js")})}
    assert [
        (name, found) for name, piece in scripts.items() for found in piece.lists if any(len(known & found) > 1 for known in lists)
    ] == []


def test_no_class_of_characters_is_written_in_python_and_in_a_script() -> None:
    classes = {text.HAN, text.MARKS, text.QUOTATION_MARKS, tokens.NUMBERED}
    as_read = {name: re.sub(r"\\u\{?([0-9a-f]{4,5})\}?", lambda found: chr(int(found[1], 16)), script) for name, script in WRITTEN.items()}
    assert [(name, known) for name, script in as_read.items() for known in classes if known in script] == []


# --- what each does -----------------------------------------------------------------------------

NUMBERS = [[], [0], [45], [46, 47, 2000], [1, 3, 5, 9000, 9001], list(range(0, 300, 7))]
TERMS = ["", "一", "一般", "一般公共预算", "a", "规划", "𠀀", "𠀀丁"]


def test_numbers_are_read_as_python_writes_them() -> None:
    assert run(["engine/encoded"], "(texts) => texts.map(decoded)", list(map(encoded, NUMBERS))) == NUMBERS


def test_terms_are_read_as_python_writes_them() -> None:
    assert run(["engine/encoded"], "unfolded", folded(TERMS[1:])) == TERMS[1:]


def test_files_of_terms_are_named_as_python_names_them() -> None:
    assert [f"{digest(term):x}" for term in TERMS] == run(["engine/encoded"], "(texts) => texts.map(digest)", TERMS)


def test_shards_of_a_clause_are_those_that_may_have_it() -> None:
    program = '(clauses) => { starts = ["", "b", "ba", "c"]; return clauses.map(shardsOf); }'
    asked = [{"term": "a"}, {"term": "b"}, {"term": "bz"}, {"term": "b", "isPrefix": True}, {"term": "z"}]
    assert run(["engine/files", "engine/manifest", "engine/postings"], program, asked) == [[0], [1], [2], [1, 2], [3]]


CLAUSES = ["engine/tokens", "engine/encoded", "engine/files", "engine/manifest", "engine/clauses"]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("规划", ["规划"]),
        ("水", ["水"]),
        ("发展改革委员", ["发展改革委", "委员"]),
        ("养老保险的", ["养老", "老保", "保险", "险的"]),
        ("的", ["的"]),
        ("规划 的", ["规划"]),
        ("规划规划", ["规划", "划规"]),
        ("fgw 12号", ["fgw", "12号"]),
    ],
)
def test_clauses_cover_a_question_with_the_fewest_terms(query: str, terms: list[str]) -> None:
    program = '(query) => { phrases = { 发展: ["发展改革委"] }; return clausesOf(pieces(query)).map(({ term }) => term); }'
    assert run(CLAUSES, program, query) == terms


def test_weight_of_a_term_is_lunrs() -> None:
    """Of a rare and of a common one among ten, once and twice in a field."""
    pieces = ["engine/files", "engine/manifest", "engine/scores"]
    wanted = [
        round(log(1 + abs((10 - n + 0.5) / (n + 0.5))) * ((cards.K1 + 1) * times) / (cards.K1 + times) * 3 * 2, 3)
        for n, times in ((1, 1), (8, 2))
    ]
    program = """(asked) => { total = 10; return asked.map(([number, times]) => weight(idf({ lists: [Array(number).fill(0)] }), times, 3, 2)); }"""
    assert run(pieces, program, [[1, 1], [8, 2]]) == pytest.approx(wanted, abs=0.0011)


@pytest.mark.parametrize(("question", "bare"), [("民政局的电话是多少？", "民政局"), ("民政局", ""), ("电话号码", "")])
def test_question_for_a_telephone_number_leaves_whose(question: str, bare: str) -> None:
    program = '(text) => { manifest = { contacts: { before: ["的"], purposes: [], asked: ["电话", "号码", "是多少"] } }; return withoutContacts(text); }'
    assert run(["engine/files", "engine/manifest", "engine/contacts"], program, question) == bare


def test_lists_are_taken_in_turn_and_nothing_twice() -> None:
    program = "(lists) => inTurn(lists.map((list) => list.map((ref) => ({ ref })))).map(({ ref }) => ref)"
    assert run(["engine/lists", "engine/meanings"], program, [[1, 2, 3], [4, 1], []]) == [1, 4, 2, 3]


def test_names_are_cut_to_letters_and_digits_as_python_does() -> None:
    """Of every character that GBK has, which is what is typed in China; marks of tones are taken off elsewhere."""
    every = [character for character in map(chr, range(0x10000)) if _is_typed(character)]
    made = run(["names/text"], "(texts) => texts.map(plain)", every)
    assert {character: plain for character, plain in zip(every, made, strict=True) if plain != squeezed(character)} == {}


def _is_typed(character: str) -> bool:
    # Signs of tones that stand alone are letters to Unicode; nobody's name has them.
    is_tone = unicodedata.category(character) == "Lm" and "\u02b0" <= character <= "\u02ff"
    return character.encode("gbk", "ignore") != b"" and not is_tone and not re.match(f"[{text.MARKED}]", character)


@pytest.mark.parametrize(
    ("word", "name", "kind"),
    [
        ("卫建委", "卫健委", "wrong"),
        ("卫委", "卫健委", "missing"),
        ("卫健健委", "卫健委", "extra"),
        ("健卫委", "卫健委", "swapped"),
        ("公安", "民政", None),
    ],
)
def test_slip_is_one_of_four(word: str, name: str, kind: str | None) -> None:
    assert run(["names/slips"], "([word, name]) => slip(Array.from(word), Array.from(name)).kind || null", [word, name]) == kind


def test_extract_is_around_the_longest_word() -> None:
    program = "([text, query]) => extract(text, patternOf(query))"
    assert run(["engine/tokens", "answering/marks"], program, ["甲规划。乙，专项规划在此\f2\f规划", "专项规划 规划"]) == {
        "line": "…专项规划在此",
        "number": None,
    }


def test_runs_of_facets_are_spread() -> None:
    assert run(["narrowing/facets"], "spread", [[2021, 2], [0, 1]]) == ["2021", "2021", ""]
