"""Duties in common: what tasks of several places carry out, worded from the plans themselves."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from gongkai.words.record import Record

from .fields import Day, Line, Related, Seen, ShortTitle, Slug, WebAddress, Year
from .folder import Folder
from .validation import repeats

DUTIES_FILE = "duties.yaml"


class SuperiorDocument(Seen):
    """The document of a superior body in which the duty was really seen, with the heading it stands under."""

    issuer: Line = Field(title="发布机构")
    title: Line = Field(title="标题")
    document_number: Line | None = Field(None, title="发文字号")
    issued_on: Day | None = Field(None, title="成文日期")
    url: WebAddress | None = Field(None, title="网址")
    heading: Line | None = Field(None, title="所在标题", description="在文件的哪个标题下面")
    quote: Line | None = Field(None, title="原文摘录", description="在那里看到的原话，一字不改")
    remark: Line | None = Field(None, title="说明", description="看到的是不是官方网站、看到哪里为止")

    @model_validator(mode="after")
    def _quoted_from_somewhere(self) -> SuperiorDocument:
        if self.quote and not (self.url and self.seen_on):
            raise PydanticCustomError("quote_unseen", "摘了原文，没有写在哪里、哪天看到的", {"fields": ("quote",)})
        return self


class Duty(Record):
    """A duty in common; its id is permanent."""

    id: Slug = Field(title="地址代码", description="会成为网址，定了不改", examples=["guihua-2021"])
    title: ShortTitle = Field(title="标题", description="照各地要点的说法，不超过 24 个字")
    year: Year = Field(title="年份", description="几个地方的要点都写到它的那一年")
    note: Line | None = Field(None, title="说明", description="各地说法的主要不同")
    related: Related | None = Field(None, title="由谁判断", description="谁在哪天读了各地原文，认为是同一件事")
    document: SuperiorDocument | None = Field(None, title="上级文件", description="真正看到过才写")


class DutiesFile(Record, title="共同任务"):
    """`duties.yaml`, shared by all places."""

    duties: tuple[Duty, ...] = Field(
        title="共同任务", description="几个地方的要点里都有的同一件事，照要点的说法写；要点里的任务用 duties 写上它的地址代码"
    )


def load_duties(folder: Folder, root: Path) -> tuple[Duty, ...]:
    """The duties in common; none where nobody has related any."""
    if not (root / DUTIES_FILE).is_file():
        return ()
    source, record = folder.load(root / DUTIES_FILE, DutiesFile)
    duties = record.duties if record else ()
    for position in repeats([duty.id for duty in duties]):
        folder.complain(source, DutiesFile, ("duties", position, "id"), f"“{duties[position].id}”写了两次。", "请换一个。")
    return duties
