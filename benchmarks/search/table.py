"""The tables of docs/benchmarks.md: what was measured, beside what was promised."""

from __future__ import annotations

import math
import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from statistics import median

from .. import ROOT
from .browser import FirstAnswer
from .build import Built
from .engines import ENGINES, GONGKAI, LUNR, PAGEFIND, Engine

DOCUMENT = ROOT / "docs/benchmarks.md"
_BETWEEN = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- /measured -->)", re.DOTALL)
_KB, _MB = 1e-3, 1e-6
_SLOW = 0.95


@dataclass(frozen=True)
class Measured:
    """All that was measured of one engine at one size; `documents` are the seconds that making the documents took before its build."""

    built: Built
    documents: float
    first: Sequence[FirstAnswer]
    later: Sequence[float]

    def sizes(self, *parts: str) -> list[int]:
        """Bytes of these parts, query by query, where nothing went wrong."""
        return [answer.size(*parts) for answer in self.first if not answer.errors] or [0]

    def first_query(self) -> float:
        """Bytes that a reader's first query costs, code, index and ten cards."""
        return median(self.sizes("code", "index", "cards"))

    @property
    def whole(self) -> int:
        """Bytes of an index that is sent whole."""
        return max(self.sizes("index"), default=self.built.sent)


Engines = Mapping[str, Measured]


@dataclass(frozen=True)
class Row:
    """A line of a table: its number, how it is written, and the most that ours may be at a size."""

    label: str
    value: Callable[[Measured], float]
    form: str
    budget: Mapping[int, float] = field(default_factory=dict)
    note: Callable[[Measured], str] = lambda _: ""

    def cell(self, measured: Measured, most: float | None) -> str:
        value = self.value(measured)
        text = f"{value:{self.form}}{self.note(measured)}"
        return text if most is None else f"{text} {_judged(value, most)}"


def _judged(value: float, most: float) -> str:
    return f"(≤ {most:,.15g}: {'pass' if value <= most else '**fail**'})"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that this share of them does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def _index(measured: Measured) -> list[int]:
    return measured.sizes("index")


def _worst_query(measured: Measured) -> str:
    worst = max(measured.first, key=lambda answer: answer.size("index"))
    return f" {worst.query}" if len(set(_index(measured))) > 1 else ""


def _requests(measured: Measured) -> list[int]:
    return [answer.count("index", "cards") for answer in measured.first]


def _first(measured: Measured) -> list[float]:
    return [answer.answered for answer in measured.first]


_SIZES = (300, 3_000, 30_000, 100_000)
_OF_BUILDS = (
    Row("build of the index, s", lambda one: one.built.seconds, ",.2f", {size: 0.4 * size / 1000 for size in _SIZES}),
    Row("of this on a processor, s", lambda one: one.built.busy, ",.2f"),
    Row("making the documents before it, s", lambda one: one.documents, ",.2f"),
    Row("peak memory of the build, MB", lambda one: one.built.memory * _MB, ",.0f", {100_000: 1_000}),
    Row("files", lambda one: one.built.files, ",.0f"),
    Row("on disk, MB", lambda one: one.built.size * _MB, ",.1f"),
    Row("on disk, gzip, MB", lambda one: one.built.sent * _MB, ",.2f"),
)
_OF_ANSWERS = (
    Row("code, kB", lambda one: median(one.sizes("code")) * _KB, ".1f", dict.fromkeys(_SIZES, 12)),
    Row("index, median query, kB", lambda one: median(_index(one)) * _KB, ",.1f"),
    Row("index, worst query, kB", lambda one: max(_index(one)) * _KB, ",.1f", {300: 25, 3_000: 35, 30_000: 60, 100_000: 120}, _worst_query),
    Row(
        "index and ten cards, median query, kB",
        lambda one: median(one.sizes("index", "cards")) * _KB,
        ",.1f",
        {300: 14, 3_000: 20, 30_000: 28, 100_000: 40},
    ),
    Row("errors of the page, all queries", lambda one: sum(answer.errors for answer in one.first), ".0f"),
    Row("requests for these, median", lambda one: median(_requests(one)), ".0f", note=lambda one: f" (most {max(_requests(one))})"),
    Row("after that, for extracts and filters, median, kB", lambda one: median(one.sizes("extracts", "filters")) * _KB, ".1f"),
    Row("opening the page, median, ms", lambda one: median(answer.opened for answer in one.first), ",.0f"),
    Row("first answer, median, ms", lambda one: median(_first(one)), ",.0f"),
    Row("first answer, p95, ms", lambda one: percentile(_first(one), _SLOW), ",.0f", dict.fromkeys(_SIZES, 500) | {100_000: 600}),
    Row("later answers, median, ms", lambda one: median(one.later), ",.1f"),
    Row("later answers, p95, ms", lambda one: percentile(one.later, _SLOW), ",.1f", {300: 5, 3_000: 10, 30_000: 20, 100_000: 50}),
)
# A first query with code, to what Pagefind sends for the same and to the whole lunr index.
_TO_PAGEFIND = {300: 0.2, 3_000: 0.2, 100_000: 0.06}
_TO_LUNR = {300: 0.1, 3_000: 0.01, 100_000: 0.0005}


