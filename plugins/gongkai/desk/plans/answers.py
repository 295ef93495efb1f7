"""What is asked of a task beside those of other places, and what somebody's answers come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from gongkai.desk.choices import Choice, Question
from gongkai.desk.entering import Mistake, Typed, lacking
from gongkai.records.duties import DUTIES_FILE, Duty
from gongkai.records.fields import TOOL, Related
from gongkai.records.plan_records import Task

from .candidates import Candidate, Relating, TaskReading
from .readings import Decision, decided_by, proposed_id

SAME, OF = "same.", "of."
YES, _NO = "yes", "no"
_ANSWERS = (Choice(YES, "是同一件事"), Choice(_NO, "不是"))


@dataclass(frozen=True)
class Answers:
    """What somebody answered of all that a task may carry out; `yes` has the numbers of the measures that do, none for the whole."""

    candidates: Sequence[Candidate]
    yes: Mapping[str, tuple[int, ...]]
    no: frozenset[str] = frozenset()
    # A duty that was not proposed.
    other: str = ""
    # What a new duty is to be called, and its id.
    title: str = ""
    slug: str = ""
    is_none: bool = False
    why: str = ""

    def lacking(self, questions: Sequence[Question], typed: Typed) -> list[Mistake]:
        """What must be said and is not, and what does not go together; who says that there is none, need not say so of each."""
        needed = [it for it in questions if not (self.is_none and it.key.startswith(SAME))]
        return [*lacking(needed, typed), *self.mistakes]

    @property
    def is_some(self) -> bool:
        """Whether it is the same as anything."""
        return bool(self.yes or self.other)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What does not go together, each at its field."""
        return tuple(self._mistakes())

    @property
    def joined(self) -> tuple[Candidate, ...]:
        """Tasks of other places without a duty that are the same."""
        return tuple(it for it in self.candidates if it.key in self.yes and not it.duty)

    def _mistakes(self) -> Iterator[Mistake]:
        if self.is_none and self.is_some:
            yield Mistake("none", "选了“上面的都不是”，又选了一件。请只留一样。")
        if not self.is_some and not self.why:
            yield Mistake("why", "一件也不是的，请写一句为什么没有，例如：只有本地写了。")
        if self.joined and not self.title:
            yield Mistake("new_title", "没有填写。选了还没有归入共同任务的，请给这件事起个标题。")
        if self.title and not self.joined:
            yield Mistake("new_title", "上面没有选还没有归入共同任务的。请选一项是同一件事的，或清空这一格。")

    def decision(self, task: Task, related: Related, new: Duty | None = None) -> Decision:
        """What is to be written of the task."""
        duties = {it.key: self.yes[it.key] for it in self.candidates if it.key in self.yes and it.duty}
        if self.other:
            duties[self.other] = ()
        if new:
            duties[new.id] = self.yes[self.joined[0].key]
        unlike = [it for it in self.candidates if it.key in self.no and it.key not in self.yes]
        return Decision(task, duties, decided_by(related, unlike).model_copy(update={"why": None if duties else self.why}))

    def new(self, relating: Relating, related: Related) -> Duty | None:
        """The duty that is to be written besides, with the id that was typed, or one that is proposed; nothing where none is."""
        if not self.joined:
            return None
        slug = self.slug or proposed_id(self.title, relating.duties)
        reader = Related.model_construct(by=related.by, on=related.on)
        # What is wrong with it is told at its fields.
        return Duty.model_construct(id=slug, title=self.title, year=relating.plan.year, note=None, related=reader, document=None)

    def told(self, new: Duty | None) -> tuple[str, ...]:
        """What a person is to know before it is written."""
        if not new:
            return ()
        names = "、".join(it.title for it in self.joined)
        return (
            f"新立共同任务“{new.title}”，地址代码 {new.id}，写进 {DUTIES_FILE}。",
            f"这里只写本地的任务；{names} 那一边，请到它的清单里也选这一件。",
        )


