"""What a template asks of its view exists: read from the syntax of the templates and the types of the views."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gongkai.comparing import views as comparing_views
from gongkai.desk.web import server
from gongkai.pages.shell import Shell
from gongkai.pages.views import View
from gongkai.pages.whole import portal_pages
from gongkai.reporting import pages as reporting_pages
from helpers.documents import ROOT
from helpers.sites import each
from helpers.template_types import Reader, misspelt
from jinja2 import Environment

FOLDER = ROOT / "theme/templates"
SOURCES = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.*"))}
ENVIRONMENT = Environment(trim_blocks=True, lstrip_blocks=True)
# Importing the pages has defined the views.
assert portal_pages
assert server
assert comparing_views
assert reporting_pages


def all_views(base: type[View] = View) -> Iterator[type[View]]:
    for view in base.__subclasses__():
        yield view
        yield from all_views(view)


def file_of(template: str) -> str:
    return template if "." in template else f"{template}.html"


VIEWS = {file_of(view.template): view for view in all_views()}


def _reader(**changed: str) -> Reader:
    return Reader({**SOURCES, **changed}, VIEWS, Shell, ENVIRONMENT)


def faults_of(source: str, **others: str) -> list[str]:
    """What is said of a template with the view of a task."""
    read = Reader({"task.html": source, **others}, VIEWS, Shell, ENVIRONMENT).read()
    return [fault.words for fault in read]


def test_every_template_has_one_view_and_every_view_a_template() -> None:
    pages = {name for name in SOURCES if not name.startswith("macros/")}
    assert (pages - {"base.html"}, len(VIEWS)) == (set(VIEWS), len(list(all_views())))


def test_whatever_templates_ask_for_exists() -> None:
    """No fault, and nothing of unknown type: what is not understood is a fault."""
    assert _reader().read() == ()


def _is_noticed(template: str, source: str) -> bool:
    """On the page itself; of a macro mostly on the page that shows them all, and only then on some other."""
    reader = _reader(**{template: source})
    if template.startswith("macros/"):
        return reader.is_faulty("components.html") or reader.is_faulty()
    return reader.is_faulty(template)


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("template", each(SOURCES, *list(SOURCES)[::12]))
def test_a_misspelling_is_noticed(template: str, step: int) -> None:
    """Each fifth name after a dot in turn, and each one in the long trial: the reader of templates is that of a test."""
    planted = list(misspelt(ENVIRONMENT, SOURCES[template]))[::step]
    unnoticed = [line for line, source in planted if not _is_noticed(template, source)]
    assert (bool(planted), unnoticed) == (True, [])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        pytest.param("{{ view.row.titel }}", "TaskRow has no titel", id="attribute"),
        pytest.param("{{ view.task.titel }}", "Task has no titel", id="attribute of a record"),
        pytest.param("{% for unit in view.reassigned_to %}{{ unit.slug }}{% endfor %}", "Link has no slug", id="loop variable"),
        pytest.param("{% for a, b in view.measures %}{% endfor %}", "MeasureView", id="fields of a loop"),
        pytest.param("{% for a in view.row %}{% endfor %}", "cannot be looped over", id="loop over what has no elements"),
        pytest.param("{% set row = view.row %}{{ row.titel }}", "TaskRow has no titel", id="set"),
        pytest.param("{{ view.neighbours.next.title }}", "NoneType has no title", id="what may be absent"),
        pytest.param("{{ view.task.matter }}", "may be None where it is printed", id="nothing is printed"),
        pytest.param("{{ shell.dataset(view.row.titel) }}", "TaskRow has no titel", id="argument"),
        pytest.param("{{ shell.dataset() }}", "takes other arguments", id="arguments of a method"),
        pytest.param("{{ view.row.title | titel }}", "the filter titel is not understood", id="filter"),
        pytest.param("{{ view.kinds | join('、', attribute='titel') }}", "named arguments of join", id="named argument of a filter"),
        pytest.param("{% if view.row is titel %}{% endif %}", "the test titel is not understood", id="test"),
        pytest.param("{{ row.title }}", "row is not known here", id="name"),
        pytest.param("{% for m in view.measures %}{{ loop.nr }}{% endfor %}", "loop.nr is not understood", id="loop"),
        pytest.param("{% for m in view.measures %}{{ m.verdict.badge.wort }}{% endfor %}", "Badge has no wort", id="chain"),
        pytest.param("{% macro m(row) %}{{ row.titel }}{% endmacro %}{{ m(view.row) }}", "TaskRow has no titel", id="macro"),
        pytest.param("{% macro m(row) %}{% endmacro %}{{ m() }}", "row is not given", id="argument of a macro left out"),
        pytest.param("{% macro m() %}{{ view.row.id }}{% endmacro %}{{ m() }}", "view is not known here", id="view within a macro"),
        pytest.param("{% macro m() %}{% endmacro %}", "nothing calls the macro m", id="macro without a call"),
        pytest.param("{% include 'x.html' %}", "a Include is not understood", id="syntax"),
        pytest.param("{% call m(view.row.titel) %}{% endcall %}", "m is not known here", id="call of nothing"),
    ],
)
def test_fault_is_told(source: str, words: str) -> None:
    assert any(words in told for told in faults_of(source)), faults_of(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("{% if view.neighbours.next %}{{ view.neighbours.next.title }}{% endif %}", id="if"),
        pytest.param("{% if not view.neighbours.next %}{% else %}{{ view.neighbours.next.title }}{% endif %}", id="else"),
        pytest.param(
            "{% if view.kinds is not none %}{% for kind in view.kinds %}{{ kind.title }}{% endfor %}{% endif %}", id="is not none"
        ),
        pytest.param("{{ view.task.matter or view.row.title }}", id="or"),
        pytest.param("{{ view.units.heads[0] if view.units else '' }}", id="conditional expression"),
        pytest.param("{% if view.units and view.units.heads %}{% endif %}", id="and"),
    ],
)
def test_what_has_been_asked_about_may_be_used(source: str) -> None:
    assert faults_of(source) == []


def test_macro_of_another_file_knows_the_shell_only_with_context() -> None:
    macro = "{% macro m() %}{{ shell.head.title }}{% endmacro %}"
    imported = '{% from "macros/m.html" import m %}{{ m() }}'
    with_context = '{% from "macros/m.html" import m with context %}{{ m() }}'
    assert [faults_of(source, **{"macros/m.html": macro}) for source in (imported, with_context)] == [["shell is not known here"], []]
