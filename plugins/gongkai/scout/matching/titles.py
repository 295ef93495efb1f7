"""How titles on sites say what plans say otherwise (`words/titles.yaml`, which says what each list is for)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

from gongkai import words
from gongkai.words.vocabulary import Words

_FILE = Path(words.__file__).with_name("titles.yaml")


class Genre(BaseModel, frozen=True, extra="forbid"):
    """Words in titles, and words of plans for the same."""

    titles: Words
    plans: Words
    # What stands beside them and makes it another thing.
    unless: Words = ()
    # Whether such titles are evidence for nothing else.
    only: bool = False

    def is_of(self, title: str) -> bool:
        return any(word in title for word in self.titles) and not any(word in title for word in self.unless)


class TitleWords(BaseModel, frozen=True, extra="forbid"):
    """The lists of the file."""

    genres: tuple[Genre, ...]
    asks: Words
    news: Words
    acts: Words
    drafts: Words
    others: Words
    reports: Words
    empty: Words

    def same(self, word: str) -> tuple[str, ...]:
        """What plans say for a word of titles, itself included."""
        return (word, *(it for genre in self.genres if word in genre.titles for it in genre.plans))


@cache
def engine() -> TitleWords:
    """The words that come with the engine."""
    return TitleWords.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
