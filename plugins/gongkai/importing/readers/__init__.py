"""A file in any of the formats notices come in → `Notice`. What the file is, its content says; its suffix only helps."""

from __future__ import annotations

from pathlib import Path

from . import old_word, plain_text, spreadsheet, web_page
from . import word_document as word
from .base import limits
from .base.notice import Notice, Paragraph, RefusedError, Table
from .containment import contained
from .kinds import Kind, kind_of
from .pdf import document as pdf

READERS = {Kind.WORD: word.read, Kind.SHEET: spreadsheet.read, Kind.PDF: pdf.read, Kind.PAGE: web_page.read, Kind.TEXT: plain_text.read}


def read(path: Path) -> Notice:
    """The notice in a file. Raises RefusedError when it cannot be read; reads nothing but this file and writes nothing."""
    content = _content(path)
    kind = contained(lambda: kind_of(content, path))
    if kind is Kind.OLD:
        content, kind = old_word.as_docx(content, path.name), Kind.WORD
    notice = contained(lambda: READERS[kind](content, path.name, limits.Budget()))
    if not _has_words(notice):
        raise RefusedError(f"{path.name}：文件里没有文字，可能只有图片。请用文字识别（OCR）软件转成 .docx 或 .txt，核对后再导入。")
    return notice


def _has_words(notice: Notice) -> bool:
    cells = (cell for block in notice.blocks if isinstance(block, Table) for row in block.rows for cell in row)
    return any(block.text.strip() for block in notice.blocks if isinstance(block, Paragraph)) or any(cell.text.strip() for cell in cells)


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise RefusedError(f"{path.name}：找不到这个文件。请检查文件名和所在的文件夹。")
        limits.within(path.stat().st_size, limits.FILE_BYTES)
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path.name}：打不开这个文件（{error.strerror}）。请检查它是否正被别的程序占用。") from None
    if not content.strip(b"\0 \t\r\n"):
        raise RefusedError(f"{path.name}：文件是空的。请检查是否下载或保存完整。")
    return content
