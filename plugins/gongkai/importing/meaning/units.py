"""A unit cell taken apart: who leads, who is responsible, and what the words leave open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from gongkai.words.folding import fold
from gongkai.words.text import HAN, tidy, visible

from . import bodies
from .unit_tokens import AT_END, ELIDED_EVERY, KEEPS_ROLE, LABEL, LEADS, REMARK, REST, ROLES, joined, split, tokens, unbracketed

Role = Literal["lead", "responsible"]

_NOBODY = re.compile(r"^[\s\-—–―─_/\\无空.。、*×]*$|^(?:不涉及|无此项|暂无)$")
_DITTO = re.compile(r"^(?:同上|同前|同上(?:一)?(?:行|栏|项)|〃|″|”|\"|''|々|上同)$")
# A rule on all rows, not the role of the name before it.
_RULE = re.compile("第一|首位|下同|排|列")
_RULE_WORDS = re.compile(
    "^(?:(?:以)?下同|(?:排|列|位)(?:名|在|于)?第一.*|首位.*|第一个?(?:责任)?单位.*|.{2,}(?:均|都)(?:为|由|涉及|含|指).*)$"
)
_EVERY = re.compile("^[^局委办]{0,4}各(?=.)")
_SAME_AS_LEAD = re.compile("^同(?:牵头|主办)?(?:单位|左|前)$")
_NO_NAME = re.compile(
    r"^(?:[0-9]{2,4}年.*|[0-9]{1,2}[月日.\-/].*|年[底末内终].*|第?[一二三四1-4]季.*|[上下]半年.*|.*(?:[月年]底?前|[0-9]日前|完成|长期|持续).*)$"
)
# A bare name that stands beside 区… in the same cell belongs to the same level; these do not.
_NO_LEVEL = re.compile(
    rf"^(?:[区县州省旗国中驻各全本该其]|市(?!场)|有关|相关|团[市区县]委|[{HAN}]{{2,3}}[区县市旗](?![场域])(?=[{HAN}]{{2}})|人民银行|人行|[{HAN}]+(?:公司|集团|银行|分局|支行|镇|乡|街道|街道办事处|法院|检察院|电网|联通|移动|电信|铁塔|石油|石化|海关|办事处|村|社区)$)"
)
_PARTY_BARE = re.compile(
    "^(?:宣传部|组织部|统战部|政法委|网信办|编办|党校|老干部局|巡察办|社会工作部|政研室|改革办|史志办|党史研究室|台办|机要局)"
)


@dataclass(frozen=True)
class Parties:
    """Names as printed (a level that the cell elides is given back), in order, each once in its role.

    `words` is the cell where it says more than the names; `notes` says in Chinese what a person should look at.
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    words: str = ""
    notes: tuple[str, ...] = ()
    is_ditto: bool = False
    # Names that were given back their level, as the cell prints them.
    printed: dict[str, str] = field(default_factory=dict)
    # What is neither a name nor a word for its role.
    left: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.lead, *self.responsible)))


NOBODY = Parties()
# A cell that goes on for pages names no units; it has come into the wrong column.
_LONGEST_CELL = 5_000


@dataclass(frozen=True)
class _Named:
    name: str
    role: Role
    note: str = ""
    printed: str = ""


