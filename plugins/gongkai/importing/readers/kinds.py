"""What a file is, told from its first bytes, then from its suffix."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum
from pathlib import Path

from gongkai.importing.readers.base.notice import RefusedError


class Kind(Enum):
    """What a file is to be read as. An old one has to be made into a Word file first."""

    WORD = "word"
    SHEET = "sheet"
    PDF = "pdf"
    PAGE = "page"
    TEXT = "text"
    OLD = "old"


COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RICH_TEXT = b"{\\rtf"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PDF_WITHIN = 1024
HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|div|p|h[1-6]|title|tr|td)[\s>/]", re.IGNORECASE)
MIME_HEAD = re.compile(rb"^(mime-version|content-type|from|subject|date|snapshot-content-location)\s*:", re.IGNORECASE | re.MULTILINE)
WEB_SUFFIXES = {".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".jsp", ".asp", ".aspx"}
TEXT_SUFFIXES = {".txt", ".md", ".markdown", ".csv", ".tsv", ".text"}
SAMPLE = 4096


def kind_of(content: bytes, path: Path) -> Kind:
    """What this content is; raises RefusedError for what nobody here can read."""
    head = content[:SAMPLE]
    suffix = path.suffix.lower()
    # The second is an archive that holds nothing.
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(content, path)
    if b"%PDF-" in content[:PDF_WITHIN]:
        return Kind.PDF
    if head.startswith(COMPOUND_FILE):
        return _compound(content, path)
    if head.startswith(RICH_TEXT) or b"<?mso-application" in head or b"http://schemas.microsoft.com/office/2006/xmlPackage" in head:
        return Kind.OLD
    _refuse_other(head, path)
    return _textual(head, suffix)


def _zipped(content: bytes, path: Path) -> Kind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise RefusedError(f"{path.name}：文件不完整或已损坏，打不开。请重新下载或重新保存，确认 Office 或 WPS 能打开后再试。") from None
    lower = {name.lower().replace("\\", "/") for name in names}
    if any(name.startswith("word/") for name in lower):
        return Kind.WORD
    if any(name.startswith("xl/") for name in lower):
        if "xl/workbook.bin" in lower:
            raise RefusedError(f"{path.name}：这是二进制的 .xlsb 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")
        return Kind.SHEET
    if "content.xml" in lower:
        return Kind.OLD
    raise RefusedError(f"{path.name}：这是一个压缩包，不是 Word 或表格文件。请先解压，再导入里面的那份文件。")


def _compound(content: bytes, path: Path) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RefusedError(f"{path.name}：文件设有密码。请用 Office 或 WPS 打开，去掉密码，另存后再试。")
    is_sheet = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book\0"))
    if is_sheet and "WordDocument".encode("utf-16-le") not in content:
        raise RefusedError(f"{path.name}：这是旧格式的 .xls 表格。请用 Excel 或 WPS 打开，选“文件→另存为”，类型选“.xlsx”，再试。")
    return Kind.OLD


def _refuse_other(head: bytes, path: Path) -> None:
    if head.startswith(PICTURES):
        raise RefusedError(f"{path.name}：这是一张图片，里面没有文字。请先用文字识别（OCR）软件转成 .docx 或 .txt，核对后再导入。")
    if head.startswith(OTHER_ARCHIVES):
        raise RefusedError(f"{path.name}：这是一个压缩包。请先解压，再导入里面的那份文件。")


def _textual(head: bytes, suffix: str) -> Kind:
    # Zeros between the letters of UTF-16 would hide the tags.
    letters = head.replace(b"\0", b"")
    if suffix in WEB_SUFFIXES:
        return Kind.PAGE
    if suffix in TEXT_SUFFIXES:
        # Tags left in a text are the layout's business, unless the whole file is a page.
        return Kind.PAGE if re.match(rb"\W*<(!doctype|html)", letters, re.IGNORECASE) else Kind.TEXT
    if HTML.search(letters) or len(MIME_HEAD.findall(letters)) > 1:
        return Kind.PAGE
    return Kind.TEXT
