"""The index as small files by name: blocks of cards and texts by document, shards of rows by term, the manifest, and the names to be suggested.

It is made of what each place has laid aside, and made anew only as far as that has changed.
Every file is a classic script, `gongkaiPart("c/3", …)`: a page opened from a disk may not fetch JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import sqrt
from operator import eq, gt, lt
from typing import NamedTuple

from gongkai.records.portal import Portal

from . import meanings
from .cards import Document, Spoken, as_json
from .cutting import Cutting, Sheaf, cut
from .findable import Findable, Group, PlaceOfIndex
from .guides import Explained, page_itself
from .manifest import facets, manifest, numbering, owing
from .names import names_script
from .phrases import Sampled, phrases_in_text, sample
from .placing import BLOCK, Placed, addresses_of, blocks, in_order_of_numbers, placed
from .postings import encoded, in_order
from .rows import Edit, edits, joined_all, row
from .shards import SAID, SAID_BYTES, SHARD_BYTES, Shard, named, recut, shards

# The larger the index, the longer the shards: a query pays for a few of them, and for where all begin.
BYTES_PER_DOCUMENT = 325
BYTES_PER_SHARD_IN_MANIFEST = 2.0
# The mean length of shards, as a share of the most.
_MEAN = 0.75
# What may stand behind a word that people say.
_ANSWERING = {"unit", "kind", "page"}
# Runs a function on many things, perhaps in other processes.
Mapper = Callable[[Callable[[Cutting], Sheaf], Iterable[Cutting]], Iterable[Sheaf]]


@dataclass
class Index:
    """The index as it was made the last time: of the next only what is new is made."""

    findables: Mapping[str, Findable] = field(default_factory=dict)
    # By place, in which state it was.
    states: Mapping[str, str] = field(default_factory=dict)
    pages: Sequence[Group] = ()
    # What holds for all places.
    words: object = None
    sampled: Mapping[str, Sampled] = field(default_factory=dict)
    tasks: int = 0
    known: tuple[str, ...] = ()
    placed: Sequence[Placed] = ()
    folder: str = ""
    shards: Sequence[Shard] = ()
    characters: str = ""
    # By name, what the other files are known by that follow from all documents.
    few: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many documents it has."""
        return sum(len(group) for group, _ in self.placed)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all."""
        blocks = range(-(-len(self) // BLOCK))
        shown = (f"{letter}/{number}" for letter in "cx" for number in blocks)
        return (*self.few, *(f"{self.folder}/{name}.js" for name in (*shown, *named(self.shards)[0])))


class _Change(NamedTuple):
    """A group that another takes the place of, with the same documents in other words."""

    before: Group
    after: Group
    numbers: Sequence[int]


def index_files(
    places: Sequence[PlaceOfIndex], portal: Portal, explained: Iterable[Explained], index: Index, mapper: Mapper = map
) -> tuple[Index, Iterator[tuple[str, str]]]:
    """The next index, whole once all its files have come; and these, by name, with that of the names, as far as they are not in `index`.

    It is of real places in their order; of the portal only the words for all places count. Of places that are in the same state nothing
    is loaded. Names stay: what pages ask for first has one for ever, and what that leads to lies in a folder of its own (manifest.py, numbering).
    """
    same = {place.slug for place in places if place.state and index.states.get(place.slug) == place.state}
    made = Index({place.slug: index.findables[place.slug] if place.slug in same else place.load() for place in places})
    made.states = {place.slug: place.state for place in places}
    made.pages, made.words = pages_as_groups(explained), (portal.vocabulary.tables, portal.daily_words)
    made.sampled, made.tasks = sample(made.findables.values(), {slug: text for slug, text in index.sampled.items() if slug in same})
    is_known = (index.tasks, index.sampled, _names_of(index)) == (made.tasks, made.sampled, _names_of(made))
    made.known = index.known if is_known else phrases_in_text(made.findables.values(), made.sampled.values(), made.tasks)
    changes = _changes(index, made)
    # The names of these stay.
    made.few = {name: known_by for name, known_by in index.few.items() if changes is not None or "/" not in name}
    return made, _all(made, portal, mapper) if changes is None else _new(index, made, portal, changes)


def _names_of(index: Index) -> list[object]:
    return [findable.names_in_text for findable in index.findables.values()]


def pages_as_groups(explained: Iterable[Explained]) -> list[Group]:
    """Of the whole site: pages, then duties."""
    documents = [page_itself(page) for page in explained]
    told = [[document for document in documents if document.card.kind == kind] for kind in ("page", "duty")]
    return [Group.of(group[0].card.kind, group) for group in told if group]


def _groups(index: Index) -> list[Group]:
    return [*chain.from_iterable(findable.groups for findable in index.findables.values()), *index.pages]


def _changes(index: Index, made: Index) -> list[_Change] | None:
    """What has changed where all numbers and terms are the same; else None."""
    before, after = _groups(index), _groups(made)
    if not index.folder or (index.words, index.known, len(before)) != (made.words, made.known, len(after)):
        return None
    numbers = {id(group): numbers for group, numbers in index.placed}
    changed = [_Change(old, new, numbers[id(old)]) for old, new in zip(before, after, strict=True) if old is not new]
    return changed if all(change.before.is_like(change.after) for change in changed) else None


# --- all ----------------------------------------------------------------------------------------


def _all(made: Index, portal: Portal, mapper: Mapper) -> Iterator[tuple[str, str]]:
    made.placed = placed(_groups(made))
    spoken = _spoken(made, portal)
    made.folder = numbering(in_order_of_numbers(made.placed, lambda group: group.told.value.addresses), made.known, spoken)
    before, behind = joined_all(list(mapper(cut, _cuttings(made))))
    made.shards = [*shards(before, _most(made)), *_shards_of(spoken), *shards(behind, _most(made))]
    yield from _shards_but(made, ())
    everything = range(len(made))
    yield from _blocks(made, everything, everything)
    made.characters = _characters(made, portal)
    for few in (_of_meanings(spoken), _of_facets(made), _of_owing(made)):
        yield from _others(made, few)
    yield from _of_names(made, portal)
    yield from _of_manifest(made, portal)


def _cuttings(made: Index) -> Iterator[Cutting]:
    """One for each place."""
    numbers = {id(group): numbers for group, numbers in made.placed}
    for groups in (*(findable.groups for findable in made.findables.values()), made.pages):
        yield Cutting(tuple((group.documents, numbers[id(group)]) for group in groups), made.known)


def _most(made: Index) -> int:
    return max(SHARD_BYTES, int(sqrt(len(made) * BYTES_PER_DOCUMENT * BYTES_PER_SHARD_IN_MANIFEST) / _MEAN))


def _shards_but(made: Index, before: Sequence[Shard]) -> Iterator[tuple[str, str]]:
    """Those that are not as before."""
    kept = dict(zip(named(before)[0], before, strict=True))
    for name, shard in zip(named(made.shards)[0], made.shards, strict=True):
        if kept.get(name) != shard:
            yield _file(made, name, shard.text)


def _blocks(made: Index, cards: Collection[int], texts: Collection[int]) -> Iterator[tuple[str, str]]:
    wanted = cards if cards == texts else {*cards, *texts}
    for number, shown in blocks(made.placed, wanted):
        for letter, asked, told in zip("cx", (cards, texts), zip(*shown, strict=True), strict=True):
            if number in asked:
                yield _file(made, f"{letter}/{number}", f"[{','.join(told)}]")


def _file(made: Index, name: str, text: str) -> tuple[str, str]:
    return f"{made.folder}/{name}.js", _script(name, text)


def _script(name: str, text: str) -> str:
    return f'gongkaiPart("{name}",{text});\n'


# --- what people say, and what follows from all documents -----------------------------------------


def _spoken(made: Index, portal: Portal) -> Spoken:
    numbers = {address: number for number, address in addresses_of(made.placed, _ANSWERING)}
    return meanings.said((findable.meant.value for findable in made.findables.values()), portal.daily_words, numbers)


def _shards_of(spoken: Spoken) -> Iterator[Shard]:
    rows = {term: lists for word, lists in spoken.words.items() if (term := f"{SAID}{word}")}
    # What people say may be a name of any signs.
    told = ((term, row(as_json(term)[1:-1], [*map(encoded, rows[term])])) for term in sorted(rows, key=in_order))
    return shards(told, SAID_BYTES)


def _of_meanings(spoken: Spoken) -> Iterator[tuple[str, object]]:
    for letter, told in (("v", spoken.meanings), ("w", [*map(encoded, spoken.places)])):
        for start in range(0, len(told), BLOCK):
            yield f"{letter}/{start // BLOCK}", told[start : start + BLOCK]


def _of_facets(made: Index) -> Iterator[tuple[str, object]]:
    yield "f", facets(made.placed)


def _of_owing(made: Index) -> Iterator[tuple[str, object]]:
    yield "u", owing(made.placed)


def _others(made: Index, told: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    for name, value in told:
        yield from _few(made, *_file(made, name, as_json(value)))


def _of_manifest(made: Index, portal: Portal) -> Iterator[tuple[str, str]]:
    told = manifest(f"{made.folder}/", made.placed, named(made.shards)[1], made.known, portal.vocabulary.contacts)
    yield from _few(made, "m.js", _script("m", as_json(told)))


def _of_names(made: Index, portal: Portal) -> Iterator[tuple[str, str]]:
    bearers = chain.from_iterable(findable.bearers.value for findable in made.findables.values())
    yield from _few(made, "names.js", names_script(bearers, portal.vocabulary, made.characters))


def _characters(made: Index, portal: Portal) -> str:
    pages = (text for group in made.pages for document in group.documents.value for text in document.fields.values())
    texts = (*(findable.characters for findable in made.findables.values()), *pages, *meanings.written(portal.daily_words))
    return "".join(sorted(set().union(*texts)))


def _few(made: Index, name: str, text: str) -> Iterator[tuple[str, str]]:
    """A file of which there are few, unless it is as it was the last time."""
    known_by = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    if made.few.get(name) != known_by:
        made.few[name] = known_by
        yield name, text


# --- what is new --------------------------------------------------------------------------------


def _new(index: Index, made: Index, portal: Portal, changes: Sequence[_Change]) -> Iterator[tuple[str, str]]:
    anew = {id(change.before): change.after for change in changes}
    made.placed = [Placed(anew.get(id(group), group), numbers) for group, numbers in index.placed]
    made.folder = index.folder
    documents = [*chain.from_iterable(map(_other_documents, changes))]
    pairs = [(before, made.findables[slug]) for slug, before in index.findables.items() if made.findables[slug] is not before]
    spoken = None if all(before.meant == after.meant for before, after in pairs) else _spoken(made, portal)
    made.shards = [*_renewed(index.shards, edits(documents, made.known), _most(made), spoken)]
    yield from _shards_but(made, index.shards)
    cards = {number // BLOCK for number, before, after in documents if before.card != after.card}
    yield from _blocks(made, cards, {number // BLOCK for number, before, after in documents if _text(before) != _text(after)})
    if spoken:
        yield from _others(made, _of_meanings(spoken))
    if any((change.before.badges, change.before.marked) != (change.after.badges, change.after.marked) for change in changes):
        yield from _others(made, _of_facets(made))
    if any(before.units != after.units for _, before, after in documents):
        yield from _others(made, _of_owing(made))
    made.characters = _characters(made, portal)
    if made.characters != index.characters or any(before.bearers != after.bearers for before, after in pairs):
        yield from _of_names(made, portal)
    yield from _of_manifest(made, portal)


def _other_documents(change: _Change) -> Iterator[tuple[int, Document, Document]]:
    if change.before.documents != change.after.documents:
        pairs = zip(change.before.documents.value, change.after.documents.value, strict=True)
        yield from ((number, *pair) for number, pair in zip(change.numbers, pairs, strict=True) if pair[0] != pair[1])


def _text(document: Document) -> str:
    return document.marked or document.fields.get("text", "")


def _renewed(before: Sequence[Shard], edits: Mapping[str, Sequence[Edit]], most: int, spoken: Spoken | None) -> Iterator[Shard]:
    first, said, last = ([shard for shard in before if sign(shard.first[0], SAID)] for sign in (lt, eq, gt))
    yield from recut(first, {term: edited for term, edited in edits.items() if term[0] < SAID}, most)
    yield from _shards_of(spoken) if spoken else said
    yield from recut(last, {term: edited for term, edited in edits.items() if term[0] > SAID}, most)
