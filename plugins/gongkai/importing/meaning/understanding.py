"""A reading understood: what its cells mean, name by name and measure by measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from gongkai.importing.layout.account import unexplained
from gongkai.importing.layout.reading import Doubt, Piece, Reading, Row
from gongkai.importing.layout.rules import Rules, rules, year_of
from gongkai.records.portal import Register
from gongkai.words.bodies import Vocabulary, engine
from gongkai.words.folding import fold
from gongkai.words.text import tidy, visible

from . import bodies, duties, measures, publication_paths, times, units
from .draft import Draft, DraftMeasure, DraftTask
from .outlets import Outlets, PublicationPath, in_cell, lines
from .registrar import EMPTY, Match, Registrar

T = TypeVar("T")
_WHO_MUST = re.compile(r"^(?P<names>[^。；;，,：:]{3,60}?)(?:要|应当?|须|必须|负责|于[0-9]|在[0-9])(?!求)")


def understand(
    reading: Reading,
    register: Register | None = None,
    *,
    year: int | None = None,
    places: tuple[str, ...] = (),
    vocabulary: Vocabulary | None = None,
    follows_rules: bool = True,
) -> Draft:
    """The draft of a notice; names are matched to `register`, `year` counts where the notice names none, `places` are names of the place.

    Without `follows_rules` what the notice says of all its rows is told and not followed.
    """
    issued_on = _iso(reading.issued_on)
    plan_year = year_of(reading) or year
    told = rules(reading)
    followed = told if follows_rules else Rules(told=tuple(f"{rule}——按要求没有照办" for rule in told.told))
    reader = _Reader(
        plan_year,
        Registrar(register or EMPTY, places, vocabulary or engine()),
        followed,
        frozenset((doubt.task, doubt.field) for doubt in reading.doubts),
    )
    tasks = reader.tasks(reading.rows)
    registrar = reader.registrar
    doubts = (*reading.doubts, *_plan_doubts(reading, plan_year, tasks), *reader.doubts)
    return Draft(
        reading=reading,
        year=plan_year,
        issued_on=issued_on,
        tasks=tasks,
        units=registrar.units,
        nodes=registrar.nodes,
        new_units=tuple(registrar.new_units),
        new_columns=tuple(registrar.new_columns.values()),
        doubts=_distinct(doubts),
        read_as=registrar.read_as,
        rules=followed,
    )


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _plan_doubts(reading: Reading, year: int | None, tasks: Sequence[DraftTask]) -> Iterable[Doubt]:
    if year is None:
        yield Doubt("", "year", 1, "原文没有写明是哪一年的要点，请补上年份。")
    if reading.issued_on and not _iso(reading.issued_on):
        yield Doubt("", "issued_on", 1, f"“{reading.issued_on}”不是有效日期，没有填写成文日期。")
    open_kinds = sum(not measure.kind for task in tasks for measure in task.measures)
    rest = f"；{open_kinds} 条举措没有写明，没有填写任务类型，要由人来定" if open_kinds else ""
    supplied = {section.heading.number for section in reading.sections if section.heading.is_supplied}
    for row in reading.rows if len(supplied) < len(reading.sections) else ():
        if row.section in supplied:
            yield Doubt(row.id, "section", row.text.line, "别的部分都有标题，这一部分没有读到，照全文的标题填写，请核对。")
    yield Doubt("", "kind", 0, f"任务类型是按措辞推定的，请逐条核对{rest}。")


@dataclass
class _Reader:
    """Reads row after row; a row may say 同上, and a site may go on from the item above."""

    year: int | None
    registrar: Registrar
    rules: Rules
    # What the layout has said already about a row's field.
    said: frozenset[tuple[str, str]] = frozenset()
    doubts: list[Doubt] = field(default_factory=list)
    _before: units.Parties = units.NOBODY

    def tasks(self, rows: Sequence[Row]) -> tuple[DraftTask, ...]:
        parties = [self._parties(row) for row in rows]
        in_full = frozenset(name for named in parties for name in named.names if name not in named.printed)
        return tuple(self._task(row, named, in_full) for row, named in zip(rows, parties, strict=True))

    def _task(self, row: Row, parties: units.Parties, in_full: frozenset[str]) -> DraftTask:
        lead, responsible = (
            tuple(self._unit(name, parties.printed.get(name, name), in_full, row, key) for name in names)
            for names, key in ((parties.lead, "lead_units"), (parties.responsible, "responsible_units"))
        )
        printed_row = measures.split(row.text.text)
        strays = in_cell(f"{printed_row.publication}\n{row.publication.text}").times
        for words in strays:
            self._doubt(row, "due_on", row.publication.line, f"时限“{words}”印在公开路径里，读作完成时限。")
        drafted = self._measures(_with_times(row, (*parties.left, *strays)), printed_row)
        publication_text = "\n".join(
            text for text in (*(printed.publication for printed in printed_row.measures), printed_row.publication) if text
        )
        task = DraftTask(
            row.id,
            row,
            _distinct(lead),
            _distinct(responsible),
            drafted,
            matter=tidy(row.matter.text),
            units_text=parties.words,
            opening=printed_row.opening,
            publication_text=publication_text or _cell_text(row.publication.text),
        )
        self._account(row, parties, task)
        return replace(task, measures=tuple(self._with_units(task, measure) for measure in drafted))

    def _account(self, row: Row, parties: units.Parties, task: DraftTask) -> None:
        """A doubt for all words of a cell that no field holds."""
        for words in parties.left:
            is_time = times.is_time(words)
            why = f"时限“{words}”印在单位一格里，读作完成时限。" if is_time else f"单位一格里的“{words}”没有归入任何字段，请核对。"
            self._doubt(row, "due_on" if is_time else "responsible_units", row.responsible.line or row.units.line, why)
        texts = ((f"{measure.number or ''}{measure.text}", measure.text) for measure in task.measures)
        text = (task.opening, task.publication_text, *chain.from_iterable(texts))
        paths = (node.name for measure in task.measures for slug in measure.publication_paths for node in self.registrar.nodes[slug].trail)
        channels = (channel for measure in task.measures for channel in measure.channels)
        for key, piece, fields in (
            ("text", row.text, text),
            ("publication_paths", row.publication, (task.publication_text, *paths, *channels)),
            ("due_on", row.due, tuple(measure.due_text for measure in task.measures)),
        ):
            for words in unexplained(piece.text, fields):
                self._doubt(row, key, piece.line, f"“{words}”没有归入任何字段，请核对。")

    # --- units ----------------------------------------------------------------------------------

    def _parties(self, row: Row) -> units.Parties:
        known = tuple(self.registrar.names)
        parties = units.read(row.lead.text, row.responsible.text, row.units.text, first_leads=self.rules.first_leads, known=known)
        if parties.is_ditto:
            above = self._before
            parties = units.Parties(parties.lead or above.lead, parties.responsible or above.responsible, parties.words, parties.notes)
            self._doubt(row, "lead_units", row.lead.line or row.units.line, "原文写“同上”，照上一行填写。")
        for note in parties.notes:
            self._doubt(row, "responsible_units", row.responsible.line or row.units.line, note)
        if not parties.names:
            self._doubt(row, "lead_units", row.text.line, "原文没有写这一行由哪个单位做。")
        if self.rules.first_leads and len(parties.names) == 1 and parties.lead and not row.lead.text:
            self._doubt(row, "lead_units", row.units.line or row.responsible.line, "只写了一个单位，照文件的规定读作牵头，请核对。")
        for key, piece in (("lead_units", row.lead), ("responsible_units", row.responsible), ("responsible_units", row.units)):
            if piece.inherited and (row.id, key) not in self.said:
                self._doubt(row, key, row.text.line, "原文这一格空白或与上面合并，照上面的行填写。")
        self._before = parties
        return parties

    def _unit(self, name: str, printed: str, in_full: frozenset[str], row: Row, key: str) -> str:
        """A level that a name elides is given back where the register or the notice itself has the whole name."""
        is_known = name == printed or self.registrar.has(name)
        is_told = name in in_full or bodies.is_group(name)
        match = self.registrar.unit(name if is_known or is_told else printed)
        if not is_known and is_told:
            match = Match(match.slug, f"“{printed}”读作“{name}”，请核对。")
        if match.note:
            self._doubt(row, key, (row.lead if key == "lead_units" else row.responsible).line or row.units.line, match.note)
        return match.slug

    def _with_units(self, task: DraftTask, measure: DraftMeasure) -> DraftMeasure:
        """The units that a measure names at its head (各镇街、区级各部门要…), where they are some of the task's."""
        match = _WHO_MUST.match(fold(measure.text)) if len(task.measures) > 1 else None
        if not match:
            return measure
        names = units.read(units=measure.text[: match.end("names")]).responsible
        owing = (*task.lead_units, *task.responsible_units)
        slugs = tuple(slug for name in names if (slug := self.registrar.known(name)) in owing)
        is_part = slugs and len(slugs) == len(names) and set(slugs) != set(owing)
        return replace(measure, units=_distinct(slugs)) if is_part else measure

    # --- measures -------------------------------------------------------------------------------

    def _measures(self, row: Row, printed_row: measures.PrintedRow) -> tuple[DraftMeasure, ...]:
        drafts = [self._measure(row, printed, index, len(printed_row.measures)) for index, printed in enumerate(printed_row.measures)]
        block = printed_row.publication or row.publication.text
        if tidy(block):
            texts = [(draft.text, not duties.has_output(draft.text)) for draft in drafts]
            drafts, notes = self._with_outlets(row, publication_paths.share_out(lines(block), texts), drafts)
            for note in notes:
                self._doubt(row, "publication_paths", row.publication.line or row.text.line, note)
        return tuple(drafts)

    def _measure(self, row: Row, printed: measures.PrintedMeasure, index: int, count: int) -> DraftMeasure:
        text_time = times.in_text(printed.text, self.year)
        time = times.joined(times.in_cell(_share(row.due.text, printed, index, count), self.year), text_time)
        outlets = publication_paths.in_text(printed.text) | (in_cell(printed.publication) if printed.publication else Outlets())
        if outlets.publication_paths and not fold(printed.text).count(":") and not printed.publication:
            self._doubt(row, "publication_paths", row.text.line, "公开路径是从句子里读出来的，请核对。")
        if printed.publication:
            self._doubt(row, "publication_paths", row.text.line, f"公开路径印在第{printed.number}项后面，读作属于这一项。")
        if self.rules.due and time == times.NONE:
            # 各项任务请于12月底前完成，并于每季度末报送: only the deadline is everybody's.
            clauses = (times.in_text(clause, self.year) for clause in self.rules.due.split(","))
            time = next((clause for clause in clauses if clause.due_on), time)
            self._doubt(row, "due_on", row.text.line, f"这一行没有写时限，照全文的“{self.rules.due}”填写，请核对。")
        for note in time.notes:
            self._doubt(row, "due_on", row.due.line or row.text.line, note)
        for note in outlets.notes:
            self._doubt(row, "publication_paths", row.publication.line or row.text.line, note)
        if not printed.text:
            self._doubt(row, "text", row.text.line, "这一行没有内容。")
        return DraftMeasure(
            printed.number,
            printed.text or "（原文空白）",
            *duties.propose(printed.text, time, has_path=bool(outlets.publication_paths)),
            due_on=time.due_on,
            due=time.due,
            due_text=time.words,
            recurrence=time.recurrence,
            window=time.window,
            publication_paths=self._columns(row, outlets.publication_paths),
            channels=outlets.channels,
        )

    def _with_outlets(self, row: Row, shares: publication_paths.Shares, drafts: list[DraftMeasure]) -> tuple[list[DraftMeasure], list[str]]:
        """The measures with the places of the row's own block, each with those that serve it."""
        placed: list[DraftMeasure] = []
        for measure, outlets in zip(drafts, shares.outlets, strict=True):
            slugs = self._columns(row, outlets.publication_paths)
            own = dict.fromkeys((*measure.publication_paths, *slugs))
            kind, why = (measure.kind, measure.why) if measure.kind else duties.propose(measure.text, times.NONE, has_path=bool(own))
            channels = _distinct((*measure.channels, *outlets.channels))
            placed.append(replace(measure, publication_paths=tuple(own), channels=channels, kind=kind, why=why))
        return placed, list(shares.notes)

    def _columns(self, row: Row, named: Iterable[PublicationPath]) -> tuple[str, ...]:
        matches = [self.registrar.column(publication_path) for publication_path in named]
        for match in matches:
            if match.note:
                self._doubt(row, "publication_paths", row.publication.line or row.text.line, match.note)
        return _distinct(match.slug for match in matches)

    def _doubt(self, row: Row, key: str, line: int, why: str) -> None:
        self.doubts.append(Doubt(row.id, key, line or row.text.line, why))


def _with_times(row: Row, left: Iterable[str]) -> Row:
    """The row with a deadline that stands in a cell of units or of outlets, where it has none of its own."""
    timed = "；".join(filter(times.is_time, left))
    return replace(row, due=Piece(timed, row.units.line or row.responsible.line)) if timed and not tidy(row.due.text) else row


def _distinct(several: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(several))


def _cell_text(text: str) -> str:
    return "\n".join(filter(None, map(tidy, visible(text).split("\n"))))


def _share(cell: str, printed: measures.PrintedMeasure, index: int, count: int) -> str:
    """The part of a time cell that belongs to one of several measures: the item with its number, or the one in its place."""
    if count == 1 or not tidy(cell):
        return cell
    timed = measures.split(cell).measures
    if len(timed) == count and all(measure.number for measure in timed):
        return timed[index].text
    if any(measure.number for measure in timed):
        return next((measure.text for measure in timed if measure.number == printed.number), "")
    return cell if len(timed) == 1 else ""
