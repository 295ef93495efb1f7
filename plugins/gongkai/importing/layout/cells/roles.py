"""The words that head columns and label units in notices of this kind, and what each column is for (`words/columns.yaml`)."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml

from gongkai.words.folding import fold
from gongkai.words.record import Record

from .wording import letters

NUMBER, HEADING, MATTER, TEXT = "number", "heading", "matter", "text"
LEAD, RESPONSIBLE, SUPPORT, UNITS = "lead", "responsible", "support", "units"
PUBLICATION, DUE, REMARK = "publication", "due", "remark"
SECTION, SUBSECTION = "section", "subsection"
HEADING_ROLES = frozenset({HEADING, SECTION, SUBSECTION})
UNIT_ROLES = frozenset({LEAD, RESPONSIBLE, SUPPORT, UNITS})
# Between two cells of one role: no name goes on from one cell in another.
BETWEEN = dict.fromkeys(UNIT_ROLES, "；\n")


class _Columns(Record):
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    words: str
    labels: tuple[str, ...]
    named: dict[str, str]
    other_papers: tuple[str, ...]


_TOLD = _Columns.model_validate(yaml.safe_load(files("gongkai.words").joinpath("columns.yaml").read_text(encoding="utf-8")))
# What a person calls a column: in `--columns`, and where a guess is shown.
NAMED = _TOLD.named
SHORT_NAMES = {role: name for name, role in reversed(NAMED.items())} | {UNITS: "责任", HEADING: "部分"}
LONGEST_HEADER, _LONGEST_HEADER_CELL = 16, 90

_LEADS, _OWES = re.compile("牵头|主办"), re.compile("责任|配合|落实|协办")
_ROLES = tuple((role, re.compile("|".join(words))) for role, words in _TOLD.roles)
_VOCABULARY = re.compile(f"(?:{'|'.join(sorted(_TOLD.words.split(), key=len, reverse=True))})+")
_LABELS = "|".join(_TOLD.labels).replace("(", "(?:")
LABEL = re.compile(rf"(?P<label>{_LABELS})\s*[：:]")
OTHER_PAPER = re.compile("|".join(_TOLD.other_papers))
LABEL_AHEAD = rf"(?:{_LABELS})\s*[：:]"


@lru_cache(maxsize=65536)
def simplified(text: str) -> str:
    """The text in simplified characters and plain digits, character for character; 单 for 單, 2 for ２, but （ stays."""
    return "".join(folded if folded.isalnum() else character for character, folded in zip(text, fold(text), strict=True))


@lru_cache(maxsize=8192)
def header_words(text: str) -> str:
    """A header cell without spaces, brackets and notes: 贯    彻    举    措（含公开路径） → 贯彻举措."""
    words = simplified(text[:_LONGEST_HEADER_CELL])
    return letters(re.sub(r"[（(〔\[].*?[）)〕\]]", "", words, flags=re.DOTALL) or words)


@lru_cache(maxsize=8192)
def is_header(text: str) -> bool:
    """Whether a cell consists of nothing but the words that head columns."""
    return could_head(text) and bool(_VOCABULARY.fullmatch(header_words(text)))


@lru_cache(maxsize=8192)
def could_head(text: str) -> bool:
    """Whether a short cell has a word of those that head columns, whatever else: 目标及质量要求."""
    words = header_words(text) if len(text) < _LONGEST_HEADER_CELL else ""
    return 0 < len(words) <= LONGEST_HEADER and not re.search(r"\d|^各", words) and role_of(text) is not None


@lru_cache(maxsize=8192)
def role_of(text: str) -> str | None:
    """What a column under this header holds, or None when the words do not tell."""
    if _LEADS.search(simplified(text)) and _OWES.search(simplified(text)):
        return UNITS
    words = header_words(text)
    return next((role for role, pattern in _ROLES if pattern.search(words)), None)
