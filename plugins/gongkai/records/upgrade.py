"""A whole data folder in the format of today: what is to be written, and what the clerk is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.words.source import as_it_is, read

from . import to_format_2
from .folder import FORMAT, FORMAT_FILE, Folder, refuse_newer, stated, stated_format
from .problems import Problem, in_order
from .to_format_2 import Rewritten
from .yaml_edits import applied, composed, fields, replaced


@dataclass(frozen=True)
class Upgrade:
    """The files that change, by path, in the order in which to write them, and what to say; nothing to write where there are problems."""

    files: Mapping[Path, bytes] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def upgraded(root: Path) -> Upgrade:
    """What makes a data folder one of this format; it reads, and writes nothing."""
    folder = Folder(root)
    stated = stated_format(folder)
    if stated == FORMAT:
        return Upgrade(told=(f"数据已经是第 {FORMAT} 版的格式，不用升级。",))
    refuse_newer(folder, stated)
    problems = (*folder.problems, *_broken(folder))
    if problems:
        return Upgrade(problems=tuple(in_order(problems)))
    rewritten = {file: _rewritten(file, is_demonstration) for file, is_demonstration in _files(root)}
    changed = {file: new for file, new in rewritten.items() if new.changes}
    told = (f"{folder.shown(file).as_posix()}：{change}" for file, new in changed.items() for change in new.changes)
    # The file that states the format comes last: what is interrupted is begun again from format 1.
    files = {**{file: new.text.encode() for file, new in changed.items()}, root / FORMAT_FILE: _stating(root / FORMAT_FILE)}
    last = f"{folder.shown(root / FORMAT_FILE).as_posix()}：写明数据是第 {FORMAT} 版的格式。"
    return Upgrade(files, (*told, last))


def _broken(folder: Folder) -> Iterator[Problem]:
    """What is wrong with the YAML of the files that an upgrade must understand; it rewrites none that it does not."""
    for file in (*folder.root.glob("*/units.yaml"), *folder.root.glob("*/*/plan.yaml"), *folder.root.glob("*/*/ledger/*.yaml")):
        source = read(file, folder.shown(file))
        yield from (Problem(source.file, slip.line, "", slip.fault, f"{slip.remedy}改好以后再升级。") for slip in source.slips)


def _files(root: Path) -> Iterator[tuple[Path, bool]]:
    """The files that may change, each with whether its place is made up."""
    for place in sorted(path for path in root.iterdir() if path.is_dir()):
        is_demonstration = any(map(_is_demonstration, place.glob("*/plan.yaml")))
        registers: Iterable[Path] = place.glob("units.yaml")
        yield from ((file, is_demonstration) for file in (*registers, *sorted(place.glob("*/ledger/*.yaml"))))


def _is_demonstration(plan: Path) -> bool:
    _, value = fields(composed(as_it_is(plan))).get("demonstration", (None, None))
    return value is not None and str(value.value).lower() in to_format_2.TRUE


def _rewritten(file: Path, is_demonstration: bool) -> Rewritten:
    text = as_it_is(file)
    return to_format_2.units(text) if file.name == "units.yaml" else to_format_2.ledger(text, is_demonstration=is_demonstration)


def _stating(file: Path) -> bytes:
    if not file.is_file():
        return stated(file.parent).encode()
    text = as_it_is(file)
    _, value = fields(composed(text))["format"]
    return applied(text, [replaced(value, str(FORMAT))]).encode()
