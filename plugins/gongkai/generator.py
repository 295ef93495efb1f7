"""Writes the portal through Pelican: the only module that knows it."""

from __future__ import annotations

import io
import logging
import os
import traceback
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

from jinja2 import StrictUndefined
from pelican import Pelican, log, signals
from pelican.generators import Generator
from pelican.settings import read_settings
from pelican.writers import Writer

from .exports import calendars, feeds, task_sheet
from .exports import tables as exports
from .files import writer
from .judging.assessment import Assessment, assess
from .judging.badges import RULES_VERSION
from .pages import addresses, page_tags, structured_data
from .pages.addresses import Site
from .pages.portal_pages import pages
from .pages.views import HOME_LINK, Page
from .publishing import bundle
from .publishing.building import BuildError
from .publishing.checking import checked
from .publishing.settings import Settings, as_of, completed, official_site, registered_site, site
from .records.portal import Portal
from .search import bundle as search_bundle
from .words.dates import chinese_date


class PortalGenerator(Generator):  # type: ignore[misc]  # Pelican has no type hints.
    """Loads and judges the data once, then writes every page, export and index."""

    # Given by who has loaded it already.
    portal: Portal | None = None

    def generate_context(self) -> None:
        self.settings.update(completed(self.settings))
        portal = self.portal or checked(self.settings, Path())
        self.registered = registered_site(self.settings)
        self.assessment = assess(portal, as_of(self.settings, os.environ))
        self.search_files = search_bundle.search_files(self.assessment, Path(self.settings["THEME"]) / "scripts", bundle.minified)
        self.search_folder = search_bundle.folder_of(self.search_files)
        self.context.update(shared_variables(self.settings, self.assessment), search_folder=self.search_folder)

    def generate_output(self, pelicans: Writer) -> None:
        written = pages(self.assessment)
        self.page_tags = page_tags.of_pages(self.registered, written) if self.registered else {}
        for page in written:
            self._write(pelicans, page)
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

    def _write(self, pelicans: Writer, page: Page) -> None:
        template = self.get_template(page.template)
        # Passed by hand: Pelican does not add relative URLs to plugin pages.
        relative = self.settings["RELATIVE_URLS"]
        variables = page.variables | ({"page_tags": self.page_tags[page.save_as]} if self.registered else {})
        pelicans.write_file(page.save_as, template, self.context, relative, url=page.save_as, **variables)

    def _write_site_map(self, written: Iterable[Page]) -> None:
        """For machines; among the pages is the prose of content/pages, which Pelican writes."""
        shown = (page.save_as for page in (*written, *self.context["pages"]))
        listed = sorted(address for address in shown if address != addresses.NOT_FOUND)
        for name in ("sitemap.xml", "robots.txt"):
            self._write_text(name, self.env.get_template(name).render(self.context, listed=listed))

    def _write_text(self, save_as: str, text: str) -> None:
        self._write_bytes(save_as, text.encode())

    def _write_bytes(self, save_as: str, content: bytes) -> None:
        writer.put(Path(self.output_path) / save_as, content)


def shared_variables(settings: Settings, assessment: Assessment) -> dict[str, object]:
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
        "chinese_date": chinese_date,
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


def prepare_templates(generator: Generator) -> None:
    """Whatever comes from data is escaped, JSON keeps its letters, and a misspelt variable stops the build."""
    environment = generator.env
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


class PortalSite(Pelican):  # type: ignore[misc]  # Pelican has no type hints.
    """Pelican with a portal that has been loaded and checked already."""

    def __init__(self, settings: Settings, portal: Portal) -> None:
        self.portal = portal
        super().__init__(settings)


def _generators(pelican: Pelican) -> type[PortalGenerator]:
    portal = pelican.portal if isinstance(pelican, PortalSite) else None
    return type("PortalGenerator", (PortalGenerator,), {"portal": portal})


def connect() -> None:
    """Tell Pelican of the portal."""
    signals.get_generators.connect(_generators)
    signals.generator_init.connect(prepare_templates)


class _Said(logging.Handler):
    """What Pelican has to say of a build, line by line."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.lines.append(f"{record.getMessage()}（{_described(error)}）" if error else record.getMessage())


def make(file: Path, overrides: Mapping[str, object], portal: Portal, output: Path) -> tuple[str, ...]:
    """The site of a settings file and a portal, made in a folder; returns Pelican's warnings, raises BuildError with all that it said."""
    said = _Said()
    # Otherwise Pelican builds an empty site, and succeeds, when the plugin is missing or fails to register.
    log.init(logging.WARNING, fatal="errors", handler=said)
    try:
        # It prints how long it took.
        with redirect_stdout(io.StringIO()):
            PortalSite(read_settings(str(file), {**overrides, "OUTPUT_PATH": str(output)}), portal).run()
    # Pelican lets through whatever a plugin, a template or a text raises.
    except Exception as error:
        # What it said itself comes back as a RuntimeError.
        raise BuildError("\n".join([*said.lines, *([] if said.lines and type(error) is RuntimeError else [_described(error)])])) from None
    return tuple(said.lines)


def _described(error: BaseException) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1:]
    return "".join([f"{type(error).__name__}: {error}", *(f"，{frame.filename}:{frame.lineno}" for frame in where)])
