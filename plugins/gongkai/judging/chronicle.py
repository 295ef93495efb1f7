"""The entries of a plan's ledger in the order in which they were made, each with what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gongkai.records.workdays import WorkCalendar

from .assessment import AssessedPlan
from .history import Moment, moments
from .judgement import Turn, turns_of


class Entered(NamedTuple):
    """A moment of the history, and how the badge of what it speaks of turned by its entry."""

    moment: Moment
    turn: Turn


@dataclass(frozen=True)
class Chronicle:
    """What was entered of a judged plan by the day of judgement."""

    assessed: AssessedPlan
    work_calendar: WorkCalendar

    @cached_property
    def entries(self) -> tuple[Entered, ...]:
        """Oldest first, by the day of entry."""
        known = sorted(moments(self.assessed.plan, self.assessed.as_of), key=lambda moment: moment.entered_on)
        turns = turns_of(self.assessed, (moment.entry for moment in known), self.work_calendar)
        return tuple(map(Entered, known, turns))