def write(found: Mapping[int, Engines], queries: int, chromium: str) -> None:
    """Put the tables between the marks of the document; what stands around them stays."""
    text = DOCUMENT.read_text(encoding="utf-8")
    tables = "\n".join((_machine(queries, chromium), *_tables(found)))
    DOCUMENT.write_text(_BETWEEN.sub(lambda _: f"\n{tables}\n", text), encoding="utf-8", newline="")


def _machine(queries: int, chromium: str) -> str:
    programs = f"Python {platform.python_version()}, Chromium {chromium}, lunr.py {version('lunr')}, Pagefind {version('pagefind')}"
    return f"{os.cpu_count()} CPUs, {programs}; {queries} queries.\n"


def _tables(found: Mapping[int, Engines]) -> Iterator[str]:
    for engine in ENGINES:
        yield from _table(engine.name, found, ((row.label, _cells(row, engine, found)) for row in (*_OF_BUILDS, *_OF_ANSWERS)))
        if engine is GONGKAI:
            yield from _table("a first query with code, to that of the others", found, _ratios(found))
            yield from _table("index of a first query, kB, and its answer, ms", found, _queries(found))


def _table(title: str, found: Mapping[int, Engines], lines: Iterator[tuple[str, Sequence[str]]]) -> Iterator[str]:
    yield f"| {title} | {' | '.join(f'{size:,} tasks' for size in found)} |"
    yield f"|--|{'--|' * len(found)}"
    yield from (f"| {label} | {' | '.join(cells)} |" for label, cells in lines)
    yield ""


def _cells(row: Row, engine: Engine, found: Mapping[int, Engines]) -> list[str]:
    return [_cell(row, engine, engines.get(engine.name), size) for size, engines in found.items()]


def _cell(row: Row, engine: Engine, measured: Measured | None, size: int) -> str:
    """Only ours is held to a budget."""
    if measured is None or (row in _OF_ANSWERS and not measured.first):
        return "–"
    return row.cell(measured, row.budget.get(size) if engine is GONGKAI else None)


def _queries(found: Mapping[int, Engines]) -> Iterator[tuple[str, Sequence[str]]]:
    """Query by query, all sizes of a query beside one another."""
    answers = [engines[GONGKAI.name].first for engines in found.values()]
    for same in zip(*answers, strict=True):
        yield same[0].query, [f"{answer.size('index') * _KB:,.1f} · {answer.answered:,.0f}" for answer in same]


def _ratios(found: Mapping[int, Engines]) -> Iterator[tuple[str, Sequence[str]]]:
    others = (
        ("÷ Pagefind's first query with code", PAGEFIND.name, Measured.first_query, _TO_PAGEFIND),
        ("÷ whole lunr index", LUNR.name, lambda one: one.whole, _TO_LUNR),
    )
    for label, other, value, budget in others:
        yield label, [_ratio(engines, other, value, budget.get(size)) for size, engines in found.items()]


def _ratio(engines: Engines, other: str, value: Callable[[Measured], float], most: float | None) -> str:
    if not {GONGKAI.name, other} <= engines.keys():
        return "–"
    ratio = engines[GONGKAI.name].first_query() / value(engines[other])
    return f"{ratio:.2g}" if most is None else f"{ratio:.2g} {_judged(ratio, most)}"
