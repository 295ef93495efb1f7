"""A notice as somebody sends it to the desk: what `import` makes of it, and the files of its draft, written all or none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from gongkai.desk.edits import put
from gongkai.desk.proposals import Desk, Proposal, RefusedError, text_of
from gongkai.files import faults, leftovers, writer
from gongkai.importing import command
from gongkai.importing.command import Draft as Draft  # noqa: PLC0414  # What comes of what was sent.
from gongkai.records.folder import WAITING
from gongkai.records.register_records import JurisdictionRecord

T = TypeVar("T")
# What a column can be, in the words of `import --columns`, and as a page asks it.
ROLES = {
    "任务": "任务：要做什么",
    "序号": "序号",
    "部分": "部分：一级标题",
    "方面": "方面：二级标题",
    "事项": "具体事项",
    "牵头": "牵头单位",
    "责任": "责任单位",
    "配合": "配合单位",
    "时限": "完成时限",
    "路径": "公开渠道",
    "略": "不用",
}
_LONGEST_NAME, _LONGEST_ENDING = 40, 8
_JURISDICTION = "jurisdiction.yaml"


@dataclass(frozen=True)
class Sent:
    """A file as somebody chose it."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """What it is asked for by while it is kept."""
        return hashlib.sha256(self.content).hexdigest()

    def read(self, desk: Desk, into: Path, columns: Sequence[str]) -> command.Outcome:
        """What `import` makes of it for a year of a place; raises RefusedError."""
        return self._on_disk(desk, lambda file: command.into_data(file, desk.root / into, columns))

    @lru_cache(maxsize=4)  # noqa: B019  # Few, and none is larger than what may be sent.
    def sighted(self, desk: Desk, columns: tuple[str, ...]) -> Draft | None:
        """What it says by itself; raises RefusedError."""
        return self._on_disk(desk, lambda file: command.as_plan_json(file, None, columns)).draft

    @lru_cache(maxsize=4)  # noqa: B019
    def guess(self, desk: Desk) -> command.Guess | None:
        """What the columns of its largest table were taken for; raises RefusedError for what cannot be read at all."""
        return self._on_disk(desk, command.guessed)

    def _on_disk(self, desk: Desk, work: Callable[[Path], T]) -> T:
        """What is done with it while it is a file, in a folder that is gone afterwards."""
        try:
            with writer.scratch(desk.root.parent) as folder:
                writer.put(folder / self._safe, self.content)
                return work(folder / self._safe)
        except command.RefusedError as error:
            raise RefusedError(str(error)) from None
        except OSError as error:
            raise RefusedError(f"文件放不到数据文件夹旁边，所以没有读：{faults.told(error)}") from None

    @property
    def _safe(self) -> str:
        """A name such as any disk takes: the year may stand in it, and its ending says a little."""
        stem, _, ending = re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "", self.name).rpartition(".")
        return f"{stem.strip('. ')[-_LONGEST_NAME:] or '文件'}.{ending[-_LONGEST_ENDING:]}"


def nameless(desk: Desk, place: str, outcome: command.Outcome) -> bool:
    """Whether a place begins with this draft and its document does not say what it is called."""
    begun = outcome.files.get(desk.root / place / _JURISDICTION, b"")
    return re.search(rb"^name: *$", begun, re.MULTILINE) is not None


def named(desk: Desk, place: str, outcome: command.Outcome, name: str) -> command.Outcome:
    """The same with the name that somebody gave the place."""
    file = desk.root / place / _JURISDICTION
    text = outcome.files[file].decode()
    for key in ("name", "short_name"):
        text = put(text, (), key, name, list(JurisdictionRecord.model_fields))
    return replace(outcome, files={**outcome.files, file: text.encode()})


def write(desk: Desk, outcome: command.Outcome) -> None:
    """The files of a draft, all or none; what a register lacks is written into it. Raises RefusedError."""
    leftovers.recover_all(desk.root)
    places = {path: path.with_name(path.name.replace(WAITING, ".yaml")) for path in outcome.files}
    try:
        held = {place: place.read_bytes() if path != place else None for path, place in places.items()}
        writer.change({places[path]: content for path, content in outcome.files.items()}, held)
    except (writer.ChangedError, FileExistsError):
        raise RefusedError("那里刚刚有了别的文件，所以什么也没有写。请核对后再试。") from None
    except OSError as error:
        raise RefusedError(f"写不了 {error.filename or desk.root.name}，所以什么也没有写：{faults.told(error)}") from None


def waiting(desk: Desk, place: str) -> Proposal | None:
    """The files that `import` left beside a register, in its place; nothing where there are none. Raises RefusedError."""
    files = [Path(place, path.name) for path in sorted((desk.root / place).glob(f"*{WAITING}"))]
    texts: dict[Path, str | None] = {file.with_name(file.name.replace(WAITING, ".yaml")): text_of(desk.root, file) for file in files}
    return Proposal.of(desk.root, place, {**texts, **dict.fromkeys(files)}) if files else None
