"""What a notice says, row by row, before anything in a cell is understood."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.importing.readers.base.notice import LeftOver as LeftOver  # noqa: PLC0414  # Also what the reader of a file left out.


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at. `task` is empty for the plan as a whole; `field` is a key of plan.json."""

    task: str
    field: str
    line: int
    why: str


@dataclass(frozen=True)
class Piece:
    """Words of a cell and the line where they began. `inherited` when a merged or empty cell takes them from above."""

    text: str = ""
    line: int = 0
    inherited: bool = False


@dataclass(frozen=True)
class Heading:
    """A section or a subsection: its number (counted where the notice prints none) and title without number and full stop.

    `is_supplied` when the notice names none; it then has the title of the section, or of the plan, that it is all of.
    """

    number: int
    title: str
    line: int
    is_supplied: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the official table: a task to be. `units` is the cell when one column names everybody.

    `text` keeps what is printed in the cell, numbers at its head (4．, 1．…2．…) and an inline 公开路径 block too, and its line breaks:
    `measures` takes it apart. `printed_number` is that of a column of its own (序号) only. Words that stand in the
    head of a units column (责任单位（排在第一位的为牵头单位）) and say who leads belong into `Reading.preamble` or `left_over`.
    """

    section: int
    subsection: int
    number: int
    text: Piece
    matter: Piece = Piece()
    lead: Piece = Piece()
    responsible: Piece = Piece()
    units: Piece = Piece()
    publication: Piece = Piece()
    due: Piece = Piece()
    printed_number: str = ""

    @property
    def id(self) -> str:
        return f"{self.section}.{self.subsection}.{self.number}"


@dataclass(frozen=True)
class Section:
    """A section, its subsections, and whether the notice named them or they had to be supplied."""

    heading: Heading
    subsections: tuple[Heading, ...]


@dataclass(frozen=True)
class Reading:
    """The whole notice. Every letter of the source is in a field here or in `left_over`."""

    title: str
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    document_number: str = ""
    issuer: str = ""
    issued_on: str = ""  # as a date: 2021-05-25
    basis: tuple[str, ...] = ()
    preamble: str = ""
    left_over: tuple[LeftOver, ...] = ()
    doubts: tuple[Doubt, ...] = ()
