"""The site as a whole: the pages and files that are of no single place, made of what each place gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from jinja2 import Environment

from gongkai.comparing import overview
from gongkai.comparing import tables as comparison_tables
from gongkai.comparing.comparison import Comparison
from gongkai.exports import feeds
from gongkai.files.private import Stored
from gongkai.following import pages as changes
from gongkai.pages import addresses
from gongkai.pages.addresses import Site
from gongkai.pages.shell import Absence, Frame
from gongkai.pages.views import MOVED, Head, Link, Page
from gongkai.pages.whole import portal_pages
from gongkai.pages.whole.many_places import has_page_of_places
from gongkai.pages.whole.site_map import RobotsView, machine_maps
from gongkai.publishing import contents
from gongkai.publishing.places.groups import Group, SiteFile, feed_file, tags_of, text
from gongkai.publishing.places.making import MadePlace
from gongkai.publishing.places.reading import Outline
from gongkai.publishing.settings import Settings, official_site, registered_site, site
from gongkai.search.findable import Findable, PlaceOfIndex
from gongkai.search.guides import Explained
from gongkai.search.index import Index, Mapper, index_files

from .checking import Checked

_WAYS = {"home", "search", "sitemap", "not_found", "components", MOVED}


@dataclass(frozen=True)
class Prose:
    """A page that Pelican reads and writes."""

    title: str
    address: str
    description: str


@dataclass(frozen=True)
class Whole:
    """All places of a site in their order as far as they are made, and the prose that Pelican reads."""

    settings: Settings
    checked: Checked
    as_of: date
    prose: tuple[Prose, ...]
    places: tuple[MadePlace, ...] = ()
    # As it was made the last time.
    index: Index = field(default_factory=Index)

    @property
    def site(self) -> Site:
        return site(self.settings)

    @property
    def real(self) -> list[MadePlace]:
        return [place for place in self.places if not place.contribution.is_demonstration]

    def pages(self) -> tuple[Page, ...]:
        """The pages of no single place and no single duty."""
        prose = [Link(page.title, page.address) for page in self.prose]
        names = [place.contribution.name for place in self.real]
        apart = (changes.of_site([place.changes for place in self.real], names, self.site.name), *overview.pages_of(self.comparison))
        below = chain((page.head for page in apart), self._heads_of_duties, self._heads)
        contributions = [place.contribution for place in self.places]
        return (*portal_pages.pages_of_site(contributions, self.checked.common.portal(()), below, prose, self.checked.gone), *apart)

    @cached_property
    def _heads_of_duties(self) -> tuple[Head, ...]:
        return tuple(chain.from_iterable(map(self.comparison.heads_of, self.comparison.duties)))

    @property
    def _heads(self) -> Iterator[Head]:
        """Those of pages of places that the whole site speaks of: where they are many, none, but of a place that is gone any may be the heir."""
        is_asked = self.checked.gone or not has_page_of_places([place.contribution for place in self.real])
        return chain.from_iterable(place.heads.value for place in self.places if is_asked)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison.of(self.checked.common.duties, chain.from_iterable(place.held for place in self.places))

    def index_files(self, pages: Iterable[Page], mapper: Mapper) -> tuple[Index, Iterator[tuple[str, str]]]:
        """The index of the search, whole once all its files have come, and those of them that are not as before."""
        outlines = zip(self.checked.outlines, self.places, strict=True)
        places = [
            PlaceOfIndex(outline.slug, self.checked.states[outline.slug], partial(_value, place.findable))
            for outline, place in outlines
            if not outline.is_demonstration
        ]
        return index_files(places, self.checked.common.portal(()), list(self._explained(pages)), self.index, mapper)

    def _explained(self, pages: Iterable[Page]) -> Iterator[Explained]:
        """Those of the whole site that can be found: not the ways to them."""
        for head in chain((page.head for page in pages), self._heads_of_duties):
            if head.kind not in _WAYS and not addresses.is_further(head.address):
                yield Explained(head.title, head.address, head.description, "duty" if head.kind == "duty" else "page")
        for prose in self.prose:
            yield Explained(prose.title, prose.address, prose.description)

    def group(self, pages: tuple[Page, ...], templates: Environment) -> Group:
        """What is of no single place."""
        return Group(pages, tags_of(registered_site(self.settings), pages), tuple(self._files(templates, pages)))

    def _files(self, templates: Environment, pages: Iterable[Page]) -> Iterator[SiteFile]:
        begun = [place.begun for place in self.real if place.begun]
        yield feed_file(feeds.site_feed(begun, chain.from_iterable(place.news for place in self.real), self.site, self.as_of))
        written = (
            *(page.save_as for page in pages if page.head.kind != MOVED),
            *(head.address for head in self._heads_of_duties),
            *chain.from_iterable(place.addresses for place in self.places),
            *(page.address for page in self.prose),
        )
        listed = tuple(sorted(address for address in written if address != addresses.NOT_FOUND))
        for address, view in (*machine_maps(self.site, listed), (RobotsView.template, RobotsView(self.site))):
            yield SiteFile(address, view, partial(text, templates.get_template(view.template).render, {"view": view}))
        yield from (SiteFile(*file) for file in comparison_tables.files_of_all(self.comparison, self.as_of))
        stated = contents.contents(self.settings, self.as_of, contents.data_sums(Path(str(self.settings["GONGKAI_DATA"]))))
        yield SiteFile(contents.NAME, stated, stated.encode)

    @property
    def _is_compared(self) -> bool:
        """Told before the places are made."""
        known = {duty.id for duty in self.checked.common.duties}
        return any(slug in known for outline in self.checked.outlines for slug, _ in outline.carrying)

    def frame(self) -> Frame:
        """What is the same on all pages, the prose pages too."""
        return Frame(
            site=self.site,
            as_of=self.as_of,
            places=tuple(_link(place.record.short_name, place) for place in self.checked.outlines if not place.is_demonstration),
            demonstrations=tuple(_link(place.record.name, place) for place in self.checked.outlines if place.is_demonstration),
            official=official_site(self.settings),
            contact=str(self.settings["GONGKAI_CONTACT"]),
            contact_url=str(self.settings["GONGKAI_CONTACT_URL"]),
            feed_limit=feeds.LIMIT,
            absences=tuple(Absence(place.name, str(place.problems[0]), len(place.problems)) for place in self.checked.left_out),
            is_compared=self._is_compared,
        )


def _value(stored: Stored[Findable]) -> Findable:
    return stored.value


def _link(title: str, place: Outline) -> Link:
    return Link(title, f"{place.slug}/{addresses.HOME}")
