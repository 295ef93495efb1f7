"""Writes what the models say of the fields of our data for people: the schemas that editors read, and the tables of docs/fields.zh-CN.md.

`PYTHONPATH=plugins .venv/bin/python docs/fields.py`
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from gongkai.records.duties import DutiesFile
from gongkai.records.folder import SCHEMAS, FormatFile
from gongkai.records.ledger_records import LedgerFile
from gongkai.records.plan_records import PlanRecord, TasksFile
from gongkai.records.register_records import ColumnsFile, JurisdictionRecord, MovedFile, MovedPlacesFile, UnitsFile
from gongkai.records.workdays import HolidaysFile
from gongkai.words.article_20 import KINDS
from gongkai.words.daily import DailyWords
from gongkai.words.record import Record
from gongkai.words.vocabulary import Bodies
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

ROOT = Path(__file__).parents[1]
EXPLAINED = ROOT / "docs/fields.zh-CN.md"
# What each kind of file is read into, by the name of its schema.
FILES: dict[str, type[Record]] = {
    "format": FormatFile,
    "holidays": HolidaysFile,
    "duties": DutiesFile,
    "jurisdiction": JurisdictionRecord,
    "units": UnitsFile,
    "columns": ColumnsFile,
    "moved": MovedFile,
    "moved-places": MovedPlacesFile,
    "plan": PlanRecord,
    "tasks": TasksFile,
    "ledger": LedgerFile,
    "bodies": Bodies,
    "daily": DailyWords,
}
ABOUT = (
    "由 docs/fields.py 照程序里的模型写成，不要手改。编辑器照它提示，程序以 check 为准："
    "check 读得更宽（没有内容的字段算没有写，数字加了引号、true 写成 yes 也认得，全角的冒号会指出来并照读），"
    "也查得更细（几个字段之间、几个文件之间对不对得上）。"
)


# --- schemas ------------------------------------------------------------------------------------


class _ForEditors(GenerateJsonSchema):
    """Draft 7, which all editors have understood for years; without what says nothing to a clerk: nulls, defaults, names of classes."""

    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        return {**super().bool_schema(schema), "errorMessage": "是的写 true，不是的整行不写。"}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return {**super().int_schema(schema), "errorMessage": "请写数字，不加引号。"}

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        return {**super().tuple_schema(schema), "errorMessage": "请写成 [甲, 乙]，或每项一行、以“- ”开头。"}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        titled = {"title"} if "title" in schema["cls"].model_config else set()
        return {key: value for key, value in super().model_schema(schema).items() if key in titled or key not in ("title", "description")}


def schema(record: type[Record]) -> JsonSchemaValue:
    """What an editor may know of a file: records stand where they belong, for Draft 7 takes no title beside a reference."""
    whole = record.model_json_schema(schema_generator=_ForEditors)
    records = whole.pop("$defs", {})
    recursive = {name for name, inner in records.items() if _refers(inner, name)}
    inner = {name: _in_place(records[name], records, recursive) for name in sorted(recursive)}
    about = {"$schema": _ForEditors.schema_dialect, "title": whole.get("title", ""), "description": ABOUT}
    return {**about, **_in_place(whole, records, recursive), **({"definitions": inner} if inner else {})}


def _refers(value: object, name: str) -> bool:
    return f'"#/$defs/{name}"' in json.dumps(value)


def _in_place(value: JsonSchemaValue, records: JsonSchemaValue, recursive: set[str]) -> JsonSchemaValue:
    if isinstance(value, list):
        return [_in_place(inner, records, recursive) for inner in value]
    if not isinstance(value, dict):
        return value
    name = str(value.get("$ref", "")).rpartition("/")[2]
    if name in recursive:
        return {"$ref": f"#/definitions/{name}"}
    beside = {key: _in_place(inner, records, recursive) for key, inner in value.items() if key != "$ref"}
    for key, field in beside.get("properties", {}).items():
        # Lists of what may be written show the description alone.
        label = field["title"] + ("，必填" if key in beside.get("required", ()) else "")
        field["description"] = "：".join((label, *filter(None, [field.get("description")])))
    return {**(_in_place(records[name], records, recursive) if name else {}), **beside}


def schemas() -> dict[Path, str]:
    """The schema of each kind of file, by where it stands."""
    return {
        ROOT / "data" / SCHEMAS / f"{name}.json": json.dumps(schema(record), ensure_ascii=False, indent=1) + "\n"
        for name, record in FILES.items()
    }


# --- the tables of fields -------------------------------------------------------------------

_TABLE = re.compile(r"<!-- fields: ([\w.]+) -->\n.*?<!-- /fields -->\n", re.DOTALL)


def explained() -> str:
    """What explains the fields, with the tables that its marks ask for: `<!-- fields: plan_records.Task -->` … `<!-- /fields -->`."""
    text = EXPLAINED.read_text(encoding="utf-8")
    asked = frozenset(match[1] for match in _TABLE.finditer(text))
    return _TABLE.sub(lambda match: f"<!-- fields: {match[1]} -->\n\n{_table(match[1], asked)}\n<!-- /fields -->\n", text)


def _table(name: str, asked: frozenset[str]) -> str:
    if name == "article_20":
        rows = [("序号", "简称", "条例原文"), *((str(kind.number), kind.name, kind.wording) for kind in KINDS.values())]
    else:
        rows = [("字段", "名称", "说明"), *_rows(records()[name], asked)]
    lines = [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]]) + "\n"


def _rows(record: type[Record], asked: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    made = schema(record)
    properties = made.get("definitions", {}).get(record.__name__, made)["properties"]
    for name in _own(record, asked):
        title = properties[name]["title"]
        yield f"`{name}`", title, _told(record, name, properties[name], asked).removeprefix(title).lstrip("，：")


def _own(record: type[Record], asked: frozenset[str]) -> list[str]:
    """A record's own fields, then those that it shares with others, but for those that have a table of their own."""
    elsewhere = {name for base in record.__mro__[1:] if _name(base) in asked for name in getattr(base, "model_fields", ())}
    fields = [name for name in record.model_fields if name not in elsewhere or name in record.__annotations__]
    return sorted(fields, key=lambda name: name not in record.__annotations__)


