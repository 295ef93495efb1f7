"""The year's turn: a draft with what people settled last year, and all that differs, as data and no longer as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.fields import Json
from gongkai.records.plan_records import Task
from gongkai.records.portal import Plan

from . import renames
from .carrying import Carrier
from .pairing import Pairing, paired, wording
from .settling import Before, Decision, RowOf, Settling
from .wordings import YEAR, Names, Stretch, laid_over, numbers, skeleton


@dataclass(frozen=True)
class Change:
    """A field of a row whose words differ."""

    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class ChangedRow:
    """A row that goes on a task in other words, units or numbers."""

    id: str
    before: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Step:
    """From a task of last year to one of this year's: a row that moved, or a piece that was split off or went into another."""

    before: str
    id: str


@dataclass(frozen=True)
class NewName:
    """A unit that bears another name, or one or a column that the register lacks; `before` is a former name, or what a column stands under."""

    slug: str
    name: str
    before: str = ""


@dataclass(frozen=True)
class Turn:
    """What differs from the plan of `year`, and the decisions that remain; `unchanged` counts the rows that differ in years alone."""

    year: int
    unchanged: int
    new: tuple[RowOf, ...]
    gone: tuple[RowOf, ...]
    changed: tuple[ChangedRow, ...]
    moved: tuple[Step, ...]
    split: tuple[Step, ...]
    merged: tuple[Step, ...]
    new_headings: tuple[str, ...]
    gone_headings: tuple[str, ...]
    renamed_units: tuple[NewName, ...]
    new_units: tuple[NewName, ...]
    new_columns: tuple[NewName, ...]
    left_doubts: tuple[RowOf, ...]
    decisions: tuple[Decision, ...]

    @property
    def open_data(self) -> dict[str, Json]:
        """All of it, for other programs."""
        return asdict(self)


def turned(draft: Draft, before: Before) -> tuple[Draft, Turn]:
    """The draft that goes on a plan, and what differs."""
    pairing = paired(draft, before.plan)
    named = renames.renamed(draft, before, pairing.tasks)
    settling = Settling(before, pairing, Names({unit.name: unit.before for unit in named}))
    settled = _with_what_is_used(Carrier(settling).carried(renames.under_their_slugs(draft, named)))
    return settled, _Comparison(settled, settling).turn(tuple(NewName(unit.slug, unit.name, unit.before) for unit in named))


def _with_what_is_used(draft: Draft) -> Draft:
    """Without units and columns that were proposed for what people read otherwise."""
    units = {slug for task in draft.tasks for slug in (*task.lead_units, *task.responsible_units)}
    named = {slug for task in draft.tasks for measure in task.measures for slug in measure.publication_paths}
    nodes = {step.slug for slug in named for step in draft.nodes[slug].trail}
    return replace(
        draft,
        new_units=tuple(slug for slug in draft.new_units if slug in units),
        new_columns=tuple(column for column in draft.new_columns if column.slug in nodes),
    )


