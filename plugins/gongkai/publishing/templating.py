"""How our templates are read, whoever asks: by Pelican for a whole site, or alone for some pages of one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import markupsafe
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, nodes, runtime
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # Its own choice between two, faster than `escape`.

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


class Macro(runtime.Macro):
    """Without the detours of Jinja's own for macros that are told all they take by position."""

    def __call__(self, *given: object, **named: object) -> str:
        if named or self.caller or len(given) > self._argument_count:
            return super().__call__(*given, **named)
        left_out = (missing,) * (self._argument_count - len(given))
        return str.__new__(Markup, self._func(*given, *left_out))


def escape(value: object) -> str:
    """As markupsafe's, for what is written at once: nobody asks any more whether it has been escaped."""
    return _escape_inner(value) if type(value) is str else value if type(value) is Markup else markupsafe.escape(value)


class _Direct(CodeGenerator):
    """Makes Python's own attributes and calls of those in templates, which take nothing from their context."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  # Named by Jinja.
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import Macro, escape")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(").module")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


def prepare(environment: Environment) -> None:
    """Whatever comes from data is escaped, JSON keeps its letters, and a misspelt variable stops the build."""
    environment.autoescape = environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.auto_reload = False
    environment.bytecode_cache = _Codes()
    environment.filters.update(FILTERS)
    # Templates ask for attributes only, and what is none stops the build.
    environment.code_generator_class = _Direct
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


@lru_cache(maxsize=1)
def templates(theme: Path, foundation: str) -> Environment:  # noqa: ARG001  # Other templates are another foundation.
    """The templates of a theme as Pelican has them where nothing but our plugin is installed."""
    environment = Environment(loader=FileSystemLoader(theme / "templates"))
    prepare(environment)
    return environment
