"""The documents name everything there is: verbs, settings and fields of the data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from gongkai.models import FILES, Record
from gongkai.settings import LABELS, SETTINGS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EDITING = (ROOT / "docs/editing.zh-CN.md").read_text(encoding="utf-8")


def _verbs() -> dict[str, ast.FunctionDef]:
    tree = ast.parse((ROOT / "tasks.py").read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    tasks = ((function, one) for function in functions for one in function.decorator_list if "task" in ast.unparse(one))
    return {_given_name(decorator) or function.name: function for function, decorator in tasks}


def _given_name(decorator: ast.expr) -> str:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return next((keyword.value.value for keyword in keywords if keyword.arg == "name"), "")


def _records(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from _records(argument)


def _fields() -> set[tuple[str, str]]:
    seen: set[type[Record]] = set()
    waiting = list(FILES)
    while waiting:
        record = waiting.pop()
        if record not in seen:
            seen.add(record)
            waiting += [inner for field in record.model_fields.values() for inner in _records(field.annotation)]
    return {(name, field.title or "") for record in seen for name, field in record.model_fields.items()}


def test_the_readme_names_every_verb_and_no_other() -> None:
    assert set(re.findall(r"python3 tasks\.py ([\w-]+)`", README)) - {"VERB"} == set(_verbs())


def test_the_readme_names_every_setting_and_no_other() -> None:
    assert set(re.findall(r"`(GONGKAI_\w+)`", README)) == set(SETTINGS)


def test_the_readme_names_all_that_an_official_site_must_state_and_nothing_else() -> None:
    section = README.partition("### The site of a government body")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `(\w+)` \| (\S+)", section, re.MULTILINE)) == LABELS


@pytest.mark.parametrize("field", sorted(_fields()), ids=lambda field: field[0])
def test_the_clerks_guide_explains_every_field_under_its_label(field: tuple[str, str]) -> None:
    name, title = field
    assert title, f"{name} has no Chinese label"
    assert re.search(rf"`{name}`(（| *\| *| ){re.escape(title)}", EDITING), f"{name} {title} is not explained"


def test_every_verb_says_what_it_does() -> None:
    assert [name for name, function in _verbs().items() if not ast.get_docstring(function)] == []


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).is_file(), f"{document.name}: {target}"
