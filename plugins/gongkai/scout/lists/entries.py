"""What a list holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

# Shorter ones are names of columns and buttons.
SHORTEST_TITLE = 4


@dataclass(frozen=True)
class Listed:
    """An entry of a list: its title in full, its absolute address, the day it was published where that is told."""

    title: str
    address: str
    published_on: date | None = None
    # What is told of who published it: beside it, else at the head of its page. It is no part of what an entry is.
    author: str = field(default="", compare=False)


@dataclass(frozen=True)
class ListPage:
    """A page of a list, in its order; the addresses where it may go on, the likeliest first; and by what its list is known again."""

    entries: tuple[Listed, ...] = ()
    further: tuple[str, ...] = ()
    form: str = ""
