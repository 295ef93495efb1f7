"""A .docx: paragraphs, tables, text boxes, headers and notes of its XML, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import LeftOver, Notice, Paragraph, RefusedError, Table
from gongkai.importing.readers.base.package import Package
from gongkai.words.text import HAN

from .word_numbering import Numbering, child, local, value
from .word_tables import table_blocks
from .word_text import Words, children

CONTAINERS = {
    "sdt",
    "sdtContent",
    "customXml",
    "ins",
    "moveTo",
    "smartTag",
    "body",
    "hdr",
    "ftr",
    "footnote",
    "endnote",
    "AlternateContent",
    "Choice",
    "comment",
}
NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def read(content: bytes, name: str, budget: limits.Budget) -> Notice:
    """The whole document. A line is a paragraph, those in cells and empty ones counted too."""
    package = Package.of(content)
    main = package.main_part or "word/document.xml"
    root = package.tree_of(main)
    body = None if root is None else next((element for element in children(root) if local(element) == "body"), None)
    if body is None:
        raise RefusedError("Word 文件里找不到正文（word/document.xml）。请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
    parts = dict(package.related(main).values())
    words = Words(Numbering.of(package.tree_of(parts.get("numbering", "")), package.tree_of(parts.get("styles", ""))), budget)
    blocks = [*blocks_of(body, words), *words.carried()]
    before, after = _around(package, main, blocks, words)
    return Notice(name, (*before, *blocks, *after), "段", tuple(words.remarks))


def blocks_of(container: etree._Element, words: Words) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables of a container, and of the containers inside it."""
    for element in children(container):
        kind = local(element)
        if kind == "p":
            yield from _paragraphs(element, words)
        elif kind == "tbl":
            yield from table_blocks(element, words)
        elif kind in CONTAINERS:
            yield from blocks_of(element, words)
        elif kind == "altChunk":
            words.remarks.append(LeftOver("嵌入的另一份文件", words.line, "没有读入，请在 Word 里把它的内容粘贴进来"))


def _paragraphs(element: etree._Element, words: Words) -> Iterator[Paragraph | Table]:
    text, line, level = words.paragraph(element)
    if words.numbering.is_contents(child(element, "pPr")):
        words.remarks.append(LeftOver(text.strip(), line, "目录，只重复正文的标题", is_furniture=True))
    elif text.strip():
        yield Paragraph(text, line, level)
    for box in words.boxes(element):
        yield from blocks_of(box, words)


def _around(
    package: Package, main: str, blocks: list[Paragraph | Table], words: Words
) -> tuple[list[Paragraph | Table], list[Paragraph | Table]]:
    """Words of headers, and of footers and notes, that the body does not have; page numbers are no words."""
    known = {block.text.strip() for block in blocks if isinstance(block, Paragraph)}
    before: list[Paragraph | Table] = []
    after: list[Paragraph | Table] = []
    for kind, member in package.related(main).values():
        side = {"header": before, "footer": after, "footnotes": after, "endnotes": after}.get(kind)
        tree = None if side is None else package.tree_of(member)
        if side is None or tree is None:
            continue
        for block in _without_separators(tree, words):
            if isinstance(block, Table) or (_has_words(block.text) and block.text.strip() not in known):
                known.add(block.text.strip() if isinstance(block, Paragraph) else "")
                side.append(block)
    return before, after


def _without_separators(tree: etree._Element, words: Words) -> Iterator[Paragraph | Table]:
    for note in children(tree) if local(tree) in NOTES else [tree]:
        if local(tree) not in NOTES or value(note, "type") not in ("separator", "continuationSeparator"):
            yield from blocks_of(note, words)


def _has_words(text: str) -> bool:
    return bool(re.search(f"[{HAN}]", re.sub("[第共页]", "", text)))