def _told(record: type[Record], name: str, field: JsonSchemaValue, asked: frozenset[str]) -> str:
    """What is to be known of a field: its label, what it holds, what may be chosen, what may stand in it, and an example."""
    content = field.get("items", field)
    content = content.get("anyOf", [content])[-1]
    words = zip(content.get("enum", ()), content.get("enumDescriptions", ()), strict=True) if content.get("type") == "string" else ()
    inner = next((it for it in inside(record.model_fields[name].annotation) if _name(it) not in asked), None)
    fields = _own(inner, asked) if inner and "properties" in content else ()
    listed = [f"`{key}`（{_told(inner, key, content['properties'][key], asked)}）" for key in fields] or [
        f"`{it}` {word}" for it, word in words
    ]
    told = field["description"]
    told += ("。" if "：" in told else "：") + "、".join(listed) if listed else ""
    return f"{told}，如 {_typed(field['examples'][0])}" if "examples" in field else told


def records() -> dict[str, type[Record]]:
    """Every record by the names of its module and its class, but those that are said at the desk and stand in no file."""

    def below(record: type[Record]) -> Iterator[type[Record]]:
        for kind in record.__subclasses__():
            yield kind
            yield from below(kind)

    return {_name(record): record for record in below(Record) if not {"desk", "importing"} & {*record.__module__.split(".")}}


def _name(record: type) -> str:
    return f"{record.__module__.rpartition('.')[2]}.{record.__name__}"


def inside(annotation: object) -> Iterator[type[Record]]:
    """The records that a field may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from inside(argument)


def _typed(example: object) -> str:
    return f"[{', '.join(map(str, example))}]" if isinstance(example, list) else str(example)


if __name__ == "__main__":
    for path, text in {**schemas(), EXPLAINED: explained()}.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
