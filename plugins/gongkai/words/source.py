"""YAML text → plain values in which every scalar is text, and the line of every field.

PyYAML's loaders guess types (`no` is False, `007` is 7) and keep the last of two equal keys.
Composing nodes avoids both and knows the line of everything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import yaml

from gongkai.files import reader

from .indentation import MOST_DEPTH, Loader, line_too_deep
from .left_out import Location, Renumbered, Value, without
from .slips import Slip, mend
from .text import encoding_fault, invisible

# Seconds in Python, and more than any file of ours.
_LONGEST_FOR_PYTHON = 200_000
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")}
_EXTRA, _BEHIND = re.compile(r"[&!\\\t]"), re.compile("^ *[^ #\n][^#\n]*#", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """One YAML file: its value (None when unreadable), the line of each field, and what is wrong with its YAML."""

    file: Path
    value: Value | None
    lines: dict[Location, int] = field(repr=False)
    slips: tuple[Slip, ...]
    # Of two equal keys the last one stays; what the others held.
    overwritten: tuple[tuple[Location, Value], ...] = ()
    # What stands behind a value on its line: the blanks and the comment.
    trailing: dict[Location, str] = field(default_factory=dict, repr=False)
    # The fields that were left out, wholly or in part, as the rest is numbered now.
    lost: frozenset[Location] = frozenset()
    _whole: Source | None = None

    @property
    def as_written(self) -> Source:
        """The source before any part was left out."""
        return self._whole or self

    def line_of(self, location: Location) -> int:
        """The line of a field, or of the nearest field above it that exists."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def field_at(self, line: int) -> Location:
        """The field that stands on a line, or begins last above it."""
        above = bisect_right(self._lines_of_fields, line)
        return self._first_fields[self._lines_of_fields[above - 1]] if above else ()

    @cached_property
    def _first_fields(self) -> dict[int, Location]:
        """By line, the outermost field on it."""
        fields: dict[int, Location] = {}
        for location, line in self.lines.items():
            if location and isinstance(location[-1], str) and len(location) < len(fields.get(line, (*location, ""))):
                fields[line] = location
        return fields

    @cached_property
    def _lines_of_fields(self) -> list[int]:
        return sorted(self._first_fields)

    def values_of(self, key: str) -> Iterator[str]:
        """What stands under a key, wherever it is written."""
        for location in self.lines:
            if location and location[-1] == key and isinstance(value := self.at(location), str):
                yield value

    def has(self, location: Location) -> bool:
        return location in self.lines

    def at(self, location: Location) -> Value:
        """The value at a location that exists."""
        value = self.value
        for step in location:
            value = value[step]  # type: ignore[index]
        return value if value is not None else ""

    def without(self, locations: Iterable[Location]) -> Source:
        """The same source less some fields and list items; later items move up, their lines with them."""
        gone = set(locations)
        renumbered = Renumbered(gone)
        lines = {there: line for location, line in self.lines.items() if (there := renumbered.of(location)) is not None}
        fields = {*self.lost, *(location[:-1] if isinstance(location[-1], int) else location for location in gone)}
        lost = frozenset((*there, field[-1]) for field in fields if (there := renumbered.of(field[:-1])) is not None)
        return replace(self, value=without(self.value, (), gone), lines=lines, trailing={}, lost=lost, _whole=self.as_written)


def as_it_is(file: Path) -> str:
    """The text of a readable file with the line ends and the byte order mark that it has."""
    return reader.read(file).decode()


def read(file: Path, shown_as: Path) -> Source:
    """Read a YAML file; faults are collected in the result, never raised."""
    try:
        return understood(reader.read(file), shown_as)
    except reader.UnreadableError as error:
        return _failed(shown_as, Slip(1, error.fault, error.remedy))


def content(file: Path) -> bytes | None:
    """What a file holds; None where it cannot be read, which `read` tells."""
    try:
        return reader.read(file)
    except reader.UnreadableError:
        return None


def understood(content: bytes, shown_as: Path) -> Source:
    """The same of what a file holds."""
    try:
        return parse(content.decode("utf-8-sig"), shown_as)
    except UnicodeDecodeError as error:
        return _failed(shown_as, Slip(*encoding_fault(error.object, error.start)))


