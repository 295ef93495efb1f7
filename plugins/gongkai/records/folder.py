"""A data folder as it is read, file by file: its problems, and what its faulty files leave in doubt."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import cast

from pydantic import Field

from gongkai.files.equipment import COMMAND
from gongkai.words.left_out import Location
from gongkai.words.record import Record
from gongkai.words.source import Source, content, read, understood
from gongkai.words.text import may_spell

from .fields import Number
from .problems import Effect, Problem
from .validation import Doubts, R, Validated, label, validate

# The official document as it came, and what `import` says about how it was read.
NOT_DATA = ("source", "import-report")
# The folder of a plan's copies of pages.
SNAPSHOTS = "snapshots"
# That of what a program has seen and proposes, which is none of the plan's data.
PROPOSALS = "proposals"

# More names than a clerk misspells in one go.
_MOST_NAMES = 200

FORMAT = 2
FORMAT_FILE = "format.yaml"
# What places are written in where nothing says so.
_UNSTATED = 1
# What editors know of each kind of file; hidden, so that nothing in it is taken for data.
SCHEMAS = ".schemas"


def schema_line(file: PurePath) -> str:
    """The first line of a file, given as it lies in the data folder: by it an editor finds what may stand in it."""
    return f"# yaml-language-server: $schema={'../' * (len(file.parts) - 1)}{SCHEMAS}/{_schema_of(file)}"


def _schema_of(file: PurePath) -> str:
    in_year = file.parts[-2] if len(file.parts) == len(("place", "year", "tasks", "file")) else ""
    return f"{in_year or file.name.partition('.')[0]}.json"


def first_line(root: Path, file: PurePath) -> str:
    """What a new file of a data folder begins with: that line, where the schema is there to be read."""
    return f"{schema_line(file)}\n" if (root / SCHEMAS / _schema_of(file)).is_file() else ""


def stated(root: Path) -> str:
    """What stands in the format file of a data folder that is written now."""
    return f"{first_line(root, PurePath(FORMAT_FILE))}# 数据格式的版本，由程序填写，不要手改。\nformat: {FORMAT}\n"


class FormatFile(Record, title="数据格式"):
    """`format.yaml`: the format that the data folder is written in."""

    format: Number = Field(title="数据格式", description="由程序填写，不要手改", examples=[2])


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: where everything in it stands, and the record of what could be understood."""

    path: Path
    source: Source
    record: Record


# What files were understood as: by their names, what they are read for, and what tells their contents apart.
Understood = Mapping[tuple[Path, type[Record], bytes], Validated[Record]]


# What `import` calls a file with the changes that a person is to look through before they are taken over.
WAITING = ".new.yaml"

# What systems and editors leave behind: pictures of folders, former texts, locks.
_DROPPING = re.compile(r"(?i)(eh)?thumbs\.db|desktop\.ini|\.ds_store|\._.*|~\$.*|\.~.*|\.?#.*|.*(~|\.bak|\.sw[a-z]|\.tmp|\.orig|\.rej)")


class _Doubtful:
    """What may have been lost with faulty records, asked often."""

    def __init__(self) -> None:
        self._is_open = False
        self._names: set[str] = set()
        self._known: dict[str, bool] = {}

    def add(self, doubts: Doubts) -> None:
        self._names |= doubts.names
        # Of so many any could be meant.
        self._is_open |= doubts.is_open or len(self._names) > _MOST_NAMES
        self._known.clear()

    def may_be(self, identifier: str) -> bool:
        if self._is_open:
            return True
        if identifier not in self._known:
            self._known[identifier] = any(may_spell(identifier, name) for name in self._names)
        return self._known[identifier]


