"""What is made together: the pages and files of one place, as plain values; nothing is drawn or written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from gongkai.exports import calendars, feeds, tables
from gongkai.exports.feeds import News
from gongkai.following import pages as changes
from gongkai.judging.assessment import AssessedPlan
from gongkai.judging.judgement import assess
from gongkai.pages import addresses, place_pages
from gongkai.pages.addresses import Site
from gongkai.pages.place_pages import Elsewhere
from gongkai.pages.plans import ShownPlace, shown_places
from gongkai.pages.views import Page
from gongkai.pages.whole.components import components_page
from gongkai.records.portal import Jurisdiction, Portal
from gongkai.reporting.files import files_of as files_of_reports
from gongkai.reporting.pages import Reports, reports_of
from gongkai.reporting.pages import pages_of as pages_of_reports
from gongkai.words.record import Grouped

if TYPE_CHECKING:
    from gongkai.publishing.page_tags import RegisteredSite

Tags = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class SiteFile:
    """A file that is no page: what it is made of, None where that is all of its place, and how."""

    address: str
    made_of: object
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Group:
    """What is made together: the pages and files of one place, of one duty, or of neither."""

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


def tags_of(registered: RegisteredSite | None, pages: Sequence[Page]) -> Tags:
    """The page tags of these pages, the lists that they stand in among them; none but for a registered site."""
    if not registered:
        return {}
    # Only such a site has need of them.
    from gongkai.publishing import page_tags  # noqa: PLC0415

    return page_tags.of_pages(registered, pages)


@dataclass(frozen=True)
class BuiltPlace:
    """A place as it was judged and shown."""

    plans: tuple[AssessedPlan, ...]
    shown: ShownPlace
    news: tuple[News, ...]
    reports: tuple[Reports, ...]
    pages: tuple[Page, ...]

    @property
    def jurisdiction(self) -> Jurisdiction:
        return self.shown.place.jurisdiction


def built(
    place: Jurisdiction, portal: Portal, as_of: date, elsewhere: Mapping[str, Elsewhere] | None = None, *, has_components: bool = False
) -> BuiltPlace:
    """A place with all its pages, and with that of components where it gives it; `elsewhere` tells which plans have its duties in common."""
    assessment = assess(replace(portal, jurisdictions=(place,)), as_of)
    (shown,) = shown_places(assessment)
    reports = reports_of(shown)
    components = components_page(shown) if has_components else ()
    further = chain(pages_of_reports(reports), changes.pages_of(shown))
    pages = (*place_pages.pages_of(shown, portal, further, elsewhere), *components)
    return BuiltPlace(assessment.plans, shown, feeds.news_of(plan.chronicle for plan in shown.plans), reports, pages)


def files_of_place(place: BuiltPlace, site: Site, as_of: date) -> Iterator[SiteFile]:
    """Its open data, calendars and feeds."""
    events: list[calendars.DueEvent] = []
    of_units: dict[str, list[calendars.DueEvent | None]] = {}
    news_of = Grouped.of((entry.year, entry) for entry in place.news)
    for plan in place.plans:
        yield SiteFile(addresses.plan_json(plan.plan), None, partial(text, tables.plan_json, plan))
        yield SiteFile(addresses.tasks_csv(plan.plan), None, partial(text, tables.tasks_csv, plan))
        record = plan.plan.record
        yield SiteFile(
            addresses.tasks_sheet(plan.plan), (record.title, record.demonstration, *tables.task_rows(plan)), partial(_tasks_sheet, plan)
        )
        of_plan = calendars.plan_events(plan, site)
        events += of_plan
        for slug, of_unit in calendars.unit_events(plan, site).items():
            of_units.setdefault(slug, []).extend(of_unit)
        yield _calendar(addresses.plan_calendar(plan.plan), calendars.plan_title(plan), of_plan)
        yield feed_file(feeds.plan_feed(plan, news_of[plan.plan.year], site))
    yield _calendar(addresses.place_calendar(place.jurisdiction), calendars.place_title(place.jurisdiction), events)
    yield feed_file(feeds.place_feed(place.jurisdiction, place.plans, place.news, site, as_of))
    yield from _files_of_units(place, of_units, site, as_of)
    yield from (SiteFile(*file) for reports in place.reports for file in files_of_reports(reports))


def _files_of_units(
    place: BuiltPlace, events: Mapping[str, Sequence[calendars.DueEvent | None]], site: Site, as_of: date
) -> Iterator[SiteFile]:
    """A feed of each, and a calendar where it owes anything by a date; once made that stays, though nobody is reminded of it any more."""
    jurisdiction, naming = place.jurisdiction, feeds.by_unit(place.news)
    for unit in jurisdiction.register.units.values():
        yield feed_file(feeds.unit_feed(jurisdiction, unit, place.plans, naming[unit.slug], site, as_of))
        if due := events.get(unit.slug):
            yield _calendar(addresses.unit_calendar(jurisdiction, unit), calendars.unit_title(jurisdiction, unit), due)


def feed_file(feed: feeds.Feed) -> SiteFile:
    """A feed where it is read."""
    return SiteFile(feed.address, feed, lambda: feed.written().encode())


def _calendar(address: str, title: str, events: Iterable[calendars.DueEvent | None]) -> SiteFile:
    reminding = tuple(event for event in events if event)
    return SiteFile(address, (title, reminding), partial(calendars.calendar, title, reminding))


def _tasks_sheet(plan: AssessedPlan) -> bytes:
    # Only who makes sheets waits for it.
    from gongkai.exports import task_sheet  # noqa: PLC0415

    return task_sheet.tasks_sheet(plan)


def text(make: Callable[..., str], *arguments: object) -> bytes:
    """What is made so, as it is written."""
    return make(*arguments).encode()
