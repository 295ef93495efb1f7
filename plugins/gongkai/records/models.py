"""The records of design §1 as they stand in YAML: typed, frozen, nothing derived.

A field's `title` is its Chinese label; error messages and docs/editing.zh-CN.md use it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError


def _iso_date(value: object) -> object:
    # pydantic would also take a bare number for seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_form", "{value} 不是日期", {"value": value})
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\s<>\"'`\\]", value) or "@" in parts.netloc:
        raise PydanticCustomError("web_address", "{value} 不是网址", {"value": value})
    return value


def _single_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("single_line", "应写在一行里")
    return value


def _each_once(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if twice := next((number for number in numbers if numbers.count(number) > 1), None):
        raise PydanticCustomError("number_twice", "{number} 写了两次", {"number": twice})
    return numbers


def _not_reserved(slug: str) -> str:
    if slug in RESERVED_SLUGS:
        raise PydanticCustomError("slug_reserved", "{slug} 有别的用处", {"slug": slug})
    return slug


# units/index.html and paths/index.html are the lists of all units and columns.
RESERVED_SLUGS = {"index"}
# Folders at the site root that are not jurisdictions.
SITE_FOLDERS = {"theme", "search", "feeds", "calendars"}
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TASK_ID = r"^[1-9]\d*\.[1-9]\d*\.[1-9]\d*$"

Slug = Annotated[str, Field(pattern=SLUG, max_length=80), AfterValidator(_not_reserved)]
TaskId = Annotated[str, Field(pattern=TASK_ID)]
Text = Annotated[str, Field(min_length=1)]
Line = Annotated[str, Field(min_length=1), AfterValidator(_single_line)]
Day = Annotated[date, BeforeValidator(_iso_date)]
# Names a unit or column by its slug; what nobody is registered under is reported when the files are compared.
Reference = Line
WebAddress = Annotated[str, AfterValidator(_web_address)]
Number = Annotated[int, Field(ge=1)]
# The items of article 20 of the Regulations on open government information (国令第711号), each at most once.
Article20 = Annotated[tuple[Annotated[int, Field(ge=1, le=15)], ...], AfterValidator(_each_once)]

UnitKind = Literal["department", "office", "party", "institution", "township", "group"]
DutyKind = Literal["one_off", "count", "periodic", "standing", "triggered", "unobservable"]
# 有效性: whether a document still holds.
DocumentValidity = Literal["in_force", "lapsed", "repealed"]
Period = Literal["year", "half_year", "quarter", "month", "week"]


class Record(BaseModel):
    """A frozen mapping of the data; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, fields: object) -> object:
        """A field without content is not filled in, as if it were not there; a key nobody knows stays an error."""
        if not isinstance(fields, dict):
            return fields
        return {key: value for key, value in fields.items() if value != "" or key not in cls.model_fields}


class DisclosureAddresses(Record):
    """政府信息公开平台: where the government has the parts that 国办公开办函〔2019〕61号 wants."""

    guide_url: WebAddress | None = Field(None, title="政府信息公开指南")
    rules_url: WebAddress | None = Field(None, title="政府信息公开制度")
    content_url: WebAddress | None = Field(None, title="法定主动公开内容")
    annual_reports_url: WebAddress | None = Field(None, title="政府信息公开年报")
    request_url: WebAddress | None = Field(None, title="依申请公开")


class JurisdictionRecord(Record):
    """`jurisdiction.yaml`: the place whose plans these are."""

    name: Line = Field(title="辖区全称")
    short_name: Line = Field(title="辖区简称")
    order: Number = Field(title="排列顺序")
    portal_url: WebAddress | None = Field(None, title="政府门户网站")
    disclosure: DisclosureAddresses = Field(DisclosureAddresses.model_validate({}), title="政府信息公开平台")
    contact: Line | None = Field(None, title="联系方式")


class Validity(Record):
    """From when to when something holds, both days included; open where a day is not given."""

    valid_from: Day | None = Field(None, title="起始日期")
    valid_to: Day | None = Field(None, title="终止日期")

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise PydanticCustomError("ends_before_it_begins", "终止日期早于起始日期")
        return self


class Member(Validity):
    """A unit's place in the roster of a group."""

    unit: Reference = Field(title="单位")


def _member(value: object) -> object:
    # Most members belong to a group for good; their slug alone is enough.
    return {"unit": value} if isinstance(value, str) else value


