"""Why what is recorded leaves a badge as it was: the judging is asked what would have to be otherwise for the badge to move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import chain, combinations, product

from gongkai.judging import badges
from gongkai.judging.assessment import AssessedPlan, AssessedTask, Cell
from gongkai.judging.judgement import assess
from gongkai.records.fields import Opening
from gongkai.records.ledger_records import Check, Entry, Event, Evidence, Note, Search, Waiver
from gongkai.records.plan_records import Measure
from gongkai.records.portal import Ledger, Portal
from gongkai.words.dates import chinese_date
from gongkai.words.labels import CHECK_RESULTS

from .choices import KINDS, word_of

Judged = tuple[AssessedPlan, AssessedTask]
Recorded = Entry | Search
Update = Mapping[str, object]
# What judging looks at; evidence as exhibits, changes as what stands.
_JUDGED = {"evidence", "changes", *(field.name for field in fields(badges.Record))}
# So many periods, open or over, are tried.
_PERIODS = 3


@dataclass(frozen=True)
class _Otherwise:
    """What an entry does not say, in words for people, and what it could say instead."""

    words: str
    updates: tuple[Update, ...]


def unmoved(portal: Portal, before: Judged | None, after: Judged | None) -> str:
    """Why a task's badge is what it was, by the first entry that its ledger did not hold before; empty where it moved, or there is none."""
    if not before or not after or before[1].verdict.words != after[1].verdict.words:
        return ""
    was, now = (plan.plan.ledger.of_task(task.task.id) for plan, task in (before, after))
    new = ((kind, entry) for kind in KINDS for entry in getattr(now, kind) if entry not in getattr(was, kind))
    reasons = (_Asking(portal, *after, was, kind, entry).reason() for kind, entry in new)
    return next((reason for reason in reasons if reason), "")


