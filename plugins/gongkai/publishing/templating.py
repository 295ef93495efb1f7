"""How our templates are read, whoever asks: by Pelican for a whole site, or alone for some pages of one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from gongkai.pages.shell import FILTERS

# What templates were made into, by their names and contents.
CODES: dict[str, bytes] = {}


class _Codes(BytecodeCache):
    """Lets a template be made into a program once; whoever keeps CODES need not do it again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := CODES.get(f"{bucket.key} {bucket.checksum}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        CODES[f"{bucket.key} {bucket.checksum}"] = bucket.bytecode_to_string()


def prepare(environment: Environment) -> None:
    """Whatever comes from data is escaped, JSON keeps its letters, and a misspelt variable stops the build."""
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.auto_reload = False
    environment.bytecode_cache = _Codes()
    environment.filters.update(FILTERS)
    # Without the second look of Jinja's own, as an index: templates ask for attributes only, and what is none stops the build either way.
    environment.getattr = getattr  # type: ignore[assignment]
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


@lru_cache(maxsize=1)
def templates(theme: Path, foundation: str) -> Environment:  # noqa: ARG001  # Other templates are another foundation.
    """The templates of a theme as Pelican has them where nothing but our plugin is installed."""
    environment = Environment(loader=FileSystemLoader(theme / "templates"))
    prepare(environment)
    return environment
