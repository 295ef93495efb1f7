"""A site place by place: what is made of each, and what of that the pages and files of the whole site need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from jinja2 import Environment

from gongkai.comparing import overview
from gongkai.comparing import tables as comparison_tables
from gongkai.comparing.carriers import Carrier, carriers_of
from gongkai.comparing.comparison import Comparison
from gongkai.comparing.duty_pages import pages_of_duty
from gongkai.comparing.held import held_of
from gongkai.exports import calendars, feeds, tables
from gongkai.exports.feeds import News
from gongkai.files.private import Pickled
from gongkai.following import pages as changes
from gongkai.judging.assessment import AssessedPlan, Assessment
from gongkai.judging.judgement import assess
from gongkai.pages import addresses, place_pages
from gongkai.pages.addresses import Site
from gongkai.pages.plans import ShownPlace, shown_places
from gongkai.pages.shell import Absence, Frame
from gongkai.pages.views import MOVED, Head, Link, Page
from gongkai.pages.whole import portal_pages
from gongkai.pages.whole.site_map import RobotsView, machine_maps
from gongkai.records.portal import Jurisdiction, Portal
from gongkai.reporting.files import files_of as files_of_reports
from gongkai.reporting.pages import Reports, reports_of
from gongkai.reporting.pages import pages_of as pages_of_reports
from gongkai.search.bundle import code_files, places_of
from gongkai.search.guides import Explained
from gongkai.search.index import Index, index_files
from gongkai.words.record import Grouped

from . import contents
from .settings import Settings, official_site, registered_site, site

_WAYS = {"home", "search", "sitemap", "not_found", "components", MOVED}
Tags = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class SiteFile:
    """A file that is no page: what it is made of, None where that is all of its place, and how."""

    address: str
    made_of: object
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Group:
    """What is made together: the pages and files of one place, or those of none."""

    pages: tuple[Page, ...]
    tags: Tags
    files: tuple[SiteFile, ...]

    def tags_of(self, page: Page) -> Mapping[str, str]:
        return self.tags.get(page.save_as, {})

    @property
    def made_of(self) -> dict[str, object]:
        """By address: what of equal kind gives equal bytes, as long as the frame, the theme and the program stay; None where that is not told."""
        pages: dict[str, object] = {page.save_as: (page, self.tags_of(page)) for page in self.pages}
        return pages | {file.address: file.made_of for file in self.files}

    @property
    def kept(self) -> Pickled[Mapping[str, object]]:
        """The same, out of the way."""
        return Pickled[Mapping[str, object]](self.made_of).packed()


@dataclass(frozen=True)
class BuiltPlace:
    """A place as it was judged and shown, and what is told of it elsewhere."""

    plans: tuple[AssessedPlan, ...]
    shown: ShownPlace
    news: tuple[News, ...]
    heads: tuple[Head, ...]
    carriers: tuple[Carrier, ...] = ()
    reports: tuple[Reports, ...] = ()

    @property
    def jurisdiction(self) -> Jurisdiction:
        return self.shown.place.jurisdiction

    @property
    def written(self) -> BuiltPlace:
        """The same when its files are written: nobody asks for its reports again."""
        return replace(self, reports=())


def built(place: Jurisdiction, portal: Portal, as_of: date) -> tuple[BuiltPlace, tuple[Page, ...]]:
    """A place with all its pages; of others they tell which have its duties in common."""
    assessment = assess(replace(portal, jurisdictions=(place,)), as_of)
    (shown,) = shown_places(assessment)
    reports = reports_of(shown)
    pages = tuple(place_pages.pages_of(shown, portal, chain(pages_of_reports(reports), changes.pages_of(shown))))
    news = feeds.news_of(plan.chronicle for plan in shown.plans)
    return BuiltPlace(assessment.plans, shown, news, tuple(page.head for page in pages), carriers_of(shown), reports), pages


def files_of_place(place: BuiltPlace, site: Site, as_of: date) -> Iterator[SiteFile]:
    """Its open data, calendars and feeds."""
    events: list[calendars.DueEvent] = []
    of_units: dict[str, list[calendars.DueEvent | None]] = {}
    news_of = Grouped.of((entry.year, entry) for entry in place.news)
    for plan in place.plans:
        yield SiteFile(addresses.plan_json(plan.plan), None, partial(_text, tables.plan_json, plan))
        yield SiteFile(addresses.tasks_csv(plan.plan), None, partial(_text, tables.tasks_csv, plan))
        record = plan.plan.record
        yield SiteFile(
            addresses.tasks_sheet(plan.plan), (record.title, record.demonstration, *tables.task_rows(plan)), partial(_tasks_sheet, plan)
        )
        of_plan = calendars.plan_events(plan, site)
        events += of_plan
        for slug, of_unit in calendars.unit_events(plan, site).items():
            of_units.setdefault(slug, []).extend(of_unit)
        yield _calendar(addresses.plan_calendar(plan.plan), calendars.plan_title(plan), of_plan)
        yield _feed(feeds.plan_feed(plan, news_of[plan.plan.year], site))
    yield _calendar(addresses.place_calendar(place.jurisdiction), calendars.place_title(place.jurisdiction), events)
    yield _feed(feeds.place_feed(place.jurisdiction, place.plans, place.news, site, as_of))
    yield from _files_of_units(place, of_units, site, as_of)
    yield from (SiteFile(*file) for reports in place.reports for file in files_of_reports(reports))


def _files_of_units(
    place: BuiltPlace, events: Mapping[str, Sequence[calendars.DueEvent | None]], site: Site, as_of: date
) -> Iterator[SiteFile]:
    """A feed of each, and a calendar where it owes anything by a date; once made that stays, though nobody is reminded of it any more."""
    jurisdiction, naming = place.jurisdiction, feeds.by_unit(place.news)
    for unit in jurisdiction.register.units.values():
        yield _feed(feeds.unit_feed(jurisdiction, unit, place.plans, naming[unit.slug], site, as_of))
        if due := events.get(unit.slug):
            yield _calendar(addresses.unit_calendar(jurisdiction, unit), calendars.unit_title(jurisdiction, unit), due)


def _feed(feed: feeds.Feed) -> SiteFile:
    return SiteFile(feed.address, feed, lambda: feed.written().encode())


def _calendar(address: str, title: str, events: Iterable[calendars.DueEvent | None]) -> SiteFile:
    reminding = tuple(event for event in events if event)
    return SiteFile(address, (title, reminding), partial(calendars.calendar, title, reminding))


def _tasks_sheet(plan: AssessedPlan) -> bytes:
    # Only who makes sheets waits for it.
    from gongkai.exports import task_sheet  # noqa: PLC0415

    return task_sheet.tasks_sheet(plan)


def _text(make: Callable[..., str], *arguments: object) -> bytes:
    return make(*arguments).encode()


@dataclass(frozen=True)
class Prose:
    """A page that Pelican reads and writes."""

    title: str
    address: str
    description: str


@dataclass(frozen=True)
class Whole:
    """The site as a whole: all its places in their order, and the prose that Pelican reads."""

    settings: Settings
    portal: Portal
    as_of: date
    places: tuple[BuiltPlace, ...]
    prose: tuple[Prose, ...]
    index: Index = field(default_factory=Index)

    @property
    def assessment(self) -> Assessment:
        return Assessment(self.portal, self.as_of, tuple(plan for place in self.places for plan in place.plans))

    @property
    def site(self) -> Site:
        return site(self.settings)

    def pages(self) -> tuple[Page, ...]:
        """The pages of no single place."""
        prose = [Link(page.title, page.address) for page in self.prose]
        told = self.comparison
        of_duties = (pages_of_duty(duty, told.neighbours_of(duty), self._carriers[duty.id]) for duty in told.duties)
        compared = (*overview.pages_of(told), *chain.from_iterable(of_duties))
        shown = [place.shown for place in self.places]
        apart = (changes.of_site(shown, self.site.name), *compared)
        below = (*(page.head for page in apart), *self.heads)
        return (*portal_pages.pages_of_site(shown, self.portal, below, prose), *apart)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison.of(self.portal.duties, (held_of(carrier) for place in self.places for carrier in place.carriers))

    @cached_property
    def _carriers(self) -> Grouped[str, Carrier]:
        return Grouped.of((carrier.duty, carrier) for place in self.places for carrier in place.carriers)

    def search_files(self, pages: Iterable[Page], scripts: Path) -> dict[str, str]:
        """The index and the code that answers from it, by name."""
        # Scripts are made small only where all is made.
        from . import bundle  # noqa: PLC0415

        index, files = self.index_files(pages, {})
        vars(self.index).update(vars(index))
        return code_files(scripts, bundle.minified) | files

    def index_files(self, pages: Iterable[Page], states: Mapping[str, str]) -> tuple[Index, dict[str, str]]:
        """The index alone, and of its files those that are not as before; the states tell which places have changed."""
        index, files = index_files(places_of(self.assessment, states), self.portal, self._explained(pages), self.index)
        return index, dict(files)

    def _explained(self, pages: Iterable[Page]) -> Iterator[Explained]:
        """Those of the whole site that can be found: not the ways to them."""
        for page in pages:
            if page.head.kind not in _WAYS and not addresses.is_further(page.save_as):
                yield Explained(page.head.title, page.save_as, page.head.description, "duty" if page.head.kind == "duty" else "page")
        for prose in self.prose:
            yield Explained(prose.title, prose.address, prose.description)

    def group(self, pages: tuple[Page, ...], templates: Environment) -> Group:
        """What is of no single place."""
        return Group(pages, self._tags(pages), tuple(self._files(templates, pages)))

    def group_of(self, place: BuiltPlace, pages: tuple[Page, ...]) -> Group:
        """What is of one place."""
        return Group(pages, self._tags(pages), tuple(files_of_place(place, self.site, self.as_of)))

    @property
    def heads(self) -> Iterator[Head]:
        """Those of all pages of places."""
        return (head for place in self.places for head in place.heads)

    def _files(self, templates: Environment, pages: Iterable[Page]) -> Iterator[SiteFile]:
        real = [place for place in self.places if not place.jurisdiction.is_demonstration]
        plans, news = [plan for place in real for plan in place.plans], [entry for place in real for entry in place.news]
        yield _feed(feeds.site_feed(plans, news, self.site, self.as_of))
        written = (
            *(head.address for head in (*(page.head for page in pages), *self.heads) if head.kind != MOVED),
            *(page.address for page in self.prose),
        )
        listed = tuple(sorted(address for address in written if address != addresses.NOT_FOUND))
        for address, view in (*machine_maps(self.site, listed), (RobotsView.template, RobotsView(self.site))):
            yield SiteFile(address, view, partial(_text, templates.get_template(view.template).render, {"view": view}))
        yield from self._files_of_comparison()
        stated = contents.contents(self.settings, self.as_of, contents.data_files(Path(str(self.settings["GONGKAI_DATA"]))))
        yield SiteFile(contents.NAME, stated, stated.encode)

    @property
    def _is_compared(self) -> bool:
        """Told before the places are judged."""
        known, real = {duty.id for duty in self.portal.duties}, (place for place in self.portal.jurisdictions if not place.is_demonstration)
        return any(not known.isdisjoint(task.all_duties) for place in real for plan in place.plans for task in plan.tasks)

    def _files_of_comparison(self) -> Iterator[SiteFile]:
        of_duties = (comparison_tables.files_of_duty(duty, self._carriers[duty.id], self.as_of) for duty in self.comparison.duties)
        yield from (SiteFile(*file) for file in chain(*of_duties, comparison_tables.files_of_all(self.comparison, self.as_of)))

    def frame(self) -> Frame:
        """What is the same on all pages, the prose pages too."""
        return Frame(
            site=self.site,
            as_of=self.as_of,
            places=tuple(_link(place.record.short_name, place) for place in self.portal.jurisdictions if not place.is_demonstration),
            demonstrations=tuple(_link(place.record.name, place) for place in self.portal.jurisdictions if place.is_demonstration),
            official=official_site(self.settings),
            contact=str(self.settings["GONGKAI_CONTACT"]),
            contact_url=str(self.settings["GONGKAI_CONTACT_URL"]),
            feed_limit=feeds.LIMIT,
            absences=tuple(Absence(place.name, str(place.problems[0]), len(place.problems)) for place in self.portal.left_out),
            is_compared=self._is_compared,
        )

    def _tags(self, pages: Sequence[Page]) -> Tags:
        """The page tags of these pages, the lists that they stand in among them; none but for a registered site."""
        if not (registered := registered_site(self.settings)):
            return {}
        # Only such a site has need of them.
        from . import page_tags  # noqa: PLC0415

        return page_tags.of_pages(registered, pages)


def _link(title: str, place: Jurisdiction) -> Link:
    return Link(title, addresses.jurisdiction(place))
