"""What the browser must know of all documents before it can ask for any: where shards begin, and what documents may be narrowed by."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby

from gongkai.words.tokens import Phrases

from .cards import FIELDS, KINDS, Document, Spoken
from .postings import DIGITS, encoded, folded, in_order
from .shards import Shard

# To be counted up with every change of what theme/scripts/engine reads: it answers from no other.
FORMAT = 2


def manifest(
    folder: str, documents: Iterable[Document], shards: Sequence[Shard], known: Phrases, contacts: Mapping[str, Sequence[str]]
) -> object:
    """The one file that must be fetched anew to see what is new; `folder` is where the others lie."""
    kinds = Counter(document.card.kind for document in documents)
    return {
        "format": FORMAT,
        "folder": folder,
        "names": list(KINDS),
        "kinds": [kinds[kind] for kind in KINDS],
        "boosts": list(KINDS.values()),
        "fields": list(FIELDS.items()),
        "shards": folded([shard.beginning for shard in shards]),
        "phrases": folded(_listed(known)),
        "contacts": contacts,
    }


def numbering(documents: Iterable[Document], known: Phrases, spoken: Spoken) -> str:
    """A name for what all numbers and terms rest on: which documents there are, which phrases are terms, which meanings there are.

    While it stays, files of an older and of a newer index may be read together.
    """
    meanings: dict[int, str] = {}
    for word, (numbers, *_) in spoken.words.items():
        for number in numbers:
            meanings.setdefault(number, word)
    rests_on = [FORMAT, [document.card.address for document in documents], _listed(known), meanings]
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()[:12]


def facets(documents: Sequence[Document]) -> object:
    """What documents may be narrowed by: those of each place, their years in runs, as they come, their badges, and which are 待核对."""
    places: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        places.setdefault(document.where, []).append(number)
    badges = [document.card.badge for document in documents]
    known = sorted(set(badges))
    digits = {badge: DIGITS[number] for number, badge in enumerate(known)}
    return {
        "places": {place: encoded(numbers) for place, numbers in places.items() if place},
        "years": _runs([document.year for document in documents]),
        "badges": known,
        "badge": "".join(digits[badge] for badge in badges),
        "unopened": encoded([number for number, document in enumerate(documents) if document.card.mark]),
    }


def owing(documents: Sequence[Document]) -> object:
    """The addresses of the units in the order of their numbers, and the numbers of those that owe each document, a blank between documents."""
    units = {document.card.address: number for number, document in enumerate(documents) if document.card.kind == "unit"}
    owed = (sorted(units[address] for address in document.units if address in units) for document in documents)
    return {"units": list(units), "owed": " ".join(map(encoded, owed))}


def _listed(known: Phrases) -> list[str]:
    return sorted(chain.from_iterable(known.values()), key=in_order)


def _runs(values: Sequence[int]) -> list[list[object]]:
    return [[value, sum(1 for _ in run)] for value, run in groupby(values)]
