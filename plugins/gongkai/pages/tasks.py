"""What a task shows: its row in lists, its measures, its units, where to look and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gongkai.judging.assessment import AssessedMeasure, AssessedTask, is_elsewhere
from gongkai.judging.doubtful_addresses import is_official
from gongkai.judging.verdicts import summary
from gongkai.records.ledger_records import Evidence
from gongkai.records.plan_records import Task
from gongkai.records.portal import Node
from gongkai.records.register_records import Unit
from gongkai.words.article_20 import KINDS

from . import addresses, wording
from .details import (
    AlikeUnits,
    ColumnToOpen,
    Contact,
    EvidenceView,
    GroupCells,
    GroupUnits,
    KnownColumn,
    Periods,
    UnitCells,
    UnitTable,
    WhereToLook,
)
from .lists import LEADS, LEADS_AND_OWES, OWES, OWES_AS_MEMBER, Facets, PublicationPathUse, TaskRow, TimeWords, UnitTask
from .places import Place
from .views import Link

# So many units with the same verdicts are one line of a task's table, unless something was seen or missed.
_MANY = 6
_UNTOLD = {"neutral", "attention"}
_TO_FILL_IN = "〔填写具体单位名称〕"


@dataclass(frozen=True)
class _Line:
    """A unit's line in the table of a task, with the phrase through which it owes it; a phrase's own speaks of unnamed units."""

    group: Link | None
    cells: UnitCells
    is_unnamed: bool

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(verdict.words if verdict else "" for verdict in self.cells.verdicts)

    @property
    def is_untold(self) -> bool:
        return all(verdict is None or verdict.badge.family in _UNTOLD for verdict in self.cells.verdicts)


def _nearest_known(node: Node) -> KnownColumn | None:
    """The column itself or the nearest one above it whose address on the government's site is known."""
    return next((KnownColumn(step.column, step.column.url) for step in reversed(node.trail) if step.column.url), None)


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

    @property
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
        by_verdicts: dict[tuple[str, ...], list[_Line]] = {}
        for line in lines:
            by_verdicts.setdefault(line.words, []).append(line)
        alike = [same for same in by_verdicts.values() if len(same) >= _MANY and same[0].is_untold]
        single = [line for line in lines if not any(line in same for same in alike)]
        prefix = "全部" if len(alike) == 1 and not single else "其余" if len(alike) == 1 else "另有"
        return UnitTable(
            heads=wording.heads(self.task.measures),
            groups=tuple(GroupCells(group, tuple(line.cells for line in members)) for group, members in _by_group(single)),
            alike=tuple(_alike(same, prefix) for same in alike),
        )

    def _unit_lines(self) -> list[_Line]:
        """Under the phrase of the document through which a unit owes the task; last, the members that nobody has named."""
        assessed = self.assessed
        through = {unit.slug: next((cell.group for cell in assessed.cells_of(unit) if cell.group), None) for unit in assessed.units}
        expanded = {group.slug for group in through.values() if group}
        lines = []
        for unit in assessed.units:
            group = unit if unit.slug in expanded else through[unit.slug]
            link = self.place.unit_link(unit.slug)
            shown = Link(f"{link.title}里文件没有列名的单位", link.address) if unit.slug in expanded else link
            cells = tuple(measure.cell_of(unit.slug) for measure in assessed.measures)
            verdicts = tuple(cell.verdict if cell else None for cell in cells)
            lines.append(_Line(self.place.unit_link(group.slug) if group else None, UnitCells(shown, verdicts), unit.is_group))
        return lines

    def where_to_look(self, evidence: Iterable[EvidenceView]) -> WhereToLook:
        """The citizen's card; `evidence` is that of this task."""
        nodes = self.place.register.nodes
        slugs = dict.fromkeys(slug for measure in self.task.measures for slug in measure.publication_paths)
        seen = [view for view in evidence if view.evidence.strength == "primary"]
        contacts = tuple(self.place.register.units[slug] for slug in self._contacts)
        return WhereToLook(
            columns=tuple(ColumnToOpen(self.place.publication_path(nodes[slug]), _nearest_known(nodes[slug])) for slug in slugs),
            last_seen=max(seen, key=lambda view: (view.seen_on, view.evidence.title), default=None),
            contacts=tuple(self._contact(unit) for unit in contacts),
            request=self._request(contacts),
        )

    def _contact(self, unit: Unit) -> Contact:
        """Called as it is now, whatever the plan calls it."""
        return Contact(Link(unit.name, self.place.unit_link(unit.slug).address), unit.telephone, unit.url, unit.is_group)

    @property
    def _contacts(self) -> tuple[str, ...]:
        """Whom to ask: the leads, or whoever a change put in charge; of a unit that is no more, its successor."""
        standing = self.assessed.standing
        issued = {} if standing.is_reassigned else dict.fromkeys(self.task.lead_units or self.task.responsible_units)
        asked = (*issued, *standing.reassigned_to)
        return tuple(dict.fromkeys(self.place.register.answering_for(slug, self.place.as_of) for slug in asked))

    def _request(self, contacts: tuple[Unit, ...]) -> str:
        """The words of an application for disclosure; empty where the wording asks for nothing that could be disclosed."""
        if all(assessed.measure.kind == "unobservable" for assessed in self.assessed.measures):
            return ""
        names = dict.fromkeys(_TO_FILL_IN if unit.is_group else unit.full_name or unit.name for unit in contacts)
        wanted = f"《{self.assessed.plan.record.title}》任务 {self.task.id}“{self.row.title}”"
        return f"{'、'.join(names)}：依照《中华人民共和国政府信息公开条例》，申请公开{wanted}所要求公开的内容。"

    def periods(self, assessed: AssessedMeasure) -> Periods | None:
        """Of a measure period by period and unit by unit, unless one strip speaks for all."""
        strips = {cell.unit.slug: dict(cell.verdict.strip) for cell in assessed.cells if cell.verdict.strip}
        if not strips or assessed.verdict.strip:
            return None
        labels = tuple(dict.fromkeys(label for strip in strips.values() for label in strip))
        # Periods are the same for all; events, labelled by their dates, are not.
        labels = tuple(sorted(labels)) if assessed.measure.kind == "triggered" else labels
        rows = (UnitCells(self.place.unit_link(slug), tuple(map(strip.get, labels))) for slug, strip in strips.items())
        return Periods(labels, tuple(rows))

    def evidence_view(self, evidence: Evidence) -> EvidenceView:
        measures = [measure for measure in self.task.measures if not evidence.measures or measure.number in evidence.measures]
        node = self.place.register.nodes.get(evidence.found_in or "")
        return EvidenceView(
            evidence=evidence,
            task=self.link,
            units=self.place.unit_links(evidence.units),
            trail=self.place.publication_path(node) if node else (),
            is_elsewhere=is_elsewhere(evidence, measures, self.place.register),
            is_official=is_official(evidence.url or "", self.place.record),
        )

    def duty_of(self, unit: Unit) -> UnitTask | None:
        """What it is to a unit that leads it or is responsible for it, itself or as a member of a group."""
        task, cells = self.task, self.assessed.cells_of(unit)
        leads, owes = unit.slug in task.lead_units, unit.slug in task.responsible_units
        if not (leads or owes or cells):
            return None
        # A unit may stand in the row and owe none of its measures by the wording: then the task's own badge is shown.
        verdict = summary(cell.verdict for cell in cells) if cells else self.row.verdict
        # A measure may name the unit, or a change may have put it in charge, without its standing in the row.
        owes = owes or (not leads and any(cell.group is None for cell in cells))
        role = LEADS_AND_OWES if leads and owes else LEADS if leads else OWES if owes else OWES_AS_MEMBER
        group = next((cell.group for cell in cells if cell.group), None)
        own = [measure.measure for measure in self.assessed.measures if measure.cell_of(unit.slug)] if cells else task.measures
        return UnitTask(role, self.row, verdict, cells, self.place.unit_link(group.slug) if group else None, TimeWords.of(own))

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
