"""The tables of words/bodies.yaml, typed and frozen, and how a portal's own are laid over them.

A field's `title` is its Chinese label, as in the records of the data.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Self, TypeVar

import yaml
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from .record import Record
from .text import HAN, normal

_ENGINE = Path(__file__).with_name("bodies.yaml")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _word(value: str) -> str:
    if not re.fullmatch(f"[{HAN}A-Za-z0-9]+", value):
        raise PydanticCustomError("not_a_word", "{value} 不是一个词", {"value": value})
    return normal(value)


Word = Annotated[str, Field(max_length=30), AfterValidator(_word)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]
Year = Annotated[int, Field(ge=1949, le=2100)]


class Entry(Record):
    """An entry that is known by its name; another of that name adds to it or replaces it."""

    name: Word = Field(title="名称")
    replace: bool = Field(False, title="只用本条")


class Level(Entry):
    """层级: what the name of a body begins with, and the words that begin so and mean something else."""

    words: Words = Field((), title="不算层级的词")
    look_again: Words = Field((), title="仍算层级的词")
    township: bool = Field(False, title="乡镇一级")

    @model_validator(mode="after")
    def _words_begin_with_the_level(self) -> Self:
        for word in (*self.words, *self.look_again):
            if not word.startswith(self.name) or word == self.name:
                raise PydanticCustomError("word_of_other_level", "{word} 不以 {name} 开头", {"word": word, "name": self.name})
        return self


class Authority(Level):
    """机关: what may stand between a level and a body, left out with the level where people do so."""

    left_out: bool = Field(False, title="口语里省略")


class Endings(Record):
    """结尾: what names of bodies and columns end with."""

    offices: Words = Field((), title="职能部门")
    institutions: Words = Field((), title="事业单位、企业和团体")
    others: Words = Field((), title="其余单位")
    left_out: Words = Field((), title="口语里也省略")
    ambiguous: Words = Field((), title="单看不能断定")
    in_tables: Words = Field((), title="表格里还有")
    columns: Words = Field((), title="栏目")


class ShortEnding(Entry):
    """委 for 委员会."""

    short: Word = Field(title="简称")


class Reform(Record):
    """The document by which bodies were renamed."""

    year: Year = Field(title="年份")
    source: str = Field(min_length=1, max_length=2000, title="依据")


class Former(Record):
    """旧称: words that stood for the sphere, and whole names, until a reform; no year where places differ."""

    words: Words = Field((), title="旧的职能词")
    names: Words = Field((), title="旧的机构名称")
    reform: Year | None = Field(None, title="改革年份")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.words or self.names):
            raise PydanticCustomError("former_empty", "没有写旧称")
        return self


class Sphere(Entry):
    """职能词: the ways to write what a body is for; with an ending they are its names."""

    also: Words = Field((), title="其他写法")
    short: Words = Field((), title="简称")
    called: Words = Field((), title="其他叫法")
    spoken: Word = Field("", title="地址代码的说法")
    former: tuple[Former, ...] = Field((), title="旧称")

    @property
    def written(self) -> tuple[str, ...]:
        """All ways in use to write it, the standard one first."""
        return (self.name, *self.also, *self.short)

    @property
    def forms(self) -> tuple[str, ...]:
        """These, and those of before."""
        return (*self.written, *(word for former in self.former for word in former.words))

    @model_validator(mode="after")
    def _tells_something_once(self) -> Self:
        if not (self.replace or self.also or self.short or self.called or self.spoken or self.former):
            raise PydanticCustomError("sphere_empty", "没有写任何叫法")
        for position, form in enumerate(self.forms):
            if form in self.forms[:position]:
                raise PydanticCustomError("word_twice", "{word} 写了两次", {"word": form})
        return self


class Contacts(Record):
    """What a question for a telephone number or an address looks like: 的 咨询 电话."""

    before: Words = Field((), title="前面的虚词")
    purposes: Words = Field((), title="用途")
    asked: Words = Field((), title="要找的联系方式")


class Bodies(Record):
    """`words/bodies.yaml`: what government bodies are called."""

    levels: tuple[Level, ...] = Field((), title="层级")
    authorities: tuple[Authority, ...] = Field((), title="机关")
    before_place: Words = Field((), title="辖区前面的词")
    endings: Endings = Field(Endings.model_validate({}), title="结尾")
    short_endings: tuple[ShortEnding, ...] = Field((), title="结尾的简称")
    reforms: tuple[Reform, ...] = Field((), title="改革")
    spheres: tuple[Sphere, ...] = Field((), title="职能词")
    usual: Words = Field((), title="常见机构")
    contacts: Contacts = Field(Contacts.model_validate({}), title="联系方式")


@cache
def engine() -> Bodies:
    """The tables that come with the engine."""
    return Bodies.model_validate(yaml.load(_ENGINE.read_text(encoding="utf-8"), Loader=_LOADER))


R = TypeVar("R", bound=Record)


def laid_over(below: R, above: R) -> R:
    """The tables below with those above: words are added, single values replaced, entries of one name joined."""
    joined = {name: _joined(getattr(below, name), getattr(above, name)) for name in above.model_fields_set}
    return below.model_copy(update=joined)


def _joined(below: object, above: object) -> object:
    if isinstance(below, Record) and isinstance(above, Record):
        return laid_over(below, above)
    if isinstance(below, tuple) and isinstance(above, tuple):
        return _entries(below, above)
    return above


def _entries(below: tuple[object, ...], above: tuple[object, ...]) -> tuple[object, ...]:
    joined = {_name(entry): entry for entry in below}
    for entry in above:
        known = joined.get(_name(entry))
        is_added = isinstance(known, Entry) and isinstance(entry, Entry) and not entry.replace
        joined[_name(entry)] = _joined(known, entry) if is_added else entry
    return tuple(joined.values())


def _name(entry: object) -> object:
    return entry.name if isinstance(entry, Entry) else entry
