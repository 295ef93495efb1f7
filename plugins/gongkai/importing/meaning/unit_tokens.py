"""A unit cell cut into tokens: names as printed, each still with the words that tell its role."""

from __future__ import annotations

import re

from gongkai.importing.layout.brackets import depths
from gongkai.words.folding import fold
from gongkai.words.text import visible

from . import bodies
from .bodies import LEVELS

LEADS = "牵头|主办|主责|总牵头|统筹协调|统筹"
_FOLLOWS = "配合|落实|参与|参加|协助|(?<!政)协办|协同|实施|负责|承办|支持|执行"
_ADVERBS = "共同|联合|分别|具体|按照?(?:各自)?职责分工|按照?(?:各自)?职责|按业务(?:职责)?(?:分工)?|按分工|根据职责|各自|组织|分工|积极|负责|依职责|依职|齐抓|指导"
_ROLE_WORDS = re.compile(
    rf"(?:{_ADVERBS})*(?:为|是|作为)?(?:({LEADS})|(?:{_FOLLOWS}))(?:单位|部门|负责|落实|组织|实施|推进|抓落实|完成|配合|抓好|协调|共同|做好|工作|指导)*"
)
AT_END = re.compile(_ROLE_WORDS.pattern + r"$")
KEEPS_ROLE = re.compile("(?:按照?(?:各自)?职责|按业务|分工|共同|分别|各自|负责)+")
# All words of a cell that name nobody: roles, their labels, what joins names, numbers of items.
ROLES = re.compile(
    rf"{LEADS}|{_FOLLOWS}|{_ADVERBS}|推进|抓落实|抓好|完成(?=$)|协调|做好|工作|总?主责|责任|单位|部门|科室|以及|[和及与暨由等为是均各:]|会同|作为|有关|相关|其他|下同|^[0-9]{{1,2}}[.]?$"
)
LABEL = re.compile(
    r"(?:^|(?<=[;,。\n\s)]))(?:(?P<lead>(?:总?牵头|主办|主责)(?:单位|部门|科室)?)|(?P<rest>(?:共同)?(?:责任|配合|落实|协办|承办|参与|协同|实施|参加|负责)(?:单位|部门|科室)))\s*[::]"
)
_SEPARATOR = re.compile(r"[、,;。\n/|]|(?<=[^A-Za-z]) +(?=[^A-Za-z])")
_CONJUNCTION = re.compile("以及|和|及|与|暨")
REMARK = re.compile(
    rf"\((?:[^()]|\([^()]*\))*?(?:{LEADS}|{_FOLLOWS}|除外|职责|分管|指导|按|涉及|如有|排|列|下同|第一|附件)(?:[^()]|\([^()]*\))*\)"
)
REST = re.compile(
    rf"等((?:其他|其它)?(?:{LEVELS}(?:人民政府|政府|直))?(?:有关|相关|各)?(?:{LEVELS}级)?(?:职能|行业主管|主管|成员|行政执法)?(?:部门|单位|机关|镇街|乡镇|科室))?$"
)
_HALVES = re.compile(r"(?:[局委办部厅院馆所站会处科室]|中心|公司)$")
ELIDED_EVERY = re.compile(
    r"^(?:区|县|镇|乡|乡镇|街道|街道办事处|镇街|园区|开发区|社区|村\(社区\)|街|镇\(街道\)|乡镇\(街道\)|部门|单位|直属单位|直属机构|事业单位|(?:乡镇|镇|乡)(?:人民)?政府)$"
)
_ENUMERATION = re.compile(r"(?:(?<=^)|(?<=[\s、,;。]))(?:[0-9]{1,2}\s*[.、)](?![0-9])|\([0-9]{1,2}\))|[①-⑳]")
# 区政府各委、办、局 and 市、区政府办公室 are one name each.
_BODIES_IN_SHORT = re.compile("^[部委办局]$")
_LEVEL_IN_SHORT = re.compile(f"^(?:{LEVELS}|[镇乡])$")
_SHORT_NAME, _LONGEST_SPHERE, _LONG_HALF, _REACH = 3, 6, 8, 300
_SPHERE = re.compile("(?:部门|单位)$")


def unbracketed(text: str) -> str:
    """（责任单位：甲、乙） without the brackets around the whole, items without their numbers."""
    folded = fold(text)
    if folded.startswith("(") and folded.rstrip("。 ").endswith(")") and min(depths(folded.rstrip("。 "))) > 0:
        text = text[1 : len(folded.rstrip("。 ")) - 1]
    return "".join("\n" if start else text[index] for index, start in _without_numbers(fold(text)))


def _without_numbers(folded: str) -> list[tuple[int, bool]]:
    spans = [match.span() for match in _ENUMERATION.finditer(folded)]
    inside = {index for start, end in spans for index in range(start + 1, end)}
    return [(index, any(index == start for start, _ in spans)) for index in range(len(folded)) if index not in inside]


def joined(text: str) -> str:
    """The cell with names that a line end or a blank broke made whole again."""
    lines = [line.strip() for line in re.split(r"\n| {1,}|\u3000+", visible(text).strip()) if line.strip()]
    joined = ""
    for line in lines:
        joined = f"{joined}{_between(joined, line)}{line}" if joined else line
    return joined


