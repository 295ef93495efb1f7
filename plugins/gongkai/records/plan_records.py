"""The records of a plan: the document itself, its sections, tasks and measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.article_20 import Article20
from gongkai.words.labels import DUTY_KINDS, LIMIT_UNITS, PERIODS
from gongkai.words.record import Choices, Record

from .fields import (
    Day,
    DocumentValidity,
    Line,
    Number,
    Reference,
    Related,
    ShortTitle,
    TaskId,
    Text,
    WebAddress,
    Year,
    check_order,
)

DutyKind = Annotated[Literal["one_off", "count", "periodic", "standing", "triggered", "unobservable"], Choices(DUTY_KINDS)]
Period = Annotated[Literal["year", "half_year", "quarter", "month", "week"], Choices(PERIODS)]


class Subsection(Record):
    """方面 （一）."""

    number: Number = Field(title="序号")
    title: Line = Field(title="标题", description="不带“（一）”")


class Section(Record):
    """部分 一、."""

    number: Number = Field(title="序号")
    title: Line = Field(title="标题", description="不带“一、”")
    subsections: tuple[Subsection, ...] = Field(title="方面")

    def subsection_of(self, task: Task) -> Subsection:
        return next(subsection for subsection in self.subsections if subsection.number == task.subsection)


class SettledDoubt(Record):
    """A doubtful spot of the source that somebody has looked into."""

    doubt: Line = Field(title="疑点", description="原来存疑的话")
    answer: Line = Field(title="结论", description="原文就是这样，或者应当怎样读")
    by: Line = Field(title="核对人", description="写岗位或来源", examples=["政务公开科"])
    on: Day = Field(title="核对日期")


Settled = Annotated[
    tuple[SettledDoubt, ...],
    Field((), title="核对过的疑点", description="原文存疑的地方弄清以后，写结论、谁在哪天核对的，并从 doubts 里删去"),
]


class PlanRecord(Record, title="要点"):
    """`plan.yaml`: the document itself; fixed once issued."""

    year: Year = Field(title="年份", description="与文件夹名相同", examples=[2021])
    title: Line = Field(title="标题", description="照文件的写法")
    document_number: Line | None = Field(None, title="发文字号", examples=["江津府办发〔2020〕132号"])
    issuer: Line | None = Field(None, title="发布机构", description="按政府网站生成时必填")
    issued_on: Day | None = Field(None, title="成文日期", description="文件落款的日期；按政府网站生成时必填")
    published_on: Day | None = Field(None, title="发布日期", description="网站上发布的日期，不早于成文日期")
    index_number: Line | None = Field(None, title="索引号", description="照官方网页的写法")
    topic: Line | None = Field(None, title="主题分类", description="照官方网页的写法")
    genre: Line | None = Field(None, title="体裁分类", description="照官方网页的写法")
    validity: DocumentValidity | None = Field(None, title="有效性")
    source: Line = Field(title="来源", description="录自哪里")
    source_url: WebAddress | None = Field(None, title="来源网址", description="官方文件的网址")
    basis: tuple[Line, ...] = Field((), title="依据文件", description="照文件的写法，一个文件一项")
    preamble: Text | None = Field(None, title="正文", description="表格以外的原文")
    doubts: tuple[Line, ...] = Field((), title="原文存疑", description="拿不准的地方，会显示在页面上")
    settled: Settled = ()
    concluded_on: Day | None = Field(None, title="结束跟踪日期", description="本站从哪天起不再跟踪这份要点，由人决定；不早于要点的日期")
    demonstration: bool = Field(
        False, title="示例", description="编写的例子写 true：每页有提示，不对外发布；同一辖区的要点要么都是示例，要么都不是"
    )
    sections: tuple[Section, ...] = Field(title="部分", description="一个部分一项", min_length=1)

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

    within: Number = Field(title="期限", examples=[5])
    unit: Annotated[Literal["working_days", "days", "months"], Choices(LIMIT_UNITS)] = Field(title="期限单位")
    after: Line = Field(title="起算事件", description="从什么时候起算", examples=["收到问题"])


class SubCount(Record):
    """Part of a count: 其中，负责同志不少于2次."""

    times: Number = Field(title="次数")
    what: Line = Field(title="内容", examples=["负责同志"])


class Recurrence(Record):
    """At least so many times per period, in the plan's year or between two dates."""

    times: Number = Field(title="次数")
    per: Period = Field(title="周期")
    including: tuple[SubCount, ...] = Field((), title="其中", description="其中有多少次有别的要求")
    starts_on: Day | None = Field(None, title="首期开始", description="不是全年的才写")
    ends_on: Day | None = Field(None, title="末期结束", description="不是全年的才写")

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Recurrence:
        check_order(self.starts_on, self.ends_on, "ends_on")
        return self


class Window(Record):
    """How old the newest publication of a standing duty may be."""

    within: Number = Field(title="期限")
    unit: Annotated[Literal["days", "months"], Choices(LIMIT_UNITS)] = Field(title="期限单位")


