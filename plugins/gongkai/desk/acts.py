"""What a reform of units is, as somebody says it: renamed, merged, split, abolished, and what is asked for each."""

from __future__ import annotations

from pydantic import Field

from gongkai.records.fields import Day, Line, Opened, Reference, Slug, WebAddress
from gongkai.records.register_records import UnitKind
from gongkai.words.labels import UNIT_KINDS
from gongkai.words.record import Record

from . import choices
from .choices import Choice, Question
from .proposals import State


class Reform(Record):
    """What is said of every reform."""

    on: Day = Field(title="从哪天起", description="改革生效的日期；原来的单位、原来的名字到前一天为止", examples=["2026-07-01"])
    document: Line = Field(title="依据", description="哪个文件、哪次公告定的，写名称和文号", examples=["某区机构改革方案"])
    source: WebAddress | None = Field(None, title="依据的网址", description="在哪里看到的")
    opened: Opened = Field(None, title="由谁打开核对")


class Abolition(Reform):
    """A unit that is no more, and that nobody took over."""

    unit: Reference = Field(title="撤销的单位")


class Renaming(Reform):
    """A unit that is called otherwise."""

    unit: Reference = Field(title="改名的单位", description="写现在的名称")
    to: Line = Field(title="新名称", description="照文件的写法")
    full_name: Line | None = Field(None, title="新的全称", description="法定全称，拿得准才填")
    aliases: tuple[Line, ...] = Field((), title="新的别名", description="大家平时的叫法")
    slug: Slug | None = Field(
        None,
        title="新的地址代码",
        description="不写就不变，网址也不变，一般不写；写了，旧网址会指到新网址，登记过的条目在订阅里会再出现一次",
    )


class Merger(Reform):
    """Units of which one came, new or there before."""

    unit: tuple[Reference, ...] = Field(title="合并的单位", min_length=1)
    to: Line = Field(title="合并成", description="新单位的名称；并入已有的单位，写它的名称")
    full_name: Line | None = Field(None, title="新单位的全称", description="法定全称，拿得准才填")
    aliases: tuple[Line, ...] = Field((), title="新单位的别名", description="大家平时的叫法")
    kind: UnitKind | None = Field(None, title="新单位的类别", description="不写就同原来的第一个单位")
    slug: Slug | None = Field(None, title="新单位的地址代码", description="会成为网址，定了不改；不写就用拼音")


class Division(Reform):
    """A unit out of which several came."""

    unit: Reference = Field(title="拆分的单位")
    to: tuple[Line, ...] = Field(title="拆成", description="各个单位的名称，至少两个，用顿号隔开；新的、已有的都可以", min_length=1)
    kind: UnitKind | None = Field(None, title="新单位的类别", description="不写就同原来的单位")
    slug: tuple[Slug, ...] = Field((), title="新单位的地址代码", description="会成为网址，定了不改；照“拆成”里新单位的先后写；不写就用拼音")


class Reforms(Record):
    """The acts, by their names."""

    rename: tuple[Renaming, ...] = Field((), title="更名")
    merge: tuple[Merger, ...] = Field((), title="合并")
    split: tuple[Division, ...] = Field((), title="拆分")
    abolish: tuple[Abolition, ...] = Field((), title="撤销")


Act = Abolition | Renaming | Merger | Division
ACTS = tuple(Choice(key, field.title or key) for key, field in Reforms.model_fields.items())
# In this order things are asked; what may be left out and stands here is asked all the same.
_ORDER = ("unit", "to", "on", "document", "source", "full_name", "aliases", "kind", "slug", "opened.by")
_ASKED = {"source"}


def questions(state: State, act: str) -> tuple[Question, ...]:
    """What is asked for an act, what may be left out folded."""
    asked = [_question(state, key, act) for key in (*choices.model_of(act, Reforms).model_fields, "opened.by") if key != "opened"]
    return tuple(sorted(asked, key=lambda question: (question.is_folded, _ORDER.index(question.key))))


def _question(state: State, key: str, act: str) -> Question:
    field = choices.model_of(act, Reforms).model_fields[key.partition(".")[0]]
    offered = _standing(state) if key == "unit" else _kinds() if key == "kind" else ()
    return Question(
        key=key,
        title=field.title or key,
        shape="choice" if offered else "line" if key == "opened.by" else choices.shape_of(field),
        hint=field.description or "",
        example=choices.example_of(field),
        choices=offered,
        is_several=choices.is_several(field),
        is_required=field.is_required(),
        is_folded=not field.is_required() and key not in _ASKED,
    )


def _standing(state: State) -> tuple[Choice, ...]:
    """The units that are there to be reformed."""
    units = state.place.register.units.values() if state.place else ()
    return tuple(Choice(unit.slug, unit.name, unit.names) for unit in units if not unit.is_group and not unit.valid_to)


def _kinds() -> tuple[Choice, ...]:
    return tuple(Choice(kind, words) for kind, words in UNIT_KINDS.items() if kind != "group")
