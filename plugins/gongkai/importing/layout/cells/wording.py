"""Wording as converters leave it, made readable: tags and entities gone, one paragraph a line, no spaces that mean nothing."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import pairwise

from gongkai.words.numerals import COUNTING
from gongkai.words.text import letters as printed_letters
from gongkai.words.text import visible

_BLOCK_TAGS = "p|br|li|tr|td|th|div|table|tbody|thead|ul|ol|h[1-6]"
_INLINE_TAGS = r"b|strong|span|u|i|em|font|a|sup|sub|s|o:p|st1:\w+|center|small|mark|label"
_BREAKING = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINE_TAGS})(?:\s[^<>]*)?/?>|<!--[^<>]{0, 2000}-->", re.IGNORECASE | re.DOTALL)
# A number after a space begins a part: 1.政府网站 (1)县政府门户网站. After 第, 附件 and the like it does not.
_SPACED_PART = re.compile(r"(?<=[^\s第件表图近约共达每，,（(《“])[ \t]+(?=(?:\d{1,2}[.．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|公[开開]路[径徑]))")
_SPACED_PATH = re.compile(r"(?<![\s>：:])[ \t]+(?=[^\s>，。；]{2,20}>)")
_AFTER_PATHS = re.compile(r"(?<=其他渠道)[ \t]+")
_SPACE_IN_WORDS = re.compile(r"(?<=[A-Za-z0-9])[ \t]+(?=[A-Za-z0-9])|[ \t]+")
ENDS = "。；！？!?;"
_SENTENCE_ENDS = ENDS + "）)〕】”》"
_SHORT_LIST, _NO_MARGIN = 2, 10_000
_PART = re.compile(
    rf"\s*(?:\d{{1,3}}[.．、）)]|[（(][{COUNTING}\d]{{1,3}}[）)]|[①-⑳]|[{COUNTING}]{{1,3}}[、.．]|第[{COUNTING}\d]+|公[开開]路[径徑]|其他渠道|注：|说明：)"
)


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """The wording of a cell or paragraph, line by line, without markup; spaces only between Latin words."""
    text = _INLINE.sub("", _BREAKING.sub("\n", text)) if "<" in text else text
    text = html.unescape(text) if "&" in text else text
    return "\n".join(line for line in map(_clean_line, visible(text).split("\n")) if line)


def _clean_line(line: str) -> str:
    line = re.sub(r"\s", " ", line).strip()
    line = _SPACED_PART.sub("\n", line)
    line = _AFTER_PATHS.sub("\n", line) if "渠道" in line else line
    line = _SPACED_PATH.sub("\n", line) if ">" in line else line
    return "\n".join(_SPACE_IN_WORDS.sub(_kept_space, piece.strip()) for piece in line.split("\n"))


def _kept_space(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    both_digits = before.isdigit() and after.isdigit()
    return " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() and not both_digits else ""


@lru_cache(maxsize=65536)
def one_line(text: str) -> str:
    """The wording in one line, for titles and short cells that were broken only to fit."""
    return clean(text).replace("\n", "")


@lru_cache(maxsize=65536)
def unwrapped(text: str) -> str:
    """The wording with paragraphs kept and the lines of one paragraph joined; a line that stops short ends its paragraph."""
    lines = clean(text).split("\n")
    # Short lines of which the last ends no sentence are a list; three or more that reach the margin are a paragraph.
    is_list = len(lines) <= _SHORT_LIST and lines[-1][-1:] not in _SENTENCE_ENDS
    widest = _NO_MARGIN if is_list else max(map(len, lines))
    joined = lines[:1]
    for before, line in pairwise(lines):
        if is_wrapped(before, line, widest):
            joined[-1] += line
        else:
            joined.append(line)
    return "\n".join(joined)


def is_wrapped(before: str, line: str, widest: int) -> bool:
    """Whether a line goes on in the next one: it runs to the margin, ends in mid sentence, and no new part begins."""
    if not before or not line or before[-1] in ENDS or _PART.match(line):
        return False
    if before[-1] in "，、（(《“〈【" or line[0] in "，、。；）)》”〉】":
        return True
    return before[-1] not in "：:" and len(before) >= widest - 2


def letters(text: str) -> str:
    """Only the letters, digits and Han characters, markup gone: what may not get lost."""
    return printed_letters(clean(text))
