"""Documents cut into terms, place by place: all that can be told of where a term stands before the other places are there."""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from operator import sub

from gongkai.words.record import Grouped
from gongkai.words.tokens import cutter, phrases, whole

from .cards import FIELDS, Document
from .findable import Packed
from .postings import written

# Of one field: how often each term stands there.
Standing = Mapping[str, int]
# Of one field, side by side: terms; the first and the last posting of a run of each; and the run as it is written, but for the first.
Runs = tuple[list[str], Sequence[int], Sequence[int], list[str]]
# The runs of one place part by part of all terms, in each field by field; terms and what is written as few objects: neither has a blank in it.
Sheaf = list[Packed[list[tuple[str, "array[int]", "array[int]", str]]]]
# Where the parts begin into which all terms fall, so that each is small: whole names, what comes behind the sign of what is said (shards.SAID),
# and Chinese by common characters, the last of which comes before all that JavaScript orders otherwise than Python.
_BEGINNINGS = ("", "=", "=县", "=政", "\x7f", *"业仙供公列化厅司园大容市度役扩政服步清电社类聚要调配")
PARTS, PARTS_BEFORE_SAID = len(_BEGINNINGS), _BEGINNINGS.index("\x7f")


@dataclass(frozen=True)
class Cutting:
    """What is to be cut: groups of documents with their numbers, and the phrases that are terms."""

    groups: tuple[tuple[Packed[tuple[Document, ...]], Sequence[int]], ...]
    known: tuple[str, ...]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Who makes millions of things and no circles of references need not look for some: that takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_collecting()
def cut(cutting: Cutting) -> Sheaf:
    """By part, in which documents each term stands; postings of documents one after another come as one run. May be run by another process."""
    standing = _standing(cutting.known)
    parts = [[_Runs() for _ in FIELDS] for _ in range(PARTS)]
    for documents, numbers in cutting.groups:
        for at, postings in enumerate(_postings(documents.value, numbers, standing)):
            terms = sorted(postings)
            runs = [postings[term] for term in terms]
            if not isinstance(numbers, range):
                terms = [term for term, run in zip(terms, runs, strict=True) for _ in run]
                runs = [[number] for run in runs for number in run]
            ends = [bisect_left(terms, beginning) for beginning in _BEGINNINGS[1:]]
            for part, start, end in zip(parts, (0, *ends), (*ends, len(terms)), strict=True):
                part[at].add(terms[start:end], runs[start:end])
    return [Packed([runs.told for runs in part]) for part in parts]


def taken(sheaf: Sheaf, part: int) -> Iterator[Runs]:
    """What `cut` gave for a part, field by field; the sheaf has it no longer."""
    for terms, firsts, lasts, rests in sheaf[part].value:
        yield terms.split(" "), firsts, lasts, rests.split(" ")
    sheaf[part] = Packed([])


def standings(known: tuple[str, ...]) -> Callable[[Document], Sequence[Standing]]:
    """Gives what stands in each field of one document after another."""
    standing = _standing(known)

    def stands(document: Document) -> Sequence[Standing]:
        told = {name: standing(name, document.fields.get(name, "")) for name in FIELDS}
        return [*{**told, "names": {**told["names"], **_whole_names(document)}}.values()]

    return stands


def _whole_names(document: Document) -> Standing:
    """The thing's own weigh more."""
    return dict.fromkeys(map(whole, document.names), 1) | dict.fromkeys(map(whole, document.proper), 2)


def _standing(known: tuple[str, ...]) -> Callable[[str, str], Standing]:
    terms = _cutter(known)
    seen: dict[str, Standing] = {}

    def standing(name: str, text: str) -> Standing:
        # The same names, columns and places come again and again; texts seldom do.
        if text not in seen:
            counted = Counter(terms(text))
            if name == "text":
                return counted
            seen[text] = counted
        return seen[text]

    return standing


@lru_cache(1)
def _cutter(known: tuple[str, ...]) -> Callable[[str], list[str]]:
    return cutter(phrases(known))


def _postings(
    documents: Sequence[Document], numbers: Sequence[int], standing: Callable[[str, str], Standing]
) -> Iterator[Mapping[str, list[int]]]:
    """Field by field, the numbers of documents times two, plus one where the term stands more than once."""
    for name in FIELDS:
        postings: dict[str, list[int]] = defaultdict(list)
        texts = Grouped.of((document.fields.get(name, ""), number) for number, document in zip(numbers, documents, strict=True))
        for text, bearing in texts.items():
            once, more = [2 * number for number in bearing], [2 * number + 1 for number in bearing]
            for term, count in standing(name, text).items():
                postings[term].extend(once if count == 1 else more)
        if name == "names":
            for number, document in zip(numbers, documents, strict=True):
                for term, count in _whole_names(document).items():
                    postings[term].append(2 * number + (count > 1))
        if len(texts) < len(documents):
            for held in postings.values():
                held.sort()
        yield postings


@dataclass
class _Runs:
    """Runs of one field as they come."""

    terms: list[str] = field(default_factory=list)
    firsts: array[int] = field(default_factory=lambda: array("I"))
    lasts: array[int] = field(default_factory=lambda: array("I"))
    rests: list[str] = field(default_factory=list)

    def add(self, terms: Iterable[str], runs: Sequence[Sequence[int]]) -> None:
        self.terms += terms
        self.firsts.extend([run[0] for run in runs])
        self.lasts.extend([run[-1] for run in runs])
        self.rests += [_between(run) if len(run) > 1 else "" for run in runs]

    @property
    def told(self) -> tuple[str, array[int], array[int], str]:
        """As they are packed."""
        return " ".join(self.terms), self.firsts, self.lasts, " ".join(self.rests)


def _between(run: Sequence[int]) -> str:
    return "".join(map(written.__getitem__, map(sub, run[1:], run)))
