"""What people settled for a measure, on the one of this year that rests on the same words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongkai.importing.meaning import duties, publication_paths, times
from gongkai.importing.meaning.draft import DraftMeasure, DraftTask
from gongkai.records.plan_records import DutyKind, Measure, Task

from .settling import Settling
from .wordings import YEAR, numbers, rests_on_unchanged, skeleton

_OF_TIME = ("due_on", "due", "due_text", "recurrence")
FIELDS = (*_OF_TIME, "publication_paths", "channels", "units")


@dataclass(frozen=True)
class MeasureCarrier:
    """Goes through the measures of one task after another."""

    settling: Settling

    def carried(self, new: DraftTask) -> DraftTask:
        measures = []
        for index, measure in enumerate(new.measures):
            task, position = self.settling.pairing.measures.get((new.id, index), ("", 0))
            known = self.settling.old.get(task)
            measures.append(self._measure(new, known, measure, known.measures[position]) if known else self._new_measure(new, measure))
        return replace(new, measures=tuple(measures))

    def _new_measure(self, task: DraftTask, new: DraftMeasure) -> DraftMeasure:
        self.settling.decide(task.id, "kind", f"{_which(new)}的任务类型是按措辞推定的，请核对。")
        return new

    def _measure(self, task: DraftTask, whole: Task, new: DraftMeasure, old: Measure) -> DraftMeasure:
        is_same = self.settling.names.is_same(new.text, old.text)
        is_timed = self._is_timed_alike(task, whole, new, old)
        is_due_same = self.settling.names.is_same(new.due_text, old.due_text or "")
        said = (f"{old.text}\n{old.due_text}", f"{new.text}\n{new.due_text}") if is_due_same else (old.text, new.text)
        title = self.settling.names.fitting(old.title, *said) or ""
        if old.title and not title:
            self.settling.decide(task.id, "measures.title", f"{_which(new)}：上年的短标题“{old.title}”与改动的措辞不合，请改写。")
        carried = replace(new, title=title, units=self._units(task, new, old))
        if is_same and self.settling.names.is_same(task.publication_text, whole.publication_text or ""):
            carried = replace(carried, publication_paths=old.publication_paths, channels=old.channels)
        if is_timed:
            carried = self._with_time(task, carried, old, is_same=is_same)
        elif old.due_on or old.due or old.recurrence or old.window or old.due_text:
            self.settling.decide(task.id, "due_text", f"{_which(new)}：时限的写法有改动，时限和任务类型都是重新读的，请核对。")
            return carried
        return self._with_kind(task, carried, old, is_kept=is_timed and (is_same or _proposed(new.text) == _proposed(old.text)))

    def _units(self, task: DraftTask, new: DraftMeasure, old: Measure) -> tuple[str, ...]:
        owing = {*task.lead_units, *task.responsible_units}
        if set(old.units) <= owing:
            return old.units
        self.settling.decide(task.id, "measures.units", f"{_which(new)}上年由一部分单位承担，其中有的不再列在这一行，请核对。")
        return new.units

    def _is_timed_alike(self, task: DraftTask, whole: Task, new: DraftMeasure, old: Measure) -> bool:
        """Whether the words that say when are those of last year."""
        words = [times.in_text(text, None).words for text in (self.settling.names.as_before(new.text), old.text)]
        is_cell_same = whole.id in self.settling.rows and self.settling.is_printed_alike(task, whole, "due")
        is_said_so = self.settling.names.is_same(new.due_text, old.due_text or "") or not task.row.due.text.strip()
        return skeleton(words[0]) == skeleton(words[1]) and (is_cell_same or is_said_so)

    def _with_time(self, task: DraftTask, new: DraftMeasure, old: Measure, *, is_same: bool) -> DraftMeasure:
        """How people understood the same words about time; what numbers say is read anew."""
        due, recurrence, window = new.due, new.recurrence, new.window
        if due and old.due and rests_on_unchanged(old.due.after, old.text, self.settling.names.as_before(new.text)):
            due = due.model_copy(update={"after": self.settling.names.as_now(old.due.after)})
        if is_same and _counts(old.text) == _counts(new.text):
            due = due if old.due and due else old.due
            window = window if old.window and window else old.window
            often = old.recurrence
            # Days of last year tell nothing of this one.
            recurrence = recurrence if often and (recurrence or often.starts_on or often.ends_on) else often
        if old.due_on and not new.due_on:
            self.settling.decide(task.id, "due_on", f"{_which(new)}：上年定了完成时限 {old.due_on}，今年的日期没有读出来，请补上。")
        due_on = new.due_on if old.due_on else None
        return replace(new, due=due, due_on=due_on, due_text=self._due_text(new, old), recurrence=recurrence, window=window)

    def _due_text(self, new: DraftMeasure, old: Measure) -> str:
        """The words that people took to say when, as far as they and their numbers are those of the text."""
        if not old.due_text:
            return ""
        is_of_text = set(numbers(old.due_text)) <= set(numbers(old.text))
        if self.settling.names.is_same(new.due_text, old.due_text) or not is_of_text:
            return new.due_text
        return self.settling.names.fitting(old.due_text, old.text, new.text) or new.due_text

    def _with_kind(self, task: DraftTask, new: DraftMeasure, old: Measure, *, is_kept: bool) -> DraftMeasure:
        is_counted = new.recurrence is not None or old.kind not in ("count", "periodic")
        if is_kept and is_counted and old.kind:
            return replace(new, kind=old.kind, why="")
        self.settling.decide(task.id, "kind", f"{_which(new)}的任务类型是按措辞推定的，请核对。")
        return new


def is_settled(field: str, new: DraftMeasure, old: Measure) -> bool:
    """Whether a measure has what people gave it; a date goes on with the year."""
    if field not in _OF_TIME:
        return (new.publication_paths, new.channels, new.units) == (old.publication_paths, old.channels, old.units)
    due = (new.due.after if new.due else None) == (old.due.after if old.due else None)
    return due and (new.due_on is None) == (old.due_on is None) and skeleton(new.due_text) == skeleton(old.due_text or "")


def _which(measure: DraftMeasure) -> str:
    return f"第 {measure.number} 条举措" if measure.number else "这条举措"


def _counts(text: str) -> list[str]:
    """Its numbers less its years."""
    return [number for number in numbers(text) if not YEAR.fullmatch(number)]


def _proposed(text: str) -> DutyKind | None:
    """The kind that the words of a text alone suggest."""
    return duties.propose(text, times.in_text(text, None), has_path=bool(publication_paths.in_text(text).publication_paths))[0]
