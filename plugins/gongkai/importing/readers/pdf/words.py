"""Letters on a page → lines → paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from pdfplumber._typing import T_obj
from pdfplumber.utils.clustering import cluster_objects

from gongkai.importing.readers.base.notice import Paragraph
from gongkai.words.numerals import COUNTING

# In widths of a letter.
COLUMN_GAP = 2.0
BLANK_GAP = 0.8
INDENT = 1.2
FIRST_LINE = 5.0
LATIN_WIDTH = 0.55
SLACK = 0.15
# Of a line's width: typesetters leave more than a letter blank where marks must not stand first.
LOOSE_SHARE = 0.12
SENTENCE_ENDS = "。；;.!！？?：:"
LONGEST_BRACKET = 120
NUMBERED = re.compile(rf"\s*([（(]([0-9０-９]{{1,2}}|[{COUNTING}]{{1,3}})[）)]|([0-9０-９]{{1,2}}|[{COUNTING}]{{1,3}})[．.、](?!\d)|[①-⑳])")
ADDRESS_END = re.compile(r"[A-Za-z0-9]+[:./_?=&-][^\s\u3000-\uffff]*$")
OTHER_SIZE = 1.2
# What typesetting does not break: Latin words, numbers, and marks that may neither begin nor end a line.
FIRST_CHUNK = re.compile(r"[（《“‘〔【(\[]*([A-Za-z0-9.%/:_?=&-]+|.)[，。、；：！？）》”’〕】,.;:!?)\]%]*")


@dataclass(frozen=True)
class Line:
    """A printed line and the page it is on; `left` and `right` are the edges that the lines around it keep to, in a cell `right` only."""

    text: str
    x0: float
    x1: float
    top: float
    size: float
    page: int
    left: float = float("inf")
    right: float = 0.0


def lines_of(letters: list[T_obj], page: int, gap: str = " ") -> list[Line]:
    """Letters gathered into lines, from the top. A gap as wide as that between columns is written as `gap`."""
    tolerance = median(letter["height"] for letter in letters) / 2 if letters else 0
    rows = cluster_objects(letters, lambda letter: letter["top"] + letter["height"] / 2, tolerance)
    return [_line(row, page, gap) for row in rows if any(letter["text"].strip() for letter in row)]


def _line(letters: Sequence[T_obj], page: int, gap: str) -> Line:
    printed = sorted(letter["x0"] for letter in letters if letter["text"].strip())
    row = sorted((letter for letter in letters if printed[0] <= letter["x0"] <= printed[-1]), key=itemgetter("x0"))
    text, end, size = "", row[0]["x0"], max(1.0, *(letter["height"] for letter in row))
    for letter in row:
        distance = (letter["x0"] - end) / size
        text += (gap if distance > COLUMN_GAP else " " * (distance > BLANK_GAP)) + letter["text"]
        end = max(end, letter["x1"])
    return Line(text, row[0]["x0"], end, min(letter["top"] for letter in row), size, page)


def paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Lines as paragraphs: a full line goes on in the next unless that is indented or of another size."""
    joined: list[Paragraph] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and _goes_on(joined[-1].text, previous, line):
            joined[-1] = Paragraph(_continued(joined[-1].text, line.text), joined[-1].line)
        else:
            joined.append(Paragraph(line.text, line.page))
        previous = line
    return joined


def _goes_on(text: str, line: Line, following: Line) -> bool:
    sizes = sorted((line.size, following.size))
    is_other = sizes[1] >= OTHER_SIZE * sizes[0] or "\t" in line.text or "\t" in following.text
    # In the middle or at the right: a title, a signature.
    is_set_right = line.x0 > line.left + FIRST_LINE * line.size
    is_indented = following.x0 > following.left + INDENT * following.size
    return not (is_other or is_set_right or is_indented) and (_is_within_brackets(text) or is_wrapped(line, following.text))


def is_wrapped(line: Line, following: str) -> bool:
    """Whether a line goes on in the next: what stands first there did not fit any more, and begins nothing new."""
    if NUMBERED.match(following):
        return False
    chunk = FIRST_CHUNK.match(following)
    widths = (LATIN_WIDTH if character.isascii() else 1.0 for character in (chunk[0] if chunk else following[:1]))
    return line.right - line.x1 < max((sum(widths) + SLACK) * line.size, LOOSE_SHARE * (line.right - line.x0))


def _is_within_brackets(text: str) -> bool:
    """Whether a bracket was opened not long ago and not closed: no paragraph ends there."""
    nearby = text[-LONGEST_BRACKET:]
    return sum(map(nearby.count, "（〔《(【")) > sum(map(nearby.count, "）〕》)】"))


def _continued(before: str, after: str) -> str:
    """Two lines of one paragraph in one; Latin words keep their blank, addresses have none."""
    joint = before[-1] + after[0]
    return f"{before}{' ' if joint.isascii() and joint.isalpha() and not ADDRESS_END.search(before) else ''}{after}"