def read(lead: str = "", responsible: str = "", units: str = "", *, first_leads: int = 0, known: Iterable[str] = ()) -> Parties:
    """The parties of a row from its cells: one for each role, or `units` for all.

    `first_leads` is of how many units at least the notice says that the first leads, 0 for none; `known` are names that may hold a separator themselves.
    """
    cells: tuple[tuple[str, Role], ...] = ((lead, "lead"), (responsible, "responsible"), (units, "responsible"))
    protected = tuple(sorted({fold(tidy(name)) for name in known if re.search("[、,和及与 ]", fold(tidy(name)))}, key=len, reverse=True))
    readings = [_read_cell(text, role, protected) for text, role in cells]
    named = [unit for reading in readings for unit in reading]
    if first_leads and len({unit.name for unit in named}) >= first_leads and not any(unit.role == "lead" for unit in named):
        named[0] = replace(named[0], role="lead")
    leads = tuple(dict.fromkeys(unit.name for unit in named if unit.role == "lead"))
    others = tuple(dict.fromkeys(unit.name for unit in named if unit.role == "responsible"))
    others = leads if not others and _SAME_AS_LEAD.match(fold(responsible).strip()) else others
    words = "；".join(_one_line(text) for (text, _), reading in zip(cells, readings, strict=True) if _says_more(text, reading))
    too_long = ("这一格有几千字，不像单位名称，没有读，请核对。",) if any(len(text) > _LONGEST_CELL for text, _ in cells) else ()
    notes = (*too_long, *dict.fromkeys(unit.note for unit in named if unit.note))
    return Parties(
        leads,
        others,
        words,
        notes,
        is_ditto=any(_DITTO.match(fold(text).strip()) for text, _ in cells if text.strip()),
        printed={unit.name: unit.printed for unit in named if unit.printed and unit.printed != unit.name},
        left=tuple(left for (text, _), reading in zip(cells, readings, strict=True) for left in _left(text, reading)),
    )


def is_nobody(text: str) -> bool:
    """True for an empty cell, a dash, 无."""
    return bool(_NOBODY.match(fold(visible(text)).strip()))


def _one_line(text: str) -> str:
    return tidy(joined(text))


def _says_more(text: str, reading: list[_Named]) -> bool:
    """True when the cell is not simply the names with signs between them."""
    rest = fold(_one_line(text))
    for name in sorted({fold(unit.name) for unit in reading}, key=len, reverse=True):
        rest = rest.replace(name, "")
    return bool(reading) and bool(re.sub(r"[\s、,;。/|]", "", rest))


def _left(text: str, reading: list[_Named]) -> list[str]:
    """The stretches of a cell that are neither names nor words for roles; a cell that names nobody has none."""
    if is_nobody(text) or _DITTO.match(fold(text).strip()) or _SAME_AS_LEAD.match(fold(text).strip()):
        return []
    rest = REMARK.sub(_unless_explained, fold(joined(unbracketed(visible(text).strip()))))
    names = {fold(REMARK.sub("", fold(unit.printed or unit.name))) for unit in reading}
    for name in sorted(filter(None, names), key=len, reverse=True):
        rest = rest.replace(name, "、")
    return [stretch for stretch in re.split(r"[^\w.:\-]+", rest) if re.search(r"\w", ROLES.sub("", stretch))]


def _unless_explained(remark: re.Match[str]) -> str:
    """A remark, unless it only tells a role, a rule on all rows, or for what the name before it is responsible."""
    words = remark.group()[1:-1]
    return "、" if _RULE.search(words) or re.match("负责|分管|指导|按", words) or not ROLES.sub("", words) else remark.group()


def _read_cell(text: str, role: Role, protected: tuple[str, ...]) -> list[_Named]:
    if len(text) > _LONGEST_CELL:
        return []
    whole = joined(unbracketed(visible(text).strip()))
    if is_nobody(whole) or _DITTO.match(fold(whole).strip()) or _SAME_AS_LEAD.match(fold(whole).strip()):
        return []
    named = [
        unit for stretch, own in _labelled(whole, role) for segment in _segments(stretch) for unit in _read_segment(segment, own, protected)
    ]
    return _with_levels(named)


def _labelled(text: str, role: Role) -> list[tuple[str, Role]]:
    """The parts behind 牵头单位：, 责任单位： and so on, each with its role; the whole cell where nothing is labelled."""
    labels = list(LABEL.finditer(fold(text)))
    if not labels:
        return [(text, role)]
    bounds = [*(label.start() for label in labels), len(text)]
    stretches: list[tuple[str, Role]] = [(text[: bounds[0]], role)]
    for label, end in zip(labels, bounds[1:], strict=True):
        stretches.append((text[label.end() : end], "lead" if label["lead"] else "responsible"))
    return [(stretch, own) for stretch, own in stretches if stretch.strip(" ;；,，。\n")]


