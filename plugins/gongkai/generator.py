"""Writes the portal through Pelican: the only module that knows it, and the only one that writes files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from pelican.generators import Generator
from pelican.writers import Writer

from .exports import calendars, feeds, task_sheet
from .exports import tables as exports
from .judging.assessment import Assessment, assess
from .judging.badges import RULES_VERSION
from .pages import addresses, page_tags, structured_data, wording
from .pages.addresses import Site
from .pages.portal_pages import pages
from .pages.views import HOME_LINK, Page
from .publishing import bundle
from .publishing.settings import check_environment, check_settings, official_site
from .records import loading as ledger
from .records.portal import Portal
from .records.problems import DataError, Problem
from .search import bundle as search_bundle


class PortalGenerator(Generator):  # type: ignore[misc]  # Pelican has no type hints.
    """Loads and judges the data once, then writes every page, export and index."""

    def generate_context(self) -> None:
        portal = checked(self.settings, Path())
        self.registered = registered_site(self.settings)
        self.assessment = assess(portal, as_of(self.settings, os.environ))
        self.search_files = search_bundle.search_files(self.assessment, Path(self.settings["THEME"]) / "scripts")
        self.search_folder = search_bundle.folder_of(self.search_files)
        self.context.update(shared_variables(self.settings, self.assessment), search_folder=self.search_folder)

    def generate_output(self, writer: Writer) -> None:
        written = pages(self.assessment)
        self.page_tags = page_tags.of_pages(self.registered, written) if self.registered else {}
        for page in written:
            self._write(writer, page)
        self._write_site_map(written)
        self._write_open_data()
        theme = Path(self.settings["THEME"])
        self._write_text(addresses.STYLE, bundle.style_sheet(theme / "styles"))
        self._write_text(addresses.SCRIPT, bundle.page_script(theme / "scripts"))
        for name, text in self.search_files.items():
            self._write_text(self.search_folder + name, text)

    def _write_open_data(self) -> None:
        assessment, site = self.assessment, self._site
        for plan in assessment.plans:
            self._write_text(addresses.plan_json(plan.plan), exports.plan_json(plan))
            self._write_text(addresses.tasks_csv(plan.plan), exports.tasks_csv(plan))
            self._write_bytes(addresses.tasks_sheet(plan.plan), task_sheet.tasks_sheet(plan))
            self._write_bytes(addresses.plan_calendar(plan.plan), calendars.plan_calendar(plan, site))
        for place in assessment.portal.jurisdictions:
            self._write_bytes(addresses.place_calendar(place), calendars.place_calendar(place, assessment.plans_of(place), site))
            self._write_text(addresses.place_feed(place), feeds.place_feed(place, assessment, site))
        self._write_text(addresses.FEED, feeds.site_feed(assessment, site))

    @property
    def _site(self) -> Site:
        return site(self.settings)

    def _write(self, writer: Writer, page: Page) -> None:
        template = self.get_template(page.template)
        # Passed by hand: Pelican does not add relative URLs to plugin pages.
        relative = self.settings["RELATIVE_URLS"]
        variables = page.variables | ({"page_tags": self.page_tags[page.save_as]} if self.registered else {})
        writer.write_file(page.save_as, template, self.context, relative, url=page.save_as, **variables)

    def _write_site_map(self, written: Iterable[Page]) -> None:
        """For machines; among the pages is the prose of content/pages, which Pelican writes."""
        every = (page.save_as for page in (*written, *self.context["pages"]))
        listed = sorted(address for address in every if address != addresses.NOT_FOUND)
        for name in ("sitemap.xml", "robots.txt"):
            self._write_text(name, self.env.get_template(name).render(self.context, listed=listed))

    def _write_text(self, save_as: str, text: str) -> None:
        self._write_bytes(save_as, text.encode())

    def _write_bytes(self, save_as: str, content: bytes) -> None:
        file = Path(self.output_path) / save_as
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def checked(settings: Mapping[str, object], root: Path) -> Portal:
    """What a site of these settings shows, its data folder looked for under `root`; raises DataError with what is wrong."""
    _refuse([*check_settings(settings), *check_environment(os.environ)])
    folder = root / str(settings["GONGKAI_DATA"])
    portal = ledger.load(folder)
    if settings["GONGKAI_PUBLISH"]:
        portal = portal.without_demonstrations()
    if settings["GONGKAI_OFFICIAL"]:
        _refuse(page_tags.unfilled(portal, Path(folder.name)))
    return portal


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DataError(problems)


def site(settings: Mapping[str, object]) -> Site:
    """The site by its name and address."""
    return Site(str(settings["SITENAME"]).strip(), str(settings["GONGKAI_SITE_URL"]).rstrip("/"), bool(settings["GONGKAI_PUBLISH"]))


def registered_site(settings: Mapping[str, object]) -> page_tags.RegisteredSite | None:
    """What the page tags say of a registered government site; None for any other site."""
    official = official_site(settings)
    return page_tags.RegisteredSite(site(settings), official.identification_code) if official else None


def shared_variables(settings: Mapping[str, object], assessment: Assessment) -> dict[str, object]:
    """What every template may use, the prose pages too (they all stand at the site root)."""
    whole, registered = site(settings), registered_site(settings)
    return {
        "site": whole,
        "site_name": whole.name,
        "is_published": whole.is_published,
        "official": official_site(settings),
        "page_tags": registered.tags if registered else {},
        "is_item": page_tags.is_item,
        "breadcrumbs": partial(structured_data.breadcrumbs, site=whole),
        "dataset": partial(structured_data.dataset, site=whole),
        "contact": settings["GONGKAI_CONTACT"],
        "contact_url": settings["GONGKAI_CONTACT_URL"],
        "as_of": assessment.as_of,
        "chinese_date": wording.chinese_date,
        "addresses": addresses,
        "jurisdictions": tuple(place for place in assessment.portal.jurisdictions if not place.is_demonstration),
        "demonstrations": tuple(place for place in assessment.portal.jurisdictions if place.is_demonstration),
        "rules_version": RULES_VERSION,
        "feed_limit": feeds.LIMIT,
        "href": addresses.relative_to(addresses.HOME),
        "trail": (HOME_LINK,),
        "where": "",
        "demonstration": False,
    }


def as_of(settings: Mapping[str, object], environment: Mapping[str, str]) -> date:
    """The date the badges are judged on: the setting, else SOURCE_DATE_EPOCH, else today. All have been checked."""
    zone = ZoneInfo(str(settings["TIMEZONE"]))
    if day := str(settings["GONGKAI_AS_OF"]):
        return date.fromisoformat(day)
    if epoch := environment.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    return datetime.now(zone).date()


def prepare_templates(generator: Generator) -> None:
    """JSON keeps its letters."""
    generator.env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