class Folder:
    """Reads the files of one data folder and gathers their problems."""

    def __init__(self, root: Path, known: Understood = MappingProxyType({})) -> None:
        self.root, self._known = root, known
        self.understood: dict[tuple[Path, type[Record], bytes], Validated[Record]] = {}
        self.problems: list[Problem] = []
        self.files: list[ReadFile] = []
        self._doubts: list[tuple[Path, Doubts]] = []
        self._doubtful: set[str] = set()
        # What is in doubt in a file, and in the folders that it lies in.
        self._below: defaultdict[Path, _Doubtful] = defaultdict(_Doubtful)
        self._read: set[Path] = set()
        self._has_unread: dict[Path, bool] = {}

    def load(self, file: Path, model: type[R]) -> tuple[Source, R | None]:
        """Read and validate one file; a missing file is a problem too."""
        self._read.add(file)
        if not file.is_file():
            self.miss(file, f"缺少 {file.name} 这个文件。", "请照着其他辖区的同名文件新建；是误删或改了名的，请恢复。")
            return Source(self.shown(file), None, {}, ()), None
        if not file.resolve().is_relative_to(self.root.resolve()):
            self.miss(file, "这个文件在数据文件夹外面，是通过链接来的。", "请换成真正的文件；它的文件夹是链接的，请换成真正的文件夹。")
            return Source(self.shown(file), None, {}, ()), None
        validated = self._validated(file, model)
        self.problems.extend(validated.problems)
        self._note(self.shown(file), validated.doubts)
        if validated.record:
            self.files.append(ReadFile(file.relative_to(self.root), validated.source, validated.record))
        return validated.source, validated.record

    def _validated(self, file: Path, model: type[R]) -> Validated[R]:
        """What the file holds; what holds the same as before is not understood anew."""
        if (held := content(file)) is None:
            return validate(read(file, self.shown(file)), model)
        key = (self.shown(file), model, hashlib.sha256(held).digest())
        # Its model is told with it.
        known = cast("Validated[R] | None", self._known.get(key))
        validated = known or validate(understood(held, self.shown(file)), model)
        self.understood[key] = cast("Validated[Record]", validated)
        return validated

    def files_in(self, folder: Path) -> list[Path]:
        """The files of records in a folder, without what systems and editors leave behind."""
        return sorted(path for path in folder.glob("*.yaml") if not _DROPPING.fullmatch(path.name))

    def complain(
        self, source: Source, model: type[Record], location: Location, fault: str, remedy: str, effect: Effect = Effect.FAULT
    ) -> None:
        """Report a field of a file that was read."""
        self.problems.append(Problem(source.file, source.line_of(location), label(model, location), fault, remedy, effect))

    def blame(self, path: Path, fault: str, remedy: str, effect: Effect = Effect.FAULT) -> None:
        """Report a file or folder as a whole."""
        self.problems.append(Problem(self.shown(path), 1, "", fault, remedy, effect))

    def miss(self, path: Path, fault: str, remedy: str) -> None:
        """Report a file or folder that should be there; it might have defined anything."""
        self.blame(path, fault, remedy)
        self._note(self.shown(path), Doubts(is_open=True))

    def shown(self, path: Path) -> Path:
        """The path as the clerk knows it: from the data folder on."""
        return Path(self.root.name) / path.relative_to(self.root)

    def beside(self, known: Understood) -> Folder:
        """For the files of one place: what is in doubt of those that all places share is so there too."""
        folder = Folder(self.root, known)
        for file, doubts in self._doubts:
            folder._note(file, doubts)
        return folder

    def refuse_unread(self, path: Path, but: Set[Path] = frozenset()) -> None:
        """A misnamed file would be ignored in silence; say so instead. What lies in the folders of `but` is asked for by itself."""
        for file in self._unread(path):
            if not but.isdisjoint(file.parents):
                continue
            if _DROPPING.fullmatch(file.name):
                fault = f"“{file.name}”是电脑或编辑软件留下的文件，没有读，已经略过。"
                self.blame(file, fault, "不需要的话请删掉。", Effect.WARNING)
                continue
            if file.name.endswith(WAITING):
                name = file.name.replace(WAITING, ".yaml")
                self.blame(
                    file, f"这是导入时改写的 {name}，还等着合并，不会被读取。", f"请与 {name} 核对，改好后用它替换 {name}；不要的话请删掉。"
                )
                continue
            self.blame(file, f"“{file.name}”的名字或位置不对，不会被读取。", self._right_name(file))

    def _right_name(self, file: Path) -> str:
        """What a misnamed file must be called, or where it belongs, as far as its name tells."""
        place, *inner = file.relative_to(self.root).parts
        stem = re.sub(r"\.(yaml|yml|txt|json)$", "", re.sub(r"\s*([(（]\d+[)）]|-?\s*副本|-?\s*copy)\s*", "", file.name.lower())).strip()
        stem = re.sub(r"\.(yaml|yml)$", "", stem)
        year = next((step for step in inner[:-1] if re.fullmatch(r"\d{4}", step)), "")
        if not re.search(r"\.ya?ml(\.txt)?$", file.name.lower()) or not inner:
            return "请对照 docs/fields.zh-CN.md 改名，或移走。"
        units = {slug for read in self.files if read.path.parts[0] == place for slug in _slugs(read.record)}
        if stem in units or re.match(r"\d{4}-\d{2}-\d{2}-", stem):
            return f"台账要放在 {self.root.name}/{place}/{year or '年份'}/ledger/ 里，请改为 ledger/{stem}.yaml。"
        if re.match(r"\d{2}-[a-z0-9-]+$", stem):
            return f"任务文件要放在 {self.root.name}/{place}/{year or '年份'}/tasks/ 里，请改为 tasks/{stem}.yaml。"
        expected = ("plan",) if year else ("units", "columns", "jurisdiction")
        missing = [name for name in expected if not (file.parent / f"{name}.yaml").is_file()]
        if len(inner) > 1 and inner[-2] in ("tasks", "ledger"):
            return f"请改名为 {stem}.yaml。"
        if missing and len(inner) == 1 + bool(year):
            near = (*get_close_matches(stem, missing, n=1), *missing)[0]
            return f"是不是应当叫 {near}.yaml？请改名，或移走。"
        return "请对照 docs/fields.zh-CN.md 改名，或移走。"

    def doubt(self, source: Source, doubts: Doubts) -> None:
        """Note what a fault that was found by comparing records leaves uncertain."""
        self._note(source.file, doubts)

    def _note(self, file: Path, doubts: Doubts) -> None:
        if doubts != Doubts():
            self._doubts.append((file, doubts))
            self._doubtful |= doubts.identifiers
            for path in (file, *file.parents):
                self._below[path].add(doubts)

    def is_doubtful(self, identifier: str) -> bool:
        """True for the slug or id of a record that could not be read, or not wholly."""
        return identifier in self._doubtful

    def may_define(self, path: Path, identifier: str) -> bool:
        """True when a reference may be right, because the file or folder that should define it is faulty itself."""
        return self.is_doubtful(identifier) or self._below[self.shown(path)].may_be(identifier)

    def has_unread(self, path: Path) -> bool:
        """True when a folder holds a misnamed file, which might define anything."""
        if path not in self._has_unread:
            self._has_unread[path] = any(self._unread(path))
        return self._has_unread[path]

    def _unread(self, path: Path) -> Iterator[Path]:
        for file in sorted(path.rglob("*")):
            if file.is_file() and file not in self._read and not _is_no_data(file.relative_to(self.root)):
                yield file


