"""The modules of the plugin stand in three layers and import in one direction (design §4), read from the syntax tree."""

import ast
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "plugins"
PACKAGE = PLUGINS / "gongkai"
LAYERS = {
    "read": {
        "problems",
        "indentation",
        "slips",
        "source",
        "models",
        "validation",
        "folder",
        "spelling",
        "references",
        "workdays",
        "portal",
        "register",
        "entries",
        "ledger",
    },
    "decide": {
        "changes",
        "badges",
        "assessment",
        "history",
        "scorecard",
        "addresses",
        "wording",
        "narrowing",
        "article_20",
        "views",
        "deadlines",
        "time_line",
        "place",
        "plan_pages",
        "kind_pages",
        "place_pages",
        "specimens",
        "pages",
        "names",
        "phrases",
        "reforms",
        "tokens",
        "shards",
        "search",
        "official_rows",
        "descriptions",
        "site_map",
        "page_tags",
        "structured_data",
    },
    "act": {
        "bundle",
        "search_bundle",
        "generator",
        "exports",
        "archives",
        "official_table",
        "task_sheet",
        "calendars",
        "feeds",
        "building",
        "preview",
        "settings",
        "__init__",
    },
}
MAY_IMPORT = {"read": {"read"}, "decide": {"read", "decide"}, "act": {"read", "decide", "act"}}
KNOW_PELICAN = {"__init__", "generator"}
# One writes the files of a site, the other puts the finished site in its place.
WRITE_FILES = {"generator", "building"}
FILE_WRITERS = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "rmtree", "touch", "chmod"}

MODULES = sorted(PACKAGE.glob("*.py"))
ALL_FILES = sorted(PLUGINS.rglob("*.py"))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def layer_of(name):
    """The layer of a module of the package; a new module belongs into `LAYERS`."""
    return next((layer for layer, names in LAYERS.items() if name in names), None)


def imported(path):
    """(modules of our package, other top-level packages) that a file imports, wherever in it."""
    ours, others = set(), set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            ours |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
            continue
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            (ours if top == "gongkai" else others).add(rest.split(".")[0] if top == "gongkai" else top)
    return ours, others


def calls(path):
    """The names of all that is called: print, sys.exit, write_text …."""
    functions = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return {function.id if isinstance(function, ast.Name) else getattr(function, "attr", "") for function in functions}


def ids(path):
    return path.relative_to(PLUGINS).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_module_has_a_layer(module):
    assert layer_of(module.stem) in MAY_IMPORT


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_module_imports_only_from_its_layer_and_those_below(module):
    allowed = MAY_IMPORT[layer_of(module.stem)]

    assert {name for name in imported(module)[0] if layer_of(name) not in allowed} == set()


@pytest.mark.parametrize("module", [path for path in ALL_FILES if path.stem not in KNOW_PELICAN], ids=ids)
def test_only_the_generator_knows_pelican(module):
    assert "pelican" not in imported(module)[1]


@pytest.mark.parametrize("module", [path for path in MODULES if path.stem not in WRITE_FILES], ids=ids)
def test_only_the_outermost_modules_write_files(module):
    assert calls(module) & FILE_WRITERS == set()


@pytest.mark.parametrize("module", [path for path in MODULES if layer_of(path.stem) != "act"], ids=ids)
def test_decisions_do_not_look_at_the_clock_or_the_environment(module):
    outside = {"now", "today", "utcnow", "getenv"} | {"os", "time", "random", "subprocess"}

    assert (calls(module) | imported(module)[1]) & outside == set()


@pytest.mark.parametrize("module", ALL_FILES, ids=ids)
def test_plugin_neither_prints_nor_exits(module):
    assert calls(module) & {"print", "exit", "_exit", "quit", "input", "breakpoint"} == set()


@pytest.mark.parametrize("module", ALL_FILES, ids=ids)
def test_plugin_catches_only_what_it_names(module):
    handlers = [node for node in ast.walk(tree(module)) if isinstance(node, ast.ExceptHandler)]

    assert [node.lineno for node in handlers if node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")] == []


def test_only_loading_the_ledger_and_refusing_settings_raise_data_errors():
    """Checkers return their problems; they do not stop at the first."""
    raising = {
        path.stem
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc and "DataError" in ast.unparse(node.exc)
    }

    assert raising == {"ledger", "generator"}


@pytest.mark.parametrize(
    "name", ["from .generator import as_of", "from . import generator", "import gongkai.generator", "from gongkai import generator"]
)
def test_every_way_to_import_is_seen(tmp_path, name):
    path = tmp_path / "module.py"
    path.write_text(f"def later():\n    {name}\n", encoding="utf-8")

    assert imported(path)[0] == {"generator"}
