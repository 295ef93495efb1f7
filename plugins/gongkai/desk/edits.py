"""A field of a record or a record of a list changed in YAML that somebody typed: everything else stays as it is, to the byte.

A round trip through a library would not do: of a comment behind a record it holds that it belongs to the record's last field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from gongkai.records.yaml_edits import Edit, added_after, applied, composed, fields, replaced, span, without
from gongkai.words.left_out import Location
from gongkai.words.source import parse

from .canonical import Written, field_text, record_text


class UnfitError(Exception):
    """The text is not so that it can be changed and nothing else with it."""


def put(text: str, record: Location, key: str, value: Written | None, order: Sequence[str]) -> str:
    """The text with another value in a field of a record, or without the field (None); a new field comes to its place in the order."""
    mapping = node_at(text, record)
    known = fields(mapping)
    if not isinstance(mapping, yaml.MappingNode) or not known:
        raise UnfitError
    if value is None:
        return applied(text, [without(text, mapping, key)]) if key in known else text
    column = next(iter(known.values()))[0].start_mark.column
    written = _ended(text, field_text(key, value, column, is_flow=mapping.flow_style))
    if key in known:
        return applied(text, [Edit(span(known[key][0])[0], _end(text, known[key][1]), written)])
    before = [name for name in known if name in order and order.index(name) < order.index(key)]
    return applied(text, [added_after(text, mapping, before[-1] if before else next(iter(known)), written)])


def appended(text: str, records: Location, record: Mapping[str, Written], after: int = -1) -> str:
    """The text with one more record in a list that has some, at its end or behind another."""
    listed = node_at(text, records)
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        raise UnfitError
    last = listed.value[after]
    if listed.flow_style:
        return applied(text, [Edit(span(last)[1], span(last)[1], f", {record_text(record, is_flow=True)}")])
    begin, end = span(last)[0], _end(text, last)
    dash = text[text.rfind("\n", 0, begin) + 1 : begin]
    if set(dash) != {" ", "-"}:
        raise UnfitError
    at = text.find("\n", end) + 1 or len(text)
    before = "" if text[:at].endswith("\n") else "\n"
    return applied(text, [Edit(at, at, _ended(text, f"{before}{dash}{record_text(record, len(dash))}\n"))])


def less(text: str, records: Location, index: int) -> str:
    """The text without an item of a list that has others."""
    listed = node_at(text, records)
    if not isinstance(listed, yaml.SequenceNode) or not 0 <= index < len(listed.value) or len(listed.value) == 1:
        raise UnfitError
    begin, end = span(listed.value[index])
    if listed.flow_style:
        is_last = index == len(listed.value) - 1
        edit = Edit(span(listed.value[index - 1])[1], end, "") if is_last else Edit(begin, span(listed.value[index + 1])[0], "")
        return applied(text, [edit])
    start = text.rfind("\n", 0, begin) + 1
    if set(text[start:begin]) != {" ", "-"}:
        raise UnfitError
    return applied(text, [Edit(start, text.find("\n", _end(text, listed.value[index])) + 1 or len(text), "")])


def is_only(text: str, new: str, changed: Collection[Location]) -> bool:
    """Whether two texts differ in nothing but what stands at these places, and our reader has nothing more to say of the new one."""
    before, after = (parse(it.removeprefix("\ufeff"), Path()) for it in (text, new))
    rest = [source.without(changed).value for source in (before, after)]
    return rest[0] == rest[1] and len(after.slips) <= len(before.slips)


def detailed(text: str, record: Location, fields: Mapping[str, Written]) -> str:
    """The text with a record in braces where a list has just a name."""
    return applied(text, [replaced(node_at(text, record), record_text(fields, is_flow=True))])


def renamed(text: str, places: Iterable[Location], name: str) -> str:
    """The text with another name in all these places."""
    root = composed(text)
    return applied(text, [replaced(_node(root, place), name) for place in places])


def node_at(text: str, location: Location) -> yaml.Node:
    """What stands at a place of good YAML; raises UnfitError where there is nothing, or no good YAML."""
    try:
        return _node(composed(text), location)
    except (yaml.YAMLError, RecursionError):
        raise UnfitError from None


def _node(root: yaml.Node | None, location: Location) -> yaml.Node:
    node = root
    try:
        for step in location:
            node = fields(node).get(step, (None, None))[1] if isinstance(step, str) else node.value[step] if node else None
    except (IndexError, TypeError):
        raise UnfitError from None
    if node is None:
        raise UnfitError
    return node


def _end(text: str, node: yaml.Node) -> int:
    """Where what a node says ends: a text in lines takes the line ends behind it along."""
    begin, end = span(node)
    return begin + len(text[begin:end].rstrip())


def _ended(text: str, written: str) -> str:
    """With the line ends of the text."""
    return written.replace("\n", "\r\n") if "\r\n" in text else written
