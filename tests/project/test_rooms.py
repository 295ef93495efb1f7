"""The rules of design §4, read from the syntax tree: rooms, the one direction between them, and what only some may do."""

import ast
import re
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"
PACKAGE = PLUGINS / "gongkai"
# What each room may import besides itself.
ROOMS = {
    "files": set(),
    "words": {"files"},
    "records": {"files", "words"},
    "judging": {"words", "records"},
    "pages": {"words", "records", "judging"},
    "search": {"files", "words", "records", "judging", "pages.addresses", "pages.sentences", "pages.wording"},
    "exports": {"words", "records", "judging", "pages.addresses", "pages.sentences", "pages.wording"},
    "following": {"words", "records", "judging", "pages"},
    "comparing": {"words", "records", "judging", "pages", "exports.tables"},
    "reporting": {"words", "records", "judging", "pages", "exports"},
    "importing": {"files", "words", "records"},
    "scout": {"files", "words", "records", "judging"},
    "founding": {"files", "records"},
    "publishing": {"files", "words", "records", "judging", "pages", "search", "exports", "comparing", "reporting", "following", "founding"},
    "desk": {"files", "words", "records", "judging", "pages", "exports", "publishing", "importing", "comparing", "scout"},
    "generator": {"files", "words", "records", "judging", "pages", "search", "exports", "publishing"},
    "command_line": {"files"},
    "workshop": set(),
    "verbs": {
        *("files", "words", "records", "judging", "pages", "search", "exports", "comparing", "importing", "publishing", "desk"),
        *("founding", "generator", "command_line", "workshop", "scout"),
    },
    "program": {"files", "command_line", "verbs"},
    "__init__": {"generator"},
    "__main__": {"program"},
}
# Modules at the top count as folders: each is a room of its own.
MOST_MODULES, MOST_LINES, MOST_ARROWS = 16, 300, 201
# Longer than a reader holds at once, and why each is still one module.
LONG = {
    "judging.badges": "The rules are one table, read from the first that fits to the last.",
    "importing.layout.entries": "To be parted by what an entry is made of.",
}
KNOW_PELICAN = {"generator"}
PRINT_AND_EXIT = {"verbs.terminal", "__main__"}
# Where anything may be raised: by templates, which then a whole build tells; by libraries on a damaged file; by the plugins, templates and texts that Pelican runs, and by a settings file, which is Python.
CATCH_EVERYTHING = {
    "generator",
    "importing.readers.containment",
    "publishing.settings_file",
    "publishing.site.making",
    "publishing.places.ground",
    "publishing.places.executors",
}
# Where files are written, besides the old Word file that LibreOffice reads, in a folder of its own that is gone afterwards.
# Pages are written by Pelican's own writer, into the fresh folder that `files` gave the build.
WRITE_FILES = {"files.writer", "files.exchange", "files.leftovers", "importing.readers.old_word"}
FILE_WRITERS = {"write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rename", "touch", "chmod", "hardlink_to"} | {
    *("symlink_to", "mkstemp", "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile"),
    # Other things have methods of these names.
    *(f"os.{name}" for name in ("replace", "remove", "link", "symlink", "truncate")),
    *(f"shutil.{name}" for name in ("rmtree", "copy", "copy2", "copyfile", "copytree", "copyfileobj", "move")),
}
PURE = ("words", "judging", "pages", "search", "comparing", "reporting")


def _is_package(path):
    return path.stem == "__init__"


def _dotted(path):
    steps = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(steps[:-1] if _is_package(path) and len(steps) > 1 else steps)


