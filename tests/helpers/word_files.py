"""Word files made part by part, so that tests can write what no library writes."""

from __future__ import annotations

import zipfile
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = 'xmlns:w="{word}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:schemas-microsoft-com:vml"'
ROOTS = {
    "header": "hdr",
    "footer": "ftr",
    **{name: name for name in ("footnotes", "endnotes", "comments", "numbering", "styles")},
}


def word_file(path: Path, body: str, *, word: str = WORD, **parts: str) -> Path:
    """A .docx with this XML in its body; `parts` are those of `ROOTS`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "word/document.xml")]))
        archive.writestr("word/document.xml", _root("document", f"<w:body>{body}<w:sectPr/></w:body>", word))
        archive.writestr("word/_rels/document.xml.rels", _relations([(f"r{name}", name, f"{name}.xml") for name in parts]))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", _root(ROOTS[name], content, word))
    return path


def _root(name: str, content: str, word: str) -> str:
    return f"<w:{name} {NAMESPACES.format(word=word)}>{content}</w:{name}>"


def _relations(relations: list[tuple[str, str, str]]) -> str:
    entries = "".join(f'<Relationship Id="{one}" Type="{OFFICE}/{kind}" Target="{target}"/>' for one, kind, target in relations)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    """A cell; words become a paragraph, XML stays as it is."""
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def numbered(list_id: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def lists(*levels: tuple[str, str], starts: str = "", list_id: int = 1) -> str:
    """One list; a level is its form and its text, like ("chineseCounting", "%1、")."""
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    number = f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="7"/>{starts}</w:num>'
    return f'<w:abstractNum w:abstractNumId="7">{written}</w:abstractNum>{number}'
