"""What people settled for last year's plan, on the tasks and measures of this year's that rest on the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gongkai.importing.layout.reading import Doubt
from gongkai.importing.meaning import duties, publication_paths, times
from gongkai.importing.meaning.draft import Draft, DraftMeasure, DraftTask
from gongkai.records.plan_records import DutyKind, Measure, Task

from .pairing import wording
from .wordings import YEAR, numbers, renumbered, rests_on_unchanged, skeleton
from .years import CELLS, Decision, RowOf, Years

_QUOTED = re.compile("“([^”]+)”")
_TASK_ID = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2}(?![0-9.])")
_ORDINAL = re.compile("第[（(]?[0-9]+")
# What stands only until a person has looked whether it fits other words too.
_OF_WORDS = ("title", "article_20", "duties")
_OF_TIME, _OF_PLACE = ("due_on", "due", "due_text", "recurrence"), ("publication_paths", "channels", "units")


@dataclass(frozen=True)
class Carrier:
    """Goes through the tasks of a draft."""

    years: Years

    def carried(self, draft: Draft) -> Draft:
        """The draft with what was settled; what is left to settle is in `decisions`."""
        years, record, reading = self.years, self.years.before.plan.record, self.years.before.reading
        tasks = tuple(map(self._task, draft.tasks))
        by_id = {task.id: task for task in tasks}
        told = (doubt for doubt in draft.doubts if doubt.field not in ("kind", "short_title"))
        # A unit under a name that it had neither last year nor as its new one.
        names = {*draft.read_as} - {*(reading.read_as if reading else ()), *years.names.before}
        doubts = tuple(doubt for doubt in told if not self._is_settled(doubt, by_id) or any(f"“{name}”" in doubt.why for name in names))
        years.decisions.extend(Decision(doubt.task, doubt.field, doubt.why) for doubt in doubts)
        said = skeleton("\n".join(map(wording, tasks)))
        kept = tuple(doubt for doubt in record.doubts if _is_borne_out(doubt, said))
        return replace(draft, tasks=tasks, doubts=doubts, kept_doubts=kept, demonstration=record.demonstration)

    # --- tasks ----------------------------------------------------------------------------------

    def _task(self, new: DraftTask) -> DraftTask:
        old, decide = self.years.task_before(new.id), self.years.decide
        if old is None:
            if whole := self.years.pairing.split.get(new.id):
                decide(new.id, "continues", f"像是上年 {whole} 拆出的一行，那一项已由别的一行接续；这一行要不要写接续，请决定。")
            decide(new.id, "title", "短标题是照原文截取的草稿，请核对。" if new.title else "请补写短标题。")
            decide(new.id, "article_20", "属于条例第二十条哪一类，请选定。")
        else:
            if not self.years.is_same_row(new, old):
                decide(new.id, "text", f"措辞与上年 {old.id} 有改动：接续得对不对、沿用的内容还合不合适，请核对。")
            for merged in (task for task, into in self.years.pairing.merged.items() if into == new.id):
                decide(new.id, "continues", f"上年 {merged} 像是并进了这一行，这里只写接续 {old.id}，请核对。")
            new = self._with_units(self._with_title(new, old), old)
        return replace(new, measures=tuple(self._measure(new, position, measure) for position, measure in enumerate(new.measures)))

    def _with_title(self, new: DraftTask, old: Task) -> DraftTask:
        texts = ("\n".join((wording(task), *(measure.due_text or "" for measure in task.measures))) for task in (old, new))
        title = self.years.names.fitting(old.title, *texts)
        if not title:
            why = f"上年的短标题“{old.title}”与改动的措辞不合，请改写。" if old.title else "请补写短标题。"
            self.years.decide(new.id, "title", why)
        if old.article_20 is None:
            self.years.decide(new.id, "article_20", "上年也没有选定属于条例第二十条哪一类，请选定。")
        proposed = {"continues", *(() if self.years.is_same_row(new, old) else _OF_WORDS)}
        return replace(
            new,
            title=title or new.title,
            article_20=old.article_20,
            continues=old.id,
            duties=old.duties,
            doubts=tuple(self._doubts(new, old)),
            proposed=(new.proposed - {"title"} if title else new.proposed) | proposed,
        )

    def _with_units(self, new: DraftTask, old: Task) -> DraftTask:
        """Who owes the row as people read the same cells last year."""
        if old.id not in self.years.before.rows or not self.years.are_printed_alike(new, old, "lead", "responsible", "units"):
            return new
        words = self.years.names.as_now(old.units_text or "")
        return replace(new, lead_units=old.lead_units, responsible_units=old.responsible_units, units_text=words)

    # --- measures -------------------------------------------------------------------------------

    def _measure(self, task: DraftTask, position: int, new: DraftMeasure) -> DraftMeasure:
        which = f"第 {new.number} 条举措" if new.number else "这条举措"
        is_kept, known = False, self.years.measure_before(task.id, position)
        if known:
            whole, old = known
            is_same, is_timed = self.years.names.is_same(new.text, old.text), self._is_timed_alike(task, whole, new, old)
            is_kept = is_timed and (is_same or _proposed(new.text) == _proposed(old.text))
            new = self._with_title_and_units(task, new, old, which)
            if is_same and self.years.names.is_same(task.publication_text, whole.publication_text or ""):
                new = replace(new, publication_paths=old.publication_paths, channels=old.channels)
            if is_timed:
                new = self._with_time(new, old, is_same=is_same)
                if old.due_on and not new.due_on:
                    self.years.decide(task.id, "due_on", f"{which}：上年定了完成时限 {old.due_on}，今年的日期没有读出来，请补上。")
            elif old.due_on or old.due or old.recurrence or old.window or old.due_text:
                self.years.decide(task.id, "due_text", f"{which}：时限的写法有改动，时限和任务类型都是重新读的，请核对。")
                return new
            if is_kept and old.kind and (new.recurrence or old.kind not in ("count", "periodic")):
                return replace(new, kind=old.kind, why="")
        self.years.decide(task.id, "kind", f"{which}的任务类型是按措辞推定的，请核对。")
        return new

    def _with_title_and_units(self, task: DraftTask, new: DraftMeasure, old: Measure, which: str) -> DraftMeasure:
        is_due_same = self.years.names.is_same(new.due_text, old.due_text or "")
        said = (f"{old.text}\n{old.due_text}", f"{new.text}\n{new.due_text}") if is_due_same else (old.text, new.text)
        title = self.years.names.fitting(old.title, *said) or ""
        if old.title and not title:
            self.years.decide(task.id, "measures.title", f"{which}：上年的短标题“{old.title}”与改动的措辞不合，请改写。")
        are_there = {*old.units} <= {*task.lead_units, *task.responsible_units}
        if not are_there:
            self.years.decide(task.id, "measures.units", f"{which}上年由一部分单位承担，其中有的不再列在这一行，请核对。")
        return replace(new, title=title, units=old.units if are_there else new.units)

    def _is_timed_alike(self, task: DraftTask, whole: Task, new: DraftMeasure, old: Measure) -> bool:
        """Whether the words that say when are those of last year."""
        words = (times.in_text(text, None).words for text in (self.years.names.as_before(new.text), old.text))
        is_cell_same = whole.id in self.years.before.rows and self.years.are_printed_alike(task, whole, "due")
        is_said_so = self.years.names.is_same(new.due_text, old.due_text or "") or not task.row.due.text.strip()
        return len({*map(skeleton, words)}) == 1 and (is_cell_same or is_said_so)

    def _with_time(self, new: DraftMeasure, old: Measure, *, is_same: bool) -> DraftMeasure:
        """How people understood the same words about time; what numbers say is read anew."""
        due, recurrence, window, names = new.due, new.recurrence, new.window, self.years.names
        if due and old.due and rests_on_unchanged(old.due.after, old.text, names.as_before(new.text)):
            due = due.model_copy(update={"after": names.as_now(old.due.after)})
        if is_same and _counts(old.text) == _counts(new.text):
            due = due if old.due and due else old.due
            window = window if old.window and window else old.window
            often = old.recurrence
            # Days of last year tell nothing of this one.
            recurrence = recurrence if often and (recurrence or often.starts_on or often.ends_on) else often
        words = new.due_text if old.due_text else ""
        # What people took to say when goes on, as far as its numbers are those of the text.
        if old.due_text and not names.is_same(words, old.due_text) and {*numbers(old.due_text)} <= {*numbers(old.text)}:
            words = names.fitting(old.due_text, old.text, new.text) or words
        due_on = new.due_on if old.due_on else None
        return replace(new, due=due, due_on=due_on, due_text=words, recurrence=recurrence, window=window)

    # --- doubts ---------------------------------------------------------------------------------

    def _doubts(self, new: DraftTask, old: Task) -> Iterator[str]:
        """What people noted on the row, where all that is printed in it is the same."""
        is_same = self.years.are_printed_alike(new, old, *CELLS) and self.years.is_same_row(new, old)
        units = old.owing_units == tuple(dict.fromkeys((*new.lead_units, *new.responsible_units))) or old.id in self.years.before.rows
        now = {before: task for task, before in self.years.pairing.tasks.items()}
        for doubt in old.doubts:
            fitting = ""
            if is_same and units and all(task in now for task in _TASK_ID.findall(doubt)):
                fitting = self._with_years(_TASK_ID.sub(lambda match: now[match.group()], doubt), old, new)
            if fitting:
                yield self.years.names.as_now(fitting)
            else:
                self.years.left.append(RowOf(new.id, doubt))

    def _with_years(self, doubt: str, old: Task, new: DraftTask) -> str:
        """A note with this year's numbers; empty where it speaks of a year and of numbers that are not the row's own."""
        if not YEAR.search(doubt):
            return doubt
        is_of_row = {*numbers(_ORDINAL.sub("", doubt))} <= {*numbers(wording(old))}
        return (is_of_row and renumbered(doubt, wording(old), self.years.names.as_before(wording(new)))) or ""

    def _is_settled(self, doubt: Doubt, tasks: Mapping[str, DraftTask]) -> bool:
        """Whether what is doubtful was read as people have it in last year's plan; of the whole plan, whether it was doubtful then."""
        new, old, reading = tasks.get(doubt.task), self.years.task_before(doubt.task), self.years.before.reading
        if new is None:
            known = reading.doubts_of("") if reading else ()
            return any(other.field == doubt.field and self.years.names.is_same(doubt.why, other.why) for other in known)
        if old is None:
            return False
        if doubt.field in ("lead_units", "responsible_units"):
            return (new.lead_units, new.responsible_units) == (old.lead_units, old.responsible_units)
        if doubt.field in (*_OF_TIME, *_OF_PLACE):
            known_measures = ((measure, self.years.measure_before(new.id, index)) for index, measure in enumerate(new.measures))
            return all(known and _agree(doubt.field, measure, known[1]) for measure, known in known_measures)
        if doubt.field in ("subsection", "section"):
            return new.id in self.years.pairing.at_home
        return self.years.is_same_row(new, old)


def _agree(key: str, new: DraftMeasure, old: Measure) -> bool:
    """Whether a measure has what people gave it; a date goes on with the year."""
    if key in _OF_PLACE:
        return all(getattr(new, place) == getattr(old, place) for place in _OF_PLACE)
    due = (new.due.after if new.due else None) == (old.due.after if old.due else None)
    return due and (new.due_on is None) == (old.due_on is None) and skeleton(new.due_text) == skeleton(old.due_text or "")


def _counts(text: str) -> list[str]:
    """Its numbers less its years."""
    return [number for number in numbers(text) if not YEAR.fullmatch(number)]


def _proposed(text: str) -> DutyKind | None:
    """The kind that the words of a text alone suggest."""
    return duties.propose(text, times.in_text(text, None), has_path=bool(publication_paths.in_text(text).publication_paths))[0]


def _is_borne_out(doubt: str, said: str) -> bool:
    """Whether a note on the whole plan speaks of words alone, and all of them still stand there."""
    quoted = [skeleton(words) for words in _QUOTED.findall(doubt)]
    return bool(quoted) and not YEAR.search(doubt) and all(words in said for words in quoted)
