"""Which number each document has, and what is told in the order of these: kind by kind; of plans the newest first; what several places call the same side by side."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple, TypeVar

from .cards import KINDS, Shown, shown
from .findable import SIDE_BY_SIDE, Group

T = TypeVar("T")
# So many documents share a file of what hits show of them.
BLOCK = 8


class Placed(NamedTuple):
    """Documents of a place with their numbers; a range where they come one after another."""

    group: Group
    numbers: Sequence[int]


def placed(groups: Sequence[Group]) -> list[Placed]:
    """The groups of all places in their order, as the index has them."""
    all_placed: list[Placed] = []
    start = 0
    for kind in KINDS:
        of_kind = [group for group in groups if group.kind == kind]
        all_placed += _beside(of_kind, start) if kind in SIDE_BY_SIDE else _one_after_another(of_kind, start)
        start += sum(map(len, of_kind))
    return all_placed


def _one_after_another(groups: Iterable[Group], start: int) -> Iterator[Placed]:
    """Tasks of the newest plans first."""
    for group in sorted(groups, key=lambda group: -group.year):
        yield Placed(group, range(start, start + len(group)))
        start += len(group)


def _beside(groups: Sequence[Group], start: int) -> Iterator[Placed]:
    """What is called the same, one after the other: who asks for it gets the cards in few files."""
    alike: dict[str, list[tuple[int, int]]] = {}
    for at, group in enumerate(groups):
        for local, title in enumerate(group.told.value.titles):
            alike.setdefault(title, []).append((at, local))
    numbers = [array("I", bytes(4 * len(group))) for group in groups]
    for number, (at, local) in enumerate(chain.from_iterable(alike.values()), start):
        numbers[at][local] = number
    return map(Placed, groups, numbers)


def in_order_of_numbers(placed: Iterable[Placed], told: Callable[[Group], Sequence[T]]) -> list[T]:
    """What is told of each document of a group, for all documents."""
    by_number = {number: value for group, numbers in placed for number, value in zip(numbers, told(group), strict=True)}
    return [by_number[number] for number in range(len(by_number))]


def addresses_of(placed: Iterable[Placed], kinds: Collection[str]) -> Iterator[tuple[int, str]]:
    """The documents of these kinds: their numbers and addresses."""
    for group, numbers in placed:
        if group.kind in kinds:
            yield from zip(numbers, group.told.value.addresses, strict=True)


def blocks(placed: Iterable[Placed], wanted: Collection[int]) -> Iterator[tuple[int, list[Shown]]]:
    """What hits show of so many documents each, of the blocks that are wanted; of a kind that stands side by side all are gathered first."""
    told = chain.from_iterable(_shown(kind, groups, wanted) for kind, groups in groupby(placed, key=lambda one: one.group.kind))
    for block, pairs in groupby(told, key=lambda pair: pair[0] // BLOCK):
        yield block, [shown for _, shown in pairs]


def _shown(kind: str, groups: Iterable[Placed], wanted: Collection[int]) -> Iterable[tuple[int, Shown]]:
    told = (
        (number, shown(document))
        for group, numbers in groups
        if any(number // BLOCK in wanted for number in numbers)
        for number, document in zip(numbers, group.documents.value, strict=True)
        if number // BLOCK in wanted
    )
    return sorted(told) if kind in SIDE_BY_SIDE else told
