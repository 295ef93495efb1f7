"""What pages show along a line: units by their tasks, what is due month by month and day by day, and what was entered when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.curves import Point, Stage, stages
from gongkai.judging.deadlines import Deadline, deadlines
from gongkai.judging.history import Moment
from gongkai.judging.judgement import Turn
from gongkai.judging.verdicts import BADGES, UNOPENED, Badge, Verdict
from gongkai.words.dates import chinese_months, distance

from . import addresses, sentences, wording
from .details import Matrix
from .lists import Facets, TaskRow
from .places import Place
from .views import Link, Tally

_IN_ORDER = tuple(BADGES)
# As many as a unit's page has room for.
_MOST_ENTRIES = 20
# What takes about so many bytes on a page of a plan, and how many there are for all that grows with it: the page stays below 200 kB.
_ROOM, _TASK, _NAME, _PAGE, _MARK, _STRIP, _CELL, _EMPTY, _ROW, _COLUMN = 165_000, 700, 75, 800, 36, 450, 120, 9, 200, 150


class Mark(NamedTuple):
    """A task in the picture of a unit: how far from the left, and how the unit's share of it stands."""

    left: int
    verdict: Verdict

    @property
    def shape(self) -> str:
        return "unopened" if self.verdict.is_unopened else self.verdict.badge.family


@dataclass(frozen=True)
class Strip:
    """Units that owe the same tasks and of which the same is known, most often one; a mark for each task."""

    units: tuple[Link, ...]
    marks: tuple[Mark, ...]

    @property
    def title(self) -> str:
        return wording.some_of([unit.title for unit in self.units], "个单位", most=1)

    @property
    def words(self) -> str:
        """What the marks show, to be read aloud: 17 项任务：部分公开，待核对 1；本站暂无记录 16."""
        counts = Counter(mark.verdict.word for mark in self.marks)
        of_each = "每个单位 " if len(self.units) > 1 else ""
        return f"{of_each}{len(self.marks)} 项任务：" + "；".join(f"{word} {count}" for word, count in counts.most_common())


@dataclass(frozen=True)
class Picture:
    """Units by tasks: sections stand apart, from `left` to `left + width` each; `key` says in words what a shape means."""

    width: int
    sections: tuple[tuple[int, int], ...]
    strips: tuple[Strip, ...]
    key: tuple[tuple[str, str], ...]


def picture(matrix: Matrix) -> Picture:
    """The same as the table, for the eye."""
    lengths = [len(tuple(rows)) for _, rows in groupby(matrix.rows, key=lambda row: row.task.facets.section)]
    sections = tuple(zip((done + at for at, done in enumerate(accumulate(lengths, initial=0))), lengths, strict=False))
    places = [start + step for start, length in sections for step in range(length)]
    strips = tuple(
        Strip(
            column.links, tuple(Mark(left, verdict) for left, row in zip(places, matrix.rows, strict=True) if (verdict := row.verdicts[at]))
        )
        for at, column in enumerate(matrix.columns)
    )
    words: dict[str, dict[str, None]] = {}
    for mark in sorted((mark for strip in strips for mark in strip.marks), key=lambda mark: _IN_ORDER.index(mark.verdict.badge.id)):
        words.setdefault(mark.shape, {})[UNOPENED if mark.verdict.is_unopened else mark.verdict.badge.word] = None
    return Picture(places[-1] + 1, sections, strips, tuple((shape, "、".join(told)) for shape, told in words.items()))


class Overview(NamedTuple):
    """What of a plan stands on its own page, or of a part on that of the part: what would be too much stands on the pages of the parts, of the tasks and of the units."""

    has_tasks: bool
    picture: Picture | None
    matrix: Matrix | None

    @classmethod
    def of(cls, matrix: Matrix, pages_seen: int) -> Overview:
        """Of tasks and units, on a page that lists so many public pages or as long lines too; one thing after the other, as long as there is room."""
        units, rows = sum(len(column.links) for column in matrix.columns), len(matrix.rows)
        named = sum(min(len((*row.task.lead_units, *row.task.responsible_units)), addresses.NAMES_IN_A_LINE) for row in matrix.rows)
        told = sum(len(row.task.facets.unit_values) for row in matrix.rows)
        weights = (
            _TASK * rows + _NAME * named + told,
            _MARK * matrix.marks + _STRIP * len(matrix.columns) + _NAME * units,
            _CELL * matrix.marks + _EMPTY * rows * len(matrix.columns) + _ROW * rows + _COLUMN * len(matrix.columns) + _NAME * units,
        )
        left = accumulate(weights, lambda room, weight: room - weight if room >= weight else room, initial=_ROOM - _PAGE * pages_seen)
        has_tasks, has_picture, has_matrix = (room >= weight for room, weight in zip(left, weights, strict=False))
        shown = picture(matrix) if matrix.columns and has_picture else None
        return cls(has_tasks, shown, matrix if matrix.columns and has_matrix else None)


@dataclass(frozen=True)
class MomentView:
    """A moment of the chronicle with the task and the units it speaks of, and how their badge turned by its entry."""

    moment: Moment
    task: Link
    units: tuple[Link, ...]
    turn: Turn

    @property
    def registrar(self) -> str:
        return wording.registrar(self.moment.entry.by or "")


