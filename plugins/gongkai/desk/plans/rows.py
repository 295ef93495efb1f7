"""The rows of a plan that was imported: what stands in the data, what of it waits for a look, and what somebody changes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gongkai.desk.choices import trail
from gongkai.desk.edits import UnfitError, appended, less, node_at, put
from gongkai.desk.proposals import Desk, Proposal, State, text_of
from gongkai.records.plan_records import Measure, Task, TasksFile
from gongkai.records.portal import Register
from gongkai.records.references import references
from gongkai.records.yaml_edits import PROPOSED, fields
from gongkai.words.dates import chinese_date
from gongkai.words.folding import bare
from gongkai.words.labels import DUTY_KINDS, LIMIT_UNITS, PERIODS
from gongkai.words.left_out import Location

from .spots import Held, Spot, marks, proposed, unfit, unmarked, with_values

# What `import` proposes and a look confirms: that the row is a task, and its title.
_MARKED = ("id", "title")
# What stands in a row that somebody adds, until its words are typed.
UNWRITTEN = "（还没有照原文填写）"


@dataclass(frozen=True)
class Fact:
    """A field as it stands in the data; `field` is that of printed.FIELDS by whose colour its words are shown in the source."""

    label: str
    text: str
    field: str = ""


@dataclass(frozen=True)
class Row:
    """A task as it stands in its file, and which of its fields wait for a look."""

    held: Held
    index: int
    task: Task
    marked: frozenset[str]

    @property
    def marks(self) -> list[Location]:
        return [(*self.record, key) for key in self.marked]

    @property
    def record(self) -> Location:
        return ("tasks", self.index)

    def spot(self, *steps: str | int) -> Spot:
        return Spot(self.held, (*self.record, *steps))


def rows_of(desk: Desk, state: State, year: str) -> tuple[Row, ...]:
    """Those of the plan of a year, in its order."""
    rows = []
    for read in state.files:
        if isinstance(read.record, TasksFile) and read.path.parts[1] == year:
            held, lines = Held.of(read), (text_of(desk.root, read.path) or "").split("\n")
            rows += [Row(held, index, task, marks(held, ("tasks", index), lines, _MARKED)) for index, task in enumerate(read.record.tasks)]
    return tuple(sorted(rows, key=lambda row: [int(step) for step in row.task.id.split(".")]))


@dataclass(frozen=True)
class Names:
    """What units and columns of a register are called, and by which of their names somebody means them."""

    register: Register

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Slugs by names, folded."""
        units = self.register.units.values()
        return {bare(name): unit.slug for unit in reversed([*units]) for name in reversed(self.register.names_of(unit))}

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Slugs by trails and by the ends of trails that only one has."""
        meant: defaultdict[str, set[str]] = defaultdict(set)
        for node in self.register.nodes.values():
            for start in range(len(node.trail)):
                meant[folded_trail(step.name for step in node.trail[start:])].add(node.slug)
        whole = {folded_trail(step.name for step in node.trail): node.slug for node in self.register.nodes.values()}
        return {trail_of: next(iter(slugs)) for trail_of, slugs in meant.items() if len(slugs) == 1} | whole

    def unit(self, slug: str) -> str:
        return self.register.units[slug].name if slug in self.register.units else slug

    def column(self, slug: str) -> str:
        return trail(self.register.nodes[slug]) if slug in self.register.nodes else slug

    def all_of(self, slugs: Iterable[str]) -> list[str]:
        """All that units are and were called."""
        return [name for slug in slugs if slug in self.register.units for name in self.register.names_of(self.register.units[slug])]

    def trails(self, measure: Measure) -> list[str]:
        """What columns of a measure are called, from the site down."""
        nodes = (self.register.nodes[slug] for slug in measure.publication_paths if slug in self.register.nodes)
        return [step.name for node in nodes for step in node.trail]


def folded_trail(names: Iterable[str]) -> str:
    """A trail as it is compared."""
    return ">".join(map(bare, names))


def told(names: Names, task: Task) -> dict[str, list[str]]:
    """What the data has of a task, by printed.FIELDS, in the words in which a source may print it."""
    measures = task.measures
    return {
        "text": [*filter(None, (task.opening, *(it.text for it in measures)))],
        "matter": [*filter(None, (task.matter,))],
        "lead": names.all_of(task.lead_units),
        "owing": names.all_of((*task.responsible_units, *(slug for it in measures for slug in it.units))),
        "due": [it.due_text for it in measures if it.due_text],
        "published": [
            *(words for it in measures for words in (*names.trails(it), *it.channels)),
            *(task.publication_text or "").split("\n"),
        ],
    }


def facts(names: Names, task: Task) -> tuple[Fact, ...]:
    """What the data says of a task, field by field."""
    return tuple(fact for fact in _facts(names, task) if fact.text)


def _facts(names: Names, task: Task) -> Iterator[Fact]:
    yield Fact("短标题", task.title or "没有写")
    yield Fact("具体事项", task.matter or "", "matter")
    yield Fact("导语", task.opening or "", "text")
    yield from (Fact(f"{of(measure)}内容", measure.text, "text") for measure in task.measures)
    yield Fact("牵头单位", "、".join(map(names.unit, task.lead_units)), "lead")
    yield Fact("责任单位", "、".join(map(names.unit, task.responsible_units)), "owing")
    for measure in task.measures:
        number = of(measure)
        yield Fact(f"{number}承担单位", "、".join(map(names.unit, measure.units)), "owing")
        yield Fact(f"{number}公开渠道", "\n".join((*map(names.column, measure.publication_paths), *measure.channels)), "published")
        yield Fact(f"{number}时限", "；".join(_times(measure)), "due")
        yield Fact(f"{number}任务类型", DUTY_KINDS[measure.kind] if measure.kind else "")


def of(measure: Measure) -> str:
    """What tells a measure from others of its task."""
    return f"第 {measure.number} 条" if measure.number else ""


def _times(measure: Measure) -> Iterator[str]:
    if measure.due_on:
        yield f"{chinese_date(measure.due_on)}以前"
    if measure.due:
        yield f"{measure.due.after}起 {measure.due.within} {LIMIT_UNITS[measure.due.unit]}"
    if measure.recurrence:
        yield f"{PERIODS[measure.recurrence.per]} {measure.recurrence.times} 次"
    if measure.window:
        yield f"最多隔 {measure.window.within} {LIMIT_UNITS[measure.window.unit]}更新"
    if measure.due_text:
        yield f"原话“{measure.due_text}”"


# --- looked at ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What somebody says who looks rows through, by their ids: seen, doubtful all the same, and the kinds of measures by their places."""

    seen: Collection[str]
    doubtful: Collection[str]
    kinds: Mapping[tuple[str, int], str]

    def proposals(self, desk: Desk, state: State, rows: Sequence[Row]) -> list[Proposal]:
        """The files without the marks and doubts of what was seen, and with what is decided; raises RefusedError."""
        decided = {task for task, _ in self.kinds}
        touched = [row for row in rows if (row.marked and row.task.id in self.seen) or row.task.id in decided]
        files = {row.held.path: row.held for row in touched}
        return [self._proposal(desk, state, held, [row for row in touched if row.held is held]) for held in files.values()]

    def _proposal(self, desk: Desk, state: State, held: Held, rows: Sequence[Row]) -> Proposal:
        seen = [row for row in rows if row.task.id in self.seen]
        text = unmarked(text_of(desk.root, held.path) or "", held, [spot for row in seen for spot in row.marks])
        kinds = {
            row.spot("measures", index, "kind"): kind for row in rows for (task, index), kind in self.kinds.items() if task == row.task.id
        }
        try:
            text = with_values(text, kinds)
        except UnfitError:
            raise unfit(held.source.file.as_posix()) from None
        for row in seen:
            text = without_doubts(text, row, () if row.task.id not in self.doubtful else row.task.doubts)
        return proposed(desk, state, held, text, [*(spot.location for spot in kinds), *((*row.record, "doubts") for row in seen)])


