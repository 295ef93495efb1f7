"""The records of a ledger: what happened, entry by entry."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.record import Record

from .fields import (
    Day,
    DocumentValidity,
    FileInside,
    Line,
    Months,
    Number,
    Opened,
    Reference,
    Sha256,
    TaskId,
    Text,
    WebAddress,
    normal_address,
)
from .plan_records import Recurrence


class Entry(Record):
    """What all ledger entries share. Without `units`, the unit is the one that names the file."""

    task: TaskId = Field(title="任务编号")
    measures: tuple[Number, ...] = Field((), title="举措序号")
    units: tuple[Reference, ...] = Field((), title="单位")
    on: Day = Field(title="登记日期")
    by: Line | None = Field(None, title="登记人")

    @property
    def distinction(self) -> tuple[str, ...]:
        """What tells it apart from others of its kind that speak of the same."""
        return (self.on.isoformat(),)


class Snapshot(Record):
    """A copy of the page as it was on a day: its SHA-256, and the file where one is kept."""

    hash: Sha256 = Field(title="校验值")
    on: Day = Field(title="留存日期")
    file: FileInside | None = Field(None, title="留存文件")


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
    opened: Opened = Field(None, title="由谁打开核对")
    snapshot: Snapshot | None = Field(None, title="网页留存")
    dead_on: Day | None = Field(None, title="链接失效日期")
    format: Literal["text", "picture", "video"] | None = Field(None, title="形式")
    validity: DocumentValidity | None = Field(None, title="有效性")
    explains: tuple[WebAddress, ...] = Field((), title="解读的证据")
    period: Months | None = Field(None, title="内容所属时期")
    period_on: Day | None = Field(None, title="所属时段")
    counts_as: tuple[Number, ...] = Field((), title="计入其中第几项")
    event_on: Day | None = Field(None, title="对应的情形日期")
    remark: Text | None = Field(None, title="说明")

    @model_validator(mode="after")
    def _can_be_looked_up(self) -> Evidence:
        if not self.url and not self.description:
            raise PydanticCustomError("evidence_empty", "既没有网址，也没有线下公开情况", {"fields": ("url", "description")})
        if self.opened and not self.url:
            raise PydanticCustomError("opened_offline", "线下公开没有网址可以打开", {"fields": ("opened",)})
        if self.url in self.explains:
            raise PydanticCustomError("explains_itself", "解读的证据是它自己", {"fields": ("explains",)})
        if self.period and self.period_on and not _covers(self.period, self.period_on):
            raise PydanticCustomError("period_day_outside", "所属时段不在内容所属时期里", {"fields": ("period_on",)})
        return self

    @property
    def public_on(self) -> date:
        """The first day on which it is known to have been public; the day of a document tells nothing of that."""
        return self.published_on or self.address_on or self.seen_on or self.on

    def as_known_on(self, day: date) -> Evidence:
        """Without what was only learnt after that day: that somebody opened it."""
        return self.model_copy(update={"opened": None}) if self.opened and self.opened.on > day else self

    @property
    def distinction(self) -> tuple[str, ...]:
        act = normal_address(self.url) if self.url else self.description or ""
        return (act, self.period or "")

    @property
    def is_unopened(self) -> bool:
        """Whether nobody has opened its address yet; an offline act has none."""
        return self.url is not None and self.opened is None


def _covers(period: str, day: date) -> bool:
    """Whether a day is in a year, a month or the months from one to another."""
    first, _, last = period.partition("..")
    return first <= day.isoformat()[: len(first)] <= (last or first)


class Check(Entry):
    """Somebody looked: in which column, with what result."""

    result: Literal["found", "not_found", "could_not_open"] = Field(title="核查结果")
    column: Reference | None = Field(None, title="核查栏目")
    remark: Text | None = Field(None, title="说明")

    @property
    def distinction(self) -> tuple[str, ...]:
        # Its column is the address that it is about.
        return (self.column or "", *super().distinction)


class Search(Record):
    """Somebody or a program looked for something to propose; never a check, moves no badge."""

    task: TaskId | None = Field(None, title="任务编号")
    measures: tuple[Number, ...] = Field((), title="举措序号")
    units: tuple[Reference, ...] = Field((), title="单位")
    column: Reference | None = Field(None, title="查找栏目")
    on: Day = Field(title="登记日期")
    by: Line = Field(title="登记人")
    searched: Literal["live", "archive"] = Field(title="查的是哪里")
    url: WebAddress | None = Field(None, title="网址")
    extent: Line = Field(title="查到哪里")
    result: Literal["nothing", "proposed"] = Field(title="查找结果")
    remark: Text | None = Field(None, title="说明")

    @property
    def distinction(self) -> tuple[str, ...]:
        """What tells it apart from others that speak of the same: where was looked, and when."""
        return (self.column or "", self.searched, normal_address(self.url) if self.url else self.extent, self.on.isoformat())

    @model_validator(mode="after")
    def _looked_for_something(self) -> Search:
        if not self.task and not self.column:
            raise PydanticCustomError("search_of_nothing", "既没有任务编号，也没有查找栏目", {"fields": ("task", "column")})
        if self.measures and not self.task:
            raise PydanticCustomError("measures_without_task", "写了举措序号，没有写任务编号", {"fields": ("measures",)})
        return self


class Answer(Record):
    """What somebody answers for, that must otherwise be mended before the site is published."""

    problem: Line = Field(title="问题")
    reason: Line = Field(title="理由")
    by: Line = Field(title="登记人")
    on: Day = Field(title="登记日期")


class Note(Entry):
    """The unit's own statement on how far it is."""

    text: Line = Field(title="内容")


