"""Goes through the pages of a column until the year of the plan is passed, and says how far that was."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from .fetching.answers import Fetched, Refused, Validators
from .lists.entries import Listed, ListPage
from .memory import MOST_PAGES, Ending, Notebook, PageRead

# The list of a page; the second is the form of the page before, by which its list is known again.
Read = Callable[[Fetched, str], ListPage]
Visit = Callable[[str, Validators | None], Fetched | Refused]
_LONGEST_TITLE, _LONGEST_ADDRESS, _LONGEST_FORM = 500, 2000, 10_000
# What each end means to a clerk.
ENDINGS: Mapping[Ending, str] = {
    "year_passed": "再往后都是前几年的",
    "no_further": "后面没有了",
    "repeats": "后面的各页是重复的",
    "page_limit": "后面还有，到规定的页数为止",
    "entry_limit": "后面还有，到规定的条数为止",
    "refused": "后面的没有看成",
}


@dataclass(frozen=True)
class Extent:
    """How far a column is read at most."""

    pages: int = 50
    entries: int = 5000


@dataclass(frozen=True)
class Step:
    """A page has been read: of which column the how many-th, what it has, and whether it was known already."""

    column: str
    page: int
    entries: int
    is_known: bool


@dataclass(frozen=True)
class Walk:
    """What was seen in a column: its entries in the order of the list, each once."""

    column: str
    address: str
    entries: tuple[Listed, ...]
    pages: int
    ending: Ending
    refused: Refused | None = None

    @property
    def oldest(self) -> date | None:
        return min((entry.published_on for entry in self.entries if entry.published_on), default=None)

    @property
    def extent(self) -> str:
        """How far it was looked, as the ledger says it of a search."""
        if not self.pages:
            return "没有看成"
        oldest = f"，最早的是 {self.oldest}" if self.oldest else ""
        return f"列表前 {self.pages} 页，{len(self.entries)} 条{oldest}；{ENDINGS[self.ending]}"


_USUAL = Extent()


class Walker:
    """Walks through columns of a place for the plan of a year; every page is remembered as soon as it is read."""

    def __init__(
        self,
        visit: Visit,
        read: Read,
        notebook: Notebook,
        year: int,
        today: date,
        extent: Extent = _USUAL,
        tell: Callable[[Step], None] = lambda _: None,
    ) -> None:
        self._visit, self._read, self._notebook = visit, read, notebook
        self._begins, self._today, self._extent, self._tell = date(year, 1, 1), today, extent, tell
        self._walked: dict[str, Walk] = {}

    def walk(self, column: str, address: str) -> Walk:
        """All that a column lists for the year; columns of one address are gone through together."""
        if address not in self._walked:
            self._walked[address] = self._walk(column, address)
        return replace(self._walked[address], column=column)

    def _walk(self, column: str, address: str) -> Walk:
        """What was read today is not asked for again."""
        memory = self._notebook.column(column, address)
        pages: list[PageRead] = []
        refused: Refused | None = None
        waiting = deque([address])
        while not (ending := self._ending(pages, waiting)):
            known = memory.page(waiting[0])
            page = self._page(waiting.popleft(), known, pages[-1].listed.form if pages else "")
            if isinstance(page, Refused):
                ending, refused = "refused", page
                break
            pages.append(page)
            if page is not known:
                memory = memory.after(pages)
                self._notebook.keep(column, memory)
            waiting = _further(pages, waiting)
            self._tell(Step(column, len(pages), len(page.listed.entries), page is known))
        if ending != "refused" and (memory.ending, memory.ended_on) != (ending, self._today):
            self._notebook.keep(column, memory.ended(pages, ending, self._today))
        return Walk(column, address, _entries(pages), len(pages), ending, refused)

    def _page(self, address: str, known: PageRead | None, form: str) -> PageRead | Refused:
        """A page as it is today."""
        if known and known.on == self._today:
            return known
        answer = self._visit(address, known.validators if known else None)
        if isinstance(answer, Refused):
            return answer
        if known and answer.is_unchanged:
            return replace(known, on=self._today)
        return PageRead(address, self._today, answer.validators, _fitting(self._read(answer, form), self._extent.entries))

    def _ending(self, pages: list[PageRead], waiting: deque[str]) -> Ending | None:
        """Whether there is nothing more to be read, and why."""
        if not pages:
            return None
        entries = pages[-1].listed.entries
        days = [entry.published_on for entry in entries if entry.published_on]
        if days and max(days) < self._begins:
            return "year_passed"
        before = {entry.address for page in pages[:-1] for entry in page.listed.entries}
        if not waiting or not entries:
            return "no_further"
        if all(entry.address in before for entry in entries):
            return "repeats"
        if len(before) + len(entries) >= self._extent.entries:
            return "entry_limit"
        return "page_limit" if len(pages) >= self._extent.pages else None


def _further(pages: list[PageRead], waiting: deque[str]) -> deque[str]:
    """The pages to be read next: what a page itself says of the next one goes before what earlier ones said."""
    read = {page.address for page in pages} | {page.validators.address for page in pages}
    further = (address for address in (*pages[-1].listed.further, *waiting) if address not in read)
    return deque(dict.fromkeys(further))


def _fitting(page: ListPage, most: int) -> ListPage:
    """A page without what is no title or no address of anything, so that what is kept is bounded."""
    entries = (entry for entry in page.entries if len(entry.title) <= _LONGEST_TITLE and len(entry.address) <= _LONGEST_ADDRESS)
    further = (address for address in page.further if len(address) <= _LONGEST_ADDRESS)
    form = page.form if len(page.form) <= _LONGEST_FORM else ""
    return replace(page, entries=tuple(entries)[:most], further=tuple(further)[:MOST_PAGES], form=form)


def _entries(pages: Iterable[PageRead]) -> tuple[Listed, ...]:
    """Each once: while pages are read, new entries push others to the next page."""
    listed: dict[str, Listed] = {}
    for page in pages:
        for entry in page.listed.entries:
            listed.setdefault(entry.address, entry)
    return tuple(listed.values())
