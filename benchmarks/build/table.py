"""The tables of a run, for docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from .live import Seen
from .measuring import Cost
from .subjects import FIRST_RELEASE, HERE, HUGO
from .telephone import Waited

_MB = 1e-6


@dataclass
class Measured:
    """All that was measured of a subject at a size, time by time."""

    builds: list[Cost] = field(default_factory=list)
    checks: list[Cost] = field(default_factory=list)
    edits: list[Cost] = field(default_factory=list)
    copies: list[Cost] = field(default_factory=list)
    changed: int | None = None
    pages: int = 0
    files: int = 0
    size: int = 0
    live: Sequence[Seen] = ()
    waited: Waited | None = None


@dataclass(frozen=True)
class Row:
    """A line of a table: nothing where it was not measured. The most that ours may be, by the subject it is held against."""

    label: str
    value: Callable[[Measured], float | None]
    form: str
    against: str = ""
    most: float | None = None


def _middle(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return median(there) if there else None


def _busy(costs: Sequence[Cost]) -> float | None:
    return _middle([cost.busy for cost in costs])


def _per_mb(measured: Measured) -> float | None:
    return (_busy(measured.builds) or 0) / (measured.size * _MB) * 1000


ROWS = (
    Row("full build, CPU s", lambda one: _busy(one.builds), ".2f", HUGO, 5.0),
    Row("… from beginning to end, s", lambda one: _middle([cost.seconds for cost in one.builds]), ".2f"),
    Row("… largest process, MB", lambda one: _middle([cost.memory * _MB for cost in one.builds]), ",.0f", FIRST_RELEASE),
    Row("… pages", lambda one: one.pages, ",.0f"),
    Row("… files", lambda one: one.files, ",.0f"),
    Row("… MB written", lambda one: one.size * _MB, ",.1f"),
    Row("… CPU ms for each MB", _per_mb, ".0f", HUGO),
    Row("copying what was built (`cp -R`), CPU s", lambda one: _busy(one.copies), ".2f"),
    Row("`check`, CPU s", lambda one: _busy(one.checks), ".2f", FIRST_RELEASE),
    Row("build after one edit, CPU s", lambda one: _busy(one.edits), ".2f", FIRST_RELEASE, 0.15),
    Row("… files that changed", lambda one: one.changed, ",.0f"),
    Row("under `serve`, from saving to the page, s", lambda one: _middle([seen.ready for seen in one.live]), ".2f", FIRST_RELEASE),
    Row("… to the open page reloaded, s", lambda one: _middle([seen.reloaded for seen in one.live]), ".2f"),
    Row(
        "first content of a task on a slow telephone, ms",
        lambda one: _middle(one.waited.content if one.waited else ()),
        ",.0f",
        FIRST_RELEASE,
        0.75,
    ),
    Row(
        "first answer of the search at 200 ms, ms",
        lambda one: _middle(one.waited.answer if one.waited else ()),
        ",.0f",
        FIRST_RELEASE,
        0.75,
    ),
)
# What may grow for each task from the smallest size to the largest, and by how much.
_GROWING = {"full build, CPU s": None, "`check`, CPU s": 0.15, "build after one edit, CPU s": 0.15}

BySize = Mapping[int, Mapping[str, Measured]]


def tables(sizes: BySize, times: int, versions: Sequence[str]) -> str:
    """Markdown: the machine, a table for each size, and what each task costs at all sizes."""
    programs = ", ".join((f"Python {platform.python_version()}", *versions))
    return "\n".join((f"{os.cpu_count()} CPUs ({platform.machine()}), {programs}; medians of {times}.\n", *_lines(sizes)))


def _lines(sizes: BySize) -> Iterator[str]:
    for size, subjects in sizes.items():
        yield f"| {size:,} tasks | {' | '.join(subjects)} | ratio |"
        yield f"|--|{'--|' * len(subjects)}--|"
        yield from (
            f"| {row.label} | {' | '.join(_cell(row, one) for one in subjects.values())} | {_ratio(row, subjects)} |" for row in ROWS
        )
        yield ""
    if len(sizes) > 1 and all(HERE in subjects for subjects in sizes.values()):
        yield from _growth({size: subjects[HERE] for size, subjects in sizes.items()})


def _cell(row: Row, measured: Measured) -> str:
    value = row.value(measured)
    return "–" if value is None else f"{value:{row.form}}"


def _ratio(row: Row, subjects: Mapping[str, Measured]) -> str:
    """Ours to the one that it is held against."""
    values = [row.value(subjects[name]) for name in (HERE, row.against) if name in subjects]
    ours, others = values if len(values) == len((HERE, HUGO)) else (None, None)
    return f"{ours / others:.2f} of {row.against}{_judged(ours / others, row.most)}" if ours is not None and others else ""


def _judged(value: float, most: float | None) -> str:
    return "" if most is None else f" (≤ {most:g}: {'pass' if value <= most else '**fail**'})"


def _growth(sizes: Mapping[int, Measured]) -> Iterator[str]:
    yield f"| for each task, CPU ms | {' | '.join(f'{size:,}' for size in sizes)} | growth |"
    yield f"|--|{'--|' * len(sizes)}--|"
    for row in ROWS:
        if row.label in _GROWING:
            values = [(row.value(measured) or 0) / size * 1000 for size, measured in sizes.items()]
            growth = values[-1] / values[0] - 1
            yield f"| {row.label.removesuffix(', CPU s')} | {' | '.join(f'{value:.2f}' for value in values)} | {growth:+.0%}{_judged(growth, _GROWING[row.label])} |"