@dataclass(frozen=True)
class _Asking:
    """One entry of a task's ledger."""

    portal: Portal
    plan: AssessedPlan
    task: AssessedTask
    before: Ledger
    kind: str
    entry: Recorded

    def reason(self) -> str:
        if self.kind not in _JUDGED:
            return f"{word_of(self.kind)}只列在网页上，不改变状态。"
        was = self._words(self.before)
        still = [(measure, cell) for measure, cell in self._spoken_of() if was.get((measure.number, cell.unit.slug)) == cell.verdict.words]
        if not still:
            return "它涉及的举措和单位变了；整项任务要看全部举措和单位，所以不变。"
        return self._of_cell(*still[0])

    def _spoken_of(self) -> list[tuple[Measure, Cell]]:
        """The cells that it names; where there are none, those of others."""
        cells = [
            (assessed.measure, cell)
            for assessed in self.task.measures
            if not self.entry.measures or assessed.measure.number in self.entry.measures
            for cell in assessed.cells
        ]
        named = [pair for pair in cells if pair[1].unit.slug in self._units]
        return named or cells

    @property
    def _units(self) -> set[str]:
        """The units that it names, and those that took them over."""
        return {heir for slug in self.entry.units for heir in self.plan.jurisdiction.register.heirs_of(slug)}

    def _of_cell(self, measure: Measure, cell: Cell) -> str:
        verdict = cell.verdict
        if verdict.remark:
            return verdict.remark
        told = list(self._otherwise(measure, cell))
        for several in chain(combinations(told, 1), combinations(told, 2), [told] if len(told) > 2 else []):  # noqa: PLR2004 - more than two
            for updates in product(*(otherwise.updates for otherwise in several)):
                entry = self.entry.model_copy(update={key: value for update in updates for key, value in update.items()})
                if self._words(self._with(entry)).get((measure.number, cell.unit.slug)) != verdict.words:
                    return "".join(otherwise.words for otherwise in several)
        if verdict.badge.family == "done":
            return f"原来的登记已经使它是“{verdict.badge.word}”，多这一条不再改变。"
        return f"{word_of(self.kind)}在这里不改变状态：{verdict.badge.meaning}"

    def _with(self, entry: Recorded) -> Ledger:
        """The task's ledger with another entry in its place."""
        now = self.plan.plan.ledger.of_task(self.task.task.id)
        held = [*getattr(now, self.kind)]
        held[held.index(self.entry)] = entry
        return replace(now, **{self.kind: tuple(held)})

    def _words(self, ledger: Ledger) -> dict[tuple[int | None, str], str]:
        """What the cells of the task say with another ledger, as the rules have it."""
        (task,) = [task for task in self.plan.plan.tasks if task.id == self.task.task.id]
        plan = replace(self.plan.plan, tasks=(task,), ledger=ledger)
        portal = replace(self.portal, jurisdictions=(replace(self.plan.jurisdiction, plans=(plan,)),))
        (judged,) = assess(portal, self.plan.as_of).plans[0].tasks
        return {(it.measure.number, cell.unit.slug): cell.verdict.words for it in judged.measures for cell in it.cells}

    # --- what could be otherwise --------------------------------------------------------------------

    def _otherwise(self, measure: Measure, cell: Cell) -> Iterator[_Otherwise]:
        as_of, entry = self.plan.as_of, self.entry
        if cell.unit.slug not in self._units:
            names = "、".join(self.plan.jurisdiction.register.units[slug].name for slug in entry.units)
            which = f"第 {measure.number} 项举措" if measure.number else "这项任务"
            yield _Otherwise(f"{names}不承担{which}。", ({"units": (cell.unit.slug,)},))
        if entry.on > as_of:
            yield _Otherwise(f"登记日期在判定日期（{chinese_date(as_of)}）以后。", ({"on": as_of},))
        if isinstance(entry, Evidence):
            yield from self._of_evidence(entry, measure, cell)
        if isinstance(entry, Check):
            after = tuple({"on": day + timedelta(days=1)} for day in self._ends(cell))
            yield _Otherwise("核查的日期不在期限以后。", after)
            yield _Otherwise(f"核查结果是“{CHECK_RESULTS[entry.result]}”，不说明没有公开。", ({"result": "not_found"},))
            yield _Otherwise("核查的不是文件要求的栏目。", ({"column": None},))
        if isinstance(entry, Note):
            yield _Otherwise(f"说明是{chinese_date(entry.on)}的，已经过了 {badges.FRESH_NOTE.days} 天。", ({"on": as_of},))
        if isinstance(entry, Waiver):
            yield _Otherwise(f"只到{chinese_date(entry.valid_until)}有效。", ({"valid_until": as_of},))

    def _of_evidence(self, entry: Evidence, measure: Measure, cell: Cell) -> Iterator[_Otherwise]:
        if entry.strength == "self_report":
            yield _Otherwise("这是单位自述，只有自述不算公开。", ({"strength": "primary"},))
        if entry.covers == "part":
            yield _Otherwise("登记的只是公开了一部分。", ({"covers": "full"},))
        if entry.is_unopened:
            yield _Otherwise("还没有人打开核对过这个网页，所以仍是待核对。", ({"opened": Opening(by="-", on=entry.on)},))
        if measure.kind == "triggered":
            yield _Otherwise("没有写明是对哪一次情形的公开。", tuple({"event_on": event.happened_on} for event in self._events))
        if measure.recurrence and measure.recurrence.including:
            counts = tuple(range(1, len(measure.recurrence.including) + 1))
            yield _Otherwise("没有写明计入“其中”的哪一项。", ({"counts_as": counts},))
        if day := entry.period_on or entry.published_on or entry.document_on or entry.address_on:
            words = f"它的日期（{chinese_date(day)}）不在要求的时间里。"
        else:
            words = "没有写发布日期，不能说明是在要求的时间里公开的。"
        yield _Otherwise(words, tuple({"published_on": day, "period_on": None} for day in self._days(cell)))
        others = [slug for slug in measure.publication_paths if slug != entry.found_in]
        where = (
            "它的栏目原来已经有了，还缺别的栏目。"
            if entry.found_in in measure.publication_paths
            else "没有写明是在文件要求的哪个栏目里公开的。"
        )
        yield _Otherwise(where, tuple({"found_in": slug} for slug in others))

    @property
    def _events(self) -> tuple[Event, ...]:
        return self.plan.plan.ledger.of_task(self.task.task.id).events

    def _days(self, cell: Cell) -> list[date]:
        """Days on which what is asked for could have come out: today, in the plan's year, at the ends of its periods."""
        as_of = self.plan.as_of
        return list(dict.fromkeys(min(day, as_of) for day in (as_of, date(self.plan.plan.year, 12, 31), *self._ends(cell))))

    def _ends(self, cell: Cell) -> list[date]:
        """The newest days by which something was or is to be done."""
        verdicts = [verdict for _, verdict in cell.verdict.strip] or [cell.verdict]
        ends = sorted(verdict.ends_on for verdict in verdicts if verdict.ends_on)
        over = [day for day in ends if day < self.plan.as_of]
        return [*over[-_PERIODS:], *ends[len(over) : len(over) + 1]]
