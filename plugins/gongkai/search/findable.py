"""What the index has of one place, made where the place is made and laid aside until all are: what can be found there, and what it is called."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Generic, TypeVar

from gongkai.judging.assessment import AssessedPlan
from gongkai.records.portal import Jurisdiction, Portal

from . import documents, meanings, names
from .cards import Document, bare_title
from .meanings import Meant
from .names import Bearer

T = TypeVar("T")
# Of such a kind what is called the same in several places stands together.
SIDE_BY_SIDE = {"unit", "path", "kind"}
# It is unpacked more often than packed.
_FASTEST = 1


class Packed(Generic[T]):
    """A value in few bytes, unpacked each time that it is asked for."""

    def __init__(self, value: T) -> None:
        self._bytes = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _FASTEST)

    @property
    def value(self) -> T:
        value: T = pickle.loads(zlib.decompress(self._bytes))
        return value

    def __eq__(self, other: object) -> bool:
        # Equal values may be packed otherwise: it depends on which of their texts are the same object.
        return isinstance(other, Packed) and (self._bytes == other._bytes or bool(self.value == other.value))

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Group:
    """Documents of one kind and year of a place, in their order; and apart from them what is asked of all at once.

    `titles` are what they are called without their place, where such stand together; `wordings` is how much of the text of
    each task is the document's own words, before what was found for it.
    """

    kind: str
    year: int
    where: str
    documents: Packed[tuple[Document, ...]]
    addresses: tuple[str, ...]
    titles: tuple[str, ...]
    badges: tuple[str, ...]
    marked: tuple[bool, ...]
    units: tuple[tuple[str, ...], ...]
    wordings: tuple[int, ...] = ()

    @classmethod
    def of(cls, told: Sequence[Document], wordings: Sequence[int] = ()) -> Group:
        """All of the same kind, place and year, and at least one."""
        kind = told[0].card.kind
        return cls(
            kind,
            told[0].year,
            told[0].where,
            Packed(tuple(told)),
            tuple(document.card.address for document in told),
            tuple(bare_title(document) for document in told if kind in SIDE_BY_SIDE),
            tuple(document.card.badge for document in told),
            tuple(bool(document.card.mark) for document in told),
            tuple(document.units for document in told),
            tuple(wordings),
        )


@dataclass(frozen=True)
class Findable:
    """A place as it can be found; `characters` are all that stand in its documents, each once, in their order."""

    slug: str
    name: str
    short_name: str
    groups: tuple[Group, ...]
    names_in_text: Packed[tuple[str, ...]]
    meant: Packed[Meant]
    bearers: Packed[tuple[Bearer, ...]]
    characters: str

    @property
    def documents(self) -> Iterator[Document]:
        """All, kind by kind."""
        return chain.from_iterable(group.documents.value for group in self.groups)


@dataclass(frozen=True)
class PlaceOfIndex:
    """A place, the state of what it is made of, if that is known, and what loads it where it is not in the state of the last time."""

    slug: str
    state: str
    load: Callable[[], Findable]


def findable_of(place: Jurisdiction, plans: Sequence[AssessedPlan], portal: Portal, as_of: date) -> Findable:
    """What can be found of a place; of the portal only the words are asked that hold for all places."""
    groups = tuple(_groups(place, plans, portal))
    fields = chain.from_iterable(document.fields.values() for group in groups for document in group.documents.value)
    return Findable(
        place.slug,
        place.record.name,
        place.record.short_name,
        groups,
        Packed(tuple(documents.names_in_text(place))),
        Packed(meanings.meant(place, portal, as_of)),
        Packed(tuple(names.bearers(place, portal.vocabulary))),
        "".join(sorted(set(chain.from_iterable(fields)))),
    )


def _groups(place: Jurisdiction, plans: Sequence[AssessedPlan], portal: Portal) -> Iterator[Group]:
    for told in documents.groups(place, plans, portal.vocabulary):
        if told:
            is_of_tasks = told[0].card.kind == "task"
            of_year = next((plan for plan in plans if plan.plan.year == told[0].year), None) if is_of_tasks else None
            yield Group.of(told, [documents.length_of_wordings(task.task) for task in of_year.tasks] if of_year else ())
