"""Letters on a page → lines → paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import Paragraph
from gongkai.words.numerals import COUNTING

# In widths of a letter.
COLUMN_GAP = 2.0
BLANK_GAP = 0.8
LATIN_GAP = 0.2
INDENT = 1.2
FIRST_LINE = 5.0
LATIN_WIDTH = 0.55
SLACK = 0.15
# Of a line's width: typesetters leave more than a letter blank where marks must not stand first.
LOOSE_SHARE = 0.12
SENTENCE_ENDS = "。；;.!！？?：:"
OPENING, CLOSING = "（〔《(【", "）〕》)】"
LONGEST_BRACKET = 120
AFTER_DIGITS = "年月日号次个"
NUMBERED = re.compile(rf"\s*([（(]([0-9０-９]{{1,2}}|[{COUNTING}]{{1,3}})[）)]|([0-9０-９]{{1,2}}|[{COUNTING}]{{1,3}})[．.、](?!\d)|[①-⑳])")
ADDRESS_END = re.compile(r"[A-Za-z0-9]+[:./_?=&-][^\s\u3000-\uffff]*$")
OTHER_SIZE = 1.2
SAME_LINE = 0.5
# What typesetting does not break: Latin words, numbers, and marks that may neither begin nor end a line.
FIRST_CHUNK = re.compile(r"[（《“‘〔【(\[]*([A-Za-z0-9.%/:_?=&-]+|.)[，。、；：！？）》”’〕】,.;:!?)\]%]*")
UNREADABLE = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True)
class Letter:
    """A glyph: where it stands, in points from the top left, and its size."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return max(1.0, self.bottom - self.top)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Line:
    """A printed line and the page it is on; `left` and `right` are the edges that the lines around it keep to."""

    text: str
    x0: float
    x1: float
    top: float
    size: float
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def is_indented(self) -> bool:
        return self.x0 > self.left + INDENT * self.size

    @property
    def is_set_right(self) -> bool:
        """In the middle or at the right: a title, a signature."""
        return self.x0 > self.left + FIRST_LINE * self.size


def lines_of(letters: Iterable[Letter], page: int, *, gap: str = " ") -> list[Line]:
    """Letters gathered into lines, from the top. A gap as wide as that between columns is written as `gap`."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda placed: (placed.middle[1], placed.x0)):
        if rows and abs(letter.middle[1] - rows[-1][-1].middle[1]) < SAME_LINE * max(letter.size, rows[-1][-1].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    lines = [_line(sorted(row, key=lambda placed: placed.x0), page, gap) for row in rows]
    return [line for line in lines if line.text.strip()]


def _line(row: Sequence[Letter], page: int, gap: str) -> Line:
    text, end = "", row[0].x0
    for letter in row:
        text += _blank(text, letter, letter.x0 - end, gap) + UNREADABLE.sub("□", letter.text)
        end = max(end, letter.x1)
    printed = [letter for letter in row if letter.text.strip()] or row
    size = max(letter.size for letter in printed)
    return Line(
        text.strip(" \u3000"), printed[0].x0, max(letter.x1 for letter in printed), min(letter.top for letter in printed), size, page
    )


def _blank(before: str, letter: Letter, distance: float, gap: str) -> str:
    if not before or distance <= 0:
        return ""
    if distance > COLUMN_GAP * letter.size:
        return gap
    is_latin = before[-1].isascii() and before[-1].isalnum() and letter.text[:1].isascii() and letter.text[:1].isalnum()
    return " " if distance > (LATIN_GAP if is_latin else BLANK_GAP) * letter.size else ""


def continued(before: str, after: str) -> str:
    """Two lines of one paragraph in one; Latin words keep their blank, addresses have none."""
    is_latin = (
        not ADDRESS_END.search(before) and before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    )
    return f"{before}{' ' if is_latin else ''}{after}"


def is_wrapped(line: Line, following: str, right: float) -> bool:
    """Whether a line goes on in the next: what stands first there did not fit any more, and begins nothing new."""
    if NUMBERED.match(following) or (line.text[-1] in SENTENCE_ENDS and following.startswith("公开路径")):
        return False
    if line.text[-1].isdigit() and following[0] in AFTER_DIGITS:
        return True
    chunk = FIRST_CHUNK.match(following)
    widths = (LATIN_WIDTH if character.isascii() else 1.0 for character in (chunk[0] if chunk else following[:1]))
    return right - line.x1 < max((sum(widths) + SLACK) * line.size, LOOSE_SHARE * (right - line.x0))


def cell_text(lines: Sequence[Line], right: float) -> str:
    """The words of a cell. A line that was full goes on in the next; others end there."""
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        goes_on = before is not None and (_is_within_brackets(text) or is_wrapped(before, line.text, right))
        text = continued(text, line.text) if goes_on else f"{text}\n{line.text}"
    return text.strip("\n")


def _is_within_brackets(text: str) -> bool:
    """Whether a bracket was opened not long ago and not closed: no paragraph ends there."""
    nearby = text.rpartition("\n")[2][-LONGEST_BRACKET:]
    return sum(map(nearby.count, OPENING)) > sum(map(nearby.count, CLOSING))


def paragraphs(lines: Sequence[Line], budget: limits.Budget) -> list[Paragraph]:
    """Lines between two tables as paragraphs: a full line goes on in the next unless that is indented or of another size."""
    joined_up: list[Paragraph] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and _goes_on(previous, line):
            joined_up[-1] = Paragraph(continued(joined_up[-1].text, line.text), joined_up[-1].line)
        else:
            joined_up.append(Paragraph(line.text, line.page))
        previous = line
    for paragraph in joined_up:
        budget.paragraph(paragraph.text, paragraph.line)
    return joined_up


def _goes_on(line: Line, following: Line) -> bool:
    sizes = sorted((line.size, following.size))
    is_other = sizes[1] >= OTHER_SIZE * sizes[0] or "\t" in line.text or "\t" in following.text
    return not (is_other or line.is_set_right or following.is_indented) and is_wrapped(line, following.text, line.right)
