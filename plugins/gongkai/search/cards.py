"""What the search index is made of: things that can be found, and what people say when they mean them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# A name says more than a title, a title more than the text. The order is that of the lists of a row.
FIELDS = {"names": 5, "title": 3, "path": 2, "place": 2, "text": 1}
# Bodies and columns before what only mentions them. The order is that of the documents.
KINDS = {"unit": 4.0, "path": 3.0, "plan": 2.0, "section": 0.8, "task": 1.0, "kind": 1.5, "place": 3.0, "page": 1.0, "duty": 1.0}
K1 = 1.2
_IN_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# As JSON, a card and a text.
Shown = tuple[str, str]


class Card(NamedTuple):
    """What a hit shows."""

    kind: str
    title: str
    address: str
    place: str
    detail: str
    badge: str = ""
    badge_text: str = ""
    mark: str = ""


class Document(NamedTuple):
    """A thing that can be found: its card, the text of each field, and the names that, typed whole, put it first.

    `proper` names are the thing's own; `names` are what else it is called. `where` and `year` are its jurisdiction and plan,
    `units` the addresses of the units that owe it: what answers are narrowed by. `marked` is the text with the numbers of its
    measures between form feeds, where an extract tells which of several it is from.
    """

    card: Card
    fields: dict[str, str]
    proper: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    where: str = ""
    year: int = 0
    units: tuple[str, ...] = ()
    marked: str = ""


@dataclass(frozen=True)
class Spoken:
    """What people say that stands in no text: by word lists of numbers, of which the first are its meanings; and the meanings.

    `places` are the numbers of the units and kinds of each place.
    """

    words: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)
    meanings: Sequence[object] = ()
    places: Sequence[Sequence[int]] = ()


def bare_title(document: Document) -> str:
    """财政局 of 区财政局: its shortest name that its title ends with."""
    title = document.card.title
    return min((title, *(name for name in document.proper if name and title.endswith(name))), key=len)


def shown(document: Document) -> Shown:
    """What a hit shows of a document, and what its extract is taken from."""
    card = document.card
    told = [card.title, card.address, card.place, card.detail, card.badge, card.badge_text, *filter(None, (card.mark,))]
    return as_json(told), as_json(document.marked or document.fields.get("text", ""))


def as_json(value: object) -> str:
    """As it stands in a script."""
    # Two characters that end a line of a script, but not of JSON.
    return _IN_JSON.encode(value).replace("\u2028", " ").replace("\u2029", " ")
