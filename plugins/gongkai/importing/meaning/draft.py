"""The draft of a plan: the data as it would stand in the files, and every spot that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.importing.layout.reading import Doubt, Heading, Reading, Row, Section
from gongkai.importing.layout.rules import Rules
from gongkai.records.plan_records import DutyKind, Recurrence, RelativeDue, Window
from gongkai.records.portal import Node
from gongkai.records.register_records import Unit

from .registrar import NewColumn


@dataclass(frozen=True)
class DraftMeasure:
    """A measure with the fields of design §3, slugs in place of names."""

    number: int | None
    text: str
    kind: DutyKind | None
    # Why this kind is proposed.
    why: str = ""
    units: tuple[str, ...] = ()
    due_on: date | None = None
    due: RelativeDue | None = None
    due_text: str = ""
    recurrence: Recurrence | None = None
    window: Window | None = None
    publication_paths: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class DraftTask:
    """A task and the row it was read from; `proposed` are the fields that stand only until a person confirms them."""

    id: str
    row: Row
    lead_units: tuple[str, ...]
    responsible_units: tuple[str, ...]
    measures: tuple[DraftMeasure, ...]
    matter: str = ""
    units_text: str = ""
    opening: str = ""
    publication_text: str = ""
    title: str = ""
    # Only people know these; they are what they settled for the plan before.
    article_20: tuple[int, ...] | None = None
    continues: str = ""
    duties: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    proposed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """The whole plan: `units` and `nodes` are those of the register and the new ones behind them."""

    reading: Reading
    year: int | None
    issued_on: date | None
    tasks: tuple[DraftTask, ...]
    units: dict[str, Unit]
    nodes: dict[str, Node]
    new_units: tuple[str, ...]
    new_columns: tuple[NewColumn, ...]
    doubts: tuple[Doubt, ...]
    # Names that the register has not, and the units that they were read as.
    read_as: dict[str, str] = field(default_factory=dict)
    # What people noted on the plan before and what its words still bear out.
    kept_doubts: tuple[str, ...] = ()
    # What the notice says of all its rows.
    rules: Rules = field(default_factory=Rules)
    # A place is made up as a whole.
    demonstration: bool = False

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.reading.sections or (
            Section(Heading(1, self.reading.title or "全文", 1), (Heading(1, self.reading.title or "全文", 1),)),
        )

    def doubts_of(self, task: str) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.task == task)
