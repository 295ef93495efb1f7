"""In which documents each term stands: a row of the index for each term, joined of what places gave, or mended where some documents have changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from .cards import FIELDS, Document
from .cutting import PARTS, PARTS_BEFORE_SAID, Sheaf, standings, taken, without_collecting
from .postings import decoded, encoded, in_order, written

# A term, and its row as JSON: the term, and per field in which documents, without empty fields at the end.
# Of documents the numbers are told times two, plus one where the term stands more than once.
Row = tuple[str, str]
# Of a term: the field, the number of a document, and how often the term now stands there.
Edit = tuple[int, int, int]
# The first and the last of some postings, and how they are written but for the first.
_Run = tuple[int, int, str]


@without_collecting()
def joined(sheaves: Sequence[Sheaf], part: int) -> list[Row]:
    """The rows of one part of all terms, in their order; what the sheaves hold of it is given up."""
    fields: list[dict[str, list[_Run]]] = [defaultdict(list) for _ in FIELDS]
    for sheaf in sheaves:
        for runs, (terms, firsts, lasts, rests) in zip(fields, taken(sheaf, part), strict=True):
            if firsts:
                for term, run in zip(terms, zip(firsts, lasts, rests, strict=True), strict=True):
                    runs[term].append(run)
    return [
        (term, row(term, [_written(runs.pop(term)) if term in runs else "" for runs in fields]))
        for term in sorted(set().union(*fields), key=in_order)
    ]


def joined_all(sheaves: Sequence[Sheaf]) -> tuple[Iterable[Row], Iterable[Row]]:
    """The rows before those of what people say, and those behind."""
    parts = (range(PARTS_BEFORE_SAID), range(PARTS_BEFORE_SAID, PARTS))
    before, behind = (chain.from_iterable(map(partial(joined, sheaves), several)) for several in parts)
    return before, behind


def _written(runs: list[_Run]) -> str:
    if not runs[1:]:
        ((first, _, rest),) = runs
        return written[first + 1] + rest
    pieces, before = [], -1
    for first, last, rest in sorted(runs):
        pieces.append(written[first - before] + rest)
        before = last
    return "".join(pieces)


def row(term: str, lists: Sequence[str]) -> str:
    """A term and its lists, which hold nothing that JSON would escape, nor do terms that are cut out of texts."""
    last = len(lists)
    while last and not lists[last - 1]:
        last -= 1
    return '["' + '","'.join((term, *lists[:last])) + '"]'


def edits(changes: Iterable[tuple[int, Document, Document]], known: tuple[str, ...]) -> Mapping[str, Sequence[Edit]]:
    """By term what is to be mended where these documents, by their numbers, have become others."""
    stands = standings(known)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for number, before, after in changes:
        for field, (old, new) in enumerate(zip(stands(before), stands(after), strict=True)):
            for term in (term for term in {**old, **new} if old.get(term) != new.get(term)):
                edits[term].append((field, number, new.get(term, 0)))
    return edits


def mended(rows: Iterable[Row], edits: Mapping[str, Iterable[Edit]]) -> list[Row]:
    """These rows after the edits of their terms and of others that come between, in their order; a row that is left empty goes."""
    told = dict(rows)
    for term, edited in edits.items():
        lists = _mended(json.loads(told.pop(term))[1:] if term in told else [], edited)
        if any(lists):
            told[term] = row(term, lists)
    return sorted(told.items(), key=lambda row: in_order(row[0]))


def _mended(lists: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    standing = [{posting >> 1: bool(posting & 1) for posting in decoded(text)} for text in lists]
    standing += [{} for _ in range(len(FIELDS) - len(lists))]
    for field, number, count in edits:
        standing[field].pop(number, None)
        if count:
            standing[field][number] = count > 1
    return [encoded([2 * number + is_more for number, is_more in sorted(known.items())]) for known in standing]
