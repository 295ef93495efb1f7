"""The documents name everything there is: verbs, settings and fields of the data."""

from __future__ import annotations

import re
import runpy
import shlex
import tomllib
from pathlib import Path

import pytest
from gongkai.command_line import understood
from gongkai.exports import feeds
from gongkai.program import VERBS
from gongkai.publishing import page_tags
from gongkai.publishing.settings import DEFAULTS, LABELS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins/gongkai"
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
STANDARDS = (ROOT / "docs/standards.md").read_text(encoding="utf-8")
FIELDS = runpy.run_path(str(ROOT / "docs/fields.py"))
REMADE = "Made anew by `PYTHONPATH=plugins .venv/bin/python docs/fields.py`"
# Every module and room by its dotted name.
MODULES = {
    ".".join(steps[:-1] if steps[-1] == "__init__" and len(steps) > 1 else steps)
    for steps in (file.relative_to(PACKAGE).with_suffix("").parts for file in PACKAGE.rglob("*.py"))
}
EXPLAINED = (ROOT / "docs/fields.zh-CN.md").read_text(encoding="utf-8") + (ROOT / "docs/editing.zh-CN.md").read_text(encoding="utf-8")


def _fields() -> set[tuple[str, str]]:
    return {(name, field.title or "") for record in FIELDS["records"]().values() for name, field in record.model_fields.items()}


def test_every_verb_and_no_other_is_told() -> None:
    assert set(re.findall(r"python3 tasks\.py ([\w-]+)`", COMMANDS)) - {"VERB"} == {verb.name for verb in VERBS}


def test_every_setting_and_no_other_is_told() -> None:
    assert set(re.findall(r"`(GONGKAI_\w+)`", SETTINGS)) == set(DEFAULTS)


def test_all_is_told_that_an_official_site_must_state_and_nothing_else() -> None:
    section = SETTINGS.partition("## The site of a government body")[2].partition("\n## ")[0]
    assert dict(re.findall(r"^\| `(\w+)` \| (\S+)", section, re.MULTILINE)) == LABELS


def test_it_is_told_how_many_entries_a_feed_has() -> None:
    assert f"tell the {feeds.LIMIT} newest entries" in COMMANDS


def test_the_table_of_standards_names_tests_that_exist() -> None:
    functions = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert sorted(set(re.findall(r"`(test_\w+)`", STANDARDS)) - functions) == []


def test_the_table_of_standards_has_every_kind_of_page_with_its_tags() -> None:
    table = STANDARDS.partition("| kind of page")[2]
    lines = re.findall(r"^\| ([a-z_, ]+) \| ([^|]+) \| (.*) ?\|$", table, re.MULTILINE)
    stated = {kind: _page_type(tags, column_type.strip()) for kinds, tags, column_type in lines for kind in kinds.split(", ")}
    # An item is in the column of the list above it.
    items = {kind: "政策文件" for kind, found in page_tags.PAGE_TYPES.items() if found == page_tags.ITEM}
    assert stated == {
        kind: (found, items.get(kind, "" if found == page_tags.NEITHER else found)) for kind, found in page_tags.PAGE_TYPES.items()
    }


def _page_type(tags: str, column_type: str) -> tuple[str, str]:
    """What page_tags.PAGE_TYPES should say of a line of the table, and its ColumnType."""
    if "content" in tags:
        return page_tags.ITEM, column_type
    return (column_type if "column" in tags else page_tags.NEITHER), column_type


@pytest.mark.parametrize("field", sorted(_fields()), ids=lambda field: field[0])
def test_the_clerks_guide_explains_every_field_under_its_label(field: tuple[str, str]) -> None:
    name, title = field
    assert title, f"{name} has no Chinese label"
    assert re.search(rf"`{name}`(（| *\| *| ){re.escape(title)}", EXPLAINED), f"{name} {title} is not explained"


def test_the_tables_of_fields_are_those_of_the_models() -> None:
    assert FIELDS["explained"]() == FIELDS["EXPLAINED"].read_text(encoding="utf-8"), REMADE


def test_the_schemas_for_editors_are_those_of_the_models() -> None:
    made = FIELDS["schemas"]()
    assert {path: path.read_text(encoding="utf-8") for path in next(iter(made)).parent.iterdir()} == made, REMADE


