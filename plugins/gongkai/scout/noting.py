"""Keeps what a walk through a column came to: proposals beside the ledger, and in the ledger that a program looked; nothing is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gongkai.files import reader, writer
from gongkai.judging.judgement import assess

from . import proposed, searches
from .grounds import Grounds
from .proposing import Proposer, search_of
from .walking import Walk

# So often it is tried again where somebody decides at the same time.
_TRIES = 3


@dataclass(frozen=True)
class Noted:
    """What was kept: how many entries of the list wait for a person, how many of them are new, and whether the ledger says that it was looked."""

    waiting: int
    new: int
    is_search: bool


class Noting:
    """Made once for a place; `root` is the data folder."""

    def __init__(self, root: Path, grounds: Grounds, today: date) -> None:
        self._root, self._year, self._today = root, root / grounds.place.slug / str(grounds.plan.year), today
        portal = replace(grounds.portal, jurisdictions=(grounds.place,))
        assessed = next(it for it in assess(portal, today).plans if it.plan.year == grounds.plan.year)
        self._proposer = Proposer(portal, assessed)

    def note(self, walk: Walk) -> Noted:
        """Write it, all or nothing; raises UnreadableProposalsError, UnreadableSearchesError, OSError."""
        seen = tuple(self._proposer.proposals(walk.column, walk.entries, self._today))
        for _ in range(_TRIES):
            try:
                return self._written(walk, seen)
            except (writer.ChangedError, FileExistsError):
                continue
        return self._written(walk, seen)

    def _written(self, walk: Walk, seen: tuple[proposed.ProposedEntry, ...]) -> Noted:
        files = (proposed.file(self._year, walk.column), searches.file(self._year))
        held = {file: _held(file) for file in files}
        before = proposed.column(self._year, walk.column)
        after = before.joined(seen)
        keys = {entry.key for entry in seen}
        waiting = [entry for entry in after.entries if entry.key in keys and entry.is_waiting]
        known = {entry.key for entry in before.entries}
        texts = {files[0]: after.text} if after.entries else {}
        # Of a page without a list, and of one that was refused, nobody can say what it has not.
        if is_search := bool(walk.entries) and walk.ending != "refused":
            search = search_of(walk.column, walk.address, walk.extent, len(waiting), self._today)
            texts[files[1]] = searches.text(self._root, self._year, searches.joined(searches.kept(self._year), search))
        contents = {file: text.encode() for file, text in texts.items() if text.encode() != held[file]}
        writer.change(contents, {file: held[file] for file in contents})
        return Noted(len(waiting), sum(entry.key not in known for entry in waiting), is_search)


def _held(file: Path) -> bytes | None:
    try:
        return reader.read(file) if file.is_file() else None
    except reader.UnreadableError:
        # Told by whoever has to understand it.
        return b""
