"""What a register lacks written into its file, every line that stands there kept as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import yaml

from gongkai.importing.meaning.registrar import NewColumn
from gongkai.records.register_records import Unit
from gongkai.records.yaml_edits import PROPOSED, added_after, applied, composed, fields, listed, replaced, without

from .yaml_text import Written, entry, fields_of, flow, lines

_INDENT = 2


def units(text: str, new: Iterable[Unit], renamed: Iterable[Unit] = ()) -> str:
    """units.yaml with new names of units that it has, and with new units at its end."""
    for unit in renamed:
        text = _renamed(text, unit)
    if records := [fields_of(Unit, unit) for unit in new]:
        return _grown(text, [(composed(text), "units", records)], "  # 以下由 import 加入，请核对名称、类别和地址代码。")
    return text


def columns(text: str, new: Sequence[NewColumn]) -> str:
    """columns.yaml with new columns below those they belong to, and new sites at its end."""
    root, known = composed(text), {column.slug for column in new}
    above = dict.fromkeys(column.above for column in new if column.above not in known)
    nodes = {"": (root, "sites"), **{slug: (node, "columns") for slug, node in _columns(root, "sites")}}
    return _grown(text, [(*nodes[slug], _below(new, slug)) for slug in above if slug in nodes])


def _below(new: Sequence[NewColumn], above: str) -> tuple[dict[str, Written], ...]:
    """New columns below one, with all that is below them."""
    mine = (column for column in new if column.above == above)
    return tuple({"slug": column.slug, "name": column.name, "columns": _below(new, column.slug)} for column in mine)


def _columns(node: yaml.Node | None, key: str) -> Iterator[tuple[str, yaml.Node]]:
    for column in listed(node, key):
        yield str(fields(column)["slug"][1].value), column
        yield from _columns(column, "columns")


def _grown(text: str, lists: Iterable[tuple[yaml.Node | None, str, Sequence[dict[str, Written]]]], note: str = "") -> str:
    """The text with more records in lists of these mappings, below a note; a list that is not there or has nothing yet is begun."""
    known = text.rstrip("\n").split("\n")
    inserted: list[tuple[int, int, list[str]]] = []
    for mapping, key, records in lists:
        _, value = fields(mapping).get(key, (None, None))
        column = mapping.start_mark.column if mapping else 0
        head, until = [" " * column + f"{key}:"], _last_line(mapping) if mapping else len(known)
        start, indent = until, column + _INDENT
        if isinstance(value, yaml.SequenceNode) and value.value:
            head, start, until, indent = [], _last_line(value), _last_line(value), value.start_mark.column
        elif value is not None:
            start, until = value.start_mark.line, value.start_mark.line + 1
        more = [line for record in records for line in entry(record, indent)]
        inserted.append((start, until, [*head, *filter(None, [note]), *more]))
    for start, until, more in sorted(inserted, reverse=True):
        known[start:until] = more
    return "\n".join(known) + "\n"


def _renamed(text: str, unit: Unit) -> str:
    """The text with a unit's new name, its former ones, and without the full name that it no longer has."""

    def stands() -> yaml.Node:
        return next(node for node in listed(composed(text), "units") if fields(node)["slug"][1].value == unit.slug)

    [name] = lines({"name": unit.name})
    text = applied(text, [replaced(fields(stands())["name"][1], name.removeprefix("name: "))])
    for key in ("full_name", "former_names"):
        text = applied(text, [without(text, stands(), key)] if key in fields(stands()) else [])
    former = flow([name if name.valid_to else name.name for name in unit.former_names])
    node = stands()
    # Between braces a comment would take the rest of the line with it.
    mark = "" if isinstance(node, yaml.MappingNode) and node.flow_style else f"  {PROPOSED}"
    return applied(text, [added_after(text, node, "name", f"former_names: {former}{mark}")])


def _last_line(node: yaml.Node) -> int:
    """The number of lines up to the last word inside a node: a block's own end lies behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and node.value:
        return max(_last_line(held[1] if isinstance(held, tuple) else held) for held in node.value)
    return int(node.end_mark.line) + (1 if node.end_mark.column else 0)
