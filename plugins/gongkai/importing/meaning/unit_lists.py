"""A cell of units cut into its names, each as printed and still with the words that tell its role."""

from __future__ import annotations

import re

from gongkai.importing.layout.brackets import depths, split, without
from gongkai.words.folding import fold
from gongkai.words.text import visible

from . import bodies
from .bodies import LEVELS
from .wordlists import pattern

LEADS, FOLLOWS, ADVERBS = (pattern(name).pattern for name in ("leads", "follows", "adverbs"))
# 牵头, 按职责分工负责, 共同配合 at the end of a name, with what goes on with them.
AT_END = re.compile(
    rf"(?:{ADVERBS})*(?:为|是|作为)?(?:(?P<lead>{LEADS})|(?<!政)(?:{FOLLOWS}))(?:单位|部门|负责|落实|组织|实施|推进|抓落实|完成|配合|抓好|协调|共同|做好|工作|指导)*$"
)
LABEL = re.compile(
    r"(?:^|(?<=[;,。\n\s)]))(?:(?P<lead>(?:总?牵头|主办|主责)(?:单位|部门|科室)?)|(?:共同)?(?:责任|配合|落实|协办|承办|参与|协同|实施|参加|负责)(?:单位|部门|科室))\s*[::]"
)
# 区财政局（牵头）, 区教育局（负责教育领域）.
REMARK = re.compile(rf"\((?:[^()]|\([^()]*\))*?(?:{LEADS}|{FOLLOWS}|{pattern('remarks').pattern})(?:[^()]|\([^()]*\))*\)")
REST = re.compile(
    rf"等((?:其他|其它)?(?:{LEVELS}(?:人民政府|政府|直))?(?:有关|相关|各)?(?:{LEVELS}级)?(?:职能|行业主管|主管|成员|行政执法)?(?:部门|单位|机关|镇街|乡镇|科室))?$"
)
# What stands behind 各镇、 without its own 各.
ELIDED_EVERY = re.compile(rf"^(?:{pattern('groups').pattern})$")
_SEPARATOR = r"[、,;。\n/|]|(?<=[^A-Za-z]) +(?=[^A-Za-z])"
_CONJUNCTION = "以及|和|及|与|暨"
_ENUMERATION = re.compile(r"(?:(?<=^)|(?<=[\s、,;。]))(?:[0-9]{1,2}\s*[.、)](?![0-9])|\([0-9]{1,2}\))|[①-⑳]")
_WHOLE = re.compile(r"(?:[局委办部厅院馆所站会处科室]|中心|公司)$")
# 教育、卫生健康等部门 and 江城、十岭市政府 are one name each: before the last word stand spheres or places.
_OF_SEVERAL = re.compile("(?:部门|单位|[市州县区]政府)$")
_HALF = re.compile("办公室|委员会|管委会|管理局|分局|中心|办事处")
_SHORT_NAME, _LONGEST_SPHERE, _LONGEST_HALF, _REACH = 3, 6, 7, 300
_HIDDEN = str.maketrans("、,，和及与 ", "".join(map(chr, range(0xE000, 0xE007))))
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}


def unbracketed(text: str) -> str:
    """（责任单位：甲、乙） without the brackets around the whole, items without their numbers."""
    stripped = text.rstrip("。 ")
    folded = fold(stripped)
    if folded.startswith("(") and folded.endswith(")") and min(depths(folded)) > 0:
        text = stripped[1:-1]
    return "\n".join(without(text, [number.span() for number in _ENUMERATION.finditer(fold(text))]))


def joined(text: str) -> str:
    """The cell with names that a line end or a blank broke made whole again."""
    joined, *rest = visible(text).split() or [""]
    for line in rest:
        joined += _between(fold(joined[-_REACH:]), fold(line)) + line
    return joined


def _between(head: str, tail: str) -> str:
    """What belongs between two lines of a cell: a separator between two names, nothing inside a name."""
    if re.search(r"[、,;:/|(\[]$", head) or re.match(r"[、,;。)\]/|(]", tail) or depths(head + ")")[-1:] != (0,):
        return ""
    last = re.split(r"[、,;:。\n/|](?![^()]*\))", head)[-1]
    first = re.split(r"[、,;。\n/|]", tail)[0]
    ends = bodies.may_owe(last) or AT_END.search(last)
    begins = bodies.may_owe(AT_END.sub("", first)) or LABEL.match(tail) or REST.search(first)
    # 区政府|办公室, 县委|宣传部: the second half alone would be no name, or the first is none.
    is_head = re.fullmatch(rf"(?:{LEVELS})委|.*人民政府", last) and not re.match("[各村居]", first) and len(first) <= _LONGEST_HALF
    return "\n" if ends and begins and len(first) > 1 and not is_head and not _HALF.fullmatch(first) else ""


def names(segment: str, protected: tuple[str, ...]) -> list[str]:
    """The names of a segment; `protected` names hold a separator themselves and stay whole."""
    for name in protected:
        for match in re.finditer(re.escape(name), fold(segment)):
            segment = segment[: match.start()] + segment[slice(*match.span())].translate(_HIDDEN) + segment[match.end() :]
    merged: list[str] = []
    for piece in reversed(split(segment, _SEPARATOR)):
        merged[:1] = [f"{piece}、{merged[0]}"] if merged and _is_one(fold(piece), fold(merged[0])) else [piece, *merged[:1]]
    return [name.translate(_SHOWN) for piece in merged for name in _conjoined(piece)]


def _is_one(before: str, after: str) -> bool:
    """Whether two pieces are one name: 区政府各委、办、局; 市、区政府办公室; 教育、卫生健康等部门."""
    if re.match("[部委办局](?:、|$)", after):
        return bool(re.search("[部委办局]$", before))
    if re.fullmatch(f"(?:{LEVELS})|[镇乡]", before):
        return not ELIDED_EVERY.match(after)
    of_several = _OF_SEVERAL.search(AT_END.sub("", after)) and not re.match(f"各|有关|相关|(?:{LEVELS})(?:政府|级|直)", after)
    return bool(of_several) and not _may_be_name(before)


def _may_be_name(folded: str) -> bool:
    name = AT_END.sub("", REMARK.sub("", folded))
    return (
        bodies.names_body(name) or bool(REST.search(folded)) or len(folded) > _LONGEST_SPHERE or any(ord(sign) in _SHOWN for sign in folded)
    )


def _conjoined(name: str) -> list[str]:
    """和, 及, 与 part two units only where both sides are units: not in 区规划和自然资源局."""
    folded = fold(name)
    depth = depths(folded)
    for match in re.finditer(_CONJUNCTION, folded):
        left = REMARK.sub("", folded[: match.start()])
        right = AT_END.sub("", REMARK.sub("", folded[match.end() :]))
        if depth[match.start()] or not left or not right or (bodies.is_group(left) and ELIDED_EVERY.match(right)):
            continue
        if _is_whole(left) and (_is_whole(right) or REST.search(right)):
            return [name[: match.start()], *_conjoined(name[match.end() :])]
    return [name]


def _is_whole(name: str) -> bool:
    if bodies.is_group(name):
        return True
    return bodies.names_body(name) and (bool(_WHOLE.search(name)) or bool(bodies.level(name)) or len(name) > _SHORT_NAME)
