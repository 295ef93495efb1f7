"""The records of a plan: the document itself, its sections, tasks and measures; and the duties that plans have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.article_20 import Article20
from gongkai.words.record import Record

from .fields import (
    Day,
    DocumentValidity,
    Line,
    Number,
    Reference,
    Seen,
    ShortTitle,
    Slug,
    TaskId,
    Text,
    WebAddress,
    Year,
    check_order,
)

DutyKind = Literal["one_off", "count", "periodic", "standing", "triggered", "unobservable"]
Period = Literal["year", "half_year", "quarter", "month", "week"]


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
        return next(subsection for subsection in self.subsections if subsection.number == task.subsection)


class PlanRecord(Record):
    """`plan.yaml`: the document itself; fixed once issued."""

    year: Year = Field(title="年份")
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
    concluded_on: Day | None = Field(None, title="结束跟踪日期")
    demonstration: bool = Field(False, title="示例")
    sections: tuple[Section, ...] = Field(title="部分", min_length=1)

    @field_validator("published_on")
    @classmethod
    def _published_after_it_was_written(cls, published_on: date | None, fields: ValidationInfo) -> date | None:
        issued_on = fields.data.get("issued_on")
        if published_on and issued_on and published_on < issued_on:
            raise PydanticCustomError("published_before_written", "发布日期早于成文日期")
        return published_on

    @field_validator("concluded_on")
    @classmethod
    def _concluded_after_it_began(cls, concluded_on: date | None, fields: ValidationInfo) -> date | None:
        begun_on = fields.data.get("published_on") or fields.data.get("issued_on")
        if concluded_on and begun_on and concluded_on < begun_on:
            raise PydanticCustomError("concluded_before_begun", "结束跟踪日期早于要点的日期")
        return concluded_on

    def last_day(self, day: date) -> date:
        """The day, or the one on which the portal stopped following the plan, where that was before."""
        return min(day, self.concluded_on) if self.concluded_on else day

    def is_concluded_on(self, day: date) -> bool:
        """Whether this portal had stopped following the plan by a day."""
        return self.concluded_on is not None and self.concluded_on <= day

    def section_of(self, task: Task) -> Section:
        return next(section for section in self.sections if section.number == task.section)


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

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Recurrence:
        check_order(self.starts_on, self.ends_on, "ends_on")
        return self


class Window(Record):
    """How old the newest publication of a standing duty may be."""

    within: Number = Field(title="期限")
    unit: Literal["days", "months"] = Field(title="期限单位")


class Measure(Record):
    """举措: one numbered item of a task, in the official wording."""

    number: Number | None = Field(None, title="序号")
    title: ShortTitle | None = Field(None, title="短标题")
    text: Text = Field(title="内容")
    # Nothing while nobody has decided: then its cells show no_record.
    kind: DutyKind | None = Field(None, title="任务类型")
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
            raise PydanticCustomError("recurrence_missing", "缺少次数要求", {"fields": ("recurrence",)})
        return self


class Task(Record):
    """任务: one row of the official table."""

    id: TaskId = Field(title="任务编号")
    title: ShortTitle | None = Field(None, title="短标题")
    matter: Line | None = Field(None, title="具体事项")
    lead_units: tuple[Reference, ...] = Field((), title="牵头单位")
    responsible_units: tuple[Reference, ...] = Field((), title="责任单位")
    units_text: Line | None = Field(None, title="单位原文")
    # Nothing while nobody has classified the task; empty when it serves none of the fifteen.
    article_20: Article20 | None = Field(None, title="条例第二十条的类别")
    opening: Text | None = Field(None, title="导语")
    measures: tuple[Measure, ...] = Field(title="举措", min_length=1)
    continues: TaskId | None = Field(None, title="接续上年任务")
    duties: tuple[Reference, ...] = Field((), title="共同任务")
    publication_text: Text | None = Field(None, title="公开路径原文")
    doubts: tuple[Line, ...] = Field((), title="原文存疑")

    @property
    def section(self) -> int:
        return int(self.id.split(".")[0])

    @property
    def all_doubts(self) -> tuple[str, ...]:
        """The clerk's notes on the source, and the measures whose kind nobody has decided."""
        undecided = [measure for measure in self.measures if measure.kind is None]
        which = (f"第 {measure.number} 条举措" if measure.number else "这条举措" for measure in undecided)
        return (*self.doubts, *(f"{it}属于哪一类任务，还没有人确定。" for it in which))

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
            raise PydanticCustomError("units_missing", "没有牵头单位，也没有责任单位", {"fields": ("lead_units",)})
        return self


class TasksFile(Record):
    """`tasks/NN-name.yaml`: the rows of one section."""

    section: Number = Field(title="部分序号")
    tasks: tuple[Task, ...] = Field(title="任务")


class SuperiorDocument(Seen):
    """The document of a superior body in which the duty was really seen, with the heading it stands under."""

    issuer: Line = Field(title="发布机构")
    title: Line = Field(title="标题")
    document_number: Line | None = Field(None, title="发文字号")
    issued_on: Day | None = Field(None, title="成文日期")
    url: WebAddress | None = Field(None, title="网址")
    heading: Line | None = Field(None, title="所在标题")


class Duty(Record):
    """A duty in common; its id is permanent."""

    id: Slug = Field(title="地址代码")
    title: Line = Field(title="标题")
    year: Year = Field(title="年份")
    document: SuperiorDocument | None = Field(None, title="上级文件")


class DutiesFile(Record):
    """`duties.yaml`, shared by all places."""

    duties: tuple[Duty, ...] = Field(title="共同任务")
