"""How titles on sites say what plans say otherwise (`words/titles.yaml`, which says what each list is for)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

from gongkai import words
from gongkai.words.vocabulary import Words

# What ends in the name of a document is one, and no report of what happened.
_IN_FORM = re.compile(
    "(?:公告|通告|公示|通报|决定|批复|举措|措施|办法|细则|规定|方案|预案|规划|计划|清单|目录|名单|名录|一览表?|指南|须知|要点|政策|机制|制度)(?:[（(][^（()）]*[）)])?$"
)
_CALL = re.compile("关于.*(?:通知|启事|函)$")
_FILE = Path(words.__file__).with_name("titles.yaml")


def has(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in a text."""
    return any(word in text for word in words)


class Pair(BaseModel, frozen=True, extra="forbid"):
    """Words in titles, and words of plans for the same."""

    titles: Words
    plans: Words


class Genre(Pair, frozen=True, extra="forbid"):
    """What a thing is."""

    # What stands beside them and makes it another thing.
    unless: Words = ()
    # Whether such titles are evidence for nothing else.
    only: bool = False

    def is_of(self, title: str) -> bool:
        return has(title, self.titles) and not has(title, self.unless)


class TitleWords(BaseModel, frozen=True, extra="forbid"):
    """The lists of the file."""

    genres: tuple[Genre, ...]
    asks: Words
    news: Words
    not_news: Words
    acts: Words
    drafts: Pair
    asked: tuple[Pair, ...]
    country: Words
    above: Words
    others: Words
    reports: Words
    empty: Words

    def is_unasked(self, title: str, called: str) -> bool:
        """Whether a measure is called after kinds, and a title is of none of these."""
        is_any = False
        for pair in (pair for pair in self.asked if has(called, pair.plans)):
            if has(title, pair.titles):
                return False
            is_any = True
            for word in pair.plans:
                called = called.replace(word, " ")
        return is_any

    def is_call(self, title: str) -> bool:
        """Whether it asks others to do something."""
        return has(title, self.asks) and _CALL.search(title) is not None

    def is_news(self, title: str) -> bool:
        """Whether it says who met or went where; what is made known in due form is none."""
        if _IN_FORM.search(title):
            return False
        for word in self.not_news:
            title = title.replace(word, " ")
        return has(title, self.news)

    def acts_in(self, title: str) -> tuple[str, ...]:
        """What plans say for the acts that a title tells of."""
        return tuple(same for it in self.acts if it in title for same in self.same(it))

    def same(self, word: str) -> tuple[str, ...]:
        """What plans say for a word of titles, itself included."""
        return (word, *(it for genre in self.genres if has(word, genre.titles) for it in genre.plans))


@cache
def engine() -> TitleWords:
    """The words that come with the engine."""
    return TitleWords.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