def _between(before: str, after: str) -> str:
    """What belongs between two lines of a cell: a separator between two names, nothing inside a name."""
    head, tail = fold(before[-_REACH:]), fold(after)
    if re.search(r"[、,;::/|(\[]$", head) or re.match(r"[、,;。)\]/|(]", tail) or depths(head + ")")[-1:] != (0,):
        return ""
    last = re.split(r"[、,;:。\n/|](?![^()]*\))", head)[-1]
    first = re.split(r"[、,;。\n/|]", tail)[0]
    is_whole = bodies.may_owe(last) or bool(AT_END.search(last))
    begins = bodies.may_owe(AT_END.sub("", first)) or bool(LABEL.match(tail)) or bool(REST.search(first))
    # 区政府|办公室, 区委宣传|部: the second half alone would be no name, or the first none.
    is_half = bool(
        re.fullmatch("办公室|委员会|管委会|管理局|分局|中心|办事处", first)
        or (re.fullmatch(rf"{LEVELS}委|.*人民政府", last) and not first.startswith("各") and len(first) < _LONG_HALF)
    )
    return "\n" if is_whole and begins and len(first) > 1 and not is_half else ""


def split(text: str, sign: re.Pattern[str]) -> list[str]:
    """The parts between separators that stand outside brackets."""
    folded = fold(text)
    depth = depths(folded)
    parts, start = [], 0
    for match in sign.finditer(folded):
        if depth[match.start()] == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [piece for piece in (*parts, text[start:]) if piece.strip()]


def tokens(segment: str, protected: tuple[str, ...]) -> list[str]:
    """The names of a segment; `protected` names hold a separator themselves and stay whole."""
    folded = fold(segment)
    kept: dict[str, str] = {}
    for index, name in enumerate(protected):
        # A name that holds a separator itself is hidden behind a sign of the private area while the rest is cut.
        while (start := folded.find(name)) >= 0:
            sign = chr(0xE000 + index)
            kept[sign] = segment[start : start + len(name)]
            segment, folded = segment[:start] + sign + segment[start + len(name) :], folded[:start] + sign + folded[start + len(name) :]
    tokens = [whole for piece in _merged(split(segment, _SEPARATOR)) for whole in _conjoined(piece)]
    return ["".join(kept.get(character, character) for character in token) for token in tokens]


def _merged(parts: list[str]) -> list[str]:
    """Parts that are no names by themselves joined to the name they belong to."""
    merged: list[str] = []
    for piece in filter(None, (piece.strip() for piece in parts)):
        folded, before = fold(piece), fold(merged[-1]) if merged else ""
        is_tail = bool(_BODIES_IN_SHORT.match(folded)) and bool(re.search("[部委办局]$", before))
        is_headed = bool(_LEVEL_IN_SHORT.match(before)) and not ELIDED_EVERY.match(folded)
        # 教育、卫生健康等部门: no bodies, but the spheres of some.
        of_spheres = (
            bool(before)
            and bool(_SPHERE.search(AT_END.sub("", folded)))
            and not re.match(f"各|有关|相关|{LEVELS}", folded)
            and not _may_be_name(before)
        )
        if is_tail or is_headed or of_spheres:
            merged[-1] = f"{merged[-1]}、{piece}"
        else:
            merged.append(piece)
    return _spheres(merged)


def _spheres(merged: list[str]) -> list[str]:
    """教育 before 卫生健康、生态环境等部门 joined to it."""
    while (
        len(merged) > 1 and "、" in merged[-1] and _SPHERE.search(AT_END.sub("", fold(merged[-1]))) and not _may_be_name(fold(merged[-2]))
    ):
        merged[-2:] = [f"{merged[-2]}、{merged[-1]}"]
    return merged


def _may_be_name(folded: str) -> bool:
    return (
        bodies.names_body(AT_END.sub("", REMARK.sub("", folded)))
        or bool(REST.search(folded))
        or len(folded) > _LONGEST_SPHERE
        or "\ue000" <= folded[-1:] <= "\uf8ff"
    )


def _conjoined(token: str) -> list[str]:
    """和, 及, 与 part two units only where both sides are units: not in 区规划和自然资源局."""
    folded = fold(token)
    depth = depths(folded)
    for match in _CONJUNCTION.finditer(folded):
        before, after = token[: match.start()], token[match.end() :]
        left = REMARK.sub("", fold(before))
        right = AT_END.sub("", REMARK.sub("", fold(after)))
        if depth[match.start()] or not left or not right or (bodies.is_group(left) and ELIDED_EVERY.match(right)):
            continue
        if _is_whole(left) and (_is_whole(right) or REST.search(right)):
            return [before, *_conjoined(after)]
    return [token]


def _is_whole(name: str) -> bool:
    if bodies.is_group(name):
        return True
    return bodies.names_body(name) and (bool(_HALVES.search(name)) or bool(bodies.level(name)) or len(name) > _SHORT_NAME)
