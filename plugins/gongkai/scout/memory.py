"""What is remembered of a column from visit to visit, so that what has not changed is not asked for again and a killed run goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from gongkai.files import leftovers, reader, writer

from .fetching.answers import Validators
from .lists.entries import ListPage

Ending = Literal["year_passed", "no_further", "repeats", "page_limit", "entry_limit", "refused"]
# Further than that nobody follows a list.
MOST_PAGES = 200
# Files of another shape are as good as none.
_SHAPE = 1
FOLDER = ".build/scout"
# Some three times what the longest column can come to.
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class PageRead:
    """A page of a list as it was read on a day: under which address it is asked for, and by what it is known to be unchanged."""

    address: str
    on: date
    validators: Validators
    listed: ListPage


@dataclass(frozen=True)
class ColumnMemory:
    """The pages of a column in the order in which they were read; `ended_on` the day on which a walk through them came to its own end."""

    address: str
    pages: tuple[PageRead, ...] = ()
    ending: Ending | None = None
    ended_on: date | None = None
    shape: int = _SHAPE

    def page(self, address: str) -> PageRead | None:
        return next((page for page in self.pages if page.address == address), None)

    def after(self, walked: Sequence[PageRead]) -> ColumnMemory:
        """On the way: the pages that were walked through, and those known from before that may still be met."""
        met = {page.address for page in walked}
        others = [page for page in self.pages if page.address not in met][:MOST_PAGES]
        return replace(self, pages=(*walked, *others), ending=None, ended_on=None)

    def ended(self, walked: Sequence[PageRead], ending: Ending, on: date) -> ColumnMemory:
        """At the end of a walk."""
        return replace(self, pages=tuple(walked), ending=ending, ended_on=on)


_KEPT = TypeAdapter(ColumnMemory)


@dataclass(frozen=True)
class Notebook:
    """The memory of a place's columns in one year, a file for each below the folder of what only saves time; lost, it is gathered anew."""

    folder: Path

    def column(self, slug: str, address: str) -> ColumnMemory:
        """What is known of a column at this address; of another one that it had before, nothing."""
        try:
            known = _KEPT.validate_json(reader.read(self._file(slug), _MOST_BYTES))
        except (reader.UnreadableError, ValidationError):
            return ColumnMemory(address)
        return known if (known.address, known.shape) == (address, _SHAPE) else ColumnMemory(address)

    def keep(self, slug: str, memory: ColumnMemory) -> None:
        """Write it, whole or not at all."""
        # Halves of characters, which titles may have, stand in it as codes.
        writer.keep(self._file(slug), [json.dumps(_KEPT.dump_python(memory, mode="json")).encode()])

    @property
    def addresses(self) -> Path:
        """Where it stands what the addresses of the ledger were like; no slug of a column has a capital."""
        return self.folder / "ADDRESSES.json"

    def _file(self, slug: str) -> Path:
        return self.folder / f"{slug}.json"


def notebook(root: Path, place: str, year: int) -> Notebook:
    """As it lies in the folder of a portal, without what a killed run left half written."""
    folder = root / FOLDER / place / str(year)
    leftovers.recover(folder)
    return Notebook(folder)
