"""The rows of the index cut into small files by term, so that a query fetches only what its own terms need.

lunr's score of a document needs nothing but the postings and weights of the query's terms; the scripts of theme/scripts/engine fetch these,
assemble a small lunr index of them, and let lunr.js score it. Length of fields does not count (b = 0), and of
how often a term stands in a field only once or more is told apart, so no further table is needed.

Where a file begins is told by the terms, not by how much stands before it: what changes in one row does not move the others
about. A file is named for where it begins and ends, so whoever asks for it by an older list of them gets what he wants, or nothing.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from zlib import crc32

from .postings import in_order, parting
from .rows import Edit, Row, mended

# Before a word that people say: no text has this sign.
SAID = "~"
SHARD_BYTES = 4096
# A question has many places where such a word may begin, so their shards are short.
SAID_BYTES = 1024
# Of the names of files: thirty-six bits.
DIGEST_BASE, DIGEST_MODULUS = 131_071, 68_719_476_731
# Where a file ends rests on its rows and on those of at most so many files behind it: each two are longer than the longest.
_REACH = 2
_REMEMBERED = 65_536


@dataclass(frozen=True)
class Shard:
    """A file of rows, from its first term to its last."""

    first: str
    last: str
    content: bytes

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Shard:
        return cls(rows[0][0], rows[-1][0], ",".join(row for _, row in rows).encode())

    @property
    def text(self) -> str:
        return f"[{self.content.decode()}]"

    @property
    def rows(self) -> Iterator[Row]:
        for row in json.loads(self.text):
            yield row[0], json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def shards(rows: Iterable[Row], most: int) -> Iterator[Shard]:
    """The files of rows that come in the order in which JavaScript compares strings."""
    return map(Shard.of, _cut(rows, most))


def _cut(rows: Iterable[Row], most: int) -> Iterator[Sequence[Row]]:
    waiting: list[Row] = []
    length = 0
    for row in rows:
        waiting.append(row)
        length += len(row[1])
        while length > most and waiting[1:]:
            end = _end(waiting, most)
            yield waiting[:end]
            waiting = waiting[end:]
            length = sum(len(row) for _, row in waiting)
    if waiting:
        yield waiting


def _end(rows: Sequence[Row], most: int) -> int:
    """A file ends before the term with the least checksum of those that make it neither short nor long."""
    ends = list(accumulate(len(row) for _, row in rows))
    longest = max(bisect_right(ends, most), 1)
    shortest = min(bisect_right(ends, most // 2) + 1, longest)
    return min(range(shortest, longest + 1), key=lambda place: crc32(in_order(rows[place][0])))


def recut(before: Sequence[Shard], edits: Mapping[str, Sequence[Edit]], most: int) -> list[Shard]:
    """The files after these edits: only those are made again that they touch, and those whose end rests on them."""
    firsts = [in_order(shard.first) for shard in before]
    touched: dict[int, dict[str, Sequence[Edit]]] = defaultdict(dict)
    for term, edited in edits.items():
        touched[max(bisect_right(firsts, in_order(term)) - 1, 0)][term] = edited
    unsure = {max(number - back, 0) for number in touched for back in range(_REACH + 1)}
    after: list[Shard] = []
    number = 0
    while number < len(before) or number in touched:
        if number in unsure:
            anew, number = _recut(before, number, touched, unsure, most)
            after += anew
        else:
            after.append(before[number])
            number += 1
    return after


def _recut(
    before: Sequence[Shard], start: int, touched: Mapping[int, Mapping[str, Sequence[Edit]]], unsure: set[int], most: int
) -> tuple[list[Shard], int]:
    """Files from this one on, until one ends where a sure one began; and the number of that."""
    begun: dict[int, int] = {}

    def rows() -> Iterator[Row]:
        count = 0
        for number in range(start, max(len(before), 1)):
            begun[count] = number
            known = before[number].rows if before else ()
            told = mended(known, touched[number]) if number in touched else list(known)
            count += len(told)
            yield from told

    anew: list[Shard] = []
    done = 0
    for cut in _cut(rows(), most):
        anew.append(Shard.of(cut))
        done += len(cut)
        if (number := begun.get(done, start)) > start and number not in unsure:
            return anew, number
    return anew, max(len(before), 1)


def named(shards: Sequence[Shard]) -> tuple[list[str], list[str]]:
    """Of each file its name, and where it begins: no term of the files before comes up to that, every term of those behind does."""
    lasts = ["", *(shard.last for shard in shards)]
    beginnings = [parting(last, shard.first) for last, shard in zip(lasts, shards, strict=False)]
    return [f"s/{digest(start):x}-{digest(end):x}" for start, end in pairwise((*beginnings, ""))], beginnings


@lru_cache(_REMEMBERED)
def digest(text: str) -> int:
    """Less than the modulus, so that JavaScript can reckon with it too."""
    number = 0
    for high, low in zip(*[iter(in_order(text))] * 2, strict=True):
        number = (number * DIGEST_BASE + high * 256 + low) % DIGEST_MODULUS
    return number
