"""A data folder as it is read, file by file: its problems, and what its faulty files leave in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongkai.words.record import Record
from gongkai.words.spelling import may_spell

from .problems import Problem
from .source import Location, Source, read
from .validation import Doubts, R, label, validate

# The official document as it came, and what `import` says about how it was read.
NOT_DATA = ("source", "import-report")


class Folder:
    """Reads the files of one data folder and gathers their problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self._doubts: dict[Path, Doubts] = {}
        self._read: set[Path] = set()

    def load(self, file: Path, model: type[R]) -> tuple[Source, R | None]:
        """Read and validate one file; a missing file is a problem too."""
        self._read.add(file)
        if not file.is_file():
            self.miss(file, "缺少这个文件。", "请照着其他辖区的同名文件新建。")
            return Source(self.shown(file), None, {}, ()), None
        validated = validate(read(file, self.shown(file)), model)
        self.problems.extend(validated.problems)
        self._doubts[self.shown(file)] = validated.doubts
        return validated.source, validated.record

    def complain(self, source: Source, model: type[Record], location: Location, fault: str, remedy: str) -> None:
        """Report a field of a file that was read."""
        self.problems.append(Problem(source.file, source.line_of(location), label(model, location), fault, remedy))

    def blame(self, path: Path, fault: str, remedy: str) -> None:
        """Report a file or folder as a whole."""
        self.problems.append(Problem(self.shown(path), 1, "", fault, remedy))

    def miss(self, path: Path, fault: str, remedy: str) -> None:
        """Report a file or folder that should be there; it might have defined anything."""
        self.blame(path, fault, remedy)
        self._doubts[self.shown(path)] = Doubts(is_open=True)

    def shown(self, path: Path) -> Path:
        """The path as the clerk knows it: from the data folder on."""
        return Path(self.root.name) / path.relative_to(self.root)

    def refuse_unread(self) -> None:
        """A misnamed file would be ignored in silence; say so instead."""
        for file in self._unread(self.root):
            self.blame(file, "这个文件的名字或位置不对，不会被读取。", "请对照 docs/editing.zh-CN.md 改名，或移走。")

    def doubt(self, source: Source, doubts: Doubts) -> None:
        """Note what a fault that was found by comparing records leaves uncertain."""
        self._doubts[source.file] |= doubts

    def is_doubtful(self, identifier: str) -> bool:
        """True for the slug or id of a record that could not be read, or not wholly."""
        return any(identifier in doubts.identifiers for doubts in self._doubts.values())

    def may_define(self, place: Path, identifier: str) -> bool:
        """True when a reference may be right, because the file or folder that should define it is faulty itself."""
        doubts = [doubts for file, doubts in self._doubts.items() if file.is_relative_to(self.shown(place))]
        names = [name for one in doubts for name in one.names]
        is_open = any(one.is_open for one in doubts)
        return is_open or self.is_doubtful(identifier) or any(may_spell(identifier, name) for name in names)

    def has_unread(self, place: Path) -> bool:
        """True when a folder holds a misnamed file, which might define anything."""
        return any(self._unread(place))

    def _unread(self, place: Path) -> Iterator[Path]:
        for file in sorted(place.rglob("*")):
            if file.is_file() and file not in self._read and file.stem not in NOT_DATA and not file.name.startswith("."):
                yield file
