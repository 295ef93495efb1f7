"""Writes the portal through Pelican: the only module that knows it."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from markupsafe import Markup
from pelican import Pelican, log, signals
from pelican.contents import Page as ProsePage
from pelican.generators import Generator, PagesGenerator
from pelican.settings import DEFAULT_CONFIG, read_settings
from pelican.writers import Writer

from .files import equipment, faults, writer
from .files.private import Pickled
from .pages import addresses
from .pages.shell import Shell
from .pages.templates import ProseView, TaskView
from .pages.views import HOME_LINK, Head, Page
from .publishing import bundle, settings_file, templating
from .publishing.building import BuildError
from .publishing.built import BuiltPlace, Group, Prose, Whole, built
from .publishing.checking import checked
from .publishing.settings import Settings, as_of, completed, lack_of_blog, located, registered_site
from .records.portal import Jurisdiction, Portal

# Told how many of how many tasks are being shown.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """What a whole site was made of, and what Pelican said of it; of each place only what its group keeps."""

    whole: Whole
    of_site: Group
    of_places: Mapping[str, Pickled[Mapping[str, object]]]
    said: tuple[str, ...] = ()


class PortalGenerator(Generator):  # type: ignore[misc]  # Pelican has no type hints.
    """Loads the data once, then judges, shows, writes and forgets place after place, and at the end what is of none."""

    # Given by who has loaded it already and wants to know what was made.
    portal: Portal | None = None
    tell: Callable[[Made], None] = staticmethod(lambda _: None)
    progress: Progress = staticmethod(lambda _done, _total: None)

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        templating.prepare(self.env)

    def generate_context(self) -> None:
        portal = self.portal or checked(self.settings, Path()).portal
        prose = (Prose(page.title, page.save_as, Markup(page.summary).striptags()) for page in self.context["pages"])
        self.whole = Whole(self.settings, portal, as_of(self.settings, os.environ), (), tuple(prose))
        self.frame = self.whole.frame()
        self.tasks_done = count(1)
        self.context["shell_of"] = self._shell_of_prose

    def generate_output(self, pelicans: Writer) -> None:
        made = [self._make(pelicans, place) for place in self.whole.portal.jurisdictions]
        whole = replace(self.whole, places=tuple(place for place, _ in made))
        group = whole.group(whole.pages(), self.env)
        self._write_group(pelicans, group)
        theme = Path(self.settings["THEME"])
        for name, text in whole.search_files(group.pages, theme / "scripts").items():
            self._write_text(addresses.SEARCH_FILES + name, text)
        self._write_text(addresses.STYLE, bundle.style_sheet(theme / "styles"))
        self._write_text(addresses.SCRIPT, bundle.page_script(theme / "scripts"))
        self.tell(Made(whole, group, {place.jurisdiction.slug: kept for place, kept in made}))

    def _make(self, pelicans: Writer, jurisdiction: Jurisdiction) -> tuple[BuiltPlace, Pickled[Mapping[str, object]]]:
        """A place, and what is kept of its group."""
        place, pages = built(jurisdiction, self.whole.portal, self.whole.as_of)
        group = self.whole.group_of(place, pages)
        self._write_group(pelicans, group)
        return place.written, group.kept

    def _write_group(self, pelicans: Writer, group: Group) -> None:
        total = sum(len(plan.tasks) for plan in self.whole.portal.plans)
        for page in group.pages:
            if isinstance(page.view, TaskView):
                self.progress(next(self.tasks_done), total)
            self._write(pelicans, page, Shell(self.frame, page.head, group.tags_of(page)))
        for file in group.files:
            self._write_bytes(file.address, file.make())

    def _shell_of_prose(self, head: Head) -> Shell:
        """The prose of content/pages has only the tags of the site."""
        registered = registered_site(self.settings)
        return Shell(self.frame, head, registered.tags if registered else {})

    def _write(self, pelicans: Writer, page: Page, shell: Shell) -> None:
        template = self.get_template(page.template)
        # Passed by hand: Pelican does not add relative URLs to plugin pages.
        relative = self.settings["RELATIVE_URLS"]
        pelicans.write_file(page.save_as, template, self.context, relative, url=page.save_as, view=page.view, shell=shell)

    def _write_text(self, save_as: str, text: str) -> None:
        self._write_bytes(save_as, text.encode())

    def _write_bytes(self, save_as: str, content: bytes) -> None:
        writer.put(Path(self.output_path) / save_as, content)


def show_prose(generator: Generator, content: ProsePage) -> None:
    """Gives a page of content/pages its view and its shell, before Pelican writes it; nothing where no portal is made."""
    if not (shell_of := generator.context.get("shell_of")):
        return
    kind = content.slug
    shell = shell_of(Head(content.save_as, kind, content.title, Markup(content.summary).striptags(), (HOME_LINK,)))
    view = ProseView(
        content=content.content,
        disowns_government=kind == "about" and not shell.frame.official,
        demonstrations=shell.frame.demonstrations if kind == "help" else (),
    )
    generator.context.update(view=view, shell=shell)


def prepare_prose(generators: Sequence[Generator]) -> None:
    """Lets the prose of a portal be shown by templates as ours are meant; nobody else's are touched."""
    if any(isinstance(generator, PortalGenerator) for generator in generators):
        for generator in generators:
            if isinstance(generator, PagesGenerator):
                templating.prepare(generator.env)


