"""A cell cut at signs, wherever they stand outside brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from gongkai.importing.layout.brackets import depths
from gongkai.words.folding import fold


def signs(folded: str, pattern: str | re.Pattern[str]) -> list[re.Match[str]]:
    """Where a pattern stands in a folded text outside brackets."""
    depth = depths(folded)
    return [match for match in re.finditer(pattern, folded) if match.group() and not depth[match.start()]]


def split(text: str, pattern: str | re.Pattern[str]) -> list[str]:
    """What stands between the signs, less what is blank."""
    return without(text, [match.span() for match in signs(fold(text), pattern)])


def without(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The stretches between the spans of a text, less what is blank; a span may be empty."""
    bounds = [(0, 0), *sorted(spans), (len(text), len(text))]
    pieces = (text[end:start].strip() for (_, end), (start, _) in pairwise(bounds))
    return [piece for piece in pieces if piece]