FILES = {_dotted(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path, package=""):
    """(modules of our package, other top-level packages) that a file imports, wherever in it."""
    ours, others = set(), set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = ["gongkai", *package.split(".")] if package else ["gongkai"]
            base = ".".join(above[: len(above) - node.level + 1]) + "." if node.level else ""
            names = [f"{base}{f'{node.module}.' if node.module else ''}{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top != "gongkai":
                others.add(top)
            else:
                ours.add(rest if rest in FILES else rest.rpartition(".")[0] or "__init__")
    return ours, others


def imports_of(name):
    package = name if _is_package(FILES[name]) else name.rpartition(".")[0]
    return imported(FILES[name], "" if name == "__init__" else package)


def room_of(name):
    return name.split(".")[0]


def folder_of(name):
    """The folder that a module lies in; at the top each is a room of its own."""
    return FILES[name].parent if "." in name or (_is_package(FILES[name]) and name != "__init__") else FILES[name]


def calls(path):
    """The names of all that is called: print, sys.exit, write_text …."""
    functions = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return {function.id if isinstance(function, ast.Name) else getattr(function, "attr", "") for function in functions}


def test_rooms_are_drawn_below_all_that_they_use():
    drawing = (
        (PLUGINS.parent / "docs/architecture.md")
        .read_text(encoding="utf-8")
        .partition("├─ plugins/gongkai/\n")[2]
        .partition("├─ theme/")[0]
    )
    drawn = re.findall(r"[├└]─ (\w+?)(?:/|\.py) ", drawing)

    assert sorted(drawn) == sorted(room for room in ROOMS if not room.startswith("__"))
    assert {(room, used) for place, room in enumerate(drawn) for used in ROOMS[room] if used.partition(".")[0] in drawn[place:]} == set()


@pytest.mark.sweep
def test_every_module_has_a_room_and_imports_only_what_its_room_may():
    against = {
        (name, target)
        for name in FILES
        for target in imports_of(name)[0]
        if room_of(target) != room_of(name) and not {room_of(target), target} & ROOMS[room_of(name)]
    }

    assert against == set()


def test_no_folder_has_more_modules_than_a_reader_can_hold():
    modules = defaultdict(int)
    for path in FILES.values():
        modules[path.parent.relative_to(PLUGINS).as_posix()] += not _is_package(path)

    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES} == {}


def test_no_module_is_longer_than_a_reader_can_hold_without_a_reason():
    long = {name for name, path in FILES.items() if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES}

    assert long == set(LONG)


def test_modules_make_no_circle():
    graph = {name: imports_of(name)[0] - {name} for name in FILES}

    assert list(TopologicalSorter(graph).static_order())


def test_folders_make_no_circle_and_point_at_few_others():
    arrows = {(folder_of(name), folder_of(target)) for name in FILES for target in imports_of(name)[0]}
    between = {(folder, target) for folder, target in arrows if folder != target}
    graph = {folder: {target for source, target in between if source == folder} for folder, _ in between}

    assert list(TopologicalSorter(graph).static_order())
    assert len(between) <= MOST_ARROWS


def test_only_the_generator_knows_pelican():
    assert {name for name in FILES if "pelican" in imports_of(name)[1]} == KNOW_PELICAN


def writing_calls(path):
    """Calls that write: by their names, or by the mode that a file is opened with."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name, modes = ast.unparse(node.func), [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
            is_opened = name.rpartition(".")[2] == "open" and any(
                isinstance(mode, ast.Constant) and re.fullmatch("[rbt+]*[wxa+][rbt+]*", str(mode.value)) for mode in modes
            )
            if is_opened or {name, name.rpartition(".")[2]} & FILE_WRITERS:
                yield name


def test_only_files_writes_files():
    assert {name for name in FILES if any(writing_calls(FILES[name]))} == WRITE_FILES


@pytest.mark.parametrize(
    "line",
    [
        *("path.write_text('')", "open(path, 'w')", "path.open('xb')", "path.open(mode='r+')", "open(path, encoding='utf-8', mode='a')"),
        *("os.replace(a, b)", "shutil.move(a, b)", "shutil.copytree(a, b)", "tempfile.mkdtemp()"),
    ],
)
def test_every_way_to_write_is_seen(tmp_path, line):
    path = tmp_path / "module.py"
    path.write_text(f"def later():\n    {line}\n", encoding="utf-8")

    assert any(writing_calls(path))


@pytest.mark.parametrize("line", ["text.replace('a', 'w')", "open(path)", "path.open('rb')", "open(path, encoding='ascii')"])
def test_reading_is_not_taken_for_writing(tmp_path, line):
    path = tmp_path / "module.py"
    path.write_text(line, encoding="utf-8")

    assert not any(writing_calls(path))


def test_decisions_do_not_look_at_the_clock_or_the_environment():
    outside = {"now", "today", "utcnow", "getenv"} | {"os", "time", "random", "subprocess"}

    assert {name for name in FILES if room_of(name) in PURE and (calls(FILES[name]) | imports_of(name)[1]) & outside} == set()


def test_only_the_program_prints_and_exits():
    assert {name for name in FILES if calls(FILES[name]) & {"print", "exit", "_exit", "quit", "input", "breakpoint"}} == PRINT_AND_EXIT


def test_plugin_catches_only_what_it_names():
    handlers = {
        name
        for name, path in FILES.items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    }

    assert handlers == CATCH_EVERYTHING


def test_only_loading_the_ledger_and_refusing_settings_raise_data_errors():
    """Checkers return their problems; they do not stop at the first."""
    raising = {
        name
        for name, path in FILES.items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc and "DataError" in ast.unparse(node.exc)
    }

    assert raising == {"records.loading", "publishing.site.checking", "publishing.settings_file"}


@pytest.mark.parametrize(
    "line", ["from .generator import as_of", "from . import generator", "import gongkai.generator", "from gongkai import generator"]
)
def test_every_way_to_import_is_seen(tmp_path, line):
    path = tmp_path / "module.py"
    path.write_text(f"def later():\n    {line}\n", encoding="utf-8")

    assert imported(path)[0] == {"generator"}