def questions_of(relating: Relating, reading: TaskReading, on: date) -> tuple[Question, ...]:
    """Of each that it may carry out whether it is the same, then the rest."""
    return (*(question for it in reading.candidates for question in _of(reading.task, it)), *_rest(relating, reading), *of_person(on))


def _of(task: Task, candidate: Candidate) -> Iterator[Question]:
    """Whether it is the same, and which measures are."""
    standing = YES if candidate.is_named else _NO if candidate.is_refused or task.related else ""
    prefilled = (standing,) if standing else ()
    yield Question(f"{SAME}{candidate.key}", "是不是同一件事", "choice", choices=_ANSWERS, is_required=True, prefilled=prefilled)
    numbered = [it for it in task.measures if it.number]
    if len(numbered) > 1:
        choices = tuple(Choice(str(it.number), f"第 {it.number} 项") for it in numbered)
        chosen = tuple(map(str, candidate.measures))
        yield Question(f"{OF}{candidate.key}", "哪几项做这件事", "choice", choices=choices, is_several=True, prefilled=chosen)


def _rest(relating: Relating, reading: TaskReading) -> Iterator[Question]:
    shown = {it.key for it in reading.candidates}
    others = tuple(Choice(slug, duty.title) for slug, duty in relating.duties.items() if slug not in shown)
    if others:
        yield Question("other", "还做别的共同任务", "choice", choices=others)
    if any(not it.duty for it in reading.candidates):
        yield Question("new_title", "新立的共同任务叫什么", "line", hint="选了还没有归入共同任务的才填；照各地的说法写，不超过 24 个字")
        yield Question("new_id", "新立的地址代码", "line", hint="会成为网址，定了不改；不填的，照标题的拼音起，下一步给您看")
    why = reading.task.related.why if reading.task.related else None
    yield Question("none", "没有同样的", "choice", choices=(Choice(YES, "上面的都不是"),), is_several=True)
    yield Question("why", "为什么没有", "line", hint="一件也不是的才填，例如：只有本地写了", prefilled=(why,) if why else ())


def of_person(on: date) -> tuple[Question, ...]:
    """Who has read it, and on what day."""
    by = Question("by", "谁核对的", "line", hint="写岗位或单位，例如：政务公开科", is_required=True)
    return by, Question("on", "哪天核对的", "day", is_required=True, prefilled=(on.isoformat(),))


def person_of(typed: Typed) -> tuple[Related | None, list[Mistake]]:
    """Who has read it and when, or what is wrong with that."""
    by, on = ("".join(typed.get(key, ())).strip() for key in ("by", "on"))
    if by == TOOL:
        return None, [Mistake("by", f"“{TOOL}”是还没有人核对的意思。请写核对的人的岗位或单位，如 政务公开科。")]
    try:
        return Related(by=by, on=date.fromisoformat(on), why=None, unlike=(), unlike_tasks=()), []
    except ValidationError:
        return None, [Mistake("by", "请写一行文字，不超过 2000 个字。")] if by else []
    except ValueError:
        return None, [Mistake("on", f"“{on}”不是有效日期。请写成 2026-11-30 这样的日期。")] if on else []


def answers_of(reading: TaskReading, typed: Typed) -> Answers:
    """What was typed, of what is proposed now."""
    said = {key: "".join(texts).strip() for key, texts in typed.items()}
    is_none = YES in typed.get("none", ())
    same = {it.key: said.get(f"{SAME}{it.key}", "") for it in reading.candidates}
    numbers = {key: tuple(int(it) for it in typed.get(f"{OF}{key}", ()) if it.isascii() and it.isdecimal()) for key in same}
    return Answers(
        candidates=reading.candidates,
        yes={key: numbers[key] for key, answer in same.items() if answer == YES},
        no=frozenset(key for key, answer in same.items() if answer == _NO or (is_none and answer != YES)),
        other=said.get("other", ""),
        title=said.get("new_title", ""),
        slug=said.get("new_id", ""),
        is_none=is_none,
        why=said.get("why", ""),
    )
