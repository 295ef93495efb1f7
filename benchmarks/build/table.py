"""The tables of a run, for docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from .live import Seen
from .measuring import Cost, Tree
from .subjects import FIRST_RELEASE, HERE, HUGO, ours
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
    built: Tree = field(default_factory=lambda: Tree({}, 0))
    live: Sequence[Seen] = ()
    waited: Waited | None = None


@dataclass(frozen=True)
class Row:
    """A line of a table: nothing where it was not measured. The most that ours may be, by the subject it is held against, if any."""

    label: str
    value: Callable[[Measured], float | None]
    form: str
    against: str = ""
    most: float | None = None
    # The only one of ours of which the most is asked.
    of: str = ""


def _middle(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return median(there) if there else None


def _busy(costs: Sequence[Cost]) -> float | None:
    return _middle([cost.busy for cost in costs])


def _per_mb(measured: Measured) -> float | None:
    return (_busy(measured.builds) or 0) / (measured.built.size * _MB) * 1000


ROWS = (
    Row("full build, CPU s", lambda one: _busy(one.builds), ",.2f", HUGO, 4.0),
    Row("… from beginning to end, s", lambda one: _middle([cost.seconds for cost in one.builds]), ",.2f", HUGO, 2.5, ours(2)),
    Row("… processes at one time", lambda one: _middle([cost.processes for cost in one.builds]), ".0f"),
    Row("… largest process, MB", lambda one: _middle([cost.memory * _MB for cost in one.builds]), ",.0f", most=400),
    Row("… all processes together, MB", lambda one: _middle([cost.together * _MB for cost in one.builds]), ",.0f"),
    Row("… pages", lambda one: len(one.built.pages), ",.0f"),
    Row("… files", lambda one: len(one.built.files), ",.0f"),
    Row("… MB written", lambda one: one.built.size * _MB, ",.1f"),
    Row("… CPU ms for each MB", _per_mb, ".0f", HUGO),
    Row("… largest page, kB", lambda one: max(one.built.pages.values(), default=0) / 1000, ",.1f", most=200),
    Row("… most addresses in a site map", lambda one: one.built.most_addresses or None, ",.0f", most=50_000),
    Row("copying what was built (`cp -R`), CPU s", lambda one: _busy(one.copies), ".2f"),
    Row("`check`, CPU s", lambda one: _busy(one.checks), ",.2f", FIRST_RELEASE),
    Row("… largest process, MB", lambda one: _middle([cost.memory * _MB for cost in one.checks]), ",.0f"),
    Row("build after one edit, CPU s", lambda one: _busy(one.edits), ",.2f", FIRST_RELEASE, 0.15),
    Row("… from beginning to end, s", lambda one: _middle([cost.seconds for cost in one.edits]), ",.2f"),
    Row("… files that changed", lambda one: one.changed, ",.0f"),
    Row("under `serve`, from saving to the page, s", lambda one: _middle([seen.ready for seen in one.live]), ".2f", FIRST_RELEASE),
    Row("… to the open page reloaded, s", lambda one: _middle([seen.reloaded for seen in one.live]), ".2f", most=3),
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
# What may grow for each task from the smallest size to a larger one, and by how much.
_GROWING = {"full build, CPU s": 0.15, "`check`, CPU s": 0.15, "build after one edit, CPU s": None}

BySize = Mapping[int, Mapping[str, Measured]]


def tables(sizes: BySize, times: int, versions: Sequence[str]) -> str:
    """Markdown: the machine, two tables for each size, and what each task costs at all sizes."""
    programs = ", ".join((f"Python {platform.python_version()}", *versions))
    return "\n".join((f"{os.cpu_count()} CPUs ({platform.machine()}), {programs}; medians of {times}.\n", *_lines(sizes)))


def _lines(sizes: BySize) -> Iterator[str]:
    for size, subjects in sizes.items():
        yield from _table([f"{size:,} tasks", *subjects], ([row.label, *(_cell(row, one) for one in subjects.values())] for row in ROWS))
        of_ours = [name for name in subjects if name.startswith(HERE)]
        held = [[_held_label(row), *(_held(row, name, subjects) for name in of_ours)] for row in ROWS if row.against or row.most]
        yield from _table([f"{size:,} tasks, held against", *of_ours], (cells for cells in held if any(cells[1:])))
    if len(sizes) > 1:
        yield from _growth(sizes)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'--|' * len(head)}"
    yield from (f"| {' | '.join(cells)} |" for cells in rows)
    yield ""


def _cell(row: Row, measured: Measured) -> str:
    value = row.value(measured)
    return "–" if value is None else f"{value:{row.form}}"


def _held_label(row: Row) -> str:
    """A line that goes on with the one before it is not understood alone."""
    above = next(of for of in reversed(ROWS[: ROWS.index(row) + 1]) if not of.label.startswith("…"))
    name = row.label if row is above else f"{above.label.rpartition(',')[0]}: {row.label.removeprefix('… ')}"
    return f"{name} ÷ {row.against}" if row.against else name


def _held(row: Row, name: str, subjects: Mapping[str, Measured]) -> str:
    """Ours, or ours to the one that it is held against; nothing where either was not measured."""
    ours_is = row.value(subjects[name])
    other = row.value(subjects[row.against]) if row.against in subjects else None
    if ours_is is None or (row.against and other is None):
        return ""
    most = row.most if row.of in ("", name) else None
    return f"{ours_is / other:.2f}{_judged(ours_is / other, most)}" if other else f"{ours_is:{row.form}}{_judged(ours_is, most)}"


def _judged(value: float, most: float | None) -> str:
    return "" if most is None else f" (≤ {most:,g}: {'pass' if value <= most else '**fail**'})"


def _growth(sizes: BySize) -> Iterator[str]:
    """For each of ours that was measured at all sizes."""
    smallest, *larger = sizes
    rows = [(row, name) for row in ROWS if row.label in _GROWING for name in sizes[smallest] if name.startswith(HERE)]
    yield from _table(
        ["for each task, CPU ms", *(f"{size:,}" for size in sizes), *(f"growth to {size:,}" for size in larger)],
        (
            [f"{row.label.removesuffix(', CPU s')}, {name}", *_grown(row, [(size, sizes[size][name]) for size in sizes])]
            for row, name in rows
        ),
    )


def _grown(row: Row, measured: Sequence[tuple[int, Measured]]) -> list[str]:
    values = [(row.value(one) or 0) / size * 1000 for size, one in measured]
    if not all(values):
        return ["–"] * (2 * len(values) - 1)
    growths = [value / values[0] - 1 for value in values[1:]]
    return [*(f"{value:.2f}" for value in values), *(f"{growth:+.0%}{_judged(growth, _GROWING[row.label])}" for growth in growths)]
