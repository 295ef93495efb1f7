"""The made-up notices of `cases/tables`, and ways to spoil a notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import yaml
from gongkai.importing.readers.base.notice import Cell, Notice, Paragraph, Table
from opencc import OpenCC

FOLDER = Path(__file__).parents[1] / "cases/tables"
TO_TRADITIONAL = OpenCC("s2t")


@dataclass(frozen=True)
class Case:
    """A made-up notice, what it tries, and how it should be read."""

    tries: str
    notice: Notice
    expected: dict


def case(name: str) -> Case:
    told = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    notice = _of_lines(name, told["text"]) if "text" in told else _of_blocks(name, told["blocks"])
    return Case(told["tries"], notice, told["expected"])


def names() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def of_text(name: str, text: str) -> Notice:
    return Notice(name, tuple(Paragraph(line, number) for number, line in enumerate(text.split("\n"), 1)))


def _of_lines(name: str, text: str) -> Notice:
    return of_text(name, text.replace("⇥", "\t"))


def _of_blocks(name: str, told: list[str | dict]) -> Notice:
    blocks: list[Paragraph | Table] = []
    line = 1
    for block in told:
        made = Paragraph(block, line) if isinstance(block, str) else _table(block["table"], line)
        line += 1 if isinstance(made, Paragraph) else len(made.rows)
        blocks.append(made)
    return Notice(name, tuple(blocks), "段")


def _table(rows: list[list[str | dict]], line: int) -> Table:
    """Cells stand in the first column that no cell from above reaches into."""
    covered: dict[int, int] = {}
    made = []
    for number, row in enumerate(rows):
        cells, column = [], 0
        for told in row:
            parts = told if isinstance(told, dict) else {"text": told}
            while covered.get(column, 0) > number:
                column += 1
            cell = Cell(parts["text"], line + number, column, parts.get("columns", 1), parts.get("rows", 1))
            covered |= dict.fromkeys(range(column, column + cell.columns), number + cell.rows)
            cells.append(cell)
            column += cell.columns
        made.append(tuple(cells))
    return Table(tuple(made), line)


# --- ways to spoil a notice ------------------------------------------------------------------------------


def with_words(notice: Notice, change: Callable[[str], str]) -> Notice:
    """The notice with all its words changed."""
    return replace(notice, blocks=tuple(_changed(block, change) for block in notice.blocks))


def _changed(block: Paragraph | Table, change: Callable[[str], str]) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return replace(block, text=change(block.text))
    return with_cells(block, lambda cell: replace(cell, text=change(cell.text)))


def with_cells(table: Table, change: Callable[[Cell], Cell | None]) -> Table:
    return replace(table, rows=tuple(tuple(sorted(filter(None, map(change, row)), key=lambda cell: cell.column)) for row in table.rows))


def in_tables(notice: Notice, change: Callable[[Table], Table]) -> Notice:
    return replace(notice, blocks=tuple(change(block) if isinstance(block, Table) else block for block in notice.blocks))


def traditional(notice: Notice, _: Random) -> Notice:
    return with_words(notice, TO_TRADITIONAL.convert)


def full_width(notice: Notice, _: Random) -> Notice:
    return with_words(notice, lambda text: "".join(chr(ord(sign) + 0xFEE0) if sign in "0123456789" else sign for sign in text))


def dropped_column(notice: Notice, random: Random) -> Notice:
    column = random.randrange(6)
    return in_tables(notice, lambda table: with_cells(table, lambda cell: _without(cell, column)))


def _without(cell: Cell, column: int) -> Cell | None:
    if cell.column == column and cell.columns == 1:
        return None
    return replace(cell, column=cell.column - (cell.column > column))


def shuffled_columns(notice: Notice, random: Random) -> Notice:
    order = list(range(20))
    width = max(
        (cell.column + cell.columns for block in notice.blocks if isinstance(block, Table) for row in block.rows for cell in row), default=1
    )
    order[:width] = random.sample(range(width), width)
    return in_tables(notice, lambda table: with_cells(table, lambda cell: replace(cell, column=order[cell.column])))


def blank_rows(notice: Notice, random: Random) -> Notice:
    blocks: list[Paragraph | Table] = []
    for block in notice.blocks:
        blocks.append(block if isinstance(block, Paragraph) else _with_blank_rows(block, random))
        if random.random() < 0.3:
            blocks.append(Paragraph("", block.line))
    return replace(notice, blocks=tuple(blocks))


def _with_blank_rows(table: Table, random: Random) -> Table:
    """Not inside merged cells: no row can stand there."""
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        rows.append(row)
        if random.random() < 0.3 and all(cell.rows == 1 for cell in row):
            rows.append(tuple(Cell("", cell.line, cell.column) for cell in row[:1]))
    return replace(table, rows=tuple(rows))


def swapped_cells(notice: Notice, random: Random) -> Notice:
    return in_tables(notice, lambda table: replace(table, rows=tuple(_swapped(row, random) for row in table.rows)))


def _swapped(row: tuple[Cell, ...], random: Random) -> tuple[Cell, ...]:
    if len(row) < 2 or random.random() > 0.3:
        return row
    texts = [cell.text for cell in row]
    one, other = random.sample(range(len(row)), 2)
    texts[one], texts[other] = texts[other], texts[one]
    return tuple(replace(cell, text=text) for cell, text in zip(row, texts, strict=True))


def missing_lines(notice: Notice, random: Random) -> Notice:
    return replace(notice, blocks=tuple(block for block in notice.blocks if isinstance(block, Table) or random.random() > 0.15))


MUTATIONS = (traditional, full_width, dropped_column, shuffled_columns, blank_rows, swapped_cells, missing_lines)
