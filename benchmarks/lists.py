"""How well the scout matches the judged lists of tests/cases: `python -m benchmarks.lists`, family by family; --fit weighs its signs anew."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul
from pathlib import Path
from unittest.mock import patch

from gongkai.records import loading
from gongkai.scout.matching import signs
from gongkai.scout.matching.matcher import Matcher

from tests.helpers.lists import SETS, JudgedEntry, JudgedList, Score, all_judged, listed, score

from . import ROOT

NAMES = tuple(signs.WEIGHTS)
# Weights are drawn to nothing by so much, measured by how widely their signs vary.
_DRAWN = 3.0
# Slopes that move no weight.
_NOTHING = 1e-6
_PASSES, _FURTHER = 150, 50
_FIRST_STEP, _LEAST_STEP, _GREATEST_STEP = 0.1, 1e-4, 2.0

# The weight of nothing but a proposal itself stands first, and each row begins with 1 for it.
Row = tuple[float, ...]


@dataclass(frozen=True)
class Choice:
    """What can be proposed for an entry: rows of signs that are right, and those that are wrong."""

    family: str
    right: tuple[Row, ...]
    wrong: tuple[Row, ...]


@cache
def matchers() -> Mapping[tuple[str, int], Matcher]:
    """By place and year."""
    portal = loading.load(Path(ROOT) / "data")
    return {(place.slug, plan.year): Matcher(portal, place, plan) for place in portal.jurisdictions for plan in place.plans}


def matcher_of(lists: JudgedList) -> Matcher:
    """That of the plan by which a list was judged."""
    return matchers()[lists.place, lists.year]


# --- weighing --------------------------------------------------------------------------------------


def choices() -> Iterator[Choice]:
    """Of all entries for which anything can be proposed."""
    for lists in (lists for folder in SETS for lists in all_judged(folder)):
        for entry in lists.entries:
            if (choice := _choice(lists, entry)).right or choice.wrong:
                yield choice


def _choice(lists: JudgedList, entry: JudgedEntry) -> Choice:
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for it in matcher_of(lists).candidates(listed(lists, entry), lists.column):
        cell = it.alike.wanted.task.id, it.alike.wanted.measure.number or 1, it.unit
        if cell not in entry.arguable:
            rows[cell in entry.right].append((1.0, *(it.signs[name] for name in NAMES)))
    return Choice(lists.family, tuple(rows[True]), tuple(rows[False]))


def fitted(told: Sequence[Choice], start: Sequence[float], passes: int) -> list[float]:
    """Weights under which right cells are likelier than wrong ones and than nothing, and nothing likelier than wrong ones: by resilient descent."""
    weights, steps, before = [*start], [_FIRST_STEP] * len(start), [0.0] * len(start)
    spreads = _spreads(told)
    for _ in range(passes):
        slopes = [slope + _DRAWN * weight * spread for slope, weight, spread in zip(_slopes(told, weights), weights, spreads, strict=True)]
        for at, (slope, last) in enumerate(zip(slopes, before, strict=True)):
            grown = steps[at] * (1.2 if slope * last > 0 else 0.5 if slope * last < 0 else 1.0)
            steps[at] = min(_GREATEST_STEP, max(_LEAST_STEP, grown))
            weights[at] -= steps[at] * (slope > 0) - steps[at] * (slope < 0)
        before = slopes
    return weights


def _spreads(told: Sequence[Choice]) -> list[float]:
    """How widely each sign varies; the first is not drawn."""
    rows = [row for choice in told for row in (*choice.right, *choice.wrong)]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return [0.0, *(sum((row[at] - means[at]) ** 2 for row in rows) / len(rows) for at in range(1, len(means)))]


def _slopes(told: Iterable[Choice], weights: Sequence[float]) -> list[float]:
    """Of the loss: for each right cell the logarithm of its odds among the wrong ones and nothing; cells of an entry share its weight."""
    slopes = [0.0] * len(weights)
    for choice in told:
        wrong = [exp(sum(map(mul, weights, row))) for row in choice.wrong]
        against = 1 + sum(wrong)
        right = [exp(sum(map(mul, weights, row))) for row in choice.right]
        share = len(right) ** -0.5 if right else 1.0
        pressed = sum(share / (against + it) for it in right) if right else 1 / against
        for value, row in zip(wrong, choice.wrong, strict=True):
            _add(slopes, value * pressed, row)
        for value, row in zip(right, choice.right, strict=True):
            _add(slopes, share * (value / (against + value) - 1), row)
    return slopes


def _add(slopes: list[float], factor: float, row: Row) -> None:
    if abs(factor) > _NOTHING:
        for at, value in enumerate(row):
            slopes[at] += factor * value


# --- by hand ---------------------------------------------------------------------------------------


def scores(weights: Mapping[str, Sequence[float]] | None = None) -> Iterator[tuple[str, str, Score]]:
    """Folder, family and figures; with weights of its own for each family where such are given."""
    for folder in SETS:
        for lists in all_judged(folder):
            alone, *others = (weights or {}).get(lists.family, (signs.ALONE, *signs.WEIGHTS.values()))
            with patch.multiple(signs, ALONE=alone, WEIGHTS=dict(zip(NAMES, others, strict=True))):
                yield folder, lists.family, score(matcher_of(lists), lists)


def show(told: Iterable[tuple[str, str, Score]]) -> None:
    """A line for each family, each folder and all."""
    sums: dict[str, Score] = {}
    for folder, family, it in told:
        print(_line(family, it))
        sums[folder] = sums.get(folder, Score()) + it
    for folder, it in {**sums, "all": sum(sums.values(), Score())}.items():
        print(_line(folder, it))


def _line(name: str, it: Score) -> str:
    recall, precision = f"{it.met}/{it.right} = {it.recall:.2f}", f"{it.first_right}/{it.proposed} = {it.precision:.2f}"
    return f"{name:22} right cells among the first three {recall:17} first ones right {precision}"


def main() -> None:
    """Print the figures of each family; with --fit the weights that fit all of them, and the figures of each family by the weights of the others."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lists", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--fit", action="store_true", help="weigh the signs anew; some minutes")
    if not parser.parse_args().fit:
        show(scores())
        return
    told = tuple(choices())
    whole = fitted(told, (signs.ALONE, *signs.WEIGHTS.values()), _PASSES)
    print({name: round(weight, 2) for name, weight in zip(("ALONE", *NAMES), whole, strict=True)})
    families = dict.fromkeys(choice.family for choice in told)
    show(scores({family: fitted([it for it in told if it.family != family], whole, _FURTHER) for family in families}))


if __name__ == "__main__":
    main()
