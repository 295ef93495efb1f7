"""Rules that a reader sees although nobody drew them: where a row goes on over the page, where a table is open at its sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SNAP = 4.0
# So many rules that end at one place make a side.
FEWEST_ENDS = 3
COVERED = 0.6


@dataclass(frozen=True)
class Rule:
    """A drawn horizontal or vertical line: where it is, from where to where."""

    at: float
    begins: float
    ends: float


def is_ruled(rules: Sequence[Rule], at: float, begins: float, ends: float) -> bool:
    """Whether most of a stretch has a rule drawn along it."""
    drawn = sum(max(0.0, min(rule.ends, ends) - max(rule.begins, begins)) for rule in rules if abs(rule.at - at) < SNAP)
    return drawn >= COVERED * (ends - begins)


def missing_across(upright: Sequence[Rule], level: Sequence[Rule]) -> Iterator[Rule]:
    """Rules across the ends of upright ones, where a row goes on over the page and none was drawn."""
    if not upright:
        return
    for end in (min(rule.begins for rule in upright), max(rule.ends for rule in upright)):
        reaching = [rule.at for rule in upright if min(abs(rule.begins - end), abs(rule.ends - end)) < SNAP]
        left, right = min(reaching), max(reaching)
        if right - left > SNAP and not _is_ruled_throughout(level, end, left, right):
            yield Rule(end, left, right)


def missing_down(upright: Sequence[Rule], level: Sequence[Rule]) -> Iterator[Rule]:
    """Rules down the sides of a table that has none there: several level ones end in one line beyond all upright ones."""
    if not upright or not level:
        return
    for side, ends in (("left", [rule.begins for rule in level]), ("right", [rule.ends for rule in level])):
        end = min(ends) if side == "left" else max(ends)
        reaching = [rule.at for rule, own in zip(level, ends, strict=True) if abs(own - end) < SNAP]
        is_drawn = any(abs(rule.at - end) < SNAP for rule in upright)
        if len({round(at) for at in reaching}) >= FEWEST_ENDS and not is_drawn:
            yield Rule(end, min(reaching), max(reaching))


def _is_ruled_throughout(rules: Sequence[Rule], at: float, left: float, right: float) -> bool:
    return any(abs(rule.at - at) < SNAP and rule.begins < left + SNAP and rule.ends > right - SNAP for rule in rules)
