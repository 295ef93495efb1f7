"""The records of a jurisdiction and of its register: units and columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from graphlib import TopologicalSorter
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.labels import UNIT_KINDS
from gongkai.words.record import Choices, Record

from .fields import Day, Host, Json, Line, Number, PageAddress, PlaceCode, Reference, Seen, Slug, WebAddress, check_order

UnitKind = Annotated[Literal["department", "office", "party", "institution", "township", "group"], Choices(UNIT_KINDS)]


class Sourced(Seen):
    """What is in no plan: where it is from, when that was seen, and who opened it."""

    source: Line | None = Field(None, title="来源", description="网址，或一句话", examples=["县政府信息公开指南"])


class DisclosureAddresses(Record):
    """政府信息公开平台: where the government has the parts that 国办公开办函〔2019〕61号 wants."""

    guide_url: WebAddress | None = Field(None, title="政府信息公开指南")
    rules_url: WebAddress | None = Field(None, title="政府信息公开制度")
    content_url: WebAddress | None = Field(None, title="法定主动公开内容")
    annual_reports_url: WebAddress | None = Field(None, title="政府信息公开年报")
    request_url: WebAddress | None = Field(None, title="依申请公开")


class PlaceSources(Record):
    """Where what `jurisdiction.yaml` says of a place is from, field by field."""

    portal_url: Sourced | None = Field(None, title="政府门户网站")
    place_code: Sourced | None = Field(None, title="行政区划代码")
    hosts: Sourced | None = Field(None, title="官方网站域名")
    disclosure: Sourced | None = Field(None, title="政府信息公开平台")
    contact: Sourced | None = Field(None, title="联系方式")


class UnitSources(Record):
    """Where the telephone and the address of a unit are from, where not both from its one source."""

    telephone: Sourced | None = Field(None, title="电话")
    url: Sourced | None = Field(None, title="网址")


def _check_sources(record: Record, sources: Record) -> None:
    """What is not stated has no source."""
    for key, field in type(sources).model_fields.items():
        held = getattr(record, key)
        if getattr(sources, key) and not (held.model_fields_set if isinstance(held, Record) else held):
            raise PydanticCustomError("source_of_nothing", "有来源，没有内容", {"what": f"{field.title}（{key}）", "fields": ("sources",)})


class JurisdictionRecord(Record, title="辖区"):
    """`jurisdiction.yaml`: the place whose plans these are."""

    name: Line = Field(title="辖区全称", examples=["重庆市铜梁区"])
    short_name: Line = Field(title="辖区简称", examples=["铜梁区"])
    order: Number = Field(title="排列顺序", description="数字小的排在前面", examples=[1])
    portal_url: WebAddress | None = Field(None, title="政府门户网站", examples=["https://www.example.gov.cn/"])
    disclosure: DisclosureAddresses = Field(
        DisclosureAddresses.model_validate({}),
        title="政府信息公开平台",
        description="当地政府自己的平台的网址，知道哪个写哪个；没有写的，页面会请读者从门户网站进入",
    )
    place_code: PlaceCode | None = Field(
        None, title="行政区划代码", description="县级以上六位数字，乡镇街道九位，村和社区十二位", examples=[500151]
    )
    hosts: tuple[Host, ...] = Field(
        (), title="官方网站域名", description="只写域名；证据可以引用这些网站", examples=[["www.example.gov.cn"]]
    )
    official: bool = Field(False, title="官方", description="这个辖区的政府自己办的写 true；别人整理的不写")
    contact: Line | None = Field(None, title="联系方式", description="政务公开主管机构的联系方式")
    sources: PlaceSources = Field(
        PlaceSources.model_validate({}),
        title="各项的来源",
        description="哪一项从哪里来的，一项一行；写了来源的那一项自己也要写。来源显示在辖区的网页上，没有人打开过的写“待核对”",
    )

    @model_validator(mode="after")
    def _says_what_is_sourced(self) -> Self:
        _check_sources(self, self.sources)
        return self


class Validity(Record):
    """From when to when something holds, both days included; open where a day is not given."""

    valid_from: Day | None = Field(None, title="起始日期", description="单位新设的日期；成员加入的日期")
    valid_to: Day | None = Field(None, title="终止日期", description="单位撤销、合并的日期；成员退出的日期，含当天")

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        check_order(self.valid_from, self.valid_to, "valid_to")
        return self


class Member(Validity, Sourced):
    """A unit's place in the roster of a group."""

    unit: Reference = Field(title="单位", description="地址代码")


