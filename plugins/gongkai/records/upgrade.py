"""A whole data folder in the format of today: what is to be written, and what the clerk is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from gongkai.words.source import as_it_is, read

from .folder import FORMAT, FORMAT_FILE, Folder, refuse_newer, stated, stated_format
from .problems import Problem, in_order
from .yaml_edits import Edit, added_after, applied, composed, fields, listed, replaced, span, typed, without

# How true and false may be typed.
TRUE, FALSE = {"true", "yes", "on", "1", "t", "y"}, {"false", "no", "off", "0", "f", "n"}
_OPENED = "opened"


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
    return value is not None and str(value.value).lower() in TRUE


def _rewritten(file: Path, is_demonstration: bool) -> Rewritten:
    text = as_it_is(file)
    return units_to_2(text) if file.name == "units.yaml" else ledger_to_2(text, is_demonstration=is_demonstration)


def _stating(file: Path) -> bytes:
    if not file.is_file():
        return stated(file.parent).encode()
    text = as_it_is(file)
    _, value = fields(composed(text))["format"]
    return applied(text, [replaced(value, str(FORMAT))]).encode()


# From format 1 to 2: a unit may have several successors, and evidence says who opened its address on what day.


@dataclass(frozen=True)
class Rewritten:
    """The text of a file in the new format, and what was changed in it, for the clerk."""

    text: str
    changes: tuple[str, ...] = ()


def units_to_2(text: str) -> Rewritten:
    """units.yaml: `successor: a` becomes `successors: [a]`."""
    renamed = [unit for unit in listed(composed(text), "units") if "successor" in fields(unit)]
    edits = [edit for unit in renamed for edit in _several(text, *fields(unit)["successor"])]
    told = (f"{len(renamed)} 个单位的继任单位由 successor 改成 successors，可以写几个。",) if renamed else ()
    return Rewritten(applied(text, edits), told)


def _several(text: str, key: yaml.ScalarNode, successor: yaml.Node) -> Iterator[Edit]:
    yield replaced(key, "successors")
    if isinstance(successor, yaml.ScalarNode) and successor.value:
        yield replaced(successor, f"[{typed(text, successor)}]")


def ledger_to_2(text: str, *, is_demonstration: bool) -> Rewritten:
    """A ledger: `opened: false` is left out; of a made-up place, true becomes the person and the day; of a real one nobody knows them."""
    edits: list[Edit] = []
    counts = {"unopened": 0, "opened": 0, "unknown": 0}
    for evidence in listed(composed(text), "evidence"):
        outcome, edit = _opening(text, evidence, is_demonstration=is_demonstration)
        counts[outcome] = counts.get(outcome, 0) + 1
        edits += [edit] if edit else []
    return Rewritten(applied(text, edits), tuple(sentence.format(counts[it]) for it, sentence in _TOLD.items() if counts[it]))


_TOLD = {
    "unopened": "{} 条证据的 opened: false 已删去：不写 opened，就是还没有人打开核对。",
    "opened": "{} 条证据照登记人和登记日期写上了由谁在哪天打开核对（opened）。",
    "unknown": "{} 条证据没有记下是谁在哪天打开的，升级后算作还没有人打开；打开核对过的，请补上 opened: {{by: 打开的人, on: 日期}}。",
}


def _opening(text: str, evidence: yaml.Node, *, is_demonstration: bool) -> tuple[str, Edit | None]:
    """What is to be told of one piece of evidence, and the change it needs."""
    known = fields(evidence)
    opened = known[_OPENED][1] if _OPENED in known else None
    if opened is not None and not isinstance(opened, yaml.ScalarNode):
        return "as it is", None
    if opened is not None and not opened.value:
        return "unknown", None
    if opened is not None and opened.value.lower() in FALSE:
        return "unopened", without(text, evidence, _OPENED)
    if not _value(known.get("url")):
        # An offline act has no address to open.
        return "as it is", without(text, evidence, _OPENED) if opened is not None else None
    if is_demonstration and _value(known.get("by")) and _value(known.get("on")):
        by, on = (typed(text, known[key][1]) for key in ("by", "on"))
        written = f"{{by: {by}, on: {on}}}"
        return "opened", replaced(opened, written) if opened is not None else added_after(
            text, evidence, _last(evidence), f"opened: {written}"
        )
    return "unknown", without(text, evidence, _OPENED) if opened is not None else None


def _value(field: tuple[yaml.ScalarNode, yaml.Node] | None) -> object:
    return field[1].value if field else None


def _last(evidence: yaml.Node) -> str:
    """The field behind which the opening is written: the day it was seen, else the last of the entry's own."""
    known = fields(evidence)
    return "seen_on" if "seen_on" in known else max(("by", "on"), key=lambda key: span(known[key][0]))
