"""Copies of the pages that somebody confirms: opened politely once, and remembered until they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from gongkai.desk.proposals import RefusedError
from gongkai.publishing.settings import Settings
from gongkai.scout.fetching.answers import Refused
from gongkai.scout.fetching.limits import MIB, Limits
from gongkai.scout.grounds import Grounds
from gongkai.scout.snapshots import Page, taken

from .visiting import alone, visitor

if TYPE_CHECKING:
    from gongkai.scout.fetching.visitor import Visitor

# A document may be what was published. Somebody waits at a browser, and what has not come by then goes without.
LIMITS = Limits(bytes_a_page=20 * MIB, takes_files=True, seconds_in_all=60)
_MOST = 100


@dataclass
class Copies:
    """What was opened of late: of each address the page, or why there is none."""

    _known: dict[tuple[str, date], Page | str] = field(default_factory=dict)
    _ended: float = float("-inf")

    def of(self, addresses: Iterable[str], on: date, *, again: bool, visiting: Visiting) -> Mapping[str, Page | str]:
        """Of all addresses; what did not open is asked for `again` where somebody wants that, and nothing that did."""
        wanted = dict.fromkeys(addresses)
        missing = [it for it in wanted if self._is_missing(self._known.get((it, on)), again=again)]
        try:
            opened = self._opened(missing, on, visiting) if missing else {}
        except RefusedError as error:
            opened = dict.fromkeys(missing, str(error))
        told = {**{it: self._known[it, on] for it in wanted if it not in opened}, **opened}
        self._known = dict([*self._known.items(), *(((it, on), page) for it, page in told.items())][-_MOST:])
        return told

    @staticmethod
    def _is_missing(known: Page | str | None, *, again: bool) -> bool:
        return known is None or (again and isinstance(known, str))

    def _opened(self, addresses: Iterable[str], on: date, visiting: Visiting) -> dict[str, Page | str]:
        with alone(visiting.place):
            going = visiting.visitor()
            sleep(max(self._ended + LIMITS.pace - monotonic(), 0))
            try:
                return {address: page_of(going, address, on) for address in addresses}
            finally:
                self._ended = monotonic()


@dataclass(frozen=True)
class Visiting:
    """Where the folder of a place is, and how to come by a visitor who may go to its sites."""

    place: Path
    visitor: Callable[[], Visitor]

    @classmethod
    def of(cls, settings: Settings, data: Path, grounds: Grounds) -> Visiting:
        return cls(data / grounds.place.slug, lambda: visitor(settings, grounds, LIMITS))


def page_of(going: Visitor, address: str, on: date) -> Page | str:
    """The page, or why there is none."""
    answer = going.visit(address)
    return answer.why if isinstance(answer, Refused) else taken(answer, on)