def waiting_slugs(file: Path) -> frozenset[str]:
    """The slugs in a file that waits to be merged, as far as it can be read."""
    return frozenset(read(file, file).values_of("slug")) if file.is_file() else frozenset()


def _slugs(record: Record) -> Iterator[str]:
    """The slugs of the units in a register."""
    yield from (slug for unit in getattr(record, "units", ()) if (slug := getattr(unit, "slug", "")))


def _is_no_data(file: Path) -> bool:
    is_hidden = any(step.startswith(".") for step in file.parts) and not _DROPPING.fullmatch(file.name)
    return file.stem in NOT_DATA or is_hidden or not {SNAPSHOTS, PROPOSALS}.isdisjoint(file.parts)


def stated_format(folder: Folder) -> int | None:
    """The format of a data folder, that of today for one without places; None where the file that states it is faulty."""
    file = folder.root / FORMAT_FILE
    if not file.is_file():
        return _UNSTATED if any(folder.root.glob("*/jurisdiction.yaml")) else FORMAT
    _, record = folder.load(file, FormatFile)
    return record.format if record else None


def check_format(folder: Folder) -> bool:
    """Whether this engine reads the data as it is; what it cannot read is reported as one problem, not field by field."""
    stated = stated_format(folder)
    if stated is not None and stated < FORMAT:
        fault = f"数据还是第 {stated} 版的格式，现在的程序用第 {FORMAT} 版。"
        folder.blame(folder.root / FORMAT_FILE, fault, f"请先备份，再运行 {COMMAND} upgrade，它会改好并说明改了什么。")
    refuse_newer(folder, stated)
    return stated == FORMAT


def refuse_newer(folder: Folder, stated: int | None) -> None:
    """Data of a later format is not read by guessing."""
    if stated is not None and stated > FORMAT:
        fault = f"数据是第 {stated} 版的格式，这个程序只认得到第 {FORMAT} 版。"
        folder.blame(folder.root / FORMAT_FILE, fault, "请更新程序，不要改这个数字。")
