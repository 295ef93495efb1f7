"""The files of reports: Word files of a plan and its units, and the ledger; each with what it is made of and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from gongkai.judging.assessment import AssessedPlan
from gongkai.pages import addresses

from . import ledger_rows, papers
from .ledger_rows import LedgerRow
from .pages import Reports


def files_of(reports: Reports) -> Iterator[tuple[str, object, Callable[[], bytes]]]:
    """By address; what is made of the same gives the same bytes."""
    # Most units of a place answer for the same tasks in the same words.
    written: dict[int, str] = {}
    for address, report in reports.by_file:
        yield address, report, partial(papers.docx, report, written)
    plan = reports.plan.assessed
    rows = ledger_rows.rows_of(plan)
    made_of = (plan.plan.record.title, plan.plan.record.demonstration, *rows)
    yield addresses.plan_report(plan.plan).ledger, made_of, partial(_ledger_sheet, plan, rows)


def _ledger_sheet(plan: AssessedPlan, rows: Sequence[LedgerRow]) -> bytes:
    # Only who makes sheets waits for it.
    from . import ledger_sheet  # noqa: PLC0415

    return ledger_sheet.ledger_sheet(plan, rows)
