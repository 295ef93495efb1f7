"""What the browser must know of all documents before it can ask for any: where shards begin, and what documents may be narrowed by."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby

from gongkai.words.tokens import phrases

from .cards import FIELDS, KINDS, Spoken
from .findable import Told
from .placing import Placed, addresses_of, in_order_of_numbers
from .postings import DIGITS, encoded, folded, in_order

# To be counted up with every change of what theme/scripts/engine reads: it answers from no other.
FORMAT = 2


def manifest(
    folder: str, placed: Iterable[Placed], beginnings: Sequence[str], known: Iterable[str], contacts: Mapping[str, Sequence[str]]
) -> object:
    """The one file that must be fetched anew to see what is new; `folder` is where the others lie, `beginnings` where shards begin."""
    kinds: Counter[str] = Counter()
    for group, numbers in placed:
        kinds[group.kind] += len(numbers)
    return {
        "format": FORMAT,
        "folder": folder,
        "names": list(KINDS),
        "kinds": [kinds[kind] for kind in KINDS],
        "boosts": list(KINDS.values()),
        "fields": list(FIELDS.items()),
        "shards": folded(beginnings),
        "phrases": folded(_listed(known)),
        "contacts": contacts,
    }


def numbering(addresses: Sequence[str], known: Iterable[str], spoken: Spoken) -> str:
    """A name for what all numbers and terms rest on: which documents there are, which phrases are terms, which meanings there are.

    While it stays, files of an older and of a newer index may be read together.
    """
    meanings: dict[int, str] = {}
    for word, (numbers, *_) in spoken.words.items():
        for number in numbers:
            meanings.setdefault(number, word)
    rests_on = [FORMAT, addresses, _listed(known), meanings]
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()[:12]


def facets(placed: Sequence[Placed]) -> object:
    """What documents may be narrowed by: those of each place, their years in runs, as they come, their badges, and which are 待核对."""
    badges = in_order_of_numbers(placed, lambda group: group.badges)
    known = sorted(set(badges))
    digits = {badge: DIGITS[number] for number, badge in enumerate(known)}
    marked = in_order_of_numbers(placed, lambda group: group.marked)
    return {
        "places": {place: encoded(numbers) for place, numbers in _by_place(placed).items()},
        "years": [
            [year, sum(1 for _ in run)] for year, run in groupby(in_order_of_numbers(placed, lambda group: [group.year] * len(group)))
        ],
        "badges": known,
        "badge": "".join(digits[badge] for badge in badges),
        "unopened": encoded([number for number, is_marked in enumerate(marked) if is_marked]),
    }


def _by_place(placed: Sequence[Placed]) -> dict[str, list[int]]:
    """The numbers of each place that is told, in the order in which places come."""
    places: dict[str, list[int]] = {}
    for number, where in enumerate(in_order_of_numbers(placed, lambda group: [group.where] * len(group))):
        if where:
            places.setdefault(where, []).append(number)
    return places


def owing(placed: Sequence[Placed]) -> object:
    """The addresses of the units in the order of their numbers, and the numbers of those that owe each document, a blank between documents."""
    units = {address: number for number, address in addresses_of(placed, {"unit"})}
    owed = in_order_of_numbers(placed, lambda group: _owed(group.told.value, units))
    return {"units": sorted(units, key=units.__getitem__), "owed": " ".join(owed)}


def _owed(told: Told, units: Mapping[str, int]) -> list[str]:
    numbers = [units.get(address) for address in told.owing]
    return [encoded(sorted(number for at in owing if (number := numbers[at]) is not None)) for owing in told.units]


def _listed(known: Iterable[str]) -> list[str]:
    return sorted(chain.from_iterable(phrases(known).values()), key=in_order)
