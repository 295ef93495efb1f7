"""YAML text → plain values in which every scalar is text, and the line of every field.

PyYAML's loaders guess types (`no` is False, `007` is 7) and keep the last of two equal keys.
Composing nodes avoids both and knows the line of everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from .problems import Problem

Value = str | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEY = re.compile(r"^(?P<indent>[ \t]*(?:- *)?)(?P<key>[A-Za-z_]+)(?P<colon>[ \t]*：[ \t]*)")
_QUOTED = re.compile(r"^[ ]*(?:- +)?(?:[A-Za-z_]+: +)?(?P<quote>[\"'])(?P<rest>.*)$")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")}
# Bidirectional overrides and invisible characters can make a page read differently from its data.
_INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


@dataclass(frozen=True)
class Source:
    """One YAML file: its value (None when unreadable), the line of each field, and its problems."""

    file: Path
    value: Value | None
    lines: dict[Location, int] = field(repr=False)
    problems: tuple[Problem, ...]

    def line_of(self, location: Location) -> int:
        """The line of a field, or of the nearest field above it that exists."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def has(self, location: Location) -> bool:
        return location in self.lines

    def at(self, location: Location) -> Value:
        """The value at a location that exists."""
        value = self.value
        for step in location:
            value = value[step]  # type: ignore[index]
        return value if value is not None else ""

    def without(self, location: Location) -> Source:
        """The same source less one field or list item; later items move up, their lines with them."""
        *outer, last = location
        depth = len(outer)
        lines: dict[Location, int] = {}
        for place, line in self.lines.items():
            if place[: depth + 1] == location:
                continue
            step = place[depth] if len(place) > depth and place[:depth] == tuple(outer) else None
            if isinstance(last, int) and isinstance(step, int) and step > last:
                lines[(*place[:depth], step - 1, *place[depth + 1 :])] = line
            else:
                lines[place] = line
        return Source(self.file, _without(self.value, location), lines, self.problems)


def _without(value: Value | None, location: Location) -> Value:
    step, *rest = location
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if rest or key != step}
        return {key: _without(inner, tuple(rest)) if rest and key == step else inner for key, inner in kept.items()}
    if isinstance(value, list):
        kept_items = [(index, inner) for index, inner in enumerate(value) if rest or index != step]
        return [_without(inner, tuple(rest)) if rest and index == step else inner for index, inner in kept_items]
    raise KeyError(step)


