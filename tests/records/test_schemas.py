"""What editors know of our files: the schemas fit all that we have, and see what is often mistyped."""

import re
import runpy
from pathlib import Path, PurePath

import pytest
import yaml
from gongkai.records import validation
from gongkai.records.folder import SCHEMAS, schema_line
from gongkai.words.source import parse
from jsonschema import Draft7Validator, FormatChecker

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
MADE = runpy.run_path(str(ROOT / "docs/fields.py"))
FILES = MADE["FILES"]
VALIDATORS = {name: Draft7Validator(MADE["schema"](record), format_checker=FormatChecker()) for name, record in FILES.items()}


class AsEditors(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.2, as editors read it: no is a word, and a day is one too."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 (PyYAML's way to say it)


for tag, pattern, first in (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", "[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
):
    AsEditors.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def seen(name, text):
    """What an editor says of a file: where, and which keyword of the schema is not kept."""
    errors = VALIDATORS[name].iter_errors(yaml.load(text, Loader=AsEditors))
    return sorted((".".join(map(str, error.absolute_path)), error.validator) for error in errors)


def test_every_committed_file_names_its_schema_and_keeps_it():
    wrong = {}
    for path in sorted(DATA.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        first = schema_line(path.relative_to(DATA))
        schema = path.parent / first.partition("=")[2]
        if not text.startswith(f"{first}\n") or schema.resolve().parent != DATA / SCHEMAS or (said := seen(schema.stem, text)):
            wrong[path.relative_to(DATA).as_posix()] = said if text.startswith(f"{first}\n") else first
    assert wrong == {}


@pytest.mark.parametrize("name", ["bodies", "daily"])
def test_the_words_of_the_engine_keep_their_schema(name):
    assert seen(name, (ROOT / f"plugins/gongkai/words/{name}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("format.yaml", ".schemas/format.json"),
        ("words/daily.yaml", "../.schemas/daily.json"),
        ("tongliang/units.new.yaml", "../.schemas/units.json"),
        ("tasks/2021/plan.yaml", "../../.schemas/plan.json"),
        ("tongliang/2021/ledger/2021-03-08-fagaiwei-1.2.1.yaml", "../../../.schemas/ledger.json"),
        ("tongliang/2021/tasks/01-guihua.yaml", "../../../.schemas/tasks.json"),
    ],
)
def test_a_file_names_its_schema_from_where_it_lies(file, line):
    assert schema_line(PurePath(file)) == f"# yaml-language-server: $schema={line}"


@pytest.mark.parametrize(
    ("name", "text", "where", "keyword"),
    [
        pytest.param(
            "ledger", "notes: [{task: 1.1.1, on: 2021-03-08, txet: 已报送, text: 已报送}]", "notes.0", "additionalProperties", id="misspelt"
        ),
        pytest.param("ledger", "notes: [{task: 1.1.1, on: 2021-03-08}]", "notes.0", "required", id="left out"),
        pytest.param("ledger", "notes: [{task: 1.1.1, on: 2021-02-30, text: 已报送}]", "notes.0.on", "format", id="no such day"),
        pytest.param("ledger", "notes: [{task: 1.1.1, on: 2021-3-8, text: 已报送}]", "notes.0.on", "pattern", id="day in short"),
        pytest.param("ledger", "notes: [{task: 1.1, on: 2021-03-08, text: 已报送}]", "notes.0.task", "type", id="task in short"),
        pytest.param(
            "ledger", "checks: [{task: 1.1.1, on: 2021-03-08, result: 没有查到}]", "checks.0.result", "enum", id="word for a value"
        ),
        pytest.param("units", "units: [{slug: a, name: 甲, kind: bureau}]", "units.0.kind", "enum", id="unknown kind"),
        pytest.param("units", "units: [{slug: 甲, name: 甲, kind: party}]", "units.0.slug", "pattern", id="slug in Chinese"),
        pytest.param("units", "units: [{slug: a, name: 甲, kind: party, aliases: 乙}]", "units.0.aliases", "type", id="no list"),
        pytest.param("units", "units: [{slug: a, name: 甲, kind: party, url: www.a.cn}]", "units.0.url", "pattern", id="address in short"),
        pytest.param(
            "units", "units: [{slug: a, name: 甲, kind: group, members: [{from: 2021-01-01}]}]", "units.0.members.0", "anyOf", id="member"
        ),
        pytest.param("columns", "sites: [{slug: a, name: 甲, columns: [{slug: b}]}]", "sites.0.columns.0", "required", id="inner column"),
        pytest.param("jurisdiction", "{name: 甲县, short_name: 甲, order: 一}", "order", "type", id="no number"),
        pytest.param("plan", "{year: 2021, title: 甲, source: 乙, sections: []}", "sections", "minItems", id="no section"),
        pytest.param(
            "tasks",
            "{section: 1, tasks: [{id: 1.1.1, measures: [{text: 甲}], article_20: [16]}]}",
            "tasks.0.article_20.0",
            "enum",
            id="item",
        ),
    ],
)
def test_an_editor_sees_what_is_often_mistyped(name, text, where, keyword):
    assert (where, keyword) in seen(name, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("units: [{slug: a, name: 甲, kind: party, note: }]", id="nothing filled in"),
        pytest.param("units: [{slug: a, name: 甲, kind: group, open: yes}]", id="yes for true"),
    ],
)
def test_what_the_schema_is_said_to_be_stricter_in_is_read_all_the_same(text):
    assert seen("units", text) != []
    assert validation.validate(parse(text, Path()), FILES["units"]).problems == ()


def _examples(schema):
    if isinstance(schema, list):
        for inner in schema:
            yield from _examples(inner)
    elif isinstance(schema, dict):
        yield from ((schema, example) for example in schema.get("examples", ()))
        for inner in schema.values():
            yield from _examples(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_example_is_right(name):
    examples = list(_examples(VALIDATORS[name].schema))
    assert [example for schema, example in examples if not Draft7Validator(schema).is_valid(example)] == []
