"""What a task shows: its row in lists, its measures, its units, where to look and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from gongkai.judging.assessment import AssessedMeasure, AssessedTask, Cell
from gongkai.judging.doubts.addresses import is_official
from gongkai.judging.judgement import is_elsewhere
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Task
from gongkai.records.portal import Node
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import KINDS
from gongkai.words.record import Grouped

from . import addresses, descriptions, wording
from .descriptions import Letter
from .details import (
    AlikeUnits,
    Contact,
    EvidenceView,
    GroupCells,
    GroupUnits,
    Periods,
    Reached,
    UnitCells,
    UnitTable,
    WhereToLook,
)
from .lists import LEADS, LEADS_AND_OWES, OWES, OWES_AS_MEMBER, Facets, PublicationPathUse, TaskRow, TimeWords, UnitTask
from .places import KnownColumn, Place, folded
from .views import Link

# So many units with the same verdicts are one line of a task's table, unless something was seen or missed.
_MANY = 6
# Of these something remains to be asked for.
_OPEN = {"partial", "under_way", "stale", "unchecked", "overdue", "no_record"}
_UNTOLD = {"neutral", "attention"}


class _Line(NamedTuple):
    """A unit's line in the table of a task, with the phrase through which it owes it; a phrase's own speaks of unnamed units."""

    group: Link | None
    cells: UnitCells
    words: tuple[str, ...]
    is_unnamed: bool

    @property
    def is_untold(self) -> bool:
        return all(verdict is None or verdict.badge.family in _UNTOLD for verdict in self.cells.verdicts)


def _some(links: Iterable[Link]) -> str:
    return wording.some_of([link.title for link in links], "个单位", most=2)


def _by_group(lines: Iterable[_Line]) -> list[tuple[Link | None, list[_Line]]]:
    """In the order in which the groups come; a group's unnamed members last."""
    groups: dict[Link | None, list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [(group, sorted(members, key=lambda line: line.is_unnamed)) for group, members in groups.items()]


def _alike(lines: Sequence[_Line], prefix: str) -> AlikeUnits:
    named = sum(not line.is_unnamed for line in lines)
    rest = "和文件没有列名的单位" if named < len(lines) else ""
    groups = tuple(GroupUnits(group, tuple(line.cells.unit for line in members)) for group, members in _by_group(lines))
    return AlikeUnits(f"{prefix} {named} 个单位{rest}", groups, lines[0].cells.verdicts)


@dataclass(frozen=True)
class ShownTask:
    """A judged task at its place."""

    place: Place
    assessed: AssessedTask

    @property
    def task(self) -> Task:
        return self.assessed.task

    @cached_property
    def link(self) -> Link:
        return Link(self.row.title, self.row.address)

    @cached_property
    def row(self) -> TaskRow:
        task = self.task
        return TaskRow(
            id=task.id,
            title=wording.headline(task),
            address=addresses.task(self.assessed.plan, task),
            verdict=self.assessed.verdict,
            lead_units=self.place.unit_links(task.lead_units),
            responsible_units=self.place.unit_links(task.responsible_units),
            place_name=self.place.record.short_name,
            time_words=TimeWords.of(task.measures),
            facets=self._facets,
        )

    @property
    def _facets(self) -> Facets:
        task, plan = self.task, self.assessed.plan
        section = plan.record.section_of(task)
        concerned = dict.fromkeys((*task.lead_units, *(unit.slug for unit in self.assessed.units)))
        # Sections of one number have other titles another year.
        return Facets(
            key=addresses.task(plan, task),
            badge=self.assessed.verdict.badge,
            year=plan.year,
            section=(f"{plan.year}-{section.number}", wording.section_title(section)),
            units=tuple((slug, self.place.unit_link(slug).title) for slug in concerned),
        )

    @property
    def in_charge(self) -> str:
        """The units that owe it, in a few words: 区发展改革委牵头，区政府有关部门."""
        standing = self.assessed.standing
        if standing.is_reassigned:
            return f"已改由{_some(self.place.unit_links(standing.reassigned_to))}承担"
        leads, owing = self.row.lead_units, tuple(link for link in self.row.responsible_units if link not in self.row.lead_units)
        if not leads or not owing:
            return _some(leads or owing) or "文件没有写明"
        return f"{_some(leads)}牵头，{_some(owing)}"

    @property
    def kinds(self) -> tuple[Link, ...] | None:
        """Links to the kinds of article 20 that it serves; None while nobody has classified it."""
        numbers = self.task.article_20
        return None if numbers is None else tuple(self.place.kind_link(KINDS[number]) for number in sorted(numbers))

    @property
    def unit_table(self) -> UnitTable | None:
        """One line per unit that owes it, those that are alike in one; None where a single unit does."""
        lines = self._unit_lines()
        if len(lines) == 1:
            return None
        by_verdicts = Grouped.of((line.words, line) for line in lines)
        alike = {words: same for words, same in by_verdicts.items() if len(same) >= _MANY and same[0].is_untold}
        single = [line for line in lines if line.words not in alike]
        most = addresses.CELLS_OF_A_TASK // len(self.task.measures)
        prefix = "全部" if len(alike) == 1 and not single else "其余" if len(alike) == 1 else "另有"
        return UnitTable(
            heads=wording.heads(self.task.measures),
            groups=tuple(GroupCells(group, tuple(line.cells for line in members)) for group, members in _by_group(single[:most])),
            alike=tuple(_alike(same, prefix) for same in alike.values()),
            more=tuple(line.cells.unit for line in single[most:]),
        )

    def _unit_lines(self) -> list[_Line]:
        """Under the phrase of the document through which a unit owes the task; last, the members that nobody has named."""
        assessed, lines = self.assessed, []
        through = {unit.slug: next((cell.group.slug for cell in assessed.cells_of(unit) if cell.group), None) for unit in assessed.units}
        expanded = {*through.values()}
        for unit in assessed.units:
            slug, link = unit.slug, self.place.unit_link(unit.slug)
            group = slug if slug in expanded else through[slug]
            shown = Link(f"{link.title}里文件没有列名的单位", link.address) if slug in expanded else link
            verdicts = tuple([cell and cell.verdict for cell in assessed.by_measure(slug)])
            words = tuple([verdict.words if verdict else "" for verdict in verdicts])
            lines.append(_Line(self.place.unit_link(group) if group else None, UnitCells(shown, verdicts), words, unit.is_group))
        return lines

    def periods(self, assessed: AssessedMeasure) -> Periods | None:
        """Of a measure period by period and unit by unit, unless one strip speaks for all."""
        strips = {cell.unit.slug: dict(cell.verdict.strip) for cell in assessed.cells if cell.verdict.strip}
        if not strips or assessed.verdict.strip:
            return None
        labels = tuple(dict.fromkeys(label for strip in strips.values() for label in strip))
        # Periods are the same for all; events, labelled by their dates, are not.
        labels = tuple(sorted(labels)) if assessed.measure.kind == "triggered" else labels
        rows = tuple(UnitCells(self.place.unit_link(slug), tuple(map(strip.get, labels))) for slug, strip in strips.items())
        most = addresses.CELLS_OF_A_TASK // (len(labels) * len(self.task.measures)) + 1
        return Periods(labels, rows[:most], len(rows[most:]))

    def evidence_view(self, evidence: Evidence) -> EvidenceView:
        measures = [assessed.measure for assessed in self.assessed.measures_of(evidence)]
        node = self.place.register.nodes.get(evidence.found_in or "")
        return EvidenceView(
            evidence=evidence,
            task=self.link,
            units=self.place.unit_links(evidence.units),
            trail=self.place.publication_path(node) if node else (),
            is_elsewhere=is_elsewhere(evidence, measures, self.place.register),
            is_official=is_official(evidence.url or "", self.place.record),
        )

    @cached_property
    def duties(self) -> Mapping[str, UnitTask]:
        """What it is to each unit that leads it or is responsible for it, itself or as a member: one object to all of which the same is known."""
        task, alike, duties = self.task, dict[object, UnitTask](), dict[str, UnitTask]()
        for slug in dict.fromkeys((*task.owing_units, *(unit.slug for unit in self.assessed.units))):
            cells = self.assessed.by_measure(slug)
            known = tuple(cell and (id(cell.exhibits), id(cell.verdict), id(cell.group)) for cell in cells)
            key = (slug in task.lead_units, slug in task.responsible_units, known)
            duties[slug] = alike.get(key) or alike.setdefault(key, self._duty_of(slug, cells))
        return duties

    def _duty_of(self, unit: str, cells: Sequence[Cell | None]) -> UnitTask:
        """By its cell in each measure that it owes. Standing in the row it may owe none by the wording: then the task's own badge is shown."""
        task, own = self.task, [cell for cell in cells if cell]
        leads, owes = unit in task.lead_units, unit in task.responsible_units
        # A measure may name the unit, or a change may have put it in charge, without its standing in the row.
        owes = owes or (not leads and any(cell.group is None for cell in own))
        group = next((cell.group for cell in own if cell.group), None)
        measures = [measure for measure, cell in zip(task.measures, cells, strict=True) if cell]
        return UnitTask(
            role=LEADS_AND_OWES if leads and owes else LEADS if leads else OWES if owes else OWES_AS_MEMBER,
            row=self.row,
            verdict=self.assessed.shares.get(unit, self.row.verdict),
            verdicts=tuple(cell.verdict for cell in own),
            exhibits=tuple(chain.from_iterable(cell.exhibits for cell in own)),
            group=self.place.unit_link(group.slug) if group else None,
            time_words=TimeWords.of(measures) if measures else self.row.time_words,
        )

    def uses(self) -> Iterator[PublicationPathUse]:
        """Its measures, column by column in which they are to be published."""
        for assessed in self.assessed.measures:
            for slug in assessed.measure.publication_paths:
                yield PublicationPathUse(
                    node=self.place.register.nodes[slug],
                    row=self.row,
                    address=addresses.measure(self.assessed.plan, self.task, assessed.measure),
                    title=wording.measure_title(self.task, assessed.measure),
                    measure=assessed.measure,
                    verdict=assessed.verdict,
                    verdicts=tuple(cell.verdict for cell in assessed.cells),
                    units=self.place.unit_links(cell.unit.slug for cell in assessed.cells),
                )


def where_to_look(shown: ShownTask) -> WhereToLook:
    """The citizen's card of a task."""
    place, task = shown.place, shown.task
    slugs = dict.fromkeys(slug for measure in task.measures for slug in measure.publication_paths)
    trails = {place.publication_path(node): _nearest_known(node) for node in map(place.register.nodes.__getitem__, slugs)}
    in_words = [" › ".join(step.title for step in trail) for trail in trails]
    return WhereToLook(
        paths=folded(trails, {trail: known for trail, known in trails.items() if known}),
        first_column=wording.shortened(wording.some_of(in_words, "个栏目", most=1), 60),
        addresses=frozenset(known is not None for known in trails.values()),
        is_nowhere=not trails and all(measure.kind == "unobservable" for measure in task.measures),
        contacts=tuple(_contact(place, place.register.units[slug]) for slug in _asked(shown)),
    )


def _nearest_known(node: Node) -> KnownColumn | None:
    """The column itself or the nearest one above it whose address on the government's site is known."""
    columns = ((step, step.column) for step in reversed(node.trail))
    return next((KnownColumn(of.name, of.url, step is node, not of.opened) for step, of in columns if of.url), None)


def _contact(place: Place, unit: Unit) -> Contact:
    """Called as it is now, whatever the plan calls it; what has no source of its own rests on that of the unit."""
    telephone = Reached(unit.telephone, not (unit.sources.telephone or unit).opened) if unit.telephone else None
    url = Reached(unit.url, not (unit.sources.url or unit).opened) if unit.url else None
    return Contact(Link(unit.name, place.unit_link(unit.slug).address), telephone, url, unit.is_group)


def _asked(shown: ShownTask) -> tuple[str, ...]:
    """Whom to ask: the leads, or whoever a change put in charge; of a unit that is no more, its successor."""
    standing, task = shown.assessed.standing, shown.task
    issued = {} if standing.is_reassigned else dict.fromkeys(task.lead_units or task.responsible_units)
    asked = (*issued, *standing.reassigned_to)
    return tuple(dict.fromkeys(shown.place.register.answering_for(slug, shown.place.as_of) for slug in asked))


def letter(shown: ShownTask, evidence: Iterable[EvidenceView]) -> Letter | None:
    """The application for what is still open; None where nothing is, or nobody owes it."""
    owing: dict[str, list[AssessedMeasure]] = {}
    for assessed in shown.assessed.measures:
        for cell in assessed.cells:
            if cell.verdict.badge.id in _OPEN:
                owing.setdefault(cell.unit.slug, []).append(assessed)
    if not owing:
        return None
    place, units = shown.place, shown.place.register.units
    named = [
        slug for slug in (*shown.task.lead_units, *shown.task.responsible_units, *shown.assessed.standing.reassigned_to) if slug in owing
    ]
    bodies = dict.fromkeys(place.register.answering_for(slug, place.as_of) for slug in named if not units[slug].is_group)
    to, *others = [units[slug].full_name or units[slug].name for slug in bodies] or [""]
    open_ones = owing[next(slug for slug in named if not units[slug].is_group)] if bodies else list(chain.from_iterable(owing.values()))
    wanted = {assessed.measure.number: assessed.measure for assessed in open_ones}
    proofs = (view.evidence for view in evidence if view.evidence.strength == "primary")
    seen = [proof.title for proof in proofs if not proof.measures or wanted.keys() & set(proof.measures)]
    source = descriptions.source(shown.assessed.plan.record, shown.task)
    text = descriptions.letter(to, source, [measure.text for measure in wanted.values()], seen, place.is_demonstration)
    phrases = [slug for slug in dict.fromkeys((*shown.task.lead_units, *shown.task.responsible_units)) if units[slug].is_group]
    return Letter(text, tuple(others), () if bodies else tuple(units[slug].name for slug in phrases))
