"""Writes the portal through Pelican: the only module that knows it."""

from __future__ import annotations

import io
import logging
import os
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path

from jinja2 import StrictUndefined
from markupsafe import Markup
from pelican import Pelican, log, signals
from pelican.contents import Page as ProsePage
from pelican.generators import Generator
from pelican.settings import read_settings
from pelican.writers import Writer

from .exports import calendars, feeds, task_sheet
from .exports import tables as exports
from .files import faults, writer
from .judging.assessment import Assessment, assess
from .pages import addresses
from .pages.addresses import Site
from .pages.portal_pages import MachineSiteMapView, RobotsView, pages
from .pages.shell import FILTERS, Absence, Frame, Shell
from .pages.templates import ProseView
from .pages.views import HOME_LINK, Head, Link, Page
from .publishing import bundle, contents, page_tags
from .publishing.building import BuildError
from .publishing.checking import checked
from .publishing.settings import Settings, as_of, completed, official_site, registered_site, site
from .records.portal import Jurisdiction, Portal
from .search import bundle as search_bundle
from .search.guides import Explained

_WAYS = {"home", "search", "sitemap", "not_found", "components"}


class PortalGenerator(Generator):  # type: ignore[misc]  # Pelican has no type hints.
    """Loads and judges the data once, then writes every page, export and index."""

    # Given by who has loaded it already.
    portal: Portal | None = None

    def generate_context(self) -> None:
        self.settings.update(completed(self.settings))
        portal = self.portal or checked(self.settings, Path())
        self.registered = registered_site(self.settings)
        self.assessment = assess(portal, as_of(self.settings, os.environ))
        self.prose = [Link(page.title, page.save_as) for page in self.context["pages"]]
        self.written = pages(self.assessment, site(self.settings).name, self.prose)
        scripts = Path(self.settings["THEME"]) / "scripts"
        self.search_files = search_bundle.search_files(self.assessment, scripts, bundle.minified, self._explained())
        self.frame = frame(self.settings, self.assessment)
        self.page_tags: dict[str, dict[str, str]] = {}
        self.context["shell_of"] = self._shell

    def generate_output(self, pelicans: Writer) -> None:
        self.page_tags = page_tags.of_pages(self.registered, self.written) if self.registered else {}
        for page in self.written:
            self._write(pelicans, page)
        self._write_for_machines((*(page.save_as for page in self.written), *(link.address for link in self.prose)))
        self._write_open_data()
        theme = Path(self.settings["THEME"])
        self._write_text(addresses.STYLE, bundle.style_sheet(theme / "styles"))
        self._write_text(addresses.SCRIPT, bundle.page_script(theme / "scripts"))
        for name, text in self.search_files.items():
            self._write_text(addresses.SEARCH_FILES + name, text)

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
        files = contents.data_files(Path(str(self.settings["GONGKAI_DATA"])))
        self._write_text(contents.NAME, contents.contents(self.settings, assessment.as_of, files))

    def _explained(self) -> Iterator[Explained]:
        """The pages of the whole site that can be found: not the ways to them."""
        for page in self.written:
            if "/" not in page.save_as and page.head.kind not in _WAYS:
                yield Explained(page.head.title, page.save_as, page.head.description)
        for prose in self.context["pages"]:
            yield Explained(prose.title, prose.save_as, Markup(prose.summary).striptags())

    @property
    def _site(self) -> Site:
        return self.frame.site

    def _shell(self, head: Head) -> Shell:
        """The frame around one page; the prose of content/pages has only the tags of the site."""
        tags = self.registered.tags if self.registered else {}
        return Shell(self.frame, head, self.page_tags.get(head.address, tags))

    def _write(self, pelicans: Writer, page: Page) -> None:
        template = self.get_template(page.template)
        # Passed by hand: Pelican does not add relative URLs to plugin pages.
        relative = self.settings["RELATIVE_URLS"]
        shell = self._shell(page.head)
        pelicans.write_file(page.save_as, template, self.context, relative, url=page.save_as, view=page.view, shell=shell)

    def _write_for_machines(self, written: Iterable[str]) -> None:
        listed = tuple(sorted(address for address in written if address != addresses.NOT_FOUND))
        for view in (MachineSiteMapView(self._site, listed), RobotsView(self._site)):
            self._write_text(view.template, self.env.get_template(view.template).render(view=view))

    def _write_text(self, save_as: str, text: str) -> None:
        self._write_bytes(save_as, text.encode())

    def _write_bytes(self, save_as: str, content: bytes) -> None:
        writer.put(Path(self.output_path) / save_as, content)


def frame(settings: Settings, assessment: Assessment) -> Frame:
    """What is the same on all pages, the prose pages too."""
    jurisdictions = assessment.portal.jurisdictions
    return Frame(
        site=site(settings),
        as_of=assessment.as_of,
        places=tuple(_link(place.record.short_name, place) for place in jurisdictions if not place.is_demonstration),
        demonstrations=tuple(_link(place.record.name, place) for place in jurisdictions if place.is_demonstration),
        official=official_site(settings),
        contact=str(settings["GONGKAI_CONTACT"]),
        contact_url=str(settings["GONGKAI_CONTACT_URL"]),
        feed_limit=feeds.LIMIT,
        absences=tuple(Absence(place.name, str(place.problems[0]), len(place.problems)) for place in assessment.portal.left_out),
    )


def _link(title: str, place: Jurisdiction) -> Link:
    return Link(title, addresses.jurisdiction(place))


def show_prose(generator: Generator, content: ProsePage) -> None:
    """Gives a page of content/pages its view and its shell, before Pelican writes it."""
    shell_of, kind = generator.context["shell_of"], content.slug
    shell = shell_of(Head(content.save_as, kind, content.title, Markup(content.summary).striptags(), (HOME_LINK,)))
    view = ProseView(
        content=content.content,
        disowns_government=kind == "about" and not shell.frame.official,
        demonstrations=shell.frame.demonstrations if kind == "help" else (),
    )
    generator.context.update(view=view, shell=shell)


def prepare_templates(generator: Generator) -> None:
    """Whatever comes from data is escaped, JSON keeps its letters, and a misspelt variable stops the build."""
    environment = generator.env
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.auto_reload = False
    environment.filters.update(FILTERS)
    # Without the second look of Jinja's own, as an index: templates ask for attributes only, and what is none stops the build either way.
    environment.getattr = getattr
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
    signals.page_generator_write_page.connect(show_prose)


class _Said(logging.Handler):
    """What Pelican has to say of a build, line by line."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.unwritten: list[OSError] = []

    def emit(self, record: logging.LogRecord) -> None:
        # It goes on without a file of the theme that it could not copy.
        self.unwritten += [value for value in record.args or () if isinstance(value, OSError)]
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
        for error in said.unwritten:
            raise error
    # The disk's fault, not Pelican's.
    except OSError as error:
        if error.errno in faults.OF_THE_DISK:
            raise
        raise BuildError("\n".join([*said.lines, _described(error)])) from None
    # Pelican lets through whatever a plugin, a template or a text raises.
    except Exception as error:
        # What it said itself comes back as a RuntimeError.
        raise BuildError("\n".join([*said.lines, *([] if said.lines and type(error) is RuntimeError else [_described(error)])])) from None
    return tuple(said.lines)


def _described(error: BaseException) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1:]
    return "".join([f"{type(error).__name__}: {error}", *(f"，{frame.filename}:{frame.lineno}" for frame in where)])
