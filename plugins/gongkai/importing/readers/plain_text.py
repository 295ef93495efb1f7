"""A text file: one paragraph per line, tabs and bars left where they are."""

from __future__ import annotations

import csv
import io
import re

from gongkai.importing.readers.base.notice import Cell, Notice, Paragraph, Table

from .base import limits
from .base.decoding import decode

LINE_END = re.compile(r"\r\n|\r|\n")
SEPARATORS = {".csv": ",", ".tsv": "\t"}


def read(content: bytes, name: str, budget: limits.Budget) -> Notice:
    """Every line, empty ones too, so that a line number is that of an editor; a .csv is one table."""
    limits.within(len(content), limits.PLAIN_TEXT_BYTES)
    text, remarks = decode(content)
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix in SEPARATORS:
        return Notice(name, (_table(text, SEPARATORS[suffix], budget),), "行", remarks)
    return Notice(name, tuple(_paragraphs(text, budget)), "行", remarks)


def _paragraphs(text: str, budget: limits.Budget) -> list[Paragraph]:
    paragraphs = []
    for line, words in enumerate(LINE_END.split(text.rstrip("\r\n")), start=1):
        budget.paragraph(words, line)
        paragraphs.append(Paragraph(words, line))
    return paragraphs


def _table(text: str, separator: str, budget: limits.Budget) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = []
    line = 1
    for texts in reader:
        cells = []
        for column, words in enumerate(texts):
            budget.cell(words, line, column)
            cells.append(Cell(words.strip(), line, column))
        rows.append(tuple(cells))
        line = reader.line_num + 1
    return Table(tuple(rows), 1)
