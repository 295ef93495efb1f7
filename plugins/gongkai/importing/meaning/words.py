"""Words of a notice made comparable without moving a character, and made fit for a YAML file."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from opencc import OpenCC

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ODD = {
    ord(odd): plain
    for odd, plain in zip("\u3000\u00a0\u2002\u2003\u2009\u202f﹑︰﹔﹐○⁄∕–―﹣‐‑−〈〉", "      、:;,〇//—————-《》", strict=True)
}
_FOLD = _FULL_WIDTH | _ODD
# Half-width commas and stops of traditional lay-outs, and what conversion leaves behind: marks without width, control characters.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_GAP = re.compile(r"(?<![A-Za-z0-9])[ \u3000\u00a0\u2002-\u200a\u202f]+|[ \u3000\u00a0\u2002-\u200a\u202f]+(?![A-Za-z0-9])")
_NUMERAL = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_OPENING, _CLOSING = "([{〔【《“「『", ")]}〕】》”」』"
# A line that begins so is a paragraph of its own, not the rest of the one before.
_ITEM = re.compile(r"\s*(?:[(（]?[0-9０-９一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳]|公开路径)")
_SENTENCE_END = re.compile(r"[。；;！？!?：:〕】]$")

# An Arabic or a Chinese number of at most two places.
NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
HAN = r"\u3400-\u4dbf\u4e00-\u9fff"


def fold(text: str) -> str:
    """The text in half-width signs and simplified characters, character for character: positions stay the same."""
    plain = text.translate(_FOLD)
    return plain if plain.isascii() else "".join(map(_simple, plain))


@lru_cache(16_384)
def _simple(character: str) -> str:
    if not "\u3400" <= character <= "\u9fff" or character.encode("gb2312", errors="ignore"):
        return character
    simple = _converter().convert(character)
    return simple if len(simple) == 1 else character


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def visible(text: str) -> str:
    """Without what no eye sees and no YAML file may hold; line ends are \\n, tabs are blanks."""
    return _HIDDEN.sub("", re.sub("\r\n?|[\u0085\u2028\u2029\u000b\u000c]", "\n", text).replace("\t", " "))


def tidy(text: str) -> str:
    """One line without the blanks that conversion put between Chinese characters; those between Latin words stay."""
    return _GAP.sub("", " ".join(visible(text).split())).strip()


def paragraphs(text: str) -> str:
    """Each paragraph tidy and on a line of its own; lines that a narrow cell broke are joined."""
    joined: list[str] = []
    for line in filter(None, map(tidy, visible(text).split("\n"))):
        if joined and not _SENTENCE_END.search(joined[-1]) and not _ITEM.match(line):
            joined[-1] = tidy(f"{joined[-1]} {line}")
        else:
            joined.append(line)
    return "\n".join(joined)


def cardinal(number: str) -> int:
    """The value of what `NUMBER` matches."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.partition("十")
    if not ten:
        return int("".join(str(_NUMERAL[digit]) for digit in number))
    return (_NUMERAL[tens] if tens else 1) * 10 + (_NUMERAL[ones] if ones else 0)


@lru_cache(64)
def depths(text: str) -> tuple[int, ...]:
    """How many brackets and quotation marks are open at each character of a folded text; a bracket counts as inside.

    What is never closed does not count: a stray bracket must not swallow the rest of a cell.
    """
    depth, pairs = [0] * len(text), []
    waiting: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character in _OPENING:
            waiting.append((character, place))
        elif character in _CLOSING:
            opening = _OPENING[_CLOSING.index(character)]
            position = next((index for index in reversed(range(len(waiting))) if waiting[index][0] == opening), None)
            if position is not None:
                pairs.append((waiting[position][1], place))
                del waiting[position:]
    for first, last in pairs:
        for place in range(first, last + 1):
            depth[place] += 1
    return tuple(depth)


def without_titles(text: str) -> str:
    """A folded text with the names of documents blanked out, character for character: a date in a name is no date."""
    return re.sub("《[^《》]*(?:《[^《》]*》[^《》]*)*》|〔[0-9]{4}〕[0-9]*号?", lambda name: "□" * len(name.group()), text)
