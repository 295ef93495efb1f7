"""The paragraphs of a plan in running text: put together, where the plan begins and ends, and how its items are written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.importing.layout.cells.fit import LONGEST_TITLE, is_sentence, is_title
from gongkai.importing.layout.cells.labels import has_labels, segments
from gongkai.importing.layout.cells.numbering import ARABIC, HAN, HAN_BRACKETED, PART, marker
from gongkai.importing.layout.cells.roles import simplified
from gongkai.importing.layout.cells.wording import ENDS, clean, letters
from gongkai.importing.readers.base.notice import Paragraph
from gongkai.words.text import width

from .head import TITLE_ENDS, is_title_line

HEADINGS = (PART, HAN, HAN_BRACKETED)
LONGEST_HEADING = 42
_FOOT = re.compile(r"附件\d*[:：]|扫一扫|上一篇|下一篇|打印|关闭窗口|版权所有|.*(?:网站标识码|公网安备|备案号)")
_RAGGED = 4  # a full line may end two characters before the margin


def whole(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the lines of one that was broken to fit a width put together."""
    lines = [
        Paragraph(line, block.line, block.level)
        for block in paragraphs
        for line in clean(re.sub(r"^\s*#+\s", "", block.text)).split("\n")
        if letters(line)
    ]
    widths = sorted(width(line.text) for line in lines)
    margin = widths[int(len(widths) * 0.9)] if widths else 0
    whole: list[Paragraph] = []
    before = ""
    for line in lines:
        if whole and _goes_on(before, line.text, margin):
            whole[-1] = Paragraph(whole[-1].text + line.text, whole[-1].line, whole[-1].level)
        else:
            whole.append(line)
        before = line.text
    return whole


def _goes_on(before: str, line: str, margin: int) -> bool:
    if marker(line) or before[-1] in ENDS + "：:）)】":
        return False
    if before[-1] in "，、（(《“" or line[0] in "，、。；）)》”":
        return True
    reaches_margin = abs(width(before) - margin) <= _RAGGED and width(before) > LONGEST_TITLE // 2
    return reaches_margin and not (is_title_line(before) and TITLE_ENDS.search(before))


def bounds(lines: Sequence[Paragraph], labelled: Sequence[int]) -> tuple[int, int]:
    """From the first item after the last title to the end of the last."""
    reach = labelled[0] if labelled else len(lines)
    titles = [
        index
        for index in range(min(reach, len(lines)))
        if is_title_line(lines[index].text) and TITLE_ENDS.search(simplified(lines[index].text))
    ]
    start = titles[-1] + 1 if titles else 0
    opening = next((index for index in range(start, len(lines)) if marker(lines[index].text) or has_labels(lines[index].text)), len(lines))
    end = next((index for index in range(reach + 1, len(lines)) if _FOOT.match(lines[index].text)), len(lines))
    last = max((index + 1 for index in labelled if index < end), default=end)
    if not any(marker(line.text) for line in lines[last:end]):
        end = last
    return opening, end


def items_end_in_labels(lines: Sequence[Paragraph]) -> bool:
    """Whether each 1． 2． names its units, so that each is a task; else they are parts of what closes with units once."""
    groups: list[list[bool]] = [[]]
    for index, line in enumerate(lines):
        opener = marker(line.text)
        if opener and opener.kind in HEADINGS:
            groups.append([])
        elif opener and opener.kind == ARABIC:
            groups[-1].append(has_labels(line.text) or (index + 1 < len(lines) and _is_label_line(lines[index + 1].text)))
    several = [group for group in groups if len(group) > 1]
    closed_once = sum(group[-1] and not any(group[:-1]) for group in several)
    return 2 * closed_once < len(several) or not several


def _is_label_line(text: str) -> bool:
    told = segments(text)
    return bool(told[0].cells or told[0].labels) and not letters(told[0].text)


def has_titles(lines: Sequence[Paragraph]) -> bool:
    """Whether （一） mostly opens with a title; else the few whose first sentence is short are items like the others."""
    several = [line.text for line in lines if (opener := marker(line.text)) and opener.kind == HAN_BRACKETED and is_sentence(opener.rest)]
    return 2 * sum(all(title_and_rest(text)) for text in several) >= len(several)


def title_and_rest(text: str) -> tuple[str, str]:
    """The heading that a numbered paragraph begins with, and the rest; no heading when the first sentence is too long."""
    first = segments(text)[0]
    words = first.text
    if is_title(words) and len(words) <= LONGEST_HEADING:
        return words, text[text.index(words) + len(words) :] if words else text
    title, stop, rest = words.partition("。")
    if rest and is_title(title) and len(title) <= LONGEST_HEADING:
        return title + stop, text[text.index(title + stop) + len(title + stop) :]
    return "", text