def test_every_file_has_a_schema_for_editors() -> None:
    """A file is a record that stands in no other."""
    records = FIELDS["records"]().values()
    inner = {kind for record in records for field in record.model_fields.values() for kind in FIELDS["inside"](field.annotation)}
    assert {*FIELDS["FILES"].values()} == {record for record in records if record not in inner and not record.__subclasses__()}


def test_every_option_of_a_verb_is_told() -> None:
    options = {option.name for verb in VERBS for option in verb.options if option.is_option}
    assert {option for option in options if f"`{option}" not in COMMANDS and f" {option} " not in COMMANDS} == set()


def test_the_page_on_the_theme_names_every_token_and_every_macro_as_it_is_called() -> None:
    theming = (ROOT / "docs/theming.md").read_text(encoding="utf-8")
    styles = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "theme/styles").rglob("*.css"))
    macros = {
        macro
        for file in (ROOT / "theme/templates/macros").glob("*.html")
        for macro in re.findall(r"{% macro ([a-z]\w*\(.*?\)) -?%}", file.read_text(encoding="utf-8"))
        if file.stem not in ("desk", "to_do", "relating", "scouted")
    }
    table = theming.partition("\n| token ")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(--gk-[\w-]+)`", table)) == set(re.findall(r"(--gk-[\w-]+):", styles))
    assert set(re.findall(r"`([a-z]\w*\([^`]*\))`", theming)) == macros


def _is_room(name: str) -> bool:
    return (PACKAGE / name.replace(".", "/")).is_dir()


def test_the_architecture_names_every_room() -> None:
    named = {name.rstrip("/") for name in re.findall(r"(?:`|─ )([\w./]+)", ARCHITECTURE)}
    assert sorted({name for name in MODULES if _is_room(name)} - {name.replace("/", ".") for name in named}) == []


def test_what_changed_is_told_of_this_version_first() -> None:
    versions = re.findall(r"^## (\S+) \(\d{4}-\d{2}-\d{2}\)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert versions[0] == project["version"]


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md", "docs/theming.md"])
def test_documents_for_engineers_name_only_files_that_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8").partition("\n## Own templates")[0]
    named = re.findall(r"`(\w[\w./-]*/[\w./-]*)`", text)
    assert [name for name in named if not any((root / name).exists() for root in (ROOT, PACKAGE, ROOT / "theme"))] == []


def test_every_module_is_told_in_chinese_in_its_room() -> None:
    """A new module wants a line in docs/modules.zh-CN.md: what it does, in a few plain words."""
    rooms = re.split(r"^## (\S+)$", (ROOT / "docs/modules.zh-CN.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    told = [
        f"{room.replace('/', '.')}{name}".removeprefix("顶层")
        for room, text in zip(rooms[::2], rooms[1::2], strict=True)
        for name in ("", *re.findall(r"^\| `(\w+)` \| .*[\u4e00-\u9fff].* \|$", text, re.MULTILINE))
    ]
    assert sorted(name.rstrip(".") for name in told if name) == sorted(MODULES)


def test_each_readme_leads_to_the_other_in_its_first_line() -> None:
    names = ("README.md", "README.zh-CN.md")
    first = [(ROOT / name).read_text(encoding="utf-8").partition("\n")[0] for name in names]
    assert [re.findall(r"\]\((.+?)\)", line) for line in first] == [[names[1]], [names[0]]]


@pytest.mark.parametrize(
    "document", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/servers/README.md", "portal/README.zh-CN.md"]
)
def test_commands_of_documents_may_be_typed(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    commands = re.findall(r"^(?:GONGKAI_SITE_URL=\S+ )?(?:python3 tasks\.py|\S*/gongkai) (.+)$", text, re.MULTILINE)
    commands += re.findall(r"`(?:python3 tasks\.py|\S*gongkai) ([^`]+)`", text)
    assert commands
    assert [words for words in commands if understood(shlex.split(words), VERBS) is None] == []


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", document.read_text(encoding="utf-8")):
            file = document.parent / target if target else document
            assert file.is_file(), f"{document.name}: {target}"
            assert not heading or heading in _anchors(file), f"{document.name}: {target}#{heading}"


def _anchors(document: Path) -> list[str]:
    """What the headings of a document are called in links to them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