@dataclass(frozen=True)
class UnitChronicle:
    """What was entered last that names a unit, month by month, newest first; there are `more` before."""

    months: tuple[tuple[str, tuple[MomentView, ...]], ...]
    more: int
    address: str

    @classmethod
    def of(cls, views: Iterable[MomentView], address: str) -> UnitChronicle:
        newest = sorted(views, key=lambda view: view.moment.entered_on, reverse=True)
        months = groupby(newest[:_MOST_ENTRIES], key=lambda view: chinese_months(view.moment.entered_on, view.moment.entered_on))
        return cls(tuple((month, tuple(entered)) for month, entered in months), len(newest[_MOST_ENTRIES:]), address)


@dataclass(frozen=True)
class DueMeasure:
    """A deadline with its links."""

    deadline: Deadline
    row: TaskRow
    address: str
    units: tuple[Link, ...]

    @property
    def title(self) -> str:
        return wording.measure_title(self.deadline.task.task, self.deadline.measure)

    @property
    def verdict(self) -> Verdict:
        return self.deadline.assessed.verdict

    @property
    def facets(self) -> Facets:
        """The task's own, with an entry and the badge of this measure."""
        return self.row.facets._replace(key=self.address, badge=self.verdict.badge)


@dataclass(frozen=True)
class DueDay:
    """What is due on one day, and how far that day is from the date of the build, unless the plan is concluded."""

    on: date
    distance: str
    measures: tuple[DueMeasure, ...]


@dataclass(frozen=True)
class Months:
    """A row of the time line: a month, or several on end in which nothing is due; `most` is the longest bar."""

    first: date
    last: date
    days: tuple[DueDay, ...]
    has_as_of: bool
    most: int

    @property
    def label(self) -> str:
        return chinese_months(self.first, self.last)

    @property
    def anchor(self) -> str:
        return addresses.month_anchor(self.first)

    @property
    def tally(self) -> Tally:
        return Tally.of(due.verdict for day in self.days for due in day.measures)

    @property
    def width(self) -> float:
        """How wide a picture is of which the bar of width 100 takes its share."""
        return round(100 * self.most / self.tally.total, 2)


def due_days(assessed: AssessedPlan, rows: Mapping[str, TaskRow], place: Place) -> tuple[DueDay, ...]:
    """The deadlines of a plan day by day."""

    def due_measure(deadline: Deadline) -> DueMeasure:
        task = deadline.task.task
        address = addresses.measure(assessed.plan, task, deadline.measure)
        return DueMeasure(deadline, rows[task.id], address, place.unit_links(deadline.units))

    by_day = groupby(deadlines(assessed), key=lambda deadline: deadline.due_on)
    return tuple(
        DueDay(day, "" if assessed.is_concluded else distance(day, assessed.as_of), tuple(map(due_measure, due))) for day, due in by_day
    )


def time_line(days: Sequence[DueDay], as_of: date | None) -> tuple[Months, ...]:
    """From the first month to the last, that of `as_of` among them if there is such a day; empty months on end are one row."""
    by_month = {month: tuple(due) for month, due in groupby(days, key=lambda day: day.on.replace(day=1))}
    if not by_month:
        return ()
    now = as_of.replace(day=1) if as_of else min(by_month)
    most = max(sum(len(day.measures) for day in due) for due in by_month.values())
    rows: list[Months] = []
    for month in sorted({*by_month, now}):
        if rows and (between := _month_after(rows[-1].last)) < month:
            rows.append(Months(between, _month_before(month), (), has_as_of=False, most=most))
        rows.append(Months(month, month, by_month.get(month, ()), as_of is not None and month == now, most))
    return tuple(rows)


def _month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


class CurveStage(NamedTuple):
    """A stage, and how the tasks stood at it."""

    stage: Stage
    tally: Tally


@dataclass(frozen=True)
class Curve:
    """How tasks stood at the ends of months, one after the other, judged by what is known now; a line parts the years."""

    stages: tuple[CurveStage, ...]
    years: tuple[int, ...]

    @classmethod
    def of(cls, points: Sequence[Point], known_on: date) -> Curve | None:
        """None of days that are too few to show any course, and where there is no task."""
        if len(points) <= 1 or not points[-1].counts:
            return None
        shown = (CurveStage(stage, Tally.counted(stage.counts)) for stage in stages(points, known_on))
        years = (left for left, (before, after) in enumerate(pairwise(points), 1) if before.on.year != after.on.year)
        return cls(tuple(shown), tuple(years))

    @property
    def first(self) -> Stage:
        return self.stages[0].stage

    @property
    def last(self) -> Stage:
        return self.stages[-1].stage

    @property
    def width(self) -> int:
        return self.last.left + self.last.width

    @property
    def key(self) -> tuple[tuple[Badge, bool], ...]:
        """All states that are seen in it and whether they are 待核对, from below."""
        seen = {(_IN_ORDER.index(badge), is_unopened) for stage, _ in self.stages for badge, is_unopened in stage.counts}
        return tuple((BADGES[_IN_ORDER[at]], is_unopened) for at, is_unopened in sorted(seen))

    @property
    def sentence(self) -> str:
        """What the picture shows, to be read aloud."""
        first, last = _told(self.stages[0].tally), _told(self.stages[-1].tally)
        if len(self.stages) == 1:
            return f"从{self.first.begin}到{self.last.end}没有变化：{last}"
        return f"{self.first.begin}，{first}{self.last.end}，{last}"


def _told(tally: Tally) -> str:
    said = sentences.of_tasks(count.badge.id for count in tally.counts for _ in range(count.number)).said_words
    unopened = sum(count.unopened for count in tally.counts)
    return f"{said}其中 {unopened} 项待核对。" if unopened else said
