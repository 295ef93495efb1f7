"""A unit cell taken apart: who leads, who is responsible, and what the words leave open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from gongkai.importing.layout.brackets import split
from gongkai.words.folding import fold
from gongkai.words.text import HAN, tidy, visible

from . import bodies
from .unit_lists import ADVERBS, AT_END, ELIDED_EVERY, FOLLOWS, LABEL, LEADS, REMARK, REST, joined, names, unbracketed
from .wordlists import pattern

Role = Literal["lead", "responsible"]

_NOBODY = re.compile(r"[\s\-—–―─_/\\无空.。、*×]*|不涉及|无此项|暂无")
_DITTO = re.compile(r"同上|同前|同上(?:一)?[行栏项]|〃|″|”|\"|''|々|上同")
_SAME_AS_LEAD = re.compile("同(?:牵头|主办)?(?:单位|左|前)")
# All words of a cell that name nobody: roles, their labels, what joins names, numbers of items.
_ROLES = re.compile(rf"{LEADS}|{FOLLOWS}|{ADVERBS}|{pattern('of_roles').pattern}|[和及与暨由等为是均各:]|^[0-9]{{1,2}}[.]?$")
# A rule on all rows, not the role of the name before it.
_RULE = re.compile("第一|首位|下同|排|列")
_RULE_WORDS = re.compile("(?:以?下同|[排列位](?:名|在|于)?第一.*|首位.*|第一个?(?:责任)?单位.*|.{2,}[均都](?:为|由|涉及|含|指).*)")
_NO_NAME = re.compile(
    r"[0-9]{2,4}年.*|[0-9]{1,2}[月日.\-/].*|年[底末内终].*|第?[一二三四1-4]季.*|[上下]半年.*|.*(?:[月年]底?前|[0-9]日前|完成|长期|持续).*"
)
_KEEPS_ROLE = re.compile("(?:按照?(?:各自)?职责|按业务|分工|共同|分别|各自|负责)+")
_EVERY = re.compile("[^局委办]{0,4}各(?=.)")
# A bare name that stands beside 区… in the same cell belongs to the same level; these do not.
_NO_LEVEL = re.compile(
    rf"[区县州省旗国中驻各全本该其]|市(?!场)|有关|相关|团[市区县]委|[{HAN}]{{2,3}}[区县市旗](?![场域])(?=[{HAN}]{{2}})|人行|.*(?:{pattern('own_level').pattern})$"
)
# A cell that goes on for pages names no units; it has come into the wrong column.
_LONGEST_CELL = 5_000
# A name as short as 管理处 is that of many.
_GENERAL = 4


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
    protected = tuple(sorted({name for name in map(fold, map(tidy, known)) if re.search("[、,和及与 ]", name)}, key=len, reverse=True))
    readings = [_read_cell(text, role, protected) for text, role in cells]
    named = [unit for reading in readings for unit in reading]
    if first_leads and len({unit.name for unit in named}) >= first_leads and not any(unit.role == "lead" for unit in named):
        named[0] = replace(named[0], role="lead")
    leads, others = (tuple(dict.fromkeys(unit.name for unit in named if unit.role == role)) for role in ("lead", "responsible"))
    others = leads if not others and _SAME_AS_LEAD.fullmatch(fold(responsible).strip()) else others
    left = [_left(text, reading) for (text, _), reading in zip(cells, readings, strict=True)]
    says_more = zip(cells, readings, strict=True)
    too_long = ("这一格有几千字，不像单位名称，没有读，请核对。",) if any(len(text) > _LONGEST_CELL for text, _ in cells) else ()
    return Parties(
        leads,
        others,
        "；".join(_one_line(text) for (text, _), reading in says_more if _says_more(text, reading)),
        (*too_long, *dict.fromkeys(unit.note for unit in named if unit.note)),
        is_ditto=any(_DITTO.fullmatch(fold(text).strip()) for text, _ in cells),
        printed={unit.name: unit.printed for unit in named if unit.printed != unit.name},
        left=tuple(stretch for stretches in left for stretch in stretches),
    )


def is_nobody(text: str) -> bool:
    """True for an empty cell, a dash, 无."""
    return bool(_NOBODY.fullmatch(fold(visible(text)).strip()))


def _names_none(text: str) -> bool:
    folded = fold(text).strip()
    return is_nobody(text) or bool(_DITTO.fullmatch(folded) or _SAME_AS_LEAD.fullmatch(folded))


def _one_line(text: str) -> str:
    return tidy(joined(text))


def _says_more(text: str, reading: list[_Named]) -> bool:
    """True when the cell is not simply the names with signs between them."""
    rest = _less(fold(_one_line(text)), (unit.name for unit in reading))
    return bool(reading) and bool(re.sub(r"[\s、,;。/|]", "", rest))


def _left(text: str, reading: list[_Named]) -> list[str]:
    """The stretches of a cell that are neither names nor words for roles; a cell that names nobody has none."""
    if _names_none(text):
        return []
    rest = REMARK.sub(_unless_explained, fold(joined(unbracketed(visible(text).strip()))))
    rest = _less(rest, (REMARK.sub("", fold(unit.printed)) for unit in reading))
    return [stretch for stretch in re.split(r"[^\w.:\-]+", rest) if re.search(r"\w", _ROLES.sub("", stretch))]


def _less(rest: str, named: Iterable[str]) -> str:
    for name in sorted(set(map(fold, named)), key=len, reverse=True):
        rest = rest.replace(name, "、") if name else rest
    return rest


def _unless_explained(remark: re.Match[str]) -> str:
    """A remark, unless it only tells a role, a rule on all rows, or for what the name before it is responsible."""
    words = remark.group()[1:-1]
    return "、" if _RULE.search(words) or re.match("负责|分管|指导|按", words) or not _ROLES.sub("", words) else remark.group()


def _read_cell(text: str, role: Role, protected: tuple[str, ...]) -> list[_Named]:
    if len(text) > _LONGEST_CELL or _names_none(text):
        return []
    whole = joined(unbracketed(visible(text).strip()))
    # Behind 牵头单位：, 责任单位： and so on stand those of a role.
    labels = list(LABEL.finditer(fold(whole)))
    bounds = [*(label.start() for label in labels), len(whole)]
    stretches: list[tuple[str, Role]] = [(whole[: bounds[0]], role)]
    for label, end in zip(labels, bounds[1:], strict=True):
        stretches.append((whole[label.end() : end], "lead" if label["lead"] else "responsible"))
    return _with_levels(
        unit for stretch, own in stretches for segment in split(stretch, "[;。]") for unit in _read_segment(segment, own, protected)
    )


def _read_segment(segment: str, role: Role, protected: tuple[str, ...]) -> list[_Named]:
    """Names up to a role word have that role (甲、乙牵头，丙配合); those after the last have the cell's own."""
    named: list[_Named] = []
    waiting: list[str] = []
    for printed in names(segment, protected):
        name, own = _without_role(printed, role)
        name, together, supporting = name.partition("会同")
        waiting += [name] if name else []
        if together:
            own, role = "lead", "responsible"
        if own:
            named += [unit for written in waiting for unit in _with_rest(written, own)]
            waiting = names(supporting, protected)
    return named + [unit for written in waiting for unit in _with_rest(written, role)]


