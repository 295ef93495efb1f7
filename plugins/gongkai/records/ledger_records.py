"""The records of a ledger: what happened, entry by entry."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.labels import AUTHORS, CHECK_RESULTS, COVERAGES, FORMATS, SEARCH_RESULTS, SEARCHED, STRENGTHS
from gongkai.words.record import Choices, Record

from .fields import (
    PROGRAM,
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

    task: TaskId = Field(title="任务编号", examples=["1.2.3"])
    measures: tuple[Number, ...] = Field((), title="举措序号", description="任务有几条举措时必填", examples=[[1, 2]])
    units: tuple[Reference, ...] = Field(
        (),
        title="单位",
        description="写地址代码；不写就是文件名那个单位。调整（changes）不写，对承担的全部单位有效",
        examples=[["fagaiwei"]],
    )
    on: Day = Field(title="登记日期", examples=["2021-03-08"])
    by: Line | None = Field(None, title="登记人", description="写岗位或来源", examples=["政务公开科"])

    @property
    def distinction(self) -> tuple[str, ...]:
        """What tells it apart from others of its kind that speak of the same."""
        return (self.on.isoformat(),)

    @property
    def counts_from(self) -> date:
        """The day from which it counts, once it has been entered: an act of whoever keeps the ledger has no other than its own."""
        return self.on


class Snapshot(Record):
    """A copy of the page as it was on a day: its SHA-256, and the file where one is kept."""

    hash: Sha256 = Field(title="校验值", description="SHA-256")
    on: Day = Field(title="留存日期")
    file: FileInside | None = Field(None, title="留存文件", description="放在这一年的 snapshots/ 里，可以不留文件")


class Evidence(Entry):
    """A page or an offline act that shows the duty done, wholly or in part."""

    title: Line = Field(title="标题", description="照网页上的标题写", examples=["市场准入负面清单（2020年版）"])
    url: WebAddress | None = Field(
        None, title="网址", description="与下一项至少填一个", examples=["https://www.example.gov.cn/fumianqingdan.html"]
    )
    description: Line | None = Field(None, title="线下公开情况", description="公示栏、发布会等，说明在哪里、怎样查到")
    document_on: Day | None = Field(None, title="成文日期", description="文件落款的日期")
    published_on: Day | None = Field(None, title="发布日期", description="页面上印的日期；没有就不写")
    address_on: Day | None = Field(None, title="网址中的日期", description="照网址里的数字写，如 202103/t20210305 写 2021-03-05")
    document_number: Line | None = Field(None, title="发文字号")
    index_number: Line | None = Field(None, title="索引号")
    found_in: Reference | None = Field(None, title="所在栏目", description="栏目的地址代码", examples=["guihua-xinxi"])
    found_trail: Line | None = Field(None, title="所在位置", description="不在登记的栏目里时，写页面上的“当前位置”")
    covers: Annotated[Literal["full", "part"], Choices(COVERAGES)] = Field("full", title="覆盖范围", description="不写就是全部")
    strength: Annotated[Literal["primary", "self_report"], Choices(STRENGTHS)] = Field(
        "primary", title="证据性质", description="不写就是公开的内容本身"
    )
    seen_on: Day | None = Field(None, title="查看日期", description="哪天看到的")
    opened: Opened = Field(
        None, title="由谁打开核对", description="谁在哪天打开网址看过；没有人打开过就不写；线下公开不写，写 seen_on 和 by"
    )
    snapshot: Snapshot | None = Field(None, title="网页留存")
    dead_on: Day | None = Field(None, title="链接失效日期", description="发现网址打不开的日期")
    format: Annotated[Literal["text", "picture", "video"], Choices(FORMATS)] | None = Field(None, title="形式")
    validity: DocumentValidity | None = Field(None, title="有效性")
    explains: tuple[WebAddress, ...] = Field((), title="解读的证据", description="这是解读材料时，写被解读的文件的网址，照那条证据的 url")
    period: Months | None = Field(
        None, title="内容所属时期", description="页面说的是哪一段时间，一年、一个月，或从哪月到哪月", examples=["2021-01..2021-03"]
    )
    period_on: Day | None = Field(None, title="所属时段", description="定期公开的，属于哪一期：写那一期里的任意一天")
    counts_as: tuple[Number, ...] = Field((), title="计入其中第几项", description="“其中”的次数", examples=[[1]])
    event_on: Day | None = Field(None, title="对应的情形日期", description="有几次情形时，写是哪一次")
    remark: Text | None = Field(None, title="说明", description="一句话说清证明了什么，没有证明什么")

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

    @property
    def counts_from(self) -> date:
        return self.public_on

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

    result: Annotated[Literal["found", "not_found", "could_not_open"], Choices(CHECK_RESULTS)] = Field(
        title="核查结果", description="打不开不等于没有"
    )
    column: Reference | None = Field(None, title="核查栏目", description="栏目的地址代码", examples=["guihua-xinxi"])
    remark: Text | None = Field(None, title="说明")

    @property
    def distinction(self) -> tuple[str, ...]:
        # Its column is the address that it is about.
        return (self.column or "", *super().distinction)


class Search(Record):
    """Somebody or a program looked for something to propose; never a check, moves no badge."""

    task: TaskId | None = Field(
        None, title="任务编号", description="与查找栏目至少填一个；没有任务编号的，写在单位的文件里", examples=["1.2.3"]
    )
    measures: tuple[Number, ...] = Field((), title="举措序号")
    units: tuple[Reference, ...] = Field((), title="单位")
    column: Reference | None = Field(None, title="查找栏目", description="栏目的地址代码", examples=["guihua-xinxi"])
    on: Day = Field(title="登记日期")
    by: Line = Field(title="登记人", description="写岗位或来源", examples=["政务公开科"])
    searched: Annotated[Literal["live", "archive"], Choices(SEARCHED)] = Field(title="查的是哪里")
    url: WebAddress | None = Field(None, title="网址")
    extent: Line = Field(title="查到哪里", examples=["列表前 20 页"])
    result: Annotated[Literal["nothing", "proposed"], Choices(SEARCH_RESULTS)] = Field(title="查找结果")
    remark: Text | None = Field(None, title="说明")

    @property
    def is_of_program(self) -> bool:
        """Whether a program read the list of a column, and nobody else has looked."""
        return self.by == PROGRAM and self.searched == "live" and self.task is None

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

    problem: Line = Field(title="问题", description="照 check 的话")
    reason: Line = Field(title="理由")
    by: Line = Field(title="登记人")
    on: Day = Field(title="登记日期")


class Note(Entry):
    """The unit's own statement on how far it is."""

    text: Line = Field(title="内容", description="单位自己说的进展")


