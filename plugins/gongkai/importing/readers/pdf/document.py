"""A PDF with a text layer: ruled tables, joined over pages, and the words around them."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from gongkai.importing.readers.base.notice import LeftOver, Notice, RefusedError

from .joins import joined
from .pages import Content, Grid, content_of
from .words import Line

HOW_TO_SCAN = "请用文字识别（OCR）软件转成 .docx 或 .txt，或者向发文单位要 Word 文件，核对后再导入"
FEWEST_LETTERS = 20
UNREADABLE_SHARE = 0.05
MARGIN = 0.12
PAGE_NUMBER = re.compile(r"[\s\-—–－─―_·•.]*(第\s*)?\d{1,4}(\s*页)?(\s*[/／,，]?\s*(共\s*)?\d{1,4}\s*页?)?[\s\-—–－─―_·•.]*")
FEWEST_PAGES = 2
RUNNING_SHARE = 0.6


def read(content: bytes, name: str) -> Notice:
    """The whole document. A line is a page."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages = _pages(content)
    _refuse_pictures(pages)
    furniture = list(_furniture(pages))
    gone = {id(line) for line in furniture}
    kept = [replace(page, pieces=tuple(piece for piece in page.pieces if id(piece) not in gone)) for page in pages]
    texts = dict.fromkeys(line.text.replace("\t", " ") for line in furniture)
    margins = (LeftOver(text, 0, "页眉、页脚或页码", is_furniture=True) for text in texts)
    return Notice(name, tuple(joined(_with_edges(kept))), "页", (*_lost(pages), *margins))


def _pages(content: bytes) -> list[Content]:
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            pages = []
            for number, page in enumerate(pdf.pages, start=1):
                pages.append(content_of(page, number))
                page.close()
            return pages
    except (PdfminerException, MalformedPDFException, PSException) as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise RefusedError("PDF 设有密码，打不开。请用能打开它的软件去掉密码（或“打印”成新的 PDF）后再导入。") from None
        raise RefusedError("PDF 已损坏，读不下去。请重新下载，或用浏览器打开后“打印”成新的 PDF 再导入。") from None


def _refuse_pictures(pages: Sequence[Content]) -> None:
    letters = sum(page.letters for page in pages)
    if letters < FEWEST_LETTERS:
        raise RefusedError(f"PDF 里没有文字，只有扫描的图片，读不出来。{HOW_TO_SCAN}。")
    if sum(page.unreadable for page in pages) > UNREADABLE_SHARE * letters:
        raise RefusedError(f"PDF 里的字体没有带编码，文字读出来是乱码。{HOW_TO_SCAN}。")


def _lost(pages: Sequence[Content]) -> Iterator[LeftOver]:
    for page in pages:
        if page.has_pictures and page.letters < FEWEST_LETTERS:
            yield LeftOver(f"第 {page.number} 页", page.number, f"是图片，没有文字，没有读入。{HOW_TO_SCAN}")
        elif page.unreadable:
            yield LeftOver(f"第 {page.number} 页", page.number, "有认不出来的字，写作“□”，请对照原文补上")


def _furniture(pages: Sequence[Content]) -> Iterator[Line]:
    """Page numbers, and lines that most pages print in the same margin."""
    margins = [
        [piece for piece in page.pieces if isinstance(piece, Line) and not MARGIN < piece.top / page.height < 1 - MARGIN] for page in pages
    ]
    counts = Counter(words for lines in margins for words in {re.sub(r"\d+", "0", line.text) for line in lines})
    for line in (line for lines in margins for line in lines):
        is_running = counts[re.sub(r"\d+", "0", line.text)] >= max(FEWEST_PAGES, RUNNING_SHARE * len(pages))
        if is_running or PAGE_NUMBER.fullmatch(line.text):
            yield line


def _with_edges(pages: Sequence[Content]) -> Iterator[Grid | Line]:
    """What is on the pages, lines told where words begin and end on the pages of their size."""
    for page in pages:
        around = [piece for other in pages if other.height == page.height for piece in other.pieces]
        left = min((piece.x0 for piece in around if isinstance(piece, Line)), default=0.0)
        right = max((piece.x1 if isinstance(piece, Line) else max(box.x1 for box in piece) for piece in around), default=0.0)
        for piece in page.pieces:
            yield replace(piece, left=left, right=right) if isinstance(piece, Line) else piece
