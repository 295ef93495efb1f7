"""A text file: one paragraph per line, tabs and bars left where they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from gongkai.importing.readers.base.notice import Cell, Notice, Paragraph, Table

from .base.decoding import decode

LINE_END = re.compile(r"\r\n|\r|\n")
SEPARATORS = {"csv": ",", "tsv": "\t"}


def read(content: bytes, name: str) -> Notice:
    """Every line, empty ones too, so that a line number is that of an editor; a .csv is one table."""
    text, remarks = decode(content)
    separator = SEPARATORS.get(name.rpartition(".")[2].lower())
    if separator:
        return Notice(name, (Table(tuple(_rows(text, separator)), 1),), "行", remarks)
    lines = enumerate(LINE_END.split(text.rstrip("\r\n")), start=1)
    return Notice(name, tuple(Paragraph(words, line) for line, words in lines), "行", remarks)


def _rows(text: str, separator: str) -> Iterator[tuple[Cell, ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for texts in reader:
        yield tuple(Cell(words.strip(), line, column) for column, words in enumerate(texts))
        line = reader.line_num + 1
