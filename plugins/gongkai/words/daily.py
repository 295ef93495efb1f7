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

    theme: Word = Field("", title="主题", description="“常用说法”页按它分组，可以用自带的主题，也可以新写一个", examples=["出行"])
    words: Words = Field(title="说法", description="同一件事的各种说法，最常用的写在前面，列在网页上", examples=[["摩的", "三蹦子"]])
    bodies: Words = Field(
        (),
        title="管这件事的机构",
        description="最可能的写在前面，不带“区”“县”；这一项与下面两项至少写一项",
        examples=[["公安局", "交通局", "镇街"]],
    )
    kinds: Article20 = Field(
        (), title="条例第二十条的类别", description="写序号；不属于的不写，第 15 类只写另有规定要求公开的", examples=[[5]]
    )
    official: Words = Field((), title="文件里的叫法", description="计划和栏目里用的词", examples=[["交通管理"]])

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


class DailyWords(Record, title="常用说法"):
    """`words/daily.yaml`; `trimmings` are what a question has around its words, `apart` longer words that mean something else,
    `everyday` those that people also say of what no office answers for.
    """

    meanings: tuple[Meaning, ...] = Field((), title="常用说法", description="一组一条，一个说法只能属于一组")
    trimmings: Words = Field((), title="问话里的虚词", description="搜索时去掉", examples=[["怎么办", "在哪里办"]])
    apart: Words = Field((), title="另有意思的词", description="含有某个说法、意思却不同的词", examples=[["动物医院"]])
    everyday: Words = Field(
        (),
        title="日常也说的词",
        description="也说与政府无关的事的说法，问的只有它才算：足球可以问体育局，足球比分不是",
    )


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