def read(file: Path, shown_as: Path) -> Source:
    """Read a YAML file; faults are collected in the result, never raised."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _failed(shown_as, Problem(shown_as, 1, "", "文件不是 UTF-8 编码。", "请在编辑器中选择“另存为 UTF-8”。"))
    except OSError:
        return _failed(shown_as, Problem(shown_as, 1, "", "文件打不开。", "请检查文件名和权限。"))
    return parse(text, shown_as)


def parse(text: str, file: Path) -> Source:
    """Parse YAML text; slips of the keyboard are reported and mended in memory so that the rest is still checked."""
    mended, slips = _mend(text.replace("\r\n", "\n"), file)
    try:
        root = yaml.compose(mended, Loader=_LOADER)
    except yaml.YAMLError:
        return _failed(file, *slips, _syntax_problem(mended, file))
    if root is None:
        return _failed(file, *slips, Problem(file, 1, "", "文件是空的。", "请填写内容，或删除这个文件。"))
    walk = _Walk(file)
    value = walk.value(root, ())
    return Source(file, value, walk.lines, (*slips, *walk.problems))


def _failed(file: Path, *problems: Problem) -> Source:
    return Source(file, None, {}, problems)


def _mend(text: str, file: Path) -> tuple[str, list[Problem]]:
    lines, problems, block_indent = text.split("\n"), [], None
    for number, line in enumerate(lines, start=1):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and line.strip() and indent <= block_indent:
            block_indent = None
        if block_indent is None:
            for fault, remedy, mended in _slips(line):
                problems.append(Problem(file, number, "", fault, remedy))
                lines[number - 1] = mended
            if re.search(r":\s+[|>][-+0-9]*\s*$", line):
                block_indent = indent
    return "\n".join(lines), problems


def _slips(line: str) -> Iterator[tuple[str, str, str]]:
    """(fault, remedy, mended line) for each slip that is certain from the line alone."""
    if line.lstrip().startswith("#"):
        return
    margin = re.match(r"[ \t]*", line)
    if margin and "\t" in margin[0]:
        line = margin[0].replace("\t", "  ") + line[margin.end() :]
        yield "行首用了制表符（Tab 键）。", "请删掉，改用空格缩进。", line
    if match := _KEY.match(line):
        line = f"{match['indent']}{match['key']}: {line[match.end() :]}"
        yield f"“{match['key']}”后面是全角冒号“：”。", "请改为半角冒号加一个空格“: ”。", line
    if (match := _QUOTED.match(line)) and _is_unclosed(match["quote"], match["rest"]):
        yield "引号没有闭合。", f"请在这一行的末尾补上 {match['quote']}，或去掉开头的引号。", line + match["quote"]


def _is_unclosed(quote: str, rest: str) -> bool:
    if quote == "'":
        return rest.replace("''", "").count("'") == 0
    return re.search(r'(?<!\\)(?:\\\\)*"', rest) is None


def _syntax_problem(text: str, file: Path) -> Problem:
    # The pure Python loader is slower, but names the same place and cause on every machine.
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Problem(file, line, "", f"有看不见的控制字符（U+{ord(str(error.character)[:1]):04X}）。", "请删掉后重新输入。")
    except yaml.MarkedYAMLError as error:
        return _marked_problem(error, file)
    return Problem(file, 1, "", "文件格式不对。", "请对照 docs/editing.zh-CN.md 检查。")


def _marked_problem(error: yaml.MarkedYAMLError, file: Path) -> Problem:
    problem = str(error.problem)
    mark = error.problem_mark
    if error.context_mark and ("could not find expected ':'" in problem or "quoted scalar" in str(error.context)):
        mark = error.context_mark
    where = f"{problem} {error.context}"
    fault, remedy = next((fault, remedy) for words, fault, remedy in _SYNTAX_FAULTS if words in where)
    return Problem(file, mark.line + 1 if mark else 1, "", fault, remedy)


_SYNTAX_FAULTS = (
    ("quoted scalar", "引号没有闭合。", "请在内容末尾补上同样的引号。"),
    (
        "could not find expected ':'",
        "这一行缺少半角冒号。",
        "请写成“字段: 内容”，冒号用半角，后面空一格；长文字请写在“字段: |-”下面并缩进。",
    ),
    ("mapping values are not allowed", "内容里又出现了冒号，或缩进不对。", "请给内容加上英文引号，或检查缩进是否与上一行对齐。"),
    ("cannot start any token", "内容以特殊符号开头。", "请给内容加上英文引号。"),
    ("expected a single document", "一个文件里有多段内容（---）。", "请拆成几个文件，或删掉多余的“---”。"),
    ("undefined alias", "用了“*”引用。", "本站数据不用引用，请直接写出内容；以“*”开头的文字请加引号。"),
    ("did not find expected", "缩进或标点不对。", "请检查这一行与上一行的缩进是否对齐，括号是否成对。"),
    ("expected <block end>", "缩进不对。", "请让同一层的字段左边对齐，每层缩进两个空格。"),
    ("", "这一行不符合 YAML 格式。", "请对照 docs/editing.zh-CN.md 的例子检查缩进、冒号和引号。"),
)


class _Walk:
    """One pass over the node tree that yields values, lines and the faults YAML itself forgives."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, location: Location) -> Value:
        self.lines.setdefault(location, node.start_mark.line + 1)
        self._refuse_extras(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*location, index)) for index, child in enumerate(node.value)]
        return self._text(node)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in values:
                self._problem(line, f"“{key}”写了两次。", "请删掉其中一个。")
            self.lines[(*location, key)] = line
            value = self.value(value_node, (*location, key))
            # An empty value means "not filled in"; a required field is then reported as missing, on this line.
            if value != "":
                values[key] = value
        return values

    def _text(self, node: yaml.Node) -> str:
        text = str(node.value)
        if found := _INVISIBLE.search(text):
            line = node.start_mark.line + 1 + text.count("\n", 0, found.start())
            self._problem(line, f"有看不见的控制字符（U+{ord(found[0]):04X}）。", "请删掉后重新输入。")
        return text

    def _refuse_extras(self, node: yaml.Node) -> None:
        line = node.start_mark.line + 1
        if node.tag not in _PLAIN_TAGS:
            self._problem(line, f"用了类型标签 {node.tag}。", "本站数据不用标签，请删掉；以“!”开头的文字请加引号。")
        if id(node) in self._seen:
            self._problem(line, "用了“&”“*”引用。", "本站数据不用引用，请直接写出内容。")
        self._seen.add(id(node))

    def _problem(self, line: int, fault: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, "", fault, remedy))
