"""One page of a PDF: its ruled tables as cells with edges, and the lines outside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from pdfplumber._typing import T_obj
from pdfplumber.page import Page
from pdfplumber.table import TableSettings
from pdfplumber.utils.text import dedupe_chars

from .glyphs import UNREADABLE, meant
from .words import Line, lines_of, paragraphs

SNAP = 4.0
# So many rules that end at one place make a side.
FEWEST_ENDS = 3
WIDEST_PADDING = 8.0
NAMES = {"h": ("top", "bottom", "x0", "x1", "width"), "v": ("x0", "x1", "top", "bottom", "height")}


@dataclass(frozen=True)
class Box:
    """A cell between rules, its lines told how far words reach in it."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs(self.lines))


Grid: TypeAlias = tuple[Box, ...]


@dataclass(frozen=True)
class Content:
    """What is on a page, from the top."""

    number: int
    pieces: tuple[Grid | Line, ...]
    letters: int
    unreadable: int
    has_pictures: bool
    height: float


class Rule(NamedTuple):
    """A drawn horizontal or vertical line: where it is, from where to where."""

    at: float
    begins: float
    ends: float


def content_of(page: Page, number: int) -> Content:
    """Tables and lines of a page."""
    # Some programs print a letter twice to make it bold.
    chars = dedupe_chars(page.chars, tolerance=1, extra_attrs=())
    letters = [{**char, "text": meant(char["text"])} for char in chars]
    count = sum(bool(letter["text"].strip()) for letter in letters)
    unreadable = sum(bool(UNREADABLE.search(char["text"])) for char in chars)
    placed: list[tuple[float, Grid | Line]] = []
    for table in page.find_tables(_settings(page)):
        held: dict[tuple[float, ...], list[T_obj]] = defaultdict(list)
        for letter in letters:
            held[next((cell for cell in table.cells if _holds(cell, letter)), ())].append(letter)
        outside = held.pop((), [])
        cells = dict.fromkeys(table.cells)
        # A single cell is a frame around words.
        if held and len(cells) > 1:
            letters = outside
            boxes = [Box(*cell, number, tuple(lines_of(held[cell], number))) for cell in cells]
            placed.append((table.bbox[1], _within_padding(boxes)))
    placed += [(line.top, line) for line in lines_of(letters, number, "\t")]
    pieces = tuple(piece for _, piece in sorted(placed, key=lambda piece: piece[0]))
    return Content(number, pieces, count, unreadable, bool(page.images), float(page.height))


def _holds(cell: tuple[float, float, float, float], letter: T_obj) -> bool:
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3])


def _within_padding(boxes: Sequence[Box]) -> Grid:
    """Cells with the blank between a rule and the words beside it, the same all over the table."""
    padding = min(max(0.0, min(line.x0 - box.x0 for box in boxes for line in box.lines)), WIDEST_PADDING)
    rights = [max([box.x1 - padding, *(line.x1 for line in box.lines)]) for box in boxes]
    return tuple(
        replace(box, lines=tuple(replace(line, right=right) for line in box.lines)) for box, right in zip(boxes, rights, strict=True)
    )


def _settings(page: Page) -> TableSettings:
    """The rules that are drawn, and those that a reader sees although nobody drew them."""
    upright, level = (_rules(page, orientation) for orientation in ("v", "h"))
    across = [_drawn(rule, "h") for rule in _missing(upright, level, is_side=False)]
    down = [_drawn(rule, "v") for rule in _missing(level, upright, is_side=True)]
    return TableSettings.resolve({"explicit_horizontal_lines": across, "explicit_vertical_lines": down})


def _rules(page: Page, orientation: str) -> list[Rule]:
    at, _, begins, ends, _ = NAMES[orientation]
    return [Rule(edge[at], edge[begins], edge[ends]) for edge in page.edges if edge["orientation"] == orientation]


def _drawn(rule: Rule, orientation: str) -> T_obj:
    """A rule as the library has it."""
    places = zip(NAMES[orientation], (rule.at, rule.at, rule.begins, rule.ends, rule.ends - rule.begins), strict=True)
    return {"object_type": "line_edge", "orientation": orientation, **dict(places)}


def _missing(crossing: Sequence[Rule], along: Sequence[Rule], *, is_side: bool) -> Iterator[Rule]:
    """Rules at which others end: where a row goes on over the page, at the sides of a table that is open there."""
    ends = (min(rule.begins for rule in crossing), max(rule.ends for rule in crossing)) if crossing else ()
    for end in ends:
        reaching = {round(rule.at, 1) for rule in crossing if min(abs(rule.begins - end), abs(rule.ends - end)) < SNAP}
        first, last = min(reaching), max(reaching)
        drawn = [rule for rule in along if abs(rule.at - end) < SNAP]
        if is_side:
            is_missing = len(reaching) >= FEWEST_ENDS and not drawn
        else:
            is_missing = last - first > SNAP and not any(rule.begins < first + SNAP and rule.ends > last - SNAP for rule in drawn)
        if is_missing:
            yield Rule(end, first, last)
