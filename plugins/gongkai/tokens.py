"""How text is cut for search: the same rules as theme/static/js/tokens.js, held together by tests/cases/tokens.json.

Chinese has no blanks between words, and dictionaries cut 发改委 differently in every program.
Overlapping pairs of characters need no dictionary and never disagree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_RUN = re.compile(f"[{_HAN}]+|[a-z0-9]+")
_IS_HAN = re.compile(f"[{_HAN}]")
# Taken out before cutting, so that 十四五规划 meets “十四五”规划.
_QUOTATION_MARKS = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』")


def normal(text: str) -> str:
    """Full-width letters become plain, capitals small, quotation marks vanish."""
    return unicodedata.normalize("NFKC", text).lower().translate(_QUOTATION_MARKS)


def tokens(text: str) -> list[str]:
    """Pairs of neighbouring characters for Chinese, whole words for letters and digits, in order."""
    return [token for run in _RUN.findall(normal(text)) for token in _cut(run)]


def index_tokens(text: str) -> list[str]:
    """`tokens`, and the last character of each Chinese run alone: a search for 水 looks for words that begin with it."""
    return [token for run in _RUN.findall(normal(text)) for token in (*_cut(run), *_tail(run))]


def _cut(run: str) -> Iterator[str]:
    if not _IS_HAN.match(run) or len(run) == 1:
        yield run
        return
    for first, second in pairwise(run):
        yield first + second


def _tail(run: str) -> Iterator[str]:
    if _IS_HAN.match(run) and len(run) > 1:
        yield run[-1]
