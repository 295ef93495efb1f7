"""Known addresses of a plan that a person should look at again, and what she says of them, as a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from gongkai.desk.proposals import Desk, Proposal
from gongkai.judging.assessment import AssessedPlan
from gongkai.pages.views import Link
from gongkai.records.fields import normal_address
from gongkai.records.ledger_records import Evidence
from gongkai.scout import rechecked
from gongkai.scout.rechecked import KnownPage, Looked
from gongkai.scout.rechecking import Known, known

_DIGITS = 12


@dataclass(frozen=True)
class Doubtful:
    """An address as it was when it was last opened, and the entries that rest on it."""

    page: KnownPage
    known: Known

    @property
    def name(self) -> str:
        """What a page asks for it by."""
        return hashlib.sha256(self.page.key.encode()).hexdigest()[:_DIGITS]

    @property
    def is_settled(self) -> bool:
        """Whether the ledger says so already."""
        is_kept = self.known.snapshot is not None and self.known.snapshot.hash == self.page.sha256
        return all(entry.dead_on for entry in self.known.evidence) if self.page.state == "dead" else is_kept

    def ways(self, plan: AssessedPlan) -> tuple[Link, ...]:
        """To the forms by which a person enters what she has seen herself."""
        return tuple(dict.fromkeys(self._ways(plan)))

    def _ways(self, plan: AssessedPlan) -> Iterator[Link]:
        for entry in self.known.evidence:
            here, url = f"desk/{plan.plan.jurisdiction}/{plan.plan.year}/{entry.task}/", quote(entry.url or "", safe="")
            match self.page.state:
                case "dead":
                    yield from [] if entry.dead_on else [Link(f"记下链接失效（{entry.task}）", f"{here}dead?url={url}")]
                case "could_not_open" | "not_asked":
                    yield Link(f"登记核查（{entry.task}）", f"{here}record?{_check(entry)}")
                case _:
                    yield Link(f"看登记，要改的改正（{entry.task}）", here)


def _check(entry: Evidence) -> str:
    """What the form of a check that did not succeed has chosen already."""
    chosen = [("measures", str(number)) for number in entry.measures] + [("units", unit) for unit in entry.units]
    chosen += [("column", entry.found_in)] if entry.found_in else []
    return "".join(["kind=checks&result=could_not_open", *(f"&{key}={quote(text, safe='')}" for key, text in chosen)])


def doubtful(root: Path, plan: AssessedPlan) -> tuple[Doubtful, ...]:
    """What is surest first; raises UnreadableRechecksError."""
    by_key = {normal_address(it.address): it for it in known(plan.plan.ledger.evidence)}
    pages = rechecked.kept(_year(root, plan)).of(by_key).pages
    shown = (Doubtful(page, by_key[page.key]) for alike in rechecked.by_state(pages).values() for page in alike)
    return tuple(it for it in shown if not it.is_settled)


def looked_at(desk: Desk, plan: AssessedPlan, pages: list[Doubtful], looked: Looked) -> Proposal:
    """That a person has looked, and the ledger stays as it is."""
    file = rechecked.file(_year(desk.root, plan))
    after = rechecked.kept(_year(desk.root, plan)).looked_at([it.page.key for it in pages], looked)
    return Proposal.of(desk.root, plan.plan.jurisdiction, {file.relative_to(desk.root): after.text})


def _year(root: Path, plan: AssessedPlan) -> Path:
    return root / plan.plan.jurisdiction / str(plan.plan.year)
