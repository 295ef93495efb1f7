"""One page of a PDF: its ruled tables as cells with edges, and the lines outside them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pdfplumber.page import Page
from pdfplumber.table import Table, TableSettings
from pdfplumber.utils.text import dedupe_chars

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import RefusedError

from .glyphs import meant
from .rules import Rule, is_ruled, missing_across, missing_down
from .words import UNREADABLE, Letter, Line, cell_text, lines_of

RULES = 40_000
LETTERS = 60_000
WIDEST_PADDING = 8.0
PAPER_EDGE = 3.0


@dataclass(frozen=True)
class Box:
    """A cell between rules, with its last line. It is open where no rule was drawn: there it goes on, on the page before or after."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str = ""
    is_open_above: bool = False
    is_open_below: bool = False
    last: Line | None = None


@dataclass(frozen=True)
class Grid:
    """A table on one page."""

    boxes: tuple[Box, ...]
    page: int

    @property
    def top(self) -> float:
        return min(box.top for box in self.boxes)

    @property
    def sides(self) -> tuple[float, float]:
        return min(box.x0 for box in self.boxes), max(box.x1 for box in self.boxes)


@dataclass(frozen=True)
class PageContent:
    """What is on a page, from the top."""

    number: int
    pieces: tuple[Grid | Line, ...]
    letters: int
    unreadable: int
    has_pictures: bool
    height: float


def content_of(page: Page, number: int, budget: limits.Budget) -> PageContent:
    """Tables and lines of a page."""
    if len(page.chars) > LETTERS or len(page.edges) > RULES:
        raise RefusedError(f"PDF 的第 {number} 页上有太多文字或线条，读不下去。请用浏览器打开后“打印”成新的 PDF 再导入。")
    letters = _letters(page)
    grids, rest = _grids(page, letters, number)
    budget.time()
    lines = lines_of(rest, number, gap="\t")
    pieces: list[Grid | Line] = sorted((*grids, *lines), key=lambda piece: piece.top)
    return PageContent(
        number,
        tuple(pieces),
        sum(1 for letter in letters if letter.text.strip()),
        sum(1 for letter in letters if UNREADABLE.search(letter.text)),
        bool(page.images),
        float(page.height),
    )


def _letters(page: Page) -> list[Letter]:
    # Some programs print a letter twice to make it bold.
    chars = dedupe_chars(page.chars, tolerance=1, extra_attrs=())
    return [
        Letter(meant(char["text"]), char["x0"], char["x1"], char["top"], char["bottom"])
        for char in chars
        if char["text"] not in ("\n", "\r")
    ]


def _grids(page: Page, letters: list[Letter], number: int) -> tuple[list[Grid], list[Letter]]:
    """The tables, and the letters outside all of their cells."""
    rules = [_rule(edge) for edge in page.edges if edge["orientation"] == "h"]
    frames = [[*dict.fromkeys(table.cells)] for table in _tables(page)]
    grids, rest = [], letters
    for frame in frames:
        boxes, outside = _filled(frame, rest, rules, number)
        # A single box is a frame around words.
        if len(frame) > 1 and any(box.text for box in boxes):
            grids.append(Grid(tuple(boxes), number))
            rest = outside
    return grids, rest


def _holds(box: Box, letter: Letter) -> bool:
    x, y = letter.middle
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _filled(
    frame: list[tuple[float, float, float, float]], letters: list[Letter], rules: list[Rule], number: int
) -> tuple[list[Box], list[Letter]]:
    boxes = [Box(*sides) for sides in frame]
    inside: list[list[Letter]] = [[] for _ in boxes]
    rest: list[Letter] = []
    for letter in letters:
        index = next((index for index, box in enumerate(boxes) if _holds(box, letter)), None)
        (rest if index is None else inside[index]).append(letter)
    lines = [lines_of(held, number) for held in inside]
    padding = _padding(boxes, lines)
    return [_written(box, of_box, padding, rules) for box, of_box in zip(boxes, lines, strict=True)], rest


def _padding(boxes: list[Box], lines: list[list[Line]]) -> float:
    """The blank between a rule and the words beside it, the same all over the table."""
    blanks = [line.x0 - box.x0 for box, of_box in zip(boxes, lines, strict=True) for line in of_box]
    return min(max(0.0, min(blanks, default=0.0)), WIDEST_PADDING)


def _written(box: Box, lines: list[Line], padding: float, rules: list[Rule]) -> Box:
    right = max([box.x1 - padding, *(line.x1 for line in lines)])
    return replace(
        box,
        text=cell_text(lines, right),
        last=replace(lines[-1], right=right) if lines else None,
        is_open_above=not is_ruled(rules, box.top, box.x0, box.x1),
        is_open_below=not is_ruled(rules, box.bottom, box.x0, box.x1),
    )


def _rule(edge: dict[str, object]) -> Rule:
    names = ("top", "x0", "x1") if edge["orientation"] == "h" else ("x0", "top", "bottom")
    at, begins, ends = (float(str(edge[name])) for name in names)
    return Rule(at, begins, ends)


def _rules(page: Page, orientation: str, end: float) -> list[Rule]:
    """What is drawn in one direction; the edges of the paper, which some programs draw, are no rules."""
    rules = (_rule(edge) for edge in page.edges if edge["orientation"] == orientation)
    return [rule for rule in rules if PAPER_EDGE < rule.at < end - PAPER_EDGE]


def _tables(page: Page) -> list[Table]:
    upright = _rules(page, "v", float(page.width))
    level = _rules(page, "h", float(page.height))
    missing = {
        "explicit_horizontal_lines": [_drawn(rule, "h") for rule in missing_across(upright, level)],
        "explicit_vertical_lines": [_drawn(rule, "v") for rule in missing_down(upright, level)],
    }
    return sorted(page.find_tables(TableSettings.resolve(missing)), key=lambda table: table.bbox[1])


def _drawn(rule: Rule, orientation: str) -> dict[str, object]:
    """A rule as the library draws it."""
    length = rule.ends - rule.begins
    if orientation == "h":
        places = {"x0": rule.begins, "x1": rule.ends, "top": rule.at, "bottom": rule.at, "width": length, "height": 0.0}
    else:
        places = {"x0": rule.at, "x1": rule.at, "top": rule.begins, "bottom": rule.ends, "width": 0.0, "height": length}
    return {"object_type": "line", "orientation": orientation, **places}
