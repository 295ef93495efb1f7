"""What git leaves in a file where two people changed the same lines."""

from __future__ import annotations

import re
from itertools import pairwise

_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")


def without_conflicts(lines: list[str]) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The lines without the marks of a merge, of two sides only the first, and (line, fault, remedy) of each merge."""
    markers = {index: match[1] for index, line in enumerate(lines) if line[:1] in "<|=>" and (match := _MARKER.fullmatch(line.rstrip()))}
    if not markers:
        return lines, []
    kept = list(lines)
    slips: list[tuple[int, str, str]] = []
    ends = _ends_of_merges(markers)
    begun: int | None = None
    is_other_side = False
    for index in range(len(lines)):
        marker = markers.get(index, "")
        if index in ends:
            begun = index
            fault = f"git 合并时两边都改了第 {index + 2} 到 {ends[index]} 行，留下了冲突标记“<<<<<<<”“=======”“>>>>>>>”。"
            slips.append((index + 1, fault, "请留下对的那一段（或把两段合成一段），再删掉这几行标记。"))
        elif marker and begun is None:
            slips.append(
                (index + 1, f"这一行是 git 合并冲突的标记“{marker}”。", "请核对前后的内容有没有少、有没有重复，再删掉这一行标记。")
            )
        is_other_side = begun is not None and (is_other_side or marker[:1] in ("|", "="))
        if marker or is_other_side:
            kept[index] = ""
        if marker.startswith(">"):
            begun, is_other_side = None, False
    return kept, slips


def _ends_of_merges(markers: dict[int, str]) -> dict[int, int]:
    """By the line on which a merge begins, the one on which it ends; a beginning without an end is no merge."""
    edges = [index for index, marker in markers.items() if marker[0] in "<>"]
    return {begin: end for begin, end in pairwise(edges) if markers[begin][0] == "<" and markers[end][0] == ">"}
