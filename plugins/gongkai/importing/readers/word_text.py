"""The words of a Word paragraph as they are seen, and what of them is told: what is left out, and what is no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.importing.readers.base.notice import LeftOver

from .word_numbering import Numbering, is_on, number, value

LITERAL = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What says how words look, repeats others for older programs, or prints nothing.
SILENT = {"rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback", "softHyphen", "annotationRef", "fldData", "delInstrText", "binData"}
DELETED, INSERTED = "修订时删去的文字，没有读入", "修订时加上的文字，已经读入"
LEFT_OUT = {"del": DELETED, "moveFrom": "修订时移走的文字，在新的位置读入", "rt": "注音，没有读入"}
SWITCHES = {"vanish": "设为“隐藏”的文字，没有读入", "strike": "划了删除线的文字，没有读入", "dstrike": "划了删除线的文字，没有读入"}
NOT_TEXT = {
    "blip": ("图片", "图里的文字没有读入，有任务的请照着补上"),
    "imagedata": ("图片", "图里的文字没有读入，有任务的请照着补上"),
    "chart": ("图表", "图里的文字没有读入"),
    "relIds": ("SmartArt 图示", "图里的文字没有读入，有任务的请照着补上"),
    "OLEObject": ("嵌入的文件", "没有读入，请打开它，把内容粘贴进来"),
    "altChunk": ("嵌入的文件", "没有读入，请打开它，把内容粘贴进来"),
    "subDoc": ("链接的子文档", "没有读入，请打开它，把内容粘贴进来"),
    "oMath": ("公式", "只照读了里面的字，上下标和分数请对照原文"),
}
PRIVATE_SYMBOLS = {0xF0FC: "√", 0xF0FE: "☑", 0xF0A8: "□", 0xF0A1: "○", 0xF06C: "●", 0xF06E: "■", 0xF0D8: "➢", 0xF0E0: "→"}
# Symbol fonts keep their letters at F000.
SYMBOL_FONT, PRINTED = range(0xF020, 0xF07F), range(0x20, 0xD800)


@dataclass
class Words:
    """Reads runs, counting paragraphs as it goes; what it tells has the number of the paragraph."""

    numbering: Numbering
    comments: dict[str, str]
    line: int = 0
    remarks: list[LeftOver] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    _code: str = ""

    def tell(self, text: str, why: str, *, is_furniture: bool = False) -> None:
        """Words that are left out or need a look; what is said of neighbours is said once."""
        before = self.remarks[-1] if self.remarks else None
        if before and (before.line, before.why) == (self.line, why):
            text = f"{self.remarks.pop().text}{text}"
        if text.strip():
            self.remarks.append(LeftOver(text, self.line, why, is_furniture))

    def is_placeholder(self, control: etree._Element) -> bool:
        """Whether a content control still shows what to type into it; told."""
        if control.tag != "sdt" or not is_on(control, "sdtPr/showingPlcHdr"):
            return False
        self.tell(all_words(control), "控件里的提示，还没有填写", is_furniture=True)
        return True

    def of(self, element: Iterable[etree._Element]) -> Iterator[str]:
        """All words below an element; text boxes are laid aside."""
        for inner in element:
            kind = str(inner.tag)
            if kind in LEFT_OUT:
                self.tell(all_words(inner), LEFT_OUT[kind])
            elif kind in ("t", "delText"):
                yield (inner.text or "").replace("\n", " ")
            elif kind in LITERAL:
                yield LITERAL[kind]
            elif kind == "txbxContent":
                self.boxes.append(inner)
            elif kind == "r":
                yield from self._run(inner)
            elif kind not in SILENT and not self.is_placeholder(inner):
                yield from self._other(inner, kind)
                yield from self.of(inner)

    def _run(self, run: etree._Element) -> Iterator[str]:
        why = next((why for switch, why in SWITCHES.items() if self.numbering.is_on(run, switch)), "")
        if why:
            self.tell("".join(self.of(run)), why)
        else:
            yield from self.of(run)

    def _other(self, element: etree._Element, kind: str) -> Iterator[str]:
        if kind in NOT_TEXT:
            self.remarks.append(LeftOver(NOT_TEXT[kind][0], self.line, NOT_TEXT[kind][1]))
        elif kind in ("ins", "moveTo"):
            self.tell(all_words(element), INSERTED, is_furniture=True)
        elif kind == "sym":
            yield self._symbol(element.get("char") or "")
        elif kind == "textpath":
            yield self._drawn(element)
        elif kind == "commentReference":
            self.tell(self.comments.get(element.get("id") or "", ""), "批注，没有读入")
        elif kind == "instrText":
            self._code += element.text or ""
        elif kind == "fldChar":
            yield self._field(element)

    def _field(self, mark: etree._Element) -> str:
        """What a field of a form shows. Letters put into circles or over others stand in the code of their field."""
        if re.match(r"\s*eq\b", self._code, re.IGNORECASE):
            self.tell(self._code.strip(), "用域代码排的字（如带圈的字），没有读入")
        self._code = ""
        choices = [entry.get("val") or "" for entry in mark.iterfind("ffData/ddList/listEntry")]
        if (box := mark.find("ffData/checkBox")) is not None:
            return "☑" if is_on(box, "checked" if box.find("checked") is not None else "default") else "□"
        return "".join(choices[number(value(mark, "ffData/ddList/result")) :][:1])

    def _drawn(self, letters: etree._Element) -> str:
        """Words drawn as a picture; those behind the text of every page belong to none."""
        shape = letters.getparent()
        words = letters.get("string") or ""
        if shape is None or "WaterMark" not in (shape.get("id") or ""):
            return words
        self.tell(words, "水印，没有读入", is_furniture=True)
        return ""

    def _symbol(self, code: str) -> str:
        position = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
        if position in SYMBOL_FONT:
            position += PRINTED.start - SYMBOL_FONT.start
        if position in PRIVATE_SYMBOLS or position in PRINTED:
            return PRIVATE_SYMBOLS.get(position) or chr(position)
        self.remarks.append(LeftOver("□", self.line, "符号字体里的符号，认不出来，写作“□”"))
        return "□"


def all_words(element: etree._Element) -> str:
    """Every letter below an element."""
    return "".join(words.text or "" for words in element.iter("t", "delText"))
