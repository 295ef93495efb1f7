"""Slips of the keyboard that are certain from the line alone, mended in memory so that the rest of the file is still checked.

A mended file is never published: every slip is a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .indentation import STEP, Entry, Indentation
from .text import invisible, without_invisible

_FULL_WIDTH_COLON = re.compile(r"^(?P<before> *(?:- +)*(?P<key>[a-z_]+)) *：[ \t]*")
_BLOCK = re.compile(r"^(?P<margin> *(?:- +)*)(?P<key>[^\s\"'\[{#][^:]*: +)?[|>][-+0-9]*\s*(?:#.*)?$")
_VALUE = re.compile(r"^ *(?:- +)*(?:[A-Za-z_]+: +)?")
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'"
# What is quoted is passed over.
_FULL_WIDTH_COLON_IN_BRACES = re.compile(rf"{_QUOTED}|(?P<before>[{{,] *(?P<key>[a-z_]+)) *： *")
_QUOTED_VALUE = re.compile(rf"(?:{_QUOTED})(?P<rest>.*)$")
_QUOTED_IN_BRACKETS = re.compile(rf"(?P<before>[\[{{,] *|: +)(?:{_QUOTED})")
_OPEN_IN_BRACKETS = re.compile(r"(?:[\[{,] *|: +)(?P<quote>[\"'])")


@dataclass(frozen=True, order=True)
class Slip:
    """One slip: its line, what is wrong, what to do."""

    line: int
    fault: str
    remedy: str


def mend(text: str) -> tuple[str, list[Slip]]:
    """The text as it was surely meant, and the slips in it. Lines keep their numbers."""
    mender = _Mender()
    lines = text.split("\n")
    return "\n".join(mender.mended(index + 1, line, _below(lines, index)) for index, line in enumerate(lines)), mender.slips


def _below(lines: list[str], index: int) -> str:
    """The next line that is not empty, where the line itself needs it to be understood."""
    return next((line for line in lines[index + 1 :] if line.strip()), "") if "\t" in lines[index] else ""


class _Mender:
    """Goes down the lines and knows which of them are official wording in a literal block, where nothing is a key."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self._number = 0
        self._block: int | None = None
        self._block_text = 0
        self._indentation = Indentation()

    def mended(self, number: int, line: str, below: str) -> str:
        self._number = number
        line = self._without_invisible(line)
        if self._is_in_block(line):
            return self._wording(line)
        self._block = None
        if line.lstrip().startswith("#"):
            return self._without_tabs(line, 0) if Entry(line).has_tabs else line
        line = self._without_tabs(line, self._indentation.column(line, below) if Entry(line).has_tabs else 0)
        line = self._with_plain_colons(line)
        line = self._with_closed_quotes(line)
        self._remember(line)
        return line

    def _slip(self, fault: str, remedy: str) -> None:
        self.slips.append(Slip(self._number, fault, remedy))

    def _without_invisible(self, line: str) -> str:
        for character in dict.fromkeys(invisible(line)):
            self._slip(f"有看不见的控制字符（U+{ord(character):04X}）。", "请删掉后重新输入。")
        return without_invisible(line)

    def _is_in_block(self, line: str) -> bool:
        if self._block is None:
            return False
        entry = Entry(line)
        spaces = len(entry.margin.split("\t")[0])
        is_tabbed_wording = entry.has_tabs and not entry.key and not entry.dashes
        return not line.strip() or spaces > self._block or is_tabbed_wording

    def _wording(self, line: str) -> str:
        entry = Entry(line)
        if line.strip() and not self._block_text:
            self._block_text = (self._block or 0) + STEP if entry.has_tabs else len(entry.margin)
        return self._without_tabs(line, self._block_text)

    def _without_tabs(self, line: str, column: int) -> str:
        entry = Entry(line)
        if entry.has_tabs:
            self._slip("行首用了制表符（Tab 键）。", "请删掉，改用空格缩进。")
            line = (" " * column + line[len(entry.margin) :]) if line.strip() else ""
        elif "\t" in line:
            self._slip("内容里有制表符（Tab 键）。", "请改为空格，或删掉。")
        return line.replace("\t", " ")

    def _remember(self, line: str) -> None:
        if block := _BLOCK.match(line):
            # The wording of a block stands deeper than its key, or than the dash when there is no key.
            self._block = len(block["margin"]) if block["key"] else len(block["margin"].rstrip()) - 1
            self._block_text = 0
        if line.strip():
            self._indentation.note(line)

    def _with_plain_colons(self, line: str) -> str:
        if match := _FULL_WIDTH_COLON.match(line):
            self._full_width_colon(match["key"])
            line = f"{match['before']}: {line[match.end() :]}"
        if _value(line).startswith(("{", "[")):
            line = _FULL_WIDTH_COLON_IN_BRACES.sub(self._with_plain_colon, line)
        return line

    def _with_plain_colon(self, match: re.Match[str]) -> str:
        if not match["key"]:
            return match[0]
        self._full_width_colon(match["key"])
        return f"{match['before']}: "

    def _full_width_colon(self, key: str) -> None:
        self._slip(f"“{key}”后面是全角冒号“：”。", "请改为半角冒号加一个空格“: ”。")

    def _with_closed_quotes(self, line: str) -> str:
        value = _value(line)
        head = line[: len(line) - len(value)]
        if value.startswith(("[", "{")):
            return head + self._brackets_with_closed_quotes(value)
        if not value.startswith(('"', "'")):
            return line
        quote, quoted = value[0], _QUOTED_VALUE.match(value)
        if quoted is None:
            self._slip("引号没有闭合。", f"请在这一行的末尾补上 {quote}，或去掉开头的引号。")
            return line.rstrip("\\") + quote
        if not re.match(r"\s*(?:$|[#:,\]}])", quoted["rest"]):
            self._slip("引号后面还有文字。", "请把整段内容放在引号里面；内容里的引号请用中文引号“”。")
            return head + quote + value.replace(quote, "").rstrip("\\") + quote
        return line

    def _brackets_with_closed_quotes(self, value: str) -> str:
        unquoted = _QUOTED_IN_BRACKETS.sub(r"\g<before>", value)
        match = _OPEN_IN_BRACKETS.search(re.sub(r"\s#.*", "", unquoted))
        if match is None:
            return value
        self._slip("引号没有闭合。", f"请在这一项的末尾补上 {match['quote']}，或去掉开头的引号。")
        inside = value.rstrip("]} ")
        return inside + match["quote"] + value[len(inside) :]


def _value(line: str) -> str:
    """What stands behind the dashes and the key of a line."""
    match = _VALUE.match(line)
    return line[match.end() :] if match else line
