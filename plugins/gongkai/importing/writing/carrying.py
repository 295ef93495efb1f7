"""What people settled for last year's plan, on the tasks of this year's that rest on the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gongkai.importing.layout.reading import Doubt
from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.plan_records import Task

from .carried_measures import FIELDS, MeasureCarrier, is_settled
from .pairing import wording
from .settling import Decision, RowOf, Settling
from .wordings import YEAR, numbers, renumbered, skeleton

_QUOTED = re.compile("“([^”]+)”")
_TASK_ID = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2}(?![0-9.])")
_ORDINAL = re.compile("第[（(]?[0-9]+")
# What stands only until a person has looked whether it fits other words too.
_OF_WORDS = ("title", "article_20", "duties")


@dataclass(frozen=True)
class Carrier:
    """Goes through the tasks of a draft."""

    settling: Settling

    def carried(self, draft: Draft) -> Draft:
        """The draft with what was settled; what is left to settle is in `decisions`."""
        tasks = tuple(self._task(task) for task in draft.tasks)
        by_id = {task.id: task for task in tasks}
        told = (doubt for doubt in draft.doubts if doubt.field not in ("kind", "short_title"))
        # A unit under a name that it had neither last year nor as its new one.
        reading = self.settling.before.reading
        names = {*draft.read_as} - {*(reading.read_as if reading else ()), *self.settling.names.before}
        doubts = tuple(doubt for doubt in told if not self._is_settled(doubt, by_id) or any(f"“{name}”" in doubt.why for name in names))
        self.settling.decisions += [Decision(doubt.task, doubt.field, doubt.why) for doubt in doubts]
        said = "\n".join(wording(task) for task in tasks)
        record = self.settling.before.plan.record
        kept = tuple(doubt for doubt in record.doubts if _is_borne_out(doubt, said))
        return replace(draft, tasks=tasks, doubts=doubts, kept_doubts=kept, demonstration=record.demonstration)

    # --- tasks ----------------------------------------------------------------------------------

    def _task(self, new: DraftTask) -> DraftTask:
        continued = self.settling.pairing.tasks.get(new.id)
        if not continued:
            return self._new_task(new)
        old = self.settling.old[continued]
        is_same = self.settling.is_same_row(new, old)
        if not is_same:
            self.settling.decide(new.id, "text", f"措辞与上年 {old.id} 有改动：接续得对不对、沿用的内容还合不合适，请核对。")
        for merged in self.settling.pairing.before(new.id)[1:]:
            self.settling.decide(new.id, "continues", f"上年 {merged} 像是并进了这一行，这里只写接续 {old.id}，请核对。")
        return MeasureCarrier(self.settling).carried(self._with_units(self._with_title(new, old, is_same=is_same), old))

    def _new_task(self, new: DraftTask) -> DraftTask:
        if whole := self.settling.pairing.split.get(new.id):
            self.settling.decide(new.id, "continues", f"像是上年 {whole} 拆出的一行，那一项已由别的一行接续；这一行要不要写接续，请决定。")
        self.settling.decide(new.id, "title", "短标题是照原文截取的草稿，请核对。" if new.title else "请补写短标题。")
        self.settling.decide(new.id, "article_20", "属于条例第二十条哪一类，请选定。")
        return MeasureCarrier(self.settling).carried(new)

    def _with_title(self, new: DraftTask, old: Task, *, is_same: bool) -> DraftTask:
        texts = [[wording(task), *(measure.due_text or "" for measure in task.measures)] for task in (old, new)]
        title = self.settling.names.fitting(old.title, *map("\n".join, texts))
        if not title:
            self.settling.decide(new.id, "title", f"上年的短标题“{old.title}”与改动的措辞不合，请改写。" if old.title else "请补写短标题。")
        if old.article_20 is None:
            self.settling.decide(new.id, "article_20", "上年也没有选定属于条例第二十条哪一类，请选定。")
        return replace(
            new,
            title=title or new.title,
            article_20=old.article_20,
            continues=old.id,
            duties=old.duties,
            doubts=tuple(self._doubts(new, old)),
            proposed=(new.proposed - {"title"} if title else new.proposed) | {"continues", *(() if is_same else _OF_WORDS)},
        )

    def _with_units(self, new: DraftTask, old: Task) -> DraftTask:
        """Who owes the row as people read the same cells last year."""
        cells = ("lead", "responsible", "units")
        if old.id not in self.settling.rows or not all(self.settling.is_printed_alike(new, old, cell) for cell in cells):
            return new
        words = self.settling.names.as_now(old.units_text or "")
        return replace(new, lead_units=old.lead_units, responsible_units=old.responsible_units, units_text=words)

    # --- doubts ---------------------------------------------------------------------------------

    def _doubts(self, new: DraftTask, old: Task) -> Iterator[str]:
        """What people noted on the row, where all that is printed in it is the same."""
        cells = ("matter", "text", "lead", "responsible", "units", "publication", "due")
        is_same = all(self.settling.is_printed_alike(new, old, cell) for cell in cells) and self.settling.is_same_row(new, old)
        units = old.owing_units == tuple(dict.fromkeys((*new.lead_units, *new.responsible_units))) or old.id in self.settling.rows
        for doubt in old.doubts:
            moved = self._with_ids(doubt)
            fitting = self._with_years(moved, old, new)
            if is_same and units and fitting:
                yield self.settling.names.as_now(fitting)
            else:
                self.settling.left.append(RowOf(new.id, doubt))

    def _with_years(self, doubt: str, old: Task, new: DraftTask) -> str:
        """A note with this year's numbers; empty where it speaks of a year and of numbers that are not the row's own."""
        if not YEAR.search(doubt):
            return doubt
        is_of_row = set(numbers(_ORDINAL.sub("", doubt))) <= set(numbers(wording(old)))
        return (is_of_row and renumbered(doubt, wording(old), self.settling.names.as_before(wording(new)))) or ""

    def _with_ids(self, doubt: str) -> str:
        """A note with this year's ids of the tasks that it names; empty where one of them is gone."""
        now = {old: new for new, old in self.settling.pairing.tasks.items()}
        named = _TASK_ID.findall(doubt)
        return _TASK_ID.sub(lambda match: now[match.group()], doubt) if all(task in now for task in named) else ""

    def _is_settled(self, doubt: Doubt, tasks: Mapping[str, DraftTask]) -> bool:
        """Whether what is doubtful was read as people have it in last year's plan; of the whole plan, whether it was doubtful then."""
        new, old = tasks.get(doubt.task), self.settling.old.get(self.settling.pairing.tasks.get(doubt.task, ""))
        if new is None:
            known = self.settling.before.reading.doubts if self.settling.before.reading else ()
            return any(
                other.field == doubt.field and not other.task and self.settling.names.is_same(doubt.why, other.why) for other in known
            )
        return old is not None and self._agree(doubt.field, new, old)

    def _agree(self, field: str, new: DraftTask, old: Task) -> bool:
        """Whether a field of a row is what people have in the task that it goes on."""
        if field in ("lead_units", "responsible_units"):
            return (new.lead_units, new.responsible_units) == (old.lead_units, old.responsible_units)
        if field in FIELDS:
            known = [self.settling.pairing.measures.get((new.id, index)) for index in range(len(new.measures))]
            measures = [self.settling.old[spot[0]].measures[spot[1]] if spot else None for spot in known]
            return all(theirs and is_settled(field, mine, theirs) for mine, theirs in zip(new.measures, measures, strict=True))
        if field in ("subsection", "section"):
            return new.id in self.settling.pairing.at_home
        return self.settling.is_same_row(new, old)


def _is_borne_out(doubt: str, said: str) -> bool:
    """Whether a note on the whole plan speaks of words alone, and all of them still stand there."""
    quoted = [skeleton(words) for words in _QUOTED.findall(doubt)]
    return bool(quoted) and not YEAR.search(doubt) and all(words in skeleton(said) for words in quoted)
