"""The year's turn: a draft with what people settled last year, and all that differs, as data and no longer as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from gongkai.importing.meaning.draft import Draft, DraftTask
from gongkai.records.fields import Json
from gongkai.records.plan_records import Task

from . import renames
from .as_yaml import sections
from .carrying import Carrier
from .difference import headings
from .pairing import paired, wording
from .wordings import YEAR, Names, Stretch, laid_over, numbers, skeleton
from .words import Words
from .years import Before, Decision, RowOf, Years


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
    years = Years(before, pairing, Names({unit.name: unit.before for unit in named}))
    settled = _with_what_is_used(Carrier(years).carried(renames.under_their_slugs(draft, named)))
    return settled, _turn(settled, years, tuple(NewName(unit.slug, unit.name, unit.before) for unit in named))


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


def _turn(draft: Draft, years: Years, renamed: tuple[NewName, ...]) -> Turn:
    plan, pairing, words = years.before.plan, years.pairing, Words.of(draft)
    changed = tuple(_changed(draft, years))
    new_units = tuple(NewName(slug, draft.units[slug].name) for slug in draft.new_units)
    new_columns = tuple(NewName(it.slug, it.name, words.trail(it.above) if it.above else "") for it in draft.new_columns)
    mine, theirs = (
        {skeleton(title): title for _, title in sorted(headings(known).items())} for known in (sections(draft), plan.record.sections)
    )
    # Rows that lost a piece to another row, or took one in.
    parted = {*pairing.merged.values(), *(new for new, old in pairing.tasks.items() if old in pairing.split.values())}
    goes_on = {*pairing.tasks.values(), *pairing.merged}
    return Turn(
        year=plan.year,
        unchanged=len({*pairing.tasks} - {row.id for row in changed} - parted),
        new=tuple(RowOf(task.id, task.title or wording(task)) for task in draft.tasks if task.id not in pairing.tasks),
        gone=tuple(RowOf(task.id, task.title or wording(task)) for task in plan.tasks if task.id not in goes_on),
        changed=changed,
        moved=tuple(Step(pairing.tasks[task], task) for task in pairing.moved),
        split=tuple(Step(old, task) for task, old in pairing.split.items()),
        merged=tuple(Step(old, task) for old, task in pairing.merged.items()),
        new_headings=tuple(title for bare, title in mine.items() if bare not in theirs),
        gone_headings=tuple(title for bare, title in theirs.items() if bare not in mine),
        renamed_units=renamed,
        new_units=new_units,
        new_columns=new_columns,
        left_doubts=tuple(years.left),
        decisions=(*_of_register(draft, renamed, new_units, new_columns), *years.decisions, *_of_words_left(draft, years)),
    )


# --- what is left to decide ---------------------------------------------------------------------


def _of_register(draft: Draft, renamed: Iterable[NewName], units: Iterable[NewName], columns: Iterable[NewName]) -> Iterator[Decision]:
    for unit in renamed:
        columns_of_it = "、".join(node.name for node in draft.nodes.values() if unit.before in node.name)
        also = f"名称里有原名的栏目（{columns_of_it}）没有动，要不要改也请决定。" if columns_of_it else ""
        yield Decision("", "former_names", f"“{unit.name}”像是“{unit.before}”改的名，暂作同一单位，原名记为曾用名，请核对。{also}")
    for key, kind, new in (("units", "单位", units), ("columns", "栏目", columns)):
        for it in new:
            yield Decision("", key, f"名册里没有{kind}“{it.name}”，拟作新{kind} {it.slug}，请核对。")


def _of_words_left(draft: Draft, years: Years) -> Iterator[Decision]:
    reading = years.before.reading
    known = {skeleton(left.text) for left in reading.reading.left_over} if reading else set()
    for left in draft.reading.left_over:
        if not left.is_furniture and skeleton(years.names.as_before(left.text)) not in known:
            yield Decision("", "left_over", f"没有归到任何一项的文字：{left.text}（{left.why}）")


# --- what differs -------------------------------------------------------------------------------


def _changed(draft: Draft, years: Years) -> Iterator[ChangedRow]:
    apart = (draft.year or years.before.plan.year) - years.before.plan.year
    for task in draft.tasks:
        if old := years.task_before(task.id):
            told = [it for it in _told(Words.of(draft), years, task, old) if not _goes_on(it[1], years.names.as_before(it[2]), apart)]
            if told:
                yield ChangedRow(task.id, old.id, tuple(Change(label, laid_over(before, now)) for label, before, now in told))


def _told(words: Words, years: Years, new: DraftTask, old: Task) -> Iterator[tuple[str, str, str]]:
    """What a row may differ in: the label, and the words of both years."""
    yield from words.both(old, new, ("matter", "opening"))
    kept = {*years.pairing.measures.values()}
    for position, measure in enumerate(new.measures):
        known, of = years.measure_before(new.id, position), f"（{measure.number}）" if measure.number else ""
        fields = words.both(known[1], measure, ("text", "due_text")) if known else [("内容", "", measure.text)]
        yield from ((f"{label}{of}", was, now) for label, was, now in fields)
    for index, gone in enumerate(old.measures):
        if (old.id, index) not in kept:
            yield f"内容（{gone.number}）" if gone.number else "内容", gone.text, ""
    changed = (key for key in ("lead_units", "responsible_units") if {*getattr(old, key)} != {*getattr(new, key)})
    yield from words.both(old, new, changed)


def _goes_on(before: str, now: str, apart: int) -> bool:
    """Whether two wordings differ in nothing but years that went on as the plans did."""
    pairs = zip(numbers(before), numbers(now), strict=False)
    is_on = (old == new or (YEAR.fullmatch(old) and YEAR.fullmatch(new) and int(new) - int(old) == apart) for old, new in pairs)
    return skeleton(before) == skeleton(now) and all(is_on)
