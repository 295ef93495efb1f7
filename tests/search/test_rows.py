"""Rows that were mended are those that are made anew, and an edit changes only the files that its words stand in."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from gongkai.search.cards import Card, Document
from gongkai.search.index import files
from gongkai.search.rows import Rows
from gongkai.search.shards import SHARD_BYTES, shards
from gongkai.words.bodies import engine
from gongkai.words.tokens import phrases
from helpers.sites import each

Written = dict[str, str]
KNOWN = phrases(["政务公开标准", "标准规范"])
# Few enough to come together again and again, and of every sort that is cut in its own way.
WORDS = ["政务公开标准", "标准规范", "规划", "预算", "1.2.3", "6月", "app", "村（居）务", "水", "𠮷", "，", " ", "constructor"]


def text(random: Random) -> str:
    return "".join(random.choices(WORDS, k=random.randrange(8)))


def document(random: Random, number: int) -> Document:
    fields = {name: text(random) for name in random.sample(["names", "title", "path", "place", "text"], k=3)}
    names = tuple(text(random) for _ in range(random.randrange(3)))
    badge = random.choice(["published", "overdue"])
    return Document(Card("task", text(random), f"{number}.html", "某县", "", badge), fields, names[:1], names[1:], marked=text(random))


def made(rows: Rows, documents: list[Document]) -> Written:
    rows.take(documents, KNOWN)
    return dict(files(rows, engine().contacts))


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
    documents, rows = [document(random, number) for number in range(200)], Rows()
    for _ in range(3):
        made(rows, documents)
        documents = EDITS[edit](random, documents) or [document(random, 0)]
        assert made(rows, documents) == made(Rows(), documents)


def test_phrases_that_change_are_cut_anew() -> None:
    documents, rows = [document(Random(number), number) for number in range(50)], Rows()
    made(rows, documents)
    other, fresh = phrases(["公开标准"]), Rows()
    for one in (rows, fresh):
        one.take(documents, other)
    assert rows == fresh


# --- what an edit changes -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> list[Document]:
    """So many that their terms fill some dozens of files."""
    characters = [chr(code) for code in range(0x4E00, 0x5600)]
    return [replace(document(Random(at), at), fields={"text": "".join(Random(at).choices(characters, k=60))}) for at in range(200)]


@pytest.mark.parametrize("step", each([10, 50], 50))
def test_other_word_changes_its_own_files_alone(many: list[Document], step: int) -> None:
    """A character and the two pairs around it go, others come: their rows, the block of the text, and where a file begins."""
    before = made(Rows(), many)
    for number in range(0, 200, step):
        words = many[number].fields["text"]
        edited = [*many[:number], replace(many[number], fields={"text": f"{words[:30]}丁{words[31:]}"}, marked="丁"), *many[number + 1 :]]
        after = made(Rows(), edited)
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        # Of each of six rows one file, two where it was cut otherwise, and the next one where that begins elsewhere.
        assert len(changed) <= 6 * 3 + 2
        assert len(before) > 150


def test_files_begin_where_they_did_a_little_behind_a_row_that_came_or_went() -> None:
    rows = {chr(code): "x" * (20 + code % 7) for code in range(0x4E00, 0x7000)}
    cut = {shard.name for shard in shards(rows, SHARD_BYTES)}
    for gone in list(rows)[100::500]:
        other = {shard.name for shard in shards({term: row for term, row in rows.items() if term != gone}, SHARD_BYTES)}
        assert len(cut ^ other) < len(cut) // 4


@pytest.mark.parametrize("length", [1, SHARD_BYTES // 2, SHARD_BYTES, SHARD_BYTES + 1, 3 * SHARD_BYTES])
def test_every_row_stands_in_one_file_however_long_rows_are(length: int) -> None:
    rows = {chr(0x4E00 + number): "x" * (length if number % 3 else 10) for number in range(30)}
    cut = shards(rows, SHARD_BYTES)
    assert [term for shard in cut for term in shard.terms] == list(rows)
    assert [shard.name for shard in cut if len(shard.terms) > 1 and sum(len(rows[term]) for term in shard.terms) > SHARD_BYTES] == []
