"""Changes of single fields in YAML text: everything else stays as it was typed, to the byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

# Beside a field that `import` proposes, until a person has looked.
PROPOSED = "# 草拟，请核对"
Field = tuple[yaml.ScalarNode, yaml.Node]
# What an unquoted text may not hold inside braces.
_NOT_PLAIN = re.compile(r"[,\[\]{}#\n]|: ")


@dataclass(frozen=True, order=True)
class Edit:
    """What is to stand in the place of a stretch of the text."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def composed(text: str) -> yaml.Node | None:
    """The nodes of good YAML with their positions; the loader in Python counts characters, whatever the encoding."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def fields(node: yaml.Node | None) -> dict[str, Field]:
    """The fields of a mapping by their keys; none for anything else."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(key.value): (key, value) for key, value in pairs}


def listed(node: yaml.Node | None, key: str) -> Iterator[yaml.Node]:
    """The items of a list that stands under a key."""
    _, value = fields(node).get(key, (None, None))
    if isinstance(value, yaml.SequenceNode):
        yield from value.value


def span(node: yaml.Node) -> tuple[int, int]:
    """From which character to which a node stands, without the comments that the parser counts to a list or mapping in lines."""
    last = node.value[-1] if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value else None
    return node.start_mark.index, span(last[1] if isinstance(last, tuple) else last)[1] if last else node.end_mark.index


def replaced(node: yaml.Node, text: str) -> Edit:
    """A node with other text in its place."""
    return Edit(*span(node), text)


def typed(text: str, node: yaml.Node) -> str:
    """A scalar as it may be repeated inside braces: as it was typed, or quoted where that would break them."""
    as_typed = text[slice(*span(node))]
    is_quoted = as_typed[:1] in ("'", '"') and "\n" not in as_typed
    return as_typed if is_quoted or not _NOT_PLAIN.search(as_typed) else json.dumps(node.value, ensure_ascii=False)


def without(text: str, mapping: yaml.Node, key: str) -> Edit:
    """A mapping less one of several fields; a comment beside it stays."""
    order = list(fields(mapping))
    (key_node, value), position = fields(mapping)[key], order.index(key)
    start, end = span(key_node)[0], span(value)[1]
    following = span(fields(mapping)[order[position + 1]][0])[0] if position + 1 < len(order) else None
    if isinstance(mapping, yaml.MappingNode) and mapping.flow_style:
        before = span(fields(mapping)[order[position - 1]][1])[1] if following is None else start
        return Edit(before, following if following is not None else end, "")
    line_start, line_end = text.rfind("\n", 0, start) + 1, _line_end(text, end)
    if text[end:line_end].strip():
        return Edit(start, end + len(text[end:line_end]) - len(text[end:line_end].lstrip()), "")
    if not text[line_start:start].strip():
        return Edit(line_start, line_end, "")
    # The first field of a list item: the next one moves up to the dash, unless a comment stands between.
    is_next = following is not None and not text[end:following].strip()
    return Edit(start, following if is_next and following is not None else end, "")


def added_after(text: str, mapping: yaml.Node, key: str, field: str) -> Edit:
    """A mapping with one more field behind one that it has."""
    key_node, value = fields(mapping)[key]
    if isinstance(mapping, yaml.MappingNode) and mapping.flow_style:
        return Edit(span(value)[1], span(value)[1], f", {field}")
    at = _line_end(text, len(text[: span(value)[1]].rstrip()))
    newline = "\r\n" if "\r\n" in text else "\n"
    missing = "" if text[:at].endswith("\n") else newline
    return Edit(at, at, f"{missing}{' ' * key_node.start_mark.column}{field}{newline if not missing else ''}")


def _line_end(text: str, position: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1
