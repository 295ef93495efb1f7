"""The index as small files by name: blocks of cards and texts by document, shards of rows by term, and the manifest.

Every file is a classic script, `gongkaiPart("c/3", …)`: a page opened from a disk may not fetch JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import sqrt

from .cards import Card, Spoken
from .manifest import facets, manifest, numbering, owing
from .postings import encoded
from .rows import Rows, row
from .shards import SAID, SHARD_BYTES, shards

BLOCK = 8
# The larger the index, the longer the shards: a query pays for a few of them, and for where all begin.
BYTES_PER_DOCUMENT = 325
BYTES_PER_SHARD_IN_MANIFEST = 2.0
# The mean length of shards, as a share of the most.
_MEAN = 0.75
_IN_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What may stand behind a word that people say.
_ANSWERING = {"unit", "kind", "page"}


def files(
    rows: Rows, contacts: Mapping[str, Sequence[str]], said: Callable[[Mapping[str, int]], Spoken] = lambda _: Spoken()
) -> Iterator[tuple[str, str]]:
    """Every file of the index, its name and text, as they are made.

    Documents come kind by kind, in the order of KINDS; `contacts` are the words, by kind, that a question for a telephone number ends
    with; `said` is given the numbers of documents by address.
    """
    documents = rows.documents
    spoken = said({document.card.address: number for number, document in enumerate(documents) if document.card.kind in _ANSWERING})
    folder = f"{numbering(documents, rows.known, spoken)}/"
    every = rows | rows.once("rows", spoken, partial(_rows_of, spoken))
    cut = shards(every, max(SHARD_BYTES, int(sqrt(len(documents) * BYTES_PER_DOCUMENT * BYTES_PER_SHARD_IN_MANIFEST) / _MEAN)))
    parts: dict[str, Iterator[object]] = {
        "c": (_card(document.card) for document in documents),
        "x": (document.marked or document.fields.get("text", "") for document in documents),
        "v": iter(spoken.meanings),
        "w": map(encoded, spoken.places),
    }
    yield "m.js", _script("m", _json(manifest(folder, documents, cut, rows.known, contacts)))
    for name, text in _blocks(parts):
        yield f"{folder}{name}.js", _script(name, text)
    for shard in cut:
        yield f"{folder}{shard.name}.js", _script(shard.name, f"[{','.join(every[term] for term in shard.terms)}]")
    for name, narrowing in (("f", facets), ("u", owing)):
        yield f"{folder}{name}.js", _script(name, _json(narrowing(documents)))


def _blocks(parts: Mapping[str, Iterator[object]]) -> Iterator[tuple[str, str]]:
    for letter, contents in parts.items():
        listed = list(contents)
        for start in range(0, len(listed), BLOCK):
            yield f"{letter}/{start // BLOCK}", _json(listed[start : start + BLOCK])


def _card(card: Card) -> list[str]:
    return [card.title, card.address, card.place, card.detail, card.badge, card.badge_text, *filter(None, (card.mark,))]


def _rows_of(spoken: Spoken) -> dict[str, str]:
    return {term: _said(term, lists) for word, lists in spoken.words.items() if (term := f"{SAID}{word}")}


def _said(term: str, lists: Sequence[Sequence[int]]) -> str:
    # What people say may be a name of any signs.
    return row(_json(term)[1:-1], [*map(encoded, lists)])


def _script(name: str, text: str) -> str:
    return f'gongkaiPart("{name}",{text});\n'


def _json(value: object) -> str:
    # Two characters that end a line of a script, but not of JSON.
    return _IN_JSON.encode(value).replace("\u2028", " ").replace("\u2029", " ")