class Unit(Validity):
    """A body that a plan names, or a collective phrase (kind group)."""

    slug: Slug = Field(title="地址代码")
    name: Line = Field(title="单位名称")
    kind: UnitKind = Field(title="单位类别")
    full_name: Line | None = Field(None, title="单位全称")
    aliases: tuple[Line, ...] = Field((), title="别名")
    telephone: Line | None = Field(None, title="电话")
    url: WebAddress | None = Field(None, title="网址")
    successor: Reference | None = Field(None, title="继任单位")
    members: tuple[Annotated[Member, BeforeValidator(_member)], ...] = Field((), title="成员单位")
    members_complete: bool = Field(False, title="成员名册是否完整")
    open: bool = Field(False, title="文件未列名")
    note: Line | None = Field(None, title="说明")

    @property
    def is_group(self) -> bool:
        return self.kind == "group"

    def members_on(self, day: date) -> tuple[str, ...]:
        """The roster of a group on one day."""
        return tuple(dict.fromkeys(member.unit for member in self.members if member.is_valid_on(day)))

    @model_validator(mode="after")
    def _only_groups_have_members(self) -> Unit:
        if not self.is_group and (self.members or self.open or self.members_complete):
            raise PydanticCustomError("members_of_single_unit", "只有集合单位才有成员")
        if self.open and self.members:
            raise PydanticCustomError("members_of_open_group", "文件未列名的集合单位不能有成员")
        return self


class UnitsFile(Record):
    """`units.yaml`, in the order of the documents."""

    units: tuple[Unit, ...] = Field(title="单位")


class Column(Record):
    """A node of the publication-path tree; the outermost nodes are sites."""

    slug: Slug = Field(title="地址代码")
    name: Line = Field(title="栏目名称")
    url: WebAddress | None = Field(None, title="网址")
    former_names: tuple[Line, ...] = Field((), title="曾用名")
    columns: tuple[Column, ...] = Field((), title="下级栏目")


class ColumnsFile(Record):
    """`columns.yaml`: a tree per site."""

    sites: tuple[Column, ...] = Field(title="网站")


class Subsection(Record):
    """方面 （一）."""

    number: Number = Field(title="序号")
    title: Line = Field(title="标题")


class Section(Record):
    """部分 一、."""

    number: Number = Field(title="序号")
    title: Line = Field(title="标题")
    subsections: tuple[Subsection, ...] = Field(title="方面")

    def subsection_of(self, task: Task) -> Subsection:
        return next(one for one in self.subsections if one.number == task.subsection)


class PlanRecord(Record):
    """`plan.yaml`: the document itself; fixed once issued."""

    year: Annotated[int, Field(ge=2000, le=2100)] = Field(title="年份")
    title: Line = Field(title="标题")
    document_number: Line | None = Field(None, title="发文字号")
    issuer: Line | None = Field(None, title="发布机构")
    issued_on: Day | None = Field(None, title="成文日期")
    published_on: Day | None = Field(None, title="发布日期")
    index_number: Line | None = Field(None, title="索引号")
    topic: Line | None = Field(None, title="主题分类")
    genre: Line | None = Field(None, title="体裁分类")
    validity: DocumentValidity | None = Field(None, title="有效性")
    source: Line = Field(title="来源")
    source_url: WebAddress | None = Field(None, title="来源网址")
    basis: tuple[Line, ...] = Field((), title="依据文件")
    preamble: Text | None = Field(None, title="正文")
    doubts: tuple[Line, ...] = Field((), title="原文存疑")
    demonstration: bool = Field(False, title="示例")
    sections: tuple[Section, ...] = Field(title="部分", min_length=1)

    @field_validator("published_on")
    @classmethod
    def _published_after_it_was_written(cls, published_on: date | None, fields: ValidationInfo) -> date | None:
        issued_on = fields.data.get("issued_on")
        if published_on and issued_on and published_on < issued_on:
            raise PydanticCustomError("published_before_written", "发布日期早于成文日期")
        return published_on

    def section_of(self, task: Task) -> Section:
        return next(one for one in self.sections if one.number == task.section)


class RelativeDue(Record):
    """A limit that starts with an event: 5 working days after a question arrives."""

    within: Number = Field(title="期限")
    unit: Literal["working_days", "days", "months"] = Field(title="期限单位")
    after: Line = Field(title="起算事件")


class SubCount(Record):
    """Part of a count: 其中，负责同志不少于2次."""

    times: Number = Field(title="次数")
    what: Line = Field(title="内容")


class Recurrence(Record):
    """At least so many times per period, in the plan's year or between two dates."""

    times: Number = Field(title="次数")
    per: Period = Field(title="周期")
    including: tuple[SubCount, ...] = Field((), title="其中")
    starts_on: Day | None = Field(None, title="首期开始")
    ends_on: Day | None = Field(None, title="末期结束")


