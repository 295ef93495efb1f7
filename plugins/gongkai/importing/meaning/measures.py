"""A row's text taken apart: opening sentence, numbered measures, and blocks of 公开路径 between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gongkai.importing.layout.brackets import depths, paragraphs
from gongkai.words.folding import fold
from gongkai.words.numerals import COUNTED
from gongkai.words.text import tidy, visible

from . import publication_paths

_MARKS = re.compile(
    rf"(?P<point>(?<![0-9.])[0-9]{{1,3}})\s*(?:\.(?=[0-9]{{1,2}}(?:{COUNTED}))|[.、](?![0-9]{{1,2}}(?![0-9])))|"
    r"(?P<bracket>\((?P<inner>[0-9]{1,2})\))|(?P<half>[0-9]{1,2})\)|(?P<ring>[①-⑳])"
)
_DOTS = re.compile("[●•◆▪◎►▶]")
_STYLES = ("point", "bracket", "half", "ring")
# Where a number begins an item: at the start, on a new line, or after the end of a sentence.
_BEFORE = re.compile(r"(?:^|[\n。;!?:)〕】\]>”]|\s)\s*$")
_LONGEST_CHANNEL = 40
# What stands further before a number says nothing about it.
_NEAR = 16


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
        numbered = [PrintedMeasure(number, paragraphs(words)) for number, words in enumerate(dots, 1)]
        return PrintedRow("", tuple(numbered) if len(dots) > 1 else (PrintedMeasure(None, paragraphs(dots[0])),))
    marks = _top(text)
    if not marks:
        wording, publication = _without_block(text)
        return PrintedRow("", (PrintedMeasure(None, paragraphs(wording)),), publication)
    bounds = [*(mark.start for mark in marks), len(text)]
    measures = []
    for mark, end in zip(marks, bounds[1:], strict=True):
        wording, publication = _without_block(text[mark.end : end])
        measures.append(PrintedMeasure(mark.number, paragraphs(wording), publication))
    # A block behind the last measure is the row's; between two it belongs to the one before it.
    last = measures[-1]
    return PrintedRow(paragraphs(text[: marks[0].start]), (*measures[:-1], PrintedMeasure(last.number, last.text)), last.publication)


def _top(text: str) -> list[_Mark]:
    """The marks of the outermost numbering: the style that comes first, counted upwards."""
    folded = fold(text)
    blocks = _blocks(folded)
    numbered = [mark for mark in _marks(folded) if _begins_item(folded, mark)]
    outside = [mark for mark in numbered if not any(start <= mark.start < end for start, end in blocks)]
    if not outside:
        return []
    style, number = outside[0].style, outside[0].number
    if style != "point" and (outside[0].start or number != 1):
        return []
    chosen: list[_Mark] = []
    for mark in numbered:
        inside = next(((start, end) for start, end in blocks if start <= mark.start < end), None)
        if mark.style == style and mark.number == number and not (inside and _is_item_of_block(folded, mark, inside)):
            chosen.append(mark)
            number += 1
    return chosen if _is_list(chosen) else []


def _marks(folded: str) -> list[_Mark]:
    return [_mark(match) for match in _MARKS.finditer(folded)]


def _mark(match: re.Match[str]) -> _Mark:
    style = next(style for style in _STYLES if match[style])
    value = ord(match["ring"]) - ord("①") + 1 if style == "ring" else int(match["inner"] or match[style])
    return _Mark(match.start(), match.end(), value, style)


def _begins_item(folded: str, mark: _Mark) -> bool:
    depth = depths(folded)[mark.start]
    is_bracket = mark.style == "bracket"
    if depth > (1 if is_bracket else 0) or not _BEFORE.search(folded[max(0, mark.start - _NEAR) : mark.start]):
        return False
    # 2. 其他渠道 and 2.5月底前 are items, 2.5倍 is none.
    return bool(re.match(rf"\s*(?:[^\s0-9,。;、)]|[0-9]{{3}}|[0-9]{{1,2}}(?:{COUNTED}))", folded[mark.end :]))


def _is_list(marks: list[_Mark]) -> bool:
    """One number alone counts at the head of the text only, or behind a sentence that opens it."""
    return bool(marks) and (len(marks) > 1 or marks[0].start == 0 or marks[0].number == 1)


def _blocks(folded: str) -> list[tuple[int, int]]:
    """The 公开路径 blocks outside brackets: each to the end of the text or to where the next begins."""
    starts, position = [], 0
    while span := publication_paths.block(folded[position:]):
        starts.append(position + span[0])
        position += span[0] + 4
    return list(pairwise([*starts, len(folded)]))


def _is_item_of_block(folded: str, mark: _Mark, block: tuple[int, int]) -> bool:
    """True for 2.其他渠道 inside a block; false for a measure that follows the block."""
    before = [
        earlier
        for earlier in _marks(folded[: mark.start])
        if earlier.start >= block[0] and earlier.style == mark.style and _begins_item(folded, earlier)
    ]
    expected = before[-1].number + 1 if before else 1
    if mark.number != expected:
        return False
    rest = folded[mark.end : block[1]]
    item = re.split(r"\n|(?<=\S)\s*[0-9]{1,2}[.、](?![0-9])", rest)[0]
    is_short = len(item) < _LONGEST_CHANNEL and not item.rstrip().endswith("。")
    return ">" in item or is_short or not re.search("[,。]", item)


def _without_block(text: str) -> tuple[str, str]:
    """A measure's wording and the 公开路径 block behind it, one item on a line."""
    span = publication_paths.block(text)
    if not span:
        return text, ""
    label = re.match(r"[^:：]*[:：]", text[span[0] :].lstrip())
    items = [tidy(item) for item in _lines(text[span[0] :])]
    return text[: span[0]], "\n".join(items) if label else ""


def _lines(block: str) -> list[str]:
    folded = fold(block)
    depth = depths(folded)
    starts = {0}
    label = re.match(r"\s*[^:]*:", folded)
    starts |= {label.end()} if label else set()
    starts |= {index + 1 for index, sign in enumerate(folded) if sign == "\n"}
    starts |= {
        mark.start
        for mark in _marks(folded)
        if _begins_item(folded, mark)
        or (label and mark.start >= label.end() and not depth[mark.start] and re.search(r"[,;。]\s*$", folded[: mark.start]))
    }
    bounds = [*sorted(starts), len(block)]
    pieces = [block[start:end].strip(" \n") for start, end in pairwise(bounds)]
    joined: list[str] = []
    for piece in filter(None, pieces):
        # A path that a narrow cell broke, or 县政府门户网站： with its columns on the next line.
        if (
            joined
            and not re.fullmatch(r"[^:]*(?:路径|渠道|方式|位置|载体|平台|形式|途径)[^:]*:", fold(joined[-1]))
            and (fold(joined[-1]).endswith((">", ":")) or fold(piece).startswith(">"))
        ):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
