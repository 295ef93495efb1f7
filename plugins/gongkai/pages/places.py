"""A jurisdiction as the pages name it: its register, links to its units and publication paths, and who answers for what people ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from gongkai.judging.competence import Competence
from gongkai.records.portal import Jurisdiction, Node, Portal, Register
from gongkai.records.register_records import DisclosureAddresses, JurisdictionRecord, Unit
from gongkai.words.article_20 import KINDS, Kind
from gongkai.words.daily import Meaning

from . import addresses, wording
from .views import HOME_LINK, Branch, Head, Link, PlaceView

# How many words a saying has on a page.
_SHOWN = 12


class KnownColumn(NamedTuple):
    """A column whose address on the government's site was seen: that of the last step of a path, or the nearest above it."""

    name: str
    url: str
    is_last: bool
    is_unopened: bool


class PathLine(NamedTuple):
    """Columns below the same steps: the way to them, where it ends, and what is known of their addresses, where that is told."""

    steps: tuple[Link, ...]
    ends: tuple[Link, ...]
    known: tuple[KnownColumn, ...] = ()

    @property
    def below_its_site(self) -> tuple[tuple[str, ...], ...]:
        """Its columns by their names, whatever site they are on; a site itself is like no other."""
        named = tuple(link.title for link in self.ends)
        return (tuple(link.title for link in self.steps[1:]), named) if self.steps else (named,)


@dataclass(frozen=True)
class AlikePaths:
    """Publication paths that differ only in the body on whose site they are; most stand alone."""

    lines: tuple[PathLine, ...]

    @property
    def title(self) -> str:
        """县教委网页等 5 个网站 › 政府信息公开目录 › …."""
        first = self.lines[0]
        names = (f"{first.steps[0].title}等 {len(self.lines)} 个网站", *(link.title for link in first.steps[1:]))
        return " › ".join((*names, "、".join(link.title for link in first.ends)))


def folded(trails: Iterable[tuple[Link, ...]], known: Mapping[tuple[Link, ...], KnownColumn] | None = None) -> tuple[AlikePaths, ...]:
    """Publication paths in as few lines as tell them all, in the order in which they come."""
    below: dict[tuple[Link, ...], list[Link]] = {}
    addresses_below: dict[tuple[Link, ...], dict[KnownColumn, None]] = {}
    for trail in trails:
        below.setdefault(trail[:-1], []).append(trail[-1])
        if known and trail in known:
            addresses_below.setdefault(trail[:-1], {})[known[trail]] = None
    alike: dict[tuple[tuple[str, ...], ...], list[PathLine]] = {}
    for steps, ends in below.items():
        line = PathLine(steps, tuple(ends), tuple(addresses_below.get(steps, ())))
        alike.setdefault(line.below_its_site, []).append(line)
    return tuple(AlikePaths(tuple(lines)) for lines in alike.values())


@dataclass(frozen=True)
class AlikeSites:
    """Sites with the same columns, each with its tree; most stand alone."""

    sites: tuple[Branch, ...]

    @property
    def title(self) -> str:
        """县教委网页等 5 个网站（栏目相同，各 2 个）."""
        name, columns = self.sites[0].link.title, _count(self.sites[0])
        if len(self.sites) > 1:
            return f"{name}等 {len(self.sites)} 个网站（栏目相同，各 {columns} 个）"
        return f"{name}（{columns} 个栏目）" if columns else name


def folded_sites(sites: Iterable[Branch]) -> tuple[AlikeSites, ...]:
    """Sites in as few entries as tell them all, in the order in which they come; one without columns is like no other."""
    alike: dict[object, list[Branch]] = {}
    for site in sites:
        alike.setdefault(_columns(site) or site.link, []).append(site)
    return tuple(AlikeSites(tuple(same)) for same in alike.values())


def _count(branch: Branch) -> int:
    """How many columns stand below."""
    return sum(1 + _count(below) for below in branch.below)


def _columns(branch: Branch) -> tuple[object, ...]:
    return tuple((below.link.title, _columns(below)) for below in branch.below)


@dataclass(frozen=True)
class PlatformSection:
    """A division of a government's own disclosure platform: its address where it is known, and what this portal has of it."""

    name: str
    url: str | None
    here: Link | None = None


