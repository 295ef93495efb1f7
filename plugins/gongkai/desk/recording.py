"""A new entry out of what somebody typed, as one new file of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gongkai.judging.doubts.effects import identities
from gongkai.records.folder import first_line
from gongkai.records.ledger_records import Evidence, LedgerFile, identity
from gongkai.records.plan_records import Task
from gongkai.records.references import LedgerName

from .choices import AtTask, Question, model_of, questions
from .entering import Mistake, Recorded, Typed, chosen, entered
from .proposals import Desk, Proposal, State

_DIGITS = 8


@dataclass(frozen=True)
class Draft:
    """What comes of what was typed: a proposal, and the entry that it writes; or what is wrong, field by field."""

    proposal: Proposal | None = None
    entry: Recorded | None = None
    mistakes: tuple[Mistake, ...] = ()
    # It is there already; the one mistake says where.
    is_repeated: bool = False

    @property
    def file(self) -> Path | None:
        """The file that would be written."""
        return next((file for file, text in self.proposal.texts.items() if text is not None), None) if self.proposal else None


def recorded(desk: Desk, state: State, at: AtTask, kind: str, typed: Typed) -> Draft:
    """The entry of a kind on a task, as a proposal."""
    asked = questions(at, kind)
    values = chosen(asked, {**typed, "task": (at.task.task.id,)})
    if mistakes := [*_not_offered(asked, values), *_not_filled(asked, values)]:
        return Draft(mistakes=tuple(mistakes))
    year = at.plan.plan.year
    folder = Path(state.slug, str(year), "ledger")
    done = entered(kind, _completed(values), Path(desk.shown(folder)))
    if not done.entry:
        return Draft(mistakes=done.mistakes)
    if mistakes := [*miscounted(at.task.task, done.entry)]:
        return Draft(mistakes=tuple(mistakes))
    entry = _in_order(at, done.entry)
    if told := repeated(state, year, kind, entry, writer_of(at, entry)):
        return Draft(entry=entry, mistakes=(Mistake("", told),), is_repeated=True)
    file = folder / file_name(state.slug, year, kind, entry, writer_of(at, entry))
    text = replace(done, entry=entry).text(first_line(desk.root, file))
    return Draft(Proposal(state.slug, {file: text}, {file: None}), entry)


def _not_offered(asked: Sequence[Question], values: Typed) -> Iterator[Mistake]:
    """What can only be one of those that are offered, and is none."""
    for question in asked:
        offered = {choice.value for choice in question.choices}
        if question.shape != "choice" or question.is_open:
            continue
        for text in values.get(question.key, ()):
            if text.strip() and text not in offered:
                yield Mistake(question.key, _no_choice(question, text))


def _no_choice(question: Question, text: str) -> str:
    meant = question.meant_by(text)
    fault = f"“{text}”可以指 {len(meant)} 个" if meant else f"“{text}”不在可选的里面"
    words = "、".join(choice.words for choice in (meant or question.choices)[:_SHOWN])
    return f"{fault}。可选：{words}{'……' if len(meant or question.choices) > _SHOWN else ''}。"


# More choices than these are not told one by one.
_SHOWN = 12


def _not_filled(asked: Sequence[Question], values: Typed) -> Iterator[Mistake]:
    """What the model lets be empty and this task does not."""
    for question in asked:
        if question.key in ("measures", "units") and question.is_required and not any(map(str.strip, values.get(question.key, ()))):
            yield Mistake(question.key, f"没有选{question.title}。请选一个，或选几个。")
        if (
            question.key == "column"
            and question.is_required
            and [*values.get("result", ())] == ["not_found"]
            and not any(values.get("column", ()))
        ):
            yield Mistake("column", f"没有选{question.title}。没有查到的，请写明是在哪个栏目里查的。")


def miscounted(task: Task, entry: Recorded) -> Iterator[Mistake]:
    """What would be counted as something that the measures it is of do not count apart."""
    counted = task.counters(entry.measures)
    if isinstance(entry, Evidence) and any(number > counted for number in entry.counts_as):
        remedy = f"可写 1 到 {counted}。" if counted else "请不要填这一项，或改选有“其中”的举措。"
        yield Mistake("counts_as", f"所选举措的“其中”没有这一项。{remedy}")


def _completed(values: Typed) -> Typed:
    """Who says that somebody opened a page, or kept it, and not when, means the day of the entry."""
    on = values.get("on", ())
    dated = {f"{key}.on": on for key, told in (("opened", "by"), ("snapshot", "hash")) if any(values.get(f"{key}.{told}", ()))}
    return {**values, **{key: day for key, day in dated.items() if not any(values.get(key, ()))}}


def _in_order(at: AtTask, entry: Recorded) -> Recorded:
    """The same whatever the order in which it was chosen."""
    order = [unit.slug for unit in at.task.units]
    units = sorted(entry.units, key=lambda slug: (order.index(slug) if slug in order else len(order), slug))
    return entry.model_copy(update={"measures": tuple(sorted(entry.measures)), "units": tuple(units)})


def writer_of(at: AtTask, entry: Recorded) -> str:
    """The unit that names the file of an entry: the first of its own, else the first that owes the task."""
    return (*entry.units, *at.task.task.owing_units)[0]


def file_name(place: str, year: int, kind: str, entry: Recorded, writer: str) -> str:
    """The same for the same entry, and for no other: its day, unit and task, its kind and what it is told apart by."""
    digest = hashlib.sha256(identity(place, year, entry).encode()).hexdigest()[:_DIGITS]
    return f"{entry.on}-{writer}-{entry.task}-{kind}-{digest}.yaml"


def repeated(state: State, year: int, kind: str, entry: Recorded, writer: str, but: str = "") -> str:
    """Where the same entry is already, and what to do; empty where it is not. What stands at `but` is left aside."""
    wanted = set(identities(kind, entry, writer))
    for file in state.files:
        if not isinstance(file.record, LedgerFile) or file.path.parts[1] != str(year):
            continue
        for index, other in enumerate(getattr(file.record, kind)):
            here = f"{file.source.file.as_posix()}:{file.source.line_of((kind, index))}"
            if here != but and not wanted.isdisjoint(identities(kind, other, LedgerName.of(file.path).unit)):
                return f"已经登记过，在 {here}。请只留一条；{_AGAIN.get(kind, '确实是又一次的，请核对日期。')}"
    return ""


# What tells an entry apart from the one before, by its kind; in words of the form, where `check` names the keys of the file.
_AGAIN = {
    kind: f"确实又{act}了一次的，请在“{model_of(kind).model_fields[key].title}”里写明{what}。"
    for kind, key, act, what in (
        ("evidence", "period", "公开", "这一次是哪一期，例如 2021-03"),
        ("searches", "extent", "查", "这一次查了什么"),
    )
}
