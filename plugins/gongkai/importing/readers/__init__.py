"""A file in any of the formats notices come in → `Notice`. What the file is, its content says; its suffix only helps."""

from __future__ import annotations

from pathlib import Path

from gongkai.files import reader

from . import old_word, plain_text, spreadsheet, web_page
from . import word_document as word
from .base import limits
from .base.notice import Notice, Paragraph, RefusedError, Table
from .containment import contained
from .kinds import Kind, kind_of
from .pdf import document as pdf

__all__ = ["Notice", "Paragraph", "RefusedError", "Table", "content", "read", "sheets"]

READERS = {Kind.WORD: word.read, Kind.SHEET: spreadsheet.read, Kind.PDF: pdf.read, Kind.PAGE: web_page.read, Kind.TEXT: plain_text.read}

# What people call a file that is no sheet.
NAMES = {
    Kind.WORD: " Word 文件",
    Kind.PDF: " PDF 文件",
    Kind.PAGE: "网页",
    Kind.TEXT: "文字或别的文件（如 .csv）",
    Kind.OLD: "别的格式的文件（如 .ods、.doc、.rtf）",
}


def read(path: Path) -> Notice:
    """The notice in a file. Raises RefusedError when it cannot be read; reads nothing but this file and writes nothing."""
    written = content(path)
    kind = contained(lambda: kind_of(written, path))
    if kind is Kind.OLD:
        written, kind = old_word.as_docx(written, path.name), Kind.WORD
    notice = contained(lambda: READERS[kind](written, path.name, limits.Budget()))
    if not _has_words(notice):
        raise RefusedError(f"{path.name}：文件里没有文字，可能只有图片。请用文字识别（OCR）软件转成 .docx 或 .txt，核对后再导入。")
    return notice


def sheets(written: bytes, name: str) -> Notice:
    """What an .xlsx holds, from its bytes; raises RefusedError for anything else."""
    kind = contained(lambda: kind_of(written, Path(name)))
    if kind is not Kind.SHEET:
        remedy = "请用 Excel、WPS 或 LibreOffice 打开填报表，选“文件→另存为”，类型选“.xlsx”，再交回来；只改后缀不行。"
        raise RefusedError(f"{name}：这是{NAMES[kind]}，不是 .xlsx 表格。{remedy}")
    return contained(lambda: spreadsheet.read(written, name, limits.Budget()))


def _has_words(notice: Notice) -> bool:
    cells = (cell for block in notice.blocks if isinstance(block, Table) for row in block.rows for cell in row)
    return any(block.text.strip() for block in notice.blocks if isinstance(block, Paragraph)) or any(cell.text.strip() for cell in cells)


def content(path: Path) -> bytes:
    """The bytes of a file that may be a notice; raises RefusedError."""
    if not path.is_file():
        raise RefusedError(f"{path.name}：找不到这个文件。请检查文件名和所在的文件夹。")
    try:
        written = reader.read(path, limits.FILE_BYTES)
    except reader.UnreadableError as error:
        raise RefusedError(f"{path.name}：{error}") from None
    if not written.strip(b"\0 \t\r\n"):
        raise RefusedError(f"{path.name}：文件是空的。请检查是否下载或保存完整。")
    return written