class FormerName(Record):
    """A name that is no longer borne, with the last day it was where that is known."""

    name: Line = Field(title="名称")
    valid_to: Day | None = Field(None, title="终止日期", description="用到哪一天，知道才写")


def _member(value: object) -> object:
    # Most members belong to a group for good; their slug alone is enough.
    return {"unit": value} if isinstance(value, str) else value


def _former_name(value: object) -> object:
    # The day is seldom known; the name alone is enough.
    return {"name": value} if isinstance(value, str) else value


FormerNames = tuple[Annotated[FormerName, BeforeValidator(_former_name, json_schema_input_type=Line | FormerName)], ...]


class Unit(Validity, Sourced):
    """A body that a plan names, or a collective phrase (kind group); its source is that of what has none in `sources`."""

    slug: Slug = Field(title="地址代码", description="会成为网址，定了不改", examples=["fagaiwei"])
    name: Line = Field(title="单位名称", description="照文件的写法", examples=["区发展改革委"])
    kind: UnitKind = Field(title="单位类别", description="各部门、各镇街这样的说法是集合单位")
    full_name: Line | None = Field(None, title="单位全称", description="法定全称，拿得准才填", examples=["广州市从化区发展和改革局"])
    former_names: FormerNames = Field((), title="曾用名", description="改名以前的名字；不知道用到哪一天的，只写名字", examples=[["羊里镇"]])
    aliases: tuple[Line, ...] = Field(
        (), title="别名", description="大家平时的叫法，搜索时用；一个别名只能属于一个单位", examples=[["发改委"]]
    )
    telephone: Line | None = Field(None, title="电话", description="对外电话")
    url: WebAddress | None = Field(None, title="网址", description="单位网页")
    sources: UnitSources = Field(
        UnitSources.model_validate({}), title="各项的来源", description="电话和网址的来源不同时，各写各的；没有写在这里的，来源是 source"
    )
    successors: tuple[Reference, ...] = Field(
        (), title="继任单位", description="合并到哪个单位、拆分成哪几个单位，写地址代码", examples=[["fagaiwei"]]
    )
    members: tuple[Annotated[Member, BeforeValidator(_member, json_schema_input_type=Reference | Member)], ...] = Field(
        (),
        title="成员单位",
        description="集合单位的成员，写地址代码；中途加入或退出的写起止日期；名册从哪里来的，也写在这里",
        examples=[["fagaiwei", "caizhengju"]],
    )
    members_complete: bool = Field(False, title="成员名册是否完整", description="名册完整时写 true")
    open: bool = Field(False, title="文件未列名", description="“有关部门”这类没有名单的，写 true")
    note: Line | None = Field(None, title="说明", description="一句话")

    @property
    def is_group(self) -> bool:
        return self.kind == "group"

    @property
    def rests_on_its_source(self) -> bool:
        """Whether its one source is given, or owed for a telephone or an address that has none of its own."""
        return bool(self.source or (self.telephone and not self.sources.telephone) or (self.url and not self.sources.url))

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called, its name first."""
        return tuple(name for name in (self.name, self.full_name, *self.aliases) if name)

    @property
    def open_data(self) -> dict[str, Json]:
        """What plan.json says of a unit, but for its address."""
        return {
            "slug": self.slug,
            "name": self.name,
            "full_name": self.full_name,
            "aliases": list(self.aliases),
            "kind": self.kind,
            "open": self.open,
            "members": list(dict.fromkeys(member.unit for member in self.members)),
        }

    def name_on(self, day: date) -> str:
        """What it was called on a day, as far as the days on which its names ended are known."""
        ended = {former.valid_to: former.name for former in self.former_names if former.valid_to and day <= former.valid_to}
        return ended[min(ended)] if ended else self.name

    def members_on(self, day: date) -> tuple[str, ...]:
        """The roster of a group on one day."""
        return tuple(dict.fromkeys(member.unit for member in self.members if member.is_valid_on(day)))

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Unit:
        if not self.is_group and (self.members or self.open or self.members_complete):
            raise PydanticCustomError("members_of_single_unit", "只有集合单位才有成员", {"fields": ("members", "members_complete", "open")})
        if self.open and self.members:
            raise PydanticCustomError("members_of_open_group", "文件未列名的集合单位不能有成员", {"fields": ("members",)})
        if self.slug in self.successors:
            raise PydanticCustomError("successor_of_itself", "继任单位是它自己", {"fields": ("successors",)})
        _check_sources(self, self.sources)
        return self


class UnitsFile(Record, title="单位"):
    """`units.yaml`, in the order of the documents."""

    units: tuple[Unit, ...] = Field(title="单位", description="一个单位一项，按文件里的先后排列")


class Column(Sourced):
    """A node of the publication-path tree; the outermost nodes are sites. Its source is that of its address, or of itself."""

    slug: Slug = Field(title="地址代码", description="会成为网址，在一个辖区里不能重复，定了不改", examples=["guihua-xinxi"])
    name: Line = Field(title="栏目名称", description="照文件的写法", examples=["规划信息"])
    url: WebAddress | None = Field(None, title="网址", description="现在的网址")
    former_names: FormerNames = Field((), title="曾用名", description="改名以前的名字；不知道用到哪一天的，只写名字")
    columns: tuple[Column, ...] = Field((), title="下级栏目", description="写法与这一级相同")


class ColumnsFile(Record, title="栏目"):
    """`columns.yaml`: a tree per site."""

    sites: tuple[Column, ...] = Field(title="网站", description="每个网站、每个栏目的字段相同；文件没有写公开路径时，写 sites: []")


def _each(value: object) -> object:
    # Most pages went to a single other.
    return [value] if isinstance(value, str) else value


class _Gone(Record):
    """What is not where it was, under `from`."""

    @property
    def gone(self) -> str:
        """Where it was."""
        address: str = getattr(self, "from")
        return address


class Move(_Gone):
    """A page that is no longer where it was published: where it stood, the page or pages it leads on to, since when, and why, for readers.

    Addresses begin at the folder of the place: `{from: units/fagaiwei.html, to: units/fagaiju.html, on: 2026-03-01, why: 区发展改革委更名}`,
    and where a unit was split `to: [units/a.html, units/b.html]`. What `to` names may have moved on itself.
    """

    # A word of Python's own can be the name of a field only so.
    __annotations__["from"] = Annotated[
        PageAddress, Field(title="原来的网址", description="从辖区的文件夹以后写起", examples=["units/fagaiwei.html"])
    ]
    to: Annotated[tuple[PageAddress, ...], BeforeValidator(_each, json_schema_input_type=PageAddress | tuple[PageAddress, ...])] = Field(
        title="现在的网址",
        description="写法相同；拆成几个页面的，写成 [units/jia.html, units/yi.html]；后来又换了地方的，再加一条，这一条不用改",
        examples=["units/fagaiju.html"],
        min_length=1,
    )
    on: Day = Field(title="日期", description="从哪天起")
    why: Line = Field(title="原因", description="给读者看的一句话", examples=["区发展改革委更名"])


class MovedFile(Record, title="换了地方的页面"):
    """`moved.yaml`: the pages of a place that were published and stand elsewhere now, under `moved`, the oldest first."""

    moved: tuple[Move, ...] = Field(title="换了地方的页面", description="一个旧网址一项，写过的不删")


class PlaceMove(_Gone):
    """A place whose folder is gone: its name in addresses, the folder that it went on in if there is any, since when, and why, for readers."""

    __annotations__["from"] = Annotated[Slug, Field(title="原来的辖区", description="原来文件夹的名字", examples=["tongliangxian"])]
    to: Slug | None = Field(None, title="现在的辖区", description="接着写的那个文件夹的名字；没有接着写的，不写", examples=["tongliang"])
    on: Day = Field(title="日期", description="从哪天起")
    why: Line = Field(title="原因", description="给读者看的一句话", examples=["撤县设区"])


class MovedPlacesFile(Record, title="换了地方的辖区"):
    """`moved-places.yaml`: whole places that were published and whose folders are gone."""

    moved: tuple[PlaceMove, ...] = Field(title="换了地方的辖区", description="一个辖区一项，写过的不删")


def endings(moves: Mapping[str, Move]) -> dict[str, tuple[str, ...]]:
    """Where each page leads in the end, itself where it has not moved; the moves by where the pages stood, none of them round and round."""
    ends: dict[str, tuple[str, ...]] = {}
    for step in TopologicalSorter({gone: move.to for gone, move in moves.items()}).static_order():
        targets = moves[step].to if step in moves else ()
        ends[step] = tuple(dict.fromkeys(end for target in targets for end in ends[target])) or (step,)
    return ends
