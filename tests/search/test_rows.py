"""Rows that were mended are those that are made anew, and an edit changes only the files that its words stand in."""

from __future__ import annotations

from random import Random

import pytest
from gongkai.search.cards import Card, Document
from gongkai.search.shards import SHARD_BYTES, named, shards
from helpers.indexed import Made, made_of
from helpers.sites import each

KNOWN = ("政务公开标准", "标准规范")
# Few enough to come together again and again, and of every sort that is cut in its own way.
WORDS = ["政务公开标准", "标准规范", "规划", "预算", "1.2.3", "6月", "app", "村（居）务", "水", "𠮷", "，", " ", "constructor"]


def text(random: Random) -> str:
    return "".join(random.choices(WORDS, k=random.randrange(8)))


def document(random: Random, number: int) -> Document:
    fields = {name: text(random) for name in random.sample(["names", "title", "path", "place", "text"], k=3)}
    names = tuple(text(random) for _ in range(random.randrange(3)))
    badge = random.choice(["published", "overdue"])
    return Document(Card("task", text(random), f"{number}.html", "某县", "", badge), fields, names[:1], names[1:], marked=text(random))


def made(documents: list[Document], before: Made | None = None) -> Made:
    return made_of(documents, KNOWN, before)


EDITS = {
    "nothing": lambda _, documents: documents,
    "words": lambda random, documents: [document(random, at) if random.random() < 0.2 else known for at, known in enumerate(documents)],
    "words of all": lambda random, documents: [document(random, at) for at, _ in enumerate(documents)],
    "another document": lambda random, documents: [*documents, document(random, len(documents))],
    "another order": lambda random, documents: random.sample(documents, k=len(documents)),
    "fewer documents": lambda random, documents: documents[random.randrange(len(documents)) :],
    "no document": lambda _, documents: documents[:0],
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("seed", each(range(5), 0))
def test_index_after_an_edit_is_the_one_made_anew(seed: int, edit: str) -> None:
    random = Random(seed)
    documents, last = [document(random, number) for number in range(200)], None
    for _ in range(3):
        last = made(documents, last)
        documents = EDITS[edit](random, documents) or [document(random, 0)]
        after = made(documents, last)
        assert after.written == made(documents).written
        assert after.new == {name for name, text in after.written.items() if last.written.get(name) != text}


def test_phrases_that_change_are_cut_anew() -> None:
    documents = [document(Random(number), number) for number in range(50)]
    assert made_of(documents, ["公开标准"], made(documents)).written == made_of(documents, ["公开标准"]).written


# --- what an edit changes -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> list[Document]:
    """So many that their terms fill some dozens of files."""
    characters = [chr(code) for code in range(0x4E00, 0x5600)]
    return [document(Random(at), at)._replace(fields={"text": "".join(Random(at).choices(characters, k=60))}) for at in range(200)]


@pytest.mark.parametrize("step", each([10, 50], 50))
def test_other_word_changes_its_own_files_alone(many: list[Document], step: int) -> None:
    """A character and the two pairs around it go, others come: their rows, the block of the text, and where a file begins."""
    last = made(many)
    before = last.written
    for number in range(0, 200, step):
        words = many[number].fields["text"]
        edited = [*many[:number], many[number]._replace(fields={"text": f"{words[:30]}丁{words[31:]}"}, marked="丁"), *many[number + 1 :]]
        after = made(edited, last).written
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        # Of each of six rows one file, two where it was cut otherwise, and the next one where that begins elsewhere.
        assert len(changed) <= 6 * 3 + 2
        assert len(before) > 150


def named_shards(rows: dict[str, str]) -> dict[str, list[str]]:
    """The terms of each file by its name."""
    cut = list(shards(rows.items(), SHARD_BYTES))
    return {name: [term for term, _ in shard.rows] for name, shard in zip(named(cut)[0], cut, strict=True)}


def row_of(term: str, length: int) -> str:
    return f'["{term}","{"x" * length}"]'


def test_files_begin_where_they_did_a_little_behind_a_row_that_came_or_went() -> None:
    rows = {chr(code): row_of(chr(code), 13 + code % 7) for code in range(0x4E00, 0x7000)}
    cut = named_shards(rows).keys()
    for gone in list(rows)[100::500]:
        other = named_shards({term: row for term, row in rows.items() if term != gone}).keys()
        assert len(cut ^ other) < len(cut) // 4


@pytest.mark.parametrize("length", [1, SHARD_BYTES // 2, SHARD_BYTES, SHARD_BYTES + 1, 3 * SHARD_BYTES])
def test_every_row_stands_in_one_file_however_long_rows_are(length: int) -> None:
    terms = [chr(0x4E00 + number) for number in range(30)]
    rows = {term: row_of(term, length if number % 3 else 10) for number, term in enumerate(terms)}
    cut = list(named_shards(rows).values())
    assert [term for terms in cut for term in terms] == list(rows)
    assert [terms for terms in cut if len(terms) > 1 and sum(len(rows[term]) for term in terms) > SHARD_BYTES] == []