class Measure(Record):
    """举措: one numbered item of a task, in the official wording."""

    number: Number | None = Field(None, title="序号", description="有几条时必填", examples=[1])
    title: ShortTitle | None = Field(None, title="短标题", description="由人起，不超过 24 个字")
    text: Text = Field(title="内容", description="原文一字不改")
    # Nothing while nobody has decided: then its cells show no_record.
    kind: DutyKind | None = Field(
        None, title="任务类型", description="拿不准就不写，状态显示“本站暂无记录”，并列为存疑；没有可以查到的结果的，是内部工作要求"
    )
    units: tuple[Reference, ...] = Field(
        (), title="承担单位", description="原文点明只由其中几个单位做时才填，写地址代码；不填就是任务的全部单位", examples=[["fagaiwei"]]
    )
    due_on: Day | None = Field(
        None,
        title="完成时限",
        description="文件写明日期才填；6月底前写 06-30。写了就会出现在“到期日历”和日历文件里",
        examples=["2021-06-30"],
    )
    due: RelativeDue | None = Field(None, title="相对时限", description="文件写明从一件事算起多久以内的才填")
    due_text: Line | None = Field(None, title="时限原文", description="文件里说时间的原话", examples=["6月底前"])
    recurrence: Recurrence | None = Field(None, title="次数要求", description="至少多少次；按次数完成、定期公开的必填")
    window: Window | None = Field(None, title="更新期限", description="持续公开的内容，最多隔多久更新一次")
    publication_paths: tuple[Reference, ...] = Field(
        (), title="公开路径", description="最末一级栏目的地址代码", examples=[["guihua-xinxi"]]
    )
    channels: tuple[Line, ...] = Field((), title="其他渠道", description="网站以外的渠道，照录", examples=[["政务新媒体"]])
    duties: tuple[Reference, ...] = Field((), title="共同任务", description="只有这一条做的共同任务，写法与任务的 duties 相同")

    @model_validator(mode="after")
    def _kind_has_what_it_counts(self) -> Measure:
        if self.kind in ("count", "periodic") and self.recurrence is None:
            raise PydanticCustomError("recurrence_missing", "缺少次数要求", {"fields": ("recurrence",)})
        return self


class Task(Record):
    """任务: one row of the official table."""

    id: TaskId = Field(title="任务编号", description="部分.方面.序号；定了不改", examples=["1.2.3"])
    title: ShortTitle | None = Field(None, title="短标题", description="说清公开什么，由人起，不超过 24 个字；列表里用它")
    matter: Line | None = Field(None, title="具体事项", description="表格有这一栏时照录")
    lead_units: tuple[Reference, ...] = Field((), title="牵头单位", description="地址代码；与责任单位至少填一个", examples=[["fagaiwei"]])
    responsible_units: tuple[Reference, ...] = Field((), title="责任单位", description="地址代码", examples=[["caizhengju"]])
    units_text: Line | None = Field(None, title="单位原文", description="表格里的写法与单位名称不同时，照录")
    # Nothing while nobody has classified the task; empty when it serves none of the fifteen.
    article_20: Article20 | None = Field(
        None, title="条例第二十条的类别", description="公开的信息属于哪几类，写序号；都不属于的写 []；还没有看过的不写", examples=[[3, 7]]
    )
    opening: Text | None = Field(None, title="导语", description="编号举措之前的话")
    measures: tuple[Measure, ...] = Field(title="举措", description="一条举措一项", min_length=1)
    continues: TaskId | None = Field(None, title="接续上年任务", description="上年要点里的任务编号，用于“回头看”", examples=["1.2.3"])
    duties: tuple[Reference, ...] = Field(
        (), title="共同任务", description="data/duties.yaml 里的地址代码，几个地方都做的同一件事", examples=[["guihua-2021"]]
    )
    # Nothing while nobody has decided; with no duty it says that there is none.
    related: Related | None = Field(None, title="共同任务的判断", description="谁在哪天判断有哪些共同任务，或一件也没有；还没有判断的不写")
    publication_text: Text | None = Field(None, title="公开路径原文", description="表格里单独成段的公开路径")
    doubts: tuple[Line, ...] = Field((), title="原文存疑", description="拿不准的地方")
    settled: Settled = ()

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
    def all_duties(self) -> tuple[str, ...]:
        """Ids of the duties in common that it carries out, as a whole or with some of its measures."""
        return tuple(dict.fromkeys((*self.duties, *(slug for measure in self.measures for slug in measure.duties))))

    def serves(self, kind: int) -> bool:
        """Whether its information is of this kind of article 20."""
        return kind in (self.article_20 or ())

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

    def counters(self, numbers: Sequence[int]) -> int:
        """How many things are counted apart within the measures with these numbers; within all of them, when no number is given."""
        counts = (measure.recurrence for measure in self.measures if not numbers or measure.number in numbers)
        return max((len(count.including) for count in counts if count), default=0)

    @model_validator(mode="after")
    def _someone_owes_it(self) -> Task:
        if not self.owing_units:
            raise PydanticCustomError("units_missing", "没有牵头单位，也没有责任单位", {"fields": ("lead_units",)})
        return self

    @model_validator(mode="after")
    def _a_duty_is_named_once(self) -> Task:
        for slug in (slug for measure in self.measures for slug in measure.duties if slug in self.duties):
            raise PydanticCustomError("duties_twice", "共同任务写了两次", {"fields": ("duties",), "duty": slug})
        return self

    @model_validator(mode="after")
    def _no_duty_is_both(self) -> Task:
        for slug in (slug for slug in self.all_duties if self.related and slug in self.related.unlike):
            raise PydanticCustomError("duty_unlike", "又是又不是", {"fields": ("related",), "duty": slug})
        return self


class TasksFile(Record, title="任务"):
    """`tasks/NN-name.yaml`: the rows of one section."""

    section: Number = Field(title="部分序号", description="这个文件里是第几部分的任务", examples=[1])
    tasks: tuple[Task, ...] = Field(title="任务", description="任务是官方表格的一行")
