"""What git leaves in a file where two people changed the same lines."""

from __future__ import annotations

import re

_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")


def without_conflicts(lines: list[str]) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The lines without the marks of a merge, of two sides only the first, and (line, fault, remedy) of each merge."""
    markers = {index: match[1] for index, line in enumerate(lines) if line[:1] in "<|=>" and (match := _MARKER.fullmatch(line.rstrip()))}
    if not markers:
        return lines, []
    kept = list(lines)
    slips: list[tuple[int, str, str]] = []
    begun: int | None = None
    is_other_side = False
    for index in range(len(lines)):
        marker = markers.get(index, "")
        if (
            marker.startswith("<")
            and (last := next((at for at in markers if at > index and markers[at][0] in "<>"), None))
            and markers[last][0] == ">"
        ):
            begun = index
            fault = f"git 合并时两边都改了第 {index + 2} 到 {last} 行，留下了冲突标记“<<<<<<<”“=======”“>>>>>>>”。"
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


def _end_of_merge(markers: dict[int, str], begin: int) -> int | None:
    last = next((index for index in markers if index > begin and markers[index][0] in "<>"), None)
    return last if last is not None and markers[last][0] == ">" else None
