"""What the index has of one place, made where the place is made and laid aside until all are: what can be found there, and what it is called."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from gongkai.judging.assessment import AssessedPlan
from gongkai.records.portal import Jurisdiction, Portal

from . import documents, meanings, names
from .cards import Document, bare_title
from .meanings import Meant
from .names import Bearer

T = TypeVar("T")
# Of such a kind what is called the same in several places stands together.
SIDE_BY_SIDE = {"unit", "path", "kind"}
# More would take as long as it saves.
_LEVEL = 1


class Packed(Generic[T]):
    """A value in few bytes, unpacked each time that it is asked for."""

    def __init__(self, value: T) -> None:
        self._bytes = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _LEVEL)

    @property
    def value(self) -> T:
        value: T = pickle.loads(zlib.decompress(self._bytes))
        return value

    def __eq__(self, other: object) -> bool:
        # Equal values may be packed otherwise: it depends on which of their texts are the same object.
        return isinstance(other, Packed) and (self._bytes == other._bytes or bool(self.value == other.value))

    __hash__ = None  # type: ignore[assignment]


class Told(NamedTuple):
    """Of each document of a group: its address, its title without its place where such stand together, which units owe it, as numbers in `owing`,
    and how much of its text is the plan's own words, before what was found for it.
    """

    addresses: tuple[str, ...]
    titles: tuple[str, ...]
    owing: tuple[str, ...]
    units: tuple[tuple[int, ...], ...]
    wordings: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """Documents of one kind and year of a place, in their order; apart from them what is asked of all documents at once."""

    kind: str
    year: int
    where: str
    badges: tuple[str, ...]
    marked: bytes
    told: Packed[Told]
    documents: Packed[tuple[Document, ...]]

    @classmethod
    def of(cls, kind: str, documents: Sequence[Document], wordings: Sequence[int] = ()) -> Group:
        """All of the same place and year, and at least one."""
        owing = {address: number for number, address in enumerate(dict.fromkeys(chain.from_iterable(it.units for it in documents)))}
        told = Told(
            tuple(document.card.address for document in documents),
            tuple(bare_title(document) for document in documents if kind in SIDE_BY_SIDE),
            tuple(owing),
            tuple(tuple(owing[address] for address in document.units) for document in documents),
            tuple(wordings),
        )
        badges = tuple(document.card.badge for document in documents)
        marked = bytes(bool(document.card.mark) for document in documents)
        return cls(kind, documents[0].year, documents[0].where, badges, marked, Packed(told), Packed(tuple(documents)))

    def __len__(self) -> int:
        return len(self.badges)

    def is_like(self, other: Group) -> bool:
        """Whether it has the same documents in the same order, though in other words."""
        told, of_other = self.told.value, other.told.value
        alike = (self.kind, self.year, self.where, told.addresses, told.titles)
        return alike == (other.kind, other.year, other.where, of_other.addresses, of_other.titles)

    @property
    def wordings(self) -> Iterator[str]:
        """The plan's own words of each task."""
        pairs = zip(self.documents.value, self.told.value.wordings, strict=True)
        return (document.fields["text"][:length] for document, length in pairs)


@dataclass(frozen=True)
class Findable:
    """A place as it can be found; `characters` are all that stand in its documents, each once, in their order."""

    slug: str
    groups: tuple[Group, ...]
    names_in_text: Packed[tuple[str, ...]]
    meant: Packed[Meant]
    bearers: Packed[tuple[Bearer, ...]]
    characters: str


@dataclass(frozen=True)
class PlaceOfIndex:
    """A place, the state of what it is made of, empty where that is not known, and what loads it where that is not the state of the last time."""

    slug: str
    state: str
    load: Callable[[], Findable]


def findable_of(place: Jurisdiction, plans: Sequence[AssessedPlan], portal: Portal, as_of: date) -> Findable:
    """What can be found of a place; of the portal only the words are asked that hold for all places."""
    told = [group for group in documents.groups(place, plans, portal.vocabulary) if group]
    wordings = {plan.plan.year: [documents.length_of_wordings(assessed.task) for assessed in plan.tasks] for plan in plans}
    of_tasks = {group[0].year: wordings[group[0].year] for group in told if group[0].card.kind == "task"}
    fields = chain.from_iterable(document.fields.values() for document in chain.from_iterable(told))
    return Findable(
        place.slug,
        tuple(Group.of(kind := group[0].card.kind, group, of_tasks[group[0].year] if kind == "task" else ()) for group in told),
        Packed(tuple(documents.names_in_text(place))),
        Packed(meanings.meant(place, portal, as_of)),
        Packed(tuple(names.bearers(place, portal.vocabulary))),
        "".join(sorted(set(chain.from_iterable(fields)))),
    )
