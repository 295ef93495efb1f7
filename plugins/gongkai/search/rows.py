"""In which documents each term stands: a row of the index for each term, made of all documents or mended where some have changed."""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar, cast

from gongkai.words.tokens import Phrases, cutter, whole

from .cards import FIELDS, Document
from .findable import Findable
from .postings import decoded, encoded

T = TypeVar("T")
# Of one field: how often each term stands there.
Standing = Mapping[str, int]


class Rows(dict[str, str]):
    """Rows by term, each as JSON: the term, and per field in which documents, without empty fields at the end.

    Of documents the numbers are told times two, plus one where the term stands more than once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.known: Phrases = {}
        self.documents: Sequence[Document] = ()
        # What each place has laid aside, and by place in which state it was.
        self.findables: Mapping[str, Findable] = {}
        self.states: Mapping[str, str] = {}
        self._made: dict[str, tuple[object, object]] = {}

    def once(self, name: str, made_of: object, make: Callable[[], T]) -> T:
        """What goes by this name, made anew only where it is not made of the same as the last time."""
        if name not in self._made or self._made[name][0] != made_of:
            self._made[name] = (made_of, make())
        return cast("T", self._made[name][1])

    def take(self, documents: Sequence[Document], known: Phrases) -> None:
        """Let the rows be those of these documents, with these phrases as terms; where both are the same but for some words, only these are cut anew."""
        standing = _cutter(known)
        if known == self.known and _addresses(documents) == _addresses(self.documents):
            pairs = zip(self.documents, documents, strict=True)
            self._mend((number, standing(old), standing(new)) for number, (old, new) in enumerate(pairs) if old is not new and old != new)
        else:
            self.clear()
            self._fill(map(standing, documents))
        self.known, self.documents = known, documents

    def _fill(self, stands: Iterable[Sequence[Standing]]) -> None:
        fields = [_Postings() for _ in FIELDS]
        for number, standing in enumerate(stands):
            once = 2 * number
            more = once + 1
            for postings, terms in zip(fields, standing, strict=True):
                for term, count in terms.items():
                    postings[term](once if count == 1 else more)
        numbers = [postings.numbers for postings in fields]
        for term in set(chain.from_iterable(numbers)):
            self[term] = row(term, [encoded(known.pop(term)) if term in known else "" for known in numbers])

    def _mend(self, changes: Iterable[tuple[int, Sequence[Standing], Sequence[Standing]]]) -> None:
        edits: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, before, after in changes:
            for field, (old, new) in enumerate(zip(before, after, strict=True)):
                for term in (term for term in {**old, **new} if old.get(term) != new.get(term)):
                    edits[term].append((field, number, new.get(term, 0)))
        for term, edited in edits.items():
            lists = _mended(json.loads(self.pop(term))[1:] if term in self else [], edited)
            if any(lists):
                self[term] = row(term, lists)


def row(term: str, lists: Sequence[str]) -> str:
    """A term and its lists, which hold nothing that JSON would escape, nor do terms that are cut out of texts."""
    last = len(lists)
    while last and not lists[last - 1]:
        last -= 1
    return '["' + '","'.join((term, *lists[:last])) + '"]'


def _mended(lists: Sequence[str], edits: Iterable[tuple[int, int, int]]) -> list[str]:
    standing = [{posting >> 1: bool(posting & 1) for posting in decoded(text)} for text in lists]
    standing += [{} for _ in range(len(FIELDS) - len(lists))]
    for field, number, count in edits:
        standing[field].pop(number, None)
        if count:
            standing[field][number] = count > 1
    return [encoded([2 * number + is_more for number, is_more in sorted(known.items())]) for known in standing]


class _Postings(dict[str, Callable[[int], None]]):
    """Of one field: what adds a number to the postings of a term."""

    def __init__(self) -> None:
        self.numbers: dict[str, array[int]] = {}

    def __missing__(self, term: str) -> Callable[[int], None]:
        numbers = self.numbers[term] = array("I")
        add = self[term] = numbers.append
        return add


def _addresses(documents: Iterable[Document]) -> list[str]:
    return [document.card.address for document in documents]


def _cutter(known: Phrases) -> Callable[[Document], Sequence[Standing]]:
    """Gives what stands in each field of one document after another."""
    terms = cutter(known)
    seen: dict[str, Standing] = {}

    def standing(name: str, text: str) -> Standing:
        # The same names, columns and places come again and again; texts seldom do.
        if text not in seen:
            counted = Counter(terms(text))
            if name == "text":
                return counted
            seen[text] = counted
        return seen[text]

    def stands(document: Document) -> Sequence[Standing]:
        names = dict.fromkeys(map(whole, document.names), 1) | dict.fromkeys(map(whole, document.proper), 2)
        told = (standing(name, document.fields.get(name, "")) for name in FIELDS)
        return [{**known, **names} if name == "names" else known for name, known in zip(FIELDS, told, strict=True)]

    return stands
