"""Opens known addresses again and says which are dead, which say something else now, and which would not open; never that anything is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from gongkai.files import reader, writer
from gongkai.records.fields import normal_address
from gongkai.records.ledger_records import Evidence, Snapshot
from gongkai.words.text import normal

from .fetching.answers import ENDING, Fetched, Kind, Refused
from .snapshots import Page, kept, taken

State = Literal["same", "opened", "dead", "changed", "could_not_open", "not_asked"]
WORDS: Mapping[State, str] = {
    "same": "与留存的一样",
    "opened": "打得开，没有留存可以比较",
    "dead": "链接失效",
    "changed": "与留存的不一样",
    "could_not_open": "打不开",
    "not_asked": "没有去看",
}
_ORDER = tuple(WORDS)
# Of these nobody knows whether they open.
_NOT_ASKED: frozenset[Kind] = frozenset({"wrong_address", "foreign_host", "private_address", "robots", "host_given_up"})
# Where a person should look.
FOR_THE_OFFICE: tuple[State, ...] = ("dead", "changed", "could_not_open", "not_asked")
_MOST_LINES = 5
_TRIED_AGAIN: frozenset[State] = frozenset({"could_not_open", "not_asked"})


@dataclass(frozen=True)
class Known:
    """An address of the ledger, and the entries that rest on it."""

    address: str
    evidence: tuple[Evidence, ...]

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest copy of it."""
        return max((entry.snapshot for entry in self.evidence if entry.snapshot), key=lambda snapshot: snapshot.on, default=None)


@dataclass(frozen=True)
class Outcome:
    """What an address was like on a day."""

    state: State
    on: date
    why: str = ""
    # Lines of the page's own text, the first few of each.
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    # Of what it said.
    sha256: str = ""


@dataclass(frozen=True)
class Rechecked:
    """The same with what rests on it."""

    known: Known
    outcome: Outcome

    @property
    def state(self) -> State:
        return self.outcome.state

    @property
    def is_for_the_office(self) -> bool:
        """Whether a person should look."""
        return self.state in FOR_THE_OFFICE


def report(rechecked: Iterable[Rechecked]) -> Iterator[str]:
    """The list for the office: what is alike stands together, what is surest first."""
    alike: dict[tuple[State, str], list[Rechecked]] = {}
    for each in sorted(rechecked, key=lambda it: _ORDER.index(it.state)):
        if each.is_for_the_office:
            alike.setdefault((each.state, each.outcome.why), []).append(each)
    for (state, why), together in alike.items():
        yield f"{WORDS[state]} {len(together)} 个：{why}"
        yield from (line for each in together for line in _told(each))


def _told(rechecked: Rechecked) -> Iterator[str]:
    entries = rechecked.known.evidence
    yield f"  {entries[0].title}（任务 {'、'.join(dict.fromkeys(entry.task for entry in entries))}）"
    yield f"    {rechecked.known.address}"
    yield from (f"    原来有：{line}" for line in rechecked.outcome.gone)
    yield from (f"    现在有：{line}" for line in rechecked.outcome.new)


def known(evidence: Iterable[Evidence]) -> tuple[Known, ...]:
    """The addresses of a ledger, each once, whatever stands behind it that does not change the page."""
    entries: dict[str, list[Evidence]] = {}
    for entry in evidence:
        if entry.url:
            entries.setdefault(normal_address(entry.url), []).append(entry)
    return tuple(Known(together[0].url or "", tuple(together)) for together in entries.values())


_KEPT = TypeAdapter(dict[str, Outcome])


class Rechecker:
    """Opens addresses again for a plan whose copies lie in the folder `year`; what was told today stands in a file, so a killed run goes on."""

    def __init__(self, visit: Callable[[str], Fetched | Refused], year: Path, memory: Path, today: date) -> None:
        self._visit, self._year, self._memory, self._today = visit, year, memory, today

    def recheck(self, addresses: Iterable[Known]) -> Iterator[Rechecked]:
        """One after the other, as far as the time and the bytes of a run go; what did not open is tried again."""
        done = {
            key: outcome for key, outcome in self._remembered().items() if outcome.on == self._today and outcome.state not in _TRIED_AGAIN
        }
        for address in addresses:
            key = normal_address(address.address)
            if key in done:
                yield Rechecked(address, done[key])
                continue
            answer = self._visit(address.address)
            if isinstance(answer, Refused) and answer.kind in ENDING:
                return
            rechecked = _rechecked(address, answer, self._year, self._today)
            done[key] = rechecked.outcome
            writer.keep(self._memory, [json.dumps(_KEPT.dump_python(done, mode="json")).encode()])
            yield rechecked

    def _remembered(self) -> Mapping[str, Outcome]:
        try:
            return _KEPT.validate_json(reader.read(self._memory))
        except (reader.UnreadableError, ValidationError):
            return {}


def _rechecked(address: Known, answer: Fetched | Refused, year: Path, today: date) -> Rechecked:
    if isinstance(answer, Refused):
        return Rechecked(address, Outcome(_state(answer.kind), today, answer.why))
    page = taken(answer, today)
    return Rechecked(address, replace(_compared(address.snapshot, page, year), sha256=page.sha256))


def _state(kind: Kind) -> State:
    if kind == "not_found":
        return "dead"
    return "not_asked" if kind in _NOT_ASKED else "could_not_open"


def _compared(snapshot: Snapshot | None, page: Page, year: Path) -> Outcome:
    if snapshot is None:
        return Outcome("opened", page.on)
    if page.sha256 == snapshot.hash:
        return Outcome("same", page.on)
    before = kept(year, snapshot)
    if before is None:
        return Outcome("opened", page.on, f"留存的文件 {snapshot.file} 不在了，或被改过，不能比较。")
    gone, new = _difference(before, page)
    is_same = bool(before.text and page.text and not gone and not new)
    return Outcome("same" if is_same else "changed", page.on, f"留存于 {before.on}。", gone[:_MOST_LINES], new[:_MOST_LINES])


def _difference(before: Page, now: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that only one of them has, the title first; blanks and the width of letters do not count."""
    there, here = ({normal(line): line for line in (page.title, *page.text.split("\n")) if line} for page in (before, now))
    return tuple(there[line] for line in there if line not in here), tuple(here[line] for line in here if line not in there)
