"""The rows of the index cut into small files by term, so that a query fetches only what its own terms need.

lunr's score of a document needs nothing but the postings and weights of the query's terms; the scripts of theme/scripts/engine fetch these,
assemble a small lunr index of them, and let lunr.js score it. Length of fields does not count (b = 0), and of
how often a term stands in a field only once or more is told apart, so no further table is needed.

Where a file begins is told by the terms, not by how much stands before it: what changes in one row does not move the others
about. A file is named for where it begins and ends, so whoever asks for it by an older list of them gets what he wants, or nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from zlib import crc32

from .postings import in_order, parting

# Before a word that people say: no text has this sign.
SAID = "~"
SHARD_BYTES = 4096
# A question has many places where such a word may begin, so their shards are short.
SAID_BYTES = 1024
# Of the names of files: thirty-six bits.
DIGEST_BASE, DIGEST_MODULUS = 131_071, 68_719_476_731


@dataclass(frozen=True)
class Shard:
    """A file of rows: no term of the files before comes up to its beginning, every term of those behind comes up to its end."""

    beginning: str
    end: str
    terms: Sequence[str]

    @property
    def name(self) -> str:
        return f"s/{_digest(self.beginning):x}-{_digest(self.end):x}"


def shards(rows: Mapping[str, str], most: int) -> list[Shard]:
    """All of them, in the order in which JavaScript compares strings."""
    parted: list[Sequence[str]] = []
    for is_said, terms in groupby(sorted(rows, key=in_order), key=lambda term: term.startswith(SAID)):
        parted += _cut(list(terms), rows, SAID_BYTES if is_said else most)
    lasts = ["", *(terms[-1] for terms in parted)]
    beginnings = [*(parting(last, terms[0]) for last, terms in zip(lasts, parted, strict=False)), ""]
    return [Shard(*ends, terms) for ends, terms in zip(pairwise(beginnings), parted, strict=True)]


def _cut(terms: Sequence[str], rows: Mapping[str, str], most: int) -> Iterator[Sequence[str]]:
    """Each ends before the term with the least checksum of those that make it neither short nor long."""
    ends = list(accumulate(len(rows[term]) for term in terms))
    start = before = 0
    while start < len(terms) - 1 and ends[-1] - before > most:
        longest = max(bisect_right(ends, before + most), start + 1)
        shortest = min(bisect_right(ends, before + most // 2) + 1, longest)
        cut = min(range(shortest, longest + 1), key=lambda place: crc32(in_order(terms[place])))
        yield terms[start:cut]
        start, before = cut, ends[cut - 1]
    if start < len(terms):
        yield terms[start:]


def _digest(text: str) -> int:
    """Less than the modulus, so that JavaScript can reckon with it too."""
    number = 0
    for high, low in zip(*[iter(in_order(text))] * 2, strict=True):
        number = (number * DIGEST_BASE + high * 256 + low) % DIGEST_MODULUS
    return number
