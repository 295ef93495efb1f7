"""Slips of the keyboard that are certain from the line alone, mended in memory so that the rest of the file is still checked.

A mended file is never published: every slip is a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .indentation import QUOTED, STEP, Entry, Indentation, depth, goes_on, is_above, is_sound, lines_to_closing, open_brackets, value_of
from .merges import without_conflicts
from .text import BLANK, blank_named, invisible, without_invisible

_ODD_BLANK = BLANK.replace(" ", "", 1)
_ODD_MARGIN = re.compile(rf"(?P<before> *)[{BLANK}\t]*?(?P<odd>[{_ODD_BLANK}])[{BLANK}\t]*")
_FENCE = re.compile(r" *(?P<fence>`{3,}|~{3,}) *\w*")
_MAIL = re.compile(r"(?:> ?)+(?= *(?:- +)*[a-z_]+[:：])")
_DASH = re.compile(r"(?P<margin>[ \t]*)(?:(?P<dash>[–—－−‐‑•·])(?![–—－])|-(?=[a-z_]+[:：]))[ \t]*(?P<rest>\S.*)")
_FULL_WIDTH_COLON = re.compile(r"^(?P<before> *(?:- +)*(?P<key>[a-z_]+)) *：[ \t]*")
_GLUED_COLON = re.compile(rf"^(?P<before> *(?P<dashes>(?:- +)*)(?P<key>[a-z_]+)):(?P<blank>[{_ODD_BLANK}][{BLANK}]*)?(?=[^\s/])")
_BLOCK = re.compile(r"^(?P<margin> *(?:- +)*)(?P<key>[^\s\"'\[{#][^:]*: +)?[|>][-+0-9]*\s*(?:#.*)?$")
# Longer than any line typed by hand, and slow to look through.
_LONGEST_LINE = 2000
# What is quoted is passed over.
_FULL_WIDTH_COLON_IN_BRACES = re.compile(rf"{QUOTED}|(?P<before>[{{,] *(?P<key>[a-z_]+)) *： *")
_QUOTED_VALUE = re.compile(rf"(?:{QUOTED})(?P<rest>.*)$")
_QUOTED_IN_BRACKETS = re.compile(rf"(?P<before>[\[{{,] *|: +)(?:{QUOTED})")
_OPEN_IN_BRACKETS = re.compile(r"(?:[\[{,] *|: +)(?P<quote>[\"'])")
_COMMA_IN_BRACKETS = re.compile(rf"(?P<quoted>(?<=[\[{{, ]){QUOTED})| *， *")
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<address>[a-z]+://[^)\s]*)\)")
_COMMENT = re.compile(r"\s#.*$")
_WIDE_BLOCK = re.compile(r"[｜＞][-－]?\s*")
_BESIDE_BLOCK = re.compile(r"[|>][-+0-9]*\s+(?P<text>.*)")
_INNER_FIELD = re.compile(r"\s([a-z_]+):\s")
_INNER_COLON = re.compile(r":(?:\s|$)")
# What YAML makes of a text that begins so.
_SPECIAL = (
    (re.compile(r"[@`%\]},]"), "YAML 不许内容这样开头"),
    # True anchors, references and tags are told when the whole file is read.
    (re.compile(r"&(?=[^ ])(?!\S+\s+[\[{\"'|>])|\*(?!\w+\s*$)"), "会被当成引用"),
    (re.compile(r"!(?!!)"), "会被当成类型标签"),
    (re.compile("[|>]"), "会被当成几行文字的记号"),
    (re.compile(r"-(?= |$)"), "会被当成列表的记号"),
    (re.compile(r"#(?=\S)"), "会被当成注释，等于没有填写"),
)


@dataclass(frozen=True, order=True)
class Slip:
    """One slip: its line, what is wrong, what to do; whether it is in what a field holds, and whether that was guessed."""

    line: int
    fault: str
    remedy: str
    in_value: bool = False
    is_guess: bool = False


def mend(text: str) -> tuple[str, list[Slip]]:
    """The text as it was surely meant, and the slips in it. Lines keep their numbers."""
    lines, merges = without_conflicts(text.split("\n"))
    mender = _Mender(lines)
    mended = [mender.mended(number, line) for number, line in enumerate(lines, 1)]
    return "\n".join(mended), [*(Slip(*merge) for merge in merges), *mender.slips]


class _Mender:
    """Goes down the lines and knows which of them are official wording in a literal block, where nothing is a key."""

    def __init__(self, lines: list[str]) -> None:
        self.slips: list[Slip] = []
        # Behind the last line one that is empty.
        self._lines = [*lines, ""]
        self._number = self._quoted_lines = self._open_brackets = self._bracket_depth = self._block_text = 0
        self._block: int | None = None
        self._indentation = Indentation(self._lines)
        # Few files have any of these: lines of others need not be asked.
        text = "\n".join(lines)
        self._is_legible = not invisible(text) and "\ufffd" not in text
        self._is_evenly_indented = not re.search(f"[{_ODD_BLANK}\t]", text)

    def mended(self, number: int, line: str) -> str:
        """The line as it was meant."""
        self._number = number
        return line if self._is_legible and self._is_evenly_indented and self._is_usual(line) else self._looked_at(line)

    def _is_usual(self, line: str) -> bool:
        """Whether it is sound or goes on with the wording of a block, so that nothing of it need be remembered."""
        if self._block is not None:
            return len(line) - len(line.lstrip(" ")) > self._block
        return not self._quoted_lines and self._open_brackets <= 0 and len(line) <= _LONGEST_LINE and is_sound(line)

    def _looked_at(self, line: str) -> str:
        line = line if self._is_legible else self._with_legible(line)
        if self._quoted_lines:
            self._quoted_lines -= 1
            return self._without_tabs(line, 0)
        line = line if self._is_evenly_indented else self._with_plain_margin(line)
        if self._is_in_block(line):
            return self._wording(line)
        self._block = None
        if line.lstrip().startswith("#"):
            return self._without_tabs(line, 0) if Entry(line).has_tabs else line
        if len(line) > _LONGEST_LINE:
            return line
        if match := _FENCE.fullmatch(line.rstrip()):
            self._slip(f"这一行是 Markdown 的记号“{match['fence']}”，不是数据。", "请删掉这一行。")
            return ""
        if self._open_brackets > 0 or not is_sound(line):
            line = self._as_meant(line)
        self._remember(line)
        return line

    def _as_meant(self, line: str) -> str:
        line = self._with_plain_beginning(line)
        line = self._without_tabs(line, self._indentation.column(line, self._below()) if Entry(line).has_tabs else 0)
        entry = Entry(line)
        if (entry.key or entry.dashes) and len(entry.margin) <= self._bracket_depth:
            self._open_brackets = 0
        if self._open_brackets <= 0:
            line = self._with_plain_colons(line)
        return self._with_readable_value(line)

    def _slip(self, fault: str, remedy: str, *, in_value: bool = False) -> None:
        self.slips.append(Slip(self._number, fault, remedy, in_value))

    def _guess(self, fault: str, remedy: str, text: str) -> str:
        """A text in quotes instead of what YAML would take it for."""
        self.slips.append(Slip(self._number, fault, remedy, in_value=True, is_guess=True))
        return "'" + text.strip().replace("'", "''") + "'"

    def _below(self) -> str:
        """The next line that is not empty."""
        return self._indentation.below(self._number)

    def _with_legible(self, line: str) -> str:
        for character in (hidden := dict.fromkeys(invisible(line))):
            self._slip(f"有看不见的控制字符（U+{ord(character):04X}）。", "请删掉后重新输入。", in_value=True)
        if "\ufffd" in line:
            self._slip("有乱码“\ufffd”（U+FFFD），原来的字已经丢了。", "请对照原文重新输入。", in_value=True)
        return without_invisible(line) if hidden else line

    def _with_plain_margin(self, line: str) -> str:
        """Blanks that only look like blanks become tabs, whose width is found from what stands around them."""
        match = _ODD_MARGIN.match(line)
        if match is None or (self._block is not None and len(match["before"]) > self._block):
            return line
        text = line[match.end() :]
        plain = "\t" + text
        if not Entry(plain).key and not Entry(plain).dashes:
            return line
        odd = match["odd"]
        self._slip(f"行首用了{blank_named(odd)}。", "请删掉，改用半角空格缩进。")
        return " " * self._indentation.column(plain, self._below()) + text

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

    def _with_plain_beginning(self, line: str) -> str:
        if match := _MAIL.match(line):
            self._slip("行首有“>”，像是从邮件里复制来的。", "请删掉行首的“>”，并检查缩进。")
            line = line[match.end() :]
        match = _DASH.fullmatch(line)
        if match and match["dash"]:
            self._slip(f"行首的“{match['dash']}”不是半角的“-”。", "请改为半角减号加一个空格“- ”。")
        elif match:
            self._slip("“-”后面少一个空格。", "请在“-”后面加一个空格，写成“- ”。")
        return f"{match['margin']}- {match['rest']}" if match else line

    def _remember(self, line: str) -> None:
        if block := _BLOCK.match(line):
            # The wording of a block stands deeper than its key, or than the dash when there is no key.
            self._block = len(block["margin"]) if block["key"] else len(block["margin"].rstrip()) - 1
            self._block_text = 0
        if line.strip() and not self._is_evenly_indented:
            self._indentation.note(line)

    def _with_plain_colons(self, line: str) -> str:
        if match := _FULL_WIDTH_COLON.match(line):
            self._full_width_colon(match["key"])
            line = f"{match['before']}: {line[match.end() :]}"
        elif (match := _GLUED_COLON.match(line)) and (not match["dashes"] or goes_on(line, self._below())):
            blank = f"是{blank_named(match['blank'])}，不是普通的空格" if match["blank"] else "少一个空格"
            self._slip(f"“{match['key']}”的冒号后面{blank}。", "请在冒号后面重新输入一个半角空格。")
            line = f"{match['before']}: {line[match.end() :]}"
        if value_of(line).startswith(("{", "[")):
            line = _FULL_WIDTH_COLON_IN_BRACES.sub(self._with_plain_colon, line)
        return line

    def _with_plain_colon(self, match: re.Match[str]) -> str:
        if not match["key"]:
            return match[0]
        self._full_width_colon(match["key"])
        return f"{match['before']}: "

    def _full_width_colon(self, key: str) -> None:
        self._slip(f"“{key}”后面是全角冒号“：”。", "请改为半角冒号加一个空格“: ”。")

    def _with_readable_value(self, line: str) -> str:
        value = value_of(line)
        head = line[: len(line) - len(value)]
        if value.startswith(("[", "{")) or self._open_brackets > 0:
            return head + self._with_good_brackets(head, value)
        if value.startswith(('"', "'")):
            return head + self._with_closed_quotes(head, value)
        return head + self._with_plain_text(line, head, value) if head.strip() and value else line

    def _with_plain_text(self, line: str, head: str, value: str) -> str:
        """A text that YAML would take for something else, in quotes."""
        if _BLOCK.match(line):
            return value
        if _WIDE_BLOCK.fullmatch(value):
            self._slip(f"“{value[0]}”是全角的。", "请改为半角的“|-”，文字从下一行写起，并缩进。", in_value=True)
            return "|-"
        if beside := _BESIDE_BLOCK.fullmatch(value):
            remedy = "请把文字写在下一行，并比字段名多缩进两个空格；只有一行的，去掉前面的记号。"
            quoted = self._guess(f"“{value.split(maxsplit=1)[0]}”后面还有文字。", remedy, beside["text"])
            return "|-" if is_above(line, self._below()) else quoted
        text = value if value.startswith("#") else _COMMENT.sub("", value)
        remedy = f"请给整段内容加上英文引号，如 {head.lstrip(' -')}'…'"
        # What is marked may stand below.
        is_mark = value[0] in "&!#" and is_above(line, self._below())
        special = next((row for row in _SPECIAL if row[0].match(value)), None)
        if special and not is_mark:
            return self._guess(f"内容以“{value[0]}”开头，{special[1]}。", f"{remedy}。", text)
        if not special and _INNER_COLON.search(text) and not is_above(line, self._below()):
            return self._with_inner_colon(text, remedy)
        return value

    def _with_inner_colon(self, text: str, remedy: str) -> str:
        if fields := _INNER_FIELD.findall(text):
            remedy = "请每个字段另起一行，左边对齐；是一段文字的，加上英文引号。"
            return self._guess(f"一行里写了几个字段（后面还有 {'、'.join(fields)}）。", remedy, text)
        return self._guess("内容里又有半角冒号“:”，会被当成另一个字段。", f"{remedy}；或改为中文冒号“：”。", text)

    def _with_closed_quotes(self, head: str, value: str) -> str:
        quote, quoted = value[0], _QUOTED_VALUE.match(value)
        if quoted is None:
            self._quoted_lines = lines_to_closing(self._lines, self._number, quote, depth(head)) if head.strip() else 0
            if self._quoted_lines:
                return value
            self._slip("引号没有闭合。", f"请在这一行的末尾补上 {quote}，或去掉开头的引号。")
            return value.rstrip("\\") + quote
        if not re.match(r"\s*(?:$|[#:,\]}])", quoted["rest"]):
            self._slip("引号后面还有文字。", "请把整段内容放在引号里面；内容里的引号请用中文引号“”。")
            return quote + value.replace(quote, "").rstrip("\\") + quote
        return value

    def _with_good_brackets(self, head: str, value: str) -> str:
        if self._open_brackets <= 0 and (link := _LINK.fullmatch(value.strip())):
            text = link["address"] if "url" in head else link["text"]
            return self._guess("这是 Markdown 的链接写法“[…](…)”。", "请只写网址，或只写文字，不要方括号和圆括号。", text)
        value = self._brackets_with_closed_quotes(value)
        commas = "{" not in value and [match for match in _COMMA_IN_BRACKETS.finditer(_COMMENT.sub("", value)) if not match["quoted"]]
        if commas:
            remedy = "几项之间请用半角逗号加一个空格“, ”；内容里本来就有的，请给这一项加上英文引号。"
            self._slip("方括号里用了全角逗号“，”。", remedy, in_value=True)
            value = _COMMA_IN_BRACKETS.sub(lambda match: match["quoted"] or ", ", value)
        begun = max(self._open_brackets, 0)
        if not begun:
            self._bracket_depth = depth(head)
        self._open_brackets, end = open_brackets(value, begun)
        if begun == 0 and head.strip() and end < len(value) and not re.match(r"\s*(?:#|$)", value[end:]):
            closing = "]" if value[0] == "[" else "}"
            what = "列表" if value[0] == "[" else "一组字段"
            self._open_brackets = 0
            fault = f"内容以“{value[0]}”开头，会被当成{what}，可是“{closing}”后面还有文字。"
            remedy = f"是一段文字的，请整段加上英文引号，如 {head.lstrip(' -')}'…'；是{what}的，“{closing}”要写在最后。"
            return self._guess(fault, remedy, _COMMENT.sub("", value))
        return value

    def _brackets_with_closed_quotes(self, value: str) -> str:
        unquoted = _QUOTED_IN_BRACKETS.sub(r"\g<before>", value)
        match = _OPEN_IN_BRACKETS.search(re.sub(r"\s#.*", "", unquoted))
        if match is None:
            return value
        self._slip("引号没有闭合。", f"请在这一项的末尾补上 {match['quote']}，或去掉开头的引号。")
        inside = value.rstrip("]} ")
        return inside + match["quote"] + value[len(inside) :]
