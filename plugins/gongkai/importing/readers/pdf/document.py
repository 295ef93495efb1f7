"""A PDF with a text layer: ruled tables, joined over pages, and the words around them."""

from __future__ import annotations

import io
import logging

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from gongkai.importing.readers.base import limits
from gongkai.importing.readers.base.notice import LeftOver, Notice, Paragraph, RefusedError, Table

from .joins import joined
from .margins import without_margins
from .pages import PageContent, content_of
from .words import Line, paragraphs

HOW_TO_SCAN = "请用文字识别（OCR）软件转成 .docx 或 .txt，或者向发文单位要 Word 文件，核对后再导入"
FEWEST_LETTERS = 20
UNREADABLE_SHARE = 0.05
REMARKED_PAGES = 10


def read(content: bytes, name: str, budget: limits.Budget) -> Notice:
    """The whole document. A line is a page."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages = _pages(content, budget)
    _refuse_pictures(pages)
    remarks = _remarks(pages)
    pages, margins = without_margins(pages)
    blocks: list[Paragraph | Table] = []
    lines: list[Line] = []
    for piece in joined(pages, budget):
        if isinstance(piece, Line):
            lines.append(piece)
        else:
            blocks += [*paragraphs(lines, budget), piece]
            lines = []
    blocks += paragraphs(lines, budget)
    return Notice(name, tuple(blocks), "页", (*remarks, *margins))


def _pages(content: bytes, budget: limits.Budget) -> list[PageContent]:
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > limits.PAGES:
                raise RefusedError(f"PDF 超过 {limits.PAGES} 页，不像一份通知。请只保留要点所在的页，另存后再导入。")
            pages = []
            for number, page in enumerate(pdf.pages, start=1):
                pages.append(content_of(page, number, budget))
                page.close()
                budget.time()
            return pages
    except (PdfminerException, MalformedPDFException, PSException) as error:
        raise _refusal(error) from None


def _refusal(error: Exception) -> RefusedError:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
        return RefusedError("PDF 设有密码，打不开。请用能打开它的软件去掉密码（或“打印”成新的 PDF）后再导入。")
    return RefusedError("PDF 已损坏，读不下去。请重新下载，或用浏览器打开后“打印”成新的 PDF 再导入。")


def _refuse_pictures(pages: list[PageContent]) -> None:
    if not pages:
        raise RefusedError("PDF 里没有页，文件可能不完整。请重新下载后再导入。")
    letters = sum(page.letters for page in pages)
    if letters < FEWEST_LETTERS:
        raise RefusedError(f"PDF 里没有文字，只有扫描的图片，读不出来。{HOW_TO_SCAN}。")
    if sum(page.unreadable for page in pages) > UNREADABLE_SHARE * letters:
        raise RefusedError(f"PDF 里的字体没有带编码，文字读出来是乱码。{HOW_TO_SCAN}。")


def _remarks(pages: list[PageContent]) -> tuple[LeftOver, ...]:
    remarks = []
    pictures = [page.number for page in pages if page.has_pictures and page.letters < FEWEST_LETTERS]
    if pictures:
        listed = "、".join(map(str, pictures[:REMARKED_PAGES]))
        remarks.append(LeftOver(f"第 {listed} 页", pictures[0], f"是图片，没有文字，没有读入。{HOW_TO_SCAN}"))
    unreadable = [page.number for page in pages if page.unreadable]
    if unreadable:
        listed = "、".join(map(str, unreadable[:REMARKED_PAGES]))
        remarks.append(LeftOver(f"第 {listed} 页", unreadable[0], "有认不出来的字，写作“□”，请对照原文补上"))
    return tuple(remarks)
