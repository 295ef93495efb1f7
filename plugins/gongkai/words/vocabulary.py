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


# Editors read 12385 as a number; we read it as it is typed.
Word = Annotated[str, Field(max_length=30, json_schema_extra={"type": ["string", "integer"]}), AfterValidator(_word)]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]
Year = Annotated[int, Field(ge=1949, le=2100)]


class Entry(Record):
    """An entry that is known by its name; another of that name adds to it or replaces it."""

    name: Word = Field(title="名称", description="每一条的标准写法；与自带的相同的条目合在一起")
    replace: bool = Field(False, title="只用本条", description="写 true，就不用自带的同名条目")


class Level(Entry):
    """层级: what the name of a body begins with, and the words that begin so and mean something else."""

    words: Words = Field((), title="不算层级的词", description="以它开头却另有意思的词", examples=[["市场"]])
    look_again: Words = Field((), title="仍算层级的词", description="上一项的例外", examples=[["市民政"]])
    township: bool = Field(False, title="乡镇一级", description="写 true")

    @model_validator(mode="after")
    def _words_begin_with_the_level(self) -> Self:
        for word in (*self.words, *self.look_again):
            if not word.startswith(self.name) or word == self.name:
                raise PydanticCustomError("word_of_other_level", "{word} 不以 {name} 开头", {"word": word, "name": self.name})
        return self


class Authority(Level):
    """机关: what may stand between a level and a body, left out with the level where people do so."""

    left_out: bool = Field(False, title="口语里省略", description="写 true，说的时候连它一起省略")


class Endings(Record):
    """结尾: what names of bodies and columns end with."""

    offices: Words = Field((), title="职能部门", description="局、委、办……，说的时候可以省略")
    institutions: Words = Field((), title="事业单位、企业和团体", description="中心、馆、学校……")
    others: Words = Field((), title="其余单位", description="分局、支队……")
    left_out: Words = Field((), title="口语里也省略", description="职能部门以外也可以省略的", examples=[["中心"]])
    ambiguous: Words = Field((), title="单看不能断定", description="表格里的一格只有它时，不一定是单位")
    in_tables: Words = Field((), title="表格里还有", description="“责任单位”一栏还会这样结尾的词")
    columns: Words = Field((), title="栏目", description="栏目名称里可以省略的", examples=[["信息"]])


class ShortEnding(Entry):
    """委 for 委员会."""

    short: Word = Field(title="简称", examples=["委"])


class Reform(Record):
    """The document by which bodies were renamed."""

    year: Year = Field(title="年份")
    source: str = Field(min_length=1, max_length=2000, title="依据", description="文件名称")


class Former(Record):
    """旧称: words that stood for the sphere, and whole names, until a reform; no year where places differ."""

    words: Words = Field((), title="旧的职能词", examples=[["环保"]])
    names: Words = Field((), title="旧的机构名称", examples=[["安监局"]])
    reform: Year | None = Field(None, title="改革年份", description="reforms 里的一年，各地先后不一的不写", examples=[2018])

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not (self.words or self.names):
            raise PydanticCustomError("former_empty", "没有写旧称")
        return self


class Sphere(Entry):
    """职能词: the ways to write what a body is for; with an ending they are its names."""

    also: Words = Field((), title="其他写法", examples=[["发展和改革"]])
    short: Words = Field((), title="简称", examples=[["发改"]])
    called: Words = Field((), title="其他叫法", description="不照“职能词加结尾”的叫法", examples=[["编办"]])
    spoken: Word = Field("", title="地址代码的说法", description="拟新单位的地址代码时用", examples=["发改"])
    former: tuple[Former, ...] = Field((), title="旧称", description="只用来搜索和认出旧文件里的单位，网页上不显示")

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

    before: Words = Field((), title="前面的虚词", examples=[["的", "在"]])
    purposes: Words = Field((), title="用途", examples=[["咨询", "投诉"]])
    asked: Words = Field((), title="要找的联系方式", examples=[["电话", "在哪里"]])


class Bodies(Record, title="机构的叫法"):
    """`words/bodies.yaml`: what government bodies are called."""

    levels: tuple[Level, ...] = Field((), title="层级", description="区、自治县、街道……，名称开头可以省略的字")
    authorities: tuple[Authority, ...] = Field((), title="机关", description="层级后面的机关，如 区委宣传部的“委”")
    before_place: Words = Field((), title="辖区前面的词", examples=[["中共"]])
    endings: Endings = Field(Endings.model_validate({}), title="结尾", description="名称的结尾，分几类")
    short_endings: tuple[ShortEnding, ...] = Field((), title="结尾的简称", description="如 委员会说成委")
    reforms: tuple[Reform, ...] = Field((), title="改革", description="改名的依据")
    spheres: tuple[Sphere, ...] = Field((), title="职能词", description="机构管什么：发展改革、卫生健康……")
    usual: Words = Field((), title="常见机构", description="县里常有的机构；有人找而这里没有时，不当作打错了别的单位")
    contacts: Contacts = Field(
        Contacts.model_validate({}), title="联系方式", description="问电话、地址的说法，去掉以后剩下的就是要找的单位"
    )


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
