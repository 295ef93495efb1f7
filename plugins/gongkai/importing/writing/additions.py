"""What a register lacks written behind or into its file, every line that stands there kept as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import yaml

from gongkai.importing.meaning.registrar import NewColumn
from gongkai.records.register_records import FormerName, Unit
from gongkai.records.yaml_edits import added_after, applied, composed, fields, replaced, without
from gongkai.records.yaml_edits import listed as items

from . import as_yaml
from .yaml_text import listed, scalar

_INDENT = 2


def units(text: str, new: Sequence[Unit], renamed: Iterable[Unit] = ()) -> str:
    """units.yaml with new names of units that it has, and with new units at its end."""
    for unit in renamed:
        text = _renamed(text, unit)
    if not new:
        return text
    lines = text.rstrip("\n").split("\n")
    known = _value(composed(text), "units")
    indent = known.start_mark.column if isinstance(known, yaml.SequenceNode) and not known.flow_style else _INDENT
    if known is None or not known.value:
        lines = [line for line in lines if not line.startswith("units:")] + ["units:"]
    return "\n".join([*lines, "  # 以下由 import 加入，请核对名称、类别和地址代码。", *_moved(as_yaml.units(new), indent)]) + "\n"


def columns(text: str, new: Iterable[NewColumn]) -> str:
    """columns.yaml with new columns below those they belong to, and new sites at its end."""
    proposed = list(new)
    known = {column.slug for column in proposed}
    lines = text.rstrip("\n").split("\n")
    sites = _value(composed(text), "sites")
    inserted: list[tuple[int, list[str]]] = []
    for above in dict.fromkeys(column.above for column in proposed if column.above and column.above not in known):
        if node := _find(sites, above):
            inserted.append(_below(node, above, proposed))
    for line, added in sorted(inserted, reverse=True):
        lines[line:line] = added
    return "\n".join(_with_sites(lines, sites, proposed)) + "\n"


def _renamed(text: str, unit: Unit) -> str:
    """The text with a unit's new name, its former ones, and without the full name that it no longer has."""
    text = applied(text, [replaced(fields(_entry(text, unit.slug))["name"][1], scalar(unit.name))])
    for key in ("full_name", "former_names"):
        entry = _entry(text, unit.slug)
        text = applied(text, [without(text, entry, key)] if key in fields(entry) else [])
    former = f"former_names: [{', '.join(map(_former, unit.former_names))}]"
    entry = _entry(text, unit.slug)
    # Between braces a comment would take the rest of the line with it.
    mark = "" if entry.flow_style else "  # 草拟，请核对"
    return applied(text, [added_after(text, entry, "name", former + mark)])


def _entry(text: str, slug: str) -> yaml.MappingNode:
    """Where a unit stands in its file."""
    entries = (node for node in items(composed(text), "units") if isinstance(node, yaml.MappingNode))
    return next(entry for entry in entries if fields(entry)["slug"][1].value == slug)


def _former(name: FormerName) -> str:
    return f"{{name: {listed(name.name)}, valid_to: {name.valid_to}}}" if name.valid_to else listed(name.name)


def _below(node: yaml.MappingNode, above: str, proposed: list[NewColumn]) -> tuple[int, list[str]]:
    """After which line what is new below a column stands, and its lines."""
    indent = node.start_mark.column
    below = _value(node, "columns")
    if isinstance(below, yaml.SequenceNode) and below.value:
        return _last_line(below), as_yaml.columns(proposed, above, below.start_mark.column)
    return _last_line(node), [f"{' ' * indent}columns:", *as_yaml.columns(proposed, above, indent + _INDENT)]


def _with_sites(lines: list[str], sites: yaml.Node | None, proposed: list[NewColumn]) -> list[str]:
    fresh = as_yaml.columns(proposed, "", _INDENT)
    if not fresh:
        return lines
    if isinstance(sites, yaml.SequenceNode) and sites.value:
        return lines + _moved(fresh, sites.start_mark.column)
    return [line for line in lines if not line.startswith("sites:")] + ["sites:", *fresh]


def _moved(lines: list[str], indent: int) -> list[str]:
    """Lines written for an indent of two moved to another."""
    return lines if indent == _INDENT else [" " * indent + line[_INDENT:] for line in lines]


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    return fields(node).get(key, (None, None))[1]


def _find(node: yaml.Node | None, slug: str) -> yaml.MappingNode | None:
    for entry in node.value if isinstance(node, yaml.SequenceNode) else []:
        named = _value(entry, "slug")
        if named is not None and named.value == slug:
            return entry  # type: ignore[no-any-return]
        if deeper := _find(_value(entry, "columns"), slug):
            return deeper
    return None


def _last_line(node: yaml.Node) -> int:
    """The number of lines up to the last word inside a node: a block's own end lies behind the comments that follow it."""
    if isinstance(node, yaml.MappingNode):
        return max((_last_line(value) for _, value in node.value), default=node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return max((_last_line(value) for value in node.value), default=node.end_mark.line + 1)
    return int(node.end_mark.line) + (1 if node.end_mark.column else 0)
