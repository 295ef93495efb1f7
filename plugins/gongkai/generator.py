"""Writes the portal through Pelican: the only module that knows it."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from markupsafe import Markup
from pelican import Pelican, log, signals
from pelican.contents import Page as ProsePage
from pelican.generators import Generator, PagesGenerator
from pelican.settings import DEFAULT_CONFIG, read_settings
from pelican.writers import Writer

from .files import equipment, faults, reader, writer
from .files.private import LostError
from .pages import addresses
from .pages.shell import Shell
from .pages.templates import ProseView
from .pages.views import HOME_LINK, Head, Page
from .publishing import bundle, settings_file, templating
from .publishing.building import BuildError
from .publishing.places.aside import HELD
from .publishing.places.filling import Draw
from .publishing.places.ground import described
from .publishing.settings import Settings, completed, lack_of_blog, located, registered_site
from .publishing.site import keeping
from .publishing.site.checking import Checked, checked
from .publishing.site.keeping import Kept
from .publishing.site.making import ALONE, Making, Site
from .publishing.site.whole import Prose
from .search import bundle as search_bundle


@dataclass(frozen=True)
class Made:
    """A whole site, and what Pelican said of it."""

    kept: Kept
    said: tuple[str, ...] = ()


class PortalGenerator(Generator):  # type: ignore[misc]  # Pelican has no type hints.
    """Loads the data once, then has every place made, and at the end what is of none."""

    # Given by who has loaded it already and wants to know what was made.
    checked: Checked | None = None
    making: Making = ALONE
    tell: Callable[[Kept], None] = staticmethod(lambda _: None)

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        templating.prepare(self.env)

    def generate_context(self) -> None:
        all_of_it = self.checked or checked(self.settings, Path(), aside=HELD)
        prose = (Prose(page.title, page.save_as, Markup(page.summary).striptags()) for page in self.context["pages"])
        self.site = Site(self.settings, all_of_it, tuple(prose), self.making, Path(self.output_path))
        self.context["shell_of"] = self._shell_of_prose

    def generate_output(self, pelicans: Writer) -> None:
        kept = replace(self.site, draw=self._draw(pelicans)).made(self.env)
        theme = Path(self.settings["THEME"])
        texts = {addresses.STYLE: bundle.style_sheet(theme / "styles"), addresses.SCRIPT: bundle.page_script(theme / "scripts")}
        for name, text in search_bundle.code_files(theme / "scripts", bundle.minified).items():
            texts[addresses.SEARCH_FILES + name] = text
        for address, text in texts.items():
            writer.put(Path(self.output_path) / address, text.encode())
        self.tell(kept)

    def _draw(self, pelicans: Writer) -> Draw | None:
        """Who draws pages: whoever makes them, but where others may have a say Pelican, here."""
        return None if self.making.foundation else partial(self._drawn_by_pelican, pelicans)

    def _drawn_by_pelican(self, pelicans: Writer, page: Page, shell: Shell) -> bytes:
        template = self.get_template(page.template)
        # Passed by hand: Pelican does not add relative URLs to plugin pages.
        relative = self.settings["RELATIVE_URLS"]
        pelicans.write_file(page.save_as, template, self.context, relative, url=page.save_as, view=page.view, shell=shell)
        return reader.read(Path(self.output_path) / page.save_as)

    def _shell_of_prose(self, head: Head) -> Shell:
        """The prose of content/pages has only the tags of the site."""
        registered = registered_site(self.settings)
        return Shell(self.site.frame, head, registered.tags if registered else {})


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

    kept: Kept | None = None

    def __init__(self, settings: Settings, checked: Checked, making: Making) -> None:
        self.checked, self.making = checked, making
        super().__init__(settings)

    def tell(self, kept: Kept) -> None:
        self.kept = kept


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
    given = {"checked": pelican.checked, "making": pelican.making, "tell": staticmethod(pelican.tell)}
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
        self.lines.append(f"{record.getMessage()}（{described(error)}）" if error else record.getMessage())


def make(file: Path, overrides: Mapping[str, object], checked: Checked, output: Path, making: Making = ALONE) -> Made:
    """The site of a settings file and of what was checked, made in a folder; raises LostError, or BuildError with all that Pelican said."""
    said = _Said()
    # Otherwise Pelican builds an empty site, and succeeds, when the plugin is missing or fails to register.
    log.init(logging.WARNING, fatal="errors", handler=said)
    try:
        # It prints how long it took.
        with redirect_stdout(io.StringIO()):
            settings = read_settings(str(file), {**settings_file.read(file, overrides), "OUTPUT_PATH": str(output)})
            if "gongkai" not in settings["PLUGINS"]:
                raise BuildError(f'{file.name} 里的 PLUGINS 是 {settings["PLUGINS"]}，里面没有 gongkai。请写成 PLUGINS = ["gongkai"]。')
            site = PortalSite(settings, checked, making)
            site.run()
        for error in said.unwritten:
            raise error
    except (BuildError, LostError):
        raise
    # The disk's fault, not Pelican's.
    except OSError as error:
        if error.errno in faults.OF_THE_DISK:
            raise
        raise BuildError("\n".join([*said.lines, described(error)])) from None
    # Pelican lets through whatever a plugin, a template or a text raises.
    except Exception as error:
        # What it said itself comes back as a RuntimeError.
        raise BuildError("\n".join([*said.lines, *([] if said.lines and type(error) is RuntimeError else [described(error)])])) from None
    if site.kept is None:
        raise BuildError("生成的网站里没有首页。请检查 pelicanconf.py 里的 PLUGINS。")
    return Made(keeping.with_others(site.kept, output), tuple(said.lines))
