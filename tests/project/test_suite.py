"""How the tests themselves are arranged: beside the rooms they speak of, with what they share in one place."""

import ast
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "plugins/gongkai"
FILES = [path for path in sorted(TESTS.rglob("*.py")) if "__pycache__" not in path.parts]
# Not one room but the site as a browser has it, and the project as a developer has it.
OF_ALL_ROOMS = {"browser", "project"}
NO_TESTS = {"helpers", "cases", "snapshots", "__pycache__"}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def modules_named(path):
    """Every module, and every name in one, that a file imports."""
    nodes = list(ast.walk(tree(path)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return whole | {f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def is_a_test_file(module):
    return any(step == "conftest" or step.startswith("test_") for step in module.split("."))


def test_files_of_tests_share_helpers_and_nothing_with_each_other():
    against = {(path.relative_to(TESTS).as_posix(), module) for path in FILES for module in modules_named(path) if is_a_test_file(module)}

    assert against == set()


def test_helpers_hold_no_tests_and_conftest_only_fixtures():
    shared = [path for path in FILES if path.parent.name == "helpers"]
    tests = {
        (path.name, node.name)
        for path in shared
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    functions = [node for node in tree(TESTS / "conftest.py").body if isinstance(node, ast.FunctionDef)]
    others = [node.name for node in functions if not node.decorator_list and not node.name.startswith("pytest_")]

    assert (tests, others) == (set(), [])


def test_folders_of_tests_are_named_for_the_rooms():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    folders = {path.name for path in TESTS.iterdir() if path.is_dir()} - NO_TESTS

    assert folders - OF_ALL_ROOMS <= rooms
