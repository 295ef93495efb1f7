"""How much a file may ask of the machine; beyond it, it is refused with a message."""

from __future__ import annotations

from .notice import Notice, Paragraph, RefusedError, Table

MEBIBYTE = 1024 * 1024
FILE_BYTES = 50 * MEBIBYTE
WEB_PAGE_BYTES = 16 * MEBIBYTE
UNZIPPED_BYTES = 300 * MEBIBYTE
XML_PART_BYTES = 48 * MEBIBYTE
NESTED_TABLES = 12
NESTED_ELEMENTS = 200
COLUMNS = 200
CELLS = 100_000
PARAGRAPHS = 100_000
CELL_CHARACTERS = 100_000
CHARACTERS = 4_000_000
# Computing time: how busy the machine is makes no difference.
SECONDS = 20.0
# For what hangs without computing anything.
WAITING_SECONDS = 180.0
MEMORY_BYTES = 700 * MEBIBYTE


def within(size: int, limit: int) -> None:
    """Refuse what is larger than its kind may be."""
    if size > limit:
        raise RefusedError(f"文件有 {size // MEBIBYTE} MB，超过了 {limit // MEBIBYTE} MB 的上限。请删去图片和无关的部分，另存后再导入。")


def kept(notice: Notice) -> Notice:
    """The notice, unless it is larger than any, or empty: what comes after its reader has no limits of time."""
    cells = [cell for block in notice.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    texts = [cell.text for cell in cells] + [block.text for block in notice.blocks if isinstance(block, Paragraph)]
    for what, count, most in (
        ("段落", len(notice.blocks), PARAGRAPHS),
        ("单元格", len(cells), CELLS),
        ("表格的列", max((cell.column for cell in cells), default=0), COLUMNS),
        ("一格或一段的字", max(map(len, texts), default=0), CELL_CHARACTERS),
        ("字", sum(map(len, texts)), CHARACTERS),
    ):
        if count > most:
            raise RefusedError(f"文件里{what}超过 {most}，不像一份通知或任务分工表。请只保留要点部分，删去多余的行和列，另存后再导入。")
    if not any(map(str.strip, texts)):
        raise RefusedError("文件里没有文字，可能只有图片。请用文字识别（OCR）软件转成 .docx 或 .txt，核对后再导入。")
    return notice
