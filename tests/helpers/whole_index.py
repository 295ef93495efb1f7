"""The whole index that the small files stand for, made by lunr.py from nothing but the documents and the rules of the tokens."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from gongkai.search.cards import FIELDS, K1, KINDS, Document
from gongkai.words.tokens import Phrases, index_tokens, whole
from lunr.builder import Builder


def in_utf16_order(terms: Iterable[str]) -> list[str]:
    """As JavaScript compares strings."""
    return sorted(terms, key=lambda term: term.encode("utf-16-be"))


def tokens(document: Document, field: str, known: Phrases) -> list[str]:
    """What stands in a field, each token once or twice: more is not counted. A proper name counts for two."""
    counts = Counter(index_tokens(document.fields.get(field, ""), known))
    if field == "names":
        proper = set(map(whole, document.proper))
        counts.update([*(proper | set(map(whole, document.names))), *proper])
    return [token for token, count in counts.items() for _ in range(min(count, 2))]


def whole_index(documents: Sequence[Document], known: Phrases) -> str:
    """As JSON for lunr.js. The tokens are lists, which lunr.py takes as they are; its pipelines are empty."""
    rows = [{"ref": number, **{field: tokens(one, field, known) for field in FIELDS}} for number, one in enumerate(documents)]
    builder = Builder()
    builder.ref("ref")
    builder.b(0)
    builder.k1(K1)
    for field, boost in FIELDS.items():
        builder.field(field, boost)
    # lunr.py numbers the terms as it meets them; the page numbers them as they are sorted.
    terms = in_utf16_order({token for row in rows for field in FIELDS for token in row[field]})
    builder.inverted_index = {term: {**{field: {} for field in FIELDS}, "_index": number} for number, term in enumerate(terms)}
    for row, document in zip(rows, documents, strict=True):
        builder.add(row, {"boost": KINDS[document.card.kind]})
    serialised = builder.build().serialize()
    serialised["invertedIndex"] = sorted(serialised["invertedIndex"], key=lambda row: row[1]["_index"])
    return json.dumps(serialised, ensure_ascii=False)
