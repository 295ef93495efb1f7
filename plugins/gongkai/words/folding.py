"""Text made comparable without moving a character: half-width signs, simplified characters.

Apart from `text`, because only it needs the tables of traditional characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from .text import QUOTATION_MARKS

# Where Unicode has signs that differ from others in width alone: spaces, small forms, full-width and half-width punctuation.
_BLOCKS = (*range(0xA0, 0xA1), *range(0x2000, 0x2070), *range(0x3000, 0x3001), *range(0xFE50, 0xFE70), *range(0xFF00, 0xFF66))
_WIDTH_ALONE = ("<wide>", "<narrow>", "<small>", "<noBreak>", "<compat> 0020")
# Signs that stand for others in notices, though Unicode tells them apart.
_MEANT = dict(zip("︰○⁄∕–―﹣‐‑−〈〉", ":〇//—————-《》", strict=True))
_BARE = re.compile(rf"[\s{QUOTATION_MARKS}]")


def fold(text: str) -> str:
    """The text in half-width signs and simplified characters, character for character: positions stay the same."""
    narrow = text.translate(_table())
    return narrow if narrow.isascii() else "".join(map(simple, narrow))


def bare(name: str) -> str:
    """A name folded, in small letters, without blanks and quotation marks: the same for all ways to print it."""
    return _BARE.sub("", fold(name)).lower()


@lru_cache(16_384)
def simple(character: str) -> str:
    """The simplified form of a character; one that the mainland uses too stays (乾, 著)."""
    if not "\u3400" <= character <= "\u9fff" or character.encode("gb2312", errors="ignore"):
        return character
    converted = _converter().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _table() -> dict[int, str]:
    narrow = {code: unicodedata.normalize("NFKC", chr(code)) for code in _BLOCKS if _differs_in_width(chr(code))}
    single = {code: sign for code, sign in narrow.items() if len(sign) == 1}
    return single | {ord(sign): meant for sign, meant in _MEANT.items()}


def _differs_in_width(character: str) -> bool:
    return unicodedata.decomposition(character).startswith(_WIDTH_ALONE)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
