"""The pages of one jurisdiction: its own, those of its units and publication paths, and its plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from gongkai.judging.assessment import Assessment
from gongkai.judging.badges import Verdict
from gongkai.judging.scorecard import Scorecard
from gongkai.records.portal import Jurisdiction, Node
from gongkai.records.register_records import DisclosureAddresses, Unit
from gongkai.words.labels import UNIT_KINDS

from . import addresses, descriptions
from .kinds import KindPages
from .narrowing import narrowings
from .place import Place
from .plans import PlanPages
from .views import Branch, EvidenceView, Found, Link, MemberView, Page, PlatformPart, Tally, TaskRow, page


class PlacePages(Place):
    """The pages of one jurisdiction; `plans` are newest first."""

    def __init__(self, jurisdiction: Jurisdiction, assessment: Assessment) -> None:
        super().__init__(jurisdiction, assessment.as_of)
        plans: list[PlanPages] = []
        for plan in reversed(assessment.plans_of(jurisdiction)):
            plans.append(PlanPages(self, plan, before=plans[-1] if plans else None))
        self.plans = tuple(reversed(plans))

    @cached_property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for plan in self.plans for row in plan.rows.values())

    @cached_property
    def evidence(self) -> tuple[EvidenceView, ...]:
        return tuple(view for plan in self.plans for view in plan.evidence)

    def pages(self) -> Iterator[Page]:
        yield self._index()
        yield self._units_index()
        yield self._paths_index()
        for unit in self.register.units.values():
            yield self._unit(unit)
        for node in self.register.nodes.values():
            yield self._path(node)
        yield from KindPages(self, self.plans).pages()
        for plan in self.plans:
            yield from plan.pages()

    def _page(self, save_as: str, kind: str, title: str, trail: Sequence[Link] = (), **variables: object) -> Page:
        return page(save_as, kind, title, trail, place=self, demonstration=self.jurisdiction.is_demonstration, **variables)

    def _index(self) -> Page:
        title = f"{self.record.name}政务公开工作要点"
        tasks = [(plan.plan.year, len(plan.rows)) for plan in self.plans]
        description = descriptions.jurisdiction(self.record, tasks, len(self.register.units))
        return self._page(self.address, "jurisdiction", title, description=description)

    @property
    def unit_groups(self) -> tuple[tuple[str, tuple[Unit, ...]], ...]:
        """Units by kind, in the order of the register."""
        kinds = ((label, tuple(unit for unit in self.register.units.values() if unit.kind == kind)) for kind, label in UNIT_KINDS.items())
        return tuple((label, units) for label, units in kinds if units)

    @property
    def platform(self) -> tuple[PlatformPart, ...]:
        """The parts of the government's own disclosure platform, named and ordered as 国办公开办函〔2019〕61号 does."""
        here = {"content_url": Link("本站按十五类信息整理的任务", self.kinds_address)}
        return tuple(
            PlatformPart(field.title or "", getattr(self.record.disclosure, name), here.get(name))
            for name, field in DisclosureAddresses.model_fields.items()
        )

    @property
    def is_platform_known(self) -> bool:
        """True when nobody has to look for a part from the government's front page."""
        return all(part.url for part in self.platform)

    def _units_index(self) -> Page:
        owed = Counter(slug for plan in self.plans for one in plan.assessed.tasks for slug in one.task.named_units)
        description = descriptions.units(self.record, len(self.register.units))
        return self._page(self.units_address, "units", f"{self.record.short_name}的单位", [self.link], description=description, owed=owed)

    def _paths_index(self) -> Page:
        sites = tuple(node for node in self.register.nodes.values() if node.parent is None)
        description = descriptions.paths(self.record, sites, len(self.register.nodes))
        return self._page(
            self.paths_address,
            "paths",
            f"{self.record.short_name}的公开路径",
            [self.link],
            description=description,
            sites=self._branches(sites, self._tallies_of_paths()),
        )

    def _branches(self, nodes: Iterable[Node], tallies: Mapping[str, Tally]) -> tuple[Branch, ...]:
        return tuple(
            Branch(self.path_link(node), self._branches(self.register.children(node), tallies), tallies[node.slug]) for node in nodes
        )

    def _tallies_of_paths(self) -> dict[str, Tally]:
        """By the slug of a column: how the measures to be published in it or below it stand, each once."""
        uses = [use for plan in self.plans for use in plan.uses]
        by_node: dict[str, dict[tuple[str, int | None], Verdict]] = {slug: {} for slug in self.register.nodes}
        for use in uses:
            for node in use.node.trail:
                by_node[node.slug][use.key] = use.verdict
        return {slug: Tally.of(verdicts.values()) for slug, verdicts in by_node.items()}

    def _unit(self, unit: Unit) -> Page:
        duties = tuple(duties for plan in self.plans if (duties := plan.duties_of(unit)).tasks)
        return self._page(
            addresses.unit(self.jurisdiction, unit),
            "unit",
            unit.name,
            [self.link, Link("单位", self.units_address)],
            where=self.record.short_name,
            description=descriptions.unit(self.record, unit, duties),
            unit=unit,
            kind_label=UNIT_KINDS[unit.kind],
            groups=tuple(self.unit_link(group.slug) for group in self.register.groups_of(unit.slug)),
            members=tuple(MemberView(self.unit_link(one.unit), one.valid_from, one.valid_to) for one in unit.members),
            successors=tuple(map(self.unit_link, unit.successors)),
            duties=duties,
            narrowings=narrowings((one.facets for owed in duties for one in owed.tasks), ()),
            found=Found.of(view for view in self.evidence if unit.slug in view.evidence.units),
        )

    def _path(self, node: Node) -> Page:
        here = tuple(use for plan in self.plans for use in plan.uses_of(node))
        below = tuple(use for plan in self.plans for use in plan.uses_below(node))
        return self._page(
            addresses.path(self.jurisdiction, node),
            "path",
            node.name,
            [self.link, Link("公开路径", self.paths_address), *self.trail_of(node)[:-1]],
            where=" > ".join([self.record.short_name, *(step.name for step in node.trail[:-1])]),
            description=descriptions.path(self.record, node, len({use.key for use in (*here, *below)})),
            node=node,
            trail_links=self.trail_of(node),
            children=tuple(self.path_link(child) for child in self.register.children(node)),
            here=here,
            below=below,
            narrowings=narrowings((use.facets for use in (*here, *below)), self.register.units),
            # A measure promised in two columns below is one duty here.
            card=Scorecard.of(verdict for use in {use.key: use for use in (*here, *below)}.values() for verdict in use.verdicts),
            found=tuple(view for plan in self.plans for view in plan.found_in(node)),
        )
