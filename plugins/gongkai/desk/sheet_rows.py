"""The rows of a sheet that a unit has filled in, as they stand in its file."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.importing import readers

from .proposals import RefusedError
from .sheets import BY, DONE, FILLED, GIVEN, KEY, ROWS, SKIPPED, Key

# Several times what the unit that owes most has in a plan.
MOST_ROWS = 2000


@dataclass(frozen=True)
class Row:
    """A row of a sheet: where a person finds it, what stands under each heading, and what it is of, as far as it says so."""

    where: str
    texts: Mapping[str, str]
    key: Key | None

    @property
    def is_filled(self) -> bool:
        """Whether it says that anything was done; who fills in his name down to the end has done nothing yet."""
        return self.done != SKIPPED and any(self.texts[name] for name in FILLED if name != BY)

    @property
    def done(self) -> str:
        return "".join(self.texts[DONE].split())


def rows_of(content: bytes, name: str) -> tuple[Row, ...]:
    """The rows of a file, of all its sheets that are ours; raises RefusedError for what is no such file."""
    try:
        blocks = readers.sheets(content, name).blocks
    except readers.RefusedError as error:
        raise RefusedError(str(error)) from None
    rows, title, is_ours = list[Row](), ROWS, False
    for block in blocks:
        if isinstance(block, readers.Paragraph):
            title = block.text
        elif head := _head(block):
            is_ours = True
            rows += _rows(block, head, "" if title == ROWS else f"“{title}”")
    if not is_ours:
        raise RefusedError(f"{name}：没有找到填报表：哪一张工作表里都没有“{DONE}”和“{KEY}”这两栏。请用 sheet 写出的表填。")
    filled = sum(row.is_filled for row in rows)
    if filled > MOST_ROWS:
        raise RefusedError(
            f"{name}：填了 {filled} 行，一次最多读 {MOST_ROWS} 行。有一栏一直填到了底的，请清空多余的；确有这么多的，请分成几张表。"
        )
    return tuple(rows)


def _head(table: readers.Table) -> tuple[int, Mapping[str, int]] | None:
    """The row of headings, and where each column is; None in any other table. Raises RefusedError where columns lack or are double."""
    for row in table.rows:
        names = ["".join(cell.text.split()) for cell in row]
        if DONE not in names or KEY not in names:
            continue
        counts = Counter(name for name in names if name in (*GIVEN, *FILLED, KEY))
        double = [name for name, count in counts.items() if count > 1]
        lacking = [name for name in (*GIVEN, *FILLED) if name not in counts]
        if double or lacking:
            faults = [f"有几栏都叫“{'”“'.join(double)}”"] if double else []
            faults += [f"少了“{'”“'.join(lacking)}”这{'几' if len(lacking) > 1 else '一'}栏"] if lacking else []
            raise RefusedError(f"第 {row[0].line} 行的表头{'，'.join(faults)}。请照原来的表头改回来。")
        return row[0].line, {name: cell.column for name, cell in zip(names, row, strict=True) if name in counts}
    return None


def _rows(table: readers.Table, head: tuple[int, Mapping[str, int]], of_sheet: str) -> Iterator[Row]:
    """What stands below the headings; what is merged over several rows holds for each that has anything of its own."""
    first, columns = head
    cells = [cell for row in table.rows for cell in row if cell.text.strip() and cell.column in columns.values()]
    lines = sorted({cell.line for cell in cells if cell.line > first})
    grid: dict[tuple[int, int], str] = {}
    for cell in cells:
        for line in lines[bisect_left(lines, cell.line) : bisect_left(lines, cell.line + cell.rows)]:
            grid[line, cell.column] = cell.text.strip()
    for line in lines:
        texts = {name: grid.get((line, column), "") for name, column in columns.items()}
        yield Row(f"{of_sheet}第 {line} 行", texts, Key.of(texts[KEY]))


def place_of(rows: Sequence[Row], name: str) -> str:
    """The place that a sheet is of; raises RefusedError where no row says so."""
    place = next((row.key.place for row in rows if row.key), "")
    if not place:
        raise RefusedError(f"{name}：每一行的编号都不在了，看不出是哪里的表。请重新写出一张，把填好的内容抄过去。")
    return place
