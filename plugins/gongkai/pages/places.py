"""A jurisdiction as the pages name it: its register, and links to its units and publication paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gongkai.records.portal import Jurisdiction, Node, Register
from gongkai.records.register_records import JurisdictionRecord, Unit
from gongkai.words.article_20 import Kind

from . import addresses
from .views import HOME_LINK, Head, Link, PlaceView


@dataclass(frozen=True)
class Place:
    """One jurisdiction on the date of the build."""

    jurisdiction: Jurisdiction
    as_of: date
    # The day whose names units are called by: that of a plan, on its pages; else they are called as they are now.
    named_on: date | None = None

    @property
    def record(self) -> JurisdictionRecord:
        return self.jurisdiction.record

    @property
    def register(self) -> Register:
        return self.jurisdiction.register

    @property
    def is_demonstration(self) -> bool:
        return self.jurisdiction.is_demonstration

    @cached_property
    def view(self) -> PlaceView:
        return PlaceView(
            slug=self.jurisdiction.slug,
            name=self.record.name,
            short_name=self.record.short_name,
            portal_url=self.record.portal_url,
            contact=self.record.contact,
            address=addresses.jurisdiction(self.jurisdiction),
            units_address=addresses.units(self.jurisdiction),
            publication_paths_address=addresses.publication_paths(self.jurisdiction),
            kinds_address=addresses.kinds(self.jurisdiction),
            calendar_address=addresses.place_calendar(self.jurisdiction),
            feed_address=addresses.place_feed(self.jurisdiction),
        )

    @property
    def link(self) -> Link:
        return self.view.link

    @cached_property
    def _unit_links(self) -> dict[str, Link]:
        units = self.register.units.items()
        return {slug: Link(self._name(unit), addresses.unit(self.jurisdiction, unit)) for slug, unit in units}

    def _name(self, unit: Unit) -> str:
        return unit.name_on(self.named_on) if self.named_on else unit.name

    def unit_link(self, slug: str) -> Link:
        return self._unit_links[slug]

    def unit_links(self, slugs: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self._unit_links[slug] for slug in slugs)

    def kind_link(self, kind: Kind) -> Link:
        return Link(kind.title, addresses.kind(self.jurisdiction, kind.number))

    def column_link(self, node: Node) -> Link:
        return Link(node.name, addresses.publication_path(self.jurisdiction, node))

    def publication_path(self, node: Node) -> tuple[Link, ...]:
        """Links to the steps that lead to a column, itself last."""
        return tuple(self.column_link(step) for step in node.trail)

    def head(
        self, address: str, kind: str, title: str, description: str, trail: Iterable[Link], crumbs: tuple[Link, ...] = (), where: str = ""
    ) -> Head:
        """Of a page of this place; the way from the home page to the place is part of every trail."""
        links = (HOME_LINK, *trail)
        return Head(address, kind, title, description, links, crumbs, where, self.view.units_address, self.is_demonstration)