class Event(Entry):
    """What starts the clock of a triggered duty."""

    happened_on: Day = Field(title="发生日期")
    text: Line = Field(title="内容")

    @property
    def distinction(self) -> tuple[str, ...]:
        return (self.happened_on.isoformat(),)


class Waiver(Entry):
    """Nothing to publish, or not applicable, until a day."""

    reason: Line = Field(title="理由")
    valid_until: Day = Field(title="有效至")


class Reply(Entry):
    """The unit's reply to what stands here, or a citizen's objection with its outcome."""

    author: Literal["unit", "citizen"] = Field(title="谁说的")
    text: Line = Field(title="内容")
    outcome: Line | None = Field(None, title="处理结果")

    @property
    def distinction(self) -> tuple[str, ...]:
        # A unit and a citizen may speak on one day.
        return (self.author, *super().distinction)


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

    remark: Text | None = Field(None, title="说明")


# The kinds of entries of which each speaks of a task.
KINDS = ("evidence", "checks", "notes", "events", "waivers", "replies", "changes", "closures")


class LedgerFile(Record):
    """`ledger/<unit>.yaml` with many entries, or `ledger/<day>-<unit>-<task>.yaml` with one: what happened; append-only."""

    evidence: tuple[Evidence, ...] = Field((), title="证据")
    checks: tuple[Check, ...] = Field((), title="核查")
    notes: tuple[Note, ...] = Field((), title="说明")
    events: tuple[Event, ...] = Field((), title="情形")
    waivers: tuple[Waiver, ...] = Field((), title="无需公开")
    replies: tuple[Reply, ...] = Field((), title="回应")
    changes: tuple[Change, ...] = Field((), title="调整")
    closures: tuple[Closure, ...] = Field((), title="销号")
    searches: tuple[Search, ...] = Field((), title="查找")
    answers: tuple[Answer, ...] = Field((), title="答复")


def identity(place: str, year: int, entry: Entry) -> str:
    """Which entry it is (design §1): correcting, confirming or moving it leaves this as it is, on whatever host the site stands."""
    measures = ",".join(map(str, sorted(entry.measures)))
    units = ",".join(sorted(entry.units))
    return "\n".join((place, str(year), type(entry).__name__.lower(), entry.task, measures, units, *entry.distinction))
