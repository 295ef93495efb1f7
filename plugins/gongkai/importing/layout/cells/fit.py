"""How well the words of a cell suit a column of a role, judged by the words alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from gongkai.words.bodies import engine
from gongkai.words.numerals import COUNTING

from .numbering import HAN, HAN_BRACKETED, PART, marker
from .roles import DUE, HEADING, LEAD, MATTER, NUMBER, PUBLICATION, RESPONSIBLE, SECTION, SUBSECTION, SUPPORT, TEXT, UNITS, simplified
from .wording import clean, letters, one_line

Kind = Callable[[str], bool]
Worths = tuple[tuple[tuple[Kind, ...], float], ...]

LONGEST_TITLE = 60
_LONG = 25
_AFTER_GROUP = 4
_UNIT_WORDS = re.compile(f"(?:{engine().cell_endings})$")
# 每季度召开一次工作例会 ends as a 协会 does.
_VERBAL = re.compile("每|召开|开展|做好|加强|强化|推进|建立|健全|完善|编制|制定|举办|组织|参加|定期|及时")
_LONGEST_VERBAL = 8
_ORGAN = re.compile(r"(?:局|委|办|室|部|厅|院|中心|政府|单位|部门|机关|街道|镇|乡|科|股|处|馆)")
_UNIT_TAIL = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?|分别|共同|具体|按照?分工|依职责|结合职责|为主)*"
    r"(?:牵头负责|牵头落实|牵头|负责落实|负责|配合落实|配合|落实|参加|参与|协助|协同|承办|主办|协办|实施|会同|执行|组织实施)?$"
)
_GROUP = re.compile(
    r"各(?:[级有地]|镇|乡|街|部门|单位|县|区|市|直|科|相|行政|股|处|成员|责任|办|局|园|村|社)|(?:政府|市直|区直|县直|有关|相关)(?:各)?(?:部门|单位)"
)
_TIME = re.compile(
    r"月|年底|年内|年末|季度|长期|持续|常态|全年|每[年月周日天季半]|每.{1,4}[年月周日天季次]|工作日|上半年|下半年|及时|即时|实时|立即|适时|定期|\d{4}[年.\-/]|\d{1,2}[./\-]\d{1,2}|\d{1,2}日|年[初中前]|随时|按时|动态|近期|按要求|按规定|法定|按年|随"
)
_PATH = re.compile(r">|＞|→|公开路径")
_CHANNEL = re.compile(
    r"网站|网页|门户|新媒体|公众号|微信|微博|公示栏|公开栏|宣传栏|公报|专栏|栏目|平台|客户端|媒体|电视|报刊|广播|查阅|现场|发布会|显示屏|其他渠道|专区|网$|APP|抖音"
)
_SENTENCE_END = re.compile(r"[。；;！]")


def _is(pattern: str) -> Kind:
    writing = re.compile(pattern)
    return lru_cache(maxsize=65536)(lambda text: bool(writing.fullmatch(one_line(text))))


is_dash = _is(r"[-—–―_─~～/\\·*×.…\s]+|无|暂无")  # a cell prints that there is nothing
is_ditto = _is('同上(?:一?行|栏|项)?|同前|[〃″”"]')  # it is as the one above
is_number = _is(rf"[（(]?(?:\d{{1,3}}(?:[-.．]\d{{1,2}})*|[{COUNTING}]{{1,3}}|[①-⑳])[）)]?[.．、]?")  # a serial number and nothing else


@lru_cache(maxsize=65536)
def is_time(text: str) -> bool:
    """Whether a cell tells a time or how often, and nothing longer."""
    words = one_line(text)
    return 0 < len(words) <= _LONG * 2 and bool(_TIME.search(simplified(words))) and not is_units(text) and "《" not in words


@lru_cache(maxsize=65536)
def is_units(text: str) -> bool:
    """Whether a cell holds names of units and nothing else, bar 牵头, 配合 and the like."""
    words = simplified(one_line(text)).rstrip("、，；。,;")
    names = [name for name in re.split(r"[、，；,;\n\s]+", _without_brackets(simplified(clean(text)).rstrip("、，；。,; "))) if name]
    if not names or "。" in words or "《" in words or marker(words) is not None:
        return False
    return sum(_is_unit(name) for name in names) >= 0.7 * len(names) and max(map(len, names)) <= _LONG


def _without_brackets(text: str) -> str:
    return re.sub(r"[（(〔][^（()）〕]*[）)〕]", "", text)


def _is_unit(name: str) -> bool:
    if len(name) > _LONGEST_VERBAL and _VERBAL.match(name):
        return False
    bare = re.split("[:：]", name)[-1]
    stem = _UNIT_TAIL.sub("", bare) or bare
    group = _GROUP.search(stem)
    is_group_name = group is not None and len(stem) - group.end() <= _AFTER_GROUP
    return bool(_UNIT_WORDS.search(stem) or is_group_name or (stem != bare and _ORGAN.search(stem)))


@lru_cache(maxsize=65536)
def is_group(text: str) -> bool:
    """Whether a cell names units together: 各镇街, 区政府各部门."""
    return bool(_GROUP.search(simplified(one_line(text))))


@lru_cache(maxsize=65536)
def is_path(text: str) -> bool:
    """Whether a cell tells only where something is published, as a path or a list of channels."""
    words = simplified(one_line(text))
    if words.startswith("公开路径"):
        return True
    lines = simplified(clean(text)).split("\n")
    return all(_PATH.search(line) or (len(line) <= _LONG and _CHANNEL.search(line)) for line in lines) and "。" not in words.rstrip("。")


@lru_cache(maxsize=65536)
def is_sentence(text: str) -> bool:
    """Whether a cell tells what to do: it ends a sentence or is too long for a title."""
    words = one_line(text)
    opener = marker(words)
    if opener and opener.heads and len(words) <= LONGEST_TITLE and not _SENTENCE_END.search(words.rstrip("。；：")):
        return False
    return bool(_SENTENCE_END.search(words)) or len(letters(words)) > _LONG + 10


@lru_cache(maxsize=65536)
def is_title(text: str) -> bool:
    """Whether words could be a heading: short, no sentence within."""
    words = one_line(text)
    return 0 < len(words) <= LONGEST_TITLE and not _SENTENCE_END.search(words.rstrip("。；")) and any(map(str.isalpha, words))


@lru_cache(maxsize=65536)
def fit(text: str, role: str) -> float:
    """From -1, impossible, to 1, certain, and a little more where several units stand under 责任单位."""
    return next((worth for kinds, worth in _FITS.get(role, ()) for is_kind in kinds if is_kind(text)), 0.0)


def _is_heading_of(*kinds: int) -> Kind:
    def is_heading(text: str) -> bool:
        opener = marker(one_line(text))
        return opener is not None and opener.kind in kinds and bool(opener.rest)

    return is_heading


def _is_long(text: str) -> bool:
    return len(one_line(text)) > LONGEST_TITLE and is_sentence(text)


def _is_short(text: str) -> bool:
    return len(one_line(text)) <= _LONG // 2


def _has_arrow(text: str) -> bool:
    return bool(_PATH.search(simplified(text)))


def _is_short_time(text: str) -> bool:
    return _is_short(text) and is_time(text)


def _are_group(text: str) -> bool:
    return is_units(text) and is_group(text)


_is_any_heading = _is_heading_of(PART, HAN, HAN_BRACKETED)
_NO_HEADING = (((is_dash, is_number, _is_long), -1.0), ((is_units, is_sentence), -0.5), ((bool,), 0.3))
_NO_UNITS = (((is_number, is_sentence, is_path), -1.0), ((is_time,), -0.5), ((_is_short,), 0.1), ((bool,), -0.4))
_SECTION: Worths = (((_is_heading_of(PART, HAN),), 1.0), ((_is_any_heading,), 0.4), *_NO_HEADING)
_OWES: Worths = (((is_dash,), 0.9), ((_are_group,), 1.25), ((is_units,), 1.0), *_NO_UNITS)
# Of each role what a cell is, tried in this order, and how well that suits.
_FITS: dict[str, Worths] = {
    NUMBER: (((is_number,), 1.0), ((bool,), -1.0)),
    HEADING: _SECTION,
    SECTION: _SECTION,
    SUBSECTION: (((_is_heading_of(HAN_BRACKETED),), 1.0), ((_is_any_heading,), 0.4), *_NO_HEADING),
    MATTER: (((is_number, is_dash, is_units), -0.4), ((_is_any_heading,), -0.3), ((is_sentence,), -0.2), ((bool,), 0.6)),
    TEXT: (
        ((is_dash, is_number), -0.8),
        ((is_units,), -0.7),
        ((is_sentence,), 1.0),
        ((_has_arrow,), 0.7),
        ((is_path,), 0.3),
        ((_is_short_time,), -0.2),
        ((bool,), 0.2),
    ),
    LEAD: (((is_dash, _are_group), 0.85), ((is_units,), 1.0), *_NO_UNITS),
    RESPONSIBLE: _OWES,
    SUPPORT: _OWES,
    UNITS: (((is_dash,), 0.9), ((is_units,), 1.0), *_NO_UNITS),
    DUE: (((is_dash,), 0.8), ((is_time,), 1.0), ((is_units, is_sentence), -0.7), ((bool,), -0.3)),
    PUBLICATION: (((is_dash,), 0.5), ((is_path,), 1.0), ((is_units, is_number), -0.8), ((is_sentence,), -0.5)),
}
