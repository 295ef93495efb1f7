"""What was seen in a column → proposals for open cells, and the search that the ledger keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from gongkai.judging.assessment import AssessedMeasure, AssessedPlan
from gongkai.records.fields import PROGRAM, normal_address
from gongkai.records.ledger_records import Search
from gongkai.records.portal import Portal

from .lists.entries import Listed
from .matching.matcher import Match, Matcher
from .proposed import ProposedCell, ProposedEntry

_DIGITS = 2


class Proposer:
    """Made once for a judged plan."""

    def __init__(self, portal: Portal, assessed: AssessedPlan) -> None:
        self.assessed = assessed
        self.matcher = Matcher(portal, assessed.jurisdiction, assessed.plan)
        self._entered = frozenset(normal_address(entry.url) for entry in assessed.ledger.evidence if entry.url)

    def proposals(self, column: str, entries: Iterable[Listed], seen_on: date) -> Iterator[ProposedEntry]:
        """Of what is not in the ledger yet, for cells that are open, in the order of the list."""
        for entry in entries:
            if normal_address(entry.address) in self._entered:
                continue
            matches = (match for match in self.matcher.matches(entry, column) if self._is_open(match))
            if cells := tuple(map(_cell, matches)):
                title, address = _whole(entry.title), _whole(entry.address)
                yield ProposedEntry(title=title, url=address, published_on=entry.published_on, seen_on=seen_on, cells=cells)

    def _is_open(self, match: Match) -> bool:
        """Whether its badge could still become a better one; a unit of a group that nobody lists has no cell of its own."""
        measures = self.assessed.by_id[match.task.id].measures
        measure = next((it for it in measures if it.measure.number == match.measure.number), None)
        return measure is not None and not is_done(measure, match.unit)


def _whole(text: str) -> str:
    """Without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def is_done(measure: AssessedMeasure, unit: str) -> bool:
    """Opening a page that somebody was told of is still to be done."""
    cell = measure.cell_of(unit)
    verdict = cell.verdict if cell else measure.verdict
    return verdict.badge.family == "done" and not verdict.is_unopened


def _cell(match: Match) -> ProposedCell:
    return ProposedCell(
        task=match.task.id,
        measure=match.measure.number,
        unit=match.unit,
        sureness=round(match.sureness, _DIGITS),
        reasons=match.reasons,
    )


def search_of(column: str, url: str, extent: str, proposed: int, on: date) -> Search:
    """That a program looked: where, how far, and whether it proposed anything; never that anything is missing."""
    return Search(
        task=None,
        measures=(),
        units=(),
        column=column,
        on=on,
        by=PROGRAM,
        searched="live",
        url=url,
        extent=extent,
        result="proposed" if proposed else "nothing",
        remark=f"提出 {proposed} 条线索，等人核对。" if proposed else None,
    )
