"""The search index cut into small files by term, so that a query fetches only what its own terms need.

lunr's score of a document needs nothing but the postings and weights of the query's terms; engine.js fetches these,
assembles a small lunr index of them, and lets lunr.js score it. Length of fields does not count (b = 0), and of
how often a term stands in a field only once or more is told apart, so no further table is needed.

Every file is a classic script, `gongkaiPart("s/3", …)`: a page opened from a disk may not fetch JSON.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, takewhile
from math import sqrt
from operator import sub

from gongkai.words.tokens import Phrases, cutter, phrases, whole

from .cards import Card, Document, Spoken

# A name says more than a title, a title more than the text. The order is that of the digits of a posting.
FIELDS = {"names": 5, "title": 3, "path": 2, "place": 2, "text": 1}
# Bodies and columns before what only mentions them. The order is that of the documents.
KINDS = {"unit": 4.0, "path": 3.0, "plan": 2.0, "section": 0.8, "task": 1.0, "kind": 1.5, "place": 3.0, "page": 1.0}
K1 = 1.2
SHARD_BYTES = 4096
# The larger the index, the longer the shards: a query pays for a few of them, and for where all begin.
BYTES_PER_POSTING = 1.2
BYTES_PER_SHARD_IN_MANIFEST = 2.0
BLOCK = 8
# Before a word that people say: no text has this sign.
SAID = "~"
# What may stand behind such a word. A question has many places where one may begin, so their shards are short.
_ANSWERING = {"unit", "kind", "page"}
SAID_BYTES = 1536

# Printable, and nothing that JSON would escape.
_DIGITS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
_LAST, _MORE = 46, 45


def files(
    documents: Iterable[Document],
    known: Iterable[str],
    contacts: Mapping[str, Sequence[str]],
    said: Callable[[Mapping[str, int]], Spoken] = lambda _: Spoken(),
) -> Iterator[tuple[str, str]]:
    """Every file of the index, its name and text, as they are made.

    Documents come kind by kind, in the order of KINDS; `known` are the phrases that become terms wherever they stand,
    `contacts` are the words, by kind, that a question for a telephone number ends with; `said` is given the numbers of documents by address.
    """
    index = _Index(phrases(known))
    yield from index.blocks(documents)
    spoken = said(index.numbers)
    index.spoken = {f"{SAID}{word}": [_encoded(numbers) for numbers in lists] for word, lists in spoken.words.items()}
    for start in range(0, len(spoken.meanings), BLOCK):
        name = f"v/{start // BLOCK}"
        yield f"{name}.js", _script(name, _json(spoken.meanings[start : start + BLOCK]))
    shards: list[str] = []
    for number, (first, text) in enumerate(index.shards()):
        shards.append(first)
        yield f"s/{number}.js", _script(f"s/{number}", text)
    yield "m.js", _script("m", _json(index.manifest(shards, contacts)))
    yield "f.js", _script("f", _json(index.facets()))
    yield "u.js", _script("u", _json(index.owing()))


def _script(name: str, text: str) -> str:
    return f'gongkaiPart("{name}",{text});\n'


def _json(value: object) -> str:
    # Two characters that end a line of a script, but not of JSON.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", " ").replace("\u2029", " ")


class _Postings(dict[str, Callable[[int], None]]):
    """Of one field: what adds a number to the postings of a term. `numbers` are these: document times two, plus one where it stands twice."""

    def __init__(self) -> None:
        self.numbers: dict[str, array[int]] = {}

    def __missing__(self, term: str) -> Callable[[int], None]:
        numbers = self.numbers[term] = array("I")
        add = self[term] = numbers.append
        return add


@dataclass
class _Index:
    """Postings by term, filled document by document."""

    known: Phrases
    postings: dict[str, _Postings] = field(default_factory=lambda: {name: _Postings() for name in FIELDS})
    kinds: Counter[str] = field(default_factory=Counter)
    wheres: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)
    unopened: array[int] = field(default_factory=lambda: array("I"))
    units: dict[str, int] = field(default_factory=dict)
    owed: list[array[int]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    spoken: dict[str, list[str]] = field(default_factory=dict)
    _seen: dict[str, Counter[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._terms = cutter(self.known)

    def blocks(self, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
        """Take in every document; give back the files of cards and of texts."""
        cards: list[object] = []
        texts: list[str] = []
        for number, document in enumerate(documents):
            self._add(number, document)
            cards.append(_card(document.card))
            texts.append(document.marked or document.fields.get("text", ""))
            if len(cards) == BLOCK:
                yield from _block(number // BLOCK, cards, texts)
                cards, texts = [], []
        if cards:
            yield from _block(self.kinds.total() // BLOCK, cards, texts)

    def _add(self, number: int, document: Document) -> None:
        self.kinds[document.card.kind] += 1
        if document.card.kind in _ANSWERING:
            self.numbers[document.card.address] = number
        self._narrow(number, document)
        once = 2 * number
        more = once + 1
        for name, postings in self.postings.items():
            for term, count in self._counts(name, document.fields.get(name, "")).items():
                postings[term](once if count == 1 else more)
        self._add_names(number, document)

    def _add_names(self, number: int, document: Document) -> None:
        names, proper = set(map(whole, document.names)), set(map(whole, document.proper))
        for term in names - proper:
            self.postings["names"][term](2 * number)
        for term in proper:
            self.postings["names"][term](2 * number + 1)

    def _narrow(self, number: int, document: Document) -> None:
        self.wheres.append(document.where)
        self.years.append(document.year)
        self.badges.append(document.card.badge)
        if document.card.mark:
            self.unopened.append(number)
        if document.card.kind == "unit":
            self.units[document.card.address] = number
        self.owed.append(array("I", sorted(self.units[address] for address in document.units if address in self.units)))

    def facets(self) -> object:
        """What each document may be narrowed by: its place and year in runs, as they come, its badge, and whether that is 待核对."""
        known = sorted(set(self.badges))
        digits = {badge: _DIGITS[number] for number, badge in enumerate(known)}
        return {
            "places": _runs(self.wheres),
            "years": _runs(self.years),
            "badges": known,
            "badge": "".join(digits[badge] for badge in self.badges),
            "unopened": _encoded(self.unopened),
        }

    def owing(self) -> object:
        """The addresses of the units in the order of their numbers, and the numbers of those that owe each document, a blank between documents."""
        return {"units": list(self.units), "owed": " ".join(_encoded(units) for units in self.owed)}

    def _counts(self, name: str, text: str) -> Counter[str]:
        # The same names, columns and places come again and again; texts seldom do.
        counts = self._seen.get(text)
        if counts is None:
            counts = Counter(self._terms(text))
            if name != "text":
                self._seen[text] = counts
        return counts

    def shards(self) -> Iterator[tuple[str, str]]:
        """Where each shard begins and its content, in the order in which JavaScript compares strings.

        It begins after all terms of the shard before; no more of its first term is told than that takes.
        """
        indexed = chain.from_iterable(postings.numbers for postings in self.postings.values())
        terms = sorted({*indexed, *self.spoken}, key=lambda term: term.encode("utf-16-be"))
        total = sum(len(numbers) for postings in self.postings.values() for numbers in postings.numbers.values())
        most = max(SHARD_BYTES, sqrt(total * BYTES_PER_POSTING * BYTES_PER_SHARD_IN_MANIFEST))
        rows: list[str] = []
        first, size, last = "", 0, ""
        for term in terms:
            # Lists hold nothing that JSON would escape, nor do terms that are cut out of texts; what people say may be a name of any signs.
            listed = [term, *self._lists(term)]
            row = _json(listed) if term.startswith(SAID) else '["' + '","'.join(listed) + '"]'
            if rows and size + len(row) > (SAID_BYTES if term.startswith(SAID) else most):
                yield first, f"[{','.join(rows)}]"
                rows, size = [], 0
            first = first if rows else _parting(last, term)
            rows.append(row)
            size += len(row)
            last = term
        if rows:
            yield first, f"[{','.join(rows)}]"

    def _lists(self, term: str) -> list[str]:
        """Per field, in which documents; fields at the end that have none are left out."""
        fields = (postings.numbers for postings in self.postings.values())
        lists = self.spoken.get(term) or [_encoded(numbers.pop(term)) if term in numbers else "" for numbers in fields]
        while lists and not lists[-1]:
            lists.pop()
        return lists

    def manifest(self, shards: Sequence[str], contacts: Mapping[str, Sequence[str]]) -> object:
        """What the browser must know before it can ask for anything else."""
        return {
            "names": list(KINDS),
            "kinds": [self.kinds[kind] for kind in KINDS],
            "boosts": list(KINDS.values()),
            "fields": list(FIELDS.items()),
            "shards": _folded(shards),
            "phrases": _folded(sorted(set(chain.from_iterable(self.known.values())))),
            "contacts": contacts,
        }


def _parting(before: str, after: str) -> str:
    """The shortest beginning of a term that the term before does not share."""
    return after[: _shared(before, after) + 1]


def _shared(before: str, after: str) -> int:
    """With how many of the same characters both begin."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(before, after, strict=False)))


