"""A jurisdiction as the pages name it: its register, and links to its units and publication paths."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.records.portal import Jurisdiction, Node
from gongkai.words.article_20 import Kind

from . import addresses
from .views import Link


class Place:
    """One jurisdiction on the date of the build."""

    def __init__(self, jurisdiction: Jurisdiction, as_of: date) -> None:
        self.jurisdiction = jurisdiction
        self.record = jurisdiction.record
        self.register = jurisdiction.register
        self.as_of = as_of
        self.address = addresses.jurisdiction(jurisdiction)
        self.units_address = addresses.units(jurisdiction)
        self.paths_address = addresses.paths(jurisdiction)
        self.kinds_address = addresses.kinds(jurisdiction)
        self.calendar_address = addresses.place_calendar(jurisdiction)
        self.feed_address = addresses.place_feed(jurisdiction)

    @property
    def link(self) -> Link:
        return Link(self.record.short_name, self.address)

    def unit_link(self, slug: str) -> Link:
        unit = self.register.units[slug]
        return Link(unit.name, addresses.unit(self.jurisdiction, unit))

    def path_link(self, node: Node) -> Link:
        return Link(node.name, addresses.path(self.jurisdiction, node))

    def kind_link(self, kind: Kind) -> Link:
        return Link(kind.title, addresses.kind(self.jurisdiction, kind.number))

    def unit_links(self, slugs: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.unit_link(slug) for slug in slugs)

    def trail_of(self, node: Node) -> tuple[Link, ...]:
        return self.links_of(node.trail)

    def links_of(self, trail: Iterable[Node]) -> tuple[Link, ...]:
        return tuple(self.path_link(step) for step in trail)