class Event(Entry):
    """What starts the clock of a triggered duty."""

    happened_on: Day = Field(title="发生日期", description="期限从这天起算，按 data/holidays.yaml 里的放假安排计算工作日")
    text: Line = Field(title="内容", description="出现了什么情形")

    @property
    def counts_from(self) -> date:
        return self.happened_on

    @property
    def distinction(self) -> tuple[str, ...]:
        return (self.happened_on.isoformat(),)


class Waiver(Entry):
    """Nothing to publish, or not applicable, until a day."""

    reason: Line = Field(title="理由", description="为什么没有可公开的")
    valid_until: Day = Field(title="有效至", description="含当天")


class Reply(Entry):
    """The unit's reply to what stands here, or a citizen's objection with its outcome."""

    author: Annotated[Literal["unit", "citizen"], Choices(AUTHORS)] = Field(title="谁说的")
    text: Line = Field(title="内容")
    outcome: Line | None = Field(None, title="处理结果")

    @property
    def distinction(self) -> tuple[str, ...]:
        # A unit and a citizen may speak on one day.
        return (self.author, *super().distinction)


class Change(Entry):
    """A document that moved a deadline, replaced a wording or the units, or took a duty back."""

    document: Line = Field(title="调整依据", description="作出调整的文件")
    url: WebAddress | None = Field(None, title="网址")
    due_on: Day | None = Field(None, title="新的完成时限")
    text: Text | None = Field(None, title="新的内容")
    recurrence: Recurrence | None = Field(None, title="新的次数要求")
    new_units: tuple[Reference, ...] = Field((), title="新的承担单位")
    withdrawn: bool = Field(False, title="撤销", description="写 true")
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
KIND_OF: dict[type[Entry], str] = dict(zip((Evidence, Check, Note, Event, Waiver, Reply, Change, Closure), KINDS, strict=True))


class LedgerFile(Record, title="台账"):
    """`ledger/<unit>.yaml` with many entries, or `ledger/<day>-<unit>-<task>.yaml` with one: what happened; append-only."""

    evidence: tuple[Evidence, ...] = Field((), title="证据", description="查到了公开的网页或线下公开")
    checks: tuple[Check, ...] = Field((), title="核查", description="到规定的地方看过")
    notes: tuple[Note, ...] = Field((), title="说明", description="单位自己说的进展")
    events: tuple[Event, ...] = Field((), title="情形", description="“情形出现后限时办理”的任务，情形出现了")
    waivers: tuple[Waiver, ...] = Field((), title="无需公开", description="本期没有可公开的内容")
    replies: tuple[Reply, ...] = Field((), title="回应", description="单位对本页的回应，或读者的意见和处理结果")
    changes: tuple[Change, ...] = Field(
        (), title="调整", description="有文件改了时限、内容、单位，或撤销了任务；原来的写法留在页面上，加删除线，不要去改 tasks/ 里的原文"
    )
    closures: tuple[Closure, ...] = Field((), title="销号", description="牵头单位核查后销号；先要有完整的证据，或查到的核查记录")
    searches: tuple[Search, ...] = Field((), title="查找", description="人或程序找过，没有合适的，或提出了线索；不是核查，不影响状态")
    answers: tuple[Answer, ...] = Field((), title="答复", description="发布前必须处理的问题，有理由不改的，写在单位的文件里")


def identity(place: str, year: int, entry: Entry | Search) -> str:
    """Which entry it is (design §1): correcting, confirming or moving it leaves this as it is, on whatever host the site stands."""
    measures = ",".join(map(str, sorted(entry.measures)))
    units = ",".join(sorted(entry.units))
    return "\n".join((place, str(year), type(entry).__name__.lower(), entry.task or "", measures, units, *entry.distinction))
