"""One thing that words say about time, whichever reader saw it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.records.plan_records import Recurrence, RelativeDue, Window


@dataclass(frozen=True)
class Said:
    """Where it stands, its own words, why a person should look, and what it comes to: a day, a limit after an event, a rhythm or count, an age."""

    start: int
    end: int
    words: str = ""
    note: str = ""
    due_on: date | None = None
    due: RelativeDue | None = None
    recurrence: Recurrence | None = None
    window: Window | None = None
    # So many times at least, or an activity that is held so often: counted rather than looked for in each period.
    is_count: bool = False


def words_of(text: str, start: int, end: int) -> str:
    """The words there without blanks."""
    return re.sub(r"\s+", "", text[start:end])
