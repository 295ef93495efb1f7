"""The words of a Word paragraph as they are seen: insertions in, deletions out, numbers that Word counts written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import LeftOver, Paragraph
from gongkai.importing.readers.base.package import too_deep

from .word_numbering import Numbering, child, local, value

LITERAL = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Words that were deleted, moved away, repeat others, are a field's code, or stand in a place of their own.
UNSEEN = {
    *("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "Fallback", "rt", "softHyphen"),
    *("txbxContent", "tbl", "annotationRef", "fldData", "ffData", "binData"),
}
PRIVATE_SYMBOLS = {0xF0FC: "√", 0xF0FE: "☑", 0xF0A8: "□", 0xF0A1: "○", 0xF06C: "●", 0xF06E: "■", 0xF0D8: "➢", 0xF0E0: "→"}

FIRST_PRINTED = 0x20
SYMBOL_FONT = range(0xF020, 0xF07F)
PLAIN = range(FIRST_PRINTED, 0xD800)


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Child elements; entities and comments are none."""
    return (inner for inner in element if isinstance(inner.tag, str))


@dataclass
class Words:
    """Reads paragraphs one after the other, counting them as it goes."""

    numbering: Numbering
    budget: limits.Budget
    line: int = 0
    depth: int = 0
    remarks: list[LeftOver] = field(default_factory=list)
    _carried: str = ""

    def paragraph(self, element: etree._Element, *, in_cell: bool = False) -> tuple[str, int, int]:
        """(text, line, heading level). Where the paragraph's end was deleted, its words come before those of the next."""
        self.line += 1
        text = self._carried + "".join(self._runs(element)).strip("\n")
        properties = child(element, "pPr")
        number = self.numbering.number_of(properties) if text.strip() or in_cell else self.numbering.count_only(properties)
        self._carried = ""
        if _end_is_deleted(properties):
            self._carried, text, number = number + text, "", ""
        self.budget.paragraph(text, self.line)
        return number + text, self.line, self.numbering.level_of(properties)

    def carried(self) -> Iterator[Paragraph]:
        """Words of a last paragraph whose end was deleted."""
        if self._carried.strip():
            yield Paragraph(self._carried, self.line)

    def boxes(self, element: etree._Element) -> Iterator[etree._Element]:
        """Text boxes anchored in a paragraph, each once."""
        self.depth += 1
        if self.depth > limits.NESTED_TABLES:
            raise too_deep()
        for inner in _seen(element):
            if local(inner) == "txbxContent":
                yield inner
        self.depth -= 1

    def _runs(self, element: etree._Element) -> Iterator[str]:
        for inner in children(element):
            kind = local(inner)
            if kind == "t":
                yield (inner.text or "").replace("\n", " ")
            elif kind in LITERAL:
                yield LITERAL[kind]
            elif kind == "sym":
                yield _symbol(value(inner, "char"))
            elif kind == "r" and _is_hidden(inner):
                self._remark_hidden(inner)
            elif kind not in UNSEEN:
                yield from self._runs(inner)

    def _remark_hidden(self, run: etree._Element) -> None:
        if words := "".join(self._runs(run)).strip():
            self.remarks.append(LeftOver(words, self.line, "设为“隐藏”的文字，没有读入"))


def _seen(element: etree._Element) -> Iterator[etree._Element]:
    """Descendants that are not inside a text box, nor in the copy that older programs show."""
    for inner in children(element):
        kind = local(inner)
        if kind == "txbxContent":
            yield inner
        elif kind not in ("Fallback", "del", "moveFrom"):
            yield from _seen(inner)


def _is_hidden(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    vanish = None if properties is None else child(properties, "vanish")
    return vanish is not None and value(vanish) not in ("0", "false", "off")


def _end_is_deleted(properties: etree._Element | None) -> bool:
    marks = None if properties is None else child(properties, "rPr")
    return marks is not None and (child(marks, "del") is not None or child(marks, "moveFrom") is not None)


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number in PRIVATE_SYMBOLS:
        return PRIVATE_SYMBOLS[number]
    # Symbol fonts keep their letters at F000.
    if number in SYMBOL_FONT:
        return chr(number - SYMBOL_FONT.start + FIRST_PRINTED)
    return chr(number) if number in PLAIN else "□"
