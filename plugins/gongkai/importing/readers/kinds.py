"""What a file is, told from its first bytes, then from its suffix."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

from gongkai.importing.readers.base.notice import RefusedError


class Kind(Enum):
    """What a file is to be read as, with what people call it. An old one has to be made into a Word file first."""

    WORD = " Word 文件"
    SHEET = " .xlsx 表格"
    PDF = " PDF 文件"
    PAGE = "网页"
    TEXT = "文字或别的文件（如 .csv）"
    OLD = "别的格式的文件（如 .ods、.doc、.rtf）"


# Of files that begin so, and of archives that hold such a part: what they are, or why they are not read.
BEGINNINGS: tuple[tuple[bytes, Kind | str], ...] = (
    (rb"[\s\S]{0,1024}%PDF-", Kind.PDF),
    (rb"\{\\rtf|[\s\S]{0,4096}(<\?mso-application|http://schemas.microsoft.com/office/2006/xmlPackage)", Kind.OLD),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\0|MM\0\*|RIFF....WEBP",
        "这是一张图片，里面没有文字。请先用文字识别（OCR）软件转成 .docx 或 .txt，核对后再导入。",
    ),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ", "这是一个压缩包。请先解压，再导入里面的那份文件。"),
)
PARTS: tuple[tuple[str, Kind | str], ...] = (
    (r"word/", Kind.WORD),
    (r"xl/workbook\.bin", "这是二进制的 .xlsb 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"),
    (r"xl/", Kind.SHEET),
    (r"content\.xml", Kind.OLD),
    (r"ofd\.xml", "这是 OFD 版式文件，读不了。请用 OFD 阅读器打开，转换或“打印”成 PDF，或者向发文单位要 Word 文件，再导入。"),
    (r"", "这是一个压缩包，不是 Word 或表格文件。请先解压，再导入里面的那份文件。"),
)
XLS = "这是旧格式的 .xls 表格。请用 Excel 或 WPS 打开，选“文件→另存为”，类型选“.xlsx”，再试。"
# The streams of a compound file, whose names are in UTF-16.
STREAMS: tuple[tuple[str, Kind | str], ...] = (
    ("EncryptedPackage", "文件设有密码。请用 Office 或 WPS 打开，去掉密码，另存后再试。"),
    ("WordDocument", Kind.OLD),
    ("Workbook", XLS),
    ("Book\0", XLS),
    ("", Kind.OLD),
)
HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|div|p|h[1-6]|title|tr|td)[\s>/]", re.IGNORECASE)
MIME_HEAD = re.compile(rb"^(mime-version|content-type|from|subject|date|snapshot-content-location)\s*:", re.IGNORECASE | re.MULTILINE)
WEB_SUFFIXES = {".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".jsp", ".asp", ".aspx"}
TEXT_SUFFIXES = {".txt", ".md", ".markdown", ".csv", ".tsv", ".text"}
SAMPLE = 4096


def kind_of(content: bytes, suffix: str) -> Kind:
    """What this content is; raises RefusedError for what nobody here can read."""
    kind = _told(content) or _textual(content[:SAMPLE], suffix.lower())
    if isinstance(kind, str):
        raise RefusedError(kind)
    return kind


def _told(content: bytes) -> Kind | str | None:
    # The second is an archive that holds nothing.
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        try:
            names = [name.lower().replace("\\", "/") for name in zipfile.ZipFile(io.BytesIO(content)).namelist()]
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
            return "文件不完整或已损坏，打不开。请重新下载或重新保存，确认 Office 或 WPS 能打开后再试。"
        return next(kind for part, kind in PARTS if not part or any(re.match(part, name) for name in names))
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next(kind for stream, kind in STREAMS if stream.encode("utf-16-le") in content)
    return next((kind for beginning, kind in BEGINNINGS if re.match(beginning, content)), None)


def _textual(head: bytes, suffix: str) -> Kind:
    # Zeros between the letters of UTF-16 would hide the tags.
    letters = head.replace(b"\0", b"")
    if suffix in TEXT_SUFFIXES:
        # Tags left in a text are the layout's business, unless the whole file is a page.
        return Kind.PAGE if re.match(rb"\W*<(!doctype|html)", letters, re.IGNORECASE) else Kind.TEXT
    is_page = suffix in WEB_SUFFIXES or HTML.search(letters) or len(MIME_HEAD.findall(letters)) > 1
    return Kind.PAGE if is_page else Kind.TEXT
