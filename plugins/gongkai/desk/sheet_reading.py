"""A sheet that a unit has filled in: what its rows would record, as one proposal, or all that is wrong with them, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path

from gongkai.importing import readers
from gongkai.records.problems import MOST_TOLD, NAMES, Problem
from gongkai.words.dates import day_of

from .choices import AtTask, measures_of
from .dialogue import sound_state, told_turns
from .proposals import Desk, Outcome, Proposal, RefusedError, State, outcome_of
from .recording import Draft, recorded
from .sheet_rows import Row, place_of, rows_of
from .sheets import ACTS, DAYS, DONE, FILLED, SKIPPED, STATE, Act, Open, digest_of, unit_of

# Kinds of which another is told apart by its day alone: the same words again, since the sheet was handed out, are the same sheet.
_TOLD_BY_DAY = ("notes", "waivers")


@dataclass(frozen=True)
class RowMistake:
    """What is wrong with a row, in which column, and what to do."""

    where: str
    heading: str
    words: str

    def __str__(self) -> str:
        return f"{self.where}{f'“{self.heading}”' if self.heading else ''}：{self.words}"


@dataclass(frozen=True)
class Filled:
    """A row that is good: what was done, and the entry."""

    row: Row
    act: Act
    draft: Draft


@dataclass(frozen=True)
class Filling:
    """What comes of a sheet: entries for rows, or mistakes; and what is told besides."""

    entries: tuple[Filled, ...]
    mistakes: tuple[RowMistake, ...]
    remarks: tuple[str, ...]

    @property
    def proposal(self) -> Proposal | None:
        """All entries at once; None where there is none, or anything is wrong."""
        proposals = [entry.draft.proposal for entry in self.entries if entry.draft.proposal]
        return reduce(Proposal.joined, proposals) if proposals and not self.mistakes else None

    @property
    def faults(self) -> list[str]:
        """All that is wrong, row by row; of very much the first is told one by one."""
        rest = len(self.mistakes) - MOST_TOLD
        return [*map(str, self.mistakes[:MOST_TOLD]), *([f"另有 {rest} 处，没有一一列出。"] if rest > 0 else [])]

    def words(self, desk: Desk) -> list[str]:
        """Which row would be written where."""
        filled = ((it, it.draft.entry.task if it.draft.entry else "", it.draft.file) for it in self.entries)
        return [f"{it.row.where}：任务 {task} {it.act.words}，要写入 {desk.shown(file)}" for it, task, file in filled if file]

    def told(self, desk: Desk, outcome: Outcome) -> list[str]:
        """The problems that would come of it, the gravest first, by row and column."""
        return [self._told(desk, problem) for problem in outcome.problems]

    def _told(self, desk: Desk, problem: Problem) -> str:
        for entry in self.entries:
            if entry.draft.file and desk.shown(entry.draft.file) == problem.file.as_posix():
                key = re.search(r"(\w+)）?$", problem.field)
                heading = entry.act.fields.get(key[1], "") if key else ""
                mark = f"【{NAMES[problem.effect]}】" if problem.effect else ""
                return str(RowMistake(entry.row.where, heading, f"{mark}{problem.fault}{problem.remedy}"))
        return str(problem)


def outcome(desk: Desk, file: Path, plan: str = "", unit: str = "") -> tuple[Outcome | None, str]:
    """What would come of a file, None where nothing is to be written, and all that is to be told of it.

    Raises RefusedError where anything is wrong with the file or its rows.
    """
    try:
        rows = rows_of(readers.content(file), file.name)
    except readers.RefusedError as error:
        raise RefusedError(str(error)) from None
    state = sound_state(desk, place_of(rows, file.name))
    assessed = state.plan_of(int(plan.rpartition("/")[2])) if unit and plan.startswith(f"{state.slug}/") else None
    filling = read(desk, state, rows, plan, unit_of(assessed, unit).slug if assessed else "")
    if filling.mistakes:
        raise RefusedError("\n".join([*filling.faults, f"共 {len(filling.mistakes)} 处，一行也没有写入。请改正后再读。"]))
    if not filling.proposal:
        return None, "\n".join([*filling.remarks, "没有要写入的：没有填新的内容。"])
    outcome = outcome_of(desk, filling.proposal, state)
    told = filling.told(desk, outcome)
    if outcome.faults:
        raise RefusedError("\n".join([*told, "写进去会有错误，所以一行也没有写入。请改正后再读。"]))
    return outcome, "\n".join([*filling.words(desk), *told_turns(outcome), *filling.remarks, *told])


# --- what it says --------------------------------------------------------------------------------


def read(desk: Desk, state: State, rows: Sequence[Row], plan: str = "", unit: str = "") -> Filling:
    """What the rows would record in a place; of another plan or unit than was named they are refused."""
    entries: dict[Path, Filled] = {}
    mistakes: list[RowMistake] = []
    remarks: list[str] = []
    for row in rows:
        if not row.is_filled:
            continue
        reading = _Reading(desk, state, row, plan, unit)
        of_row = reading.mistakes()
        draft, act = reading.draft, reading.act
        if of_row or not act or not draft:
            mistakes += of_row
        elif told := reading.standing():
            remarks.append(f"{row.where}：{told}")
        elif draft.file in entries:
            before = entries[draft.file].row.where
            mistakes.append(RowMistake(row.where, "", f"和{before}说的是同一条。请只留一行；确是两次公开的，写两个不同的网址或说明。"))
        elif draft.file:
            entries[draft.file] = Filled(row, act, draft)
            remarks += reading.remarks()
    return Filling(tuple(entries.values()), tuple(mistakes), tuple(remarks))


@dataclass(frozen=True)
class _Reading:
    """A filled row against the plan as it stands now."""

    desk: Desk
    state: State
    row: Row
    plan: str
    unit: str

    @cached_property
    def act(self) -> Act | None:
        return next((act for act in ACTS if act.words == self.row.done), None)

    @cached_property
    def now(self) -> Open | None:
        """What the row is of; None where it is no more, or of another place."""
        key = self.row.key
        pair = self.state.tasks.get((key.year, key.task)) if key and key.place == self.state.slug else None
        for position, measure in enumerate(pair[1].measures if pair else ()):
            if pair and key and measure.measure.number == key.measure and (cell := measure.cell_of(key.unit)):
                return Open(*pair, position, cell)
        return None

    @cached_property
    def draft(self) -> Draft | None:
        if not self.now or not self.act:
            return None
        at = AtTask(self.now.assessed, self.now.task, on=self.desk.as_of)
        texts = {key: self.row.texts[name] for key, name in self.act.fields.items() if self.row.texts[name]}
        days = {key: day.isoformat() for key, text in texts.items() if self.act.fields[key] in DAYS and (day := day_of(text))}
        typed = {key: (text,) for key, text in {**texts, **days, "units": self.now.cell.unit.slug}.items()}
        measures = {"measures": (str(self.now.measure.number),)} if measures_of(at) else {}
        return recorded(self.desk, self.state, at, self.act.kind, {**typed, **measures})

    def mistakes(self) -> list[RowMistake]:
        """All that is wrong, of each column what is told first."""
        told = [*self._of_key(), *self._of_columns()]
        headings = {heading for heading, _ in told if heading}
        if self.act and self.draft and not self.draft.is_repeated:
            named = [(self.act.fields.get(mistake.key, ""), mistake.words) for mistake in self.draft.mistakes]
            told += [(heading, words) for heading, words in named if heading not in headings]
        return [RowMistake(self.row.where, heading, words) for heading, words in told]

    def _of_key(self) -> Iterator[tuple[str, str]]:
        key = self.row.key
        if not key:
            yield "", "没有这张表的编号，可能是自己加的行。要多登记一条，请把那一项的整行复制到下面再改。"
        elif key.place != self.state.slug or (self.plan and f"{key.place}/{key.year}" != self.plan):
            yield "", f"这一行是 {key.place}/{key.year} 的，不是 {self.plan or self.state.slug} 的。"
        elif not self.now:
            yield "", "这一项已不在要点里，或已不由这个单位承担。请重新写出一张表。"
        elif self.unit and not self.now.is_for(self.unit, self.desk.as_of):
            yield "", f"这一行是{self.now.cell.unit.name}的，不是要读的那个单位的。"
        elif digest_of(self.row.texts) != key.digest:
            yield "", "没有底色的内容和编号对不上：可能改动过，或只排了几栏的顺序。请照原来的表改回来，或重新写出一张再填。"
        elif self.now.key(key.on).digest != key.digest:
            yield "", "写出这张表以后，这一项的内容、公开到哪里或时限改过。请重新写出一张再填。"

    def _of_columns(self) -> Iterator[tuple[str, str]]:
        act, texts = self.act, self.row.texts
        if not act:
            fault = f"“{self.row.done}”不在可选的里面" if self.row.done else "填了别的栏，没有选这一栏"
            yield DONE, f"{fault}。可选：{'、'.join((*(act.words for act in ACTS), SKIPPED))}。"
            return
        for name in FILLED:
            if texts[name] and name not in (DONE, *act.fields.values()):
                yield name, f"选了“{act.words}”，这一栏不填。请清空，或改选“{DONE}”。"
            if not texts[name] and name in act.needed:
                yield name, f"选了“{act.words}”，这一栏要填。"

    def standing(self) -> str:
        """Where the same entry is already; empty where it is not."""
        draft, key = self.draft, self.row.key
        if draft and draft.is_repeated:
            return f"{draft.mistakes[0].words.partition('。')[0]}，不再登记。要改的，请改那一条。"
        if not draft or not draft.entry or not key or not self.now or not self.act or self.act.kind not in _TOLD_BY_DAY:
            return ""
        ledger = self.now.assessed.plan.ledger.of_task(key.task)
        since = (other for other in (*ledger.notes, *ledger.waivers) if other.on >= key.on and key.unit in other.units)
        of_same = {"on": draft.entry.on, "units": draft.entry.units}
        same = next((other for other in since if other.model_copy(update=of_same) == draft.entry), None)
        return f"同样的内容 {same.on} 已经登记过，不再登记。" if same else ""

    def remarks(self) -> Iterator[str]:
        """What changed meanwhile and does not keep the row from being read."""
        before, now = self.row.texts[STATE], self.now.cell.verdict.words if self.now else ""
        if "".join(before.split()) != "".join(now.split()):
            yield f"{self.row.where}：写出这张表时是“{before}”，现在已是“{now}”。"