def _folder_of_settings() -> Path:
    """Pelican does not tell which file it has read, but keeps it as a module of its name; the last is its own."""
    modules = [module for name, module in sys.modules.items() if "." not in name and "gongkai" in (getattr(module, "PLUGINS", None) or ())]
    return Path(str(modules[-1].__file__)).parent if modules else Path.cwd()


class PortalSite(Pelican):  # type: ignore[misc]  # Pelican has no type hints.
    """Pelican with a portal that has been loaded and checked already."""

    made: Made | None = None

    def __init__(self, settings: Settings, portal: Portal, progress: Progress) -> None:
        self.portal, self.progress = portal, progress
        super().__init__(settings)

    def tell(self, made: Made) -> None:
        self.made = made


def begin(pelican: Pelican) -> None:
    """Give a portal the settings that its file does not state; a blog stays as it is, and a sentence says what a portal lacks."""
    if isinstance(pelican, PortalSite):
        return
    folder, stated = _folder_of_settings(), pelican.settings
    defaults = {**settings_file.PELICANS, "THEME": str(equipment.path("theme"))}
    unstated = {name: value for name, value in defaults.items() if stated.get(name) == {**DEFAULT_CONFIG, "PLUGINS": None}.get(name)}
    paths = {name: str(folder / str(value)) for name, value in unstated.items() if name in ("PATH", "OUTPUT_PATH")}
    settings = located(completed({**stated, **unstated, **paths}), folder)
    if lack := lack_of_blog(stated, Path(str(settings["GONGKAI_DATA"]))):
        # Only what goes by Pelican's name is shown by it.
        logging.getLogger("pelican.plugins.gongkai").warning(lack)
        return
    stated.update(settings)
    pelican.path, pelican.theme, pelican.output_path = stated["PATH"], stated["THEME"], stated["OUTPUT_PATH"]
    pelican.ignore_files, pelican.delete_outputdir = stated["IGNORE_FILES"], stated["DELETE_OUTPUT_DIRECTORY"]
    pelican.has_portal = True


def _generators(pelican: Pelican) -> type[PortalGenerator] | tuple[()]:
    """What makes the portal, where there is one."""
    if not isinstance(pelican, PortalSite):
        return PortalGenerator if getattr(pelican, "has_portal", False) else ()
    given = {"portal": pelican.portal, "tell": staticmethod(pelican.tell), "progress": staticmethod(pelican.progress)}
    return type("PortalGenerator", (PortalGenerator,), given)


def connect() -> None:
    """Tell Pelican of the portal."""
    signals.initialized.connect(begin)
    signals.get_generators.connect(_generators)
    signals.all_generators_finalized.connect(prepare_prose)
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


def make(
    file: Path, overrides: Mapping[str, object], portal: Portal, output: Path, progress: Progress = lambda _done, _total: None
) -> Made:
    """The site of a settings file and a portal, made in a folder; raises BuildError with all that Pelican said."""
    said = _Said()
    # Otherwise Pelican builds an empty site, and succeeds, when the plugin is missing or fails to register.
    log.init(logging.WARNING, fatal="errors", handler=said)
    try:
        # It prints how long it took.
        with redirect_stdout(io.StringIO()):
            settings = read_settings(str(file), {**settings_file.read(file, overrides), "OUTPUT_PATH": str(output)})
            if "gongkai" not in settings["PLUGINS"]:
                raise BuildError(f'{file.name} 里的 PLUGINS 是 {settings["PLUGINS"]}，里面没有 gongkai。请写成 PLUGINS = ["gongkai"]。')
            site = PortalSite(settings, portal, progress)
            site.run()
        for error in said.unwritten:
            raise error
    except BuildError:
        raise
    # The disk's fault, not Pelican's.
    except OSError as error:
        if error.errno in faults.OF_THE_DISK:
            raise
        raise BuildError("\n".join([*said.lines, _described(error)])) from None
    # Pelican lets through whatever a plugin, a template or a text raises.
    except Exception as error:
        # What it said itself comes back as a RuntimeError.
        raise BuildError("\n".join([*said.lines, *([] if said.lines and type(error) is RuntimeError else [_described(error)])])) from None
    if site.made is None:
        raise BuildError("生成的网站里没有首页。请检查 pelicanconf.py 里的 PLUGINS。")
    return replace(site.made, said=tuple(said.lines))


def _described(error: BaseException) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1:]
    return "".join([f"{type(error).__name__}: {error}", *(f"，{frame.filename}:{frame.lineno}" for frame in where)])