class Window(Record):
    """How old the newest publication of a standing duty may be."""

    within: Number = Field(title="期限")
    unit: Literal["days", "months"] = Field(title="期限单位")


class Measure(Record):
    """举措: one numbered item of a task, in the official wording."""

    number: Number | None = Field(None, title="序号")
    text: Text = Field(title="内容")
    kind: DutyKind = Field(title="任务类型")
    units: tuple[Reference, ...] = Field((), title="承担单位")
    due_on: Day | None = Field(None, title="完成时限")
    due: RelativeDue | None = Field(None, title="相对时限")
    due_text: Line | None = Field(None, title="时限原文")
    recurrence: Recurrence | None = Field(None, title="次数要求")
    window: Window | None = Field(None, title="更新期限")
    publication_paths: tuple[Reference, ...] = Field((), title="公开路径")
    channels: tuple[Line, ...] = Field((), title="其他渠道")

    @model_validator(mode="after")
    def _kind_has_what_it_counts(self) -> Measure:
        if self.kind in ("count", "periodic") and self.recurrence is None:
            raise PydanticCustomError("recurrence_missing", "缺少次数要求")
        return self


class Task(Record):
    """任务: one row of the official table."""

    id: TaskId = Field(title="任务编号")
    matter: Line | None = Field(None, title="具体事项")
    lead_units: tuple[Reference, ...] = Field((), title="牵头单位")
    responsible_units: tuple[Reference, ...] = Field((), title="责任单位")
    units_text: Line | None = Field(None, title="单位原文")
    # Nothing while nobody has classified the task; empty when it serves none of the fifteen.
    article_20: Article20 | None = Field(None, title="条例第二十条的类别")
    opening: Text | None = Field(None, title="导语")
    measures: tuple[Measure, ...] = Field(title="举措", min_length=1)
    continues: TaskId | None = Field(None, title="接续上年任务")
    publication_text: Text | None = Field(None, title="公开路径原文")
    doubts: tuple[Line, ...] = Field((), title="原文存疑")

    @property
    def section(self) -> int:
        return int(self.id.split(".")[0])

    @property
    def subsection(self) -> int:
        return int(self.id.split(".")[1])

    @property
    def owing_units(self) -> tuple[str, ...]:
        """Slugs of the units that owe this task, leads first, each once (design §2, roll-up)."""
        return tuple(dict.fromkeys((*self.lead_units, *self.responsible_units)))

    @property
    def named_units(self) -> tuple[str, ...]:
        """These, and units that a change of the plan put in charge of a measure."""
        return tuple(dict.fromkeys((*self.owing_units, *(slug for measure in self.measures for slug in measure.units))))

    def units_owing(self, measure: Measure) -> tuple[str, ...]:
        """Those of them that owe this measure: all, unless its text names who is meant."""
        return measure.units or self.owing_units

    def units_owing_any(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Those that owe one of the measures with these numbers; of all measures, when no number is given."""
        measures = (measure for measure in self.measures if not numbers or measure.number in numbers)
        return tuple(dict.fromkeys(slug for measure in measures for slug in self.units_owing(measure)))

    @model_validator(mode="after")
    def _someone_owes_it(self) -> Task:
        if not self.owing_units:
            raise PydanticCustomError("units_missing", "没有牵头单位，也没有责任单位")
        return self


class TasksFile(Record):
    """`tasks/NN-name.yaml`: the rows of one section."""

    section: Number = Field(title="部分序号")
    tasks: tuple[Task, ...] = Field(title="任务")


class Entry(Record):
    """What all ledger entries share. Without `units`, the unit is the one that names the file."""

    task: TaskId = Field(title="任务编号")
    measures: tuple[Number, ...] = Field((), title="举措序号")
    units: tuple[Reference, ...] = Field((), title="单位")
    on: Day = Field(title="登记日期")
    by: Line | None = Field(None, title="登记人")


class Evidence(Entry):
    """A page or an offline act that shows the duty done, wholly or in part."""

    title: Line = Field(title="标题")
    url: WebAddress | None = Field(None, title="网址")
    description: Line | None = Field(None, title="线下公开情况")
    document_on: Day | None = Field(None, title="成文日期")
    published_on: Day | None = Field(None, title="发布日期")
    address_on: Day | None = Field(None, title="网址中的日期")
    document_number: Line | None = Field(None, title="发文字号")
    index_number: Line | None = Field(None, title="索引号")
    found_in: Reference | None = Field(None, title="所在栏目")
    found_trail: Line | None = Field(None, title="所在位置")
    covers: Literal["full", "part"] = Field("full", title="覆盖范围")
    strength: Literal["primary", "self_report"] = Field("primary", title="证据性质")
    seen_on: Day | None = Field(None, title="查看日期")
    opened: bool = Field(True, title="是否已有人打开核对")
    dead_on: Day | None = Field(None, title="链接失效日期")
    format: Literal["text", "picture", "video"] | None = Field(None, title="形式")
    validity: DocumentValidity | None = Field(None, title="有效性")
    period_on: Day | None = Field(None, title="所属时段")
    counts_as: tuple[Number, ...] = Field((), title="计入其中第几项")
    event_on: Day | None = Field(None, title="对应的情形日期")
    remark: Line | None = Field(None, title="说明")

    @model_validator(mode="after")
    def _can_be_looked_up(self) -> Evidence:
        if not self.url and not self.description:
            raise PydanticCustomError("evidence_empty", "既没有网址，也没有线下公开情况")
        if self.document_on and self.published_on and self.published_on < self.document_on:
            raise PydanticCustomError("published_before_written", "发布日期早于成文日期")
        return self


class Check(Entry):
    """Somebody looked: in which column, with what result."""

    result: Literal["found", "not_found", "could_not_open"] = Field(title="核查结果")
    column: Reference | None = Field(None, title="核查栏目")
    remark: Line | None = Field(None, title="说明")


class Note(Entry):
    """The unit's own statement on how far it is."""

    text: Line = Field(title="内容")


class Event(Entry):
    """What starts the clock of a triggered duty."""

    happened_on: Day = Field(title="发生日期")
    text: Line = Field(title="内容")


class Waiver(Entry):
    """Nothing to publish, or not applicable, until a day."""

    reason: Line = Field(title="理由")
    valid_until: Day = Field(title="有效至")

    @model_validator(mode="after")
    def _lasts_beyond_its_entry(self) -> Waiver:
        if self.valid_until < self.on:
            raise PydanticCustomError("waiver_lapsed", "有效至早于登记日期")
        return self


class Reply(Entry):
    """The unit's reply to what stands here, or a citizen's objection with its outcome."""

    author: Literal["unit", "citizen"] = Field(title="谁说的")
    text: Line = Field(title="内容")
    outcome: Line | None = Field(None, title="处理结果")


class Change(Entry):
    """A document that moved a deadline, replaced a wording or the units, or took a duty back."""

    document: Line = Field(title="调整依据")
    url: WebAddress | None = Field(None, title="网址")
    due_on: Day | None = Field(None, title="新的完成时限")
    text: Text | None = Field(None, title="新的内容")
    recurrence: Recurrence | None = Field(None, title="新的次数要求")
    new_units: tuple[Reference, ...] = Field((), title="新的承担单位")
    withdrawn: bool = Field(False, title="撤销")
    replaced_by: TaskId | None = Field(None, title="由哪项任务代替")

    @model_validator(mode="after")
    def _changes_something(self) -> Change:
        if not (self.due_on or self.text or self.recurrence or self.new_units or self.withdrawn or self.replaced_by):
            raise PydanticCustomError("change_empty", "没有写调整了什么")
        return self


class Closure(Entry):
    """销号: struck off by the lead after a check."""

    remark: Line | None = Field(None, title="说明")


class LedgerFile(Record):
    """`ledger/<unit>.yaml`: what happened; append-only."""

    evidence: tuple[Evidence, ...] = Field((), title="证据")
    checks: tuple[Check, ...] = Field((), title="核查")
    notes: tuple[Note, ...] = Field((), title="说明")
    events: tuple[Event, ...] = Field((), title="情形")
    waivers: tuple[Waiver, ...] = Field((), title="无需公开")
    replies: tuple[Reply, ...] = Field((), title="回应")
    changes: tuple[Change, ...] = Field((), title="调整")
    closures: tuple[Closure, ...] = Field((), title="销号")


class HolidayYear(Record):
    """One year's notice of holidays: days off, and weekend days worked instead."""

    year: Annotated[int, Field(ge=2000, le=2100)] = Field(title="年份")
    document: Line = Field(title="依据文件")
    days_off: tuple[Day, ...] = Field(title="放假日")
    working_days: tuple[Day, ...] = Field((), title="调休上班日")

    @model_validator(mode="after")
    def _is_of_its_year(self) -> HolidayYear:
        if any(day.year != self.year for day in (*self.days_off, *self.working_days)):
            raise PydanticCustomError("day_of_other_year", "日期不在这一年")
        return self


class HolidaysFile(Record):
    """`holidays.yaml`: the notices by which working days are counted."""

    years: tuple[HolidayYear, ...] = Field(title="年份")


FILES: tuple[type[Record], ...] = (JurisdictionRecord, UnitsFile, ColumnsFile, PlanRecord, TasksFile, LedgerFile, HolidaysFile)
