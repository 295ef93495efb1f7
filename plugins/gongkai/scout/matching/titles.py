"""How titles on sites say what plans say otherwise (`words/titles.yaml`, which says what each list is for)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

from gongkai import words
from gongkai.words.vocabulary import Words

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
    responses: Pair
    country: Words
    above: Words
    others: Words
    reports: Words
    empty: Words

    def is_news(self, title: str) -> bool:
        """Whether it says who met or went where."""
        for word in self.not_news:
            title = title.replace(word, " ")
        return has(title, self.news)

    def same(self, word: str) -> tuple[str, ...]:
        """What plans say for a word of titles, itself included."""
        return (word, *(it for genre in self.genres if has(word, genre.titles) for it in genre.plans))


@cache
def engine() -> TitleWords:
    """The words that come with the engine."""
    return TitleWords.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