def parse(text: str, file: Path) -> Source:
    """Parse YAML text; slips of the keyboard are reported and mended in memory so that the rest is still checked."""
    mended, slips = mend(re.sub("\r\n?", "\n", text))
    if deep := line_too_deep(mended):
        return _failed(file, *slips, Slip(deep, f"层次太深，超过 {MOST_DEPTH} 层，读不下去。", "请检查是否有大量没有闭合的括号。"))
    try:
        root = yaml.compose(mended, Loader=Loader)
        if root is None or root.value == "":
            return _failed(file, *slips, Slip(1, "文件是空的。", "请填写内容，或删除这个文件。"))
        walk = _Walk(mended)
        value = walk.value(root, (), walk.line(root))
    except yaml.YAMLError as error:
        broken = _syntax_slip(mended, error)
        # What stumbles over a mended line is a sequel of its slip.
        is_sequel = broken.line in {slip.line for slip in slips}
        return _failed(file, *slips, *([] if is_sequel else [broken]))
    return Source(file, value, walk.lines, (*slips, *walk.slips), tuple(walk.overwritten), walk.trailing)


def _failed(file: Path, *slips: Slip) -> Source:
    return Source(file, None, {}, slips)


def _syntax_slip(text: str, error: yaml.YAMLError) -> Slip:
    # The pure Python loader is slower, but names the same place and cause on every machine.
    if len(text) <= _LONGEST_FOR_PYTHON:
        with suppress(RecursionError, OverflowError):
            try:
                yaml.compose(text, Loader=yaml.SafeLoader)
            except yaml.YAMLError as better:
                error = better
    where = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    _, starts_earlier, fault, remedy = next(row for row in _SYNTAX_FAULTS if row[0] in where)
    context, problem = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = (context if starts_earlier else None) or problem
    # YAML puts what is missing at the end behind the last line.
    return Slip(min(mark.line + 1 if mark else 1, len(text.removesuffix("\n").split("\n"))), fault, remedy)


# Words of the parser; whether the fault stands where the broken part begins; what is wrong; what to do.
_SYNTAX_FAULTS: tuple[tuple[str, bool, str, str], ...] = (
    ("unknown escape character", False, "双引号里的反斜杠“\\”不能这样用。", "请把双引号改成单引号。"),
    ("quoted scalar", True, "引号没有闭合。", "请在内容末尾补上同样的引号。"),
    (
        "could not find expected ':'",
        True,
        "这一行缺少半角冒号。",
        "请写成“字段: 内容”，冒号用半角，后面空一格；长文字请写在“字段: |-”下面并缩进。",
    ),
    ("mapping values are not allowed", False, "内容里又出现了冒号，或缩进不对。", "请给内容加上英文引号，或检查缩进是否与上一行对齐。"),
    ("flow sequence", True, "方括号“[”没有闭合，或里面缺少逗号。", "请写成 [甲, 乙]，括号和逗号用半角。"),
    ("flow mapping", True, "花括号“{”没有闭合，或里面缺少逗号。", "请写成 {times: 4, per: year}，括号和逗号用半角。"),
    ("cannot start any token", False, "内容以特殊符号开头。", "请给内容加上英文引号。"),
    ("expected the node content", False, "内容以特殊符号开头。", "请给内容加上英文引号。"),
    ("scanning an alias", False, "内容以特殊符号开头。", "请给内容加上英文引号。"),
    ("scanning an anchor", False, "内容以特殊符号开头。", "请给内容加上英文引号。"),
    ("parsing a tag", False, "内容以特殊符号开头。", "请给内容加上英文引号。"),
    ("expected a single document", False, "一个文件里有多段内容（---）。", "请拆成几个文件，或删掉多余的“---”。"),
    ("undefined alias", False, "用了“*”引用。", "本站数据不用引用，请直接写出内容；以“*”开头的文字请加引号。"),
    ("scanning a block scalar", False, "“|-”后面还有文字，或缩进不对。", "请把文字写在下一行，并比字段名多缩进两个空格。"),
    ("expected <block end>", False, "缩进不对。", "请让同一层的字段左边对齐，每层缩进两个空格。"),
    ("", False, "这一行不符合 YAML 格式。", "请对照 docs/fields.zh-CN.md 的例子检查缩进、冒号和引号。"),
)


