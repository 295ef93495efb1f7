"""A notice as any of its file formats gives it: paragraphs and tables in reading order, and where each stood."""

from __future__ import annotations

from dataclasses import dataclass


class RefusedError(Exception):
    """A file that cannot be read: which part, why, and what would help, in Chinese. Nothing has been written."""


@dataclass(frozen=True)
class Paragraph:
    """Words outside tables. `level` is that of a heading, 0 for plain text; `line` counts from 1 in the unit of `Notice.counts`."""

    text: str
    line: int
    level: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell in the row where it begins. `text` keeps its line breaks; `column` is its first column of the grid, from 0.

    A cell merged over several rows or columns stands once, with `rows` and `columns` saying how far it reaches.
    """

    text: str
    line: int
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """Rows from the top; a row holds the cells that begin in it, by column. A row may be empty."""

    rows: tuple[tuple[Cell, ...], ...]
    line: int


@dataclass(frozen=True)
class LeftOver:
    """Words of the source that went into no field, why (repeated header, page number …), and whether a person must look."""

    text: str
    line: int
    why: str
    is_furniture: bool = False
    # Told by who read the file: hidden, struck, in no block of it.
    is_outside: bool = False


@dataclass(frozen=True)
class Notice:
    """The whole file. `remarks` are words that stand in no block, or otherwise than on paper. `counts` says what a line number counts: 行 of a text, 段 of a Word file, 行 of a sheet, 页 of a PDF."""

    name: str
    blocks: tuple[Paragraph | Table, ...]
    counts: str = "行"
    remarks: tuple[LeftOver, ...] = ()
