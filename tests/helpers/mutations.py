"""Notices changed at random: other years and numbers, cells and rows moved, lost or doubled, foreign words, blank and huge cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeAlias

from gongkai.importing.readers.base.notice import Cell, Notice, Paragraph

from .made_up_notices import in_tables, with_words

Mutation: TypeAlias = Callable[[Notice, Random], Notice]
_HAN_DIGITS = "〇一二三四五六七八九"
_YEAR = re.compile(rf"(?:19|20)\d\d|[一二][{_HAN_DIGITS}零○Ｏ]{{3}}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[①-⑳]|(?<=[（(])[一二三四五六七八九十]+(?=[）)])|(?:^|(?<=\n))[一二三四五六七八九十]+(?=、)")
_SIGN = re.compile(r"[^\w\s]")
_SIGNS = "，,。．.；;：:、!！?？（）()〔〕[]【】《》〈〉“”\"'‘’<>＞＜/／\\|｜—–-~～·•●■□☆*#&%@+=…︙\u200b\u3000"
_WHOLE = (
    "序号",
    "合计",
    "同上",
    "——",
    "无",
    "责任单位：",
    "附件",
    "工作任务",
    "县财政局",
    "6月底前",
    "——\n——",
    "续表",
    "备注",
    "，",
    "（",
    "1",
)
_FOREIGN = (
    *("Department of Finance", "Отдел финансов", "وزارة المالية", "재정국", "財務省", "བོད་ལྗོངས", "Ünïcödé", "e\u0301\u0301\u0301", "\U0001f600", "𠮷"),
    *("\x00", "\u202e", "\ufeff", "\ud7ff", "<table><tr><td>", "&nbsp;&#0;", "=SUM(A1:B2)", "{{ x }}", "${jndi}", "' OR 1=1 --", "%s%n", "null"),
)  # fmt: skip
_ODD_NUMBERS = (
    "0",
    "-1",
    "00",
    "007",
    "999999999999999999999",
    "1.5",
    "1e9",
    "½",
    "Ⅳ",
    "㈠",
    "⑳",
    "㉑",
    "²",
    "٣",
    "〇",
    "百千万",
    "十百",
    "２",
    "NaN",
)


def years(notice: Notice, random: Random) -> Notice:
    """Any year from none to 9999 in any writing, the same everywhere."""
    year = _written(random)
    return with_words(notice, lambda text: _YEAR.sub(lambda _: year, text))


def _written(random: Random) -> str:
    digits = str(random.choice((random.randint(0, 9999), random.randint(1900, 2100), 0, 9999)))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    han = "".join(_HAN_DIGITS[int(digit)] for digit in digits)
    forms = (
        "",
        digits,
        digits.zfill(4),
        wide,
        han,
        han.replace("〇", "零"),
        han.replace("〇", "○"),
        f"{digits}-{digits}",
        digits[-2:],
        "××××",
    )
    return random.choice(forms)


def numbers(notice: Notice, random: Random) -> Notice:
    """Some numbers, of headings, months, days and counts, are odd."""
    return with_words(notice, lambda text: _NUMBER.sub(lambda match: _sometimes(random, match[0], _ODD_NUMBERS), text))


def _sometimes(random: Random, kept: str, others: Sequence[str]) -> str:
    return random.choice(others) if random.random() < 0.3 else kept


def punctuation(notice: Notice, random: Random) -> Notice:
    """Signs and brackets changed, lost, doubled."""
    rare = random.choice((0.02, 0.2, 1))
    return with_words(notice, lambda text: _SIGN.sub(lambda match: _sign(random, match[0], rare), text))


def _sign(random: Random, kept: str, rare: float) -> str:
    return random.choice(("", kept * 2, *random.sample(_SIGNS, 4))) if random.random() < rare else kept


def other_cells(notice: Notice, random: Random) -> Notice:
    """Cells emptied, said by a word of those that mean something, or with foreign words at any place."""

    def changed(text: str) -> str:
        at = random.randint(0, len(text))
        foreign = random.choice(_FOREIGN)
        return random.choice(("", random.choice(_WHOLE), f"{text[:at]}{foreign}{text[at:]}", foreign, text + random.choice(_WHOLE)))

    return _cell_by_cell(notice, random, 0.1, changed)


def huge_cells(notice: Notice, random: Random) -> Notice:
    """A cell or two said over and over, to thousands of characters."""
    times = random.choice((5, 60, 300))
    return _cell_by_cell(notice, random, 0.01, lambda text: (text + random.choice(("", "\n", "、", " ", "；"))) * times)


def _cell_by_cell(notice: Notice, random: Random, rare: float, change: Callable[[str], str]) -> Notice:
    """In tables and in lines that stand for rows."""

    def changed(text: str) -> str:
        return "\t".join(change(cell) if random.random() < rare else cell for cell in text.split("\t"))

    return with_words(notice, changed)


def columns(notice: Notice, random: Random) -> Notice:
    """Two columns swapped, or one lost or doubled."""
    way, left, right = random.choice((_swap, _drop, _double)), *sorted(random.sample(range(7), 2))
    lines = tuple(
        replace(block, text="\t".join(way(block.text.split("\t"), left, right)))
        if isinstance(block, Paragraph) and "\t" in block.text
        else block
        for block in notice.blocks
    )
    return in_tables(
        replace(notice, blocks=lines), lambda table: replace(table, rows=tuple(_row(row, way, left, right) for row in table.rows))
    )


def _row(row: tuple[Cell, ...], way: Callable[[Sequence[Cell], int, int], list[Cell]], left: int, right: int) -> tuple[Cell, ...]:
    """The cells in their new order; in the places that they take there, one after the other."""
    start, placed = min((cell.column for cell in row), default=0), []
    for cell in way(row, left, right):
        placed.append(replace(cell, column=start))
        start += cell.columns
    return tuple(placed)


def _swap(cells: Sequence, left: int, right: int) -> list:
    made = list(cells)
    if right < len(made):
        made[left], made[right] = made[right], made[left]
    return made


def _drop(cells: Sequence, left: int, _: int) -> list:
    return [cell for index, cell in enumerate(cells) if index != left or len(cells) == 1]


def _double(cells: Sequence, left: int, _: int) -> list:
    return [cell for index, cell in enumerate(cells) for _ in range(1 + (index == left))]


def rows(notice: Notice, random: Random) -> Notice:
    """Rows and paragraphs swapped, lost and doubled; what is merged over rows then reaches into others."""
    return in_tables(replace(notice, blocks=_shaken(notice.blocks, random)), lambda table: replace(table, rows=_shaken(table.rows, random)))


def _shaken(several: tuple, random: Random) -> tuple:
    kept = [thing for thing in several for _ in range(random.choices((0, 1, 2), (1, 12, 1))[0])]
    if len(kept) > 1 and random.random() < 0.5:
        left, right = random.sample(range(len(kept)), 2)
        kept[left], kept[right] = kept[right], kept[left]
    return tuple(kept)


def cut(notice: Notice, random: Random) -> Notice:
    """The file ends early, or its beginning is gone; the last words stop anywhere."""
    at = random.randint(0, len(notice.blocks))
    kept = replace(notice, blocks=random.choice((notice.blocks[:at], notice.blocks[at:], notice.blocks)))
    start, end = sorted(random.randint(0, 40) for _ in range(2))
    return in_tables(kept, lambda table: replace(table, rows=table.rows[start:end])) if random.random() < 0.5 else _last_cut(kept, random)


def _last_cut(notice: Notice, random: Random) -> Notice:
    *whole, last = notice.blocks or (Paragraph("", 1),)
    text = last.text if isinstance(last, Paragraph) else last.rows[-1][-1].text if last.rows and last.rows[-1] else ""
    return replace(notice, blocks=(*whole, Paragraph(text[: random.randint(0, len(text))], last.line)))


MUTATIONS: tuple[Mutation, ...] = (years, numbers, punctuation, other_cells, huge_cells, columns, rows, cut)


def mutated(notice: Notice, random: Random) -> Notice:
    """The notice with one to four things wrong."""
    for mutation in random.choices(MUTATIONS, k=random.randint(1, 4)):
        notice = mutation(notice, random)
    return notice
