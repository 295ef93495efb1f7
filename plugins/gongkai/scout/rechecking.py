"""Opens known addresses again and says which are dead, which say something else now, and which would not open; never that anything is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from gongkai.records.fields import normal_address
from gongkai.records.ledger_records import Check, Evidence
from gongkai.records.portal import Node
from gongkai.words.text import normal

from .fetching.answers import ENDING, Fetched, Refused
from .snapshots import Page, kept, taken

State = Literal["same", "changed", "opened", "dead", "could_not_open"]
WORDS: Mapping[State, str] = {
    "same": "与留存的一样",
    "changed": "与留存的不一样",
    "opened": "打得开，没有留存可以比较",
    "dead": "链接失效",
    "could_not_open": "打不开",
}
# Who has entered what comes of it.
PROGRAM = "程序"
_MOST_LINES = 5


@dataclass(frozen=True)
class Known:
    """An address of the ledger, and the entries that rest on it."""

    address: str
    evidence: tuple[Evidence, ...]

    @property
    def snapshot_of(self) -> Evidence | None:
        """The entry with its newest snapshot."""
        with_snapshot = [entry for entry in self.evidence if entry.snapshot]
        return max(with_snapshot, key=lambda entry: entry.snapshot.on if entry.snapshot else date.min, default=None)


@dataclass(frozen=True)
class Rechecked:
    """What an address was like on a day."""

    known: Known
    state: State
    on: date
    why: str = ""
    page: Page | None = None
    # Lines of the page's own text, the first few of each.
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def is_for_the_office(self) -> bool:
        """Whether a person should look."""
        return self.state in ("dead", "changed", "could_not_open")

    @property
    def dead_on(self) -> date | None:
        """What would be noted of its evidence: a badge stays, the link is marked."""
        return self.on if self.state == "dead" and not all(entry.dead_on for entry in self.known.evidence) else None

    def check(self, columns: Mapping[str, Node]) -> Iterator[Check]:
        """What would be noted where it did not open, entry by entry: never `not_found`, which only a person says."""
        for entry in self.known.evidence if self.state == "could_not_open" else ():
            column = entry.found_in if entry.found_in in columns else None
            yield Check(
                task=entry.task,
                measures=entry.measures,
                units=entry.units,
                on=self.on,
                by=PROGRAM,
                result="could_not_open",
                column=column,
                remark=f"{self.known.address} {self.why}",
            )

    @property
    def told(self) -> Iterator[str]:
        """For the list of the office."""
        tasks = "、".join(dict.fromkeys(entry.task for entry in self.known.evidence))
        yield f"{WORDS[self.state]}：{self.known.evidence[0].title}（任务 {tasks}）"
        yield f"  {self.known.address}"
        if self.why:
            yield f"  {self.why}"
        yield from (f"  原来有：{line}" for line in self.gone)
        yield from (f"  现在有：{line}" for line in self.new)


def known(evidence: Iterable[Evidence]) -> tuple[Known, ...]:
    """The addresses of a ledger, each once, whatever stands behind it that does not change the page."""
    entries: dict[str, list[Evidence]] = {}
    for entry in evidence:
        if entry.url:
            entries.setdefault(normal_address(entry.url), []).append(entry)
    return tuple(Known(together[0].url or "", tuple(together)) for together in entries.values())


def recheck(
    addresses: Iterable[Known],
    year: Path,
    visit: Callable[[str], Fetched | Refused],
    today: date,
    tell: Callable[[Rechecked], None] = lambda _: None,
) -> tuple[Rechecked, ...]:
    """Open each again, as far as the time and the bytes of a run go; `year` is the folder of the plan, where copies lie."""
    done = []
    for address in addresses:
        answer = visit(address.address)
        if isinstance(answer, Refused) and answer.kind in ENDING:
            break
        done.append(_rechecked(address, answer, year, today))
        tell(done[-1])
    return tuple(done)


def _rechecked(address: Known, answer: Fetched | Refused, year: Path, today: date) -> Rechecked:
    if isinstance(answer, Refused):
        return Rechecked(address, "dead" if answer.kind == "not_found" else "could_not_open", today, answer.why)
    page, entry = taken(answer, today), address.snapshot_of
    if entry is None or entry.snapshot is None:
        return Rechecked(address, "opened", today, "", page)
    if page.sha256 == entry.snapshot.hash:
        return Rechecked(address, "same", today, "", page)
    before = kept(year, entry.snapshot)
    if before is None:
        return Rechecked(address, "opened", today, f"留存的文件 {entry.snapshot.file} 不在了，或被改过，不能比较。", page)
    gone, new = _difference(before, page)
    is_same = bool(before.text and page.text and not gone and not new)
    return Rechecked(address, "same" if is_same else "changed", today, f"留存于 {before.on}。", page, gone[:_MOST_LINES], new[:_MOST_LINES])


def _difference(before: Page, now: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that only one of them has, the title first; blanks and the width of letters do not count."""
    there, here = ({normal(line): line for line in (page.title, *page.text.split("\n")) if line} for page in (before, now))
    return tuple(there[line] for line in there if line not in here), tuple(here[line] for line in here if line not in there)
