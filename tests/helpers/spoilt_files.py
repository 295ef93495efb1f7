"""Real files of each format that notices come in, and the same spoilt by chance: bits, lengths, numbers, tags, parts."""

from __future__ import annotations

import copy
import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from gongkai.exports import official_table
from gongkai.exports.official_rows import OfficialTable
from gongkai.exports.official_rows import official_table as rows_of
from gongkai.judging.assessment import AssessedPlan
from helpers import official_files
from helpers.pdf_files import Sheet, pdf_file
from helpers.portals import shipped
from helpers.word_files import cell, lists, numbered, paragraph, row, table, word_file
from lxml import etree

PLANS = ("conghua/2021", "dianjiang/2021")
RICH = (
    "<w:p/>",
    "<w:tbl>",
    "</w:tc>",
    "<table>",
    "</td>",
    "<td rowspan=99999999>",
    '<c r="XFD1048576">',
    "&lt;",
    "\0",
    "\ufffe",
    "<![CDATA[",
    "甲" * 5000,
)
NUMBERS = (b"0", b"-1", b"1", b"99999999999", b"1048576", b"2147483648", b"1e308", b"NaN")


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """One to four injuries; inside a zipped file mostly to one of its parts."""
    for _ in range(chance.randint(1, 4)):
        if content.startswith(b"PK") and chance.random() < 0.85:
            content = _spoilt_part(content, chance)
        else:
            content = chance.choice(INJURIES)(content, chance)
    return content


def _spoilt_part(content: bytes, chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # Spoilt before; any of a dozen kinds.
        return content
    if not parts:
        return content
    name = chance.choice([part_name for part_name in parts if part_name.endswith((".xml", ".rels"))] or [*parts])
    if chance.random() < 0.5:
        # The parts that hold the words.
        name = next(
            (part_name for part_name in ("word/document.xml", "xl/worksheets/sheet1.xml", "word/numbering.xml") if part_name in parts), name
        )
    parts[name] = chance.choice(INJURIES)(parts[name], chance)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as archive:
        for part_name, spoilt_content in parts.items():
            archive.writestr(part_name, spoilt_content)
    return spoilt.getvalue()


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 3, 30, 300))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _drop(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice((1, 10, 100, 1000, 20_000)) :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.choice((5, 50, 500, 5000))]
    return content[:start] + piece * min(chance.choice((2, 20, 2000)), 2_000_000 // max(1, len(piece))) + content[start:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(chance.randrange(len(content) + 1) for _ in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(RICH).encode("utf-8") * chance.choice((1, 1, 300)) + content[start:]


def _number(content: bytes, chance: random.Random) -> bytes:
    """Another number in the place of one: sizes, counts, references."""
    places = [index for index, byte in enumerate(content[:200_000]) if 48 <= byte <= 57]
    if not places:
        return content
    start = chance.choice(places)
    end = start
    while end < len(content) and 48 <= content[end] <= 57:
        end += 1
    return content[:start] + chance.choice(NUMBERS) + content[end:]


def _tag(content: bytes, chance: random.Random) -> bytes:
    """A tag taken from one place and put into another."""
    ends = [index for index, byte in enumerate(content[:400_000]) if byte == ord("<")]
    if len(ends) < 2:
        return content
    source, target = chance.choice(ends), chance.choice(ends)
    tag = content[source : content.find(b">", source) + 1]
    return content[:target] + tag * chance.choice((1, 1, 2, 400)) + content[target:]


def _element(content: bytes, chance: random.Random) -> bytes:
    """Well-formed still: elements moved, copied, nested, taken out, attributes changed."""
    try:
        root = etree.fromstring(content, etree.XMLParser(recover=True, huge_tree=True))
        elements = [element for element in root.iter() if isinstance(element.tag, str) and element.getparent() is not None]
        for _ in range(chance.choice((1, 3, 20))):
            element, other = chance.choice(elements), chance.choice(elements)
            match chance.randrange(5):
                case 0:
                    other.append(copy.deepcopy(element))
                case 1:
                    element.getparent().remove(element)
                case 2:
                    other.insert(0, element)
                case 3:
                    element.tag = other.tag
                case _:
                    for key in element.attrib:
                        element.set(key, chance.choice(NUMBERS).decode())
        return etree.tostring(root)
    except (etree.LxmlError, ValueError, IndexError, AttributeError, TypeError):
        return content


INJURIES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _drop,
    _repeat,
    _swap,
    _insert,
    _number,
    _tag,
    _element,
    _element,
    _element,
    _element,
    _element,
)


def _tables() -> Iterator[tuple[AssessedPlan, OfficialTable]]:
    """Tables of two plans."""
    portal = shipped()
    for name in PLANS:
        plan = official_table.plan_of(portal, name, date(2026, 11, 20))
        yield plan, rows_of(plan, with_ledger=False)


def _docx() -> Iterator[bytes]:

    yield from (official_table.docx(plan, with_ledger=True) for plan, _ in _tables())
    inner = table(row(cell("甲"), cell("乙")), row(cell("丙", "<w:vMerge/>"), cell("丁")))
    body = (
        paragraph("一", numbered(1))
        + table(row(cell(inner + paragraph("后")), cell("乙", '<w:gridSpan w:val="3"/>')))
        + paragraph("二", numbered(1, 1))
    )
    with tempfile.TemporaryDirectory() as folder:
        numbering = lists(("chineseCounting", "%1、"), ("decimal", "%1.%2"))
        yield word_file(
            Path(folder) / "a.docx",
            body,
            numbering=numbering,
            header=paragraph("头"),
            footnotes=f"<w:footnote>{paragraph('注')}</w:footnote>",
        ).read_bytes()


def _html() -> Iterator[bytes]:

    for _, rows in _tables():
        yield official_files.html(rows).encode()
        yield official_files.html(rows).replace("utf-8", "gb2312").encode("gb18030")
    yield (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nPHA+1f7O8bmrv6o8L3A+\r\n--B--\r\n"
    )


def _xlsx() -> Iterator[bytes]:

    yield from (official_files.xlsx(rows) for _, rows in _tables())


def _pdf() -> Iterator[bytes]:

    columns = (50, 150, 450, 600, 750)
    sheets = [
        Sheet()
        .write("标题", 300, 40, 18)
        .grid(columns, (100, 120, 300, 500))
        .words(columns, 100, "工作任务", "贯彻举措", "牵头单位", "责任单位")
        for _ in range(4)
    ]
    with tempfile.TemporaryDirectory() as folder:
        yield pdf_file(Path(folder) / "a.pdf", *sheets).read_bytes()


def _txt() -> Iterator[bytes]:
    for _, rows in _tables():
        text = "\n".join("\t".join(cell.text for cell in row) for row in rows.rows)
        yield from (text.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16"))


FORMATS: dict[str, Callable[[], Iterator[bytes]]] = {"docx": _docx, "html": _html, "xlsx": _xlsx, "pdf": _pdf, "txt": _txt}
