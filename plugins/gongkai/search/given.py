"""What Python decides and scripts must know: numbers, signs and classes of characters."""

from __future__ import annotations

import json
import re

from gongkai.words.text import HAN, MARKED, MARKS, QUOTATION_MARKS
from gongkai.words.tokens import NUMBERED, WHOLE

from .cards import K1
from .manifest import FORMAT
from .meanings import EVERYDAY, STEM, TRIMMING
from .names import COLUMN, PLACE, UNIT
from .placing import BLOCK
from .postings import FIRST_DIGIT, LAST_DIGITS, MORE_DIGITS, NO_DIGIT
from .shards import DIGEST_BASE, DIGEST_MODULUS, SAID

# How long nobody waits for a file without a word, in thousandths of a second.
PATIENCE = 8000

GIVEN: dict[str, str | int | float] = {
    # How text is written and cut.
    "HAN": HAN,
    "MARKED": MARKED,
    "MARKS": MARKS,
    "QUOTATION_MARKS": QUOTATION_MARKS,
    "NUMBERED": NUMBERED,
    "WHOLE": WHOLE,
    "SAID": SAID,
    # How the index is written.
    "FORMAT": FORMAT,
    "BLOCK": BLOCK,
    "K1": K1,
    "FIRST_DIGIT": FIRST_DIGIT,
    "NO_DIGIT": NO_DIGIT,
    "LAST_DIGITS": LAST_DIGITS,
    "MORE_DIGITS": MORE_DIGITS,
    "DIGEST_BASE": DIGEST_BASE,
    "DIGEST_MODULUS": DIGEST_MODULUS,
    # What a word that people say is, and what bears a name.
    "TRIMMING": TRIMMING,
    "STEM": STEM,
    "EVERYDAY": EVERYDAY,
    "UNIT": UNIT,
    "COLUMN": COLUMN,
    "PLACE": PLACE,
    "PATIENCE": PATIENCE,
}


def with_given(pieces: str) -> str:
    """Pieces of a script that know what they are given: numbers where they are named, which is shorter, and texts as constants before them."""
    used = {name: value for name, value in GIVEN.items() if re.search(rf"\b{name}\b", pieces)}
    texts = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in used.items() if isinstance(value, str))
    numbers = {name: str(value) for name, value in used.items() if not isinstance(value, str)}
    return texts + re.sub("|".join(rf"\b{name}\b" for name in numbers) or "$^", lambda found: numbers[found.group()], pieces)