def _without_role(name: str, column: Role) -> tuple[str, Role | None]:
    """A name without the words that tell its role, and that role; 按职责分工负责 leaves it to the column."""
    role: Role | None = None
    if remark := REMARK.search(fold(name)):
        name = name[: remark.start()] + name[remark.end() :]
        role = "lead" if re.search(LEADS, remark.group()) and not _RULE.search(remark.group()) else None
    name = name[1:] if re.match("由(?=.{2})", name) else name
    folded = fold(name)
    match = AT_END.search(folded)
    if match and (match.start() or remark or not bodies.names_body(folded)):
        name = name[: match.start()]
        role = "lead" if match["lead"] else role or (column if _KEEPS_ROLE.fullmatch(match.group()) else "responsible")
    return name.strip(" ：:·•*"), role


def _with_rest(written: str, role: Role) -> Iterator[_Named]:
    """The name, and the open remainder where 等 or 等有关部门 follows it."""
    folded = fold(written)
    if _NO_NAME.fullmatch(folded) or _RULE_WORDS.fullmatch(folded):
        return
    rest = None if "、" in written else REST.search(folded)
    if name := written[: rest.start()] if rest else written:
        yield _Named(name, role)
    if rest:
        remainder = written[rest.start() :]
        is_told = re.match(f"等(?:其他|其它)?(?:有关|相关|各|{bodies.LEVELS})", remainder)
        group = remainder[1:] if is_told else "等单位" if len(remainder) == 1 else remainder
        note = "" if is_told else f"原文只写“{remainder}”，没有列出其余单位；暂记作“{group}”（文件未列名）。"
        yield _Named(group, role, note)


def _with_levels(named: Iterable[_Named]) -> list[_Named]:
    """区科工商信局、交通运输局: what a bare name elides is given back from the names before it."""
    level, every = "", ""
    levelled: list[_Named] = []
    for unit in named:
        name, is_group = unit.name, bodies.is_group(unit.name)
        own = bodies.level_sign(name)
        if every and ELIDED_EVERY.match(fold(name)):
            name = f"{every}{name}"
        elif own and not is_group:
            level = own
        elif level and not is_group and not _NO_LEVEL.match(fold(name)) and bodies.names_body(name):
            name = f"{level}{'委' if pattern('of_party').match(fold(name)) else ''}{name}"
        if own_every := _EVERY.match(name):
            # What follows 各县区人民政府 is theirs, not the city's: 管委会.
            every, level = own_every.group(), "" if bodies.is_group(name) else level
        elif not ELIDED_EVERY.match(fold(unit.name)):
            every = ""
        note = "" if bodies.may_owe(name) else f"“{name}”不像单位名称，请核对。"
        if levelled and name == unit.name and len(name) <= _GENERAL and not own and not is_group and levelled[-1].name.startswith("各"):
            note = note or f"“{levelled[-1].name}”后面的“{name}”前面也许省了“各”，请核对。"
        levelled.append(_Named(name, unit.role, unit.note or note, unit.name))
    return levelled