class _Walk:
    """One pass over the node tree that yields values, lines and the faults YAML itself forgives."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Location, int] = {}
        self.slips: list[Slip] = []
        self.overwritten: list[tuple[Location, Value]] = []
        self.trailing: dict[Location, str] = {}
        self.merged: dict[Location, int] = {}
        # A mark may stand behind the last line, even one without an end.
        self._text_lines = [*text.removesuffix("\n").split("\n"), ""]
        self._last, self._seen = len(self._text_lines) - 1, set[int]()
        # Few files have anchors, tags, escapes, signs that are not seen or comments behind values: texts of others are what they are.
        self._is_simple = not (_EXTRA.search(text) or _BEHIND.search(text) or invisible(text))

    def value(self, node: yaml.Node, location: Location, line: int) -> Value:
        self.lines[location] = line
        if self._is_simple and isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if id(node) in self._seen:
            # A reference to an anchor, which has been reported; it may even lead back to itself.
            return ""
        self._seen.add(id(node))
        self._refuse_extras(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        self._remember_trailing(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*location, index), self.line(child)) for index, child in enumerate(node.value)]
        return self._text(node)

    def _remember_trailing(self, node: yaml.Node, location: Location) -> None:
        style = node.style if isinstance(node, yaml.ScalarNode) else "[" if getattr(node, "flow_style", False) else "|"
        rest = self._text_lines[node.end_mark.line][node.end_mark.column :] if style not in ("|", ">") else ""
        # Behind a quotation mark or a bracket nothing is lost, however a comment is typed.
        if rest.lstrip().startswith("#") and (not style or rest.startswith("  ")):
            self.trailing[location] = rest

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Value]:
        values: dict[str, Value] = {}
        twice: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._slip(key_node, "字段名不是一个词。", "请写成“字段: 内容”。")
                continue
            key = self._text(key_node)
            if key == "<<":
                self._slip(key_node, "用了“<<”和“*”引用。", "本站数据不用引用，请直接写出这一条的各个字段。")
                self._merge(value_node, values, location, self.line(key_node))
                continue
            here = (*location, key)
            if key in values and self.lines[here] != self.merged.get(here):
                twice.setdefault(key, key_node)
                self.overwritten.append((here, values[key]))
                self._forget_lines(here, values[key])
            values[key] = self.value(value_node, here, self.line(key_node))
        if twice:
            self._tell_twice(twice, [values[key] for key in twice])
        return values

    def _tell_twice(self, keys: dict[str, yaml.Node], values: list[Value]) -> None:
        """One slip for all fields of a record that are written twice; of several the next record has lost its dash."""
        remedy = "请删掉其中一个。" if isinstance(values[0], str) else "请把两处的内容合到一处，再删掉多出的字段名。"
        if len(keys) > 1:
            remedy = "如果从这里起是另一条记录，请在它的第一个字段前面加上“- ”；合并时混在一起的，请照原来的两份分开；否则请删掉重复的。"
        names = "”“".join(keys)
        self._slip(next(iter(keys.values())), f"“{names}”写了两次。", remedy, in_value=True)

    def _merge(self, node: yaml.Node, values: dict[str, Value], location: Location, line: int) -> None:
        """What a reference brings in, so that it is not said to be missing."""
        for key_node, value_node in node.value if isinstance(node, yaml.MappingNode) else ():
            key = str(key_node.value)
            if isinstance(value_node, yaml.ScalarNode) and key not in values:
                values[key] = str(value_node.value)
                self.lines[(*location, key)] = self.merged[(*location, key)] = line

    def _forget_lines(self, location: Location, value: Value) -> None:
        self.lines.pop(location, None)
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, inner in steps:
            self._forget_lines((*location, step), inner)

    def _text(self, node: yaml.Node) -> str:
        text = str(node.value)
        # Typed as they are, these were mended before; an escape in double quotes brings them in again.
        if not self._is_simple and (hidden := ["\t"] * text.count("\t") + invisible(text)):
            self._slip(node, f"有看不见的控制字符（U+{ord(hidden[0]):04X}）。", "请删掉后重新输入。", in_value=True)
        return text

    def _refuse_extras(self, node: yaml.Node) -> None:
        mark = node.start_mark
        first = self._text_lines[mark.line][mark.column : mark.column + 1]
        if first == "&":
            self._slip(node, "用了“&”“*”引用。", "本站数据不用引用，请直接写出内容；以“&”开头的文字请加引号。")
        if first == "!" or node.tag not in _PLAIN_TAGS:
            self._slip(node, f"用了类型标签 {node.tag}。", "本站数据不用标签，请删掉；以“!”开头的文字请加引号。")

    def _slip(self, node: yaml.Node, fault: str, remedy: str, *, in_value: bool = False) -> None:
        self.slips.append(Slip(self.line(node), fault, remedy, in_value))

    def line(self, node: yaml.Node) -> int:
        return min(int(node.start_mark.line) + 1, self._last)
