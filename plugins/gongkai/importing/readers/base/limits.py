"""How much a file may ask of the machine; beyond it, it is refused with a message."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .notice import RefusedError

MEBIBYTE = 1024 * 1024
FILE_BYTES = 50 * MEBIBYTE
PLAIN_TEXT_BYTES = 8 * MEBIBYTE
WEB_PAGE_BYTES = 16 * MEBIBYTE
UNZIPPED_BYTES = 300 * MEBIBYTE
XML_PART_BYTES = 48 * MEBIBYTE
ZIP_RATIO = 300
# Small parts may be mostly blanks or zeros; a ratio says something about large ones only.
ZIP_RATIO_FROM_BYTES = 4 * MEBIBYTE
ZIP_ENTRIES = 5_000
NESTED_TABLES = 12
NESTED_ELEMENTS = 200
COLUMNS = 200
CELLS = 100_000
PARAGRAPHS = 100_000
CELL_CHARACTERS = 100_000
CHARACTERS = 4_000_000
PAGES = 300
# Computing time: how busy the machine is makes no difference.
SECONDS = 20.0
# For what hangs without computing anything.
WAITING_SECONDS = 180.0
OPEN_FILES = 16
MEMORY_BYTES = 700 * MEBIBYTE


@dataclass
class Budget:
    """What one file has used so far. A reader spends as it goes; the budget refuses when it is overdrawn."""

    clock: Callable[[], float] = time.process_time
    seconds: float = SECONDS
    cells: int = 0
    paragraphs: int = 0
    characters: int = 0
    started: float = field(init=False)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def paragraph(self, text: str, line: int) -> None:
        self.paragraphs += 1
        self._spend(text, line, "这一段")
        if self.paragraphs > PARAGRAPHS:
            raise RefusedError(f"文件的段落超过 {PARAGRAPHS} 个，不像一份通知。请只保留要点部分，另存后再导入。")

    def cell(self, text: str, line: int, column: int = 0) -> None:
        self.cells += 1
        self._spend(text, line, "这个单元格")
        if self.cells > CELLS:
            raise RefusedError(f"文件的单元格超过 {CELLS} 个，不像一份任务分工表。请只保留要点部分，另存后再导入。")
        if column > COLUMNS:
            raise RefusedError(f"第 {line} 处：表格超过 {COLUMNS} 列，不像一份任务分工表。请删去多余的列，另存后再导入。")

    def time(self) -> None:
        if self.clock() - self.started > self.seconds:
            raise too_slow()

    def _spend(self, text: str, line: int, what: str) -> None:
        self.characters += len(text)
        if len(text) > CELL_CHARACTERS:
            raise RefusedError(f"第 {line} 处：{what}超过 {CELL_CHARACTERS} 字，文件可能已损坏。请检查原文件，另存后再导入。")
        if self.characters > CHARACTERS:
            raise RefusedError(f"文件超过 {CHARACTERS} 字，不像一份通知。请只保留要点部分，另存后再导入。")
        if not (self.cells + self.paragraphs) % 256:
            self.time()


def too_slow() -> RefusedError:
    """The refusal of a file that would keep the reader busy for ever."""
    return RefusedError(
        "文件读了太久还没有读完，可能已损坏或过于复杂。请用 Word 或 WPS 打开后另存为 .docx，再导入；文件很长时，请只保留要点部分。"
    )


def no_answer() -> RefusedError:
    """The refusal of a file on which the reader waits for ever."""
    return RefusedError(
        f"等了 {WAITING_SECONDS:.0f} 秒，文件还没有读完。机器太忙时请稍后再试；不忙时，文件可能已损坏，请用 Word 或 WPS 打开后另存为 .docx，再导入。"
    )


def too_large() -> RefusedError:
    """The refusal of a file that would fill the memory."""
    return RefusedError("读这个文件需要的内存太多，可能已损坏或过于复杂。请用 Word 或 WPS 打开后另存为 .docx，再导入。")


def within(size: int, limit: int) -> None:
    """Refuse what is larger than its kind may be."""
    if size > limit:
        raise RefusedError(f"文件有 {size // MEBIBYTE} MB，超过了 {limit // MEBIBYTE} MB 的上限。请删去图片和无关的部分，另存后再导入。")
