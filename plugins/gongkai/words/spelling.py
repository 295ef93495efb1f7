"""Whether a slug may be the spelling of a Chinese name."""

from __future__ import annotations

import re

from unidecode import unidecode


def may_spell(slug: str, name: str) -> bool:
    """True when the slug's letters stand in the name's pinyin in this order: fagaiju in (xian)fazhangaigeju."""
    short, full = _letters(slug), iter(_letters(name))
    return len(short) > 1 and all(letter in full for letter in short)


def _letters(text: str) -> str:
    return re.sub("[^a-z0-9]", "", unidecode(text).lower())