def _segments(text: str) -> list[str]:
    return split(text, re.compile(r"[;。]"))


def _read_segment(segment: str, role: Role, protected: tuple[str, ...]) -> list[_Named]:
    """Names up to a role word have that role (甲、乙牵头，丙配合); those after the last have the cell's own."""
    named: list[_Named] = []
    waiting: list[str] = []
    for token in tokens(segment, protected):
        name, own = _without_role(token, role)
        name, _, supporting = _cut(name, "会同") if "会同" in name else (name, "", "")
        waiting += [name] if name else []
        if supporting:
            named += [_Named(unit, "lead") for unit in waiting]
            named += [_Named(unit, "responsible") for unit in tokens(supporting, protected)]
            waiting, role = [], "responsible"
        elif own:
            named += [unit for written in waiting for unit in _with_rest(written, own)]
            waiting = []
    return named + [unit for written in waiting for unit in _with_rest(written, role)]


def _cut(text: str, sign: str) -> tuple[str, str, str]:
    return text.partition(sign)


def _without_role(token: str, column: Role) -> tuple[str, Role | None]:
    """A name without the words that tell its role, and that role; 按职责分工负责 leaves it to the column."""
    folded = fold(token)
    remark = REMARK.search(folded)
    role: Role | None = None
    if remark:
        token, folded = token[: remark.start()] + token[remark.end() :], folded[: remark.start()] + folded[remark.end() :]
        role = "lead" if re.search(LEADS, remark.group()) and not _RULE.search(remark.group()) else None
    start = re.match("由(?=.{2})", folded)
    token, folded = (token[1:], folded[1:]) if start else (token, folded)
    match = AT_END.search(folded)
    if match and not (folded == match.group() and not remark and bodies.names_body(folded)):
        token, role = (
            token[: match.start()],
            "lead" if match.group(1) else role or (column if KEEPS_ROLE.fullmatch(match.group()) else "responsible"),
        )
    return token.strip(" ：:·•*"), role


def _with_rest(written: str, role: Role) -> list[_Named]:
    """The name, and the open remainder where 等 or 等有关部门 follows it."""
    rest = REST.search(fold(written))
    if _NO_NAME.match(fold(written)) or _RULE_WORDS.match(fold(written)):
        return []
    if not rest or "、" in written:
        return [_Named(written, role)]
    name, remainder = written[: rest.start()], written[rest.start() :]
    named = [_Named(name, role)] if name else []
    if len(remainder) == 1:
        return [*named, _Named("等单位", role, "原文只写“等”，没有列出其余单位；暂记作“等单位”（文件未列名）。")]
    return [*named, _Named(remainder[1:] if re.match(f"等(?:其他|其它)?(?:有关|相关|各|{bodies.LEVELS})", remainder) else remainder, role)]


def _with_levels(named: list[_Named]) -> list[_Named]:
    """区科工商信局、交通运输局: what a bare name elides is given back from the names before it."""
    level, whole_level, levelled = "", "", []
    for unit in named:
        name = unit.name
        own = bodies.level_sign(name)
        if whole_level and ELIDED_EVERY.match(fold(name)):
            name = f"{whole_level}{name}"
        elif own and not bodies.is_group(name):
            level = own
        elif level and not _NO_LEVEL.match(fold(name)) and not bodies.is_group(name) and bodies.names_body(name):
            name = f"{level}{'委' if _PARTY_BARE.match(fold(name)) else ''}{name}"
        # What follows 各县区人民政府 is theirs, not the city's: 管委会.
        level = "" if bodies.is_group(name) and _EVERY.match(fold(name)) else level
        if found_every := _EVERY.match(fold(name)):
            whole_level = name[: found_every.end()]
        elif not ELIDED_EVERY.match(fold(unit.name)):
            whole_level = ""
        note = "" if bodies.may_owe(name) else f"“{name}”不像单位名称，请核对。"
        levelled.append(_Named(name, unit.role, unit.note or note, unit.name))
    return levelled