@dataclass(frozen=True)
class Platform:
    """The disclosure platform of one government, its divisions named and ordered as 国办公开办函〔2019〕61号 does."""

    place: PlaceView
    sections: tuple[PlatformSection, ...]

    @property
    def known(self) -> tuple[PlatformSection, ...]:
        """What can be shown: an address of the government's own, or what this portal has."""
        return tuple(section for section in self.sections if section.url or section.here)

    @property
    def unseen(self) -> tuple[str, ...]:
        """The divisions of which nobody has seen the address."""
        return tuple(section.name for section in self.sections if not section.url)


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
            words_address=addresses.words(self.jurisdiction),
            calendar_address=addresses.place_calendar(self.jurisdiction),
            feed_address=addresses.place_feed(self.jurisdiction),
            changes_address=addresses.place_changes(self.jurisdiction),
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

    @cached_property
    def _column_links(self) -> dict[str, Link]:
        nodes = self.register.nodes.items()
        return {slug: Link(node.name, addresses.publication_path(self.jurisdiction, node)) for slug, node in nodes}

    def column_link(self, node: Node) -> Link:
        return self._column_links[node.slug]

    def publication_path(self, node: Node) -> tuple[Link, ...]:
        """Links to the steps that lead to a column, itself last."""
        return tuple(self._column_links[step.slug] for step in node.trail)

    def publication_paths(self, slugs: Iterable[str]) -> tuple[tuple[Link, ...], ...]:
        """Those of some columns, in the order of the register."""
        return tuple(self.publication_path(self.register.nodes[slug]) for slug in sorted(slugs, key=self._positions.__getitem__))

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {slug: position for position, slug in enumerate(self.register.nodes)}

    @property
    def platform(self) -> Platform:
        """The disclosure platform of its government."""
        here = {"content_url": Link("本站按十五类信息整理的任务", self.view.kinds_address)}
        sections = (
            PlatformSection(field.title or "", getattr(self.record.disclosure, name), here.get(name))
            for name, field in DisclosureAddresses.model_fields.items()
        )
        return Platform(self.view, tuple(sections))

    def head(
        self, address: str, kind: str, title: str, description: str, trail: Iterable[Link], crumbs: tuple[Link, ...] = (), where: str = ""
    ) -> Head:
        """Of a page of this place; the way from the home page to the place is part of every trail."""
        links = (HOME_LINK, *trail)
        return Head(address, kind, title, description, links, crumbs, where, self.view.units_address, self.is_demonstration)


@dataclass(frozen=True)
class Saying:
    """What people say, and which units of a place answer for it."""

    meaning: Meaning
    units: tuple[Link, ...]
    # The body that most likely answers, where the units are others.
    missed: str = ""

    @property
    def others(self) -> str:
        """Its other words; more than a screen of them help nobody."""
        return wording.some_of(self.meaning.words[1:], "种说法", most=_SHOWN)

    @property
    def search_address(self) -> str:
        return addresses.search(self.meaning.caption)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(KINDS[number].title for number in self.meaning.kinds)


@dataclass(frozen=True)
class Theme:
    """Sayings about one side of life."""

    name: str
    sayings: tuple[Saying, ...]

    @property
    def title(self) -> str:
        """With the first of them: who does not know the theme knows these."""
        captions = [saying.meaning.caption for saying in self.sayings]
        return f"{self.name}：{'、'.join(captions[:2])}{'等' if captions[2:] else ''}"


def themes(portal: Portal, place: Place | None = None) -> tuple[Theme, ...]:
    """The words of daily life by theme, with the units that answer in a place, if it is one place's."""
    meanings = portal.daily_words.meanings
    competence = Competence.of(place.register, portal.vocabulary, place.as_of) if place else None

    def sayings(theme: str) -> Iterator[Saying]:
        for meaning in meanings:
            if meaning.theme == theme:
                if place and competence:
                    links = place.unit_links(unit.slug for unit in competence.units(meaning))
                    yield Saying(meaning, links, competence.missed(meaning))
                else:
                    yield Saying(meaning, ())

    return tuple(Theme(theme or "其他", tuple(sayings(theme))) for theme in dict.fromkeys(meaning.theme for meaning in meanings))