def _folded(terms: Sequence[str]) -> str:
    """Terms without blanks, each as how many characters it shares with the one before, and the others."""
    return " ".join(_DIGITS[count] + term[count:] for count, term in zip(map(_foldable, ("", *terms), terms), terms, strict=True))


def _foldable(before: str, after: str) -> int:
    # JavaScript would count rare characters twice.
    common = takewhile(lambda character: character < "\U00010000", after[: _shared(before, after)])
    return min(sum(1 for _ in common), len(_DIGITS) - 1)


def _runs(values: Sequence[str] | Sequence[int]) -> list[list[object]]:
    return [[value, sum(1 for _ in run)] for value, run in groupby(values)]


def _card(card: Card) -> list[str]:
    return [card.title, card.address, card.place, card.detail, card.badge, card.badge_text, *filter(None, (card.mark,))]


def _block(number: int, cards: Sequence[object], texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield f"c/{number}.js", _script(f"c/{number}", _json(cards))
    yield f"x/{number}.js", _script(f"x/{number}", _json(texts))


def _encoded(numbers: Sequence[int]) -> str:
    """Growing numbers as their differences, each in one or more characters."""
    gaps = list(map(sub, numbers, chain((-1,), numbers)))
    if max(gaps, default=0) < len(_SHORT):
        return "".join(map(_SHORT.__getitem__, gaps))
    return "".join(map(_characters, gaps))


def _characters(number: int) -> str:
    """The last character of a number is one of the first 46, those before it are of the other 45."""
    text = ""
    while number >= _LAST:
        number -= _LAST
        text += _DIGITS[_LAST + number % _MORE]
        number //= _MORE
    return text + _DIGITS[number]


_SHORT = [_characters(number) for number in range(1 << 16)]
