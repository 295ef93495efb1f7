"""How units of government are called: whether words name one, of which kind, and by which short forms it goes."""

from __future__ import annotations

import re

from gongkai.records.register_records import UnitKind
from gongkai.words.bodies import Vocabulary, engine
from gongkai.words.folding import bare, fold
from gongkai.words.text import HAN

_WORDS = engine()
LEVELS = f"(?:{_WORDS.level_pattern})"
_TOWNSHIPS = f"(?:{_WORDS.townships})"
_BODY = re.compile(rf"^[{HAN}A-Za-z0-9()“”、]+(?:{_WORDS.body_endings})(?:\([^()]*\))?$")
_GROUP = re.compile(
    rf"^(?:其他|其它|全{LEVELS}|{LEVELS}级?)?(?:各级?(?!自)|有关|相关|直属|所属|驻{LEVELS})|^{LEVELS}(?:政府|直|属|级)?(?:直属|各|有关|相关|所属)|"
    rf"(?:各|有关|相关|成员)(?:单位|部门|镇|街|乡)|^{LEVELS}?(?:政府|级|直)?(?:部门|单位|机关)$|^(?:镇|乡镇|街道|镇街|镇\(街道?\)|乡镇\(街道?\)|街道办事处|(?:乡镇|镇|乡)(?:人民)?政府)$|"
    r"(?:行政机关|部门|单位|主管机关|各?(?:部、)?委、办、局|直属机构)$|^等"
)
_PLACE = re.compile(rf"^(?:[{HAN}]{{2,10}}(?:政府|海关|专班|书店|园|[市州县区旗盟镇乡])|妇联|工会)$")
_OPEN = re.compile("有关|相关|涉及|^等|其他|其它")
_PARTY = re.compile(
    rf"^(?:中共)?[^()]{{0,12}}{LEVELS}?委(?!员|政府)(?:宣传|组织|统战|政法|网信|网络|党校|办|编办|机构编制|巡察|史志|老干|政研|改革办|社会工作|直属)|"
    r"(?:宣传部|组织部|统战部|政法委|党校|纪委|监委|网信办|编办|党史|党委|社会工作部)"
)
_OFFICE = re.compile(
    rf"政府办(?:公室)?$|(?:{LEVELS}|政|人民政)府办(?:公室)?$|新闻办(?:公室)?$|信访办(?:公室)?$|公开办(?:公室)?$|府办$|外事办|法制办"
)
_TOWNSHIP = re.compile(f"{_TOWNSHIPS}(?:(?:人民)?政府|办(?:事处)?)?$")
_INSTITUTION = re.compile(rf"(?:{_WORDS.institution_endings})(?:\([^()]*\))?$")


def names_body(words: str) -> bool:
    """True for words that may be the whole name of a unit or of a group of units."""
    folded = fold(words)
    return bool(_BODY.match(folded) or is_group(folded)) and not folded.startswith(("(", "的"))


def may_owe(name: str) -> bool:
    """True for what a cell of units may well name: a body, or a place for its government."""
    return names_body(name) or bool(_PLACE.match(re.sub(r"\([^()]*\)$", "", fold(name))))


def is_group(name: str) -> bool:
    """True for a phrase that means several units: 各镇街, 区政府有关部门."""
    folded = fold(name)
    return bool(_GROUP.search(folded)) and not re.search(r"(?:部门|单位|机关)[^()]{0,12}(?:局|委|办公室|中心)$", folded)


def is_open(name: str) -> bool:
    """True for a group whose members the words do not tell: 有关部门, 等部门."""
    return is_group(name) and bool(_OPEN.search(fold(name)))


def kind(name: str) -> UnitKind:
    """What sort of unit a name is; a local government's department when nothing speaks for another."""
    folded = fold(name)
    if is_group(folded):
        return "group"
    kinds: tuple[tuple[re.Pattern[str], UnitKind], ...] = (
        (_PARTY, "party"),
        (_OFFICE, "office"),
        (_TOWNSHIP, "township"),
        (_INSTITUTION, "institution"),
    )
    return next((kind for pattern, kind in kinds if pattern.search(folded)), "department")


def level(name: str) -> str:
    """区 for 区财政局, 区委 for 区委宣传部, 区政府 for 区政府各部门, nothing for 财政局."""
    return name[: len(_WORDS.level_and_authority(fold(name)))]


def level_sign(name: str) -> str:
    """What tells the level: 区 for the first three, 自治县 for 自治县财政局."""
    return name[: len(_WORDS.level(fold(name)))]


def key(name: str, places: tuple[str, ...] = (), words: Vocabulary = _WORDS) -> str:
    """Equal for two names of the same unit: without place and level, long words short, brackets' shape forgotten."""
    folded = bare(name).removeprefix("中共")
    for place in sorted(map(bare, places), key=len, reverse=True):
        if place and folded.startswith(place) and len(folded) - len(place) > 1:
            folded = folded.removeprefix(place)
            folded = re.sub("^委(?=.{2})(?!员)", "", folded)
            break
    if is_group(folded):
        return _group_key(folded)
    body = words.without_level(folded)
    return words.canonical(body if len(body) > 1 else folded)


def _group_key(folded: str) -> str:
    # 区有关部门 and 有关部门 may be two rosters; only signs and 相关 for 有关 are forgotten.
    return re.sub("[()、]", "", folded).replace("相关", "有关")
