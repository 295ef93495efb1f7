"""The words of daily life: what people call their concerns, and which bodies answer for these; and how a portal's own lie over them.

The words are in daily.yaml, which says how they are chosen. A field's `title` is its Chinese label, as in the records of the data.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .article_20 import Article20
from .record import Record
from .vocabulary import Word, Words

_ENGINE = Path(__file__).with_name("daily.yaml")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Bodies are named without their level; this is all townships at once.
TOWNSHIPS = "镇街"


class Meaning(Record):
    """说法: words for one concern, the usual one first, the bodies that may answer for it, the likeliest first, and what plans call it."""

    theme: Word = Field("", title="主题")
    words: Words = Field(title="说法")
    bodies: Words = Field((), title="管这件事的机构")
    kinds: Article20 = Field((), title="条例第二十条的类别")
    official: Words = Field((), title="文件里的叫法")

    @property
    def caption(self) -> str:
        return self.words[0]

    @property
    def offices(self) -> tuple[str, ...]:
        """The bodies less the townships, of which there are many."""
        return tuple(body for body in self.bodies if body != TOWNSHIPS)

    @property
    def asks_townships(self) -> bool:
        """True when people ask where they live."""
        return TOWNSHIPS in self.bodies

    @model_validator(mode="after")
    def _leads_somewhere_and_says_it_once(self) -> Self:
        if not (self.bodies or self.kinds or self.official):
            raise PydanticCustomError("meaning_empty", "没有写由谁来管")
        for words in (self.words, self.bodies, self.official):
            if twice := next((word for position, word in enumerate(words) if word in words[:position]), None):
                raise PydanticCustomError("word_twice", "{word} 写了两次", {"word": twice})
        return self


class DailyWords(Record):
    """`words/daily.yaml`; `trimmings` are what a question has around its words, `apart` longer words that mean something else,
    `everyday` those that people also say of what no office answers for.
    """

    meanings: tuple[Meaning, ...] = Field((), title="常用说法")
    trimmings: Words = Field((), title="问话里的虚词")
    apart: Words = Field((), title="另有意思的词")
    everyday: Words = Field((), title="日常也说的词")


@cache
def engine() -> DailyWords:
    """The words that come with the engine."""
    return DailyWords.model_validate(yaml.load(_ENGINE.read_text(encoding="utf-8"), Loader=_LOADER))


def laid_over(below: DailyWords, above: DailyWords) -> DailyWords:
    """The words below with those above: what is said above is taken from below, where a meaning without words goes."""
    said = {word for meaning in above.meanings for word in meaning.words}
    kept = ((meaning, tuple(word for word in meaning.words if word not in said)) for meaning in below.meanings)
    meanings = (*(meaning.model_copy(update={"words": words}) for meaning, words in kept if words), *above.meanings)
    trimmings, apart, everyday = (
        tuple(dict.fromkeys((*(word for word in lower if word not in said), *upper)))
        for lower, upper in ((below.trimmings, above.trimmings), (below.apart, above.apart), (below.everyday, above.everyday))
    )
    return below.model_copy(update={"meanings": meanings, "trimmings": trimmings, "apart": apart, "everyday": everyday})
