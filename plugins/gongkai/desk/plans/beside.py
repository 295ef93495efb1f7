"""A task beside those of other places that it may be the same as, in the words in which a person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.comparing.twins import Twin
from gongkai.pages import addresses
from gongkai.pages.views import Link
from gongkai.pages.wording import headline
from gongkai.records.plan_records import Task
from gongkai.words.dates import chinese_date

from .candidates import Candidate, Carrier, TaskReading

# So many tasks of other places stand for a duty that no wording speaks for.
_MOST = 3


@dataclass(frozen=True)
class OtherView:
    """A task of another place: its page, its wording, how sure it is that it is the same, and why."""

    link: Link
    lines: tuple[str, ...]
    sureness: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CandidateView:
    """What a task may carry out: tasks of other places that do, in their wording."""

    title: str
    note: str
    others: tuple[OtherView, ...]


@dataclass(frozen=True)
class ReadingView:
    """A task with what is said of its duties, and what looks alike and is not among them."""

    id: str
    link: Link
    lines: tuple[str, ...]
    standing: str
    doubts: tuple[str, ...]
    named: tuple[CandidateView, ...]
    alike: tuple[CandidateView, ...]
    # Whether there is anything to confirm.
    is_decided: bool

    @property
    def anchor(self) -> str:
        return f"task-{self.id.replace('.', '-')}"


def reading_view(reading: TaskReading) -> ReadingView:
    """With what is said of it."""
    task = reading.task
    return ReadingView(
        id=task.id,
        link=Link(f"{task.id} {headline(task)}", addresses.task(reading.plan, task)),
        lines=_lines(task),
        standing=_standing(task),
        doubts=reading.doubts,
        named=tuple(candidate_view(it) for it in reading.candidates if it.is_named),
        alike=tuple(candidate_view(it) for it in reading.candidates if it.is_alike),
        is_decided=bool(task.related),
    )


def _standing(task: Task) -> str:
    related = task.related
    if not related:
        return "还没有判断。"
    what = "" if task.all_duties else f"没有同样的：{(related.why or '没有写理由').rstrip('。')}。"
    return what + (f"{related.by}，{chinese_date(related.on)}核对。" if related.is_confirmed else "这是工具的判断，还没有人核对。")


def _lines(task: Task, numbers: Sequence[int] = ()) -> tuple[str, ...]:
    """The official wording, of some measures or of the whole."""
    if numbers:
        return tuple(_numbered(it.number, it.text) for it in task.measures if it.number in numbers)
    texts = (_numbered(it.number if len(task.measures) > 1 else None, it.text) for it in task.measures)
    return tuple(filter(None, (task.matter, task.opening, *texts)))


def _numbered(number: int | None, text: str) -> str:
    return f"第 {number} 项：{text}" if number else text


def candidate_view(candidate: Candidate) -> CandidateView:
    """With the wordings of other places."""
    others = [_other(carrier, twin) for carrier, twin in candidate.twins] or [
        _other(it, None, candidate.key) for it in candidate.carriers[:_MOST]
    ]
    title = candidate.title if candidate.duty else "别处的一项任务，还没有归入共同任务"
    note = (candidate.duty.note or "") if candidate.duty else ""
    return CandidateView(title, note, tuple(others))


def _other(carrier: Carrier, twin: Twin | None, slug: str = "") -> OtherView:
    link = Link(carrier.name, addresses.task(carrier.plan, carrier.task))
    if twin:
        return OtherView(link, _lines(carrier.task, twin.measures_there), twin.sureness_in_words, twin.reasons)
    of_measures = [it.number for it in carrier.task.measures if slug in it.duties and it.number]
    return OtherView(link, _lines(carrier.task, of_measures), "", ("判断过也做这一件，字面上看不出来",))
