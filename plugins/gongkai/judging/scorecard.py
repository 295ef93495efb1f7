"""Fair sums over cells: how many of the duties that are due were met, at least and at most (design §2, unit scorecard).

No percentage below ten due cells, no rank, no composite score.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .verdicts import Verdict, counted

_NEUTRAL = {"not_judged", "waived", "not_triggered", "changed", "not_due"}
_ENOUGH_FOR_PERCENT = 10


@dataclass(frozen=True)
class Scorecard:
    """Cells by what is known of them; `neutral + undated + due = all` always."""

    neutral: int = 0
    # Of these, with a date that is still to come.
    ahead: int = 0
    undated: int = 0
    on_time: int = 0
    late: int = 0
    date_unknown: int = 0
    partial: int = 0
    partial_unchecked: int = 0
    overdue: int = 0
    unopened: int = 0
    unchecked: int = 0

    @property
    def all(self) -> int:
        return self.neutral + self.undated + self.due

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.date_unknown + self.partial + self.overdue + self.unopened + self.unchecked

    @property
    def at_least(self) -> int:
        return self.on_time + self.late + self.date_unknown

    @property
    def at_most(self) -> int:
        return self.at_least + self.unopened + self.unchecked + self.partial_unchecked

    @property
    def recorded(self) -> int:
        """Due cells of which somebody knows how they stand."""
        return self.due - self.unopened - self.unchecked - self.partial_unchecked

    def percent(self, cells: int) -> int | None:
        """A share of the due cells in whole percent; None below ten of them."""
        return round(100 * cells / self.due) if self.due >= _ENOUGH_FOR_PERCENT else None

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Scorecard:
        counts = dict.fromkeys(cls.__dataclass_fields__, 0)
        for verdict, number in counted(verdicts):
            group = _group(verdict)
            counts[group] += number
            if group == "neutral" and _is_ahead(verdict):
                counts["ahead"] += number
            if group == "partial" and not verdict.is_rest_checked:
                counts["partial_unchecked"] += number
        return cls(**counts)


def _is_ahead(verdict: Verdict) -> bool:
    return verdict.badge.id == "not_due" or (verdict.is_dated and not verdict.is_due)


def _group(verdict: Verdict) -> str:
    badge = verdict.badge.id
    if badge in _NEUTRAL or _is_ahead(verdict):
        return "neutral"
    if not verdict.is_due:
        return "undated"
    if verdict.is_unopened:
        return "unopened"
    if badge in ("published", "current"):
        return {"late": "late", "undated": "date_unknown"}.get(verdict.timing or "on_time", "on_time")
    return {"partial": "partial", "overdue": "overdue"}.get(badge, "unchecked")
