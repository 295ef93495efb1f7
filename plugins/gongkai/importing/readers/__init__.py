"""A file in any of the formats notices come in → `Notice`. What the file is, its content says; its suffix only helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from gongkai.files import reader

from . import old_word, plain_text, spreadsheet, web_page
from . import word_document as word
from .base import limits
from .base.notice import Notice, Paragraph, RefusedError, Table
from .containment import contained
from .kinds import Kind, kind_of
from .pdf import document as pdf

__all__ = ["Notice", "Paragraph", "RefusedError", "Table", "content", "read", "sheets"]

T = TypeVar("T")
READERS = {Kind.WORD: word.read, Kind.SHEET: spreadsheet.read, Kind.PDF: pdf.read, Kind.PAGE: web_page.read, Kind.TEXT: plain_text.read}


def read(path: Path) -> Notice:
    """The notice in a file. Raises RefusedError when it cannot be read; reads nothing but this file and writes nothing."""
    written, name = content(path), path.name
    kind = _tried(name, lambda: kind_of(written, path.suffix))
    if kind is Kind.OLD:
        written, kind = old_word.as_docx(written, name), Kind.WORD
    return _tried(name, lambda: limits.kept(READERS[kind](written, name)))


def sheets(written: bytes, name: str) -> Notice:
    """What an .xlsx holds, from its bytes; raises RefusedError for anything else."""
    kind = _tried(name, lambda: kind_of(written, Path(name).suffix))
    if kind is not Kind.SHEET:
        remedy = "请用 Excel、WPS 或 LibreOffice 打开填报表，选“文件→另存为”，类型选“.xlsx”，再交回来；只改后缀不行。"
        raise RefusedError(f"{name}：这是{kind.value}，不是 .xlsx 表格。{remedy}")
    return _tried(name, lambda: limits.kept(spreadsheet.read(written, name)))


def _tried(name: str, work: Callable[[], T]) -> T:
    try:
        return contained(work)
    except RefusedError as error:
        raise RefusedError(f"{name}：{error}") from None


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