@dataclass(frozen=True)
class _Comparison:
    draft: Draft
    settling: Settling

    @property
    def pairing(self) -> Pairing:
        return self.settling.pairing

    @property
    def plan(self) -> Plan:
        return self.settling.before.plan

    def turn(self, renamed: tuple[NewName, ...]) -> Turn:
        new = tuple(RowOf(task.id, _called(task)) for task in self.draft.tasks if task.id not in self.pairing.tasks)
        goes_on = {*self.pairing.tasks.values(), *self.pairing.merged}
        gone = tuple(RowOf(task.id, _called(task)) for task in self.plan.tasks if task.id not in goes_on)
        changed = tuple(self._changed())
        new_units = tuple(NewName(slug, self.draft.units[slug].name) for slug in self.draft.new_units)
        new_columns = tuple(NewName(column.slug, column.name, self._trail(column.slug)) for column in self.draft.new_columns)
        headings = self._headings()
        return Turn(
            year=self.plan.year,
            unchanged=len({*self.pairing.tasks} - {row.id for row in changed} - self._parted()),
            new=new,
            gone=gone,
            changed=changed,
            moved=tuple(Step(self.pairing.tasks[task], task) for task in self.pairing.moved),
            split=tuple(Step(old, task) for task, old in self.pairing.split.items()),
            merged=tuple(Step(old, task) for old, task in self.pairing.merged.items()),
            new_headings=headings[0],
            gone_headings=headings[1],
            renamed_units=renamed,
            new_units=new_units,
            new_columns=new_columns,
            left_doubts=tuple(self.settling.left),
            decisions=(*self._of_register(renamed, new_units, new_columns), *self.settling.decisions, *self._of_words_left()),
        )

    def _parted(self) -> set[str]:
        """Rows that lost a piece to another row, or took one in."""
        whole = set(self.pairing.split.values())
        return {*self.pairing.merged.values(), *(new for new, old in self.pairing.tasks.items() if old in whole)}

    # --- what is left to decide -----------------------------------------------------------------

    def _of_register(self, renamed: Iterable[NewName], units: Iterable[NewName], columns: Iterable[NewName]) -> Iterator[Decision]:
        for unit in renamed:
            columns_of_it = "、".join(node.name for node in self.draft.nodes.values() if unit.before in node.name)
            also = f"名称里有原名的栏目（{columns_of_it}）没有动，要不要改也请决定。" if columns_of_it else ""
            yield Decision("", "former_names", f"“{unit.name}”像是“{unit.before}”改的名，暂作同一单位，原名记为曾用名，请核对。{also}")
        for unit in units:
            yield Decision("", "units", f"名册里没有“{unit.name}”，拟作新单位 {unit.slug}，请核对。")
        for column in columns:
            yield Decision("", "columns", f"名册里没有栏目“{column.name}”，拟作新栏目 {column.slug}，请核对。")

    def _of_words_left(self) -> Iterator[Decision]:
        reading = self.settling.before.reading
        known = {skeleton(left.text) for left in reading.reading.left_over} if reading else set()
        for left in self.draft.reading.left_over:
            if not left.is_furniture and skeleton(self.settling.names.as_before(left.text)) not in known:
                yield Decision("", "left_over", f"没有归到任何一项的文字：{left.text}（{left.why}）")

    # --- what differs ---------------------------------------------------------------------------

    def _changed(self) -> Iterator[ChangedRow]:
        known = {task.id: task for task in self.plan.tasks}
        for task in self.draft.tasks:
            if (old := self.pairing.tasks.get(task.id)) and (changes := tuple(self._changes(task, known[old]))):
                yield ChangedRow(task.id, old, changes)

    def _changes(self, new: DraftTask, old: Task) -> Iterator[Change]:
        yield from self._change("具体事项", old.matter or "", new.matter)
        yield from self._change("导语", old.opening or "", new.opening)
        known = {task.id: task.measures for task in self.plan.tasks}
        back = {position: known[task][index] for (row, position), (task, index) in self.pairing.measures.items() if row == new.id}
        for position, measure in enumerate(new.measures):
            theirs = back.get(position)
            yield from self._change(_label("内容", measure.number), theirs.text if theirs else "", measure.text)
            if theirs:
                yield from self._change(_label("时限", measure.number), theirs.due_text or "", measure.due_text)
        kept = set(self.pairing.measures.values())
        for gone in (measure for index, measure in enumerate(old.measures) if (old.id, index) not in kept):
            yield from self._change(_label("内容", gone.number), gone.text, "")
        for label, were, are in (
            ("牵头单位", old.lead_units, new.lead_units),
            ("责任单位", old.responsible_units, new.responsible_units),
        ):
            if set(were) != set(are):
                yield Change(label, laid_over(self._names(were), self._names(are)))

    def _change(self, label: str, before: str, now: str) -> Iterator[Change]:
        if not self._is_lawful(before, self.settling.names.as_before(now)):
            yield Change(label, laid_over(before, now))

    def _is_lawful(self, before: str, now: str) -> bool:
        """Whether two wordings differ in nothing but years that went on as the plans did."""
        on = (self.draft.year or self.plan.year) - self.plan.year
        pairs = list(zip(numbers(before), numbers(now), strict=False))
        years = {(old, new) for old, new in pairs if YEAR.fullmatch(old) and YEAR.fullmatch(new) and int(new) - int(old) == on}
        return skeleton(before) == skeleton(now) and all(old == new or (old, new) in years for old, new in pairs)

    def _names(self, slugs: Iterable[str]) -> str:
        return "、".join(self.draft.units[slug].name for slug in slugs)

    def _trail(self, slug: str) -> str:
        return " > ".join(node.name for node in self.draft.nodes[slug].trail[:-1])

    def _headings(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        mine = {skeleton(title): title for s in self.draft.sections for title in (s.heading.title, *(sub.title for sub in s.subsections))}
        theirs = {skeleton(title): title for s in self.plan.record.sections for title in (s.title, *(sub.title for sub in s.subsections))}
        new = tuple(title for bare, title in mine.items() if bare not in theirs)
        return new, tuple(title for bare, title in theirs.items() if bare not in mine)


def _called(task: Task | DraftTask) -> str:
    return task.title or wording(task)


def _label(name: str, number: int | None) -> str:
    return f"{name}（{number}）" if number else name
