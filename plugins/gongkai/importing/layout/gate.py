"""Whether a reading is a plan at all: what speaks against it, and what each column of the table was taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from gongkai.importing.readers.base.notice import Paragraph, RefusedError, Table

from .cells.columns import Columns, unit_columns
from .cells.fit import is_dash, is_number, is_units
from .cells.roles import NAMED, OTHER_PAPER, REMARK, SHORT_NAMES, TEXT, role_of, simplified
from .cells.wording import letters, one_line
from .entries import read_table
from .head import is_title_line
from .reading import Reading, Row

# Where each line is drawn: the notices kept with independent readings stay above it, lists of members, reports and cut tables below.
_LEAST_WITH_UNITS, _LEAST_BODIES, _MOST_CUT, _MOST_MISSING = 0.5, 0.25, 0.1, 0.3
_SHORTEST_TEXT, _FEW, _FEWEST = 4, 3, 5
_OWN_SHEET = frozenset({"任务编号", "举措序号", "举措状态"})
_DONE = re.compile(r"完成(?:情况|率|进度)|(?:进展|落实|推进|执行)(?:情况)?$|实绩|实际完成|金额|排名")
_LETTER = re.compile("(?:通知|函|公告|报告|通报)$")
_PLAN = re.compile("要点|分工|任务|方案|清单|台账|分解|计划|安排|措施|目录|实事|责任|重点工作")
_PLACE = re.compile(r"[区县市旗州镇乡]$")
_SAMPLES, _LONGEST_SAMPLE, _MOST_DIGITS = 2, 16, 7


@dataclass(frozen=True)
class Guess:
    """A table as it was taken: for each column its head, what it is in the words of `--columns`, and its first cells."""

    heads: tuple[str, ...]
    roles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]

    def told(self) -> str:
        """Two or three lines for the person who knows what the columns are."""
        heads = "、".join(
            f"第{number}栏“{head}”读作{role}" for number, (head, role) in enumerate(zip(self.heads, self.roles, strict=True), 1)
        )
        rows = "".join(f"\n  {' | '.join(cells)}" for cells in self.samples)
        like = self.roles if "任务" in self.roles else ("序号", "任务", "责任", "时限")
        return (
            f"\n文件里最大的一张表，各栏是这样看的：{heads}。前几行：{rows}\n"
            f"如果它确实是任务分工表，请用 --columns 从左到右写明每一栏再试，如 --columns {','.join(like)}（不用的栏写“略”）。"
        )


def named(words: Sequence[str]) -> Columns:
    """The columns as a person names them from the left; raises RefusedError for a word that is none of `NAMED`."""
    unknown = [word for word in words if word not in NAMED]
    if unknown:
        raise RefusedError(f"--columns 里的“{unknown[0]}”不认识。可以用的有：{'、'.join(NAMED)}。")
    roles = [NAMED[word] for word in words]
    if roles.count(TEXT) != 1:
        raise RefusedError("--columns 要有一栏、也只有一栏是“任务”；任务前面的小标题写“部分”“方面”或“事项”，不用的栏写“略”。")
    return Columns(unit_columns(roles), tuple(words))


def guess(blocks: Sequence[Paragraph | Table]) -> Guess | None:
    """What the largest table was taken for; None where there is no table of several columns."""
    tables = [block for block in blocks if isinstance(block, Table) and any(len(row) > 1 for row in block.rows)]
    if not tables:
        return None
    table = max(tables, key=lambda table: sum(len(row) for row in table.rows))
    width = max(cell.column + cell.columns for row in table.rows for cell in row)
    columns = read_table(table, None).columns
    first = next(row for row in table.rows if len(row) > 1)
    printed = {cell.column: one_line(cell.text) for cell in first}
    heads = columns.words if columns and any(columns.words) else tuple(printed.get(column, "") for column in range(width))
    roles = columns.roles if columns else tuple(role_of(head) or REMARK for head in heads)
    wide = [row for row in table.rows if len(row) > 1 and row is not first]
    samples = tuple(tuple(one_line(cell.text)[:_LONGEST_SAMPLE] for cell in row) for row in wide[:_SAMPLES])
    return Guess(heads, tuple(SHORT_NAMES.get(role, "略") for role in roles), samples)


def is_own_sheet(columns: Columns | None) -> bool:
    """Whether a table is the one that this portal itself writes: tasks.xlsx, tasks.csv."""
    return columns is not None and set(columns.words) >= _OWN_SHEET


def objection(reading: Reading, columns: Columns | None) -> str:
    """Why a reading is none of a plan, in Chinese; empty where nothing speaks against it."""
    return next(_objections(reading, columns), "")


def _objections(reading: Reading, columns: Columns | None) -> Iterator[str]:
    rows, words = reading.rows, columns.words if columns else ()
    titles = [line for line in (reading.title, *reading.preamble.split("\n")) if is_title_line(line)]
    if title := next((title for title in titles if OTHER_PAPER.search(simplified(title))), ""):
        yield f"标题是“{title}”，像是报告、名单、日程或统计表，不是任务分工。"
    if len(rows) < _FEW and _LETTER.search(reading.title) and not _PLAN.search(simplified(reading.title)):
        yield f"标题是“{reading.title}”，只读出 {len(rows)} 行，不像任务分工。"
    done = next((word for word in words if _DONE.search(simplified(word))), "")
    if done and not any(row.due.text for row in rows) and any(done in left.why for left in reading.left_over):
        yield f"有“{done}”一栏而没有完成时限，像是报告或统计表，不是任务分工。"
    named = sum(any(_unit_cells(row)) for row in rows)
    if named < _LEAST_WITH_UNITS * len(rows):
        yield f"读出的 {len(rows)} 行里{f'只有 {named} 行' if named else '没有一行'}写明由哪个单位做，没法把任务分给谁。"
    texts = [re.sub(r"\d", "", letters(row.matter.text + row.text.text)) for row in rows]
    if len(rows) >= _FEW and median(map(len, texts)) < _SHORTEST_TEXT:
        yield f"多数行读作任务的只有两三个字（如“{one_line(rows[0].text.text)}”），像是名单或数字表。"
    yield from _garbled(rows)


def _garbled(rows: Sequence[Row]) -> Iterator[str]:
    """What tells that cells were cut or mixed up."""
    cells = [cell for row in rows for cell in _unit_cells(row)]
    strange = [
        cell for cell in cells if not (is_units(cell) or all(map(_is_body, re.split("[、，,；;]", one_line(cell).rstrip("、，,；;")))))
    ]
    if len(cells) >= _FEWEST and len(cells) - len(strange) < _LEAST_BODIES * len(cells):
        yield f"读作单位的多数不像单位名称（如“{one_line(strange[0])[:_LONGEST_SAMPLE]}”），像是看错了栏。"
    cut = [row for row in rows if row.text.text.rstrip()[-1:] in "，、（(：" and row.text.text.strip()]
    if len(rows) >= _FEWEST and len(cut) > _MOST_CUT * len(rows):
        yield f"{len(cut)} 行的话没有说完（如“{one_line(cut[0].text.text)[-_LONGEST_SAMPLE:]}”），像是一格被切成了几行；请换用 Word、网页或表格文件。"
    numbers = {int(row.printed_number) for row in rows if row.printed_number.isdecimal() and len(row.printed_number) < _MOST_DIGITS}
    # A part of a long list begins at any number.
    missing = max(numbers, default=0) - min(numbers, default=0) + 1 - len(numbers)
    if len(numbers) >= _FEWEST and missing > _MOST_MISSING * (missing + len(numbers)):
        yield f"序号不连续，{min(numbers)} 到 {max(numbers)} 里缺 {missing} 个，像是有许多行没有读出来。"


def _is_body(name: str) -> bool:
    return is_units(name) or bool(_PLACE.search(name))


def _unit_cells(row: Row) -> list[str]:
    cells = (row.lead.text, row.responsible.text, row.units.text)
    return [cell for cell in cells if letters(cell) and not is_dash(cell) and not is_number(cell)]
