"""Warnings and gates (design §5): what can be built, and can hardly be meant or must not be published unanswered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from gongkai.records.folder import ReadFile
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.plan_records import PlanRecord, TasksFile
from gongkai.records.portal import Jurisdiction, Reading
from gongkai.records.problems import Effect, Problem
from gongkai.records.register_records import JurisdictionRecord

from .addresses import doubtful_addresses, unencrypted
from .days import doubtful_days, early_due
from .effects import Effects, repeated_entries
from .personal import personal_numbers
from .texts import doubtful_texts, unclassified, unread, untitled
from .units import doubtful_units
from .values import Stated, remark, stated


@dataclass(frozen=True)
class _Gate:
    """A problem that may be answered for by its name."""

    problem: Problem
    name: str


def remarks(reading: Reading, today: date) -> list[Problem]:
    """Everything doubtful in a data folder, as far as it could be read."""
    by_place: dict[str, list[ReadFile]] = {}
    for file in reading.files:
        by_place.setdefault(file.path.parts[0] if len(file.path.parts) > 1 else "", []).append(file)
    sound = {place.slug: place for place in reading.portal.jurisdictions}
    return [problem for slug, files in by_place.items() for problem in of_place(slug, files, sound.get(slug), today)]


def of_place(slug: str, files: Sequence[ReadFile], place: Jurisdiction | None, today: date) -> Iterator[Problem]:
    """Everything doubtful in the files of one place; those that all places share have no slug."""
    record = next((file.record for file in files if isinstance(file.record, JurisdictionRecord)), None)
    is_made_up = any(isinstance(file.record, PlanRecord) and file.record.demonstration for file in files)
    gates: list[_Gate] = []
    laid_out = [stated(file) for file in files]
    for with_values in laid_out:
        file = with_values.file
        yield from doubtful_days(with_values, _year_of(file), today)
        yield from doubtful_texts(with_values)
        yield from doubtful_units(file)
        for problem in doubtful_addresses(with_values, record, is_made_up=is_made_up or not slug):
            if problem.effect is Effect.GATE:
                gates.append(_gate(slug, file, "示例网址", "", problem))
            else:
                yield problem
        gates += [_gate(slug, file, kind, number, problem) for kind, number, problem in (*personal_numbers(with_values), *unread(file))]
    # A superior document is quoted from where it was seen; a place's own addresses may be better ones.
    yield from unencrypted(laid_out) if slug else ()
    yield from _unanswered(gates, files)
    if place:
        # What a place is held against must be known to be good.
        yield from _of_plans(place, laid_out)


def _of_plans(place: Jurisdiction, laid_out: Iterable[Stated]) -> Iterator[Problem]:
    of_year: dict[int | None, list[Stated]] = {}
    for with_values in laid_out:
        of_year.setdefault(_year_of(with_values.file), []).append(with_values)
    for plan in place.plans:
        effects = Effects(plan, place.register)
        files = [with_values.file for with_values in of_year[plan.year]]
        ledgers = [file for file in files if isinstance(file.record, LedgerFile)]
        yield from repeated_entries(ledgers)
        # What is made up is never published, and may be as bare as it likes.
        yield from (*untitled(files), *unclassified(files)) if not plan.record.demonstration else ()
        yield from (problem for file in ledgers for problem in effects.of(file))
        for with_values in of_year[plan.year]:
            if isinstance(with_values.file.record, TasksFile):
                yield from effects.of_tasks(with_values.file)
                yield from early_due(with_values, plan.record.issued_on) if plan.record.issued_on else ()


def _year_of(file: ReadFile) -> int | None:
    """The year of the plan that a file belongs to."""
    folder = file.path.parts[1] if len(file.path.parts) > 2 else ""  # noqa: PLR2004 - place, year, file
    return int(folder) if len(folder) == 4 and folder.isdecimal() and folder.isascii() else None  # noqa: PLR2004 - a year


def _gate(slug: str, file: ReadFile, kind: str, number: str, problem: Problem) -> _Gate:
    """Named for what it is about, not for its line, and without saying the number."""
    told = f"{slug} {kind} {number}" if number else f"{slug} {kind} {file.path.as_posix()}"
    name = f"{kind.partition('（')[0]}-{sha256(told.encode()).hexdigest()[:6]}"
    remedy = f"{problem.remedy}确要照原样发布的，在台账的 answers 里写 problem: {name}，并写 reason、by 和 on。"
    return _Gate(replace(problem, remedy=remedy), name)


def _unanswered(gates: Iterable[_Gate], files: Iterable[ReadFile]) -> Iterator[Problem]:
    """The gates for which nobody answers, and the answers that are to nothing."""
    named = {gate.name for gate in gates}
    answered: set[str] = set()
    for file in files:
        for index, answer in enumerate(getattr(file.record, "answers", ())):
            answered.add(answer.problem)
            if answer.problem not in named:
                fault = f"没有“{answer.problem}”这个要答复的问题，这一条不起作用。"
                yield remark(file, ("answers", index, "problem"), fault, "请照 check 说的名字写，或删去这一条。")
    yield from (gate.problem for gate in gates if gate.name not in answered)
