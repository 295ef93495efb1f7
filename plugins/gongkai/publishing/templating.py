"""How our templates are read, whoever asks: by Pelican for a whole site, or alone for some pages of one."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gongkai.pages.shell import FILTERS


def prepare(environment: Environment) -> None:
    """Whatever comes from data is escaped, JSON keeps its letters, and a misspelt variable stops the build."""
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.auto_reload = False
    environment.filters.update(FILTERS)
    # Without the second look of Jinja's own, as an index: templates ask for attributes only, and what is none stops the build either way.
    environment.getattr = getattr  # type: ignore[assignment]
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


def templates(theme: Path) -> Environment:
    """The templates of a theme as Pelican has them where nothing but our plugin is installed."""
    environment = Environment(loader=FileSystemLoader(theme / "templates"))
    prepare(environment)
    return environment