def without_doubts(text: str, row: Row, kept: Collection[str]) -> str:
    """The text of a file without the doubts of a row but for these."""
    gone = [index for index, doubt in enumerate(row.task.doubts) if doubt not in kept]
    try:
        if gone and len(gone) == len(row.task.doubts):
            return put(text, row.record, "doubts", None, list(Task.model_fields))
        for index in reversed(gone):
            text = less(text, (*row.record, "doubts"), index)
    except UnfitError:
        raise unfit(row.spot("doubts").shown) from None
    return text


def removed(desk: Desk, state: State, row: Row) -> Proposal:
    """The files without the row, which is no task, and without units that it alone brought; raises RefusedError."""
    try:
        text = less(text_of(desk.root, row.held.path) or "", ("tasks",), row.index)
    except UnfitError:
        raise unfit(row.spot("id").shown) from None
    proposal = proposed(desk, state, row.held, text, [("tasks",)])
    file = Path(state.slug, "units.yaml")
    gone = brought(state, row, ())
    register = without_units(text_of(desk.root, file) or "", gone)
    return proposal.joined(Proposal.of(desk.root, state.slug, {file: register})) if gone else proposal


def added(desk: Desk, state: State, rows: Sequence[Row], row: Row) -> tuple[Proposal, str]:
    """The file with one more row behind a row, for what was not read as one, and its id; raises RefusedError."""
    section = row.task.id.rpartition(".")[0]
    new = f"{section}.{1 + max(int(it.task.id.rpartition('.')[2]) for it in rows if it.task.id.rpartition('.')[0] == section)}"
    units = {key: list(slugs) for key in ("lead_units", "responsible_units") if (slugs := getattr(row.task, key))}
    try:
        text = appended(
            text_of(desk.root, row.held.path) or "", ("tasks",), {"id": new, **units, "measures": [{"text": UNWRITTEN}]}, row.index
        )
    except UnfitError:
        raise unfit(row.spot("id").shown) from None
    text = re.sub(rf"^( *- id: {re.escape(new)}) *(?=\r?$)", rf"\1  {PROPOSED}", text, flags=re.MULTILINE)
    return proposed(desk, state, row.held, text, [("tasks",)]), new


# What `import` knows of a unit that it proposes.
_PROPOSED = {"slug", "name", "kind", "aliases", "open", "note"}


def brought(state: State, row: Row, named: Collection[str]) -> list[str]:
    """The units of which nothing is known but that a row named them, which it does no more, naming these instead."""
    units = state.place.register.units if state.place else {}
    gone = [slug for slug in row.task.named_units if slug in units and slug not in named and units[slug].model_fields_set <= _PROPOSED]
    elsewhere = {
        slug
        for read in state.files
        for _, _, slugs in references(read.source.as_written.value, ())
        for at, slug in slugs.items()
        if (read.path, at[:2]) != (row.held.path, row.record)
    }
    return [slug for slug in gone if slug not in elsewhere]


def without_units(text: str, gone: Collection[str]) -> str:
    """The text of a register without some units; raises RefusedError."""
    try:
        for slug in gone:
            slugs = [fields(unit)["slug"][1].value for unit in node_at(text, ("units",)).value]
            text = less(text, ("units",), slugs.index(slug))
    except UnfitError:
        raise unfit("units.yaml") from None
    return text
