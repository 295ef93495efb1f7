"""From format 1 to 2: a unit may have several successors, and evidence says who opened its address on what day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from .yaml_edits import Edit, added_after, applied, composed, fields, listed, replaced, span, typed, without

# How true and false may be typed.
TRUE, FALSE = {"true", "yes", "on", "1", "t", "y"}, {"false", "no", "off", "0", "f", "n"}
_OPENED = "opened"


@dataclass(frozen=True)
class Rewritten:
    """The text of a file in the new format, and what was changed in it, for the clerk."""

    text: str
    changes: tuple[str, ...] = ()


def units(text: str) -> Rewritten:
    """units.yaml: `successor: a` becomes `successors: [a]`."""
    renamed = [unit for unit in listed(composed(text), "units") if "successor" in fields(unit)]
    edits = [edit for unit in renamed for edit in _several(text, *fields(unit)["successor"])]
    told = (f"{len(renamed)} 个单位的继任单位由 successor 改成 successors，可以写几个。",) if renamed else ()
    return Rewritten(applied(text, edits), told)


def _several(text: str, key: yaml.ScalarNode, successor: yaml.Node) -> Iterator[Edit]:
    yield replaced(key, "successors")
    if isinstance(successor, yaml.ScalarNode) and successor.value:
        yield replaced(successor, f"[{typed(text, successor)}]")


def ledger(text: str, *, is_demonstration: bool) -> Rewritten:
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
