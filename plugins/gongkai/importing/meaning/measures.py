"""A row's text taken apart: opening sentence, numbered measures, and blocks of 公开路径 between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gongkai.importing.layout.brackets import depths, paragraphs
from gongkai.words.folding import fold
from gongkai.words.numerals import COUNTED, value
from gongkai.words.text import tidy, visible

from . import publication_paths

_MARKS = re.compile(
    rf"(?P<point>(?<![0-9.])[0-9]{{1,3}})\s*(?:\.(?=[0-9]{{1,2}}(?:{COUNTED}))|[.、](?![0-9]{{1,2}}(?![0-9])))|"
    r"\((?P<bracket>[0-9]{1,2})\)|(?P<half>[0-9]{1,2})\)|(?P<ring>[①-⑳])"
)
_DOTS = re.compile("[●•◆▪◎►▶]")
# Where a number begins an item: at the start, on a new line, or after the end of a sentence; what stands further before says nothing.
_BEFORE = re.compile(r"(?:^|[\n。;!?:)〕】\]>”]|\s)\s*$")
_NEAR = 16
# 2. 其他渠道 and 2.5月底前 are items, 2.5倍 is none.
_AFTER = re.compile(rf"\s*(?:[^\s0-9,。;、)]|[0-9]{{3}}|[0-9]{{1,2}}(?:{COUNTED}))")
_LONGEST_CHANNEL = 40


@dataclass(frozen=True)
class PrintedMeasure:
    """A measure as printed, its number (none where the row has none), and the 公开路径 block that stood right behind it."""

    number: int | None
    text: str
    publication: str = ""


@dataclass(frozen=True)
class PrintedRow:
    """The measures of a row, the sentence before them, and the 公开路径 block at the end that speaks for all."""

    opening: str
    measures: tuple[PrintedMeasure, ...]
    publication: str = ""


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    number: int
    style: str


def split(text: str) -> PrintedRow:
    """The parts of a cell; a text without numbers is one measure."""
    text = visible(text).strip()
    if dots := [words for words in _DOTS.split(text) if words.strip()] if _DOTS.match(text) else []:
        # Dots count nothing; where there are several, each is a measure by its place.
        numbered = [PrintedMeasure(number if len(dots) > 1 else None, paragraphs(words)) for number, words in enumerate(dots, 1)]
        return PrintedRow("", tuple(numbered))
    marks = _top(fold(text))
    if not marks:
        only = _measure(None, text)
        return PrintedRow("", (PrintedMeasure(None, only.text),), only.publication)
    bounds = [*(mark.start for mark in marks), len(text)]
    measures = [_measure(mark.number, text[mark.end : end]) for mark, end in zip(marks, bounds[1:], strict=True)]
    # A block behind the last measure is the row's; between two it belongs to the one before it.
    last = measures.pop()
    return PrintedRow(paragraphs(text[: bounds[0]]), (*measures, PrintedMeasure(last.number, last.text)), last.publication)


def _measure(number: int | None, text: str) -> PrintedMeasure:
    """The wording, and the 公开路径 block behind it."""
    span = publication_paths.block(text) or (len(text), len(text))
    return PrintedMeasure(number, paragraphs(text[: span[0]]), "\n".join(filter(None, map(tidy, text[span[0] :].split("\n")))))


def _top(folded: str) -> list[_Mark]:
    """The marks of the outermost numbering: the style that comes first, counted upwards."""
    marks, blocks = _marks(folded), _blocks(folded)
    first = next((mark for mark in marks if not any(start <= mark.start < end for start, end in blocks)), None)
    if not first or (first.style != "point" and (first.start or first.number != 1)):
        return []
    chosen: list[_Mark] = []
    for mark in marks:
        inside = next((end for start, end in blocks if start <= mark.start < end), 0)
        is_next = mark.style == first.style and mark.number == first.number + len(chosen)
        if is_next and not (inside and _names_outlet(folded[mark.end : inside])):
            chosen.append(mark)
    # One number alone counts at the head of the text only, or behind a sentence that opens it.
    return chosen if len(chosen) > 1 or first.start == 0 or first.number == 1 else []


def _marks(folded: str) -> list[_Mark]:
    """The numbers that begin items."""
    depth = depths(folded)
    return [
        _Mark(match.start(), match.end(), value(match[style]), style)
        for match in _MARKS.finditer(folded)
        if (style := match.lastgroup)
        and depth[match.start()] <= (style == "bracket")
        and _BEFORE.search(folded[max(0, match.start() - _NEAR) : match.start()])
        and _AFTER.match(folded, match.end())
    ]


def _blocks(folded: str) -> list[tuple[int, int]]:
    """The 公开路径 blocks outside brackets: each to the end of the text or to where the next begins."""
    starts, position = [], 0
    while span := publication_paths.block(folded[position:]):
        starts.append(position + span[0])
        position += span[0] + 4
    return list(pairwise([*starts, len(folded)]))


def _names_outlet(rest: str) -> bool:
    """True for 2.其他渠道 inside a block; false for a measure that follows the block."""
    words = re.split(r"\n|(?<=\S)\s*[0-9]{1,2}[.、](?![0-9])", rest)[0].rstrip()
    return ">" in words or (len(words) < _LONGEST_CHANNEL and not words.endswith("。")) or not re.search("[,。]", words)
