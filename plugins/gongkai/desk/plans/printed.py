"""The source of a plan as it is printed, cell by cell: each word by the field of the data that has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from gongkai.desk.proposals import Desk, RefusedError, text_of
from gongkai.importing import command
from gongkai.importing.command import Reading
from gongkai.importing.command import Row as Row  # noqa: PLC0414  # What `cells` are of.
from gongkai.records.folder import NOT_DATA
from gongkai.words.folding import fold
from gongkai.words.text import letters

# What words of a cell can go to, by what it is called beside them; LEFT is where no field holds them.
LEFT = "left"
FIELDS = {
    "text": "内容",
    "matter": "具体事项",
    "lead": "牵头单位",
    "owing": "责任单位",
    "due": "时限",
    "published": "公开渠道",
    LEFT: "没有归到",
}
_CELLS = {"matter": "具体事项", "text": "内容", "lead": "牵头单位", "responsible": "责任单位", "units": "单位"} | {
    "publication": "公开渠道",
    "due": "时限",
}
# What stands in cells and is no word of any field: it says which field comes.
_HEADS = re.compile(
    "(?:按职责|分别|各自|共同|下同|牵头|责任|配合|主办|协办|承办|落实|参与|实施|公开|发布|完成|办结|工作|时间|其他|其它|各|相关|有关|和|及|与|由|负责|分工|单位|部门|科室|机构|时限|期限|节点|要求|方式|渠道|路径|载体|平台|形式|同上|等)+"
)
_NUMBER = re.compile("第?[0-9一二三四五六七八九十百]+[项条款]?")
_CLAUSE = re.compile(r"[^。；;\n]+")
_SHORTEST_CLAUSE = 4


@dataclass(frozen=True)
class Stretch:
    """Words of a cell and what they were taken for, one of FIELDS; nothing where they are signs or numbers, or say which field comes."""

    text: str
    field: str

    @property
    def label(self) -> str:
        return FIELDS[self.field]


@dataclass(frozen=True)
class Cell:
    """A cell of a row, under which head it stands, and whether it was printed once for several rows."""

    label: str
    stretches: tuple[Stretch, ...]
    is_inherited: bool

    @property
    def is_of_its_field(self) -> bool:
        """Whether all of it went where its head says."""
        return {stretch.label for stretch in self.stretches if stretch.field} == {self.label}

    @property
    def left(self) -> tuple[str, ...]:
        """The words that no field holds."""
        return tuple(stretch.text for stretch in self.stretches if stretch.field == LEFT)


def cells(row: Row, told: Mapping[str, Iterable[str]]) -> tuple[Cell, ...]:
    """The cells of a row that have words, each word by the field of the data that has it; `told` are the words of these by FIELDS."""
    words = tuple((key, text) for key, texts in told.items() for text in texts)
    pieces = ((label, getattr(row, name)) for name, label in _CELLS.items())
    return tuple(Cell(label, stretches(piece.text, words), piece.inherited) for label, piece in pieces if piece.text.strip())


def stretches(cell: str, told: Sequence[tuple[str, str]]) -> tuple[Stretch, ...]:
    """A cell from its first character to its last; of what can be of two fields the longer words have it, and times show inside a text."""
    folded = fold(cell)
    at = [index for index, sign in enumerate(folded) if sign.isalnum()]
    bare = "".join(folded[index] for index in at)
    fields: dict[int, str] = {}
    wanted = {(key, letters(fold(words))) for key, text in told for words in _pieces(key, text)}
    for key, words in sorted(wanted, key=lambda pair: (-len(pair[1]), pair)):
        for match in re.finditer(re.escape(words), bare) if words else ():
            inside = {fields.get(at[index], "") for index in range(*match.span())}
            if inside <= {""} or (key == "due" and inside == {"text"}):
                fields |= {at[index]: key for index in range(*match.span())}
    for run in _runs([index for index in at if index not in fields]):
        words = folded[run[0] : run[-1] + 1]
        key = "" if _NUMBER.fullmatch(words) or _HEADS.fullmatch(words) else LEFT
        fields |= dict.fromkeys(run, key)
    return tuple(stretch for stretch in _stretched(cell, fields) if stretch.text)


def _pieces(key: str, text: str) -> Iterator[str]:
    """The words themselves; of a text its clauses too, should a cell print something between them."""
    yield text
    if key in ("lead", "owing"):
        # 市发展改革委、住建局: the level stands before the first alone.
        yield re.sub("^[省市州县区旗各](?=..)", "", text)
    if key == "text":
        yield from (clause for clause in _CLAUSE.findall(text) if len(clause) >= _SHORTEST_CLAUSE)


def _runs(indices: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow one another, together."""
    for _, run in groupby(enumerate(indices), key=lambda pair: pair[1] - pair[0]):
        yield [index for _, index in run]


def _stretched(cell: str, fields: Mapping[int, str]) -> Iterator[Stretch]:
    """Signs between two words of a field are of it, those at the ends are not."""
    start, last = 0, ""
    known = sorted(fields)
    for before, index in zip([-1, *known], known, strict=False):
        if fields[index] != last or not known:
            cut = before + 1 if last else index
            yield from (Stretch(cell[start:cut], last), Stretch(cell[cut:index], ""))
            start, last = index, fields[index]
    end = known[-1] + 1 if known and last else len(cell)
    yield from (Stretch(cell[start:end], last), Stretch(cell[end:], ""))


@lru_cache(maxsize=4)
def _printed(source: Path, columns: tuple[str, ...], _state: tuple[int, int]) -> Reading:
    return command.printed(source, columns)


def printed(desk: Desk, folder: Path) -> Reading:
    """What the source of a plan prints, row by row, its columns as somebody said when it was read; raises RefusedError."""
    kept = sorted((desk.root / folder).glob(f"{NOT_DATA[0]}.*"))
    if not kept:
        raise RefusedError("原文没有和要点放在一起，没法对照。")
    told = re.search(f"^{command.COLUMNS}(.+)$", text_of(desk.root, folder / "plan.yaml") or "", re.MULTILINE)
    state = kept[0].stat()
    try:
        return _printed(kept[0], command.columns_in(told[1]) if told else (), (state.st_mtime_ns, state.st_size))
    except command.RefusedError as error:
        raise RefusedError(f"原文现在读不出来：{error}") from None
